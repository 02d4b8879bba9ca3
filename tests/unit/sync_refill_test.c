/* Central is put back to an older state: the kiosk notices, finds the last common number and delivers
 * the rest again, whatever happens meanwhile. Everything is there afterwards, once.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/sync_world.h"

/* ---- backups ------------------------------------------------------------------------------------------- */

static struct far_end *backup(const struct world *w)
{
	struct far_end *f = mem_new(1, sizeof *f);

	*f = w->far;
	return f;
}

/* Put a backup back. epoch: its last digit becomes this one; '\0': by hand, nobody noticed. */
static void restore(struct world *w, const struct far_end *f, char epoch)
{
	w->far = *f;
	if (epoch)
		w->hub.epoch[31] = epoch;
}

static void capture(struct world *w, int n)
{
	for (int i = 0; i < n; i++)
		world_capture(w);
}

/* A fresh process over what is durable. */
static void crash(struct world *w)
{
	struct device_options o = world_options(w);
	struct device_identity id = w->near.id;
	struct device_marks marks = w->near.marks;

	o.poll_ms = w->device.o.poll_ms;
	device_free(&w->device);
	device_init(&w->device, &o, &id, &marks, w->near.counters);
}

/* All of it, once, in the present epoch, and nothing in doubt. */
static void check_whole(struct world *w)
{
	world_check_all(w);
	assert_int_equal(w->far.item_count, w->near.count);
	assert_int_equal(w->far.strays, 0);
	assert_int_equal(w->far.voids, 0);
	assert_string_equal(w->near.marks.epoch, w->hub.epoch);
	assert_int_equal(w->near.marks.hwm, w->near.count);
	assert_false(device_refilling(&w->device));
	assert_int_equal(w->device.refill.doubt, DOUBT_NONE);
}

/* A pair whose central once was backed up at `kept` items and now holds `all`. */
static struct world *old_and_new(int kept, int all, struct far_end **ret)
{
	struct world *w = world_ready();

	capture(w, kept);
	world_run(w, MINUTE_MS);
	*ret = backup(w);
	capture(w, all - kept);
	world_run(w, MINUTE_MS);
	world_check_all(w);
	w->device.o.poll_ms = MINUTE_MS;
	return w;
}

/* ---- put back ------------------------------------------------------------------------------------------- */

/* matrix 40 */
static void a_restored_central_is_refilled_without_hands(void **state)
{
	static const int KEPT[] = { 0, 1, 255, 256, 1700, 2499, 2500 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(KEPT); i++) {
		struct far_end *old;
		struct world *w = old_and_new(KEPT[i], 2500, &old);

		restore(w, old, 'a');
		world_run(w, HOUR_MS);
		check_whole(w);
		assert_int_equal(w->near.resets, 1); /* the news is read from the beginning */
		assert_int_equal(w->near.agains, (2500 - KEPT[i] + 1023) / 1024);
		free(old);
		world_close(w);
	}
	PROVES("D3 R61 R62 D1");
}

/* matrix 41: the file was copied by hand and nobody told anybody, the epoch included. */
static void a_file_copied_back_by_hand_is_noticed(void **state)
{
	static const int KEPT[] = { 0, 255, 600 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(KEPT); i++) {
		struct far_end *old;
		struct world *w = old_and_new(KEPT[i], 900, &old);

		restore(w, old, '\0');
		world_run(w, HOUR_MS);
		check_whole(w);
		assert_int_equal(w->near.resets, 1);
		free(old);
		world_close(w);
	}
	PROVES("R61 R62");
}

/* matrix 42: at every request of an upload, before it is served and between service and reply. */
static void a_restore_in_the_middle_of_an_upload_loses_nothing(void **state)
{
	(void)state;
	for (int at = 0; at < 8; at++) {
		struct far_end *old;
		struct world *w = old_and_new(200, 500, &old);

		capture(w, 900);
		world_pass(w, SECOND_MS);
		for (int i = 0; i < at; i++)
			world_exchange(w);
		w->lose = at % 2;
		world_exchange(w);
		restore(w, old, 'b');
		world_run(w, HOUR_MS);
		check_whole(w);
		free(old);
		world_close(w);
	}
	PROVES("R61 R62");
}

/* Replies under way when central falls back are of no worth: the oldest arrives last. */
static void an_answer_of_before_the_fall_acknowledges_nothing(void **state)
{
	struct far_end *old;
	struct world *w = old_and_new(100, 300, &old);
	struct device_request rq[2] = { { 0 } };
	struct hub_reply r[2];
	struct wired x[2];

	(void)state;
	capture(w, 400);
	for (int i = 0; i < 2; i++) {
		assert_true(device_next(&w->device, &rq[i]));
		wired_from(&x[i], &rq[i]);
	}
	assert_int_equal(wired_serve(w, &x[0], &r[0]), OK);
	restore(w, old, 'c');
	assert_int_equal(wired_serve(w, &x[1], &r[1]), OK);
	world_deliver(w, rq[1].slot, &r[1]);
	world_deliver(w, rq[0].slot, &r[0]);
	assert_false(w->near.items[300].acked); /* of the first batch: central does not hold it any more */
	world_run(w, HOUR_MS);
	check_whole(w);
	for (int i = 0; i < 2; i++)
		buf_free(&r[i].body), buf_free(&x[i].body), buf_free(&rq[i].headers),
			buf_free(&rq[i].body);
	free(old);
	world_close(w);
	PROVES("R61 R62");
}

