/* The table of steps a case can take.
 *
 * Owns nothing. Rows are data; flow_next is the only reader that decides. The order of rows is the
 * order in which staff are offered steps.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/model/flow.h"

#include <stddef.h>

#include "shared/model/flow_inside.h"

#define S(name) (1u << ST_##name)
#define STAYS ST_NONE /* as target */

/* On a desk of the office, in nobody else's hands. */
#define DESK (S(NEW) | S(SEEN) | S(REOPENED) | S(WORKING))
/* At the leader's, before the outcome. */
#define LED (S(HANDED) | S(ACCEPTED) | S(CONTACTED) | S(WEIGHING) | S(INVESTIGATING) | S(ASKED) | S(FOUND))
#define OUTCOME (S(NO_FAULT) | S(REPAIR_ASKED) | S(ARRANGEMENT_ASKED) | S(READY))
#define ELSEWHERE (S(REFERRED) | S(PLANNED) | S(FORWARDED) | S(ANSWERED))
#define OPEN (DESK | S(EXCEPTION) | LED | OUTCOME | ELSEWHERE | S(DONE))

#define DESK_ROLES (BY_PHONE | BY_LEADER | BY_PLANNER | BY_MANAGER)
#define WORK_ROLES (DESK_ROLES | BY_CARETAKER)

