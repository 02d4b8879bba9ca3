/* The names of states, steps, guards, kinds and actors, both ways.
 *
 * Owns nothing. Names stand in events, in the API and in the printed table; they never change.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stddef.h>
#include <string.h>

#include "shared/model/flow.h"
#include "shared/model/flow_inside.h"

static const char *const STATES[ST_MAX] = {
	[ST_NONE] = "",
	[ST_NEW] = "new",
	[ST_EXCEPTION] = "exception",
	[ST_SEEN] = "seen",
	[ST_CLOSED] = "closed",
	[ST_REFERRED] = "referred",
	[ST_HANDED] = "handed",
	[ST_ACCEPTED] = "accepted",
	[ST_CONTACTED] = "contacted",
	[ST_WEIGHING] = "weighing",
	[ST_INVESTIGATING] = "investigating",
	[ST_ASKED] = "asked",
	[ST_FOUND] = "found",
	[ST_NO_FAULT] = "no_fault",
	[ST_REPAIR_ASKED] = "repair_asked",
	[ST_ARRANGEMENT_ASKED] = "arrangement_asked",
	[ST_READY] = "ready",
	[ST_PLANNED] = "planned",
	[ST_WORKING] = "working",
	[ST_FORWARDED] = "forwarded",
	[ST_ANSWERED] = "answered",
	[ST_DONE] = "done",
	[ST_REOPENED] = "reopened",
};

static const char *const ACTIONS[AC_MAX] = {
	[AC_FILE] = "file",
	[AC_STRAND] = "strand",
	[AC_SEE] = "see",
	[AC_ASSIGN] = "assign",
	[AC_REFER] = "refer",
	[AC_RETURN] = "return",
	[AC_ESCALATE] = "escalate",
	[AC_ACCEPT] = "accept",
	[AC_ATTEMPT] = "attempt",
	[AC_CONTACT] = "contact",
	[AC_INVESTIGATE] = "investigate",
	[AC_SKIP] = "skip",
	[AC_ASK] = "ask",
	[AC_ANSWER] = "answer",
	[AC_RECALL] = "recall",
	[AC_RESULT] = "result",
	[AC_PRESENT] = "present",
	[AC_NO_FAULT] = "no_fault",
	[AC_ASK_REPAIR] = "ask_repair",
	[AC_ASK_ARRANGEMENT] = "ask_arrangement",
	[AC_PROPOSE] = "propose",
	[AC_ARRANGED] = "arranged",
	[AC_READY] = "ready",
	[AC_NOT_READY] = "not_ready",
	[AC_OBJECT] = "object",
	[AC_PLAN] = "plan",
	[AC_START] = "start",
	[AC_FORWARD] = "forward",
	[AC_PARTNER] = "partner",
	[AC_INFORM] = "inform",
	[AC_DONE] = "done",
	[AC_SOLVED] = "solved",
	[AC_CLOSE] = "close",
	[AC_REOPEN] = "reopen",
	[AC_COMPLAIN] = "complain",
	[AC_WITHDRAW] = "withdraw",
	[AC_NOTE] = "note",
	[AC_URGENCY] = "urgency",
	[AC_CODE] = "code",
	[AC_FINDING] = "finding",
	[AC_TASK] = "task",
	[AC_TASK_DONE] = "task_done",
};

struct bit_name {
	unsigned bit;
	const char *name;
};

static const struct bit_name GUARDS[] = {
	{ G_PARTY, "party" },         { G_REFERRAL, "referral" },   { G_NOTE, "note" },
	{ G_MINE, "mine" },           { G_RESULT, "result" },       { G_PRESENTED, "presented" },
	{ G_EVIDENCE, "evidence" },   { G_OBJECTION, "objection" }, { G_LED, "led" },
};

static const struct bit_name KINDS[] = {
	{ KIND_QUESTION, "question" }, { KIND_REPAIR, "repair" }, { KIND_NUISANCE, "nuisance" },
	{ KIND_AREA, "area" },         { KIND_COMPLAINT, "complaint" },
};

static const struct bit_name ACTORS[] = {
	{ BY_SYSTEM, "system" },       { BY_PHONE, "phone" },     { BY_LEADER, "leader" },
	{ BY_PLANNER, "planner" },     { BY_CARETAKER, "caretaker" }, { BY_MANAGER, "manager" },
	{ BY_ADMIN, "admin" },         { BY_TENANT, "tenant" },   { BY_SUPPLIER, "supplier" },
};

const char *flow_state_name(enum state s)
{
	return s > ST_NONE && s < ST_MAX ? STATES[s] : "";
}

const char *flow_action_name(enum action a)
{
	return a < AC_MAX ? ACTIONS[a] : "";
}

enum action flow_action_from(const char *name)
{
	for (int a = 0; a < AC_MAX; a++)
		if (!strcmp(ACTIONS[a], name))
			return (enum action)a;
	return AC_MAX;
}

const char *flow_guard_name(unsigned guard)
{
	for (size_t i = 0; i < COUNT_OF(GUARDS); i++)
		if (GUARDS[i].bit & guard)
			return GUARDS[i].name;
	return "";
}

unsigned flow_kind_bit(const char *kind)
{
	for (size_t i = 0; i < COUNT_OF(KINDS); i++)
		if (!strcmp(KINDS[i].name, kind))
			return KINDS[i].bit;
	return 0;
}

static void put_set(const struct bit_name *names, size_t count, unsigned set, unsigned all,
		    const char *word_all, struct buf *out)
{
	const char *between = "";
	if (all && (set & all) == all) {
		buf_str(out, word_all);
		set &= ~all;
		between = ",";
	}
	for (size_t i = 0; i < count; i++) {
		if (!(set & names[i].bit))
			continue;
		buf_fmt(out, "%s%s", between, names[i].name);
		between = ",";
	}
}

void flow_put_kinds(unsigned kinds, struct buf *out)
{
	put_set(KINDS, COUNT_OF(KINDS), kinds, KIND_ANY, "any", out);
}

void flow_put_actors(unsigned who, struct buf *out)
{
	put_set(ACTORS, COUNT_OF(ACTORS), who, BY_STAFF, "staff", out);
}

void flow_put_guards(unsigned guards, struct buf *out)
{
	put_set(GUARDS, COUNT_OF(GUARDS), guards, 0, "", out);
}
