/* Central's door: every refusal of section 1 with its code, in its order, without a trace.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/sync_hub.h"

static void targets_must_have_the_plain_form(void **state)
{
	static const char *const BAD[] = { "/", "//batches", "/batches/", "/./batches", "/../batches",
		"/bat%63hes", "/bat ches", "/changes?x", "/changes?x=1&", "/changes?=1",
		"/changes?x=%41", "/changes?x=1&&y=2", "/changes?x=a/b" };
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };
	char path[1200] = "/";

	(void)state;
	for (size_t i = 0; i < COUNT_OF(BAD); i++) {
		make(w, &x, "GET", BAD[i], "", "", 0);
		refused(w, &x, FAULT_BAD_REQUEST);
	}
	memset(path + 1, 'a', 1100);
	make(w, &x, "GET", path, "", "", 0);
	refused(w, &x, FAULT_BAD_REQUEST);
	buf_free(&x.body);
	world_close(w);
	PROVES("R62");
}

static void routes_and_methods_are_checked_next(void **state)
{
	static const char *const UNKNOWN[] = { "/batch", "/batches/x", "/blobs/00", "/device",
		"/device/rotate/x", "/site" };
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(UNKNOWN); i++) {
		make(w, &x, "GET", UNKNOWN[i], "", "", 0);
		refused(w, &x, FAULT_NOT_FOUND);
	}
	make(w, &x, "GET", "/batches", "", "", 0);
	refused(w, &x, FAULT_BAD_METHOD);
	make(w, &x, "POST", "/changes", "application/json", "{}", 2);
	refused(w, &x, FAULT_BAD_METHOD);
	buf_free(&x.body);
	world_close(w);
	PROVES("R62");
}

static void protocol_versions(void **state)
{
	static const char *const BAD[] = { "", "1", "2.0", "1.x", "01.0", "1.0 " };
	struct world *w = world_ready();
	char keyid[SIG_KEYID];
	struct wired x = { .body = { 0 } };
	struct hub_reply r;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(BAD); i++) {
		make(w, &x, "GET", "/chain?seq=0", "", "", 0);
		text_copy(x.protocol, sizeof x.protocol, BAD[i]);
		refused(w, &x, FAULT_BAD_VERSION);
	}
	make(w, &x, "GET", "/chain?seq=0", "", "", 0);
	text_copy(x.protocol, sizeof x.protocol, "1.7"); /* any minor of a known major */
	snprintf(keyid, sizeof keyid, "%s.1", w->near.id.device);
	sign_again(&x, &w->near.id.key, keyid, w->wall / 1000);
	served(w, &x, &r);
	buf_free(&r.body);
	buf_free(&x.body);
	world_close(w);
	PROVES("R62");
}

/* Matrix 64. */
static void signatures_must_be_right(void **state)
{
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };
	struct sign_key other;
	char keyid[SIG_KEYID];

	(void)state;
	sign_key_make(&other);
	snprintf(keyid, sizeof keyid, "%s.1", w->near.id.device);
	make(w, &x, "GET", "/chain?seq=0", "", "", 0);
	x.signature[0] = '\0';
	refused(w, &x, FAULT_BAD_SIGNATURE);
	make(w, &x, "GET", "/chain?seq=0", "", "", 0);
	x.input[0] = '\0';
	refused(w, &x, FAULT_BAD_SIGNATURE);
	make(w, &x, "GET", "/chain?seq=0", "", "", 0);
	sign_again(&x, &other, keyid, w->wall / 1000);
	refused(w, &x, FAULT_BAD_SIGNATURE);
	make(w, &x, "GET", "/chain?seq=0", "", "", 0);
	text_copy(x.path, sizeof x.path, "/sync/v1/changes"); /* good signature, other path */
	refused(w, &x, FAULT_BAD_SIGNATURE);
	make(w, &x, "GET", "/chain?seq=0", "", "", 0);
	text_copy(x.authority, sizeof x.authority, "other.test"); /* other host of ours */
	refused(w, &x, FAULT_BAD_SIGNATURE);
	make(w, &x, "GET", "/chain?seq=0", "", "", 0);
	text_copy(x.authority, sizeof x.authority, "evil.test"); /* not one of ours */
	sign_again(&x, &w->near.id.key, keyid, w->wall / 1000);
	refused(w, &x, FAULT_BAD_SIGNATURE);
	make(w, &x, "GET", "/chain?seq=0", "", "", 0);
	text_copy(x.counter, sizeof x.counter, "007");
	sign_again(&x, &w->near.id.key, keyid, w->wall / 1000);
	refused(w, &x, FAULT_BAD_SIGNATURE);
	buf_free(&x.body);
	world_close(w);
	PROVES("R70");
}

