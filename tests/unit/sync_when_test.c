/* When the device has something to send, to the millisecond: what a poll, a failure and a request under way make
 * it wait for, and that a driver which sleeps that long misses nothing.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/sync_when.h"

static void a_poll_is_due_when_it_is(void **state)
{
	struct world *w = at_rest();
	struct device_request rq;

	(void)state;
	w->device.o.poll_ms = MINUTE_MS;
	w->device.poll_at = w->mono + MINUTE_MS;
	for (int i = 0; i < 3; i++) {
		waits(w, MINUTE_MS);
		asks_for(w, &rq, "/sync/v1/batches");
		assert_int_equal(rq.slot, 0);
		assert_int_equal(rq.deadline_ms, 2 * MINUTE_MS);
		assert_int_equal(w->device.flights[0].count, 0);
		say_batch(w, &rq, 0, "", "", "");
	}
	world_capture(w); /* after a delivery sooner: what became of it? */
	asks_for(w, &rq, "/sync/v1/batches");
	say_batch(w, &rq, 1, "[1,1]", "", "");
	waits(w, 5 * SECOND_MS);
	asks_for(w, &rq, "/sync/v1/batches");
	say_batch(w, &rq, 1, "", "", "");
	waits(w, MINUTE_MS);
	world_close(w);
	PROVES("R62");
}

/* Who polls more often than that anyway does not wait for it. */
static void a_short_poll_stays_short(void **state)
{
	struct world *w = at_rest();
	struct device_request rq;

	(void)state;
	w->device.o.poll_ms = 5 * SECOND_MS;
	world_capture(w);
	asks(w, &rq);
	world_pass(w, SECOND_MS);
	say_batch(w, &rq, 1, "[1,1]", "", "");
	waits(w, 4 * SECOND_MS);
	world_close(w);
	PROVES("R62");
}

static void a_poll_waits_for_the_first_slot_only(void **state)
{
	struct world *w = at_rest();
	struct device_request rq[2];

	(void)state;
	w->device.o.poll_ms = MINUTE_MS;
	w->device.poll_at = w->mono + MINUTE_MS;
	world_capture(w);
	asks(w, &rq[0]);
	assert_int_equal(rq[0].slot, 0);
	assert_int_equal(device_wait(&w->device), FLIGHT_MS); /* not the poll */
	world_pass(w, 2 * MINUTE_MS);
	asks_nothing(w);
	world_capture(w);
	asks(w, &rq[1]);
	assert_int_equal(rq[1].slot, 1);
	assert_int_equal(device_wait(&w->device), FLIGHT_MS - 2 * MINUTE_MS);
	world_capture(w); /* no slot left */
	asks_nothing(w);
	assert_int_equal(device_wait(&w->device), FLIGHT_MS - 2 * MINUTE_MS);
	say_batch(w, &rq[0], 1, "[1,1]", "", "");
	assert_int_equal(device_wait(&w->device), 0);
	asks(w, &rq[0]);
	assert_int_equal(rq[0].slot, 0);
	say_batch(w, &rq[0], 3, "[3,3]", "", "");
	say_batch(w, &rq[1], 3, "[2,2]", "", "");
	assert_int_equal(near_pending(&w->near), 0);
	world_close(w);
	PROVES("R62");
}

/* ---- failures --------------------------------------------------------------------------------------------- */

