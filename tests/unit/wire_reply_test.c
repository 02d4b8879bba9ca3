/* Replies, the chain, refusals, and the pauses between attempts.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/check.h"

#include "shared/base/crypt.h"
#include "shared/base/clock.h"
#include "shared/base/val.h"
#include "shared/model/chain.h"
#include "shared/model/wire.h"
#include "shared/sync/backoff.h"
#include "shared/sync/fault.h"

/* ---- replies ------------------------------------------------------------------------------------------ */

static void acknowledged_numbers_become_ranges(void **state)
{
	int64_t seqs[] = { 9, 3, 1, 2, 12, 10 };
	struct wire_range out[6];

	(void)state;
	assert_int_equal(wire_ranges(seqs, 6, out), 3);
	assert_int_equal(out[0].from, 1);
	assert_int_equal(out[0].to, 3);
	assert_int_equal(out[1].from, 9);
	assert_int_equal(out[1].to, 10);
	assert_int_equal(out[2].from, 12);
	assert_true(wire_in_ranges(out, 3, 2));
	assert_false(wire_in_ranges(out, 3, 4));
	assert_false(wire_in_ranges(out, 3, 11));
	PROVES("R62");
}

static void a_reply_is_read_as_it_was_written(void **state)
{
	static struct wire_reply r, back;
	BUF(out);

	(void)state;
	r = (struct wire_reply){ .epoch = "e", .now = 5, .hwm = 7, .safe_hwm = 3, .chain = "00",
		.ack_count = 2, .ack = { { 1, 4 }, { 6, 6 } }, .result_count = 2,
		.results = { { 5, RESULT_REFUSED, "too_large", "/body" }, { 6, RESULT_CONFLICT, "", "" } },
		.credit_items = 100, .credit_bytes = 4096, .wait_s = 9, .pull = true };
	wire_reply_write(&out, "sig", &r);
	assert_int_equal(val_scan(out.data, out.len, NULL, NULL), OK);
	assert_int_equal(wire_reply_read(out.data, out.len, &back), OK);
	assert_memory_equal(&r, &back, sizeof r);
	PROVES("R62");
}

static void a_newer_central_is_understood_as_far_as_it_goes(void **state)
{
	static const char TEXT[] =
		"{\"v\":1,\"epoch\":\"e\",\"now\":1,\"ack\":[],\"results\":[{\"seq\":1,\"r\":\"glowing\"}],"
		"\"hwm\":0,\"chain\":\"\",\"safe_hwm\":0,\"ctl\":[{\"op\":\"dance\"}],\"new\":{}}";
	static struct wire_reply r;

	(void)state;
	assert_int_equal(wire_reply_read(TEXT, sizeof TEXT - 1, &r), OK);
	assert_int_equal(r.results[0].r, RESULT_RETRY);
	assert_false(r.pull);
	assert_int_equal(r.credit_items, WIRE_ITEMS);
	PROVES("R62");
}

/* ---- chain, codes, pauses -------------------------------------------------------------------------------- */

static void the_chain_has_these_values(void **state)
{
	static const char *const WANT[] = {
		"f30e507491279c98db6d12eb90971c20438506e7a71661ce0980aa0a3a3065c6",
		"8d40ad9934ac644048d8937d0e3839bc2ace492574bc03255078ce5ff7424167",
		"76d4106545ba5a9e7f195d74e9f88eade4bdc3c80650bc55fbc2f2c77532b953",
	};
	uint8_t c[32] = { 0 }, id[16], h[32];
	char hex[HEX32_TEXT], text[16];

	(void)state;
	for (int n = 1; n <= 3; n++) {
		memset(id, n, sizeof id);
		snprintf(text, sizeof text, "item %d", n);
		sha256(text, strlen(text), h);
		chain_next(c, id, h);
		hex_encode(c, 32, hex);
		assert_string_equal(hex, WANT[n - 1]);
	}
	PROVES("R62");
}

static void every_refusal_has_a_code_and_a_status(void **state)
{
	static const int STATUS[] = { 200, 400, 400, 400, 400, 400, 401, 401, 401, 401, 403, 403, 404, 405, 409, 409, 409, 410, 411, 413, 415, 422,
		426, 429, 431, 500, 503, 503 };

	(void)state;
	assert_int_equal(COUNT_OF(STATUS), FAULT_MAX);
	for (int f = 0; f < FAULT_MAX; f++)
		assert_int_equal(fault_row((enum sync_fault)f)->status, STATUS[f]);
	for (int f = FAULT_BAD_REQUEST; f < FAULT_MAX; f++) {
		const struct fault_row *row = fault_row((enum sync_fault)f);

		assert_true(row->code[0] != '\0' && row->msg[0] != '\0');
		assert_in_range(row->status, 400, 599);
		assert_int_equal(fault_from(row->code, 200), f);
	}
	assert_int_equal(fault_from("new_one", 418), FAULT_BAD_REQUEST);
	assert_int_equal(fault_from("new_one", 507), FAULT_INTERNAL);
	assert_int_equal(fault_from("new_one", 199), FAULT_INTERNAL);
	assert_int_equal(fault_from("new_one", 200), FAULT_NONE);
	assert_int_equal(fault_from("new_one", 299), FAULT_NONE);
	assert_int_equal(fault_from("new_one", 300), FAULT_INTERNAL);
	assert_int_equal(fault_from("new_one", 400), FAULT_BAD_REQUEST);
	assert_int_equal(fault_from("new_one", 499), FAULT_BAD_REQUEST);
	assert_int_equal(fault_from("new_one", 500), FAULT_INTERNAL);
	PROVES("R62");
}

