/* The search for the last common number and what comes of it, answer by answer: which number is asked for, which
 * answer moves what, when it begins anew and when it ends.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/sync_say.h"

#define RND UINT64_C(0x2b2b2b2b2b2b2b2b) /* what this world's chance always says */
#define STRANGE "5555555555555555555555555555555555555555555555555555555555555555"

/* Delivered to the real central, which from now on says what the test wants, under another epoch. */
static struct world *fallen(int items)
{
	struct world *w = world_ready();

	for (int i = 0; i < items; i++)
		world_capture(w);
	world_run(w, MINUTE_MS);
	world_check_all(w);
	w->hub.epoch[31] = 'e';
	w->device.o.poll_ms = MINUTE_MS;
	w->device.poll_at = w->mono;
	return w;
}

static void say_stands(struct world *w, struct device_request *rq, const char *epoch, int64_t hwm, const char *chain,
		       int64_t safe)
{
	say(w, rq, 200, "\"epoch\":\"%s\",\"hwm\":%lld,\"chain\":\"%s\",\"safe_hwm\":%lld,\"ack\":[],\"results\":[]", epoch,
	    (long long)hwm, chain, (long long)safe);
}

/* A central that stands at hwm with something else than we have there. */
static void doubtful(struct world *w, int64_t hwm)
{
	struct device_request rq;

	asks(w, &rq);
	assert_string_equal(rq.target, "/sync/v1/batches");
	say_stands(w, &rq, w->hub.epoch, hwm, STRANGE, hwm);
}

static void asks_for(struct world *w, struct device_request *rq, int64_t seq)
{
	char want[64];

	asks(w, rq);
	snprintf(want, sizeof want, "/sync/v1/chain?seq=%lld", (long long)seq);
	assert_string_equal(rq->target, want);
	assert_int_equal(w->device.refill.asked, seq);
}

/* Central has our line up to `common`. */
static void say_chain(struct world *w, struct device_request *rq, int64_t seq, int64_t common)
{
	char chain[HEX32_TEXT];

	chain_of(w, seq, chain);
	say(w, rq, 200, "\"epoch\":\"%s\",\"seq\":%lld,\"chain\":\"%s\"", w->hub.epoch, (long long)seq,
	    seq <= common ? chain : STRANGE);
}

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

/* ---- answers that say nothing ------------------------------------------------------------------------------- */

static void an_answer_about_the_chain_has_all_its_members(void **state)
{
	static const char *const BAD[] = { "\"seq\":5,\"chain\":\"00\"", "\"epoch\":\"x\",\"chain\":\"00\"", "\"epoch\":\"x\",\"seq\":5",
		"\"epoch\":\"x\",\"seq\":-1,\"chain\":\"00\"", "\"epoch\":\"x\",\"seq\":5,\"chain\":7" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(BAD); i++) {
		struct world *w = fallen(16);
		struct device_request rq;

		doubtful(w, 10);
		asks_for(w, &rq, 5);
		say(w, &rq, 200, "%s", BAD[i]);
		if (i == 0) { /* no epoch: not of this search, which begins anew */
			assert_int_equal(w->device.refill.phase, REFILL_ASK);
		} else {
			assert_string_equal(w->device.marks.last_error, "bad_reply");
			assert_int_equal(w->device.backoff.failures, 1);
			assert_int_equal(w->device.refill.phase, REFILL_PROBE);
			world_pass(w, MINUTE_MS);
			w->device.poll_at = w->mono + HOUR_MS;
			asks_nothing(w); /* after a failure a batch has the next try … */
			asks_for(w, &rq, 5);
			no_answer(w, &rq);
		}
		world_close(w);
	}
	PROVES("R61");
}

