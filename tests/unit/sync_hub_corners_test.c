/* Corners of central's door: names that are taken, codes whose device has gone on, families that grow too fast,
 * hosts and states by their names.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/sync_hub_members.h"

#include "shared/sync/hub_inside.h"

/* ---- names ------------------------------------------------------------------------------------------------ */

static int refusals; /* how many names are taken before one is free */

static int taken_enrol(void *ctx, const struct hub_enrol *e, struct hub_device *d, const char *cert, const char *cert_sig,
		       int64_t now)
{
	return refusals-- > 0 ? ERR_CONFLICT : far_enrol(ctx, e, d, cert, cert_sig, now);
}

static int taken_line(void *ctx, int64_t parent, struct hub_device *d, int64_t now)
{
	return refusals-- > 0 ? ERR_CONFLICT : far_reincarnate(ctx, parent, d, now);
}

static int taken_recover(void *ctx, struct hub_device *d, int64_t now)
{
	return refusals-- > 0 ? ERR_CONFLICT : far_recover(ctx, d, now);
}

static void eight_names_are_tried_before_giving_up(void **state)
{
	struct hub_store store = FAR_STORE;

	(void)state;
	store.enrol = taken_enrol;
	store.reincarnate = taken_line;
	store.recover = taken_recover;
	for (int way = 0; way < 3; way++)
		for (int taken = 7; taken <= 8; taken++) {
			struct world *w = way == 0 ? world_open() : world_ready();

			w->hub.store = &store;
			w->device.o.poll_ms = -1;
			if (way == 0)
				device_enrol(&w->device, WORLD_CODE, "");
			if (way == 1)
				device_reincarnate_start(&w->device, "test");
			if (way == 2) {
				w->far.device_count = 0;
				world_capture(w);
			}
			refusals = taken;
			while (refusals > 0 && world_exchange(w))
				if (way == 2)
					world_pass(w, MINUTE_MS);
			assert_int_equal(w->last, taken == 7 ? FAULT_NONE : FAULT_STORAGE_FULL);
			assert_int_equal(w->far.device_count, (taken == 7) + (way == 1));
			world_close(w);
		}
	PROVES("R70");
}

/* ---- codes ------------------------------------------------------------------------------------------------ */

static enum sync_fault enrols_again(struct world *w, const struct wired *x)
{
	struct hub_reply r;

	(void)!wired_serve(w, x, &r);
	buf_free(&r.body);
	return r.fault;
}

/* The lost reply may be asked for again, as long as the device is the one that was made. */
static void a_used_code_is_for_the_device_it_made(void **state)
{
	struct world *w = world_open();
	struct device_request rq = { 0 };
	struct wired x;

	(void)state;
	device_enrol(&w->device, WORLD_CODE, "");
	assert_true(world_exchange(w));
	assert_true(device_next(&w->device, &rq));
	wired_from(&x, &rq);
	assert_int_equal(enrols_again(w, &x), FAULT_NONE);
	assert_int_equal(enrols_again(w, &x), FAULT_NONE);
	w->far.devices[0].pub[0] ^= 1; /* rotated */
	assert_int_equal(enrols_again(w, &x), FAULT_BAD_CODE);
	w->far.devices[0].pub[0] ^= 1;
	w->far.code.pub[0] ^= 1; /* another one used it */
	assert_int_equal(enrols_again(w, &x), FAULT_BAD_CODE);
	w->far.code.pub[0] ^= 1;
	w->far.code.expires = w->wall;
	assert_int_equal(enrols_again(w, &x), FAULT_BAD_CODE);
	w->far.code.expires = w->wall + 1;
	w->far.code.failures = HUB_FAILURES;
	assert_int_equal(enrols_again(w, &x), FAULT_BAD_CODE);
	w->far.code.failures = HUB_FAILURES - 1;
	assert_int_equal(enrols_again(w, &x), FAULT_NONE);
	w->far.has_code = false;
	assert_int_equal(enrols_again(w, &x), FAULT_BAD_CODE);
	w->far.has_code = true;
	w->far.device_count = 0;
	assert_int_equal(enrols_again(w, &x), FAULT_BAD_CODE);
	buf_free(&x.body);
	buf_free(&rq.headers);
	buf_free(&rq.body);
	world_close(w);
	PROVES("R70");
}

