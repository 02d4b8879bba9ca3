/* Norms to instants, instants to a sentence.
 *
 * Owns nothing. A unit is one row: how to move by it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/ladder_time.h"

#include <ctype.h>

#include "server/words.h"
#include "shared/base/clock.h"

/* ---- units ------------------------------------------------------------------------------------ */

static int64_t move_minutes(const struct calendar *c, int64_t t, int n)
{
	(void)c;
	return t + n * MINUTE_MS;
}

static int64_t move_hours(const struct calendar *c, int64_t t, int n)
{
	(void)c;
	return t + n * HOUR_MS;
}

static int64_t move_working_hours(const struct calendar *c, int64_t t, int n)
{
	return calendar_add_work(c, t, n * HOUR_MS);
}

static int64_t move_weeks(const struct calendar *c, int64_t t, int n)
{
	return calendar_add_days(c, t, 7 * n);
}

static int64_t (*const MOVE[LADDER_UNIT_MAX])(const struct calendar *c, int64_t t, int n) = {
	[LADDER_CLOCK_MINUTES] = move_minutes,	     [LADDER_CLOCK_HOURS] = move_hours,
	[LADDER_WORKING_HOURS] = move_working_hours, [LADDER_WORKING_DAYS] = calendar_add_work_days,
	[LADDER_DAYS] = calendar_add_days,	     [LADDER_WEEKS] = move_weeks,
};

void ladder_time_of(const struct ladder_row *row, const struct calendar *c, int64_t start,
		    struct ladder_times *ret)
{
	ret->due = MOVE[row->norm.unit](c, start, row->norm.amount);
	ret->warn = INT64_MAX;
	if (row->warn.amount) {
		int64_t warn = MOVE[row->warn.unit](c, ret->due, -row->warn.amount);
		if (warn >= start)
			ret->warn = warn;
	}
	ret->rung_count = row->rung_count;
	for (int i = 0; i < row->rung_count; i++) {
		const struct ladder_span *after = &row->rung[i].after;
		ret->rung[i] =
		    after->amount ? MOVE[after->unit](c, ret->due, after->amount) : ret->due;
	}
}

/* ---- the sentence ----------------------------------------------------------------------------- */

static const char *word(const char *code)
{
	return words_get("deadline", code);
}

/* Would this day have counted, were it not closed? A working day counts after the day of the start;
 * working hours count from the start on. */
static bool passed_over(const struct ladder_row *row, const struct calendar *c, int64_t start,
			int day)
{
	enum day_kind kind = calendar_day_kind(c, day);
	if (kind != DAY_HOLIDAY && kind != DAY_CLOSED)
		return false;
	if (day > calendar_day_of(c, start))
		return true;
	return row->norm.unit == LADDER_WORKING_HOURS &&
	       start < calendar_moment(c, day, c->hours[calendar_weekday(day)].until);
}

static void name_day(const struct calendar *c, int day, struct buf *out)
{
	if (calendar_day_kind(c, day) == DAY_HOLIDAY) {
		buf_str(out, words_get("holiday", calendar_holiday_code(calendar_holiday(c, day))));
		return;
	}
	buf_fmt(out, "%s ", word("closed-day"));
	calendar_say(c, calendar_moment(c, day, 0), SAY_DATE, out);
}

/* " Eerste Kerstdag en sluitingsdag donderdag 31 december tellen niet mee." or nothing. */
static void name_skipped(const struct ladder_row *row, const struct calendar *c, int64_t start,
			 int64_t due, struct buf *out)
{
	int day = calendar_day_of(c, start), last = calendar_day_of(c, due), count = 0, told = 0;
	if (row->norm.unit != LADDER_WORKING_HOURS && row->norm.unit != LADDER_WORKING_DAYS)
		return;
	for (int d = day; d < last; d++)
		count += passed_over(row, c, start, d);
	size_t begin = out->len + 1;
	for (; day < last; day++) {
		if (!passed_over(row, c, start, day))
			continue;
		told++;
		if (told == 1)
			buf_char(out, ' ');
		else if (told < count)
			buf_str(out, ", ");
		else
			buf_fmt(out, " %s ", word("and"));
		name_day(c, day, out);
	}
	if (!count)
		return;
	out->data[begin] = (char)toupper((unsigned char)out->data[begin]);
	buf_fmt(out, " %s.", word(count == 1 ? "skipped" : "skipped-more"));
}

void ladder_time_explain(const struct ladder_row *row, int64_t version, const struct calendar *c,
			 int64_t start, struct buf *out)
{
	struct ladder_times times;
	struct civil from, until;
	ladder_time_of(row, c, start, &times);
	calendar_civil(c, start, &from);
	calendar_civil(c, times.due, &until);
	unsigned say = SAY_TIME | (from.year == until.year ? 0 : SAY_YEAR);
	buf_fmt(out, "%s ", word("by"));
	calendar_say(c, times.due, say, out);
	buf_fmt(out, ": %s %s ", row->reason, word("on"));
	calendar_say(c, start, say, out);
	buf_fmt(out, " (%s %d, %s %lld).", word("rule"), row->rank, word("version"),
		(long long)version);
	name_skipped(row, c, start, times.due, out);
}
