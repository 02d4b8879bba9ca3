/* "What if": a ladder that is tried out on the history of cases, and what it tells about it (D4).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/central/ladder_road.h"

#include "server/forget.h"
#include "server/ladder_set.h"
#include "server/ladder_sim.h"
#include "server/replay.h"

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
		cmocka_unit_test(the_ladder_in_force_differs_from_itself_in_nothing),
		cmocka_unit_test(a_shorter_norm_shows_who_would_be_late),
		cmocka_unit_test(a_file_that_is_wrong_says_where),
		cmocka_unit_test(a_case_without_persons_is_followed_as_far_as_possible),
		cmocka_unit_test(only_cases_of_the_period_count),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
