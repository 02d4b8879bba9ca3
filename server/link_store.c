/* SQL of personal links and of evidence.
 *
 * Owns tables link and evidence. The files themselves lie in blobs/ (server/evidence.c).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/link_store.h"

#include <string.h>

#include "shared/base/text.h"
#include "shared/io/db.h"

int link_add(struct db *db, const struct link_row *l, int64_t *ret_n)
{
	DB_STMT(st) = db_prepare(db,
		"INSERT INTO link (nr, party, purpose, question, due, made, made_by, expires)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
	db_bind_int(st, l->nr);
	db_bind_text(st, l->party);
	db_bind_text(st, l->purpose);
	db_bind_text(st, l->question);
	db_bind_int(st, l->due);
	db_bind_int(st, l->made);
	db_bind_text(st, l->made_by);
	db_bind_int(st, l->expires);
	int err = db_run(st);
	*ret_n = err ? 0 : db_last_id(db);
	return err;
}

static void read_row(struct db_stmt *st, struct link_row *l)
{
	memset(l, 0, sizeof *l);
	l->n = db_col_int(st, "n");
	l->nr = db_col_int(st, "nr");
	DB_COPY(st, l->party, "party");
	DB_COPY(st, l->purpose, "purpose");
	DB_COPY(st, l->question, "question");
	l->due = db_col_int(st, "due");
	l->made = db_col_int(st, "made");
	DB_COPY(st, l->made_by, "made_by");
	l->expires = db_col_int(st, "expires");
	l->revoked = db_col_int(st, "revoked");
	l->answered = db_col_int(st, "answered");
}

bool link_find(struct db *db, int64_t n, struct link_row *ret)
{
	DB_STMT(st) = db_prepare(db, "SELECT * FROM link WHERE n = ?");
	db_bind_int(st, n);
	if (!db_step(st))
		return false;
	read_row(st, ret);
	return true;
}

void link_each(struct db *db, int64_t nr, void (*fn)(void *ctx, const struct link_row *l), void *ctx)
{
	struct link_row l;
	DB_STMT(st) = db_prepare(db, "SELECT * FROM link WHERE nr = ? ORDER BY n DESC LIMIT 50");
	db_bind_int(st, nr);
	while (db_step(st)) {
		read_row(st, &l);
		fn(ctx, &l);
	}
}

int link_answered(struct db *db, int64_t n, int64_t now)
{
	DB_STMT(st) = db_prepare(db, "UPDATE link SET answered = coalesce(answered, ?) WHERE n = ?");
	db_bind_int(st, now);
	db_bind_int(st, n);
	return db_run(st);
}

int link_revoke(struct db *db, int64_t nr, int64_t n, int64_t now)
{
	DB_STMT(st) = db_prepare(db,
		"UPDATE link SET revoked = coalesce(revoked, ?) WHERE n = ? AND nr = ?");
	db_bind_int(st, now);
	db_bind_int(st, n);
	db_bind_int(st, nr);
	int err = db_run(st);
	return err || db_changes(db) ? err : ERR_NOT_FOUND;
}

/* ---- evidence ----------------------------------------------------------------------------- */

int evidence_add(struct db *db, const struct evidence *e)
{
	DB_STMT(st) = db_prepare(db,
		"INSERT INTO evidence (nr, t, who, name, type, size, sha256) VALUES (?, ?, ?, ?, ?, ?, ?)");
	db_bind_int(st, e->nr);
	db_bind_int(st, e->t);
	db_bind_text(st, e->who);
	db_bind_text(st, e->name);
	db_bind_text(st, e->type);
	db_bind_int(st, e->size);
	db_bind_text(st, e->sha256);
	return db_run(st);
}

static void read_evidence(struct db_stmt *st, struct evidence *e)
{
	memset(e, 0, sizeof *e);
	e->n = db_col_int(st, "n");
	e->nr = db_col_int(st, "nr");
	e->t = db_col_int(st, "t");
	DB_COPY(st, e->who, "who");
	DB_COPY(st, e->name, "name");
	DB_COPY(st, e->type, "type");
	e->size = db_col_int(st, "size");
	DB_COPY(st, e->sha256, "sha256");
}

bool evidence_find(struct db *db, int64_t n, struct evidence *ret)
{
	DB_STMT(st) = db_prepare(db, "SELECT * FROM evidence WHERE n = ?");
	db_bind_int(st, n);
	if (!db_step(st))
		return false;
	read_evidence(st, ret);
	return true;
}

void evidence_each(struct db *db, int64_t nr, void (*fn)(void *ctx, const struct evidence *e), void *ctx)
{
	struct evidence e;
	DB_STMT(st) = db_prepare(db, "SELECT * FROM evidence WHERE nr = ? ORDER BY n LIMIT 100");
	db_bind_int(st, nr);
	while (db_step(st)) {
		read_evidence(st, &e);
		fn(ctx, &e);
	}
}

int64_t evidence_count(struct db *db, int64_t nr)
{
	DB_STMT(st) = db_prepare(db, "SELECT count(*) AS c FROM evidence WHERE nr = ?");
	db_bind_int(st, nr);
	return db_step(st) ? db_col_int(st, "c") : 0;
}
