/* Who this kiosk is: nothing before enrolment, an identity read back whole, counters.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/kiosk/lobby.h"

/* ---- identity --------------------------------------------------------------------------------------- */

static void nothing_is_captured_before_enrolment(void **state)
{
	struct lobby *l = lobby_open();
	char prefix[5];

	(void)state;
	assert_false(device_enrolled(l->db));
	assert_int_equal(device_receipt_prefix(l->db, prefix), ERR_SETUP);
	assert_int_equal(capture_id(l, "01a20074-0001-7619-88bb-3ef1028ccf8f", "K7QD-00001-0", false),
			 ERR_SETUP);
	world_enrol(l->w);
	assert_true(device_enrolled(l->db));
	assert_int_equal(device_receipt_prefix(l->db, prefix), OK);
	assert_string_equal(prefix, l->w->far.devices[0].prefix);
	capture(l, 1, false);
	lobby_close(l);
	PROVES("R70 D2");
}

static void the_identity_is_read_back_whole(void **state)
{
	struct lobby *l = lobby_ready();
	struct device_identity id;
	struct device_marks m;
	char origin[128];

	(void)state;
	assert_int_equal(device_load(l->db, l->dir, &id), OK);
	assert_memory_equal(&id.key, &l->w->device.id.key, sizeof id.key);
	assert_memory_equal(id.server_key, l->w->hub.key.pub, 32);
	assert_memory_equal(id.intake_pub, l->intake.pub, 32);
	assert_string_equal(id.device, l->w->far.devices[0].uuid);
	assert_string_equal(id.cert, l->w->far.cert[0]);
	assert_string_equal(id.cert_sig, l->w->far.cert_sig[0]);
	device_origin(l->db, origin, sizeof origin);
	assert_string_equal(origin, "http://central.test:8080");
	device_load_marks(l->db, &m);
	assert_string_equal(m.epoch, l->w->hub.epoch);
	assert_int_equal(strlen(m.chain), 64);
	remove_folder(l->dir, "keys");
	assert_int_equal(device_load(l->db, l->dir, &id), ERR_SETUP);
	lobby_close(l);
	PROVES("R70");
}

static void counters_are_reserved_before_they_are_used(void **state)
{
	struct lobby *l = lobby_ready();

	(void)state;
	assert_true(device_counters(l->db) >= l->w->device.counter);
	for (int i = 1; i <= 3; i++) {
		capture(l, i, false);
		world_run(l->w, SECOND_MS);
		assert_true(device_counters(l->db) >= l->w->device.counter);
		assert_true(device_counters(l->db) <= l->w->device.counter + DEVICE_COUNTERS);
	}
	lobby_close(l);
	PROVES("R62");
}

/* ---- outbox ------------------------------------------------------------------------------------------- */

static void a_new_identity_sends_the_old_queue(void **state)
{
	struct lobby *l = lobby_ready();
	uint8_t id[16], h[32], was_h[32];

	(void)state;
	capture(l, 1, false);
	world_run(l->w, MINUTE_MS);
	capture(l, 2, false);
	capture(l, 3, true);
	capture(l, 4, false);
	assert_true(outbox_mark(l->db, 2, id, was_h));
	l->w->far.devices[0].state = HUB_REVOKED;
	world_run(l->w, HOUR_MS);
	assert_true(l->w->device.stopped);
	assert_int_equal(pending(l), 3);
	/* A fresh code. */
	l->w->far.code.redeemed = false;
	l->w->far.code.expires = l->w->wall + DAY_MS;
	remove_folder(l->dir, "keys");
	world_enrol(l->w);
	world_run(l->w, HOUR_MS);
	assert_int_equal(pending(l), 0);
	assert_int_equal(l->w->far.device_count, 2);
	assert_int_equal(l->w->far.devices[1].hwm, 4); /* the first too: it is in no backup */
	assert_int_equal(l->w->far.item_count, 4);
	assert_true(outbox_mark(l->db, 2, id, h)); /* in their old order */
	assert_memory_equal(h, was_h, 32);
	capture(l, 5, false);
	world_run(l->w, HOUR_MS);
	assert_int_equal(l->w->far.devices[1].hwm, 5);
	lobby_close(l);
	PROVES("R62 R70");
}

