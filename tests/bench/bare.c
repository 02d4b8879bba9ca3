/* The floor under Portiek's figures: the same bytes into SQLite (WAL, FULL) and nothing else.
 *
 *   bare batch FILE.db N < lines       every line one row, N rows a commit; prints seconds
 *   bare each FILE.db COUNT < lines    one row a commit; prints microseconds of every commit
 *   bare sealed FILE.db COUNT < lines  the same, each row sealed (crypto_box_seal): what no capture that
 *                                      seals can do without, where the disk's flush is very cheap
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static void must(sqlite3 *db, int rc)
{
	if (rc == SQLITE_OK || rc == SQLITE_DONE)
		return;
	fprintf(stderr, "bare: %s\n", sqlite3_errmsg(db));
	exit(1);
}

static void sql(sqlite3 *db, const char *text)
{
	must(db, sqlite3_exec(db, text, NULL, NULL, NULL));
}

static void insert(sqlite3 *db, sqlite3_stmt *st, const char *line, size_t len)
{
	must(db, sqlite3_bind_text(st, 1, line, (int)len, SQLITE_STATIC));
	must(db, sqlite3_step(st));
	must(db, sqlite3_reset(st));
}

/* Seal the line to a fixed key, in place; room for it behind the line. */
static size_t seal(char **line, size_t *cap, size_t n)
{
	static const unsigned char pub[crypto_box_PUBLICKEYBYTES] = { 9 };
	unsigned char *out = malloc(n + crypto_box_SEALBYTES);
	if (!out || crypto_box_seal(out, (unsigned char *)*line, n, pub))
		exit(1);
	free(*line);
	*line = (char *)out;
	*cap = n + crypto_box_SEALBYTES;
	return *cap;
}

int main(int argc, char **argv)
{
	if (argc != 4 || sodium_init() < 0)
		return 64;
	int sealed = !strcmp(argv[1], "sealed"), each = sealed || !strcmp(argv[1], "each");
	int per = each ? 1 : atoi(argv[3]), limit = each ? atoi(argv[3]) : 0;
	sqlite3 *db;
	sqlite3_stmt *st;
	must(NULL, sqlite3_open(argv[2], &db));
	sql(db, "PRAGMA journal_mode=WAL");
	sql(db, "PRAGMA synchronous=FULL");
	sql(db, "CREATE TABLE t(n INTEGER PRIMARY KEY, body TEXT)");
	must(db, sqlite3_prepare_v2(db, "INSERT INTO t(body) VALUES(?)", -1, &st, NULL));
	char *line = NULL;
	size_t cap = 0;
	double start = now();
	int count = 0;
	for (ssize_t n; (n = getline(&line, &cap, stdin)) > 0 && (!limit || count < limit); count++) {
		double before = now();
		if (sealed)
			n = (ssize_t)seal(&line, &cap, (size_t)n);
		if (count % per == 0)
			sql(db, "BEGIN IMMEDIATE");
		insert(db, st, line, (size_t)n);
		if (count % per == per - 1)
			sql(db, "COMMIT");
		if (each)
			printf("%.1f\n", (now() - before) * 1e6);
	}
	if (count % per)
		sql(db, "COMMIT");
	if (!each)
		printf("%.6f\n", now() - start);
	sqlite3_finalize(st);
	sqlite3_close(db);
	free(line);
	return 0;
}
