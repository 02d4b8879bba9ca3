/* Dashboards: every figure recounted by hand from a few cases, and what it costs to count many.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/central/flow_road.h"

#include "server/calendar.h"
#include "server/figures.h"
#include "shared/io/csv.h"

#define DAY(n) (START_MS + (n) * DAY_MS)

/* A period around START_MS: 24 November 2026. */
static struct figures *ask_of(struct office *o, const char *from, const char *until, bool weeks)
{
	struct figures *f = mem_new(1, sizeof *f);
	strcpy(f->from, from);
	strcpy(f->until, until);
	strcpy(f->today, "2026-12-20");
	f->weeks = weeks;
	strcpy(f->outages, "[\"KRAAN:LEK\"]");
	f->cents = 11000;
	f->labels = val_object();
	val_put_str(f->labels, "dept:energy", "Duurzaamheid");
	val_put_str(f->labels, "object:KRAAN", "kraan");
	val_put_str(f->labels, "KRAAN:LEK", "lekt");
	assert_int_equal(figures_period(&o->app, f), OK);
	return f;
}

static void drop(struct figures *f)
{
	val_free(f->labels);
	free(f);
}

static const char *csv_of(struct office *o, const char *table, const char *from, const char *until, struct buf *out)
{
	struct figures *f = ask_of(o, from, until, false);
	f->only = figures_table(table);
	assert_non_null(f->only);
	buf_clear(out);
	assert_int_equal(figures_read(o->app.db, f, out), OK);
	drop(f);
	return buf_text(out);
}

static void must_have(const char *text, const char *line)
{
	if (!strstr(text, line))
		fail_msg("no \"%s\" in:\n%s", line, text);
}

static void at(struct road *r, int64_t t)
{
	r->o->wall = t;
}

/* ---- periods ------------------------------------------------------------------------------ */

static void a_period_is_cut_at_midnight_of_the_office(void **state)
{
	struct road r = begin();
	struct figures *f = ask_of(r.o, "2026-10-20", "2026-12-02", false);
	(void)state;
	assert_int_equal(f->bucket_count, 3);
	assert_string_equal(f->bucket[0].label, "2026-10");
	assert_string_equal(f->bucket[2].label, "2026-12");
	assert_int_equal(f->bucket[1].until - f->bucket[1].from, 30 * DAY_MS);
	assert_int_equal(f->bucket[0].until - f->bucket[0].from, 12 * DAY_MS + HOUR_MS); /* the clocks went back */
	assert_int_equal(f->bucket[2].until - f->bucket[2].from, 2 * DAY_MS);
	drop(f);
	f = ask_of(r.o, "2026-12-30", "2027-01-05", true);
	assert_int_equal(f->bucket_count, 2);
	assert_string_equal(f->bucket[0].label, "2026-W53");
	assert_string_equal(f->bucket[1].label, "2027-W01");
	strcpy(f->until, "2026-12-29");
	assert_int_equal(figures_period(&r.o->app, f), ERR_INPUT);
	strcpy(f->until, "2029-01-31"); /* more weeks than fit */
	assert_int_equal(figures_period(&r.o->app, f), ERR_INPUT);
	strcpy(f->until, "2026-02-30");
	assert_int_equal(figures_period(&r.o->app, f), ERR_INPUT);
	drop(f);
	end(&r);
	PROVES("-");
}

/* ---- first contact ------------------------------------------------------------------------ */

static void hand_over(struct road *r, int last, int64_t t)
{
	at(r, t);
	r->nr = question(r->o, last);
	MUST(r, BY_PHONE, "kcc", AC_SEE, NULL);
	MUST(r, BY_PHONE, "kcc", AC_REFER, REFER);
	MUST(r, BY_PHONE, "kcc", AC_RETURN, BACK);
}

static void contact_at(struct road *r, int64_t t)
{
	at(r, t);
	MUST(r, BY_LEADER, "lea", AC_ACCEPT, NULL);
	MUST(r, BY_LEADER, "lea", AC_CONTACT, TALK);
}

