/* Statements: prepare once per literal, bind in order, step, read columns by name.
 *
 * Kept statements are found by the address of their SQL literal in a small open table: the same
 * literal in two files is two entries, which is fine. A statement that is in use (a loop inside a
 * loop) or does not fit is prepared freshly and dropped at release.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/log.h"
#include "shared/io/db.h"
#include "shared/io/db_inside.h"

static sqlite3_stmt *prepare(struct db *db, const char *sql)
{
	sqlite3_stmt *lite = NULL;
	int rc = sqlite3_prepare_v3(db->lite, sql, -1, SQLITE_PREPARE_PERSISTENT, &lite, NULL);
	if (rc != SQLITE_OK && !db_met_damage(db, rc))
		db_fail(db, sql);
	return lite; /* NULL in a damaged file: a statement that gives nothing */
}

struct db_stmt *db_prepare(struct db *db, const char *sql)
{
	struct db_stmt *st = NULL;
	for (int i = 0; i < db->kept_count && !st; i++)
		if (db->kept[i].sql == sql && !db->kept[i].busy)
			st = &db->kept[i];
	if (!st && db->kept_count < KEPT_MAX) {
		st = &db->kept[db->kept_count++];
		*st = (struct db_stmt){ .db = db, .sql = sql, .kept = true };
		st->lite = prepare(db, sql);
	}
	if (!st) {
		st = mem_new(1, sizeof *st);
		*st = (struct db_stmt){ .db = db, .sql = sql };
		st->lite = prepare(db, sql);
	}
	st->busy = true;
	st->bound = 0;
	st->rc = SQLITE_OK;
	return st;
}

void db_again(struct db_stmt *st)
{
	sqlite3_reset(st->lite);
	if (st->lite)
		sqlite3_clear_bindings(st->lite);
	st->bound = 0;
	st->rc = SQLITE_OK;
}

void db_release(struct db_stmt **ref)
{
	struct db_stmt *st = *ref;
	if (!st)
		return;
	*ref = NULL;
	st->busy = false;
	if (st->kept) {
		db_again(st);
		return;
	}
	db_cost_add(&st->db->gone, st->lite);
	sqlite3_finalize(st->lite);
	free(st);
}

static void bound(struct db_stmt *st, int rc)
{
	if (rc != SQLITE_OK && st->lite)
		db_fail(st->db, st->sql);
}

void db_bind_int(struct db_stmt *st, int64_t n)
{
	bound(st, sqlite3_bind_int64(st->lite, ++st->bound, n));
}

void db_bind_text(struct db_stmt *st, const char *s)
{
	bound(st, sqlite3_bind_text(st->lite, ++st->bound, s, -1, SQLITE_STATIC));
}

void db_bind_text_n(struct db_stmt *st, const char *s, size_t n)
{
	bound(st, sqlite3_bind_text(st->lite, ++st->bound, s, (int)n, SQLITE_STATIC));
}

void db_bind_blob(struct db_stmt *st, const void *p, size_t n)
{
	bound(st, sqlite3_bind_blob(st->lite, ++st->bound, p, (int)n, SQLITE_STATIC));
}

void db_bind_null(struct db_stmt *st)
{
	bound(st, sqlite3_bind_null(st->lite, ++st->bound));
}

/* A step failed: constraint and medium faults go to the caller, anything else ends the program. */
static void judge(struct db_stmt *st)
{
	int primary = st->rc & 0xff;
	if (primary == SQLITE_CONSTRAINT)
		return;
	if (db_met_damage(st->db, st->rc))
		return;
	if (st->db->tolerant)
		return;
	log_line(LOG_ERROR, db_fault_event(st->rc), "what=step code=%d msg=%s", st->rc,
		 sqlite3_errmsg(st->db->lite));
	if (!db_medium_fault(st->rc))
		db_fail(st->db, st->sql);
	db_doom(st->db);
}

bool db_step(struct db_stmt *st)
{
	if (!st->lite || (st->db->damaged && !sqlite3_stmt_readonly(st->lite))) {
		st->rc = SQLITE_CORRUPT;
		return false;
	}
	st->rc = st->db->stopped ? SQLITE_INTERRUPT : sqlite3_step(st->lite);
	if (st->rc == SQLITE_ROW)
		return true;
	if (st->rc != SQLITE_DONE && !st->db->stopped) {
		st->rc = sqlite3_extended_errcode(st->db->lite);
		judge(st);
	}
	return false;
}

