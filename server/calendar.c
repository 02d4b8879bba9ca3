/* Instants and what the wall shows.
 *
 * Owns nothing. A zone is a list of spans with one offset each; a civil time is looked for span by
 * span, and the first that shows it, or jumps over it, gives the answer.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/calendar.h"

#include "shared/base/clock.h"

#define FARTHEST_MS (26 * HOUR_MS) /* no zone is farther from UTC */

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static int span_at(const struct ical_zone *zone, int64_t t)
{
	int low = 0, high = zone->count;
	while (high - low > 1) {
		int middle = (low + high) / 2;
		if (zone->span[middle].from <= t)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* local: ms since 1970-01-01 00:00 on the wall. */
static int64_t first_moment(const struct ical_zone *zone, int64_t local)
{
	int i = span_at(zone, local - FARTHEST_MS);
	for (;; i++) {
		int64_t t = local - zone->span[i].offset;
		if (t < zone->span[i].from)
			t = zone->span[i].from;
		if (i + 1 == zone->count || t < zone->span[i + 1].from)
			return t;
	}
}

static int64_t wall(const struct calendar *c, int64_t t)
{
	return t + c->zone.span[span_at(&c->zone, t)].offset;
}

int64_t calendar_instant(const struct calendar *c, const struct civil *when)
{
	int64_t day = calendar_day(when->year, when->month, when->day);
	return first_moment(&c->zone, day * DAY_MS + when->hour * HOUR_MS +
					  when->minute * MINUTE_MS + when->ms);
}

int64_t calendar_moment(const struct calendar *c, int day, int minute)
{
	return first_moment(&c->zone, day * DAY_MS + minute * MINUTE_MS);
}

int calendar_day_of(const struct calendar *c, int64_t t)
{
	return (int)floor_div(wall(c, t), DAY_MS);
}

void calendar_civil(const struct calendar *c, int64_t t, struct civil *ret)
{
	int64_t local = wall(c, t);
	int64_t day = floor_div(local, DAY_MS);
	int64_t rest = local - day * DAY_MS;
	calendar_date((int)day, ret);
	ret->hour = (int)(rest / HOUR_MS);
	ret->minute = (int)(rest % HOUR_MS / MINUTE_MS);
	ret->ms = (int)(rest % MINUTE_MS);
}

/* ---- office hours ----------------------------------------------------------------------------- */

bool calendar_office(const struct calendar *c, int day, int64_t *ret_from, int64_t *ret_until)
{
	if (calendar_day_kind(c, day) != DAY_WORKING)
		return false;
	const struct office_hours *hours = &c->hours[calendar_weekday(day)];
	*ret_from = calendar_moment(c, day, hours->from);
	*ret_until = calendar_moment(c, day, hours->until);
	return *ret_from < *ret_until;
}

bool calendar_is_open(const struct calendar *c, int64_t t)
{
	int64_t from, until;
	return calendar_office(c, calendar_day_of(c, t), &from, &until) && from <= t && t < until;
}

int64_t calendar_next_opening(const struct calendar *c, int64_t t)
{
	int64_t from, until;
	for (int day = calendar_day_of(c, t);; day++)
		if (calendar_office(c, day, &from, &until) && t < until)
			return t < from ? from : t;
}