/* What is safe is safe within its epoch: put back to before that copy, central is told what it lost. Matrix 40, 50. */
static void a_new_identity_after_a_restore_counts_nothing_as_safe(void **state)
{
	struct lobby *l = lobby_ready();
	struct far_end *old = mem_new(1, sizeof *old);

	(void)state;
	*old = l->w->far;
	for (int i = 1; i <= 3; i++)
		capture(l, i, false);
	world_run(l->w, MINUTE_MS);
	l->w->far.devices[0].safe_hwm = 2;
	capture(l, 4, false);
	world_run(l->w, HOUR_MS); /* the texts of the safe ones go */
	l->w->far = *old;
	free(old);
	l->w->hub.epoch[31] = 'a';
	l->w->far.devices[0].state = HUB_REVOKED;
	capture(l, 5, false);
	world_run(l->w, HOUR_MS);
	assert_true(l->w->device.stopped);
	l->w->far.code.redeemed = false;
	l->w->far.code.expires = l->w->wall + DAY_MS;
	remove_folder(l->dir, "keys");
	world_enrol(l->w);
	world_run(l->w, HOUR_MS);
	assert_int_equal(pending(l), 0);
	assert_int_equal(l->w->far.devices[1].hwm, 5);
	assert_int_equal(l->w->far.item_count, 3);
	assert_int_equal(l->w->far.voids, 2);
	lobby_close(l);
	PROVES("R61 R70");
}

/* The same code again (a crash, an impatient hand): the same device, so numbers and queue go on. Matrix 51. */
static void the_same_code_again_renumbers_nothing(void **state)
{
	struct lobby *l = lobby_ready();
	uint8_t id[16], h[32], was_id[16];
	int64_t counters;

	(void)state;
	capture(l, 1, false);
	world_run(l->w, MINUTE_MS);
	capture(l, 2, false);
	assert_true(outbox_mark(l->db, 2, was_id, h));
	counters = device_counters(l->db);
	l->w->device.enrolled = false;
	world_enrol(l->w);
	world_run(l->w, HOUR_MS);
	assert_int_equal(l->w->far.device_count, 1);
	assert_true(device_counters(l->db) >= counters);
	assert_true(outbox_mark(l->db, 2, id, h));
	assert_memory_equal(id, was_id, 16);
	assert_int_equal(pending(l), 0);
	assert_int_equal(l->w->far.devices[0].hwm, 2);
	assert_int_equal(l->w->replays, 0);
	lobby_close(l);
	PROVES("R62 R70");
}

/* ---- sites -------------------------------------------------------------------------------------------------- */

static void origins_become_authorities(void **state)
{
	static const char *const GOOD[][2] = {
		{ "http://127.0.0.1:8080", "127.0.0.1:8080" }, { "https://Name.NL", "name.nl" },
		{ "https://name:443/", "name" }, { "http://name:80", "name" },
		{ "https://name:80", "name:80" }, { "http://[::1]:8080", "[::1]:8080" },
	};
	static const char *const BAD[] = { "", "name", "ftp://name", "http://", "http://name/path" };
	char out[256];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(GOOD); i++) {
		assert_true(sync_authority(GOOD[i][0], out, sizeof out));
		assert_string_equal(out, GOOD[i][1]);
	}
	for (size_t i = 0; i < COUNT_OF(BAD); i++)
		assert_false(sync_authority(BAD[i], out, sizeof out));
	PROVES("-");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_captured_before_enrolment),
		cmocka_unit_test(the_identity_is_read_back_whole),
		cmocka_unit_test(counters_are_reserved_before_they_are_used),
		cmocka_unit_test(a_new_identity_sends_the_old_queue),
		cmocka_unit_test(a_new_identity_after_a_restore_counts_nothing_as_safe),
		cmocka_unit_test(the_same_code_again_renumbers_nothing),
		cmocka_unit_test(origins_become_authorities),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
