/* Central is put back to an older state: the kiosk notices, finds the last common number and delivers
 * the rest again, whatever happens meanwhile. Everything is there afterwards, once.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/sync_fall.h"

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
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
