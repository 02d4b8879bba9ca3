/* The queue under a new device id: what central may lose is offered again, in new numbers.
 *
 * Owns the renumbering alone. Promises: id, h and the rest of every text stay as they were captured, and
 * the order of the numbers is the order of capture.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/outbox.h"
#include "firmware/outbox_inside.h"
#include "shared/base/log.h"
#include "shared/base/val.h"
#include "shared/io/db.h"

/* Acknowledged, but perhaps in no backup: with its text, or of this line and not known to be safe. */
static const char AGAIN[] =
	"INSERT INTO outbox_queue (rank, n, bytes, void)"
	" SELECT iif(i.kind LIKE 'alarm.%', 0, 2), i.n, coalesce(length(i.text), 0),"
	"  CASE WHEN EXISTS (SELECT 1 FROM outbox_dead d WHERE d.n = i.n) THEN 'refused'"
	"   WHEN i.text IS NULL THEN 'purged' ELSE '' END"
	" FROM outbox_item i WHERE i.n <= ?1 AND (i.text IS NOT NULL OR i.n > ?2)"
	" AND NOT EXISTS (SELECT 1 FROM outbox_queue q WHERE q.rank IN (0, 1, 2) AND q.n = i.n)"
	" RETURNING rank, bytes";
static const char SAFE[] =
	"UPDATE outbox_item SET text = NULL WHERE n > ?1 AND n <= ?2 AND text IS NOT NULL"
	" AND NOT EXISTS (SELECT 1 FROM outbox_queue q WHERE q.rank IN (0, 1, 2) AND q.n = outbox_item.n)"
	" AND NOT EXISTS (SELECT 1 FROM outbox_dead d WHERE d.n = outbox_item.n)";
static const char OLDEST[] =
	"SELECT n FROM outbox_queue WHERE rank = ? AND n < ? ORDER BY n LIMIT 1";
static const char TEXT[] = "SELECT h, text FROM outbox_item WHERE n = ?";
static const char ADD_DEAD[] =
	"INSERT INTO outbox_dead (n, code, t) SELECT n, 'damaged', t FROM outbox_item WHERE n = ?"
	" ON CONFLICT DO NOTHING";
static const char LOST[] = "UPDATE outbox_queue SET void = 'lost' WHERE rank = ? AND n = ? AND void = ''";
static const char MOVE_ITEM[] = "UPDATE outbox_item SET n = ?, text = ? WHERE n = ?";
static const char MOVE_QUEUE[] = "UPDATE outbox_queue SET n = ? WHERE rank = ? AND n = ?";
static const char MOVE_DEAD[] = "UPDATE outbox_dead SET n = ? WHERE n = ?";

static void queue_again(struct db *db, int64_t upto, int64_t safe)
{
	DB_STMT(st) = db_prepare(db, AGAIN);
	int64_t bytes = 0;
	int count = 0, later = 0;

	db_bind_int(st, upto);
	db_bind_int(st, safe);
	for (; db_step(st); count++) {
		bytes += db_col_int(st, "bytes");
		later += db_col_int(st, "rank") == OUTBOX_RANK_AGAIN;
	}
	db_meta_add(db, OUTBOX_PENDING, count);
	db_meta_add(db, OUTBOX_BYTES, bytes);
	db_meta_add(db, OUTBOX_AGAIN, later);
}

static int drop_safe(struct db *db, int64_t from, int64_t to)
{
	DB_STMT(st) = db_prepare(db, SAFE);

	db_bind_int(st, from);
	db_bind_int(st, to);
	return outbox_run(st, "safe");
}

/* Does the text still say what was captured? One that does not would be doubted for ever. */
static bool sound(const char *text, size_t len, const uint8_t h[HASH_BYTES])
{
	uint8_t own[HASH_BYTES];
	BUF(b64);
	BUF(body);

	if (!span_append(walk_get(walk_text(text, len), "body"), &b64) ||
	    base64_decode(buf_text(&b64), b64.len, &body) != OK)
		return false;
	sha256(body.data, body.len, own);
	return crypt_equal(own, h, sizeof own);
}

/* A void takes its place; what is left of it stays here as a dead letter. */
static int give_up(struct db *db, int rank, int64_t n)
{
	DB_STMT(lost) = db_prepare(db, LOST);
	DB_STMT(dead) = db_prepare(db, ADD_DEAD);
	int err;

	log_line(LOG_ERROR, "outbox.damaged", "n=%lld", (long long)n);
	db_bind_int(lost, rank);
	db_bind_int(lost, n);
	db_bind_int(dead, n);
	err = outbox_run(lost, "lost");
	if (err == OK)
		err = outbox_run(dead, "dead");
	if (err == OK && db_changes(db) > 0)
		db_meta_add(db, OUTBOX_DEAD_COUNT, 1);
	return err;
}

static int move_text(struct db *db, int rank, int64_t from, int64_t to)
{
	DB_STMT(st) = db_prepare(db, TEXT);
	DB_STMT(move) = db_prepare(db, MOVE_ITEM);
	const char *text;
	const uint8_t *h;
	size_t len;
	int err = OK;
	BUF(renumbered);

	db_bind_int(st, from);
	if (!db_step(st))
		return OK;
	db_bind_int(move, to);
	if (db_col_null(st, "text")) {
		db_bind_null(move);
	} else {
		h = db_col_blob(st, "h", &len);
		text = db_col_blob(st, "text", &len);
		if (!sound(text, len, h))
			err = give_up(db, rank, from);
		wire_item_renumber(&renumbered, text, len, to & OUTBOX_SEQ_MASK);
		db_bind_blob(move, renumbered.data, renumbered.len);
	}
	db_bind_int(move, from);
	return err == OK ? outbox_run(move, "renumber") : err;
}

static int move_one(struct db *db, int rank, int64_t from, int64_t to)
{
	DB_STMT(queue) = db_prepare(db, MOVE_QUEUE);
	DB_STMT(dead) = db_prepare(db, MOVE_DEAD);
	int err = move_text(db, rank, from, to);

	db_bind_int(queue, to);
	db_bind_int(queue, rank);
	db_bind_int(queue, from);
	db_bind_int(dead, to);
	db_bind_int(dead, from);
	if (err == OK)
		err = outbox_run(queue, "requeue");
	return err == OK ? outbox_run(dead, "redead") : err;
}

/* The oldest item of a rank that still carries a number of an older line. INT64_MAX: none. */
static int64_t oldest_of(struct db *db, int rank, int64_t base)
{
	DB_STMT(st) = db_prepare(db, OLDEST);

	db_bind_int(st, rank);
	db_bind_int(st, base);
	return db_step(st) ? db_col_int(st, "n") : INT64_MAX;
}

void outbox_new_line(struct db *db, int64_t safe_hwm)
{
	int64_t was = outbox_line_base(db), base, next, oldest[OUTBOX_RANKS];

	base = next = db_meta_add(db, "sync.line", 1) << OUTBOX_LINE_SHIFT;
	if (drop_safe(db, was, was + safe_hwm) != OK)
		return;
	queue_again(db, base, was + safe_hwm);
	for (;;) {
		int rank = 0;

		for (int r = 0; r < OUTBOX_RANKS; r++)
			oldest[r] = oldest_of(db, r, base);
		for (int r = 1; r < OUTBOX_RANKS; r++)
			rank = oldest[r] < oldest[rank] ? r : rank;
		if (oldest[rank] == INT64_MAX || move_one(db, rank, oldest[rank], ++next) != OK)
			return;
	}
}
