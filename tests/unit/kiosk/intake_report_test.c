/* From a report's JSON to an item in the queue: what is taken, refused, followed; alarms.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/kiosk/intake.h"

/* ---- what comes in -------------------------------------------------------------------------- */

static void a_complete_report_gets_its_receipt(void **state)
{
	struct kiosk k;
	struct intake_result r;
	struct report_fault f;
	char printed[RECEIPT_TEXT];
	(void)state;
	kiosk_enrolled(&k);
	assert_int_equal(accept(&k, GOOD, NULL, &r, &f), OK);
	assert_false(r.known);
	assert_string_equal(r.id, ID "1");
	assert_true(receipt_normalise(r.receipt, printed));
	assert_memory_equal(r.receipt, "K7QD-", 5);
	assert_int_equal(strlen(r.follow), 6);
	assert_int_equal(r.urgency, URGENCY_NORMAL);
	assert_int_equal(r.t, k.time.wall);
	assert_int_equal(rows(&k, ITEMS), 1);
	kiosk_close(&k);
	PROVES("R40 R61 D2");
}

static void the_same_report_twice_is_one_report(void **state)
{
	struct kiosk k;
	struct intake_result first, second;
	struct report_fault f;
	(void)state;
	kiosk_enrolled(&k);
	assert_int_equal(accept(&k, GOOD, NULL, &first, &f), OK);
	pass(&k.time, 5000);
	assert_int_equal(accept(&k, GOOD, NULL, &second, &f), OK);
	assert_true(second.known);
	assert_string_equal(second.receipt, first.receipt);
	assert_string_equal(second.follow, "");
	assert_int_equal(second.urgency, first.urgency);
	assert_int_equal(second.t, first.t);
	assert_int_equal(rows(&k, ITEMS), 1);
	kiosk_close(&k);
	PROVES("R40 R62");
}

static void each_refusal_names_its_field_and_keeps_nothing(void **state)
{
	static const struct {
		const char *json, *field;
		int err;
	} cases[] = {
		{ "{\"schema\":1", "", ERR_JSON },
		{ "{\"schema\":1,\"schema\":1}", "", ERR_JSON },
		{ "{}", "schema", ERR_INPUT },
		{ REPORT("no-uuid", "1.0", "DRP", "D1", ""), "id", ERR_INPUT },
		{ REPORT(ID "2", "1.0", "DRP", "D1", ",\"extra\":1"), "extra", ERR_INPUT },
		{ REPORT(ID "2", "9.9", "DRP", "D1", ""), "", ERR_CATALOGUE },
		{ REPORT(ID "2", "1.0", "QQQ", "D1", ""), "fault", ERR_INPUT },
		{ REPORT(ID "2", "1.0", "DRP", "", ""), "unit", ERR_INCOMPLETE },
	};
	struct kiosk k;
	struct intake_result r;
	struct report_fault f;
	(void)state;
	kiosk_enrolled(&k);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		assert_int_equal(accept(&k, cases[i].json, NULL, &r, &f), cases[i].err);
		assert_string_equal(f.field, cases[i].field);
		assert_int_equal(rows(&k, ITEMS), 0);
	}
	kiosk_close(&k);
	PROVES("R40");
}

static void the_previous_catalogue_is_still_good(void **state)
{
	struct kiosk k;
	struct intake_result r;
	struct report_fault f;
	(void)state;
	kiosk_enrolled(&k);
	put_catalogue(&k, "2.0");
	assert_int_equal(accept(&k, GOOD, NULL, &r, &f), OK);
	assert_int_equal(accept(&k, REPORT(ID "2", "2.0", "LEK", "D1", ""), NULL, &r, &f), OK);
	assert_int_equal(r.urgency, URGENCY_URGENT);
	put_catalogue(&k, "3.0");
	assert_int_equal(accept(&k, REPORT(ID "3", "1.0", "DRP", "D1", ""), NULL, &r, &f),
			 ERR_CATALOGUE);
	kiosk_close(&k);
	PROVES("R53");
}

static void without_identity_or_catalogue_nothing_is_promised(void **state)
{
	struct kiosk k;
	struct intake_result r;
	struct report_fault f;
	(void)state;
	kiosk_bare(&k);
	assert_int_equal(accept(&k, GOOD, NULL, &r, &f), ERR_SETUP);
	put_catalogue(&k, "1.0");
	assert_int_equal(accept(&k, GOOD, NULL, &r, &f), ERR_SETUP);
	assert_string_equal(r.receipt, "");
	kiosk_close(&k);
	PROVES("R70");
}

static void a_full_queue_says_so_and_drops_nothing(void **state)
{
	struct kiosk k;
	struct intake_result r;
	struct report_fault f;
	(void)state;
	kiosk_enrolled(&k);
	k.app->set.queue_items = 1;
	assert_int_equal(accept(&k, GOOD, NULL, &r, &f), OK);
	assert_int_equal(accept(&k, REPORT(ID "2", "1.0", "DRP", "D1", ""), NULL, &r, &f),
			 ERR_QUEUE_FULL);
	assert_int_equal(accept(&k, GOOD, NULL, &r, &f), OK);
	assert_int_equal(rows(&k, ITEMS), 1);
	kiosk_close(&k);
	PROVES("R62");
}

