/* Shared by the files of ladder_sim only.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_LADDER_SIM_INSIDE_H
#define SERVER_LADDER_SIM_INSIDE_H

#include "server/ladder_core.h"
#include "server/ladder_sim.h"

/* One clock from its start to its end. */
struct sim_run {
	char clock[LADDER_CLOCK_CAP];
	int rank;
	int64_t start, due;
	int64_t end;   /* 0 = it still runs */
	uint64_t told; /* hash of what was told, when and to whom */
	bool gone;     /* another urgency took it away: as if it had never run */
};

/* Figures of one row of a ladder. */
struct sim_figures {
	int64_t started, met, late, running, warned;
	int64_t rung[LADDER_RUNGS];
	int64_t *spare; /* ms left at each end, negative when late */
	size_t spares, spare_cap;
};

/* One ladder, one case at a time. */
struct sim_side {
	struct ladder_ground ground;
	struct sim_figures *row; /* beside ladder_at */
	struct clocks clocks;	 /* of the case being played */
	int64_t fire;		 /* of those */
	int count, cap;
	struct sim_run *run; /* of that case, in order of start */
};

/* ladder stays the caller's. */
void sim_side_open(struct sim_side *s, const struct calendar *c, const struct ladder *ladder,
		   int64_t version);
void sim_side_close(struct sim_side *s);
/* A new case begins; then each step of it, by time; then its end: what is due by now is told. */
void sim_side_begin(struct sim_side *s, const struct case_row *c);
void sim_side_confirmed(struct sim_side *s, const struct case_row *c, int64_t at);
void sim_side_step(struct sim_side *s, const struct case_row *c, enum action a, int64_t at,
		   int64_t first_task);
void sim_side_end(struct sim_side *s, int64_t now);
bool sim_run_late(const struct sim_run *r, int64_t now);

/* The figures of a side into ret (ladder_sim_tell.c). */
void sim_side_put(struct sim_side *s, struct val *ret);

/* ---- where two sides differ (ladder_sim_differ.c) --------------------------------------------------- */

enum sim_kind { SIM_LATE, SIM_IN_TIME, SIM_NEW, SIM_GONE, SIM_DUE, SIM_TOLD, SIM_KIND_MAX };

struct sim_differ {
	int64_t cases;
	int64_t clocks[SIM_KIND_MAX];
	struct val *shown[SIM_KIND_MAX]; /* arrays */
};

void sim_differ_open(struct sim_differ *d);
/* Compare one case that both sides have played. Takes nothing over. */
void sim_differ_case(struct sim_differ *d, const struct case_row *c, const struct sim_side *was,
		     const struct sim_side *now, int64_t at);
/* Into ret; frees what was kept. */
void sim_differ_put(struct sim_differ *d, struct val *ret);
void sim_differ_close(struct sim_differ *d);

#endif
