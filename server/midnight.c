/* The timer of local midnight.
 *
 * Owns one timer and meta "feed.day", the number of the day the kiosks were told about last. A clock
 * that is set back tells them again: what holds is what holds on the day it is.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/midnight.h"

#include <stdlib.h>

#include "server/app.h"
#include "server/calendar.h"
#include "server/register.h"
#include "shared/base/log.h"
#include "shared/io/db.h"
#include "shared/io/loop.h"

#define LOOK_AGAIN_MS (10 * MINUTE_MS) /* a wall clock may jump */

struct midnight {
	struct app *app;
	struct loop_timer *timer;
};

bool midnight_pass(struct app *app)
{
	int64_t today = calendar_day_of(app->calendar, app_now(app));
	if (db_meta_int(app->db, "feed.day", INT64_MIN) == today)
		return false;
	register_publish_parties(app);
	db_meta_set_int(app->db, "feed.day", today);
	log_line(LOG_NOTE, "midnight", "day=%lld", (long long)today);
	return true;
}

static void look(void *ctx)
{
	struct midnight *m = ctx;
	struct app *app = m->app;
	db_event_begin(app->db);
	midnight_pass(app);
	db_event_end(app->db, true);
	int64_t now = app_now(app);
	int tomorrow = calendar_day_of(app->calendar, now) + 1;
	int64_t wait = calendar_moment(app->calendar, tomorrow, 0) - now;
	loop_timer_set(m->timer, wait < LOOK_AGAIN_MS ? wait : LOOK_AGAIN_MS);
}

struct midnight *midnight_open(struct app *app)
{
	struct midnight *m = mem_new(1, sizeof *m);
	m->app = app;
	m->timer = loop_timer_new(app->loop, look, m);
	loop_timer_set(m->timer, 0);
	return m;
}

void midnight_close(struct midnight *m)
{
	if (!m)
		return;
	loop_timer_free(m->timer);
	free(m);
}
