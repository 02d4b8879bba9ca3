/* Replies about who a device is, with one member missing or wrong though central signed them: nothing of such
 * a reply is taken, the device stays who it was and comes back with the same key.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/sync_turn.h"

struct change {
	const char *from, *to;
};

/* Every member is needed, and needed in its form. */
static const struct change IDENTITY[] = {
	{ "\"device\":", "\"x\":" },           { "\"device\":\"0", "\"device\":\"g" },
	{ "\"device\":\"", "\"device\":\"0" }, { "\"key_no\":", "\"x\":" },
	{ "\"key_no\":", "\"key_no\":0,\"x\":" }, { "\"state\":", "\"x\":" },
	{ "\"state\":\"", "\"state\":\"longer than any" }, { "\"epoch\":", "\"x\":" },
	{ "\"epoch\":\"", "\"epoch\":\"0" },   { "\"site_key\":", "\"x\":" },
	{ "\"receipt_prefix\":", "\"x\":" },   { "\"receipt_prefix\":\"", "\"receipt_prefix\":\"ABC\",\"x\":\"" },
	{ "\"intake_keys\":", "\"x\":" },      { "\"intake_keys\":[", "\"intake_keys\":[],\"x\":[" },
	{ "\"intake_keys\":[", "\"intake_keys\":{},\"x\":[" }, { "{\"id\":", "{\"x\":" },
	{ "\"x25519\":", "\"x\":" },           { "\"x25519\":\"", "\"x25519\":\"zz\",\"x\":\"" },
	{ "\"cert\":", "\"x\":" },             { "\"cert_sig\":", "\"x\":" },
};

