/* Who a device is, and how that changes: rotation, recovery after a restore, new keys of central. Both ends over
 * arrays; replies are lost and programs end where it hurts.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/sync_line.h"

/* ---- matrix 49: a new key of the device ---------------------------------------------------------- */

static void a_rotated_key_signs_and_the_old_one_is_dead(void **state)
{
	struct world *w = world_ready();
	struct device_identity old = w->near.id;

	(void)state;
	device_rotate_start(&w->device);
	world_run(w, MINUTE_MS);
	assert_int_equal(w->near.id.key_no, 2);
	assert_string_equal(w->near.id.device, old.device);
	assert_true(w->far.devices[0].has_next); /* both hold until the new one was used */
	world_capture(w);
	world_run(w, MINUTE_MS);
	assert_int_equal(w->far.devices[0].key_no, 2);
	assert_false(w->far.devices[0].has_next);
	assert_memory_equal(w->far.devices[0].pub, w->near.id.key.pub, PUBKEY_BYTES);
	world_check_all(w);
	w->device.id = old; /* somebody still has the old one */
	world_capture(w);
	world_exchange(w);
	assert_int_equal(w->last, FAULT_UNKNOWN_DEVICE);
	assert_int_equal(w->far.item_count, 1);
	world_close(w);
	PROVES("R70");
}

static void a_lost_reply_to_a_rotation_locks_nobody_out(void **state)
{
	(void)state;
	for (int lost = 1; lost < 4; lost++) {
		struct world *w = world_ready();

		device_rotate_start(&w->device);
		w->lose = lost;
		world_capture(w);
		world_run(w, HOUR_MS);
		assert_int_equal(w->near.id.key_no, 2);
		world_capture(w);
		world_run(w, HOUR_MS);
		world_check_all(w);
		assert_int_equal(w->far.devices[0].key_no, 2);
		world_close(w);
	}
	PROVES("R62 R70");
}

/* After the key was made, after central took it, before the answer is kept: the old key goes on. */
static void a_crash_anywhere_in_a_rotation_ends_with_the_same_key(void **state)
{
	(void)state;
	for (int at = 0; at < 3; at++) {
		struct world *w = world_ready();
		struct sign_key key;

		if (at == 0)
			w->down = true;
		w->lose = at == 1;
		w->near.became_fails = at == 2;
		device_rotate_start(&w->device);
		world_exchange(w);
		assert_int_equal(w->near.id.key_no, 1);
		key = w->near.enrol_key;
		w->down = w->near.became_fails = false;
		w->lose = 0;
		restart(w);
		world_capture(w); /* the old key still delivers … */
		world_run(w, MINUTE_MS);
		check_items(w, 1);
		device_rotate_start(&w->device); /* … and the new one is the one made before */
		world_run(w, MINUTE_MS);
		assert_memory_equal(w->near.id.key.pub, key.pub, PUBKEY_BYTES);
		world_capture(w);
		world_run(w, MINUTE_MS);
		world_check_all(w);
		world_close(w);
	}
	PROVES("R62 R70");
}

/* What the age of a key is judged by: a jump of our own clock says nothing. */
static void the_time_is_what_central_said_last(void **state)
{
	struct world *w = world_ready();
	int64_t said = w->device.said;

	(void)state;
	assert_true(said > w->wall - MINUTE_MS && said <= w->wall);
	w->off = INT64_C(3650) * DAY_MS;
	world_pass(w, 2 * MINUTE_MS);
	assert_int_equal(w->device.said, said);
	world_capture(w);
	world_run(w, MINUTE_MS); /* refused for its clock first */
	assert_true(w->device.said > said && w->device.said <= w->wall);
	world_check_all(w);
	world_close(w);
	PROVES("R70");
}

/* ---- matrix 49: a new key of central -------------------------------------------------------------- */

static char steps[2000];

static void new_server_key(struct world *w, bool honest)
{
	struct sign_key next, stranger;
	char text[PROOF_CERT], sig[SIG_TEXT], key[HEX32_TEXT], by[HEX32_TEXT];
	size_t n = strlen(steps);

	sign_key_make(&next);
	sign_key_make(&stranger);
	proof_server_key(text, next.pub);
	proof_sign(honest ? &w->hub.key : &stranger, text, sig);
	hex_encode(next.pub, PUBKEY_BYTES, key);
	hex_encode(w->hub.key.pub, PUBKEY_BYTES, by);
	snprintf(steps + n, sizeof steps - n, "%s{\"key\":\"%s\",\"by\":\"%s\",\"sig\":\"%s\"}",
		 n ? "," : "", key, by, sig);
	w->hub.server_keys = steps;
	w->hub.key = next;
}

static void a_device_follows_new_server_keys(void **state)
{
	struct world *w = world_ready();

	(void)state;
	steps[0] = '\0';
	for (int k = 0; k < 3; k++)
		new_server_key(w, true);
	world_capture(w);
	world_run(w, HOUR_MS);
	world_check_all(w);
	assert_memory_equal(w->near.id.server_key, w->hub.key.pub, PUBKEY_BYTES);
	new_server_key(w, true); /* from where it stands, not from the first */
	world_capture(w);
	world_run(w, HOUR_MS);
	world_check_all(w);
	assert_memory_equal(w->near.id.server_key, w->hub.key.pub, PUBKEY_BYTES);
	world_close(w);
	PROVES("R70");
}

