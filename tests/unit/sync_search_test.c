/* The search for the last common number: which number is asked for, where it ends, and what is queued again then.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/sync_search.h"

static void the_last_common_number_is_found_by_halves(void **state)
{
	static const int64_t ASKED[] = { 5, 7, 6 };
	struct world *w = fallen(16);
	struct device_request rq;

	(void)state;
	assert_false(device_refilling(&w->device));
	doubtful(w, 10);
	assert_true(device_refilling(&w->device));
	for (size_t i = 0; i < COUNT_OF(ASKED); i++) {
		assert_int_equal(w->device.refill.phase, REFILL_PROBE);
		assert_int_equal(device_wait(&w->device), 0);
		asks_for(w, &rq, ASKED[i]);
		assert_int_equal(w->device.refill.calls, i + 1);
		asks_nothing(w); /* one question at a time */
		assert_true(device_wait(&w->device) > 0);
		say_chain(w, &rq, ASKED[i], 6);
	}
	assert_int_equal(w->device.refill.phase, REFILL_NONE);
	assert_int_equal(w->near.marks.refill_next, 7);
	assert_int_equal(w->near.marks.refill_last, 16);
	assert_int_equal(w->near.marks.hwm, 10);
	assert_int_equal(w->near.marks.safe_hwm, 6);
	assert_string_equal(w->near.marks.epoch, w->hub.epoch);
	assert_string_equal(w->near.marks.chain, STRANGE);
	assert_int_equal(w->near.resets, 1);
	assert_true(device_refilling(&w->device));
	assert_int_equal(device_wait(&w->device), 0);
	assert_int_equal(near_pending(&w->near), 0);
	asks_nothing(w); /* this turn's work: queueing again */
	assert_int_equal(near_pending(&w->near), 10);
	assert_int_equal(w->near.agains, 1);
	assert_int_equal(w->near.marks.refill_next, 0);
	assert_false(device_refilling(&w->device));
	asks(w, &rq);
	assert_int_equal(w->device.flights[0].count, 10);
	assert_int_equal(w->device.flights[0].seqs[0], 7);
	no_answer(w, &rq);
	world_close(w);
	PROVES("D3 R61");
}

/* What is queued again goes piece by piece; a piece that cannot be kept is tried again. */
static void queueing_again_goes_by_pieces(void **state)
{
	struct world *w = fallen(1100);
	struct device_request rq;

	(void)state;
	asks(w, &rq);
	say_stands(w, &rq, w->hub.epoch, 0, "0000000000000000000000000000000000000000000000000000000000000000", 0);
	assert_int_equal(w->near.marks.refill_next, 1);
	w->near.storage_fails = true;
	asks_nothing(w);
	assert_string_equal(w->device.marks.last_error, "storage");
	assert_int_equal(w->device.backoff.failures, 1);
	assert_int_equal(w->device.marks.refill_next, 1);
	assert_int_equal(near_pending(&w->near), 0);
	assert_int_equal(device_wait(&w->device), backoff_wait(&w->device.backoff, w->mono));
	w->near.storage_fails = false;
	world_pass(w, MINUTE_MS);
	asks_nothing(w);
	assert_int_equal(near_pending(&w->near), 1024);
	assert_int_equal(w->near.marks.refill_next, 1025);
	asks_nothing(w);
	assert_int_equal(near_pending(&w->near), 1100);
	assert_int_equal(w->near.marks.refill_next, 0);
	world_close(w);
	PROVES("D3 R61");
}

static void nothing_in_common_is_found_at_once_or_last(void **state)
{
	(void)state;
	for (int64_t hwm = 0; hwm <= 2; hwm++) {
		struct world *w = fallen(3);
		struct device_request rq;

		doubtful(w, hwm);
		if (hwm == 2) {
			asks_for(w, &rq, 1);
			say_chain(w, &rq, 1, 0);
		}
		assert_int_equal(w->near.marks.refill_next, 1);
		assert_int_equal(w->near.marks.safe_hwm, 0);
		world_close(w);
	}
	PROVES("D3 R61");
}

/* The whole of what central says it has is ours: nothing to search. */
static void a_central_that_stands_on_our_line_is_believed(void **state)
{
	struct world *w = fallen(5);
	struct device_request rq;
	char chain[HEX32_TEXT];

	(void)state;
	chain_of(w, 3, chain);
	asks(w, &rq);
	say_stands(w, &rq, w->hub.epoch, 3, chain, 2);
	assert_int_equal(w->near.marks.refill_next, 4);
	assert_int_equal(w->near.marks.safe_hwm, 2);
	assert_int_equal(w->near.marks.hwm, 3);
	world_close(w);
	PROVES("D3 R61");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_last_common_number_is_found_by_halves),
		cmocka_unit_test(queueing_again_goes_by_pieces),
		cmocka_unit_test(nothing_in_common_is_found_at_once_or_last),
		cmocka_unit_test(a_central_that_stands_on_our_line_is_believed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
