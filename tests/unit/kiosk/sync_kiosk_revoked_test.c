/* A kiosk that is put out of use with much unsent: it keeps and shows all of it, takes it along to a new
 * enrolment, and each report arrives once (matrix 50).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/kiosk/lobby.h"

#define UNSENT 500

/* What `status` and the page of health say. */
static void shows(struct lobby *l, const char *state, int64_t waiting)
{
	struct outbox_totals t;
	struct sync_status s;

	sync_status_read(l->db, &s);
	outbox_totals(l->db, &t);
	assert_string_equal(s.state, state);
	assert_int_equal(s.stopped, !strcmp(state, "revoked"));
	assert_int_equal(t.pending, waiting);
	assert_int_equal(pending(l), waiting);
	assert_true(db_ask_int(l->db, "SELECT count(*) FROM outbox_item WHERE text IS NOT NULL", -1) >= waiting);
}

/* Central has report number n from this line, and from no other; the hash is of the text that was captured. */
static void arrived_once(struct lobby *l, int n, int64_t device)
{
	char id[UUID_TEXT];
	uint8_t bytes[16];
	int found = 0;

	snprintf(id, sizeof id, "01a20074-%04x-7619-88bb-3ef1028ccf8f", (unsigned)n & 0xffff);
	uuid_bytes(id, bytes);
	for (int i = 0; i < l->w->far.item_count; i++) {
		const struct far_item *it = &l->w->far.items[i];

		if (memcmp(it->id, bytes, 16))
			continue;
		found++;
		assert_string_equal(it->fault, "");
		assert_int_equal(it->device, device);
	}
	assert_int_equal(found, 1);
}

static void enrol_again(struct lobby *l)
{
	l->w->far.code.redeemed = false;
	l->w->far.code.expires = l->w->wall + DAY_MS;
	remove_folder(l->dir, "keys");
	world_enrol(l->w);
}

static void five_hundred_wait_for_a_new_enrolment(void **state)
{
	struct lobby *l = lobby_ready();
	int before;

	(void)state;
	for (int i = 1; i <= 3; i++)
		capture(l, i, false);
	world_run(l->w, MINUTE_MS); /* these central has */
	l->w->far.devices[0].state = HUB_REVOKED;
	for (int i = 4; i <= 3 + UNSENT; i++)
		capture(l, i, i % 50 == 0); /* an alarm now and then */
	world_run(l->w, HOUR_MS);
	shows(l, "revoked", UNSENT);
	lobby_restart(l);
	before = l->w->exchanges;
	world_run(l->w, 30 * DAY_MS);
	assert_int_equal(l->w->exchanges, before); /* it stays away */
	shows(l, "revoked", UNSENT);
	assert_int_equal(l->w->far.item_count, 3);

	enrol_again(l);
	assert_int_equal(l->w->far.device_count, 2);
	world_run(l->w, MINUTE_MS);
	lobby_restart(l); /* also when it goes down in between */
	world_run(l->w, HOUR_MS);
	shows(l, "active", 0);
	assert_int_equal(l->w->far.item_count, 3 + UNSENT);
	for (int i = 1; i <= 3 + UNSENT; i++)
		arrived_once(l, i, i <= 3 ? 0 : 1);
	assert_int_equal(l->w->far.strays + l->w->far.voids, 0);
	assert_int_equal(l->w->far.devices[1].hwm, 3 + UNSENT); /* a line of its own, from 1 on and without a gap */
	lobby_close(l);
	PROVES("R62 R70 D1");
}

/* Each reply of the new line is lost for once: central says again what it has, and stores nothing twice. */
static void lost_replies_after_it_double_nothing(void **state)
{
	struct lobby *l = lobby_ready();

	(void)state;
	l->w->far.devices[0].state = HUB_REVOKED;
	for (int i = 1; i <= UNSENT; i++)
		capture(l, i, false);
	world_run(l->w, HOUR_MS);
	shows(l, "revoked", UNSENT);
	enrol_again(l);
	for (int round = 0; round < 10; round++) {
		l->w->lose = 1;
		world_run(l->w, MINUTE_MS);
	}
	l->w->lose = 0;
	world_run(l->w, DAY_MS);
	shows(l, "active", 0);
	assert_int_equal(l->w->far.item_count, UNSENT);
	for (int i = 1; i <= UNSENT; i++)
		arrived_once(l, i, 1);
	lobby_close(l);
	PROVES("R62 R70 D1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(five_hundred_wait_for_a_new_enrolment),
		cmocka_unit_test(lost_replies_after_it_double_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
