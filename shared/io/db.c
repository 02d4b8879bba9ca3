/* SQLite: open, migrate, damage, long reads. Transactions are db_turn.c, statements db_stmt.c.
 *
 * Settings: WAL + synchronous=FULL, no mmap, foreign_keys, cell_size_check. One owner connection
 * writes and checkpoints (SQLite 3.40 has the WAL-reset race); readers are read-only.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/io/db.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/crash.h"
#include "shared/base/log.h"
#include "shared/io/db_inside.h"
#include "shared/io/fs.h"

bool db_damage(int rc)
{
	return (rc & 0xff) == SQLITE_CORRUPT || (rc & 0xff) == SQLITE_NOTADB;
}

void db_on_damage(struct db *db, void (*fn)(void *ctx), void *ctx)
{
	db->on_damage = fn;
	db->damage_ctx = ctx;
}

bool db_suspect(const struct db *db)
{
	return db->suspect;
}

void db_fail(struct db *db, const char *what)
{
	if (db->on_damage && db_damage(sqlite3_extended_errcode(db->lite))) {
		log_line(LOG_ERROR, "db.corrupt", "what=%s msg=%s", what, sqlite3_errmsg(db->lite));
		db->on_damage(db->damage_ctx);
	}
	die("db.failed", "what=%s code=%d msg=%s", what, sqlite3_extended_errcode(db->lite),
	    sqlite3_errmsg(db->lite));
}

bool db_medium_fault(int rc)
{
	int primary = rc & 0xff;
	return primary == SQLITE_FULL || primary == SQLITE_READONLY || primary == SQLITE_IOERR ||
	       primary == SQLITE_CANTOPEN;
}

const char *db_fault_event(int code)
{
	if ((code & 0xff) == SQLITE_FULL)
		return "disk.full";
	if ((code & 0xff) == SQLITE_READONLY)
		return "disk.read_only";
	return (code & 0xff) == SQLITE_IOERR ? "disk.fault" : "db.fault";
}

bool db_met_damage(struct db *db, int rc)
{
	if (!db->stands || !db_damage(rc))
		return false;
	if (!db->damaged)
		log_line(LOG_ERROR, "db_corrupt", "code=%d msg=%s", rc, sqlite3_errmsg(db->lite));
	db->damaged = true;
	db->broken |= db->turn;
	return true;
}

void db_stand(struct db *db)
{
	db->stands = true;
}

void db_condemn(struct db *db)
{
	if (!db->damaged)
		log_line(LOG_ERROR, "db_corrupt", "found=elsewhere");
	db->damaged = true;
	db->broken |= db->turn;
}

bool db_damaged(const struct db *db)
{
	return db->damaged;
}

static int settings(struct db *db, enum db_mode mode, int cache_kib)
{
	char cache[64];
	snprintf(cache, sizeof cache, "PRAGMA cache_size=-%d", cache_kib > 0 ? cache_kib : 2000);
	const char *const all[] = { "PRAGMA foreign_keys=ON",
				    "PRAGMA secure_delete=ON", /* what is deleted is gone from the file */
				    "PRAGMA cell_size_check=ON",
				    "PRAGMA trusted_schema=OFF", "PRAGMA mmap_size=0",
				    "PRAGMA temp_store=MEMORY", cache };
	for (size_t i = 0; i < COUNT_OF(all); i++)
		if (db_exec(db, all[i]))
			return ERR_STORAGE;
	if (mode != DB_OWNER)
		return OK;
	int err = db_exec(db, "PRAGMA journal_mode=WAL");
	return err ? err : db_exec(db, "PRAGMA synchronous=FULL");
}

/* What an fsync of the journal that failed, maybe in an earlier process, should have written can still be
 * read, but only until the power goes, and a later fsync says OK. Nothing may be built on it. */
int db_renew_journal(const char *path)
{
	char journal[PATH_CAP];
	if (snprintf(journal, sizeof journal, "%s-wal", path) >= (int)sizeof journal)
		return ERR_STORAGE;
	return fs_renew(journal);
}

