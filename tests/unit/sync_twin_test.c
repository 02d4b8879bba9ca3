/* Clones, rollbacks and new lines: two kiosks from one disk, a disk of a week ago, numbers somebody else used.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/sync_line.h"

/* ---- matrix 43, 44, 64: clones and rollbacks ------------------------------------------------------ */

/* A second kiosk from a copy of the first one's disk, on the same central. */
struct twin {
	struct near_end near;
	struct device device;
	struct device_marks marks;
};

static void copy_disk(struct world *w, struct twin *t)
{
	t->near = w->near;
	t->marks = w->device.marks;
	for (int i = 0; i < t->near.count; i++) {
		t->near.items[i].text = (struct buf){ 0 };
		buf_add(&t->near.items[i].text, w->near.items[i].text.data, w->near.items[i].text.len);
	}
}

static void free_disk(struct near_end *n)
{
	for (int i = 0; i < n->count; i++)
		buf_free(&n->items[i].text);
}

/* The other kiosk's turn at the world's only desk. */
static void swap(struct world *w, struct twin *t)
{
	struct near_end *near = mem_new(1, sizeof *near);
	struct device device = w->device;

	*near = w->near;
	w->near = t->near;
	t->near = *near;
	w->device = t->device;
	t->device = device;
	free(near);
}

static void boot_twin(struct world *w, struct twin *t)
{
	struct device_options o = world_options(w);

	o.poll_ms = -1;
	device_init(&t->device, &o, &t->near.id, &t->marks, t->near.counters);
}

static void of_a_clone_both_streams_are_stored_and_nobody_is_trusted_blindly(void **state)
{
	struct world *w = world_ready();
	struct twin *t = mem_new(1, sizeof *t);
	int captured = 0;

	(void)state;
	for (; captured < 10; captured++)
		world_capture(w);
	world_run(w, MINUTE_MS);
	copy_disk(w, t);
	boot_twin(w, t);
	for (int turn = 0; turn < 8; turn++) { /* both online, both capture */
		world_capture(w);
		captured++;
		world_run(w, HOUR_MS);
		swap(w, t);
	}
	check_items(w, captured);
	swap(w, t);
	check_items(w, captured);
	swap(w, t);
	assert_int_equal(w->far.devices[0].state, HUB_FORKED);
	assert_int_equal(w->far.device_count, 3);
	assert_int_equal(w->far.devices[1].state, HUB_PENDING);
	assert_int_equal(w->far.devices[2].state, HUB_PENDING);
	assert_string_not_equal(w->near.id.device, t->near.id.device);
	assert_string_not_equal(w->near.id.prefix, t->near.id.prefix);
	device_free(&t->device);
	free_disk(&t->near);
	free(t);
	world_close(w);
	PROVES("R60 R70 D1");
}

/* A disk image of a week ago: told by the counter, or, when that still lay in what was reserved, by
 * numbers at central it never gave. */
static void a_rolled_back_disk_begins_a_new_line_and_loses_nothing(void **state)
{
	(void)state;
	for (int deep = 0; deep < 2; deep++) {
		struct world *w = world_ready();
		struct twin *t = mem_new(1, sizeof *t);

		for (int i = 0; i < 5; i++)
			world_capture(w);
		world_run(w, MINUTE_MS);
		copy_disk(w, t);
		for (int i = 0; i < 6; i++)
			world_capture(w);
		world_run(w, HOUR_MS);
		if (deep) { /* a week of requests */
			w->far.devices[0].counter += 50000;
			memset(w->far.devices[0].seen, 0xff, sizeof w->far.devices[0].seen);
		}
		boot_twin(w, t); /* the image comes back */
		swap(w, t);
		for (int i = 0; i < 3; i++)
			world_capture(w);
		world_run(w, HOUR_MS);
		check_items(w, 14);
		assert_int_equal(w->far.device_count, 2);
		assert_int_equal(w->far.devices[0].state, HUB_FORKED);
		assert_int_equal(w->far.devices[1].hwm, 8); /* the old five and the new three */
		world_check_all(w);
		device_free(&t->device);
		free_disk(&t->near);
		free(t);
		world_close(w);
	}
	PROVES("R60 R62 D1");
}

