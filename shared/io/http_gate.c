/* The gate: what a request must be before any route sees it.
 *
 * Debian 12 carries libwebsockets 4.1.6, whose HTTP/1.1 server can be hung, made to run a request
 * twice or made to read a body as a request. Each check here closes one of those doors; each has a
 * test in tests/unit/http_gate_*_test.c. What is refused here is also closed, because the library's
 * idea of where the next request starts can no longer be trusted.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>
#include <strings.h>

#include "shared/base/text.h"
#include "shared/io/http_inside.h"

#define LENGTH_DIGITS 12

/* The library's method numbers. CONNECT stays out: the library turns it into a raw connection. */
static const int METHOD_OF[] = {
	HTTP_GET, HTTP_POST, HTTP_OPTIONS, HTTP_PUT, HTTP_PATCH, HTTP_DELETE, -1, HTTP_HEAD,
};

static bool has(struct lws *wsi, enum lws_token_indexes token)
{
	return lws_hdr_total_length(wsi, token) > 0;
}

/* ---- rows 4, 5, 6: how long is the body? -------------------------------------------------- */

/* -1 absent, -2 anything but plain digits. */
static int64_t content_length(struct lws *wsi)
{
	char digits[LENGTH_DIGITS + 1];
	int64_t n;
	int len = lws_hdr_total_length(wsi, WSI_TOKEN_HTTP_CONTENT_LENGTH);

	if (len <= 0)
		return -1;
	if (len > LENGTH_DIGITS ||
	    lws_hdr_copy(wsi, digits, sizeof(digits), WSI_TOKEN_HTTP_CONTENT_LENGTH) != len)
		return -2;
	if (strspn(digits, "0123456789") != (size_t)len)
		return -2;
	n = 0;
	for (const char *p = digits; *p; p++)
		n = n * 10 + (*p - '0');
	return n;
}

static int judge_length(struct lws *wsi, struct exchange *ex)
{
	enum http_method m = ex->rq.method;
	int64_t n = content_length(wsi);

	if (has(wsi, WSI_TOKEN_HTTP_TRANSFER_ENCODING))
		return ERR_LENGTH;
	if (n == -2)
		return ERR_SYNTAX;
	if (n < 0 && (m == HTTP_POST || m == HTTP_PUT || m == HTTP_PATCH))
		return ERR_LENGTH;
	if (n > 0 && (m == HTTP_GET || m == HTTP_HEAD || m == HTTP_OPTIONS))
		return ERR_SYNTAX;
	ex->length = n > 0 ? (size_t)n : 0;
	return OK;
}

/* ---- row 14 and its kin: the target ------------------------------------------------------- */

static bool is_plain(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if ((unsigned char)s[i] < 0x20 || s[i] == 0x7f)
			return false;
	}
	return utf8_valid(s, n);
}

static int judge_target(struct lws *wsi, const char *uri, size_t uri_len)
{
	char arg[1024];

	if (uri_len == 0 || uri[0] != '/' || !is_plain(uri, uri_len) || strlen(uri) != uri_len)
		return ERR_SYNTAX;
	for (int i = 0; has(wsi, WSI_TOKEN_HTTP_URI_ARGS); i++) {
		int n = lws_hdr_copy_fragment(wsi, arg, sizeof(arg), WSI_TOKEN_HTTP_URI_ARGS, i);

		if (n < 0)
			return lws_hdr_fragment_length(wsi, WSI_TOKEN_HTTP_URI_ARGS, i) > 0
				   ? ERR_HEAD : OK;
		if (!utf8_valid(arg, (size_t)n))
			return ERR_SYNTAX;
	}
	return OK;
}

static int judge_version(struct lws *wsi, struct exchange *ex)
{
	char version[16];
	char connection[64] = "";

	if (lws_hdr_copy(wsi, version, sizeof(version), WSI_TOKEN_HTTP) <= 0)
		return ERR_SYNTAX;
	ex->old = strcmp(version, "HTTP/1.0") == 0;
	if (!ex->old && strcmp(version, "HTTP/1.1") != 0)
		return ERR_SYNTAX;
	if (lws_hdr_copy(wsi, connection, sizeof(connection), WSI_TOKEN_CONNECTION) < 0 ||
	    list_has(connection, "close") || ex->old)
		ex->rp.close = true;
	return OK;
}

