/* The kiosk's two copies on a disk that loses power, runs full and fails: what was shown is there.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/kiosk/second_copy.h"

#include <errno.h>
#include <sys/wait.h>

#include "firmware/copies.h"
#include "firmware/room.h"
#include "tests/faults/disk.h"

#define TAPS 8
#define SYNC_AT 4 /* taps after which the second copy is made durable */

/* ---- the power ------------------------------------------------------------------------------- */

struct plug {
	int64_t left;      /* changes until it is pulled */
	uint64_t dice;
	enum disk_loss loss;
	bool pulled;
};

static void on_change(void *ctx, struct disk *d, const struct disk_event *e)
{
	struct plug *p = ctx;
	(void)e;
	if (p->pulled || --p->left > 0)
		return;
	p->pulled = true;
	disk_cut(d, p->loss, &p->dice);
}

/* Taps until the plug is pulled. durable: how many receipts had been shown when the second copy was last
 * made durable with the power on. */
static void taps(struct copies *c, struct plug *p, int *durable)
{
	for (int n = 1; n <= TAPS && !p->pulled; n++) {
		copies_capture(c, n);
		c->count -= p->pulled; /* nobody saw it */
		spool_follow(c->k.app->spool);
		if (n % SYNC_AT == 0 && spool_sync(c->k.app->spool) == OK && !p->pulled)
			*durable = c->count;
	}
}

static void start_again(struct copies *c)
{
	assert_int_equal(copies_open(c, APP_SERVE), OK);
	assert_int_equal(copies_mend(c->dir, c->k.app->db, c->k.app->spool, true), OK);
}

static bool pulled_after(struct disk *ready, int64_t changes, bool database_too)
{
	static struct copies c;
	struct plug p = { .left = changes, .dice = (uint64_t)changes, .loss = DISK_LOSE_ANY };
	struct disk *d = disk_clone(ready, "cut");
	int durable = 0;

	memset(&c, 0, sizeof c);
	text_copy(c.dir, sizeof c.dir, "/vdisk/cut/k");
	c.k.time = (struct fake_time){ .wall = INT64_C(1795300000000), .mono = 5000000 };
	disk_watch(d, DISK_CHANGES, on_change, &p);
	if (copies_open(&c, APP_SERVE) == OK) {
		taps(&c, &p, &durable);
		copies_close(&c);
	}
	disk_watch(d, 0, NULL, NULL);
	if (p.pulled)
		disk_boot(d);
	if (database_too) {
		disk_put(d, "k/portiek.db", "", 0);
		disk_drop(d, "k/portiek.db-wal");
		c.count = durable;
	}
	start_again(&c);
	assert_int_equal(copies_missing(&c), 0);
	copies_capture_many(&c, 500, 500);
	assert_int_equal(copies_missing(&c), 0);
	copies_close(&c);
	disk_free(d);
	return p.pulled;
}

static void at_every_change(bool database_too)
{
	static struct copies c;
	struct disk *ready = disk_new("ready");
	int64_t n = 1;

	copies_new_in(&c, "/vdisk/ready/k");
	copies_close(&c);
	disk_settle(ready);
	while (pulled_after(ready, n, database_too))
		n++;
	assert_true(n > 3 * TAPS);
	disk_free(ready);
}

/* Matrix 11, 12, 13: the power goes at every write, sync and name, with any loss a disk may have. */
static void what_was_shown_outlives_the_power(void **state)
{
	(void)state;
	at_every_change(false);
	PROVES("R60 R61 R62");
}

/* Matrix 18, 21 after a power cut: the database is gone as well, what was fsynced in the second copy is there. */
static void the_second_copy_alone_outlives_the_power(void **state)
{
	(void)state;
	at_every_change(true);
	PROVES("R60 R62");
}

/* ---- fsync ----------------------------------------------------------------------------------- */

/* Matrix 14: an fsync of the second copy that failed counts as no write; all of it stands in another file. */
static void a_failed_fsync_of_the_spool_is_not_believed(void **state)
{
	static struct copies c;
	struct disk *d = disk_new("k");
	uint64_t dice = 7;

	(void)state;
	copies_new_in(&c, "/vdisk/k/k");
	copies_capture_many(&c, 1, 2);
	disk_settle(d);
	disk_fail(d, &(struct disk_fault){ .mask = DISK_BIT(DISK_SYNC), .nth = 1, .times = 1, .error = EIO, .path = ".seg" });
	copies_capture_many(&c, 3, 4); /* without a loop the fsync comes at once, and fails */
	assert_int_equal(disk_failed(d), 1);
	spool_follow(c.k.app->spool);
	assert_int_equal(spool_sync(c.k.app->spool), OK);
	disk_cut(d, DISK_LOSE_ALL, &dice);
	copies_close(&c);
	disk_boot(d);
	disk_put(d, "k/portiek.db", "", 0);
	disk_drop(d, "k/portiek.db-wal");
	start_again(&c);
	assert_int_equal(c.count, 4);
	assert_int_equal(copies_missing(&c), 0);
	copies_close(&c);
	disk_free(d);
	PROVES("R60");
}

