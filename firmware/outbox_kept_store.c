/* What was delivered: its marks and chain, kept for ever; queued again when central lost it; its text
 * dropped once it may be.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "firmware/outbox.h"
#include "firmware/outbox_inside.h"
#include "shared/io/db.h"

#define LOOK 1024               /* rows a purge looks at in one go */
#define DATED INT64_C(1767225600000) /* wall ms, 2026: no kiosk is older; its clock was dead, and its age is unknown */
#define PURGED "outbox.purged"  /* no text is left to drop up to this n of the present line … */
#define AGED "outbox.aged"      /* … and up to this n of all */

static const char MARK[] = "SELECT id, h FROM outbox_item WHERE n = ? AND kind <> 'lost'";
static const char QUEUED_FIRST[] = "SELECT min(n) AS n FROM outbox_queue WHERE rank = ? AND n > ?";
static const char LAST[] = "SELECT max(n) FROM outbox_item";
static const char CHAIN_PUT[] =
	"INSERT INTO outbox_chain (n, c) VALUES (?, ?) ON CONFLICT (n) DO NOTHING";
static const char CHAIN_GET[] =
	"SELECT n, c FROM outbox_chain WHERE n > ? AND n <= ? ORDER BY n DESC LIMIT 1";
static const char AGAIN[] =
	"INSERT INTO outbox_queue (rank, n, bytes, void)"
	" SELECT CASE WHEN i.kind LIKE 'alarm.%' THEN 0 ELSE 2 END, i.n, coalesce(length(i.text), 0),"
	" CASE WHEN EXISTS (SELECT 1 FROM outbox_dead d WHERE d.n = i.n) THEN 'refused'"
	" WHEN i.kind = 'lost' THEN 'lost' WHEN i.text IS NULL THEN 'purged' ELSE '' END"
	" FROM outbox_item i WHERE i.n BETWEEN ? AND ?"
	" AND NOT EXISTS (SELECT 1 FROM outbox_queue q WHERE q.rank IN (0, 1, 2) AND q.n = i.n)"
	" RETURNING rank, bytes";
static const char KEPT[] =
	"SELECT n, t, text IS NULL AS gone,"
	" EXISTS (SELECT 1 FROM outbox_queue q WHERE q.rank IN (0, 1, 2) AND q.n = i.n) AS queued,"
	" EXISTS (SELECT 1 FROM outbox_dead d WHERE d.n = i.n) AS dead"
	" FROM outbox_item i WHERE n > ? AND n <= ? ORDER BY n LIMIT ?";
static const char PURGE[] = "UPDATE outbox_item SET text = NULL WHERE n = ?";

/* ---- marks and chain --------------------------------------------------------------------------- */

bool outbox_mark(struct db *db, int64_t seq, uint8_t id[16], uint8_t h[32])
{
	DB_STMT(st) = db_prepare(db, MARK);
	size_t len;

	db_bind_int(st, outbox_line_base(db) + seq);
	if (!db_step(st))
		return false;
	memcpy(id, db_col_blob(st, "id", &len), 16);
	memcpy(h, db_col_blob(st, "h", &len), 32);
	return true;
}

int64_t outbox_upto(struct db *db, int64_t *ret_last)
{
	int64_t base = outbox_line_base(db), last = db_ask_int(db, LAST, 0), upto, first;

	upto = last = last > base ? last : base;
	for (int rank = 0; rank < OUTBOX_RANKS; rank++) {
		DB_STMT(st) = db_prepare(db, QUEUED_FIRST);

		db_bind_int(st, rank);
		db_bind_int(st, base);
		first = db_step(st) && !db_col_null(st, "n") ? db_col_int(st, "n") : last + 1;
		upto = first - 1 < upto ? first - 1 : upto;
	}
	*ret_last = last - base;
	return upto - base;
}

