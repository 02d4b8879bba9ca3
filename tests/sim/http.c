/* The server side of shared/io/http.h in the world: the real exchange, its commit and its replies, over
 * connections that are memory.
 *
 * Takes the place of http.c, http_gate.c, http_admit.c, http_crowd.c and http_conn.c, and of the few calls of
 * libwebsockets that http_exchange.c and http_request.c make. A request comes in complete.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "shared/base/log.h"
#include "shared/base/text.h"
#include "shared/io/http_inside.h"
#include "tests/sim/net_inside.h"
#include "tests/sim/world.h"

static struct wire *wire_of(struct lws *wsi)
{
	return (struct wire *)(void *)wsi;
}

/* ---- opening -------------------------------------------------------------------------------- */

int http_open(struct loop *l, const struct http_options *o, struct http **ret)
{
	struct http *h = mem_new(1, sizeof *h);

	h->o = *o;
	h->loop = l;
	h->line_end = &h->line;
	h->hook = (struct loop_hook){ .fn = exchange_turn, .ctx = h };
	loop_hook_add(l, &h->hook);
	h->port = 8080;
	world->current->http = h;
	*ret = h;
	return OK;
}

void http_close(struct http *h)
{
	if (!h)
		return;
	loop_hook_remove(h->loop, &h->hook);
	while (h->exchanges) {
		struct exchange *ex = h->exchanges;

		if (ex->conn)
			wire_of(ex->conn->wsi)->ex = NULL;
		exchange_free(ex);
	}
	world->current->http = NULL;
	buf_free(&h->out);
	buf_free(&h->live);
	free(h);
}

int http_port(const struct http *h)
{
	return h->port;
}

int64_t http_served(const struct http *h)
{
	return h->served;
}

void crowd_body_free(struct exchange *ex)
{
	free(ex->body);
	ex->body = NULL;
}

void http_owner(const struct request *rq, const char *name)
{
	(void)rq, (void)name;
}

void http_load(const struct http *h, struct http_load *ret)
{
	(void)h;
	*ret = (struct http_load){ 0 };
}

void conn_watch(struct conn *c)
{
	(void)c;
}

/* ---- a request comes in ------------------------------------------------------------------------ */

static enum http_method method_from(const char *name)
{
	for (int m = 0; m < HTTP_METHOD_MAX; m++)
		if (!strcmp(route_method((enum http_method)m), name))
			return (enum http_method)m;
	return HTTP_METHOD_MAX;
}

static const char *field(const struct net_request *rq, const char *name)
{
	const char *value = net_head(rq->heads, rq->head_count, name);

	return value ? value : "";
}

static void fill(struct exchange *ex, struct wire *w, enum http_method method)
{
	struct request *rq = &ex->rq;

	rq->method = method;
	rq->path = w->rq.path;
	rq->query = w->rq.query;
	rq->host = w->rq.host;
	rq->type = field(&w->rq, "content-type");
	rq->accept = field(&w->rq, "accept");
	rq->origin = field(&w->rq, "origin");
	rq->wsi = w;
	rq->body_len = ex->length = w->rq.len;
	ex->body = mem_new(w->rq.len + 1, 1);
	memcpy(ex->body, w->rq.body, w->rq.len);
}

/* As http_admit.c judges, without what the gate does about the library. */
static int admit(struct exchange *ex)
{
	struct http *h = ex->http;
	struct request *rq = &ex->rq;
	int err;
	const struct route *r = route_find(h->o.routes, rq->method, rq->path, &rq->rest, &err);

	if (!r)
		return err;
	ex->route = r;
	rq->who = h->o.who ? h->o.who(h->o.app, rq) : 0;
	rq->who |= WHO_ANYONE | WHO_DEVICE | WHO_LINK | (rq->loopback ? WHO_LOCAL : 0);
	if (!(r->who & rq->who))
		return ERR_ROLE;
	return ex->length > r->body_cap ? ERR_TOO_LARGE : OK;
}

static void hung_up(struct wire *w)
{
	w->answer(w->ctx, NULL);
	wire_free(w);
}

