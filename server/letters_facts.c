/* Which letters there are, whom they are for, and what each may say.
 *
 * Owns two tables: a letter is a row here and a template per language, a fact is a row here.
 * Promises: who reported is a fact for the reporter and for whoever must come along, never more
 * (R55; notify_facts.c leaves it out of restricted cases altogether).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/letters.h"

#include <string.h>

#define EVERYBODY (LETTER_REPORTER | LETTER_PARTY | LETTER_PARTNER | LETTER_STAFF)
#define OTHERS	  (LETTER_PARTY | LETTER_PARTNER)

const struct fact FACTS[] = {
	/* of the corporation */
	{ "corporation", FACT_LINE, EVERYBODY },
	{ "phone", FACT_LINE, EVERYBODY },
	{ "mail", FACT_LINE, EVERYBODY },
	{ "website", FACT_LINE, EVERYBODY },
	/* of the case */
	{ "receipt", FACT_LINE, EVERYBODY },
	{ "subject", FACT_LINE, EVERYBODY },
	{ "restricted", FACT_FLAG, EVERYBODY },
	{ "name", FACT_LINE, LETTER_REPORTER },
	{ "address", FACT_LINE, EVERYBODY },
	{ "place", FACT_LINE, OTHERS | LETTER_STAFF },
	{ "reporter", FACT_LINE, OTHERS },
	{ "reporter_phone", FACT_LINE, OTHERS },
	{ "words", FACT_TEXT, OTHERS },
	{ "owner", FACT_LINE, LETTER_STAFF },
	{ "case_link", FACT_LINE, LETTER_STAFF },
	/* of the party it is about: the one given as party_key, else the one that deals with the case */
	{ "party", FACT_LINE, EVERYBODY },
	{ "party_phone", FACT_LINE, EVERYBODY },
	{ "party_mail", FACT_LINE, EVERYBODY },
	{ "party_hours", FACT_LINE, EVERYBODY },
	/* given */
	{ "party_key", FACT_LINE, 0 },
	{ "say", FACT_LINE, 0 },
	{ "addition", FACT_TEXT, 0 },
	{ "message", FACT_TEXT, 0 },
	{ "question", FACT_TEXT, 0 },
	{ "answer", FACT_TEXT, 0 },
	{ "result", FACT_TEXT, 0 },
	{ "arrangement", FACT_TEXT, 0 },
	{ "reason", FACT_LINE, 0 },
	{ "rule", FACT_LINE, 0 },
	{ "link", FACT_LINE, 0 },
	{ "due", FACT_DAY, 0 },
	{ "asked", FACT_DAY, 0 },
	{ "objection_until", FACT_DAY, 0 },
	{ "deadline", FACT_MOMENT, 0 },
	/* an appointment: its name within the case, which version, and when (ms) */
	{ "appointment", FACT_LINE, 0 },
	{ "sequence", FACT_NUMBER, 0 },
	{ "start", FACT_NUMBER, 0 },
	{ "end", FACT_NUMBER, 0 },
	{ "day", FACT_DAY, 0 }, /* these three follow from start and end */
	{ "from", FACT_CLOCK, 0 },
	{ "until", FACT_CLOCK, 0 },
	{ NULL, FACT_LINE, 0 },
};

#define VISIT "receipt party appointment sequence start end day from until"

const struct letter LETTERS[] = {
	{ "confirmation-home", LETTER_REPORTER, CALENDAR_NONE, "receipt party", "" },
	{ "confirmation-outside", LETTER_REPORTER, CALENDAR_NONE, "receipt party", "" },
	{ "confirmation-person", LETTER_REPORTER, CALENDAR_NONE, "receipt", "" },
	{ "confirmation-question", LETTER_REPORTER, CALENDAR_NONE, "receipt party", "" },
	{ "confirmation-complaint", LETTER_REPORTER, CALENDAR_NONE, "receipt party", "" },
	{ "referral", LETTER_REPORTER, CALENDAR_NONE, "receipt party", "party_key say addition" },
	{ "referral-short", LETTER_REPORTER, CALENDAR_NONE, "receipt party", "party_key say" },
	{ "appointment-made", LETTER_REPORTER, CALENDAR_CONFIRMED, VISIT, "party_key addition" },
	{ "appointment-changed", LETTER_REPORTER, CALENDAR_CONFIRMED, VISIT, "party_key reason addition" },
	{ "appointment-cancelled", LETTER_REPORTER, CALENDAR_CANCELLED, VISIT, "party_key reason addition" },
	{ "result-no-fault", LETTER_REPORTER, CALENDAR_NONE, "receipt result objection_until", "addition" },
	{ "result-repair", LETTER_REPORTER, CALENDAR_NONE, "receipt result party", "party_key addition" },
	{ "result-arrangement", LETTER_REPORTER, CALENDAR_NONE, "receipt result party",
	  "party_key arrangement addition" },
	{ "closed", LETTER_REPORTER, CALENDAR_NONE, "receipt", "result addition" },
	{ "partner-answer", LETTER_REPORTER, CALENDAR_NONE, "receipt answer party", "party_key" },
	{ "handover-repair", LETTER_PARTY, CALENDAR_NONE, "receipt party",
	  "party_key message link due" },
	{ "handover-arrangement", LETTER_PARTY, CALENDAR_NONE, "receipt party",
	  "party_key result message link due" },
	{ "information-request", LETTER_PARTY, CALENDAR_NONE, "receipt party question link due",
	  "party_key" },
	{ "information-reminder", LETTER_PARTY, CALENDAR_NONE, "receipt party question link due",
	  "party_key asked" },
	{ "link-declined", LETTER_PARTY, CALENDAR_NONE, "receipt", "party_key reason" },
	{ "partner-handover", LETTER_PARTNER, CALENDAR_NONE, "receipt party message",
	  "party_key link" },
	{ "escalation", LETTER_STAFF, CALENDAR_NONE, "receipt deadline rule", "" },
	{ NULL, LETTER_STAFF, CALENDAR_NONE, NULL, NULL },
};

const struct letter *letter_find(const char *name)
{
	for (const struct letter *l = LETTERS; l->name; l++)
		if (!strcmp(l->name, name))
			return l;
	return NULL;
}

const struct fact *fact_find(const char *name)
{
	for (const struct fact *f = FACTS; f->name; f++)
		if (!strcmp(f->name, name))
			return f;
	return NULL;
}

bool letter_names(const char *list, const char *word)
{
	size_t n = strlen(word);
	for (const char *p = list; *p; p += strcspn(p, " "), p += *p == ' ')
		if (strcspn(p, " ") == n && !memcmp(p, word, n))
			return true;
	return false;
}

bool letter_takes(const struct letter *l, const char *fact)
{
	const struct fact *f = fact_find(fact);
	return f && !f->derived && (letter_names(l->need, fact) || letter_names(l->may, fact));
}

bool letter_knows(const struct letter *l, const char *fact)
{
	const struct fact *f = fact_find(fact);
	return f && ((f->derived & l->to) || letter_takes(l, fact));
}
