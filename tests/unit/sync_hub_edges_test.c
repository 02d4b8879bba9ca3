/* Central's door at its edges: the last character, the last number, the last row of a table.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/sync_hub.h"

/* Sign for one host and come with another spelling of it. */
static void come_as(struct world *w, const char *signed_for, const char *host, enum sync_fault want)
{
	struct wired x = { .body = { 0 } };
	struct hub_reply r;
	char keyid[SIG_KEYID];

	make(w, &x, "GET", "/chain?seq=0", "", "", 0);
	text_copy(x.authority, sizeof x.authority, signed_for);
	snprintf(keyid, sizeof keyid, "%s.1", w->near.id.device);
	sign_again(&x, &w->near.id.key, keyid, w->wall / 1000);
	text_copy(x.authority, sizeof x.authority, host);
	(void)!wired_serve(w, &x, &r);
	assert_string_equal(fault_row(r.fault)->code, fault_row(want)->code);
	buf_free(&r.body);
	buf_free(&x.body);
}

static void hosts_are_compared_without_case_and_default_port(void **state)
{
	struct world *w = world_ready();

	(void)state;
	w->hub.authorities = "other.test central.test last.test";
	come_as(w, "central.test", "CENTRAL.test:443", FAULT_NONE);
	come_as(w, "central.test", "central.test:80", FAULT_NONE);
	come_as(w, "last.test", "last.test", FAULT_NONE);
	come_as(w, "other.test", "other.test", FAULT_NONE);
	come_as(w, "central.test:8443", "central.test:8443", FAULT_BAD_SIGNATURE);
	come_as(w, "entral.test", "entral.test", FAULT_BAD_SIGNATURE);
	come_as(w, "central.tes", "central.tes", FAULT_BAD_SIGNATURE);
	come_as(w, "", "", FAULT_BAD_SIGNATURE);
	w->hub.authorities = "";
	come_as(w, "az@[`{az09", "AZ@[`{az09", FAULT_NONE);
	come_as(w, "a", "A", FAULT_NONE);
	come_as(w, "a", "a:80", FAULT_NONE);
	come_as(w, "a", "a:443", FAULT_NONE);
	come_as(w, ":80", ":80", FAULT_NONE); /* nothing but a port is a name */
	come_as(w, ":443", ":443", FAULT_NONE);
	come_as(w, "", "", FAULT_BAD_SIGNATURE);
	world_close(w);
	PROVES("R62");
}

static enum sync_fault got(struct world *w, const char *target)
{
	struct wired x = { .body = { 0 } };
	struct hub_reply r;

	make(w, &x, "GET", target, "", "", 0);
	(void)!wired_serve(w, &x, &r);
	buf_free(&r.body);
	buf_free(&x.body);
	return r.fault;
}

static void targets_are_made_of_these_characters(void **state)
{
	static const char *const GOOD[] = { "/azAZ09-._~", "/.a", "/..a", "/a.", "/a..", "/...", "/x/.x" };
	static const char *const BAD[] = { "/`", "/{", "/@", "/[", "//x", "/:", "/.", "/..", "/x/.", "/x/..", "/x/" };
	struct world *w = world_ready();
	char path[1200] = "/";
	size_t room = 1024 - strlen("/sync/v1") - 1; /* with the '?' */

	(void)state;
	for (size_t i = 0; i < COUNT_OF(GOOD); i++)
		assert_int_equal(got(w, GOOD[i]), FAULT_NOT_FOUND);
	for (size_t i = 0; i < COUNT_OF(BAD); i++)
		assert_int_equal(got(w, BAD[i]), FAULT_BAD_REQUEST);
	assert_int_equal(got(w, "/chain?azAZ09-._~=azAZ09-._~&seq=0"), FAULT_NONE);
	assert_int_equal(got(w, "/chain?seq=0&a="), FAULT_NONE);
	assert_int_equal(got(w, "/chain?seq=0&="), FAULT_BAD_REQUEST);
	assert_int_equal(got(w, "/chain?seq=0&a"), FAULT_BAD_REQUEST);
	memset(path + 1, 'a', room - 1);
	assert_int_equal(got(w, path), FAULT_NOT_FOUND);
	path[room] = 'a';
	assert_int_equal(got(w, path), FAULT_BAD_REQUEST);
	world_close(w);
	PROVES("R62");
}

/* Serve a request with this counter. */
static enum sync_fault with_counter(struct world *w, int64_t counter)
{
	struct wired x = { .body = { 0 } };
	struct hub_reply r;

	w->device.counter = counter - 1;
	make(w, &x, "GET", "/chain?seq=0", "", "", 0);
	(void)!wired_serve(w, &x, &r);
	buf_free(&r.body);
	buf_free(&x.body);
	return r.fault;
}

