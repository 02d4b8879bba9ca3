/* Answering about a report at the kiosk: proved, sealed, queued once; what the follow page then says.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/kiosk/fixture.h"

#include "firmware/answers.h"
#include "firmware/cases.h"
#include "firmware/intake.h"

#define ID "018f4a00-0000-7000-8000-00000000000"
#define GOOD                                                                                       \
	"{\"schema\":1,\"id\":\"" ID "1\",\"catalogue\":\"1.0\",\"channel\":\"web\",\"lang\":\"nl\"," \
	"\"actor\":{\"kind\":\"guest\",\"ref\":null},\"branch\":\"home\",\"kind\":\"repair\"," \
	"\"unit\":\"D1\",\"room\":\"BAD\",\"object\":\"KRAAN\",\"fault\":\"DRP\",\"words\":\"\"," \
	"\"answers\":{},\"when\":{\"slots\":[],\"call\":true},\"contact\":{\"name\":\"M. de Vries\"," \
	"\"phone\":\"0612345678\",\"mail\":\"\",\"via\":\"phone\"},\"first_contact\":true,\"t\":1}"

/* A kiosk with one report; its receipt and code in r. */
static void open_with_report(struct kiosk *k, struct intake_result *r)
{
	struct report_fault f;
	kiosk_enrolled(k);
	db_event_begin(k->app->db);
	assert_int_equal(intake_accept(k->app, GOOD, strlen(GOOD), NULL, r, &f), OK);
	db_event_end(k->app->db, true);
	assert_int_equal(db_turn_commit(k->app->db), OK);
}

static struct val *post(struct kiosk *k, int (*handler)(struct app *, const struct request *, struct reply *),
			const char *json, int expect)
{
	struct request rq = request_of(HTTP_POST, "/api/v1/cases");
	struct reply rp = { 0 };
	rq.body = json;
	rq.body_len = strlen(json);
	db_event_begin(k->app->db);
	int err = handler(k->app, &rq, &rp);
	db_event_end(k->app->db, err >= 0);
	assert_int_equal(db_turn_commit(k->app->db), OK);
	assert_int_equal(err, expect);
	struct val *v = err < 0 ? NULL : reply_json(&rp);
	buf_free(&rp.body);
	return v;
}

static struct val *answer(struct kiosk *k, const struct intake_result *r, const char *id, const char *code,
			  const char *more, int expect)
{
	BUF(json);
	buf_fmt(&json, "{\"id\":\"%s\",\"receipt\":\"%s\",\"code\":\"%s\"%s}", id, r->receipt, code, more);
	return post(k, answers_post, buf_text(&json), expect);
}

static struct val *follow(struct kiosk *k, const struct intake_result *r)
{
	BUF(json);
	buf_fmt(&json, "{\"receipt\":\"%s\",\"code\":\"%s\"}", r->receipt, r->follow);
	return post(k, cases_post, buf_text(&json), OK);
}

static void mirror(struct kiosk *k, const char *receipt, const char *state, const char *body)
{
	db_event_begin(k->app->db);
	DB_STMT(st) = db_prepare(k->app->db, "INSERT OR REPLACE INTO case_status VALUES (?, ?, ?)");
	db_bind_text(st, receipt);
	db_bind_text(st, state);
	db_bind_text(st, body);
	assert_int_equal(db_run(st), OK);
	assert_int_equal(db_event_commit(k->app->db, true), OK);
}

#define HALF ",\"answer\":\"half\",\"words\":\"  Het lekt nog.\",\"lang\":\"en\""

static void an_answer_is_sealed_with_its_proof_and_counts_once(void **state)
{
	struct kiosk k;
	struct intake_result r;
	char proof[HEX32_TEXT];
	(void)state;
	open_with_report(&k, &r);
	VAL(first) = answer(&k, &r, ID "2", r.follow, HALF, OK_CREATED);
	assert_string_equal(val_str_of(first, "state", ""), "kiosk");
	pass(&k.time, 5000);
	VAL(again) = answer(&k, &r, ID "2", r.follow, HALF, OK);
	assert_int_equal(val_int_of(again, "t", 0), val_int_of(first, "t", 1));
	assert_int_equal(db_ask_int(k.app->db, "SELECT count(*) FROM outbox_item", -1), 2);
	VAL(sent) = open_item(&k, 2);
	report_follow_hash(ID "1", r.follow, proof);
	proof[REPORT_FOLLOW] = '\0'; /* as the report itself carries it */
	assert_string_equal(val_str_of(sent, "follow", ""), proof);
	assert_string_equal(val_str_of(sent, "receipt", ""), r.receipt);
	assert_string_equal(val_str_of(sent, "answer", ""), "half");
	assert_string_equal(val_str_of(sent, "words", ""), "Het lekt nog.");
	assert_string_equal(val_str_of(sent, "channel", ""), "kiosk");
	assert_int_equal(val_int_of(sent, "t", 0), val_int_of(first, "t", 1));
	assert_null(val_get(sent, "code"));
	VAL(seen) = follow(&k, &r);
	assert_string_equal(val_str_of(val_get(seen, "answered"), "state", ""), "kiosk");
	kiosk_close(&k);
	PROVES("D8 D1 R61 R62");
}