/* A guess is told to the audit until the code is burnt. */
static void guesses_are_noted_while_they_matter(void **state)
{
	struct world *w = world_open();
	struct device_request rq = { 0 };
	struct wired x;

	(void)state;
	device_enrol(&w->device, "B1EM0000000000000000", "");
	assert_true(world_exchange(w));
	assert_true(device_next(&w->device, &rq));
	wired_from(&x, &rq);
	for (int i = 1; i <= HUB_FAILURES + 2; i++) {
		assert_int_equal(enrols_again(w, &x), FAULT_BAD_CODE);
		assert_int_equal(strlen(w->far.noted), strlen("device.guess ") * (size_t)(i < HUB_FAILURES ? i : HUB_FAILURES));
		assert_int_equal(w->far.code.failures, i);
	}
	buf_free(&x.body);
	buf_free(&rq.headers);
	buf_free(&rq.body);
	world_close(w);
	PROVES("R70");
}

static void an_enrolment_is_signed_as_one_and_first(void **state)
{
	struct world *w = world_open();
	struct device_request rq = { 0 };
	struct wired x, y;

	(void)state;
	device_enrol(&w->device, WORLD_CODE, "");
	assert_true(world_exchange(w));
	assert_true(device_next(&w->device, &rq));
	wired_from(&x, &rq);
	text_copy(x.authority, sizeof x.authority, "central.test:8080");
	y = x;
	sign_again(&y, &w->near.enrol_key, "enroll.B1EM", w->wall / 1000);
	refused(w, &y, FAULT_BAD_SIGNATURE);
	y = x;
	text_copy(y.counter, sizeof y.counter, "2");
	sign_again(&y, &w->near.enrol_key, "enrol.B1EM", w->wall / 1000);
	refused(w, &y, FAULT_BAD_SIGNATURE);
	assert_int_equal(enrols_again(w, &x), FAULT_NONE);
	buf_free(&x.body);
	buf_free(&rq.headers);
	buf_free(&rq.body);
	world_close(w);
	PROVES("R70");
}

/* ---- families --------------------------------------------------------------------------------------------- */

static int64_t asked_since;
static int64_t lines_of, kin_of;

static int64_t some_lines(void *ctx, int64_t parent, int64_t since)
{
	(void)ctx, (void)parent;
	asked_since = since;
	return lines_of;
}

static int64_t some_kin(void *ctx, int64_t parent, int64_t since)
{
	(void)ctx, (void)parent;
	assert_int_equal(since, asked_since);
	return kin_of;
}

static void a_family_that_grows_too_fast_waits_an_hour(void **state)
{
	static const struct { int64_t lines, kin; bool flood; } ROWS[] = {
		{ HUB_LINES - 1, HUB_KIN - 1, false }, { HUB_LINES, 0, true }, { 0, HUB_KIN, true },
	};
	struct hub_store store = FAR_STORE;

	(void)state;
	store.children = some_lines;
	store.kin = some_kin;
	for (size_t i = 0; i < COUNT_OF(ROWS) * 2; i++) {
		struct world *w = world_ready();
		struct wired x = { .body = { 0 } };
		struct sign_key k;
		struct hub_reply r;
		char keyid[SIG_KEYID];
		BUF(body);

		lines_of = ROWS[i / 2].lines;
		kin_of = ROWS[i / 2].kin;
		store.note = i % 2 ? NULL : far_note; /* nobody has to listen */
		w->hub.store = &store;
		sign_key_make(&k);
		device_keyid(&w->device, keyid);
		device_key_write(&body, keyid, &k);
		make(w, &x, "POST", "/device/reincarnate", JSON_TYPE, body.data, body.len);
		(void)!wired_serve(w, &x, &r);
		assert_int_equal(r.fault, ROWS[i / 2].flood ? FAULT_SLOW_DOWN : FAULT_NONE);
		assert_int_equal(asked_since, w->wall - HOUR_MS);
		assert_int_equal(strstr(buf_text(&r.body), "\"wait_s\":3600}") != NULL, ROWS[i / 2].flood);
		assert_int_equal(w->far.device_count, ROWS[i / 2].flood ? 1 : 2);
		assert_int_equal(w->far.devices[0].state, HUB_FORKED);
		assert_string_equal(w->far.noted, i % 2 ? "" : ROWS[i / 2].flood ? "device.flood " : "device.line ");
		buf_free(&r.body);
		buf_free(&x.body);
		world_close(w);
	}
	PROVES("R70");
}

/* ---- names in the open -------------------------------------------------------------------------------------- */

static void states_and_qualities_have_their_names(void **state)
{
	(void)state;
	assert_string_equal(hub_state_name(HUB_ACTIVE), "active");
	assert_string_equal(hub_state_name(HUB_PENDING), "pending");
	assert_string_equal(hub_state_name(HUB_FORKED), "forked");
	assert_string_equal(hub_state_name(HUB_REVOKED), "revoked");
	assert_string_equal(hub_quality_name(QUALITY_BOOT), "boot");
	assert_string_equal(hub_quality_name(QUALITY_CLAMPED), "clamped");
	assert_string_equal(fault_row(FAULT_MAX)->code, "internal");
	assert_string_equal(fault_row(FAULT_STORAGE_FULL)->code, "storage_full");
	PROVES("R62");
}

