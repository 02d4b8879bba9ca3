/* What a batch's reply says of central's memory: believed, doubted, or the end of this line of numbers.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/sync_say.h"

#define STRANGE "5555555555555555555555555555555555555555555555555555555555555555"

static void say_stands(struct world *w, struct device_request *rq, int64_t hwm, const char *chain, int64_t safe)
{
	say(w, rq, 200, "\"epoch\":\"%s\",\"hwm\":%lld,\"chain\":\"%s\",\"safe_hwm\":%lld,\"ack\":[],\"results\":[]", w->hub.epoch,
	    (long long)hwm, chain, (long long)safe);
}

/* Items delivered to the real central, then one poll that is answered by the test. */
static struct world *delivered(int items, struct device_request *rq)
{
	struct world *w = world_ready();

	for (int i = 0; i < items; i++)
		world_capture(w);
	world_run(w, MINUTE_MS);
	world_check_all(w);
	w->device.o.poll_ms = MINUTE_MS;
	w->device.poll_at = w->mono;
	asks(w, rq);
	return w;
}

static void what_is_safe_only_grows_and_never_beyond_what_is_there(void **state)
{
	static const struct { int64_t hwm, safe, want; } ROWS[] = { { 5, 3, 3 }, { 5, 2, 3 }, { 5, 9, 5 }, { 5, 0, 5 } };
	struct device_request rq;
	struct world *w = delivered(5, &rq);
	char chain[HEX32_TEXT];

	(void)state;
	chain_of(w, 5, chain);
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		say_stands(w, &rq, ROWS[i].hwm, chain, ROWS[i].safe);
		assert_int_equal(w->near.marks.safe_hwm, ROWS[i].want);
		world_pass(w, MINUTE_MS);
		asks(w, &rq);
	}
	no_answer(w, &rq);
	world_close(w);
	PROVES("D3");
}

/* The reply to an earlier batch that comes later says how it was, not how it is. */
static void an_older_reply_does_not_set_the_marks_back(void **state)
{
	struct device_request rq[2];
	struct world *w = delivered(1, &rq[0]);
	char chain[HEX32_TEXT];

	(void)state;
	no_answer(w, &rq[0]);
	world_pass(w, MINUTE_MS);
	w->device.poll_at = w->mono + HOUR_MS;
	w->device.backoff.failures = 0;
	for (int i = 0; i < 2; i++) {
		world_capture(w);
		asks(w, &rq[i]);
	}
	say_batch(w, &rq[1], 3, "[3,3]", "", "");
	assert_int_equal(w->near.marks.hwm, 3);
	say_batch(w, &rq[0], 2, "[2,2]", "", "");
	assert_int_equal(w->near.marks.hwm, 3);
	chain_of(w, 3, chain);
	assert_string_equal(w->near.marks.chain, chain);
	assert_false(device_refilling(&w->device));
	assert_int_equal(near_pending(&w->near), 0);
	w->device.poll_at = w->mono; /* one sent after that, and all acknowledged: central lost a number */
	asks(w, &rq[0]);
	say_batch(w, &rq[0], 2, "", "", "");
	assert_true(device_refilling(&w->device));
	world_close(w);
	PROVES("R61 R62");
}

/* Numbers that only waited here: a central that stands lower than it said, but not below what is acknowledged. */
static void a_mark_may_fall_as_far_as_nothing_acknowledged_is_lost(void **state)
{
	struct device_request rq;
	struct world *w = delivered(4, &rq);
	char chain[HEX32_TEXT];

	(void)state;
	no_answer(w, &rq);
	world_pass(w, MINUTE_MS);
	w->near.items[2].acked = w->near.items[3].acked = false;
	device_nudge(&w->device);
	asks(w, &rq);
	assert_int_equal(w->device.flights[rq.slot].mark, 2);
	chain_of(w, 2, chain);
	say_stands(w, &rq, 2, chain, 0);
	assert_false(device_refilling(&w->device));
	assert_int_equal(w->near.marks.hwm, 2);
	world_close(w);
	PROVES("R61");
}

static bool no_mark(void *ctx, int64_t seq, uint8_t id[16], uint8_t h[HASH_BYTES])
{
	(void)ctx, (void)seq, (void)id, (void)h;
	return false;
}

