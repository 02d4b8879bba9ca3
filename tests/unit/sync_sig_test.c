/* Signatures and proofs against vectors that were not made by this code: RFC 9421 appendix B.2.6 for
 * the arithmetic, and own ones made by another implementation for the fixed profile.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/check.h"

#include "shared/base/text.h"
#include "shared/sync/proof.h"
#include "shared/sync/sig.h"

#define DIGEST "sha-256=:r7+dDzVgsP13legcQqCnnua2/GfgZPd4Jq7mQsrSjZE=:"
#define INPUT                                                                                     \
	"sig1=(\"@method\" \"@authority\" \"@path\" \"@query\" \"content-digest\" "                  \
	"\"portiek-protocol\" \"portiek-counter\" \"content-type\");created=1795300000;"             \
	"keyid=\"01a20074-8f8b-7619-88bb-3ef1028ccf8f.1\";alg=\"ed25519\";tag=\"portiek-sync\""
#define SIGNATURE                                                                                 \
	"sig1=:nvM47/fFeeKgEDpf7RHvNBwIsBkJhWlyTSsrgaQnNMkYmCRhFSJB+lsxcoRaR6NIJ8Yw+bziw+sfH4QEjRVU" \
	"Dg==:"
#define REPLY_SIGNATURE                                                                           \
	"sig1=:okRNyLEPYdhwvsphfXMugxqLoGrpu0CHQtdWGyAuCHWAecFqMKACGwZoSEvehnffB+DAPDdlHLiYgThlaSC7" \
	"CQ==:"

static const struct sig_request REQUEST = { "POST", "central.test:8080", "/sync/v1/batches", "",
	DIGEST, "1.0", "42", "application/vnd.portiek.batch-z", "" };

static void own_key(struct sign_key *k)
{
	uint8_t seed[SEED_BYTES];

	assert_int_equal(crypt_start(), OK);
	for (int i = 0; i < SEED_BYTES; i++)
		seed[i] = (uint8_t)i;
	sign_key_from_seed(seed, k);
}

/* RFC 9421 B.2.6 with test-key-ed25519: same base, same key, same 64 bytes. */
static void rfc_9421_appendix_b_2_6(void **state)
{
	static const char BASE[] =
		"\"date\": Tue, 20 Apr 2021 02:07:55 GMT\n\"@method\": POST\n\"@path\": /foo\n"
		"\"@authority\": example.com\n\"content-type\": application/json\n"
		"\"content-length\": 18\n\"@signature-params\": (\"date\" \"@method\" \"@path\" "
		"\"@authority\" \"content-type\" \"content-length\");created=1618884473;"
		"keyid=\"test-key-ed25519\"";
	static const char WANT[] = "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu"
				   "4A0w6vuQv5lIp5WPpBKRCw==";
	struct sign_key k;
	uint8_t sig[SIG_BYTES];
	BUF(seed);
	BUF(pub);
	BUF(text);

	(void)state;
	assert_int_equal(crypt_start(), OK);
	assert_int_equal(base64_decode("n4Ni+HpISpVObnQMW0wOhCKROaIKqKtW/2ZYb2p9KcU=", 44, &seed), OK);
	assert_int_equal(base64_decode("JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=", 44, &pub), OK);
	sign_key_from_seed((const uint8_t *)seed.data, &k);
	assert_memory_equal(k.pub, pub.data, 32);
	sign_make(&k, BASE, sizeof BASE - 1, sig);
	base64_encode(sig, sizeof sig, &text);
	assert_string_equal(buf_text(&text), WANT);
	assert_true(sign_check(k.pub, BASE, sizeof BASE - 1, sig));
	PROVES("R70");
}

static void a_request_is_signed_in_the_one_fixed_form(void **state)
{
	struct sig_params p = { 1795300000, "01a20074-8f8b-7619-88bb-3ef1028ccf8f.1" }, read;
	char input[SIG_INPUT], header[SIG_HEADER], text[SIG_TEXT], again[SIG_TEXT], digest[SIG_DIGEST];
	struct sign_key k;
	uint8_t sig[SIG_BYTES];

	(void)state;
	own_key(&k);
	sig_digest("{\"v\":1}", 7, digest);
	assert_string_equal(digest, DIGEST);
	sig_request_make(&k, &REQUEST, &p, input, header, text);
	assert_string_equal(input, INPUT);
	assert_string_equal(header, SIGNATURE);
	assert_int_equal(sig_request_read(&REQUEST, input, header, &read, sig, again), OK);
	assert_string_equal(text, again);
	assert_int_equal(read.created, p.created);
	assert_string_equal(read.keyid, p.keyid);
	assert_true(sig_request_check(k.pub, &REQUEST, &read, sig));
	PROVES("R70");
}

