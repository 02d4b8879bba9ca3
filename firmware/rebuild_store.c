/* Filling the tables of a fresh kiosk database. What a damaged one still yields is rebuild_old_store.c.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/rebuild_store.h"

#include <string.h>

#include "firmware/outbox_inside.h"
#include "firmware/spool_store.h"
#include "shared/base/crypt.h"
#include "shared/base/val.h"
#include "shared/io/db.h"
#include "shared/model/walk.h"

static const char PUT[] =
	"INSERT OR REPLACE INTO outbox_item (n, id, h, kind, receipt, follow, t, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
static const char ADD[] =
	"INSERT INTO outbox_item (n, id, h, kind, receipt, follow, t, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
	" ON CONFLICT DO NOTHING";
static const char QUEUE[] = "INSERT OR IGNORE INTO outbox_queue (rank, n, bytes, void) VALUES (?, ?, ?, ?)";
static const char UNQUEUE[] = "DELETE FROM outbox_queue WHERE rank IN (0, 1, 2) AND n = ?";
static const char ANSWER[] = "INSERT OR IGNORE INTO case_answer (id, receipt, t) VALUES (?, ?, ?)";
static const char DEAD[] = "INSERT OR IGNORE INTO outbox_dead (n, code, t) VALUES (?, ?, ?)";
static const char HAS[] = "SELECT 1 AS known FROM outbox_item WHERE n = ?";
static const char COUNT[] = "SELECT count(*) AS n FROM outbox_item WHERE n > ? AND n <= ?";
static const char RESTORE[] =
	"UPDATE OR IGNORE outbox_item SET id = ?2, h = ?3, kind = ?4, receipt = ?5, follow = ?6, t = ?7, text = ?8 WHERE n = ?1";
static const char VOID[] = "UPDATE outbox_queue SET void = 'lost' WHERE rank IN (0, 1, 2) AND n = ? AND void = ''";
static const char ACKED[] = "DELETE FROM outbox_queue WHERE n <= ?";
static const char REQUEUE[] =
	"INSERT OR IGNORE INTO outbox_queue (rank, n, bytes, void) SELECT 1, n, length(text), '' FROM outbox_item i"
	" WHERE n > ? AND text IS NOT NULL AND NOT EXISTS (SELECT 1 FROM outbox_queue q WHERE q.rank IN (0, 1, 2)"
	" AND q.n = i.n) AND NOT EXISTS (SELECT 1 FROM outbox_dead d WHERE d.n = i.n)";
static const char SITE[] =
	"INSERT INTO site (version, size, sha256, minisig, role) SELECT ?, ?, ?, ?, 'current'"
	" WHERE NOT EXISTS (SELECT 1 FROM site WHERE role = 'current')"
	" ON CONFLICT (version) DO UPDATE SET role = 'current'";

static int queue_put(struct db *db, int64_t n, int rank, int64_t bytes, const char *why)
{
	DB_STMT(gone) = db_prepare(db, UNQUEUE);
	db_bind_int(gone, n);
	int err = db_run(gone);
	if (err)
		return err;
	DB_STMT(st) = db_prepare(db, QUEUE);
	db_bind_int(st, rank);
	db_bind_int(st, n);
	db_bind_int(st, bytes);
	db_bind_text(st, why);
	return db_run(st);
}

/* sql: PUT, ADD or RESTORE. */
static int item_put(struct db *db, const struct spool_item *it, const char *sql)
{
	DB_STMT(st) = db_prepare(db, sql);
	db_bind_int(st, it->n);
	db_bind_blob(st, it->id, sizeof it->id);
	db_bind_blob(st, it->h, sizeof it->h);
	db_bind_text(st, it->kind);
	db_bind_text(st, *it->receipt ? it->receipt : NULL);
	db_bind_text(st, it->follow);
	db_bind_int(st, it->t);
	db_bind_blob(st, it->len ? it->text : NULL, it->len);
	return db_run(st);
}

static int answer_put(struct db *db, const struct spool_item *it)
{
	char id[UUID_TEXT];
	DB_STMT(st) = db_prepare(db, ANSWER);
	uuid_text(it->id, id);
	db_bind_text(st, id);
	db_bind_text(st, it->about);
	db_bind_int(st, it->t);
	return db_run(st);
}

