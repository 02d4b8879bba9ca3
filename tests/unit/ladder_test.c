/* The ladder as data: what a row may say, which row decides, what a clock lives through.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/model/ladder.h"
#include "tests/unit/check.h"

/* A row from its cells in file order, separated by ';'. */
static int read_row(const char *cells, struct ladder_row *row, char *why, size_t cap)
{
	char copy[600], *rest = copy;
	memset(row, 0, sizeof *row);
	strcpy(copy, cells);
	for (const char *const *column = ladder_columns(); *column; column++) {
		const char *cell = strsep(&rest, ";");
		int err = ladder_cell(row, *column, cell ? cell : "", why, cap);
		if (err)
			return err;
	}
	return OK;
}

static void add(struct ladder *l, const char *cells)
{
	struct ladder_row row;
	char why[200] = "";
	if (read_row(cells, &row, why, sizeof why) || ladder_add(l, &row, why, sizeof why))
		fail_msg("%s: %s", cells, why);
}

/* "clock/rank clock/rank …" of what an event starts. */
static const char *started(const struct ladder *l, enum ladder_event event, const char *kind,
			   const char *urgency, struct buf *out)
{
	const struct ladder_facts f = { { kind, urgency, "dept:repair", "new" } };
	buf_clear(out);
	for (const struct ladder_row *row = NULL; (row = ladder_starting(l, event, &f, row)) != NULL;)
		buf_fmt(out, "%s%s/%d", out->len ? " " : "", row->clock, row->rank);
	return buf_text(out);
}

static void a_row_says_what_its_cells_say(void **state)
{
	struct ladder_row row;
	char why[200] = "";
	(void)state;
	assert_int_equal(read_row("110;first-contact;complaint|question;normal;zon;seen;handed|reopened;contacted;24;"
		"clock_hours;4h;leader+deputy@+0h|manager@+4h|admin@+2wd;24 klokuren na overdracht", &row, why,
		sizeof why), OK);
	assert_int_equal(row.rank, 110);
	assert_string_equal(row.clock, "first-contact");
	assert_string_equal(row.when[LADDER_KIND], "complaint|question");
	assert_string_equal(row.when[LADDER_PARTY], "zon");
	assert_int_equal(row.starts, 1 << LADDER_HANDED | 1 << LADDER_REOPENED);
	assert_int_equal(row.stops, 1 << LADDER_CONTACTED);
	assert_int_equal(row.norm.amount, 24);
	assert_int_equal(row.norm.unit, LADDER_CLOCK_HOURS);
	assert_int_equal(row.warn.amount, 4);
	assert_int_equal(row.warn.unit, LADDER_CLOCK_HOURS);
	assert_int_equal(row.rung_count, 3);
	assert_int_equal(row.rung[0].who, TELL_LEADER | TELL_DEPUTY);
	assert_int_equal(row.rung[0].after.amount, 0);
	assert_int_equal(row.rung[1].who, TELL_MANAGER);
	assert_int_equal(row.rung[1].after.amount, 4);
	assert_int_equal(row.rung[2].after.unit, LADDER_WORKING_DAYS);
	assert_string_equal(row.reason, "24 klokuren na overdracht");
	PROVES("-");
}

