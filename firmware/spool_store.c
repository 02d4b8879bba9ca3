/* Rows of the outbox as spool records.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/spool_store.h"

#include <string.h>

#include "shared/io/db.h"

#define COLUMNS                                                                                    \
	"SELECT n, id, h, kind, receipt, follow, t, text, coalesce((SELECT rank FROM outbox_queue q" \
	" WHERE q.rank IN (0, 1) AND q.n = i.n), 1) AS rank FROM outbox_item i"

static const char AFTER[] = COLUMNS " WHERE n > ? ORDER BY n LIMIT ?";
static const char FIND[] = COLUMNS " WHERE n = ?";
static const char ABOUT[] = "SELECT receipt FROM case_answer WHERE id = ?";
static const char DEAD[] = "SELECT n, code, t FROM outbox_dead ORDER BY n";
static const char KEPT[] =
	"SELECT 1 AS kept WHERE EXISTS (SELECT 1 FROM outbox_item WHERE n = ?1 AND text IS NOT NULL)"
	" OR EXISTS (SELECT 1 FROM outbox_queue WHERE rank IN (0, 1, 2) AND n = ?1)"
	" OR EXISTS (SELECT 1 FROM outbox_dead WHERE n = ?1)";
static const char COUNT[] = "SELECT count(*) AS n FROM outbox_item WHERE n > ?";

static bool copy_blob(struct db_stmt *st, const char *name, uint8_t *out, size_t n)
{
	size_t len;
	const void *p = db_col_blob(st, name, &len);
	if (len != n)
		return false;
	memcpy(out, p, n);
	return true;
}

bool spool_item_row(struct db_stmt *st, struct spool_item *it)
{
	memset(it, 0, sizeof *it);
	it->n = db_col_int(st, "n");
	bool good = copy_blob(st, "id", it->id, sizeof it->id) && copy_blob(st, "h", it->h, sizeof it->h);
	good = good && DB_COPY(st, it->kind, "kind") == OK;
	good = good && DB_COPY(st, it->receipt, "receipt") == OK;
	good = good && DB_COPY(st, it->follow, "follow") == OK;
	it->t = db_col_int(st, "t");
	it->text = db_col_blob(st, "text", &it->len);
	it->rank = db_col_int(st, "rank") ? 1 : 0;
	return good && it->n > 0 && it->len <= SPOOL_TEXT;
}

static void find_about(struct db *db, struct spool_item *it)
{
	char id[UUID_TEXT];
	DB_STMT(st) = db_prepare(db, ABOUT);
	if (strcmp(it->kind, "case.answer"))
		return;
	uuid_text(it->id, id);
	db_bind_text(st, id);
	if (db_step(st) && DB_COPY(st, it->about, "receipt"))
		it->about[0] = '\0';
}

int64_t spool_items_after(struct db *db, int64_t after, int max,
			  bool (*fn)(void *ctx, const struct spool_item *it), void *ctx)
{
	struct spool_item it;
	DB_STMT(st) = db_prepare(db, AFTER);
	db_bind_int(st, after);
	db_bind_int(st, max);
	while (db_step(st)) {
		int64_t n = db_col_int(st, "n");
		if (spool_item_row(st, &it)) {
			find_about(db, &it);
			if (!fn(ctx, &it))
				break;
		}
		after = n;
	}
	return after;
}

void spool_dead_each(struct db *db, void (*fn)(void *ctx, const struct spool_dead *d), void *ctx)
{
	DB_STMT(st) = db_prepare(db, DEAD);
	while (db_step(st)) {
		struct spool_dead d = { .n = db_col_int(st, "n"), .t = db_col_int(st, "t") };
		(void)DB_COPY(st, d.code, "code");
		fn(ctx, &d);
	}
}

int spool_item_find(struct db *db, int64_t n, struct spool_item *ret, struct buf *text)
{
	DB_STMT(st) = db_prepare(db, FIND);
	db_bind_int(st, n);
	if (!db_step(st) || !spool_item_row(st, ret))
		return ERR_NOT_FOUND;
	buf_clear(text);
	buf_add(text, ret->text, ret->len);
	ret->text = buf_text(text);
	find_about(db, ret);
	return OK;
}

bool spool_item_kept(struct db *db, int64_t n)
{
	DB_STMT(st) = db_prepare(db, KEPT);
	db_bind_int(st, n);
	return db_step(st);
}

int64_t spool_count_after(struct db *db, int64_t after)
{
	DB_STMT(st) = db_prepare(db, COUNT);
	db_bind_int(st, after);
	return db_step(st) ? db_col_int(st, "n") : 0;
}
