/* CSV into the register: what is refused, on which line, and what stays.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/ladder_set.h"
#include "tests/unit/central/office.h"

static void has(const struct buf *out, const char *text)
{
	if (!strstr(buf_text(out), text))
		fail_msg("\"%s\" is not in:\n%s", text, buf_text(out));
}

static int set_up(void **state)
{
	*state = office_open();
	return 0;
}

static int tear_down(void **state)
{
	office_close(*state);
	return 0;
}

static void every_bad_line_is_told_and_nothing_is_kept(void **state)
{
	struct office *o = *state;
	struct dwelling d;
	BUF(out);
	int err = office_import(o, "dwellings", DWELLINGS_HEAD
		"B-1,Kade,1,,8299 SK,Lindehaven,KADE,,APP,no,,,\n"
		"\n"
		"B-2,\"Kade\nachter\",x,,8299 SK,Lindehaven,KADE,,APP,no,,,\n"
		"B-3,Kade,3,,8299 SK,Lindehaven,KADE,,APP,maybe,,,\n"
		"B-4,Kade,4,,8299 SK,Lindehaven,KADE,,HUT,no,,,\n"
		"B-5,Kade,5,,8299 SK,Lindehaven,KADE,,APP,yes,nobody,,\n"
		"B-6,Kade,6,,8299 SK,Lindehaven,KADE,,APP,no,,,B-99\n"
		"B-7,Kade,7,,8299 SK\n", false, &out);
	assert_int_equal(err, ERR_INPUT);
	has(&out, "line 4: number: \"x\" is no house number");
	has(&out, "line 6: nom: \"maybe\" is neither yes nor no");
	has(&out, "line 7: type: the catalogue has no dwelling type HUT");
	has(&out, "line 8: provider: there is no nobody");
	has(&out, "line 9: parent: there is no B-99");
	has(&out, "line 10: 5 cells, but the first line names 13");
	has(&out, "6 refused; nothing was kept");
	assert_false(dwelling_find(o->app.db, "B-1", &d));
	PROVES("R6");
}

/* Old spreadsheets end lines with CR alone. */
static void lines_are_counted_whatever_ends_them(void **state)
{
	struct office *o = *state;
	BUF(out);
	assert_int_equal(office_import(o, "suppliers",
		"key,name,kind,contract,sla,first_contact,phone,mail,hours,valid_from,valid_until\r"
		"s1,\"A\r\rB\",supplier,,,,088 1,,,,\r"
		"\r"
		"s2,A,nobody,,,,088 1,,,,\r\n"
		"s3,A,somebody,,,,088 1,,,,", false, &out), ERR_INPUT);
	has(&out, "line 6: kind:");
	has(&out, "line 7: kind:");
	has(&out, "1 new, 0 known, 2 refused");
	PROVES("R7");
}

static void a_supplier_needs_real_dates_and_a_way_to_be_reached(void **state)
{
	struct office *o = *state;
	BUF(out);
	assert_int_equal(office_import(o, "suppliers", SUPPLIERS_HEAD
		"s1,A,supplier,,,,088 1,,,2024-13-01,\n"
		"s2,A,supplier,,,,088 1,,,2025-02-29,\n"
		"s3,A,supplier,,,,088 1,,,2024-02-29,2024-01-01\n"
		"s4,A,supplier,,,,bel maar,,,,\n"
		"s5,A,supplier,,,,,geen,,,\n"
		"s6,A,supplier,,,nobody,,,,,\n"
		"s7,A,supplier,,,party,088 1,a@b,,2024-02-29,2028-02-29\n", false, &out), ERR_INPUT);
	has(&out, "line 2: valid_from: not a date");
	has(&out, "line 3: valid_from: not a date");
	has(&out, "line 4: valid_until: 2024-01-01 is before valid_from");
	has(&out, "line 5: phone:");
	has(&out, "line 6: mail:");
	has(&out, "line 7: first_contact:");
	has(&out, "1 new, 0 known, 6 refused; nothing was kept");
	PROVES("R7");
}

