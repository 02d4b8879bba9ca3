/* A device and central in one process: everything captured arrives exactly once, whatever the line
 * does to single messages.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/sync_world.h"

static void enrolment_and_first_batch(void **state)
{
	struct world *w = world_ready();

	(void)state;
	for (int i = 0; i < 3; i++)
		world_capture(w);
	world_run(w, MINUTE_MS);
	world_check_all(w);
	assert_int_equal(w->far.item_count, 3);
	assert_string_equal(w->near.id.state, "active");
	assert_int_equal(strlen(w->near.id.prefix), 4);
	world_close(w);
	PROVES("R62 R70");
}

static void a_long_backlog_drains_in_full_batches(void **state)
{
	struct world *w = world_ready();
	int before = w->exchanges;

	(void)state;
	for (int i = 0; i < 2000; i++)
		world_capture(w);
	world_run(w, MINUTE_MS);
	world_check_all(w);
	assert_int_equal(w->far.item_count, 2000);
	assert_true(w->exchanges - before <= 8); /* 2000 / 256 */
	world_close(w);
	PROVES("R62");
}

static void lost_replies_cost_a_repeat_and_nothing_else(void **state)
{
	struct world *w = world_ready();

	(void)state;
	for (int i = 0; i < 300; i++)
		world_capture(w);
	w->lose = 5;
	world_run(w, HOUR_MS);
	world_check_all(w);
	assert_int_equal(w->far.item_count, 300);
	assert_int_equal(w->far.strays, 0);
	world_close(w);
	PROVES("R62");
}

static void a_line_down_for_thirty_days_resumes_by_itself(void **state)
{
	struct world *w = world_ready();

	(void)state;
	w->down = true;
	for (int day = 0; day < 30; day++) {
		world_capture(w);
		world_run(w, DAY_MS);
	}
	assert_int_equal(near_pending(&w->near), 30);
	assert_false(w->device.online);
	w->down = false;
	world_run(w, HOUR_MS);
	world_check_all(w);
	assert_true(w->device.online);
	for (int i = 1; i < 30; i++) /* the clock of the same boot dates each to its day */
		assert_true(w->far.items[i].t - w->far.items[i - 1].t >= DAY_MS - HOUR_MS);
	world_close(w);
	PROVES("R62 R63");
}

/* ---- spoiled replies ----------------------------------------------------------------------------- */

static bool portal(struct world *w, struct device_answer *a, struct hub_reply *r)
{
	(void)w, (void)r;
	a->status = 200;
	a->type = "text/html";
	a->body = "<html>log in to our wifi</html>";
	a->len = strlen(a->body);
	a->digest = a->input = a->signature = "";
	return false;
}

static bool unsigned_reply(struct world *w, struct device_answer *a, struct hub_reply *r)
{
	(void)w, (void)r;
	a->signature = "";
	return false;
}

static bool flipped(struct world *w, struct device_answer *a, struct hub_reply *r)
{
	(void)w, (void)a;
	r->body.data[r->body.len / 2] ^= 1;
	return false;
}

static bool other_status(struct world *w, struct device_answer *a, struct hub_reply *r)
{
	(void)w, (void)r;
	a->status = 201;
	return false;
}

static void nothing_unsigned_is_an_acknowledgement(void **state)
{
	static bool (*const SPOILS[])(struct world *, struct device_answer *, struct hub_reply *) = {
		portal, unsigned_reply, flipped, other_status,
	};
	static const char *const WHY[] = { "portal", "unsigned", "unsigned", "unsigned" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(SPOILS); i++) {
		struct world *w = world_ready();

		world_capture(w);
		w->spoil = SPOILS[i];
		assert_true(world_exchange(w));
		assert_int_equal(near_pending(&w->near), 1);
		assert_string_equal(w->device.marks.last_error, WHY[i]);
		assert_false(w->device.online);
		world_run(w, HOUR_MS);
		world_check_all(w);
		assert_int_equal(w->far.item_count, 1);
		world_close(w);
	}
	PROVES("R62");
}

