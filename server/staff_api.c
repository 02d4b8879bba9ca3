/* What staff see beside cases.
 *
 * Owns nothing; one handler per door, lists bounded.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/staff_api.h"

#include <string.h>

#include "server/alarm_store.h"
#include "server/app.h"
#include "server/case_store.h"
#include "server/case_view.h"
#include "server/catalogues.h"
#include "server/device_store.h"
#include "server/ingest.h"
#include "server/ladder.h"
#include "server/letters.h"
#include "server/live.h"
#include "server/outgoing_store.h"
#include "server/register_store.h"
#include "server/routing.h"
#include "server/words.h"
#include "shared/io/http.h"

#define LIST_MAX 200

/* A list being filled. */
struct filling {
	struct app *app;
	struct val *list;
	const char *role, *sees;
};

static struct val *add_row(struct filling *f)
{
	struct val *row = val_object();
	val_put(f->list, NULL, row);
	return row;
}

/* ---- quarantine --------------------------------------------------------------------------- */

static bool put_quarantine(void *ctx, const struct quarantine_row *q)
{
	struct val *row = add_row(ctx);
	val_put_int(row, "n", q->n);
	val_put_str(row, "device", q->device);
	val_put_str(row, "id", q->id);
	val_put_str(row, "code", q->code);
	val_put_str(row, "label", words_get("quarantine", q->code));
	val_put_str(row, "path", q->path);
	val_put_int(row, "received", q->t_recv);
	return true;
}

int staff_quarantine(struct app *app, const struct request *rq, struct reply *rp)
{
	(void)rq;
	VAL(v) = val_object();
	struct filling f = { .app = app, .list = val_put_array(v, "items") };
	quarantine_each(app->db, 0, LIST_MAX, put_quarantine, &f);
	val_put_int(v, "count", quarantine_count(app->db));
	val_print(v, &rp->body);
	return OK;
}

/* ---- alarms ------------------------------------------------------------------------------- */

/* A device's place; by phone the address, if the caller gave one. */
static void put_place(struct app *app, const struct alarm *a, struct val *row)
{
	struct device_row d;
	struct dwelling home;
	char label[160];
	bool known = a->device[0] && !device_find(app->db, a->device, &d);
	text_copy(label, sizeof label, known ? d.label : a->device[0] ? "" : words_get("channel", "phone"));
	if (a->unit[0] && dwelling_find(app->db, a->unit, &home))
		dwelling_label(&home, label, sizeof label);
	val_put_str(row, "device", a->device);
	val_put_str(row, "place", label);
	val_put_str(row, "who", a->who);
	val_put_str(row, "unit", a->unit);
}

static bool put_alarm(void *ctx, const struct alarm *a)
{
	struct filling *f = ctx;
	struct val *row = add_row(f);
	char key[64] = "emergency.";
	const struct catalogue *c = catalogues_current(f->app);
	strncat(key, a->sign, sizeof key - strlen(key) - 1);
	val_put_int(row, "id", a->nr);
	val_put_str(row, "sign", a->sign);
	val_put_str(row, "label", c ? catalogue_text(c, "nl", key) : a->sign);
	val_put_int(row, "captured", a->captured);
	val_put_int(row, "received", a->received);
	put_place(f->app, a, row);
	val_put_bool(row, "accepted", a->accepted != 0);
	val_put_int(row, "accepted_t", a->accepted);
	val_put_str(row, "accepted_by", a->accepted_by);
	ladder_put_alarm(f->app, a->nr, app_now(f->app), val_put_array(row, "clocks"));
	return true;
}

int staff_alarms(struct app *app, const struct request *rq, struct reply *rp)
{
	(void)rq;
	VAL(v) = val_object();
	struct filling f = { .app = app, .list = val_put_array(v, "alarms") };
	alarm_each(app->db, LIST_MAX, put_alarm, &f);
	val_put_int(v, "waiting", alarm_waiting(app->db));
	val_print(v, &rp->body);
	return OK;
}

/* The number in "12/accept" or "12". */
static bool number_of(const char *rest, const char *action, int64_t *ret)
{
	char digits[24];
	size_t n = strcspn(rest, "/");
	if (n >= sizeof digits || strcmp(rest[n] ? rest + n + 1 : "", action))
		return false;
	memcpy(digits, rest, n);
	digits[n] = '\0';
	return int_parse(digits, 1, INT64_MAX, ret);
}

int staff_alarm_accept(struct app *app, const struct request *rq, struct reply *rp)
{
	struct login who;
	int64_t nr;
	bool first;
	(void)rp;
	int err = login_guard(app, rq, &who);
	if (err)
		return err;
	if (!number_of(rq->rest, "accept", &nr))
		return ERR_NOT_FOUND;
	err = alarm_accept(app->db, nr, who.name, app_now(app), &first);
	if (!err && first)
		err = ladder_alarm_taken(app, nr, who.name);
	if (!err)
		live_changed(app->live);
	return err ? err : OK_NO_CONTENT;
}

/* ---- outgoing ----------------------------------------------------------------------------- */

