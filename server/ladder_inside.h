/* Shared by ladder.c and ladder_tick.c only.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_LADDER_INSIDE_H
#define SERVER_LADDER_INSIDE_H

#include "server/ladder.h"
#include "server/ladder_core.h"

/* The ladder in force and those before it, for the core. Valid until another is published. */
struct ladder_ground ladder_ground(struct app *app);
/* As ladder_put. */
void ladder_put_clocks(struct app *app, const struct clocks *c, int64_t now, struct val *list);
/* An alarm as the ladder sees it: an emergency nobody looked at, on the phone desk. */
void ladder_alarm_case(int64_t nr, struct case_row *ret);

#endif
