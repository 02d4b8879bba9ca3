/* Answers a device must not trip over: signed and unreadable, of another request, refusals without their numbers,
 * batches that do not shrink.
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
		cmocka_unit_test(what_comes_out_too_large_is_filled_again_with_half),
		cmocka_unit_test(one_item_is_never_too_large_to_be_sent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
