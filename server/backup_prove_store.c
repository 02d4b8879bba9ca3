/* Proving a copy (backup_prove of backup_store.h).
 *
 * The pages are the engine's to judge; what they say is judged here, from the marks up: a copy with one
 * mark less, a mark of another item or an item of other bytes does not hold. Reads only, walks everything.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "server/audit_store.h"
#include "server/backup_store.h"
#include "server/case_store.h"
#include "server/ingest.h"
#include "shared/base/log.h"
#include "shared/io/db.h"
#include "shared/model/chain.h"

static const char DEVICES[] = "SELECT n, uuid, hwm, chain FROM device ORDER BY n";
static const char MARKS[] = "SELECT seq, id, h FROM mark WHERE device = ? AND seq <= ? ORDER BY seq";
static const char STORED[] = "SELECT c FROM mark_chain WHERE device = ? AND seq = ?";
static const char ITEMS[] =
	"SELECT i.n, i.body, m.h FROM item i LEFT JOIN mark m"
	" ON m.device = i.device AND m.seq = i.seq AND m.id = i.id";

/* ---- what it says, what there is ------------------------------------------------------------- */

static void add_device(uint8_t line[HASH_BYTES], struct db_stmt *st)
{
	uint8_t before[HASH_BYTES], number[8];
	size_t n;
	const int64_t hwm = db_col_int(st, "hwm");
	const char *uuid = db_col_text(st, "uuid");
	const void *chain = db_col_blob(st, "chain", &n);
	memcpy(before, line, sizeof before);
	numbers_bytes(&hwm, 1, number);
	const struct piece pieces[] = {
		{ before, sizeof before }, { uuid, strlen(uuid) }, { number, sizeof number }, { chain, n },
	};
	sha256_pieces(pieces, COUNT_OF(pieces), line);
}

void backup_facts_said(struct db *db, struct backup_facts *ret)
{
	memset(ret, 0, sizeof *ret);
	db_meta_text(db, "epoch", ret->epoch, sizeof ret->epoch);
	ret->schema = db_ask_int(db, "PRAGMA user_version", 0);
	ret->commits = db_meta_int(db, "commits", 0);
	ret->items = ingest_stored(db);
	ret->cases = case_total(db);
	DB_STMT(st) = db_prepare(db, DEVICES);
	for (; db_step(st); ret->devices++)
		add_device(ret->line, st);
}

void backup_facts_count(struct db *db, struct backup_facts *ret)
{
	memset(ret, 0, sizeof *ret);
	ret->marks = db_ask_int(db, "SELECT count(*) FROM mark", 0);
	ret->items = db_ask_int(db, "SELECT count(*) FROM item", 0);
	ret->cases = db_ask_int(db, "SELECT count(*) FROM case_file", 0);
	ret->events = db_ask_int(db, "SELECT count(*) FROM case_event", 0);
	ret->devices = db_ask_int(db, "SELECT count(*) FROM device", 0);
}

int backup_readable(struct db *db, int64_t newest)
{
	/* not prepared: a file that is something else must not end the program */
	if (db_exec(db, "SELECT 1 FROM sqlite_schema LIMIT 1") ||
	    db_exec(db, "SELECT seq, id, h FROM mark LIMIT 1; SELECT n, body FROM item LIMIT 1;"
			"SELECT c FROM mark_chain LIMIT 1; SELECT nr, hash, erased FROM case_event LIMIT 1;"
			"SELECT nr FROM case_file LIMIT 1; SELECT uuid, hwm, chain, safe_hwm FROM device LIMIT 1;"
			"SELECT value FROM meta LIMIT 1; SELECT sha256 FROM evidence LIMIT 1;"
			"SELECT n, t, who, what, detail FROM audit LIMIT 1"))
		return ERR_INPUT;
	return db_ask_int(db, "PRAGMA user_version", 0) > newest ? ERR_NEWER : OK;
}

/* ---- pages ----------------------------------------------------------------------------------- */

static bool pages_hold(struct db *db)
{
	DB_STMT(whole) = db_prepare(db, "PRAGMA integrity_check(1)");
	if (!db_step(whole) || strcmp(db_col_text(whole, "integrity_check"), "ok") != 0)
		return false;
	DB_STMT(keys) = db_prepare(db, "PRAGMA foreign_key_check");
	return !db_step(keys) && !db_damaged(db);
}

