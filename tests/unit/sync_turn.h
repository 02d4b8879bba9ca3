/* A device that is about to change who it is: by a rotation, a new line, a recovery.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_UNIT_SYNC_TURN_H
#define TESTS_UNIT_SYNC_TURN_H

#include "tests/unit/sync_say.h"

enum turning { ROTATE, LINE, RECOVER, TURNINGS };

/* A pair one of whom is about to ask for this. */
static inline struct world *about_to(enum turning t)
{
	struct world *w = world_ready();

	if (t == ROTATE)
		device_rotate_start(&w->device);
	if (t == LINE)
		device_reincarnate_start(&w->device, "test");
	if (t == RECOVER) {
		w->far.device_count = 0;
		memset(w->far.devices, 0, sizeof w->far.devices);
		world_capture(w);
		world_exchange(w);
		assert_int_equal(w->device.turn, TURN_RECOVER);
		world_pass(w, MINUTE_MS);
	}
	return w;
}

static inline void check_stands(struct world *w, const struct device_identity *was, const char *why)
{
	assert_string_equal(w->device.marks.last_error, why);
	assert_memory_equal(&w->device.id, was, sizeof *was);
	assert_int_equal(w->near.became, 0);
	assert_true(w->device.backoff.failures > 0);
}

#endif