static void only_known_devices_with_their_present_key(void **state)
{
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };
	char keyid[SIG_KEYID];

	(void)state;
	snprintf(keyid, sizeof keyid, "%s.2", w->near.id.device);
	make(w, &x, "GET", "/chain?seq=0", "", "", 0);
	sign_again(&x, &w->near.id.key, keyid, w->wall / 1000);
	refused(w, &x, FAULT_UNKNOWN_DEVICE);
	make(w, &x, "GET", "/chain?seq=0", "", "", 0);
	sign_again(&x, &w->near.id.key, "01a20074-8f8b-7619-88bb-3ef1028ccf8f.1", w->wall / 1000);
	refused(w, &x, FAULT_UNKNOWN_DEVICE);
	make(w, &x, "GET", "/chain?seq=0", "", "", 0);
	sign_again(&x, &w->near.id.key, "somebody", w->wall / 1000);
	refused(w, &x, FAULT_UNKNOWN_DEVICE);
	buf_free(&x.body);
	world_close(w);
	PROVES("R70");
}

static void counters_are_used_once_within_a_window(void **state)
{
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };
	struct hub_reply r;
	int64_t top = w->device.counter + 3000;

	(void)state;
	w->device.counter = top - 1;
	make(w, &x, "GET", "/chain?seq=0", "", "", 0);
	served(w, &x, &r);
	buf_free(&r.body);
	refused(w, &x, FAULT_COUNTER_REPLAYED);
	w->device.counter = top - HUB_WINDOW - 1;
	make(w, &x, "GET", "/chain?seq=0", "", "", 0);
	refused(w, &x, FAULT_COUNTER_REPLAYED); /* too far behind */
	for (int64_t back = HUB_WINDOW - 1; back > 0; back -= 97) {
		w->device.counter = top - back - 1;
		make(w, &x, "GET", "/chain?seq=0", "", "", 0);
		served(w, &x, &r); /* late, but within the window */
		buf_free(&r.body);
		refused(w, &x, FAULT_COUNTER_REPLAYED);
	}
	assert_int_equal(w->far.devices[0].counter, top);
	buf_free(&x.body);
	world_close(w);
	PROVES("R62");
}

/* A wrong signature must not burn a counter; a refused but genuine request must. */
static void counters_are_recorded_after_the_signature(void **state)
{
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };
	struct hub_reply r;
	char keyid[SIG_KEYID];
	struct sign_key other;
	int64_t before = w->far.devices[0].counter;

	(void)state;
	sign_key_make(&other);
	snprintf(keyid, sizeof keyid, "%s.1", w->near.id.device);
	make(w, &x, "GET", "/chain?seq=0", "", "", 0);
	sign_again(&x, &other, keyid, w->wall / 1000);
	refused(w, &x, FAULT_BAD_SIGNATURE);
	assert_int_equal(w->far.devices[0].counter, before);
	sign_again(&x, &w->near.id.key, keyid, w->wall / 1000 - 301);
	refused(w, &x, FAULT_CLOCK_SKEW);
	refused(w, &x, FAULT_COUNTER_REPLAYED);
	make(w, &x, "GET", "/chain?seq=0", "", "", 0);
	sign_again(&x, &w->near.id.key, keyid, w->wall / 1000 + 301);
	refused(w, &x, FAULT_CLOCK_SKEW);
	make(w, &x, "GET", "/chain?seq=0", "", "", 0);
	sign_again(&x, &w->near.id.key, keyid, w->wall / 1000 - 300);
	served(w, &x, &r);
	buf_free(&r.body);
	buf_free(&x.body);
	world_close(w);
	PROVES("R62");
}

