/* When the device has something to send, to the millisecond: what a poll, a page, a site, a failure and a request
 * under way make it wait for, and that a driver which sleeps that long misses nothing.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/sync_say.h"

#define FLIGHT_MS (5 * MINUTE_MS)
#define RND UINT64_C(0x2b2b2b2b2b2b2b2b) /* what this world's chance always says */

/* Nothing to do for exactly so long, then something. */
static void waits(struct world *w, int64_t ms)
{
	asks_nothing(w);
	assert_int_equal(device_wait(&w->device), ms);
	world_pass(w, ms - 1);
	asks_nothing(w);
	assert_int_equal(device_wait(&w->device), 1);
	world_pass(w, 1);
	assert_int_equal(device_wait(&w->device), 0);
}

static void waits_for_nothing(struct world *w)
{
	asks_nothing(w);
	assert_int_equal(device_wait(&w->device), -1);
}

static void asks_for(struct world *w, struct device_request *rq, const char *target)
{
	asks(w, rq);
	assert_string_equal(rq->target, target);
}

/* An enrolled pair at rest that has asked all it wants. */
static struct world *at_rest(void)
{
	struct world *w = world_ready();

	waits_for_nothing(w);
	return w;
}

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

/* ---- news and sites ---------------------------------------------------------------------------------------------- */

static void news_that_fails_waits_longer_each_time(void **state)
{
	struct world *w = at_rest();
	struct device_request rq;

	(void)state;
	device_pull(&w->device);
	for (int n = 0; n < 12; n++) {
		int64_t span = BACKOFF_BASE_MS << (n < 9 ? n : 9);

		span = span > BACKOFF_CAP_MS ? BACKOFF_CAP_MS : span;
		asks_for(w, &rq, "/sync/v1/changes?cursor=0&limit=500");
		say_fault(w, &rq, FAULT_INTERNAL, "");
		assert_int_equal(w->device.backoff.failures, 0);
		waits(w, 1 + (int64_t)(RND % (uint64_t)span));
	}
	asks(w, &rq);
	say(w, &rq, 200, "\"cursor\":\"1\",\"more\":false,\"changes\":[]");
	assert_int_equal(w->device.news_tries, 0);
	world_close(w);
	PROVES("R62");
}

/* News that waits does not hold up a site that is wanted, nor the other way round. */
static void news_and_site_wait_each_for_itself(void **state)
{
	struct world *w = at_rest();
	struct device_request rq;

	(void)state;
	w->near.site_wanted = w->device.want_site = true;
	device_pull(&w->device);
	asks_for(w, &rq, "/sync/v1/changes?cursor=0&limit=500");
	say_fault(w, &rq, FAULT_INTERNAL, "");
	asks_for(w, &rq, "/sync/v1/site/v1?from=0");
	say_fault(w, &rq, FAULT_INTERNAL, "");
	waits(w, 1 + (int64_t)(RND % BACKOFF_BASE_MS));
	asks_for(w, &rq, "/sync/v1/changes?cursor=0&limit=500");
	say_fault(w, &rq, FAULT_DEVICE_PENDING, "");
	assert_string_equal(w->near.marks.state, "pending");
	assert_false(w->device.want_news);
	waits(w, 15 * MINUTE_MS); /* the refusal set the site back too */
	w->near.site_wanted = false;
	waits_for_nothing(w);
	assert_false(w->device.want_site);
	world_close(w);
	PROVES("R62");
}

static void a_cursor_that_is_none_is_thrown_away_and_asked_without(void **state)
{
	struct world *w = at_rest();
	struct device_request rq;

	(void)state;
	device_pull(&w->device);
	asks_for(w, &rq, "/sync/v1/changes?cursor=0&limit=500");
	w->near.storage_fails = true;
	say_fault(w, &rq, FAULT_CURSOR_RESET, "");
	assert_int_equal(w->device.backoff.failures, 1);
	w->near.storage_fails = false;
	world_pass(w, MINUTE_MS);
	asks_for(w, &rq, "/sync/v1/changes?cursor=0&limit=500");
	say_fault(w, &rq, FAULT_CURSOR_RESET, "");
	assert_int_equal(w->device.backoff.failures, 1); /* no failure of the line, but no success either */
	assert_int_equal(w->near.resets, 1);
	asks_for(w, &rq, "/sync/v1/changes?limit=500");
	say_fault(w, &rq, FAULT_CURSOR_RESET, ""); /* without a cursor this makes no sense */
	assert_int_equal(w->device.backoff.failures, 2);
	assert_true(w->device.want_news);
	world_close(w);
	PROVES("R53");
}

