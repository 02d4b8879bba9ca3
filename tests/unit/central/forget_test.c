/* Persons go from cases that ended long ago or when one asks for it; the history stays and still proves
 * itself.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/central/acts.h"
#include "server/audit_store.h"
#include "server/calendar.h"
#include "server/case_view.h"
#include "server/forget.h"
#include "server/person.h"
#include "tests/unit/central/cases.h"
#include "tests/unit/central/verbs.h"

#define MONTH (DAY_MS * 31)

/* A repair of Karel, closed now when asked. */
static int64_t of_karel(struct office *o, int last, bool closed)
{
	struct report r;
	office_report(&r, last);
	strcpy(r.name, "Karel Kwak");
	strcpy(r.phone, "+31611223344");
	strcpy(r.mail, "karel@kwak.example");
	strcpy(r.words, "bij Karel druppelt het");
	int64_t nr = office_case(o, &r, 0);
	must(o, nr, AC_NOTE, "{\"note\":\"Karel belde over zijn hond\"}");
	db_event_begin(o->app.db);
	assert_int_equal(db_exec(o->app.db,
		"INSERT INTO outgoing (n, nr, kind, why, state, due, note, letter, address, facts)"
		" SELECT nr * 100 + 90, nr, 'mail', 'question', 'failed', 1, 'Karel weigert', 'x', 'karel@werk.example',"
		" '{\"text\":\"Karel\"}' FROM case_file WHERE NOT EXISTS (SELECT 1 FROM outgoing WHERE n = nr * 100 + 90);"
		"INSERT INTO referral (nr, t, party, medium, why, who, unit, number, phone, name)"
		" SELECT max(nr), 1, 'zon', 'print', '', 'kcc', 'A-1', 'T-1', '+31611223344', 'karel kwak' FROM case_file;"
		"INSERT INTO task (nr, what, owner, due, made, made_by)"
		" SELECT max(nr), 'Karel bellen', 'kcc', 1, 1, 'kcc' FROM case_file;"), OK);
	db_event_end(o->app.db, true);
	if (closed) {
		must(o, nr, AC_START, NULL);
		must(o, nr, AC_DONE, "{\"by\":\"Piet\",\"when\":\"2026-11-28\",\"what\":\"kraan van Karel gemaakt\"}");
		must(o, nr, AC_CLOSE, NULL);
	}
	return nr;
}

static struct case_row row_of(struct office *o, int64_t nr)
{
	struct case_row c;
	assert_true(case_find(o->app.db, nr, &c));
	return c;
}

/* Does any row of any table hold this text? */
static bool is_anywhere(struct office *o, const char *word)
{
	static const char *const TABLES[] = {
		"SELECT count(*) FROM case_file WHERE instr(lower(name || ifnull(unit, '')), lower(?))",
		"SELECT count(*) FROM case_event WHERE instr(lower(detail), lower(?))",
		"SELECT count(*) FROM outgoing WHERE instr(lower(ifnull(address, '') || ifnull(facts, '') || ifnull(note, '')), lower(?))",
		"SELECT count(*) FROM referral WHERE instr(lower(name || phone || number), lower(?))",
		"SELECT count(*) FROM task WHERE instr(lower(what), lower(?))",
		"SELECT count(*) FROM feed WHERE instr(lower(body), lower(?)) AND feed = 'case'",
	};
	for (size_t i = 0; i < COUNT_OF(TABLES); i++) {
		DB_STMT(st) = db_prepare(o->app.db, TABLES[i]);
		db_bind_text(st, word);
		assert_true(db_step(st));
		if (db_col_int(st, "count(*)"))
			return true;
	}
	return false;
}

static int some(struct office *o)
{
	db_event_begin(o->app.db);
	int gone = forget_some(&o->app, 100);
	db_event_end(o->app.db, true);
	return gone;
}