static void pauses_grow_to_their_cap_and_end_at_once(void **state)
{
	struct world *w = at_rest();
	struct device_request rq;
	int64_t before = w->device.attempts;

	(void)state;
	world_capture(w);
	for (int n = 0; n < 25; n++) {
		int64_t span = BACKOFF_BASE_MS << (n < 20 ? n : 20), least = n < BACKOFF_CALM ? 0 : BACKOFF_CALM_MS, pause;

		span = span > BACKOFF_CAP_MS ? BACKOFF_CAP_MS : span;
		pause = least + (int64_t)(RND % (uint64_t)(span - least + 1));
		asks(w, &rq);
		assert_int_equal(w->device.attempts, before + n + 1);
		no_answer(w, &rq);
		assert_int_equal(w->device.backoff.failures, n + 1);
		assert_false(w->device.online);
		assert_string_equal(w->device.marks.last_error, "net_timeout");
		if (pause > 0)
			waits(w, pause);
	}
	asks(w, &rq);
	say_batch(w, &rq, 1, "[1,1]", "", "");
	assert_int_equal(w->device.backoff.failures, 0);
	assert_string_equal(w->device.marks.last_error, "");
	assert_true(w->device.online);
	world_close(w);
	PROVES("R62");
}

static void who_stands_at_the_kiosk_is_tried_for_at_once(void **state)
{
	struct world *w = at_rest();
	struct device_request rq;

	(void)state;
	world_capture(w);
	for (int i = 0; i < 8; i++) {
		asks(w, &rq);
		no_answer(w, &rq);
		device_nudge(&w->device);
		assert_int_equal(device_wait(&w->device), 0);
	}
	asks(w, &rq);
	say_fault(w, &rq, FAULT_SLOW_DOWN, "\"wait_s\":100");
	device_nudge(&w->device); /* but what central asked to leave is left */
	waits(w, 100 * SECOND_MS + (int64_t)(RND % 20001));
	world_close(w);
	PROVES("R62");
}

static void a_network_that_comes_up_is_tried_within_five_seconds(void **state)
{
	struct world *w = at_rest();
	struct device_request rq;
	int64_t jitter = (int64_t)(RND % 5001);

	(void)state;
	world_capture(w);
	for (int i = 0; i < 12; i++) {
		asks(w, &rq);
		no_answer(w, &rq);
		if (i < 11)
			world_pass(w, HOUR_MS);
	}
	device_link_up(&w->device);
	assert_int_equal(w->device.backoff.failures, BACKOFF_CALM); /* it was away for long */
	waits(w, jitter);
	asks(w, &rq);
	no_answer(w, &rq);
	world_pass(w, MINUTE_MS - jitter - 1);
	device_link_up(&w->device); /* a flapping one changes nothing within a minute */
	assert_int_equal(w->device.backoff.failures, BACKOFF_CALM + 1);
	world_pass(w, 1);
	device_link_up(&w->device);
	assert_int_equal(w->device.backoff.failures, BACKOFF_CALM);
	assert_int_equal(device_wait(&w->device), jitter);
	world_close(w);
	PROVES("R62");
}

/* While a request knocks at a door that was closed, nothing else does. */
static void one_knock_at_a_time_at_a_closed_door(void **state)
{
	struct world *w = at_rest();
	struct device_request rq;

	(void)state;
	w->device.o.poll_ms = MINUTE_MS;
	w->device.poll_at = w->mono;
	world_capture(w);
	asks(w, &rq);
	no_answer(w, &rq);
	world_pass(w, HOUR_MS);
	asks(w, &rq);
	device_pull(&w->device);
	world_capture(w);
	asks_nothing(w);
	assert_int_equal(device_wait(&w->device), FLIGHT_MS);
	say_batch(w, &rq, 1, "[1,1]", "", "");
	assert_int_equal(device_wait(&w->device), 0);
	asks_for(w, &rq, "/sync/v1/batches");
	say_batch(w, &rq, 2, "[2,2]", "", "");
	asks_for(w, &rq, "/sync/v1/changes?cursor=0&limit=500");
	assert_int_equal(rq.slot, DEVICE_NEWS);
	no_answer(w, &rq);
	world_close(w);
	PROVES("R62");
}

/* ---- what never comes back ------------------------------------------------------------------------------------ */

