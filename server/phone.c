/* Reports taken by phone.
 *
 * Owns the receipt prefix of this desk. Promises: judged by the same code as at a kiosk; channel and
 * actor are set here, whatever the page sent (R50); the same id twice is one report.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/phone.h"

#include <stdio.h>
#include <string.h>

#include "server/alarm_store.h"
#include "server/app.h"
#include "server/case_store.h"
#include "server/case_view.h"
#include "server/catalogues.h"
#include "server/device_store.h"
#include "server/live.h"
#include "server/projection.h"
#include "server/register.h"
#include "shared/base/val.h"
#include "shared/io/db.h"
#include "shared/io/http.h"
#include "shared/model/answer.h"
#include "shared/model/referral.h"

#define RECEIPT_TRIES 32

/* ---- receipt ------------------------------------------------------------------------------ */

/* Four characters no device has; made once. */
static void prefix_of(struct app *app, char out[5])
{
	struct device_row d;
	uint8_t rnd[4];
	if (db_meta_text(app->db, "phone_prefix", out, 5))
		return;
	do {
		crypt_random(rnd, sizeof rnd);
		crockford_make(rnd, sizeof rnd, out);
	} while (!device_find(app->db, out, &d));
	db_meta_set_text(app->db, "phone_prefix", out);
}

static int make_receipt(struct app *app, char out[RECEIPT_TEXT])
{
	char prefix[5], five[6];
	uint8_t rnd[5];
	struct case_row other;
	prefix_of(app, prefix);
	for (int i = 0; i < RECEIPT_TRIES; i++) {
		crypt_random(rnd, sizeof rnd);
		crockford_make(rnd, sizeof rnd, five);
		receipt_make(prefix, five, out);
		if (!case_find_receipt(app->db, out, &other))
			return OK;
	}
	return ERR_INTERNAL;
}

/* ---- a report ----------------------------------------------------------------------------- */

static void put_receipt(struct reply *rp, const struct case_row *c, const char *follow)
{
	VAL(v) = val_object();
	val_put_str(v, "id", c->id);
	val_put_int(v, "nr", c->nr);
	val_put_str(v, "receipt", c->receipt);
	val_put_str(v, "follow", follow);
	val_put_str(v, "state", "office");
	val_put_str(v, "urgency", urgency_name(c->urgency));
	val_put_int(v, "t", c->captured);
	val_print(v, &rp->body);
}

static int read_report(const struct request *rq, struct report *r, struct reply *rp)
{
	VAL(v) = NULL;
	struct report_fault fault = { 0 };
	struct val_fault where;
	int err = val_parse(rq->body, rq->body_len, NULL, &v, &where);
	if (!err)
		err = report_read(v, true, r, &fault);
	return err ? reply_field(rp, err, fault.field) : OK;
}

void phone_speaker(struct app *app, const struct login *who, struct report *r)
{
	bool caretaker = !strcmp(who->role, "caretaker");
	text_copy(r->channel, sizeof r->channel, caretaker ? "tablet" : "phone");
	text_copy(r->actor_kind, sizeof r->actor_kind, caretaker ? "caretaker" : "operator");
	text_copy(r->actor_ref, sizeof r->actor_ref, who->name);
	r->t = app_now(app);
}

static int judge(struct app *app, struct report *r, const struct login *who,
		 const struct catalogue **ret, struct reply *rp)
{
	struct report_fault fault = { 0 };
	phone_speaker(app, who, r);
	*ret = catalogues_get(app, r->catalogue);
	if (!*ret)
		return ERR_CATALOGUE;
	int err = report_judge(r, *ret, &fault);
	return err ? reply_field(rp, err, fault.field) : OK;
}

static int store(struct app *app, struct report *r, const struct catalogue *c,
		 const struct login *who, char follow[7], int64_t *ret_nr)
{
	uint8_t rnd[6];
	BUF(json);
	int err = make_receipt(app, r->receipt);
	if (err)
		return err;
	crypt_random(rnd, sizeof rnd);
	crockford_make(rnd, sizeof rnd, follow);
	report_follow_hash(r->id, follow, r->follow);
	VAL(v) = report_write(r);
	val_print(v, &json);
	const struct origin from = {
		.device = "", .who = who->name, .captured = r->t, .body_json = json.data,
		.body_len = json.len,
	};
	return projection_report(app, r, c, &from, ret_nr);
}

