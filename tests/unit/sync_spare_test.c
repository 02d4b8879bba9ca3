/* A run that can write nothing down counts its requests with what other runs spared: the run after it, which
 * goes on above everything that was reserved, is no twin of it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/sync_world.h"

/* A fresh process over what is durable. */
static void start(struct world *w, bool sparing)
{
	struct device_options o = world_options(w);
	struct device_identity id = w->near.id;
	struct device_marks marks = w->near.marks;

	o.sparing = sparing;
	o.poll_ms = -1;
	device_free(&w->device);
	device_init(&w->device, &o, &id, &marks, w->near.counters);
}

static void many(struct world *w, int n)
{
	for (int i = 0; i < n && !device_spent(&w->device); i++) {
		world_capture(w);
		while (!device_spent(&w->device) && world_exchange(w))
			;
		world_pass(w, SECOND_MS);
	}
}

static void no_twin(struct world *w)
{
	assert_int_equal(w->far.device_count, 1);
	assert_int_equal(w->far.devices[0].state, HUB_ACTIVE);
	assert_int_equal(w->device.turn, TURN_NONE);
}

static void runs_that_write_nothing_are_no_twins(void **state)
{
	struct world *w = world_ready();
	int64_t reserved;

	(void)state;
	many(w, 20);
	reserved = w->near.counters;
	for (int run = 0; run < 3; run++) { /* the later ones begin where the first began */
		start(w, true);
		many(w, 20);
		assert_int_equal(w->near.counters, reserved);
		assert_true(w->far.devices[0].counter <= reserved);
		assert_true(w->far.devices[0].counter > reserved - DEVICE_SPARE);
		no_twin(w);
	}
	start(w, false);
	many(w, 5);
	world_check_all(w);
	assert_true(w->far.devices[0].counter > reserved);
	no_twin(w);
	world_close(w);
	PROVES("R60 R61 R70");
}

/* However long it lasts: it falls silent rather than count on. */
static void what_was_spared_is_all_there_is(void **state)
{
	struct world *w = world_ready();
	int64_t reserved = w->near.counters;

	(void)state;
	start(w, true);
	for (int i = 0; i < 2 * DEVICE_SPARE && !device_spent(&w->device); i++) {
		device_pull(&w->device);
		world_exchange(w);
		world_pass(w, SECOND_MS);
	}
	assert_true(device_spent(&w->device));
	assert_int_equal(w->far.devices[0].counter, reserved);
	assert_int_equal(w->near.counters, reserved);
	start(w, false);
	many(w, 1);
	no_twin(w);
	world_check_all(w);
	world_close(w);
	PROVES("R61 R70");
}

/* Above everything reserved here somebody else counts. */
static void a_twin_is_seen_all_the_same(void **state)
{
	struct world *w = world_ready();

	(void)state;
	w->far.devices[0].counter = w->near.counters + 2000;
	start(w, true);
	world_capture(w);
	world_exchange(w);
	assert_int_equal(w->last, FAULT_COUNTER_REPLAYED);
	assert_int_equal(w->device.turn, TURN_REINCARNATE);
	world_close(w);
	PROVES("R70");
}

/* With no more numbers than are spared none is free; who can write, or is nobody, is never short of them. */
static void so_many_numbers_are_spared_and_no_more(void **state)
{
	struct world *w = world_ready();
	struct device_options o = world_options(w);
	struct device_identity id = w->near.id;
	struct device_marks marks = w->near.marks;
	struct device d;

	(void)state;
	for (int sparing = 0; sparing < 2; sparing++) {
		o.sparing = sparing;
		device_init(&d, &o, &id, &marks, DEVICE_SPARE);
		assert_int_equal(device_spent(&d), sparing);
		device_init(&d, &o, &id, &marks, DEVICE_SPARE + 1);
		assert_false(device_spent(&d));
		assert_int_equal(d.counter, sparing ? 1 : DEVICE_SPARE + 1);
		device_init(&d, &o, NULL, NULL, 0);
		assert_false(device_spent(&d));
	}
	world_close(w);
	PROVES("R60 R70");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(runs_that_write_nothing_are_no_twins),
		cmocka_unit_test(what_was_spared_is_all_there_is),
		cmocka_unit_test(a_twin_is_seen_all_the_same),
		cmocka_unit_test(so_many_numbers_are_spared_and_no_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
