/* Parties with contracts and contacts: which one an address turns to, and why none.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/central/contracts.h"

#include "server/civil.h"
#include "server/register_fault.h"
#include "server/register_party.h"
#include "shared/io/csv.h"

extern const struct db_migration server_migrations[];

static struct party_answer ask(struct office *o, const char *home, const char *role)
{
	static struct dwelling d; /* the answer points nowhere into it */
	struct party_answer a;
	assert_true(dwelling_find(o->app.db, home, &d));
	bool found = register_party_of(&o->app, &d, role, TODAY, &a);
	assert_int_equal(found, a.found);
	return a;
}

static void says(const struct party_answer *a, const char *want)
{
	char text[400];
	register_party_sentence(a, text, sizeof text);
	assert_string_equal(text, want);
}

static void the_contract_for_the_very_role_decides_who_it_is(void **state)
{
	struct office *o = *state;
	office_must_import(o, "contracts", CONTRACTS_HEAD
		"meet,MON-7,monitoring,Antwoord binnen 2 dagen.,corporation,2024-01-01,2027-06-30,\n"
		"zon,PV-1,pv,,party,2024-01-01,,\n");
	office_must_import(o, "contacts", CONTACTS_HEAD
		"meet,monitoring,Later aan de beurt,088 9,,,,,,2\n"
		"meet,monitoring,Klantenteam,088 5,team@meet.example,ma-vr 9-17,,,mail phone,1\n");
	struct party_answer a = ask(o, "N-1", "monitoring");
	assert_true(a.found);
	assert_string_equal(a.party.key, "meet");
	assert_string_equal(a.as, "supplier");
	assert_string_equal(a.contact.name, "Klantenteam");
	assert_string_equal(a.contact.phone, "088 5");
	assert_string_equal(a.contract.first_contact, "corporation");
	says(&a, "Contract MON-7 voor monitoring geldt tot en met 30 juni 2027.");
	a = ask(o, "N-1", "pv");
	assert_string_equal(a.party.key, "zon");
	assert_string_equal(a.contact.phone, "088 1"); /* no own contact for it: the suppliers file */
	says(&a, "Contract PV-1 voor zonnepanelen geldt zonder einddatum.");
	PROVES("R2 R3 R8");
}

static void without_one_the_provider_s_general_contract_holds(void **state)
{
	struct party_answer a = ask(*state, "N-1", "heat_pump");
	assert_true(a.found);
	assert_string_equal(a.party.key, "zon");
	assert_string_equal(a.as, "provider");
	assert_string_equal(a.contract.number, "C1");
	says(&a, "Contract C1 voor alles geldt zonder einddatum.");
	PROVES("R3 R8");
}

static void no_answer_says_why(void **state)
{
	struct office *o = *state;
	struct party_answer a = ask(o, "N-2", "monitoring");
	assert_false(a.found);
	assert_int_equal(a.why, PARTY_NOT_NAMED);
	says(&a, "Dit adres heeft geen aanbieder of toeleverancier in het register.");

	office_must_import(o, "suppliers", SUPPLIERS_HEAD
		"zon,Zonzeker,provider,,,,,,,,\nmeet,Meetgoed,supplier,,,,,,,,\n");
	a = ask(o, "N-1", "monitoring");
	assert_int_equal(a.why, PARTY_NO_CONTRACT);
	says(&a, "Zonzeker heeft geen contract voor monitoring.");

	office_must_import(o, "contracts", CONTRACTS_HEAD
		"zon,A,monitoring,,party,2020-01-01,2026-11-24,\nzon,B,monitoring,,party,2019-01-01,2019-12-31,\n");
	a = ask(o, "N-1", "monitoring");
	assert_false(a.found);
	assert_int_equal(a.why, PARTY_CONTRACT_EXPIRED);
	says(&a, "Het contract met Zonzeker liep af op 24 november 2026.");

	office_must_import(o, "contracts", CONTRACTS_HEAD "zon,C,monitoring,,party,2026-12-01,,\n");
	a = ask(o, "N-1", "monitoring");
	says(&a, "Het contract met Zonzeker begint pas op 1 december 2026.");

	office_must_import(o, "contracts", CONTRACTS_HEAD "zon,D,monitoring,,party,,2026-11-25,\n");
	a = ask(o, "N-1", "monitoring");
	says(&a, "Van Zonzeker staan geen contactgegevens in het register.");

	office_must_import(o, "contacts", CONTACTS_HEAD "zon,,Balie,088 7,,,2020-01-01,2021-01-31,,\n");
	a = ask(o, "N-1", "monitoring");
	says(&a, "De contactgegevens van Zonzeker liepen af op 31 januari 2021.");
	VAL(v) = val_object();
	register_put_answer(&a, v);
	assert_string_equal(val_str_of(v, "phone", "?"), "");
	assert_string_equal(val_str_of(v, "number", "?"), "D");

	office_must_import(o, "contacts", CONTACTS_HEAD "zon,,Post,,,ma 9-12,,,,\n");
	a = ask(o, "N-1", "monitoring");
	assert_int_equal(a.why, PARTY_CONTACT_EMPTY);
	says(&a, "Van Zonzeker ontbreken telefoon en mail.");

	office_must_import(o, "contacts", CONTACTS_HEAD "zon,,Balie,088 7,,,2020-01-01,2026-11-25,,\n");
	a = ask(o, "N-1", "monitoring");
	assert_true(a.found);
	assert_string_equal(a.contact.phone, "088 7");
	PROVES("R3 R7 R8");
}

