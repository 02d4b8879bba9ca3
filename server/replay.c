/* Events to steps, steps to a case.
 *
 * Owns the memory of one history at a time. Which member of an event's detail names the new party is a
 * table here; it mirrors the effects of server/case_effects.c, and a test holds them together.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/replay.h"

#include <stdlib.h>
#include <string.h>

#include "server/civil.h"
#include "shared/base/val.h"

void replay_free(struct replay *r)
{
	free(r->step);
	memset(r, 0, sizeof *r);
}

void replay_begin(struct replay *r, const struct replay_row *row)
{
	memset(&r->first, 0, sizeof r->first);
	r->count = 0;
	r->first.nr = row->nr;
	r->first.captured = row->captured;
	r->first.urgency = row->urgency;
	r->anonymous = row->anonymous;
	text_copy(r->first.party, sizeof r->first.party, row->anonymous ? row->party : "");
	text_copy(r->first.receipt, sizeof r->first.receipt, row->receipt);
	text_copy(r->first.kind, sizeof r->first.kind,
		  row->kind_first[0] ? row->kind_first : row->kind);
}

/* ---- events to steps ---------------------------------------------------------------------- */

/* Where the detail of a step says who has the case now. */
static const char *const PARTY_IN[AC_MAX] = {
	[AC_FILE] = "party",	      [AC_ASSIGN] = "party",	 [AC_REFER] = "party",
	[AC_PLAN] = "party",	      [AC_ASK_REPAIR] = "party", [AC_ASK_ARRANGEMENT] = "party",
	[AC_FORWARD] = "party",	      [AC_COMPLAIN] = "party",	 [AC_RETURN] = "department",
	[AC_ESCALATE] = "department",
};

static struct replay_step *next_step(struct replay *r)
{
	if (r->count == r->cap) {
		int grown = r->cap ? r->cap * 2 : 32;
		struct replay_step *all = mem_new((size_t)grown, sizeof *all);
		if (r->count)
			memcpy(all, r->step, (size_t)r->count * sizeof *all);
		free(r->step);
		r->step = all;
		r->cap = grown;
	}
	memset(&r->step[r->count], 0, sizeof r->step[0]);
	return &r->step[r->count++];
}

/* Before the first change of urgency it had the one that event names. */
static void before_change(struct replay *r, const struct val *detail)
{
	for (int i = 0; i < r->count; i++)
		if (r->step[i].action == AC_URGENCY)
			return;
	enum urgency before = urgency_from(val_str_of(detail, "before", ""));
	if (before < URGENCY_MAX)
		r->first.urgency = before;
}

static bool needs_detail(enum action a)
{
	return PARTY_IN[a] || a == AC_URGENCY || a == AC_TASK || a == AC_TASK_DONE;
}

static void add_step(struct replay *r, const struct app *app, enum action a,
		     const struct replay_row *row)
{
	VAL(detail) = NULL;
	if (needs_detail(a) && val_parse(row->detail, strlen(row->detail), NULL, &detail, NULL))
		detail = NULL; /* as if it said nothing */
	const char *party = PARTY_IN[a] ? val_str_of(detail, PARTY_IN[a], "") : "";
	if (a == AC_FILE || a == AC_STRAND) {
		if (!r->anonymous)
			text_copy(r->first.party, sizeof r->first.party, party);
		r->first.state = a == AC_FILE ? ST_NEW : ST_EXCEPTION;
		return;
	}
	if (a == AC_URGENCY)
		before_change(r, detail);
	struct replay_step *s = next_step(r);
	s->t = row->t;
	s->action = a;
	text_copy(s->party, sizeof s->party, party);
	s->urgency = urgency_from(val_str_of(detail, "urgency", ""));
	s->task = val_int_of(detail, "task", 0);
	s->due = a == AC_TASK ? civil_end(app, val_str_of(detail, "due", "")) : 0;
}

/* A mail of confirmation that left, or a call that reached somebody (R42). */
static bool confirms(const struct replay_row *row)
{
	VAL(detail) = NULL;
	if (!strcmp(row->what, "confirmed"))
		return true;
	return !strcmp(row->what, "called") &&
	       !val_parse(row->detail, strlen(row->detail), NULL, &detail, NULL) &&
	       val_bool_of(detail, "reached", row->anonymous);
}

void replay_add(struct replay *r, const struct app *app, const struct replay_row *row)
{
	enum action a = flow_action_from(row->what);
	if (a != AC_MAX) {
		add_step(r, app, a, row);
	} else if (confirms(row)) {
		struct replay_step *s = next_step(r);
		s->t = row->t;
		s->action = AC_MAX;
		s->urgency = URGENCY_MAX;
	}
}

/* ---- steps to a case ---------------------------------------------------------------------- */

bool replay_take(const struct replay *r, int i, struct case_row *c)
{
	const struct replay_step *s = &r->step[i];
	const struct flow_ask ask = {
		.kind = flow_kind_bit(c->kind),
		.from = c->state,
		.action = s->action,
		.facts = c->facts,
	};
	if (s->action == AC_MAX)
		return true;
	bool known = flow_replay(&ask, &c->state);
	c->facts = flow_facts_after(s->action, c->facts);
	if (s->party[0])
		text_copy(c->party, sizeof c->party, s->party);
	if (s->action == AC_COMPLAIN)
		text_copy(c->kind, sizeof c->kind, "complaint");
	if (s->urgency < URGENCY_MAX)
		c->urgency = s->urgency;
	return known;
}

static bool done_by(const struct replay *r, int until, int64_t task)
{
	for (int i = 0; i <= until; i++)
		if (r->step[i].action == AC_TASK_DONE && r->step[i].task == task)
			return true;
	return false;
}

int64_t replay_first_task(const struct replay *r, int until)
{
	int64_t first = 0;
	for (int i = 0; i <= until; i++) {
		const struct replay_step *s = &r->step[i];
		if (s->action == AC_TASK && (!first || s->due < first) &&
		    !done_by(r, until, s->task))
			first = s->due;
	}
	return first;
}
