/* The outbox under the device engine: three states, order, end, dead letters.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/kiosk/lobby.h"

static void the_three_states_of_an_item(void **state)
{
	struct lobby *l = lobby_ready();
	struct device_request rq = { 0 };
	struct outbox_entry e;

	(void)state;
	capture(l, 1, false);
	l->t.device = l->w->device; /* the task's view of the same engine */
	assert_int_equal(sync_task_where(&l->t, "K7QD-00001-0", &e), OK);
	assert_string_equal(outbox_state_name(e.state), "kiosk");
	assert_true(device_next(&l->w->device, &rq));
	l->t.device = l->w->device;
	assert_int_equal(sync_task_where(&l->t, "K7QD-00001-0", &e), OK);
	assert_string_equal(outbox_state_name(e.state), "underway");
	device_answer(&l->w->device, rq.slot, &(struct device_answer){ .err = ERR_NETWORK, .why = "x" });
	world_run(l->w, HOUR_MS);
	l->t.device = l->w->device;
	assert_int_equal(sync_task_where(&l->t, "K7QD-00001-0", &e), OK);
	assert_string_equal(outbox_state_name(e.state), "office");
	buf_free(&rq.headers);
	buf_free(&rq.body);
	lobby_close(l);
	PROVES("R62");
}

static void the_same_id_or_receipt_changes_nothing(void **state)
{
	struct lobby *l = lobby_ready();

	(void)state;
	capture(l, 1, false);
	assert_int_equal(capture_id(l, "01a20074-0001-7619-88bb-3ef1028ccf8f", "K7QD-00009-0", false),
			 ERR_CONFLICT);
	assert_int_equal(capture_id(l, "01a20074-0009-7619-88bb-3ef1028ccf8f", "K7QD-00001-0", false),
			 ERR_CONFLICT);
	assert_int_equal(pending(l), 1);
	capture(l, 2, false);
	world_run(l->w, MINUTE_MS);
	assert_int_equal(l->w->far.devices[0].hwm, 2); /* no number was lost */
	lobby_close(l);
	PROVES("R62 D2");
}

static void alarms_pass_the_queue(void **state)
{
	struct lobby *l = lobby_ready();

	(void)state;
	for (int i = 1; i <= 300; i++)
		capture(l, i, false);
	capture(l, 301, true);
	assert_true(world_exchange(l->w));
	assert_int_equal(pending(l), 301 - 256);
	assert_int_equal(db_ask_int(l->db, "SELECT count(*) FROM outbox_queue WHERE rank = 0", -1), 0);
	world_run(l->w, MINUTE_MS);
	assert_int_equal(pending(l), 0);
	lobby_close(l);
	PROVES("R52 R62");
}

static void the_queue_has_an_end_and_says_so(void **state)
{
	struct lobby *l = lobby_ready();

	(void)state;
	db_event_begin(l->db);
	db_meta_set_int(l->db, "outbox.pending", OUTBOX_MAX_ITEMS);
	assert_int_equal(db_event_commit(l->db, true), OK);
	assert_int_equal(capture_id(l, "01a20074-0001-7619-88bb-3ef1028ccf8f", "K7QD-00001-0", false),
			 ERR_QUEUE_FULL);
	lobby_close(l);
	PROVES("R62");
}

static void a_refused_item_stays_here_as_a_dead_letter(void **state)
{
	struct lobby *l = lobby_ready();
	struct outbox_totals t;
	struct outbox_entry e;

	(void)state;
	capture(l, 1, false);
	capture(l, 2, false);
	db_event_begin(l->db);
	outbox_bury(l->db, 1, "too_large");
	assert_int_equal(db_event_commit(l->db, true), OK);
	assert_int_equal(outbox_find_receipt(l->db, "K7QD-00001-0", &e), OK);
	assert_int_equal(e.state, OUTBOX_DEAD);
	world_run(l->w, MINUTE_MS);
	outbox_totals(l->db, &t);
	assert_int_equal(t.pending, 0);
	assert_int_equal(t.dead, 1);
	assert_int_equal(l->w->far.item_count, 1);
	assert_int_equal(l->w->far.voids, 1);
	assert_int_equal(l->w->far.devices[0].hwm, 2);
	assert_int_equal(db_ask_int(l->db, "SELECT count(*) FROM outbox_item WHERE text IS NOT NULL", 0), 2);
	lobby_close(l);
	PROVES("R62");
}

static void texts_go_only_when_they_may(void **state)
{
	struct lobby *l = lobby_ready();
	int64_t now;

	(void)state;
	for (int i = 1; i <= 6; i++)
		capture(l, i, false);
	world_run(l->w, MINUTE_MS);
	capture(l, 7, false);
	now = l->w->wall;
	db_event_begin(l->db);
	assert_int_equal(outbox_purge(l->db, 0, false, 0, 100), 0);
	assert_int_equal(outbox_purge(l->db, 2, false, 0, 100), 2);
	assert_int_equal(outbox_purge(l->db, 2, true, now - 35 * DAY_MS, 100), 0);
	/* captured with a dead clock: nobody knows its age */
	assert_int_equal(db_exec(l->db, "UPDATE outbox_item SET t = 12345 WHERE n = (SELECT min(n) + 2 FROM outbox_item)"), OK);
	assert_int_equal(db_changes(l->db), 1);
	assert_int_equal(outbox_purge(l->db, 2, true, now - 35 * DAY_MS, 100), 0);
	assert_int_equal(outbox_purge(l->db, 2, true, now + 1, 3), 3);
	assert_int_equal(db_ask_int(l->db, "SELECT text IS NULL FROM outbox_item WHERE t = 12345", -1), 0);
	assert_int_equal(outbox_purge(l->db, 9, true, now + 1, 100), 1); /* never the pending one */
	assert_int_equal(db_event_commit(l->db, true), OK);
	assert_int_equal(db_ask_int(l->db, "SELECT count(*) FROM outbox_item WHERE text IS NOT NULL", 0), 1);
	lobby_close(l);
	PROVES("R62");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_three_states_of_an_item),
		cmocka_unit_test(the_same_id_or_receipt_changes_nothing),
		cmocka_unit_test(alarms_pass_the_queue),
		cmocka_unit_test(the_queue_has_an_end_and_says_so),
		cmocka_unit_test(a_refused_item_stays_here_as_a_dead_letter),
		cmocka_unit_test(texts_go_only_when_they_may),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