static void twice_in_a_row_and_with_lost_replies(void **state)
{
	(void)state;
	for (int steps = 0; steps < 12; steps++) {
		struct far_end *old, *older;
		struct world *w = old_and_new(10, 300, &older);

		old = backup(w);
		capture(w, 900);
		world_run(w, MINUTE_MS);
		restore(w, old, 'd');
		world_pass(w, MINUTE_MS);
		w->lose = steps % 3;
		for (int i = 0; i < steps; i++) {
			world_exchange(w);
			world_pass(w, SECOND_MS);
		}
		restore(w, older, 'e');
		w->lose = steps % 4;
		world_run(w, HOUR_MS);
		check_whole(w);
		free(old);
		free(older);
		world_close(w);
	}
	PROVES("R61 R62");
}

/* The kiosk dies after any number of steps, or its disk is full for a while. */
static void a_crash_at_any_step_goes_on_where_it_was(void **state)
{
	(void)state;
	for (int steps = 0; steps < 16; steps++) {
		struct far_end *old;
		struct world *w = old_and_new(100, 2600, &old);

		restore(w, old, 'a');
		world_pass(w, MINUTE_MS);
		for (int i = 0; i < steps; i++) {
			w->near.storage_fails = i % 5 == 3;
			world_exchange(w);
			world_pass(w, SECOND_MS);
		}
		w->near.storage_fails = false;
		crash(w);
		world_run(w, HOUR_MS);
		check_whole(w);
		free(old);
		world_close(w);
	}
	PROVES("R61 R62");
}

/* The answer of before could not be kept here: the next one tells the same. */
static void a_full_disk_here_does_not_hide_the_fall(void **state)
{
	struct far_end *old;
	struct world *w = old_and_new(10, 20, &old);

	(void)state;
	restore(w, old, 'a');
	world_pass(w, MINUTE_MS);
	w->near.storage_fails = true;
	assert_true(world_exchange(w));
	assert_string_not_equal(w->device.marks.epoch, w->hub.epoch);
	w->near.storage_fails = false;
	world_run(w, HOUR_MS);
	check_whole(w);
	free(old);
	world_close(w);
	PROVES("R61 R62");
}

static void what_is_gone_here_is_a_gap_there(void **state)
{
	struct far_end *old;
	struct world *w = old_and_new(10, 40, &old);

	(void)state;
	for (int i = 0; i < 20; i++)
		w->near.items[i].gone = true;
	w->near.items[30].dead = true;
	restore(w, old, 'a');
	world_run(w, HOUR_MS);
	assert_int_equal(near_pending(&w->near), 0);
	assert_int_equal(w->near.marks.hwm, 40);
	assert_int_equal(w->far.voids, 11);
	assert_int_equal(w->far.item_count, 29);
	free(old);
	world_close(w);
	PROVES("R61");
}

/* ---- safe ------------------------------------------------------------------------------------------------- */

static void safe_counts_within_its_epoch_only(void **state)
{
	struct far_end *old;
	struct world *w = old_and_new(100, 300, &old);

	(void)state;
	w->far.devices[0].safe_hwm = 250;
	world_run(w, 2 * MINUTE_MS);
	assert_int_equal(w->near.marks.safe_hwm, 250);
	w->far.devices[0].safe_hwm = 200; /* never falls within an epoch */
	world_run(w, 2 * MINUTE_MS);
	assert_int_equal(w->near.marks.safe_hwm, 250);
	restore(w, old, 'a');
	w->far.devices[0].safe_hwm = 80;
	world_run(w, 2 * MINUTE_MS);
	assert_int_equal(w->near.marks.safe_hwm, 80);
	world_run(w, HOUR_MS);
	check_whole(w);
	free(old);
	world_close(w);
	PROVES("R61");
}

/* ---- not a restore ------------------------------------------------------------------------------------------ */

/* Central's marks from n on are of another line of this device. */
static void fork_at(struct world *w, int64_t n)
{
	uint8_t c[32] = { 0 };
	struct hub_device *d = &w->far.devices[0];

	w->far.chain_count = 0;
	for (int64_t s = 1; s <= d->hwm; s++) {
		struct far_mark *m = far_find_mark(&w->far, 0, s);

		if (s >= n)
			m->id[15] ^= 1;
		chain_next(c, m->id, m->h);
	}
	memcpy(d->chain, c, 32);
}

/* Until it knows that it has a twin. */
static void until_doubt(struct world *w)
{
	for (int i = 0; i < 1000 && w->device.turn != TURN_REINCARNATE; i++)
		if (!world_exchange(w))
			world_pass(w, 1 + (device_wait(&w->device) > 0 ? device_wait(&w->device) : 0));
	assert_int_equal(w->device.turn, TURN_REINCARNATE);
}