/* A reply kept from an earlier request must not pass for the answer to a later one. */
static void a_reply_to_another_request_is_no_reply(void **state)
{
	struct world *w = world_ready();
	struct device_request one = { 0 }, two = { 0 };
	struct hub_reply r1, r2;
	struct wired x1, x2;

	(void)state;
	world_capture(w);
	assert_true(device_next(&w->device, &one));
	wired_from(&x1, &one);
	assert_int_equal(wired_serve(w, &x1, &r1), OK);
	world_capture(w);
	assert_true(device_next(&w->device, &two));
	assert_int_not_equal(one.slot, two.slot);
	wired_from(&x2, &two);
	assert_int_equal(wired_serve(w, &x2, &r2), OK);
	world_deliver(w, two.slot, &r1);
	assert_string_equal(w->device.marks.last_error, "other_request");
	assert_int_equal(near_pending(&w->near), 2);
	world_deliver(w, one.slot, &r1);
	assert_int_equal(near_pending(&w->near), 1);
	world_run(w, HOUR_MS);
	world_check_all(w);
	buf_free(&r1.body), buf_free(&r2.body), buf_free(&x1.body), buf_free(&x2.body);
	buf_free(&one.headers), buf_free(&one.body), buf_free(&two.headers), buf_free(&two.body);
	world_close(w);
	PROVES("R62");
}

/* Two batches under way, answered in the wrong order. */
static void two_batches_may_be_answered_in_any_order(void **state)
{
	struct world *w = world_ready();
	struct device_request rq[2] = { { 0 } };
	struct hub_reply r[2];
	struct wired x[2];

	(void)state;
	for (int i = 0; i < 400; i++)
		world_capture(w);
	for (int i = 0; i < 2; i++) {
		assert_true(device_next(&w->device, &rq[i]));
		wired_from(&x[i], &rq[i]);
	}
	assert_true(device_underway(&w->device, 1));
	assert_true(device_underway(&w->device, 400));
	for (int i = 1; i >= 0; i--)
		assert_int_equal(wired_serve(w, &x[i], &r[i]), OK);
	for (int i = 0; i < 2; i++)
		world_deliver(w, rq[i].slot, &r[i]);
	assert_false(device_underway(&w->device, 1));
	world_run(w, MINUTE_MS);
	assert_int_equal(w->far.item_count, 400);
	assert_int_equal(near_pending(&w->near), 0);
	for (int i = 0; i < 2; i++)
		buf_free(&r[i].body), buf_free(&x[i].body), buf_free(&rq[i].headers),
			buf_free(&rq[i].body);
	world_close(w);
	PROVES("R62");
}

/* ---- items that cannot go -------------------------------------------------------------------------- */

/* One item whose envelope is unreadable for central stands among a thousand good ones. */
static void one_poison_item_delays_nobody(void **state)
{
	struct world *w = world_ready();
	struct near_item *bad;
	int before;

	(void)state;
	for (int i = 0; i < 1000; i++)
		world_capture(w);
	bad = &w->near.items[99];
	buf_clear(&bad->text);
	buf_str(&bad->text, "{\"seq\":100,\"id\":\"no uuid\"}");
	before = w->exchanges;
	world_run(w, MINUTE_MS);
	assert_true(bad->dead);
	assert_int_equal(w->far.item_count, 999);
	assert_int_equal(w->far.voids, 1);
	world_check_all(w);
	/* four batches, one refused, its 255 others at once, the poison alone, its void */
	assert_true(w->exchanges - before <= 8);
	world_close(w);
	PROVES("R62");
}

/* The same when the refusal does not point at the item: halves. */
static bool hide_pointer(struct world *w, struct device_answer *a, struct hub_reply *r)
{
	char *path = strstr(buf_text(&r->body), ",\"path\"");

	if (!path)
		return true;
	r->body.len = (size_t)(path - r->body.data);
	buf_str(&r->body, "}");
	sig_digest(r->body.data, r->body.len, r->digest);
	sig_reply_make(&w->hub.key, r->status, r->digest, w->wall / 1000, r->input, r->signature);
	a->body = r->body.data;
	a->len = r->body.len;
	return true;
}

