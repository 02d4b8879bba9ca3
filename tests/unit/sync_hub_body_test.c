/* What central refuses to unpack or to read: streams, bombs, lax JSON, flipped bits (section 9).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/sync_hub.h"

static void streams_that_are_not_one_zlib_stream(void **state)
{
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };
	BUF(text);
	BUF(packed);

	(void)state;
	head_text(w, &text);
	wire_batch_end(&text);
	pack_deflate(text.data, text.len, 4, NULL, 0, &packed);
	make(w, &x, "POST", "/batches", BATCH_TYPE, text.data, text.len);
	refused(w, &x, FAULT_BAD_ZLIB);
	packed.data[packed.len - 1] ^= 1; /* Adler-32 */
	make(w, &x, "POST", "/batches", BATCH_TYPE, packed.data, packed.len);
	refused(w, &x, FAULT_BAD_ZLIB);
	packed.data[packed.len - 1] ^= 1;
	make(w, &x, "POST", "/batches", BATCH_TYPE, packed.data, packed.len - 1);
	refused(w, &x, FAULT_BAD_ZLIB);
	pack_deflate("more", 4, 4, NULL, 0, &packed);
	make(w, &x, "POST", "/batches", BATCH_TYPE, packed.data, packed.len);
	refused(w, &x, FAULT_BAD_ZLIB);
	buf_clear(&packed);
	pack_deflate(text.data, text.len, 4, "dictionary", 10, &packed);
	make(w, &x, "POST", "/batches", BATCH_TYPE, packed.data, packed.len);
	refused(w, &x, FAULT_BAD_ZLIB);
	make(w, &x, "POST", "/batches", BATCH_TYPE, "", 0);
	refused(w, &x, FAULT_BAD_ZLIB);
	buf_free(&x.body);
	world_close(w);
	PROVES("R62");
}

static void bombs_are_refused_early(void **state)
{
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };
	char *zeros = mem_new(4, 1024 * 1024);

	(void)state;
	make_batch(w, &x, zeros, 4 * 1024 * 1024);
	refused(w, &x, FAULT_TOO_LARGE);
	assert_true(w->hub.inflated.cap <= WIRE_INFLATED + 65536);
	make_batch(w, &x, zeros, 300 * 1024); /* within the size, over 100:1 */
	refused(w, &x, FAULT_TOO_LARGE);
	free(zeros);
	buf_free(&x.body);
	world_close(w);
	PROVES("R62");
}

static void only_strict_json(void **state)
{
	static const char *const BAD[] = { "", "{", "{}x", "{\"v\":01}", "{\"v\":1e9}", "{\"v\":1.5}",
		"{\"v\":-0}", "{\"v\":4503599627370496}", "{\"v\":1,\"v\":1}", "{\"v\":1,\"\\u0076\":1}",
		"{\"v\":\"\\u0000\"}", "{\"v\":\"\\ud800\"}", "{\"v\":\"\x01\"}", "{\"v\":\"\xc0\x80\"}",
		"{\"v\":\"\xff\"}", "\xef\xbb\xbf{}", "{\"v\":NaN}", "{'v':1}", "{}{}",
		"[[[[[[[[[[[[[1]]]]]]]]]]]]]" };
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(BAD); i++) {
		make_batch(w, &x, BAD[i], strlen(BAD[i]));
		refused(w, &x, FAULT_BAD_JSON);
	}
	make_batch(w, &x, "{}", 2);
	refused(w, &x, FAULT_BAD_ENVELOPE);
	buf_free(&x.body);
	world_close(w);
	PROVES("R62");
}

static void a_batch_speaks_for_its_own_device(void **state)
{
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };
	struct hub_reply r;
	BUF(text);

	(void)state;
	head_text(w, &text);
	wire_batch_end(&text);
	make_batch(w, &x, text.data, text.len);
	served(w, &x, &r);
	buf_free(&r.body);
	memcpy(strstr(text.data, w->near.id.device), "01a20074-8f8b-7619-88bb-3ef1028ccf8f", 36);
	make_batch(w, &x, text.data, text.len);
	refused(w, &x, FAULT_BAD_ENVELOPE);
	buf_free(&x.body);
	world_close(w);
	PROVES("R70");
}

static void a_body_must_be_canonical_base64(void **state)
{
	static const char *const BAD[] = { "AAE", "AAEC=", "AA E", "AAF=", "AA==AA==", "-_AA" };
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(BAD); i++) {
		BUF(text);

		head_text(w, &text);
		buf_fmt(&text, "{\"id\":\"01a20074-8f8b-7619-88bb-3ef1028ccf8f\",\"seq\":1,\"body\":\"%s\"}]}",
			BAD[i]);
		make_batch(w, &x, text.data, text.len);
		refused(w, &x, FAULT_BAD_ENVELOPE);
	}
	buf_free(&x.body);
	world_close(w);
	PROVES("R62");
}

/* Fault matrix 29 and 30: nothing but the whole, untouched request has an effect. */
static void every_flipped_bit_and_every_cut_is_refused(void **state)
{
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };
	struct hub_reply r;

	(void)state;
	world_capture(w);
	make_items(w, &x, 1, 1);
	char *const fields[] = { x.method, x.authority, x.path, x.protocol, x.counter, x.digest, x.type,
		x.input, x.signature, x.body.data };

	for (size_t f = 0; f < COUNT_OF(fields); f++) {
		size_t n = f == COUNT_OF(fields) - 1 ? x.body.len : strlen(fields[f]);

		for (size_t bit = 0; bit < n * 8; bit++) {
			char was = fields[f][bit / 8];

			fields[f][bit / 8] ^= (char)(1 << bit % 8);
			/* Host is compared without regard to case: the same request then. */
			if (fields[f] == x.authority && (was ^ fields[f][bit / 8]) == 32) {
				fields[f][bit / 8] = was;
				continue;
			}
			(void)!wired_serve(w, &x, &r);
			assert_int_not_equal(r.fault, FAULT_NONE);
			assert_int_equal(w->far.mark_count, 0);
			buf_free(&r.body);
			fields[f][bit / 8] = was;
		}
	}
	for (size_t n = x.body.len; n-- > 0;) {
		size_t whole = x.body.len;

		x.body.len = n;
		refused(w, &x, n ? FAULT_BAD_DIGEST : FAULT_BAD_SIGNATURE);
		x.body.len = whole;
	}
	served(w, &x, &r); /* its counter was never burnt */
	assert_int_equal(w->far.item_count, 1);
	buf_free(&r.body);
	buf_free(&x.body);
	world_close(w);
	PROVES("R62 R70");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(streams_that_are_not_one_zlib_stream),
		cmocka_unit_test(bombs_are_refused_early),
		cmocka_unit_test(only_strict_json),
		cmocka_unit_test(a_batch_speaks_for_its_own_device),
		cmocka_unit_test(a_body_must_be_canonical_base64),
		cmocka_unit_test(every_flipped_bit_and_every_cut_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
