/* The form of the phone desk: made of the judge's own table and catalogue, judged without storing.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/central/office.h"

#include "server/alarm_store.h"
#include "server/intake.h"
#include "server/phone.h"
#include "server/staff_store.h"
#include "shared/io/http.h"
#include "shared/model/report_needs.h"

static int set_up(void **state)
{
	struct office *o = office_open();
	static const char *const STAFF[][2] = { { "kcc", "phone" }, { "wim", "caretaker" } };
	*state = o;
	office_must_import(o, "rules", "rank,rule,party,reason\n10,alles,dept:phone,Alles eerst naar de balie.\n");
	office_must_import(o, "tenants", TENANTS_HEAD "10001,J. de Vries,0612345678,,yes,A-1\n");
	db_event_begin(o->app.db);
	for (size_t i = 0; i < COUNT_OF(STAFF); i++) {
		char token[40];
		struct staff_session s = { .csrf = "c", .created = o->wall };
		assert_int_equal(staff_add(o->app.db, STAFF[i][0], STAFF[i][1], "x", o->wall), OK);
		snprintf(token, sizeof token, "token-%s", STAFF[i][0]);
		snprintf(s.name, sizeof s.name, "%s", STAFF[i][0]);
		sha256(token, strlen(token), s.token);
		assert_int_equal(session_add(o->app.db, &s), OK);
	}
	db_event_end(o->app.db, true);
	return 0;
}

static int tear_down(void **state)
{
	office_close(*state);
	return 0;
}

struct said {
	struct request rq;
	const char *name;
	const struct val *body;
	int expect;
};

/* What a door answers to a person; NULL when there is no body. */
static struct val *ask(struct office *o, struct said say,
		       int (*door)(struct app *app, const struct request *rq, struct reply *rp))
{
	char cookie[64];
	BUF(json);
	struct reply rp = { 0 };
	struct val *v = NULL;
	snprintf(cookie, sizeof cookie, LOGIN_COOKIE "=token-%s", say.name);
	say.rq.cookie = cookie;
	say.rq.query = say.rq.query ? say.rq.query : "";
	say.rq.rest = say.rq.rest ? say.rq.rest : "";
	if (say.body) {
		val_print(say.body, &json);
		say.rq.body = json.data;
		say.rq.body_len = json.len;
	}
	db_event_begin(o->app.db);
	int err = door(&o->app, &say.rq, &rp);
	db_event_end(o->app.db, !err || err == OK_CREATED);
	assert_int_equal(err, say.expect);
	if (rp.body.len)
		assert_int_equal(val_parse(rp.body.data, rp.body.len, NULL, &v, NULL), OK);
	buf_free(&rp.body);
	return v;
}

/* A complete report, spoken by an operator. */
static struct report spoken(void)
{
	struct report r;
	office_report(&r, 1);
	r.receipt[0] = '\0';
	return r;
}

static struct val *check(struct office *o, const struct report *r, const char *query)
{
	VAL(body) = report_write(r);
	return ask(o, (struct said){ .name = "kcc", .body = body, .rq = { .query = query } }, intake_check);
}

/* ---- the form ----------------------------------------------------------------------------- */

