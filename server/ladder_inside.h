/* Shared by ladder.c and ladder_tick.c only.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_LADDER_INSIDE_H
#define SERVER_LADDER_INSIDE_H

#include "server/clock_store.h"
#include "server/ladder.h"

/* The row a clock was started under; NULL when that ladder is gone. The caller frees *ret_owned. */
const struct ladder_row *ladder_row_of(struct app *app, const struct clock_row *k,
				       struct ladder **ret_owned);
/* When the next thing of any running clock must be told, CLOCK_NEVER for never. */
int64_t ladder_fire(struct app *app, const struct clocks *c);

#endif
