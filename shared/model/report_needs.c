/* The table of what a report is asked.
 *
 * Owns nothing. A row is one branch with one kind, a bit is one thing asked for; what depends on the
 * fault (suspicions, questions) follows from the catalogue.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/model/report_needs.h"

#include <stddef.h>
#include <string.h>

#define REPAIR \
	(ASK_UNIT | ASK_ROOM | ASK_SUBJECT | ASK_SUSPECT | ASK_ANSWERS | ASK_WHEN | ASK_CONTACT)
#define ENERGY (ASK_UNIT | ASK_SUBJECT | ASK_BEFORE | ASK_CONTACT)
#define OUTSIDE (ASK_CAUSE | ASK_PLACE | ASK_CONTACT)

const struct report_need REPORT_NEEDS[] = {
	{ "home", "repair", REPAIR },
	{ "home", "question", ASK_UNIT | ASK_SUBJECT | ASK_CONTACT },
	{ "home", "complaint", ASK_WORDS | ASK_CONTACT },
	{ "energy", "repair", REPAIR },
	{ "energy", "question", ENERGY },
	{ "energy", "complaint", ENERGY },
	{ "surroundings", "nuisance", OUTSIDE },
	{ "surroundings", "area", OUTSIDE },
	{ "surroundings", "question", ASK_WORDS | ASK_CONTACT },
	{ "surroundings", "complaint", ASK_WORDS | ASK_CONTACT },
	{ "alarm", "alarm", ASK_SIGN },
	{ 0 },
};

static const char *const NAMES[] = {
	"sign", "unit", "cause", "place", "room", "subject", "suspect", "answers", "before", "words",
	"when", "contact", NULL,
};

const struct report_need *report_need(const char *branch, const char *kind)
{
	for (const struct report_need *n = REPORT_NEEDS; n->branch; n++)
		if (!strcmp(n->branch, branch) && !strcmp(n->kind, kind))
			return n;
	return NULL;
}

const char *report_ask_name(int n)
{
	return NAMES[n];
}
