/* An fsync of the journal that failed (fault 14): nothing that comes later may stand on what it left.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <errno.h>
#include <sqlite3.h>

#include "tests/unit/check.h"

#include "shared/io/db.h"
#include "shared/io/fs.h"
#include "tests/faults/disk.h"

#define PATH DISK_MOUNT "kiosk/a.db"

/* The next fsync of the journal. */
static const struct disk_fault EIO_ONCE = { .mask = DISK_BIT(DISK_SYNC), .nth = 1, .times = 1, .error = EIO, .path = "-wal" };

static void must(sqlite3 *db, const char *sql)
{
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
}

/* A process writes, meets a failing fsync and ends; its journal can still be read. */
static void a_process_meets_eio(struct disk *d)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(PATH, &db), SQLITE_OK);
	must(db, "PRAGMA journal_mode=WAL");
	must(db, "PRAGMA synchronous=FULL");
	must(db, "CREATE TABLE t (n INTEGER PRIMARY KEY) STRICT");
	must(db, "INSERT INTO t VALUES (1)");
	disk_fail(d, &EIO_ONCE);
	assert_int_not_equal(sqlite3_exec(db, "INSERT INTO t VALUES (2)", NULL, NULL, NULL), SQLITE_OK);
	disk_fail(d, &(struct disk_fault){ 0 });
	disk_kill(d);
	sqlite3_close_v2(db);
	disk_boot(d);
}

/* The power goes, and the next start opens what is left. */
static struct db *after_a_cut(struct disk *d, struct db *db)
{
	uint64_t dice = 1;

	disk_cut(d, DISK_LOSE_ALL, &dice);
	db_close(db);
	disk_boot(d);
	assert_int_equal(db_open(PATH, DB_OWNER, 1024, &db), OK);
	return db;
}

static void a_commit_after_a_failed_fsync_survives_the_power_cut(void **state)
{
	struct disk *d = disk_new("kiosk");
	DB(db);

	(void)state;
	a_process_meets_eio(d);
	assert_int_equal(db_open(PATH, DB_OWNER, 1024, &db), OK);
	db_event_begin(db);
	assert_int_equal(db_exec(db, "INSERT INTO t VALUES (3)"), OK);
	assert_int_equal(db_event_commit(db, true), OK);
	db = after_a_cut(d, db);
	assert_int_equal(db_ask_int(db, "SELECT count(*) FROM t WHERE n IN (1, 3)", 0), 2);
	db_close(db);
	db = NULL;
	disk_free(d);
	PROVES("R60 D1");
}

static int64_t add(struct db *db, const char *sql)
{
	db_event_begin(db);
	assert_int_equal(db_exec(db, sql), OK);
	return db_event_commit(db, true);
}

static void a_program_goes_on_after_a_failed_fsync(void **state)
{
	struct disk *d = disk_new("kiosk");
	DB(db);

	(void)state;
	assert_int_equal(db_open(PATH, DB_OWNER, 1024, &db), OK);
	assert_int_equal(add(db, "CREATE TABLE t (n INTEGER PRIMARY KEY) STRICT"), OK);
	disk_fail(d, &EIO_ONCE);
	assert_int_equal(add(db, "INSERT INTO t VALUES (2)"), ERR_STORAGE);
	disk_fail(d, &(struct disk_fault){ 0 });
	assert_int_equal(add(db, "INSERT INTO t VALUES (3)"), OK);
	db = after_a_cut(d, db);
	assert_int_equal(db_ask_int(db, "SELECT count(*) FROM t WHERE n = 3", 0), 1);
	db_close(db);
	db = NULL;
	disk_free(d);
	PROVES("R60 D1");
}

static void a_file_written_over_itself_is_durable(void **state)
{
	const struct disk_fault eio = { .mask = DISK_BIT(DISK_SYNC), .nth = 1, .times = 1, .error = EIO };
	struct disk *d = disk_new("kiosk");
	uint64_t dice = 1;
	BUF(text);

	(void)state;
	assert_int_equal(fs_write(DISK_MOUNT "kiosk/f", "one", 3, 0600), OK);
	disk_fail(d, &eio);
	assert_int_equal(fs_append(DISK_MOUNT "kiosk/f", "two", 3, 0600), ERR_STORAGE);
	assert_int_equal(fs_renew(DISK_MOUNT "kiosk/f"), OK);
	disk_lose(d, DISK_LOSE_ALL, &dice);
	assert_int_equal(fs_read(DISK_MOUNT "kiosk/f", 100, &text), OK);
	assert_string_equal(buf_text(&text), "onetwo");
	assert_int_equal(fs_renew(DISK_MOUNT "kiosk/none"), OK);
	disk_free(d);
	PROVES("D1");
}

/* The engine does without the sync of the folder when it cannot open it: the names of a new database and its
 * journal would go with the power, and what was committed with them. */
static void nothing_is_committed_before_the_names_are_durable(void **state)
{
	struct disk *d = disk_new("kiosk");
	DB(db);

	(void)state;
	assert_int_equal(db_open(PATH, DB_OWNER, 1024, &db), OK);
	assert_int_equal(add(db, "CREATE TABLE t (n INTEGER PRIMARY KEY) STRICT"), OK);
	assert_int_equal(add(db, "INSERT INTO t VALUES (1)"), OK);
	db_close(db);
	db = NULL;
	/* the journal is a new one; the kill spares the names of the last start */
	disk_settle(d);
	assert_int_equal(db_open(PATH, DB_OWNER, 1024, &db), OK);
	assert_int_equal(db_ask_int(db, "SELECT count(*) FROM t", 0), 1);
	disk_open_limit(d, disk_open_count(d));
	assert_int_equal(add(db, "INSERT INTO t VALUES (2)"), ERR_STORAGE);
	assert_int_equal(db_turn_end(db), ERR_STORAGE);
	db_event_begin(db);
	assert_int_equal(db_event_commit(db, true), OK); /* a turn that wrote nothing */
	disk_open_limit(d, -1);
	assert_int_equal(add(db, "INSERT INTO t VALUES (3)"), OK);
	db = after_a_cut(d, db);
	assert_int_equal(db_ask_int(db, "SELECT sum(n) FROM t", 0), 4);
	db_close(db);
	db = NULL;
	disk_free(d);
	PROVES("R60 D1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_commit_after_a_failed_fsync_survives_the_power_cut),
		cmocka_unit_test(a_program_goes_on_after_a_failed_fsync),
		cmocka_unit_test(a_file_written_over_itself_is_durable),
		cmocka_unit_test(nothing_is_committed_before_the_names_are_durable),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