static void any_other_form_is_refused(void **state)
{
	static const char *const INPUTS[] = {
		"", "sig1=", "sig1=()", INPUT ";expires=1", "sig2" INPUT, " " INPUT, INPUT " ",
		"sig1=(\"@authority\" \"@method\" \"@path\" \"@query\" \"content-digest\" "
		"\"portiek-protocol\" \"portiek-counter\" \"content-type\");created=1795300000;"
		"keyid=\"x.1\";alg=\"ed25519\";tag=\"portiek-sync\"",
		"sig1=(\"@method\");created=1795300000;keyid=\"x.1\";alg=\"ed25519\";tag=\"portiek-sync\"",
		"sig1=(\"@method\" \"@authority\" \"@path\" \"@query\" \"content-digest\" "
		"\"portiek-protocol\" \"portiek-counter\" \"content-type\");created=01795300000;"
		"keyid=\"x.1\";alg=\"ed25519\";tag=\"portiek-sync\"",
		"sig1=(\"@method\" \"@authority\" \"@path\" \"@query\" \"content-digest\" "
		"\"portiek-protocol\" \"portiek-counter\" \"content-type\");created=1795300000;"
		"keyid=\"x.1\";alg=\"rsa-pss-sha512\";tag=\"portiek-sync\"",
	};
	static const char *const HEADERS[] = { "", "sig1=::", "sig1=:AAAA:", SIGNATURE "x",
		"sig2" SIGNATURE };
	struct sig_params p;
	char text[SIG_TEXT];
	uint8_t sig[SIG_BYTES];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(INPUTS); i++)
		assert_int_equal(sig_request_read(&REQUEST, INPUTS[i], SIGNATURE, &p, sig, text),
				 ERR_CRYPT);
	for (size_t i = 0; i < COUNT_OF(HEADERS); i++)
		assert_int_equal(sig_request_read(&REQUEST, INPUT, HEADERS[i], &p, sig, text), ERR_CRYPT);
	PROVES("R70");
}

static void every_covered_value_counts(void **state)
{
	struct sig_params p = { 1795300000, "01a20074-8f8b-7619-88bb-3ef1028ccf8f.1" };
	char input[SIG_INPUT], header[SIG_HEADER], text[SIG_TEXT];
	struct sign_key k;
	uint8_t sig[SIG_BYTES];

	(void)state;
	own_key(&k);
	sig_request_make(&k, &REQUEST, &p, input, header, text);
	assert_int_equal(sig_header_read(header, sig, text), OK);
	for (int i = 0; i < 9; i++) {
		struct sig_request other = REQUEST;
		const char **values[] = { &other.method, &other.authority, &other.path, &other.query,
			&other.digest, &other.protocol, &other.counter, &other.type,
			&other.upload_offset };

		*values[i] = i == 6 ? "43" : "x";
		assert_false(sig_request_check(k.pub, &other, &p, sig));
	}
	p.created++;
	assert_false(sig_request_check(k.pub, &REQUEST, &p, sig));
	PROVES("R70");
}

static void a_reply_is_believed_only_whole(void **state)
{
	char input[SIG_INPUT], header[SIG_HEADER];
	struct sign_key k, other;

	(void)state;
	own_key(&k);
	sign_key_make(&other);
	sig_reply_make(&k, 200, DIGEST, 1795300000, input, header);
	assert_string_equal(header, REPLY_SIGNATURE);
	assert_int_equal(sig_reply_check(k.pub, 200, "{\"v\":1}", 7, DIGEST, input, header), OK);
	assert_int_equal(sig_reply_check(other.pub, 200, "{\"v\":1}", 7, DIGEST, input, header),
			 ERR_CRYPT);
	assert_int_equal(sig_reply_check(k.pub, 201, "{\"v\":1}", 7, DIGEST, input, header), ERR_CRYPT);
	assert_int_equal(sig_reply_check(k.pub, 200, "{\"v\":2}", 7, DIGEST, input, header), ERR_CRYPT);
	assert_int_equal(sig_reply_check(k.pub, 200, "{\"v\":1}", 7, DIGEST, input, ""), ERR_CRYPT);
	assert_int_equal(sig_reply_check(k.pub, 200, "{\"v\":1}", 7, DIGEST, "", header), ERR_CRYPT);
	assert_int_equal(sig_reply_check(k.pub, 200, "{\"v\":1}", 7, "", input, header), ERR_CRYPT);
	assert_int_equal(sig_reply_check(k.pub, 200, "{\"v\":1}", 7, DIGEST, input, SIGNATURE),
			 ERR_CRYPT);
	PROVES("R62");
}

