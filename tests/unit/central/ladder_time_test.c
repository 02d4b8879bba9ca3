/* When the clocks of the built-in ladder are due, who is told when, and the sentence that says why:
 * answers worked out by hand on a wall calendar.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/central/civil.h"

#include "server/ladder_set.h"
#include "server/ladder_time.h"

static struct ladder *built_in(void)
{
	struct ladder *l = ladder_set_parse(LADDER_DEFAULT, strlen(LADDER_DEFAULT), NULL, NULL);
	assert_non_null(l);
	return l;
}

static void office(struct calendar *c)
{
	struct calendar_spec spec = OFFICE_SPEC;
	spec.closed = "2026-12-24 2026-12-31";
	make_calendar(c, &spec);
}

/* The row an event starts for a clock. */
static const struct ladder_row *row_of(const struct ladder *l, enum ladder_event event, const char *clock,
				       const char *kind, const char *urgency)
{
	const struct ladder_facts f = { { kind, urgency, "dept:repair", "new" } };
	const struct ladder_row *row = NULL;
	while ((row = ladder_starting(l, event, &f, row)) != NULL && strcmp(row->clock, clock))
		;
	if (!row)
		fail_msg("%s does not start for %s %s", clock, kind, urgency);
	return row;
}

struct expected {
	enum ladder_event event;
	const char *clock, *kind, *urgency, *start, *due, *warn, *rung[2];
};

static void check(const struct ladder *l, const struct calendar *c, const struct expected *e)
{
	struct ladder_times t;
	ladder_time_of(row_of(l, e->event, e->clock, e->kind, e->urgency), c, at(c, e->start), &t);
	assert_moment(c, e->clock, t.due, e->due);
	if (e->warn)
		assert_moment(c, e->clock, t.warn, e->warn);
	else
		assert_int_equal(t.warn, INT64_MAX);
	for (int i = 0; i < 2; i++)
		if (e->rung[i])
			assert_moment(c, e->clock, t.rung[i], e->rung[i]);
	assert_int_equal(t.rung_count, 1 + !!e->rung[1]);
}

static void each(const struct expected *rows, size_t count)
{
	struct calendar c;
	struct ladder *l = built_in();
	office(&c);
	for (size_t i = 0; i < count; i++)
		check(l, &c, &rows[i]);
	ladder_free(l);
}

/* 24 clock hours are 86,400,000 ms, by night, in a weekend, and when the clocks change. */
static void first_contact_is_24_clock_hours_after_handing_over(void **state)
{
	static const struct expected rows[] = {
		{ LADDER_HANDED, "first-contact", "complaint", "normal", "2026-11-23 14:05", "2026-11-24 14:05",
		  "2026-11-24 10:05", { "2026-11-24 14:05", "2026-11-24 18:05" } },
		{ LADDER_HANDED, "first-contact", "question", "planned", "2026-11-27 20:15", "2026-11-28 20:15",
		  "2026-11-28 16:15", { "2026-11-28 20:15", "2026-11-29 00:15" } },
		{ LADDER_HANDED, "first-contact", "complaint", "normal", "2026-03-28 14:05", "2026-03-29 15:05",
		  "2026-03-29 11:05", { "2026-03-29 15:05", "2026-03-29 19:05" } },
		{ LADDER_HANDED, "first-contact", "complaint", "normal", "2026-10-24 14:05", "2026-10-25 13:05",
		  "2026-10-25 09:05", { "2026-10-25 13:05", "2026-10-25 17:05" } },
		{ LADDER_HANDED, "first-contact", "complaint", "normal", "2028-02-28 09:00", "2028-02-29 09:00",
		  "2028-02-29 05:00", { "2028-02-29 09:00", "2028-02-29 13:00" } },
		{ LADDER_HANDED, "first-contact", "complaint", "normal", "2026-12-31 18:00", "2027-01-01 18:00",
		  "2027-01-01 14:00", { "2027-01-01 18:00", "2027-01-01 22:00" } },
	};
	(void)state;
	each(rows, COUNT_OF(rows));
	PROVES("D4");
}

