/* Reports become cases.
 *
 * Owns no table; asks catalogue, register, rules, then writes case, history, confirmation and the
 * kiosk's status in the running event. Promises: doing it twice changes nothing; what is not
 * understood is refused with a code and a place, so ingest can quarantine it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/projection.h"

#include <stdio.h>
#include <string.h>

#include "server/alarm_store.h"
#include "server/answers.h"
#include "server/app.h"
#include "server/case_store.h"
#include "server/case_view.h"
#include "server/catalogues.h"
#include "server/clock_store.h"
#include "server/feed.h"
#include "server/ladder.h"
#include "server/live.h"
#include "server/notify.h"
#include "server/outgoing_store.h"
#include "server/routing.h"
#include "shared/base/log.h"
#include "shared/io/db.h"

/* ---- making a case ------------------------------------------------------------------------ */

static bool is_restricted(const struct report *r)
{
	return !strcmp(r->branch, "surroundings") && !strcmp(r->cause, "people");
}

static void fill_case(struct app *app, const struct report *r, enum urgency urgency,
		      const struct dwelling *home, const struct origin *from, struct case_row *c)
{
	memset(c, 0, sizeof *c);
	memcpy(c->id, r->id, sizeof c->id);
	c->item = from->item;
	text_copy(c->receipt, sizeof c->receipt, r->receipt);
	c->urgency = urgency;
	c->captured = from->captured;
	c->received = app_now(app);
	text_copy(c->channel, sizeof c->channel, r->channel);
	text_copy(c->lang, sizeof c->lang, r->lang);
	text_copy(c->branch, sizeof c->branch, r->branch);
	text_copy(c->kind, sizeof c->kind, r->kind);
	text_copy(c->unit, sizeof c->unit, r->unit);
	text_copy(c->complex, sizeof c->complex, home ? home->complex : "");
	text_copy(c->room, sizeof c->room, r->room[0] ? r->room : r->place_code);
	text_copy(c->object, sizeof c->object, r->object[0] ? r->object : r->cause);
	text_copy(c->fault, sizeof c->fault, r->fault);
	c->restricted = is_restricted(r);
	text_copy(c->catalogue, sizeof c->catalogue, r->catalogue);
	c->first_contact = r->first_contact;
	text_copy(c->name, sizeof c->name, r->name);
}

static void apply_route(const struct route_answer *route, struct case_row *c)
{
	const struct flow_ask start = {
		.kind = flow_kind_bit(c->kind), .from = ST_NONE, .by = BY_SYSTEM,
		.action = route->party[0] ? AC_FILE : AC_STRAND,
	};
	struct flow_answer answer;
	if (flow_next(&start, &answer))
		die("flow.start", "action=%d kind=%s", start.action, c->kind);
	c->state = answer.to;
	text_copy(c->party, sizeof c->party, route->party);
	c->rule_set = route->rule_set;
	c->rule = route->rank;
	text_copy(c->tried, sizeof c->tried, route->tried);
}

/* Urgent is confirmed by phone whatever was chosen; no mail means phone (R41, R42, R54). Who would
 * rather be called than choose a day gets a call as well, once (R39). By when is the ladder's to say. */
static int queue_confirmation(struct app *app, const struct report *r, const struct case_row *c,
			      const struct clocks *clocks)
{
	bool urgent = c->urgency >= URGENCY_URGENT;
	bool call = urgent || !strcmp(r->via, "phone") || !r->mail[0];
	int64_t norm = ladder_due_of(clocks, "call-confirm");
	int64_t call_by = norm ? norm : c->captured + DAY_MS;
	if (call)
		return outgoing_add(app->db, c->nr, "call", "confirmation", call_by);
	int err = outgoing_add(app->db, c->nr, "mail", "confirmation", c->received);
	if (!err && r->call_first && r->phone[0])
		err = outgoing_add(app->db, c->nr, "call", "planning", call_by);
	notify_nudge(app->notify);
	return err;
}

static int first_event(struct app *app, const struct case_row *c, const struct origin *from,
		       int64_t other)
{
	BUF(detail);
	buf_str(&detail, "{\"party\":");
	val_quote(c->party, &detail);
	buf_fmt(&detail, ",\"rules\":%lld,\"rank\":%lld", (long long)c->rule_set,
		(long long)c->rule);
	if (other)
		buf_fmt(&detail, ",\"clash\":%lld", (long long)other);
	buf_char(&detail, '}');
	return event_first(app->db, c->nr, c->received, from->who,
			   c->state == ST_EXCEPTION ? "strand" : "file", buf_text(&detail));
}

