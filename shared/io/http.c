/* The HTTP server: one listener, the library's callbacks handed to the rooms behind it.
 *
 * No mounts: with none, the library gives every request whole to the first protocol, whatever its
 * method, and none of its own file serving, redirects or authentication is ever reached.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/io/http.h"

#include <stdlib.h>
#include <string.h>

#include "shared/base/log.h"
#include "shared/base/text.h"
#include "shared/io/http_inside.h"

#define HEAD_SECONDS 5
#define IDLE_SECONDS 15
#define BODIES_MOST (32u * 1024 * 1024)
#define LIVE_RX 1024                /* receive buffer of a live page */
#define WRITE_MOST (128 * 1024)     /* most bytes of one write that leave uncopied */

/* ---- callbacks ---------------------------------------------------------------------------- */

static int on_knock(struct http *h, struct lws *wsi, void *in, size_t len)
{
	(void)wsi;
	(void)len;
	return crowd_admits(h, (int)(intptr_t)in) ? 0 : -1;
}

static int on_accept(struct http *h, struct lws *wsi, void *in, size_t len)
{
	(void)in;
	(void)len;
	conn_of(h, wsi);
	return 0;
}

static int on_gone(struct http *h, struct lws *wsi, void *in, size_t len)
{
	struct conn *c = lws_get_opaque_user_data(wsi);

	(void)h;
	(void)in;
	(void)len;
	if (c)
		conn_gone(c);
	return 0;
}

static int on_filter(struct http *h, struct lws *wsi, void *in, size_t len)
{
	return admit_head(conn_of(h, wsi), in, len);
}

static int on_http(struct http *h, struct lws *wsi, void *in, size_t len)
{
	struct conn *c = conn_of(h, wsi);

	(void)in;
	(void)len;
	return c->ex && c->ex->state == EX_HEAD ? admit_begin(c->ex) : -1;
}

static int on_body(struct http *h, struct lws *wsi, void *in, size_t len)
{
	struct conn *c = conn_of(h, wsi);

	return c->ex ? admit_body(c->ex, in, len) : -1;
}

static int on_body_done(struct http *h, struct lws *wsi, void *in, size_t len)
{
	struct conn *c = conn_of(h, wsi);

	(void)in;
	(void)len;
	return c->ex ? admit_done(c->ex) : -1;
}

static int on_writeable(struct http *h, struct lws *wsi, void *in, size_t len)
{
	struct conn *c = conn_of(h, wsi);

	(void)in;
	(void)len;
	return c->ex ? exchange_writeable(c->ex) : 0;
}

static int on_upgrade(struct http *h, struct lws *wsi, void *in, size_t len)
{
	(void)in; /* may point to freed memory (row 8) */
	(void)len;
	return gate_upgrade(wsi, conn_of(h, wsi)) ? 0 : -1;
}

static int on_refuse(struct http *h, struct lws *wsi, void *in, size_t len)
{
	(void)h;
	(void)wsi;
	(void)in;
	(void)len;
	return -1;
}

static int on_live(struct http *h, struct lws *wsi, void *in, size_t len)
{
	struct conn *c = conn_of(h, wsi);

	(void)in;
	(void)len;
	c->live = true;
	c->told = h->live_number;
	return 0;
}

static int on_live_writeable(struct http *h, struct lws *wsi, void *in, size_t len)
{
	(void)in;
	(void)len;
	return live_writeable(conn_of(h, wsi));
}

static int on_live_heard(struct http *h, struct lws *wsi, void *in, size_t len)
{
	(void)in;
	return live_heard(conn_of(h, wsi), len);
}

static const struct {
	int reason;
	int (*fn)(struct http *h, struct lws *wsi, void *in, size_t len);
} CALLBACKS[] = {
	{ LWS_CALLBACK_FILTER_HTTP_CONNECTION, on_filter },
	{ LWS_CALLBACK_HTTP, on_http },
	{ LWS_CALLBACK_HTTP_BODY, on_body },
	{ LWS_CALLBACK_HTTP_BODY_COMPLETION, on_body_done },
	{ LWS_CALLBACK_HTTP_WRITEABLE, on_writeable },
	{ LWS_CALLBACK_FILTER_NETWORK_CONNECTION, on_knock },
	{ LWS_CALLBACK_SERVER_NEW_CLIENT_INSTANTIATED, on_accept },
	{ LWS_CALLBACK_WSI_DESTROY, on_gone },
	{ LWS_CALLBACK_HTTP_CONFIRM_UPGRADE, on_upgrade },
	{ LWS_CALLBACK_RAW_ADOPT, on_refuse },
	{ LWS_CALLBACK_RAW_RX, on_refuse },
	{ LWS_CALLBACK_ESTABLISHED, on_live },
	{ LWS_CALLBACK_SERVER_WRITEABLE, on_live_writeable },
	{ LWS_CALLBACK_RECEIVE, on_live_heard },
};