static void a_counter_is_good_once_wherever_the_window_stands(void **state)
{
	struct world *w = world_ready();
	int64_t c = w->far.devices[0].counter + 100;

	(void)state;
	assert_int_equal(with_counter(w, c), FAULT_NONE);
	assert_int_equal(with_counter(w, c + 1), FAULT_NONE);
	assert_int_equal(with_counter(w, c + 5), FAULT_NONE);
	for (int64_t i = 0; i <= 5; i++) /* those between are still good, once */
		assert_int_equal(with_counter(w, c + i), i < 2 || i == 5 ? FAULT_COUNTER_REPLAYED : FAULT_NONE);
	assert_int_equal(with_counter(w, c + 3), FAULT_COUNTER_REPLAYED);
	assert_int_equal(with_counter(w, c + 5 + HUB_WINDOW), FAULT_NONE);
	assert_int_equal(with_counter(w, c + 5), FAULT_COUNTER_REPLAYED); /* fell out of the window */
	assert_int_equal(with_counter(w, c + 6), FAULT_NONE);             /* the oldest in it */
	assert_int_equal(with_counter(w, c + 6), FAULT_COUNTER_REPLAYED);
	assert_int_equal(with_counter(w, c + 3 * HUB_WINDOW), FAULT_NONE); /* over the whole window */
	assert_int_equal(with_counter(w, c + 3 * HUB_WINDOW - 1), FAULT_NONE);
	assert_int_equal(with_counter(w, c + 3 * HUB_WINDOW), FAULT_COUNTER_REPLAYED);
	world_close(w);
	PROVES("R62 R70");
}

static void what_is_new_is_counted_and_alarms_are_told(void **state)
{
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };
	struct hub_reply r;
	struct wire_detail d = { .kind = "alarm.fire", .schema = 1, .key = "k-1",
		.t = { w->wall, w->mono, "b00b00b00b00b00b00b00b00b00b00bb" } };
	BUF(text);

	(void)state;
	for (int i = 0; i < 3; i++)
		world_capture(w);
	make_items(w, &x, 1, 3);
	served(w, &x, &r);
	assert_int_equal(r.stored, 3);
	assert_false(r.alarm);
	assert_string_equal(r.device, w->near.id.device);
	buf_free(&r.body);
	make_items(w, &x, 1, 3);
	served(w, &x, &r);
	assert_int_equal(r.stored, 0);
	buf_free(&r.body);
	head_text(w, &text);
	wire_item_write(&text, 4, "019303f2-7c10-7abc-8def-0123456789ab", &d, "x", 1);
	wire_batch_end(&text);
	make_batch(w, &x, text.data, text.len);
	served(w, &x, &r);
	assert_int_equal(r.stored, 1);
	assert_true(r.alarm);
	buf_free(&r.body);
	buf_free(&x.body);
	world_close(w);
	PROVES("R62");
}

static void a_child_is_said_to_be_parked(void **state)
{
	static const char CHILD[] = "{\"seq\":1,\"id\":\"019303f2-7c10-7abc-8def-0123456789ab\",\"kind\":\"report.new\",\"schema\":1,"
		"\"t\":{\"wall\":1,\"mono\":1,\"boot\":\"b00b00b00b00b00b00b00b00b00b00bb\"},\"key\":\"k-1\",\"body\":\"eA==\","
		"\"after\":[\"019303f2-7c10-7abc-8def-0123456789ac\"]}";
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };
	struct wire_reply *reply = mem_new(1, sizeof *reply);
	struct hub_reply r;
	BUF(text);

	(void)state;
	head_text(w, &text);
	wire_batch_item(&text, CHILD, sizeof CHILD - 1, true);
	wire_batch_end(&text);
	make_batch(w, &x, text.data, text.len);
	served(w, &x, &r);
	assert_int_equal(wire_reply_read(r.body.data, r.body.len, reply), OK);
	assert_int_equal(reply->result_count, 1);
	assert_int_equal(reply->results[0].r, RESULT_PARKED);
	assert_int_equal(reply->results[0].seq, 1);
	assert_true(wire_in_ranges(reply->ack, reply->ack_count, 1));
	assert_true(w->far.items[0].parked);
	free(reply);
	buf_free(&r.body);
	buf_free(&x.body);
	world_close(w);
	PROVES("R62");
}

static void taken(void *ctx, int64_t device, const char *version)
{
	(void)device;
	assert_string_equal(version, "v1");
	((struct far_end *)ctx)->voids += 1000;
}

static void a_site_is_taken_with_its_last_byte(void **state)
{
	struct hub_store store = FAR_STORE;
	struct world *w = world_ready();

	(void)state;
	store.site_taken = taken;
	w->hub.store = &store;
	assert_int_equal(got(w, "/site/v1"), FAULT_NONE);
	assert_int_equal(got(w, "/site/v1?from=1299"), FAULT_NONE);
	assert_int_equal(w->far.voids, 0);
	assert_int_equal(got(w, "/site/v1?from=1300"), FAULT_NONE);
	assert_int_equal(w->far.voids, 1000);
	assert_int_equal(got(w, "/site/v1?from=x"), FAULT_BAD_REQUEST);
	world_close(w);
	PROVES("R62");
}