int gate_judge(struct lws *wsi, struct exchange *ex, const char *uri, size_t uri_len)
{
	char *at = NULL;
	char expect[32] = "";
	int len = 0;
	int m = lws_http_get_uri_and_method(wsi, &at, &len);
	int err;

	if (m < 0 || m >= (int)COUNT_OF(METHOD_OF) || METHOD_OF[m] < 0)
		return ERR_SYNTAX;
	ex->rq.method = (enum http_method)METHOD_OF[m];
	ex->head_only = ex->rq.method == HTTP_HEAD;
	err = judge_version(wsi, ex);
	if (err == OK)
		err = judge_length(wsi, ex);
	if (err == OK)
		err = judge_target(wsi, uri, uri_len);
	if (err != OK)
		return err;
	if (has(wsi, WSI_TOKEN_HTTP_EXPECT)) {
		if (lws_hdr_copy(wsi, expect, sizeof(expect), WSI_TOKEN_HTTP_EXPECT) <= 0 ||
		    strcasecmp(expect, "100-continue") != 0)
			return ERR_SYNTAX;
		ex->expects = true;
	}
	return OK;
}

/* The library does not say *whose* input waits in its buffers, only that some does. The first
 * request of a connection cannot have any, so it is never refused for somebody else's. */
bool gate_pipelined(struct lws *wsi, const struct conn *c)
{
	return c->served && has(wsi, WSI_TOKEN_HTTP_CONTENT_LENGTH) &&
	       lws_service_adjust_timeout(lws_get_context(wsi), 1, 0) == 0;
}

/* ---- whose request ------------------------------------------------------------------------ */

static bool host_is(const char *host, size_t n, const char *name, size_t name_len)
{
	return n == name_len && strncasecmp(host, name, n) == 0;
}

/* Length of the name in "name[:port]", 0 when it is no host. */
static size_t host_name(const char *host)
{
	size_t n = host[0] == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":");

	if (n > strlen(host) || strcspn(host, " ,/@\\?#\"'<>") != strlen(host))
		return 0;
	if (host[n] == ':' && strspn(host + n + 1, "0123456789") != strlen(host + n + 1))
		return 0;
	return host[n] == '\0' || host[n] == ':' ? n : 0;
}

bool gate_host(const struct http *h, const struct request *rq)
{
	static const char *const LOOPBACK[] = { "localhost", "127.0.0.1", "[::1]" };
	size_t n = host_name(rq->host);

	if (n == 0)
		return false;
	if (!h->o.hosts)
		return true;
	for (size_t i = 0; rq->loopback && i < COUNT_OF(LOOPBACK); i++) {
		if (host_is(rq->host, n, LOOPBACK[i], strlen(LOOPBACK[i])))
			return true;
	}
	for (const char *p = h->o.hosts; *p;) {
		size_t len = strcspn(p, " ");

		if (len > 0 && host_is(rq->host, n, p, len))
			return true;
		p += len + strspn(p + len, " ");
	}
	return false;
}

/* A browser says where a request comes from in Sec-Fetch-Site, and older ones in Origin. Our pages
 * send no referrer, which makes the Origin of a plain form "null": accepted without a body only. */
bool gate_origin(const struct request *rq)
{
	char site[16];

	if (http_header(rq, "sec-fetch-site:", site, sizeof(site)))
		return strcmp(site, "same-origin") == 0 || strcmp(site, "none") == 0;
	if (!rq->origin[0])
		return true;
	if (strcmp(rq->origin, "null") == 0)
		return rq->body_len == 0;
	return strcasecmp(origin_authority(rq->origin), rq->host) == 0;
}

/* ---- rows 8, 9, 10: upgrades -------------------------------------------------------------- */

bool gate_upgrade(struct lws *wsi, struct conn *c)
{
	struct http *h = c->http;
	struct exchange *ex;
	char word[10];
	char *uri = NULL;
	int uri_len = 0;
	bool fine;

	if (!h->o.live_path || lws_hdr_total_length(wsi, WSI_TOKEN_UPGRADE) != 9 ||
	    lws_hdr_copy(wsi, word, sizeof(word), WSI_TOKEN_UPGRADE) != 9 ||
	    strcmp(word, "websocket") != 0)
		return false;
	if (lws_http_get_uri_and_method(wsi, &uri, &uri_len) != 0 || c->ex)
		return false;
	ex = exchange_new(c);
	fine = gate_judge(wsi, ex, uri, (size_t)uri_len) == OK && !ex->old &&
	       (size_t)uri_len == strlen(h->o.live_path) &&
	       memcmp(uri, h->o.live_path, (size_t)uri_len) == 0;
	if (fine) {
		request_read(wsi, ex, uri, (size_t)uri_len);
		fine = gate_host(h, &ex->rq) &&
		       strcasecmp(origin_authority(ex->rq.origin), ex->rq.host) == 0 &&
		       h->o.who && (h->o.who(h->o.app, &ex->rq) & WHO_STAFF);
	}
	exchange_free(ex);
	return fine;
}