/* What is not known here any more cannot be compared: believed, but nothing more is safe by it. */
static void a_line_whose_marks_are_lost_here_is_believed(void **state)
{
	struct device_request rq;
	struct world *w = delivered(3, &rq);
	struct device_store store = NEAR_STORE;

	(void)state;
	store.mark = no_mark;
	w->device.o.store = &store;
	w->device.refill.own_n = 0;
	say_stands(w, &rq, 3, STRANGE, 3);
	assert_false(device_refilling(&w->device));
	assert_int_equal(w->device.refill.doubt, DOUBT_NONE);
	assert_string_equal(w->near.marks.chain, STRANGE);
	assert_int_equal(w->near.marks.safe_hwm, 0); /* but what is not compared is not safe */
	world_pass(w, MINUTE_MS);
	asks(w, &rq);
	say_stands(w, &rq, 2, STRANGE, 3); /* lower than acknowledged all the same: everything again */
	assert_true(device_refilling(&w->device));
	asks(w, &rq);
	assert_string_equal(rq.target, "/sync/v1/chain?seq=1");
	no_answer(w, &rq);
	world_close(w);
	PROVES("R61");
}

/* ---- a line that cannot go on ------------------------------------------------------------------------------- */

static void a_central_with_higher_numbers_means_a_twin(void **state)
{
	(void)state;
	for (int other = 0; other < 2; other++) {
		struct device_request rq;
		struct world *w = delivered(3, &rq);

		w->device.marks.safe_hwm = 2;
		if (other)
			w->hub.epoch[31] = 'e';
		say_stands(w, &rq, 4, STRANGE, 4);
		assert_int_equal(w->device.refill.doubt, DOUBT_BEHIND);
		assert_int_equal(w->device.turn, TURN_REINCARNATE);
		assert_int_equal(w->near.marks.hwm, 3); /* the fourth is another's: ours is not delivered by it */
		assert_int_equal(w->near.marks.safe_hwm, other ? 0 : 2); /* of its own epoch only */
		assert_string_equal(w->near.marks.epoch, w->hub.epoch);
		assert_int_equal(near_pending(&w->near), 0);
		world_close(w);
	}
	PROVES("R62 R70");
}

/* Who cannot begin a new line goes on as well as it can, and does not search again for the same answer. */
static void a_doubt_nothing_can_be_done_about_is_raised_once(void **state)
{
	struct device_store store = NEAR_STORE;
	struct device_request rq;
	struct world *w = delivered(3, &rq);

	(void)state;
	store.became = NULL;
	w->device.o.store = &store;
	for (int i = 0; i < 2; i++) {
		say_stands(w, &rq, 4, STRANGE, 4);
		assert_int_equal(w->device.refill.doubt, DOUBT_BEHIND);
		assert_int_equal(w->device.turn, TURN_NONE);
		assert_false(device_refilling(&w->device));
		world_pass(w, MINUTE_MS);
		asks(w, &rq);
	}
	world_capture(w);
	world_capture(w);
	say_stands(w, &rq, 4, STRANGE, 4); /* ours by number now, and not our own: as was told */
	assert_false(device_refilling(&w->device));
	assert_int_equal(w->device.refill.doubt, DOUBT_BEHIND);
	asks(w, &rq);
	say_batch(w, &rq, 5, "[4,5]", "", ""); /* our own after all */
	assert_int_equal(w->device.refill.doubt, DOUBT_NONE);
	assert_int_equal(w->near.marks.hwm, 5);
	world_close(w);
	PROVES("R62 R70");
}

static void something_else_under_our_numbers_is_a_fork(void **state)
{
	struct device_store store = NEAR_STORE;
	struct device_request rq;
	struct world *w = delivered(4, &rq);

	(void)state;
	store.became = NULL;
	w->device.o.store = &store;
	w->device.marks.safe_hwm = 4;
	say_stands(w, &rq, 4, STRANGE, 4); /* the epoch is the same */
	for (int64_t seq = 2; device_refilling(&w->device); seq++) {
		assert_true(seq < 4);
		asks(w, &rq);
		say(w, &rq, 200, "\"epoch\":\"%s\",\"seq\":%lld,\"chain\":\"" STRANGE "\"", w->hub.epoch,
		    (long long)w->device.refill.asked);
	}
	assert_int_equal(w->device.refill.doubt, DOUBT_FORK);
	assert_int_equal(w->device.refill.low, 0);
	assert_int_equal(w->near.marks.safe_hwm, 0);
	assert_int_equal(w->near.marks.refill_next, 0); /* nothing is queued again onto another line */
	world_pass(w, MINUTE_MS);
	asks(w, &rq);
	say_stands(w, &rq, 4, STRANGE, 4); /* as was told */
	assert_false(device_refilling(&w->device));
	world_pass(w, MINUTE_MS);
	asks(w, &rq);
	say_stands(w, &rq, 3, STRANGE, 3); /* it lost something besides */
	assert_true(device_refilling(&w->device));
	world_close(w);
	PROVES("R62 R70");
}