static void a_central_with_no_names_of_its_own_takes_any_host(void **state)
{
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };
	struct hub_reply r;

	(void)state;
	w->hub.authorities = NULL;
	hub_init(&w->hub);
	make(w, &x, "GET", "/chain?seq=0", "", "", 0);
	served(w, &x, &r);
	buf_free(&r.body);
	make(w, &x, "GET", "/chain?seq=0", "", "", 0);
	x.authority[0] = '\0';
	sign_again(&x, &w->near.id.key, w->near.id.device, w->wall / 1000);
	refused(w, &x, FAULT_BAD_SIGNATURE); /* but one there must be */
	buf_free(&x.body);
	world_close(w);
	PROVES("R62");
}

static void an_alarm_among_others_is_an_alarm(void **state)
{
	static const char *const KINDS[] = { "report.new", "alarm.fire", "report.new" };
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };
	struct hub_reply r;

	(void)state;
	for (int i = 0; i < 3; i++) {
		struct near_item *it = &w->near.items[world_capture(w) - 1];
		struct wire_detail d = { .schema = 1, .key = "k-1", .t = { w->wall, w->mono, "b00b00b00b00b00b00b00b00b00b00bb" } };
		char id[UUID_TEXT];

		text_copy(d.kind, sizeof d.kind, KINDS[i]);
		uuid_text(it->id, id);
		buf_clear(&it->text);
		wire_item_write(&it->text, i + 1, id, &d, "x", 1);
	}
	for (int again = 0; again < 2; again++) {
		make_items(w, &x, 1, 3);
		served(w, &x, &r);
		assert_int_equal(r.alarm, !again); /* once */
		assert_int_equal(r.stored, again ? 0 : 3);
		buf_free(&r.body);
	}
	buf_free(&x.body);
	world_close(w);
	PROVES("R62");
}

/* A hint of hardware that is active elsewhere makes a device wait for approval; another one does not. */
static void known_hardware_waits_other_does_not(void **state)
{
	static const struct { const char *hint; enum hub_state want; } ROWS[] = {
		{ "f000000000000000000000000000000000000000000000000000000000000000", HUB_PENDING },
		{ "e000000000000000000000000000000000000000000000000000000000000000", HUB_ACTIVE }, { "", HUB_ACTIVE },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		struct world *w = world_open();

		w->device.o.poll_ms = -1;
		device_enrol(&w->device, WORLD_CODE, ROWS[i].hint);
		world_run(w, MINUTE_MS);
		assert_int_equal(w->far.devices[0].state, ROWS[i].want);
		assert_int_equal(w->far.devices[0].key_no, 1);
		assert_int_equal(w->far.devices[0].contact >= WORLD_START, 1);
		world_close(w);
	}
	PROVES("R70");
}

static void a_host_longer_than_any_is_none_of_ours(void **state)
{
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };
	char host[400];

	(void)state;
	memset(host, 'a', sizeof host);
	for (size_t n = 254; n <= 257; n++) {
		struct hub_request q;
		struct hub_reply r = { 0 };

		host[n] = '\0';
		make(w, &x, "GET", "/chain?seq=0", "", "", 0);
		q = (struct hub_request){ .method = x.method, .authority = host, .path = x.path, .query = x.query, .protocol = x.protocol,
			.counter = x.counter, .digest = x.digest, .input = x.input, .signature = x.signature, .type = "", .upload_offset = "",
			.accept = "", .peer = x.peer, .body = "", .body_len = 0 };
		w->hub.authorities = host;
		assert_int_equal(hub_serve(&w->hub, &q, &r), OK);
		assert_int_equal(r.fault, FAULT_BAD_SIGNATURE);
		buf_free(&r.body);
		host[n] = 'a';
	}
	w->hub.authorities = "";
	buf_free(&x.body);
	world_close(w);
	PROVES("R62");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(eight_names_are_tried_before_giving_up),
		cmocka_unit_test(a_used_code_is_for_the_device_it_made),
		cmocka_unit_test(guesses_are_noted_while_they_matter),
		cmocka_unit_test(an_enrolment_is_signed_as_one_and_first),
		cmocka_unit_test(a_family_that_grows_too_fast_waits_an_hour),
		cmocka_unit_test(states_and_qualities_have_their_names),
		cmocka_unit_test(a_central_with_no_names_of_its_own_takes_any_host),
		cmocka_unit_test(an_alarm_among_others_is_an_alarm),
		cmocka_unit_test(known_hardware_waits_other_does_not),
		cmocka_unit_test(a_host_longer_than_any_is_none_of_ours),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
