/* Clocks, counters and states on the road: wrong clocks, restarts, revoked and pending devices, full
 * disks, a central that asks for patience.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/sync_world.h"

/* ---- clocks and counters ----------------------------------------------------------------------------- */

/* matrix 45 */
static void a_wrong_clock_costs_one_extra_request(void **state)
{
	static const int64_t OFFS[] = { -56 * 365 * DAY_MS, 3650 * DAY_MS, -DAY_MS, DAY_MS };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(OFFS); i++) {
		struct world *w = world_ready();
		int before;

		w->off = OFFS[i];
		before = w->exchanges;
		world_capture(w);
		world_run(w, MINUTE_MS);
		world_check_all(w);
		assert_int_equal(w->exchanges - before, 2);
		assert_int_equal(w->far.items[0].quality, QUALITY_BOOT);
		assert_in_range(w->far.items[0].t, WORLD_START, w->wall);
		world_close(w);
	}
	PROVES("R62 R63");
}

/* Far ahead first, then back at 1970: together with what was learnt of the first it is before all time. */
static void a_clock_that_falls_back_from_far_ahead_is_set_right(void **state)
{
	struct world *w = world_ready();
	int before;

	(void)state;
	w->off = 3650 * DAY_MS;
	world_capture(w);
	world_run(w, MINUTE_MS);
	w->off = 60 * DAY_MS - w->wall;
	before = w->exchanges;
	world_capture(w);
	world_run(w, MINUTE_MS);
	world_check_all(w);
	assert_int_equal(w->exchanges - before, 2);
	world_close(w);
	PROVES("R62 R63");
}

/* matrix 45: a clock that keeps the time of the wall jumps in two nights a year; what was captured before and
 * delivered after was captured when it was. So it is over 29 February. */
static void no_night_of_the_clocks_moves_a_capture(void **state)
{
	static const struct {
		int64_t at, before, after; /* UTC; how far the clock is off on either side of it */
	} rows[] = {
		{ INT64_C(1774746000000), HOUR_MS, 2 * HOUR_MS }, /* 29 March 2026, 02:00 becomes 03:00 */
		{ INT64_C(1792890000000), 2 * HOUR_MS, HOUR_MS }, /* 25 October 2026, 03:00 becomes 02:00 */
		{ INT64_C(1835391600000), HOUR_MS, HOUR_MS },     /* 29 February 2028 begins */
		{ INT64_C(1835478000000), HOUR_MS, HOUR_MS },     /* 1 March 2028 begins */
	};

	(void)state;
	setenv("TZ", "Europe/Amsterdam", 1);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct world *w = world_open();
		int64_t captured[2];

		w->wall = rows[i].at - HOUR_MS;
		w->far.code.expires = rows[i].at + DAY_MS;
		w->off = rows[i].before;
		world_enrol(w);
		world_pass(w, rows[i].at - 10 * MINUTE_MS - w->wall);
		captured[0] = w->wall;
		world_capture(w);
		world_pass(w, 10 * MINUTE_MS);
		w->off = rows[i].after;
		captured[1] = w->wall;
		world_capture(w);
		world_pass(w, 10 * MINUTE_MS);
		world_run(w, MINUTE_MS);
		world_check_all(w);
		for (int n = 0; n < 2; n++) {
			assert_int_equal(w->far.items[n].quality, QUALITY_BOOT);
			assert_in_range(w->far.items[n].t, captured[n], captured[n] + SECOND_MS);
		}
		world_close(w);
	}
	unsetenv("TZ");
	PROVES("R63");
}

static void enrolment_works_with_a_wrong_clock(void **state)
{
	struct world *w = world_open();

	(void)state;
	w->off = -20 * 365 * DAY_MS;
	world_enrol(w);
	world_capture(w);
	world_run(w, MINUTE_MS);
	world_check_all(w);
	world_close(w);
	PROVES("R70");
}

/* matrix 55: central has moved on to another major version */
static void a_device_too_old_keeps_its_queue(void **state)
{
	struct world *w = world_ready();
	int before = w->exchanges;

	(void)state;
	w->protocol = "2.0";
	for (int i = 0; i < 3; i++)
		world_capture(w);
	world_run(w, DAY_MS);
	assert_int_equal(w->last, FAULT_BAD_VERSION);
	assert_string_equal(w->device.marks.last_error, "bad_version");
	assert_int_equal(near_pending(&w->near), 3);
	assert_in_range(w->exchanges - before, 24, 24 * 60); /* it goes on asking, and does not storm */
	w->protocol = NULL;
	world_run(w, HOUR_MS);
	world_check_all(w);
	world_close(w);
	PROVES("R60 R62");
}