static void first_contact_counts_clock_hours_from_the_hand_over(void **state)
{
	struct road r = begin();
	BUF(out);
	(void)state;
	hand_over(&r, 2, DAY(0));
	contact_at(&r, DAY(1)); /* to the millisecond */
	hand_over(&r, 3, DAY(2));
	contact_at(&r, DAY(3) + 1);
	hand_over(&r, 4, DAY(4)); /* nobody ever calls */
	hand_over(&r, 5, DAY(7)); /* the next month: still running */
	at(&r, DAY(7) + HOUR_MS);
	const char *csv = csv_of(r.o, "contact", "2026-11-01", "2026-12-31", &out);
	must_have(csv, "\r\n2026-11;3;1;2;0;33,3\r\n");
	must_have(csv, "\r\n2026-12;1;0;0;1;\r\n");
	must_have(csv, "\r\nTotaal;4;1;2;1;33,3\r\n");
	end(&r);
	PROVES("R17");
}

static void a_case_that_comes_back_is_handed_over_again(void **state)
{
	struct road r = begin();
	BUF(out);
	(void)state;
	to_result(&r);
	MUST(&r, BY_LEADER, "lea", AC_PRESENT, TALK);
	MUST(&r, BY_LEADER, "lea", AC_ASK_REPAIR, ASKED);
	MUST(&r, BY_SUPPLIER, "zon", AC_READY, PROOF);
	MUST(&r, BY_LEADER, "lea", AC_CLOSE, NULL);
	MUST(&r, BY_TENANT, "huurder", AC_REOPEN, "{\"note\":\"nog steeds uit\"}");
	at(&r, DAY(2));
	must_have(csv_of(r.o, "contact", "2026-11-01", "2026-11-30", &out), "\r\n2026-11;2;1;1;0;50,0\r\n");
	must_have(csv_of(r.o, "work", "2026-11-01", "2026-11-30", &out), "\r\n2026-11;1;1;1\r\n");
	end(&r);
	PROVES("R17");
}

/* ---- kinds -------------------------------------------------------------------------------- */

static void a_question_and_a_complaint_are_counted_apart(void **state)
{
	struct road r = begin();
	BUF(out);
	(void)state;
	struct report rep;
	office_report(&rep, 6);
	r.nr = office_case(r.o, &rep, 0);
	MUST(&r, BY_PHONE, "kcc", AC_SEE, NULL);
	MUST(&r, BY_PHONE, "kcc", AC_COMPLAIN, "{\"note\":\"duurt te lang\"}");
	at(&r, DAY(100));
	const char *csv = csv_of(r.o, "kinds", "2026-11-01", "2026-11-30", &out);
	must_have(csv, "\xef\xbb\xbfSoort;Gemeld;");
	must_have(csv, "\r\nVraag;1;0;1;");
	must_have(csv, "\r\nKlacht;1;0;1;1;0;1\r\n");
	must_have(csv, "\r\nReparatieverzoek;0;0;0;0;0;0\r\n");
	must_have(csv_of(r.o, "parties", "2026-11-01", "2026-11-30", &out), ";2;2;");
	end(&r);
	PROVES("R4");
}

/* ---- scorecard ---------------------------------------------------------------------------- */