/* To whom: the reporter by name, others by address. */
static void put_to(struct filling *f, const struct outgoing *o, const struct case_row *c,
		   struct val *row)
{
	const struct letter *l = letter_find(o->letter);
	bool reporter = !l || l->to == LETTER_REPORTER;
	val_put_str(row, "name", !reporter ? o->address : case_may_see(c, f->role) ? c->name : "");
	val_put_str(row, "letter", o->letter);
}

static bool put_outgoing(void *ctx, const struct outgoing *o)
{
	struct filling *f = ctx;
	struct case_row c;
	char subject[300] = "";
	if (!case_find(f->app->db, o->nr, &c) || !case_within(f->sees, &c))
		return true;
	struct val *row = add_row(f);
	if (case_may_see(&c, f->role))
		case_subject(f->app, &c, subject, sizeof subject);
	val_put_int(row, "id", o->n);
	val_put_int(row, "nr", o->nr);
	val_put_str(row, "receipt", c.receipt);
	val_put_str(row, "subject", subject);
	put_to(f, o, &c, row);
	val_put_str(row, "kind", o->kind);
	val_put_str(row, "why", o->why);
	val_put_str(row, "why_label", words_get("why", o->why));
	val_put_str(row, "state", o->state);
	val_put_str(row, "state_label", words_get("outgoing", o->state));
	val_put_str(row, "urgency", urgency_name(c.urgency));
	val_put_int(row, "due", o->due);
	val_put_int(row, "late_s",
		    !o->done && app_now(f->app) > o->due ? (app_now(f->app) - o->due) / SECOND_MS
							 : 0);
	val_put_int(row, "attempts", o->attempts);
	val_put_int(row, "done", o->done);
	val_put_str(row, "by", o->by);
	val_put_str(row, "error", !strcmp(o->kind, "mail") ? o->note : "");
	val_put_str(row, "note", !strcmp(o->kind, "call") ? o->note : "");
	return true;
}

int staff_outgoing(struct app *app, const struct request *rq, struct reply *rp)
{
	struct login who;
	VAL(v) = val_object();
	if (!login_current(app, rq, &who))
		return ERR_AUTH;
	struct filling f = { app, val_put_array(v, "outgoing"), who.role, who.sees };
	outgoing_each(app->db, NULL, 0, LIST_MAX, put_outgoing, &f);
	val_put_bool(v, "mail_server", app->settings.mail_server[0] != '\0');
	val_print(v, &rp->body);
	return OK;
}

/* Numbers to dial stand in the report only. */
static void put_phone(struct app *app, const struct outgoing *o, struct val *row)
{
	struct case_row c;
	BUF(json);
	VAL(body) = NULL;
	if (!case_find(app->db, o->nr, &c) || case_report_json(app, &c, &json) ||
	    val_parse(buf_text(&json), json.len, NULL, &body, NULL))
		return;
	val_put_str(row, "phone", val_str_of(val_get(body, "contact"), "phone", ""));
	val_put_str(row, "lang", words_get("lang", c.lang));
}

static bool put_call(void *ctx, const struct outgoing *o)
{
	struct filling *f = ctx;
	struct case_row c;
	put_outgoing(ctx, o);
	if (!case_find(f->app->db, o->nr, &c) || !case_within(f->sees, &c) || !case_may_see(&c, f->role))
		return true;
	VAL_EACH(row, f->list)
		if (!val_next(row))
			put_phone(f->app, o, (struct val *)row);
	return true;
}

int staff_calls(struct app *app, const struct request *rq, struct reply *rp)
{
	struct login who;
	VAL(v) = val_object();
	if (!login_current(app, rq, &who))
		return ERR_AUTH;
	struct filling f = { app, val_put_array(v, "calls"), who.role, who.sees };
	outgoing_calls(app->db, LIST_MAX, put_call, &f);
	val_print(v, &rp->body);
	return OK;
}

static int note_call(struct app *app, const struct outgoing *o, const struct login *who,
		     bool reached, const char *note)
{
	BUF(detail);
	buf_fmt(&detail, "{\"reached\":%s,\"note\":", reached ? "true" : "false");
	val_quote(note, &detail);
	buf_char(&detail, '}');
	int err = outgoing_called(app->db, o->n, reached, who->name, note, app_now(app));
	if (!err)
		err = event_add(app->db, o->nr, app_now(app), who->name, "called", buf_text(&detail));
	return err || !reached ? err : ladder_confirmed(app, o->nr);
}

int staff_call_done(struct app *app, const struct request *rq, struct reply *rp)
{
	struct login who;
	struct outgoing o;
	struct case_row c;
	int64_t n;
	VAL(body) = NULL;
	int err = login_body(app, rq, NULL, &who, &body);
	if (err)
		return err;
	if (!number_of(rq->rest, "", &n) || !outgoing_find(app->db, n, &o) ||
	    !case_find(app->db, o.nr, &c) || !case_within(who.sees, &c))
		return ERR_NOT_FOUND;
	const char *result = val_str_of(body, "result", "");
	const char *note = val_str_of(body, "note", "");
	bool reached = !strcmp(result, "reached");
	if (!reached && strcmp(result, "not_reached"))
		return reply_field(rp, ERR_INPUT, "result");
	if (strlen(note) > 280)
		return reply_field(rp, ERR_INPUT, "note");
	err = note_call(app, &o, &who, reached, note);
	if (!err)
		live_changed(app->live);
	return err ? err : OK_NO_CONTENT;
}
