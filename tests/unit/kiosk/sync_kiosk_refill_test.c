/* A kiosk's database when central was put back: what is queued again, in which order, as what; the
 * chain it keeps; and when texts may go.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/kiosk/lobby.h"

static void captures(struct lobby *l, int from, int to)
{
	for (int i = from; i <= to; i++)
		capture(l, i, false);
}

static struct far_end *backup(const struct lobby *l)
{
	struct far_end *f = mem_new(1, sizeof *f);

	*f = l->w->far;
	return f;
}

static void settle(struct lobby *l)
{
	l->w->device.o.poll_ms = MINUTE_MS;
	l->w->device.poll_at = 0;
	world_run(l->w, HOUR_MS);
	l->w->device.o.poll_ms = -1;
}

static int64_t ask(struct lobby *l, const char *sql)
{
	return db_ask_int(l->db, sql, -1);
}

/* matrix 40, 42 */
static void everything_after_the_backup_is_delivered_again(void **state)
{
	(void)state;
	for (int steps = 0; steps < 9; steps++) {
		struct lobby *l = lobby_ready();
		struct far_end *old;

		captures(l, 1, 300);
		world_run(l->w, MINUTE_MS);
		old = backup(l);
		captures(l, 301, 1500);
		world_run(l->w, MINUTE_MS);
		captures(l, 1501, 1600);
		l->w->far = *old;
		l->w->hub.epoch[31] = 'a';
		for (int i = 0; i < steps; i++) {
			world_exchange(l->w);
			world_pass(l->w, SECOND_MS);
		}
		lobby_restart(l);
		settle(l);
		assert_int_equal(l->w->far.item_count, 1600);
		assert_int_equal(l->w->far.devices[0].hwm, 1600);
		assert_int_equal(l->w->far.strays + l->w->far.voids, 0);
		assert_int_equal(pending(l), 0);
		assert_int_equal(ask(l, "SELECT value FROM meta WHERE key = 'outbox.again'"), 0);
		assert_int_equal(ask(l, "SELECT count(*) FROM outbox_chain"), 1600 / 256);
		free(old);
		lobby_close(l);
	}
	PROVES("R61 R62 D1");
}

/* New reports do not stand behind old ones, and are not refused because of them. */
static void what_is_new_goes_before_what_goes_again(void **state)
{
	struct lobby *l = lobby_ready();
	struct outbox_totals t;

	(void)state;
	captures(l, 1, 600);
	capture(l, 601, true);
	world_run(l->w, MINUTE_MS);
	captures(l, 602, 603);
	db_event_begin(l->db);
	assert_int_equal(outbox_again(l->db, 1, 300), 300);
	assert_int_equal(outbox_again(l->db, 200, 602), 301); /* queued ones stay as they are */
	assert_int_equal(db_event_commit(l->db, true), OK);
	assert_int_equal(pending(l), 603);
	outbox_totals(l->db, &t);
	assert_int_equal(t.again, 600);
	assert_int_equal(t.acked, 0);
	assert_int_equal(t.last_seq, 603);
	assert_int_equal(ask(l, "SELECT n FROM outbox_queue ORDER BY rank, n LIMIT 1") & 0xffff, 601);
	assert_int_equal(ask(l, "SELECT count(*) FROM outbox_queue WHERE rank = 1"), 2);
	db_event_begin(l->db);
	db_meta_add(l->db, "outbox.pending", OUTBOX_MAX_ITEMS - 603 + 1);
	assert_int_equal(db_event_commit(l->db, true), OK);
	assert_int_equal(capture_id(l, "01a20074-1001-7619-88bb-3ef1028ccf8f", "K7QD-09001-0", false), OK);
	db_event_begin(l->db);
	db_meta_add(l->db, "outbox.pending", 603 - OUTBOX_MAX_ITEMS - 1);
	assert_int_equal(db_event_commit(l->db, true), OK);
	settle(l);
	assert_int_equal(pending(l), 0);
	assert_int_equal(l->w->far.item_count, 604);
	lobby_close(l);
	PROVES("R52 R62");
}

