/* What a person fills in with each step.
 *
 * Owns nothing. One row per step; a form on a page and the check at the server are both read from
 * it, so they cannot disagree.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stddef.h>

#include "shared/model/flow.h"

#define NOTE_CAP 1000
#define TEXT_CAP 4000

#define MAY_NOTE { "note", FIELD_TEXT, NOTE_CAP, "", false }
#define NOTE { "note", FIELD_TEXT, NOTE_CAP, "", true }
#define TEXT { "text", FIELD_TEXT, TEXT_CAP, "", true }
#define PARTY { "party", FIELD_PARTY, 63, "", true }
#define MAY_PARTY { "party", FIELD_PARTY, 63, "", false }
#define DUE { "due", FIELD_DATE, 10, "", true }
#define CARD { "medium", FIELD_CHOICE, 0, "print|mail|sms", true }
#define SPOKEN { "medium", FIELD_CHOICE, 0, "phone|visit|desk", true }
/* who, when, what: together they are the evidence (R22) */
#define EVIDENCE \
	{ "by", FIELD_TEXT, 120, "", true }, { "when", FIELD_DATE, 10, "", true }, \
	{ "what", FIELD_TEXT, NOTE_CAP, "", true }
/* own words in the letter that follows */
#define ADDITION { "addition", FIELD_TEXT, 600, "", false }
#define FOUND { "found", FIELD_CODE, 31, "", false }

static const struct flow_field FIELDS[AC_MAX][FLOW_FIELDS + 1] = {
	[AC_ASSIGN] = { PARTY, NOTE },
	[AC_REFER] = { PARTY, CARD, MAY_NOTE, ADDITION },
	[AC_RETURN] = { { "reason", FIELD_CHOICE, 0, "not_taken_up|dissatisfied", true }, MAY_NOTE },
	[AC_ESCALATE] = { { "reason", FIELD_CHOICE, 0, "not_taken_up|dissatisfied|other", true }, MAY_NOTE },
	[AC_ACCEPT] = { MAY_NOTE },
	[AC_ATTEMPT] = { SPOKEN, MAY_NOTE },
	[AC_CONTACT] = { SPOKEN, NOTE },
	[AC_INVESTIGATE] = { NOTE, { "data_here", FIELD_CHOICE, 0, "yes|no", true } },
	[AC_SKIP] = { NOTE },
	[AC_ASK] = { PARTY, TEXT, DUE },
	[AC_ANSWER] = { TEXT },
	[AC_RECALL] = { NOTE },
	[AC_RESULT] = { TEXT, FOUND },
	[AC_PRESENT] = { SPOKEN, NOTE },
	[AC_NO_FAULT] = { MAY_NOTE, ADDITION },
	[AC_ASK_REPAIR] = { PARTY, TEXT, DUE, ADDITION },
	[AC_ASK_ARRANGEMENT] = { PARTY, TEXT, DUE, ADDITION },
	[AC_PROPOSE] = { TEXT },
	[AC_ARRANGED] = { EVIDENCE },
	[AC_READY] = { EVIDENCE, FOUND },
	[AC_NOT_READY] = { NOTE },
	[AC_OBJECT] = { NOTE },
	[AC_PLAN] = { { "day", FIELD_DATE, 10, "", true },
		      { "part", FIELD_CHOICE, 0, "OCH|MID|AVO", true }, MAY_PARTY, MAY_NOTE, ADDITION },
	[AC_START] = { MAY_NOTE },
	[AC_FORWARD] = { PARTY, TEXT },
	[AC_PARTNER] = { TEXT },
	[AC_INFORM] = { SPOKEN, NOTE },
	[AC_DONE] = { EVIDENCE, FOUND },
	[AC_SOLVED] = { MAY_NOTE },
	[AC_CLOSE] = { MAY_NOTE, ADDITION },
	[AC_REOPEN] = { NOTE },
	[AC_COMPLAIN] = { NOTE },
	[AC_WITHDRAW] = { NOTE },
	[AC_NOTE] = { NOTE },
	[AC_URGENCY] = { { "urgency", FIELD_CHOICE, 0, "planned|normal|urgent|emergency", true }, NOTE },
	[AC_CODE] = { { "room", FIELD_CODE, 15, "", true }, { "object", FIELD_CODE, 31, "", true },
		      { "fault", FIELD_CODE, 31, "", true } },
	[AC_FINDING] = { { "found", FIELD_CODE, 31, "", true }, MAY_NOTE },
	[AC_TASK] = { { "what", FIELD_TEXT, 200, "", true }, { "owner", FIELD_STAFF, 63, "", true }, DUE },
	[AC_TASK_DONE] = { { "task", FIELD_NUMBER, 0, "", true }, MAY_NOTE },
};

const struct flow_field *flow_fields(enum action a)
{
	return FIELDS[a < AC_MAX ? a : AC_SEE];
}
