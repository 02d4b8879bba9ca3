/* Civil time: both changes of the clocks, every Dutch holiday, what is refused, and hand-checked sums.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/central/civil.h"

#include "server/settings.h"

static void office(struct calendar *c)
{
	make_calendar(c, &OFFICE_SPEC);
}

/* ---- clocks ----------------------------------------------------------------------------------- */

static void a_wall_time_has_one_instant(void **state)
{
	static const struct {
		const char *wall, *utc;
	} rows[] = {
		{ "2026-11-23 14:05", "2026-11-23 13:05" },
		{ "2026-07-01 00:00", "2026-06-30 22:00" },
		{ "2026-01-01 00:30", "2025-12-31 23:30" },
		/* 29 March 2026: 02:00 becomes 03:00 */
		{ "2026-03-29 01:59:59.999", "2026-03-29 00:59:59.999" },
		{ "2026-03-29 02:00", "2026-03-29 01:00" },
		{ "2026-03-29 02:30", "2026-03-29 01:00" },
		{ "2026-03-29 02:59", "2026-03-29 01:00" },
		{ "2026-03-29 03:00", "2026-03-29 01:00" },
		{ "2026-03-29 03:01", "2026-03-29 01:01" },
		/* 25 October 2026: 03:00 becomes 02:00 */
		{ "2026-10-25 01:59", "2026-10-24 23:59" },
		{ "2026-10-25 02:00", "2026-10-25 00:00" },
		{ "2026-10-25 02:30", "2026-10-25 00:30" },
		{ "2026-10-25 02:59:59.999", "2026-10-25 00:59:59.999" },
		{ "2026-10-25 03:00", "2026-10-25 02:00" },
	};
	struct calendar c;
	(void)state;
	office(&c);
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (at(&c, rows[i].wall) != utc(rows[i].utc))
			fail_msg("%s is not %s", rows[i].wall, rows[i].utc);
	assert_moment(&c, "first", utc("2026-10-25 00:30"), "2026-10-25 02:30");
	assert_moment(&c, "second", utc("2026-10-25 01:30"), "2026-10-25 02:30");
	PROVES("-");
}

/* Against the C library, which reads tzdata by itself: the office's own zone for a century, others
 * until the file's own dates end (from there on libical guesses Lord Howe's half hours wrong). */
static void the_wall_agrees_with_the_c_library(void **state)
{
	static const char *const zones[] = { "Europe/Amsterdam", "America/New_York", "Asia/Kathmandu",
					     "Australia/Lord_Howe", "Pacific/Apia", "UTC" };
	(void)state;
	for (size_t z = 0; z < COUNT_OF(zones); z++) {
		struct calendar c;
		struct calendar_spec spec = OFFICE_SPEC;
		spec.timezone = zones[z];
		make_calendar(&c, &spec);
		setenv("TZ", zones[z], 1);
		tzset();
		time_t end = utc(z ? "2037-12-30 00:00" : "2099-12-30 00:00") / 1000;
		for (time_t s = utc("2000-01-02 00:00") / 1000; s < end; s += z ? 9000 : 1800) {
			struct tm tm;
			struct civil w;
			localtime_r(&s, &tm);
			calendar_civil(&c, (int64_t)s * 1000, &w);
			if (w.year != tm.tm_year + 1900 || w.month != tm.tm_mon + 1 || w.day != tm.tm_mday ||
			    w.hour != tm.tm_hour || w.minute != tm.tm_min)
				fail_msg("%s at %lld", zones[z], (long long)s);
		}
	}
	unsetenv("TZ");
	tzset();
	PROVES("-");
}

/* A zone may skip a whole day: Samoa had no 30 December 2011. */
static void a_skipped_day_has_no_hours(void **state)
{
	struct calendar c;
	struct calendar_spec spec = OFFICE_SPEC;
	int64_t from, until;
	(void)state;
	spec.timezone = "Pacific/Apia";
	make_calendar(&c, &spec);
	assert_int_equal(at(&c, "2011-12-30 12:00"), at(&c, "2011-12-31 00:00"));
	assert_false(calendar_office(&c, calendar_day(2011, 12, 30), &from, &until));
	assert_moment(&c, "next", calendar_add_work_days(&c, at(&c, "2011-12-29 10:00"), 1),
		      "2012-01-02 17:00");
	PROVES("-");
}

static void the_zone_of_the_machine_does_not_matter(void **state)
{
	static const char *const zones[] = { "Pacific/Kiritimati", "America/Adak", "UTC" };
	(void)state;
	for (size_t z = 0; z < COUNT_OF(zones); z++) {
		struct calendar c;
		setenv("TZ", zones[z], 1);
		tzset();
		office(&c);
		assert_int_equal(at(&c, "2026-11-23 14:05"), INT64_C(1795439100000));
		assert_moment(&c, "sum", calendar_add_work(&c, at(&c, "2026-11-23 14:05"), 4 * HOUR_MS),
			      "2026-11-24 09:05");
	}
	unsetenv("TZ");
	tzset();
	PROVES("-");
}

