/* SQL of standard texts.
 *
 * Owns table phrase.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/phrase_store.h"

#include "shared/io/db.h"

static int add(struct db *db, const struct phrase *p)
{
	if (db_ask_int(db, "SELECT count(*) FROM phrase", 0) >= PHRASE_MOST)
		return ERR_FULL;
	DB_STMT(st) = db_prepare(db,
		"INSERT INTO phrase (subject, title, text, changed, by) VALUES (?, ?, ?, ?, ?)");
	db_bind_text(st, p->subject);
	db_bind_text(st, p->title);
	db_bind_text(st, p->text);
	db_bind_int(st, p->changed);
	db_bind_text(st, p->by);
	return db_run(st);
}

int phrase_put(struct db *db, const struct phrase *p)
{
	if (!p->n)
		return add(db, p);
	DB_STMT(st) = db_prepare(db,
		"UPDATE phrase SET subject = ?, title = ?, text = ?, changed = ?, by = ? WHERE n = ?");
	db_bind_text(st, p->subject);
	db_bind_text(st, p->title);
	db_bind_text(st, p->text);
	db_bind_int(st, p->changed);
	db_bind_text(st, p->by);
	db_bind_int(st, p->n);
	int err = db_run(st);
	return err || db_changes(db) ? err : ERR_NOT_FOUND;
}

int phrase_remove(struct db *db, int64_t n)
{
	DB_STMT(st) = db_prepare(db, "DELETE FROM phrase WHERE n = ?");
	db_bind_int(st, n);
	int err = db_run(st);
	return err || db_changes(db) ? err : ERR_NOT_FOUND;
}

void phrase_each(struct db *db, void (*fn)(void *ctx, const struct phrase *p), void *ctx)
{
	DB_STMT(st) = db_prepare(db,
		"SELECT n, subject, title, text, changed, by FROM phrase ORDER BY subject, title");
	while (db_step(st)) {
		struct phrase p = { .n = db_col_int(st, "n"), .changed = db_col_int(st, "changed") };
		DB_COPY(st, p.subject, "subject");
		DB_COPY(st, p.title, "title");
		DB_COPY(st, p.text, "text");
		DB_COPY(st, p.by, "by");
		fn(ctx, &p);
	}
}
