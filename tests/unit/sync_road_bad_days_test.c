/* Days on which everything goes wrong at random: nothing is lost and nothing arrives twice.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/sync_spoil.h"

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

/* matrix 5, 6, 27, 31 */
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
		cmocka_unit_test(many_bad_days_lose_and_double_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
