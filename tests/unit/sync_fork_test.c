/* Central does not have what it had, and no backup was put back: another line of this device, numbers never given
 * here, a search that is cut off.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/sync_fall.h"

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
		cmocka_unit_test(another_line_is_found_by_halves),
		cmocka_unit_test(another_line_in_another_epoch_is_offered_again),
		cmocka_unit_test(numbers_never_given_here_are_noticed),
		cmocka_unit_test(a_search_that_is_cut_off_begins_anew),
		cmocka_unit_test(alarms_leave_during_the_search),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