static void counters_go_on_after_a_restart(void **state)
{
	struct world *w = world_ready();
	struct device_options o = world_options(w);
	struct device_identity id = w->near.id;
	struct device_marks marks;

	(void)state;
	for (int i = 0; i < 5; i++) {
		world_capture(w);
		world_run(w, SECOND_MS);
		marks = w->device.marks;
		device_free(&w->device);
		o.poll_ms = -1;
		device_init(&w->device, &o, &id, &marks, w->near.counters);
	}
	world_run(w, MINUTE_MS);
	world_check_all(w);
	assert_int_equal(w->near.reserved, 6);
	assert_true(w->far.devices[0].counter > 5 * DEVICE_COUNTERS);
	world_close(w);
	PROVES("R62");
}

/* ---- states ---------------------------------------------------------------------------------------------- */

/* Matrix 50. */
static void a_revoked_device_stops_and_keeps_its_queue(void **state)
{
	struct world *w = world_ready();
	int before;

	(void)state;
	w->far.devices[0].state = HUB_REVOKED;
	world_capture(w);
	world_run(w, HOUR_MS);
	assert_true(w->device.stopped);
	assert_string_equal(w->near.marks.state, "revoked");
	before = w->exchanges;
	world_run(w, DAY_MS);
	assert_int_equal(w->exchanges, before);
	assert_int_equal(near_pending(&w->near), 1);
	/* A new code makes a new device, which delivers the queue. */
	w->far.code.redeemed = false;
	w->far.code.expires = w->wall + DAY_MS;
	w->near.has_enrol_key = false;
	world_enrol(w);
	world_run(w, HOUR_MS);
	assert_int_equal(w->far.device_count, 2);
	assert_int_equal(near_pending(&w->near), 0);
	assert_int_equal(w->far.item_count, 1);
	world_close(w);
	PROVES("R62 R70");
}

static void a_pending_device_delivers_but_gets_no_news(void **state)
{
	struct world *w = world_ready();

	(void)state;
	w->far.devices[0].state = HUB_PENDING;
	w->far.last_change = 5;
	device_pull(&w->device);
	world_capture(w);
	world_run(w, HOUR_MS);
	world_check_all(w);
	assert_int_equal(w->near.changes, 0);
	assert_string_equal(w->near.marks.state, "pending");
	w->far.devices[0].state = HUB_ACTIVE; /* approved: the next batch says there is news */
	world_capture(w);
	world_run(w, HOUR_MS);
	assert_int_equal(w->near.changes, 5);
	assert_string_equal(w->near.marks.state, "active");
	world_close(w);
	PROVES("R70");
}

/* Verified, but no item is acknowledged and none is named. */
static bool says_nothing(struct world *w, struct device_answer *a, struct hub_reply *r)
{
	static const char TEXT[] = "\"epoch\":\"e\",\"now\":1,\"ack\":[],\"results\":[],\"hwm\":0,"
				   "\"chain\":\"\",\"safe_hwm\":0}";
	char sig[SIG_TEXT];

	assert_true(span_copy(walk_get(walk_text(r->body.data, r->body.len), "req_sig"), sig, sizeof sig));
	buf_clear(&r->body);
	buf_fmt(&r->body, "{\"v\":1,\"req_sig\":\"%s\",%s", sig, TEXT);
	sig_digest(r->body.data, r->body.len, r->digest);
	sig_reply_make(&w->hub.key, r->status, r->digest, w->wall / 1000, r->input, r->signature);
	a->body = r->body.data;
	a->len = r->body.len;
	return true;
}

static void a_central_that_wants_nothing_is_not_stormed(void **state)
{
	static const int COUNTS[] = { 5, 64, 300 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(COUNTS); i++) {
		struct world *w = world_ready();
		int before = w->exchanges;

		for (int n = 0; n < COUNTS[i]; n++)
			world_capture(w);
		w->spoil = says_nothing;
		world_run(w, HOUR_MS);
		assert_in_range(w->exchanges - before, 3, 600);
		assert_int_equal(near_pending(&w->near), COUNTS[i]);
		w->spoil = NULL;
		world_run(w, DAY_MS);
		world_check_all(w);
		world_close(w);
	}
	PROVES("R62");
}

/* matrix 16 */
static void a_full_disk_at_central_keeps_everything_here(void **state)
{
	struct world *w = world_ready();

	(void)state;
	world_capture(w);
	w->far.full = true;
	world_run(w, 5 * MINUTE_MS);
	assert_int_equal(near_pending(&w->near), 1);
	assert_int_equal(w->last, FAULT_STORAGE_FULL);
	assert_string_equal(w->device.marks.last_error, "storage_full");
	w->far.full = false;
	world_run(w, HOUR_MS);
	world_check_all(w);
	world_close(w);
	PROVES("R62");
}

