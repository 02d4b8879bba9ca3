/* The deadlines of cases: started and stopped by what happens, told once each (R17, R24, R63, D4).
 *
 * A clock keeps the version and row it was started under, so it explains itself for ever. The tick is
 * driven by one timer of the loop; what it tells is written in one event with the mark that it was
 * told, so neither a restart nor a clock that jumps tells it twice.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_LADDER_H
#define SERVER_LADDER_H

#include <stdint.h>

#include "server/case_store.h"
#include "shared/base/val.h"
#include "shared/model/ladder.h"

struct app;
struct ladder_desk;

#define LADDER_NO_DUE INT64_C(4102444800000) /* 2100: a case no clock runs for */

/* Something happened to a case at moment `at`: stop, start, and let its deadline follow. c: the case
 * as it is after it. In an event. */
int ladder_happened(struct app *app, const struct case_row *c, enum ladder_event event,
		    int64_t at) MUST_USE;
/* A step was taken at `at`; what that means to clocks is a table of the core. c: the case after it. */
int ladder_step(struct app *app, const struct case_row *c, enum action action, int64_t at) MUST_USE;
/* The reporter has the confirmation: the mail went out, or somebody was reached (R42). */
int ladder_confirmed(struct app *app, int64_t nr) MUST_USE;
/* The deadline a new case has by the ladder in force, before it is stored: its clocks, when it is
 * due, and when the first thing of it must be told. ladder_keep stores them under the number it got. */
struct clocks;
int64_t ladder_of_new(struct app *app, const struct case_row *c, struct clocks *ret, int64_t *ret_fire);
int ladder_keep(struct app *app, int64_t nr, const struct clocks *c, int64_t fire) MUST_USE;

/* Due of a running clock of a case, 0 when it does not run; the same of clocks at hand. */
int64_t ladder_due_of(const struct clocks *c, const char *clock);
int64_t ladder_due(struct app *app, int64_t nr, const char *clock);

/* [{"clock","label","start","due","late_s","stopped","explain"}] of a case, running ones first. */
void ladder_put(struct app *app, int64_t nr, int64_t now, struct val *list);
/* The sentence of the deadline that decides when a case is late; "" without. */
void ladder_explain(struct app *app, const struct case_row *c, struct buf *out);

/* An alarm came in, or somebody took it (R52): its clocks run from the tap until then, and are told as
 * those of a case, but for a history. In an event. */
int ladder_alarm(struct app *app, int64_t alarm, int64_t captured) MUST_USE;
int ladder_alarm_taken(struct app *app, int64_t alarm, const char *who) MUST_USE;
/* As ladder_put, of an alarm. */
void ladder_put_alarm(struct app *app, int64_t alarm, int64_t now, struct val *list);

/* Tell what is due by now, at most `most` things, each in an event of its own. Returns how many. */
int ladder_tick(struct app *app, int most);

/* While serving: the timer. */
struct ladder_desk *ladder_open(struct app *app);
void ladder_close(struct ladder_desk *d);
/* A clock may fire earlier than the timer thinks. Safe with NULL. */
void ladder_nudge(struct ladder_desk *d);

#endif
