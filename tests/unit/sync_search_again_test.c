/* A search that does not get on: answers that say nothing of it, no answer at all, no place for the question. When
 * it is asked again, when it begins anew, and what goes in between.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/sync_search.h"

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