int rebuild_put(struct db *db, const struct spool_item *it, bool over)
{
	int err = item_put(db, it, over ? PUT : ADD);
	if (err || !db_changes(db))
		return err;
	if (*it->about)
		err = answer_put(db, it);
	return err || !it->len ? err : queue_put(db, it->n, it->rank, (int64_t)it->len, "");
}

int rebuild_put_dead(struct db *db, const struct spool_dead *d)
{
	DB_STMT(st) = db_prepare(db, DEAD);
	db_bind_int(st, d->n);
	db_bind_text(st, d->code);
	db_bind_int(st, d->t);
	return db_run(st);
}

int rebuild_put_lost(struct db *db, int64_t n, const uint8_t id[16], int64_t t)
{
	struct spool_item it = { .n = n, .t = t, .kind = "lost" };
	memcpy(it.id, id, sizeof it.id);
	int err = item_put(db, &it, ADD);
	return err ? err : queue_put(db, n, 1, 0, "lost");
}

int rebuild_restore(struct db *db, const struct spool_item *it)
{
	return item_put(db, it, RESTORE);
}

int rebuild_void(struct db *db, int64_t n)
{
	DB_STMT(st) = db_prepare(db, VOID);
	db_bind_int(st, n);
	return db_run(st);
}

bool rebuild_has(struct db *db, int64_t n)
{
	DB_STMT(st) = db_prepare(db, HAS);
	db_bind_int(st, n);
	return db_step(st);
}

int64_t rebuild_highest(struct db *db)
{
	return db_ask_int(db, "SELECT max(n) FROM outbox_item", 0);
}

int64_t rebuild_count(struct db *db, int64_t from, int64_t upto)
{
	DB_STMT(st) = db_prepare(db, COUNT);
	db_bind_int(st, from);
	db_bind_int(st, upto);
	return db_step(st) ? db_col_int(st, "n") : 0;
}

int64_t rebuild_acked(struct db *db)
{
	return outbox_line_base(db) + db_meta_int(db, "sync.hwm", 0);
}

int rebuild_requeue(struct db *db)
{
	DB_STMT(st) = db_prepare(db, REQUEUE);
	db_bind_int(st, rebuild_acked(db));
	return db_run(st);
}

/* ---- the last steps ------------------------------------------------------------------------- */

int rebuild_recount(struct db *db)
{
	static const char *const steps[] = {
		"DELETE FROM outbox_queue WHERE n NOT IN (SELECT n FROM outbox_item)",
		"DELETE FROM outbox_dead WHERE n NOT IN (SELECT n FROM outbox_item)",
		"UPDATE outbox_queue SET void = 'refused' WHERE n IN (SELECT n FROM outbox_dead)",
		("DELETE FROM case_answer WHERE id NOT IN (SELECT lower(substr(h, 1, 8) || '-' || substr(h, 9, 4) ||"
		 " '-' || substr(h, 13, 4) || '-' || substr(h, 17, 4) || '-' || substr(h, 21)) FROM"
		 " (SELECT hex(id) AS h FROM outbox_item WHERE kind = 'case.answer'))"),
		"INSERT OR REPLACE INTO meta SELECT 'outbox.pending', count(*) FROM outbox_queue",
		"INSERT OR REPLACE INTO meta SELECT 'outbox.again', count(*) FROM outbox_queue WHERE rank = 2",
		"INSERT OR REPLACE INTO meta SELECT 'outbox.bytes', coalesce(sum(bytes), 0) FROM outbox_queue",
		"INSERT OR REPLACE INTO meta SELECT 'outbox.dead', count(*) FROM outbox_dead",
	};
	int err = OK;
	for (size_t i = 0; i < COUNT_OF(steps) && !err; i++)
		err = db_exec(db, steps[i]);
	return err;
}

int rebuild_settle(struct db *db)
{
	DB_STMT(st) = db_prepare(db, ACKED);
	db_bind_int(st, rebuild_acked(db));
	int err = db_run(st);
	if (!err)
		err = db_exec(db, "INSERT OR REPLACE INTO meta SELECT 'mirror.ready', count(*) > 0"
				  " FROM catalogue WHERE current = 1");
	return err ? err : rebuild_recount(db);
}

int rebuild_put_site(struct db *db, const char *version, int64_t size, const char *sha256_hex, const char *minisig)
{
	DB_STMT(st) = db_prepare(db, SITE);
	db_bind_text(st, version);
	db_bind_int(st, size);
	db_bind_text(st, sha256_hex);
	db_bind_text(st, minisig);
	return db_run(st);
}
