/* What the office's desk asks for: views of one person, pickers, leaders, who else is looking, what a
 * case offers and tells.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/central/office.h"

#include "server/case_act.h"
#include "server/case_view.h"
#include "server/catalogue_api.h"
#include "server/cases_api.h"
#include "server/leader_store.h"
#include "server/looking.h"
#include "server/people_api.h"
#include "server/staff_store.h"
#include "shared/io/http.h"

static void add_staff(struct office *o, const char *name, const char *role)
{
	db_event_begin(o->app.db);
	assert_int_equal(staff_add(o->app.db, name, role, "x", o->wall), OK);
	db_event_end(o->app.db, true);
}

static struct office *begin(void)
{
	struct office *o = office_open();
	add_staff(o, "lea", "leader");
	add_staff(o, "dirk", "leader");
	add_staff(o, "kcc", "phone");
	add_staff(o, "mia", "manager");
	office_must_import(o, "rules", "rank,rule,party,reason\n10,alles,dept:phone,Alles eerst naar de balie.\n");
	return o;
}

static int64_t add_case(struct office *o, int last)
{
	struct report r;
	office_report(&r, last);
	return office_case(o, &r, 0);
}

static void must(struct office *o, int64_t nr, unsigned by, const char *who, enum action action,
		 const char *fields)
{
	struct act_answer answer;
	VAL(in) = NULL;
	if (fields)
		assert_int_equal(val_parse(fields, strlen(fields), NULL, &in, NULL), OK);
	const struct act act = { .action = action, .by = by, .who = who, .in = in };
	db_event_begin(o->app.db);
	int err = case_act(&o->app, nr, &act, &answer);
	db_event_end(o->app.db, !err);
	if (err)
		fail_msg("%s: %d field=%s missing=%u", flow_action_name(action), err, answer.field,
			 answer.missing);
}

/* Ask a door as a person who is logged in. */
static struct val *ask(struct office *o, const char *name, const char *rest,
		       int (*handler)(struct app *app, const struct request *rq, struct reply *rp))
{
	char cookie[64];
	struct staff_session s = { .csrf = "c", .created = o->wall };
	struct request rq = { .method = HTTP_GET, .rest = rest, .query = "", .cookie = cookie };
	struct reply rp = { .outcome = OK };
	struct val *v = NULL;
	snprintf(cookie, sizeof cookie, LOGIN_COOKIE "=token-%s", name);
	snprintf(s.name, sizeof s.name, "%s", name);
	sha256(strchr(cookie, '=') + 1, strlen(strchr(cookie, '=') + 1), s.token);
	db_event_begin(o->app.db);
	if (!session_find(o->app.db, s.token, &(struct staff_session){ .csrf = "" }))
		assert_int_equal(session_add(o->app.db, &s), OK);
	db_event_end(o->app.db, true);
	int err = handler(&o->app, &rq, &rp);
	if (!err)
		assert_int_equal(val_parse(rp.body.data, rp.body.len, NULL, &v, NULL), OK);
	buf_free(&rp.body);
	return v;
}

static int64_t count_of(const struct val *views, const char *key)
{
	VAL_EACH(row, val_get(views, "views"))
		if (!strcmp(val_str_of(row, "key", ""), key))
			return val_int_of(row, "count", -1);
	return -1;
}

/* ---- views -------------------------------------------------------------------------------- */

struct seen {
	int n;
	int64_t nr[20];
};

static bool see_row(void *ctx, const struct case_row *c)
{
	struct seen *s = ctx;
	s->nr[s->n++] = c->nr;
	return true;
}

static bool page(struct office *o, enum view view, const char *who, int64_t after, int limit,
		 struct seen *s)
{
	const struct case_query q = { .view = view, .text = "", .after = after, .limit = limit,
				      .now = o->wall, .who = who };
	s->n = 0;
	return case_list(o->app.db, &q, see_row, s);
}