/* ---- the signed-in tenant ------------------------------------------------------------------- */

static const struct session *tenant(struct kiosk *k)
{
	static const char text[] = "{\"number\":\"H1042\",\"units\":[{\"key\":\"D1\"}]}";
	struct val *v;
	assert_int_equal(val_parse(text, strlen(text), NULL, &v, NULL), OK);
	return sessions_begin(k->app, v);
}

static void a_signed_in_tenant_reports_for_own_objects(void **state)
{
	struct kiosk k;
	struct intake_result r;
	struct report_fault f;
	struct report opened;
	(void)state;
	kiosk_enrolled(&k);
	const struct session *who = tenant(&k);
	assert_int_equal(accept(&k, REPORT(ID "2", "1.0", "DRP", "D2", ""), who, &r, &f), ERR_INPUT);
	assert_string_equal(f.field, "unit");
	assert_int_equal(accept(&k, GOOD, who, &r, &f), OK);
	VAL(v) = open_item(&k, 1);
	assert_int_equal(report_read(v, true, &opened, &f), OK);
	assert_string_equal(opened.actor_kind, "tenant");
	assert_string_equal(opened.actor_ref, "H1042");
	kiosk_close(&k);
	PROVES("R28 R30 R50");
}

/* ---- alarms --------------------------------------------------------------------------------- */

static int press(struct kiosk *k, const char *code, char id[UUID_TEXT], bool *is_new)
{
	db_event_begin(k->app->db);
	int err = intake_alarm(k->app, code, "nl", id, is_new);
	db_event_end(k->app->db, err == OK);
	assert_int_equal(db_turn_commit(k->app->db), OK);
	return err;
}

static void one_alarm_a_minute_and_before_all_else(void **state)
{
	struct kiosk k;
	struct intake_result r;
	struct report_fault f;
	char first[UUID_TEXT], again[UUID_TEXT], later[UUID_TEXT];
	bool is_new;
	(void)state;
	kiosk_enrolled(&k);
	k.app->set.queue_items = 1;
	assert_int_equal(accept(&k, GOOD, NULL, &r, &f), OK);
	assert_int_equal(press(&k, "GAS", first, &is_new), OK);
	assert_true(is_new);
	pass(&k.time, 59 * SECOND_MS);
	assert_int_equal(press(&k, "GAS", again, &is_new), OK);
	assert_false(is_new);
	assert_string_equal(first, again);
	pass(&k.time, SECOND_MS);
	assert_int_equal(press(&k, "GAS", later, &is_new), OK);
	assert_true(is_new);
	assert_string_not_equal(first, later);
	assert_int_equal(rows(&k, ITEMS), 3);
	assert_int_equal(rows(&k, "SELECT n & 0xffffffffff FROM outbox_queue ORDER BY rank, n"), 2);
	assert_int_equal(press(&k, "NIETS", later, &is_new), ERR_NOT_FOUND);
	kiosk_close(&k);
	PROVES("R51 R52");
}

/* ---- following it --------------------------------------------------------------------------- */

static void receipt_and_code_tell_how_it_stands(void **state)
{
	struct kiosk k;
	struct intake_result r;
	struct report_fault f;
	struct reply rp;
	(void)state;
	kiosk_enrolled(&k);
	assert_int_equal(accept(&k, GOOD, NULL, &r, &f), OK);
	assert_int_equal(follow(&k, r.receipt, r.follow, &rp), OK);
	VAL(v) = reply_json(&rp);
	assert_string_equal(val_str_of(v, "state", ""), "kiosk");
	assert_true(val_is_null(val_get(v, "case")));
	buf_free(&rp.body);
	assert_int_equal(follow(&k, "K7QD-00000-0", r.follow, &rp), ERR_INPUT);
	for (int i = 0; i < 3; i++)
		assert_int_equal(follow(&k, r.receipt, "000000", &rp), ERR_CREDENTIALS);
	assert_int_equal(follow(&k, r.receipt, r.follow, &rp), ERR_SLOW_DOWN);
	assert_int_equal(rp.wait_s, 15);
	kiosk_close(&k);
	PROVES("R62 R64");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_complete_report_gets_its_receipt),
		cmocka_unit_test(the_same_report_twice_is_one_report),
		cmocka_unit_test(each_refusal_names_its_field_and_keeps_nothing),
		cmocka_unit_test(the_previous_catalogue_is_still_good),
		cmocka_unit_test(without_identity_or_catalogue_nothing_is_promised),
		cmocka_unit_test(a_full_queue_says_so_and_drops_nothing),
		cmocka_unit_test(a_signed_in_tenant_reports_for_own_objects),
		cmocka_unit_test(one_alarm_a_minute_and_before_all_else),
		cmocka_unit_test(receipt_and_code_tell_how_it_stands),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
