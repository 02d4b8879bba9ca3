/* Civil dates as texts, on the office's own calendar.
 *
 * Owns nothing.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/civil.h"

#include <stdio.h>
#include <string.h>

#include "server/app.h"
#include "server/calendar.h"
#include "server/words.h"
#include "shared/base/text.h"

static void print(int day, char out[CIVIL_TEXT])
{
	struct civil c;
	calendar_date(day, &c);
	snprintf(out, CIVIL_TEXT, "%04u-%02u-%02u", (unsigned)c.year % 10000, (unsigned)c.month % 100,
		 (unsigned)c.day % 100);
}

/* The number of a date; false: not written as one. */
static bool read(const char *date, int *ret)
{
	int year, month, day;
	if (!day_valid(date) || sscanf(date, "%d-%d-%d", &year, &month, &day) != 3)
		return false;
	*ret = calendar_day(year, month, day);
	return true;
}

void civil_today(const struct app *app, char out[CIVIL_TEXT])
{
	print(calendar_day_of(app->calendar, app_now(app)), out);
}

int64_t civil_begin(const struct app *app, const char *date)
{
	int day = 0;
	return read(date, &day) ? calendar_moment(app->calendar, day, 0) : 0;
}

int64_t civil_end(const struct app *app, const char *date)
{
	int day = 0;
	return read(date, &day) ? calendar_moment(app->calendar, day + 1, 0) - 1 : 0;
}

void civil_add(const char *date, int days, char out[CIVIL_TEXT])
{
	int day;
	out[0] = '\0';
	if (read(date, &day))
		print(day + days, out);
}

void civil_words(const char *date, char *out, size_t cap)
{
	struct civil c;
	char month[12];
	int day;
	if (!read(date, &day)) {
		text_copy(out, cap, date);
		return;
	}
	calendar_date(day, &c);
	snprintf(month, sizeof month, "%d", c.month);
	snprintf(out, cap, "%d %s %d", c.day, words_get("month", month), c.year);
}

bool civil_within(const char *from, const char *until, const char *day)
{
	return (!from[0] || strcmp(from, day) <= 0) && (!until[0] || strcmp(day, until) <= 0);
}