static bool note_source(void *ctx, const struct contact *c)
{
	text_copy(ctx, 40, c->phone);
	return true;
}

static void the_suppliers_file_does_not_overwrite_what_is_our_own(void **state)
{
	struct office *o = *state;
	char phone[40] = "";
	static const char file[] = SUPPLIERS_HEAD "zon,Zonzeker,provider,C1,,party,088 999,,,,\n";
	office_must_import(o, "suppliers", file);
	contact_each_of(o->app.db, "zon", note_source, phone);
	assert_string_equal(phone, "088 999"); /* the file's own row follows the file */
	office_must_import(o, "contacts", CONTACTS_HEAD "zon,,,088 1000,,,,,,\n");
	office_must_import(o, "suppliers", file);
	contact_each_of(o->app.db, "zon", note_source, phone);
	assert_string_equal(phone, "088 1000");
	PROVES("R2 R7");
}

static void contracts_and_contacts_name_the_bad_line(void **state)
{
	struct office *o = *state;
	BUF(out);
	assert_int_equal(office_import(o, "contracts", CONTRACTS_HEAD
		"zon,C9,pv,,party,,,\n"
		"niemand,C9,pv,,party,,,\n"
		"zon,,pv,,party,,,\n"
		"zon,C9,kachel,,party,,,\n"
		"zon,C9,pv,,huurder,,,\n"
		"zon,C9,pv,,party,2026-02-30,,\n"
		"zon,C9,pv,,party,2026-03-01,2026-02-28,\n"
		"zon,C9,pv,,party,,,ZON:12.5\n"
		"zon,C9,pv,,party,,,KADE:12.50\n"
		"zon,C9,pv,,party,,,ZON:112.50 ZON:1\n", false, &out), ERR_INPUT);
	has(&out, "line 3: party: there is no niemand; import suppliers first");
	has(&out, "line 4: number is empty");
	has(&out, "line 5: role: \"kachel\" is none of monitoring heat_pump ventilation pv heating maintenance general");
	has(&out, "line 6: first_contact: \"huurder\" is none of corporation party");
	has(&out, "line 7: valid_from: not a date like 2026-12-31");
	has(&out, "line 8: valid_until: 2026-02-28 is before valid_from");
	has(&out, "line 9: epv: \"ZON\" is not like COMPLEX:112.50");
	has(&out, "line 10: epv: there is no complex KADE; import dwellings first");
	has(&out, "line 11: epv: ZON stands there twice");
	has(&out, "1 new, 0 known, 9 refused; nothing was kept");
	buf_clear(&out);
	assert_int_equal(office_import(o, "contacts", CONTACTS_HEAD
		"zon,,Balie,vast,,,,,,\n"
		"zon,,Balie,,adres,,,,,\n"
		"zon,,Balie,,,,,,fax,\n"
		"zon,,Balie,,,,,,,eerste\n"
		"zon,,Balie,088 2,,,,,,\n", true, &out), OK);
	has(&out, "line 2: phone: \"vast\" is no phone number");
	has(&out, "line 3: mail: \"adres\" is no mail address");
	has(&out, "line 4: channels: \"fax\" is none of phone mail mail phone");
	has(&out, "line 5: order: \"eerste\" is no number from 1 to 98");
	has(&out, "1 new, 0 known, 4 refused");
	buf_clear(&out);
	assert_int_equal(office_import(o, "contacts", CONTACTS_HEAD "zon,,Balie,088 3,,,,,,\n", false, &out), OK);
	has(&out, "0 new, 1 known");
	PROVES("R2 R6 R7");
}