static void persons_go_when_the_time_is_over(void **state)
{
	struct office *o = *state;
	struct report r;
	int64_t checked, nr = of_karel(o, 1, true), open = of_karel(o, 2, false);
	strcpy(o->app.settings.retention, "repair=12");
	assert_int_equal(some(o), 0); /* too soon */
	o->wall += 11 * MONTH;
	assert_int_equal(some(o), 0);
	o->wall += 2 * MONTH;
	assert_int_equal(some(o), 1); /* the open one stays, however old */
	assert_int_equal(some(o), 0);
	struct case_row c = row_of(o, nr);
	assert_true(c.anonymous == o->wall && !c.name[0] && !strcmp(c.unit, "A-1"));
	assert_int_equal(case_open_report(&o->app, &c, &r), OK);
	assert_true(!r.name[0] && !r.phone[0] && !r.mail[0] && !r.words[0] && !r.follow[0]);
	assert_string_equal(r.object, "KRAAN");
	assert_string_equal(row_of(o, open).name, "Karel Kwak");
	assert_int_equal(event_verify(o->app.db, &checked), 0);
	PROVES("D12");
}

/* Two years with a 29 February in them are 731 days: no hour less. Matrix 45. */
static void a_leap_year_is_kept_whole(void **state)
{
	struct office *o = *state;
	int64_t nr = of_karel(o, 1, true), last = db_ask_int(o->app.db, "SELECT max(t) FROM case_event", 0);
	strcpy(o->app.settings.retention, "repair=24");
	o->wall = calendar_add_months(o->app.calendar, last, 24);
	assert_int_equal(calendar_day_of(o->app.calendar, o->wall) - calendar_day_of(o->app.calendar, last), 731);
	assert_int_equal(some(o), 0);
	assert_string_equal(row_of(o, nr).name, "Karel Kwak");
	o->wall++;
	assert_int_equal(some(o), 1);
	assert_string_equal(row_of(o, nr).name, "");
	PROVES("D12");
}

/* `retention` counts first; only with --run anything goes. */
static void by_hand_it_is_counted_before_it_is_done(void **state)
{
	struct office *o = *state;
	int64_t nr = of_karel(o, 1, true), young;
	strcpy(o->app.settings.retention, "repair=12");
	verb_says(o, "retention", "", OK, "0 cases are over their time, 1 closed cases still name persons\n");
	o->wall += 13 * MONTH;
	young = of_karel(o, 2, true);
	verb_says(o, "retention", "", OK, "1 cases are over their time, 1 closed cases still name persons\n");
	assert_string_equal(row_of(o, nr).name, "Karel Kwak");
	assert_int_equal(audit_last(o->app.db, "-", "retention.run"), 0);
	verb_says(o, "retention --run", "", OK, "1 cases forgotten, 1 closed cases still name persons\n");
	assert_string_equal(row_of(o, nr).name, "");
	assert_string_equal(row_of(o, young).name, "Karel Kwak");
	assert_int_equal(audit_last(o->app.db, "-", "retention.run"), o->wall);
	verb_says(o, "retention --run", "", OK, "0 cases forgotten, 1 closed cases still name persons\n");
	PROVES("D12 R55");
}

static void nothing_of_a_forgotten_person_is_left(void **state)
{
	struct office *o = *state;
	int64_t open = 0;
	struct person_cases list = { 0 };
	struct person *p = mem_new(1, sizeof *p);
	struct act_answer answer;
	int64_t nr = of_karel(o, 1, true);
	assert_true(is_anywhere(o, "karel"));
	assert_int_equal(person_find(&o->app, "", "06-11 22 33 44", "", p), OK);
	assert_int_equal(person_cases(o->app.db, o->app.keys, p, &list), OK);
	assert_int_equal(list.count, 1);
	db_event_begin(o->app.db);
	assert_int_equal(person_erase(&o->app, &list, "beheer", &open), OK);
	db_event_end(o->app.db, true);
	person_cases_free(&list);
	assert_false(is_anywhere(o, "karel"));
	assert_false(is_anywhere(o, "11223344"));
	const struct act act = { .action = AC_REOPEN, .by = BY_PHONE, .who = "kcc" };
	db_event_begin(o->app.db);
	assert_int_equal(case_act(&o->app, nr, &act, &answer), ERR_CONFLICT);
	assert_int_equal(forget_case(&o->app, nr, "beheer", "asked"), ERR_CONFLICT);
	db_event_end(o->app.db, true);
	free(p);
	PROVES("R25");
}

