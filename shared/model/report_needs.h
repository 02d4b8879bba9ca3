/* What a report is asked, by branch and kind: one table, read by the judge on both sides and by every
 * form that is made of it (R40, R49, R50).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_MODEL_REPORT_NEEDS_H
#define SHARED_MODEL_REPORT_NEEDS_H

/* In the order of asking. */
enum report_ask {
	ASK_SIGN = 1,      /* an emergency sign (R52) */
	ASK_UNIT = 2,
	ASK_CAUSE = 4,     /* people or object, with a kind or own words (R45) */
	ASK_PLACE = 8,
	ASK_ROOM = 16,
	ASK_SUBJECT = 32,  /* object and fault, or own words instead */
	ASK_SUSPECT = 64,  /* when the fault offers suspicions (R38) */
	ASK_ANSWERS = 128, /* to every question of the fault (R43) */
	ASK_BEFORE = 256,  /* told somebody before? Nothing said is a first contact (R5) */
	ASK_WORDS = 512,
	ASK_WHEN = 1024,   /* slots or "rather call me" (R39) */
	ASK_CONTACT = 2048,
};

struct report_need {
	const char *branch, *kind;
	unsigned asks; /* enum report_ask */
};

/* Every branch with every kind it has; branch NULL at the end. */
extern const struct report_need REPORT_NEEDS[];
/* The row of a branch and kind; NULL: this kind is not of this branch. */
const struct report_need *report_need(const char *branch, const char *kind);
/* Name of bit n of the asks ("unit" "subject" …), NULL behind the last. */
const char *report_ask_name(int n);

#endif