static void norms_of_repairs(void **state)
{
	static const struct expected rows[] = {
		{ LADDER_CAPTURED, "done", "repair", "emergency", "2026-11-28 03:10", "2026-11-28 05:10",
		  "2026-11-28 04:40", { "2026-11-28 05:10", "2026-11-28 06:10" } },
		{ LADDER_CAPTURED, "call-confirm", "repair", "urgent", "2026-11-27 20:15", "2026-11-27 22:15",
		  "2026-11-27 21:45", { "2026-11-27 22:15", "2026-11-28 00:15" } },
		{ LADDER_CAPTURED, "done", "repair", "urgent", "2026-11-27 20:15", "2026-11-28 20:15",
		  "2026-11-28 16:15", { "2026-11-28 20:15", "2026-11-29 00:15" } },
		{ LADDER_CAPTURED, "appointment", "repair", "normal", "2026-11-27 20:15", "2026-12-04 17:00",
		  "2026-12-03 08:00", { "2026-12-04 17:00", "2026-12-08 17:00" } },
		/* 18, 21, 22, 23 | 24 closed, Christmas | 28 is the fifth */
		{ LADDER_CAPTURED, "appointment", "repair", "planned", "2026-12-17 09:00", "2026-12-28 17:00",
		  "2026-12-23 08:00", { "2026-12-28 17:00", "2026-12-30 17:00" } },
		{ LADDER_CAPTURED, "done", "repair", "normal", "2026-11-23 14:05", "2026-12-07 17:00",
		  "2026-12-03 08:00", { "2026-12-07 17:00", "2026-12-14 17:00" } },
		/* 21, 22, 23 | 28, 29, 30 | 31 closed, New Year | 4, 5, 6, 7 January */
		{ LADDER_CAPTURED, "done", "nuisance", "normal", "2026-12-18 16:59", "2027-01-07 17:00",
		  "2027-01-05 08:00", { "2027-01-07 17:00", "2027-01-14 17:00" } },
		{ LADDER_CAPTURED, "done", "repair", "planned", "2026-11-23 14:05", "2027-01-04 23:59:59.999",
		  "2026-12-28 00:00", { "2027-01-04 23:59:59.999", "2027-01-11 17:00" } },
		{ LADDER_REOPENED, "done", "repair", "normal", "2026-11-23 14:05", "2026-11-30 17:00",
		  "2026-11-27 08:00", { "2026-11-30 17:00", "2026-12-02 17:00" } },
	};
	(void)state;
	each(rows, COUNT_OF(rows));
	PROVES("D4");
}

static void norms_of_others(void **state)
{
	static const struct expected rows[] = {
		{ LADDER_ASKED, "supplier-reply", "question", "normal", "2026-11-27 16:00", "2026-12-01 17:00",
		  "2026-12-01 13:00", { "2026-12-01 17:00", "2026-12-03 17:00" } },
		/* 21-24 | King's Day | 28, 29, 30, 1 | 4, 5 May, which is no lustrum */
		{ LADDER_FORWARDED, "partner-reply", "area", "normal", "2026-04-20 10:00", "2026-05-05 17:00",
		  "2026-05-01 08:00", { "2026-05-05 17:00", "2026-05-12 17:00" } },
		{ LADDER_NO_FAULT, "objection", "question", "normal", "2026-11-23 09:00", "2026-12-07 17:00", NULL,
		  { "2026-12-07 17:00", NULL } },
		{ LADDER_PLANNED, "planned-action", "nuisance", "normal", "2026-11-27 09:00",
		  "2026-11-27 23:59:59.999", NULL, { "2026-11-27 23:59:59.999", "2026-11-30 17:00" } },
		{ LADDER_ALARM, "alarm-taken", "alarm", "emergency", "2026-11-28 03:10", "2026-11-28 03:12", NULL,
		  { "2026-11-28 03:12", "2026-11-28 03:17" } },
	};
	(void)state;
	each(rows, COUNT_OF(rows));
	PROVES("D4");
}

/* The six weeks after which a tenant may go to the rent tribunal count from the report, over
 * holidays and the change of the clocks, with ten whole days' warning. */
static void six_weeks_of_the_law(void **state)
{
	static const struct expected rows[] = {
		{ LADDER_CAPTURED, "legal-six-weeks", "repair", "normal", "2026-11-23 14:05",
		  "2027-01-04 23:59:59.999", "2026-12-25 00:00", { "2027-01-04 23:59:59.999", NULL } },
		{ LADDER_CAPTURED, "legal-six-weeks", "complaint", "planned", "2026-02-20 23:59",
		  "2026-04-03 23:59:59.999", "2026-03-24 00:00", { "2026-04-03 23:59:59.999", NULL } },
		{ LADDER_CAPTURED, "legal-six-weeks", "repair", "normal", "2028-01-18 00:00",
		  "2028-02-29 23:59:59.999", "2028-02-19 00:00", { "2028-02-29 23:59:59.999", NULL } },
	};
	(void)state;
	each(rows, COUNT_OF(rows));
	PROVES("D10");
}