static int http_callback(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
			 size_t len)
{
	(void)user;
	for (size_t i = 0; i < COUNT_OF(CALLBACKS); i++) {
		if (CALLBACKS[i].reason == (int)reason)
			return CALLBACKS[i].fn(lws_vhost_user(lws_get_vhost(wsi)), wsi, in, len);
	}
	return 0;
}

static const struct lws_protocols PROTOCOLS[] = {
	{ "portiek", http_callback, 0, LIVE_RX, 0, NULL, WRITE_MOST },
	{ NULL, NULL, 0, 0, 0, NULL, 0 },
};

/* A live page is pinged every half minute and given up after a minute of silence. */
static const lws_retry_bo_t IDLE_POLICY = { .secs_since_valid_ping = 30,
					    .secs_since_valid_hangup = 60 };

/* ---- opening and closing ------------------------------------------------------------------ */

/* "127.0.0.1:8081", "[::1]:0", ":8080" -> interface and port. */
static bool parse_listen(const char *listen, char iface[64], int *ret_port)
{
	const char *colon = strrchr(listen, ':');
	size_t n = colon ? (size_t)(colon - listen) : 0;
	int64_t port;

	if (!colon || n >= 64 || !int_parse(colon + 1, 0, 65535, &port))
		return false;
	if (n >= 2 && listen[0] == '[' && listen[n - 1] == ']') {
		listen++;
		n -= 2;
	}
	memcpy(iface, listen, n);
	iface[n] = '\0';
	*ret_port = (int)port;
	return true;
}

static void http_final(struct lws_vhost *vh, void *arg)
{
	struct http *h = arg;

	(void)vh;
	while (h->exchanges)
		exchange_free(h->exchanges);
	buf_free(&h->out);
	buf_free(&h->live);
	free(h);
}

static struct lws_vhost *open_vhost(struct http *h, const char *iface, int port)
{
	struct lws_context_creation_info info = {0};

	info.port = port;
	info.iface = iface[0] && strcmp(iface, "::") != 0 ? iface : NULL;
	info.vhost_name = "portiek";
	info.protocols = PROTOCOLS;
	info.user = h;
	info.options = LWS_SERVER_OPTION_DISABLE_OS_CA_CERTS |
		       LWS_SERVER_OPTION_FAIL_UPON_UNABLE_TO_BIND;
	info.timeout_secs_ah_idle = HEAD_SECONDS;
	info.keepalive_timeout = IDLE_SECONDS;
	info.retry_and_idle_policy = &IDLE_POLICY;
	info.finalize = http_final;
	info.finalize_arg = h;
	if (h->o.tls_cert) {
		info.options |= LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT;
		info.ssl_cert_filepath = h->o.tls_cert;
		info.ssl_private_key_filepath = h->o.tls_key;
		info.alpn = "http/1.1";
	}
	return lws_create_vhost(h->loop->context, &info);
}

static void check_routes(const struct http_options *o)
{
	for (const struct route *r = o->routes; r->path; r++) {
		if (r->tx == TX_WRITE && !o->db)
			die("http.routes", "path=%s writes=without_database", r->path);
	}
}

int http_open(struct loop *l, const struct http_options *o, struct http **ret)
{
	struct lws_vhost *vhost;
	struct http *h;
	char iface[64];
	int port;

	*ret = NULL;
	check_routes(o);
	if (!parse_listen(o->listen, iface, &port))
		return ERR_INPUT;
	h = mem_new(1, sizeof(*h));
	h->o = *o;
	h->loop = l;
	h->conn_most = loop_room(l);
	if (o->connections > 0 && o->connections < h->conn_most)
		h->conn_most = o->connections;
	h->held_most = o->bodies ? o->bodies : BODIES_MOST;
	h->line_end = &h->line;
	vhost = open_vhost(h, iface, port);
	if (!vhost)
		return ERR_STORAGE; /* http_final has freed h */
	h->vhost = vhost;
	h->port = lws_get_vhost_listen_port(h->vhost);
	h->hook.fn = exchange_turn;
	h->hook.ctx = h;
	loop_hook_add(l, &h->hook);
	*ret = h;
	return OK;
}

void http_close(struct http *h)
{
	if (!h)
		return;
	loop_hook_remove(h->loop, &h->hook);
	lws_vhost_destroy(h->vhost);
}

int http_port(const struct http *h)
{
	return h->port;
}

int64_t http_served(const struct http *h)
{
	return h->served;
}
