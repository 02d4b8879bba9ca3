/* Working hours and days: hand-checked sums over weekends, holidays and both changes of the clocks.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/central/civil.h"

#define WORK(h, m) ((h) * HOUR_MS + (m) * MINUTE_MS)

static void office(struct calendar *c)
{
	make_calendar(c, &OFFICE_SPEC);
}

static void office_hours_are_added(void **state)
{
	static const struct {
		const char *start;
		int64_t ms;
		const char *want;
	} rows[] = {
		{ "2026-11-23 14:05", WORK(4, 0), "2026-11-24 09:05" },
		{ "2026-11-23 14:05", 0, "2026-11-23 14:05" },
		{ "2026-11-27 16:00", WORK(1, 0), "2026-11-27 17:00" },  /* fits exactly */
		{ "2026-11-27 16:30", WORK(1, 0), "2026-11-30 08:30" },  /* Friday to Monday */
		{ "2026-11-27 17:00", WORK(1, 0), "2026-11-30 09:00" },
		{ "2026-11-27 20:15", WORK(1, 0), "2026-11-30 09:00" },  /* Friday evening */
		{ "2026-11-28 12:00", WORK(9, 0), "2026-11-30 17:00" },  /* Saturday */
		{ "2026-11-30 06:00", WORK(1, 0), "2026-11-30 09:00" },  /* before opening */
		{ "2026-12-23 16:00", WORK(2, 0), "2026-12-28 09:00" },  /* closed 24th, Christmas, weekend */
		{ "2026-12-30 16:30", WORK(1, 0), "2027-01-04 08:30" },  /* closed 31st, New Year, weekend */
		{ "2028-02-28 16:00", WORK(11, 0), "2028-03-01 09:00" }, /* over the leap day */
		{ "2026-03-27 16:00", WORK(2, 0), "2026-03-30 09:00" },  /* the night of summer time */
		{ "2026-10-23 16:00", WORK(2, 0), "2026-10-26 09:00" },
		{ "2026-04-24 16:30", WORK(1, 0), "2026-04-28 08:30" }, /* King's Day on Monday */
		{ "2026-11-30 09:00", -WORK(1, 0), "2026-11-30 08:00" },
		{ "2026-11-30 09:00", -WORK(2, 0), "2026-11-27 16:00" },
		{ "2026-11-30 08:00", -WORK(1, 0), "2026-11-27 16:00" },
		{ "2026-11-28 23:00", -WORK(0, 30), "2026-11-27 16:30" },
		{ "2027-01-04 08:30", -WORK(1, 0), "2026-12-30 16:30" },
	};
	struct calendar c;
	struct calendar_spec spec = OFFICE_SPEC;
	(void)state;
	spec.closed = "2026-12-24  2026-12-31";
	make_calendar(&c, &spec);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		int64_t start = at(&c, rows[i].start), end = calendar_add_work(&c, start, rows[i].ms);
		assert_moment(&c, rows[i].start, end, rows[i].want);
		assert_int_equal(calendar_work_between(&c, start, end), rows[i].ms);
		assert_int_equal(calendar_work_between(&c, end, start), -rows[i].ms);
	}
	PROVES("-");
}

static void working_days_are_added(void **state)
{
	static const struct {
		const char *start;
		int days;
		const char *want;
		bool good_friday;
	} rows[] = {
		{ "2026-11-23 14:05", 5, "2026-11-30 17:00", false },
		{ "2026-11-23 14:05", 10, "2026-12-07 17:00", false },
		{ "2026-11-27 10:00", 2, "2026-12-01 17:00", false },
		{ "2026-11-27 20:15", 2, "2026-12-01 17:00", false }, /* Friday evening: the same */
		{ "2026-11-28 23:59", 2, "2026-12-01 17:00", false },
		{ "2026-11-29 00:00", 2, "2026-12-01 17:00", false },
		{ "2026-11-30 00:00", 2, "2026-12-02 17:00", false },
		{ "2026-12-18 09:00", 10, "2027-01-05 17:00", false }, /* Christmas and New Year */
		{ "2026-04-02 09:00", 5, "2026-04-10 17:00", false },
		{ "2026-04-02 09:00", 5, "2026-04-13 17:00", true },
		{ "2025-04-25 09:00", 1, "2025-04-28 17:00", false }, /* King's Day on a Saturday */
		{ "2026-04-24 09:00", 1, "2026-04-28 17:00", false }, /* on a Monday */
		{ "2025-05-02 09:00", 1, "2025-05-06 17:00", false }, /* 5 May of a lustrum */
		{ "2026-05-04 09:00", 1, "2026-05-05 17:00", false }, /* of another year */
		{ "2028-02-28 09:00", 1, "2028-02-29 17:00", false },
		{ "2026-11-23 14:05", 0, "2026-11-23 17:00", false },
		{ "2026-11-23 17:00", 0, "2026-11-23 17:00", false },
		{ "2026-11-23 17:01", 0, "2026-11-24 17:00", false },
		{ "2026-11-28 12:00", 0, "2026-11-30 17:00", false },
		{ "2026-11-30 10:00", -1, "2026-11-27 08:00", false },
		{ "2026-12-01 17:00", -2, "2026-11-27 08:00", false },
		{ "2027-01-05 17:00", -10, "2026-12-18 08:00", false },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct calendar c;
		struct calendar_spec spec = OFFICE_SPEC;
		spec.good_friday = rows[i].good_friday;
		make_calendar(&c, &spec);
		assert_moment(&c, rows[i].start, calendar_add_work_days(&c, at(&c, rows[i].start), rows[i].days),
			      rows[i].want);
	}
	PROVES("-");
}

