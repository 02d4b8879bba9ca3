/* "What if": a ladder that is tried out on the history of cases (D4).
 *
 * The heart is a property: over random roads, played at random times with the steps staff take, the
 * history under the ladder in force gives every clock as it really stands, and every warning and rung
 * that was really told.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/central/office.h"

#include "server/case_act.h"
#include "server/clock_store.h"
#include "server/forget.h"
#include "server/ladder.h"
#include "server/ladder_set.h"
#include "server/ladder_sim.h"
#include "server/ladder_sim_inside.h"
#include "server/leader_store.h"
#include "server/replay.h"
#include "server/staff_store.h"

#define CASES 24
#define STEPS 30

static uint32_t rnd(uint32_t *seed, uint32_t below)
{
	*seed = *seed * 1664525 + 1013904223;
	return (*seed >> 8) % below;
}

/* ---- a road ------------------------------------------------------------------------------- */

/* Every moment at which something must be told, until t. */
static void pass_to(struct office *o, int64_t t)
{
	int64_t nr, fire;
	while (clocks_next(o->app.db, &nr, &fire) && fire <= t) {
		o->wall = fire > o->wall ? fire : o->wall;
		assert_int_equal(ladder_tick(&o->app, 1), 1);
	}
	o->wall = t;
}

static void open_task(void *ctx, const struct task *t)
{
	int64_t *n = ctx;
	*n = t->done ? *n : t->n;
}

static void fill(struct office *o, int64_t nr, const struct flow_field *f, uint32_t *seed, struct val *in)
{
	static const char *const parties[] = { "zon", "meet", "dept:energy", "dept:repair" };
	char text[24];
	int64_t task = 1;
	int skip;
	switch (f->type) {
	case FIELD_TEXT:
		val_put_str(in, f->name, "zo gezegd");
		return;
	case FIELD_CHOICE:
		skip = (int)rnd(seed, 3);
		for (const char *p = f->choices; *p; p += strcspn(p, "|"), p += *p == '|')
			if (!skip-- || !strchr(p, '|')) {
				snprintf(text, sizeof text, "%.*s", (int)strcspn(p, "|"), p);
				val_put_str(in, f->name, text);
				return;
			}
		return;
	case FIELD_PARTY:
		val_put_str(in, f->name, parties[rnd(seed, 4)]);
		return;
	case FIELD_DATE:
		snprintf(text, sizeof text, "2026-12-%02u", 1 + rnd(seed, 28));
		val_put_str(in, f->name, text);
		return;
	case FIELD_STAFF:
		val_put_str(in, f->name, "lea");
		return;
	case FIELD_NUMBER:
		task_each(o->app.db, nr, open_task, &task);
		val_put_int(in, f->name, task);
		return;
	case FIELD_CODE:
		return;
	}
}

/* Whatever step it is: taken when flow allows it. */
static bool take(struct office *o, int64_t nr, enum action a, uint32_t *seed)
{
	struct act_answer answer;
	VAL(in) = val_object();
	const struct act act = {
		.action = a, .by = BY_STAFF | BY_TENANT | BY_SUPPLIER, .who = "lea", .in = in,
	};
	for (const struct flow_field *f = flow_fields(a); f->name; f++)
		if (f->required || f->type == FIELD_PARTY || !strcmp(f->name, "note"))
			fill(o, nr, f, seed, in);
	db_event_begin(o->app.db);
	int err = case_act(&o->app, nr, &act, &answer);
	db_event_end(o->app.db, !err);
	return !err;
}

static void confirm(struct office *o, int64_t nr)
{
	db_event_begin(o->app.db);
	assert_int_equal(event_add(o->app.db, nr, o->wall, "kcc", "called", "{\"reached\":true,\"note\":\"\"}"), OK);
	assert_int_equal(ladder_confirmed(&o->app, nr), OK);
	db_event_end(o->app.db, true);
}

static int64_t any_case(struct office *o, int i, uint32_t *seed)
{
	struct report r;
	char five[6];
	office_report(&r, 0);
	snprintf(r.id, sizeof r.id, "019303f2-7c10-7abc-8def-0123456789%02x", i);
	snprintf(five, sizeof five, "4M2%c%c", 'A' + i / 10, '0' + i % 10);
	receipt_make("K7QD", five, r.receipt);
	r.t = o->wall - (int64_t)rnd(seed, 7200000);
	strcpy(r.unit, rnd(seed, 2) ? "A-1" : "N-1");
	if (rnd(seed, 2)) {
		strcpy(r.branch, "energy");
		strcpy(r.kind, "question");
		strcpy(r.words, "geen meting");
		r.room[0] = r.object[0] = r.fault[0] = '\0';
		r.slot_count = 0;
	}
	return office_case(o, &r, 0);
}

