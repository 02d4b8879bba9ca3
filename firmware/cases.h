/* "How does my report stand?": receipt and follow code in, state out (R62, R64).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_CASES_H
#define FIRMWARE_CASES_H

#include "shared/base/err.h"

#include <stdint.h>

#include "shared/base/text.h"
#include "shared/base/val.h"

struct app;
struct outbox_entry;
struct reply;
struct request;

/* A report whose receipt and follow code were given rightly. */
struct followed {
	char receipt[RECEIPT_TEXT];
	char follow[HEX32_TEXT]; /* hash of the code, as the report carries it */
	char state[16];          /* kiosk underway office dead */
	char case_state[32];     /* slug of the mirrored case, "" for none */
	struct val *body;        /* mirrored case, NULL when none; its owner frees it */
	int64_t t;
};

/* Where a report of this kiosk is, told by the sync task while there is one. ERR_NOT_FOUND. */
int cases_where(struct app *app, const char *receipt, struct outbox_entry *ret) MUST_USE;

/* The same of any item of this kiosk, by its id. ERR_NOT_FOUND. */
int cases_where_id(struct app *app, const char *id, struct outbox_entry *ret) MUST_USE;

/* Read a request {"receipt","code",…} and find the report it proves to hold. ret_body: its JSON, freed
 * by the caller in any case; f->body likewise after OK.
 * ERR_SLOW_DOWN, ERR_JSON, ERR_INPUT, ERR_CREDENTIALS. */
int cases_open(struct app *app, const struct request *rq, struct val **ret_body,
	       struct followed *f, struct reply *rp) MUST_USE;

/* POST cases {"receipt","code"}: {"receipt","state","t","case":{…}|null,"may_complain",
 * "answered":{"state","t"}|null}. "case" has "contact" when it is with a party whose data hold today. A wrong pair costs growing waits and never tells which half was
 * wrong. */
int cases_post(struct app *app, const struct request *rq, struct reply *rp);

#endif
