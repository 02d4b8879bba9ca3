/* Items of devices: what is not understood, alarms, and the chain of events behind each case.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/central/cases.h"

#include "server/alarm_store.h"

/* ---- items of devices --------------------------------------------------------------------- */

static int apply(struct office *o, const char *kind, int64_t schema, struct report *r, char *code,
		 char *path)
{
	VAL(body) = report_write(r);
	struct raw_item it = { .n = 7, .schema = schema, .t = r->t, .t_recv = o->wall, .body = body };
	strcpy(it.device, DEVICE);
	strcpy(it.id, r->id);
	strcpy(it.kind, kind);
	code[0] = path[0] = '\0';
	db_event_begin(o->app.db);
	int err = projection_apply(&o->app, &it, code, path);
	db_event_end(o->app.db, err == OK);
	return err;
}

static void what_is_not_understood_is_named_for_the_quarantine(void **state)
{
	struct office *o = *state;
	struct report r;
	char code[INGEST_CODE], path[INGEST_PATH];
	office_report(&r, 0);
	assert_int_not_equal(apply(o, "report.odd", 1, &r, code, path), OK);
	assert_string_equal(code, "unknown_kind");
	assert_int_not_equal(apply(o, "report.new", 2, &r, code, path), OK);
	assert_string_equal(code, "unknown_schema");
	strcpy(r.catalogue, "9.9");
	assert_int_not_equal(apply(o, "report.new", 1, &r, code, path), OK);
	assert_string_equal(code, "unknown_catalogue");
	office_report(&r, 0);
	strcpy(r.fault, "NIETS");
	assert_int_not_equal(apply(o, "report.new", 1, &r, code, path), OK);
	assert_string_equal(code, "bad_field");
	assert_string_equal(path, "fault");
	assert_int_equal(case_total(o->app.db), 0);
	office_report(&r, 0);
	assert_int_equal(apply(o, "report.new", 1, &r, code, path), OK);
	assert_int_equal(apply(o, "report.new", 1, &r, code, path), OK);
	assert_int_equal(case_total(o->app.db), 1);
	PROVES("R40 R53");
}

/* A kiosk may be newer than central: what central does not know is no reason to refuse. */
static void what_a_newer_kiosk_adds_is_left_alone(void **state)
{
	struct office *o = *state;
	struct report r;
	char code[INGEST_CODE] = "", path[INGEST_PATH] = "";
	office_report(&r, 0);
	VAL(body) = report_write(&r);
	val_put_str(body, "mood", "good");
	struct raw_item it = { .n = 7, .schema = 1, .t = r.t, .t_recv = o->wall, .body = body };
	strcpy(it.device, DEVICE);
	strcpy(it.id, r.id);
	strcpy(it.kind, "report.new");
	db_event_begin(o->app.db);
	int err = projection_apply(&o->app, &it, code, path);
	db_event_end(o->app.db, err == OK);
	assert_int_equal(err, OK);
	assert_int_equal(case_total(o->app.db), 1);
	PROVES("R50");
}

static bool copy_taker(void *ctx, const struct alarm *a)
{
	snprintf(ctx, 64, "%s", a->accepted_by);
	return false;
}

static void an_alarm_stands_until_somebody_takes_it(void **state)
{
	struct office *o = *state;
	struct report r;
	char code[INGEST_CODE], path[INGEST_PATH], taker[64] = "";
	bool first;
	office_report(&r, 5);
	strcpy(r.branch, "alarm");
	strcpy(r.kind, "alarm");
	strcpy(r.fault, "GAS");
	assert_int_equal(apply(o, "alarm.new", 1, &r, code, path), OK);
	assert_int_equal(apply(o, "alarm.new", 1, &r, code, path), OK);
	assert_int_equal(alarm_waiting(o->app.db), 1);
	assert_int_equal(case_total(o->app.db), 0);
	db_event_begin(o->app.db);
	assert_int_equal(alarm_accept(o->app.db, 1, "kcc", o->wall, &first), OK);
	assert_true(first);
	assert_int_equal(alarm_accept(o->app.db, 99, "kcc", o->wall, &first), ERR_NOT_FOUND);
	assert_int_equal(alarm_accept(o->app.db, 1, "planner", o->wall, &first), OK); /* too late, and no error */
	assert_false(first);
	db_event_end(o->app.db, true);
	alarm_each(o->app.db, 1, copy_taker, taker);
	assert_string_equal(taker, "kcc");
	assert_int_equal(alarm_waiting(o->app.db), 0);
	PROVES("R52");
}

/* ---- history ------------------------------------------------------------------------------ */

static void every_event_is_chained_to_the_one_before(void **state)
{
	struct office *o = *state;
	struct report r;
	int64_t checked;
	office_report(&r, 0);
	int64_t nr = office_case(o, &r, 1);
	db_event_begin(o->app.db);
	struct flow_answer answer;
	struct case_row c;
	assert_true(case_find(o->app.db, nr, &c));
	struct case_step step = { .c = &c, .action = AC_SEE, .by = BY_PHONE, .who = "kcc", .now = o->wall, .detail = "{}" };
	assert_int_equal(case_move(o->app.db, &step, &answer), OK);
	assert_int_equal(case_move(o->app.db, &step, &answer), ERR_CONFLICT); /* it moved meanwhile */
	assert_true(case_find(o->app.db, nr, &c));
	assert_int_equal(case_move(o->app.db, &step, &answer), ERR_CONFLICT); /* no such step */
	step.action = AC_ACCEPT;
	assert_int_equal(case_move(o->app.db, &step, &answer), ERR_CONFLICT);
	step.action = AC_ASSIGN;
	assert_int_equal(case_move(o->app.db, &step, &answer), ERR_ROLE);
	db_event_end(o->app.db, true);
	assert_int_equal(event_verify(o->app.db, &checked), 0);
	assert_int_equal(checked, 2);
	db_event_begin(o->app.db);
	assert_int_equal(db_exec(o->app.db, "UPDATE case_event SET who = 'iemand' WHERE n = 1"), OK);
	assert_int_equal(event_verify(o->app.db, &checked), 1);
	db_event_end(o->app.db, false);
	PROVES("D12");
}

static void last_hash(void *ctx, const struct case_event *e)
{
	memcpy(ctx, e->hash, HASH_BYTES);
}

/* The same second event after another first one has another hash: nothing can be put in between. */
static void an_event_s_hash_covers_the_whole_past(void **state)
{
	uint8_t hash[2][HASH_BYTES];
	(void)state;
	for (int i = 0; i < 2; i++) {
		struct office *o = office_open();
		struct report r;
		office_report(&r, 0);
		int64_t nr = office_case(o, &r, 1);
		db_event_begin(o->app.db);
		assert_int_equal(event_add(o->app.db, nr, i, "kcc", "one", "{}"), OK);
		assert_int_equal(event_add(o->app.db, nr, 9, "kcc", "two", "{}"), OK);
		db_event_end(o->app.db, true);
		event_each(o->app.db, nr, last_hash, hash[i]);
		office_close(o);
	}
	assert_memory_not_equal(hash[0], hash[1], HASH_BYTES);
	PROVES("D12");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_is_not_understood_is_named_for_the_quarantine, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_a_newer_kiosk_adds_is_left_alone, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_alarm_stands_until_somebody_takes_it, set_up, tear_down),
		cmocka_unit_test_setup_teardown(every_event_is_chained_to_the_one_before, set_up, tear_down),
		cmocka_unit_test(an_event_s_hash_covers_the_whole_past),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