/* Of another number or another epoch, or that it has no such number: how far is it now? */
static void a_central_that_moved_is_asked_how_far_it_is(void **state)
{
	(void)state;
	for (int i = 0; i < 5; i++) {
		static const enum sync_fault FAULTS[] = { FAULT_NOT_FOUND, FAULT_INTERNAL, FAULT_BAD_REQUEST };
		struct world *w = fallen(16);
		struct device_request rq;
		int64_t pause = (int64_t)(RND % BACKOFF_BASE_MS);

		doubtful(w, 10);
		asks_for(w, &rq, 5);
		if (i < 3)
			say_fault(w, &rq, FAULTS[i], "");
		else
			say(w, &rq, 200, "\"epoch\":\"%s\",\"seq\":%d,\"chain\":\"" STRANGE "\"", i == 3 ? "other" : w->hub.epoch, i == 3 ? 5 : 6);
		assert_int_equal(w->device.refill.phase, REFILL_ASK);
		assert_int_equal(w->device.refill.tries, 1);
		assert_int_equal(w->device.backoff.failures, 0);
		asks_nothing(w);
		assert_int_equal(device_wait(&w->device), pause);
		world_pass(w, pause - 1);
		asks_nothing(w);
		world_pass(w, 1);
		assert_int_equal(device_wait(&w->device), 0);
		doubtful(w, 12); /* an empty batch asks, and the search begins anew */
		asks_for(w, &rq, 6);
		no_answer(w, &rq);
		world_close(w);
	}
	PROVES("R61");
}

static void a_search_that_is_put_off_waits_longer_each_time(void **state)
{
	struct world *w = fallen(16);
	struct device_request rq;

	(void)state;
	w->device.o.poll_ms = -1;
	w->device.refill.phase = REFILL_ASK;
	for (int n = 0; n < 12; n++) {
		int64_t span = BACKOFF_BASE_MS << (n < 9 ? n : 9), pause;

		span = span > BACKOFF_CAP_MS ? BACKOFF_CAP_MS : span;
		pause = (int64_t)(RND % (uint64_t)span);
		doubtful(w, 10);
		asks_for(w, &rq, 5);
		say_fault(w, &rq, FAULT_NOT_FOUND, "");
		assert_int_equal(w->device.refill.tries, n + 1);
		assert_int_equal(device_wait(&w->device), pause);
		world_pass(w, pause);
	}
	world_close(w);
	PROVES("R61");
}

static void another_refusal_of_the_question_is_the_lines_fault(void **state)
{
	struct world *w = fallen(16);
	struct device_request rq;

	(void)state;
	doubtful(w, 10);
	asks_for(w, &rq, 5);
	say_fault(w, &rq, FAULT_BUSY, "");
	assert_int_equal(w->device.refill.phase, REFILL_PROBE);
	assert_int_equal(w->device.backoff.failures, 1);
	world_close(w);
	PROVES("R61");
}

static void an_answer_that_cannot_be_kept_is_asked_for_again(void **state)
{
	struct world *w = fallen(16);
	struct device_request rq;

	(void)state;
	doubtful(w, 2);
	asks_for(w, &rq, 1);
	w->near.storage_fails = true;
	say_chain(w, &rq, 1, 1); /* would end the search */
	assert_string_equal(w->device.marks.last_error, "storage");
	assert_int_equal(w->device.refill.phase, REFILL_PROBE);
	assert_int_equal(w->device.refill.low, 0);
	assert_int_equal(w->device.marks.refill_next, 0);
	assert_int_equal(w->device.marks.hwm, 16);
	w->near.storage_fails = false;
	world_pass(w, MINUTE_MS);
	w->device.poll_at = w->mono + HOUR_MS;
	asks(w, &rq); /* the other try is the news' */
	say(w, &rq, 200, "\"cursor\":\"1\",\"more\":false,\"changes\":[]");
	asks_for(w, &rq, 1);
	say_chain(w, &rq, 1, 1);
	assert_int_equal(w->near.marks.refill_next, 2);
	world_close(w);
	PROVES("R61");
}

/* A bad line does not let the search eat every try: a batch with an alarm has every second. */
static void on_a_bad_line_batches_and_questions_take_turns(void **state)
{
	struct world *w = fallen(16);
	struct device_request rq;

	(void)state;
	doubtful(w, 10);
	world_capture(w);
	asks_for(w, &rq, 5);
	no_answer(w, &rq);
	for (int i = 0; i < 6; i++) {
		world_pass(w, HOUR_MS);
		asks(w, &rq);
		assert_string_equal(rq.target, i % 2 ? "/sync/v1/chain?seq=5" : "/sync/v1/batches");
		no_answer(w, &rq);
	}
	world_close(w);
	PROVES("R61");
}

