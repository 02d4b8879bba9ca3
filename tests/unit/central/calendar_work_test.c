/* The sums of office hours against the slowest way to do them: minute after minute, with the C
 * library's clock and a list of holidays copied from wall calendars. Deterministic; thousands of
 * starts per calendar, among them calendars whose hours lie inside the two nights of the clocks.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/central/civil.h"

#define FIRST "2024-01-01 00:00"
#define MINUTES ((366 + 365 * 3) * 1440) /* to the end of 2027 */
#define STARTS 1200

/* Public holidays 2024-2027 with Good Friday and 5 May in every year, as MMDD. */
static const int HOLIDAYS[][12] = {
	{ 101, 329, 331, 401, 427, 505, 509, 519, 520, 1225, 1226 },
	{ 101, 418, 420, 421, 426, 505, 529, 608, 609, 1225, 1226 },
	{ 101, 403, 405, 406, 427, 505, 514, 524, 525, 1225, 1226 },
	{ 101, 326, 328, 329, 427, 505, 506, 516, 517, 1225, 1226 },
};

static const struct calendar_spec SPECS[] = {
	{ "Europe/Amsterdam", "ma-vr 08:00-17:00", "2024-12-24 2025-12-24 2026-12-31", "always", true },
	{ "Europe/Amsterdam", "ma 07:15-12:00, di-do 09:00-21:30, za 10:00-12:01", "2026-07-15", "always", true },
	{ "Europe/Amsterdam", "ma-zo 00:00-24:00", "", "always", true },
	{ "Europe/Amsterdam", "zo 02:15-02:45, wo 09:00-10:00", "", "always", true },
	{ "Europe/Amsterdam", "za-zo 01:30-02:30", "", "always", true },
	{ "Europe/Amsterdam", "za-zo 02:30-24:00", "", "always", true },
};

/* One minute of real time: is the office open from it to the next? */
struct world {
	int64_t first;
	struct calendar c;
	unsigned char open[MINUTES];
};