/* ---- dates ------------------------------------------------------------------------------------ */

static void dates_and_day_numbers_agree(void **state)
{
	struct civil date, next;
	(void)state;
	assert_int_equal(calendar_day(1970, 1, 1), 0);
	assert_int_equal(calendar_weekday(0), 3);
	assert_int_equal(calendar_weekday(calendar_day(2026, 11, 24)), 1);
	assert_int_equal(calendar_day(2028, 3, 1) - calendar_day(2028, 2, 28), 2);
	assert_int_equal(calendar_day(2100, 3, 1) - calendar_day(2100, 2, 28), 1);
	assert_true(calendar_date_exists(2028, 2, 29));
	assert_false(calendar_date_exists(2026, 2, 29));
	assert_false(calendar_date_exists(2026, 4, 31));
	for (int day = calendar_day(1600, 1, 1); day < calendar_day(2400, 1, 1); day++) {
		calendar_date(day, &date);
		assert_int_equal(calendar_day(date.year, date.month, date.day), day);
		calendar_date(day + 1, &next);
		assert_true(next.day == date.day + 1 || (next.day == 1 && next.month == date.month % 12 + 1));
		assert_int_equal((calendar_weekday(day) + 1) % 7, calendar_weekday(day + 1));
	}
	PROVES("-");
}

