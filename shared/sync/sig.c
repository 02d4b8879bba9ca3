/* Rendering, and reading by rendering again. One list of covered components per direction.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/sync/sig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/text.h"

#define CREATED ";created="
#define KEYID ";keyid=\""

/* The covered list and its parameters: the value behind "sig1=". */
static void request_params(const struct sig_request *rq, const struct sig_params *p,
			   struct buf *out)
{
	buf_str(out, "(\"@method\" \"@authority\" \"@path\" \"@query\" \"content-digest\" "
		"\"portiek-protocol\" \"portiek-counter\"");
	if (rq->type[0])
		buf_str(out, " \"content-type\"");
	if (rq->upload_offset[0])
		buf_str(out, " \"upload-offset\"");
	buf_fmt(out, ")" CREATED "%lld" KEYID "%s\";alg=\"ed25519\";tag=\"portiek-sync\"",
		(long long)p->created, p->keyid);
}

static void reply_params(const struct sig_params *p, struct buf *out)
{
	buf_fmt(out, "(\"@status\" \"content-digest\")" CREATED "%lld" KEYID
		"%s\";alg=\"ed25519\";tag=\"portiek-reply\"", (long long)p->created, p->keyid);
}

void sig_digest(const void *body, size_t n, char out[SIG_DIGEST])
{
	uint8_t hash[HASH_BYTES];
	BUF(b64);

	sha256(body, n, hash);
	base64_encode(hash, sizeof hash, &b64);
	snprintf(out, SIG_DIGEST, "sha-256=:%s:", buf_text(&b64));
}

void sig_request_base(const struct sig_request *rq, const struct sig_params *p, struct buf *out)
{
	buf_fmt(out, "\"@method\": %s\n\"@authority\": %s\n\"@path\": %s\n\"@query\": ?%s\n",
		rq->method, rq->authority, rq->path, rq->query);
	buf_fmt(out, "\"content-digest\": %s\n\"portiek-protocol\": %s\n\"portiek-counter\": %s\n",
		rq->digest, rq->protocol, rq->counter);
	if (rq->type[0])
		buf_fmt(out, "\"content-type\": %s\n", rq->type);
	if (rq->upload_offset[0])
		buf_fmt(out, "\"upload-offset\": %s\n", rq->upload_offset);
	buf_str(out, "\"@signature-params\": ");
	request_params(rq, p, out);
}

static void reply_base(int status, const char *digest, const struct sig_params *p, struct buf *out)
{
	buf_fmt(out, "\"@status\": %d\n\"content-digest\": %s\n\"@signature-params\": ", status, digest);
	reply_params(p, out);
}

void sig_header_make(const uint8_t sig[SIG_BYTES], char header[SIG_HEADER], char sig_text[SIG_TEXT])
{
	BUF(b64);

	base64_encode(sig, SIG_BYTES, &b64);
	text_copy(sig_text, SIG_TEXT, buf_text(&b64));
	snprintf(header, SIG_HEADER, "sig1=:%s:", sig_text);
}

int sig_header_read(const char *header, uint8_t sig[SIG_BYTES], char sig_text[SIG_TEXT])
{
	size_t n = strlen(header);
	BUF(raw);

	sig_text[0] = '\0';
	if (n != 6 + 88 + 1 || memcmp(header, "sig1=:", 6) != 0 || header[n - 1] != ':' ||
	    base64_decode(header + 6, 88, &raw) != OK || raw.len != SIG_BYTES)
		return ERR_CRYPT;
	memcpy(sig, raw.data, SIG_BYTES);
	memcpy(sig_text, header + 6, 88);
	sig_text[88] = '\0';
	return OK;
}

static void input_header(const struct buf *params, char input[SIG_INPUT])
{
	if (snprintf(input, SIG_INPUT, "sig1=%s", buf_text(params)) >= SIG_INPUT)
		input[0] = '\0';
}