void outbox_chain_put(struct db *db, int64_t seq, const uint8_t c[32])
{
	DB_STMT(st) = db_prepare(db, CHAIN_PUT);

	db_bind_int(st, outbox_line_base(db) + seq);
	db_bind_blob(st, c, 32);
	(void)!outbox_run(st, "chain");
}

int64_t outbox_chain_get(struct db *db, int64_t seq, uint8_t c[32])
{
	DB_STMT(st) = db_prepare(db, CHAIN_GET);
	int64_t base = outbox_line_base(db);
	size_t len;

	memset(c, 0, 32);
	db_bind_int(st, base);
	db_bind_int(st, base + seq);
	if (!db_step(st))
		return 0;
	memcpy(c, db_col_blob(st, "c", &len), 32);
	return db_col_int(st, "n") - base;
}

void outbox_chain_adopt(struct db *db, int64_t hwm, const char *chain)
{
	int64_t unchained = db_meta_int(db, OUTBOX_UNCHAINED, 0);
	uint8_t c[32];

	if (unchained == 0 || hwm < unchained || !hex_decode(chain, c, sizeof c))
		return;
	outbox_chain_put(db, hwm, c);
	db_meta_set_int(db, OUTBOX_UNCHAINED, 0);
}

/* ---- again --------------------------------------------------------------------------------------- */

int outbox_again(struct db *db, int64_t from, int64_t to)
{
	DB_STMT(st) = db_prepare(db, AGAIN);
	int64_t base = outbox_line_base(db), bytes = 0;
	int count = 0, later = 0;

	db_bind_int(st, base + from);
	db_bind_int(st, base + to);
	for (; db_step(st); count++) {
		bytes += db_col_int(st, "bytes");
		later += db_col_int(st, "rank") == OUTBOX_RANK_AGAIN;
	}
	if (count == 0)
		return 0;
	db_meta_add(db, OUTBOX_PENDING, count);
	db_meta_add(db, OUTBOX_BYTES, bytes);
	db_meta_add(db, OUTBOX_AGAIN, later);
	return count;
}

/* ---- room ---------------------------------------------------------------------------------------- */

static bool purge_one(struct db *db, int64_t n)
{
	DB_STMT(st) = db_prepare(db, PURGE);

	db_bind_int(st, n);
	return outbox_run(st, "purge") == OK;
}

/* Drop texts of delivered items in (from, to] that were captured before a moment, oldest first. low: the
 * row that remembers up to where there is nothing left to drop. */
static int purge(struct db *db, const char *low, int64_t from, int64_t to, int64_t before, int max)
{
	int64_t found[LOOK], upto = db_meta_int(db, low, 0), was = upto;
	bool all = true; /* nothing stays so far */
	int count = 0, gone = 0;

	upto = upto > from ? upto : from;
	{
		DB_STMT(st) = db_prepare(db, KEPT);

		db_bind_int(st, upto);
		db_bind_int(st, to);
		db_bind_int(st, LOOK);
		while (count < max && db_step(st)) {
			bool never = db_col_int(st, "gone") || db_col_int(st, "dead");
			int64_t t = db_col_int(st, "t");
			bool may = !never && !db_col_int(st, "queued") && t < before &&
				   (t >= DATED || before == INT64_MAX);

			if (may)
				found[count++] = db_col_int(st, "n");
			all = all && (never || may);
			if (all)
				upto = db_col_int(st, "n");
		}
	}
	while (gone < count && purge_one(db, found[gone]))
		gone++;
	if (gone == count && upto != was)
		db_meta_set_int(db, low, upto);
	return gone;
}

int outbox_purge(struct db *db, int64_t safe_hwm, bool pressure, int64_t before, int max)
{
	int64_t base = outbox_line_base(db);
	int gone = 0;

	max = max < LOOK ? max : LOOK;
	if (safe_hwm > 0)
		gone = purge(db, PURGED, base, base + safe_hwm, INT64_MAX, max);
	if (pressure && gone < max)
		gone += purge(db, AGED, 0, INT64_MAX, before, max - gone);
	return gone;
}