/* What stands between the marks of a Signature-Input: two numbers of a name, in this order, within their bounds. */
static void created_and_key_name_stand_where_they_stand(void **state)
{
	static const char *const BAD[] = {
		";created=1", ";keyid=\"x\"", ";keyid=\"x\";created=1", ";created=x;keyid=\"x\"", ";created=4503599627370496;keyid=\"x\"",
		";created=000000000000000000000000000001;keyid=\"x\"", ";created=1;keyid=\"x",
		";created=1;keyid=\"01234567890123456789012345678901234567890123456789012345678901234567890123456789\"",
	};
	static const char LONGEST[] = "0123456789012345678901234567890123456789012345678901234567890123456789012345678";
	struct sig_params p = { .created = 4503599627370495 }, read;
	char input[SIG_INPUT], header[SIG_HEADER], text[SIG_TEXT];
	struct sign_key k;
	uint8_t sig[SIG_BYTES];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(BAD); i++)
		assert_int_equal(sig_request_read(&REQUEST, BAD[i], SIGNATURE, &read, sig, text), ERR_CRYPT);
	own_key(&k);
	text_copy(p.keyid, sizeof p.keyid, LONGEST);
	sig_request_make(&k, &REQUEST, &p, input, header, text);
	assert_int_equal(sig_request_read(&REQUEST, input, header, &read, sig, text), OK);
	assert_int_equal(read.created, p.created);
	assert_string_equal(read.keyid, LONGEST);
	PROVES("R70");
}

static void a_text_is_signed_by_its_key_only(void **state)
{
	struct sign_key k, other;
	char sig[SIG_TEXT], bad[SIG_TEXT];

	(void)state;
	sign_key_make(&k);
	sign_key_make(&other);
	proof_sign(&k, "text", sig);
	assert_true(proof_signed(k.pub, "text", sig));
	assert_false(proof_signed(other.pub, "text", sig));
	assert_false(proof_signed(k.pub, "texts", sig));
	assert_false(proof_signed(k.pub, "text", sig + 1));
	assert_false(proof_signed(k.pub, "text", ""));
	text_copy(bad, sizeof bad, sig);
	bad[5] = '!';
	assert_false(proof_signed(k.pub, "text", bad));
	PROVES("R70");
}

static void both_sides_prove_they_know_the_code(void **state)
{
	uint8_t pub[32], server[32], out[32];
	char hex[HEX32_TEXT], cert[PROOF_CERT];

	(void)state;
	for (int i = 0; i < 32; i++) {
		pub[i] = (uint8_t)i;
		server[i] = (uint8_t)(i + 32);
	}
	proof_device("EJQG07MFKKZSG07M", pub, server, out);
	hex_encode(out, 32, hex);
	assert_string_equal(hex, "0d68105affbdbd795a9fbc87936d64cb7a43eb7a686f32fee07d5aaf7b84fa5b");
	proof_server("EJQG07MFKKZSG07M", server, "01a20074-8f8b-7619-88bb-3ef1028ccf8f", pub, out);
	hex_encode(out, 32, hex);
	assert_string_equal(hex, "2c7d4cb45532f2cebf02ab138015df8cc1507980e23695e141e43fe056688586");
	proof_cert(cert, "01a20074-8f8b-7619-88bb-3ef1028ccf8f", 1, pub, "kiosk");
	assert_string_equal(cert, "portiek-cert-1 01a20074-8f8b-7619-88bb-3ef1028ccf8f 1 "
			    "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f kiosk");
	PROVES("R70");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rfc_9421_appendix_b_2_6),
		cmocka_unit_test(a_request_is_signed_in_the_one_fixed_form),
		cmocka_unit_test(any_other_form_is_refused),
		cmocka_unit_test(every_covered_value_counts),
		cmocka_unit_test(a_reply_is_believed_only_whole),
		cmocka_unit_test(created_and_key_name_stand_where_they_stand),
		cmocka_unit_test(a_text_is_signed_by_its_key_only),
		cmocka_unit_test(both_sides_prove_they_know_the_code),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
