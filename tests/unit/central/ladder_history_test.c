/* "What if" is true to what was (D4): over random roads, played at random times with the steps staff take, the
 * history under the ladder in force gives every clock as it really stands, and every warning and rung that was
 * really told.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/central/ladder_road.h"

#include "server/ladder_set.h"
#include "server/ladder_sim.h"
#include "server/ladder_sim_inside.h"
#include "server/replay.h"

struct proof {
	struct office *o;
	struct replay history;
	struct sim_side side;
	int cases;
};

static void same_clocks(const struct clocks *a, const struct clocks *b)
{
	assert_int_equal(a->count, b->count);
	for (int i = 0; i < a->count; i++) {
		const struct clock_row *x = &a->row[i], *y = &b->row[i];
		assert_string_equal(x->clock, y->clock);
		assert_string_equal(x->stopped, y->stopped);
		assert_int_equal(x->rank, y->rank);
		assert_int_equal(x->start, y->start);
		assert_int_equal(x->due, y->due);
		assert_int_equal(x->step, y->step);
	}
}

static void check_case(struct proof *p)
{
	struct case_row c = p->history.first, really;
	struct clocks stored;
	if (!c.nr)
		return;
	sim_side_begin(&p->side, &c);
	for (int i = 0; i < p->history.count; i++) {
		const struct replay_step *s = &p->history.step[i];
		assert_true(replay_take(&p->history, i, &c));
		if (s->action == AC_MAX)
			sim_side_confirmed(&p->side, &c, s->t);
		else
			sim_side_step(&p->side, &c, s->action, s->t, replay_first_task(&p->history, i));
	}
	sim_side_end(&p->side, p->o->wall);
	assert_true(case_find(p->o->app.db, c.nr, &really));
	assert_int_equal(c.state, really.state);
	assert_string_equal(c.kind, really.kind);
	assert_int_equal(c.urgency, really.urgency);
	assert_string_equal(c.party, really.party);
	assert_int_equal(c.facts, really.facts);
	clocks_read(p->o->app.db, c.nr, &stored);
	same_clocks(&p->side.clocks, &stored);
	assert_int_equal(ladder_core_due(&stored), really.due);
	p->cases++;
}

static bool hear(void *ctx, const struct replay_row *row)
{
	struct proof *p = ctx;
	if (row->nr != p->history.first.nr) {
		check_case(p);
		replay_begin(&p->history, row);
	}
	replay_add(&p->history, &p->o->app, row);
	return true;
}

static const struct replay_period ALWAYS = { 0, INT64_MAX };

static int64_t told(struct office *o, const char *what)
{
	int64_t n = 0;
	DB_STMT(st) = db_prepare(o->app.db, "SELECT count(*) AS n FROM case_event WHERE what = ?");
	db_bind_text(st, what);
	n = db_step(st) ? db_col_int(st, "n") : 0;
	return n;
}

static void the_history_gives_every_clock_as_it_stands(void **state)
{
	(void)state;
	int taken = 0;
	for (uint32_t seed = 1; seed <= 6; seed++) {
		struct office *o = office_open();
		uint32_t dice = seed;
		taken += random_road(o, &dice);
		struct proof p = { .o = o };
		const struct ladder *l = ladder_set_in_force(&o->app);
		sim_side_open(&p.side, o->app.calendar, l, o->app.ladder_set);
		replay_each_event(o->app.db, &ALWAYS, hear, &p);
		check_case(&p);
		assert_int_equal(p.cases, CASES);
		int64_t warned = 0, rungs = 0;
		for (int i = 0; i < ladder_count(l); i++) {
			warned += p.side.row[i].warned;
			for (int k = 0; k < LADDER_RUNGS; k++)
				rungs += p.side.row[i].rung[k];
		}
		assert_int_equal(warned, told(o, "warn"));
		assert_int_equal(rungs, told(o, "late"));
		assert_true(warned > 10 && rungs > 10);
		sim_side_close(&p.side);
		replay_free(&p.history);
		office_close(o);
	}
	assert_true(taken > 6 * 200);
	PROVES("D4");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_history_gives_every_clock_as_it_stands),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
