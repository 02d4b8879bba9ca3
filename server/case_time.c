/* Deadlines by norm and by civil day.
 *
 * Owns nothing.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/case_time.h"

#include <stdlib.h>
#include <time.h>

#include "server/app.h"

int64_t case_norm_due(const struct app *app, int64_t captured, enum urgency u)
{
	const struct settings *s = &app->settings;
	const int64_t hours[URGENCY_MAX] = {
		[URGENCY_PLANNED] = s->planned_hours,
		[URGENCY_NORMAL] = s->normal_hours,
		[URGENCY_URGENT] = s->urgent_hours,
		[URGENCY_EMERGENCY] = s->emergency_hours,
	};
	return captured + (u < URGENCY_MAX ? hours[u] : s->normal_hours) * HOUR_MS;
}

int64_t case_day_end(const struct app *app, const char *day)
{
	struct tm tm = {
		.tm_year = (int)strtol(day, NULL, 10) - 1900,
		.tm_mon = (int)strtol(day + 5, NULL, 10) - 1,
		.tm_mday = (int)strtol(day + 8, NULL, 10) + 1,
	};
	(void)app;
	return (int64_t)timegm(&tm) * 1000 - 1;
}