static void what_is_not_here_any_more_goes_as_a_void(void **state)
{
	struct lobby *l = lobby_ready();
	struct far_end *old = backup(l);

	(void)state;
	captures(l, 1, 5);
	db_event_begin(l->db);
	outbox_bury(l->db, 4, "too_large");
	assert_int_equal(db_event_commit(l->db, true), OK);
	world_run(l->w, MINUTE_MS);
	db_event_begin(l->db);
	assert_int_equal(outbox_purge(l->db, 2, false, 0, 100), 2);
	assert_int_equal(db_event_commit(l->db, true), OK);
	l->w->far = *old;
	l->w->hub.epoch[31] = 'a';
	l->w->device.o.poll_ms = MINUTE_MS;
	l->w->device.poll_at = 0;
	while (!ask(l, "SELECT count(*) FROM outbox_queue"))
		assert_true(world_exchange(l->w) || device_wait(&l->w->device) == 0);
	assert_int_equal(ask(l, "SELECT count(*) FROM outbox_queue WHERE void = 'purged'"), 2);
	assert_int_equal(ask(l, "SELECT count(*) FROM outbox_queue WHERE void = 'refused'"), 1);
	settle(l);
	assert_int_equal(l->w->far.item_count, 2);
	assert_int_equal(l->w->far.voids, 3);
	assert_int_equal(l->w->far.devices[0].hwm, 5);
	free(old);
	lobby_close(l);
	PROVES("R61");
}

/* A kiosk of before the chain was kept: it is made up for, a piece with each reply. */
static void a_chain_that_was_never_kept_is_made_up_for(void **state)
{
	struct lobby *l = lobby_ready();
	struct far_end *old;

	(void)state;
	captures(l, 1, 700);
	world_run(l->w, MINUTE_MS);
	old = backup(l);
	captures(l, 701, 900);
	world_run(l->w, MINUTE_MS);
	db_event_begin(l->db);
	assert_int_equal(db_exec(l->db, "DELETE FROM outbox_chain"), OK);
	assert_int_equal(db_event_commit(l->db, true), OK);
	lobby_restart(l);
	l->w->far = *old;
	settle(l);
	assert_int_equal(l->w->far.item_count, 900);
	assert_int_equal(ask(l, "SELECT count(*) FROM outbox_chain"), 3);
	free(old);
	lobby_close(l);
	PROVES("R61 R62");
}

/* ---- room -------------------------------------------------------------------------------------------- */

/* matrix 7: the engine itself drops what is safe, and nothing while central's memory is in doubt. */
static void safe_texts_go_with_the_replies(void **state)
{
	struct lobby *l = lobby_ready();
	struct far_end *old;

	(void)state;
	captures(l, 1, 40);
	world_run(l->w, MINUTE_MS);
	old = backup(l);
	assert_int_equal(ask(l, "SELECT count(*) FROM outbox_item WHERE text IS NULL"), 0);
	l->w->far.devices[0].safe_hwm = 30;
	captures(l, 41, 50);
	settle(l);
	assert_int_equal(ask(l, "SELECT count(*) FROM outbox_item WHERE text IS NULL"), 30);
	assert_int_equal(ask(l, "SELECT count(*) FROM outbox_item WHERE h IS NOT NULL"), 50);
	old->devices[0].safe_hwm = 45; /* a claim beyond what central holds after the fall */
	l->w->far = *old;
	l->w->hub.epoch[31] = 'a';
	l->w->device.o.poll_ms = MINUTE_MS;
	l->w->device.poll_at = 0;
	while (!device_refilling(&l->w->device))
		assert_true(world_exchange(l->w));
	assert_int_equal(ask(l, "SELECT count(*) FROM outbox_item WHERE text IS NULL"), 30);
	settle(l);
	assert_int_equal(l->w->far.voids, 0);
	assert_int_equal(l->w->far.item_count, 50);
	free(old);
	lobby_close(l);
	PROVES("R61");
}

/* Ten times as many delivered and dropped items: the same work for the next reply. */
static void dropping_does_not_look_at_what_is_gone(void **state)
{
	int64_t work[2];

	(void)state;
	for (int round = 0; round < 2; round++) {
		struct lobby *l = lobby_ready();
		struct db_cost before, after;
		int n = round ? 2500 : 250;

		captures(l, 1, n);
		world_run(l->w, MINUTE_MS);
		db_event_begin(l->db);
		for (int i = 0; i < 20; i++)
			outbox_purge(l->db, n, false, 0, 256);
		assert_int_equal(ask(l, "SELECT count(*) FROM outbox_item WHERE text IS NOT NULL"), 0);
		db_cost(l->db, &before);
		assert_int_equal(outbox_purge(l->db, n, false, 0, 256), 0);
		db_cost(l->db, &after);
		work[round] = after.steps - before.steps;
		assert_int_equal(db_event_commit(l->db, true), OK);
		lobby_close(l);
	}
	assert_true(work[1] <= work[0] * 2);
	PROVES("R61");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything_after_the_backup_is_delivered_again),
		cmocka_unit_test(what_is_new_goes_before_what_goes_again),
		cmocka_unit_test(what_is_not_here_any_more_goes_as_a_void),
		cmocka_unit_test(a_chain_that_was_never_kept_is_made_up_for),
		cmocka_unit_test(safe_texts_go_with_the_replies),
		cmocka_unit_test(dropping_does_not_look_at_what_is_gone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