/* ---- the first of several -------------------------------------------------------------------------------------------- */

/* What is due later than something else does not count. */
static void of_several_things_the_first_is_waited_for(void **state)
{
	struct world *w = at_rest();
	struct device *d = &w->device;

	(void)state;
	d->o.poll_ms = HOUR_MS;
	d->poll_at = w->mono + 900;
	d->want_news = d->want_site = true;
	d->refill.phase = REFILL_ASK;
	for (int first = 0; first < 6; first++) {
		d->poll_at = w->mono + (first == 0 ? 100 : 900);
		d->news_at = w->mono + (first == 1 ? 100 : 800);
		d->site_at = w->mono + (first == 2 ? 100 : 700);
		d->refill.at = w->mono + (first == 3 ? 100 : 600);
		d->rest_count = d->shut_count = 1;
		d->rests[0] = (struct device_rest){ .seq = 5, .until = w->mono + (first == 4 ? 100 : 500) };
		d->shuts[0] = (struct device_shut){ .kind = 7, .until = w->mono + (first == 5 ? 100 : 400) };
		assert_int_equal(device_wait(d), 100);
	}
	d->backoff.due = w->mono + 250; /* a pause is longer than what is due in it */
	assert_int_equal(device_wait(d), 250);
	d->backoff.due = w->mono + 50;
	assert_int_equal(device_wait(d), 100);
	d->refill.phase = REFILL_NONE; /* nothing is asked then */
	d->shut_count = d->rest_count = 0;
	d->want_news = d->want_site = false;
	d->refill.at = w->mono + 10;
	d->news_at = w->mono + 10;
	d->site_at = w->mono + 10;
	assert_int_equal(device_wait(d), 900);
	world_close(w);
	PROVES("R62");
}

/* An item that is just being tried again is not due again. */
static void what_is_under_way_is_not_due(void **state)
{
	struct world *w = at_rest();
	struct device_request rq;

	(void)state;
	world_capture(w);
	asks(w, &rq);
	say_batch(w, &rq, 0, "", "", "");
	waits(w, 940);
	asks(w, &rq);
	asks_nothing(w);
	assert_int_equal(device_wait(&w->device), FLIGHT_MS);
	device_nudge(&w->device);
	asks_nothing(w);
	assert_int_equal(w->device.rest_count, 1); /* nor forgotten */
	say_batch(w, &rq, 1, "[1,1]", "", "");
	assert_int_equal(w->device.rest_count, 0);
	world_close(w);
	PROVES("R62");
}

static void a_poll_that_is_due_later_than_the_watchdog_does_not_count(void **state)
{
	struct world *w = at_rest();
	struct device_request rq;

	(void)state;
	w->device.o.poll_ms = HOUR_MS;
	w->device.poll_at = w->mono + HOUR_MS;
	device_pull(&w->device);
	asks(w, &rq);
	assert_int_equal(rq.slot, DEVICE_NEWS);
	assert_int_equal(device_wait(&w->device), FLIGHT_MS);
	no_answer(w, &rq);
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
		cmocka_unit_test(news_that_fails_waits_longer_each_time),
		cmocka_unit_test(news_and_site_wait_each_for_itself),
		cmocka_unit_test(a_cursor_that_is_none_is_thrown_away_and_asked_without),
		cmocka_unit_test(of_several_things_the_first_is_waited_for),
		cmocka_unit_test(what_is_under_way_is_not_due),
		cmocka_unit_test(a_poll_that_is_due_later_than_the_watchdog_does_not_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