static void a_request_nobody_answers_is_given_up_after_five_minutes(void **state)
{
	struct world *w = at_rest();
	struct device_request rq, late;

	(void)state;
	world_capture(w);
	asks(w, &rq);
	assert_true(device_busy(&w->device));
	assert_true(device_underway(&w->device, 1));
	assert_int_equal(device_wait(&w->device), FLIGHT_MS);
	world_pass(w, FLIGHT_MS - 1);
	asks_nothing(w);
	assert_true(device_busy(&w->device));
	world_pass(w, 1);
	asks_nothing(w); /* given up now, and a pause begins */
	assert_false(device_busy(&w->device));
	assert_false(device_underway(&w->device, 1));
	assert_string_equal(w->device.marks.last_error, "watchdog");
	assert_int_equal(w->device.backoff.failures, 1);
	late = rq;
	rq = (struct device_request){ 0 };
	say_batch(w, &late, 1, "[1,1]", "", ""); /* its answer comes after all */
	assert_int_equal(near_pending(&w->near), 1);
	assert_int_equal(w->device.backoff.failures, 1);
	world_run(w, MINUTE_MS);
	world_check_all(w);
	world_close(w);
	PROVES("R62");
}

static void the_eldest_request_is_given_up_first(void **state)
{
	struct world *w = at_rest();
	struct device_request news, batch;

	(void)state;
	device_pull(&w->device);
	asks(w, &news);
	world_pass(w, MINUTE_MS);
	world_capture(w);
	asks(w, &batch);
	assert_int_equal(device_wait(&w->device), FLIGHT_MS - MINUTE_MS);
	world_pass(w, FLIGHT_MS - MINUTE_MS);
	asks_nothing(w);
	assert_true(w->device.flights[0].kind == KIND_BATCH);
	assert_true(w->device.flights[DEVICE_NEWS].kind == KIND_NONE);
	assert_int_equal(device_wait(&w->device), MINUTE_MS);
	no_answer(w, &batch);
	no_answer(w, &news);
	world_close(w);
	PROVES("R62");
}

static void a_program_that_should_have_tried_is_seen(void **state)
{
	struct world *w = at_rest();
	int64_t cap = w->device.backoff.cap_ms, last = w->device.last_try;
	struct device_request rq;

	(void)state;
	world_pass(w, last + 2 * cap - w->mono);
	assert_false(device_stalled(&w->device));
	world_pass(w, 1);
	assert_true(device_stalled(&w->device));
	w->device.stopped = true;
	assert_false(device_stalled(&w->device));
	w->device.stopped = false;
	w->device.backoff.asked = w->mono + 1; /* central wanted it so */
	assert_false(device_stalled(&w->device));
	w->device.backoff.asked = w->mono;
	assert_true(device_stalled(&w->device));
	w->device.enrolled = false;
	assert_false(device_stalled(&w->device));
	w->device.enrolled = true;
	w->device.backoff.asked = 0;
	world_capture(w);
	asks(w, &rq); /* it tries */
	assert_int_equal(w->device.last_try, w->mono);
	world_pass(w, 2 * cap + 1);
	assert_false(device_stalled(&w->device));
	no_answer(w, &rq);
	assert_true(device_stalled(&w->device));
	world_close(w);
	PROVES("R62");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_poll_is_due_when_it_is),
		cmocka_unit_test(a_short_poll_stays_short),
		cmocka_unit_test(a_poll_waits_for_the_first_slot_only),
		cmocka_unit_test(pauses_grow_to_their_cap_and_end_at_once),
		cmocka_unit_test(who_stands_at_the_kiosk_is_tried_for_at_once),
		cmocka_unit_test(a_network_that_comes_up_is_tried_within_five_seconds),
		cmocka_unit_test(one_knock_at_a_time_at_a_closed_door),
		cmocka_unit_test(a_request_nobody_answers_is_given_up_after_five_minutes),
		cmocka_unit_test(the_eldest_request_is_given_up_first),
		cmocka_unit_test(a_program_that_should_have_tried_is_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