static void a_supplier_is_scored_by_what_happened(void **state)
{
	struct road r = begin();
	BUF(out);
	(void)state;
	to_result(&r); /* referred to meet, back dissatisfied, meet was asked and answered in time */
	MUST(&r, BY_LEADER, "lea", AC_PRESENT, TALK);
	MUST(&r, BY_LEADER, "lea", AC_ASK_REPAIR, ASKED); /* to zon */
	at(&r, DAY(3) + 12 * HOUR_MS);
	MUST(&r, BY_SUPPLIER, "zon", AC_READY, PROOF);
	MUST(&r, BY_LEADER, "lea", AC_CLOSE, NULL);
	MUST(&r, BY_TENANT, "huurder", AC_REOPEN, "{\"note\":\"nog steeds uit\"}");
	contact_at(&r, DAY(4));
	MUST(&r, BY_LEADER, "lea", AC_INVESTIGATE, "{\"note\":\"nog eens\",\"data_here\":\"no\"}");
	MUST(&r, BY_LEADER, "lea", AC_ASK, "{\"party\":\"meet\",\"text\":\"En nu?\",\"due\":\"2026-11-30\"}");
	at(&r, DAY(20));
	const char *csv = csv_of(r.o, "suppliers", "2026-11-01", "2026-12-31", &out);
	must_have(csv, "\r\nMeetgoed;Toeleverancier;1;0;1;2;1;0;;0;0\r\n");
	must_have(csv, "\r\nZonzeker;Aanbieder;0;0;0;0;0;1;3,5;0;1\r\n");
	must_have(csv, "\r\nTotaal;;1;0;1;2;1;1;;0;1\r\n");
	must_have(csv_of(r.o, "suppliers", "2026-10-01", "2026-10-31", &out), "Heropend na gereed\r\n");
	assert_null(strstr(buf_text(&out), "Zonzeker"));
	end(&r);
	PROVES("D9");
}

/* ---- without monitoring ------------------------------------------------------------------- */

static int64_t outage(struct road *r, int last, int64_t t)
{
	struct report rep;
	office_report(&rep, last);
	strcpy(rep.unit, "N-1");
	strcpy(rep.fault, "LEK"); /* stands for "no data" in the small catalogue */
	rep.t = t;
	r->o->wall = t;
	return office_case(r->o, &rep, 0);
}

#define CONTRACT \
	"party,number,role,sla,first_contact,valid_from,valid_until,epv\n" \
	"zon,N1,monitoring,x,party,2024-01-01,,ZON:73.00\n"

static void days_without_monitoring_cost_the_fee(void **state)
{
	struct road r = begin();
	BUF(out);
	(void)state;
	r.nr = outage(&r, 6, DAY(0));
	outage(&r, 7, DAY(1)); /* a second report of the same home counts no day twice */
	at(&r, DAY(5));
	MUST(&r, BY_PHONE, "kcc", AC_SEE, NULL);
	MUST(&r, BY_PHONE, "kcc", AC_DONE, PROOF);
	at(&r, DAY(10));
	/* the second stays open: ten days; 110 x 12 / 365 x 10 */
	must_have(csv_of(r.o, "dark", "2026-11-01", "2026-12-31", &out), "\r\nZON;2;1;1;10,0;36,16\r\n");
	office_must_import(r.o, "contracts", CONTRACT);
	must_have(csv_of(r.o, "dark", "2026-11-01", "2026-12-31", &out), "\r\nZON;2;1;1;10,0;24,00\r\n");
	const char *csv = csv_of(r.o, "dark_homes", "2026-11-01", "2026-12-31", &out);
	must_have(csv, "\r\nZonneweide 3;ZON;Zonzeker;");
	must_have(csv, ";Ja;10,0;73,00;24,00\r\n");
	/* only the days of the period */
	must_have(csv_of(r.o, "dark", "2026-12-01", "2026-12-31", &out), "\r\nZON;2;1;1;");
	end(&r);
	PROVES("D9");
}

static void no_fault_costs_nothing_and_reopening_goes_on(void **state)
{
	struct road r = begin();
	BUF(out);
	(void)state;
	r.nr = outage(&r, 6, DAY(0));
	MUST(&r, BY_PHONE, "kcc", AC_SEE, NULL);
	at(&r, DAY(1));
	MUST(&r, BY_PHONE, "kcc", AC_DONE, PROOF);
	at(&r, DAY(3));
	MUST(&r, BY_PHONE, "kcc", AC_REOPEN, "{\"note\":\"weer uit\"}");
	at(&r, DAY(4));
	MUST(&r, BY_PHONE, "kcc", AC_SEE, NULL);
	MUST(&r, BY_PHONE, "kcc", AC_DONE, PROOF);
	at(&r, DAY(9));
	must_have(csv_of(r.o, "dark_homes", "2026-11-01", "2026-12-31", &out), ";Nee;2,0;110,00;7,23\r\n");
	r.nr = outage(&r, 7, DAY(10));
	at(&r, DAY(12));
	MUST(&r, BY_PHONE, "kcc", AC_WITHDRAW, "{\"note\":\"vergissing\"}");
	must_have(csv_of(r.o, "dark_homes", "2026-11-01", "2026-12-31", &out), ";Nee;2,0;110,00;7,23\r\n");
	end(&r);
	PROVES("D9");
}

