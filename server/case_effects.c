/* What a step does beside moving the case: one row per action.
 *
 * Owns nothing; writes through the stores, in the running event. A row without a function only moves.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "server/app.h"
#include "server/case_act_inside.h"
#include "server/case_view.h"
#include "server/catalogues.h"
#include "server/civil.h"
#include "server/clock_store.h"
#include "server/ladder.h"
#include "server/leader_store.h"
#include "server/link.h"
#include "server/outgoing_store.h"
#include "server/referral_store.h"
#include "server/register_store.h"
#include "server/routing.h"
#include "shared/model/report.h"

#define PARTNER_DAYS 14 /* a partner is given this long, where no date was asked */

/* ---- who deals with it -------------------------------------------------------------------- */

static int to_party(struct run *r)
{
	const char *party = act_text(r, "party");
	if (party[0])
		case_set_party(r->app->db, r->c.nr, party);
	return OK;
}

/* Somebody outside is asked something: the case is theirs to answer, by a personal link (R19, R23, R48). */
static int ask_outside(struct run *r)
{
	static const struct {
		enum action action;
		const char *purpose;
	} purposes[] = {
		{ AC_ASK, "answer" },
		{ AC_ASK_REPAIR, "repair" },
		{ AC_ASK_ARRANGEMENT, "arrange" },
		{ AC_FORWARD, "partner" },
	};
	struct link_row l;
	const char *party = act_text(r, "party"), *purpose = "answer", *due = act_text(r, "due");
	for (size_t i = 0; i < COUNT_OF(purposes); i++)
		if (purposes[i].action == r->act->action)
			purpose = purposes[i].purpose;
	if (r->act->action != AC_ASK)
		case_set_party(r->app->db, r->c.nr, party);
	if (!strncmp(party, "dept:", 5))
		return OK;
	int64_t until = due[0] ? civil_end(r->app, due) : app_now(r->app) + PARTNER_DAYS * DAY_MS;
	int err = link_make(r->app, r->c.nr, party, purpose, act_text(r, "text"), until, r->act->who, &l);
	val_put_int(r->detail, "link", l.n);
	return err;
}

static int see(struct run *r)
{
	if (!r->c.owner[0])
		case_set_owner(r->app->db, r->c.nr, r->act->who);
	return OK;
}

static int own(struct run *r)
{
	case_set_owner(r->app->db, r->c.nr, r->act->who);
	return OK;
}

/* ---- how it ends -------------------------------------------------------------------------- */

/* What the tenant suspected beside what was found (R38, D7). Nothing found: nothing to keep. */
static int keep_finding(struct run *r)
{
	struct report rep;
	const char *found = act_text(r, "found"), *suspect = "";
	if (!found[0])
		return OK;
	if (!case_open_report(r->app, &r->c, &rep))
		suspect = rep.suspect_code;
	return finding_put(r->app->db, r->c.nr, r->c.object, r->c.fault, suspect, found,
			   app_now(r->app));
}

static int ready(struct run *r)
{
	case_set_ready_by(r->app->db, r->c.nr, r->c.party);
	return keep_finding(r);
}

static int objected(struct run *r)
{
	case_set_objection(r->app->db, r->c.nr, 0);
	return OK;
}

/* It counts against who had reported it ready (D8). */
static int reopen(struct run *r)
{
	char leader[64];
	case_count_reopened(r->app->db, r->c.nr);
	val_put_str(r->detail, "ready_by", r->c.ready_by);
	if (!(r->c.facts & G_LED))
		return OK;
	leader_now(r->app->db, r->c.department, app_now(r->app), leader);
	case_set_owner(r->app->db, r->c.nr, leader);
	return OK;
}

/* ---- what it is about --------------------------------------------------------------------- */

/* The same thread under another kind; the rules decide anew where it goes (D10). */
static int complain(struct run *r)
{
	struct report rep;
	struct route_answer route;
	struct dwelling home;
	int err = case_open_report(r->app, &r->c, &rep);
	const struct catalogue *c = catalogues_get(r->app, r->c.catalogue);
	case_set_kind(r->app->db, r->c.nr, "complaint");
	if (err || !c)
		return OK; /* what it was about cannot be read any more: it stays where it is */
	text_copy(rep.kind, sizeof rep.kind, "complaint");
	bool known = rep.unit[0] && dwelling_find(r->app->db, rep.unit, &home);
	routing_decide(r->app, &rep, c, r->c.urgency, known ? &home : NULL, &route);
	if (!route.party[0])
		return OK;
	case_set_route(r->app->db, r->c.nr, route.party, route.rule_set, route.rank, route.tried);
	val_put_str(r->detail, "party", route.party);
	return OK;
}

