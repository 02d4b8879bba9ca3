/* The door of every step: read, judge, do, note.
 *
 * Owns nothing. Promises: what a step does and its event are written together, in the running event
 * of the database; a refusal has written nothing that stays.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/case_act.h"

#include <string.h>

#include "server/app.h"
#include "server/case_act_inside.h"
#include "server/case_letters.h"
#include "server/case_view.h"
#include "server/ladder.h"
#include "server/leader_store.h"
#include "server/live.h"
#include "server/referral_store.h"
#include "server/words.h"
#include "shared/base/crash.h"

/* Guards a form can make true: they do not bar the way, they make a field required. */
#define BY_FORM (G_NOTE | G_PARTY)

unsigned case_facts(struct app *app, const struct case_row *c, const char *who)
{
	struct referral earlier;
	unsigned facts = c->facts;
	int64_t now = app_now(app);
	if (leader_may(app->db, c->department, who, now))
		facts |= G_MINE;
	if (c->objection && now >= c->objection)
		facts |= G_OBJECTION;
	if (case_earlier_referral(app, c, &earlier))
		facts |= G_REFERRAL;
	return facts;
}

static int judge(struct run *r, unsigned facts)
{
	const struct flow_ask ask = {
		.kind = flow_kind_bit(r->c.kind), .from = r->c.state, .action = r->act->action,
		.by = r->act->by, .facts = facts,
	};
	struct flow_answer answer;
	int err = flow_next(&ask, &answer);
	r->answer->missing = answer.missing;
	r->answer->to = answer.to;
	return err;
}

static int move(struct run *r, unsigned facts)
{
	BUF(detail);
	val_print(r->detail, &detail);
	const struct case_step step = {
		.c = &r->c, .action = r->act->action, .by = r->act->by, .facts = facts,
		.who = r->act->who, .now = r->now, .detail = buf_text(&detail),
	};
	struct flow_answer answer;
	return case_move(r->app->db, &step, &answer);
}

/* What the step means to deadlines; the time to object is one of them (R24). */
static int clocks(struct run *r)
{
	struct case_row now;
	if (!case_find(r->app->db, r->c.nr, &now))
		return ERR_NOT_FOUND;
	int err = ladder_step(r->app, &now, r->act->action, r->now);
	if (!err && r->act->action == AC_NO_FAULT) {
		int64_t until = ladder_due(r->app, r->c.nr, "objection");
		case_set_objection(r->app->db, r->c.nr, until ? until : r->now);
	}
	return err;
}

/* What leaves the house with it. */
static int letters(struct run *r)
{
	struct case_row now;
	if (!case_find(r->app->db, r->c.nr, &now))
		return ERR_NOT_FOUND;
	return case_letters(r->app, &now, r->act->action, r->detail, r->answer->field);
}

int case_act(struct app *app, int64_t nr, const struct act *act, struct act_answer *ret)
{
	VAL(detail) = val_object();
	struct run r = { .app = app, .act = act, .detail = detail, .answer = ret, .now = app_now(app) };
	memset(ret, 0, sizeof *ret);
	if (!case_find(app->db, nr, &r.c))
		return ERR_NOT_FOUND;
	if (r.c.anonymous)
		return ERR_CONFLICT;
	if (act->seen && act->seen != event_version(app->db, nr))
		return ERR_STALE;
	unsigned facts = case_facts(app, &r.c, act->who);
	int err = judge(&r, facts | BY_FORM); /* the wrong role or moment, before the form */
	if (!err)
		err = act_read(&r);
	facts |= err ? 0 : act_facts(&r);
	if (!err)
		err = judge(&r, facts);
	if (!err)
		err = act_effect(&r);
	if (!err)
		err = move(&r, facts);
	crash_point("central.case.moved");
	if (!err)
		err = clocks(&r);
	crash_point("central.case.clocked");
	if (!err)
		err = letters(&r);
	crash_point("central.case.told");
	if (!err && !act->trial) {
		case_publish_step(app, nr);
		live_changed(app->live);
	}
	return err;
}

/* ---- offers ------------------------------------------------------------------------------- */

