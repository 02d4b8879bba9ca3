/* Answers a device must not trip over: signed and unreadable, of another request, refusals without their numbers,
 * keys of central that lead nowhere, batches that do not shrink.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/sync_say.h"

#define REPLY_Z "application/vnd.portiek.reply-z"
#define STRANGE "5555555555555555555555555555555555555555555555555555555555555555"

/* A pair whose device has a batch under way. */
static struct world *asking(struct device_request *rq)
{
	struct world *w = world_ready();

	world_capture(w);
	asks(w, rq);
	return w;
}

static void failed_with(struct world *w, const char *why)
{
	assert_string_equal(w->device.marks.last_error, why);
	assert_int_equal(w->device.backoff.failures, 1);
	assert_int_equal(near_pending(&w->near), 1);
	assert_false(w->device.online);
	world_run(w, HOUR_MS);
	world_check_all(w);
	world_close(w);
}

static void what_is_signed_must_be_readable_and_for_this_request(void **state)
{
	static const struct { const char *type, *body, *why; } ROWS[] = {
		{ REPLY_Z, "no zlib", "bad_reply" }, { JSON_TYPE, "no JSON", "bad_reply" }, { JSON_TYPE, "{\"v\":1}", "other_request" },
		{ JSON_TYPE, "{\"req_sig\":7}", "other_request" }, { JSON_TYPE, "{\"req_sig\":\"other\"}", "other_request" }, { JSON_TYPE, "[]", "other_request" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		struct device_request rq;
		struct world *w = asking(&rq);

		say_bytes(w, &rq, 200, ROWS[i].type, ROWS[i].body, strlen(ROWS[i].body));
		failed_with(w, ROWS[i].why);
	}
	PROVES("R62 R70");
}

static void what_nobody_signed_is_a_portal_or_a_stranger(void **state)
{
	static const struct { int status; const char *type, *why; } ROWS[] = {
		{ 200, "text/html; charset=utf-8", "portal" }, { 299, "text/plain", "unsigned" }, { 300, "", "portal" }, { 399, "", "portal" },
		{ 400, "", "unsigned" }, { 511, "", "portal" }, { 512, "", "unsigned" }, { 200, "text/htm", "unsigned" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		struct device_request rq;
		struct world *w = asking(&rq);
		struct device_answer a = { .status = ROWS[i].status, .type = ROWS[i].type, .body = "x", .len = 1, .why = "", .digest = "",
			.input = "", .signature = "" };

		device_answer(&w->device, rq.slot, &a);
		buf_free(&rq.headers);
		buf_free(&rq.body);
		failed_with(w, ROWS[i].why);
	}
	PROVES("R62 R70");
}

/* ---- refusals --------------------------------------------------------------------------------------------- */

/* The refusal alone, without a time. */
static void say_bare(struct world *w, struct device_request *rq, enum sync_fault f)
{
	BUF(body);

	buf_fmt(&body, "{\"error\":\"%s\",\"req_sig\":\"%s\"}", fault_row(f)->code, w->device.flights[rq->slot].sig_text);
	say_bytes(w, rq, fault_row(f)->status, JSON_TYPE, buf_text(&body), body.len);
}

static void a_clock_is_mended_by_what_central_says_once(void **state)
{
	struct device_request rq;
	struct world *w = asking(&rq);
	int64_t said = w->device.said;

	(void)state;
	say_bare(w, &rq, FAULT_CLOCK_SKEW); /* says no time: nothing to mend by */
	assert_int_equal(w->device.marks.skew_s, 0);
	assert_int_equal(w->device.said, said);
	assert_int_equal(w->device.backoff.failures, 0);
	w->off = -HOUR_MS;
	asks(w, &rq);
	say_fault(w, &rq, FAULT_CLOCK_SKEW, ""); /* the second in a row waits */
	assert_int_equal(w->device.marks.skew_s, 3600);
	assert_int_equal(w->device.backoff.failures, 1);
	world_pass(w, MINUTE_MS);
	asks(w, &rq);
	say_fault(w, &rq, FAULT_CLOCK_SKEW, "");
	assert_int_equal(w->device.backoff.failures, 1); /* and the third does not */
	world_run(w, HOUR_MS);
	world_check_all(w);
	world_close(w);
	PROVES("R62");
}

static void a_counter_is_a_twin_only_when_it_is_higher(void **state)
{
	static const struct { const char *more; bool twin; } ROWS[] = {
		{ "", false }, { "\"max\":-1", false }, { "\"max\":%lld", false }, { "\"max\":1%lld", true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		struct device_request rq;
		struct world *w = asking(&rq);
		char more[64];

		snprintf(more, sizeof more, ROWS[i].more, (long long)w->device.counter);
		say_fault(w, &rq, FAULT_COUNTER_REPLAYED, more);
		assert_int_equal(w->device.turn == TURN_REINCARNATE, ROWS[i].twin);
		assert_int_equal(w->device.backoff.failures, 0);
		world_close(w);
	}
	PROVES("R62 R70");
}

/* What makes no sense for a batch is waited out like a failure. */
static void an_older_central_without_a_door_is_waited_for(void **state)
{
	struct device_request rq;
	struct world *w = asking(&rq);

	(void)state;
	say_fault(w, &rq, FAULT_NOT_FOUND, "");
	assert_int_equal(w->device.backoff.failures, 1);
	assert_string_equal(w->device.marks.last_error, "not_found");
	assert_true(w->device.has_pending);
	world_run(w, HOUR_MS);
	world_check_all(w);
	w->device.o.poll_ms = MINUTE_MS;
	w->device.poll_at = w->mono;
	asks(w, &rq);
	say_fault(w, &rq, FAULT_BAD_JSON, "\"path\":\"/items/0\""); /* an empty batch has nothing to split */
	assert_int_equal(w->device.backoff.failures, 1);
	assert_int_equal(w->device.group_count, 0);
	world_close(w);
	PROVES("R62");
}

static void a_turn_meets_refusals_like_any_request(void **state)
{
	static const struct { enum sync_fault f; int failures; enum device_turn turn; bool stopped; } ROWS[] = {
		{ FAULT_BUSY, 1, TURN_NONE, false }, { FAULT_CLOCK_SKEW, 0, TURN_ROTATE, false },
		{ FAULT_COUNTER_REPLAYED, 0, TURN_ROTATE, false }, { FAULT_DEVICE_REVOKED, 0, TURN_ROTATE, true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		struct world *w = world_ready();
		struct device_request rq;

		device_rotate_start(&w->device);
		asks(w, &rq);
		assert_string_equal(rq.target, "/sync/v1/device/rotate");
		say_fault(w, &rq, ROWS[i].f, "");
		assert_int_equal(w->device.backoff.failures, ROWS[i].failures);
		assert_int_equal(w->device.turn, ROWS[i].turn);
		assert_int_equal(w->device.stopped, ROWS[i].stopped);
		assert_int_equal(w->device.backoff.asked, 0);
		world_close(w);
	}
	PROVES("R70");
}

/* A device whose store knows no other identity goes on asking as it is. */
static void who_cannot_recover_waits(void **state)
{
	struct device_store store = NEAR_STORE;
	struct device_request rq;
	struct world *w = asking(&rq);

	(void)state;
	store.became = NULL;
	w->device.o.store = &store;
	say_fault(w, &rq, FAULT_UNKNOWN_DEVICE, "");
	assert_int_equal(w->device.turn, TURN_NONE);
	failed_with(w, "unknown_device");
	PROVES("R62");
}

static void nobody_asks_before_a_code_was_typed(void **state)
{
	struct world *w = world_open();
	struct device_request rq;

	(void)state;
	asks_nothing(w);
	assert_int_equal(device_wait(&w->device), -1);
	device_enrol(&w->device, WORLD_CODE, "");
	assert_int_equal(device_wait(&w->device), 0);
	asks(w, &rq);
	assert_string_equal(rq.target, "/sync/v1/hello");
	assert_int_equal(rq.deadline_ms, 20 * SECOND_MS);
	asks_nothing(w); /* one at a time */
	assert_int_equal(device_wait(&w->device), -1);
	no_answer(w, &rq);
	assert_string_equal(w->device.marks.last_error, "net_timeout");
	assert_int_equal(w->device.backoff.failures, 1);
	assert_true(device_wait(&w->device) > 0);
	world_pass(w, MINUTE_MS);
	assert_true(world_exchange(w));
	asks(w, &rq);
	say_fault(w, &rq, FAULT_UNKNOWN_DEVICE, ""); /* makes no sense of a code: told, and not asked again */
	assert_int_equal(w->device.enrol_result, ERR_NETWORK);
	assert_int_equal(w->device.turn, TURN_NONE);
	asks_nothing(w);
	assert_int_equal(device_wait(&w->device), -1);
	world_close(w);
	PROVES("R70");
}

/* ---- keys of central ----------------------------------------------------------------------------------------- */

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

/* ---- batches that do not shrink ---------------------------------------------------------------------------------- */

static void what_comes_out_too_large_is_filled_again_with_half(void **state)
{
	struct world *w = world_ready();
	struct device_request rq;
	BUF(file);

	(void)state;
	for (int i = 0; i < 16; i++) { /* as if sealed texts were not base64 */
		uint8_t raw[20000];

		crypt_random(raw, sizeof raw);
		world_capture(w);
		buf_clear(&w->near.items[i].text);
		buf_add(&w->near.items[i].text, raw, sizeof raw);
	}
	assert_int_equal(device_export(&w->device, 0, &file), 8);
	asks(w, &rq);
	assert_int_equal(w->device.flights[rq.slot].count, 8);
	no_answer(w, &rq);
	w->device.credit_bytes = 90000;
	world_pass(w, HOUR_MS);
	asks(w, &rq);
	assert_int_equal(w->device.flights[rq.slot].count, 2); /* five fit as text, half of them as packed */
	assert_true(w->device.has_pending);
	no_answer(w, &rq);
	world_close(w);
	PROVES("R62");
}

/* One item goes however large it is: central says what becomes of it. */
static void one_item_is_never_too_large_to_be_sent(void **state)
{
	struct world *w = world_ready();
	struct buf *text;
	BUF(file);

	(void)state;
	world_capture(w);
	text = &w->near.items[0].text;
	buf_clear(text);
	for (int i = 0; i < 30; i++) {
		uint8_t raw[10000];

		crypt_random(raw, sizeof raw);
		buf_add(text, raw, sizeof raw);
	}
	assert_int_equal(device_export(&w->device, 0, &file), 1);
	assert_true(file.len > WIRE_PACKED);
	world_close(w);
	PROVES("D11 R62");
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
		cmocka_unit_test(what_is_signed_must_be_readable_and_for_this_request),
		cmocka_unit_test(what_nobody_signed_is_a_portal_or_a_stranger),
		cmocka_unit_test(a_clock_is_mended_by_what_central_says_once),
		cmocka_unit_test(a_counter_is_a_twin_only_when_it_is_higher),
		cmocka_unit_test(an_older_central_without_a_door_is_waited_for),
		cmocka_unit_test(a_turn_meets_refusals_like_any_request),
		cmocka_unit_test(who_cannot_recover_waits),
		cmocka_unit_test(nobody_asks_before_a_code_was_typed),
		cmocka_unit_test(only_a_strangers_key_is_asked_about),
		cmocka_unit_test(a_list_of_keys_leads_on_or_not),
		cmocka_unit_test(a_followed_key_that_cannot_be_kept_is_not_followed),
		cmocka_unit_test(what_comes_out_too_large_is_filled_again_with_half),
		cmocka_unit_test(one_item_is_never_too_large_to_be_sent),
		cmocka_unit_test(who_is_nobody_yet_follows_no_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