static void open_staff(struct office *o)
{
	struct leader l = { .department = "dept:energy", .leader = "lea" };
	db_event_begin(o->app.db);
	assert_int_equal(staff_add(o->app.db, "lea", "leader", "x", o->wall), OK);
	assert_int_equal(leader_put(o->app.db, &l), OK);
	db_event_end(o->app.db, true);
	office_must_import(o, "rules", "rank,rule,party,reason\n10,alles,dept:phone,Alles.\n");
}

/* Returns how many steps were taken. */
static int random_road(struct office *o, uint32_t *seed)
{
	int64_t nr[CASES];
	int taken = 0;
	open_staff(o);
	for (int i = 0; i < CASES; i++) {
		pass_to(o, o->wall + rnd(seed, 20000000));
		nr[i] = any_case(o, i, seed);
	}
	for (int i = 0; i < CASES * STEPS * 4; i++) {
		int64_t which = nr[rnd(seed, CASES)];
		pass_to(o, o->wall + rnd(seed, 3000000));
		uint32_t a = rnd(seed, AC_MAX + 1);
		if (a == AC_MAX)
			confirm(o, which);
		else
			taken += take(o, which, (enum action)a, seed);
	}
	pass_to(o, o->wall + rnd(seed, 2000000000));
	return taken;
}

/* ---- the property -------------------------------------------------------------------------------- */

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

/* ---- what it tells -------------------------------------------------------------------------- */

static const struct val *row_of(const struct val *side, int64_t rank)
{
	VAL_EACH(v, val_get(side, "rules"))
		if (val_int_of(v, "rank", 0) == rank)
			return v;
	fail_msg("no rule %lld", (long long)rank);
	return NULL;
}

static int try_out(struct office *o, const char *csv, struct val *ret)
{
	const struct ladder_try t = { .csv = csv, .len = strlen(csv), .period = { 0, -1 } };
	return ladder_sim(&o->app, &t, ret);
}

static void the_ladder_in_force_differs_from_itself_in_nothing(void **state)
{
	struct office *o = office_open();
	uint32_t dice = 77;
	VAL(v) = val_object();
	BUF(a);
	BUF(b);
	(void)state;
	random_road(o, &dice);
	int64_t changes = db_ask_int(o->app.db, "SELECT total_changes()", 0);
	assert_int_equal(try_out(o, LADDER_DEFAULT, v), OK);
	assert_int_equal(db_ask_int(o->app.db, "SELECT total_changes()", 0), changes);
	assert_int_equal(val_int_of(v, "cases", 0), CASES);
	assert_int_equal(val_int_of(v, "unclear", -1), 0);
	assert_int_equal(val_int_of(val_get(v, "differ"), "cases", -1), 0);
	val_print(val_get(v, "active"), &a);
	val_print(val_get(v, "changed"), &b);
	assert_string_equal(buf_text(&a), buf_text(&b));
	office_close(o);
	PROVES("D4");
}

#define HEAD "rank,clock,kind,urgency,party,state,starts,stops,amount,unit,warn,rungs,reason\n"

/* One question, handed over, the customer reached after 20 hours. */
static int64_t reached_after(struct office *o, int64_t ms)
{
	uint32_t dice = 5;
	struct report r;
	open_staff(o);
	office_report(&r, 1);
	int64_t nr = office_case(o, &r, 0);
	assert_true(take(o, nr, AC_ESCALATE, &dice));
	assert_true(take(o, nr, AC_ACCEPT, &dice));
	pass_to(o, o->wall + ms);
	assert_true(take(o, nr, AC_CONTACT, &dice));
	return nr;
}