static void pauses_grow_and_stay_within_their_bounds(void **state)
{
	struct backoff b;

	(void)state;
	for (int round = 0; round < 200; round++) {
		int64_t now = 1000000, span = BACKOFF_BASE_MS;

		backoff_init(&b, 0);
		for (int n = 0; n < 40; n++) {
			uint64_t rnd = round == 0 ? 0 : round == 1 ? UINT64_MAX : (uint64_t)round * 1000003;

			backoff_bad(&b, now, rnd);
			assert_in_range(backoff_wait(&b, now), 0, span);
			span = span * 2 > BACKOFF_CAP_MS ? BACKOFF_CAP_MS : span * 2;
		}
		backoff_good(&b);
		assert_int_equal(backoff_wait(&b, now), 0);
		assert_int_equal(b.failures, 0);
	}
	PROVES("R62");
}

static void what_central_asks_is_a_minimum(void **state)
{
	struct backoff b;

	(void)state;
	backoff_init(&b, 5000);
	backoff_asked(&b, 100, 60, 0);
	assert_int_equal(backoff_wait(&b, 100), 60000);
	backoff_asked(&b, 100, 60, 12000);
	assert_int_equal(backoff_wait(&b, 100), 72000);
	backoff_hurry(&b, 100);
	assert_int_equal(backoff_wait(&b, 100), 72000);
	backoff_asked(&b, 100, INT64_C(1) << 30, 0);
	assert_int_equal(backoff_wait(&b, 100), DAY_MS);
	PROVES("R62");
}

static void the_network_coming_up_helps_once_a_minute(void **state)
{
	struct backoff b;

	(void)state;
	backoff_init(&b, 0);
	for (int i = 0; i < 12; i++)
		backoff_bad(&b, 1000, 800000);
	assert_true(backoff_wait(&b, 1000) > 60000);
	backoff_link_up(&b, 1000, 4000);
	assert_in_range(backoff_wait(&b, 1000), 0, 5000);
	backoff_good(&b);
	backoff_bad(&b, 2000, 1999);
	backoff_bad(&b, 2000, 3999);
	backoff_link_up(&b, 30000, 0);
	assert_int_equal(b.failures, 2);
	backoff_link_up(&b, 61000, 0);
	assert_int_equal(b.failures, 0);
	PROVES("R62");
}

/* Matrix 56: all lines of a town come up within seconds, and most are sent away. */
static void whoever_was_away_for_long_knocks_thrice_a_minute(void **state)
{
	struct backoff b;

	(void)state;
	for (uint64_t chance = 0; chance < 500; chance++) {
		int64_t now = HOUR_MS, knocks[12];
		uint64_t rnd = chance * UINT64_C(0x9e3779b97f4a7c15);

		backoff_init(&b, 0);
		for (int i = 0; i < 6; i++)
			backoff_bad(&b, 0, 0);
		backoff_link_up(&b, now, rnd);
		for (int i = 0; i < 12; i++) {
			knocks[i] = now += backoff_wait(&b, now);
			backoff_bad(&b, now, rnd >> i);
		}
		for (int i = 3; i < 12; i++)
			assert_true(knocks[i] - knocks[i - 3] >= MINUTE_MS);
	}
	backoff_init(&b, 3000); /* a short cap is halved */
	for (int i = 0; i < 9; i++)
		backoff_bad(&b, 0, 0);
	assert_int_equal(backoff_wait(&b, 0), 1500);
	PROVES("R62");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(acknowledged_numbers_become_ranges),
		cmocka_unit_test(a_reply_is_read_as_it_was_written),
		cmocka_unit_test(a_newer_central_is_understood_as_far_as_it_goes),
		cmocka_unit_test(the_chain_has_these_values),
		cmocka_unit_test(every_refusal_has_a_code_and_a_status),
		cmocka_unit_test(pauses_grow_and_stay_within_their_bounds),
		cmocka_unit_test(what_central_asks_is_a_minimum),
		cmocka_unit_test(the_network_coming_up_helps_once_a_minute),
		cmocka_unit_test(whoever_was_away_for_long_knocks_thrice_a_minute),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
