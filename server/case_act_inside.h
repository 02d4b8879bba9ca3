/* Shared by the files of case_act only.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_CASE_ACT_INSIDE_H
#define SERVER_CASE_ACT_INSIDE_H

#include "server/case_act.h"

struct report;

/* One step being taken. */
struct run {
	struct app *app;
	struct case_row c;          /* as it was before */
	const struct act *act;
	struct val *detail;         /* what the history keeps: the fields, and what effects add */
	struct act_answer *answer;
	int64_t now;                /* of the step: its event and its clocks say the same moment */
};

/* Check what was filled in against the fields of the action and copy it into detail, in their order.
 * ERR_INPUT: answer->field. */
int act_read(struct run *r) MUST_USE;
/* A text of the step, "" when it was left out. */
const char *act_text(const struct run *r, const char *field);

/* G_ bits that follow from what was filled in. */
unsigned act_facts(const struct run *r);

/* What the action does beside moving the case. */
int act_effect(struct run *r) MUST_USE;
/* Effects about the customer and the referral (case_effects_refer.c). */
int effect_refer(struct run *r) MUST_USE;
int effect_return(struct run *r) MUST_USE;
int effect_escalate(struct run *r) MUST_USE;

/* The report behind the case. Errors as case_open_report. */
struct person {
	char number[64], phone[24], name[120]; /* "" unknown; name in lower case */
};
void act_person(struct app *app, const struct case_row *c, struct person *ret);

#endif
