/* From a report's JSON to a sealed item in the queue.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/kiosk/fixture.h"

#include "firmware/cases.h"
#include "firmware/intake.h"
#include "firmware/outbox.h"
#include "firmware/sessions.h"

#define ID "018f4a00-0000-7000-8000-00000000000"
#define WORDS "hij druppelt de hele nacht door"

#define REPORT(id, catalogue, fault, unit, more)                                                   \
	"{\"schema\":1,\"id\":\"" id "\",\"catalogue\":\"" catalogue "\",\"channel\":\"web\","     \
	"\"lang\":\"nl\",\"actor\":{\"kind\":\"operator\",\"ref\":\"x\"},\"branch\":\"home\","     \
	"\"kind\":\"repair\",\"unit\":\"" unit "\",\"room\":\"BAD\",\"object\":\"KRAAN\","         \
	"\"fault\":\"" fault "\",\"words\":\"" WORDS "\",\"answers\":{},\"when\":{\"slots\":[],"    \
	"\"call\":true},\"contact\":{\"name\":\"M. de Vries\",\"phone\":\"0612345678\","           \
	"\"mail\":\"\",\"via\":\"phone\"},\"first_contact\":true,\"t\":1" more "}"

#define GOOD REPORT(ID "1", "1.0", "DRP", "D1", "")

static int accept(struct kiosk *k, const char *json, const struct session *who,
		  struct intake_result *r, struct report_fault *f)
{
	db_event_begin(k->app->db);
	int err = intake_accept(k->app, json, strlen(json), who, r, f);
	db_event_end(k->app->db, err == OK);
	assert_int_equal(db_turn_commit(k->app->db), OK);
	return err;
}

static int64_t rows(struct kiosk *k, const char *sql)
{
	return db_ask_int(k->app->db, sql, -1);
}

#define ITEMS "SELECT count(*) FROM outbox_item"

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

/* ---- receipts ------------------------------------------------------------------------------- */

/* Randomness that says everything three times: numbers collide, receipts may not. */
static void stuttering(void *out, size_t n)
{
	static uint8_t calls;
	memset(out, calls++ / 6 % 32, n);
}

static void colliding_chance_gives_no_receipt_twice(void **state)
{
	struct kiosk k;
	struct intake_result r;
	struct report_fault f;
	char seen[8][RECEIPT_TEXT], json[2000];
	(void)state;
	kiosk_enrolled(&k);
	k.app->random = stuttering;
	for (int i = 0; i < 8; i++) {
		snprintf(json, sizeof json, "%s", GOOD);
		memcpy(strstr(json, ID) + strlen(ID), &"01234567"[i], 1);
		assert_int_equal(accept(&k, json, NULL, &r, &f), OK);
		for (int j = 0; j < i; j++)
			assert_string_not_equal(seen[j], r.receipt);
		text_copy(seen[i], RECEIPT_TEXT, r.receipt);
	}
	kiosk_close(&k);
	PROVES("D2");
}

static void taken_back_means_never_there(void **state)
{
	struct kiosk k;
	struct intake_result r;
	struct report_fault f;
	struct outbox_totals q;
	(void)state;
	kiosk_enrolled(&k);
	db_event_begin(k.app->db);
	assert_int_equal(intake_accept(k.app, GOOD, strlen(GOOD), NULL, &r, &f), OK);
	db_event_end(k.app->db, false);
	assert_int_equal(db_turn_commit(k.app->db), OK);
	assert_int_equal(rows(&k, ITEMS), 0);
	outbox_totals(k.app->db, &q);
	assert_int_equal(q.pending, 0);
	assert_int_equal(accept(&k, GOOD, NULL, &r, &f), OK);
	assert_false(r.known);
	kiosk_close(&k);
	PROVES("R61");
}

/* ---- sealing -------------------------------------------------------------------------------- */

static bool holds(const struct buf *file, const char *text)
{
	return memmem(file->data, file->len, text, strlen(text)) != NULL;
}

static void the_kiosk_cannot_read_its_own_queue(void **state)
{
	struct kiosk k;
	struct intake_result r;
	struct report_fault f;
	char path[] = "/tmp/portiek-copy-XXXXXX";
	BUF(file);
	(void)state;
	kiosk_enrolled(&k);
	assert_int_equal(accept(&k, GOOD, NULL, &r, &f), OK);
	close(mkstemp(path));
	assert_int_equal(db_backup(k.app->db, path), OK);
	assert_int_equal(fs_read(path, 64 << 20, &file), OK);
	assert_true(holds(&file, r.receipt));
	assert_false(holds(&file, WORDS));
	assert_false(holds(&file, "de Vries"));
	assert_false(holds(&file, "0612345678"));
	assert_false(holds(&file, r.follow));
	fs_remove(path);
	kiosk_close(&k);
	PROVES("D1");
}

static void central_opens_what_the_kiosk_sealed(void **state)
{
	struct kiosk k;
	struct intake_result r;
	struct report_fault f;
	struct report opened;
	VAL(v) = NULL;
	(void)state;
	kiosk_enrolled(&k);
	assert_int_equal(accept(&k, GOOD, NULL, &r, &f), OK);
	v = open_item(&k, 1);
	assert_int_equal(report_read(v, true, &opened, &f), OK);
	assert_string_equal(opened.id, r.id);
	assert_string_equal(opened.receipt, r.receipt);
	assert_string_equal(opened.channel, "kiosk");
	assert_string_equal(opened.actor_kind, "guest");
	assert_string_equal(opened.actor_ref, "");
	assert_int_equal(opened.t, k.time.wall);
	assert_string_equal(opened.words, WORDS);
	assert_int_equal(strlen(opened.follow), 64);
	kiosk_close(&k);
	PROVES("D1 R50");
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

static int follow(struct kiosk *k, const char *receipt, const char *code, struct reply *rp)
{
	char body[100];
	struct request rq = request_of(HTTP_POST, "/api/v1/cases");
	snprintf(body, sizeof body, "{\"receipt\":\"%s\",\"code\":\"%s\"}", receipt, code);
	rq.body = body;
	rq.body_len = strlen(body);
	memset(rp, 0, sizeof *rp);
	return cases_post(k->app, &rq, rp);
}

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
		cmocka_unit_test(colliding_chance_gives_no_receipt_twice),
		cmocka_unit_test(taken_back_means_never_there),
		cmocka_unit_test(the_kiosk_cannot_read_its_own_queue),
		cmocka_unit_test(central_opens_what_the_kiosk_sealed),
		cmocka_unit_test(a_signed_in_tenant_reports_for_own_objects),
		cmocka_unit_test(one_alarm_a_minute_and_before_all_else),
		cmocka_unit_test(receipt_and_code_tell_how_it_stands),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
