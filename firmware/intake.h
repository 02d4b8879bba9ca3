/* The first door of a report: judged, given its receipt, sealed and queued in one transaction.
 *
 * The same road for the page (POST /api/v1/reports), the capture command and the tests. What was
 * said is written once, sealed, into the outbox; this room keeps only id, receipt and the hash of
 * the follow code.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_INTAKE_H
#define FIRMWARE_INTAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/err.h"
#include "shared/base/text.h"
#include "shared/model/report.h"

#define FOLLOW_TEXT 7 /* "K4M2XR", with NUL */

struct app;
struct session;

struct intake_result {
	bool known;                  /* this id was taken before; nothing was stored now */
	char id[UUID_TEXT];
	char receipt[RECEIPT_TEXT];
	char follow[FOLLOW_TEXT];    /* shown once: "" when known */
	enum urgency urgency;
	int64_t t;                   /* capture, ms since 1970 UTC */
};

/* Take one report as JSON text, in the running event. who: the signed-in tenant, NULL for a guest;
 * channel, actor, receipt, follow and t are set here whatever the text says.
 * ERR_JSON; ERR_INPUT, ERR_CATALOGUE, ERR_INCOMPLETE with fault filled; ERR_SETUP: not enrolled or
 * no catalogue yet; ERR_QUEUE_FULL; ERR_STORAGE. After an error nothing may be kept. */
int intake_accept(struct app *app, const char *json, size_t len, const struct session *who,
		  struct intake_result *ret, struct report_fault *fault) MUST_USE;

/* Leave an alarm record for a sign of the catalogue, urgent, at most one a minute: within it the
 * same id is given again and *ret_new is false. lang: language of the page.
 * ERR_NOT_FOUND: no such sign; else as intake_accept. */
int intake_alarm(struct app *app, const char *code, const char *lang, char ret_id[UUID_TEXT],
		 bool *ret_new) MUST_USE;

/* May one more item be queued (protocol.md section 8)? ERR_QUEUE_FULL; ERR_STORAGE: the disk
 * is full or read-only. */
int intake_room(struct app *app) MUST_USE;

struct request;
struct reply;
int intake_post(struct app *app, const struct request *rq, struct reply *rp);
int intake_post_alarm(struct app *app, const struct request *rq, struct reply *rp);

#endif
