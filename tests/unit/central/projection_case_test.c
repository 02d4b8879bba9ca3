/* From report to case: route with its reason, deadline, confirmation.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/ladder.h"
#include "tests/unit/central/cases.h"

static struct case_row get(struct office *o, int64_t nr)
{
	struct case_row c;
	assert_true(case_find(o->app.db, nr, &c));
	return c;
}

static bool copy_outgoing(void *ctx, const struct outgoing *row)
{
	*(struct outgoing *)ctx = *row;
	return false;
}

static struct outgoing confirmation(struct office *o, int64_t nr)
{
	struct outgoing out = { .n = 0 };
	outgoing_each(o->app.db, NULL, nr, 1, copy_outgoing, &out);
	assert_int_not_equal(out.n, 0);
	return out;
}

static void a_report_goes_to_one_party_with_the_rule_that_chose_it(void **state)
{
	struct office *o = *state;
	struct report r;
	office_report(&r, 0);
	struct case_row c = get(o, office_case(o, &r, 1));
	assert_string_equal(c.party, "dept:repair");
	assert_int_equal(c.rule, 50);
	assert_int_equal(c.rule_set, 1);
	assert_string_equal(c.tried, "aahg");
	assert_string_equal(c.catalogue, "1.0");
	assert_int_equal(c.state, ST_NEW);
	assert_string_equal(c.receipt, r.receipt);
	PROVES("R8 R53 D5");
}

static void a_zero_energy_home_goes_to_its_own_provider(void **state)
{
	struct office *o = *state;
	struct report r;
	char label[80];
	office_report(&r, 0);
	strcpy(r.unit, "N-1");
	struct case_row c = get(o, office_case(o, &r, 1));
	assert_string_equal(c.party, "zon");
	routing_party_label(&o->app, c.party, label, sizeof label);
	assert_string_equal(label, "Zonzeker");
	PROVES("R6 R8");
}

static void without_a_match_staff_must_choose(void **state)
{
	struct office *o = *state;
	struct report r;
	office_report(&r, 0);
	strcpy(r.unit, "N-2"); /* zero-energy, but the register names no provider */
	struct case_row c = get(o, office_case(o, &r, 1));
	assert_int_equal(c.state, ST_EXCEPTION);
	assert_string_equal(c.party, "");
	assert_int_equal(c.rule, 0);
	office_report(&r, 1);
	strcpy(r.unit, "X-9"); /* not in the register at all */
	c = get(o, office_case(o, &r, 2));
	assert_int_equal(c.state, ST_EXCEPTION);
	assert_string_equal(c.tried, "unit:unknown");
	assert_int_equal(case_count(o->app.db, VIEW_EXCEPTIONS, NULL, o->wall, 10), 2);
	PROVES("R8 R9");
}

static void who_pays_decides_with_the_service_plan_and_own_rules(void **state)
{
	struct office *o = *state;
	struct report r;
	office_must_import(o, "rules", "rank,rule,payer,party,reason\n"
		"10,zelf,tenant,dept:phone,Voor rekening van de huurder\n20,rest,,dept:repair,Gewoon\n");
	office_must_import(o, "tenants", TENANTS_HEAD "7001,Ans,,,yes,A-1\n7002,Bep,,,no,A-1\n");
	office_report(&r, 0);
	strcpy(r.fault, "LEK");
	strcpy(r.via, "phone");
	strcpy(r.actor_kind, "tenant");
	strcpy(r.actor_ref, "7002");
	assert_string_equal(get(o, office_case(o, &r, 1)).party, "dept:phone");
	strcpy(r.id, "019303f2-7c10-7abc-8def-012345678901");
	receipt_make("K7QD", "4M2X1", r.receipt);
	strcpy(r.actor_ref, "7001");
	assert_string_equal(get(o, office_case(o, &r, 2)).party, "dept:repair");
	snprintf(o->app.settings.payers, sizeof o->app.settings.payers, "LEERTJE=landlord los =x");
	o->app.payers = settings_payers(&o->app.settings);
	assert_int_equal(val_count(o->app.payers), 1);
	assert_string_equal(val_str_of(o->app.payers, "LEERTJE", ""), "landlord");
	strcpy(r.id, "019303f2-7c10-7abc-8def-012345678902");
	receipt_make("K7QD", "4M2X2", r.receipt);
	strcpy(r.actor_ref, "7002");
	assert_string_equal(get(o, office_case(o, &r, 3)).party, "dept:repair");
	PROVES("R34");
}

static void a_decision_stays_with_the_rules_that_made_it(void **state)
{
	struct office *o = *state;
	struct report r;
	struct rules *owned;
	office_report(&r, 0);
	int64_t nr = office_case(o, &r, 1);
	office_must_import(o, "rules", "rank,rule,party,reason\n10,alles,dept:phone,Nieuw beleid\n");
	struct case_row c = get(o, nr);
	const struct rules *then = routing_rules_of(&o->app, c.rule_set, &owned);
	assert_string_equal(rules_at(then, 4)->name, "rest");
	rules_free(owned);
	office_report(&r, 1);
	c = get(o, office_case(o, &r, 2));
	assert_int_equal(c.rule_set, 2);
	assert_string_equal(c.party, "dept:phone");
	/* The new rules are the ones in memory by now; the first case is still explained by its own. */
	then = routing_rules_of(&o->app, 1, &owned);
	assert_string_equal(rules_at(then, 4)->name, "rest");
	rules_free(owned);
	PROVES("D5");
}

