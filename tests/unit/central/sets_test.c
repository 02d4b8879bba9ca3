/* Rules and ladders as versions: what is shown, what is wrong in a file, what changes, what goes back.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/central/office.h"

#include "server/ladder_set.h"
#include "server/sets.h"

#define HEAD "rank,rule,branch,urgency,party,reason\n"
#define FIRST HEAD "10,spoed,home,urgent|emergency,dept:repair,Spoed eerst.\n20,rest,,,dept:phone,Al het andere.\n"
#define SECOND HEAD "5,omgeving,surroundings,,dept:living,Buiten.\n10,spoed,home,urgent,dept:repair,Spoed eerst.\n"

static const char *at(const struct val *list, int i, const char *name)
{
	const struct val *row = val_first(list);
	while (i-- && row)
		row = val_next(row);
	return val_str_of(row, name, "-");
}

static void a_version_is_told_in_words(void **state)
{
	struct office *o = office_open();
	const struct set_kind *rules = set_kind_find("rules"), *ladder = set_kind_find("ladder");
	VAL(rows) = val_array();
	VAL(steps) = val_array();
	(void)state;
	snprintf(o->app.settings.dept_repair, sizeof o->app.settings.dept_repair, "Reparatie");
	set_put_rows(&o->app, rules, FIRST, strlen(FIRST), rows);
	assert_int_equal(val_count(rows), 2);
	assert_string_equal(at(rows, 0, "name"), "spoed");
	const struct val *when = val_get(val_first(rows), "when");
	assert_string_equal(at(when, 0, "label"), "Ingang");
	assert_string_equal(at(when, 0, "value"), "woning");
	assert_string_equal(at(when, 1, "value"), "Spoed of Noodgeval");
	assert_string_equal(at(val_get(val_first(rows), "then"), 0, "value"), "Reparatie");
	set_put_rows(&o->app, ladder, LADDER_DEFAULT, strlen(LADDER_DEFAULT), steps);
	assert_string_equal(at(steps, 0, "name"), "Noodmelding opgepakt");
	const struct val *then = val_get(val_next(val_first(steps)), "then");
	assert_string_equal(at(steps, 1, "name"), "Telefonisch bevestigen");
	assert_string_equal(at(then, 0, "value"), "2 klokuren");
	assert_string_equal(at(then, 1, "value"), "30 minuten");
	assert_string_equal(at(then, 2, "value"), "klantcontact meteen, manager na 2 uur");
	assert_null(set_kind_find("rule"));
	office_close(o);
	PROVES("D4 D5");
}

static void what_a_file_changes_is_told_row_by_row(void **state)
{
	struct office *o = office_open();
	VAL(list) = val_array();
	BUF(before);
	(void)state;
	buf_str(&before, FIRST);
	assert_int_equal(set_put_changes(&o->app, set_kind_find("rules"), &before, SECOND, strlen(SECOND), list), 3);
	assert_string_equal(at(list, 0, "what"), "added");
	assert_string_equal(at(list, 0, "name"), "omgeving");
	assert_string_equal(at(list, 1, "what"), "changed");
	const struct val *cells = val_get(val_next(val_first(list)), "cells");
	assert_int_equal(val_count(cells), 1);
	assert_string_equal(at(cells, 0, "label"), "Spoed");
	assert_string_equal(at(cells, 0, "before"), "Spoed of Noodgeval");
	assert_string_equal(at(cells, 0, "after"), "Spoed");
	assert_string_equal(at(list, 2, "what"), "removed");
	assert_string_equal(at(list, 2, "name"), "rest");
	office_close(o);
	PROVES("D5");
}

/* Every sentence of the readers has words of its own in Dutch. */
static void what_is_wrong_is_told_in_dutch_with_its_line(void **state)
{
	static const struct {
		const char *kind, *csv, *said;
		int line;
	} bad[] = {
		{ "rules", "", "Het bestand is leeg.", 1 },
		{ "rules", HEAD, "Er staat geen regel in het bestand.", 1 },
		{ "rules", "rank,rule,party\n", "Kolom \"reason\" ontbreekt.", 1 },
		{ "rules", "rank,rule,party,reason,kleur\n", "Kolom \"kleur\" hoort niet in dit bestand.", 1 },
		{ "rules", "rank,rank,rule,party,reason\n", "Kolom \"rank\" staat er twee keer.", 1 },
		{ "rules", HEAD "x,a,,,p,r\n", "rank: vul een getal in, vanaf 1.", 2 },
		{ "rules", HEAD "1,a,,,p\n", "Deze regel heeft 5 vakken, de eerste regel heeft er 6.", 2 },
		{ "rules", HEAD "1,a,tuin,,p,r\n", "branch: \"tuin\" kan hier niet. Kies uit home|surroundings|energy|alarm.", 2 },
		{ "rules", HEAD "1,a,,,p,r\n1,b,,,p,r\n", "rank staat al op regel 2.", 3 },
		{ "rules", HEAD "1,,,,p,r\n", "rule ontbreekt.", 2 },
		{ "rules", HEAD "1,a,,,@provider,r\n", "party @provider kan alleen met provider = yes.", 2 },
		{ "rules", HEAD "1,a,,,p,r\n2,b,home,,p,r\n", "Regel b beslist nooit: regels met een lagere rank gaan altijd voor.", 3 },
		{ "rules", HEAD "1,a,,,p,\"r\n", "Een aanhalingsteken wordt niet gesloten.", 2 },
		{ "ladder", "rank,clock\n", "Kolom \"kind\" ontbreekt.", 1 },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		VAL(list) = val_array();
		assert_true(set_judge(set_kind_find(bad[i].kind), bad[i].csv, strlen(bad[i].csv), list) > 0);
		if (strcmp(at(list, 0, "text"), bad[i].said))
			fail_msg("%s instead of %s", at(list, 0, "text"), bad[i].said);
		assert_int_equal(val_int_of(val_first(list), "line", 0), bad[i].line);
	}
	PROVES("D5 R67");
}

