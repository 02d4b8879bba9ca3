/* Adding up: office hours, working days, calendar days.
 *
 * Owns nothing. Walks day by day; calendar_make lets no calendar through that never opens, so every
 * walk ends.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/calendar.h"

static int64_t add_forward(const struct calendar *c, int64_t t, int64_t ms)
{
	int64_t from, until;
	for (int day = calendar_day_of(c, t);; day++) {
		if (!calendar_office(c, day, &from, &until) || t >= until)
			continue;
		int64_t begin = t > from ? t : from;
		if (ms <= until - begin)
			return begin + ms;
		ms -= until - begin;
	}
}

static int64_t add_back(const struct calendar *c, int64_t t, int64_t ms)
{
	int64_t from, until;
	for (int day = calendar_day_of(c, t);; day--) {
		if (!calendar_office(c, day, &from, &until) || t <= from)
			continue;
		int64_t end = t < until ? t : until;
		if (ms <= end - from)
			return end - ms;
		ms -= end - from;
	}
}

int64_t calendar_add_work(const struct calendar *c, int64_t t, int64_t ms)
{
	if (!ms)
		return t;
	return ms > 0 ? add_forward(c, t, ms) : add_back(c, t, -ms);
}

int64_t calendar_work_between(const struct calendar *c, int64_t a, int64_t b)
{
	int64_t sum = 0, from, until;
	if (b < a)
		return -calendar_work_between(c, b, a);
	for (int day = calendar_day_of(c, a), last = calendar_day_of(c, b); day <= last; day++) {
		if (!calendar_office(c, day, &from, &until) || until <= a || from >= b)
			continue;
		sum += (until < b ? until : b) - (from > a ? from : a);
	}
	return sum;
}

int64_t calendar_add_days(const struct calendar *c, int64_t t, int n)
{
	int day = calendar_day_of(c, t) + n;
	return n < 0 ? calendar_moment(c, day, 0) : calendar_moment(c, day + 1, 0) - 1;
}

int64_t calendar_add_months(const struct calendar *c, int64_t t, int n)
{
	struct civil on;
	calendar_date(calendar_day_of(c, t), &on);
	int months = on.year * 12 + on.month - 1 + n, day = on.day;
	while (!calendar_date_exists(months / 12, months % 12 + 1, day))
		day--; /* there is no 31 June, and seldom a 29 February */
	return calendar_moment(c, calendar_day(months / 12, months % 12 + 1, day) + 1, 0) - 1;
}

/* The n-th working day after (step 1) or before (step -1) a day. */
static int working_day(const struct calendar *c, int day, int n, int step, int64_t *ret_from,
		       int64_t *ret_until)
{
	while (n > 0) {
		day += step;
		n -= calendar_office(c, day, ret_from, ret_until);
	}
	return day;
}

int64_t calendar_add_work_days(const struct calendar *c, int64_t t, int n)
{
	int64_t from = 0, until = 0;
	int day = calendar_day_of(c, t);
	if (n < 0) {
		working_day(c, day, -n, -1, &from, &until);
		return from;
	}
	if (n || !calendar_office(c, day, &from, &until) || until < t)
		day = working_day(c, day, n ? n : 1, 1, &from, &until);
	int64_t last = calendar_moment(c, day + 1, 0) - 1;
	return until < last ? until : last;
}