static void views_of_one_person_and_of_a_stage(void **state)
{
	struct office *o = begin();
	int64_t mine = add_case(o, 1), sent = add_case(o, 2), led = add_case(o, 3);
	struct seen s;
	(void)state;
	must(o, mine, BY_PHONE, "kcc", AC_START, NULL);
	must(o, sent, BY_PHONE, "kim", AC_REFER, "{\"party\":\"meet\",\"medium\":\"print\"}");
	must(o, led, BY_PHONE, "kim", AC_ESCALATE, "{\"reason\":\"other\",\"note\":\"hoogbejaard\"}");
	must(o, led, BY_PHONE, "kim", AC_TASK, "{\"what\":\"Bel\",\"owner\":\"kcc\",\"due\":\"2026-12-01\"}");
	page(o, VIEW_MINE, "kcc", 0, 10, &s);
	assert_int_equal(s.n, 1);
	assert_int_equal(s.nr[0], mine);
	page(o, VIEW_REFERRED, "kcc", 0, 10, &s);
	assert_int_equal(s.n, 1);
	assert_int_equal(s.nr[0], sent);
	page(o, VIEW_LED, "kcc", 0, 10, &s);
	assert_int_equal(s.n, 1);
	assert_int_equal(s.nr[0], led);
	page(o, VIEW_TO_PLAN, "kcc", 0, 10, &s);
	assert_int_equal(s.n, 1);
	VAL(views) = ask(o, "kcc", "", cases_views);
	assert_int_equal(count_of(views, "mine"), 1);
	assert_int_equal(count_of(views, "leader"), 1);
	assert_int_equal(count_of(views, "referred"), 1);
	assert_int_equal(count_of(views, "plan"), 1);
	assert_int_equal(count_of(views, "tasks"), 1);
	VAL(tasks) = ask(o, "kcc", "", people_tasks);
	const struct val *row = val_first(val_get(tasks, "tasks"));
	assert_int_equal(val_int_of(row, "nr", 0), led);
	assert_string_equal(val_str_of(val_get(row, "task"), "what", ""), "Bel");
	VAL(none) = ask(o, "lea", "", people_tasks);
	assert_int_equal(val_count(val_get(none, "tasks")), 0);
	office_close(o);
	PROVES("R47 R66");
}

/* The merged views page as the others: late first, no row twice, none left out. */
static void a_merged_view_pages_without_gaps(void **state)
{
	struct office *o = begin();
	struct seen s;
	int64_t last = 0;
	int got = 0;
	(void)state;
	for (int i = 0; i < 7; i++) {
		int64_t nr = add_case(o, i);
		if (i % 2)
			must(o, nr, BY_PHONE, "kcc", AC_SEE, NULL);
	}
	for (bool more = true; more; got += s.n) {
		more = page(o, VIEW_TO_PLAN, "kcc", last, 3, &s);
		for (int i = 0; i < s.n; i++) {
			assert_true(s.nr[i] > last);
			last = s.nr[i];
		}
	}
	assert_int_equal(got, 7);
	assert_int_equal(case_count(o->app.db, VIEW_TO_PLAN, "kcc", o->wall, 100), 7);
	assert_int_equal(case_count(o->app.db, VIEW_TO_PLAN, "kcc", o->wall, 5), 5);
	office_close(o);
	PROVES("R66");
}

/* ---- pickers ------------------------------------------------------------------------------ */

static void pickers_have_words_for_every_code(void **state)
{
	struct office *o = begin();
	(void)state;
	VAL(cat) = ask(o, "kcc", "1.0", catalogue_get);
	const struct val *area = val_first(val_get(cat, "areas"));
	const struct val *object = val_first(val_get(area, "objects"));
	assert_true(val_count(val_get(object, "faults")) > 0);
	VAL_EACH(cause, val_get(cat, "causes"))
		assert_true(val_str_of(cause, "label", "")[0] != '\0');
	assert_true(val_count(val_get(cat, "causes")) > 0);
	assert_null(ask(o, "kcc", "9.9", catalogue_get));
	VAL(staff) = ask(o, "kcc", "", people_staff);
	assert_int_equal(val_count(val_get(staff, "staff")), 4);
	assert_string_equal(val_str_of(val_first(val_get(staff, "staff")), "role_label", ""), "Projectleider");
	office_close(o);
	PROVES("R36 R38");
}

/* ---- leaders ------------------------------------------------------------------------------ */

static int lead(struct office *o, const char *json, const char **field)
{
	VAL(in) = NULL;
	assert_int_equal(val_parse(json, strlen(json), NULL, &in, NULL), OK);
	db_event_begin(o->app.db);
	int err = people_lead(&o->app, "mia", in, field);
	db_event_end(o->app.db, !err);
	return err;
}

