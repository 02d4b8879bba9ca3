/* Reads, judges and writes an answer by its rows, like a report.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/model/answer.h"

#include <string.h>

#include "shared/base/clock.h"
#include "shared/model/flow.h"
#include "shared/model/report_inside.h"

#define AT(field) .offset = offsetof(struct answer, field), .cap = sizeof(((struct answer *)0)->field)

#define COMPLAINT "complaint"

_Static_assert(ANSWER_SCHEMA == REPORT_SCHEMA, "KIND_SCHEMA knows one number");

static const char *const ANSWERS[] = { "solved", "half", "not", COMPLAINT, NULL };
static const char *const CHANNELS[] = { "kiosk", "phone", "tablet", "web", NULL };

static const struct report_row ROWS[] = {
	{ "schema", &KIND_SCHEMA, .must = true },
	{ "id", &KIND_ID, AT(id), .must = true },
	{ "receipt", &KIND_RECEIPT, AT(receipt), .must = true },
	{ "follow", &KIND_HEX, AT(follow) },
	{ "answer", &KIND_CHOICE, AT(answer), .choices = ANSWERS, .must = true },
	{ "words", &KIND_WORDS, AT(words) },
	{ "t", &KIND_TIME, AT(t) },
	{ "channel", &KIND_CHOICE, AT(channel), .choices = CHANNELS },
	{ "lang", &KIND_LANG, AT(lang) },
	{ 0 },
};

int answer_read(const struct val *v, bool strict, struct answer *ret, struct report_fault *fault)
{
	memset(ret, 0, sizeof(*ret));
	text_copy(ret->lang, sizeof(ret->lang), "nl");
	return report_rows_read(v, ROWS, strict, ret, fault);
}

int answer_judge(const struct answer *a, bool proof, struct report_fault *fault)
{
	const struct {
		const char *field;
		bool there;
	} needs[] = {
		{ "receipt", *a->receipt != '\0' }, { "follow", !proof || *a->follow },
		{ "t", a->t > 0 },		    { "channel", *a->channel != '\0' },
		{ "lang", *a->lang != '\0' },
	};

	memset(fault, 0, sizeof(*fault));
	for (size_t i = 0; i < COUNT_OF(needs); i++) {
		if (needs[i].there)
			continue;
		text_copy(fault->field, sizeof(fault->field), needs[i].field);
		fault->why = "missing";
		return ERR_INCOMPLETE;
	}
	return OK;
}

struct val *answer_write(const struct answer *a)
{
	struct val *v = val_object();

	report_rows_write(v, ROWS, a);
	return v;
}

bool answer_complains(const struct answer *a)
{
	return strcmp(a->answer, COMPLAINT) == 0;
}

static bool is_over(const char *state)
{
	for (enum state s = ST_NONE + 1; s < ST_MAX; s++)
		if (strcmp(flow_state_name(s), state) == 0)
			return !flow_open(s);
	return false;
}

bool answer_may_complain(const char *state, bool asked, int64_t t, int64_t now, int64_t days)
{
	return asked || is_over(state) || now - t >= days * DAY_MS;
}