/* ---- suspicion and finding ---------------------------------------------------------------- */

static void the_tenant_is_right_as_often_as_he_was(void **state)
{
	struct road r = begin();
	BUF(out);
	(void)state;
	static const char *const rows[][2] = { { "LEERTJE", "LEERTJE" }, { "LEIDING", "LEERTJE" }, { "", "LEERTJE" } };
	db_event_begin(r.o->app.db);
	for (int i = 0; i < 3; i++) {
		int64_t nr = i ? question(r.o, 6 + i) : r.nr;
		assert_int_equal(finding_put(r.o->app.db, nr, "KRAAN", "LEK", rows[i][0], rows[i][1], DAY(0)), OK);
	}
	db_event_end(r.o->app.db, true);
	must_have(csv_of(r.o, "hits", "2026-11-01", "2026-11-30", &out), "\r\nkraan;lekt;3;2;1;50,0\r\n");
	end(&r);
	PROVES("D7");
}

/* ---- as JSON, and what it costs ----------------------------------------------------------- */

static void no_walk(void *ctx, const char *sql, const char *plan)
{
	(void)ctx;
	if (!strstr(plan, "SCAN "))
		return;
	if (strstr(plan, "SCAN case_event") || strstr(plan, "SCAN referral") || strstr(plan, "SCAN found_cause") ||
	    (strstr(plan, "SCAN case_file") && !strstr(plan, "INDEX")))
		fail_msg("%s\n%s", plan, sql);
}

static void the_page_and_the_sheet_say_the_same(void **state)
{
	struct road r = begin();
	BUF(out);
	VAL(v) = NULL;
	(void)state;
	to_result(&r);
	struct figures *f = ask_of(r.o, "2026-10-01", "2026-11-30", false);
	assert_int_equal(figures_read(r.o->app.db, f, &out), OK);
	drop(f);
	assert_int_equal(val_parse(out.data, out.len, NULL, &v, NULL), OK);
	const struct val *tables = val_get(v, "tables"), *contact = val_next(val_first(tables));
	assert_int_equal(val_count(tables), 8);
	assert_string_equal(val_str_of(contact, "key", ""), "contact");
	assert_string_equal(val_str_of(contact, "title", ""), "Eerste contact binnen 24 uur");
	BUF(rows);
	val_print(val_get(contact, "rows"), &rows);
	assert_string_equal(buf_text(&rows), "[[\"2026-10\",0,0,0,0,null],[\"2026-11\",1,1,0,0,1000]]");
	VAL_EACH(t, tables)
		assert_string_not_equal(val_str_of(t, "title", ""), val_str_of(t, "key", ""));
	db_plan_each(r.o->app.db, no_walk, NULL);
	end(&r);
	PROVES("-");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_period_is_cut_at_midnight_of_the_office),
		cmocka_unit_test(first_contact_counts_clock_hours_from_the_hand_over),
		cmocka_unit_test(a_case_that_comes_back_is_handed_over_again),
		cmocka_unit_test(a_question_and_a_complaint_are_counted_apart),
		cmocka_unit_test(a_supplier_is_scored_by_what_happened),
		cmocka_unit_test(days_without_monitoring_cost_the_fee),
		cmocka_unit_test(no_fault_costs_nothing_and_reopening_goes_on),
		cmocka_unit_test(the_tenant_is_right_as_often_as_he_was),
		cmocka_unit_test(the_page_and_the_sheet_say_the_same),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
