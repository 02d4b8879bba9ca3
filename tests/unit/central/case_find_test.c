/* How staff find a case or a home: the inbox's order, receipt, address, name.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/central/cases.h"

struct order {
	int64_t nr[4];
	int count;
};

static bool note_nr(void *ctx, const struct case_row *c)
{
	struct order *seen = ctx;
	seen->nr[seen->count++] = c->nr;
	return true;
}

static void the_inbox_is_sorted_late_first(void **state)
{
	struct office *o = *state;
	struct report r;
	for (int i = 0; i < 3; i++) {
		office_report(&r, i);
		r.t = START_MS - i * 20 * DAY_MS;
		office_case(o, &r, i + 1);
	}
	struct case_query q = { .view = VIEW_ALL, .text = "", .limit = 2, .now = o->wall };
	struct order seen = { .count = 0 };
	assert_true(case_list(o->app.db, &q, note_nr, &seen));
	assert_int_equal(seen.nr[0], 3);
	assert_int_equal(seen.nr[1], 2);
	q.after = 2;
	assert_false(case_list(o->app.db, &q, note_nr, &seen));
	assert_int_equal(seen.nr[2], 1);
	PROVES("R63 R66");
}

static int find_cases(struct office *o, const char *text)
{
	struct order seen = { .count = 0 };
	struct case_query q = { .view = VIEW_ALL, .text = text, .limit = 4, .now = o->wall };
	case_list(o->app.db, &q, note_nr, &seen);
	return seen.count;
}

static void a_case_is_found_by_receipt_number_address_and_name(void **state)
{
	struct office *o = *state;
	struct report r;
	for (int i = 0; i < 2; i++) {
		office_report(&r, i);
		strcpy(r.unit, i ? "N-1" : "A-1");
		strcpy(r.name, i ? "Emine Çelik" : "J. de Vries");
		office_case(o, &r, i + 1);
	}
	assert_int_equal(find_cases(o, "k7qd"), 2);
	assert_int_equal(find_cases(o, r.receipt), 1);
	assert_int_equal(find_cases(o, "2"), 1);
	assert_int_equal(find_cases(o, "zonn"), 1);
	assert_int_equal(find_cases(o, "Zonneweide 3"), 1);
	assert_int_equal(find_cases(o, "Zonneweide 33"), 0);
	assert_int_equal(find_cases(o, "Çelik"), 1);
	assert_int_equal(find_cases(o, "%"), 2);
	assert_int_equal(find_cases(o, "niemand"), 0);
	PROVES("R10");
}

static bool count_dwelling(void *ctx, const struct address_hit *hit)
{
	(void)hit;
	++*(int *)ctx;
	return true;
}

static int find_homes(struct office *o, const char *text)
{
	int n = 0;
	address_find(o->app.db, text, 9, count_dwelling, &n);
	return n;
}

static void an_address_is_found_as_it_is_typed(void **state)
{
	struct office *o = *state;
	assert_int_equal(find_homes(o, "z"), 2);
	assert_int_equal(find_homes(o, "  ZONNE "), 2);
	assert_int_equal(find_homes(o, "zonneweide 3"), 1);
	assert_int_equal(find_homes(o, "8299 zw"), 2);
	assert_int_equal(find_homes(o, "8299ZW 5"), 1);
	assert_int_equal(find_homes(o, "lindenhof 1"), 1); /* the storage room is no home */
	assert_int_equal(find_homes(o, "%"), 0);
	assert_int_equal(find_homes(o, ""), 0);
	office_must_import(o, "dwellings", DWELLINGS_HEAD
		"N-3,Zonneweide,35,,8299 ZW,Lindehaven,ZON,,APP,no,,,\n");
	assert_int_equal(find_homes(o, "zonneweide 3"), 2); /* 3, or 35 half typed */
	assert_int_equal(find_homes(o, "zonneweide 35"), 1);
	PROVES("R10");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_inbox_is_sorted_late_first, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_case_is_found_by_receipt_number_address_and_name, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_address_is_found_as_it_is_typed, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
