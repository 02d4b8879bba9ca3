/* "What if": changed rules, asked about every case there was (D5).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/central/cases.h"

#include "server/aside.h"
#include "server/case_act.h"
#include "server/ladder_set.h"
#include "server/ladder_sim.h"
#include "server/rules_sim.h"

#define HEAD "rank,rule,branch,cause,object,fault,urgency,nom,payer,provider,party,reason\n"

static int64_t file_one(struct office *o, int last, const char *unit, const char *fault)
{
	struct report r;
	office_report(&r, last);
	strcpy(r.unit, unit);
	strcpy(r.fault, fault);
	return office_case(o, &r, 0);
}

static int try_out(struct office *o, const char *csv, struct val *ret)
{
	const struct rules_try t = { .csv = csv, .len = strlen(csv), .period = { 0, -1 } };
	o->wall += 1000;
	return rules_sim(&o->app, &t, ret);
}

static const struct val *only_move(const struct val *v)
{
	const struct val *m = val_first(val_get(v, "moves"));
	assert_non_null(m);
	assert_null(val_next(m));
	return m;
}

static void the_rules_in_force_move_nothing(void **state)
{
	struct office *o = *state;
	VAL(v) = val_object();
	BUF(csv);
	file_one(o, 1, "A-1", "DRP");
	file_one(o, 2, "N-1", "DRP");
	file_one(o, 3, "N-2", "DRP"); /* no rule: the exception queue */
	DB_STMT(st) = db_prepare(o->app.db, "SELECT csv FROM rule_set ORDER BY version DESC LIMIT 1");
	assert_true(db_step(st));
	buf_str(&csv, db_col_text(st, "csv"));
	assert_int_equal(try_out(o, buf_text(&csv), v), OK);
	assert_int_equal(val_int_of(v, "cases", 0), 3);
	assert_int_equal(val_int_of(v, "moved", 1), 0);
	assert_int_equal(val_int_of(v, "since", 1), 0);
	assert_int_equal(val_int_of(v, "unread", 1), 0);
	PROVES("D5");
}

static void a_changed_rule_says_which_cases_move_and_why(void **state)
{
	struct office *o = *state;
	VAL(v) = val_object();
	int64_t plain = file_one(o, 1, "A-1", "DRP");
	file_one(o, 2, "N-1", "DRP");
	assert_int_equal(try_out(o, HEAD
		"30,nom,home,,KRAAN,,,yes,,yes,@provider,Aanbieder onderhoudt\n"
		"45,kranen,home,,KRAAN,,,no,,,dept:phone,Kranen eerst langs de telefoon\n"
		"50,rest,home,,,,normal|planned,no,,,dept:repair,Gewoon\n", v), OK);
	assert_int_equal(val_int_of(v, "moved", 0), 1);
	const struct val *m = only_move(v);
	assert_string_equal(val_str_of(m, "from", ""), "dept:repair");
	assert_string_equal(val_str_of(m, "to", ""), "dept:phone");
	assert_string_equal(val_str_of(val_get(m, "was"), "rule", ""), "rest");
	assert_int_equal(val_int_of(val_get(m, "was"), "rank", 0), 50);
	assert_string_equal(val_str_of(val_get(m, "now"), "rule", ""), "kranen");
	const struct val *one = val_first(val_get(m, "shown"));
	assert_int_equal(val_int_of(one, "nr", 0), plain);
	assert_string_equal(val_str_of(one, "receipt", ""), "K7QD-4M2X1-E");
	assert_string_equal(val_str_of(one, "then", ""), "dept:repair");
	int64_t decided[3] = { 1, 1, 0 };
	int i = 0;
	VAL_EACH(rule, val_get(v, "rules"))
		assert_int_equal(val_int_of(rule, "cases", -1), decided[i++]);
	PROVES("D5");
}