static void a_wrong_cell_is_named(void **state)
{
	static const struct {
		const char *column, *cell, *why;
	} rows[] = {
		{ "rank", "0", "rank: \"0\"" },
		{ "rank", "", "rank: \"\"" },
		{ "clock", "First contact", "clock: \"First contact\"" },
		{ "clock", "", "clock: \"\"" },
		{ "kind", "repair|repare", "kind: \"repare\"" },
		{ "kind", "repair||alarm", "kind: \"\"" },
		{ "kind", "repair|", "kind: \"\"" },
		{ "urgency", "soon", "urgency: \"soon\"" },
		{ "state", "asleep", "state: \"asleep\"" },
		{ "starts", "captured|eaten", "starts: \"eaten\"" },
		{ "starts", "captured|", "starts: \"\"" },
		{ "stops", "capture", "stops: \"capture\"" },
		{ "amount", "-1", "amount: \"-1\"" },
		{ "amount", "10001", "amount: \"10001\"" },
		{ "amount", "1.5", "amount: \"1.5\"" },
		{ "unit", "hours", "unit: \"hours\"" },
		{ "warn", "4", "warn: \"4\"" },
		{ "warn", "h", "warn: \"h\"" },
		{ "warn", "0h", "warn: \"0h\"" },
		{ "warn", "4 h", "warn: \"4 h\"" },
		{ "warn", "99999999999h", "warn: \"99999999999h\"" },
		{ "rungs", "leader", "rungs: \"leader\"" },
		{ "rungs", "leader@4h", "rungs: \"leader@4h\"" },
		{ "rungs", "leader@-4h", "rungs: \"leader@-4h\"" },
		{ "rungs", "leader@+", "rungs: \"leader@+\"" },
		{ "rungs", "leader@|x", "rungs: \"leader@\"" },
		{ "rungs", "leader+@+0h", "rungs: \"leader+@+0h\"" },
		{ "rungs", "@+0h", "rungs: \"@+0h\"" },
		{ "rungs", "boss@+0h", "rungs: \"boss@+0h\"" },
		{ "rungs", "leader@+0h|", "rungs: \"\"" },
		{ "rungs", "owner@+0m|owner@+1m|owner@+2m|owner@+3m|owner@+4m|owner@+5m|owner@+6m",
		  "rungs: \"owner@+6m\"" },
		{ "colour", "red", "colour: \"red\"" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct ladder_row row = { 0 };
		char why[200] = "";
		if (ladder_cell(&row, rows[i].column, rows[i].cell, why, sizeof why) != ERR_INPUT)
			fail_msg("%s = %s was taken", rows[i].column, rows[i].cell);
		if (strncmp(why, rows[i].why, strlen(rows[i].why)))
			fail_msg("%s", why);
	}
	PROVES("-");
}

static void a_row_without_sense_is_refused(void **state)
{
	static const struct {
		const char *cells, *why;
	} rows[] = {
		{ "1;a;;;;;;closed;1;days;;owner@+0h;x", "starts is missing" },
		{ "1;a;;;;;captured;closed;1;days;;;x", "rungs is missing" },
		{ "1;a;;;;;captured;closed;1;days;;owner@+0h;", "reason is missing" },
		{ "1;a;;;;;captured;closed;0;clock_hours;;owner@+0h;x", "amount: 0" },
		{ "1;a;;;;;captured;closed|captured;1;days;;owner@+0h;x", "stops: an event" },
		{ "1;a;;;;;captured;closed;1;days;;owner@+4h|manager@+4h;x", "rungs: a later" },
	};
	struct ladder *l = ladder_new();
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct ladder_row row;
		char why[200] = "";
		assert_int_equal(read_row(rows[i].cells, &row, why, sizeof why), OK);
		assert_int_equal(ladder_add(l, &row, why, sizeof why), ERR_INPUT);
		if (strncmp(why, rows[i].why, strlen(rows[i].why)))
			fail_msg("%s", why);
	}
	assert_int_equal(ladder_count(l), 0);
	ladder_free(l);
	PROVES("-");
}

static void first_match_per_clock_decides(void **state)
{
	struct ladder *l = ladder_new();
	struct ladder_row row;
	char why[200] = "";
	BUF(out);
	(void)state;
	add(l, "50;done;;urgent;;;captured;closed;24;clock_hours;;owner@+0h;x");
	add(l, "70;done;;;;;captured;closed;10;working_days;;owner@+0h;x");
	add(l, "60;done;complaint;;;;captured;closed;4;weeks;;owner@+0h;x");
	add(l, "20;call;;urgent|emergency;;;captured;confirmed;2;clock_hours;;phone@+0h;x");
	add(l, "80;done;;;;;reopened;closed;5;working_days;;owner@+0h;x");
	add(l, "90;legal;repair;;;new;captured;closed;6;weeks;10d;leader@+0h;x");
	assert_int_equal(read_row("60;other;;;;;asked;;1;days;;owner@+0h;x", &row, why, sizeof why), OK);
	assert_int_equal(ladder_add(l, &row, why, sizeof why), ERR_CONFLICT);
	assert_string_equal(started(l, LADDER_CAPTURED, "repair", "urgent", &out), "call/20 done/50 legal/90");
	assert_string_equal(started(l, LADDER_CAPTURED, "repair", "normal", &out), "done/70 legal/90");
	assert_string_equal(started(l, LADDER_CAPTURED, "complaint", "normal", &out), "done/60");
	assert_string_equal(started(l, LADDER_CAPTURED, "complaint", "urgent", &out), "call/20 done/50");
	assert_string_equal(started(l, LADDER_REOPENED, "complaint", "urgent", &out), "done/80");
	assert_string_equal(started(l, LADDER_ASKED, "repair", "urgent", &out), "");
	assert_string_equal(ladder_of_rank(l, 60)->when[LADDER_KIND], "complaint");
	assert_null(ladder_of_rank(l, 61));
	ladder_free(l);
	PROVES("D4");
}