/* Matrix 14: an fsync of the database that failed: not confirmed, and the process is to open it again. */
static void a_failed_fsync_of_the_database_is_not_confirmed(void **state)
{
	static struct copies c;
	struct disk *d = disk_new("k");

	(void)state;
	copies_new_in(&c, "/vdisk/k/k");
	copies_capture_many(&c, 1, 2);
	assert_false(db_suspect(c.k.app->db));
	disk_fail(d, &(struct disk_fault){ .mask = DISK_BIT(DISK_SYNC), .nth = 1, .times = 1, .error = EIO, .path = "-wal" });
	assert_int_equal(copies_try(&c, 3), ERR_STORAGE);
	assert_true(db_suspect(c.k.app->db));
	copies_close(&c);
	start_again(&c);
	assert_int_equal(copies_missing(&c), 0);
	copies_close(&c);
	disk_free(d);
	PROVES("R60 R70");
}

/* ---- errors at every call -------------------------------------------------------------------- */

/* One life with one fault in it; 0: whatever was shown is there, and a tap works afterwards. */
static int life(int64_t nth, int error, int64_t times, unsigned mask, bool *ret_met)
{
	static struct copies c;
	struct disk *d = disk_new("k");
	int refused = 0;

	copies_new_in(&c, "/vdisk/k/k");
	copies_capture_many(&c, 1, 2);
	disk_fail(d, &(struct disk_fault){ .mask = mask, .nth = nth, .times = times, .error = error });
	for (int n = 3; n <= 6; n++) {
		refused += copies_try(&c, n) != OK;
		spool_follow(c.k.app->spool);
	}
	*ret_met = disk_failed(d) > 0;
	disk_fail(d, &(struct disk_fault){ .mask = 0 });
	copies_close(&c);
	start_again(&c);
	int wrong = copies_missing(&c);
	copies_capture_many(&c, 7, 7);
	wrong += copies_missing(&c);
	copies_close(&c);
	disk_free(d);
	return wrong || ((error == EINTR || error == DISK_SHORT) && refused);
}

static void at_every_call(int error, int64_t times, unsigned mask)
{
	bool met = true;
	for (int64_t nth = 1; met; nth++)
		assert_int_equal(life(nth, error, times, mask, &met), 0);
}

#define WRITES (DISK_BIT(DISK_WRITE) | DISK_BIT(DISK_CREATE) | DISK_BIT(DISK_TRUNCATE))

/* Matrix 15: no room, once or from then on, at every write: refused or kept, never half. */
static void a_full_disk_costs_nothing_that_was_shown(void **state)
{
	(void)state;
	at_every_call(ENOSPC, 1, WRITES);
	at_every_call(ENOSPC, -1, WRITES);
	PROVES("R60 R70");
}

/* Matrix 17: the file system turns read-only at every write. */
static void a_disk_turned_read_only_costs_nothing_that_was_shown(void **state)
{
	(void)state;
	at_every_call(EROFS, -1, WRITES);
	PROVES("R60 R70");
}

/* Matrix 17: on a disk that cannot be written what was shown is sent from memory, and no report is taken there, not
 * even when the disk takes writes again before the next start. */
static void nothing_is_promised_from_memory(void **state)
{
	static struct copies c;
	struct disk *d = disk_new("k");

	(void)state;
	copies_new_in(&c, "/vdisk/k/k");
	copies_capture_many(&c, 1, 3);
	copies_close(&c);
	disk_read_only(d, true);
	assert_int_equal(copies_open(&c, APP_SERVE), OK);
	assert_true(c.k.app->memory);
	assert_int_equal(copies_missing(&c), 0);
	assert_int_equal(room_for_report(c.k.app), ERR_STORAGE);
	disk_read_only(d, false);
	assert_string_equal(room_state(c.k.app), "read_only");
	assert_int_equal(room_for_report(c.k.app), ERR_STORAGE);
	copies_close(&c);
	start_again(&c);
	assert_false(c.k.app->memory);
	assert_int_equal(room_for_report(c.k.app), OK);
	copies_capture(&c, 4);
	assert_int_equal(copies_missing(&c), 0);
	copies_close(&c);
	disk_free(d);
	PROVES("R60 R62 R70");
}

/* Matrix 23: short and interrupted calls have no effect. */
static void short_and_interrupted_calls_have_no_effect(void **state)
{
	(void)state;
	at_every_call(EINTR, 1, DISK_BIT(DISK_WRITE) | DISK_BIT(DISK_READ));
	at_every_call(DISK_SHORT, 1, DISK_BIT(DISK_WRITE) | DISK_BIT(DISK_READ));
	PROVES("R60");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_shown_outlives_the_power),
		cmocka_unit_test(the_second_copy_alone_outlives_the_power),
		cmocka_unit_test(a_failed_fsync_of_the_spool_is_not_believed),
		cmocka_unit_test(a_failed_fsync_of_the_database_is_not_confirmed),
		cmocka_unit_test(a_full_disk_costs_nothing_that_was_shown),
		cmocka_unit_test(a_disk_turned_read_only_costs_nothing_that_was_shown),
		cmocka_unit_test(nothing_is_promised_from_memory),
		cmocka_unit_test(short_and_interrupted_calls_have_no_effect),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
