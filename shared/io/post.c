/* One outgoing HTTP request over the libwebsockets client, under the rules learned about it.
 *
 * The library follows redirects, blocks on names, has no deadline once headers came, takes a cut
 * chunked reply for whole and "100 Continue" for the answer. So: an own deadline over everything,
 * redirects off, names looked up beforehand, and success only when a plain reply brought exactly its
 * Content-Length. A post belongs to its loop from post_start until done was called.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/io/post.h"

#include <stdlib.h>
#include <string.h>

#include "shared/base/log.h"
#include "shared/io/post_inside.h"

#define REPLY_CAP (8u * 1024 * 1024 + 64 * 1024)
#define SEND_PIECE 16384

/* ---- life --------------------------------------------------------------------------------- */

static void forget_socket(struct post *p)
{
	struct lws *wsi = p->wsi;

	p->wsi = NULL;
	if (!wsi)
		return;
	lws_set_opaque_user_data(wsi, NULL);
	lws_set_timeout(wsi, PENDING_TIMEOUT_USER_REASON_BASE, LWS_TO_KILL_ASYNC);
}

static void post_free(struct post *p)
{
	for (struct post **at = &p->loop->posts; *at; at = &(*at)->next) {
		if (*at == p) {
			*at = p->next;
			break;
		}
	}
	lookup_drop(p->lookup);
	loop_timer_free(p->deadline);
	loop_timer_free(p->kick);
	buf_free(&p->reply.body);
	buf_free(&p->body);
	free(p->method);
	free(p->target);
	free(p->headers);
	free(p);
}

int post_finish(struct post *p, int err, const char *why)
{
	forget_socket(p);
	p->reply.err = err;
	p->reply.why = why;
	if (err != OK)
		log_line(LOG_INFO, "post.failed", "why=%s status=%d", why, p->reply.status);
	loop_wake(p->loop);
	p->done(p->ctx, &p->reply);
	post_free(p);
	return -1;
}

void post_drop_all(struct loop *l)
{
	while (l->posts) {
		struct post *p = l->posts;
		forget_socket(p);
		p->reply.err = ERR_NETWORK;
		p->reply.why = "net_closed";
		p->done(p->ctx, &p->reply);
		post_free(p);
	}
}

static void deadline_due(void *ctx)
{
	post_finish(ctx, ERR_NETWORK, "net_timeout");
}

/* ---- connecting --------------------------------------------------------------------------- */

static void connect_next(void *ctx)
{
	struct post *p = ctx;
	struct lws_client_connect_info i = {0};

	if (p->next_address >= p->at.count) {
		post_finish(p, ERR_NETWORK, p->why ? p->why : "net_refused");
		return;
	}
	i.context = p->loop->context;
	i.vhost = p->loop->base;
	i.address = p->at.text[p->next_address++];
	i.port = p->port;
	i.path = p->target;
	i.host = p->host;
	i.method = p->method;
	i.local_protocol_name = "loop";
	i.alpn = "http/1.1";
	i.ssl_connection = LCCSCF_HTTP_NO_FOLLOW_REDIRECT | (p->tls ? LCCSCF_USE_SSL : 0);
	i.opaque_user_data = p;
	i.pwsi = &p->wsi;
	p->connecting = true;
	if (!lws_client_connect_via_info(&i)) {
		p->wsi = NULL;
		loop_timer_set(p->kick, 0);
	}
	p->connecting = false;
}

static void resolved(struct post *p)
{
	if (p->at.count == 0)
		post_finish(p, ERR_NETWORK, "net_dns");
	else
		connect_next(p);
}

void post_names(struct loop *l)
{
	for (struct post *p = l->posts, *next; p; p = next) {
		next = p->next;
		if (p->lookup && lookup_take(p->lookup, &p->at)) {
			p->lookup = NULL;
			resolved(p);
			next = l->posts; /* whatever done() started or ended */
		}
	}
}

static void start(struct post *p)
{
	if (!post_parse_origin(p))
		post_finish(p, ERR_NETWORK, "net_dns");
	else if (post_resolve_now(p))
		resolved(p);
	else
		p->lookup = lookup_start(p->loop, p->name);
}

/* The kick starts the first attempt and every one after a failed address. */
static void kick_due(void *ctx)
{
	struct post *p = ctx;

	if (p->at.count == 0)
		start(p);
	else
		connect_next(p);
}

void post_start(struct loop *l, const struct post_request *q,
		void (*done)(void *ctx, const struct post_reply *r), void *ctx)
{
	struct post *p = mem_new(1, sizeof(*p));

	p->loop = l;
	p->done = done;
	p->ctx = ctx;
	if (text_copy(p->origin, sizeof(p->origin), q->origin) != OK)
		p->origin[0] = '\0';
	p->method = mem_str(q->method);
	p->target = mem_str(q->target);
	p->headers = mem_str(q->headers ? q->headers : "");
	buf_add(&p->body, q->body, q->body_len);
	p->reply_cap = q->reply_cap ? q->reply_cap : REPLY_CAP;
	p->floor_s = q->floor_s;
	p->length = -1;
	p->next = l->posts;
	l->posts = p;
	p->deadline = loop_timer_new(l, deadline_due, p);
	p->kick = loop_timer_new(l, kick_due, p);
	loop_timer_set(p->deadline, q->deadline_ms);
	loop_timer_set(p->kick, 0);
}