static void calendar_days_end_at_midnight(void **state)
{
	static const struct {
		const char *start;
		int days;
		const char *want;
	} rows[] = {
		{ "2026-11-23 14:05", 0, "2026-11-23 23:59:59.999" },
		{ "2026-11-23 14:05", 42, "2027-01-04 23:59:59.999" },
		{ "2026-11-23 00:00", 1, "2026-11-24 23:59:59.999" },
		{ "2028-02-15 12:00", 14, "2028-02-29 23:59:59.999" },
		{ "2026-03-28 14:05", 1, "2026-03-29 23:59:59.999" },
		{ "2026-10-24 14:05", 1, "2026-10-25 23:59:59.999" },
		{ "2027-01-04 23:59:59.999", -10, "2026-12-25 00:00" },
		{ "2026-03-30 12:00", -1, "2026-03-29 00:00" },
	};
	struct calendar c;
	(void)state;
	office(&c);
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_moment(&c, rows[i].start, calendar_add_days(&c, at(&c, rows[i].start), rows[i].days),
			      rows[i].want);
	assert_int_equal(calendar_add_days(&c, at(&c, "2026-03-28 14:05"), 1), utc("2026-03-29 21:59:59.999"));
	PROVES("-");
}

static void open_and_next_opening(void **state)
{
	static const struct {
		const char *t;
		bool open;
		const char *next;
	} rows[] = {
		{ "2026-11-23 07:59:59.999", false, "2026-11-23 08:00" },
		{ "2026-11-23 08:00", true, "2026-11-23 08:00" },
		{ "2026-11-23 16:59:59.999", true, "2026-11-23 16:59:59.999" },
		{ "2026-11-23 17:00", false, "2026-11-24 08:00" },
		{ "2026-11-27 20:00", false, "2026-11-28 10:00" },
		{ "2026-11-28 11:00", true, "2026-11-28 11:00" },
		{ "2026-11-28 12:00", false, "2026-11-30 08:00" },
		{ "2026-12-25 10:00", false, "2026-12-28 08:00" },
	};
	struct calendar c;
	struct calendar_spec spec = OFFICE_SPEC;
	(void)state;
	spec.hours = "ma-vr 08:00-17:00, za 10:00-12:00";
	make_calendar(&c, &spec);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_int_equal(calendar_is_open(&c, at(&c, rows[i].t)), rows[i].open);
		assert_moment(&c, rows[i].t, calendar_next_opening(&c, at(&c, rows[i].t)), rows[i].next);
	}
	PROVES("-");
}

/* An office open all day works 23 hours on one Sunday and 25 on another. */
static void days_are_as_long_as_they_are(void **state)
{
	struct calendar c;
	struct calendar_spec spec = OFFICE_SPEC;
	(void)state;
	spec.hours = "ma-zo 00:00-24:00";
	make_calendar(&c, &spec);
	assert_int_equal(calendar_work_between(&c, at(&c, "2026-03-29 00:00"), at(&c, "2026-03-30 00:00")),
			 23 * HOUR_MS);
	assert_int_equal(calendar_work_between(&c, at(&c, "2026-10-25 00:00"), at(&c, "2026-10-26 00:00")),
			 25 * HOUR_MS);
	assert_moment(&c, "midnight", calendar_add_work_days(&c, at(&c, "2026-11-23 14:05"), 1),
		      "2026-11-24 23:59:59.999");
	PROVES("-");
}

/* Matrix 45: 29 February counts like any day, and a night of 23 or 25 hours' day takes or gives no office hour.
 * Both at every turn of forth and back. */