static void an_enrolment_is_believed_whole_or_not(void **state)
{
	static const struct change PROOFS[] = {
		{ "\"server_proof\":", "\"x\":" }, { "\"server_proof\":\"", "\"server_proof\":\"zz\",\"x\":\"" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(IDENTITY) + COUNT_OF(PROOFS); i++) {
		const struct change *c = i < COUNT_OF(IDENTITY) ? &IDENTITY[i] : &PROOFS[i - COUNT_OF(IDENTITY)];
		struct world *w = world_open();

		device_enrol(&w->device, WORLD_CODE, "");
		w->device.o.poll_ms = -1;
		assert_true(world_exchange(w)); /* hello */
		alter(w, c->from, c->to);
		world_run(w, MINUTE_MS);
		assert_null(w->from);
		assert_int_equal(w->device.enrol_result, ERR_CREDENTIALS);
		assert_false(w->device.enrolled);
		assert_string_equal(w->near.id.device, "");
		assert_int_equal(device_wait(&w->device), -1);
		world_enrol(w); /* typed again */
		assert_true(w->device.enrolled);
		assert_string_equal(w->near.id.device, w->far.devices[0].uuid);
		world_close(w);
	}
	PROVES("R70");
}

static void what_says_hello_without_a_key_is_a_portal(void **state)
{
	static const struct change HELLOS[] = {
		{ "\"server_key\":", "\"x\":" }, { "\"server_key\":\"", "\"server_key\":\"zz\",\"x\":\"" }, { "{", "[" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(HELLOS); i++) {
		struct world *w = world_open();

		alter(w, HELLOS[i].from, HELLOS[i].to);
		device_enrol(&w->device, WORLD_CODE, "");
		w->device.o.poll_ms = -1;
		assert_true(world_exchange(w));
		assert_string_equal(w->device.marks.last_error, "portal");
		assert_int_equal(w->device.backoff.failures, 1);
		assert_false(w->device.hello_known);
		world_run(w, MINUTE_MS);
		assert_int_equal(w->device.enrol_result, OK);
		world_close(w);
	}
	PROVES("R70");
}

/* ---- a change of identity ------------------------------------------------------------------------------ */

static void a_change_of_identity_is_taken_whole_or_not(void **state)
{
	(void)state;
	for (int t = 0; t < TURNINGS; t++)
		for (size_t i = 0; i < COUNT_OF(IDENTITY); i++) {
			struct world *w = about_to((enum turning)t);
			struct device_identity was = w->device.id;

			alter(w, IDENTITY[i].from, IDENTITY[i].to);
			assert_true(world_exchange(w));
			assert_null(w->from);
			check_stands(w, &was, "bad_reply");
			world_run(w, HOUR_MS);
			assert_int_equal(w->near.became, 1);
			assert_true(w->device.online);
			world_close(w);
		}
	PROVES("R70");
}

static void a_change_of_identity_that_cannot_be_kept_is_asked_again(void **state)
{
	(void)state;
	for (int t = 0; t < TURNINGS; t++) {
		struct world *w = about_to((enum turning)t);
		struct device_identity was = w->device.id;

		w->near.became_fails = true;
		assert_true(world_exchange(w));
		check_stands(w, &was, "storage");
		w->near.became_fails = false;
		world_run(w, HOUR_MS);
		assert_int_equal(w->near.became, 1);
		assert_true(w->device.online);
		world_close(w);
	}
	PROVES("R70");
}

/* An identity in every part as it should be, with a certificate of this signer. */
static void certify(struct world *w, const struct sign_key *by, const char *uuid, int64_t key_no, struct buf *out)
{
	struct hub_device of = { .state = HUB_ACTIVE };
	char cert[PROOF_CERT], sig[SIG_TEXT];

	text_copy(of.uuid, sizeof of.uuid, uuid);
	proof_cert(cert, uuid, key_no, w->device.turn == TURN_RECOVER ? w->device.id.key.pub : w->device.next_key.pub, "kiosk");
	proof_sign(by, cert, sig);
	buf_fmt(out, "\"device\":\"%s\",\"key_no\":%lld,\"state\":\"active\",\"epoch\":\"%s\",\"site_key\":\"RWQ\","
		"\"receipt_prefix\":\"ABCD\",\"intake_keys\":[{\"id\":\"k-1\",\"x25519\":\"%064d\"}],"
		"\"cert\":\"%s\",\"cert_sig\":\"%s\"", uuid, (long long)key_no, w->hub.epoch, 0, cert, sig);
}

/* A rotation keeps the name and takes the next number, a new line has another name, a recovery changes nothing. */
static void a_certified_identity_must_be_the_one_asked_for(void **state)
{
	static const struct { enum turning of; bool other_name; int64_t key_no; bool stranger, good; } ROWS[] = {
		{ ROTATE, false, 2, false, true },  { ROTATE, true, 2, false, false }, { ROTATE, false, 1, false, false },
		{ ROTATE, false, 3, false, false }, { ROTATE, false, 2, true, false },
		{ LINE, true, 1, false, true },     { LINE, false, 1, false, false },  { LINE, true, 1, true, false },
		{ RECOVER, false, 1, false, true }, { RECOVER, true, 1, false, false }, { RECOVER, false, 2, false, false },
		{ RECOVER, false, 1, true, false },
	};
	struct sign_key stranger;

	(void)state;
	assert_int_equal(crypt_start(), OK);
	sign_key_make(&stranger);
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		struct world *w = about_to(ROWS[i].of);
		struct device_identity was = w->device.id;
		struct device_request rq;
		char uuid[UUID_TEXT];
		BUF(members);

		text_copy(uuid, sizeof uuid, was.device);
		if (ROWS[i].other_name)
			uuid[35] = uuid[35] == '0' ? '1' : '0';
		asks(w, &rq);
		certify(w, ROWS[i].stranger ? &stranger : &w->hub.key, uuid, ROWS[i].key_no, &members);
		say(w, &rq, 200, "%s", buf_text(&members));
		assert_int_equal(w->near.became, ROWS[i].good);
		if (!ROWS[i].good)
			check_stands(w, &was, "bad_reply");
		assert_int_equal(w->device.turn == TURN_NONE, ROWS[i].good);
		world_close(w);
	}
	PROVES("R70");
}

/* A new line may have any number but the one it is certified for. */
static void a_certificate_is_for_the_number_that_is_said(void **state)
{
	struct world *w = about_to(LINE);
	struct device_identity was = w->device.id;

	(void)state;
	alter(w, "\"key_no\":1,", "\"key_no\":7,");
	assert_true(world_exchange(w));
	check_stands(w, &was, "bad_reply");
	world_run(w, HOUR_MS);
	assert_int_equal(w->near.id.key_no, 1);
	assert_int_equal(w->near.became, 1);
	world_close(w);
	PROVES("R70");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_enrolment_is_believed_whole_or_not),
		cmocka_unit_test(what_says_hello_without_a_key_is_a_portal),
		cmocka_unit_test(a_change_of_identity_is_taken_whole_or_not),
		cmocka_unit_test(a_change_of_identity_that_cannot_be_kept_is_asked_again),
		cmocka_unit_test(a_certified_identity_must_be_the_one_asked_for),
		cmocka_unit_test(a_certificate_is_for_the_number_that_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
