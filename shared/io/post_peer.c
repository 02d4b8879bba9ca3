/* The other side of an outgoing request: its address, its certificate, the head of its reply.
 *
 * Owns nothing. Everything the library says in words is turned into a stable slug here.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <arpa/inet.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include <openssl/x509_vfy.h>

#include "shared/base/text.h"
#include "shared/io/post_inside.h"

/* ---- address ------------------------------------------------------------------------------ */

bool post_parse_origin(struct post *p)
{
	static const char HTTP[] = "http://";
	static const char HTTPS[] = "https://";
	const char *at = p->origin;
	const char *end;
	int64_t port;
	size_t n;

	p->tls = strncmp(at, HTTPS, strlen(HTTPS)) == 0;
	if (!p->tls && strncmp(at, HTTP, strlen(HTTP)) != 0)
		return false;
	at += strlen(p->tls ? HTTPS : HTTP);
	if (strpbrk(at, "/?#@ ") || text_copy(p->host, sizeof(p->host), at) != OK)
		return false;
	end = at[0] == '[' ? strchr(at, ']') : at + strcspn(at, ":");
	if (!end)
		return false;
	at += at[0] == '[';
	n = (size_t)(end - at);
	if (n == 0 || n >= sizeof(p->name))
		return false;
	memcpy(p->name, at, n);
	p->name[n] = '\0';
	end += *end == ']';
	port = p->tls ? 443 : 80;
	if (*end == ':' && !int_parse(end + 1, 1, 65535, &port))
		return false;
	p->port = (int)port;
	return *end == '\0' || *end == ':';
}

static void add_address(struct post *p, const char *text)
{
	if (text_copy(p->at.text[p->at.count], sizeof(p->at.text[0]), text) == OK)
		p->at.count++;
}

bool post_resolve_now(struct post *p)
{
	unsigned char any[16];

	if (strcasecmp(p->name, "localhost") == 0)
		add_address(p, "127.0.0.1");
	else if (inet_pton(AF_INET, p->name, any) == 1 || inet_pton(AF_INET6, p->name, any) == 1)
		add_address(p, p->name);
	return p->at.count > 0;
}

/* ---- certificate -------------------------------------------------------------------------- */

static const struct {
	int err;
	const char *why;
} CERTIFICATE[] = {
	{ X509_V_ERR_CERT_HAS_EXPIRED, "tls_expired" },
	{ X509_V_ERR_CERT_NOT_YET_VALID, "tls_clock" },
	{ X509_V_ERR_HOSTNAME_MISMATCH, "tls_host" },
	{ X509_V_ERR_IP_ADDRESS_MISMATCH, "tls_host" },
	{ X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, "tls_unknown_ca" },
	{ X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, "tls_unknown_ca" },
	{ X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, "tls_unknown_ca" },
	{ X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, "tls_self_signed" },
	{ X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, "tls_self_signed" },
	{ X509_V_ERR_CA_MD_TOO_WEAK, "tls_weak" },
	{ X509_V_ERR_EE_KEY_TOO_SMALL, "tls_weak" },
	{ X509_V_ERR_CA_KEY_TOO_SMALL, "tls_weak" },
};

/* A dead RTC says 1970; a certificate is not older than the program that meets it. */
static int judge_at(X509_STORE_CTX *x, time_t at)
{
	const X509 *cert = X509_STORE_CTX_get_current_cert(x);

	if (!cert || X509_cmp_time(X509_get0_notBefore(cert), &at) > 0)
		return X509_V_ERR_CERT_NOT_YET_VALID;
	return X509_cmp_time(X509_get0_notAfter(cert), &at) < 0 ? X509_V_ERR_CERT_HAS_EXPIRED
								: X509_V_OK;
}

int post_judge_certificate(struct post *p, void *x509, bool fine)
{
	int err = X509_STORE_CTX_get_error(x509);
	bool by_time = fine || err == X509_V_ERR_CERT_NOT_YET_VALID || err == X509_V_ERR_CERT_HAS_EXPIRED;

	if (by_time && p->floor_s > (int64_t)time(NULL)) {
		err = judge_at(x509, (time_t)p->floor_s);
		X509_STORE_CTX_set_error(x509, err);
		fine = err == X509_V_OK;
	}
	if (fine)
		return 0;
	p->tls_why = "tls_certificate";
	for (size_t i = 0; i < COUNT_OF(CERTIFICATE); i++) {
		if (CERTIFICATE[i].err == err)
			p->tls_why = CERTIFICATE[i].why;
	}
	return 1;
}

const char *post_why(const struct post *p, const char *text, size_t len)
{
	static const struct {
		const char *part;
		const char *why;
	} WORDS[] = {
		{ "SSL", "tls_failed" },          { "tls", "tls_failed" },
		{ "imed out", "net_timeout" },    { "Timeout", "net_timeout" },
		{ "Unable to connect", "net_refused" }, { "hung up", "net_closed" },
		{ "read failed", "net_closed" },  { "parsing header", "net_reply" },
		{ "HS:", "net_reply" },
	};

	if (p->tls_why)
		return p->tls_why;
	for (size_t i = 0; text && i < COUNT_OF(WORDS); i++) {
		if (memmem(text, len, WORDS[i].part, strlen(WORDS[i].part)))
			return WORDS[i].why;
	}
	return "net_closed";
}

/* ---- head of the reply -------------------------------------------------------------------- */

static bool copy_known(struct lws *wsi, enum lws_token_indexes t, char *out, size_t cap)
{
	out[0] = '\0';
	return lws_hdr_total_length(wsi, t) > 0 && lws_hdr_copy(wsi, out, (int)cap, t) > 0;
}

static void copy_other(struct lws *wsi, const char *name, char *out, size_t cap)
{
	int len = (int)strlen(name);

	out[0] = '\0';
	if (lws_hdr_custom_length(wsi, name, len) > 0 &&
	    lws_hdr_custom_copy(wsi, out, (int)cap, name, len) < 0)
		out[0] = '\0';
}

/* A captive portal sends its visitors elsewhere, or shows them a page. Central never does. */
static bool is_portal(const struct post_reply *r)
{
	return (r->status >= 300 && r->status < 400 && r->status != 304) || r->status == 511 ||
	       (!r->signature[0] && strncasecmp(r->type, "text/html", 9) == 0);
}

const char *post_read_head(struct post *p, struct lws *wsi)
{
	struct post_reply *r = &p->reply;
	char digits[24];
	char coding[32];

	r->status = (int)lws_http_client_http_response(wsi);
	copy_known(wsi, WSI_TOKEN_HTTP_CONTENT_TYPE, r->type, sizeof(r->type));
	copy_other(wsi, "signature-input:", r->signature_input, sizeof(r->signature_input));
	copy_other(wsi, "signature:", r->signature, sizeof(r->signature));
	copy_other(wsi, "content-digest:", r->digest, sizeof(r->digest));
	if (r->status < 200 || r->status > 599)
		return "net_reply";
	if (is_portal(r))
		return "portal";
	if (r->status == 204 || r->status == 304) {
		p->length = 0;
		return NULL;
	}
	if (copy_known(wsi, WSI_TOKEN_HTTP_TRANSFER_ENCODING, coding, sizeof(coding)) ||
	    !copy_known(wsi, WSI_TOKEN_HTTP_CONTENT_LENGTH, digits, sizeof(digits)) ||
	    !int_parse(digits, 0, INT64_MAX, &p->length))
		return "net_reply";
	return NULL;
}