static void leap_days_and_both_nights_of_the_clocks(void **state)
{
	static const struct {
		const char *start;
		int days;
		const char *want;
	} rows[] = {
		{ "2028-02-28 09:00", 2, "2028-03-01 17:00" },	  { "2028-02-29 00:00", 0, "2028-02-29 17:00" },
		{ "2028-02-29 09:00", 1, "2028-03-01 17:00" },	  { "2028-02-29 23:59:59.999", 1, "2028-03-01 17:00" },
		{ "2028-02-24 10:00", 5, "2028-03-02 17:00" },	  { "2028-03-01 10:00", -1, "2028-02-29 08:00" },
		{ "2028-03-01 10:00", -2, "2028-02-28 08:00" },	  { "2027-02-26 09:00", 1, "2027-03-01 17:00" },
		{ "2027-03-01 09:00", -1, "2027-02-26 08:00" },	  { "2026-03-27 16:00", 1, "2026-03-30 17:00" },
		{ "2026-03-29 01:59", 1, "2026-03-30 17:00" },	  { "2026-03-29 03:00", 1, "2026-03-30 17:00" },
		{ "2026-03-30 00:00", -1, "2026-03-27 08:00" },	  { "2026-10-23 16:00", 1, "2026-10-26 17:00" },
		{ "2026-10-25 02:30", 1, "2026-10-26 17:00" },	  { "2026-10-26 00:00", -1, "2026-10-23 08:00" },
	};
	static const struct {
		const char *from, *until;
		int64_t work, elapsed;
	} spans[] = {
		{ "2028-02-28 08:00", "2028-03-01 17:00", WORK(27, 0), WORK(57, 0) },
		{ "2027-02-26 08:00", "2027-03-01 17:00", WORK(18, 0), WORK(81, 0) },
		{ "2026-03-27 08:00", "2026-03-30 17:00", WORK(18, 0), WORK(80, 0) },
		{ "2026-10-23 08:00", "2026-10-26 17:00", WORK(18, 0), WORK(82, 0) },
	};
	struct calendar c;
	(void)state;
	office(&c);
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_moment(&c, rows[i].start, calendar_add_work_days(&c, at(&c, rows[i].start), rows[i].days),
			      rows[i].want);
	assert_moment(&c, "the second 02:30", calendar_add_work_days(&c, utc("2026-10-25 01:30"), 1), "2026-10-26 17:00");
	for (size_t i = 0; i < COUNT_OF(spans); i++) {
		int64_t from = at(&c, spans[i].from), until = at(&c, spans[i].until);
		assert_int_equal(until - from, spans[i].elapsed);
		assert_int_equal(calendar_work_between(&c, from, until), spans[i].work);
		assert_int_equal(calendar_add_work(&c, from, spans[i].work), until);
		assert_int_equal(calendar_add_work(&c, until, -spans[i].work), from);
	}
	PROVES("D4");
}

/* Matrix 45. */
static void months_have_the_days_they_have(void **state)
{
	static const struct {
		const char *start;
		int months;
		const char *want;
	} rows[] = {
		{ "2027-02-28 09:00", 12, "2028-02-28 23:59:59.999" }, { "2028-02-29 09:00", 12, "2029-02-28 23:59:59.999" },
		{ "2028-02-29 09:00", 48, "2032-02-29 23:59:59.999" }, { "2096-02-29 12:00", 48, "2100-02-28 23:59:59.999" },
		{ "2026-01-31 09:00", 1, "2026-02-28 23:59:59.999" },  { "2028-01-31 09:00", 1, "2028-02-29 23:59:59.999" },
		{ "2026-11-23 14:05", 24, "2028-11-23 23:59:59.999" }, { "2026-12-31 23:59", 2, "2027-02-28 23:59:59.999" },
		{ "2026-11-30 00:00", 1, "2026-12-30 23:59:59.999" },  { "2026-11-30 00:00", 0, "2026-11-30 23:59:59.999" },
		{ "2026-02-28 14:05", 1, "2026-03-28 23:59:59.999" },  { "2026-02-28 23:59", 13, "2027-03-28 23:59:59.999" },
		{ "2025-10-26 02:30", 12, "2026-10-26 23:59:59.999" }, { "2026-09-25 12:00", 1, "2026-10-25 23:59:59.999" },
	};
	struct calendar c;
	(void)state;
	office(&c);
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_moment(&c, rows[i].start, calendar_add_months(&c, at(&c, rows[i].start), rows[i].months),
			      rows[i].want);
	assert_int_equal(calendar_add_months(&c, at(&c, "2026-09-25 12:00"), 1), utc("2026-10-25 22:59:59.999"));
	PROVES("D12");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(office_hours_are_added),
		cmocka_unit_test(working_days_are_added),
		cmocka_unit_test(calendar_days_end_at_midnight),
		cmocka_unit_test(open_and_next_opening),
		cmocka_unit_test(days_are_as_long_as_they_are),
		cmocka_unit_test(leap_days_and_both_nights_of_the_clocks),
		cmocka_unit_test(months_have_the_days_they_have),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
