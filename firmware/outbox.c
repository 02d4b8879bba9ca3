/* Capture side of the outbox: seal, number, store, look up. outbox_store.c delivers.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/outbox.h"

#include <stdio.h>
#include <string.h>

#include "firmware/device_store.h"
#include "firmware/outbox_inside.h"
#include "firmware/sealer.h"
#include "shared/io/db.h"

static const char LAST[] = "SELECT max(n) FROM outbox_item";
static const char ADD_ITEM[] =
	"INSERT INTO outbox_item (n, id, h, kind, receipt, follow, t, text)"
	" VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
static const char ADD_QUEUE[] =
	"INSERT INTO outbox_queue (rank, n, bytes, void) VALUES (?, ?, ?, ?)";
static const char OLDEST[] =
	"SELECT min(t) AS t FROM outbox_item WHERE n IN"
	" ((SELECT min(n) FROM outbox_queue WHERE rank = 0),"
	"  (SELECT min(n) FROM outbox_queue WHERE rank = 1))";
static const char FIND_ID[] =
	"SELECT i.*, EXISTS (SELECT 1 FROM outbox_queue q WHERE q.rank IN (0, 1, 2) AND q.n = i.n) AS queued,"
	" EXISTS (SELECT 1 FROM outbox_dead d WHERE d.n = i.n) AS dead"
	" FROM outbox_item i WHERE i.id = ?";
static const char FIND_RECEIPT[] =
	"SELECT i.*, EXISTS (SELECT 1 FROM outbox_queue q WHERE q.rank IN (0, 1, 2) AND q.n = i.n) AS queued,"
	" EXISTS (SELECT 1 FROM outbox_dead d WHERE d.n = i.n) AS dead"
	" FROM outbox_item i WHERE i.receipt = ?";

static const char *const STATES[OUTBOX_STATE_MAX] = {
	[OUTBOX_KIOSK] = "kiosk", [OUTBOX_UNDERWAY] = "underway", [OUTBOX_OFFICE] = "office",
	[OUTBOX_DEAD] = "dead",
};

const char *outbox_state_name(enum outbox_state s)
{
	return STATES[s];
}

/* Highest number given in the present line, the line's base when none was. */
static int64_t last_n(struct db *db)
{
	int64_t base = outbox_line_base(db), last = db_ask_int(db, LAST, 0);

	return last > base ? last : base;
}

/* Compress, seal and write the final text of an item. */
static int seal_item(const struct outbox_item *it, int64_t seq, const struct device_seal *seal,
		     struct buf *text, uint8_t h[HASH_BYTES])
{
	struct wire_detail d = { .schema = it->schema, .t = it->t, .dict = seal->dict_n };
	BUF(plain);
	BUF(sealed);

	text_copy(d.kind, sizeof d.kind, it->kind);
	text_copy(d.key, sizeof d.key, seal->key_id);
	wire_plain_write(&plain, it->id, &d, it->body, it->body_len);
	sealer_close(it->sealer, seal, plain.data, plain.len, &sealed);
	crypt_wipe(plain.data, plain.len);
	if (sealed.len > WIRE_BODY)
		return ERR_TOO_LARGE;
	sha256(sealed.data, sealed.len, h);
	wire_item_write(text, seq, it->id, &d, sealed.data, sealed.len);
	return OK;
}

static int add_item(struct db *db, const struct outbox_item *it, int64_t n, const uint8_t h[HASH_BYTES],
		    const struct buf *text)
{
	DB_STMT(st) = db_prepare(db, ADD_ITEM);
	uint8_t id[16];

	uuid_bytes(it->id, id);
	db_bind_int(st, n);
	db_bind_blob(st, id, sizeof id);
	db_bind_blob(st, h, HASH_BYTES);
	db_bind_text(st, it->kind);
	db_bind_text(st, it->receipt[0] ? it->receipt : NULL);
	db_bind_text(st, it->follow);
	db_bind_int(st, it->t.wall);
	db_bind_blob(st, text->data, text->len);
	return db_run(st);
}

