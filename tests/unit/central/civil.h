/* Civil time in tests: calendars by their settings, moments as people write them.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_UNIT_CENTRAL_CIVIL_H
#define TESTS_UNIT_CENTRAL_CIVIL_H

#include "tests/unit/check.h"

#include <time.h>

#include "server/calendar.h"
#include "shared/base/clock.h"

/* The calendar of new installations. */
#define OFFICE_SPEC \
	(struct calendar_spec) \
	{ \
		.timezone = "Europe/Amsterdam", .hours = "ma-vr 08:00-17:00", .closed = "", \
		.liberation_day = "lustrum" \
	}

static inline void make_calendar(struct calendar *c, const struct calendar_spec *spec)
{
	char why[200] = "";
	if (calendar_make(spec, c, why, sizeof why))
		fail_msg("%s", why);
}

static inline struct civil read_civil(const char *text)
{
	struct civil at = { 0 };
	int seconds = 0, ms = 0;
	int n = sscanf(text, "%d-%d-%d %d:%d:%d.%d", &at.year, &at.month, &at.day, &at.hour, &at.minute,
		       &seconds, &ms);
	if (n < 5)
		fail_msg("\"%s\" is no moment", text);
	at.ms = seconds * 1000 + ms;
	return at;
}

/* "2026-11-23 14:05", on the wall of this calendar. */
static inline int64_t at(const struct calendar *c, const char *text)
{
	struct civil when = read_civil(text);
	return calendar_instant(c, &when);
}

/* The same in UTC, by the C library. */
static inline int64_t utc(const char *text)
{
	struct civil w = read_civil(text);
	struct tm tm = {
		.tm_year = w.year - 1900, .tm_mon = w.month - 1, .tm_mday = w.day, .tm_hour = w.hour,
		.tm_min = w.minute,
	};
	return (int64_t)timegm(&tm) * 1000 + w.ms;
}

/* "2026-11-23 14:05:00.000". */
static inline const char *shown(const struct calendar *c, int64_t t, char out[32])
{
	struct civil w;
	calendar_civil(c, t, &w);
	snprintf(out, 32, "%04d-%02d-%02d %02d:%02d:%02d.%03d", w.year % 10000, w.month % 100,
		 w.day % 100, w.hour % 100, w.minute % 100, w.ms / 1000 % 100, w.ms % 1000);
	return out;
}

/* want may leave out seconds. */
static inline void assert_moment(const struct calendar *c, const char *what, int64_t t,
				 const char *want)
{
	char is[32], whole[40];
	snprintf(whole, sizeof whole, "%s%s", want, strlen(want) == 16 ? ":00.000" : "");
	if (strcmp(shown(c, t, is), whole))
		fail_msg("%s: %s, not %s", what, is, whole);
}

#endif
