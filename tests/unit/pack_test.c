/* The quick packing of batches: whatever it packs, zlib itself unpacks to the same bytes.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/check.h"

#include "shared/base/pack.h"
#include "shared/base/text.h"

static uint64_t state_of_chance = 1;

static uint32_t chance(uint32_t below)
{
	state_of_chance = state_of_chance * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(state_of_chance >> 33) % below;
}

static void comes_back(const struct buf *plain)
{
	BUF(packed);
	BUF(out);
	buf_str(&packed, "before");
	pack_fast(plain->data, plain->len, &packed);
	assert_memory_equal(packed.data, "before", 6);
	assert_int_equal(pack_inflate(packed.data + 6, packed.len - 6, plain->len, NULL, 0, &out), OK);
	assert_int_equal(out.len, plain->len);
	assert_memory_equal(out.data, buf_text(plain), plain->len);
}

static void add_random_bytes(struct buf *out, size_t n, uint32_t alphabet, char from)
{
	for (size_t i = 0; i < n; i++)
		buf_char(out, (char)(from + (char)chance(alphabet)));
}

static void every_size_comes_back(void **state)
{
	(void)state;
	BUF(plain);
	for (size_t n = 0; n < 3000; n += 1 + n / 50) {
		buf_clear(&plain);
		add_random_bytes(&plain, n, 3, 'a');
		comes_back(&plain);
	}
	PROVES("-");
}

static void every_alphabet_comes_back(void **state)
{
	(void)state;
	for (uint32_t alphabet = 1; alphabet <= 256; alphabet += 1 + alphabet / 4) {
		BUF(plain);
		add_random_bytes(&plain, 60000, alphabet, 0);
		comes_back(&plain);
	}
	PROVES("-");
}

/* Repetitions over distances up to the window and past it. */
static void many_blocks_come_back(void **state)
{
	(void)state;
	BUF(words);
	BUF(plain);
	add_random_bytes(&words, 40000, 200, 0);
	while (plain.len < 3u << 20) {
		size_t at = chance(39000), n = 1 + chance(chance(2) ? 12 : 600);
		buf_add(&plain, words.data + at, n);
		add_random_bytes(&plain, chance(9), 250, 0);
	}
	comes_back(&plain);
	PROVES("-");
}

static void batch_text(struct buf *out, int items)
{
	BUF(body);
	buf_str(out, "{\"items\":[");
	for (int i = 0; i < items; i++) {
		buf_clear(&body);
		add_random_bytes(&body, 300 + chance(500), 256, 0);
		buf_fmt(out, "%s{\"seq\":%d,\"id\":\"01a229f1-%04x-7%03x\",\"kind\":\"report.new\",\"schema\":1,"
			"\"t\":{\"wall\":17956927%05u,\"mono\":%d},\"body\":\"", i ? "," : "", i + 1, i,
			chance(4096), chance(100000), 117803 + i * 3);
		base64_encode(body.data, body.len, out);
		buf_str(out, "\"}");
	}
	buf_str(out, "]}");
}

static void batches_pack_better_than_zlib_does(void **state)
{
	(void)state;
	BUF(plain);
	BUF(fast);
	BUF(slow);
	batch_text(&plain, 256);
	comes_back(&plain);
	pack_fast(plain.data, plain.len, &fast);
	pack_deflate(plain.data, plain.len, 6, NULL, 0, &slow);
	assert_in_range(fast.len, 1, slow.len);
	PROVES("-");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_size_comes_back),
		cmocka_unit_test(every_alphabet_comes_back),
		cmocka_unit_test(many_blocks_come_back),
		cmocka_unit_test(batches_pack_better_than_zlib_does),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
