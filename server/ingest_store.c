/* SQL of the projection: items in order of arrival, the cursor, quarantine, parked children.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "server/ingest_inside.h"
#include "shared/io/db.h"
#include "shared/sync/hub.h"

#define CURSOR "ingest.cursor"
#define PARKED "ingest.parked" /* 1 once anything was parked: the look-up is skipped before */
#define QUARANTINED "ingest.quarantined"

static const char ITEM[] =
	"SELECT i.n, i.id, i.device, i.seq, i.t_recv, i.t, i.quality, i.cut, i.fault, i.path, i.text,"
	" i.body, d.uuid FROM item i LEFT JOIN device d ON d.n = i.device WHERE i.n = ?";
static const char AGAIN[] = "SELECT min(n) FROM item_again";
static const char NEXT[] = "SELECT n FROM item WHERE n > ? ORDER BY n LIMIT 1";
static const char IS_PARKED[] = "SELECT 1 AS yes FROM item_parked WHERE n = ?";
static const char CHILDREN[] = "SELECT n FROM item_parked WHERE parent = ?";
static const char UNPARK[] = "DELETE FROM item_parked WHERE parent = ?";
static const char TRY_AGAIN[] =
	"INSERT INTO item_again (n) SELECT ? WHERE NOT EXISTS"
	" (SELECT 1 FROM item_parked WHERE n = ?) ON CONFLICT DO NOTHING";
static const char AGAIN_DONE[] = "DELETE FROM item_again WHERE n = ?";
static const char UNQUARANTINE[] = "DELETE FROM quarantine WHERE n = ?";
static const char QUARANTINE[] =
	"INSERT INTO quarantine (n, code, path, t) VALUES (?, ?, ?, ?)"
	" ON CONFLICT (n) DO UPDATE SET code = excluded.code, path = excluded.path, t = excluded.t";
static const char QUARANTINE_LIST[] =
	"SELECT q.n, q.code, q.path, i.id, i.t_recv, d.uuid FROM quarantine q JOIN item i ON i.n = q.n"
	" LEFT JOIN device d ON d.n = i.device WHERE q.n < ? ORDER BY q.n DESC LIMIT ?";
static const char REPLAY[] =
	"INSERT INTO item_again (n) SELECT n FROM quarantine WHERE code = ? OR ? = ''"
	" ON CONFLICT DO NOTHING";
static const char DICT[] = "SELECT data FROM dict WHERE n = ?";
static const char LAST[] = "SELECT max(n) FROM item";

static void uuid_write(struct db_stmt *st, const char *name, char out[UUID_TEXT])
{
	size_t len;

	uuid_text(db_col_blob(st, name, &len), out);
}

void stored_item_free(struct stored_item *it)
{
	buf_free(&it->text);
	buf_free(&it->body);
}

static void add_blob(struct db_stmt *st, const char *name, struct buf *out)
{
	size_t len;
	const void *p = db_col_blob(st, name, &len);

	buf_add(out, p, len);
}

bool ingest_read(struct db *db, int64_t n, struct stored_item *ret)
{
	DB_STMT(st) = db_prepare(db, ITEM);
	struct raw_item *raw = &ret->raw;
	enum hub_quality q;

	memset(ret, 0, sizeof *ret);
	db_bind_int(st, n);
	if (!db_step(st))
		return false;
	raw->n = n;
	raw->device_n = db_col_int(st, "device");
	text_copy(raw->device, sizeof raw->device, db_col_text(st, "uuid"));
	uuid_write(st, "id", raw->id);
	raw->seq = db_col_int(st, "seq");
	raw->t_recv = db_col_int(st, "t_recv");
	raw->t = db_col_int(st, "t");
	q = (enum hub_quality)db_col_int(st, "quality");
	text_copy(raw->t_quality, sizeof raw->t_quality, hub_quality_name(q));
	text_copy(ret->fault, sizeof ret->fault, db_col_text(st, "fault"));
	text_copy(ret->path, sizeof ret->path, db_col_text(st, "path"));
	ret->cut = db_col_int(st, "cut");
	buf_str(&ret->text, db_col_text(st, "text"));
	add_blob(st, "body", &ret->body);
	return true;
}

int64_t ingest_behind(struct db *db, int64_t n)
{
	DB_STMT(st) = db_prepare(db, NEXT);

	db_bind_int(st, n);
	return db_step(st) ? db_col_int(st, "n") : 0;
}

int64_t ingest_next(struct db *db, int64_t cursor, bool *ret_again)
{
	int64_t n = db_ask_int(db, AGAIN, 0);

	*ret_again = n > 0 && n <= cursor;
	return *ret_again ? n : ingest_behind(db, cursor);
}

bool ingest_is_parked(struct db *db, int64_t n)
{
	DB_STMT(st) = db_prepare(db, IS_PARKED);

	if (!db_meta_int(db, PARKED, 0))
		return false;
	db_bind_int(st, n);
	return db_step(st);
}

