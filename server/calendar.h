/* Civil time of the office: time zone, public holidays, closing days, office hours.
 *
 * A calendar is a value made from the settings; everything here is a pure function of its
 * arguments and knows no current time. Instants are int64 ms since 1970 UTC. A civil day is a
 * number: days since 1970-01-01 on the office's own calendar. Two questions have two answers on
 * the wall, and one here:
 *   - a time the clocks skip (02:30 when summer time begins) is the moment they jump;
 *   - a time the clocks show twice (02:30 when it ends) is the first of the two.
 * Office hours of a day are the stretch of real time between those two moments, so on a day with 23
 * or 25 hours an office open all day works 23 or 25 hours.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_CALENDAR_H
#define SERVER_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"
#include "shared/io/ical.h"

#define CALENDAR_FIRST 2020 /* deadlines of these years are asked for all day long */
#define CALENDAR_YEARS 40
#define CALENDAR_CLOSED 100 /* own closing days a setting can name */

/* What the wall shows. */
struct civil {
	int year, month, day; /* 2026, 1-12, 1-31 */
	int hour, minute;     /* 0-23, 0-59 */
	int ms;               /* within the minute, 0-59,999 */
};

enum holiday {
	HOLIDAY_NONE,
	HOLIDAY_NEW_YEAR,
	HOLIDAY_GOOD_FRIDAY, /* if so configured */
	HOLIDAY_EASTER,
	HOLIDAY_EASTER_MONDAY,
	HOLIDAY_KINGS_DAY, /* 27 April, the 26th when that is a Sunday */
	HOLIDAY_ASCENSION,
	HOLIDAY_LIBERATION, /* 5 May, as configured */
	HOLIDAY_PENTECOST,
	HOLIDAY_PENTECOST_MONDAY,
	HOLIDAY_CHRISTMAS,
	HOLIDAY_CHRISTMAS_2,
	HOLIDAY_MAX
};

enum liberation { LIBERATION_NEVER, LIBERATION_LUSTRUM, LIBERATION_ALWAYS };

/* Why a day is worked or not, in this order of precedence. */
enum day_kind {
	DAY_WORKING,
	DAY_OFF,     /* a weekday without office hours: the weekend */
	DAY_HOLIDAY, /* would be worked, were it no public holiday */
	DAY_CLOSED   /* would be worked, had the office not closed it */
};

struct calendar {
	struct ical_zone zone;
	struct office_hours {
		int from, until; /* minutes after midnight, until <= 1440; equal: closed */
	} hours[7];              /* Monday first */
	bool good_friday;
	enum liberation liberation;
	int closed_count;
	int closed[CALENDAR_CLOSED]; /* civil days */
	/* Holidays of CALENDAR_YEARS years from CALENDAR_FIRST on, -1 where a year has none; other years, or all of
	 * them while known is false, are computed when asked. Set by calendar_holidays_know. */
	bool known;
	int holidays[CALENDAR_YEARS][HOLIDAY_MAX];
};

/* ---- making one (calendar_make.c) ------------------------------------------------------------ */

/* As in the settings. */
struct calendar_spec {
	const char *timezone;       /* "Europe/Amsterdam" */
	const char *hours;          /* "ma-do 08:00-17:00, vr 08:00-16:00" */
	const char *closed;         /* "2026-12-24 2026-12-31" */
	const char *liberation_day; /* "never", "lustrum" (2025, 2030, …) or "always" */
	bool good_friday;
};

/* ERR_INPUT: why[] names the setting and what is wrong with it. */
int calendar_make(const struct calendar_spec *spec, struct calendar *ret, char *why,
		  size_t cap) MUST_USE;

/* ---- days (calendar_days.c) ------------------------------------------------------------------- */

/* Number of a date and back (proleptic Gregorian); a date that does not exist has no number. */
int calendar_day(int year, int month, int day);
void calendar_date(int day, struct civil *ret); /* sets year, month, day; the rest 0 */
bool calendar_date_exists(int year, int month, int day);
/* 0 Monday … 6 Sunday. */
int calendar_weekday(int day);

/* Easter Sunday of a year (Gregorian, any year from 1583). */
int calendar_easter(int year);
/* The day a holiday falls on in a year. false: that year it is none here. */
bool calendar_holiday_day(const struct calendar *c, enum holiday h, int year, int *ret);
/* Compute them once for the usual years; again after a change of the rules in c. */
void calendar_holidays_know(struct calendar *c);
/* HOLIDAY_NONE on any other day. Two on one day: the first of enum holiday. */
enum holiday calendar_holiday(const struct calendar *c, int day);
/* "easter-monday": its code in server/words.c. */
const char *calendar_holiday_code(enum holiday h);
enum day_kind calendar_day_kind(const struct calendar *c, int day);

/* ---- instants (calendar.c) -------------------------------------------------------------------- */

/* The first moment at which the clocks show this time, or, when they skip it, a later one. */
int64_t calendar_instant(const struct calendar *c, const struct civil *when);
/* minute 0-1440 of a day, likewise. */
int64_t calendar_moment(const struct calendar *c, int day, int minute);
void calendar_civil(const struct calendar *c, int64_t t, struct civil *ret);
int calendar_day_of(const struct calendar *c, int64_t t);

/* Office hours of a day as [from, until). false: it is no working day, or the clocks skip all of it. */
bool calendar_office(const struct calendar *c, int day, int64_t *ret_from, int64_t *ret_until);
bool calendar_is_open(const struct calendar *c, int64_t t);
/* t itself when the office is open then. */
int64_t calendar_next_opening(const struct calendar *c, int64_t t);

/* ---- reckoning (calendar_work.c): n < 0 reckons back ---------------------------------------------- */

/* The earliest instant by which ms of office hours have passed since t (back: the latest with ms of
 * them to go until t). 16:00 + 1 h = 17:00, not tomorrow 08:00. 0: t. */
int64_t calendar_add_work(const struct calendar *c, int64_t t, int64_t ms);
/* The day of t does not count, whatever its hour. Forward: closing time of the n-th working day
 * after it (an office that closes at midnight: its last ms); back: opening time of the n-th before.
 * 0: closing time of the day of t itself or, when that is over or no working day, of the next. */
int64_t calendar_add_work_days(const struct calendar *c, int64_t t, int n);
/* Every day counts but the day of t. Forward and 0: the last ms of that civil day; back: its first. */
int64_t calendar_add_days(const struct calendar *c, int64_t t, int n);
/* The last ms of the day with the same number n >= 0 months on; a month too short for it: of its last day. */
int64_t calendar_add_months(const struct calendar *c, int64_t t, int n);
/* Office hours between two instants in ms, negative when b comes before a. */
int64_t calendar_work_between(const struct calendar *c, int64_t a, int64_t b);

/* ---- words (calendar_words.c) ----------------------------------------------------------------- */

enum calendar_say {
	SAY_DATE = 0,       /* dinsdag 24 november */
	SAY_TIME = 1 << 0,  /* … 14:05 */
	SAY_YEAR = 1 << 1,  /* … 2026 … */
	SAY_SHORT = 1 << 2, /* di 24 nov */
};

/* A moment in Dutch, appended: any sum of the above. "dinsdag 24 november 2026 14:05". */
void calendar_say(const struct calendar *c, int64_t t, unsigned say, struct buf *out);

#endif
