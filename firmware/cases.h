/* "How does my report stand?": receipt and follow code in, state out (R62, R64).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_CASES_H
#define FIRMWARE_CASES_H

#include "shared/base/err.h"

struct app;
struct outbox_entry;
struct reply;
struct request;

/* Where a report of this kiosk is, told by the sync task while there is one. ERR_NOT_FOUND. */
int cases_where(struct app *app, const char *receipt, struct outbox_entry *ret) MUST_USE;

/* POST cases {"receipt","code"}. A wrong pair costs growing waits and never tells which half was
 * wrong. */
int cases_post(struct app *app, const struct request *rq, struct reply *rp);

#endif
