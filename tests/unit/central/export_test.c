/* The inbox as a spreadsheet: harmless to Excel, nothing of anybody in it (R55).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/central/flow_road.h"

#include "server/export.h"
#include "shared/io/csv.h"

static void read_as(struct office *o, const char *role, const char *urgency, struct buf *out, int64_t *ret_rows)
{
	struct export *e = mem_new(1, sizeof *e);
	strcpy(e->who, "kcc");
	strcpy(e->role, role);
	strcpy(e->urgency, urgency);
	e->labels = val_object();
	e->calendar = o->app.calendar;
	e->query = (struct case_query){ .view = VIEW_ALL, .text = e->text, .limit = EXPORT_ROWS, .now = o->wall,
					.who = e->who };
	buf_clear(out);
	assert_int_equal(export_read(o->app.db, e, out), OK);
	*ret_rows = e->rows;
	val_free(e->labels);
	free(e);
}

static bool has(const struct buf *out, const char *what)
{
	return strstr(buf_text(out), what) != NULL;
}

/* About a neighbour: restricted, and its address is the reporter's. */
static int64_t nuisance(struct office *o, int last)
{
	struct report r;
	office_report(&r, last);
	strcpy(r.branch, "surroundings");
	strcpy(r.kind, "nuisance");
	r.room[0] = '\0';
	r.object[0] = '\0';
	strcpy(r.cause, "people");
	strcpy(r.fault, "GELUID");
	strcpy(r.name, "P. Geheim");
	r.slot_count = 0;
	return office_case(o, &r, 0);
}

static void the_sheet_has_what_the_role_may_see_and_no_names(void **state)
{
	struct road r = begin();
	struct report rep;
	int64_t rows;
	BUF(out);
	(void)state;
	office_report(&rep, 2);
	office_case(r.o, &rep, 0);
	nuisance(r.o, 3);
	static const struct {
		const char *role;
		int rows;
	} roles[] = { { "phone", 3 }, { "manager", 3 }, { "planner", 2 }, { "admin", 2 }, { "caretaker", 2 } };
	for (size_t i = 0; i < COUNT_OF(roles); i++) {
		read_as(r.o, roles[i].role, "", &out, &rows);
		assert_int_equal(rows, roles[i].rows);
		assert_int_equal(has(&out, "Overlast"), roles[i].rows == 3);
		assert_false(has(&out, "Geheim") || has(&out, "Vries") || has(&out, "0612345678"));
		assert_true(has(&out, "Lindenhof 1;")); /* of the repair */
	}
	read_as(r.o, "phone", "", &out, &rows);
	const char *line = strstr(buf_text(&out), "Overlastmelding");
	assert_non_null(line);
	assert_null(strstr(line, "Lindenhof")); /* where the reporter lives stays in the house */
	assert_true(has(&out, "2026-11-24 23:40")); /* civil time of the office */
	read_as(r.o, "phone", "emergency", &out, &rows);
	assert_int_equal(rows, 0);
	end(&r);
	PROVES("R55");
}

static void a_spreadsheet_takes_no_cell_for_a_formula(void **state)
{
	static const struct {
		const char *cell, *written;
	} cells[] = {
		{ "=1+2", "'=1+2" }, { "+31", "'+31" }, { "-1", "'-1" }, { "@SUM(A1)", "'@SUM(A1)" },
		{ "\tx", "'\tx" }, { "\rx", "\"'\rx\"" }, { "a;b", "\"a;b\"" }, { "zei \"ja\"", "\"zei \"\"ja\"\"\"" },
		{ "=\"x\";1", "\"'=\"\"x\"\";1\"" }, { "1,5", "1,5" }, { "twee\nregels", "\"twee\nregels\"" },
		{ "", "" },
	};
	BUF(out);
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cells); i++) {
		buf_clear(&out);
		csv_sheet_put(&out, cells[i].cell, true);
		assert_string_equal(buf_text(&out), cells[i].written);
	}
	buf_clear(&out);
	csv_sheet_begin(&out);
	csv_sheet_put(&out, "a", true);
	csv_sheet_put(&out, "b", false);
	csv_sheet_end(&out);
	assert_string_equal(buf_text(&out), "\xef\xbb\xbf" "a;b\r\n");
	PROVES("-");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_sheet_has_what_the_role_may_see_and_no_names),
		cmocka_unit_test(a_spreadsheet_takes_no_cell_for_a_formula),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
