/* What a tenant says about a report made before: solved or not, or that he is not satisfied
 * (D8, D10; item kind "case.answer").
 *
 *   {"schema":1,"id","receipt","follow","answer":"solved|half|not|complaint","words","t","channel","lang"}
 *
 * id is a UUIDv7 made at the first touch: the same answer twice is one. follow is the salted hash of
 * the follow code, as the report itself carries it: it proves that who answers holds the receipt.
 * At the phone desk an operator vouches instead and follow is empty. The JSON Schema beside this
 * file says the same for outsiders; a test holds the two together.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_MODEL_ANSWER_H
#define SHARED_MODEL_ANSWER_H

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/text.h"
#include "shared/base/val.h"
#include "shared/model/report.h"

#define ANSWER_SCHEMA 1
#define ANSWER_CAP 8192 /* bytes of its JSON over HTTP */

struct answer {
	char id[UUID_TEXT];
	char receipt[RECEIPT_TEXT];    /* of the report, printed form */
	char follow[HEX32_TEXT];
	char answer[12];               /* solved half not complaint */
	char words[2400];              /* "" for none */
	int64_t t;                     /* capture time, ms since 1970 UTC */
	char channel[8];               /* kiosk phone tablet web */
	char lang[8];
};

/* Read the JSON object; errors and strictness as report_read. */
int answer_read(const struct val *v, bool strict, struct answer *ret,
		struct report_fault *fault) MUST_USE;

/* Is everything there that central needs? proof: must it carry the follow hash? ERR_INCOMPLETE. */
int answer_judge(const struct answer *a, bool proof, struct report_fault *fault) MUST_USE;

/* The canonical JSON object, members in the order of the schema; the caller frees it. */
struct val *answer_write(const struct answer *a) MUST_USE;

/* A complaint, which becomes an event of its own (D10)? */
bool answer_complains(const struct answer *a);

/* May the tenant complain about a report yet: is it closed, or older than so many days (D10)?
 * state: its slug as the case feed says, "" for none; asked: the office asks whether it is solved. */
bool answer_may_complain(const char *state, bool asked, int64_t t, int64_t now, int64_t days);

#endif
