/* Taking a step with a case: the one door for staff, suppliers, tenants and the clock (R11-R25, R47).
 *
 * A step is judged by shared/model/flow, filled in by its fields (flow_form.c), does what its row in
 * the table of effects says, and ends as one event of the history; all of it in the running event of
 * the database, or none of it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_CASE_ACT_H
#define SERVER_CASE_ACT_H

#include <stdbool.h>
#include <stdint.h>

#include "server/case_store.h"
#include "shared/base/val.h"

struct app;

struct act {
	enum action action;
	unsigned by;             /* BY_ bits of the actor */
	const char *who;         /* name for the history */
	const struct val *in;    /* what was filled in; NULL: nothing */
	int64_t seen;            /* version of the case the actor looked at; 0: it does not matter */
	bool trial;              /* it will be taken back: no page and no kiosk is told */
};

struct act_answer {
	char field[32];          /* with ERR_INPUT: which field */
	unsigned missing;        /* with ERR_INCOMPLETE: G_ bits */
	enum state to;
};

/* Take the step. ERR_NOT_FOUND; ERR_STALE: somebody was earlier; ERR_CONFLICT: no such step from this
 * state; ERR_ROLE; ERR_INCOMPLETE; ERR_INPUT: a field is missing, unknown or wrong. */
int case_act(struct app *app, int64_t nr, const struct act *act, struct act_answer *ret) MUST_USE;

/* The steps open to a person, into list: {"action","label","to","primary","ready","missing":[…],
 * "letters": may a letter or a call follow from it?, "fields":[{"name","label","type","choices":[{"value","label"}],"cap","required"}]}. */
void case_offers(struct app *app, const struct case_row *c, const char *who, unsigned by,
		 struct val *list);

/* The newest referral of this person about this address (R15). false: none. */
struct referral;
bool case_earlier_referral(struct app *app, const struct case_row *c, struct referral *ret);
/* G_ bits that are true for this actor now, without what a form would add. */
unsigned case_facts(struct app *app, const struct case_row *c, const char *who);

#endif
