/* Faults of the register: told until they are mended, in pages that join, and as a spreadsheet.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/central/contracts.h"

#include "server/civil.h"
#include "server/register_fault.h"
#include "server/register_party.h"
#include "shared/io/csv.h"

static void note_fault(void *ctx, const struct register_fault *f)
{
	buf_fmt(ctx, "%s|%s|%s|%s|%s\n", f->code, f->party, f->role, f->dwelling, f->date);
}

static void faults_of(struct office *o, struct buf *out)
{
	char next[FAULT_CURSOR];
	buf_clear(out);
	assert_int_equal(register_faults(&o->app, TODAY, "", 1000, note_fault, out, next), OK);
	assert_string_equal(next, "");
}

static void every_fault_is_told_until_it_is_mended(void **state)
{
	struct office *o = *state;
	BUF(out);
	faults_of(o, &out);
	assert_string_equal(buf_text(&out), "nom_no_provider|||N-2|\nnom_no_supplier|||N-2|\n");

	office_must_import(o, "suppliers", SUPPLIERS_HEAD
		"meet,Meetgoed,supplier,,,,088 2,,,,\n"
		"arm,Arm,provider,,,,,,,,\nhulp,Hulp,partner,,,,,,,,\nbalie,Balie,department,,,,,,,,\n");
	office_must_import(o, "contracts", CONTRACTS_HEAD
		"zon,OUD,pv,,,2019-01-01,2020-01-01,\n"
		"meet,KORT,monitoring,,,,2027-01-24,\n"
		"arm,LANG,heating,,,,2027-01-25,\n");
	office_must_import(o, "contacts", CONTACTS_HEAD
		"arm,heating,Weg,088 8,,,,2026-11-24,,\n"
		"hulp,,Leeg,,,ma,,,,\n");
	faults_of(o, &out);
	assert_string_equal(buf_text(&out),
		"contact_expired|arm|heating||2026-11-24\n"
		"contact_empty|hulp|general||\n"
		"contract_ends|meet|monitoring||2027-01-24\n"
		"nom_no_provider|||N-2|\nnom_no_supplier|||N-2|\n");

	/* zon's ended contract is no fault: its general one stands behind it */
	office_must_import(o, "contracts", CONTRACTS_HEAD "meet,VOLGT,monitoring,,,2027-01-25,,\n");
	office_must_import(o, "contacts", CONTACTS_HEAD "arm,heating,Weg,088 8,,,,2026-11-25,,\n"
		"hulp,,Leeg,,h@x.example,ma,,,,\n");
	office_must_import(o, "dwellings", DWELLINGS_HEAD
		"N-2,Zonneweide,5,,8299 ZW,Lindehaven,ZON,,APP,yes,zon,meet,\n");
	faults_of(o, &out);
	assert_string_equal(buf_text(&out), "");
	PROVES("R6 R7");
}

static void a_rule_that_names_nobody_is_a_fault(void **state)
{
	struct office *o = *state;
	BUF(out);
	office_must_import(o, "rules", "rank,rule,party,reason\n10,alles,niemand,daarom\n");
	faults_of(o, &out);
	has(&out, "party_unknown|niemand|||\n");
	PROVES("R8");
}

static void faults_come_in_pages_that_join(void **state)
{
	struct office *o = *state;
	BUF(csv);
	BUF(whole);
	buf_str(&csv, DWELLINGS_HEAD);
	for (int i = 10; i < 17; i++)
		buf_fmt(&csv, "G-%d,Kade,%d,,8299 SK,Lindehaven,KADE,,APP,yes,%s,,\n", i, i, i % 2 ? "zon" : "");
	office_must_import(o, "dwellings", buf_text(&csv));
	office_must_import(o, "suppliers", SUPPLIERS_HEAD "arm,Arm,provider,,,,,,,,\n");
	faults_of(o, &whole);
	for (int limit = 1; limit < 17; limit++) {
		BUF(joined);
		char after[FAULT_CURSOR] = "", next[FAULT_CURSOR] = "";
		int pages = 0;
		do {
			text_copy(after, sizeof after, next);
			assert_int_equal(register_faults(&o->app, TODAY, after, limit, note_fault, &joined, next), OK);
			assert_true(++pages < 20);
		} while (next[0]);
		assert_string_equal(buf_text(&joined), buf_text(&whole));
	}
	char next[FAULT_CURSOR];
	bool more;
	assert_int_equal(register_faults(&o->app, TODAY, "nergens:1", 9, note_fault, &whole, next), ERR_INPUT);
	assert_int_equal(register_faults(&o->app, TODAY, "party:x", 9, note_fault, &whole, next), ERR_INPUT);
	assert_int_equal(register_fault_count(&o->app, TODAY, &more), 15);
	assert_false(more);
	PROVES("R6 R7");
}

static void imports_note_what_still_lacks(void **state)
{
	struct office *o = *state;
	BUF(out);
	office_must_import(o, "suppliers", SUPPLIERS_HEAD "meet,Meetgoed,supplier,,,,088 2,,,,\n");
	assert_int_equal(office_import(o, "contracts", CONTRACTS_HEAD
		"zon,OUD,pv,,,,2020-01-01,\nmeet,K,monitoring,,,,2026-12-31,\n", false, &out), OK);
	has(&out, "note: meet (monitoring): contract ends 2026-12-31\n");
	assert_null(strstr(buf_text(&out), "zon"));
	PROVES("R6 R7");
}

static void a_spreadsheet_gets_no_formulas(void **state)
{
	BUF(out);
	(void)state;
	struct register_fault f = { .code = "contact_empty", .party_name = "=HYPERLINK(\"x\";1)", .role = "pv",
			   .date = "2026-01-31" };
	register_csv_fault_head(&out);
	register_csv_fault(&f, &out);
	has(&out, "\xef\xbb\xbfWat is er mis;Partij;");
	has(&out, "Telefoon en mail ontbreken;\"'=HYPERLINK(\"\"x\"\";1)\";zonnepanelen;;;2026-01-31;");
	for (const char *sign = "+-@\t"; *sign; sign++) {
		const char cell[] = { *sign, '1', '\0' }, want[] = { '\'', *sign, '1', '\0' };
		buf_clear(&out);
		csv_sheet_put(&out, cell, true);
		assert_string_equal(buf_text(&out), want);
	}
	PROVES("R7");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_fault_is_told_until_it_is_mended, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_rule_that_names_nobody_is_a_fault, set_up, tear_down),
		cmocka_unit_test_setup_teardown(faults_come_in_pages_that_join, set_up, tear_down),
		cmocka_unit_test_setup_teardown(imports_note_what_still_lacks, set_up, tear_down),
		cmocka_unit_test(a_spreadsheet_gets_no_formulas),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
