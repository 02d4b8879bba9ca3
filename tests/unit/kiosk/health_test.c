/* What the kiosk says about itself.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/kiosk/fixture.h"

#include "firmware/corporation.h"
#include "firmware/health.h"
#include "firmware/status.h"

static void queue_one(struct kiosk *k)
{
	struct outbox_item it = { .kind = "report.new", .schema = 1, .body = "{}", .body_len = 2 };
	text_copy(it.id, sizeof it.id, "018f4a00-0000-7000-8000-000000000001");
	text_copy(it.receipt, sizeof it.receipt, "K7QD-4M2XR-0");
	text_copy(it.t.boot, sizeof it.t.boot, k->app->boot);
	it.t.wall = k->time.wall;
	db_event_begin(k->app->db);
	assert_int_equal(outbox_add(k->app->db, &it), OK);
	assert_int_equal(db_event_commit(k->app->db, true), OK);
}

static void the_report_counts_what_waits(void **state)
{
	struct kiosk k;
	(void)state;
	kiosk_enrolled(&k);
	queue_one(&k);
	pass(&k.time, 90 * SECOND_MS);
	VAL(v) = health_report(k.app);
	const struct val *queue = val_get(v, "queue");
	assert_int_equal(val_int_of(queue, "pending", -1), 1);
	assert_int_equal(val_int_of(queue, "oldest_s", -1), 90);
	assert_true(val_int_of(queue, "bytes", -1) > 0);
	assert_int_equal(val_int_of(queue, "dead", -1), 0);
	assert_true(val_bool_of(v, "enrolled", false));
	assert_string_equal(val_str_of(val_get(v, "device"), "prefix", ""), "K7QD");
	assert_string_equal(val_str_of(val_get(v, "versions"), "catalogue", ""), "1.0");
	kiosk_close(&k);
	PROVES("R62");
}

static void ready_means_enrolled_and_a_site(void **state)
{
	struct kiosk k;
	struct request rq = request_of(HTTP_GET, "/readyz");
	struct reply rp = { 0 };
	(void)state;
	kiosk_bare(&k);
	assert_int_equal(health_live(k.app, &rq, &rp), OK);
	buf_clear(&rp.body);
	assert_int_equal(health_ready(k.app, &rq, &rp), ERR_SETUP);
	buf_free(&rp.body);
	kiosk_close(&k);
	kiosk_enrolled(&k);
	assert_int_equal(health_ready(k.app, &rq, &rp), ERR_SETUP);
	kiosk_close(&k);
	PROVES("R70");
}

static void the_feed_names_the_corporation_and_the_place(void **state)
{
	struct kiosk k;
	struct corporation c;
	(void)state;
	kiosk_enrolled(&k);
	text_copy(k.app->set.phone, sizeof k.app->set.phone, "0123");
	corporation_read(k.app, &c);
	assert_string_equal(c.name, "");
	assert_string_equal(c.phone, "0123");
	assert_int_equal(c.promises.confirm_days, 2); /* until the office says otherwise */
	assert_int_equal(c.promises.urgent_hours, 24);
	put_config(&k, "corporation", "{\"name\":\"Woonstede\",\"phone\":\"088 1\",\"promises\":"
		   "{\"confirm_days\":3,\"fitter_days\":0,\"planned_days\":\"4\",\"outside_days\":367}}");
	put_config(&k, "kiosk.018f4a00-1111-7222-8333-444444444444", "{\"place\":\"Hal\"}");
	corporation_read(k.app, &c);
	assert_string_equal(c.name, "Woonstede");
	assert_string_equal(c.phone, "088 1");
	assert_string_equal(c.place, "Hal");
	assert_int_equal(c.promises.confirm_days, 3);
	assert_int_equal(c.promises.fitter_days, 10); /* what cannot be a promise is none */
	assert_int_equal(c.promises.planned_days, 30);
	assert_int_equal(c.promises.outside_days, 5);
	kiosk_close(&k);
	PROVES("R1");
}

static void status_says_the_same_in_words_and_in_json(void **state)
{
	struct kiosk k;
	char *text = NULL;
	size_t n;
	(void)state;
	kiosk_enrolled(&k);
	queue_one(&k);
	FILE *out = open_memstream(&text, &n);
	assert_int_equal(status_print(k.app, false, out), OK);
	fclose(out);
	assert_non_null(strstr(text, "1 unsent"));
	free(text);
	out = open_memstream(&text, &n);
	assert_int_equal(status_print(k.app, true, out), OK);
	fclose(out);
	assert_non_null(strstr(text, "\"pending\":1"));
	free(text);
	kiosk_close(&k);
	PROVES("R62");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_report_counts_what_waits),
		cmocka_unit_test(ready_means_enrolled_and_a_site),
		cmocka_unit_test(the_feed_names_the_corporation_and_the_place),
		cmocka_unit_test(status_says_the_same_in_words_and_in_json),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
