/* Signature headers. What is taken apart must render to the very same bytes, what we sign ourselves
 * must be read and verified, and one changed line must not verify any more.
 *
 * Input, by lines: mode, method, authority, path, query, digest, protocol, counter, type, offset,
 * created, keyid, Signature-Input, Signature; the rest is the body of a reply. An empty header line
 * stands for the one we make ourselves.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/sync/sig.h"
#include "tests/fuzz/target.h"

struct lines {
	char method[16], authority[80], path[200], query[200], digest[80], protocol[16], counter[24];
	char type[80], offset[24], created[24], keyid[SIG_KEYID], input[SIG_INPUT + 40], header[SIG_HEADER + 20];
};

static void read_lines(struct input *in, struct lines *l)
{
	input_line(in, l->method, sizeof l->method);
	input_line(in, l->authority, sizeof l->authority);
	input_line(in, l->path, sizeof l->path);
	input_line(in, l->query, sizeof l->query);
	input_line(in, l->digest, sizeof l->digest);
	input_line(in, l->protocol, sizeof l->protocol);
	input_line(in, l->counter, sizeof l->counter);
	input_line(in, l->type, sizeof l->type);
	input_line(in, l->offset, sizeof l->offset);
	input_line(in, l->created, sizeof l->created);
	input_line(in, l->keyid, sizeof l->keyid);
	input_line(in, l->input, sizeof l->input);
	input_line(in, l->header, sizeof l->header);
}

/* Read with any bytes: a success renders to the same two headers. */
static void reading(const struct sign_key *k, const struct sig_request *rq, const struct lines *l)
{
	struct sig_params p;
	uint8_t sig[SIG_BYTES], again[SIG_BYTES];
	char text[SIG_TEXT], input[SIG_INPUT], header[SIG_HEADER], text2[SIG_TEXT];
	int err = sig_request_read(rq, l->input, l->header, &p, sig, text);

	MUST(err == OK || err == ERR_CRYPT);
	MUST(text[0] == '\0' || strlen(text) == SIG_TEXT - 1);
	if (err)
		return;
	sig_request_make(k, rq, &p, input, header, text2);
	MUST(strcmp(input, l->input) == 0);
	sig_header_make(sig, header, text2);
	MUST(strcmp(header, l->header) == 0 && strcmp(text, text2) == 0);
	MUST(sig_header_read(header, again, text2) == OK && memcmp(sig, again, SIG_BYTES) == 0);
	if (sig_request_check(k->pub, rq, &p, sig)) { /* only what this key signed */
		sig[20] ^= 1;
		MUST(!sig_request_check(k->pub, rq, &p, sig));
	}
}

/* What we sign is read back and verifies, unless it says something else than it signed. */
static void making(const struct sign_key *k, const struct sig_request *rq, const struct lines *l)
{
	struct sig_params p = { 0 }, back;
	char input[SIG_INPUT], header[SIG_HEADER], text[SIG_TEXT], text2[SIG_TEXT];
	uint8_t sig[SIG_BYTES];
	struct sig_request other = *rq;

	if (!int_parse(l->created, 0, (INT64_C(1) << 52) - 1, &p.created) || strchr(l->keyid, '"') ||
	    strstr(l->keyid, ";created="))
		return;
	text_copy(p.keyid, sizeof p.keyid, l->keyid);
	sig_request_make(k, rq, &p, input, header, text);
	MUST(sig_request_read(rq, input, header, &back, sig, text2) == OK);
	MUST(back.created == p.created && strcmp(back.keyid, p.keyid) == 0 && strcmp(text, text2) == 0);
	MUST(sig_request_check(k->pub, rq, &back, sig));
	other.counter = "not the counter that was signed";
	MUST(!sig_request_check(k->pub, &other, &back, sig));
}

static void replying(const struct sign_key *k, const struct lines *l, const struct buf *body)
{
	char digest[SIG_DIGEST], input[SIG_INPUT], header[SIG_HEADER];
	const char *in = l->input, *head = l->header, *dig = l->digest;
	int64_t created = 0;

	if (!int_parse(l->created, 0, (INT64_C(1) << 52) - 1, &created))
		created = 1795300000;
	sig_digest(body->data, body->len, digest);
	sig_reply_make(k, 200, digest, created, input, header);
	MUST(sig_reply_check(k->pub, 200, body->data, body->len, digest, input, header) == OK);
	MUST(sig_reply_check(k->pub, 503, body->data, body->len, digest, input, header) == ERR_CRYPT);
	if (!*in && !*head && !*dig)
		return;
	in = *in ? in : input;
	head = *head ? head : header;
	dig = *dig ? dig : digest;
	if (sig_reply_check(k->pub, 200, body->data, body->len, dig, in, head) == OK)
		MUST(!strcmp(in, input) && !strcmp(head, header) && !strcmp(dig, digest));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint8_t SEED[SEED_BYTES] = "a key that is only ever fuzzed";
	struct input in = { data, size };
	struct lines l;
	struct sign_key k;
	BUF(body);

	if (crypt_start())
		return 0;
	sign_key_from_seed(SEED, &k);
	read_lines(&in, &l);
	input_rest(&in, &body);
	struct sig_request rq = { l.method, l.authority, l.path, l.query, l.digest, l.protocol, l.counter,
		l.type, l.offset };
	reading(&k, &rq, &l);
	making(&k, &rq, &l);
	replying(&k, &l, &body);
	return 0;
}
