/* Who works here, who leads, and what each still has to do (R14, R47).
 *
 * Owns nothing; lists are bounded.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/people_api.h"

#include <string.h>

#include "server/app.h"
#include "server/case_store.h"
#include "server/civil.h"
#include "server/case_view.h"
#include "server/leader_store.h"
#include "server/live.h"
#include "server/routing.h"
#include "server/staff_store.h"
#include "server/words.h"
#include "shared/base/val.h"
#include "shared/io/http.h"

#define LIST_MAX 200
#define HALF_DAY_MS (12 * HOUR_MS)

const char *const PEOPLE_DEPARTMENTS[] = { "dept:energy", "dept:repair", "dept:living", "dept:phone", NULL };

/* ---- names -------------------------------------------------------------------------------- */

static void put_staff(void *ctx, const struct staff *s)
{
	if (s->disabled)
		return;
	struct val *row = val_object();
	val_put_str(row, "name", s->name);
	val_put_str(row, "role", s->role);
	val_put_str(row, "role_label", words_get("role", s->role));
	val_put(ctx, NULL, row);
}

int people_staff(struct app *app, const struct request *rq, struct reply *rp)
{
	(void)rq;
	VAL(v) = val_object();
	staff_each(app->db, put_staff, val_put_array(v, "staff"));
	val_print(v, &rp->body);
	return OK;
}

/* ---- tasks -------------------------------------------------------------------------------- */

struct filling {
	struct app *app;
	struct val *list;
	const char *role, *sees;
	int64_t now;
};

static void put_task(void *ctx, const struct task *t)
{
	struct filling *f = ctx;
	struct case_row c;
	if (!case_find(f->app->db, t->nr, &c) || !case_within(f->sees, &c))
		return;
	case_put_row(f->app, &c, f->role, f->now, f->list);
	struct val *v = val_put_object(val_last(f->list), "task");
	val_put_int(v, "id", t->n);
	val_put_str(v, "what", case_may_see(&c, f->role) ? t->what : "");
	val_put_int(v, "due", t->due);
	val_put_str(v, "made_by", t->made_by);
}

int people_tasks(struct app *app, const struct request *rq, struct reply *rp)
{
	struct login who;
	VAL(v) = val_object();
	if (!login_current(app, rq, &who))
		return ERR_AUTH;
	struct filling f = { app, val_put_array(v, "tasks"), who.role, who.sees, app_now(app) };
	task_each_open(app->db, who.name, LIST_MAX, put_task, &f);
	val_print(v, &rp->body);
	return OK;
}

/* ---- leaders ------------------------------------------------------------------------------ */

/* The civil day of an edge of an absence, half a day inside it. */
static void put_day(struct val *row, const char *name, int64_t edge, int64_t inside)
{
	char text[21] = "";
	if (edge)
		clock_rfc3339(edge + inside, text);
	text[edge ? 10 : 0] = '\0';
	val_put_str(row, name, text);
}

static void put_leader(struct app *app, const char *department, struct val *list)
{
	struct leader l = { .leader = "" };
	char text[120];
	struct val *row = val_object();
	(void)leader_find(app->db, department, &l);
	routing_party_label(app, department, text, sizeof text);
	val_put_str(row, "department", department);
	val_put_str(row, "label", text);
	val_put_str(row, "leader", l.leader);
	val_put_str(row, "deputy", l.deputy);
	put_day(row, "away_from", l.away_from, HALF_DAY_MS);
	put_day(row, "away_until", l.away_until, -HALF_DAY_MS);
	leader_now(app->db, department, app_now(app), text);
	val_put_str(row, "now", text);
	val_put(list, NULL, row);
}

static void put_choice(void *ctx, const struct staff *s)
{
	if (!s->disabled && !strcmp(s->role, "leader"))
		val_put_str(ctx, NULL, s->name);
}

int people_leaders(struct app *app, const struct request *rq, struct reply *rp)
{
	(void)rq;
	VAL(v) = val_object();
	struct val *list = val_put_array(v, "leaders");
	for (const char *const *d = PEOPLE_DEPARTMENTS; *d; d++)
		put_leader(app, *d, list);
	staff_each(app->db, put_choice, val_put_array(v, "choices"));
	val_print(v, &rp->body);
	return OK;
}

bool people_is_department(const char *key)
{
	for (const char *const *d = PEOPLE_DEPARTMENTS; *d; d++)
		if (!strcmp(*d, key))
			return true;
	return false;
}

static bool may_lead(struct app *app, const char *name)
{
	struct staff s;
	return staff_find(app->db, name, &s) && !s.disabled && !strcmp(s.role, "leader");
}

/* An absence has a first and a last day, in that order, or neither. NULL or the wrong field. */
static const char *read_absence(struct app *app, const struct val *in, struct leader *l)
{
	const char *from = val_str_of(in, "away_from", ""), *until = val_str_of(in, "away_until", "");
	if (!from[0] && !until[0])
		return NULL;
	if (!day_valid(from))
		return "away_from";
	if (!day_valid(until) || strcmp(until, from) < 0)
		return "away_until";
	l->away_from = civil_begin(app, from);
	l->away_until = civil_end(app, until) + 1;
	return NULL;
}

static const char *read_leader(struct app *app, const struct val *in, struct leader *l)
{
	if (text_copy(l->department, sizeof l->department, val_str_of(in, "department", "")) ||
	    !people_is_department(l->department))
		return "department";
	if (text_copy(l->leader, sizeof l->leader, val_str_of(in, "leader", "")) ||
	    !may_lead(app, l->leader))
		return "leader";
	if (text_copy(l->deputy, sizeof l->deputy, val_str_of(in, "deputy", "")) ||
	    (l->deputy[0] && (!may_lead(app, l->deputy) || !strcmp(l->deputy, l->leader))))
		return "deputy";
	return read_absence(app, in, l);
}

static void note_change(struct app *app, const char *who, const struct val *in, const struct leader *l)
{
	BUF(detail);
	VAL(v) = val_object();
	val_put_str(v, "department", l->department);
	val_put_str(v, "leader", l->leader);
	val_put_str(v, "deputy", l->deputy);
	val_put_str(v, "away_from", val_str_of(in, "away_from", ""));
	val_put_str(v, "away_until", val_str_of(in, "away_until", ""));
	val_print(v, &detail);
	app_audit(app, who, "leader.set", buf_text(&detail));
}

int people_lead(struct app *app, const char *who, const struct val *in, const char **ret_field)
{
	struct leader l = { .deputy = "" };
	*ret_field = read_leader(app, in, &l);
	if (*ret_field)
		return ERR_INPUT;
	int err = leader_put(app->db, &l);
	if (!err)
		note_change(app, who, in, &l);
	return err;
}

int people_leader_set(struct app *app, const struct request *rq, struct reply *rp)
{
	struct login who;
	const char *field = NULL;
	VAL(in) = NULL;
	int err = login_body(app, rq, NULL, &who, &in);
	if (err)
		return err;
	err = people_lead(app, who.name, in, &field);
	if (field)
		return reply_field(rp, err, field);
	if (!err)
		live_changed(app->live);
	return err ? err : OK_NO_CONTENT;
}