/* created and keyid of a Signature-Input; nothing else is looked at. */
static bool read_params(const char *input, struct sig_params *ret)
{
	const char *created = strstr(input, CREATED), *keyid = strstr(input, KEYID), *end;
	char digits[24];
	size_t n;

	if (!created || !keyid || keyid < created)
		return false;
	created += strlen(CREATED);
	n = (size_t)(keyid - created);
	if (n >= sizeof digits)
		return false;
	memcpy(digits, created, n);
	digits[n] = '\0';
	keyid += strlen(KEYID);
	end = strchr(keyid, '"');
	if (!int_parse(digits, 0, (INT64_C(1) << 52) - 1, &ret->created) || !end ||
	    (size_t)(end - keyid) >= sizeof ret->keyid)
		return false;
	memcpy(ret->keyid, keyid, (size_t)(end - keyid));
	ret->keyid[end - keyid] = '\0';
	return true;
}

static bool same_input(const char *input, const struct buf *params)
{
	return strncmp(input, "sig1=", 5) == 0 && strcmp(input + 5, buf_text(params)) == 0;
}

void sig_request_make(const struct sign_key *k, const struct sig_request *rq,
		      const struct sig_params *p, char input[SIG_INPUT], char header[SIG_HEADER],
		      char sig_text[SIG_TEXT])
{
	uint8_t sig[SIG_BYTES];
	BUF(base);
	BUF(params);

	request_params(rq, p, &params);
	input_header(&params, input);
	sig_request_base(rq, p, &base);
	sign_make(k, base.data, base.len, sig);
	sig_header_make(sig, header, sig_text);
}

int sig_request_read(const struct sig_request *rq, const char *input, const char *header,
		     struct sig_params *ret, uint8_t sig[SIG_BYTES], char sig_text[SIG_TEXT])
{
	BUF(params);

	memset(ret, 0, sizeof *ret);
	if (sig_header_read(header, sig, sig_text) != OK || !read_params(input, ret))
		return ERR_CRYPT;
	request_params(rq, ret, &params);
	return same_input(input, &params) ? OK : ERR_CRYPT;
}

bool sig_request_check(const uint8_t pub[PUBKEY_BYTES], const struct sig_request *rq,
		       const struct sig_params *p, const uint8_t sig[SIG_BYTES])
{
	BUF(base);

	sig_request_base(rq, p, &base);
	return sign_check(pub, base.data, base.len, sig);
}

static void server_keyid(const uint8_t pub[PUBKEY_BYTES], char out[SIG_KEYID])
{
	uint8_t hash[HASH_BYTES];

	sha256(pub, PUBKEY_BYTES, hash);
	hex_encode(hash, sizeof hash, out);
}

void sig_reply_make(const struct sign_key *k, int status, const char *digest, int64_t created,
		    char input[SIG_INPUT], char header[SIG_HEADER])
{
	struct sig_params p = { .created = created };
	uint8_t sig[SIG_BYTES];
	char sig_text[SIG_TEXT];
	BUF(params);
	BUF(base);

	server_keyid(k->pub, p.keyid);
	reply_params(&p, &params);
	input_header(&params, input);
	reply_base(status, digest, &p, &base);
	sign_make(k, base.data, base.len, sig);
	sig_header_make(sig, header, sig_text);
}

int sig_reply_check(const uint8_t pub[PUBKEY_BYTES], int status, const void *body, size_t n,
		    const char *digest, const char *input, const char *header)
{
	struct sig_params p;
	uint8_t sig[SIG_BYTES];
	char sig_text[SIG_TEXT], own[SIG_DIGEST], keyid[SIG_KEYID];
	BUF(params);
	BUF(base);

	sig_digest(body, n, own);
	if (strcmp(own, digest) != 0 || sig_header_read(header, sig, sig_text) != OK ||
	    !read_params(input, &p))
		return ERR_CRYPT;
	server_keyid(pub, keyid);
	reply_params(&p, &params);
	if (strcmp(keyid, p.keyid) != 0 || !same_input(input, &params))
		return ERR_CRYPT;
	reply_base(status, digest, &p, &base);
	return sign_check(pub, base.data, base.len, sig) ? OK : ERR_CRYPT;
}