/* ---- sending ------------------------------------------------------------------------------ */

static int add_headers(struct post *p, struct lws *wsi, void *in, size_t room)
{
	unsigned char **at = in;
	char length[48] = "";
	size_t n = strlen(p->headers);
	size_t m;

	if (p->body.len > 0 || strcmp(p->method, "GET") != 0)
		snprintf(length, sizeof(length), "content-length: %zu\r\n", p->body.len);
	m = strlen(length);
	if (n + m >= room)
		return -1;
	memcpy(*at, p->headers, n);
	memcpy(*at + n, length, m);
	*at += n + m;
	if (p->body.len > 0) {
		lws_client_http_body_pending(wsi, 1);
		lws_callback_on_writable(wsi);
	}
	return 0;
}

static int send_body(struct post *p, struct lws *wsi)
{
	size_t left = p->body.len - p->sent;
	size_t n = left < SEND_PIECE ? left : SEND_PIECE;
	unsigned char piece[LWS_PRE + SEND_PIECE];

	if (left == 0)
		return 0;
	memcpy(piece + LWS_PRE, p->body.data + p->sent, n);
	p->sent += n;
	if (lws_write(wsi, piece + LWS_PRE, n, n == left ? LWS_WRITE_HTTP_FINAL
							 : LWS_WRITE_HTTP) < 0)
		return post_finish(p, ERR_NETWORK, "net_closed");
	if (n == left)
		lws_client_http_body_pending(wsi, 0);
	else
		lws_callback_on_writable(wsi);
	return 0;
}

/* ---- receiving ---------------------------------------------------------------------------- */

static int take_bytes(struct post *p, const void *in, size_t len)
{
	if (p->reply.body.len + len > (size_t)p->length)
		return post_finish(p, ERR_NETWORK, "net_reply");
	buf_add(&p->reply.body, in, len);
	if (p->reply.body.len < (size_t)p->length)
		return 0;
	return post_finish(p, OK, "");
}

static int take_head(struct post *p, struct lws *wsi)
{
	const char *why = post_read_head(p, wsi);

	if (why)
		return post_finish(p, ERR_NETWORK, why);
	if ((uint64_t)p->length > p->reply_cap)
		return post_finish(p, ERR_TOO_LARGE, "too_large");
	if (p->length == 0)
		return post_finish(p, OK, "");
	return 0;
}

/* More bytes are there: the library wants to be handed a buffer. */
static int take_more(struct lws *wsi)
{
	char room[LWS_PRE + 4096];
	char *at = room + LWS_PRE;
	int n = sizeof(room) - LWS_PRE;

	return lws_http_client_read(wsi, &at, &n) < 0 ? -1 : 0;
}

static int not_connected(struct post *p, struct lws *wsi, const char *text, size_t len)
{
	p->why = post_why(p, text, len);
	lws_set_opaque_user_data(wsi, NULL); /* it may be freed after p */
	p->wsi = NULL;
	if (strncmp(p->why, "tls", 3) == 0)
		p->next_address = p->at.count;
	loop_timer_set(p->kick, 0);
	return 0;
}

int post_callback(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
		  size_t len)
{
	struct post *p = lws_get_opaque_user_data(wsi);

	switch ((int)reason) {
	case LWS_CALLBACK_OPENSSL_PERFORM_SERVER_CERT_VERIFICATION:
		return p ? post_judge_certificate(p, user, len != 0) : 0;
	case LWS_CALLBACK_CLIENT_APPEND_HANDSHAKE_HEADER:
		return add_headers(p, wsi, in, len);
	case LWS_CALLBACK_CLIENT_HTTP_WRITEABLE:
		return send_body(p, wsi);
	case LWS_CALLBACK_ESTABLISHED_CLIENT_HTTP:
		return take_head(p, wsi);
	case LWS_CALLBACK_RECEIVE_CLIENT_HTTP:
		return take_more(wsi);
	case LWS_CALLBACK_RECEIVE_CLIENT_HTTP_READ:
		return take_bytes(p, in, len);
	case LWS_CALLBACK_CLIENT_CONNECTION_ERROR:
		return not_connected(p, wsi, in, len);
	case LWS_CALLBACK_COMPLETED_CLIENT_HTTP:
	case LWS_CALLBACK_CLOSED_CLIENT_HTTP:
	case LWS_CALLBACK_WSI_DESTROY:
		if (p->wsi == wsi && !p->connecting)
			return post_finish(p, ERR_NETWORK, "net_closed");
		return 0;
	default:
		return 0;
	}
}
