/* Playing the history again under two ladders.
 *
 * Owns one history and two sides at a time. Promises: the changed ladder is judged by the same code as
 * the one in force, over the same events; nothing is written.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/ladder_sim.h"

#include "server/app.h"
#include "server/ladder_set.h"
#include "server/ladder_sim_inside.h"
#include "server/replay.h"
#include "server/sets.h"
#include "shared/io/db.h"

struct playing {
	struct app *app;
	struct replay history;
	struct sim_side active, changed;
	struct sim_differ differ;
	int64_t now, cases, unclear;
};

static void both(struct playing *p, const struct case_row *c, int i)
{
	const struct replay_step *s = &p->history.step[i];
	if (s->action == AC_MAX) {
		sim_side_confirmed(&p->active, c, s->t);
		sim_side_confirmed(&p->changed, c, s->t);
		return;
	}
	bool tasks = s->action == AC_TASK || s->action == AC_TASK_DONE;
	int64_t first_task = tasks ? replay_first_task(&p->history, i) : 0;
	sim_side_step(&p->active, c, s->action, s->t, first_task);
	sim_side_step(&p->changed, c, s->action, s->t, first_task);
}

static void play(struct playing *p)
{
	struct case_row c = p->history.first;
	bool clear = !p->history.anonymous;
	if (!c.nr)
		return;
	sim_side_begin(&p->active, &c);
	sim_side_begin(&p->changed, &c);
	for (int i = 0; i < p->history.count; i++) {
		clear &= replay_take(&p->history, i, &c);
		both(p, &c, i);
	}
	sim_side_end(&p->active, p->now);
	sim_side_end(&p->changed, p->now);
	sim_differ_case(&p->differ, &c, &p->active, &p->changed, p->now);
	p->cases++;
	p->unclear += !clear;
}

static bool take_event(void *ctx, const struct replay_row *row)
{
	struct playing *p = ctx;
	if (row->nr != p->history.first.nr) {
		play(p);
		replay_begin(&p->history, row);
	}
	replay_add(&p->history, p->app, row);
	return true;
}

static void put(struct playing *p, const struct replay_period *period, struct val *ret)
{
	val_put_int(ret, "from", period->from);
	val_put_int(ret, "until", period->until);
	val_put_int(ret, "now", p->now);
	val_put_int(ret, "cases", p->cases);
	val_put_int(ret, "unclear", p->unclear);
	val_put_int(ret, "active_version", p->active.ground.version);
	sim_side_put(&p->active, val_put_object(ret, "active"));
	sim_side_put(&p->changed, val_put_object(ret, "changed"));
	sim_differ_put(&p->differ, ret);
}

int ladder_sim(struct app *app, const struct ladder_try *t, struct val *ret)
{
	struct playing p = { .app = app, .now = app_now(app) };
	struct replay_period period = t->period;
	VAL(problems) = val_array();
	struct ladder *changed = ladder_set_parse(t->csv, t->len, set_put_problem, problems);
	if (!changed) {
		val_put(ret, "problems", val_copy(problems));
		return ERR_INPUT;
	}
	if (period.until < 0)
		period.until = p.now;
	const struct ladder *active = ladder_set_in_force(app);
	sim_side_open(&p.active, app->calendar, active, app->ladder_set);
	sim_side_open(&p.changed, app->calendar, changed, 0);
	sim_differ_open(&p.differ);
	replay_each_event(app->db, &period, take_event, &p);
	play(&p);
	put(&p, &period, ret);
	sim_differ_close(&p.differ);
	sim_side_close(&p.active);
	sim_side_close(&p.changed);
	replay_free(&p.history);
	ladder_free(changed);
	return db_stopped(app->db) ? ERR_BUSY : OK;
}
