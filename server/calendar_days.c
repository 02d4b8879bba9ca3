/* Dates, and which of them are holidays.
 *
 * Owns the table of Dutch public holidays. Today's rules are used for every year: King's Day stands
 * in 2010 as well, though it was the Queen's, three days later.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/calendar.h"

/* Whether a holiday holds in a year. */
enum holds { ALWAYS, IF_GOOD_FRIDAY, IF_LIBERATION };

static const struct holiday_row {
	const char *code;
	int month, day; /* month 0: day is counted from Easter Sunday */
	int on_sunday;	/* moved by so many days when it would fall on a Sunday */
	enum holds holds;
} HOLIDAYS[HOLIDAY_MAX] = {
	[HOLIDAY_NEW_YEAR] = { "new-year", 1, 1, 0, ALWAYS },
	[HOLIDAY_GOOD_FRIDAY] = { "good-friday", 0, -2, 0, IF_GOOD_FRIDAY },
	[HOLIDAY_EASTER] = { "easter", 0, 0, 0, ALWAYS },
	[HOLIDAY_EASTER_MONDAY] = { "easter-monday", 0, 1, 0, ALWAYS },
	[HOLIDAY_KINGS_DAY] = { "kings-day", 4, 27, -1, ALWAYS },
	[HOLIDAY_ASCENSION] = { "ascension", 0, 39, 0, ALWAYS },
	[HOLIDAY_LIBERATION] = { "liberation", 5, 5, 0, IF_LIBERATION },
	[HOLIDAY_PENTECOST] = { "pentecost", 0, 49, 0, ALWAYS },
	[HOLIDAY_PENTECOST_MONDAY] = { "pentecost-monday", 0, 50, 0, ALWAYS },
	[HOLIDAY_CHRISTMAS] = { "christmas", 12, 25, 0, ALWAYS },
	[HOLIDAY_CHRISTMAS_2] = { "christmas-2", 12, 26, 0, ALWAYS },
};

#define ERA_DAYS 146097 /* 400 years */

/* Rounds down, also below zero. */
static int floor_div(int a, int b)
{
	return a / b - (a % b < 0);
}

/* ---- dates ------------------------------------------------------------------------------------ */

/* Years are taken to begin in March, so the leap day is the last of its year. */
int calendar_day(int year, int month, int day)
{
	int y = month > 2 ? year : year - 1;
	int era = floor_div(y, 400);
	int in_era = y - era * 400;
	int in_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
	return era * ERA_DAYS + in_era * 365 + in_era / 4 - in_era / 100 + in_year - 719468;
}

void calendar_date(int day, struct civil *ret)
{
	int since = day + 719468; /* days since 0000-03-01 */
	int era = floor_div(since, ERA_DAYS);
	int in_era = since - era * ERA_DAYS;
	int y = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
	int in_year = in_era - (365 * y + y / 4 - y / 100);
	int m = (5 * in_year + 2) / 153;
	*ret = (struct civil){
		.year = y + era * 400 + (m >= 10),
		.month = m < 10 ? m + 3 : m - 9,
		.day = in_year - (153 * m + 2) / 5 + 1,
	};
}

bool calendar_date_exists(int year, int month, int day)
{
	struct civil back;
	if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31)
		return false;
	calendar_date(calendar_day(year, month, day), &back);
	return back.month == month && back.day == day;
}

int calendar_weekday(int day)
{
	int n = (day + 3) % 7; /* 1970-01-01 was a Thursday */
	return n < 0 ? n + 7 : n;
}

/* ---- holidays --------------------------------------------------------------------------------- */

/* The Gregorian computus: the first full moon of spring by the church's table, then its Sunday. */
int calendar_easter(int year)
{
	int golden = year % 19;
	int century = year / 100;
	int skipped = century / 4;	    /* leap days the Gregorian calendar kept */
	int moon = (8 * century + 13) / 25; /* days the moon's table was put right */
	int age = (century - skipped - moon + 19 * golden + 15) % 30;
	age -= age / 28 * (1 - age / 28 * (29 / (age + 1)) * ((21 - golden) / 11));
	int weekday = (year + year / 4 + age + 2 - century + skipped) % 7;
	return calendar_day(year, 3, 28) + age - weekday;
}

static bool holds(const struct calendar *c, enum holds when, int year)
{
	switch (when) {
	case ALWAYS:
		return true;
	case IF_GOOD_FRIDAY:
		return c->good_friday;
	case IF_LIBERATION:
		return c->liberation == LIBERATION_ALWAYS ||
		       (c->liberation == LIBERATION_LUSTRUM && year % 5 == 0);
	}
	return false;
}

bool calendar_holiday_day(const struct calendar *c, enum holiday h, int year, int *ret)
{
	if (h <= HOLIDAY_NONE || h >= HOLIDAY_MAX || !holds(c, HOLIDAYS[h].holds, year))
		return false;
	const struct holiday_row *row = &HOLIDAYS[h];
	*ret = row->month ? calendar_day(year, row->month, row->day)
			  : calendar_easter(year) + row->day;
	if (calendar_weekday(*ret) == 6)
		*ret += row->on_sunday;
	return true;
}

void calendar_holidays_know(struct calendar *c)
{
	for (int i = 0; i < CALENDAR_YEARS; i++)
		for (int h = 0; h < HOLIDAY_MAX; h++)
			if (!calendar_holiday_day(c, (enum holiday)h, CALENDAR_FIRST + i, &c->holidays[i][h]))
				c->holidays[i][h] = -1;
	c->known = true;
}

enum holiday calendar_holiday(const struct calendar *c, int day)
{
	struct civil date;
	int on;
	calendar_date(day, &date);
	int i = date.year - CALENDAR_FIRST;
	if (c->known && i >= 0 && i < CALENDAR_YEARS) {
		for (int h = HOLIDAY_NONE + 1; h < HOLIDAY_MAX; h++)
			if (c->holidays[i][h] == day)
				return (enum holiday)h;
		return HOLIDAY_NONE;
	}
	for (int h = HOLIDAY_NONE + 1; h < HOLIDAY_MAX; h++)
		if (calendar_holiday_day(c, (enum holiday)h, date.year, &on) && on == day)
			return (enum holiday)h;
	return HOLIDAY_NONE;
}

const char *calendar_holiday_code(enum holiday h)
{
	return h > HOLIDAY_NONE && h < HOLIDAY_MAX ? HOLIDAYS[h].code : "";
}

static bool is_closed(const struct calendar *c, int day)
{
	for (int i = 0; i < c->closed_count; i++)
		if (c->closed[i] == day)
			return true;
	return false;
}

enum day_kind calendar_day_kind(const struct calendar *c, int day)
{
	const struct office_hours *hours = &c->hours[calendar_weekday(day)];
	if (hours->from >= hours->until)
		return DAY_OFF;
	if (calendar_holiday(c, day) != HOLIDAY_NONE)
		return DAY_HOLIDAY;
	return is_closed(c, day) ? DAY_CLOSED : DAY_WORKING;
}