/* Found by the simulator: the answer to a rotation is signed by a key that has to be asked about first. */
static void a_new_server_key_stops_no_rotation(void **state)
{
	struct world *w = world_ready();
	int64_t was = w->device.id.key_no;

	(void)state;
	steps[0] = '\0';
	device_rotate_start(&w->device);
	new_server_key(w, true);
	world_capture(w);
	world_run(w, HOUR_MS);
	world_check_all(w);
	assert_memory_equal(w->near.id.server_key, w->hub.key.pub, PUBKEY_BYTES);
	assert_int_equal(w->device.id.key_no, was + 1);
	assert_int_equal(w->device.turn, TURN_NONE);
	world_close(w);
	PROVES("R62 R70");
}

static void a_server_key_nobody_signed_for_is_not_followed(void **state)
{
	struct world *w = world_ready();
	struct device_identity id = w->near.id;
	int asked, before;

	(void)state;
	steps[0] = '\0';
	new_server_key(w, false);
	world_capture(w);
	before = w->exchanges;
	world_run(w, HOUR_MS); /* the pauses grow to their longest */
	asked = w->exchanges;
	assert_true(asked > before + 4);
	world_run(w, HOUR_MS);
	assert_int_equal(near_pending(&w->near), 1);
	assert_memory_equal(w->near.id.server_key, id.server_key, PUBKEY_BYTES);
	assert_true(w->exchanges - asked <= asked - before); /* one question, or one hello, a pause */
	world_close(w);
	PROVES("R70");
}

/* ---- matrix 72, 73: central restored to before the enrolment -------------------------------------- */

static void forget_devices(struct world *w)
{
	w->far.device_count = w->far.mark_count = w->far.item_count = w->far.chain_count = 0;
	memset(w->far.devices, 0, sizeof w->far.devices);
}

static void a_device_central_has_forgotten_shows_its_certificate(void **state)
{
	struct world *w = world_ready();
	char uuid[UUID_TEXT], prefix[5];

	(void)state;
	world_capture(w);
	world_run(w, MINUTE_MS);
	text_copy(uuid, sizeof uuid, w->near.id.device);
	text_copy(prefix, sizeof prefix, w->near.id.prefix);
	forget_devices(w);
	w->hub.epoch[0] ^= 1;
	w->lose = 2;
	world_capture(w);
	world_run(w, HOUR_MS);
	assert_string_equal(w->far.devices[0].uuid, uuid);
	assert_string_equal(w->far.devices[0].prefix, prefix);
	assert_int_equal(w->far.devices[0].state, HUB_PENDING);
	assert_int_equal(w->far.item_count, 2); /* the first was refilled */
	assert_string_equal(w->near.marks.state, "pending");
	w->far.devices[0].state = HUB_ACTIVE; /* approved */
	w->far.last_change++;
	w->device.o.poll_ms = MINUTE_MS;
	world_run(w, 3 * MINUTE_MS);
	assert_string_equal(w->near.marks.state, "active");
	world_close(w);
	PROVES("R70");
}

static void a_revoked_device_is_not_revived_by_a_restore(void **state)
{
	struct world *w = world_ready();

	(void)state;
	text_copy(w->far.revoked, sizeof w->far.revoked, w->near.id.device);
	forget_devices(w);
	world_capture(w);
	world_run(w, HOUR_MS);
	assert_int_equal(w->far.device_count, 0);
	assert_true(w->device.stopped);
	assert_int_equal(near_pending(&w->near), 1);
	world_close(w);
	PROVES("R70");
}

static void a_restore_to_before_a_rotation_takes_the_newer_key(void **state)
{
	struct world *w = world_ready();

	(void)state;
	world_unrotate(w);
	world_capture(w);
	world_run(w, HOUR_MS);
	world_check_all(w);
	assert_int_equal(w->far.devices[0].key_no, 2);
	assert_int_equal(w->far.devices[0].state, HUB_PENDING);
	world_close(w);
	PROVES("R70");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_rotated_key_signs_and_the_old_one_is_dead),
		cmocka_unit_test(a_lost_reply_to_a_rotation_locks_nobody_out),
		cmocka_unit_test(a_crash_anywhere_in_a_rotation_ends_with_the_same_key),
		cmocka_unit_test(the_time_is_what_central_said_last),
		cmocka_unit_test(a_device_follows_new_server_keys),
		cmocka_unit_test(a_new_server_key_stops_no_rotation),
		cmocka_unit_test(a_server_key_nobody_signed_for_is_not_followed),
		cmocka_unit_test(a_device_central_has_forgotten_shows_its_certificate),
		cmocka_unit_test(a_revoked_device_is_not_revived_by_a_restore),
		cmocka_unit_test(a_restore_to_before_a_rotation_takes_the_newer_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
