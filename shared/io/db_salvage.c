/* Reading what a damaged file still yields.
 *
 * Here an error ends a statement, never the program. The file is opened read-only and is left as it
 * is: it is evidence.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/log.h"
#include "shared/io/db.h"
#include "shared/io/db_inside.h"
#include "shared/io/fs.h"

#define COLUMNS_MAX 40
#define HEAD_BYTES 100

static bool check_fails(sqlite3 *lite)
{
	sqlite3_stmt *st = NULL;
	int rc = sqlite3_prepare_v2(lite, "PRAGMA integrity_check(1)", -1, &st, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(st);
	const char *said = rc == SQLITE_ROW ? (const char *)sqlite3_column_text(st, 0) : NULL;
	bool bad = rc == SQLITE_ROW ? !said || strcmp(said, "ok") != 0 : db_damage(rc);
	sqlite3_finalize(st);
	return bad;
}

/* Fields of the file's head that the engine's own check believes (file format, section 1.3): which way it is
 * written, fixed numbers, format and encoding as this program makes them. */
static bool head_wrong(const char *path)
{
	static const struct {
		unsigned char at, least, most;
	} fields[] = { { 18, 1, 2 }, { 19, 1, 2 }, { 20, 0, 0 }, { 21, 64, 64 }, { 22, 32, 32 }, { 23, 32, 32 },
		       { 44, 0, 0 }, { 45, 0, 0 }, { 46, 0, 0 }, { 47, 0, 4 }, { 52, 0, 0 }, { 53, 0, 0 },
		       { 54, 0, 0 }, { 55, 0, 0 }, { 56, 0, 0 }, { 57, 0, 0 }, { 58, 0, 0 }, { 59, 0, 1 } };
	unsigned char head[HEAD_BYTES];
	if (fs_read_head(path, head, sizeof head))
		return false;
	if (memcmp(head, "SQLite format 3", 16))
		return true;
	for (size_t i = 0; i < COUNT_OF(fields); i++)
		if (head[fields[i].at] < fields[i].least || head[fields[i].at] > fields[i].most)
			return true;
	return false;
}

bool db_file_damaged(const char *path)
{
	sqlite3 *lite = NULL;
	int64_t size = fs_size(path);
	if (size <= 0)
		return size == 0;
	if (head_wrong(path))
		return true;
	int rc = sqlite3_open_v2(path, &lite, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);
	if (rc == SQLITE_OK)
		sqlite3_exec(lite, "PRAGMA cell_size_check=ON", NULL, NULL, NULL);
	bool bad = rc == SQLITE_OK ? check_fails(lite) : db_damage(rc);
	sqlite3_close_v2(lite);
	return bad;
}

int db_open_damaged(const char *path, struct db **ret)
{
	struct db *db = mem_new(1, sizeof *db);
	db->tolerant = true;
	*ret = NULL;
	if (sqlite3_open_v2(path, &db->lite, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) ||
	    sqlite3_exec(db->lite, "PRAGMA cell_size_check=ON; PRAGMA trusted_schema=OFF; PRAGMA writable_schema=ON",
			 NULL, NULL, NULL)) {
		db_close(db);
		return ERR_STORAGE;
	}
	*ret = db;
	return OK;
}

int db_load(struct db *to, const char *path)
{
	sqlite3 *from = NULL;
	int rc = sqlite3_open_v2(path, &from, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
	sqlite3_backup *copy = rc ? NULL : sqlite3_backup_init(to->lite, "main", from, "main");
	if (copy) {
		sqlite3_backup_step(copy, -1);
		rc = sqlite3_backup_finish(copy);
	}
	bool good = copy && rc == SQLITE_OK;
	sqlite3_close(from);
	return good ? OK : ERR_STORAGE;
}

struct db_stmt *db_try(struct db *db, const char *sql)
{
	sqlite3_stmt *lite = NULL;
	if (sqlite3_prepare_v2(db->lite, sql, -1, &lite, NULL) || !lite) {
		sqlite3_finalize(lite);
		return NULL;
	}
	struct db_stmt *st = mem_new(1, sizeof *st);
	*st = (struct db_stmt){ .db = db, .sql = sql, .lite = lite, .busy = true };
	return st;
}

/* INSERT for as many columns as the table has on both sides, NULL when they differ. */
static sqlite3_stmt *prepare_insert(struct db *to, const char *table, int columns)
{
	char sql[160 + 2 * COLUMNS_MAX];
	sqlite3_stmt *st = NULL;
	int n = snprintf(sql, sizeof sql, "INSERT OR IGNORE INTO %s VALUES (?", table);
	for (int i = 1; i < columns; i++)
		n += snprintf(sql + n, sizeof sql - (size_t)n, ",?");
	snprintf(sql + n, sizeof sql - (size_t)n, ")");
	sqlite3_prepare_v2(to->lite, sql, -1, &st, NULL);
	return st;
}

static bool copy_row(sqlite3_stmt *from, sqlite3_stmt *to)
{
	int count = sqlite3_column_count(from);
	for (int i = 0; i < count; i++)
		sqlite3_bind_value(to, i + 1, sqlite3_column_value(from, i));
	bool good = sqlite3_step(to) == SQLITE_DONE;
	sqlite3_reset(to);
	return good;
}

int64_t db_salvage_table(struct db *from, struct db *to, const char *table)
{
	char sql[120];
	sqlite3_stmt *in = NULL, *out = NULL;
	int64_t copied = 0;
	snprintf(sql, sizeof sql, "SELECT * FROM %s", table);
	if (sqlite3_prepare_v2(from->lite, sql, -1, &in, NULL) == SQLITE_OK &&
	    sqlite3_column_count(in) <= COLUMNS_MAX)
		out = prepare_insert(to, table, sqlite3_column_count(in));
	while (out && sqlite3_step(in) == SQLITE_ROW)
		copied += copy_row(in, out);
	sqlite3_finalize(in);
	sqlite3_finalize(out);
	return copied;
}