static int add_queue(struct db *db, int rank, int64_t n, int64_t bytes)
{
	DB_STMT(st) = db_prepare(db, ADD_QUEUE);

	db_bind_int(st, rank);
	db_bind_int(st, n);
	db_bind_int(st, bytes);
	db_bind_text(st, "");
	return outbox_run(st, "queue");
}

int outbox_add(struct db *db, const struct outbox_item *it)
{
	struct device_seal seal = { 0 };
	uint8_t h[HASH_BYTES];
	int64_t n;
	int err;
	BUF(text);

	if (db_meta_int(db, OUTBOX_PENDING, 0) - db_meta_int(db, OUTBOX_AGAIN, 0) >= OUTBOX_MAX_ITEMS)
		return ERR_QUEUE_FULL;
	err = device_seal_with(db, &seal);
	if (err == OK) {
		n = last_n(db) + 1;
		err = seal_item(it, n & OUTBOX_SEQ_MASK, &seal, &text, h);
	}
	buf_free(&seal.dict);
	if (err == OK)
		err = add_item(db, it, n, h, &text);
	if (err == OK)
		err = add_queue(db, it->urgent ? 0 : 1, n, (int64_t)text.len);
	if (err != OK)
		return err;
	db_meta_add(db, OUTBOX_PENDING, 1);
	db_meta_add(db, OUTBOX_BYTES, (int64_t)text.len);
	return OK;
}

/* ---- looking up ----------------------------------------------------------------------------- */

static int read_entry(struct db_stmt *st, struct outbox_entry *ret)
{
	size_t n;

	if (!db_step(st))
		return ERR_NOT_FOUND;
	memset(ret, 0, sizeof *ret);
	uuid_text(db_col_blob(st, "id", &n), ret->id);
	text_copy(ret->receipt, sizeof ret->receipt, db_col_text(st, "receipt"));
	text_copy(ret->follow, sizeof ret->follow, db_col_text(st, "follow"));
	text_copy(ret->kind, sizeof ret->kind, db_col_text(st, "kind"));
	ret->n = db_col_int(st, "n");
	ret->t = db_col_int(st, "t");
	ret->state = db_col_int(st, "dead") ? OUTBOX_DEAD
					    : db_col_int(st, "queued") ? OUTBOX_KIOSK : OUTBOX_OFFICE;
	return OK;
}

int outbox_find_id(struct db *db, const char *id, struct outbox_entry *ret)
{
	DB_STMT(st) = db_prepare(db, FIND_ID);
	uint8_t raw[16];

	if (!uuid_valid(id))
		return ERR_NOT_FOUND;
	uuid_bytes(id, raw);
	db_bind_blob(st, raw, sizeof raw);
	return read_entry(st, ret);
}

int outbox_find_receipt(struct db *db, const char *receipt, struct outbox_entry *ret)
{
	DB_STMT(st) = db_prepare(db, FIND_RECEIPT);

	db_bind_text(st, receipt);
	return read_entry(st, ret);
}

int64_t outbox_entry_seq(const struct outbox_entry *e)
{
	return e->n & OUTBOX_SEQ_MASK;
}

void outbox_waiting(struct db *db, struct outbox_totals *ret)
{
	DB_STMT(st) = db_prepare(db, OLDEST);

	*ret = (struct outbox_totals){ 0 };
	ret->pending = db_meta_int(db, OUTBOX_PENDING, 0);
	ret->bytes = db_meta_int(db, OUTBOX_BYTES, 0);
	ret->dead = db_meta_int(db, OUTBOX_DEAD_COUNT, 0);
	ret->again = db_meta_int(db, OUTBOX_AGAIN, 0);
	ret->oldest = db_step(st) ? db_col_int(st, "t") : 0;
}

void outbox_totals(struct db *db, struct outbox_totals *ret)
{
	outbox_waiting(db, ret);
	ret->acked = outbox_upto(db, &ret->last_seq);
}
