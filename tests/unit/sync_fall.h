/* A central that is put back to an older state, and the check that all is there again.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_UNIT_SYNC_FALL_H
#define TESTS_UNIT_SYNC_FALL_H

#include "tests/unit/sync_world.h"

static inline struct far_end *backup(const struct world *w)
{
	struct far_end *f = mem_new(1, sizeof *f);

	*f = w->far;
	return f;
}

/* Put a backup back. epoch: its last digit becomes this one; '\0': by hand, nobody noticed. */
static inline void restore(struct world *w, const struct far_end *f, char epoch)
{
	w->far = *f;
	if (epoch)
		w->hub.epoch[31] = epoch;
}

static inline void capture(struct world *w, int n)
{
	for (int i = 0; i < n; i++)
		world_capture(w);
}

/* A fresh process over what is durable. */
static inline void crash(struct world *w)
{
	struct device_options o = world_options(w);
	struct device_identity id = w->near.id;
	struct device_marks marks = w->near.marks;

	o.poll_ms = w->device.o.poll_ms;
	device_free(&w->device);
	device_init(&w->device, &o, &id, &marks, w->near.counters);
}

/* All of it, once, in the present epoch, and nothing in doubt. */
static inline void check_whole(struct world *w)
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
static inline struct world *old_and_new(int kept, int all, struct far_end **ret)
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

#endif
