/* SQLite on the disk in memory: 10,000 power cuts with synchronous=FULL lose nothing; with OFF they
 * do, so the model bites.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <inttypes.h>
#include <sqlite3.h>

#include "tests/faults/disk.h"
#include "tests/unit/check.h"

static int ask(sqlite3 *db, const char *sql, char *out, size_t cap)
{
	sqlite3_stmt *st = NULL;
	int rc = sqlite3_prepare_v2(db, sql, -1, &st, NULL);

	if (rc == SQLITE_OK) {
		rc = sqlite3_step(st);
		snprintf(out, cap, "%s", rc == SQLITE_ROW ? (const char *)sqlite3_column_text(st, 0) : "");
	}
	sqlite3_finalize(st);
	return rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static sqlite3 *open_db(const char *name, const char *sync)
{
	sqlite3 *db;
	char path[64], set[128];

	snprintf(path, sizeof(path), "/vdisk/%s/t.db", name);
	snprintf(set, sizeof(set),
		 "PRAGMA journal_mode=WAL; PRAGMA synchronous=%s; PRAGMA wal_autocheckpoint=20", sync);
	if (sqlite3_open(path, &db) || sqlite3_exec(db, set, NULL, NULL, NULL)) {
		sqlite3_close(db);
		return NULL;
	}
	return db;
}

/* What the writer was told is stored. */
struct writer {
	int64_t confirmed; /* rows 1…confirmed are stored */
	int64_t cuts, wrong;
	uint64_t dice;
	const char *sync;
};

/* One cut: every confirmed row there, at most the one in the making besides, and no damage. */
static bool survives(struct disk *d, struct writer *w)
{
	struct disk *image = disk_clone(d, "image");
	char check[200] = "", rows[40] = "";

	disk_lose(image, DISK_LOSE_ANY, &w->dice);
	sqlite3 *db = open_db("image", w->sync);
	bool good = db && !ask(db, "PRAGMA integrity_check", check, sizeof(check)) && !strcmp(check, "ok") &&
		    !ask(db, "SELECT count(*)||'/'||coalesce(max(n),0) FROM t WHERE length(s)=n%900", rows,
			 sizeof(rows));
	int64_t count = 0, top = 0;
	if (good)
		good = sscanf(rows, "%" SCNd64 "/%" SCNd64, &count, &top) == 2 && count == top &&
		       (count == w->confirmed || count == w->confirmed + 1);
	sqlite3_close(db);
	disk_free(image);
	return good;
}

static void at_call(void *ctx, struct disk *d, const struct disk_event *e)
{
	struct writer *w = ctx;

	(void)e;
	w->cuts++;
	w->wrong += !survives(d, w);
}

static void write_rows(struct writer *w, int64_t cuts)
{
	struct disk *d = disk_new("one");
	sqlite3 *db = open_db("one", w->sync);
	char sql[128];

	assert_non_null(db);
	assert_int_equal(sqlite3_exec(db, "CREATE TABLE t(n INTEGER PRIMARY KEY, s BLOB)", NULL, NULL, NULL), 0);
	assert_int_equal(sqlite3_exec(db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL), 0);
	disk_settle(d);
	disk_watch(d, DISK_CHANGES, at_call, w);
	for (int64_t n = 1; w->cuts < cuts; n++) {
		snprintf(sql, sizeof(sql), "INSERT INTO t VALUES(%" PRId64 ",zeroblob(%" PRId64 "))", n, n % 900);
		assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
		w->confirmed = n;
	}
	disk_watch(d, 0, NULL, NULL);
	sqlite3_close(db);
	disk_free(d);
}

static void matrix_11_12_ten_thousand_power_cuts_lose_no_row(void **state)
{
	struct writer w = { .dice = 11, .sync = "FULL" };

	(void)state;
	disk_seed(1);
	write_rows(&w, 10000);
	assert_int_equal(w.wrong, 0);
	PROVES("D1");
}

static void without_syncs_the_cuts_are_felt(void **state)
{
	struct writer w = { .dice = 12, .sync = "OFF" };

	(void)state;
	write_rows(&w, 500);
	assert_true(w.wrong > 50);
}

/* The same seeds give the same bytes. */
static void a_run_repeats_itself(void **state)
{
	uint64_t sums[2];

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct disk *d = disk_new("one");
		uint64_t dice = 9;

		disk_seed(5);
		sqlite3 *db = open_db("one", "FULL");
		for (int n = 0; n < 30; n++)
			assert_int_equal(sqlite3_exec(db, "CREATE TABLE IF NOT EXISTS t(n, s); INSERT INTO t"
						      " VALUES(random(), randomblob(50))", NULL, NULL, NULL), 0);
		disk_cut(d, DISK_LOSE_TORN, &dice);
		sqlite3_close(db);
		disk_boot(d);
		sums[i] = disk_sum(d);
		disk_free(d);
	}
	assert_true(sums[0] == sums[1]);
}

/* A reader sees its own state while the owner writes; the last to close takes the WAL away. */
static void two_connections_share_one_file(void **state)
{
	struct disk *d = disk_new("one");
	sqlite3 *owner = open_db("one", "FULL"), *reader;
	char n[10];

	(void)state;
	sqlite3_exec(owner, "CREATE TABLE t(n); INSERT INTO t VALUES(1)", NULL, NULL, NULL);
	assert_int_equal(sqlite3_open_v2("/vdisk/one/t.db", &reader, SQLITE_OPEN_READONLY, NULL), 0);
	assert_int_equal(sqlite3_exec(reader, "BEGIN", NULL, NULL, NULL), 0);
	ask(reader, "SELECT count(*) FROM t", n, sizeof(n));
	assert_string_equal(n, "1");
	assert_int_equal(sqlite3_exec(owner, "INSERT INTO t VALUES(2)", NULL, NULL, NULL), 0);
	ask(reader, "SELECT count(*) FROM t", n, sizeof(n));
	assert_string_equal(n, "1");
	assert_int_equal(sqlite3_exec(reader, "COMMIT", NULL, NULL, NULL), 0);
	ask(reader, "SELECT count(*) FROM t", n, sizeof(n));
	assert_string_equal(n, "2");
	assert_true(disk_has(d, "t.db-wal"));
	sqlite3_close(reader);
	sqlite3_close(owner);
	assert_false(disk_has(d, "t.db-wal"));
	disk_free(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(matrix_11_12_ten_thousand_power_cuts_lose_no_row),
		cmocka_unit_test(without_syncs_the_cuts_are_felt),
		cmocka_unit_test(a_run_repeats_itself),
		cmocka_unit_test(two_connections_share_one_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