/* matrix 43, 44: the sign, and that it ends in a new line */
static void another_line_is_found_by_halves(void **state)
{
	static const int64_t FORKS[] = { 1, 2, 257, 511, 999, 1000 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(FORKS); i++) {
		struct far_end *old;
		struct world *w = old_and_new(1000, 1000, &old);
		int before;

		fork_at(w, FORKS[i]);
		before = w->exchanges;
		until_doubt(w);
		assert_int_equal(w->device.refill.doubt, DOUBT_FORK);
		assert_int_equal(w->device.refill.low, FORKS[i] - 1);
		assert_true(w->device.refill.calls <= 11);
		assert_true(w->exchanges - before <= 16);
		assert_int_equal(near_pending(&w->near), 0);
		before = w->exchanges;
		world_run(w, HOUR_MS); /* a new line, and nothing in doubt any more */
		assert_true(w->exchanges - before <= 72);
		assert_int_equal(w->far.device_count, 2);
		assert_int_equal(w->far.devices[1].hwm, 1000);
		free(old);
		world_close(w);
	}
	PROVES("R62 R70");
}

/* The same after a restore: everything behind the last common number is offered again. */
static void another_line_in_another_epoch_is_offered_again(void **state)
{
	struct far_end *old;
	struct world *w = old_and_new(600, 800, &old);

	(void)state;
	restore(w, old, 'a');
	fork_at(w, 301);
	world_run(w, 2 * MINUTE_MS);
	assert_int_equal(w->far.devices[0].state, HUB_FORKED);
	assert_true(w->far.strays > 0);
	assert_int_equal(w->far.device_count, 2);
	assert_int_equal(w->far.devices[1].hwm, 800);
	assert_string_equal(w->near.marks.state, "pending");
	free(old);
	world_close(w);
	PROVES("R62 R70");
}

static void numbers_never_given_here_are_noticed(void **state)
{
	struct far_end *old;
	struct world *w = old_and_new(10, 20, &old);

	(void)state;
	w->near.count = 15; /* this disk went back in time */
	until_doubt(w);
	assert_int_equal(w->device.refill.doubt, DOUBT_BEHIND);
	world_run(w, 2 * MINUTE_MS);
	assert_int_equal(w->far.devices[1].hwm, 15);
	w->near.count = 20;
	free(old);
	world_close(w);
	PROVES("R70");
}

/* ---- the search under trouble -------------------------------------------------------------------------------- */

/* Central falls back, or loses a reply, while the search is going on. */
static void a_search_that_is_cut_off_begins_anew(void **state)
{
	(void)state;
	for (int steps = 1; steps < 12; steps++) {
		struct far_end *old;
		struct world *w = old_and_new(600, 800, &old);

		fork_at(w, 301); /* so that it searches */
		world_pass(w, MINUTE_MS);
		for (int i = 0; i < steps; i++)
			world_exchange(w);
		restore(w, old, steps % 2 ? 'a' : '\0');
		w->lose = steps % 3;
		world_run(w, DAY_MS);
		world_check_all(w);
		assert_int_equal(w->far.strays, 0);
		assert_int_equal(w->device.refill.phase, REFILL_NONE);
		free(old);
		world_close(w);
	}
	PROVES("R61 R62");
}

/* An alarm does not wait for the search. */
static void alarms_leave_during_the_search(void **state)
{
	struct far_end *old;
	struct world *w = old_and_new(600, 800, &old);

	(void)state;
	fork_at(w, 301);
	world_pass(w, MINUTE_MS);
	world_exchange(w);
	assert_int_equal(w->device.refill.phase, REFILL_PROBE);
	world_capture_body(w, true, "alarm", 5);
	assert_true(w->device.refill.phase == REFILL_PROBE);
	for (int i = 0; i < 3 && !w->near.items[800].acked; i++)
		world_exchange(w);
	assert_true(w->device.refill.phase == REFILL_PROBE || w->near.items[800].acked);
	world_run(w, MINUTE_MS);
	assert_true(w->near.items[800].acked);
	free(old);
	world_close(w);
	PROVES("R52");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_restored_central_is_refilled_without_hands),
		cmocka_unit_test(a_file_copied_back_by_hand_is_noticed),
		cmocka_unit_test(a_restore_in_the_middle_of_an_upload_loses_nothing),
		cmocka_unit_test(an_answer_of_before_the_fall_acknowledges_nothing),
		cmocka_unit_test(twice_in_a_row_and_with_lost_replies),
		cmocka_unit_test(a_crash_at_any_step_goes_on_where_it_was),
		cmocka_unit_test(a_full_disk_here_does_not_hide_the_fall),
		cmocka_unit_test(what_is_gone_here_is_a_gap_there),
		cmocka_unit_test(safe_counts_within_its_epoch_only),
		cmocka_unit_test(another_line_is_found_by_halves),
		cmocka_unit_test(another_line_in_another_epoch_is_offered_again),
		cmocka_unit_test(numbers_never_given_here_are_noticed),
		cmocka_unit_test(a_search_that_is_cut_off_begins_anew),
		cmocka_unit_test(alarms_leave_during_the_search),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