/* Staff know better, with a reason (R43); urgent is confirmed by telephone (R42). */
static int urgency(struct run *r)
{
	enum urgency u = urgency_from(act_text(r, "urgency"));
	bool rose = u >= URGENCY_URGENT && r->c.urgency < URGENCY_URGENT;
	struct case_row now = r->c;
	struct clocks clocks;
	int64_t fire;
	val_put_str(r->detail, "before", urgency_name(r->c.urgency));
	case_set_urgency(r->app->db, r->c.nr, u);
	if (!rose)
		return OK;
	now.urgency = u;
	ladder_of_new(r->app, &now, &clocks, &fire); /* as the ladder weighs it anew after this */
	int64_t norm = ladder_due_of(&clocks, "call-confirm");
	return outgoing_add(r->app->db, r->c.nr, "call", "confirmation",
			    norm ? norm : app_now(r->app) + DAY_MS);
}

static int wrong(struct run *r, const char *field)
{
	text_copy(r->answer->field, sizeof r->answer->field, field);
	return ERR_INPUT;
}

/* Own words get a place in the catalogue the case was made with (R36). */
static int code(struct run *r)
{
	const struct catalogue *c = catalogues_get(r->app, r->c.catalogue);
	const struct area *area = c ? catalogue_find_area(c, act_text(r, "room")) : NULL;
	if (!area)
		return wrong(r, "room");
	const struct object *object = area_find_object(area, act_text(r, "object"));
	if (!object)
		return wrong(r, "object");
	if (!object_find_fault(object, act_text(r, "fault")))
		return wrong(r, "fault");
	case_set_code(r->app->db, r->c.nr, act_text(r, "room"), act_text(r, "object"),
		      act_text(r, "fault"));
	return OK;
}

/* ---- what somebody must do (R47) ---------------------------------------------------------- */

static int add_task(struct run *r)
{
	struct task t = { .nr = r->c.nr, .made = app_now(r->app) };
	int64_t n;
	t.due = civil_end(r->app, act_text(r, "due"));
	text_copy(t.what, sizeof t.what, act_text(r, "what"));
	text_copy(t.owner, sizeof t.owner, act_text(r, "owner"));
	text_copy(t.made_by, sizeof t.made_by, r->act->who);
	int err = task_add(r->app->db, &t, &n);
	val_put_int(r->detail, "task", n);
	return err;
}

static int finish_task(struct run *r)
{
	int64_t n = val_int_of(r->detail, "task", 0);
	int err = task_finish(r->app->db, r->c.nr, n, r->act->who, app_now(r->app));
	return err == ERR_NOT_FOUND ? wrong(r, "task") : err;
}

/* ------------------------------------------------------------------------------------------- */

int act_effect(struct run *r)
{
	static int (*const EFFECTS[AC_MAX])(struct run *r) = {
		[AC_SEE] = see,
		[AC_ASSIGN] = to_party,
		[AC_REFER] = effect_refer,
		[AC_RETURN] = effect_return,
		[AC_ESCALATE] = effect_escalate,
		[AC_ACCEPT] = own,
		[AC_RESULT] = keep_finding,
		[AC_ASK] = ask_outside,
		[AC_ASK_REPAIR] = ask_outside,
		[AC_ASK_ARRANGEMENT] = ask_outside,
		[AC_READY] = ready,
		[AC_ARRANGED] = ready,
		[AC_OBJECT] = objected,
		[AC_PLAN] = to_party,
		[AC_START] = own,
		[AC_FORWARD] = ask_outside,
		[AC_DONE] = ready,
		[AC_REOPEN] = reopen,
		[AC_COMPLAIN] = complain,
		[AC_URGENCY] = urgency,
		[AC_CODE] = code,
		[AC_FINDING] = keep_finding,
		[AC_TASK] = add_task,
		[AC_TASK_DONE] = finish_task,
	};
	return EFFECTS[r->act->action] ? EFFECTS[r->act->action](r) : OK;
}
