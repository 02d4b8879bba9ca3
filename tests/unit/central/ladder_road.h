/* Random roads of cases: reported, moved with the steps staff may take, and confirmed, at random times; everything
 * that must be told on the way is told.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_UNIT_CENTRAL_LADDER_ROAD_H
#define TESTS_UNIT_CENTRAL_LADDER_ROAD_H

#include "tests/unit/central/office.h"

#include "server/case_act.h"
#include "server/clock_store.h"
#include "server/ladder.h"
#include "server/leader_store.h"
#include "server/staff_store.h"

#define CASES 24
#define STEPS 30

static inline uint32_t rnd(uint32_t *seed, uint32_t below)
{
	*seed = *seed * 1664525 + 1013904223;
	return (*seed >> 8) % below;
}

/* Every moment at which something must be told, until t. */
static inline void pass_to(struct office *o, int64_t t)
{
	int64_t nr, fire;
	while (clocks_next(o->app.db, &nr, &fire) && fire <= t) {
		o->wall = fire > o->wall ? fire : o->wall;
		assert_int_equal(ladder_tick(&o->app, 1), 1);
	}
	o->wall = t;
}

static inline void open_task(void *ctx, const struct task *t)
{
	int64_t *n = ctx;
	*n = t->done ? *n : t->n;
}

static inline void fill(struct office *o, int64_t nr, const struct flow_field *f, uint32_t *seed, struct val *in)
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
static inline bool take(struct office *o, int64_t nr, enum action a, uint32_t *seed)
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

static inline void confirm(struct office *o, int64_t nr)
{
	db_event_begin(o->app.db);
	assert_int_equal(event_add(o->app.db, nr, o->wall, "kcc", "called", "{\"reached\":true,\"note\":\"\"}"), OK);
	assert_int_equal(ladder_confirmed(&o->app, nr), OK);
	db_event_end(o->app.db, true);
}

static inline int64_t any_case(struct office *o, int i, uint32_t *seed)
{
	struct report r;
	char five[6];
	int64_t t = o->wall - (int64_t)rnd(seed, 7200000);
	const char *unit = rnd(seed, 2) ? "A-1" : "N-1";
	if (rnd(seed, 2))
		office_question(&r, 0, "geen meting");
	else
		office_report(&r, 0);
	snprintf(r.id, sizeof r.id, "019303f2-7c10-7abc-8def-0123456789%02x", i);
	snprintf(five, sizeof five, "4M2%c%c", 'A' + i / 10, '0' + i % 10);
	receipt_make("K7QD", five, r.receipt);
	r.t = t;
	strcpy(r.unit, unit);
	return office_case(o, &r, 0);
}

static inline void open_staff(struct office *o)
{
	struct leader l = { .department = "dept:energy", .leader = "lea" };
	db_event_begin(o->app.db);
	assert_int_equal(staff_add(o->app.db, "lea", "leader", "x", o->wall), OK);
	assert_int_equal(leader_put(o->app.db, &l), OK);
	db_event_end(o->app.db, true);
	office_must_import(o, "rules", "rank,rule,party,reason\n10,alles,dept:phone,Alles.\n");
}

/* Returns how many steps were taken. */
static inline int random_road(struct office *o, uint32_t *seed)
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

#endif