static void a_poison_item_nobody_points_at_is_found_by_halves(void **state)
{
	struct world *w = world_ready();

	(void)state;
	for (int i = 0; i < 600; i++)
		world_capture(w);
	buf_clear(&w->near.items[199].text);
	buf_str(&w->near.items[199].text, "{\"seq\":200,\"id\":\"no uuid\"}");
	w->spoil = hide_pointer;
	world_run(w, MINUTE_MS);
	assert_int_equal(w->far.item_count, 599);
	assert_true(w->near.items[199].dead);
	world_check_all(w);
	world_close(w);
	PROVES("R62");
}

static void an_item_over_the_limit_becomes_a_dead_letter_and_a_void(void **state)
{
	struct world *w = world_ready();
	char *big = mem_new(1, WIRE_BODY + 1);

	(void)state;
	world_capture(w);
	crypt_random(big, WIRE_BODY + 1);
	world_capture_body(w, false, big, WIRE_BODY + 1);
	world_capture(w);
	world_run(w, MINUTE_MS);
	assert_true(w->near.items[1].dead);
	assert_int_equal(w->far.item_count, 2);
	assert_int_equal(w->far.voids, 1);
	world_check_all(w);
	free(big);
	world_close(w);
	PROVES("R62");
}

static void urgent_items_go_first(void **state)
{
	struct world *w = world_ready();

	(void)state;
	w->down = true;
	for (int i = 0; i < 300; i++)
		world_capture(w);
	world_capture_body(w, true, "alarm", 5);
	w->down = false;
	world_pass(w, HOUR_MS);
	assert_true(world_exchange(w));
	assert_true(w->near.items[300].acked);
	assert_int_equal(w->far.devices[0].hwm, 255);
	world_run(w, MINUTE_MS);
	world_check_all(w);
	world_close(w);
	PROVES("R52 R62");
}

/* ---- clocks and counters ----------------------------------------------------------------------------- */

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

/* A disk image of a week ago: counters below central's. It is told, jumps ahead and still delivers. */
static void a_device_with_an_old_counter_is_told(void **state)
{
	struct world *w = world_ready();

	(void)state;
	w->far.devices[0].counter += 50000;
	memset(w->far.devices[0].seen, 0xff, sizeof w->far.devices[0].seen);
	world_capture(w);
	world_run(w, HOUR_MS);
	world_check_all(w);
	world_close(w);
	PROVES("R70");
}

/* ---- states ---------------------------------------------------------------------------------------------- */

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

/* ---- news ---------------------------------------------------------------------------------------------------- */

static void news_comes_in_pages_and_after_a_batch(void **state)
{
	struct world *w = world_ready();

	(void)state;
	assert_int_equal(w->near.fresh, 1);
	w->far.last_change = 250;
	world_capture(w);
	world_run(w, MINUTE_MS);
	assert_int_equal(w->near.changes, 250);
	assert_string_equal(w->near.cursor, "250");
	assert_int_equal(w->near.pages, 4); /* the first empty one, then 100 + 100 + 50 */
	world_close(w);
	PROVES("R53 R64");
}

static void a_cursor_central_does_not_know_starts_over(void **state)
{
	struct world *w = world_ready();

	(void)state;
	w->far.last_change = 10;
	device_pull(&w->device);
	world_run(w, MINUTE_MS);
	assert_int_equal(w->near.changes, 10);
	w->far.gone = true;
	device_pull(&w->device);
	world_run(w, MINUTE_MS);
	assert_int_equal(w->near.resets, 1);
	assert_int_equal(w->near.changes, 20);
	assert_int_equal(w->near.fresh, 2);
	world_close(w);
	PROVES("R53");
}

