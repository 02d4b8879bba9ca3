/* What happens to the clocks of one case, and nothing else: no database, no clock of its own (D4).
 *
 * The office calls it with the clocks it stored (server/ladder.c), a "what if" with clocks it keeps in
 * memory (server/ladder_sim.c). So a ladder that is tried out behaves as it will when it is in force.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_LADDER_CORE_H
#define SERVER_LADDER_CORE_H

#include <stdbool.h>
#include <stdint.h>

#include "server/case_store.h"
#include "server/clock_store.h"
#include "server/ladder_time.h"
#include "shared/model/ladder.h"

struct calendar;

/* Times reckoned before, for whoever asks the same of thousands of cases. Rows must outlive it. */
#define LADDER_MEMO 64
struct ladder_memo {
	struct {
		const struct ladder_row *row; /* NULL: empty */
		int64_t start;
		struct ladder_times times;
	} slot[LADDER_MEMO];
};

/* What clocks are started by and reckoned with. */
struct ladder_ground {
	const struct calendar *calendar;
	const struct ladder *ladder; /* what starts from now on */
	int64_t version;	     /* its version */
	/* The ladder of another version, which a running clock was started under; NULL: gone. What it sets in
	 * ret_owned the core frees. */
	const struct ladder *(*of)(void *ctx, int64_t version, struct ladder **ret_owned);
	void *ctx;
	struct ladder_memo *memo; /* NULL: reckon each time anew */
};

/* What must be told now: the warning, or a rung. */
struct ladder_telling {
	bool warn;
	int rung;     /* of the row, when it is no warning */
	unsigned who; /* TELL_ bits; 0: that rung is no more */
};

/* The row a clock was started under; NULL when it is gone. The caller frees *ret_owned. */
const struct ladder_row *ladder_core_row(const struct ladder_ground *g, const struct clock_row *k,
					 struct ladder **ret_owned);

/* The clocks of a case that was just captured; from c only kind, urgency, party, state, captured. */
void ladder_core_begin(const struct ladder_ground *g, const struct case_row *c, struct clocks *ret);
/* Stop and start what an event at `at` stops and starts. c: the case after it. */
void ladder_core_happened(const struct ladder_ground *g, const struct case_row *c,
			  enum ladder_event event, int64_t at, struct clocks *clocks);

/* Does a step mean anything to clocks? */
bool ladder_core_concerns(enum action a);
/* The same for a step: its events, another urgency, another planned action. c: the case after it;
 * first_task: when the first of its open actions is due, 0 for none. */
void ladder_core_step(const struct ladder_ground *g, const struct case_row *c, enum action action,
		      int64_t at, int64_t first_task, struct clocks *clocks);

/* Deadline of the earliest clock that runs, LADDER_NO_DUE without (server/ladder.h). */
int64_t ladder_core_due(const struct clocks *c);
/* When the next thing of any running clock must be told, CLOCK_NEVER for never. */
int64_t ladder_core_fire(const struct ladder_ground *g, const struct clocks *c);
/* The clock whose next thing is due at exactly this moment; NULL: none. */
struct clock_row *ladder_core_firing(const struct ladder_ground *g, struct clocks *c, int64_t fire);
/* Its next thing, and mark it as told. false: its row is gone, nothing is marked. */
bool ladder_core_tell(const struct ladder_ground *g, struct clock_row *k,
		      struct ladder_telling *ret);

#endif