static void a_leader_is_named_with_a_deputy_and_days_away(void **state)
{
	static const struct {
		const char *json, *field;
	} wrong[] = {
		{ "{\"department\":\"dept:koffie\",\"leader\":\"lea\"}", "department" },
		{ "{\"department\":\"dept:energy\"}", "leader" },
		{ "{\"department\":\"dept:energy\",\"leader\":\"kcc\"}", "leader" },
		{ "{\"department\":\"dept:energy\",\"leader\":\"lea\",\"deputy\":\"lea\"}", "deputy" },
		{ "{\"department\":\"dept:energy\",\"leader\":\"lea\",\"deputy\":\"spook\"}", "deputy" },
		{ "{\"department\":\"dept:energy\",\"leader\":\"lea\",\"away_until\":\"2026-12-01\"}", "away_from" },
		{ "{\"department\":\"dept:energy\",\"leader\":\"lea\",\"away_from\":\"2026-12-02\","
		  "\"away_until\":\"2026-12-01\"}", "away_until" },
	};
	struct office *o = begin();
	const char *field;
	char now[64];
	(void)state;
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		assert_int_equal(lead(o, wrong[i].json, &field), ERR_INPUT);
		assert_string_equal(field, wrong[i].field);
	}
	assert_int_equal(db_ask_int(o->app.db, "SELECT count(*) FROM leader", -1), 0);
	assert_int_equal(lead(o, "{\"department\":\"dept:energy\",\"leader\":\"lea\",\"deputy\":\"dirk\","
				 "\"away_from\":\"2026-12-01\",\"away_until\":\"2026-12-03\"}", &field), OK);
	VAL(v) = ask(o, "mia", "", people_leaders);
	const struct val *row = val_first(val_get(v, "leaders"));
	assert_string_equal(val_str_of(row, "away_from", ""), "2026-12-01");
	assert_string_equal(val_str_of(row, "away_until", ""), "2026-12-03");
	assert_string_equal(val_str_of(row, "now", ""), "lea");
	assert_int_equal(val_count(val_get(v, "choices")), 2);
	leader_now(o->app.db, "dept:energy", INT64_C(1796212800000), now); /* 2 December, noon */
	assert_string_equal(now, "dirk");
	leader_now(o->app.db, "dept:energy", INT64_C(1796385600000), now); /* 4 December, noon */
	assert_string_equal(now, "lea");
	assert_int_equal(db_ask_int(o->app.db, "SELECT count(*) FROM audit WHERE what = 'leader.set'", 0), 1);
	office_close(o);
	PROVES("R14");
}

/* ---- colleagues --------------------------------------------------------------------------- */

static void colleagues_on_a_case_know_of_each_other_and_are_forgotten(void **state)
{
	static struct looking l;
	char name[16];
	(void)state;
	assert_false(looking_note(&l, 7, "kcc", false, 1000)); /* alone: no news for anybody */
	assert_true(looking_note(&l, 7, "lea", false, 1000));
	assert_false(looking_note(&l, 7, "lea", false, 2000));
	assert_true(looking_note(&l, 7, "lea", true, 3000));
	VAL(v) = val_object();
	looking_put(&l, 7, "kcc", 3000, v);
	assert_int_equal(val_count(val_get(v, "looking")), 1);
	assert_true(val_bool_of(val_first(val_get(v, "looking")), "typing", false));
	assert_true(looking_drop(&l, 7, "lea", 3000));
	assert_false(looking_drop(&l, 7, "lea", 3000));
	VAL(later) = val_object();
	looking_put(&l, 7, "dirk", 1000 + LOOKING_MS, later); /* kcc said nothing for so long */
	assert_int_equal(val_count(val_get(later, "looking")), 0);
	for (int i = 0; i < 3 * LOOKING_SLOTS; i++) { /* more than there is room for: nothing grows */
		snprintf(name, sizeof name, "n%d", i);
		looking_note(&l, i, name, false, 5000 + i);
	}
	assert_true(looking_note(&l, 3 * LOOKING_SLOTS - 1, "lea", false, 9000));
	PROVES("-");
}

/* ---- the page of a case ------------------------------------------------------------------- */

static struct val *page_of(struct office *o, int64_t nr, const char *name, const char *role)
{
	struct case_row c;
	struct login who = { .csrf = "" };
	struct val *v = val_object();
	snprintf(who.name, sizeof who.name, "%s", name);
	snprintf(who.role, sizeof who.role, "%s", role);
	assert_true(case_find(o->app.db, nr, &c));
	assert_int_equal(case_put_page(&o->app, &c, &who, o->wall, v), OK);
	return v;
}

static const char *primary_of(const struct val *page)
{
	VAL_EACH(step, val_get(page, "steps"))
		if (val_bool_of(step, "primary", false))
			return val_str_of(step, "action", "");
	return "";
}

