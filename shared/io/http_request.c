/* A request as handlers see it.
 *
 * The library keeps the head in its own table, already percent-decoded and joined; what handlers
 * may ask for is copied out once, into one block that the exchange owns. Arguments are put together
 * again so that a decoded '&' or '%' cannot be mistaken for a separator. Cookies are parsed here
 * because the library's parser finds "sid" in "xsid" and prints what it reads to the log.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "shared/io/http_inside.h"

static const struct {
	enum lws_token_indexes token;
	size_t offset; /* of a const char * in struct request */
} FIELDS[] = {
	{ WSI_TOKEN_HOST, offsetof(struct request, host) },
	{ WSI_TOKEN_ORIGIN, offsetof(struct request, origin) },
	{ WSI_TOKEN_HTTP_COOKIE, offsetof(struct request, cookie) },
	{ WSI_TOKEN_HTTP_ACCEPT_LANGUAGE, offsetof(struct request, language) },
	{ WSI_TOKEN_HTTP_ACCEPT, offsetof(struct request, accept) },
	{ WSI_TOKEN_HTTP_ACCEPT_ENCODING, offsetof(struct request, accept_encoding) },
	{ WSI_TOKEN_HTTP_IF_NONE_MATCH, offsetof(struct request, if_none_match) },
	{ WSI_TOKEN_HTTP_CONTENT_TYPE, offsetof(struct request, type) },
};

/* ---- copying the head --------------------------------------------------------------------- */

static size_t field_length(struct lws *wsi, enum lws_token_indexes token)
{
	int n = lws_hdr_total_length(wsi, token);

	return n > 0 ? (size_t)n : 0;
}

/* Arguments as "a=1&b=2"; '&', '%' and control characters inside a part are written %XX. */
static char *copy_query(struct lws *wsi, char *to)
{
	static const char HEX[] = "0123456789ABCDEF";
	char part[1024];

	for (int i = 0; field_length(wsi, WSI_TOKEN_HTTP_URI_ARGS); i++) {
		int n = lws_hdr_copy_fragment(wsi, part, sizeof(part), WSI_TOKEN_HTTP_URI_ARGS, i);

		if (n < 0)
			break;
		if (i > 0)
			*to++ = '&';
		for (int k = 0; k < n; k++) {
			unsigned char c = (unsigned char)part[k];

			if (c == '&' || c == '%' || c < 0x20 || c == 0x7f) {
				*to++ = '%';
				*to++ = HEX[c >> 4];
				*to++ = HEX[c & 15];
			} else {
				*to++ = (char)c;
			}
		}
	}
	*to++ = '\0';
	return to;
}

static void plain_type(char *type)
{
	type[strcspn(type, "; \t")] = '\0';
	for (; *type; type++)
		*type = (char)tolower((unsigned char)*type);
}

/* A forwarded request comes from somebody else than the proxy on this machine. */
static bool is_forwarded(struct lws *wsi)
{
	return lws_hdr_total_length(wsi, WSI_TOKEN_X_FORWARDED_FOR) > 0 ||
	       lws_hdr_total_length(wsi, WSI_TOKEN_HTTP_X_REAL_IP) > 0 ||
	       lws_hdr_custom_length(wsi, "forwarded:", 10) >= 0;
}

void request_read(struct lws *wsi, struct exchange *ex, const char *uri, size_t uri_len)
{
	size_t need = uri_len + 1 + 3 * field_length(wsi, WSI_TOKEN_HTTP_URI_ARGS) + 2;
	char *to;

	for (size_t i = 0; i < COUNT_OF(FIELDS); i++)
		need += field_length(wsi, FIELDS[i].token) + 1;
	free(ex->heads);
	ex->heads = to = mem_new(need + 1, 1);
	memcpy(to, uri, uri_len);
	ex->rq.path = to;
	to += uri_len + 1;
	ex->rq.query = to;
	to = copy_query(wsi, to);
	for (size_t i = 0; i < COUNT_OF(FIELDS); i++) {
		size_t n = field_length(wsi, FIELDS[i].token);

		if (n && lws_hdr_copy(wsi, to, (int)n + 1, FIELDS[i].token) < 0)
			*to = '\0';
		memcpy((char *)&ex->rq + FIELDS[i].offset, &to, sizeof(to));
		to += n + 1;
	}
	plain_type((char *)(uintptr_t)ex->rq.type);
	ex->rq.wsi = wsi;
	if (ex->rq.loopback && is_forwarded(wsi))
		ex->rq.loopback = false;
}