static void the_form_asks_what_the_judge_asks(void **state)
{
	struct office *o = *state;
	VAL(form) = ask(o, (struct said){ .name = "kcc" }, intake_get);
	int doors = 0;
	assert_string_equal(val_str_of(form, "version", ""), "1.0");
	VAL_EACH(door, val_get(form, "doors")) {
		const struct report_need *n =
		    report_need(val_str_of(door, "branch", ""), val_str_of(door, "kind", ""));
		unsigned asks = 0;
		assert_non_null(n);
		VAL_EACH(name, val_get(door, "asks"))
			for (int i = 0; report_ask_name(i); i++)
				if (!strcmp(report_ask_name(i), val_text(name, "")))
					asks |= 1u << i;
		assert_int_equal(asks, n->asks);
		assert_null(strchr(val_str_of(door, "label", "/"), '/')); /* every door has its words */
		doors++;
	}
	assert_int_equal(doors, 9);
	const struct val *area = val_first(val_get(form, "areas"));
	const struct val *object = val_first(val_get(area, "objects"));
	const struct val *fault = val_first(val_get(object, "faults"));
	assert_string_equal(val_str_of(fault, "label", ""), "tekst home.BAD.KRAAN.DRP");
	assert_string_equal(val_str_of(fault, "urgency", ""), "normal");
	assert_int_equal(val_count(val_get(form, "people")), 1);
	assert_int_equal(val_count(val_get(form, "things")), 1);
	assert_string_equal(val_str_of(val_first(val_get(val_first(val_get(form, "questions")), "answers")), "label", ""),
			    "tekst question.VORST.JA");
	PROVES("R49 R50");
}

/* ---- what holds so far -------------------------------------------------------------------- */

static void the_verdict_is_the_judges_and_stores_nothing(void **state)
{
	struct office *o = *state;
	struct report r = spoken();
	VAL(whole) = check(o, &r, NULL);
	assert_true(val_is_null(val_get(whole, "missing")));
	assert_false(val_bool_of(whole, "urgent", true));
	assert_string_equal(val_str_of(val_get(whole, "payer"), "who", ""), "landlord");
	r.slot_count = 0;
	VAL(part) = check(o, &r, NULL);
	assert_string_equal(val_str_of(part, "missing", ""), "when");
	assert_false(val_bool_of(part, "wrong", true));
	strcpy(r.fault, "LEK"); /* urgent: by phone, whatever was chosen */
	r.call_first = true;
	VAL(urgent) = check(o, &r, NULL);
	assert_true(val_bool_of(urgent, "urgent", false));
	assert_string_equal(val_str_of(urgent, "missing", ""), "contact/via");
	strcpy(r.room, "NERGENS");
	VAL(wrong) = check(o, &r, NULL);
	assert_string_equal(val_str_of(wrong, "missing", ""), "room");
	assert_true(val_bool_of(wrong, "wrong", false));
	strcpy(r.catalogue, "9.9");
	VAL(body) = report_write(&r);
	VAL(old) = ask(o, (struct said){ .name = "kcc", .body = body, .expect = ERR_CATALOGUE }, intake_check);
	assert_null(old);
	assert_int_equal(case_total(o->app.db), 0);
	PROVES("R40 R42 R43 R49");
}

static void who_pays_is_told_with_its_ground(void **state)
{
	struct office *o = *state;
	struct report r = spoken();
	strcpy(r.fault, "LEK");
	VAL(law) = check(o, &r, NULL);
	const struct val *payer = val_get(law, "payer");
	assert_string_equal(val_str_of(payer, "who", ""), "tenant");
	assert_string_equal(val_str_of(payer, "ground", ""), "tekst payer.KRAAN");
	VAL(plan) = check(o, &r, "tenant=10001");
	payer = val_get(plan, "payer");
	assert_string_equal(val_str_of(payer, "who", ""), "landlord");
	assert_string_equal(val_str_of(payer, "sentence", ""), "U hebt een serviceabonnement. Dit is gratis voor u.");
	VAL(own) = val_object();
	val_put_str(own, "LEERTJE", "landlord");
	struct val *kept = o->app.payers;
	o->app.payers = own;
	VAL(rule) = check(o, &r, NULL);
	o->app.payers = kept;
	assert_string_equal(val_str_of(val_get(rule, "payer"), "ground", ""), "Dit is onze eigen regel.");
	strcpy(r.fault, "");
	strcpy(r.words, "Er is iets.");
	VAL(words) = check(o, &r, NULL);
	assert_string_equal(val_str_of(val_get(words, "payer"), "who", ""), "unknown");
	strcpy(r.kind, "question");
	VAL(question) = check(o, &r, NULL);
	assert_true(val_is_null(val_get(question, "payer")));
	PROVES("R34");
}