int projection_report(struct app *app, const struct report *r, const struct catalogue *c,
		      const struct origin *from, int64_t *ret_nr)
{
	struct case_row row;
	struct dwelling home;
	struct route_answer route;
	struct clocks clocks;
	int64_t other = 0, fire;
	enum urgency urgency = report_urgency(r, c);
	bool has_home = r->unit[0] && dwelling_find(app->db, r->unit, &home);
	routing_decide(app, r, c, urgency, has_home ? &home : NULL, &route);
	fill_case(app, r, urgency, has_home ? &home : NULL, from, &row);
	apply_route(&route, &row);
	row.due = ladder_of_new(app, &row, &clocks, &fire);
	int err = case_add(app->db, &row, &other);
	*ret_nr = row.nr;
	if (!err && !from->item)
		err = case_add_body(app->db, row.nr, from->body_json, from->body_len);
	if (!err)
		err = first_event(app, &row, from, other);
	if (!err)
		err = ladder_keep(app, row.nr, &clocks, fire);
	if (!err)
		err = queue_confirmation(app, r, &row, &clocks);
	if (!err && !other)
		case_publish_status(app, &row, r->follow, from->device);
	return err;
}

int projection_alarm(struct app *app, struct alarm *a)
{
	a->received = app_now(app);
	int err = alarm_add(app->db, a);
	if (!err)
		err = ladder_alarm(app, db_last_id(app->db), a->captured);
	if (!err)
		live_alarm(app->live);
	return err;
}

/* ---- items of devices --------------------------------------------------------------------- */

static int refuse(char *code, char *path, const char *why_code, const char *why_path)
{
	text_copy(code, INGEST_CODE, why_code);
	text_copy(path, INGEST_PATH, why_path);
	return ERR_INPUT;
}

static int apply_report(struct app *app, const struct raw_item *it, char *code, char *path)
{
	struct report r;
	struct report_fault fault = { 0 };
	int64_t nr;
	if (report_read(it->body, false, &r, &fault))
		return refuse(code, path, "bad_field", fault.field);
	if (strcmp(r.id, it->id))
		return refuse(code, path, "bad_field", "id");
	if (!r.receipt[0])
		return refuse(code, path, "bad_field", "receipt");
	const struct catalogue *c = catalogues_get(app, r.catalogue);
	if (!c)
		return refuse(code, path, "unknown_catalogue", "catalogue");
	if (report_judge(&r, c, &fault))
		return refuse(code, path, "bad_field", fault.field);
	const char prefix[5] = { r.receipt[0], r.receipt[1], r.receipt[2], r.receipt[3], '\0' };
	struct origin from = {
		.item = it->n, .device = it->device, .who = prefix, .captured = it->t
	};
	int err = projection_report(app, &r, c, &from, &nr);
	return err == ERR_CONFLICT ? OK : err;
}

static int apply_alarm(struct app *app, const struct raw_item *it, char *code, char *path)
{
	const char *sign = val_str_of(it->body, "fault", val_str_of(it->body, "sign", ""));
	if (!sign[0] || strlen(sign) > 31)
		return refuse(code, path, "bad_field", "fault");
	struct alarm a = { .captured = it->t };
	text_copy(a.id, sizeof a.id, it->id);
	text_copy(a.sign, sizeof a.sign, sign);
	text_copy(a.device, sizeof a.device, it->device);
	int err = projection_alarm(app, &a);
	return err == ERR_CONFLICT ? OK : err;
}

int projection_apply(struct app *app, const struct raw_item *it, char code[INGEST_CODE],
		     char path[INGEST_PATH])
{
	static const struct {
		const char *kind;
		int64_t schema;
		int (*apply)(struct app *app, const struct raw_item *it, char *code, char *path);
	} kinds[] = {
		{ "report.new", REPORT_SCHEMA, apply_report },
		{ "alarm.new", REPORT_SCHEMA, apply_alarm },
		{ "case.answer", ANSWER_SCHEMA, answers_project },
	};
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		if (strcmp(kinds[i].kind, it->kind))
			continue;
		if (kinds[i].schema != it->schema)
			return refuse(code, path, "unknown_schema", "schema");
		return kinds[i].apply(app, it, code, path);
	}
	return refuse(code, path, "unknown_kind", "kind");
}

void projection_done(struct app *app, int applied, int quarantined)
{
	if (applied || quarantined)
		live_changed(app->live);
}