/* matrix 44: a copy that only asked for news has used numbers we never did. */
static void numbers_of_requests_nobody_here_made_are_a_twin(void **state)
{
	struct world *w = world_ready();

	(void)state;
	world_capture(w);
	world_run(w, MINUTE_MS);
	w->far.devices[0].counter += 50000;
	memset(w->far.devices[0].seen, 0xff, sizeof w->far.devices[0].seen);
	world_capture(w);
	world_run(w, HOUR_MS);
	check_items(w, 2);
	world_check_all(w);
	assert_int_equal(w->far.device_count, 2);
	assert_int_equal(w->far.devices[0].state, HUB_FORKED);
	world_close(w);
	PROVES("R70 D1");
}

static void a_crash_is_never_taken_for_a_twin(void **state)
{
	struct world *w = world_ready();

	(void)state;
	for (int i = 0; i < 30; i++) {
		world_capture(w);
		w->lose = i % 3 == 0;
		if (i % 2)
			world_exchange(w);
		else
			world_run(w, MINUTE_MS);
		restart(w);
	}
	world_run(w, HOUR_MS);
	world_check_all(w);
	assert_int_equal(w->far.device_count, 1);
	assert_int_equal(w->near.became, 0);
	world_close(w);
	PROVES("R62");
}

static void a_lost_reply_to_a_new_line_makes_no_second_one(void **state)
{
	(void)state;
	for (int lost = 1; lost < 4; lost++) {
		struct world *w = world_ready();

		world_capture(w);
		world_run(w, MINUTE_MS);
		w->far.devices[0].state = HUB_FORKED;
		world_capture(w);
		world_exchange(w); /* told */
		w->lose = lost;
		if (lost == 2)
			world_exchange(w), restart(w);
		if (lost == 3)
			w->near.became_fails = true, world_exchange(w), w->near.became_fails = false;
		world_run(w, HOUR_MS);
		assert_int_equal(w->far.device_count, 2);
		assert_int_equal(w->near.became, 1);
		check_items(w, 2);
		world_check_all(w);
		world_close(w);
	}
	PROVES("R62");
}

/* What a backup holds is not offered again; what may be lost is, acknowledged or not. */
static void a_new_line_offers_what_is_not_safe(void **state)
{
	struct world *w = world_ready();

	(void)state;
	for (int i = 0; i < 10; i++)
		world_capture(w);
	world_run(w, MINUTE_MS);
	w->near.marks.safe_hwm = w->device.marks.safe_hwm = 4;
	w->far.devices[0].state = HUB_FORKED;
	world_capture(w);
	world_run(w, HOUR_MS);
	assert_int_equal(w->near.count, 7);
	assert_int_equal(w->far.devices[1].hwm, 7);
	check_items(w, 11);
	world_close(w);
	PROVES("R61 D1");
}

static void the_fourth_line_within_an_hour_waits_and_floods(void **state)
{
	struct world *w = world_ready();
	struct twin *t[5];
	int far_flooded = 0;

	(void)state;
	for (int i = 0; i < 5; i++) {
		t[i] = mem_new(1, sizeof *t[i]);
		copy_disk(w, t[i]);
	}
	w->far.devices[0].state = HUB_FORKED;
	for (int i = 0; i < 4; i++) {
		boot_twin(w, t[i]);
		swap(w, t[i]);
		world_capture(w);
		world_run(w, MINUTE_MS);
	}
	assert_int_equal(w->far.device_count, 4); /* the parent and three */
	assert_non_null(strstr(w->far.noted, "device.flood"));
	assert_int_equal(near_pending(&w->near), 1); /* the fourth keeps what it has */
	swap(w, t[0]);
	swap(w, t[2]); /* an early one speaks on: kept, but apart */
	world_capture(w);
	world_run(w, MINUTE_MS);
	for (int i = 0; i < w->far.item_count; i++)
		far_flooded += strcmp(w->far.items[i].fault, "too_many_lines") == 0;
	assert_int_equal(far_flooded, 1);
	world_run(w, HOUR_MS);
	for (int i = 0; i < 5; i++) {
		free_disk(&t[i]->near);
		if (i < 4)
			device_free(&t[i]->device);
		free(t[i]);
	}
	world_close(w);
	PROVES("R70");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_a_clone_both_streams_are_stored_and_nobody_is_trusted_blindly),
		cmocka_unit_test(a_rolled_back_disk_begins_a_new_line_and_loses_nothing),
		cmocka_unit_test(numbers_of_requests_nobody_here_made_are_a_twin),
		cmocka_unit_test(a_crash_is_never_taken_for_a_twin),
		cmocka_unit_test(a_lost_reply_to_a_new_line_makes_no_second_one),
		cmocka_unit_test(a_new_line_offers_what_is_not_safe),
		cmocka_unit_test(the_fourth_line_within_an_hour_waits_and_floods),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