static void partial_keeps_the_good_lines(void **state)
{
	struct office *o = *state;
	struct dwelling d;
	BUF(out);
	int err = office_import(o, "dwellings", DWELLINGS_HEAD
		"B-1,Kade,1,,8299 SK,Lindehaven,KADE,,APP,no,,,\n"
		"B-2,Kade,twee,,8299 SK,Lindehaven,KADE,,APP,no,,,\n"
		"B-3,Kade,3,,8299 SK,Lindehaven,KADE,,APP,no,,,B-99\n", true, &out);
	assert_int_equal(err, OK);
	assert_int_equal(db_turn_commit(o->app.db), OK);
	assert_false(dwelling_find(o->app.db, "B-3", &d));
	assert_true(dwelling_find(o->app.db, "B-1", &d));
	assert_false(dwelling_find(o->app.db, "B-2", &d));
	PROVES("R6");
}

static void importing_again_updates(void **state)
{
	struct office *o = *state;
	struct dwelling d;
	BUF(out);
	static const char csv[] = DWELLINGS_HEAD
		"A-1,Lindenhof,1,,8299 LA,Lindehaven,LINDE,LINDE-C,APP,no,zon,,\n";
	assert_int_equal(office_import(o, "dwellings", csv, false, &out), OK);
	has(&out, "0 new, 1 known");
	assert_true(dwelling_find(o->app.db, "A-1", &d));
	assert_string_equal(d.riser, "LINDE-C");
	assert_string_equal(d.provider, "zon");
	PROVES("R6");
}

static void a_dry_run_changes_nothing(void **state)
{
	struct office *o = *state;
	struct dwelling d;
	BUF(out);
	static const char csv[] = DWELLINGS_HEAD "B-1,Kade,1,,8299 SK,Lindehaven,KADE,,APP,no,,,\n";
	const struct import im = {
		.what = "dwellings", .csv = csv, .len = strlen(csv), .dry_run = true, .out = &out,
	};
	db_event_begin(o->app.db);
	assert_int_equal(import_run(&o->app, &im), OK);
	db_event_end(o->app.db, true);
	has(&out, "1 new");
	assert_false(dwelling_find(o->app.db, "B-1", &d));
	PROVES("R6");
}

static void zero_energy_homes_with_a_gap_are_named(void **state)
{
	struct office *o = *state;
	BUF(out);
	assert_int_equal(office_import(o, "dwellings", DWELLINGS_HEAD
		"N-3,Zonneweide,7,,8299 ZW,Lindehaven,ZON,,APP,yes,zon,,\n", false, &out), OK);
	has(&out, "N-2 is zero-energy but has no provider");
	has(&out, "N-2 is zero-energy but has no supplier");
	has(&out, "N-3 is zero-energy but has no supplier");
	assert_null(strstr(buf_text(&out), "N-1 is"));
	PROVES("R6");
}

static void excel_files_are_read(void **state)
{
	struct office *o = *state;
	struct party p;
	BUF(out);
	/* BOM, semicolons, CRLF, columns in another order, quotes in a cell */
	int err = office_import(o, "suppliers", "\xef\xbb\xbfname;key;kind;contract;sla;first_contact;phone;"
		"mail;hours;valid_from;valid_until\r\n\"Bouw \"\"De Steen\"\"; Lindehaven\";steen;supplier;;;;"
		"088 3;;;;2030-12-31\r\n", false, &out);
	assert_int_equal(err, OK);
	assert_true(party_find(o->app.db, "steen", &p));
	assert_string_equal(p.name, "Bouw \"De Steen\"; Lindehaven");
	assert_string_equal(p.valid_until, "2030-12-31");
	PROVES("R6");
}

static void a_header_that_is_wrong_is_told_once(void **state)
{
	struct office *o = *state;
	BUF(out);
	assert_int_equal(office_import(o, "tenants", "number,naam,phone,mail,subscription,units\n1,A,,,no,A-1\n",
		false, &out), ERR_INPUT);
	has(&out, "line 1: column \"naam\" is not known here");
	has(&out, "line 1: column \"name\" is missing");
	buf_clear(&out);
	assert_int_equal(office_import(o, "tenants", "", false, &out), ERR_INPUT);
	has(&out, "line 1: the file is empty");
	buf_clear(&out);
	assert_int_equal(office_import(o, "tenants", TENANTS_HEAD "1,\"open,,,no,A-1\n", false, &out), ERR_INPUT);
	has(&out, "line 2: a quote is never closed");
	buf_clear(&out);
	assert_int_equal(office_import(o, "tenants", TENANTS_HEAD "1,\xff,,,no,A-1\n", false, &out), ERR_INPUT);
	has(&out, "line 2: not UTF-8 text");
	PROVES("R6");
}

