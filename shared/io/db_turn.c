/* Transactions: the events of a turn are savepoints of one transaction, committed as one.
 *
 * Promises: nothing counts as committed before the journal and its name are durable; what a fault of the medium or a
 * damaged page broke off is taken back whole, and whoever waits for the end of the turn is told.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <libgen.h>
#include <sqlite3.h>
#include <string.h>

#include "shared/base/log.h"
#include "shared/base/text.h"
#include "shared/io/db_inside.h"
#include "shared/io/fs.h"

static void must(struct db *db, const char *sql)
{
	int rc = sqlite3_exec(db->lite, sql, NULL, NULL, NULL);
	if (rc != SQLITE_OK && !db_met_damage(db, rc))
		db_fail(db, sql);
}

/* The same with a kept statement: an event begins and ends with every report. */
static void must_quickly(struct db *db, const char *sql)
{
	DB_STMT(st) = db_prepare(db, sql);
	int rc = sqlite3_step(st->lite);
	if (rc != SQLITE_DONE && !db_met_damage(db, rc))
		db_fail(db, sql);
}

void db_event_begin(struct db *db)
{
	bool first = !db->turn;
	db->turn = true;
	db->broken |= db->damaged;
	if (db->damaged)
		return; /* no statement writes any more; the turn is only there to be refused */
	if (first)
		must_quickly(db, "BEGIN IMMEDIATE");
	if (first)
		db->changes = sqlite3_total_changes64(db->lite);
	if (!db->damaged)
		must_quickly(db, "SAVEPOINT event");
}

/* The engine may have rolled the whole turn back by itself; statements that follow would then commit
 * one by one. Put them into a transaction that db_turn_commit throws away. */
void db_doom(struct db *db)
{
	if (!db->turn)
		return;
	db->broken = true;
	if (db->damaged || !sqlite3_get_autocommit(db->lite))
		return;
	must(db, "BEGIN");
	must(db, "SAVEPOINT event");
}

void db_event_end(struct db *db, bool ok)
{
	if (db->damaged)
		return;
	if (!ok)
		must(db, "ROLLBACK TO event");
	must_quickly(db, "RELEASE event");
}

bool db_turn_open(const struct db *db)
{
	return db->turn;
}

static bool journal_trusted(struct db *db)
{
	if (db->unsure)
		db->unsure = db_renew_journal(sqlite3_db_filename(db->lite, "main")) != OK;
	return !db->unsure;
}

/* The engine makes the journal and syncs its folder, but goes on when the folder cannot be opened (no
 * descriptor left): what was committed would go with the power, journal and all. */
static bool journal_named(struct db *db)
{
	char folder[PATH_CAP];
	if (db->unnamed && sqlite3_total_changes64(db->lite) != db->changes)
		db->unnamed = text_copy(folder, sizeof folder, sqlite3_db_filename(db->lite, "main")) ||
			      fs_sync_dir(dirname(folder));
	return !db->unnamed || sqlite3_total_changes64(db->lite) == db->changes;
}

static int commit(struct db *db)
{
	if (db->broken) {
		db->broken = false;
		if (!sqlite3_get_autocommit(db->lite))
			must(db, "ROLLBACK");
		return db->damaged ? ERR_DAMAGED : ERR_STORAGE;
	}
	if (!journal_trusted(db) || !journal_named(db)) {
		must(db, "ROLLBACK");
		return ERR_STORAGE;
	}
	int rc = sqlite3_exec(db->lite, "COMMIT", NULL, NULL, NULL);
	if (rc == SQLITE_OK)
		return OK;
	int code = sqlite3_extended_errcode(db->lite);
	log_line(LOG_ERROR, db_fault_event(code), "what=commit code=%d msg=%s", code, sqlite3_errmsg(db->lite));
	if (!db_medium_fault(rc) && !db_met_damage(db, code))
		db_fail(db, "COMMIT");
	db->unsure = db->unsure || code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC;
	db->suspect = db->suspect || db->unsure;
	if (!sqlite3_get_autocommit(db->lite))
		must(db, "ROLLBACK");
	return db->damaged ? ERR_DAMAGED : ERR_STORAGE;
}

void db_before_commit(struct db *db, void (*fn)(void *ctx), void *ctx)
{
	db->before = fn;
	db->before_ctx = ctx;
}

int db_turn_commit(struct db *db)
{
	if (!db->turn)
		return OK;
	if (db->before && !db->broken && sqlite3_total_changes64(db->lite) != db->changes)
		db->before(db->before_ctx);
	db->turn = false;
	int err = commit(db);
	db->refused |= err != OK;
	return err;
}

int db_turn_end(struct db *db)
{
	int err = db_turn_commit(db);
	bool refused = db->refused || err; /* a refusal earlier in the turn took waiting events along */

	db->refused = false;
	if (!refused)
		return OK;
	return db->damaged ? ERR_DAMAGED : ERR_STORAGE;
}

int db_event_commit(struct db *db, bool ok)
{
	db_event_end(db, ok);
	return db_turn_commit(db);
}