static const struct step {
	unsigned kinds, from;
	enum action action;
	enum state to;
	unsigned who, guards;
} STEPS[] = {
	/* intake */
	{ KIND_ANY, S(NONE), AC_FILE, ST_NEW, BY_SYSTEM, 0 },
	{ KIND_ANY, S(NONE), AC_STRAND, ST_EXCEPTION, BY_SYSTEM, 0 },
	{ KIND_ANY, S(NEW) | S(REOPENED), AC_SEE, ST_SEEN, BY_STAFF, 0 },
	{ KIND_ANY, S(EXCEPTION), AC_ASSIGN, ST_NEW, DESK_ROLES, 0 },
	/* step 2 first: who comes back must not be sent away again */
	{ KIND_ANY, S(REFERRED), AC_RETURN, ST_HANDED, DESK_ROLES | BY_TENANT, 0 },
	{ KIND_ANY, DESK, AC_ESCALATE, ST_HANDED, WORK_ROLES, G_REFERRAL },
	/* steps 3 to 6, the project leader's */
	{ KIND_ANY, S(HANDED), AC_ACCEPT, ST_ACCEPTED, BY_LEADER, G_MINE },
	{ KIND_ANY, S(ACCEPTED), AC_CONTACT, ST_CONTACTED, BY_LEADER, G_MINE },
	{ KIND_ANY, S(CONTACTED), AC_INVESTIGATE, ST_INVESTIGATING, BY_LEADER, G_MINE },
	{ KIND_ANY, S(CONTACTED), AC_SKIP, ST_WEIGHING, BY_LEADER, G_MINE },
	{ KIND_ANY, S(INVESTIGATING), AC_ASK, ST_ASKED, BY_LEADER, G_MINE | G_PARTY },
	{ KIND_ANY, S(ASKED), AC_ANSWER, ST_INVESTIGATING, BY_LEADER | BY_PHONE | BY_SUPPLIER, 0 },
	{ KIND_ANY, S(ASKED), AC_RECALL, ST_INVESTIGATING, BY_LEADER, G_MINE },
	{ KIND_ANY, S(INVESTIGATING) | S(WEIGHING), AC_RESULT, ST_FOUND, BY_LEADER, G_MINE },
	{ KIND_ANY, S(FOUND), AC_PRESENT, STAYS, BY_LEADER, G_MINE | G_RESULT },
	{ KIND_ANY, S(FOUND), AC_NO_FAULT, ST_NO_FAULT, BY_LEADER, G_MINE | G_RESULT | G_PRESENTED },
	{ KIND_ANY, S(FOUND), AC_ASK_REPAIR, ST_REPAIR_ASKED, BY_LEADER,
	  G_MINE | G_RESULT | G_PRESENTED | G_PARTY },
	{ KIND_ANY, S(FOUND), AC_ASK_ARRANGEMENT, ST_ARRANGEMENT_ASKED, BY_LEADER,
	  G_MINE | G_RESULT | G_PRESENTED | G_PARTY },
	{ KIND_ANY, S(FOUND), AC_RESULT, STAYS, BY_LEADER, G_MINE },
	{ KIND_ANY, S(REPAIR_ASKED), AC_READY, ST_READY, DESK_ROLES | BY_SUPPLIER, 0 },
	{ KIND_ANY, S(ARRANGEMENT_ASKED), AC_ARRANGED, ST_READY, BY_LEADER, G_MINE },
	{ KIND_ANY, S(REPAIR_ASKED) | S(ARRANGEMENT_ASKED), AC_PROPOSE, ST_ARRANGEMENT_ASKED,
	  BY_LEADER | BY_SUPPLIER, 0 },
	{ KIND_ANY, S(READY), AC_CLOSE, ST_CLOSED, BY_LEADER, G_MINE | G_EVIDENCE },
	{ KIND_ANY, S(READY), AC_NOT_READY, ST_REPAIR_ASKED, BY_LEADER, G_MINE },
	{ KIND_ANY, S(NO_FAULT), AC_CLOSE, ST_CLOSED, BY_LEADER | BY_SYSTEM, G_OBJECTION },
	{ KIND_ANY, S(NO_FAULT), AC_OBJECT, ST_CONTACTED, BY_LEADER | BY_PHONE | BY_TENANT, 0 },
	{ KIND_ANY, S(HANDED) | S(ACCEPTED) | S(FOUND), AC_ATTEMPT, STAYS, BY_LEADER, 0 },
	/* a partner's */
	{ KIND_ANY, S(FORWARDED), AC_PARTNER, ST_ANSWERED, WORK_ROLES | BY_SUPPLIER, 0 },
	{ KIND_ANY, S(ANSWERED), AC_INFORM, ST_DONE, WORK_ROLES, 0 },
	/* on the desk */
	{ KIND_REPAIR | KIND_AREA | KIND_COMPLAINT, DESK | S(PLANNED), AC_PLAN, ST_PLANNED, WORK_ROLES, 0 },
	{ KIND_QUESTION | KIND_REPAIR | KIND_COMPLAINT, DESK | S(REFERRED), AC_REFER, ST_REFERRED,
	  DESK_ROLES, G_PARTY },
	{ KIND_ANY, DESK, AC_FORWARD, ST_FORWARDED, WORK_ROLES, G_PARTY },
	{ KIND_ANY, DESK & ~S(WORKING), AC_START, ST_WORKING, WORK_ROLES, 0 },
	{ KIND_ANY, S(SEEN) | S(WORKING) | S(PLANNED) | S(REFERRED), AC_DONE, ST_DONE,
	  WORK_ROLES | BY_SUPPLIER, 0 },
	{ KIND_ANY, S(DONE), AC_CLOSE, ST_CLOSED, WORK_ROLES | BY_SYSTEM, G_EVIDENCE },
	{ KIND_ANY, S(DONE), AC_SOLVED, ST_CLOSED, BY_TENANT | BY_PHONE, 0 },
	{ KIND_ANY, S(FORWARDED), AC_RECALL, ST_WORKING, WORK_ROLES, 0 },
	{ KIND_ANY, DESK, AC_ASSIGN, ST_NEW, BY_LEADER | BY_PLANNER | BY_MANAGER, 0 },
	{ KIND_ANY, DESK, AC_ESCALATE, ST_HANDED, WORK_ROLES, G_NOTE },
	/* back */
	{ KIND_ANY, S(READY) | S(DONE) | S(CLOSED), AC_REOPEN, ST_HANDED, DESK_ROLES | BY_TENANT, G_LED },
	{ KIND_ANY, S(DONE) | S(CLOSED), AC_REOPEN, ST_REOPENED, WORK_ROLES | BY_TENANT, 0 },
	{ KIND_ANY & ~KIND_COMPLAINT, DESK | ELSEWHERE | S(DONE) | S(CLOSED), AC_COMPLAIN, ST_NEW,
	  BY_PHONE | BY_LEADER | BY_MANAGER | BY_TENANT, 0 },
	{ KIND_ANY, DESK | S(REFERRED) | S(PLANNED), AC_WITHDRAW, ST_CLOSED, DESK_ROLES, 0 },
	/* beside the road */
	{ KIND_ANY, OPEN | S(CLOSED), AC_NOTE, STAYS, BY_STAFF, 0 },
	{ KIND_ANY, OPEN, AC_TASK, STAYS, WORK_ROLES, 0 },
	{ KIND_ANY, OPEN, AC_TASK_DONE, STAYS, WORK_ROLES, 0 },
	{ KIND_ANY, OPEN, AC_URGENCY, STAYS, DESK_ROLES, 0 },
	{ KIND_ANY, OPEN, AC_CODE, STAYS, WORK_ROLES, 0 },
	{ KIND_REPAIR | KIND_COMPLAINT | KIND_QUESTION, OPEN | S(CLOSED), AC_FINDING, STAYS, WORK_ROLES, 0 },
};

#define PROVEN (G_RESULT | G_PRESENTED | G_EVIDENCE)