static void without_the_code_nobody_answers(void **state)
{
	struct kiosk k;
	struct intake_result r;
	(void)state;
	open_with_report(&k, &r);
	assert_null(answer(&k, &r, ID "2", "ZZZZZZ", HALF, ERR_CREDENTIALS));
	assert_null(answer(&k, &r, ID "2", r.follow, ",\"answer\":\"maybe\"", ERR_INPUT));
	assert_null(answer(&k, &r, ID "2", r.follow, HALF ",\"follow\":\"x\"", ERR_INPUT));
	assert_null(answer(&k, &r, ID "2", r.follow, HALF ",\"admin\":true", ERR_INPUT));
	assert_null(answer(&k, &r, ID "1", r.follow, HALF, ERR_CONFLICT)); /* the report's own id */
	for (int i = 0; i < 2; i++)
		assert_null(answer(&k, &r, ID "2", "ZZZZZZ", HALF, ERR_CREDENTIALS));
	assert_null(answer(&k, &r, ID "2", r.follow, HALF, ERR_SLOW_DOWN));
	assert_int_equal(db_ask_int(k.app->db, "SELECT count(*) FROM outbox_item", -1), 1);
	kiosk_close(&k);
	PROVES("D8 R64");
}

static void a_full_queue_takes_no_answer(void **state)
{
	struct kiosk k;
	struct intake_result r;
	(void)state;
	open_with_report(&k, &r);
	k.app->set.queue_items = 1;
	assert_null(answer(&k, &r, ID "2", r.follow, HALF, ERR_QUEUE_FULL));
	VAL(seen) = follow(&k, &r);
	assert_true(val_is_null(val_get(seen, "answered")));
	kiosk_close(&k);
	PROVES("D8 R62");
}

static void a_report_of_another_kiosk_is_answered_through_the_mirror(void **state)
{
	struct kiosk k;
	struct intake_result r = { .receipt = "9ZZZ-00000-0", .follow = "AB10CD" };
	char proof[HEX32_TEXT];
	BUF(body);
	(void)state;
	kiosk_enrolled(&k);
	receipt_make("9ZZZ", "00000", r.receipt);
	report_follow_hash(ID "7", r.follow, proof);
	buf_fmt(&body, "{\"id\":\"" ID "7\",\"follow\":\"%s\",\"state\":\"closed\",\"ask\":true,\"t\":5}", proof);
	mirror(&k, r.receipt, "closed", buf_text(&body));
	VAL(seen) = follow(&k, &r);
	assert_true(val_bool_of(val_get(seen, "case"), "ask", false));
	VAL(done) = answer(&k, &r, ID "8", r.follow, ",\"answer\":\"complaint\"", OK_CREATED);
	assert_non_null(done);
	VAL(sent) = open_item(&k, 1);
	assert_string_equal(val_str_of(sent, "follow", ""), proof);
	assert_true(val_is_null(val_get(sent, "words")));
	kiosk_close(&k);
	PROVES("D8 D10 R64");
}

static void the_page_says_whom_to_call_and_whether_one_may_complain(void **state)
{
	struct kiosk k;
	struct intake_result r;
	(void)state;
	open_with_report(&k, &r);
	VAL(young) = follow(&k, &r);
	assert_false(val_bool_of(young, "may_complain", true));
	assert_true(val_is_null(val_get(young, "case")));
	put_config(&k, "complaint", "{\"after_days\":3}");
	pass(&k.time, 3 * DAY_MS);
	VAL(old) = follow(&k, &r);
	assert_true(val_bool_of(old, "may_complain", false));
	sql(&k, "INSERT INTO party VALUES ('zon', '{\"name\":\"Zonzeker\",\"phone\":\"088 1\",\"hours\":\"ma-vr\"}')");
	mirror(&k, r.receipt, "handed", "{\"state\":\"handed\",\"party\":\"Zonzeker\",\"when\":{\"day\":\"2026-11-30\"},\"t\":5}");
	VAL(named) = follow(&k, &r);
	const struct val *c = val_get(named, "case");
	assert_string_equal(val_str_of(c, "state", ""), "handed");
	assert_string_equal(val_str_of(val_get(c, "contact"), "phone", ""), "088 1");
	assert_string_equal(val_str_of(val_get(c, "when"), "day", ""), "2026-11-30");
	sql(&k, "UPDATE party SET body = '{\"name\":\"Zonzeker\",\"phone\":\"088 1\",\"valid_until\":\"2026-01-01\"}'");
	VAL(expired) = follow(&k, &r);
	assert_true(val_is_null(val_get(val_get(expired, "case"), "contact")));
	kiosk_close(&k);
	PROVES("R64 R7 D10");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_answer_is_sealed_with_its_proof_and_counts_once),
		cmocka_unit_test(without_the_code_nobody_answers),
		cmocka_unit_test(a_full_queue_takes_no_answer),
		cmocka_unit_test(a_report_of_another_kiosk_is_answered_through_the_mirror),
		cmocka_unit_test(the_page_says_whom_to_call_and_whether_one_may_complain),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