static uint64_t chance(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

static bool on_list(const struct calendar_spec *spec, const struct tm *tm)
{
	char date[16];
	const int *days = HOLIDAYS[tm->tm_year - 124];
	snprintf(date, sizeof date, "%04d-%02d-%02d", (tm->tm_year + 1900) % 10000,
		 (tm->tm_mon + 1) % 100, tm->tm_mday % 100);
	for (int i = 0; days[i]; i++)
		if (days[i] == (tm->tm_mon + 1) * 100 + tm->tm_mday)
			return true;
	return strstr(spec->closed, date) != NULL;
}

/* The office opens when the wall first shows, or has passed, its opening time, and closes likewise. */
static void live_through(struct world *w, const struct calendar_spec *spec)
{
	int today = -1;
	bool opened = false, closed = false, worked = false;
	setenv("TZ", spec->timezone, 1);
	tzset();
	for (int i = 0; i < MINUTES; i++) {
		time_t s = (time_t)(w->first / 1000 + i * 60);
		struct tm tm;
		localtime_r(&s, &tm);
		if (tm.tm_year < 124 || tm.tm_year > 127)
			continue;
		const struct office_hours *h = &w->c.hours[(tm.tm_wday + 6) % 7];
		if (tm.tm_yday != today) {
			today = tm.tm_yday;
			opened = closed = false;
			worked = h->until && !on_list(spec, &tm);
		}
		opened |= tm.tm_hour * 60 + tm.tm_min >= h->from;
		closed |= tm.tm_hour * 60 + tm.tm_min >= h->until;
		w->open[i] = worked && opened && !closed;
	}
	unsetenv("TZ");
	tzset();
}

static struct world *world_new(const struct calendar_spec *spec)
{
	struct world *w = mem_new(1, sizeof *w);
	make_calendar(&w->c, spec);
	w->first = at(&w->c, FIRST);
	live_through(w, spec);
	return w;
}

/* The instant after `minutes` open minutes from minute i on. */
static int64_t slow_add(const struct world *w, int i, int minutes)
{
	for (; minutes > 0; i++)
		minutes -= w->open[i];
	return w->first + i * MINUTE_MS;
}

static void check_start(const struct world *w, int i, int minutes)
{
	char is[32];
	int64_t start = w->first + i * MINUTE_MS, want = slow_add(w, i, minutes);
	int64_t got = calendar_add_work(&w->c, start, minutes * MINUTE_MS);
	if (got != want)
		fail_msg("%s + %d min: %lld min off", shown(&w->c, start, is), minutes,
			 (long long)((got - want) / MINUTE_MS));
	if (calendar_work_between(&w->c, start, got) != minutes * MINUTE_MS)
		fail_msg("%s + %d min: the way back differs", shown(&w->c, start, is), minutes);
	assert_int_equal(calendar_is_open(&w->c, start), w->open[i]);
	for (; !w->open[i]; i++)
		;
	assert_int_equal(calendar_next_opening(&w->c, start), w->first + i * MINUTE_MS);
}

static void office_hours_agree_with_the_slow_way(void **state)
{
	uint64_t seed = 20261123;
	(void)state;
	for (size_t s = 0; s < COUNT_OF(SPECS); s++) {
		struct world *w = world_new(&SPECS[s]);
		/* every minute of a Sunday, every seventh of other days */
		for (int i = 2; i < MINUTES - 8; i += i / 1440 % 7 == 6 ? 1 : 7)
			if (calendar_is_open(&w->c, w->first + i * MINUTE_MS) != w->open[i]) {
				char is[32];
				fail_msg("%s: %s", SPECS[s].hours, shown(&w->c, w->first + i * MINUTE_MS, is));
			}
		for (int n = 0; n < STARTS; n++)
			check_start(w, (int)(chance(&seed) % (MINUTES - 400 * 1440)) + 1440,
				    (int)(chance(&seed) % 3000) + 1);
		free(w);
	}
	PROVES("-");
}

/* To the millisecond: forth and back is where one began, more is never earlier. */
static void adding_is_undone_and_never_turns_back(void **state)
{
	uint64_t seed = 8299;
	(void)state;
	for (size_t s = 0; s < COUNT_OF(SPECS); s++) {
		struct calendar c;
		make_calendar(&c, &SPECS[s]);
		int64_t first = at(&c, FIRST);
		for (int n = 0; n < STARTS; n++) {
			int64_t t = first + (int64_t)(chance(&seed) % ((uint64_t)MINUTES * MINUTE_MS));
			int64_t ms = (int64_t)(chance(&seed) % (uint64_t)(60 * HOUR_MS)) + 1;
			int64_t later = calendar_add_work(&c, t, ms), earlier = calendar_add_work(&c, t, -ms);
			assert_int_equal(calendar_work_between(&c, t, later), ms);
			assert_int_equal(calendar_work_between(&c, earlier, t), ms);
			assert_int_equal(calendar_work_between(&c, later, earlier), -2 * ms);
			assert_true(calendar_add_work(&c, t, ms + 1) > later);
			assert_true(calendar_add_work(&c, t + 1, ms) >= later);
			if (calendar_is_open(&c, t))
				assert_int_equal(calendar_add_work(&c, later, -ms), t);
		}
	}
	PROVES("-");
}

/* Days of any unit: the civil day is right, and one more is never earlier. */
static void days_never_turn_back(void **state)
{
	uint64_t seed = 31;
	(void)state;
	for (size_t s = 0; s < COUNT_OF(SPECS); s++) {
		struct calendar c;
		make_calendar(&c, &SPECS[s]);
		int64_t first = at(&c, FIRST), from, until;
		for (int n = 0; n < STARTS; n++) {
			int64_t t = first + (int64_t)(chance(&seed) % ((uint64_t)MINUTES * MINUTE_MS));
			int days = (int)(chance(&seed) % 60);
			int64_t end = calendar_add_days(&c, t, days), due = calendar_add_work_days(&c, t, days);
			assert_int_equal(calendar_day_of(&c, end), calendar_day_of(&c, t) + days);
			assert_int_equal(calendar_day_of(&c, end + 1), calendar_day_of(&c, t) + days + 1);
			assert_true(due >= t);
			assert_true(calendar_office(&c, calendar_day_of(&c, due), &from, &until));
			assert_true(calendar_add_work_days(&c, t, days + 1) > due || !days);
			assert_true(calendar_add_work_days(&c, t + 1, days) >= due);
		}
	}
	PROVES("-");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(office_hours_agree_with_the_slow_way),
		cmocka_unit_test(adding_is_undone_and_never_turns_back),
		cmocka_unit_test(days_never_turn_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