static int try_again(struct db *db, int64_t n)
{
	DB_STMT(st) = db_prepare(db, TRY_AGAIN);

	db_bind_int(st, n);
	db_bind_int(st, n);
	return db_run(st) == OK ? OK : ERR_STORAGE;
}

static int unpark(struct db *db, const uint8_t id[16])
{
	DB_STMT(st) = db_prepare(db, UNPARK);

	db_bind_blob(st, id, 16);
	return db_run(st) == OK ? OK : ERR_STORAGE;
}

/* Children of id, at most cap. */
static int children(struct db *db, const uint8_t id[16], int64_t *out, int cap)
{
	DB_STMT(st) = db_prepare(db, CHILDREN);
	int count = 0;

	db_bind_blob(st, id, 16);
	while (count < cap && db_step(st))
		out[count++] = db_col_int(st, "n");
	return count;
}

int ingest_unpark(struct db *db, const uint8_t id[16])
{
	int64_t found[WIRE_ITEMS];
	int count, err;

	if (!db_meta_int(db, PARKED, 0))
		return OK;
	count = children(db, id, found, WIRE_ITEMS);
	err = count ? unpark(db, id) : OK;
	for (int i = 0; i < count && err == OK; i++)
		err = try_again(db, found[i]);
	return err;
}

int64_t ingest_cursor(struct db *db)
{
	return db_meta_int(db, CURSOR, 0);
}

void ingest_set_cursor(struct db *db, int64_t n)
{
	db_meta_set_int(db, CURSOR, n);
}

int ingest_again_done(struct db *db, int64_t n)
{
	DB_STMT(done) = db_prepare(db, AGAIN_DONE);
	DB_STMT(out) = db_prepare(db, UNQUARANTINE);
	int err;

	db_bind_int(done, n);
	err = db_run(done);
	if (err != OK)
		return err;
	db_bind_int(out, n);
	err = db_run(out);
	if (err == OK && db_changes(db) > 0)
		db_meta_add(db, QUARANTINED, -1);
	return err;
}

int ingest_quarantine(struct db *db, int64_t n, const char *code, const char *path, int64_t now)
{
	DB_STMT(st) = db_prepare(db, QUARANTINE);

	db_bind_int(st, n);
	db_bind_text(st, code);
	db_bind_text(st, path);
	db_bind_int(st, now);
	db_meta_add(db, QUARANTINED, 1);
	return db_run(st);
}

bool ingest_dict(struct db *db, int64_t n, struct buf *out)
{
	DB_STMT(st) = db_prepare(db, DICT);

	db_bind_int(st, n);
	if (!db_step(st))
		return false;
	add_blob(st, "data", out);
	return true;
}

int64_t ingest_stored(struct db *db)
{
	return db_ask_int(db, LAST, 0); /* rows are never deleted, so the last number is the count */
}

int64_t ingest_waiting(struct db *db)
{
	return ingest_stored(db) - ingest_cursor(db);
}

/* ---- quarantine ----------------------------------------------------------------------------------- */

void quarantine_each(struct db *db, int64_t before, int limit,
		     bool (*fn)(void *ctx, const struct quarantine_row *r), void *ctx)
{
	DB_STMT(st) = db_prepare(db, QUARANTINE_LIST);
	struct quarantine_row r;

	db_bind_int(st, before ? before : INT64_MAX);
	db_bind_int(st, limit);
	while (db_step(st)) {
		memset(&r, 0, sizeof r);
		r.n = db_col_int(st, "n");
		text_copy(r.device, sizeof r.device, db_col_text(st, "uuid"));
		uuid_write(st, "id", r.id);
		text_copy(r.code, sizeof r.code, db_col_text(st, "code"));
		text_copy(r.path, sizeof r.path, db_col_text(st, "path"));
		r.t_recv = db_col_int(st, "t_recv");
		if (!fn(ctx, &r))
			return;
	}
}

int64_t quarantine_count(struct db *db)
{
	return db_meta_int(db, QUARANTINED, 0);
}

int ingest_queue_again(struct db *db, const char *code)
{
	DB_STMT(st) = db_prepare(db, REPLAY);

	db_bind_text(st, code);
	db_bind_text(st, code);
	return db_run(st) == OK ? db_changes(db) : 0;
}

int ingest_original(struct db *db, int64_t n, struct buf *out)
{
	struct stored_item it;
	size_t cut;

	if (!ingest_read(db, n, &it))
		return ERR_NOT_FOUND;
	cut = it.cut < 0 ? it.text.len : (size_t)it.cut;
	buf_add(out, it.text.data, cut);
	if (it.cut >= 0) {
		base64_encode(it.body.data, it.body.len, out);
		buf_add(out, it.text.data + cut, it.text.len - cut);
	}
	stored_item_free(&it);
	return OK;
}
