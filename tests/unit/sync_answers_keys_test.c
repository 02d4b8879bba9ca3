/* Answers signed by a key nobody here knows: asked about, and followed only as far as known keys sign for it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/sync_say.h"

static bool strange_key(struct world *w, struct device_answer *a, struct hub_reply *r)
{
	struct sign_key k;

	sign_key_make(&k);
	sig_reply_make(&k, r->status, r->digest, w->wall / 1000, r->input, r->signature);
	a->signature = r->signature;
	return false;
}

/* A reply by a key nobody here knows makes the device ask hello for the list that leads there. */
static void only_a_strangers_key_is_asked_about(void **state)
{
	struct device_store store = NEAR_STORE;

	(void)state;
	store.became = NULL;
	for (int i = 0; i < 4; i++) {
		struct world *w = world_ready();

		if (i == 1)
			w->device.o.store = &store;
		if (i == 2)
			device_rotate_start(&w->device);
		w->spoil = i == 3 ? NULL : strange_key;
		w->lose = i == 3;
		world_capture(w);
		assert_true(world_exchange(w));
		assert_int_equal(w->device.ask_keys, i == 0 || i == 2);
		assert_int_equal(w->device.turn, i == 2 ? TURN_ROTATE : TURN_NONE);
		world_run(w, HOUR_MS);
		world_check_all(w);
		world_close(w);
	}
	PROVES("R70");
}

/* A step of the list, as it is or with a member changed. */
static void write_step(struct buf *out, const struct sign_key *by, const struct sign_key *next, const char *key_name,
		       const char *by_name, const char *sig_name, int cut)
{
	char text[PROOF_CERT], sig[SIG_TEXT], key[HEX32_TEXT], old[HEX32_TEXT];

	proof_server_key(text, next->pub);
	proof_sign(by, text, sig);
	hex_encode(next->pub, PUBKEY_BYTES, key);
	hex_encode(by->pub, PUBKEY_BYTES, old);
	buf_fmt(out, "{\"%s\":\"%s\",\"%s\":\"%s\",\"%s\":\"%s\"}", key_name, key + (cut == 1), by_name, old + (cut == 2), sig_name, sig + (cut == 3));
}

static void a_list_of_keys_leads_on_or_not(void **state)
{
	static const struct { const char *names[3]; int cut; bool good; } ROWS[] = {
		{ { "key", "by", "sig" }, 0, true }, { { "x", "by", "sig" }, 0, false }, { { "key", "x", "sig" }, 0, false },
		{ { "key", "by", "x" }, 0, false }, { { "key", "by", "sig" }, 1, false }, { { "key", "by", "sig" }, 2, false },
		{ { "key", "by", "sig" }, 3, false },
	};
	struct sign_key next, last;

	(void)state;
	assert_int_equal(crypt_start(), OK);
	sign_key_make(&next);
	sign_key_make(&last);
	for (size_t i = 0; i < COUNT_OF(ROWS) + 3; i++) {
		struct world *w = world_ready();
		struct device_request rq;
		struct device_answer a = { .why = "net_timeout" };
		bool good = i < COUNT_OF(ROWS) && ROWS[i].good;
		BUF(body);

		buf_str(&body, "{\"server_keys\":[7,");
		if (i < COUNT_OF(ROWS))
			write_step(&body, &w->hub.key, &next, ROWS[i].names[0], ROWS[i].names[1], ROWS[i].names[2], ROWS[i].cut);
		else
			write_step(&body, &next, &last, "key", "by", "sig", 0); /* by a key we do not come to */
		if (good) {
			buf_char(&body, ',');
			write_step(&body, &next, &last, "key", "by", "sig", 0);
			buf_str(&body, ",{}");
		}
		buf_str(&body, "]}");
		if (i == COUNT_OF(ROWS) + 1) {
			buf_clear(&body);
			buf_str(&body, "{\"server_keys\":{}}");
		}
		if (i == COUNT_OF(ROWS) + 2)
			body.len--;
		w->device.ask_keys = true;
		w->device.backoff.failures = 0;
		asks(w, &rq);
		assert_string_equal(rq.target, "/sync/v1/hello");
		assert_int_equal(rq.slot, 0);
		a.body = buf_text(&body);
		a.len = body.len;
		device_answer(&w->device, 0, &a);
		assert_false(w->device.ask_keys);
		assert_memory_equal(w->device.id.server_key, good ? last.pub : w->hub.key.pub, PUBKEY_BYTES);
		assert_string_equal(w->device.marks.last_error, good ? "" : "server_key");
		assert_int_equal(w->device.backoff.failures, !good);
		assert_int_equal(w->near.became, good);
		world_close(w);
	}
	PROVES("R70");
}

static void a_followed_key_that_cannot_be_kept_is_not_followed(void **state)
{
	struct world *w = world_ready();
	struct sign_key next;
	struct device_request rq;
	struct device_answer a = { .why = "net_timeout" };
	BUF(body);

	(void)state;
	sign_key_make(&next);
	buf_str(&body, "{\"server_keys\":[");
	write_step(&body, &w->hub.key, &next, "key", "by", "sig", 0);
	buf_str(&body, "]}");
	w->device.ask_keys = true;
	asks(w, &rq);
	a.body = buf_text(&body);
	a.len = body.len;
	w->near.became_fails = true;
	device_answer(&w->device, 0, &a);
	assert_string_equal(w->device.marks.last_error, "storage");
	assert_memory_equal(w->device.id.server_key, w->hub.key.pub, PUBKEY_BYTES);
	w->device.ask_keys = true;
	world_pass(w, MINUTE_MS);
	asks(w, &rq);
	a.err = ERR_NETWORK;
	device_answer(&w->device, 0, &a);
	assert_string_equal(w->device.marks.last_error, "net_timeout");
	assert_false(w->device.ask_keys);
	world_close(w);
	PROVES("R70");
}

/* Before it is anybody a device follows no key: it asks again. */
static void who_is_nobody_yet_follows_no_key(void **state)
{
	struct world *w = world_open();

	(void)state;
	w->device.o.poll_ms = -1;
	device_enrol(&w->device, WORLD_CODE, "");
	assert_true(world_exchange(w));
	w->spoil = strange_key;
	assert_true(world_exchange(w));
	assert_int_equal(w->device.turn, TURN_NONE);
	assert_string_equal(w->device.marks.last_error, "unsigned");
	assert_false(w->device.enrolled);
	world_run(w, HOUR_MS);
	assert_int_equal(w->device.enrol_result, OK);
	world_close(w);
	PROVES("R70");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_a_strangers_key_is_asked_about),
		cmocka_unit_test(a_list_of_keys_leads_on_or_not),
		cmocka_unit_test(a_followed_key_that_cannot_be_kept_is_not_followed),
		cmocka_unit_test(who_is_nobody_yet_follows_no_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
