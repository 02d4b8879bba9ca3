/* How often tenants were right becomes the order of what they are offered (D7).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/central/flow_road.h"

#include "server/ranking.h"

/* so many tenants named this cause, so many of them rightly */
static void suspected(struct road *r, int64_t *nr, const char *cause, int named, int right)
{
	DB_STMT(st) = db_prepare(r->o->app.db,
		"INSERT INTO found_cause (nr, t, object, fault, suspect, found) VALUES (?, ?, 'KRAAN', 'LEK', ?, ?)");
	for (int i = 0; i < named; i++) {
		db_again(st);
		db_bind_int(st, (*nr)++);
		db_bind_int(st, START_MS);
		db_bind_text(st, cause);
		db_bind_text(st, i < right ? cause : "IETS-ANDERS");
		assert_int_equal(db_run(st), OK);
	}
}

/* findings without their cases, outside the turn: only counts matter here */
static void no_cases_needed(struct road *r)
{
	assert_int_equal(db_turn_commit(r->o->app.db), OK);
	assert_int_equal(db_exec(r->o->app.db, "PRAGMA foreign_keys=OFF"), OK);
}

static const char *order_at(struct road *r, int64_t now, struct buf *out)
{
	VAL(order) = ranking_order(r->o->app.db, now);
	buf_clear(out);
	val_print(order, out);
	return buf_text(out);
}

static void thin_data_move_nothing(void **state)
{
	struct road r = begin();
	int64_t nr = 1000;
	BUF(out);
	(void)state;
	no_cases_needed(&r);
	suspected(&r, &nr, "LEERTJE", RANKING_LEAST - 1, RANKING_LEAST - 1);
	suspected(&r, &nr, "", 50, 0); /* who does not know says nothing of any cause */
	assert_string_equal(order_at(&r, START_MS, &out), "{}");
	suspected(&r, &nr, "LEIDING", 1, 0); /* the fault has enough now; one more wrong guess is not much */
	order_at(&r, START_MS, &out);
	assert_string_equal(buf_text(&out), "{\"KRAAN:LEK\":{\"LEERTJE\":19,\"LEIDING\":17,\"\":19}}");
	/* the same again is the same text, whatever the day; what is old says nothing */
	BUF(again);
	assert_string_equal(order_at(&r, START_MS + 30 * DAY_MS, &again), buf_text(&out));
	assert_string_equal(order_at(&r, START_MS + (RANKING_DAYS + 1) * DAY_MS, &again), "{}");
	end(&r);
	PROVES("D7");
}

static void who_was_right_more_often_comes_first(void **state)
{
	struct road r = begin();
	int64_t nr = 1000;
	BUF(out);
	(void)state;
	no_cases_needed(&r);
	suspected(&r, &nr, "LEERTJE", 40, 10);
	suspected(&r, &nr, "LEIDING", 40, 36);
	assert_string_equal(order_at(&r, START_MS, &out), "{\"KRAAN:LEK\":{\"LEERTJE\":6,\"LEIDING\":16,\"\":11}}");
	end(&r);
	PROVES("D7");
}

static void few_are_drawn_to_the_average(void **state)
{
	(void)state;
	assert_int_equal(ranking_steps(0, 0, 100, 50), 10);
	assert_int_equal(ranking_steps(1, 1, 100, 50), 10);
	assert_int_equal(ranking_steps(1, 0, 100, 50), 9);
	assert_int_equal(ranking_steps(30, 30, 100, 50), 17);
	assert_int_equal(ranking_steps(100000, 100000, 100000, 100000), 20);
	assert_int_equal(ranking_steps(0, 0, 0, 0), 0);
	PROVES("D7");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(thin_data_move_nothing),
		cmocka_unit_test(who_was_right_more_often_comes_first),
		cmocka_unit_test(few_are_drawn_to_the_average),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
