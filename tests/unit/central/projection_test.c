/* From report to case: route with its reason, deadline, confirmation, and what is not understood.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/catalogues.h"
#include "tests/unit/central/office.h"

#define DEVICE "01930000-0000-7000-8000-000000000001"

static int set_up(void **state)
{
	struct office *o = office_open();
	office_must_import(o, "rules", "rank,rule,branch,cause,object,fault,urgency,nom,payer,provider,party,reason\n"
		"10,mensen,surroundings,people,,,,,,,dept:living,Overlast\n"
		"20,buiten,surroundings,,,,,,,,dept:living,Omgeving\n"
		"30,nom,home,,KRAAN,,,yes,,yes,@provider,Aanbieder onderhoudt\n"
		"40,spoed,home,,,,urgent|emergency,no,,,dept:repair,Spoed\n"
		"50,rest,home,,,,normal|planned,no,,,dept:repair,Gewoon\n");
	*state = o;
	return 0;
}

static int tear_down(void **state)
{
	office_close(*state);
	return 0;
}

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
	assert_int_equal(case_count(o->app.db, VIEW_EXCEPTIONS, o->wall, 10), 2);
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
	PROVES("D5");
}

static void deadlines_run_from_capture_so_a_late_batch_is_late_at_once(void **state)
{
	struct office *o = *state;
	struct report r;
	office_report(&r, 0);
	r.t = START_MS - 3 * DAY_MS;
	strcpy(r.fault, "LEK"); /* urgent: 24 hours */
	struct case_row c = get(o, office_case(o, &r, 1));
	assert_int_equal(c.due, r.t + DAY_MS);
	assert_true(c.due < o->wall);
	assert_int_equal(case_count(o->app.db, VIEW_LATE, o->wall, 10), 1);
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
	office_report(&r, 0);
	strcpy(r.branch, "surroundings");
	strcpy(r.kind, "nuisance");
	strcpy(r.cause, "people");
	strcpy(r.fault, "GELUID");
	strcpy(r.place_code, "STRAAT");
	r.unit[0] = r.room[0] = r.object[0] = '\0';
	r.slot_count = 0;
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

static void an_alarm_stands_until_somebody_takes_it(void **state)
{
	struct office *o = *state;
	struct report r;
	char code[INGEST_CODE], path[INGEST_PATH];
	office_report(&r, 5);
	strcpy(r.branch, "alarm");
	strcpy(r.kind, "alarm");
	strcpy(r.fault, "GAS");
	assert_int_equal(apply(o, "alarm.new", 1, &r, code, path), OK);
	assert_int_equal(apply(o, "alarm.new", 1, &r, code, path), OK);
	assert_int_equal(alarm_waiting(o->app.db), 1);
	assert_int_equal(case_total(o->app.db), 0);
	db_event_begin(o->app.db);
	assert_int_equal(alarm_accept(o->app.db, 1, "kcc", o->wall), OK);
	assert_int_equal(alarm_accept(o->app.db, 99, "kcc", o->wall), ERR_NOT_FOUND);
	db_event_end(o->app.db, true);
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

static bool count_dwelling(void *ctx, const struct dwelling *d)
{
	(void)d;
	++*(int *)ctx;
	return true;
}

static int find_homes(struct office *o, const char *text)
{
	int n = 0;
	dwelling_search(o->app.db, text, 9, count_dwelling, &n);
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
	PROVES("R10");
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
		cmocka_unit_test_setup_teardown(what_is_not_understood_is_named_for_the_quarantine, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_alarm_stands_until_somebody_takes_it, set_up, tear_down),
		cmocka_unit_test_setup_teardown(every_event_is_chained_to_the_one_before, set_up, tear_down),
		cmocka_unit_test(an_event_s_hash_covers_the_whole_past),
		cmocka_unit_test_setup_teardown(the_inbox_is_sorted_late_first, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_case_is_found_by_receipt_number_address_and_name, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_address_is_found_as_it_is_typed, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