static void tenants_need_known_objects_and_get_a_code(void **state)
{
	struct office *o = *state;
	struct tenant t;
	char number[KEY_CAP], code[16];
	BUF(out);
	assert_int_equal(office_import(o, "tenants", TENANTS_HEAD
		"100,Anna,06 1,anna@x.example,yes,A-1 A-1-B\n", false, &out), OK);
	assert_true(tenant_find(o->app.db, "100", &t));
	assert_string_equal(t.units, "A-1 A-1-B");
	assert_true(t.subscription);
	assert_true(tenant_next_code(o->app.db, number, code));
	assert_int_equal(strlen(code), 8);
	buf_clear(&out);
	assert_int_equal(office_import(o, "tenants", TENANTS_HEAD "101,Bo,,,no,A-9\n", false, &out), ERR_INPUT);
	has(&out, "line 2: units: there is no A-9");
	PROVES("R27 R28");
}

static void a_bad_rule_set_leaves_the_one_in_force(void **state)
{
	struct office *o = *state;
	BUF(out);
	office_must_import(o, "rules", RULES_DEFAULT);
	assert_int_equal(office_import(o, "rules", "rank,rule,party,reason,nom,urgency\n"
		"10,a,dept:repair,omdat,,\n"
		"20,b,dept:repair,omdat,yes,\n"
		"10,c,dept:repair,omdat,no,\n"
		"30,d,@provider,omdat,yes,\n"
		"40,e,dept:repair,omdat,,soon\n", false, &out), ERR_INPUT);
	has(&out, "line 4: rank is that of line 2 already");
	has(&out, "line 5: party @provider needs provider = yes");
	has(&out, "line 6: urgency: \"soon\" is none of");
	buf_clear(&out);
	assert_int_equal(office_import(o, "rules", "rank,rule,party,reason,nom\n"
		"10,a,dept:repair,omdat,\n20,b,dept:repair,omdat,yes\n", false, &out), ERR_INPUT);
	has(&out, "line 3: rule b can never decide");
	assert_string_equal(rules_at(routing_rules(&o->app), 0)->name, "noodgeval");
	PROVES("D5 R8");
}

#define LADDER_HEAD "rank,clock,kind,urgency,party,state,starts,stops,amount,unit,warn,rungs,reason\n"

static void a_bad_ladder_leaves_the_one_in_force(void **state)
{
	struct office *o = *state;
	BUF(out);
	assert_int_equal(office_import(o, "ladder", LADDER_HEAD
		"10,done,,,,,captured,closed,10,working_days,,owner@+0h,omdat\n"
		"20,done,,soon,,,captured,closed,10,working_days,,owner@+0h,omdat\n"
		"10,call,,,,,captured,closed,2,clock_hours,,phone@+0h,omdat\n"
		"30,call,,,,,captured,closed,2,uur,,phone@+0h,omdat\n"
		"40,call,,,,,captured,closed,2,clock_hours,,boss@+0h,omdat\n"
		"50,call,,,,,captured,closed,2,clock_hours,,phone@+0h,\n", false, &out), ERR_INPUT);
	has(&out, "line 3: urgency: \"soon\" is no urgency");
	has(&out, "line 4: rank is that of line 2 already");
	has(&out, "line 5: unit: \"uur\" is no unit");
	has(&out, "line 6: rungs: \"boss@+0h\" is no rung");
	has(&out, "line 7: reason is missing");
	has(&out, "5 problems; the ladder in force stays");
	buf_clear(&out);
	assert_int_equal(office_import(o, "ladder", LADDER_HEAD
		"10,done,,,,,captured,closed,10,working_days,,owner@+0h,omdat\n"
		"20,done,,urgent,,,captured,closed,10,working_days,,owner@+0h,omdat\n", false, &out), ERR_INPUT);
	has(&out, "line 3: clock done of rank 20 can never decide");
	buf_clear(&out);
	assert_int_equal(office_import(o, "ladder", LADDER_HEAD, false, &out), ERR_INPUT);
	has(&out, "no clock in the file");
	assert_string_equal(ladder_at(ladder_set_in_force(&o->app), 0)->clock, "alarm-taken");
	assert_int_equal(o->app.ladder_set, 1);
	PROVES("D4");
}