/* Matrix 45: appointments, answers and clock hours over 29 February and over both nights of the clocks. */
static void clocks_over_leap_days_and_both_nights(void **state)
{
	static const struct expected rows[] = {
		{ LADDER_CAPTURED, "appointment", "repair", "normal", "2028-02-24 10:00", "2028-03-02 17:00",
		  "2028-03-01 08:00", { "2028-03-02 17:00", "2028-03-06 17:00" } },
		{ LADDER_CAPTURED, "appointment", "repair", "normal", "2028-02-23 10:00", "2028-03-01 17:00",
		  "2028-02-29 08:00", { "2028-03-01 17:00", "2028-03-03 17:00" } },
		{ LADDER_CAPTURED, "appointment", "repair", "normal", "2027-02-23 10:00", "2027-03-02 17:00",
		  "2027-03-01 08:00", { "2027-03-02 17:00", "2027-03-04 17:00" } },
		{ LADDER_CAPTURED, "appointment", "repair", "normal", "2026-03-25 20:15", "2026-04-01 17:00",
		  "2026-03-31 08:00", { "2026-04-01 17:00", "2026-04-03 17:00" } },
		{ LADDER_CAPTURED, "appointment", "repair", "normal", "2026-10-21 20:15", "2026-10-28 17:00",
		  "2026-10-27 08:00", { "2026-10-28 17:00", "2026-10-30 17:00" } },
		{ LADDER_ASKED, "supplier-reply", "question", "normal", "2028-02-28 16:00", "2028-03-01 17:00",
		  "2028-03-01 13:00", { "2028-03-01 17:00", "2028-03-03 17:00" } },
		{ LADDER_ASKED, "supplier-reply", "question", "normal", "2026-03-27 16:00", "2026-03-31 17:00",
		  "2026-03-31 13:00", { "2026-03-31 17:00", "2026-04-02 17:00" } },
		{ LADDER_ASKED, "supplier-reply", "question", "normal", "2026-10-23 16:00", "2026-10-27 17:00",
		  "2026-10-27 13:00", { "2026-10-27 17:00", "2026-10-29 17:00" } },
		/* two hours are two hours: from 01:10 to 04:10, and to the second 02:10 */
		{ LADDER_CAPTURED, "done", "repair", "emergency", "2026-03-29 01:10", "2026-03-29 04:10",
		  "2026-03-29 03:40", { "2026-03-29 04:10", "2026-03-29 05:10" } },
		{ LADDER_CAPTURED, "done", "repair", "emergency", "2026-10-25 01:10", "2026-10-25 02:10",
		  "2026-10-25 02:40", { "2026-10-25 02:10", "2026-10-25 03:10" } },
		{ LADDER_CAPTURED, "done", "repair", "emergency", "2028-02-28 23:10", "2028-02-29 01:10",
		  "2028-02-29 00:40", { "2028-02-29 01:10", "2028-02-29 02:10" } },
		{ LADDER_PLANNED, "planned-action", "nuisance", "normal", "2028-02-29 09:00",
		  "2028-02-29 23:59:59.999", NULL, { "2028-02-29 23:59:59.999", "2028-03-01 17:00" } },
		{ LADDER_CAPTURED, "legal-six-weeks", "repair", "normal", "2026-10-01 12:00",
		  "2026-11-12 23:59:59.999", "2026-11-02 00:00", { "2026-11-12 23:59:59.999", NULL } },
	};
	(void)state;
	each(rows, COUNT_OF(rows));
	PROVES("D4 D10");
}

/* A warning that would come before the start is none. */
static void no_warning_before_the_start(void **state)
{
	struct calendar c;
	struct ladder *l = built_in();
	struct ladder_row row = *row_of(l, LADDER_HANDED, "first-contact", "question", "normal");
	struct ladder_times t;
	(void)state;
	office(&c);
	row.norm.amount = 4;
	ladder_time_of(&row, &c, at(&c, "2026-11-23 14:05"), &t);
	assert_moment(&c, "warn", t.warn, "2026-11-23 14:05");
	row.norm.amount = 3;
	ladder_time_of(&row, &c, at(&c, "2026-11-23 14:05"), &t);
	assert_int_equal(t.warn, INT64_MAX);
	ladder_free(l);
	PROVES("-");
}