static void count(void *ctx, const struct ladder_row *row)
{
	buf_fmt(ctx, "%d ", row->rank);
}

static void a_row_behind_a_wider_one_is_unreachable(void **state)
{
	struct ladder *l = ladder_new();
	BUF(told);
	(void)state;
	add(l, "10;done;repair|alarm;;;;captured|reopened;closed;1;days;;owner@+0h;x");
	add(l, "20;done;repair;urgent;;;captured;closed;1;days;;owner@+0h;x");          /* never */
	add(l, "30;done;repair|question;;;;captured;closed;1;days;;owner@+0h;x");
	add(l, "40;call;repair;;;;captured;closed;1;days;;owner@+0h;x");                /* another clock */
	add(l, "50;done;alarm;;;;captured|handed;closed;1;days;;owner@+0h;x");          /* another event too */
	add(l, "60;done;;;;;captured;closed;1;days;;owner@+0h;x");
	add(l, "70;done;;;;seen;captured;closed;1;days;;owner@+0h;x");                  /* never */
	assert_int_equal(ladder_unreachable(l, count, &told), 2);
	assert_string_equal(buf_text(&told), "20 70 ");
	ladder_free(l);
	PROVES("-");
}

static void a_clock_lives_in_its_states_until_its_event(void **state)
{
	struct ladder *l = ladder_new();
	(void)state;
	add(l, "10;any;;;;;handed;contacted|closed;24;clock_hours;;owner@+0h;x");
	add(l, "20;some;;;;new|exception;captured;;24;clock_hours;;owner@+0h;x");
	const struct ladder_row *any = ladder_at(l, 0), *some = ladder_at(l, 1);
	assert_true(ladder_stops(any, LADDER_CONTACTED));
	assert_true(ladder_stops(any, LADDER_CLOSED));
	assert_false(ladder_stops(any, LADDER_HANDED));
	assert_false(ladder_stops(some, LADDER_CLOSED));
	assert_true(ladder_lives(any, "seen"));
	assert_false(ladder_lives(any, "closed"));
	assert_false(ladder_lives(any, ""));
	assert_true(ladder_lives(some, "new"));
	assert_false(ladder_lives(some, "seen"));
	ladder_free(l);
	PROVES("D4");
}

static void every_name_has_a_number_and_back(void **state)
{
	(void)state;
	for (int e = 0; e < LADDER_EVENT_MAX; e++) {
		const char *name = ladder_event_name((enum ladder_event)e);
		assert_true(name && name[0]);
		assert_int_equal(ladder_event_from(name, strlen(name)), e);
	}
	for (int u = 0; u < LADDER_UNIT_MAX; u++)
		assert_int_equal(ladder_unit_from(ladder_unit_name((enum ladder_unit)u)), u);
	for (unsigned bit = TELL_OWNER; bit <= TELL_ADMIN; bit <<= 1) {
		const char *name = ladder_who_name((enum ladder_who)bit);
		assert_true(name[0]);
		assert_int_equal(ladder_who_from(name, strlen(name)), bit);
	}
	assert_int_equal(ladder_event_from("capture", 7), LADDER_EVENT_MAX);
	assert_int_equal(ladder_event_from("captured!", 8), LADDER_CAPTURED);
	assert_true(LADDER_EVENT_MAX <= 32); /* they are bits of a row */
	PROVES("-");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_row_says_what_its_cells_say),
		cmocka_unit_test(a_wrong_cell_is_named),
		cmocka_unit_test(a_row_without_sense_is_refused),
		cmocka_unit_test(first_match_per_clock_decides),
		cmocka_unit_test(a_row_behind_a_wider_one_is_unreachable),
		cmocka_unit_test(a_clock_lives_in_its_states_until_its_event),
		cmocka_unit_test(every_name_has_a_number_and_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