/* The big button is what comes next: never escalation of a first contact, nor a way back. */
static void the_big_button_is_what_comes_next(void **state)
{
	struct office *o = begin();
	const char *field;
	int64_t nr = add_case(o, 1);
	(void)state;
	assert_int_equal(lead(o, "{\"department\":\"dept:repair\",\"leader\":\"lea\"}", &field), OK);
	VAL(fresh) = page_of(o, nr, "kcc", "phone");
	assert_string_equal(primary_of(fresh), "plan");
	must(o, nr, BY_PHONE, "kcc", AC_REFER, "{\"party\":\"meet\",\"medium\":\"print\"}");
	VAL(away) = page_of(o, nr, "kcc", "phone");
	assert_string_equal(primary_of(away), "return");
	assert_string_equal(val_str_of(val_get(away, "referral"), "phone", ""), "088 2");
	must(o, nr, BY_PHONE, "kcc", AC_RETURN, "{\"reason\":\"dissatisfied\"}");
	VAL(other) = page_of(o, nr, "dirk", "leader"); /* not the leader: nothing to press, and why */
	assert_string_equal(primary_of(other), "");
	VAL(hers) = page_of(o, nr, "lea", "leader");
	assert_string_equal(primary_of(hers), "accept");
	must(o, nr, BY_LEADER, "lea", AC_ACCEPT, NULL);
	must(o, nr, BY_LEADER, "lea", AC_CONTACT, "{\"medium\":\"phone\",\"note\":\"gesproken\"}");
	must(o, nr, BY_LEADER, "lea", AC_SKIP, "{\"note\":\"duidelijk\"}");
	must(o, nr, BY_LEADER, "lea", AC_RESULT, "{\"text\":\"stuk\"}");
	VAL(found) = page_of(o, nr, "lea", "leader");
	assert_string_equal(primary_of(found), "present");
	must(o, nr, BY_LEADER, "lea", AC_PRESENT, "{\"medium\":\"phone\",\"note\":\"eens\"}");
	VAL(told) = page_of(o, nr, "lea", "leader"); /* three outcomes: hers to choose */
	assert_string_equal(primary_of(told), "");
	office_close(o);
	PROVES("R12 R20 R21");
}

static const struct val *facts_of(const struct val *page, const char *what)
{
	VAL_EACH(e, val_get(page, "events"))
		if (!strcmp(val_str_of(e, "what", ""), what))
			return val_get(e, "facts");
	return NULL;
}

static const char *fact(const struct val *facts, const char *label)
{
	VAL_EACH(f, facts)
		if (!strcmp(val_str_of(f, "label", ""), label))
			return val_str_of(f, "value", "");
	return "";
}

static void the_history_is_told_in_words(void **state)
{
	struct office *o = begin();
	int64_t nr = add_case(o, 1);
	(void)state;
	must(o, nr, BY_PHONE, "kcc", AC_URGENCY, "{\"urgency\":\"planned\",\"note\":\"kan wachten\"}");
	must(o, nr, BY_PHONE, "kcc", AC_TASK, "{\"what\":\"Bel\",\"owner\":\"kcc\",\"due\":\"2026-12-01\"}");
	must(o, nr, BY_PHONE, "kcc", AC_TASK_DONE, "{\"task\":1}");
	must(o, nr, BY_PHONE, "kcc", AC_REFER, "{\"party\":\"meet\",\"medium\":\"print\",\"note\":\"hun scherm\"}");
	VAL(page) = page_of(o, nr, "kcc", "phone");
	assert_string_equal(fact(facts_of(page, "file"), "Partij"), o->app.settings.dept_phone);
	assert_string_equal(fact(facts_of(page, "urgency"), "Was"), "Gewoon");
	assert_string_equal(fact(facts_of(page, "task"), "Uiterlijk op"), "2026-12-01");
	assert_string_equal(fact(facts_of(page, "task_done"), "Actie"), "Bel");
	assert_string_equal(fact(facts_of(page, "refer"), "Partij"), "Meetgoed");
	assert_string_equal(fact(facts_of(page, "refer"), "Hoe"), "Kaart geprint");
	office_close(o);
	PROVES("R11 R25");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(views_of_one_person_and_of_a_stage),
		cmocka_unit_test(a_merged_view_pages_without_gaps),
		cmocka_unit_test(pickers_have_words_for_every_code),
		cmocka_unit_test(a_leader_is_named_with_a_deputy_and_days_away),
		cmocka_unit_test(colleagues_on_a_case_know_of_each_other_and_are_forgotten),
		cmocka_unit_test(the_big_button_is_what_comes_next),
		cmocka_unit_test(the_history_is_told_in_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
