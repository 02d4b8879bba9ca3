/* When news and sites are due, and which of several things is waited for, to the millisecond.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/sync_when.h"

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
		cmocka_unit_test(news_that_fails_waits_longer_each_time),
		cmocka_unit_test(news_and_site_wait_each_for_itself),
		cmocka_unit_test(a_cursor_that_is_none_is_thrown_away_and_asked_without),
		cmocka_unit_test(of_several_things_the_first_is_waited_for),
		cmocka_unit_test(what_is_under_way_is_not_due),
		cmocka_unit_test(a_poll_that_is_due_later_than_the_watchdog_does_not_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