static void a_site_comes_in_pieces_and_goes_on_after_a_break(void **state)
{
	struct world *w = world_ready();

	(void)state;
	crypt_random(w->far.site, sizeof w->far.site);
	w->near.site_wanted = true;
	device_pull(&w->device);
	assert_true(world_exchange(w));
	assert_true(world_exchange(w));
	assert_int_equal(w->near.site_have, 700);
	w->lose = 2;
	world_run(w, HOUR_MS);
	assert_int_equal(w->near.site_have, sizeof w->far.site);
	assert_memory_equal(w->near.site, w->far.site, sizeof w->far.site);
	world_close(w);
	PROVES("R53 R60");
}

static bool other_version(struct world *w, struct device_answer *a, struct hub_reply *r)
{
	if (!strstr(buf_text(&r->body), "\"data\""))
		return true;
	memcpy(strstr(r->body.data, "\"v1\""), "\"v9\"", 4);
	sig_digest(r->body.data, r->body.len, r->digest);
	sig_reply_make(&w->hub.key, r->status, r->digest, w->wall / 1000, r->input, r->signature);
	return a->body = r->body.data, true;
}

static void a_site_that_cannot_be_had_does_not_disturb_the_rest(void **state)
{
	struct world *w = world_ready();
	int before;

	(void)state;
	w->near.site_wanted = true;
	w->spoil = other_version;
	device_pull(&w->device);
	world_run(w, 10 * MINUTE_MS);
	before = w->exchanges;
	world_capture(w);
	world_run(w, MINUTE_MS);
	world_check_all(w);
	assert_int_equal(w->exchanges - before, 1);
	w->spoil = NULL;
	world_run(w, HOUR_MS);
	assert_int_equal(w->near.site_have, sizeof w->far.site);
	world_close(w);
	PROVES("R53 R62");
}

static void an_idle_device_shows_a_sign_of_life(void **state)
{
	struct world *w = world_ready();
	int before;

	(void)state;
	w->device.o.poll_ms = MINUTE_MS;
	w->device.poll_at = w->mono + MINUTE_MS;
	before = w->exchanges;
	world_run(w, HOUR_MS);
	assert_in_range(w->exchanges - before, 58, 61);
	assert_true(w->device.online);
	world_close(w);
	PROVES("R62");
}

/* ---- bad days -------------------------------------------------------------------------------------------------- */

/* Decided by the seed alone, so a day that went wrong can be lived again. */
static unsigned dice(uint64_t *s, unsigned sides)
{
	*s = *s * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)(*s >> 33) % sides;
}

static void restart(struct world *w)
{
	struct device_options o = world_options(w);
	struct device_identity id = w->near.id;

	device_free(&w->device);
	o.poll_ms = -1;
	device_init(&w->device, &o, &id, &w->near.marks, w->near.counters);
}

/* Two requests leave, their replies come back in the other order, or the older one never. */
static void crossed(struct world *w, bool lost)
{
	struct device_request rq[2] = { { 0 }, { 0 } };
	struct hub_reply r[2] = { { 0 }, { 0 } };
	struct wired x[2];
	int n = 0;

	while (n < 2 && device_next(&w->device, &rq[n]))
		n++;
	for (int i = 0; i < n; i++) {
		wired_from(&x[i], &rq[i]);
		(void)!wired_serve(w, &x[i], &r[i]);
	}
	for (int i = n - 1; i >= 0; i--) {
		w->lose += lost && i == 0;
		world_deliver(w, rq[i].slot, &r[i]);
	}
	for (int i = 0; i < 2; i++) {
		if (i < n)
			buf_free(&x[i].body);
		buf_free(&r[i].body), buf_free(&rq[i].headers), buf_free(&rq[i].body);
	}
}

