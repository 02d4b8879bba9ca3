/* Reading around damage: what a database that is hurt still yields, and whether it is to be believed.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/rebuild_store.h"

#include <string.h>

#include "firmware/outbox_inside.h"
#include "firmware/spool_store.h"
#include "shared/base/crypt.h"
#include "shared/base/val.h"
#include "shared/io/db.h"
#include "shared/model/walk.h"

#define PROBES 4096 /* numbers tried one by one behind a break: more than one page of the tree covers */

static const char WALK[] =
	"SELECT n, id, h, kind, receipt, follow, t, text, 1 AS rank FROM outbox_item WHERE n > ? ORDER BY n";
static const char ONE[] =
	"SELECT n, id, h, kind, receipt, follow, t, text, 1 AS rank FROM outbox_item WHERE n = ?";
static const char HIGHEST[] = "SELECT max(n) AS n FROM outbox_item";
static const char HIGHEST_BY_ID[] =
	"SELECT max(n) AS n, count(id) AS c FROM outbox_item INDEXED BY sqlite_autoindex_outbox_item_1";
static const char RANKS[] = "SELECT n FROM outbox_queue WHERE rank = 0";
static const char ABOUT[] = "SELECT receipt FROM case_answer WHERE id = ?";

bool rebuild_proven(const struct spool_item *it)
{
	static const struct val_limits limits = { .big_key = "body" };
	struct val_fault why;
	uint8_t hash[HASH_BYTES];
	char id[UUID_TEXT], told[UUID_TEXT];
	int64_t seq;
	BUF(body);
	BUF(sealed);
	if (!it->len || val_scan(it->text, it->len, &limits, &why))
		return false;
	struct span whole = walk_text(it->text, it->len);
	if (!span_append(walk_get(whole, "body"), &body) || base64_decode(buf_text(&body), body.len, &sealed))
		return false;
	sha256(sealed.data, sealed.len, hash);
	uuid_text(it->id, id);
	return !memcmp(hash, it->h, sizeof hash) && span_copy(walk_get(whole, "id"), told, sizeof told) &&
	       !strcmp(told, id) && span_int(walk_get(whole, "seq"), 1, OUTBOX_SEQ_MASK, &seq) &&
	       seq == (it->n & OUTBOX_SEQ_MASK);
}

struct salvage {
	struct db *old;
	void (*fn)(void *ctx, const struct spool_item *it);
	void *ctx;
};

static void find_about(struct db *old, struct spool_item *it)
{
	char id[UUID_TEXT];
	DB_STMT(st) = strcmp(it->kind, "case.answer") ? NULL : db_try(old, ABOUT);
	if (!st)
		return;
	uuid_text(it->id, id);
	db_bind_text(st, id);
	if (db_step(st) && DB_COPY(st, it->about, "receipt"))
		it->about[0] = '\0';
}

static int64_t give_row(struct salvage *s, struct db_stmt *st)
{
	struct spool_item it;
	int64_t n = db_col_int(st, "n");
	if (spool_item_row(st, &it)) {
		find_about(s->old, &it);
		s->fn(s->ctx, &it);
	}
	return n;
}

/* Walk on from above after until something breaks; the number of the last row. */
static int64_t walk(struct salvage *s, int64_t after)
{
	DB_STMT(st) = db_try(s->old, WALK);
	if (!st)
		return after;
	db_bind_int(st, after);
	while (db_step(st)) {
		int64_t n = give_row(s, st);
		after = n > after ? n : after; /* a number that rotted must not lead back */
	}
	return after;
}

/* The first row that can be reached among the next numbers; 0: none. */
static int64_t probe(struct salvage *s, int64_t after)
{
	DB_STMT(st) = db_try(s->old, ONE);
	for (int64_t n = after + 1; st && n <= after + PROBES; n++) {
		db_again(st);
		db_bind_int(st, n);
		if (!db_step(st))
			continue;
		give_row(s, st);
		return n;
	}
	return 0;
}

void rebuild_read_items(struct db *old, int64_t lines, void (*fn)(void *ctx, const struct spool_item *it), void *ctx)
{
	struct salvage s = { old, fn, ctx };
	for (int64_t at = 0, line = 0; line <= lines;) {
		at = walk(&s, at);
		line = at >> OUTBOX_LINE_SHIFT > line ? at >> OUTBOX_LINE_SHIFT : line;
		int64_t next = probe(&s, at);
		if (!next)
			line++;
		at = next ? next : line << OUTBOX_LINE_SHIFT;
	}
}

static int64_t ask_highest(struct db *old, const char *sql)
{
	DB_STMT(st) = db_try(old, sql);
	return st && db_step(st) ? db_col_int(st, "n") : -1;
}

int64_t rebuild_read_highest(struct db *old)
{
	int64_t a = ask_highest(old, HIGHEST), b = ask_highest(old, HIGHEST_BY_ID);
	return a > b ? a : b;
}

void rebuild_copy_ranks(struct db *old, struct db *db)
{
	DB_STMT(st) = db_try(old, RANKS);
	while (st && db_step(st)) {
		DB_STMT(up) = db_prepare(db, "UPDATE OR IGNORE outbox_queue SET rank = 0 WHERE rank = 1 AND n = ?");
		db_bind_int(up, db_col_int(st, "n"));
		if (db_run(up))
			return;
	}
}

/* Not the dictionaries and keys of central's that items are made with: nothing would tell a damaged one,
 * and central sends them again. Until then items are sealed to the key among the identity rows. */
int rebuild_copy_tables(struct db *old, struct db *db)
{
	static const char *const tables[] = { "meta", "outbox_dead", "catalogue", "dwelling", "party", "directory",
					      "text", "outage", "case_status", "case_answer", "alarm_last" };
	for (size_t i = 0; i < COUNT_OF(tables); i++)
		db_salvage_table(old, db, tables[i]);
	return db_exec(db, "DELETE FROM meta WHERE key NOT LIKE 'sync.%'");
}
