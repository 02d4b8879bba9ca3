/* Many schedules in processes of their own, each a copy of one world after its first fill.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_SIM_MANY_H
#define TESTS_SIM_MANY_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "tests/sim/plot.h"

/* Play one in a copy of this process. A copy that crashes or hangs is a failure too. diary: where its
 * lines go, NULL: nowhere. */
void many_play(const struct plan *p, FILE *diary, struct outcome *ret);

#define FAILURES_KEPT 20

/* What a number of schedules came to. */
struct totals {
	int64_t played, failed, replayed, differed;
	int64_t events, shown, restarts, requests;
	int64_t longest_rest;
	int busiest;
	int64_t hits[FAULT_MOST];
	uint64_t seeds[FAILURES_KEPT]; /* of those that failed */
	char why[FAILURES_KEPT][160];
	uint64_t different; /* seed of the first that went another way the second time */
	int64_t cpu_ms;
};

/* Seeds first … first + count - 1, shared out over so many processes, each with a world of its own made
 * by prepare. Stops early after `enough` failures. */
void many_run(uint64_t first, int64_t count, int jobs, int enough, bool (*prepare)(void), struct totals *ret);

/* The same failure with fewer acts, as few as can be found. */
void many_shrink(struct plan *p);

#endif