static void one_bad_thing(struct world *w, uint64_t *s)
{
	static bool (*const SPOILS[])(struct world *, struct device_answer *, struct hub_reply *) = {
		portal, unsigned_reply, flipped, other_status, NULL,
	};

	switch (dice(s, 12)) {
	case 0: w->lose = (int)dice(s, 4); break;
	case 1: w->spoil = SPOILS[dice(s, 5)]; break;
	case 2: w->down = dice(s, 2); break;
	case 3: w->far.full = dice(s, 3) == 0; break;
	case 4: w->near.storage_fails = dice(s, 3) == 0; break;
	case 5: restart(w); break;
	case 6: w->off = ((int64_t)dice(s, 5) - 2) * DAY_MS; break;
	case 7: crossed(w, dice(s, 2)); break;
	case 8: w->far.last_change += (int)dice(s, 150); break;
	case 9: w->far.gone = true; break;
	case 10: device_link_up(&w->device); break;
	default: world_pass(w, (int64_t)dice(s, 100000) * 100); break;
	}
}

static void live_a_bad_day(uint64_t seed)
{
	struct world *w = world_ready();
	uint64_t s = seed;

	w->device.o.poll_ms = -1;
	for (int step = 0; step < 80; step++) {
		for (unsigned n = dice(&s, 4); n > 0 && w->near.count < 300; n--)
			world_capture(w);
		one_bad_thing(w, &s);
		world_run(w, (int64_t)dice(&s, 60000));
	}
	w->lose = 0;
	w->spoil = NULL;
	w->down = w->far.full = w->near.storage_fails = w->far.gone = false;
	device_pull(&w->device);
	world_run(w, DAY_MS);
	world_check_all(w);
	assert_int_equal(w->far.item_count, w->near.count);
	assert_int_equal(w->far.strays + w->far.voids, 0);
	assert_int_equal(w->far.seen, w->far.last_change);
	assert_true(w->device.online);
	world_close(w);
}

static void many_bad_days_lose_and_double_nothing(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 15; seed++)
		live_a_bad_day(seed);
	PROVES("R62");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(enrolment_and_first_batch),
		cmocka_unit_test(a_long_backlog_drains_in_full_batches),
		cmocka_unit_test(lost_replies_cost_a_repeat_and_nothing_else),
		cmocka_unit_test(a_line_down_for_thirty_days_resumes_by_itself),
		cmocka_unit_test(nothing_unsigned_is_an_acknowledgement),
		cmocka_unit_test(a_reply_to_another_request_is_no_reply),
		cmocka_unit_test(two_batches_may_be_answered_in_any_order),
		cmocka_unit_test(one_poison_item_delays_nobody),
		cmocka_unit_test(a_poison_item_nobody_points_at_is_found_by_halves),
		cmocka_unit_test(an_item_over_the_limit_becomes_a_dead_letter_and_a_void),
		cmocka_unit_test(urgent_items_go_first),
		cmocka_unit_test(a_wrong_clock_costs_one_extra_request),
		cmocka_unit_test(enrolment_works_with_a_wrong_clock),
		cmocka_unit_test(counters_go_on_after_a_restart),
		cmocka_unit_test(a_device_with_an_old_counter_is_told),
		cmocka_unit_test(a_revoked_device_stops_and_keeps_its_queue),
		cmocka_unit_test(a_pending_device_delivers_but_gets_no_news),
		cmocka_unit_test(a_central_that_wants_nothing_is_not_stormed),
		cmocka_unit_test(a_full_disk_at_central_keeps_everything_here),
		cmocka_unit_test(an_ack_that_cannot_be_stored_here_is_asked_again),
		cmocka_unit_test(the_watchdog_frees_a_dead_request),
		cmocka_unit_test(news_comes_in_pages_and_after_a_batch),
		cmocka_unit_test(a_cursor_central_does_not_know_starts_over),
		cmocka_unit_test(a_site_comes_in_pieces_and_goes_on_after_a_break),
		cmocka_unit_test(a_site_that_cannot_be_had_does_not_disturb_the_rest),
		cmocka_unit_test(many_bad_days_lose_and_double_nothing),
		cmocka_unit_test(an_idle_device_shows_a_sign_of_life),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
