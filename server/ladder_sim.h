/* "What if this were the ladder": the history of cases, played again under the ladder in force and under
 * a changed one, by the same code that runs the clocks of the office (D4).
 *
 * Reads only, through app->db; it may be a reader's own connection beside a running office. What
 * people did stays as they did it: only clocks, and who is told, differ.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_LADDER_SIM_H
#define SERVER_LADDER_SIM_H

#include <stddef.h>
#include <stdint.h>

#include "server/replay_store.h"
#include "shared/base/val.h"

struct app;

struct ladder_try {
	const char *csv; /* the changed ladder, as `import ladder` takes it */
	size_t len;
	struct replay_period period; /* cases reported in it; until < 0 = now */
};

/* Into ret, an object:
 *   from until now: ms; cases; active_version
 *   unclear: cases that are followed as far as possible, with a step today's flow does not know or without
 *     details since persons were taken out (server/replay.h)
 *   active changed: { rules: [ rank clock label reason started met late running warned
 *     spare_median_s spare_p90_s (null without an end) rungs: [ who after fired ] ], total: the sums }
 *   differ: { cases, kinds: [ { what label clocks cases: [ nr receipt clock label was now ] } ] }
 *     was, now: null or { rank due end late }; the first LADDER_SIM_SHOWN cases of a kind
 * ERR_INPUT: the file is wrong, ret has problems, rows of set_put_problem. ERR_BUSY: the connection was
 * told to stop (db_stop_when). */
#define LADDER_SIM_SHOWN 100
int ladder_sim(struct app *app, const struct ladder_try *t, struct val *ret) MUST_USE;

#endif