int db_run(struct db_stmt *st)
{
	while (db_step(st))
		;
	if (st->rc == SQLITE_DONE)
		return OK;
	if (st->db->stopped)
		return ERR_BUSY;
	if (st->db->damaged)
		return ERR_DAMAGED;
	return (st->rc & 0xff) == SQLITE_CONSTRAINT ? ERR_CONFLICT : ERR_STORAGE;
}

/* Columns are few; the hint makes reading them in their order one comparison each. */
static int column(struct db_stmt *st, const char *name)
{
	int count = sqlite3_column_count(st->lite);
	for (int i = 0; i < count; i++) {
		int at = (st->column_hint + i) % count;
		if (strcmp(sqlite3_column_name(st->lite, at), name))
			continue;
		st->column_hint = at + 1;
		return at;
	}
	die("db.column", "name=%s sql=%.80s", name, st->sql);
}

int64_t db_col_int(struct db_stmt *st, const char *name)
{
	return sqlite3_column_int64(st->lite, column(st, name));
}

const char *db_col_text(struct db_stmt *st, const char *name)
{
	const char *s = (const char *)sqlite3_column_text(st->lite, column(st, name));
	return s ? s : "";
}

const void *db_col_blob(struct db_stmt *st, const char *name, size_t *ret_len)
{
	int at = column(st, name);
	const void *p = sqlite3_column_blob(st->lite, at);
	*ret_len = (size_t)sqlite3_column_bytes(st->lite, at);
	return p ? p : "";
}

bool db_col_null(struct db_stmt *st, const char *name)
{
	return sqlite3_column_type(st->lite, column(st, name)) == SQLITE_NULL;
}

int64_t db_ask_int(struct db *db, const char *sql, int64_t dflt)
{
	DB_STMT(st) = db_prepare(db, sql);
	return db_step(st) && sqlite3_column_type(st->lite, 0) != SQLITE_NULL
		   ? sqlite3_column_int64(st->lite, 0)
		   : dflt;
}

int64_t db_last_id(struct db *db)
{
	return sqlite3_last_insert_rowid(db->lite);
}

int db_changes(struct db *db)
{
	return sqlite3_changes(db->lite);
}

int64_t db_total_changes(struct db *db)
{
	return sqlite3_total_changes64(db->lite);
}

/* ---- meta --------------------------------------------------------------------------------- */

int64_t db_meta_int(struct db *db, const char *key, int64_t dflt)
{
	DB_STMT(st) = db_prepare(db, "SELECT value FROM meta WHERE key=?");
	db_bind_text(st, key);
	return db_step(st) ? db_col_int(st, "value") : dflt;
}

static const char PUT[] = "INSERT INTO meta(key,value) VALUES(?,?) "
			  "ON CONFLICT(key) DO UPDATE SET value=excluded.value";

static void put_done(struct db_stmt *st)
{
	/* A medium fault marks the turn as broken; its commit reports it. */
	if (db_run(st) == ERR_CONFLICT)
		db_fail(st->db, "meta");
}

void db_meta_set_int(struct db *db, const char *key, int64_t n)
{
	DB_STMT(st) = db_prepare(db, PUT);
	db_bind_text(st, key);
	db_bind_int(st, n);
	put_done(st);
}

/* Every report counts something: an upsert with RETURNING takes four times as long. */
int64_t db_meta_add(struct db *db, const char *key, int64_t n)
{
	int64_t sum = db_meta_int(db, key, 0) + n;
	DB_STMT(st) = db_prepare(db, "UPDATE meta SET value=? WHERE key=?");
	db_bind_int(st, sum);
	db_bind_text(st, key);
	put_done(st);
	if (st->rc == SQLITE_DONE && !db_changes(db))
		db_meta_set_int(db, key, sum);
	return sum; /* when the medium failed, so will the commit */
}

bool db_meta_text(struct db *db, const char *key, char *out, size_t cap)
{
	DB_STMT(st) = db_prepare(db, "SELECT value FROM meta WHERE key=?");
	db_bind_text(st, key);
	if (!db_step(st))
		return false;
	return text_copy(out, cap, db_col_text(st, "value")) == OK;
}

void db_meta_set_text(struct db *db, const char *key, const char *s)
{
	DB_STMT(st) = db_prepare(db, PUT);
	db_bind_text(st, key);
	db_bind_text(st, s);
	put_done(st);
}
