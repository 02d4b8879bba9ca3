/* Answers of tenants at the office: the right case by its proof, once, never dropped.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/central/answers.h"

static void an_answer_stands_in_the_history_once(void **state)
{
	struct office *o = *state;
	struct report r;
	char code[INGEST_CODE], path[INGEST_PATH];
	int64_t nr = filed(o, &r, 0), checked;
	struct answer a = about(&r, "half");
	assert_int_equal(apply(o, &a, code, path), OK);
	assert_int_equal(apply(o, &a, code, path), OK);
	struct told t = told(o, nr, "said");
	assert_int_equal(t.count, 1);
	assert_string_equal(t.detail, "{\"id\":\"" ID "0\",\"answer\":\"half\",\"words\":\"Het lekt nog.\","
				      "\"t\":1795560000005,\"channel\":\"kiosk\",\"lang\":\"nl\"}");
	strcpy(a.id, ID "1");
	strcpy(a.answer, "solved");
	assert_int_equal(apply(o, &a, code, path), OK);
	assert_int_equal(told(o, nr, "said").count, 2);
	assert_int_equal(event_verify(o->app.db, &checked), 0);
	PROVES("D8 D12 R62");
}

static void without_case_or_proof_it_waits_in_the_quarantine(void **state)
{
	struct office *o = *state;
	struct report r, other;
	char code[INGEST_CODE], path[INGEST_PATH];
	int64_t nr = filed(o, &r, 1);
	struct answer a = about(&r, "not");
	report_follow_hash(r.id, "AB10CE", a.follow);
	a.follow[REPORT_FOLLOW] = '\0';
	assert_int_equal(apply(o, &a, code, path), ERR_INPUT);
	assert_string_equal(code, "wrong_proof");
	office_report(&other, 2);
	a = about(&other, "not");
	strcpy(a.follow, r.follow);
	assert_int_equal(apply(o, &a, code, path), ERR_INPUT);
	assert_string_equal(code, "unknown_case");
	a = about(&r, "not");
	a.follow[0] = '\0';
	assert_int_equal(apply(o, &a, code, path), ERR_INPUT);
	assert_string_equal(path, "follow");
	a = about(&r, "perhaps");
	assert_int_equal(apply(o, &a, code, path), ERR_INPUT);
	assert_string_equal(code, "bad_field");
	assert_int_equal(told(o, nr, "said").count, 0);
	PROVES("D8 R64");
}

static void a_receipt_two_reports_have_is_told_apart_by_the_code(void **state)
{
	struct office *o = *state;
	struct report first, second;
	char code[INGEST_CODE], path[INGEST_PATH];
	int64_t one = filed(o, &first, 0);
	office_report(&second, 1);
	strcpy(second.receipt, first.receipt);
	report_follow_hash(second.id, CODE, second.follow);
	int64_t two = office_case(o, &second, 0);
	struct answer a = about(&second, "not");
	assert_int_equal(apply(o, &a, code, path), OK);
	assert_int_equal(told(o, one, "said").count, 0);
	assert_int_equal(told(o, two, "said").count, 1);
	PROVES("D2 D8");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(an_answer_stands_in_the_history_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(without_case_or_proof_it_waits_in_the_quarantine, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_receipt_two_reports_have_is_told_apart_by_the_code, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
