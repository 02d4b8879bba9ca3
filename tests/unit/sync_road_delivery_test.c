/* A device and central in one process: everything captured arrives exactly once, whatever the line
 * does to single messages and whatever a single item is.
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

/* matrix 5, 6, 8 */
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

/* One item whose envelope is unreadable for central stands among a thousand good ones. Matrix 59. */
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(enrolment_and_first_batch),
		cmocka_unit_test(a_long_backlog_drains_in_full_batches),
		cmocka_unit_test(lost_replies_cost_a_repeat_and_nothing_else),
		cmocka_unit_test(a_line_down_for_thirty_days_resumes_by_itself),
		cmocka_unit_test(two_batches_may_be_answered_in_any_order),
		cmocka_unit_test(one_poison_item_delays_nobody),
		cmocka_unit_test(a_poison_item_nobody_points_at_is_found_by_halves),
		cmocka_unit_test(an_item_over_the_limit_becomes_a_dead_letter_and_a_void),
		cmocka_unit_test(urgent_items_go_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
