/* A period of civil days, cut into months or weeks.
 *
 * Owns nothing. Months and weeks begin at midnight of the office's own clock, so a week with a change
 * of the clocks is an hour longer or shorter.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "server/app.h"
#include "server/calendar.h"
#include "server/figures.h"
#include "shared/base/text.h"

static bool day_of(const char *date, int *ret)
{
	int year, month, day;
	if (!day_valid(date) || sscanf(date, "%d-%d-%d", &year, &month, &day) != 3)
		return false;
	*ret = calendar_day(year, month, day);
	return true;
}

/* The first day behind the month or week of a day. */
static int next_begin(bool weeks, int day)
{
	struct civil c;
	calendar_date(day, &c);
	if (weeks)
		return day - calendar_weekday(day) + 7;
	return c.month == 12 ? calendar_day(c.year + 1, 1, 1)
			     : calendar_day(c.year, c.month + 1, 1);
}

/* ISO 8601: a week belongs to the year of its Thursday. */
static void label(bool weeks, int day, char out[12])
{
	struct civil c;
	int thursday = day - calendar_weekday(day) + 3;
	calendar_date(weeks ? thursday : day, &c);
	unsigned year = (unsigned)c.year % 10000;
	if (weeks)
		snprintf(out, 12, "%04u-W%02u", year,
			 (unsigned)((thursday - calendar_day(c.year, 1, 1)) / 7 + 1) % 100);
	else
		snprintf(out, 12, "%04u-%02u", year, (unsigned)c.month % 100);
}

int figures_period(struct app *app, struct figures *f)
{
	int first, last;
	if (!day_of(f->from, &first) || !day_of(f->until, &last) || last < first ||
	    last - first > FIGURES_DAYS)
		return ERR_INPUT;
	f->bucket_count = 0;
	for (int day = first; day <= last;) {
		int next = next_begin(f->weeks, day);
		if (f->bucket_count == FIGURES_BUCKETS)
			return ERR_INPUT;
		struct figure_bucket *b = &f->bucket[f->bucket_count++];
		label(f->weeks, day, b->label);
		b->from = calendar_moment(app->calendar, day, 0);
		b->until = calendar_moment(app->calendar, next > last ? last + 1 : next, 0);
		day = next;
	}
	f->span.from = f->bucket[0].from;
	f->span.until = f->bucket[f->bucket_count - 1].until;
	f->span.now = app_now(app);
	return OK;
}
