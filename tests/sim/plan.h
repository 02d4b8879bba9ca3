/* A schedule: what goes wrong when, made from one number, printed and read back as text.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_SIM_PLAN_H
#define TESTS_SIM_PLAN_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define ACTS 64

/* One row of the table of faults at a moment, to one kiosk. Its dice are its own, so that taking another
 * act away leaves it as it is. */
struct act {
	int64_t at;    /* ms after the beginning */
	int fault;     /* row of FAULTS */
	int kiosk;     /* 0 … */
	uint64_t dice;
};

struct plan {
	uint64_t seed;
	int kiosks;
	int64_t horizon; /* when all faults end */
	int count;
	struct act acts[ACTS];
};

void plan_make(struct plan *p, uint64_t seed);
void plan_print(const struct plan *p, FILE *to);
/* false: not a plan of ours. */
bool plan_read(struct plan *p, FILE *from);

#endif