/* ---- who speaks --------------------------------------------------------------------------- */

static void a_caretaker_is_a_caretaker_at_this_door(void **state)
{
	struct office *o = *state;
	static const char *const WHO[][3] = { { "kcc", "operator", "phone" }, { "wim", "caretaker", "tablet" } };
	for (int i = 0; i < 2; i++) {
		struct report r = spoken(), kept;
		struct case_row c;
		r.id[sizeof r.id - 2] = (char)('1' + i);
		VAL(body) = report_write(&r);
		VAL(saved) = ask(o, (struct said){ .name = WHO[i][0], .body = body, .expect = OK_CREATED }, phone_report);
		int64_t nr = val_int_of(saved, "nr", 0);
		assert_true(case_find(o->app.db, nr, &c));
		BUF(json);
		VAL(v) = NULL;
		struct report_fault fault;
		assert_int_equal(case_body(o->app.db, nr, &json), OK);
		assert_int_equal(val_parse(json.data, json.len, NULL, &v, NULL), OK);
		assert_int_equal(report_read(v, false, &kept, &fault), OK);
		assert_string_equal(kept.actor_kind, WHO[i][1]);
		assert_string_equal(kept.actor_ref, WHO[i][0]);
		assert_string_equal(c.channel, WHO[i][2]);
	}
	PROVES("R49 R50");
}

/* ---- emergencies -------------------------------------------------------------------------- */

static bool keep_alarm(void *ctx, const struct alarm *a)
{
	*(struct alarm *)ctx = *a;
	return false;
}

static void an_alarm_by_phone_names_operator_and_address(void **state)
{
	struct office *o = *state;
	struct alarm a = { .nr = 0 };
	VAL(script) = ask(o, (struct said){ .name = "" }, intake_emergencies);
	const struct val *gas = val_first(val_get(script, "emergencies"));
	assert_string_equal(val_str_of(gas, "code", ""), "GAS");
	assert_string_equal(val_str_of(gas, "number", ""), "0800-9009");
	assert_true(val_bool_of(gas, "leave", false));
	assert_int_equal(val_count(val_get(gas, "say")), 3);
	VAL(where) = val_object();
	val_put_str(where, "unit", "N-1");
	VAL(told) = ask(o, (struct said){ .name = "kcc", .body = where, .expect = OK_CREATED, .rq = { .rest = "GAS" } },
			phone_alarm);
	alarm_each(o->app.db, 1, keep_alarm, &a);
	assert_string_equal(a.id, val_str_of(told, "id", ""));
	assert_string_equal(a.who, "kcc");
	assert_string_equal(a.unit, "N-1");
	assert_string_equal(a.device, "");
	const struct request bare = { .rest = "GAS", .body = "x", .body_len = 1 };
	VAL(again) = ask(o, (struct said){ .name = "kcc", .expect = OK_CREATED, .rq = bare }, phone_alarm);
	alarm_each(o->app.db, 1, keep_alarm, &a);
	assert_string_equal(a.id, val_str_of(again, "id", ""));
	assert_string_equal(a.unit, ""); /* no form, so no wrong one either */
	VAL(none) = ask(o, (struct said){ .name = "kcc", .expect = ERR_NOT_FOUND, .rq = { .rest = "NIETS" } }, phone_alarm);
	VAL(nobody) = ask(o, (struct said){ .name = "x", .expect = ERR_AUTH, .rq = { .rest = "GAS" } }, phone_alarm);
	assert_null(none);
	assert_null(nobody);
	assert_int_equal(alarm_waiting(o->app.db), 2);
	PROVES("R51 R52");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_form_asks_what_the_judge_asks, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_verdict_is_the_judges_and_stores_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(who_pays_is_told_with_its_ground, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_caretaker_is_a_caretaker_at_this_door, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_alarm_by_phone_names_operator_and_address, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
