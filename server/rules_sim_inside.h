/* Shared by the files of rules_sim only.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_RULES_SIM_INSIDE_H
#define SERVER_RULES_SIM_INSIDE_H

#include "server/routing.h"
#include "server/rules_sim.h"

/* One kind of move: from whom to whom, and by which rules. */
struct move {
	char from[64], to[64];
	int rank_was, rank_now; /* 0 = none */
	int64_t cases;
	struct val *shown;
};

struct moves {
	int count;
	int64_t total, more;
	struct move row[RULES_SIM_MOVES];
};

struct moved_case {
	int64_t nr;
	const char *receipt;
	const char *then; /* who it was given to when it came in, "" = nobody */
};

void moves_add(struct app *app, struct moves *m, const struct route_answer *was,
	       const struct route_answer *now, const struct moved_case *c);
/* Most cases first, into ret; takes the examples out. */
void moves_put(struct app *app, struct moves *m, const struct rules *was, const struct rules *now,
	       struct val *ret);
void moves_close(struct moves *m);

#endif
