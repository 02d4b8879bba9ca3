/* The table of routes as a whole.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/kiosk/fixture.h"

#include "firmware/routes.h"

static void every_row_is_whole(void **state)
{
	(void)state;
	for (const struct route *r = ROUTES; r->path; r++) {
		assert_non_null(r->handler);
		assert_true(r->help && *r->help);
		assert_int_not_equal(r->who, 0);
		assert_int_equal(r->path[0], '/');
		if (r->method == HTTP_GET || r->method == HTTP_DELETE)
			assert_int_equal(r->body_cap, 0);
		for (const struct route *o = ROUTES; o < r; o++)
			assert_false(o->method == r->method && !strcmp(o->path, r->path));
	}
	PROVES("-");
}

/* The printed table is the API page; a change of it is a change of the contract. */
static void the_printed_table_is_the_golden_one(void **state)
{
	BUF(printed);
	BUF(golden);
	(void)state;
	http_print_routes(ROUTES, &printed);
	assert_int_equal(fs_read("tests/golden/kiosk-routes.txt", 65536, &golden), OK);
	assert_string_equal(buf_text(&printed), buf_text(&golden));
	PROVES("-");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_is_whole),
		cmocka_unit_test(the_printed_table_is_the_golden_one),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