/* ---- what handlers ask -------------------------------------------------------------------- */

/* The library knows some names by number and only the others by text. */
static int known_token(const char *name)
{
	for (int t = 0; t < WSI_TOKEN_COUNT; t++) {
		const unsigned char *s = lws_token_to_string((enum lws_token_indexes)t);

		if (s && strcmp((const char *)s, name) == 0)
			return t;
	}
	return -1;
}

static int copy_header(struct lws *wsi, const char *name, char *out, size_t cap)
{
	int t = known_token(name);
	int len = (int)strlen(name);

	if (t >= 0) {
		if (lws_hdr_total_length(wsi, (enum lws_token_indexes)t) <= 0)
			return -1;
		return lws_hdr_copy(wsi, out, (int)cap, (enum lws_token_indexes)t);
	}
	if (lws_hdr_custom_length(wsi, name, len) < 0)
		return -1;
	return lws_hdr_custom_copy(wsi, out, (int)cap, name, len);
}

bool http_header(const struct request *rq, const char *name, char *out, size_t cap)
{
	size_t start;
	size_t n;

	out[0] = '\0';
	if (!rq->wsi || copy_header(rq->wsi, name, out, cap) < 0) {
		out[0] = '\0';
		return false;
	}
	start = strspn(out, " \t");
	n = strlen(out + start);
	while (n > 0 && (out[start + n - 1] == ' ' || out[start + n - 1] == '\t'))
		n--;
	memmove(out, out + start, n);
	out[n] = '\0';
	return true;
}

static int hex_value(char c)
{
	return c <= '9' ? c - '0' : c - 'A' + 10;
}

/* Undo copy_query for one value. */
static bool copy_value(const char *from, size_t n, char *out, size_t cap)
{
	size_t len = 0;

	for (size_t i = 0; i < n; i++) {
		char c = from[i];

		if (len + 1 >= cap)
			return false;
		if (c == '%' && i + 2 < n) {
			c = (char)(hex_value(from[i + 1]) << 4 | hex_value(from[i + 2]));
			i += 2;
		}
		out[len++] = c;
	}
	out[len] = '\0';
	return true;
}

bool http_arg(const struct request *rq, const char *name, char *out, size_t cap)
{
	size_t len = strlen(name);

	out[0] = '\0';
	for (const char *p = rq->query; *p;) {
		size_t n = strcspn(p, "&");

		if (n > len && p[len] == '=' && strncmp(p, name, len) == 0) {
			if (copy_value(p + len + 1, n - len - 1, out, cap))
				return true;
			out[0] = '\0';
			return false;
		}
		p += n + (p[n] == '&');
	}
	return false;
}

bool http_cookie(const struct request *rq, const char *name, char *out, size_t cap)
{
	size_t len = strlen(name);

	out[0] = '\0';
	for (const char *p = rq->cookie + strspn(rq->cookie, " ;,"); *p;) {
		size_t n = strcspn(p, ";");

		if (n > len && p[len] == '=' && strncmp(p, name, len) == 0) {
			size_t value = n - len - 1;

			if (value >= cap)
				return false;
			memcpy(out, p + len + 1, value);
			out[value] = '\0';
			return true;
		}
		p += n;
		p += strspn(p, " ;");
	}
	return false;
}

/* ---- small readers ------------------------------------------------------------------------ */

bool list_has(const char *list, const char *word)
{
	size_t len = strlen(word);

	for (const char *p = list; *p;) {
		size_t n;

		p += strspn(p, " \t,");
		n = strcspn(p, " \t,;");
		if (n == len && strncasecmp(p, word, len) == 0)
			return true;
		p += strcspn(p, ",");
	}
	return false;
}

const char *origin_authority(const char *origin)
{
	const char *at = strstr(origin, "://");

	return at ? at + 3 : "";
}