int db_open(const char *path, enum db_mode mode, int cache_kib, struct db **ret)
{
	int flags = mode == DB_READER ? SQLITE_OPEN_READONLY
				      : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
	struct db *db = mem_new(1, sizeof *db);
	const char *name = mode == DB_MEMORY ? ":memory:" : path;
	*ret = NULL;
	int rc = mode == DB_OWNER && db_renew_journal(path) ? SQLITE_IOERR : SQLITE_OK;
	if (rc == SQLITE_OK)
		rc = sqlite3_open_v2(name, &db->lite, flags | SQLITE_OPEN_NOMUTEX, NULL);
	if (rc == SQLITE_OK && mode == DB_OWNER && sqlite3_db_readonly(db->lite, "main") == 1)
		rc = SQLITE_READONLY; /* what it may not write the engine opens for reading, and never asks again */
	if (rc == SQLITE_OK && !sqlite3_busy_timeout(db->lite, 5000) &&
	    settings(db, mode, cache_kib) == OK) {
		db->unnamed = mode == DB_OWNER;
		*ret = db;
		return OK;
	}
	log_line(LOG_ERROR, "db.open", "path=%s msg=%s", name,
		 rc == SQLITE_READONLY ? sqlite3_errstr(rc) : sqlite3_errmsg(db->lite));
	int why = sqlite3_errcode(db->lite) & 0xff;
	db_close(db);
	return why == SQLITE_NOTADB || why == SQLITE_CORRUPT ? ERR_DAMAGED : ERR_STORAGE;
}

void db_close(struct db *db)
{
	if (!db)
		return;
	for (int i = 0; i < db->kept_count; i++)
		sqlite3_finalize(db->kept[i].lite);
	sqlite3_close_v2(db->lite);
	free(db);
}

void db_closep(struct db **db)
{
	db_close(*db);
}

int db_exec(struct db *db, const char *sql)
{
	int rc = sqlite3_exec(db->lite, sql, NULL, NULL, NULL);
	if (rc == SQLITE_OK)
		return OK;
	log_line(LOG_ERROR, "db.exec", "sql=%.60s msg=%s", sql, sqlite3_errmsg(db->lite));
	if ((rc & 0xff) != SQLITE_CONSTRAINT) /* the engine may have taken the whole turn back */
		db_doom(db);
	return db_medium_fault(rc) || db_damage(rc) ? ERR_STORAGE : ERR_INTERNAL;
}

static int migrate_one(struct db *db, const struct db_migration *m)
{
	char mark[64];
	snprintf(mark, sizeof mark, "PRAGMA user_version=%d", m->number);
	crash_point("db.migrate.before");
	int err = db_exec(db, "BEGIN IMMEDIATE");
	err = err ? err : db_exec(db, m->sql);
	crash_point("db.migrate.run");
	err = err ? err : db_exec(db, mark);
	err = err ? err : db_exec(db, "COMMIT");
	crash_point("db.migrate.after");
	if (err)
		sqlite3_exec(db->lite, "ROLLBACK", NULL, NULL, NULL);
	else
		log_line(LOG_INFO, "db.migrated", "to=%s", m->name);
	return err;
}

int db_migrate(struct db *db, const struct db_migration *steps, const char *backup_path)
{
	int64_t have = db_ask_int(db, "PRAGMA user_version", 0), newest = 0;
	for (const struct db_migration *m = steps; m->number; m++)
		newest = m->number > newest ? m->number : newest;
	if (have > newest)
		return ERR_NEWER;
	if (have && have < newest && backup_path) {
		int err = db_backup(db, backup_path);
		if (err)
			return err;
	}
	for (const struct db_migration *m = steps; m->number; m++) {
		int err = m->number > have ? migrate_one(db, m) : OK;
		if (err)
			return err;
	}
	return OK;
}

bool db_healthy(struct db *db)
{
	struct db_stmt *st = db_prepare(db, "PRAGMA quick_check(1)");
	bool good = db_step(st) && !strcmp(db_col_text(st, "quick_check"), "ok");
	db_release(&st);
	return good;
}

/* ---- long reads --------------------------------------------------------------------------- */

#define ASK_EVERY 10000 /* instructions of the engine's machine, well below a millisecond */

int db_snapshot_begin(struct db *db)
{
	int err = db_exec(db, "BEGIN");
	/* only a first look at the file fixes what is seen */
	return err ? err : db_exec(db, "SELECT 1 FROM sqlite_schema LIMIT 1");
}

void db_snapshot_end(struct db *db)
{
	if (!sqlite3_get_autocommit(db->lite))
		sqlite3_exec(db->lite, "ROLLBACK", NULL, NULL, NULL);
}

static int ask_enough(void *ctx)
{
	struct db *db = ctx;

	db->stopped = db->stopped || db->enough(db->enough_ctx);
	return db->stopped;
}

void db_stop_when(struct db *db, bool (*enough)(void *ctx), void *ctx)
{
	db->enough = enough;
	db->enough_ctx = ctx;
	sqlite3_progress_handler(db->lite, ASK_EVERY, ask_enough, db);
}

bool db_stopped(const struct db *db)
{
	return db->stopped;
}

/* ---- whole file --------------------------------------------------------------------------- */

int64_t db_bytes(struct db *db)
{
	return db_ask_int(db, "PRAGMA page_count", 0) * db_ask_int(db, "PRAGMA page_size", 0);
}