static void every_cell_of_a_ladder_that_is_wrong_is_told_in_dutch(void **state)
{
	static const char head[] = "rank,clock,kind,urgency,party,state,starts,stops,amount,unit,warn,rungs,reason\n";
	static const char *const rows[] = {
		"0,c,,,,,captured,,1,days,,owner@+0h,r", "1,C,,,,,captured,,1,days,,owner@+0h,r",
		"1,c,auto,,,,captured,,1,days,,owner@+0h,r", "1,c,,,,x,captured,,1,days,,owner@+0h,r",
		"1,c,,,,,begin,,1,days,,owner@+0h,r", "1,c,,,,,captured,,-1,days,,owner@+0h,r",
		"1,c,,,,,captured,,1,jaren,,owner@+0h,r", "1,c,,,,,captured,,1,days,5x,owner@+0h,r",
		"1,c,,,,,captured,,1,days,,baas,r", "1,c,,,,,,,1,days,,owner@+0h,r",
		"1,c,,,,,captured,,1,days,,,r", "1,c,,,,,captured,,0,clock_hours,,owner@+0h,r",
		"1,c,,,,,captured,captured,1,days,,owner@+0h,r", "1,c,,,,,captured,,1,days,,owner@+4h|owner@+2h,r",
		"1,c,,,,,captured,,1,days,,owner@+0h,",
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		BUF(csv);
		VAL(list) = val_array();
		buf_fmt(&csv, "%s%s\n", head, rows[i]);
		assert_int_equal(set_judge(set_kind_find("ladder"), buf_text(&csv), csv.len, list), 1);
		const char *said = at(list, 0, "text");
		if (strstr(said, " is no ") || strstr(said, "missing") || strstr(said, "cannot") || said[strlen(said) - 1] != '.')
			fail_msg("%s: %s", rows[i], said);
	}
	PROVES("D4 R67");
}

static void a_version_is_put_in_force_and_back(void **state)
{
	struct office *o = office_open();
	const struct set_kind *k = set_kind_find("rules");
	int64_t version = 0;
	BUF(csv);
	VAL(list) = val_array();
	(void)state;
	db_event_begin(o->app.db);
	assert_int_equal(set_publish(&o->app, k, FIRST, strlen(FIRST), 0, "baas", &version), OK);
	assert_int_equal(version, 1);
	assert_int_equal(set_publish(&o->app, k, SECOND, strlen(SECOND), 0, "baas", &version), ERR_STALE);
	assert_int_equal(set_publish(&o->app, k, HEAD, strlen(HEAD), 1, "baas", &version), ERR_INPUT);
	assert_int_equal(set_publish(&o->app, k, FIRST, strlen(FIRST), 1, "baas", &version), ERR_CONFLICT);
	assert_int_equal(set_publish(&o->app, k, SECOND, strlen(SECOND), 1, "baas", &version), OK);
	assert_int_equal(rules_count(routing_rules(&o->app)), 2);
	assert_non_null(routing_rule_of(routing_rules(&o->app), 5));
	assert_int_equal(set_back(&o->app, k, 7, 2, "baas", &version), ERR_NOT_FOUND);
	assert_int_equal(set_back(&o->app, k, 1, 2, "anna", &version), OK);
	assert_int_equal(version, 3);
	assert_null(routing_rule_of(routing_rules(&o->app), 5));
	assert_int_equal(set_csv(&o->app, k, 3, &csv), OK);
	assert_string_equal(buf_text(&csv), FIRST);
	set_put_versions(&o->app, k, list);
	assert_int_equal(val_count(list), 3);
	assert_string_equal(at(list, 0, "who"), "anna");
	assert_int_equal(db_ask_int(o->app.db, "SELECT count(*) FROM audit WHERE what LIKE 'rules.%'", 0), 4);
	db_event_end(o->app.db, true);
	office_close(o);
	PROVES("D5");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_version_is_told_in_words),
		cmocka_unit_test(what_a_file_changes_is_told_row_by_row),
		cmocka_unit_test(what_is_wrong_is_told_in_dutch_with_its_line),
		cmocka_unit_test(every_cell_of_a_ladder_that_is_wrong_is_told_in_dutch),
		cmocka_unit_test(a_version_is_put_in_force_and_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