int phone_report(struct app *app, const struct request *rq, struct reply *rp)
{
	struct report r;
	struct login who;
	struct case_row row;
	const struct catalogue *c;
	char follow[7];
	int64_t nr;
	if (!login_current(app, rq, &who))
		return ERR_AUTH;
	int err = read_report(rq, &r, rp);
	if (err)
		return err;
	if (case_find_id(app->db, r.id, &row)) {
		put_receipt(rp, &row, NULL);
		return OK;
	}
	err = judge(app, &r, &who, &c, rp);
	if (!err)
		err = store(app, &r, c, &who, follow, &nr);
	if (err)
		return err;
	if (!case_find(app->db, nr, &row))
		return ERR_INTERNAL;
	put_receipt(rp, &row, follow);
	live_changed(app->live);
	return OK_CREATED;
}

int phone_alarm(struct app *app, const struct request *rq, struct reply *rp)
{
	struct login who;
	struct alarm a = { .captured = app_now(app) };
	struct dwelling home;
	uint8_t rnd[10];
	VAL(body) = NULL;
	const struct catalogue *c = catalogues_current(app);
	if (!login_current(app, rq, &who))
		return ERR_AUTH;
	if (!c || !catalogue_has_emergency(c, rq->rest))
		return ERR_NOT_FOUND;
	if (rq->body_len && val_parse(rq->body, rq->body_len, NULL, &body, NULL))
		body = NULL; /* an alarm is never refused for its form */
	const char *unit = val_str_of(body, "unit", "");
	if (dwelling_find(app->db, unit, &home))
		text_copy(a.unit, sizeof a.unit, unit);
	crypt_random(rnd, sizeof rnd);
	uuid7_make(app_now(app), rnd, a.id);
	text_copy(a.sign, sizeof a.sign, rq->rest);
	text_copy(a.who, sizeof a.who, who.name);
	int err = projection_alarm(app, &a);
	if (err)
		return err;
	VAL(v) = val_object();
	val_put_str(v, "id", a.id);
	val_print(v, &rp->body);
	return OK_CREATED;
}

/* ---- how a case stands -------------------------------------------------------------------- */

/* How to reach the party it is with, unless its data do not hold today (R7, R64). */
static void put_contact(struct app *app, const char *key, struct val *into)
{
	struct party p;
	char today[21];
	VAL(body) = key[0] && party_find(app->db, key, &p) ? register_party(app, &p) : NULL;
	clock_rfc3339(app_now(app), today);
	today[10] = '\0';
	if (!body || !referral_holds(body, today)) {
		val_put_null(into, "contact");
		return;
	}
	struct val *contact = val_put_object(into, "contact");
	val_put_str(contact, "name", p.name);
	val_put_str(contact, "phone", p.phone);
	val_put_str(contact, "mail", p.mail);
	val_put_str(contact, "hours", p.hours);
}

int phone_case(struct app *app, const struct request *rq, struct reply *rp)
{
	char receipt[RECEIPT_TEXT];
	struct case_row c;
	struct login who;
	VAL(body) = NULL;
	VAL(v) = val_object();
	int err = val_parse(rq->body, rq->body_len, NULL, &body, NULL);
	if (err)
		return err;
	if (!login_current(app, rq, &who))
		return ERR_AUTH;
	if (!receipt_normalise(val_str_of(body, "receipt", ""), receipt))
		return reply_field(rp, ERR_INPUT, "receipt");
	if (!case_find_receipt(app->db, receipt, &c) || !case_within(who.sees, &c) ||
	    !case_may_see(&c, who.role))
		return ERR_NOT_FOUND;
	val_put_str(v, "receipt", c.receipt);
	val_put_str(v, "state", "office");
	struct val *state = val_put_object(v, "case");
	val_put_int(state, "nr", c.nr);
	case_put_status(app, &c, state);
	val_put_str(state, "urgency", urgency_name(c.urgency));
	val_put_int(state, "due", c.due);
	put_contact(app, c.party, state);
	val_put_bool(v, "may_complain",
		     answer_may_complain(flow_state_name(c.state), val_bool_of(state, "ask", false),
					 c.captured, app_now(app), app->settings.complaint_days));
	val_put_null(v, "answered");
	val_put_int(v, "t", c.captured);
	val_print(v, &rp->body);
	return OK;
}
