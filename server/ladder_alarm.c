/* The clocks of an alarm nobody took yet.
 *
 * Owns nothing. An alarm is no case: it has no state and no history. For the ladder it stands as an
 * emergency on the phone desk, so the same rows, calendar and tick serve it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "server/alarm_store.h"
#include "server/app.h"
#include "server/ladder_inside.h"

void ladder_alarm_case(int64_t nr, struct case_row *ret)
{
	memset(ret, 0, sizeof *ret);
	ret->nr = nr;
	ret->state = ST_NEW;
	ret->urgency = URGENCY_EMERGENCY;
	text_copy(ret->kind, sizeof ret->kind, "alarm");
	text_copy(ret->party, sizeof ret->party, "dept:phone");
}

int ladder_alarm(struct app *app, int64_t alarm, int64_t captured)
{
	struct case_row c;
	struct clocks clocks = { .count = 0 };
	const struct ladder_ground g = ladder_ground(app);
	ladder_alarm_case(alarm, &c);
	ladder_core_happened(&g, &c, LADDER_ALARM, captured, &clocks);
	int err = alarm_clocks_write(app->db, alarm, &clocks, ladder_core_fire(&g, &clocks));
	ladder_nudge(app->ladders);
	return err;
}

int ladder_alarm_taken(struct app *app, int64_t alarm, const char *who)
{
	struct case_row c;
	struct clocks clocks;
	const struct ladder_ground g = ladder_ground(app);
	ladder_alarm_case(alarm, &c);
	alarm_clocks_read(app->db, alarm, &clocks);
	ladder_core_happened(&g, &c, LADDER_TAKEN, app_now(app), &clocks);
	int err = alarm_clocks_write(app->db, alarm, &clocks, ladder_core_fire(&g, &clocks));
	return err ? err : notice_close_alarm(app->db, alarm, who, app_now(app));
}

void ladder_put_alarm(struct app *app, int64_t alarm, int64_t now, struct val *list)
{
	struct clocks c;
	alarm_clocks_read(app->db, alarm, &c);
	ladder_put_clocks(app, &c, now, list);
}
