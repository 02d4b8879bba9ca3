/* `ladder simulate` and `rules simulate`, and the texts they print (D4, D5).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_SIMULATE_H
#define SERVER_SIMULATE_H

#include "server/replay_store.h"
#include "shared/base/buf.h"
#include "shared/base/val.h"

struct app;
struct calendar;

/* The period of two civil dates, "" for the usual: a year until now.
 * ERR_INPUT: one is no date, or they are the wrong way round. */
int simulate_period(const struct app *app, const char *from, const char *to,
		    struct replay_period *ret) MUST_USE;

/* What ladder_sim and rules_sim found, for a person at a terminal. */
void simulate_print_ladder(const struct calendar *c, const struct val *v, struct buf *out);
void simulate_print_rules(const struct calendar *c, const struct val *v, struct buf *out);
void simulate_print_problems(const struct val *v, struct buf *out);

#endif
