/* A moment as Dutch people write it.
 *
 * Owns nothing; the words are rows of server/words.c.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/calendar.h"
#include "server/words.h"

/* Weekdays and months have the codes "1" (Monday, January) and up. */
static const char *numbered(const char *group, int n)
{
	char code[3] = { (char)('0' + n), '\0', '\0' };
	if (n > 9) {
		code[0] = (char)('0' + n / 10);
		code[1] = (char)('0' + n % 10);
	}
	return words_get(group, code);
}

void calendar_say(const struct calendar *c, int64_t t, unsigned say, struct buf *out)
{
	struct civil at;
	bool brief = (say & SAY_SHORT) != 0;
	int weekday = calendar_weekday(calendar_day_of(c, t)) + 1;
	calendar_civil(c, t, &at);
	buf_fmt(out, "%s %d %s", numbered(brief ? "weekday-short" : "weekday", weekday), at.day,
		numbered(brief ? "month-short" : "month", at.month));
	if (say & SAY_YEAR)
		buf_fmt(out, " %d", at.year);
	if (say & SAY_TIME)
		buf_fmt(out, " %02d:%02d", at.hour, at.minute);
}
