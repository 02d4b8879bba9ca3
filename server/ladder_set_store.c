/* SQL of ladder sets.
 *
 * Owns table ladder_set. A set is text exactly as imported and is never changed.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/ladder_set_store.h"

#include <string.h>

#include "shared/io/db.h"

int ladder_set_find(struct db *db, int64_t version, struct buf *out)
{
	DB_STMT(st) = db_prepare(db, "SELECT csv FROM ladder_set WHERE version = ?");
	db_bind_int(st, version);
	if (!db_step(st))
		return ERR_NOT_FOUND;
	buf_str(out, db_col_text(st, "csv"));
	return OK;
}

void ladder_set_each(struct db *db,
	     void (*fn)(void *ctx, int64_t version, int64_t added, const char *who), void *ctx)
{
	DB_STMT(st) = db_prepare(db, "SELECT version, added, who FROM ladder_set ORDER BY version DESC");
	while (db_step(st))
		fn(ctx, db_col_int(st, "version"), db_col_int(st, "added"), db_col_text(st, "who"));
}

int64_t ladder_set_newest(struct db *db)
{
	return db_ask_int(db, "SELECT max(version) FROM ladder_set", 0);
}

int ladder_set_add(struct db *db, const char *csv, size_t len, const char *who, int64_t now,
		   int64_t *ret_version)
{
	BUF(before);
	*ret_version = ladder_set_newest(db);
	if (*ret_version && !ladder_set_find(db, *ret_version, &before) && before.len == len &&
	    !memcmp(before.data, csv, len))
		return OK;
	DB_STMT(st) = db_prepare(db, "INSERT INTO ladder_set (version, added, who, csv) VALUES ((SELECT max(value,"
		" coalesce((SELECT max(version) FROM ladder_set), 0)) + 1 FROM meta WHERE key = 'ladder_floor'), ?, ?, ?)");
	db_bind_int(st, now);
	db_bind_text(st, who);
	db_bind_text_n(st, csv, len);
	int err = db_run(st);
	*ret_version = db_last_id(db);
	return err;
}
