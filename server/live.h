/* Tells open staff pages that something is newer, nothing more (R66).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_LIVE_H
#define SERVER_LIVE_H

struct app;
struct live;

struct live *live_open(struct app *app);
void live_close(struct live *l);
/* Something changed in this turn. Safe with NULL (commands, tests). */
void live_changed(struct live *l);
void live_alarm(struct live *l);
/* After the turn's commit: a ping soon, many changes together. */
void live_committed(struct live *l);

#endif