static void every_deadline_explains_itself(void **state)
{
	static const struct {
		enum ladder_event event;
		const char *clock, *kind, *urgency, *start, *want;
	} rows[] = {
		{ LADDER_HANDED, "first-contact", "complaint", "normal", "2026-11-23 14:05",
		  "Uiterlijk dinsdag 24 november 14:05: 24 klokuren na overdracht op maandag 23 november 14:05 "
		  "(regel 110, versie 3)." },
		{ LADDER_CAPTURED, "appointment", "repair", "normal", "2026-12-21 10:00",
		  "Uiterlijk woensdag 30 december 17:00: 5 werkdagen na de melding op maandag 21 december 10:00 "
		  "(regel 30, versie 3). Sluitingsdag donderdag 24 december en Eerste Kerstdag tellen niet "
		  "mee." },
		{ LADDER_CAPTURED, "done", "repair", "normal", "2026-12-18 10:00",
		  "Uiterlijk donderdag 7 januari 2027 17:00: 10 werkdagen na de melding op vrijdag 18 december 2026 "
		  "10:00 (regel 70, versie 3). Sluitingsdag donderdag 24 december, Eerste Kerstdag, sluitingsdag "
		  "donderdag 31 december en Nieuwjaarsdag tellen niet mee." },
		{ LADDER_ASKED, "supplier-reply", "question", "normal", "2026-04-24 10:00",
		  "Uiterlijk woensdag 29 april 17:00: 2 werkdagen na de vraag op vrijdag 24 april 10:00 (regel "
		  "120, versie 3). Koningsdag telt niet mee." },
		/* started on a holiday: a working day never counts its first day, so nothing is passed over */
		{ LADDER_ASKED, "supplier-reply", "question", "normal", "2026-04-27 10:00",
		  "Uiterlijk woensdag 29 april 17:00: 2 werkdagen na de vraag op maandag 27 april 10:00 (regel "
		  "120, versie 3)." },
		{ LADDER_CAPTURED, "legal-six-weeks", "repair", "normal", "2026-11-23 14:05",
		  "Uiterlijk maandag 4 januari 2027 23:59: de Huurcommissie staat open 6 weken na de melding op maandag "
		  "23 november 2026 14:05 (regel 150, versie 3)." },
	};
	struct calendar c;
	struct ladder *l = built_in();
	(void)state;
	office(&c);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		BUF(out);
		ladder_time_explain(row_of(l, rows[i].event, rows[i].clock, rows[i].kind, rows[i].urgency), 3, &c,
				    at(&c, rows[i].start), &out);
		assert_string_equal(buf_text(&out), rows[i].want);
	}
	ladder_free(l);
	PROVES("D4");
}

/* Working hours count from the very hour, so a holiday they began on was passed over too. */
static void working_hours_explain_the_day_they_began_on(void **state)
{
	struct calendar c;
	struct ladder *l = built_in();
	struct ladder_row row = *row_of(l, LADDER_ASKED, "supplier-reply", "question", "normal");
	BUF(early);
	BUF(late);
	(void)state;
	office(&c);
	row.norm = (struct ladder_span){ 4, LADDER_WORKING_HOURS };
	strcpy(row.reason, "4 werkuren na de vraag");
	ladder_time_explain(&row, 1, &c, at(&c, "2026-04-27 10:00"), &early);
	assert_string_equal(buf_text(&early), "Uiterlijk dinsdag 28 april 12:00: 4 werkuren na de vraag op maandag "
		"27 april 10:00 (regel 120, versie 1). Koningsdag telt niet mee.");
	ladder_time_explain(&row, 1, &c, at(&c, "2026-04-27 19:00"), &late);
	assert_null(strstr(buf_text(&late), "Koningsdag"));
	ladder_free(l);
	PROVES("D4");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(first_contact_is_24_clock_hours_after_handing_over),
		cmocka_unit_test(norms_of_repairs),
		cmocka_unit_test(norms_of_others),
		cmocka_unit_test(six_weeks_of_the_law),
		cmocka_unit_test(clocks_over_leap_days_and_both_nights),
		cmocka_unit_test(no_warning_before_the_start),
		cmocka_unit_test(every_deadline_explains_itself),
		cmocka_unit_test(working_hours_explain_the_day_they_began_on),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