static void a_new_device_is_what_its_code_says(void **state)
{
	struct world *w = world_ready();
	const struct hub_device *d = &w->far.devices[0];

	(void)state;
	assert_string_equal(d->kind, "kiosk");
	assert_int_equal(d->state, HUB_ACTIVE);
	assert_int_equal(d->key_no, 1);
	assert_int_equal(strlen(d->prefix), 4);
	assert_int_equal(d->hwm, 0);
	assert_true(uuid_valid(d->uuid));
	assert_true(d->contact >= WORLD_START);
	world_close(w);
	PROVES("R70");
}

static void a_body_is_not_for_who_only_asks(void **state)
{
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };

	(void)state;
	make(w, &x, "GET", "/chain?seq=0", "text/plain", "x", 1);
	refused(w, &x, FAULT_TOO_LARGE);
	make(w, &x, "GET", "/changes", "text/plain", "x", 1);
	refused(w, &x, FAULT_TOO_LARGE);
	buf_free(&x.body);
	world_close(w);
	PROVES("R62");
}

/* An enrolment with a wrong proof from this address. */
static enum sync_fault guess(struct world *w, const char *peer)
{
	static const char BODY[] = "{\"v\":1,\"code_id\":\"B1EX\",\"pubkey\":\"%s\",\"kind\":\"kiosk\",\"hw_hint\":\"\",\"sw\":\"x\",\"proof\":\"%s\"}";
	struct wired x = { .body = { 0 } };
	struct sign_key k;
	struct hub_reply r;
	char pub[HEX32_TEXT], body[400];

	sign_key_make(&k);
	hex_encode(k.pub, 32, pub);
	int n = snprintf(body, sizeof body, BODY, pub, pub);
	make(w, &x, "POST", "/enrol", "application/json", body, (size_t)n);
	text_copy(x.counter, sizeof x.counter, "1");
	text_copy(x.peer, sizeof x.peer, peer);
	sign_again(&x, &k, "enrol.B1EX", w->wall / 1000);
	(void)!wired_serve(w, &x, &r);
	buf_free(&r.body);
	buf_free(&x.body);
	return r.fault;
}

static void who_guesses_now_is_remembered_longest(void **state)
{
	struct world *w = world_ready();
	char peer[32];

	(void)state;
	assert_int_equal(guess(w, "198.51.100.1"), FAULT_BAD_CODE);
	for (int i = 1; i < HUB_PEERS; i++) {
		world_pass(w, 10);
		snprintf(peer, sizeof peer, "203.0.113.%d", i);
		assert_int_equal(guess(w, peer), FAULT_BAD_CODE);
	}
	world_pass(w, 61 * SECOND_MS);
	for (int i = 0; i < 10; i++) /* a minute later: counted anew */
		assert_int_equal(guess(w, "198.51.100.1"), FAULT_BAD_CODE);
	assert_int_equal(guess(w, "198.51.100.1"), FAULT_SLOW_DOWN);
	assert_int_equal(guess(w, "198.51.100.99"), FAULT_BAD_CODE); /* takes the oldest's place */
	assert_int_equal(guess(w, "198.51.100.1"), FAULT_SLOW_DOWN);
	assert_int_equal(guess(w, "203.0.113.5"), FAULT_BAD_CODE);
	world_close(w);
	PROVES("R70");
}

/* What fell out of the window and comes round in it again is not taken for seen. */
static void a_slot_of_the_window_is_cleared_for_the_next_round(void **state)
{
	struct world *w = world_ready();
	int64_t c = (w->far.devices[0].counter / HUB_WINDOW + 2) * HUB_WINDOW;

	(void)state;
	for (int64_t i = 0; i < 24; i++) /* every bit of three bytes */
		assert_int_equal(with_counter(w, c + i), FAULT_NONE);
	assert_int_equal(with_counter(w, c + HUB_WINDOW + 23), FAULT_NONE);
	for (int64_t i = 0; i < 23; i++)
		assert_int_equal(with_counter(w, c + HUB_WINDOW + i), FAULT_NONE);
	for (int64_t i = 0; i < 24; i++)
		assert_int_equal(with_counter(w, c + HUB_WINDOW + i), FAULT_COUNTER_REPLAYED);
	world_close(w);
	PROVES("R62 R70");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hosts_are_compared_without_case_and_default_port),
		cmocka_unit_test(targets_are_made_of_these_characters),
		cmocka_unit_test(a_counter_is_good_once_wherever_the_window_stands),
		cmocka_unit_test(what_is_new_is_counted_and_alarms_are_told),
		cmocka_unit_test(a_child_is_said_to_be_parked),
		cmocka_unit_test(a_site_is_taken_with_its_last_byte),
		cmocka_unit_test(a_new_device_is_what_its_code_says),
		cmocka_unit_test(a_body_is_not_for_who_only_asks),
		cmocka_unit_test(who_guesses_now_is_remembered_longest),
		cmocka_unit_test(a_slot_of_the_window_is_cleared_for_the_next_round),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
