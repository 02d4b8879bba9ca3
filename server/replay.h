/* The history of a case as steps that can be taken again, in memory (D4).
 *
 * What a deadline looks at (kind, urgency, party, state) is told by the events themselves; so a case can
 * be walked through as it was at each moment, whatever became of it later.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_REPLAY_H
#define SERVER_REPLAY_H

#include <stdbool.h>
#include <stdint.h>

#include "server/case_store.h"
#include "server/replay_store.h"

struct app;

/* One thing that happened. */
struct replay_step {
	int64_t t;
	enum action action;   /* AC_MAX: the reporter has the confirmation */
	char party[64];	      /* who has it from here on; "" = stays */
	enum urgency urgency; /* it has from here on; URGENCY_MAX = stays */
	int64_t task, due; /* of AC_TASK and AC_TASK_DONE: its number, and when it must be done */
};

struct replay {
	struct case_row
	    first;	/* as it was made: nr, receipt, kind, urgency, captured, party, state */
	bool anonymous; /* its events tell no details: party and urgency are those it has now, and
	                        * somebody who was called was reached */
	int count, cap;
	struct replay_step *step; /* after that */
};

void replay_free(struct replay *r);
/* Begin with the case of this row; memory is kept for the next. */
void replay_begin(struct replay *r, const struct replay_row *row);
/* Take in one event of it; what means nothing to deadlines is left out. */
void replay_add(struct replay *r, const struct app *app, const struct replay_row *row);

/* The case after step i of its history. c: the case before it. false: from its state there is no such
 * step today; it stays where it was. */
bool replay_take(const struct replay *r, int i, struct case_row *c);
/* When the first of the actions still open after step i is due, 0 for none. */
int64_t replay_first_task(const struct replay *r, int i);

#endif