/* What a step makes true and what it takes back. */
static const struct {
	unsigned sets, clears;
} FACTS[AC_MAX] = {
	[AC_RETURN] = { G_LED, PROVEN },
	[AC_ESCALATE] = { G_LED, PROVEN },
	[AC_RESULT] = { G_RESULT, G_PRESENTED },
	[AC_PRESENT] = { G_PRESENTED, 0 },
	[AC_READY] = { G_EVIDENCE, 0 },
	[AC_ARRANGED] = { G_EVIDENCE, 0 },
	[AC_INFORM] = { G_EVIDENCE, 0 },
	[AC_DONE] = { G_EVIDENCE, 0 },
	[AC_NOT_READY] = { 0, G_EVIDENCE },
	[AC_PROPOSE] = { 0, G_EVIDENCE },
	[AC_OBJECT] = { 0, PROVEN },
	[AC_REOPEN] = { 0, PROVEN },
	[AC_COMPLAIN] = { 0, PROVEN },
};

unsigned flow_facts_after(enum action a, unsigned facts)
{
	return a < AC_MAX ? (facts & ~FACTS[a].clears) | FACTS[a].sets : facts;
}

static bool fits(const struct step *s, const struct flow_ask *ask)
{
	return (s->kinds & ask->kind) && (s->from & (1u << ask->from)) && s->action == ask->action;
}

static enum state target(const struct step *s, enum state from)
{
	return s->to == STAYS ? from : s->to;
}

int flow_next(const struct flow_ask *ask, struct flow_answer *ret)
{
	int err = ERR_CONFLICT;
	ret->to = ask->from;
	ret->missing = 0;
	for (size_t i = 0; i < COUNT_OF(STEPS); i++) {
		const struct step *s = &STEPS[i];
		if (!fits(s, ask))
			continue;
		if (!(s->who & ask->by)) {
			if (err == ERR_CONFLICT)
				err = ERR_ROLE;
			continue;
		}
		ret->missing = s->guards & ~ask->facts;
		if (!ret->missing) {
			ret->to = target(s, ask->from);
			return OK;
		}
		err = ERR_INCOMPLETE;
	}
	return err;
}

bool flow_replay(const struct flow_ask *ask, enum state *ret)
{
	struct flow_ask taken = *ask;
	struct flow_answer answer;
	taken.by = ~0u;
	taken.facts |= (G_MAX - 1) & ~(unsigned)G_LED; /* the only kept fact that chooses between two rows */
	int err = flow_next(&taken, &answer);
	*ret = answer.to;
	return !err;
}

/* Is a row before this one about the same step, and as good or better? */
static bool told_already(size_t at, const struct flow_ask *ask)
{
	for (size_t i = 0; i < at; i++) {
		struct flow_ask same = *ask;
		same.action = STEPS[at].action;
		if (fits(&STEPS[i], &same) && (STEPS[i].who & ask->by))
			return true;
	}
	return false;
}

void flow_each(const struct flow_ask *ask,
	       void (*fn)(void *ctx, enum action action, enum state to, unsigned missing), void *ctx)
{
	for (size_t i = 0; i < COUNT_OF(STEPS); i++) {
		struct flow_ask one = *ask;
		struct flow_answer answer;
		one.action = STEPS[i].action;
		if (!fits(&STEPS[i], &one) || !(STEPS[i].who & ask->by) || told_already(i, ask))
			continue;
		int err = flow_next(&one, &answer);
		if (!err || err == ERR_INCOMPLETE)
			fn(ctx, one.action, err ? target(&STEPS[i], ask->from) : answer.to, answer.missing);
	}
}

bool flow_open(enum state s)
{
	return s > ST_NONE && s < ST_MAX && s != ST_CLOSED;
}

bool flow_unread(enum state s)
{
	return s < ST_MAX && ((1u << s) & (S(NEW) | S(EXCEPTION) | S(REOPENED) | S(HANDED)));
}

bool flow_asks_tenant(enum state s)
{
	return s == ST_DONE || s == ST_CLOSED || s == ST_READY || s == ST_NO_FAULT;
}

/* ---- as text ------------------------------------------------------------------------------ */

static void put_step(const struct step *s, enum state from, struct buf *out)
{
	buf_fmt(out, "%s\t%s\t%s\t", from == ST_NONE ? "-" : flow_state_name(from),
		flow_action_name(s->action), flow_state_name(target(s, from)));
	flow_put_kinds(s->kinds, out);
	buf_char(out, '\t');
	flow_put_actors(s->who, out);
	buf_char(out, '\t');
	flow_put_guards(s->guards, out);
	buf_char(out, '\n');
}

void flow_print(struct buf *out)
{
	buf_str(out, "from\tstep\tto\tkinds\twho\tmust be true\n");
	for (int from = 0; from < ST_MAX; from++)
		for (size_t i = 0; i < COUNT_OF(STEPS); i++)
			if (STEPS[i].from & (1u << from))
				put_step(&STEPS[i], (enum state)from, out);
}
