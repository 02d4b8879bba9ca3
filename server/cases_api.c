/* The inbox over HTTP.
 *
 * Owns nothing. Promises: what a role may not see is not in the answer, whatever the client asks.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/cases_api.h"

#include <stdio.h>
#include <string.h>

#include "server/app.h"
#include "server/case_store.h"
#include "server/case_view.h"
#include "server/ingest.h"
#include "server/live.h"
#include "server/outgoing_store.h"
#include "server/register_store.h"
#include "server/staff_store.h"
#include "server/words.h"
#include "shared/io/http.h"

#define COUNT_CAP 1000

/* View keys as pages name them; those without a case list have VIEW_MAX. */
static const struct view_key {
	const char *key;
	enum view view;
} KEYS[] = {
	{ "late", VIEW_LATE },
	{ "new", VIEW_NEW },
	{ "urgent", VIEW_URGENT },
	{ "exceptions", VIEW_EXCEPTIONS },
	{ "quarantine", VIEW_MAX },
	{ "alarms", VIEW_MAX },
	{ "calls", VIEW_MAX },
	{ "all", VIEW_ALL },
};

static int64_t count_of(struct app *app, const struct view_key *k)
{
	if (k->view < VIEW_MAX)
		return case_count(app->db, k->view, app_now(app), COUNT_CAP);
	if (!strcmp(k->key, "quarantine"))
		return quarantine_count(app->db);
	if (!strcmp(k->key, "alarms"))
		return alarm_waiting(app->db);
	return outgoing_call_count(app->db, COUNT_CAP);
}

int cases_views(struct app *app, const struct request *rq, struct reply *rp)
{
	(void)rq;
	VAL(v) = val_object();
	struct val *list = val_put_array(v, "views");
	for (size_t i = 0; i < COUNT_OF(KEYS); i++) {
		struct val *row = val_object();
		int64_t n = count_of(app, &KEYS[i]);
		val_put_str(row, "key", KEYS[i].key);
		val_put_str(row, "label", words_get("view", KEYS[i].key));
		val_put_int(row, "count", n);
		val_put_bool(row, "more", n >= COUNT_CAP);
		val_put(list, NULL, row);
	}
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

static int list(struct app *app, const struct request *rq, const struct case_query *q,
		struct reply *rp)
{
	struct login who;
	VAL(v) = val_object();
	if (!login_current(app, rq, &who))
		return ERR_AUTH;
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

static enum view view_of(const char *key)
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
	q.view = view_of(view);
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

/* "12" or "12/seen" behind the route's star; a receipt is as good as a number. */
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

int cases_get(struct app *app, const struct request *rq, struct reply *rp)
{
	struct case_row c;
	struct login who;
	char action[16];
	VAL(v) = val_object();
	int err = find_case(app, rq->rest, &c, action, sizeof action);
	if (err || action[0])
		return ERR_NOT_FOUND;
	if (!login_current(app, rq, &who))
		return ERR_AUTH;
	err = case_put_page(app, &c, who.role, app_now(app), v);
	if (!err)
		val_print(v, &rp->body);
	return err;
}

static int see(struct app *app, const struct case_row *c, const struct login *who)
{
	if (c->state != ST_NEW)
		return OK; /* somebody was earlier: nothing to do */
	int err =
	    case_move(app->db, c->nr, AC_SEE, staff_by(who->role), who->name, app_now(app), "{}");
	if (!err && !c->owner[0])
		case_set_owner(app->db, c->nr, who->name);
	return err;
}

static int assign(struct app *app, const struct case_row *c, const struct login *who,
		  const struct val *body, struct reply *rp)
{
	struct party p;
	const char *key = val_str_of(body, "party", ""), *note = val_str_of(body, "note", "");
	BUF(detail);
	if (strncmp(key, "dept:", 5) && !party_find(app->db, key, &p))
		return reply_field(rp, ERR_INPUT, "party");
	if (!note[0])
		return reply_field(rp, ERR_INPUT, "note");
	buf_str(&detail, "{\"party\":");
	val_quote(key, &detail);
	buf_str(&detail, ",\"note\":");
	val_quote(note, &detail);
	buf_char(&detail, '}');
	int err = case_move(app->db, c->nr, AC_ASSIGN, staff_by(who->role), who->name, app_now(app),
			    buf_text(&detail));
	if (!err)
		case_set_party(app->db, c->nr, key);
	return err;
}

int cases_act(struct app *app, const struct request *rq, struct reply *rp)
{
	struct case_row c = { .nr = 0 };
	struct login who;
	char action[16];
	VAL(body) = NULL;
	int err = login_guard(app, rq, &who);
	if (!err)
		err = find_case(app, rq->rest, &c, action, sizeof action);
	if (!err && rq->body_len)
		err = val_parse(rq->body, rq->body_len, NULL, &body, NULL);
	if (!err && !case_may_see(&c, who.role))
		err = ERR_ROLE;
	if (err)
		return err;
	if (!strcmp(action, "seen"))
		err = see(app, &c, &who);
	else if (!strcmp(action, "assign"))
		err = assign(app, &c, &who, body, rp);
	else
		return ERR_NOT_FOUND;
	if (!err) {
		case_publish_step(app, c.nr);
		live_changed(app->live);
	}
	return err ? err : OK_NO_CONTENT;
}
