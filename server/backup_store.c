/* Rows of copies, and what moves when one is good. The check is backup_prove_store.c.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/backup_store.h"

#include <string.h>

#include "shared/base/text.h"
#include "shared/io/db.h"

int backup_add(struct db *db, struct backup_row *row)
{
	const struct backup_facts *f = &row->facts;
	DB_STMT(st) = db_prepare(db,
		"INSERT INTO backup (begun, ended, who, file, bytes, sha256, verified, why, epoch, commits,"
		" marks, items, cases, events) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
	db_bind_int(st, row->begun);
	db_bind_int(st, row->ended);
	db_bind_text(st, row->who);
	db_bind_text(st, row->file);
	db_bind_int(st, row->bytes);
	db_bind_text(st, row->sha256);
	db_bind_int(st, row->verified);
	db_bind_text(st, row->why);
	db_bind_text(st, f->epoch);
	db_bind_int(st, f->commits);
	db_bind_int(st, f->marks);
	db_bind_int(st, f->items);
	db_bind_int(st, f->cases);
	db_bind_int(st, f->events);
	int err = db_run(st);
	row->n = db_last_id(db);
	return err;
}

void backup_set_gone(struct db *db, int64_t n, int64_t now)
{
	DB_STMT(st) = db_prepare(db, "UPDATE backup SET gone = ? WHERE n = ?");
	db_bind_int(st, now);
	db_bind_int(st, n);
	(void)!db_run(st); /* a full disk: it is looked at again */
}

static void read_row(struct db_stmt *st, struct backup_row *r)
{
	memset(r, 0, sizeof *r);
	r->n = db_col_int(st, "n");
	r->begun = db_col_int(st, "begun");
	r->ended = db_col_int(st, "ended");
	DB_COPY(st, r->who, "who");
	DB_COPY(st, r->file, "file");
	r->bytes = db_col_int(st, "bytes");
	DB_COPY(st, r->sha256, "sha256");
	r->verified = db_col_int(st, "verified") != 0;
	DB_COPY(st, r->why, "why");
	DB_COPY(st, r->facts.epoch, "epoch");
	r->facts.commits = db_col_int(st, "commits");
	r->facts.marks = db_col_int(st, "marks");
	r->facts.items = db_col_int(st, "items");
	r->facts.cases = db_col_int(st, "cases");
	r->facts.events = db_col_int(st, "events");
	r->gone = db_col_int(st, "gone");
}

void backup_each(struct db *db, bool all, bool (*fn)(void *ctx, const struct backup_row *row), void *ctx)
{
	struct backup_row row;
	DB_STMT(st) = db_prepare(db, "SELECT * FROM backup WHERE gone = 0 OR ? ORDER BY begun DESC, n DESC");
	db_bind_int(st, all);
	while (db_step(st)) {
		read_row(st, &row);
		if (!fn(ctx, &row))
			return;
	}
}

bool backup_find(struct db *db, const char *file, struct backup_row *ret)
{
	DB_STMT(st) = db_prepare(db, "SELECT * FROM backup WHERE file = ? ORDER BY n DESC LIMIT 1");
	db_bind_text(st, file);
	if (!db_step(st))
		return false;
	read_row(st, ret);
	return true;
}

bool backup_newest(struct db *db, struct backup_row *ret)
{
	DB_STMT(st) = db_prepare(db,
		"SELECT * FROM backup WHERE verified = 1 AND gone = 0 ORDER BY begun DESC LIMIT 1");
	if (!db_step(st))
		return false;
	read_row(st, ret);
	return true;
}

int backup_safe(struct db *db, int64_t device, int64_t hwm)
{
	DB_STMT(st) = db_prepare(db, "UPDATE device SET safe_hwm = ?1 WHERE n = ?2 AND safe_hwm < ?1 AND ?1 <= hwm");
	db_bind_int(st, hwm);
	db_bind_int(st, device);
	return db_run(st);
}

void backup_each_device(struct db *db, void (*fn)(void *ctx, int64_t device, int64_t hwm), void *ctx)
{
	DB_STMT(st) = db_prepare(db, "SELECT n, hwm FROM device ORDER BY n");
	while (db_step(st))
		fn(ctx, db_col_int(st, "n"), db_col_int(st, "hwm"));
}

void backup_each_file(struct db *db, bool (*fn)(void *ctx, const char *sha256), void *ctx)
{
	DB_STMT(st) = db_prepare(db, "SELECT DISTINCT sha256 FROM evidence ORDER BY sha256");
	while (db_step(st))
		if (!fn(ctx, db_col_text(st, "sha256")))
			return;
}
