/* Records of the spool as bytes: what is written comes back, and rot is told and passed over.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/check.h"

#include "firmware/spool_record.h"
#include "shared/base/crypt.h"

struct seen {
	int items, dead, bad;
	int64_t numbers[64];
	size_t bad_at, bad_len;
	struct spool_item last;
};

static void on_item(void *ctx, const struct spool_item *it)
{
	struct seen *s = ctx;
	s->numbers[s->items++ % 64] = it->n;
	s->last = *it;
}

static void on_dead(void *ctx, const struct spool_dead *d)
{
	((struct seen *)ctx)->dead += d->n == 77 && !strcmp(d->code, "too_large");
}

static void on_bad(void *ctx, size_t offset, size_t len)
{
	struct seen *s = ctx;
	s->bad++;
	s->bad_at = offset;
	s->bad_len = len;
}

static struct seen read_all(const struct buf *b)
{
	struct seen s = { 0 };
	struct spool_sink sink = { on_item, on_dead, on_bad, &s };
	spool_read(b->data, b->len, &sink);
	return s;
}

static struct spool_item item(int64_t n, const char *text)
{
	struct spool_item it = { .n = n, .t = 1795300000000 + n, .rank = 1, .kind = "report.new",
				 .receipt = "K7QD-4M2XR-0", .follow = "00ff", .text = text, .len = strlen(text) };
	memset(it.id, (int)n, sizeof it.id);
	memset(it.h, (int)n + 1, sizeof it.h);
	return it;
}

static void five(struct buf *out, size_t ends[5])
{
	for (int i = 0; i < 5; i++) {
		struct spool_item it = item(i + 1, "{\"seq\":1,\"body\":\"c2VhbGVk\"}");
		assert_int_equal(spool_item_write(out, &it), OK);
		ends[i] = out->len;
	}
}

static void what_is_written_comes_back(void **state)
{
	struct spool_item it = item((INT64_C(3) << 40) + 5, "{\"seq\":5}");
	struct spool_dead d = { .n = 77, .t = 1, .code = "too_large" };
	BUF(bytes);

	(void)state;
	text_copy(it.about, sizeof it.about, "K7QD-00001-0");
	assert_int_equal(spool_item_write(&bytes, &it), OK);
	spool_dead_write(&bytes, &d);
	struct seen s = read_all(&bytes);
	assert_int_equal(s.items, 1);
	assert_int_equal(s.dead, 1);
	assert_int_equal(s.bad, 0);
	assert_int_equal(s.last.n, it.n);
	assert_int_equal(s.last.t, it.t);
	assert_int_equal(s.last.rank, 1);
	assert_memory_equal(s.last.id, it.id, 16);
	assert_memory_equal(s.last.h, it.h, 32);
	assert_string_equal(s.last.kind, "report.new");
	assert_string_equal(s.last.receipt, "K7QD-4M2XR-0");
	assert_string_equal(s.last.about, "K7QD-00001-0");
	assert_int_equal(s.last.len, 9);
	assert_memory_equal(s.last.text, "{\"seq\":5}", 9);
	PROVES("R62");
}

/* Matrix 19: whatever bit flips, the record it stands in is lost, told by its offset, and no other. */
static void any_flipped_bit_costs_one_record(void **state)
{
	size_t ends[5];
	BUF(bytes);

	(void)state;
	five(&bytes, ends);
	for (size_t bit = 0; bit < bytes.len * 8; bit++) {
		int hit = 0;
		while (bit / 8 >= ends[hit])
			hit++;
		bytes.data[bit / 8] = (char)(bytes.data[bit / 8] ^ (1 << bit % 8));
		struct seen s = read_all(&bytes);
		bytes.data[bit / 8] = (char)(bytes.data[bit / 8] ^ (1 << bit % 8));
		assert_int_equal(s.items, 4);
		assert_int_equal(s.bad, 1);
		assert_int_equal(s.bad_at, hit ? ends[hit - 1] : 0);
		assert_int_equal(s.bad_len, ends[hit] - (hit ? ends[hit - 1] : 0));
	}
	PROVES("R60 R62");
}

/* Matrix 11, 12: cut anywhere, all whole records before the cut are there. */
static void a_torn_end_costs_only_itself(void **state)
{
	size_t ends[5];
	BUF(bytes);

	(void)state;
	five(&bytes, ends);
	for (size_t cut = 0; cut < ends[4]; cut++) {
		int whole = 0;
		while (cut >= ends[whole])
			whole++;
		bytes.len = cut;
		struct seen s = read_all(&bytes);
		assert_int_equal(s.items, whole);
		assert_int_equal(s.bad, cut != (whole ? ends[whole - 1] : 0));
	}
	PROVES("R60");
}

/* Nothing but marks and long lengths: the work stays within its bound, nothing is found. */
static void hostile_bytes_cost_bounded_work(void **state)
{
	static const uint8_t head[8] = { 0xf5, 'P', 'S', '\n', 0, 1, 0, 0 };
	size_t ends[5];
	BUF(bytes);

	(void)state;
	for (int i = 0; i < 40000; i++)
		buf_add(&bytes, head, sizeof head);
	five(&bytes, ends);
	struct seen s = read_all(&bytes);
	assert_int_equal(s.bad, 1);
	assert_true(s.items == 5 || s.bad_len == bytes.len);
	spool_read("", 0, &(struct spool_sink){ 0 });
	PROVES("R60");
}

static void an_item_that_is_too_long_is_refused(void **state)
{
	struct spool_item it = item(1, "x");
	BUF(bytes);

	(void)state;
	it.len = SPOOL_TEXT + 1;
	assert_int_equal(spool_item_write(&bytes, &it), ERR_TOO_LARGE);
	assert_int_equal(bytes.len, 0);
	PROVES("R60");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_comes_back),
		cmocka_unit_test(any_flipped_bit_costs_one_record),
		cmocka_unit_test(a_torn_end_costs_only_itself),
		cmocka_unit_test(hostile_bytes_cost_bounded_work),
		cmocka_unit_test(an_item_that_is_too_long_is_refused),
	};
	if (crypt_start())
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
