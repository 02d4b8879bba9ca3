/* A code becomes a device, for those who know it and nobody else (section 2).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/sync_hub.h"

/* An enrolment request of a device with this key and code. */
static void make_enrol(struct world *w, struct wired *x, const struct sign_key *k, const char *secret,
		       const char *kind, const char *hint)
{
	uint8_t proof[32];
	char pub[HEX32_TEXT], hex[HEX32_TEXT];
	BUF(body);

	proof_device(secret, k->pub, w->hub.key.pub, proof);
	hex_encode(k->pub, 32, pub);
	hex_encode(proof, 32, hex);
	buf_fmt(&body, "{\"v\":1,\"code_id\":\"B1EM\",\"pubkey\":\"%s\",\"kind\":\"%s\",\"hw_hint\":\"%s\","
		"\"sw\":\"test\",\"proof\":\"%s\"}", pub, kind, hint, hex);
	buf_free(&x->body);
	memset(x, 0, sizeof *x);
	text_copy(x->method, sizeof x->method, "POST");
	text_copy(x->authority, sizeof x->authority, "central.test:8080");
	text_copy(x->path, sizeof x->path, "/sync/v1/enrol");
	text_copy(x->protocol, sizeof x->protocol, "1.0");
	text_copy(x->counter, sizeof x->counter, "1");
	text_copy(x->type, sizeof x->type, "application/json");
	text_copy(x->peer, sizeof x->peer, "192.0.2.7");
	buf_add(&x->body, body.data, body.len);
	sig_digest(body.data, body.len, x->digest);
	sign_again(x, k, "enrol.B1EM", w->wall / 1000);
}

static void enrolment_needs_the_right_proof(void **state)
{
	struct world *w = world_open();
	struct wired x = { .body = { 0 } };
	struct sign_key k, other;
	struct hub_reply r;

	(void)state;
	sign_key_make(&k);
	sign_key_make(&other);
	make_enrol(w, &x, &k, "0000000000000000", "kiosk", "");
	refused(w, &x, FAULT_BAD_CODE);
	make_enrol(w, &x, &k, "EJQG07MFKKZSG07M", "tablet", "");
	refused(w, &x, FAULT_BAD_CODE); /* issued for a kiosk */
	make_enrol(w, &x, &k, "EJQG07MFKKZSG07M", "kiosk", "");
	sign_again(&x, &other, "enrol.B1EM", w->wall / 1000);
	refused(w, &x, FAULT_BAD_SIGNATURE);
	sign_again(&x, &k, "enrol.AAAA", w->wall / 1000);
	refused(w, &x, FAULT_BAD_SIGNATURE);
	sign_again(&x, &k, "enrol.B1EM", w->wall / 1000 - 400);
	refused(w, &x, FAULT_CLOCK_SKEW);
	assert_int_equal(w->far.device_count, 0);
	make_enrol(w, &x, &k, "EJQG07MFKKZSG07M", "kiosk", "");
	served(w, &x, &r);
	assert_int_equal(w->far.device_count, 1);
	assert_int_equal(w->far.devices[0].state, HUB_ACTIVE);
	buf_free(&r.body);
	buf_free(&x.body);
	world_close(w);
	PROVES("R70");
}

static void a_lost_enrolment_reply_can_be_asked_again(void **state)
{
	struct world *w = world_open();
	struct wired x = { .body = { 0 } };
	struct sign_key k, other;
	struct hub_reply one, two;

	(void)state;
	sign_key_make(&k);
	sign_key_make(&other);
	make_enrol(w, &x, &k, "EJQG07MFKKZSG07M", "kiosk", "");
	served(w, &x, &one);
	make_enrol(w, &x, &k, "EJQG07MFKKZSG07M", "kiosk", "");
	served(w, &x, &two);
	assert_int_equal(w->far.device_count, 1);
	assert_string_equal(strstr(buf_text(&one.body), "\"device\""),
			    strstr(buf_text(&two.body), "\"device\""));
	make_enrol(w, &x, &other, "EJQG07MFKKZSG07M", "kiosk", "");
	refused(w, &x, FAULT_BAD_CODE); /* used by another key */
	world_pass(w, 49 * HOUR_MS);
	make_enrol(w, &x, &k, "EJQG07MFKKZSG07M", "kiosk", "");
	refused(w, &x, FAULT_BAD_CODE); /* the validity is over */
	buf_free(&one.body);
	buf_free(&two.body);
	buf_free(&x.body);
	world_close(w);
	PROVES("R70");
}

static void five_wrong_proofs_burn_a_code(void **state)
{
	struct world *w = world_open();
	struct wired x = { .body = { 0 } };
	struct sign_key k;

	(void)state;
	sign_key_make(&k);
	for (int i = 0; i < HUB_FAILURES; i++) {
		make_enrol(w, &x, &k, "0000000000000000", "kiosk", "");
		refused(w, &x, FAULT_BAD_CODE);
	}
	make_enrol(w, &x, &k, "EJQG07MFKKZSG07M", "kiosk", "");
	refused(w, &x, FAULT_BAD_CODE);
	assert_int_equal(w->far.device_count, 0);
	buf_free(&x.body);
	world_close(w);
	PROVES("R70");
}

