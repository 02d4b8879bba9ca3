/* The zlib reader under its caps, and the writers against it.
 *
 * Never more than the cap comes out and nothing stays on an error; what each writer packs, the
 * reader unpacks to the same bytes, and refuses once a byte is missing, added or changed at its end.
 * What libdeflate makes of a stream without a dictionary, zlib makes of it too.
 * The first byte chooses the cap; 'd' in it a preset dictionary.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/base/pack.h"
#include "shared/io/pack_inside.h"
#include "tests/fuzz/target.h"

static const char DICT[] = "{\"id\":\"\",\"kind\":\"report.new\",\"schema\":1,\"body\":{\"branch\":\"home\"";

static void comes_back(const struct buf *packed, const struct buf *plain, const char *dict, size_t n)
{
	BUF(out);
	int err = pack_inflate(packed->data, packed->len, plain->len, dict, n, &out);

	if (err == ERR_TOO_LARGE) /* only what packs better than 100:1 */
		MUST(plain->len > 65536);
	else
		MUST(!err && out.len == plain->len && !memcmp(buf_text(&out), buf_text(plain), out.len));
	buf_clear(&out);
	MUST(pack_inflate(packed->data, packed->len - 1, plain->len, dict, n, &out) && !out.len);
	packed->data[packed->len - 1] ^= 1;
	MUST(pack_inflate(packed->data, packed->len, plain->len, dict, n, &out) && !out.len);
	packed->data[packed->len - 1] ^= 1;
	if (plain->len > 1)
		MUST(pack_inflate(packed->data, packed->len, plain->len - 1, dict, n, &out) == ERR_TOO_LARGE);
}

static void writers(const struct buf *plain, int level)
{
	struct pack_primed *primed = pack_primed_new(level, DICT, sizeof DICT - 1, 512);
	BUF(packed);

	pack_fast(buf_text(plain), plain->len, &packed);
	comes_back(&packed, plain, NULL, 0);
	buf_clear(&packed);
	pack_deflate(buf_text(plain), plain->len, level, NULL, 0, &packed);
	comes_back(&packed, plain, NULL, 0);
	buf_char(&packed, 'x');
	BUF(out);
	MUST(pack_inflate(packed.data, packed.len, plain->len + 1, NULL, 0, &out) && !out.len);
	buf_clear(&packed);
	pack_deflate(buf_text(plain), plain->len, level, DICT, sizeof DICT - 1, &packed);
	comes_back(&packed, plain, DICT, sizeof DICT - 1);
	MUST(pack_inflate(packed.data, packed.len, plain->len + 1, NULL, 0, &out) == ERR_PACK);
	buf_clear(&packed);
	pack_primed_deflate(primed, buf_text(plain), plain->len, &packed);
	comes_back(&packed, plain, DICT, sizeof DICT - 1);
	pack_primed_free(primed);
	buf_clear(&packed);
	pack_gzip(buf_text(plain), plain->len, level, &packed);
	MUST(packed.len > 18 && !memcmp(packed.data, "\x1f\x8b", 2));
	MUST(pack_inflate(packed.data, packed.len, plain->len, NULL, 0, &out) == ERR_PACK);
}

/* Which of two faults is met first may differ. */
static void both_agree(const struct buf *packed, size_t cap, int err, const struct buf *plain)
{
	BUF(out);

	MUST(!pack_inflate_known(buf_text(packed), packed->len, cap, NULL, 0, &out) == !err);
	MUST(out.len == plain->len && !memcmp(buf_text(&out), buf_text(plain), out.len));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, size };
	uint8_t choice = input_byte(&in);
	size_t cap = choice & 1 ? 64 : 256 * 1024;
	BUF(out);
	BUF(text);

	pack_primed_free(NULL);
	input_rest(&in, &text);
	int err = pack_inflate(buf_text(&text), text.len, cap, choice == 'd' ? DICT : NULL, sizeof DICT - 1, &out);
	MUST(out.len <= cap && !(err && out.len));
	MUST(err == OK || err == ERR_PACK || err == ERR_TOO_LARGE);
	if (choice != 'd')
		both_agree(&text, cap, err, &out);
	writers(&text, 1 + choice % 9);
	return 0;
}
