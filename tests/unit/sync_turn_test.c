/* A change of identity that is refused, cannot be kept or comes too early: nothing changes, and it is tried again
 * no sooner than it may.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/sync_turn.h"

/* A rotation is given up until it is asked for again, a recovery until it is needed, a new line never. */
static void a_refused_change_is_left_for_as_long_as_central_says(void **state)
{
	(void)state;
	for (int t = 0; t < TURNINGS; t++) {
		struct world *w = about_to((enum turning)t);
		struct device_identity was = w->device.id;
		struct device_request rq;

		asks(w, &rq);
		say_fault(w, &rq, FAULT_SLOW_DOWN, "\"wait_s\":3600");
		check_stands(w, &was, "slow_down");
		assert_int_equal(w->device.turn, t == LINE ? TURN_REINCARNATE : TURN_NONE);
		assert_in_range(device_wait(&w->device) < 0 ? 3600000 : device_wait(&w->device), 3600000, 4320000);
		world_pass(w, 3599 * SECOND_MS);
		asks_nothing(w);
		world_close(w);
	}
	PROVES("R70");
}

static void a_certificate_that_is_not_known_either_goes_round_once_a_pause(void **state)
{
	struct world *w = about_to(RECOVER);
	struct device_request rq;

	(void)state;
	asks(w, &rq);
	assert_string_equal(rq.target, "/sync/v1/device/recover");
	say_fault(w, &rq, FAULT_UNKNOWN_DEVICE, "");
	assert_int_equal(w->device.turn, TURN_NONE);
	assert_int_equal(w->device.backoff.failures, 2);
	world_pass(w, MINUTE_MS);
	asks(w, &rq);
	assert_string_equal(rq.target, "/sync/v1/batches");
	say_fault(w, &rq, FAULT_UNKNOWN_DEVICE, "");
	assert_int_equal(w->device.turn, TURN_RECOVER);
	assert_int_equal(w->near.became, 0);
	world_close(w);
	PROVES("R70");
}

static void a_new_line_that_is_forked_itself_is_asked_for_again(void **state)
{
	struct world *w = about_to(LINE);
	struct device_request rq;

	(void)state;
	asks(w, &rq);
	assert_string_equal(rq.target, "/sync/v1/device/reincarnate");
	say_fault(w, &rq, FAULT_DEVICE_FORKED, "");
	assert_string_equal(w->near.marks.state, "forked");
	assert_int_equal(w->device.turn, TURN_REINCARNATE);
	assert_int_equal(w->device.backoff.failures, 1);
	world_run(w, HOUR_MS);
	assert_int_equal(w->near.became, 1);
	world_close(w);
	PROVES("R70");
}

static void a_second_new_line_waits_ten_minutes(void **state)
{
	struct world *w = about_to(LINE);

	(void)state;
	world_run(w, SECOND_MS);
	assert_int_equal(w->near.became, 1);
	device_reincarnate_start(&w->device, "test");
	world_pass(w, 9 * MINUTE_MS);
	asks_nothing(w);
	assert_int_equal(w->near.became, 1);
	assert_in_range(device_wait(&w->device), 59 * SECOND_MS, 75 * SECOND_MS);
	world_run(w, 2 * MINUTE_MS);
	assert_int_equal(w->near.became, 2);
	world_close(w);
	PROVES("R70");
}

/* What cannot change who it is does not try to. */
static void only_who_is_somebody_changes(void **state)
{
	struct world *w = world_open();

	(void)state;
	device_rotate_start(&w->device);
	device_reincarnate_start(&w->device, "test");
	assert_int_equal(w->device.turn, TURN_NONE);
	world_enrol(w);
	w->device.stopped = true;
	device_rotate_start(&w->device);
	device_reincarnate_start(&w->device, "test");
	assert_int_equal(w->device.turn, TURN_NONE);
	assert_int_equal(device_wait(&w->device), -1);
	asks_nothing(w);
	w->device.stopped = false;
	device_reincarnate_start(&w->device, "test");
	device_rotate_start(&w->device); /* the graver one goes first */
	assert_int_equal(w->device.turn, TURN_REINCARNATE);
	world_close(w);
	PROVES("R70");
}

/* A key that cannot be written is not sent. */
static void a_key_that_cannot_be_kept_is_not_used(void **state)
{
	(void)state;
	for (int t = ROTATE; t <= LINE; t++) {
		struct world *w = about_to((enum turning)t);

		w->near.storage_fails = true;
		asks_nothing(w);
		assert_string_equal(w->device.marks.last_error, "storage");
		assert_int_equal(w->device.backoff.failures, 1);
		w->near.storage_fails = false;
		world_run(w, HOUR_MS);
		assert_int_equal(w->near.became, 1);
		world_close(w);
	}
	PROVES("R70");
}

/* Where no epoch is known yet, the one of the answer is it, and nothing is in doubt. */
static void the_first_epoch_may_come_with_an_identity(void **state)
{
	struct world *w = about_to(ROTATE);

	(void)state;
	w->device.marks.epoch[0] = '\0';
	assert_true(world_exchange(w));
	assert_int_equal(w->near.became, 1);
	assert_string_equal(w->device.marks.epoch, w->hub.epoch);
	assert_false(device_refilling(&w->device));
	world_close(w);
	PROVES("R70");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_refused_change_is_left_for_as_long_as_central_says),
		cmocka_unit_test(a_certificate_that_is_not_known_either_goes_round_once_a_pause),
		cmocka_unit_test(a_new_line_that_is_forked_itself_is_asked_for_again),
		cmocka_unit_test(a_second_new_line_waits_ten_minutes),
		cmocka_unit_test(only_who_is_somebody_changes),
		cmocka_unit_test(a_key_that_cannot_be_kept_is_not_used),
		cmocka_unit_test(the_first_epoch_may_come_with_an_identity),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
