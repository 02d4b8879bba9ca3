/* A copy of a whole database file, made beside work that goes on.
 *
 * The engine's backup API, from the owner's own connection: what that connection writes meanwhile goes into
 * the copy as well, so it never starts again because of a commit, and holds the state after the last step.
 * Promises: a finished and sealed copy is one plain file that needs no companion; the loop is held up for
 * one step at a time and never by the copy's disk (its fsync is db_copy_seal's, for a worker).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "shared/base/log.h"
#include "shared/io/db.h"
#include "shared/io/db_inside.h"
#include "shared/io/fs.h"

struct db_copy {
	struct db *from;
	sqlite3 *to;
	sqlite3_backup *lite;
};

static int fault(struct db_copy *c, const char *what)
{
	log_line(LOG_ERROR, "db.copy", "what=%s msg=%s", what, c->to ? sqlite3_errmsg(c->to) : "");
	return ERR_STORAGE;
}

int db_copy_begin(struct db *db, const char *path, struct db_copy **ret)
{
	struct db_copy *c = mem_new(1, sizeof *c);

	*ret = NULL;
	c->from = db;
	fs_remove(path);
	if (sqlite3_open(path, &c->to) || chmod(path, 0600) ||
	    sqlite3_exec(c->to, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF", NULL, NULL, NULL) ||
	    !(c->lite = sqlite3_backup_init(c->to, "main", db->lite, "main"))) {
		int err = fault(c, path);
		db_copy_end(c);
		return err;
	}
	*ret = c;
	return OK;
}

int db_copy_step(struct db_copy *c, int pages, bool *ret_done)
{
	*ret_done = false;
	if (c->from->turn)
		return ERR_BUSY;
	int rc = sqlite3_backup_step(c->lite, pages);
	if ((rc & 0xff) == SQLITE_BUSY || (rc & 0xff) == SQLITE_LOCKED)
		return ERR_BUSY;
	if (rc != SQLITE_OK && rc != SQLITE_DONE)
		return fault(c, "step");
	if (rc == SQLITE_OK)
		return OK;
	rc = sqlite3_backup_finish(c->lite);
	c->lite = NULL;
	*ret_done = true;
	return rc == SQLITE_OK ? OK : fault(c, "finish");
}

void db_copy_end(struct db_copy *c)
{
	if (!c)
		return;
	if (c->lite)
		sqlite3_backup_finish(c->lite);
	sqlite3_close(c->to);
	free(c);
}

int db_copy_seal(const char *path)
{
	DB(db);
	int err = db_open(path, DB_ARCHIVE, 256, &db);

	if (!err)
		err = db_exec(db, "PRAGMA journal_mode=DELETE");
	db_close(db);
	db = NULL;
	return err ? err : fs_sync(path);
}

int db_backup(struct db *db, const char *path)
{
	sqlite3 *to = NULL;
	int rc = sqlite3_open(path, &to);
	if (rc == SQLITE_OK) /* the journal's end is durable too, else it would take the copy back */
		rc = sqlite3_exec(to, "PRAGMA synchronous=EXTRA", NULL, NULL, NULL);
	sqlite3_backup *copy = rc ? NULL : sqlite3_backup_init(to, "main", db->lite, "main");
	if (copy) {
		sqlite3_backup_step(copy, -1);
		rc = sqlite3_backup_finish(copy);
	}
	if (!copy || rc != SQLITE_OK)
		log_line(LOG_ERROR, "db.backup", "path=%s msg=%s", path, sqlite3_errmsg(to));
	bool good = copy && rc == SQLITE_OK;
	sqlite3_close(to);
	if (good)
		chmod(path, 0600);
	return good ? OK : ERR_STORAGE;
}

bool db_moved(struct db *db)
{
	int moved = 0;

	return sqlite3_file_control(db->lite, "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK && moved;
}