static void an_open_case_keeps_all_of_them(void **state)
{
	struct office *o = *state;
	int64_t open = 0;
	struct person_cases list = { 0 };
	struct person *p = mem_new(1, sizeof *p);
	of_karel(o, 1, true);
	of_karel(o, 2, false);
	assert_int_equal(person_find(&o->app, "", "", "KAREL@kwak.example", p), OK);
	assert_int_equal(person_cases(o->app.db, o->app.keys, p, &list), OK);
	db_event_begin(o->app.db);
	assert_int_equal(person_erase(&o->app, &list, "beheer", &open), ERR_CONFLICT);
	db_event_end(o->app.db, true);
	person_cases_free(&list);
	assert_int_equal(open, 1);
	assert_true(is_anywhere(o, "karel"));
	assert_int_equal(person_find(&o->app, "", "12", "", p), ERR_INPUT);
	assert_int_equal(person_find(&o->app, "", "", "", p), ERR_INPUT);
	assert_int_equal(person_find(&o->app, "T-404", "", "", p), ERR_NOT_FOUND);
	free(p);
	PROVES("-");
}

static void a_person_is_told_everything_but_who_of_staff(void **state)
{
	struct office *o = *state;
	BUF(text);
	VAL(all) = val_object();
	struct person_cases list = { 0 };
	struct person *p = mem_new(1, sizeof *p);
	struct report other;
	of_karel(o, 1, true);
	office_report(&other, 3);
	office_case(o, &other, 0);
	assert_int_equal(person_find(&o->app, "", "0611223344", "", p), OK);
	assert_int_equal(person_cases(o->app.db, o->app.keys, p, &list), OK);
	person_export(&o->app, p, &list, all);
	person_cases_free(&list);
	assert_int_equal(val_count(val_get(all, "cases")), 1);
	val_print(all, &text);
	assert_non_null(strstr(buf_text(&text), "bij Karel druppelt het"));
	assert_non_null(strstr(buf_text(&text), "Karel belde over zijn hond"));
	assert_null(strstr(buf_text(&text), "\"who\""));
	free(p);
	PROVES("-");
}

/* Whoever changes what is left of a forgotten history is found out. */
static void a_forgotten_history_still_proves_itself(void **state)
{
	static const char *const TAMPER[] = {
		"UPDATE case_event SET who = 'iemand' WHERE n = 2",
		"UPDATE case_event SET t = t + 1 WHERE n = 3",
		"UPDATE case_event SET what = 'note' WHERE n = 1",
		"UPDATE case_event SET erased = 1 WHERE what = 'forgotten'",
		"DELETE FROM case_event WHERE n = 2",
		"DELETE FROM case_event WHERE what = 'forgotten'",
		"UPDATE case_event SET hash = zeroblob(32) WHERE n = 2",
	};
	struct office *o = *state;
	int64_t checked, nr = of_karel(o, 1, true);
	db_event_begin(o->app.db);
	assert_int_equal(forget_case(&o->app, nr, "beheer", "asked"), OK);
	db_event_end(o->app.db, true);
	assert_int_equal(event_verify(o->app.db, &checked), 0);
	for (size_t i = 0; i < COUNT_OF(TAMPER); i++) {
		db_event_begin(o->app.db);
		assert_int_equal(db_exec(o->app.db, TAMPER[i]), OK);
		if (event_verify(o->app.db, &checked) != 1)
			fail_msg("not noticed: %s", TAMPER[i]);
		db_event_end(o->app.db, false);
	}
	assert_int_equal(event_verify(o->app.db, &checked), 0);
	PROVES("D12");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(persons_go_when_the_time_is_over, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_leap_year_is_kept_whole, set_up, tear_down),
		cmocka_unit_test_setup_teardown(by_hand_it_is_counted_before_it_is_done, set_up, tear_down),
		cmocka_unit_test_setup_teardown(nothing_of_a_forgotten_person_is_left, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_open_case_keeps_all_of_them, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_person_is_told_everything_but_who_of_staff, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_forgotten_history_still_proves_itself, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