/* ---- marks ----------------------------------------------------------------------------------- */

static bool same(struct db_stmt *st, const char *name, const void *p, size_t n)
{
	size_t len;
	const void *q = db_col_blob(st, name, &len);
	return len == n && !memcmp(p, q, n);
}

/* Is C(n) what was stored beside the marks, where it was? */
static bool stored_holds(struct db *db, int64_t device, int64_t seq, const uint8_t c[HASH_BYTES])
{
	DB_STMT(st) = db_prepare(db, STORED);
	db_bind_int(st, device);
	db_bind_int(st, seq);
	return db_step(st) && same(st, "c", c, HASH_BYTES);
}

static bool device_holds(struct db *db, int64_t device, int64_t hwm, uint8_t c[HASH_BYTES])
{
	int64_t n = 0;
	DB_STMT(st) = db_prepare(db, MARKS);
	db_bind_int(st, device);
	db_bind_int(st, hwm);
	memset(c, 0, HASH_BYTES);
	while (db_step(st)) {
		size_t id_len, h_len;
		const void *id = db_col_blob(st, "id", &id_len), *h = db_col_blob(st, "h", &h_len);
		if (db_col_int(st, "seq") != ++n || id_len != 16 || h_len != HASH_BYTES)
			return false;
		chain_next(c, id, h);
		if (n % CHAIN_EVERY == 0 && !stored_holds(db, device, n, c))
			return false;
	}
	return n == hwm;
}

static bool chains_hold(struct db *db)
{
	uint8_t c[HASH_BYTES];
	DB_STMT(st) = db_prepare(db, DEVICES);
	while (db_step(st))
		if (!device_holds(db, db_col_int(st, "n"), db_col_int(st, "hwm"), c) ||
		    !same(st, "chain", c, sizeof c)) {
			log_line(LOG_ERROR, "backup.chain", "device=%s", db_col_text(st, "uuid"));
			return false;
		}
	return true;
}

/* Bytes of an item are those its mark names; a body that was taken out (AVG) is empty. */
static bool items_hold(struct db *db)
{
	uint8_t h[HASH_BYTES];
	DB_STMT(st) = db_prepare(db, ITEMS);
	while (db_step(st)) {
		size_t n;
		const void *body = db_col_blob(st, "body", &n);
		sha256(body, n, h);
		if (db_col_null(st, "h") || (n && !same(st, "h", h, sizeof h))) {
			log_line(LOG_ERROR, "backup.item", "n=%lld", (long long)db_col_int(st, "n"));
			return false;
		}
	}
	return true;
}

/* ---- counts ---------------------------------------------------------------------------------- */

static bool counts_hold(const struct backup_facts *own, const struct backup_facts *floor,
			const struct backup_facts *found)
{
	if (found->items != own->items || found->cases != own->cases || found->devices != own->devices)
		return false;
	return !floor || (found->marks >= floor->marks && found->items >= floor->items &&
			  found->cases >= floor->cases && found->events >= floor->events &&
			  found->devices >= floor->devices);
}

static bool as_said(const struct backup_facts *own, const struct backup_facts *said)
{
	return !said || (!strcmp(own->epoch, said->epoch) && own->schema == said->schema &&
			 own->commits == said->commits && own->items == said->items &&
			 own->cases == said->cases && own->devices == said->devices &&
			 !memcmp(own->line, said->line, sizeof own->line));
}

const char *backup_prove(struct db *db, const struct backup_facts *said, const struct backup_facts *floor,
			 struct backup_facts *ret)
{
	struct backup_facts own;
	int64_t rows;
	memset(ret, 0, sizeof *ret);
	if (!pages_hold(db))
		return "file";
	backup_facts_said(db, &own);
	backup_facts_count(db, ret);
	text_copy(ret->epoch, sizeof ret->epoch, own.epoch);
	ret->schema = own.schema;
	ret->commits = own.commits;
	memcpy(ret->line, own.line, sizeof ret->line);
	if (!as_said(&own, said) || !counts_hold(&own, floor, ret))
		return "counts";
	if (!chains_hold(db))
		return "chain";
	if (!items_hold(db))
		return "items";
	if (event_verify(db, &rows) || rows != ret->events)
		return "history";
	if (audit_verify(db, &rows))
		return "audit";
	return db_damaged(db) ? "file" : "";
}
