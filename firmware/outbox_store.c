/* Delivery side of the outbox: what is queued, acknowledged, buried. What was delivered is kept, queued
 * again and dropped in outbox_kept_store.c, a new line begins in outbox_line_store.c.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "firmware/outbox.h"
#include "firmware/outbox_inside.h"
#include "shared/base/log.h"
#include "shared/io/db.h"

static const char QUEUE[] = "SELECT rank, n, void FROM outbox_queue ORDER BY rank, n";
static const char TEXT[] = "SELECT id, h, text FROM outbox_item WHERE n = ?";
static const char ACKED[] =
	"DELETE FROM outbox_queue WHERE rank = ? AND n BETWEEN ? AND ? RETURNING bytes";
static const char QUEUED[] = "SELECT rank, void FROM outbox_queue WHERE rank IN (0, 1, 2) AND n = ?";
static const char BURY[] = "UPDATE outbox_queue SET void = 'refused' WHERE rank = ? AND n = ?";
static const char ADD_DEAD[] =
	"INSERT INTO outbox_dead (n, code, t)"
	" SELECT n, ?, t FROM outbox_item WHERE n = ? ON CONFLICT DO NOTHING";

int64_t outbox_line_base(struct db *db)
{
	return db_meta_int(db, "sync.line", 0) << OUTBOX_LINE_SHIFT;
}

int64_t outbox_safe(struct db *db)
{
	int64_t safe = db_meta_int(db, "sync.safe_hwm", 0);

	return safe > 0 ? outbox_line_base(db) + safe : 0;
}

int outbox_run(struct db_stmt *st, const char *what)
{
	int err = db_run(st);

	if (err == ERR_CONFLICT)
		die("outbox", "what=%s", what);
	return err;
}

/* ---- delivering ------------------------------------------------------------------------------ */

/* Hand one queued item to take. */
static bool give(struct db *db, int64_t n, int64_t rank, const char *why,
		 bool (*take)(void *arg, const struct device_pending *p), void *arg)
{
	struct device_pending p = { .seq = n & OUTBOX_SEQ_MASK, .urgent = rank == 0 };
	DB_STMT(st) = db_prepare(db, TEXT);
	size_t len;
	const uint8_t *id, *h;
	BUF(text);

	db_bind_int(st, n);
	if (!db_step(st))
		return true;
	if (!why[0] && !db_col_null(st, "text")) {
		p.text = db_col_blob(st, "text", &p.len);
		return take(arg, &p);
	}
	id = db_col_blob(st, "id", &len);
	h = db_col_blob(st, "h", &len);
	wire_void_write(&text, p.seq, id, h, why[0] ? why : "lost");
	p.text = buf_text(&text);
	p.len = text.len;
	return take(arg, &p);
}

void outbox_each(struct db *db, bool (*skip)(void *arg, int64_t seq),
		 bool (*take)(void *arg, const struct device_pending *p), void *arg)
{
	DB_STMT(st) = db_prepare(db, QUEUE);

	while (db_step(st)) {
		int64_t n = db_col_int(st, "n");

		if (skip(arg, n & OUTBOX_SEQ_MASK))
			continue;
		if (!give(db, n, db_col_int(st, "rank"), db_col_text(st, "void"), take, arg))
			return;
	}
}

int outbox_acked(struct db *db, int64_t from, int64_t to)
{
	int64_t base = outbox_line_base(db), bytes = 0;
	int gone = 0, before;

	for (int rank = 0; rank < OUTBOX_RANKS; rank++) {
		DB_STMT(st) = db_prepare(db, ACKED);

		db_bind_int(st, rank);
		db_bind_int(st, base + from);
		db_bind_int(st, base + to);
		before = gone;
		for (; db_step(st); gone++)
			bytes += db_col_int(st, "bytes");
		if (rank == OUTBOX_RANK_AGAIN && gone > before)
			db_meta_add(db, OUTBOX_AGAIN, before - gone);
	}
	if (gone) {
		db_meta_add(db, OUTBOX_PENDING, -gone);
		db_meta_add(db, OUTBOX_BYTES, -bytes);
	}
	return gone;
}

void outbox_bury(struct db *db, int64_t seq, const char *code)
{
	int64_t n = outbox_line_base(db) + seq;
	DB_STMT(queued) = db_prepare(db, QUEUED);
	DB_STMT(bury) = db_prepare(db, BURY);
	DB_STMT(dead) = db_prepare(db, ADD_DEAD);

	db_bind_int(queued, n);
	if (!db_step(queued))
		return;
	if (db_col_text(queued, "void")[0]) {
		outbox_acked(db, seq, seq);
		return;
	}
	db_bind_int(bury, db_col_int(queued, "rank"));
	db_bind_int(bury, n);
	db_bind_text(dead, code);
	db_bind_int(dead, n);
	if (outbox_run(bury, "bury") == OK && outbox_run(dead, "dead") == OK)
		db_meta_add(db, OUTBOX_DEAD_COUNT, 1);
}
