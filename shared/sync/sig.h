/* Signed requests and replies: RFC 9421 with Ed25519 in one fixed form (PROTOCOL.md section 1).
 *
 * There is no structured-field parser: a header is taken apart only as far as its numbers and key
 * name, rendered again and compared byte for byte. What is not exactly ours is not signed.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_SYNC_SIG_H
#define SHARED_SYNC_SIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/buf.h"
#include "shared/base/crypt.h"
#include "shared/base/err.h"

#define SIG_TEXT 89     /* a signature in base64, and NUL */
#define SIG_KEYID 80    /* "<uuid>.<key no>", "enrol.<code id>" or 64 hex digits, and NUL */
#define SIG_INPUT 512   /* Signature-Input header */
#define SIG_HEADER 104  /* Signature header "sig1=:…:" */
#define SIG_DIGEST 64   /* Content-Digest header "sha-256=:…:" */

/* What of a request is covered. Texts are the header values as sent. */
struct sig_request {
	const char *method;        /* upper case */
	const char *authority;     /* Host, lower case, without default port */
	const char *path;
	const char *query;         /* without '?', "" for none */
	const char *digest;
	const char *protocol;
	const char *counter;
	const char *type;          /* "" when there is no body: then it is not covered */
	const char *upload_offset; /* "" when absent: then it is not covered */
};

struct sig_params {
	int64_t created;           /* seconds since 1970 UTC */
	char keyid[SIG_KEYID];
};

/* Content-Digest of these bytes. */
void sig_digest(const void *body, size_t n, char out[SIG_DIGEST]);

/* Sign a request: fills the values of its Signature-Input and Signature headers.
 * sig_text: the 88 characters, for comparing with req_sig. */
void sig_request_make(const struct sign_key *k, const struct sig_request *rq,
		      const struct sig_params *p, char input[SIG_INPUT], char header[SIG_HEADER],
		      char sig_text[SIG_TEXT]);

/* Read the two headers. ERR_CRYPT: not in our form for this request; sig_text is "" then, unless the
 * Signature header alone was well-formed (a refusal can still be signed). */
int sig_request_read(const struct sig_request *rq, const char *input, const char *header,
		     struct sig_params *ret, uint8_t sig[SIG_BYTES], char sig_text[SIG_TEXT]) MUST_USE;

/* Is it the signature of this request by this key? */
bool sig_request_check(const uint8_t pub[PUBKEY_BYTES], const struct sig_request *rq,
		       const struct sig_params *p, const uint8_t sig[SIG_BYTES]) MUST_USE;

/* Sign a reply: status and digest of its body. keyid is the SHA-256 of the key. */
void sig_reply_make(const struct sign_key *k, int status, const char *digest, int64_t created,
		    char input[SIG_INPUT], char header[SIG_HEADER]);

/* Verify a reply by the server key: digest over body, both headers in our form, the signature.
 * ERR_CRYPT: it says nothing. */
int sig_reply_check(const uint8_t pub[PUBKEY_BYTES], int status, const void *body, size_t n,
		    const char *digest, const char *input, const char *header) MUST_USE;

/* Parts, for tests and for other signed texts: Signature header from bytes and back. */
void sig_header_make(const uint8_t sig[SIG_BYTES], char header[SIG_HEADER], char sig_text[SIG_TEXT]);
int sig_header_read(const char *header, uint8_t sig[SIG_BYTES], char sig_text[SIG_TEXT]) MUST_USE;
/* The signature base of a request, appended. */
void sig_request_base(const struct sig_request *rq, const struct sig_params *p, struct buf *out);

#endif
