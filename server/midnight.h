/* What changes because a day begins: contacts and contracts begin and end on civil dates, so at local
 * midnight the kiosks hear of every party again (R3, R7).
 *
 * Once a day: the day is written down with it, so a start after midnight makes up for one that was
 * missed, and a second start does nothing. Rows that stay as they were cost no number.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_MIDNIGHT_H
#define SERVER_MIDNIGHT_H

#include <stdbool.h>

struct app;
struct midnight;

/* A day began since this was last done: do it. In an event. Returns whether it was. */
bool midnight_pass(struct app *app);

/* While serving: at the start, and whenever a day begins. */
struct midnight *midnight_open(struct app *app);
void midnight_close(struct midnight *m);

#endif