static void deadlines_run_from_capture_so_a_late_batch_is_late_at_once(void **state)
{
	struct office *o = *state;
	struct report r;
	office_report(&r, 0);
	r.t = START_MS - 3 * DAY_MS;
	strcpy(r.fault, "LEK"); /* urgent: called within 2 hours, done within 24 */
	struct case_row c = get(o, office_case(o, &r, 1));
	assert_int_equal(c.due, r.t + 2 * HOUR_MS);
	assert_int_equal(ladder_due(&o->app, c.nr, "done"), r.t + DAY_MS);
	assert_true(c.due < o->wall);
	assert_int_equal(case_count(o->app.db, VIEW_LATE, NULL, o->wall, 10), 1);
	PROVES("R63");
}

static void mail_is_confirmed_by_mail_and_urgent_by_a_call(void **state)
{
	struct office *o = *state;
	struct report r;
	office_report(&r, 0);
	struct outgoing out = confirmation(o, office_case(o, &r, 1));
	assert_string_equal(out.kind, "mail");
	office_report(&r, 1);
	strcpy(r.fault, "LEK");
	out = confirmation(o, office_case(o, &r, 2));
	assert_string_equal(out.kind, "call"); /* although mail was chosen */
	assert_int_equal(out.due, r.t + 120 * MINUTE_MS);
	office_report(&r, 2);
	strcpy(r.via, "phone");
	out = confirmation(o, office_case(o, &r, 3));
	assert_string_equal(out.kind, "call");
	office_report(&r, 3);
	r.mail[0] = '\0';
	out = confirmation(o, office_case(o, &r, 4));
	assert_string_equal(out.kind, "call");
	office_report(&r, 4);
	r.call_first = true;
	r.slot_count = 0;
	int64_t nr = office_case(o, &r, 5);
	struct outgoing wish = confirmation(o, nr); /* the newest of the case */
	assert_string_equal(wish.kind, "call");
	assert_string_equal(wish.why, "planning");
	assert_true(outgoing_find(o->app.db, nr * 100 + 1, &out));
	assert_string_equal(out.kind, "mail");
	PROVES("R39 R41 R42");
}

static void the_surroundings_are_confirmed_too_and_people_are_shielded(void **state)
{
	struct office *o = *state;
	struct report r;
	office_about_people(&r, 0);
	int64_t nr = office_case(o, &r, 1);
	struct case_row c = get(o, nr);
	assert_true(c.restricted);
	assert_string_equal(c.party, "dept:living");
	assert_string_equal(confirmation(o, nr).kind, "mail");
	PROVES("R44 R54 R55");
}

static void the_same_report_twice_is_one_case(void **state)
{
	struct office *o = *state;
	struct report r;
	int64_t nr = 0;
	office_report(&r, 0);
	int64_t first = office_case(o, &r, 1);
	const struct origin again = { .item = 2, .device = DEVICE, .who = "zuil", .captured = r.t };
	db_event_begin(o->app.db);
	int err = projection_report(&o->app, &r, catalogues_get(&o->app, "1.0"), &again, &nr);
	db_event_end(o->app.db, err == OK);
	assert_int_equal(err, ERR_CONFLICT);
	assert_int_equal(nr, first);
	assert_int_equal(case_total(o->app.db), 1);
	PROVES("R50 R62");
}

static void a_receipt_somebody_has_goes_to_staff_and_is_not_refused(void **state)
{
	struct office *o = *state;
	struct report r;
	char receipt[RECEIPT_TEXT];
	office_report(&r, 0);
	strcpy(receipt, r.receipt);
	office_case(o, &r, 1);
	office_report(&r, 1);
	strcpy(r.receipt, receipt);
	struct case_row c = get(o, office_case(o, &r, 2));
	assert_string_not_equal(c.receipt, receipt);
	assert_int_equal(strncmp(c.receipt, receipt, strlen(receipt)), 0);
	assert_int_equal(c.state, ST_EXCEPTION);
	assert_int_equal(db_ask_int(o->app.db, "SELECT count(*) FROM receipt_clash", 0), 1);
	PROVES("D2");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_report_goes_to_one_party_with_the_rule_that_chose_it, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_zero_energy_home_goes_to_its_own_provider, set_up, tear_down),
		cmocka_unit_test_setup_teardown(without_a_match_staff_must_choose, set_up, tear_down),
		cmocka_unit_test_setup_teardown(who_pays_decides_with_the_service_plan_and_own_rules, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_decision_stays_with_the_rules_that_made_it, set_up, tear_down),
		cmocka_unit_test_setup_teardown(deadlines_run_from_capture_so_a_late_batch_is_late_at_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(mail_is_confirmed_by_mail_and_urgent_by_a_call, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_surroundings_are_confirmed_too_and_people_are_shielded, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_same_report_twice_is_one_case, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_receipt_somebody_has_goes_to_staff_and_is_not_refused, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