static void bodies_are_checked_before_they_are_opened(void **state)
{
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };
	char *big = mem_new(1, WIRE_PACKED + 1);

	(void)state;
	make(w, &x, "POST", "/batches", BATCH_TYPE, big, WIRE_PACKED + 1);
	refused(w, &x, FAULT_TOO_LARGE);
	make(w, &x, "POST", "/batches", "application/json", "{}", 2);
	refused(w, &x, FAULT_BAD_TYPE);
	make(w, &x, "POST", "/batches", BATCH_TYPE, "abc", 3);
	x.body.data[1] = 'B';
	refused(w, &x, FAULT_BAD_DIGEST);
	make(w, &x, "GET", "/changes", "text/plain", "abc", 3);
	refused(w, &x, FAULT_TOO_LARGE);
	free(big);
	buf_free(&x.body);
	world_close(w);
	PROVES("R62");
}

static void states_decide_what_a_device_may(void **state)
{
	static const struct {
		enum hub_state state;
		const char *target;
		enum sync_fault want;
	} CASES[] = {
		{ HUB_PENDING, "/changes", FAULT_DEVICE_PENDING },
		{ HUB_PENDING, "/site/v1", FAULT_DEVICE_PENDING },
		{ HUB_PENDING, "/chain?seq=0", FAULT_NONE },
		{ HUB_FORKED, "/changes", FAULT_DEVICE_FORKED },
		{ HUB_FORKED, "/chain?seq=0", FAULT_DEVICE_FORKED },
		{ HUB_REVOKED, "/changes", FAULT_DEVICE_REVOKED },
		{ HUB_REVOKED, "/chain?seq=0", FAULT_DEVICE_REVOKED },
		{ HUB_ACTIVE, "/changes", FAULT_NONE },
		{ HUB_ACTIVE, "/site/v2", FAULT_NOT_FOUND },
		{ HUB_ACTIVE, "/chain", FAULT_BAD_REQUEST },
		{ HUB_ACTIVE, "/chain?seq=1", FAULT_NOT_FOUND },
		{ HUB_ACTIVE, "/changes?limit=0", FAULT_BAD_REQUEST },
		{ HUB_ACTIVE, "/changes?limit=501", FAULT_BAD_REQUEST },
		{ HUB_ACTIVE, "/changes?cursor=99", FAULT_CURSOR_RESET },
		{ HUB_ACTIVE, "/changes?cursor=forged", FAULT_CURSOR_RESET },
	};
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };
	struct hub_reply r;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(CASES); i++) {
		w->far.devices[0].state = CASES[i].state;
		make(w, &x, "GET", CASES[i].target, "", "", 0);
		(void)!wired_serve(w, &x, &r);
		assert_string_equal(fault_row(r.fault)->code, fault_row(CASES[i].want)->code);
		buf_free(&r.body);
	}
	buf_free(&x.body);
	world_close(w);
	PROVES("R70");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(targets_must_have_the_plain_form),
		cmocka_unit_test(routes_and_methods_are_checked_next),
		cmocka_unit_test(protocol_versions),
		cmocka_unit_test(signatures_must_be_right),
		cmocka_unit_test(only_known_devices_with_their_present_key),
		cmocka_unit_test(counters_are_used_once_within_a_window),
		cmocka_unit_test(counters_are_recorded_after_the_signature),
		cmocka_unit_test(bodies_are_checked_before_they_are_opened),
		cmocka_unit_test(states_decide_what_a_device_may),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
