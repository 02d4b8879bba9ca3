/* The inbox over HTTP.
 *
 * Owns nothing. Promises: what a role may not see is not in the answer, whatever the client asks.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/cases_api.h"

#include <stdio.h>
#include <string.h>

#include "server/alarm_store.h"
#include "server/app.h"
#include "server/backup.h"
#include "server/audit_store.h"
#include "server/case_act.h"
#include "server/case_store.h"
#include "server/case_view.h"
#include "server/clock_store.h"
#include "server/ingest.h"
#include "server/leader_store.h"
#include "server/live.h"
#include "server/outgoing_store.h"
#include "server/reception.h"
#include "server/register_store.h"
#include "server/staff_store.h"
#include "server/words.h"
#include "shared/io/http.h"

#define COUNT_CAP 1000
#define BESIDE_CAP 200 /* rows of the lists beside the cases */

/* View keys as pages name them; those without a case list have VIEW_MAX. */
static const struct view_key {
	const char *key;
	enum view view;
} KEYS[] = {
	{ "late", VIEW_LATE },
	{ "new", VIEW_NEW },
	{ "urgent", VIEW_URGENT },
	{ "mine", VIEW_MINE },
	{ "leader", VIEW_LED },
	{ "referred", VIEW_REFERRED },
	{ "waiting", VIEW_WAITING },
	{ "plan", VIEW_TO_PLAN },
	{ "notices", VIEW_MAX },
	{ "tasks", VIEW_MAX },
	{ "exceptions", VIEW_EXCEPTIONS },
	{ "quarantine", VIEW_MAX },
	{ "reception", VIEW_MAX },
	{ "alarms", VIEW_MAX },
	{ "calls", VIEW_MAX },
	{ "all", VIEW_ALL },
};

/* Counting what stands in a list beside the cases, for whoever sees only some departments. */
struct counting {
	struct app *app;
	const char *sees;
	int64_t n;
};

static void count_nr(struct counting *c, int64_t nr)
{
	struct case_row row;
	if (case_find(c->app->db, nr, &row) && case_within(c->sees, &row))
		c->n++;
}

static void count_task(void *ctx, const struct task *t)
{
	count_nr(ctx, t->nr);
}

static void count_notice(void *ctx, const struct notice *n)
{
	count_nr(ctx, n->nr);
}

static bool count_call(void *ctx, const struct outgoing *o)
{
	count_nr(ctx, o->nr);
	return true;
}

/* -1: a list that is nobody's department. */
static int64_t count_within(struct app *app, const char *key, const struct login *who)
{
	struct counting c = { app, who->sees, 0 };
	if (!strcmp(key, "tasks"))
		task_each_open(app->db, who->name, BESIDE_CAP, count_task, &c);
	else if (!strcmp(key, "notices"))
		notice_each(app->db, who->name, who->role, BESIDE_CAP, count_notice, &c);
	else if (!strcmp(key, "calls"))
		outgoing_calls(app->db, BESIDE_CAP, count_call, &c);
	else
		return -1;
	return c.n;
}

static int64_t count_of(struct app *app, const struct view_key *k, const struct login *who)
{
	if (k->view < VIEW_MAX)
		return case_count_seen(app->db, k->view, who->name, who->sees, app_now(app), COUNT_CAP);
	int64_t within = who->sees[0] ? count_within(app, k->key, who) : -1;
	if (within >= 0)
		return within;
	if (!strcmp(k->key, "tasks"))
		return task_count_open(app->db, who->name, COUNT_CAP);
	if (!strcmp(k->key, "notices"))
		return notice_count(app->db, who->name, who->role, COUNT_CAP);
	if (!strcmp(k->key, "quarantine"))
		return quarantine_count(app->db);
	if (!strcmp(k->key, "reception"))
		return reception_count(app->db, COUNT_CAP);
	if (!strcmp(k->key, "alarms"))
		return alarm_waiting(app->db);
	return outgoing_call_count(app->db, COUNT_CAP);
}

