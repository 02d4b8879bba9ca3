/* Answers of tenants at the office: the right case by its proof, once, never dropped.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/answers.h"
#include "tests/unit/central/office.h"

#define ID "019303f2-7c10-7abc-8def-01234567891"
#define CODE "AB10CD"

static int set_up(void **state)
{
	struct office *o = office_open();
	office_must_import(o, "rules", "rank,rule,party,reason\n10,alles,dept:repair,Gewoon\n");
	*state = o;
	return 0;
}

static int tear_down(void **state)
{
	office_close(*state);
	return 0;
}

/* A case whose follow code is CODE. */
static int64_t filed(struct office *o, struct report *r, int last)
{
	office_report(r, last);
	report_follow_hash(r->id, CODE, r->follow);
	r->follow[last % 2 ? REPORT_FOLLOW : HEX32_TEXT - 1] = '\0'; /* kiosks of both sorts */
	return office_case(o, r, 0);
}

static struct answer about(const struct report *r, const char *what)
{
	struct answer a = { .t = START_MS + 5, .channel = "kiosk", .lang = "nl" };
	strcpy(a.id, ID "0");
	strcpy(a.receipt, r->receipt);
	strcpy(a.follow, r->follow);
	strcpy(a.answer, what);
	strcpy(a.words, "Het lekt nog.");
	return a;
}

static int apply(struct office *o, const struct answer *a, char code[INGEST_CODE], char path[INGEST_PATH])
{
	VAL(body) = answer_write(a);
	struct raw_item it = { .n = 7, .schema = 1, .t = START_MS + 5, .body = body };
	strcpy(it.id, a->id);
	strcpy(it.kind, "case.answer");
	strcpy(it.device, "01930000-0000-7000-8000-000000000001");
	code[0] = path[0] = '\0';
	db_event_begin(o->app.db);
	int err = projection_apply(&o->app, &it, code, path);
	db_event_end(o->app.db, err == OK);
	return err;
}

struct told {
	int count;
	char what[32], detail[400];
};

static void keep(void *ctx, const struct case_event *e)
{
	struct told *t = ctx;
	if (strcmp(e->what, "answer") && strcmp(e->what, "complain"))
		return;
	t->count++;
	text_copy(t->what, sizeof t->what, e->what);
	text_copy(t->detail, sizeof t->detail, e->detail);
}

static struct told told(struct office *o, int64_t nr)
{
	struct told t = { .count = 0 };
	event_each(o->app.db, nr, keep, &t);
	return t;
}

static void an_answer_stands_in_the_history_once(void **state)
{
	struct office *o = *state;
	struct report r;
	char code[INGEST_CODE], path[INGEST_PATH];
	int64_t nr = filed(o, &r, 0), checked;
	struct answer a = about(&r, "half");
	assert_int_equal(apply(o, &a, code, path), OK);
	assert_int_equal(apply(o, &a, code, path), OK);
	struct told t = told(o, nr);
	assert_int_equal(t.count, 1);
	assert_string_equal(t.what, "answer");
	assert_string_equal(t.detail, "{\"id\":\"" ID "0\",\"answer\":\"half\",\"words\":\"Het lekt nog.\","
				      "\"t\":1795560000005,\"channel\":\"kiosk\",\"lang\":\"nl\"}");
	strcpy(a.id, ID "1");
	strcpy(a.answer, "solved");
	assert_int_equal(apply(o, &a, code, path), OK);
	assert_int_equal(told(o, nr).count, 2);
	assert_int_equal(event_verify(o->app.db, &checked), 0);
	PROVES("D8 D12 R62");
}

static void a_complaint_is_an_event_of_its_own(void **state)
{
	struct office *o = *state;
	struct report r;
	char code[INGEST_CODE], path[INGEST_PATH];
	int64_t nr = filed(o, &r, 1);
	struct answer a = about(&r, "complaint");
	a.words[0] = '\0';
	assert_int_equal(apply(o, &a, code, path), OK);
	assert_string_equal(told(o, nr).what, "complain");
	PROVES("D10");
}

static void without_case_or_proof_it_waits_in_the_quarantine(void **state)
{
	struct office *o = *state;
	struct report r, other;
	char code[INGEST_CODE], path[INGEST_PATH];
	int64_t nr = filed(o, &r, 0);
	struct answer a = about(&r, "not");
	report_follow_hash(r.id, "AB10CE", a.follow);
	assert_int_equal(apply(o, &a, code, path), ERR_INPUT);
	assert_string_equal(code, "wrong_proof");
	office_report(&other, 1);
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
	assert_int_equal(told(o, nr).count, 0);
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
	assert_int_equal(told(o, one).count, 0);
	assert_int_equal(told(o, two).count, 1);
	PROVES("D2 D8");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(an_answer_stands_in_the_history_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_complaint_is_an_event_of_its_own, set_up, tear_down),
		cmocka_unit_test_setup_teardown(without_case_or_proof_it_waits_in_the_quarantine, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_receipt_two_reports_have_is_told_apart_by_the_code, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
