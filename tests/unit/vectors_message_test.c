/* Signatures, replies, digests, proofs, receipts and chains, against vectors made from the paper by another
 * implementation (tests/vectors/make.py).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/vectors.h"

#include "shared/model/chain.h"
#include "shared/sync/proof.h"
#include "shared/sync/sig.h"

static void key_of(const struct val *row, struct sign_key *k)
{
	uint8_t seed[SEED_BYTES];

	assert_true(hex_decode(val_str_of(row, "seed", ""), seed, sizeof seed));
	sign_key_from_seed(seed, k);
}

static struct sig_request request_of(const struct val *row)
{
	const struct val *rq = val_get(row, "request");

	return (struct sig_request){
		.method = val_str_of(rq, "method", ""), .authority = val_str_of(rq, "authority", ""),
		.path = val_str_of(rq, "path", ""), .query = val_str_of(rq, "query", ""),
		.digest = val_str_of(rq, "digest", ""), .protocol = val_str_of(rq, "protocol", ""),
		.counter = val_str_of(rq, "counter", ""), .type = val_str_of(rq, "type", ""),
		.upload_offset = val_str_of(rq, "upload_offset", ""),
	};
}

static bool accepted(const struct val *row, const struct sign_key *k)
{
	struct sig_request rq = request_of(row);
	struct sig_params p;
	uint8_t sig[SIG_BYTES];
	char text[SIG_TEXT];

	return sig_request_read(&rq, val_str_of(row, "input", ""), val_str_of(row, "signature", ""), &p,
				sig, text) == OK &&
	       sig_request_check(k->pub, &rq, &p, sig);
}

static void signed_alike(struct vectors *v, const struct val *row, const struct sign_key *k)
{
	struct sig_request rq = request_of(row);
	struct sig_params p = { .created = val_int_of(row, "created", 0) };
	char input[SIG_INPUT], header[SIG_HEADER], text[SIG_TEXT];
	BUF(base);

	text_copy(p.keyid, sizeof p.keyid, val_str_of(row, "keyid", ""));
	sig_request_base(&rq, &p, &base);
	sig_request_make(k, &rq, &p, input, header, text);
	holds(v, row, same_text(row, "base", buf_text(&base)), "the base differs");
	holds(v, row, same_text(row, "input", input), "Signature-Input differs");
	holds(v, row, same_text(row, "signature", header), "Signature differs");
}

static void requests_are_signed_and_checked_as_written(void **state)
{
	struct vectors v = vectors_open("signature");
	struct sign_key k;

	(void)state;
	VAL_EACH(row, val_get(v.tree, "rfc")) {
		const char *base = val_str_of(row, "base", "");
		uint8_t sig[SIG_BYTES];
		char header[SIG_HEADER], text[SIG_TEXT];

		key_of(row, &k);
		sign_make(&k, base, strlen(base), sig);
		sig_header_make(sig, header, text);
		holds(&v, row, same_text(row, "signature", header), "another signature");
	}
	VAL_EACH(row, val_get(v.tree, "vectors")) {
		bool ok = val_bool_of(row, "ok", false);

		key_of(row, &k);
		if (ok)
			signed_alike(&v, row, &k);
		holds(&v, row, accepted(row, &k) == ok, ok ? "refused" : "accepted");
	}
	vectors_close(&v, 100);
	PROVES("R70 D1");
}

static void replies_count_only_as_written(void **state)
{
	struct vectors v = vectors_open("reply");
	struct sign_key k;

	(void)state;
	VAL_EACH(row, val_get(v.tree, "vectors")) {
		bool ok = val_bool_of(row, "ok", false);
		int status = (int)val_int_of(row, "status", 0);
		char input[SIG_INPUT], header[SIG_HEADER];
		BUF(body);

		key_of(row, &k);
		unhex_of(row, "body", &body);
		holds(&v, row, (sig_reply_check(k.pub, status, buf_text(&body), body.len, val_str_of(row, "digest", ""),
						val_str_of(row, "input", ""), val_str_of(row, "signature", "")) == OK) == ok,
		      ok ? "refused" : "accepted");
		if (!ok)
			continue;
		sig_reply_make(&k, status, val_str_of(row, "digest", ""), val_int_of(row, "created", 0), input, header);
		holds(&v, row, same_text(row, "input", input) && same_text(row, "signature", header), "signed otherwise");
	}
	vectors_close(&v, 25);
	PROVES("R70 D1");
}

static void digests_are_those_of_the_bytes(void **state)
{
	struct vectors v = vectors_open("digest");

	(void)state;
	VAL_EACH(row, val_get(v.tree, "vectors")) {
		char digest[SIG_DIGEST];
		BUF(body);

		unhex_of(row, "body", &body);
		sig_digest(buf_text(&body), body.len, digest);
		holds(&v, row, same_text(row, "digest", digest), "another digest");
	}
	vectors_close(&v, 10);
}

static void try_enrolment(struct vectors *v, const struct val *row)
{
	uint8_t pub[PUBKEY_BYTES], server[PUBKEY_BYTES], out[HASH_BYTES];

	assert_true(hex_decode(val_str_of(row, "pubkey", ""), pub, sizeof pub));
	assert_true(hex_decode(val_str_of(row, "server_key", ""), server, sizeof server));
	proof_device(val_str_of(row, "secret", ""), pub, server, out);
	holds(v, row, same_hex(row, "proof", out, sizeof out), "another proof");
	proof_server(val_str_of(row, "secret", ""), server, val_str_of(row, "device", ""), pub, out);
	holds(v, row, same_hex(row, "server_proof", out, sizeof out), "another server_proof");
}

static void signs_as(struct vectors *v, const struct val *row, const char *text, const char *member)
{
	struct sign_key k;
	uint8_t sig[SIG_BYTES];
	char header[SIG_HEADER], sig_text[SIG_TEXT];

	key_of(row, &k);
	sign_make(&k, text, strlen(text), sig);
	sig_header_make(sig, header, sig_text);
	holds(v, row, same_text(row, member, sig_text), "another signature");
}

static void try_certificate(struct vectors *v, const struct val *row)
{
	uint8_t pub[PUBKEY_BYTES];
	char cert[PROOF_CERT];

	assert_true(hex_decode(val_str_of(row, "pubkey", ""), pub, sizeof pub));
	proof_cert(cert, val_str_of(row, "device", ""), val_int_of(row, "key_no", 0), pub, val_str_of(row, "kind", ""));
	holds(v, row, same_text(row, "cert", cert), "another certificate");
	signs_as(v, row, cert, "cert_sig");
}

static void identities_are_proven_as_written(void **state)
{
	struct vectors v = vectors_open("proof");
	char receipt[RECEIPT_TEXT];

	(void)state;
	VAL_EACH(row, val_get(v.tree, "enrolments"))
		try_enrolment(&v, row);
	VAL_EACH(row, val_get(v.tree, "certificates"))
		try_certificate(&v, row);
	VAL_EACH(row, val_get(v.tree, "texts"))
		signs_as(&v, row, val_str_of(row, "text", ""), "sig");
	VAL_EACH(row, val_get(v.tree, "receipts")) {
		receipt_make(val_str_of(row, "prefix", ""), val_str_of(row, "five", ""), receipt);
		holds(&v, row, same_text(row, "receipt", receipt), "another receipt");
	}
	VAL_EACH(row, val_get(v.tree, "typed")) {
		bool good = receipt_normalise(val_str_of(row, "typed", ""), receipt);

		holds(&v, row, same_text(row, "receipt", good ? receipt : ""), "read otherwise");
	}
	vectors_close(&v, 45);
	PROVES("R70 D1");
}

/* Mark n of a row that only tells their number. */
static void counted_mark(int n, char id[UUID_TEXT], uint8_t h[HASH_BYTES])
{
	char body[16];

	snprintf(id, UUID_TEXT, "01a20074-0000-7000-8000-%012x", (unsigned)n);
	snprintf(body, sizeof body, "body %d", n);
	sha256(body, strlen(body), h);
}