static void an_old_ladder_stays_known_by_its_version(void **state)
{
	static const char csv[] = LADDER_HEAD "10,done,,,,,captured,closed,3,working_days,,owner@+0h,omdat\n";
	struct office *o = *state;
	struct ladder *owned;
	BUF(out);
	const struct import dry = {
		.what = "ladder", .csv = csv, .len = strlen(csv), .dry_run = true, .who = "test", .out = &out,
	};
	db_event_begin(o->app.db);
	assert_int_equal(import_run(&o->app, &dry), OK);
	db_event_end(o->app.db, true);
	has(&out, "1 rows, version 2");
	assert_string_equal(ladder_at(ladder_set_in_force(&o->app), 0)->clock, "alarm-taken");
	office_must_import(o, "ladder", csv);
	office_must_import(o, "ladder", csv); /* the same again is no new version */
	assert_int_equal(ladder_at(ladder_set_in_force(&o->app), 0)->norm.amount, 3);
	assert_int_equal(o->app.ladder_set, 2);
	assert_ptr_equal(ladder_set_of(&o->app, 2, &owned), ladder_set_in_force(&o->app));
	assert_null(owned);
	const struct ladder *then = ladder_set_of(&o->app, 1, &owned);
	assert_int_equal(ladder_of_rank(then, 110)->norm.amount, 24);
	assert_ptr_equal(then, owned);
	ladder_free(owned);
	assert_null(ladder_set_of(&o->app, 3, &owned));
	PROVES("D4");
}

static void the_samples_are_what_the_demo_imports(void **state)
{
	static const struct {
		const char *file;
		void (*make)(struct buf *out);
	} samples[] = {
		{ "tests/golden/csv/suppliers.csv", demo_suppliers },
		{ "tests/golden/csv/dwellings.csv", demo_dwellings },
		{ "tests/golden/csv/tenants.csv", demo_tenants },
		{ "tests/golden/csv/contracts.csv", demo_contracts },
		{ "tests/golden/csv/contacts.csv", demo_contacts },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(samples); i++) {
		BUF(want);
		BUF(got);
		assert_int_equal(fs_read(samples[i].file, 1 << 20, &want), OK);
		samples[i].make(&got);
		if (got.len < want.len || memcmp(got.data, want.data, want.len))
			fail_msg("%s is not how the demo begins", samples[i].file);
	}
	BUF(rules);
	assert_int_equal(fs_read("tests/golden/csv/rules.csv", 1 << 20, &rules), OK);
	assert_string_equal(buf_text(&rules), RULES_DEFAULT);
	BUF(ladder);
	assert_int_equal(fs_read("tests/golden/csv/ladder.csv", 1 << 20, &ladder), OK);
	assert_string_equal(buf_text(&ladder), LADDER_DEFAULT);
	PROVES("R6");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_bad_line_is_told_and_nothing_is_kept, set_up, tear_down),
		cmocka_unit_test_setup_teardown(lines_are_counted_whatever_ends_them, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_supplier_needs_real_dates_and_a_way_to_be_reached, set_up, tear_down),
		cmocka_unit_test_setup_teardown(partial_keeps_the_good_lines, set_up, tear_down),
		cmocka_unit_test_setup_teardown(importing_again_updates, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_dry_run_changes_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(zero_energy_homes_with_a_gap_are_named, set_up, tear_down),
		cmocka_unit_test_setup_teardown(excel_files_are_read, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_header_that_is_wrong_is_told_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(tenants_need_known_objects_and_get_a_code, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_bad_rule_set_leaves_the_one_in_force, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_bad_ladder_leaves_the_one_in_force, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_old_ladder_stays_known_by_its_version, set_up, tear_down),
		cmocka_unit_test(the_samples_are_what_the_demo_imports),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
