/* A kiosk that ends and starts again, and the count of what its lines brought.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_UNIT_SYNC_LINE_H
#define TESTS_UNIT_SYNC_LINE_H

#include "tests/unit/sync_world.h"

/* The program ends and starts again from what its store kept. */
static inline void restart(struct world *w)
{
	struct device_options o = world_options(w);
	struct device_marks marks = w->device.marks;
	int64_t counters = w->near.counters > 1 ? w->near.counters : 1;

	text_copy(marks.state, sizeof marks.state, w->near.id.state);
	device_free(&w->device);
	o.poll_ms = -1;
	device_init(&w->device, &o, &w->near.id, &marks, counters);
}

/* Everything ever captured is at central exactly once, whichever line brought it. */
static inline void check_items(const struct world *w, int count)
{
	assert_int_equal(near_pending(&w->near), 0);
	assert_int_equal(w->far.item_count, count);
}

#endif