static void chains_grow_as_written(void **state)
{
	struct vectors v = vectors_open("chain");

	(void)state;
	VAL_EACH(row, val_get(v.tree, "vectors")) {
		const struct val *mark = val_first(val_get(row, "marks"));
		uint8_t c[HASH_BYTES] = { 0 }, bytes[16], h[HASH_BYTES];
		int count = (int)val_int_of(row, "count", 0);

		for (int n = 1; n <= count; n++) {
			char id[UUID_TEXT];

			counted_mark(n, id, h);
			if (mark) {
				text_copy(id, sizeof id, val_text(val_first(mark), ""));
				assert_true(hex_decode(val_text(val_next(val_first(mark)), ""), h, sizeof h));
				mark = val_next(mark);
			}
			uuid_bytes(id, bytes);
			chain_next(c, bytes, h);
		}
		holds(&v, row, same_hex(row, "chain", c, sizeof c), "another chain");
	}
	vectors_close(&v, 12);
	PROVES("R62 D2");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(requests_are_signed_and_checked_as_written),
		cmocka_unit_test(replies_count_only_as_written),
		cmocka_unit_test(digests_are_those_of_the_bytes),
		cmocka_unit_test(identities_are_proven_as_written),
		cmocka_unit_test(chains_grow_as_written),
	};

	return crypt_start() == OK ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