static void easter_falls_where_it_fell(void **state)
{
	/* tables of the churches, with the earliest, the latest and the years the plain rule gets wrong */
	static const int rows[][3] = {
		{ 1818, 3, 22 }, { 1943, 4, 25 }, { 1954, 4, 18 }, { 1961, 4, 2 },  { 1981, 4, 19 },
		{ 2000, 4, 23 }, { 2005, 3, 27 }, { 2008, 3, 23 }, { 2011, 4, 24 }, { 2016, 3, 27 },
		{ 2019, 4, 21 }, { 2020, 4, 12 }, { 2021, 4, 4 },  { 2022, 4, 17 }, { 2023, 4, 9 },
		{ 2024, 3, 31 }, { 2025, 4, 20 }, { 2026, 4, 5 },  { 2027, 3, 28 }, { 2028, 4, 16 },
		{ 2029, 4, 1 },  { 2030, 4, 21 }, { 2035, 3, 25 }, { 2038, 4, 25 }, { 2049, 4, 18 },
		{ 2076, 4, 19 }, { 2285, 3, 22 },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (calendar_easter(rows[i][0]) != calendar_day(rows[i][0], rows[i][1], rows[i][2]))
			fail_msg("Easter of %d", rows[i][0]);
	for (int year = 1583; year < 4100; year++)
		assert_int_equal(calendar_weekday(calendar_easter(year)), 6);
	PROVES("-");
}

/* All holidays of a year in order, as "code month-day". */
static void list_holidays(const struct calendar *c, int year, struct buf *out)
{
	for (int day = calendar_day(year, 1, 1); day < calendar_day(year + 1, 1, 1); day++) {
		enum holiday h = calendar_holiday(c, day);
		struct civil date;
		calendar_date(day, &date);
		if (h != HOLIDAY_NONE)
			buf_fmt(out, "%s%s %d-%d", out->len ? ", " : "", calendar_holiday_code(h),
				date.month, date.day);
	}
}

static void holidays_of_a_year(void **state)
{
	static const struct {
		int year;
		bool good_friday;
		const char *liberation, *want;
	} rows[] = {
		{ 2025, false, "lustrum",
		  "new-year 1-1, easter 4-20, easter-monday 4-21, kings-day 4-26, liberation 5-5, "
		  "ascension 5-29, pentecost 6-8, pentecost-monday 6-9, christmas 12-25, christmas-2 12-26" },
		{ 2026, true, "lustrum",
		  "new-year 1-1, good-friday 4-3, easter 4-5, easter-monday 4-6, kings-day 4-27, "
		  "ascension 5-14, pentecost 5-24, pentecost-monday 5-25, christmas 12-25, christmas-2 12-26" },
		{ 2024, false, "always",
		  "new-year 1-1, easter 3-31, easter-monday 4-1, kings-day 4-27, liberation 5-5, "
		  "ascension 5-9, pentecost 5-19, pentecost-monday 5-20, christmas 12-25, christmas-2 12-26" },
		{ 2030, false, "never",
		  "new-year 1-1, easter 4-21, easter-monday 4-22, kings-day 4-27, ascension 5-30, "
		  "pentecost 6-9, pentecost-monday 6-10, christmas 12-25, christmas-2 12-26" },
		/* Ascension on 5 May: one day, named once */
		{ 2016, false, "always",
		  "new-year 1-1, easter 3-27, easter-monday 3-28, kings-day 4-27, ascension 5-5, "
		  "pentecost 5-15, pentecost-monday 5-16, christmas 12-25, christmas-2 12-26" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct calendar c;
		struct calendar_spec spec = OFFICE_SPEC;
		BUF(got);
		spec.good_friday = rows[i].good_friday;
		spec.liberation_day = rows[i].liberation;
		make_calendar(&c, &spec);
		list_holidays(&c, rows[i].year, &got);
		assert_string_equal(buf_text(&got), rows[i].want);
	}
	PROVES("-");
}

/* ---- words and settings ----------------------------------------------------------------------- */

static void moments_are_said_in_dutch(void **state)
{
	static const struct {
		const char *t;
		unsigned say;
		const char *want;
	} rows[] = {
		{ "2026-11-24 14:05", SAY_TIME, "dinsdag 24 november 14:05" },
		{ "2026-11-24 14:05", SAY_TIME | SAY_SHORT, "di 24 nov 14:05" },
		{ "2026-03-01 00:00", SAY_DATE, "zondag 1 maart" },
		{ "2026-03-01 00:00", SAY_SHORT | SAY_YEAR, "zo 1 mrt 2026" },
		{ "2027-01-01 09:05", SAY_TIME | SAY_YEAR, "vrijdag 1 januari 2027 09:05" },
		{ "2026-10-31 23:59:59.999", SAY_TIME | SAY_SHORT, "za 31 okt 23:59" },
	};
	struct calendar c;
	(void)state;
	office(&c);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		BUF(out);
		calendar_say(&c, at(&c, rows[i].t), rows[i].say, &out);
		assert_string_equal(buf_text(&out), rows[i].want);
	}
	PROVES("-");
}

static void wrong_settings_are_named(void **state)
{
	static const struct {
		const char *section, *key, *value, *why;
	} rows[] = {
		{ "central", "timezone", "Europe/Lindehaven", "[central] timezone: \"Europe/Lindehaven\"" },
		{ "central", "timezone", "", "[central] timezone: \"\"" },
		{ "central", "timezone", "../../etc/hostname", "[central] timezone:" },
		{ "calendar", "hours", "", "[calendar] hours: \"\"" },
		{ "calendar", "hours", "mon-fri 08:00-17:00", "[calendar] hours: \"mon-fri\"" },
		{ "calendar", "hours", "vr-ma 08:00-17:00", "[calendar] hours: \"vr-ma\"" },
		{ "calendar", "hours", "ma-vr", "[calendar] hours: \"\"" },
		{ "calendar", "hours", "ma-vr 8:00-17:00", "[calendar] hours: \"8:00-17:00\"" },
		{ "calendar", "hours", "ma-vr 08:00-24:01", "[calendar] hours: \"08:00-24:01\"" },
		{ "calendar", "hours", "ma-vr 17:00-08:00", "[calendar] hours: \"17:00-08:00\"" },
		{ "calendar", "hours", "ma-vr 08:00-08:00", "[calendar] hours: \"08:00-08:00\"" },
		{ "calendar", "hours", "ma-vr 08:-1-17:00", "[calendar] hours: \"08:-1-17:00\"" },
		{ "calendar", "hours", "ma-vr 08:00-17:00, vr 08:00-12:00", "[calendar] hours: \"vr\"" },
		{ "calendar", "hours", "ma-vr 08:00-17:00,", "[calendar] hours: \"\"" },
		{ "calendar", "closed", "2026-02-29", "[calendar] closed: \"2026-02-29\"" },
		{ "calendar", "closed", "24-12-2026", "[calendar] closed: \"24-12-2026\"" },
		{ "calendar", "closed", "2026-12-24,2026-12-31", "[calendar] closed:" },
		{ "calendar", "liberation_day", "yes", "[calendar] liberation_day: \"yes\"" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct settings *s = mem_new(1, sizeof *s);
		struct calendar c;
		char why[200] = "";
		conf_defaults(SETTINGS, s);
		assert_int_equal(settings_calendar(s, &c, why, sizeof why), OK);
		assert_int_equal(conf_set(SETTINGS, s, rows[i].section, rows[i].key, rows[i].value, why,
					  sizeof why), OK);
		if (settings_calendar(s, &c, why, sizeof why) != ERR_INPUT)
			fail_msg("%s = %s was taken", rows[i].key, rows[i].value);
		if (strncmp(why, rows[i].why, strlen(rows[i].why)))
			fail_msg("%s", why);
		free(s);
	}
	PROVES("-");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_wall_time_has_one_instant),
		cmocka_unit_test(the_wall_agrees_with_the_c_library),
		cmocka_unit_test(a_skipped_day_has_no_hours),
		cmocka_unit_test(the_zone_of_the_machine_does_not_matter),
		cmocka_unit_test(dates_and_day_numbers_agree),
		cmocka_unit_test(easter_falls_where_it_fell),
		cmocka_unit_test(holidays_of_a_year),
		cmocka_unit_test(moments_are_said_in_dutch),
		cmocka_unit_test(wrong_settings_are_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