int cases_views(struct app *app, const struct request *rq, struct reply *rp)
{
	struct login who;
	VAL(v) = val_object();
	if (!login_current(app, rq, &who))
		return ERR_AUTH;
	struct val *list = val_put_array(v, "views");
	for (size_t i = 0; i < COUNT_OF(KEYS); i++) {
		struct val *row = val_object();
		int64_t n = count_of(app, &KEYS[i], &who);
		val_put_str(row, "key", KEYS[i].key);
		val_put_str(row, "label", words_get("view", KEYS[i].key));
		val_put_int(row, "count", n);
		val_put_bool(row, "more", n >= COUNT_CAP);
		if (!strcmp(KEYS[i].key, "reception")) /* what waits a while is no reason to alarm */
			val_put_int(row, "overdue", reception_overdue(app->db, COUNT_CAP));
		val_put(list, NULL, row);
	}
	if (!strcmp(who.role, "admin") || !strcmp(who.role, "manager"))
		backup_put_view(app, list);
	val_put_int(v, "now", app_now(app)); /* pages count late by this clock, not their own */
	val_print(v, &rp->body);
	return OK;
}

/* ---- lists -------------------------------------------------------------------------------- */

struct listing {
	struct app *app;
	const char *role;
	int64_t now;
	struct val *cases;
};

static bool put_row(void *ctx, const struct case_row *c)
{
	struct listing *l = ctx;
	case_put_row(l->app, c, l->role, l->now, l->cases);
	return true;
}

static int list(struct app *app, const struct request *rq, struct case_query *q, struct reply *rp)
{
	struct login who;
	VAL(v) = val_object();
	if (!login_current(app, rq, &who))
		return ERR_AUTH;
	q->who = who.name;
	q->sees = who.sees;
	struct listing l = { app, who.role, q->now, val_array() };
	bool more = case_list(app->db, q, put_row, &l);
	val_put(v, "cases", l.cases);
	val_put_bool(v, "more", more);
	val_put_int(v, "newest", case_newest(app->db));
	val_print(v, &rp->body);
	return OK;
}

static int64_t number_arg(const struct request *rq, const char *name, int64_t max, int64_t dflt)
{
	char text[24];
	int64_t n;
	return http_arg(rq, name, text, sizeof text) && int_parse(text, 0, max, &n) ? n : dflt;
}

enum view cases_view_of(const char *key)
{
	for (size_t i = 0; i < COUNT_OF(KEYS); i++)
		if (!strcmp(KEYS[i].key, key))
			return KEYS[i].view;
	return VIEW_MAX;
}

int cases_list(struct app *app, const struct request *rq, struct reply *rp)
{
	char view[16] = "all", text[80] = "";
	struct case_query q = {
		.after = number_arg(rq, "after", INT64_C(1) << 50, 0),
		.limit = (int)number_arg(rq, "limit", 200, 50), .now = app_now(app),
	};
	if (strstr(rq->query, "view=") && !http_arg(rq, "view", view, sizeof view))
		return reply_field(rp, ERR_INPUT, "view");
	if (strstr(rq->query, "q=") && !http_arg(rq, "q", text, sizeof text))
		text[0] = '\0';
	q.view = cases_view_of(view);
	q.text = text;
	if (q.view == VIEW_MAX)
		return reply_field(rp, ERR_INPUT, "view");
	if (!q.limit)
		q.limit = 50;
	return list(app, rq, &q, rp);
}

int cases_exceptions(struct app *app, const struct request *rq, struct reply *rp)
{
	struct case_query q = {
		.view = VIEW_EXCEPTIONS, .limit = 200, .now = app_now(app), .text = "",
		.after = number_arg(rq, "after", INT64_C(1) << 50, 0),
	};
	return list(app, rq, &q, rp);
}

/* ---- one case ----------------------------------------------------------------------------- */

/* "12" or "12/see" behind the route's star; a receipt is as good as a number. */
static int find_case(struct app *app, const char *rest, struct case_row *c, char *action,
		     size_t cap)
{
	char name[40], receipt[RECEIPT_TEXT];
	size_t n = strcspn(rest, "/");
	int64_t nr;
	if (n >= sizeof name || text_copy(action, cap, rest[n] ? rest + n + 1 : ""))
		return ERR_NOT_FOUND;
	memcpy(name, rest, n);
	name[n] = '\0';
	if (int_parse(name, 1, INT64_MAX, &nr) && case_find(app->db, nr, c))
		return OK;
	if (receipt_normalise(name, receipt) && case_find_receipt(app->db, receipt, c))
		return OK;
	return ERR_NOT_FOUND;
}

