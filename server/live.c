/* The ping of open staff pages: {"newer":N,"alarms":K} after a commit.
 *
 * Owns one timer. Promises: never before the commit, and at most one ping per PACE_MS however many
 * reports come in. Left out on purpose: what changed; pages ask for it themselves.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/live.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "server/alarm_store.h"
#include "server/app.h"
#include "server/case_store.h"
#include "shared/io/http.h"
#include "shared/io/loop.h"

#define PACE_MS 150

struct live {
	struct app *app;
	struct loop_timer *timer;
	bool changed; /* in this turn */
	bool armed;
};

static void ping(void *ctx)
{
	struct live *l = ctx;
	char text[96];
	l->armed = false;
	snprintf(text, sizeof text, "{\"newer\":%lld,\"alarms\":%lld}",
		 (long long)case_newest(l->app->db), (long long)alarm_waiting(l->app->db));
	http_live(l->app->http, text);
}

struct live *live_open(struct app *app)
{
	struct live *l = mem_new(1, sizeof *l);
	l->app = app;
	l->timer = loop_timer_new(app->loop, ping, l);
	return l;
}

void live_close(struct live *l)
{
	if (!l)
		return;
	loop_timer_free(l->timer);
	free(l);
}

void live_changed(struct live *l)
{
	if (l)
		l->changed = true;
}

void live_alarm(struct live *l)
{
	live_changed(l);
}

void live_committed(struct live *l)
{
	if (!l || !l->changed || l->armed)
		return;
	l->changed = false;
	l->armed = true;
	loop_timer_set(l->timer, PACE_MS);
}