/* ---- long lines ------------------------------------------------------------------------------------------------ */

#define LONG_LINE 400000

static bool long_mark(void *ctx, int64_t seq, uint8_t id[16], uint8_t h[HASH_BYTES])
{
	(void)ctx;
	memset(id, 0, 16);
	memset(h, 0, HASH_BYTES);
	memcpy(id, &seq, sizeof seq);
	return seq >= 1 && seq <= LONG_LINE;
}

static int64_t long_upto(void *ctx, int64_t *ret_last)
{
	(void)ctx;
	return *ret_last = LONG_LINE;
}

static void nothing_kept(void *ctx, int64_t seq, const uint8_t c[HASH_BYTES])
{
	(void)ctx, (void)seq, (void)c;
}

static void nothing_again(void *ctx, int64_t from, int64_t to)
{
	struct near_end *n = ctx;

	assert_int_equal(from, 1 + 1024 * (int64_t)n->agains);
	assert_true(to == from + 1023 || to == LONG_LINE);
	n->agains++;
}

/* Our own chain is computed at most 4096 numbers a call; a search takes at most 40 calls and then offers all. */
static void a_search_over_a_very_long_line_ends(void **state)
{
	struct device_store store = NEAR_STORE;
	struct device_request rq;
	struct world *w = delivered(1, &rq);
	uint8_t c[HASH_BYTES];

	(void)state;
	store.mark = long_mark;
	store.upto = long_upto;
	store.chain_put = nothing_kept;
	store.again = nothing_again;
	w->device.o.store = &store;
	w->device.refill.own_n = 0;
	assert_int_equal(device_chain_at(&w->device, 5000, c), OWN_LATER);
	assert_int_equal(w->device.refill.own_n, CHAIN_STEPS);
	assert_int_equal(device_chain_at(&w->device, 5000, c), OWN_KNOWN);
	assert_int_equal(device_chain_at(&w->device, 5000 + CHAIN_STEPS, c), OWN_KNOWN);
	assert_int_equal(device_chain_at(&w->device, LONG_LINE + 1, c), OWN_LATER);
	w->hub.epoch[31] = 'e';
	say_stands(w, &rq, LONG_LINE, STRANGE, 0);
	for (int calls = 1; w->device.refill.phase == REFILL_PROBE; calls++) {
		assert_true(calls <= 40);
		asks(w, &rq);
		assert_int_equal(w->device.refill.asked, LONG_LINE / 2);
		assert_int_equal(w->device.refill.calls, calls);
		say(w, &rq, 200, "\"epoch\":\"%s\",\"seq\":%d,\"chain\":\"" STRANGE "\"", w->hub.epoch, LONG_LINE / 2);
	}
	assert_int_equal(w->device.refill.calls, 40);
	assert_int_equal(w->near.marks.refill_next, 1);
	assert_int_equal(w->near.marks.refill_last, LONG_LINE);
	for (int i = 0; w->device.marks.refill_next; i++) {
		assert_true(i < 400);
		asks_nothing(w);
	}
	assert_int_equal(w->near.agains, (LONG_LINE + 1023) / 1024);
	world_close(w);
	PROVES("R61");
}

/* Before any reply there is no epoch: the first one is taken. */
static void the_first_reply_tells_the_epoch(void **state)
{
	struct device_request rq;
	struct world *w = delivered(3, &rq);
	char chain[HEX32_TEXT];

	(void)state;
	w->device.marks.epoch[0] = '\0';
	w->hub.epoch[31] = 'e';
	chain_of(w, 3, chain);
	say_stands(w, &rq, 3, chain, 3);
	assert_false(device_refilling(&w->device));
	assert_string_equal(w->near.marks.epoch, w->hub.epoch);
	assert_int_equal(w->near.marks.safe_hwm, 3);
	world_close(w);
	PROVES("R61");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_safe_only_grows_and_never_beyond_what_is_there),
		cmocka_unit_test(an_older_reply_does_not_set_the_marks_back),
		cmocka_unit_test(a_mark_may_fall_as_far_as_nothing_acknowledged_is_lost),
		cmocka_unit_test(a_line_whose_marks_are_lost_here_is_believed),
		cmocka_unit_test(a_central_with_higher_numbers_means_a_twin),
		cmocka_unit_test(a_doubt_nothing_can_be_done_about_is_raised_once),
		cmocka_unit_test(something_else_under_our_numbers_is_a_fork),
		cmocka_unit_test(a_search_over_a_very_long_line_ends),
		cmocka_unit_test(the_first_reply_tells_the_epoch),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