static void a_shorter_norm_shows_who_would_be_late(void **state)
{
	struct office *o = office_open();
	VAL(v) = val_object();
	(void)state;
	int64_t nr = reached_after(o, 20 * HOUR_MS);
	assert_int_equal(try_out(o, HEAD
		"110,first-contact,,,,,handed,contacted|closed,16,clock_hours,4h,leader@+0h|manager@+2h,\"16 klokuren na overdracht\"\n", v), OK);
	const struct val *was = row_of(val_get(v, "active"), 110), *now = row_of(val_get(v, "changed"), 110);
	assert_int_equal(val_int_of(was, "met", 0), 1);
	assert_int_equal(val_int_of(was, "late", 1), 0);
	assert_int_equal(val_int_of(was, "spare_median_s", 0), 4 * 3600);
	assert_int_equal(val_int_of(now, "late", 0), 1);
	assert_int_equal(val_int_of(now, "warned", 0), 1);
	assert_int_equal(val_int_of(now, "spare_median_s", 0), -4 * 3600);
	const struct val *rung = val_first(val_get(now, "rungs"));
	assert_int_equal(val_int_of(rung, "fired", 0), 1);
	assert_string_equal(val_text(val_first(val_get(rung, "who")), ""), "leader");
	assert_int_equal(val_int_of(val_next(rung), "fired", 0), 1);
	const struct val *late = val_first(val_get(val_get(v, "differ"), "kinds"));
	assert_string_equal(val_str_of(late, "what", ""), "late");
	assert_int_equal(val_int_of(late, "clocks", 0), 1);
	const struct val *one = val_first(val_get(late, "cases"));
	assert_int_equal(val_int_of(one, "nr", 0), nr);
	assert_string_equal(val_str_of(one, "receipt", ""), "K7QD-4M2X1-E");
	assert_int_equal(val_int_of(val_get(one, "now"), "due", 0), START_MS + 16 * HOUR_MS);
	office_close(o);
	PROVES("D4");
}

static void a_file_that_is_wrong_says_where(void **state)
{
	struct office *o = office_open();
	VAL(v) = val_object();
	(void)state;
	assert_int_equal(try_out(o, HEAD "10,done,,,,,captured,closed,2,moons,,phone@+0h,x\n", v), ERR_INPUT);
	const struct val *first = val_first(val_get(v, "problems"));
	assert_int_equal(val_int_of(first, "line", 0), 2);
	assert_non_null(strstr(val_str_of(first, "why", ""), "unit"));
	office_close(o);
}

/* Its details are gone, its steps are not: a clock of all parties still ends where it ended. */
static void a_case_without_persons_is_followed_as_far_as_possible(void **state)
{
	struct office *o = office_open();
	VAL(v) = val_object();
	uint32_t dice = 9;
	(void)state;
	int64_t nr = reached_after(o, HOUR_MS);
	const enum action rest[] = { AC_SKIP, AC_RESULT, AC_PRESENT, AC_NO_FAULT };
	for (size_t i = 0; i < COUNT_OF(rest); i++)
		assert_true(take(o, nr, rest[i], &dice));
	pass_to(o, o->wall + 30 * DAY_MS);
	db_event_begin(o->app.db);
	assert_int_equal(forget_case(&o->app, nr, "beheer", "asked"), OK);
	db_event_end(o->app.db, true);
	assert_int_equal(try_out(o, LADDER_DEFAULT, v), OK);
	assert_int_equal(val_int_of(v, "unclear", 0), 1);
	const struct val *row = row_of(val_get(v, "active"), 110);
	assert_int_equal(val_int_of(row, "met", 0), 1);
	assert_int_equal(val_int_of(row, "spare_median_s", 0), 23 * 3600);
	office_close(o);
}

static void only_cases_of_the_period_count(void **state)
{
	struct office *o = office_open();
	VAL(v) = val_object();
	VAL(w) = val_object();
	struct ladder_try t = { .csv = LADDER_DEFAULT, .len = strlen(LADDER_DEFAULT) };
	(void)state;
	reached_after(o, HOUR_MS);
	t.period = (struct replay_period){ START_MS, START_MS + 1 };
	assert_int_equal(ladder_sim(&o->app, &t, v), OK);
	assert_int_equal(val_int_of(v, "cases", 0), 1);
	t.period = (struct replay_period){ START_MS + 1, -1 };
	assert_int_equal(ladder_sim(&o->app, &t, w), OK);
	assert_int_equal(val_int_of(w, "cases", 1), 0);
	office_close(o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_history_gives_every_clock_as_it_stands),
		cmocka_unit_test(the_ladder_in_force_differs_from_itself_in_nothing),
		cmocka_unit_test(a_shorter_norm_shows_who_would_be_late),
		cmocka_unit_test(a_file_that_is_wrong_says_where),
		cmocka_unit_test(a_case_without_persons_is_followed_as_far_as_possible),
		cmocka_unit_test(only_cases_of_the_period_count),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