static void a_monthly_fee_is_kept_per_complex(void **state)
{
	struct office *o = *state;
	struct contract c = { .party = "zon", .number = "E-1", .role = "monitoring" };
	office_must_import(o, "contracts", CONTRACTS_HEAD
		"zon,E-1,monitoring,,party,,,\"ZON:112,50 LINDE:98\"\n");
	assert_int_equal(contract_fee(o->app.db, &c, "ZON"), 11250);
	assert_int_equal(contract_fee(o->app.db, &c, "LINDE"), 9800);
	office_must_import(o, "contracts", CONTRACTS_HEAD "zon,E-1,monitoring,,party,,,ZON:120.00\n");
	assert_int_equal(contract_fee(o->app.db, &c, "ZON"), 12000);
	assert_int_equal(contract_fee(o->app.db, &c, "LINDE"), -1);
	PROVES("R2");
}

static void what_the_register_knew_before_is_still_there(void **state)
{
	char today[CIVIL_TEXT] = TODAY, date[11];
	struct db *db = NULL;
	struct contract c;
	struct contact t;
	(void)state;
	assert_int_equal(db_open(NULL, DB_MEMORY, 1024, &db), OK);
	struct db_migration old[8] = { { 0 } };
	int n = 0;
	for (const struct db_migration *m = server_migrations; m->number && m->number < 6; m++)
		old[n++] = *m;
	assert_int_equal(db_migrate(db, old, NULL), OK);
	assert_int_equal(db_exec(db, "INSERT INTO party (key, name, kind, contract, sla, first_contact, phone)"
		" VALUES ('a', 'A', 'provider', 'C1', 'Snel.', 'party', '088 1'),"
		" ('b', 'B', 'partner', '', '', '', '')"), OK);
	assert_int_equal(db_migrate(db, server_migrations, NULL), OK);
	assert_int_equal(register_contract_for(db, "a", "pv", today, &c, date), PARTY_CONTRACT_GENERAL);
	assert_string_equal(c.sla, "Snel.");
	assert_int_equal(register_contact_for(db, "a", "pv", today, &t, date), PARTY_CONTRACT);
	assert_string_equal(t.phone, "088 1");
	assert_int_equal(register_contact_for(db, "b", "pv", today, &t, date), PARTY_NO_CONTACT);
	db_close(db);
	PROVES("R2 R7");
}

static void kiosks_are_told_what_holds_today(void **state)
{
	struct office *o = *state;
	BUF(page);
	office_must_import(o, "contacts", CONTACTS_HEAD "zon,monitoring,Helpdesk,088 42,,,,,,\n");
	assert_int_equal(db_turn_commit(o->app.db), OK);
	DB_STMT(st) = db_prepare(o->app.db, "SELECT body FROM feed WHERE feed = 'party' AND key = 'zon'");
	assert_true(db_step(st));
	buf_str(&page, db_col_text(st, "body"));
	has(&page, "\"phone\":\"088 42\"");
	has(&page, "\"first_contact\":\"party\"");
	PROVES("R3");
}

static void civil_dates_are_those_of_the_installation(void **state)
{
	struct office *o = *state;
	char day[CIVIL_TEXT];
	o->wall = INT64_C(1798757999000); /* 2026-12-31 22:59:59 UTC: still the old year */
	civil_today(&o->app, day);
	assert_string_equal(day, "2026-12-31");
	o->wall += 1000;
	civil_today(&o->app, day);
	assert_string_equal(day, "2027-01-01");
	civil_add("2028-02-28", 2, day);
	assert_string_equal(day, "2028-03-01");
	civil_add("2026-11-25", 60, day);
	assert_string_equal(day, "2027-01-24");
	assert_true(day_valid("2028-02-29"));
	assert_false(day_valid("2027-02-29"));
	assert_false(day_valid("2027-2-28"));
	assert_false(day_valid("2027-13-01"));
	PROVES("R7");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_contract_for_the_very_role_decides_who_it_is, set_up, tear_down),
		cmocka_unit_test_setup_teardown(without_one_the_provider_s_general_contract_holds, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_answer_says_why, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_suppliers_file_does_not_overwrite_what_is_our_own, set_up, tear_down),
		cmocka_unit_test_setup_teardown(contracts_and_contacts_name_the_bad_line, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_monthly_fee_is_kept_per_complex, set_up, tear_down),
		cmocka_unit_test(what_the_register_knew_before_is_still_there),
		cmocka_unit_test_setup_teardown(kiosks_are_told_what_holds_today, set_up, tear_down),
		cmocka_unit_test_setup_teardown(civil_dates_are_those_of_the_installation, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