static void a_question_waits_for_a_free_slot(void **state)
{
	struct world *w = fallen(16);
	struct device_request rq[3];

	(void)state;
	w->device.o.poll_ms = -1;
	world_capture(w);
	asks(w, &rq[0]);
	world_capture(w);
	asks(w, &rq[1]);
	say_stands(w, &rq[0], w->hub.epoch, 10, STRANGE, 10);
	world_capture(w);
	asks_for(w, &rq[0], 5); /* before any batch, in the slot that is free */
	assert_int_equal(rq[0].slot, 0);
	asks_nothing(w);
	assert_true(device_wait(&w->device) > MINUTE_MS);
	no_answer(w, &rq[0]);
	no_answer(w, &rq[1]);
	world_pass(w, HOUR_MS);
	world_close(w);
	PROVES("R61");
}

/* Beside two batches there is no place for a question, and a poll is for the first slot. */
static void a_search_asks_only_where_there_is_place(void **state)
{
	struct world *w = fallen(16);
	struct device *d = &w->device;

	(void)state;
	d->refill.phase = REFILL_PROBE;
	assert_true(device_refill_ready(d, w->mono));
	d->refill.at = w->mono + 1;
	assert_false(device_refill_ready(d, w->mono));
	assert_true(device_refill_ready(d, w->mono + 1));
	for (int slots = 0; slots < 4; slots++) {
		d->flights[0].kind = slots & 1 ? KIND_BATCH : KIND_NONE;
		d->flights[1].kind = slots & 2 ? KIND_BATCH : KIND_NONE;
		d->refill.phase = REFILL_PROBE;
		assert_int_equal(device_refill_ready(d, w->mono + 1), slots != 3);
		assert_false(device_refill_knocks(d, w->mono + 1));
		d->refill.phase = REFILL_ASK;
		assert_int_equal(device_refill_knocks(d, w->mono + 1), !(slots & 1));
		assert_false(device_refill_knocks(d, w->mono));
		assert_false(device_refill_ready(d, w->mono + 1));
	}
	d->flights[0].kind = d->flights[1].kind = KIND_NONE;
	world_close(w);
	PROVES("R61");
}

/* A reply of a third epoch ends the search that is under way; the answer to its question says nothing then. */
static void an_answer_after_the_search_ended_begins_anew(void **state)
{
	struct world *w = fallen(16);
	struct device_request rq[2];
	struct device_store store = NEAR_STORE;

	(void)state;
	store.became = NULL;
	w->device.o.store = &store;
	doubtful(w, 10);
	asks_for(w, &rq[0], 5);
	world_capture(w);
	asks(w, &rq[1]);
	assert_string_equal(rq[1].target, "/sync/v1/batches");
	say_stands(w, &rq[1], w->hub.epoch, 12, STRANGE, 0); /* of the same epoch: the search goes on */
	assert_int_equal(w->device.refill.phase, REFILL_PROBE);
	assert_int_equal(w->device.refill.hwm, 10);
	world_capture(w);
	asks(w, &rq[1]);
	say_stands(w, &rq[1], "third", 99, STRANGE, 0);
	assert_int_equal(w->device.refill.phase, REFILL_NONE);
	assert_int_equal(w->device.refill.doubt, DOUBT_BEHIND);
	say_chain(w, &rq[0], 5, 5);
	assert_int_equal(w->device.refill.phase, REFILL_ASK);
	world_close(w);
	PROVES("R61");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_last_common_number_is_found_by_halves),
		cmocka_unit_test(queueing_again_goes_by_pieces),
		cmocka_unit_test(nothing_in_common_is_found_at_once_or_last),
		cmocka_unit_test(a_central_that_stands_on_our_line_is_believed),
		cmocka_unit_test(an_answer_about_the_chain_has_all_its_members),
		cmocka_unit_test(a_central_that_moved_is_asked_how_far_it_is),
		cmocka_unit_test(a_search_that_is_put_off_waits_longer_each_time),
		cmocka_unit_test(another_refusal_of_the_question_is_the_lines_fault),
		cmocka_unit_test(an_answer_that_cannot_be_kept_is_asked_for_again),
		cmocka_unit_test(on_a_bad_line_batches_and_questions_take_turns),
		cmocka_unit_test(a_question_waits_for_a_free_slot),
		cmocka_unit_test(a_search_asks_only_where_there_is_place),
		cmocka_unit_test(an_answer_after_the_search_ended_begins_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
