/* What tenants say about reports made before: from a device, or told to the phone desk (D8, D10).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_ANSWERS_H
#define SERVER_ANSWERS_H

#include "server/case_store.h"
#include "server/ingest.h"
#include "shared/model/answer.h"

struct app;
struct reply;
struct request;

/* An item "case.answer": finds the case by receipt and proof, appends `said` to its history, then
 * answers_apply. Errors as projection_apply, with the codes unknown_case and
 * wrong_proof of its own; the same id twice has one effect. In an event. */
int answers_project(struct app *app, const struct raw_item *it, char code[INGEST_CODE],
		    char path[INGEST_PATH]) MUST_USE;

/* Record an answer about this case. by, who: BY_TENANT and the receipt prefix of the device, or
 * BY_PHONE and the operator who vouches. ERR_CONFLICT: this answer is in its history already. In an
 * event. */
int answers_record(struct app *app, const struct case_row *c, const struct answer *a, unsigned by,
		   const char *who) MUST_USE;

/* What follows from an answer, in the event that recorded it: solved closes what is done, half and not
 * open it again and count (D8), a complaint turns its kind (D10). Where the flow knows no such step
 * nothing follows and that is no error. Anything but OK takes the event back. */
int answers_apply(struct app *app, int64_t nr, const struct answer *a, unsigned by,
		  const char *who) MUST_USE;

/* POST /melden/api/v1/cases/answer {"id","receipt","answer","words","lang"}: the operator vouches, so
 * there is no code. 201, or 200 for the same id again.
 * ERR_NOT_FOUND: no such receipt, or a case this role may not see. */
int answers_phone(struct app *app, const struct request *rq, struct reply *rp);

#endif