static void put_choices(const struct flow_field *f, struct val *row)
{
	static const char *const TYPES[] = {
		[FIELD_TEXT] = "text",   [FIELD_CHOICE] = "choice", [FIELD_PARTY] = "party",
		[FIELD_DATE] = "date",   [FIELD_CODE] = "code",     [FIELD_STAFF] = "staff",
		[FIELD_NUMBER] = "number",
	};
	char one[32];
	struct val *list = val_put_array(row, "choices");
	val_put_str(row, "type", TYPES[f->type]);
	for (const char *p = f->choices; *p; p += strspn(p, "|")) {
		size_t n = strcspn(p, "|");
		memcpy(one, p, n < sizeof one ? n : sizeof one - 1);
		one[n < sizeof one ? n : sizeof one - 1] = '\0';
		struct val *choice = val_object();
		val_put_str(choice, "value", one);
		val_put_str(choice, "label", words_get(f->name, one));
		val_put(list, NULL, choice);
		p += n;
	}
}

static void put_fields(enum action a, unsigned missing, struct val *offer)
{
	struct val *list = val_put_array(offer, "fields");
	for (const struct flow_field *f = flow_fields(a); f->name; f++) {
		struct val *row = val_object();
		bool needed = f->required || ((missing & G_NOTE) && !strcmp(f->name, "note"));
		val_put_str(row, "name", f->name);
		val_put_str(row, "label", words_field(flow_action_name(a), f->name));
		put_choices(f, row);
		val_put_int(row, "cap", f->cap);
		val_put_bool(row, "required", needed);
		val_put(list, NULL, row);
	}
}

/* Steps a person chooses for a reason of the case, not because they come next: never the one big
 * button. */
static bool aside(enum action a)
{
	static const bool ASIDE[AC_MAX] = {
		[AC_SEE] = true,	 [AC_ATTEMPT] = true,	 [AC_RECALL] = true,
		[AC_NO_FAULT] = true,	 [AC_ASK_REPAIR] = true, [AC_ASK_ARRANGEMENT] = true,
		[AC_PROPOSE] = true,	 [AC_NOT_READY] = true,	 [AC_OBJECT] = true,
		[AC_REOPEN] = true,	 [AC_COMPLAIN] = true,	 [AC_WITHDRAW] = true,
	};
	return a >= AC_NOTE || ASIDE[a];
}

struct offering {
	const struct case_row *c;
	struct val *list;
	bool had_primary;
};

/* Is it what comes next? It leads on, or tells the customer what was not told yet. To the project
 * leader only who was referred before (R12). */
static bool comes_next(const struct offering *o, enum action a, enum state to, unsigned missing)
{
	bool leads = to != o->c->state || (a == AC_PRESENT && !(o->c->facts & G_PRESENTED));
	return !o->had_primary && leads && !(missing & ~(unsigned)G_PARTY) && !aside(a);
}

static void put_offer(void *ctx, enum action action, enum state to, unsigned missing)
{
	struct offering *o = ctx;
	struct val *row = val_object();
	unsigned bars = missing & ~(unsigned)BY_FORM;
	bool primary = comes_next(o, action, to, missing);
	val_put_str(row, "action", flow_action_name(action));
	val_put_str(row, "label", words_get("action", flow_action_name(action)));
	val_put_str(row, "to", flow_state_name(to));
	val_put_bool(row, "primary", primary);
	val_put_bool(row, "ready", !bars);
	struct val *why = val_put_array(row, "missing");
	for (unsigned g = 1; g < G_MAX; g <<= 1)
		if (bars & g)
			val_put_str(why, NULL, words_get("guard", flow_guard_name(g)));
	val_put_bool(row, "letters", case_letters_follow(action));
	put_fields(action, missing, row);
	val_put(o->list, NULL, row);
	o->had_primary |= primary;
}

void case_offers(struct app *app, const struct case_row *c, const char *who, unsigned by,
		 struct val *list)
{
	struct offering o = { .c = c, .list = list };
	const struct flow_ask ask = {
		.kind = flow_kind_bit(c->kind), .from = c->state, .by = by,
		.facts = case_facts(app, c, who),
	};
	if (!c->anonymous)
		flow_each(&ask, put_offer, &o);
}