static void guessing_is_slowed_down_per_address(void **state)
{
	struct world *w = world_open();
	struct wired x = { .body = { 0 } };
	struct sign_key k;
	struct hub_reply r;

	(void)state;
	sign_key_make(&k);
	w->far.has_code = false;
	for (int i = 0; i < 10; i++) {
		make_enrol(w, &x, &k, "0000000000000000", "kiosk", "");
		refused(w, &x, FAULT_BAD_CODE);
	}
	w->far.has_code = true;
	make_enrol(w, &x, &k, "EJQG07MFKKZSG07M", "kiosk", "");
	refused(w, &x, FAULT_SLOW_DOWN);
	text_copy(x.peer, sizeof x.peer, "192.0.2.8");
	served(w, &x, &r); /* another address is not held up */
	buf_free(&r.body);
	world_pass(w, 2 * MINUTE_MS);
	make_enrol(w, &x, &k, "EJQG07MFKKZSG07M", "kiosk", "");
	served(w, &x, &r);
	buf_free(&r.body);
	buf_free(&x.body);
	world_close(w);
	PROVES("R70");
}

static void the_same_hardware_waits_for_approval(void **state)
{
	struct world *w = world_open();
	struct wired x = { .body = { 0 } };
	struct sign_key k;
	struct hub_reply r;

	(void)state;
	sign_key_make(&k);
	make_enrol(w, &x, &k, "EJQG07MFKKZSG07M", "kiosk",
		   "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff");
	served(w, &x, &r);
	assert_int_equal(w->far.devices[0].state, HUB_PENDING);
	assert_non_null(strstr(buf_text(&r.body), "\"state\":\"pending\""));
	buf_free(&r.body);
	buf_free(&x.body);
	world_close(w);
	PROVES("R70");
}

/* Somebody between kiosk and central who does not know the code cannot play central. */
static bool other_central(struct world *w, struct device_answer *a, struct hub_reply *r)
{
	char *proof = strstr(buf_text(&r->body), "\"server_proof\":\"");

	if (!proof)
		return true;
	proof[16] = proof[16] == '0' ? '1' : '0';
	sig_digest(r->body.data, r->body.len, r->digest);
	sig_reply_make(&w->hub.key, r->status, r->digest, w->wall / 1000, r->input, r->signature);
	a->body = r->body.data;
	return true;
}

static void a_device_believes_only_a_central_that_knows_the_code(void **state)
{
	struct world *w = world_open();

	(void)state;
	w->spoil = other_central;
	device_enrol(&w->device, WORLD_CODE, "");
	world_run(w, MINUTE_MS);
	assert_int_equal(w->device.enrol_result, ERR_CREDENTIALS);
	assert_false(w->device.enrolled);
	world_close(w);
	PROVES("R70");
}

static void a_device_survives_a_lost_enrolment_reply(void **state)
{
	struct world *w = world_open();

	(void)state;
	device_enrol(&w->device, WORLD_CODE, "");
	assert_true(world_exchange(w)); /* hello */
	w->lose = 1;
	w->device.o.poll_ms = -1;
	world_run(w, HOUR_MS);
	assert_int_equal(w->device.enrol_result, OK);
	assert_int_equal(w->far.device_count, 1);
	world_close(w);
	PROVES("R70");
}

/* The kiosk dies after it was enrolled and had spoken; the same command is given again. Its counter goes
 * on, else central would take it for its own twin. Matrix 51. */
static void an_enrolment_repeated_after_a_crash_is_no_twin(void **state)
{
	struct world *w = world_open();

	(void)state;
	device_enrol(&w->device, WORLD_CODE, "");
	world_run(w, MINUTE_MS);
	assert_int_equal(w->device.enrol_result, OK);
	int64_t before = w->far.devices[0].counter;
	assert_true(before > 1);
	device_enrol(&w->device, WORLD_CODE, "");
	w->device.enrolled = false;
	world_run(w, MINUTE_MS);
	assert_int_equal(w->device.enrol_result, OK);
	assert_int_equal(w->far.device_count, 1);
	assert_int_equal(w->replays, 0);
	assert_true(w->far.devices[0].counter > before);
	world_close(w);
	PROVES("R70");
}

static void a_wrong_code_is_told_at_once(void **state)
{
	struct world *w = world_open();

	(void)state;
	device_enrol(&w->device, "B1EM0000000000000000", "");
	world_run(w, MINUTE_MS);
	assert_int_equal(w->device.enrol_result, ERR_CREDENTIALS);
	assert_int_equal(w->far.code.failures, 1);
	world_close(w);
	PROVES("R70");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(enrolment_needs_the_right_proof),
		cmocka_unit_test(a_lost_enrolment_reply_can_be_asked_again),
		cmocka_unit_test(five_wrong_proofs_burn_a_code),
		cmocka_unit_test(guessing_is_slowed_down_per_address),
		cmocka_unit_test(the_same_hardware_waits_for_approval),
		cmocka_unit_test(a_device_believes_only_a_central_that_knows_the_code),
		cmocka_unit_test(a_device_survives_a_lost_enrolment_reply),
		cmocka_unit_test(an_enrolment_repeated_after_a_crash_is_no_twin),
		cmocka_unit_test(a_wrong_code_is_told_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
