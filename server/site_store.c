/* SQL of published sites.
 *
 * Owns table site; the highest number is in force.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/site_store.h"

#include "shared/io/db.h"

int site_add(struct db *db, const struct site_row *row)
{
	DB_STMT(old) = db_prepare(db, "DELETE FROM site WHERE version = ?");
	db_bind_text(old, row->version);
	int err = db_run(old);
	if (err)
		return err;
	DB_STMT(st) = db_prepare(db,
		"INSERT INTO site (version, catalogue, published, size, sha256) VALUES (?, ?, ?, ?, ?)");
	db_bind_text(st, row->version);
	db_bind_text(st, row->catalogue);
	db_bind_int(st, row->published);
	db_bind_int(st, row->size);
	db_bind_text(st, row->sha256);
	return db_run(st);
}

#define COLUMNS "version, catalogue, published, size, sha256"

static void read_row(struct db_stmt *st, struct site_row *ret)
{
	text_copy(ret->version, sizeof ret->version, db_col_text(st, "version"));
	text_copy(ret->catalogue, sizeof ret->catalogue, db_col_text(st, "catalogue"));
	ret->published = db_col_int(st, "published");
	ret->size = db_col_int(st, "size");
	text_copy(ret->sha256, sizeof ret->sha256, db_col_text(st, "sha256"));
}

bool site_newest(struct db *db, struct site_row *ret)
{
	DB_STMT(st) = db_prepare(db, "SELECT " COLUMNS " FROM site ORDER BY number DESC LIMIT 1");
	if (!db_step(st))
		return false;
	read_row(st, ret);
	return true;
}

bool site_find(struct db *db, const char *version, struct site_row *ret)
{
	DB_STMT(st) = db_prepare(db, "SELECT " COLUMNS " FROM site WHERE version = ?");
	db_bind_text(st, version);
	if (!db_step(st))
		return false;
	read_row(st, ret);
	return true;
}

void site_each(struct db *db, void (*fn)(void *ctx, const struct site_row *row, int64_t kiosks),
	       void *ctx)
{
	struct site_row row;
	DB_STMT(st) = db_prepare(db,
		"SELECT " COLUMNS ", (SELECT count(*) FROM device d WHERE d.site = s.version"
		" AND d.state = 'active' AND d.kind = 'kiosk') AS kiosks FROM site s ORDER BY number DESC");
	while (db_step(st)) {
		read_row(st, &row);
		fn(ctx, &row, db_col_int(st, "kiosks"));
	}
}

int64_t site_kiosks(struct db *db)
{
	return db_ask_int(db, "SELECT count(*) FROM device WHERE state = 'active' AND kind = 'kiosk'", 0);
}