/* What staff did since is not what the rules look at. */
static void the_report_is_as_it_was_sent(void **state)
{
	struct office *o = *state;
	VAL(v) = val_object();
	VAL(in) = val_object();
	struct act_answer answer;
	int64_t nr = file_one(o, 1, "A-1", "DRP");
	val_put_str(in, "urgency", "urgent");
	val_put_str(in, "note", "gevaar");
	const struct act act = { .action = AC_URGENCY, .by = BY_PHONE, .who = "kcc", .in = in };
	db_event_begin(o->app.db);
	assert_int_equal(case_act(&o->app, nr, &act, &answer), OK);
	case_set_party(o->app.db, nr, "dept:living");
	db_event_end(o->app.db, true);
	assert_int_equal(try_out(o, HEAD
		"40,spoed,home,,,,urgent|emergency,no,,,dept:phone,Spoed\n"
		"50,rest,home,,,,normal|planned,no,,,dept:repair,Gewoon\n", v), OK);
	assert_int_equal(val_int_of(v, "moved", 1), 0);
	assert_int_equal(val_int_of(v, "since", 1), 0);
}

/* Rules that changed after a case came in: told, and both sets still see one case. */
static void what_was_decided_then_is_told_beside_it(void **state)
{
	struct office *o = *state;
	VAL(v) = val_object();
	file_one(o, 1, "A-1", "DRP");
	office_must_import(o, "rules", HEAD "10,alles,,,,,,,,,dept:phone,Alles\n");
	assert_int_equal(try_out(o, HEAD "10,alles,,,,,,,,,dept:living,Alles\n", v), OK);
	assert_int_equal(val_int_of(v, "since", 0), 1);
	const struct val *m = only_move(v);
	assert_string_equal(val_str_of(m, "from", ""), "dept:phone");
	assert_string_equal(val_str_of(val_first(val_get(m, "shown")), "then", ""), "dept:repair");
}

/* A report nobody can open any more: what the case kept gives the same answer here. */
static void a_report_that_is_gone_is_told(void **state)
{
	struct office *o = *state;
	VAL(v) = val_object();
	file_one(o, 1, "A-1", "DRP");
	file_one(o, 2, "N-1", "DRP");
	assert_int_equal(db_exec(o->app.db, "DELETE FROM case_body"), OK);
	assert_int_equal(try_out(o, HEAD "10,alles,,,,,,,,,dept:repair,Alles\n", v), OK);
	assert_int_equal(val_int_of(v, "unread", 0), 2);
	assert_int_equal(val_int_of(v, "since", 1), 0);
	assert_string_equal(val_str_of(only_move(v), "from", ""), "zon");
}

static void a_file_that_is_wrong_says_where(void **state)
{
	struct office *o = *state;
	VAL(v) = val_object();
	assert_int_equal(try_out(o, HEAD "10,alles,,,,,,,,,@provider,Alles\n", v), ERR_INPUT);
	assert_int_equal(val_int_of(val_first(val_get(v, "problems")), "line", 0), 2);
}

/* An office aside gives the same answers as the running one. */
static void beside_the_office_it_is_the_same(void **state)
{
	struct office *o = *state;
	VAL(here) = val_object();
	VAL(there) = val_object();
	BUF(a);
	BUF(b);
	const char *csv = HEAD "10,alles,,,,,,,,,dept:living,Alles\n";
	file_one(o, 1, "A-1", "DRP");
	file_one(o, 2, "N-1", "DRP");
	assert_int_equal(try_out(o, csv, here), OK);
	struct app *aside = aside_new(&o->app);
	aside->db = o->app.db;
	const struct rules_try t = { .csv = csv, .len = strlen(csv), .period = { 0, -1 } };
	const struct ladder_try l = { .csv = LADDER_DEFAULT, .len = strlen(LADDER_DEFAULT), .period = { 0, -1 } };
	assert_int_equal(rules_sim(aside, &t, there), OK);
	val_print(here, &a);
	val_print(there, &b);
	assert_string_equal(buf_text(&a), buf_text(&b));
	VAL(ladder) = val_object();
	assert_int_equal(ladder_sim(aside, &l, ladder), OK);
	assert_int_equal(val_int_of(ladder, "cases", 0), 2);
	aside_free(aside);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_rules_in_force_move_nothing),
		TEST(a_changed_rule_says_which_cases_move_and_why),
		TEST(the_report_is_as_it_was_sent),
		TEST(what_was_decided_then_is_told_beside_it),
		TEST(a_report_that_is_gone_is_told),
		TEST(a_file_that_is_wrong_says_where),
		TEST(beside_the_office_it_is_the_same),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
