/* Marks and raw items. UNIQUE decides what is new, never a look beforehand: two connections with the
 * same batch cannot both win.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "server/hub_store.h"
#include "server/ingest_inside.h"
#include "shared/base/crash.h"
#include "shared/io/db.h"

static const char MARK_PUT[] =
	"INSERT INTO mark (device, seq, id, h) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";
static const char MARK[] = "SELECT id, h FROM mark WHERE device = ? AND seq = ?";
static const char CHAIN_PUT[] =
	"INSERT INTO mark_chain (device, seq, c) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
static const char CHAIN[] =
	"SELECT seq, c FROM mark_chain WHERE device = ? AND seq <= ? ORDER BY seq DESC LIMIT 1";
static const char ITEM_PUT[] =
	"INSERT INTO item (id, device, seq, t_recv, t, quality, cut, fault, path, text, body)"
	" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING";
static const char ITEM[] = "SELECT body FROM item WHERE id = ?";
static const char KNOWN[] = "SELECT 1 AS yes FROM item WHERE id = ?";
static const char PARK[] =
	"INSERT INTO item_parked (parent, n) VALUES (?, ?) ON CONFLICT DO NOTHING";
static const char STRAY[] =
	"INSERT INTO item_stray (id, h, device, seq, t_recv, text) VALUES (?, ?, ?, ?, ?, ?)"
	" ON CONFLICT DO NOTHING";
static const char VOID_PUT[] =
	"INSERT INTO item_void (device, seq, why, t_recv) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";

static int storage(int err)
{
	return err == OK ? OK : ERR_STORAGE;
}

bool hub_mark_get(void *ctx, int64_t device, int64_t seq, uint8_t id[16], uint8_t h[HASH_BYTES])
{
	const struct hub_files *f = ctx;
	DB_STMT(st) = db_prepare(f->db, MARK);
	size_t len;

	db_bind_int(st, device);
	db_bind_int(st, seq);
	if (!db_step(st))
		return false;
	memcpy(id, db_col_blob(st, "id", &len), 16);
	memcpy(h, db_col_blob(st, "h", &len), HASH_BYTES);
	return true;
}

int hub_mark_put(void *ctx, int64_t device, int64_t seq, const uint8_t id[16],
		 const uint8_t h[HASH_BYTES], enum hub_put *ret)
{
	const struct hub_files *f = ctx;
	DB_STMT(st) = db_prepare(f->db, MARK_PUT);
	uint8_t was_id[16], was_h[HASH_BYTES];

	db_bind_int(st, device);
	db_bind_int(st, seq);
	db_bind_blob(st, id, 16);
	db_bind_blob(st, h, HASH_BYTES);
	if (db_run(st) != OK)
		return ERR_STORAGE;
	*ret = PUT_NEW;
	crash_point("central.mark.put");
	if (db_changes(f->db) > 0)
		return OK;
	*ret = hub_mark_get(ctx, device, seq, was_id, was_h) && memcmp(was_id, id, 16) == 0 &&
	       memcmp(was_h, h, HASH_BYTES) == 0 ? PUT_SAME : PUT_OTHER;
	return OK;
}

int hub_chain_put(void *ctx, int64_t device, int64_t seq, const uint8_t c[HASH_BYTES])
{
	const struct hub_files *f = ctx;
	DB_STMT(st) = db_prepare(f->db, CHAIN_PUT);

	db_bind_int(st, device);
	db_bind_int(st, seq);
	db_bind_blob(st, c, HASH_BYTES);
	return storage(db_run(st));
}

int64_t hub_chain_get(void *ctx, int64_t device, int64_t seq, uint8_t c[HASH_BYTES])
{
	const struct hub_files *f = ctx;
	DB_STMT(st) = db_prepare(f->db, CHAIN);
	size_t len;

	memset(c, 0, HASH_BYTES);
	db_bind_int(st, device);
	db_bind_int(st, seq);
	if (!db_step(st))
		return 0;
	memcpy(c, db_col_blob(st, "c", &len), HASH_BYTES);
	return db_col_int(st, "seq");
}

/* Is the stored body of this id the same? */
static bool same_body(struct db *db, const struct hub_item *it)
{
	DB_STMT(st) = db_prepare(db, ITEM);
	size_t len;
	const void *p;

	db_bind_blob(st, it->id, sizeof it->id);
	if (!db_step(st))
		return false;
	p = db_col_blob(st, "body", &len);
	return len == it->body_len && memcmp(p, it->body, len) == 0;
}

