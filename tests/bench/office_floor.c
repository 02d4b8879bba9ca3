/* The floors of the office's figures: the bare SQL a question needs, straight on SQLite, and the tick of
 * the ladder beside its own floor. Prints seconds, or microseconds for `page`.
 *
 *   office_floor page DB ROUNDS        us of a quick first page of the inbox (one in ten is quicker), its homes included
 *   office_floor ladder DB FROM        every event of the cases captured since FROM (ms)
 *   office_floor rules DB FROM         every case since FROM with its report and its home
 *   office_floor tick DB               the statements that telling a deadline needs, for all that is due
 *   office_floor ladder_tick DIR       the same by the office's own ladder_tick
 *
 * The two ticks change the file: each gets a copy of its own.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "server/app.h"
#include "server/ladder.h"
#include "shared/io/db.h"

#define TURN 100 /* deadlines told in one commit, as the office does */

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static sqlite3 *open_file(const char *path, int flags)
{
	sqlite3 *db;
	if (sqlite3_open_v2(path, &db, flags, NULL)) {
		fprintf(stderr, "cannot open %s\n", path);
		exit(66);
	}
	sqlite3_exec(db, "PRAGMA synchronous=FULL; PRAGMA cache_size=-4096", NULL, NULL, NULL);
	return db;
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *st;
	if (sqlite3_prepare_v2(db, sql, -1, &st, NULL)) {
		fprintf(stderr, "%s: %s\n", sql, sqlite3_errmsg(db));
		exit(70);
	}
	return st;
}

/* Step through and look at every column. Returns rows. */
static long walk(sqlite3_stmt *st)
{
	long rows = 0;
	volatile long bytes = 0;
	while (sqlite3_step(st) == SQLITE_ROW) {
		for (int i = 0; i < sqlite3_column_count(st); i++) {
			(void)sqlite3_column_blob(st, i);
			bytes += sqlite3_column_bytes(st, i);
		}
		rows++;
	}
	sqlite3_reset(st);
	return rows;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static void page(const char *path, int rounds)
{
	sqlite3 *db = open_file(path, SQLITE_OPEN_READONLY);
	sqlite3_stmt *list = prepare(db, "SELECT c.*, d.street, d.number, d.suffix, d.city, p.name FROM case_file c"
		" LEFT JOIN dwelling d ON d.key = c.unit LEFT JOIN party p ON p.key = c.party"
		" WHERE c.open = 1 AND (c.due, c.nr) > (0, 0) ORDER BY c.due, c.nr LIMIT 51");
	double *times = calloc((size_t)rounds, sizeof *times);
	for (int i = 0; i < rounds; i++) {
		double start = now();
		walk(list);
		times[i] = (now() - start) * 1e6;
	}
	qsort(times, (size_t)rounds, sizeof *times, by_size);
	printf("%.3f\n", times[rounds / 10]);
	free(times);
	sqlite3_finalize(list);
	sqlite3_close(db);
}

static void since(const char *path, const char *from, const char *sql)
{
	sqlite3 *db = open_file(path, SQLITE_OPEN_READONLY);
	double start = now();
	sqlite3_stmt *st = prepare(db, sql);
	sqlite3_bind_int64(st, 1, strtoll(from, NULL, 10));
	long rows = walk(st);
	printf("%.6f %ld\n", now() - start, rows);
	sqlite3_finalize(st);
	sqlite3_close(db);
}

/* ---- telling ------------------------------------------------------------------------------ */

static void one(sqlite3_stmt *st, int64_t nr)
{
	if (sqlite3_bind_parameter_count(st))
		sqlite3_bind_int64(st, 1, nr);
	walk(st);
}

static void tick(const char *path)
{
	static const char *const each[] = {
		"SELECT * FROM case_file WHERE nr = ?",
		"SELECT clocks FROM case_clock WHERE nr = ?",
		"INSERT INTO notice (t, nr, who, what, clock, due) VALUES (1, ?, 'role:planner', 'late', 'done', 1)",
		"INSERT INTO case_event (nr, n, t, who, what, detail, hash) SELECT nr, n + 1, t, who, 'late', '{\"clock\":\"done\",\"due\":1,\"step\":2}', hash"
		" FROM case_event WHERE nr = ? ORDER BY n DESC LIMIT 1",
		"UPDATE case_clock SET fire = fire + 864000000, clocks = clocks || ' ' WHERE nr = ?",
	};
	sqlite3_stmt *st[COUNT_OF(each)];
	sqlite3 *db = open_file(path, SQLITE_OPEN_READWRITE);
	sqlite3_stmt *next = prepare(db, "SELECT nr FROM case_clock WHERE fire IS NOT NULL AND fire <= ? ORDER BY fire LIMIT 1");
	int64_t until = (int64_t)time(NULL) * 1000;
	long told = 0;
	for (size_t i = 0; i < COUNT_OF(each); i++)
		st[i] = prepare(db, each[i]);
	double start = now();
	sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
	for (sqlite3_bind_int64(next, 1, until); sqlite3_step(next) == SQLITE_ROW; told++) {
		int64_t nr = sqlite3_column_int64(next, 0);
		sqlite3_reset(next);
		for (size_t i = 0; i < COUNT_OF(each); i++)
			one(st[i], nr);
		if (told % TURN == TURN - 1)
			sqlite3_exec(db, "COMMIT; BEGIN IMMEDIATE", NULL, NULL, NULL);
	}
	sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
	printf("%.6f %ld\n", now() - start, told);
	for (size_t i = 0; i < COUNT_OF(each); i++)
		sqlite3_finalize(st[i]);
	sqlite3_finalize(next);
	sqlite3_close(db);
}

static int ladder(const char *dir)
{
	struct app *app = mem_new(1, sizeof *app);
	if (app_open(app, dir, APP_WRITE, NULL, NULL))
		return 66;
	int told = 0, err = OK;
	double start = now();
	for (int some; !err && (some = ladder_tick(app, TURN)) > 0; told += some)
		err = db_turn_commit(app->db);
	printf("%.6f %d\n", now() - start, told);
	app_close(app);
	free(app);
	return err ? 70 : 0;
}

int main(int argc, char **argv)
{
	if (argc == 4 && !strcmp(argv[1], "page"))
		page(argv[2], atoi(argv[3]));
	else if (argc == 4 && !strcmp(argv[1], "ladder"))
		since(argv[2], argv[3], "SELECT c.nr, c.receipt, c.captured, c.kind, c.kind_first, c.urgency, e.t, e.what, e.detail"
			" FROM case_file c CROSS JOIN case_event e ON e.nr = c.nr WHERE c.captured >= ? ORDER BY c.nr, e.n");
	else if (argc == 4 && !strcmp(argv[1], "rules"))
		since(argv[2], argv[3], "SELECT c.*, e.detail, b.body, d.* FROM case_file c CROSS JOIN case_event e ON e.nr = c.nr AND e.n = 1"
			" JOIN case_body b ON b.nr = c.nr LEFT JOIN dwelling d ON d.key = c.unit WHERE c.captured >= ? ORDER BY c.nr");
	else if (argc == 3 && !strcmp(argv[1], "tick"))
		tick(argv[2]);
	else if (argc == 3 && !strcmp(argv[1], "ladder_tick"))
		return ladder(argv[2]);
	else
		return 64;
	return 0;
}
