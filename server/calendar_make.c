/* A calendar from the words of the settings.
 *
 * Owns nothing. Promises: a calendar it returns opens at least once a week in an ordinary week, so
 * whoever looks for an opening finds one.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/calendar.h"

#include <stdio.h>
#include <string.h>

#include "server/words.h"
#include "shared/base/text.h"

#define HOURS_CAP  400
#define CLOSED_CAP 1200

struct making {
	struct calendar *c;
	char *why;
	size_t cap;
};

static int refuse(struct making *m, const char *setting, const char *word, const char *wanted)
{
	snprintf(m->why, m->cap, "[calendar] %s: \"%.40s\" is no %s", setting, word, wanted);
	return ERR_INPUT;
}

/* ---- hours ------------------------------------------------------------------------------------ */

/* 0 for "ma" … 6 for "zo"; -1 for another word. */
static int weekday_from(const char *s)
{
	for (char code[2] = "1"; code[0] <= '7'; code[0]++)
		if (!strcmp(words_get("weekday-short", code), s))
			return code[0] - '1';
	return -1;
}

/* "ma-vr" or "za". */
static bool read_days(char *s, int *ret_first, int *ret_last)
{
	char *dash = strchr(s, '-');
	if (dash)
		*dash = '\0';
	*ret_first = weekday_from(s);
	*ret_last = dash ? weekday_from(dash + 1) : *ret_first;
	if (dash)
		*dash = '-';
	return *ret_first >= 0 && *ret_last >= *ret_first;
}

/* "08:00": exactly five characters. */
static bool read_time(const char *s, int *ret)
{
	int64_t hour, minute;
	if (strlen(s) != 5 || strspn(s, "0123456789:") != 5 || s[2] != ':')
		return false;
	const char h[3] = { s[0], s[1], '\0' };
	if (!int_parse(h, 0, 24, &hour) || !int_parse(s + 3, 0, 59, &minute) ||
	    (hour == 24 && minute))
		return false;
	*ret = (int)(hour * 60 + minute);
	return true;
}

/* "08:00-17:00". */
static bool read_span(char *s, struct office_hours *ret)
{
	char *dash = strchr(s, '-');
	if (!dash)
		return false;
	*dash = '\0';
	bool good = read_time(s, &ret->from) && read_time(dash + 1, &ret->until);
	*dash = '-';
	return good && ret->from < ret->until;
}

/* One "ma-vr 08:00-17:00". */
static int take_hours(struct making *m, char *part)
{
	int first, last;
	struct office_hours hours;
	char *days = strsep(&part, " ");
	if (!read_days(days, &first, &last))
		return refuse(m, "hours", days, "weekday (ma di wo do vr za zo, or ma-vr)");
	if (!part || !read_span(part, &hours))
		return refuse(m, "hours", part ? part : "", "span of hours like 08:00-17:00");
	for (int d = first; d <= last; d++) {
		if (m->c->hours[d].until)
			return refuse(m, "hours", days, "new weekday: it has hours already");
		m->c->hours[d] = hours;
	}
	return OK;
}

static int read_hours(struct making *m, const char *text)
{
	char copy[HOURS_CAP], *rest = copy, *part;
	int err = text_copy(copy, sizeof copy, text) ? refuse(m, "hours", text, "short list") : OK;
	bool any = false;
	while (!err && (part = strsep(&rest, ",")) != NULL) {
		part += strspn(part, " ");
		err = take_hours(m, part);
		any = true;
	}
	return err || any ? err : refuse(m, "hours", text, "list of office hours");
}

/* ---- closing days ----------------------------------------------------------------------------- */

/* "2026-12-24", a date that exists. */
static bool read_date(const char *s, int *ret)
{
	int y = 0, m = 0, d = 0, end = 0;
	if (strlen(s) != 10 || strspn(s, "0123456789-") != 10)
		return false;
	if (sscanf(s, "%4d-%2d-%2d%n", &y, &m, &d, &end) != 3 || end != 10)
		return false;
	*ret = calendar_day(y, m, d);
	return calendar_date_exists(y, m, d);
}

static int read_closed(struct making *m, const char *text)
{
	char copy[CLOSED_CAP], *rest = copy, *word;
	if (text_copy(copy, sizeof copy, text))
		return refuse(m, "closed", text, "short list");
	while ((word = strsep(&rest, " ")) != NULL) {
		if (!word[0])
			continue;
		if (m->c->closed_count == CALENDAR_CLOSED)
			return refuse(m, "closed", word, "day that still fits");
		if (!read_date(word, &m->c->closed[m->c->closed_count]))
			return refuse(m, "closed", word, "date like 2026-12-24");
		m->c->closed_count++;
	}
	return OK;
}

static int read_liberation(struct making *m, const char *word)
{
	static const char *const words[] = {
		[LIBERATION_NEVER] = "never",
		[LIBERATION_LUSTRUM] = "lustrum",
		[LIBERATION_ALWAYS] = "always",
	};
	for (size_t i = 0; i < COUNT_OF(words); i++) {
		if (strcmp(words[i], word))
			continue;
		m->c->liberation = (enum liberation)i;
		return OK;
	}
	return refuse(m, "liberation_day", word, "choice of never, lustrum or always");
}

int calendar_make(const struct calendar_spec *spec, struct calendar *ret, char *why, size_t cap)
{
	struct making m = { .c = ret, .why = why, .cap = cap };
	memset(ret, 0, sizeof *ret);
	ret->good_friday = spec->good_friday;
	if (ical_zone_read(spec->timezone, &ret->zone)) {
		snprintf(why, cap, "[central] timezone: \"%.40s\" is no zone this machine knows",
			 spec->timezone);
		return ERR_INPUT;
	}
	int err = read_hours(&m, spec->hours);
	if (!err)
		err = read_closed(&m, spec->closed);
	if (!err)
		err = read_liberation(&m, spec->liberation_day);
	if (!err)
		calendar_holidays_know(ret);
	return err;
}
