/* Forgetting: persons go from cases that ended long ago, or when one asks for it (AVG art. 5.1e, 17).
 *
 * What stays of a case is what the repair history of a home and the figures need: place, fault, party,
 * moments, steps. What goes: name, telephone, mail, tenant number, own words, notes, letters, files; and
 * the address when the case was about a person (R55).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_FORGET_H
#define SERVER_FORGET_H

#include <stdint.h>

#include "shared/base/err.h"

struct app;
struct buf;
struct forget;

/* Take persons out of one closed case. why: "retention" or "asked", for the history; who: for the history.
 * ERR_NOT_FOUND; ERR_CONFLICT: still open, or done before. In an event; files go with forget_files. */
int forget_case(struct app *app, int64_t nr, const char *who, const char *why) MUST_USE;

/* Look at the next closed cases, at most `look` of them, and forget those whose time is over by [retention];
 * goes on where the last call stopped and begins again after the last. Returns how many were forgotten. In an
 * event. */
int forget_some(struct app *app, int look);
/* Remove files that belong to no case any more. After the commit. */
void forget_files(struct app *app);

/* While serving: every hour some of it. */
struct forget *forget_open(struct app *app);
void forget_close(struct forget *f);

#endif
