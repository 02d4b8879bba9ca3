/* "What if these were the rules": every case of a period, given to a party by the rules in force and by
 * changed ones, on the same facts (D5).
 *
 * The report is as it was sent, opened again. What comes from elsewhere is not kept with a case and so is
 * that of today, for both sets: provider, supplier, complex and zero-energy of the address, the service
 * plan of the tenant, who pays by the settings. Reads only, through app->db.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_RULES_SIM_H
#define SERVER_RULES_SIM_H

#include <stddef.h>

#include "server/replay_store.h"
#include "shared/base/val.h"

struct app;

struct rules_try {
	const char *csv; /* the changed rules, as `import rules` takes them */
	size_t len;
	struct replay_period period; /* cases reported in it; until < 0 = now */
};

#define RULES_SIM_SHOWN 20  /* examples of one move */
#define RULES_SIM_MOVES 500 /* different moves told apart; what is beyond is counted together */

/* Into ret, an object:
 *   from until now: ms; cases; active_version
 *   unread: cases whose report cannot be opened any more: the facts of the case stand in for it
 *   skipped: cases whose catalogue is gone: nothing can be said
 *   since: cases the rules in force give to another party today than was decided then
 *   moved; moves: [ cases from from_label to to_label was now shown: [ nr receipt then then_label ] ],
 *     most cases first; was, now: { rank rule }, rank 0 = no rule; from, to "" = the exception queue
 *   more: cases of moves beyond RULES_SIM_MOVES
 *   rules: [ rank rule party party_label cases ] of the changed set
 * ERR_INPUT: the file is wrong, ret has problems, rows of set_put_problem. ERR_NOT_FOUND: no rules are in
 * force. ERR_BUSY: the connection was told to stop. */
int rules_sim(struct app *app, const struct rules_try *t, struct val *ret) MUST_USE;

#endif
