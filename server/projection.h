/* From a judged report to a case: facts, route, deadline, confirmation, status for the kiosk
 * (R8, R41, R42, R52-R54, R63). The same code for reports of kiosks and of the phone desk.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_PROJECTION_H
#define SERVER_PROJECTION_H

#include <stdint.h>

#include "server/ingest.h"
#include "shared/model/report.h"

struct app;

/* Given to server/ingest: judge one item and make its case or alarm; see struct ingest_options. */
int projection_apply(struct app *app, const struct raw_item *it, char code[INGEST_CODE],
		     char path[INGEST_PATH]);
/* After a slice: open staff pages hear of it. */
void projection_done(struct app *app, int applied, int quarantined);

/* Where a report came from. */
struct origin {
	int64_t item;          /* raw item, 0 = came in here: body_json is kept with the case */
	const char *device;    /* uuid, "" = came in here */
	const char *who;       /* for the history: receipt prefix of the device, or staff name */
	int64_t captured;      /* deadlines run from here */
	const char *body_json;
	size_t body_len;
};

/* A report that was judged already becomes a case. *ret_nr: its number.
 * ERR_CONFLICT: it is a case already; *ret_nr is that one. In an event. */
int projection_report(struct app *app, const struct report *r, const struct catalogue *c,
		      const struct origin *from, int64_t *ret_nr) MUST_USE;

/* An alarm record (R52): a's id, sign, captured, and device or who and unit. ERR_CONFLICT: known already.
 * In an event. */
struct alarm;
int projection_alarm(struct app *app, struct alarm *a) MUST_USE;

#endif