/* The text without its body string, which stands decoded beside it. */
static void cut_text(const struct hub_item *it, struct buf *out)
{
	size_t behind = it->cut + it->body_text;

	buf_add(out, it->text.p, it->cut);
	buf_add(out, it->text.p + behind, it->text.n - behind);
}

static int insert_item(struct db *db, const struct hub_item *it)
{
	DB_STMT(st) = db_prepare(db, ITEM_PUT);
	BUF(text);

	db_bind_blob(st, it->id, sizeof it->id);
	db_bind_int(st, it->device);
	db_bind_int(st, it->seq);
	db_bind_int(st, it->t_recv);
	db_bind_int(st, it->t);
	db_bind_int(st, it->quality);
	db_bind_int(st, it->cut ? (int64_t)it->cut : -1);
	db_bind_text(st, it->fault);
	db_bind_text(st, it->path);
	if (it->cut) {
		cut_text(it, &text);
		db_bind_text_n(st, text.data, text.len);
	} else {
		db_bind_text_n(st, it->text.p, it->text.n);
	}
	db_bind_blob(st, it->body, it->body_len);
	return storage(db_run(st));
}

static bool any_parked(struct hub_files *f)
{
	if (!f->parked_known)
		f->parked = db_meta_int(f->db, "ingest.parked", 0) != 0;
	f->parked_known = true;
	return f->parked;
}

int hub_item_put(void *ctx, const struct hub_item *it, enum hub_put *ret, int64_t *ret_n)
{
	const struct hub_files *f = ctx;
	int err = insert_item(f->db, it);

	crash_point("central.item.put");
	if (err != OK)
		return err;
	if (db_changes(f->db) == 0) {
		*ret = same_body(f->db, it) ? PUT_SAME : PUT_OTHER;
		return OK;
	}
	*ret = PUT_NEW;
	*ret_n = db_last_id(f->db);
	return any_parked(ctx) ? ingest_unpark(f->db, it->id) : OK;
}

bool hub_item_known(void *ctx, const uint8_t id[16])
{
	const struct hub_files *f = ctx;
	DB_STMT(st) = db_prepare(f->db, KNOWN);

	db_bind_blob(st, id, 16);
	return db_step(st);
}

int hub_item_park(void *ctx, int64_t n, const uint8_t parent[16])
{
	struct hub_files *f = ctx;
	DB_STMT(st) = db_prepare(f->db, PARK);

	f->parked = f->parked_known = true;
	db_meta_set_int(f->db, "ingest.parked", 1);
	db_bind_blob(st, parent, 16);
	db_bind_int(st, n);
	return storage(db_run(st));
}

int hub_stray_put(void *ctx, const struct hub_item *it)
{
	const struct hub_files *f = ctx;
	DB_STMT(st) = db_prepare(f->db, STRAY);

	db_bind_blob(st, it->id, sizeof it->id);
	db_bind_blob(st, it->h, sizeof it->h);
	db_bind_int(st, it->device);
	db_bind_int(st, it->seq);
	db_bind_int(st, it->t_recv);
	db_bind_text_n(st, it->text.p, it->text.n);
	return storage(db_run(st));
}

int hub_void_put(void *ctx, int64_t device, int64_t seq, const char *why, int64_t now)
{
	const struct hub_files *f = ctx;
	DB_STMT(st) = db_prepare(f->db, VOID_PUT);

	db_bind_int(st, device);
	db_bind_int(st, seq);
	db_bind_text(st, why);
	db_bind_int(st, now);
	return storage(db_run(st));
}