/* Who reads a report about a person stands in the audit (R55); a page that is left open once an hour. */
static void note_look(struct app *app, const struct case_row *c, const struct login *who)
{
	char nr[24];
	if (!c->restricted || !case_may_see(c, who->role))
		return;
	snprintf(nr, sizeof nr, "%lld", (long long)c->nr);
	if (audit_last_about(app->db, who->name, "case.look", nr) + HOUR_MS <= app_now(app))
		app_audit_about(app, who->name, "case.look", nr, "");
}

int cases_get(struct app *app, const struct request *rq, struct reply *rp)
{
	struct case_row c;
	struct login who;
	char action[24];
	VAL(v) = val_object();
	int err = find_case(app, rq->rest, &c, action, sizeof action);
	if (err || action[0])
		return ERR_NOT_FOUND;
	if (!login_current(app, rq, &who))
		return ERR_AUTH;
	if (!case_within(who.sees, &c))
		return ERR_NOT_FOUND;
	err = case_put_page(app, &c, &who, app_now(app), v);
	if (err)
		return err;
	note_look(app, &c, &who);
	looking_put(&app->looking, c.nr, who.name, clock_mono(&app->clock), v);
	val_print(v, &rp->body);
	return OK;
}

/* The version the page looked at: If-Match: "12". 0: not told. ERR_INPUT: not of that form. */
static int version_seen(const struct request *rq, int64_t *ret)
{
	char text[32];
	size_t n;
	*ret = 0;
	if (!http_header(rq, "if-match:", text, sizeof text))
		return OK;
	n = strlen(text);
	if (n < 3 || text[0] != '"' || text[n - 1] != '"')
		return ERR_INPUT;
	text[n - 1] = '\0';
	return int_parse(text + 1, 1, INT64_C(1) << 50, ret) ? OK : ERR_INPUT;
}

/* Why a step was refused, for a person: the fact that must be true first. */
static int refused(struct reply *rp, int err, const struct act_answer *answer)
{
	unsigned first = answer->missing & (~answer->missing + 1);
	if (err == ERR_INPUT)
		return reply_field(rp, err, answer->field);
	if (err != ERR_INCOMPLETE)
		return err;
	rp->sentence = words_get("guard", flow_guard_name(first));
	return reply_field(rp, err, flow_guard_name(first));
}

static int take_step(struct app *app, const struct request *rq, const struct case_row *c,
		     const struct login *who, enum action action, const struct val *in,
		     struct reply *rp)
{
	struct act_answer answer;
	struct act act = { .action = action, .by = staff_by(who->role), .who = who->name, .in = in };
	int err = version_seen(rq, &act.seen);
	if (err)
		return reply_field(rp, err, "if-match");
	err = case_act(app, c->nr, &act, &answer);
	return err ? refused(rp, err, &answer) : OK_NO_CONTENT;
}

/* "NR/look" {"typing","gone"}: who else has it open. Nothing is stored. */
static int look(struct app *app, const struct case_row *c, const char *name, const struct val *in,
		struct reply *rp)
{
	VAL(v) = val_object();
	int64_t mono = clock_mono(&app->clock);
	bool news = val_bool_of(in, "gone", false)
		? looking_drop(&app->looking, c->nr, name, mono)
		: looking_note(&app->looking, c->nr, name, val_bool_of(in, "typing", false), mono);
	if (news)
		live_changed(app->live);
	looking_put(&app->looking, c->nr, name, mono, v);
	val_print(v, &rp->body);
	return OK;
}

int cases_act(struct app *app, const struct request *rq, struct reply *rp)
{
	struct case_row c = { .nr = 0 };
	struct login who;
	char word[24];
	VAL(body) = NULL;
	int err = login_guard(app, rq, &who);
	if (!err)
		err = find_case(app, rq->rest, &c, word, sizeof word);
	if (!err && !case_within(who.sees, &c))
		err = ERR_NOT_FOUND;
	if (!err && rq->body_len)
		err = val_parse(rq->body, rq->body_len, NULL, &body, NULL);
	if (!err && !case_may_see(&c, who.role))
		err = ERR_ROLE;
	if (err)
		return err;
	if (!strcmp(word, "look"))
		return look(app, &c, who.name, body, rp);
	enum action action = flow_action_from(word);
	if (action == AC_MAX || action <= AC_STRAND)
		return ERR_NOT_FOUND;
	if (action == AC_SEE && !flow_unread(c.state))
		return OK_NO_CONTENT; /* somebody was earlier: nothing to do */
	return take_step(app, rq, &c, &who, action, body, rp);
}