static void an_ack_that_cannot_be_stored_here_is_asked_again(void **state)
{
	struct world *w = world_ready();

	(void)state;
	world_capture(w);
	w->near.storage_fails = true;
	assert_true(world_exchange(w));
	assert_int_equal(near_pending(&w->near), 1);
	assert_string_equal(w->device.marks.last_error, "storage");
	w->near.storage_fails = false;
	world_run(w, HOUR_MS);
	world_check_all(w);
	assert_int_equal(w->far.item_count, 1);
	world_close(w);
	PROVES("R62");
}

/* A driver that never answers is given up after five minutes; the queue goes on. */
static void the_watchdog_frees_a_dead_request(void **state)
{
	struct world *w = world_ready();
	struct device_request rq = { 0 };

	(void)state;
	world_capture(w);
	assert_true(device_next(&w->device, &rq));
	assert_true(device_wait(&w->device) > 0);
	world_pass(w, 6 * MINUTE_MS);
	world_run(w, HOUR_MS);
	world_check_all(w);
	buf_free(&rq.headers);
	buf_free(&rq.body);
	world_close(w);
	PROVES("R62");
}

/* What is due while a request is under way waits for it; the driver sleeps and does not turn round. */
static void what_is_due_waits_for_the_request_under_way(void **state)
{
	struct world *w = world_ready();
	struct device_request rq = { 0 };
	const struct device_answer nothing = { .err = ERR_NETWORK, .why = "net_timeout" };

	(void)state;
	w->device.o.poll_ms = MINUTE_MS;
	for (int failures = 0; failures < 2; failures++) {
		world_capture(w);
		world_pass(w, device_wait(&w->device));
		assert_true(device_next(&w->device, &rq));
		buf_free(&rq.headers);
		buf_free(&rq.body);
		world_pass(w, 61 * SECOND_MS);
		assert_false(device_next(&w->device, &rq));
		assert_true(device_wait(&w->device) > 0);
		device_answer(&w->device, rq.slot, &nothing);
	}
	world_run(w, HOUR_MS);
	world_check_all(w);
	world_close(w);
	PROVES("R62");
}

/* The same while a new key waits for its turn and a poll is due beside a page. */
static void a_new_key_waits_for_the_request_under_way(void **state)
{
	struct world *w = world_ready();
	struct device_request rq = { 0 };
	const struct device_answer nothing = { .err = ERR_NETWORK, .why = "net_timeout" };

	(void)state;
	w->device.o.poll_ms = MINUTE_MS;
	while (world_exchange(w))
		;
	device_pull(&w->device);
	assert_true(device_next(&w->device, &rq));
	assert_int_equal(rq.slot, DEVICE_NEWS);
	buf_free(&rq.headers);
	buf_free(&rq.body);
	device_rotate_start(&w->device);
	world_pass(w, 61 * SECOND_MS);
	assert_false(device_next(&w->device, &rq));
	assert_true(device_wait(&w->device) > 0);
	device_answer(&w->device, DEVICE_NEWS, &nothing);
	world_run(w, HOUR_MS);
	assert_int_equal(w->near.id.key_no, 2);
	world_close(w);
	PROVES("R62 R70");
}

/* A key that cannot be kept ends the enrolment at once; nobody asks again and again. */
static void an_enrolment_without_a_key_ends(void **state)
{
	struct world *w = world_open();
	struct device_request rq = { 0 };

	(void)state;
	w->near.storage_fails = true;
	device_enrol(&w->device, WORLD_CODE, "");
	assert_true(world_exchange(w)); /* hello */
	assert_false(device_next(&w->device, &rq));
	assert_int_equal(w->device.enrol_result, ERR_STORAGE);
	assert_int_equal(device_wait(&w->device), -1);
	world_close(w);
	PROVES("R70");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_wrong_clock_costs_one_extra_request),
		cmocka_unit_test(a_clock_that_falls_back_from_far_ahead_is_set_right),
		cmocka_unit_test(no_night_of_the_clocks_moves_a_capture),
		cmocka_unit_test(enrolment_works_with_a_wrong_clock),
		cmocka_unit_test(a_new_key_waits_for_the_request_under_way),
		cmocka_unit_test(what_is_due_waits_for_the_request_under_way),
		cmocka_unit_test(an_enrolment_without_a_key_ends),
		cmocka_unit_test(a_device_too_old_keeps_its_queue),
		cmocka_unit_test(counters_go_on_after_a_restart),
		cmocka_unit_test(a_revoked_device_stops_and_keeps_its_queue),
		cmocka_unit_test(a_pending_device_delivers_but_gets_no_news),
		cmocka_unit_test(a_central_that_wants_nothing_is_not_stormed),
		cmocka_unit_test(a_full_disk_at_central_keeps_everything_here),
		cmocka_unit_test(an_ack_that_cannot_be_stored_here_is_asked_again),
		cmocka_unit_test(the_watchdog_frees_a_dead_request),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