static void come_in(void *ctx)
{
	struct wire *w = ctx;
	enum http_method method = method_from(w->rq.method);
	struct conn *c;
	int err;

	if (!w->to->http || method == HTTP_METHOD_MAX) {
		hung_up(w);
		return;
	}
	c = mem_new(1, sizeof *c);
	*c = (struct conn){ .http = w->to->http, .wsi = (struct lws *)(void *)w, .loopback = w->to->number != CENTRAL };
	text_copy(c->peer, sizeof c->peer, c->loopback ? "127.0.0.1" : "10.0.0.1");
	w->conn = c;
	c->ex = w->ex = exchange_new(c);
	fill(w->ex, w, method);
	err = admit(w->ex);
	if (err == OK)
		exchange_run(w->ex);
	else
		exchange_refuse(w->ex, err);
}

void wire_arrive(struct wire *w)
{
	if (!w->to->up || w->to->asleep || !w->to->http) {
		hung_up(w);
		return;
	}
	w->boots = w->to->boots;
	machine_errand(w->to, come_in, w);
}

/* ---- a reply goes out -------------------------------------------------------------------------- */

static struct net_reply *parse(const char *p, size_t len)
{
	struct net_reply *r = mem_new(1, sizeof *r);
	const char *end = memmem(p, len, "\r\n\r\n", 4), *line = memmem(p, len, "\r\n", 2);
	size_t head = (size_t)(end - p) + 4;

	r->status = (int)strtol(p + 9, NULL, 10);
	heads_read(line + 2, (size_t)(end - line), r->heads, &r->head_count);
	r->len = len - head;
	r->body = mem_new(r->len + 1, 1);
	memcpy(r->body, p + head, r->len);
	return r;
}

static void leave(struct wire *w)
{
	if (w->to->doomed)
		w->answer(w->ctx, NULL); /* written by a process that was dead already */
	else
		w->answer(w->ctx, parse(w->out, w->out_len));
	wire_free(w);
}

int lws_write(struct lws *wsi, unsigned char *buf, size_t len, enum lws_write_protocol protocol)
{
	struct wire *w = wire_of(wsi);

	w->out = realloc(w->out, w->out_len + len);
	memcpy(w->out + w->out_len, buf, len);
	w->out_len += len;
	(void)protocol;
	return (int)len;
}

int lws_http_transaction_completed(struct lws *wsi)
{
	struct wire *w = wire_of(wsi);

	w->ex = NULL;
	leave(w);
	return 0;
}

int lws_callback_on_writable(struct lws *wsi)
{
	wire_of(wsi)->wants = true;
	return 0;
}

void net_writeable(struct machine *m)
{
	struct http *h = m->http;
	struct exchange *ex = h ? h->exchanges : NULL;

	while (ex) {
		struct exchange *next = ex->next;
		struct wire *w = ex->conn ? wire_of(ex->conn->wsi) : NULL;

		if (w && w->wants) {
			w->wants = false;
			exchange_writeable(ex);
			next = h->exchanges; /* the list may have changed: from the start */
		}
		ex = next;
	}
}

void lws_set_timeout(struct lws *wsi, enum pending_timeout reason, int secs)
{
	(void)wsi, (void)reason, (void)secs;
}

int lws_partial_buffered(struct lws *wsi)
{
	(void)wsi;
	return 0;
}

lws_usec_t lws_now_usecs(void)
{
	return (lws_usec_t)(world->now - BEGINNING) * 1000;
}

/* ---- headers of a request ---------------------------------------------------------------------- */

int lws_hdr_custom_length(struct lws *wsi, const char *name, int len)
{
	const struct net_request *rq = &wire_of(wsi)->rq;
	char plain[64];

	if (len < 1 || len > (int)sizeof plain)
		return -1;
	memcpy(plain, name, (size_t)len - 1); /* without the colon */
	plain[len - 1] = '\0';
	const char *value = net_head(rq->heads, rq->head_count, plain);
	return value ? (int)strlen(value) : -1;
}

int lws_hdr_custom_copy(struct lws *wsi, char *dst, int cap, const char *name, int len)
{
	const struct net_request *rq = &wire_of(wsi)->rq;
	char plain[64];
	int n = lws_hdr_custom_length(wsi, name, len);

	if (n < 0 || n >= cap)
		return -1;
	memcpy(plain, name, (size_t)len - 1);
	plain[len - 1] = '\0';
	memcpy(dst, net_head(rq->heads, rq->head_count, plain), (size_t)n + 1);
	return n;
}

int lws_hdr_total_length(struct lws *wsi, enum lws_token_indexes h)
{
	(void)wsi, (void)h;
	return 0;
}

int lws_hdr_copy(struct lws *wsi, char *dst, int cap, enum lws_token_indexes h)
{
	(void)wsi, (void)h, (void)cap;
	dst[0] = '\0';
	return -1;
}
