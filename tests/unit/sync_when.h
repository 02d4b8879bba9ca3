/* A device with nothing to do, and for how long.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_UNIT_SYNC_WHEN_H
#define TESTS_UNIT_SYNC_WHEN_H

#include "tests/unit/sync_say.h"

#define FLIGHT_MS (5 * MINUTE_MS)
#define RND UINT64_C(0x2b2b2b2b2b2b2b2b) /* what this world's chance always says */

/* Nothing to do for exactly so long, then something. */
static inline void waits(struct world *w, int64_t ms)
{
	asks_nothing(w);
	assert_int_equal(device_wait(&w->device), ms);
	world_pass(w, ms - 1);
	asks_nothing(w);
	assert_int_equal(device_wait(&w->device), 1);
	world_pass(w, 1);
	assert_int_equal(device_wait(&w->device), 0);
}

static inline void waits_for_nothing(struct world *w)
{
	asks_nothing(w);
	assert_int_equal(device_wait(&w->device), -1);
}

static inline void asks_for(struct world *w, struct device_request *rq, const char *target)
{
	asks(w, rq);
	assert_string_equal(rq->target, target);
}

/* An enrolled pair at rest that has asked all it wants. */
static inline struct world *at_rest(void)
{
	struct world *w = world_ready();

	waits_for_nothing(w);
	return w;
}

#endif
