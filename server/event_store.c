/* SQL of the append-only history of cases.
 *
 * Owns table case_event. Each event's hash covers the hash before it, so a changed or
 * missing row shows (D12).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "server/case_inside.h"
#include "shared/base/crash.h"
#include "shared/io/db.h"

void event_chain(const uint8_t before[HASH_BYTES], int64_t nr, const struct case_event *e,
		 uint8_t out[HASH_BYTES])
{
	uint8_t numbers[24];
	const int64_t values[3] = { nr, e->n, e->t };
	numbers_bytes(values, 3, numbers);
	const struct piece pieces[] = {
		{ before, HASH_BYTES },
		{ numbers, sizeof numbers },
		{ e->who, strlen(e->who) + 1 },
		{ e->what, strlen(e->what) + 1 },
		{ e->detail, strlen(e->detail) + 1 },
	};
	sha256_pieces(pieces, COUNT_OF(pieces), out);
}

static void read_hash(struct db_stmt *st, uint8_t out[HASH_BYTES])
{
	size_t n;
	const void *p = db_col_blob(st, "hash", &n);
	memset(out, 0, HASH_BYTES);
	if (n == HASH_BYTES)
		memcpy(out, p, n);
}

/* Number and hash of the last event; 0 and zeros when there is none. */
static int64_t last_of(struct db *db, int64_t nr, uint8_t hash[HASH_BYTES])
{
	memset(hash, 0, HASH_BYTES);
	DB_STMT(st) = db_prepare(db,
		"SELECT n, hash FROM case_event WHERE nr = ? ORDER BY n DESC LIMIT 1");
	db_bind_int(st, nr);
	if (!db_step(st))
		return 0;
	read_hash(st, hash);
	return db_col_int(st, "n");
}

int64_t event_version(struct db *db, int64_t nr)
{
	DB_STMT(st) = db_prepare(db, "SELECT n, what FROM case_event WHERE nr = ? ORDER BY n DESC");
	db_bind_int(st, nr);
	while (db_step(st)) {
		enum action a = flow_action_from(db_col_text(st, "what"));
		if (a != AC_MAX && a != AC_SEE)
			return db_col_int(st, "n");
	}
	return 0;
}

bool event_detail(struct db *db, int64_t nr, const char *what, struct buf *out)
{
	DB_STMT(st) = db_prepare(db,
		"SELECT detail FROM case_event WHERE nr = ? AND what = ? ORDER BY n DESC LIMIT 1");
	db_bind_int(st, nr);
	db_bind_text(st, what);
	if (!db_step(st))
		return false;
	buf_str(out, db_col_text(st, "detail"));
	return true;
}

static int append(struct db *db, int64_t nr, const uint8_t before[HASH_BYTES], struct case_event e)
{
	event_chain(before, nr, &e, e.hash);
	DB_STMT(st) = db_prepare(db,
		"INSERT INTO case_event (nr, n, t, who, what, detail, hash) VALUES (?, ?, ?, ?, ?, ?, ?)");
	db_bind_int(st, nr);
	db_bind_int(st, e.n);
	db_bind_int(st, e.t);
	db_bind_text(st, e.who);
	db_bind_text(st, e.what);
	db_bind_text(st, e.detail);
	db_bind_blob(st, e.hash, HASH_BYTES);
	int err = db_run(st);
	crash_point("central.event.stored");
	return err;
}

int event_first(struct db *db, int64_t nr, int64_t t, const char *who, const char *what,
		const char *detail)
{
	static const uint8_t nothing[HASH_BYTES];
	struct case_event e = { .n = 1, .t = t, .who = who, .what = what, .detail = detail };
	return append(db, nr, nothing, e);
}

int event_add(struct db *db, int64_t nr, int64_t t, const char *who, const char *what,
	      const char *detail)
{
	uint8_t before[HASH_BYTES];
	struct case_event e = { .t = t, .who = who, .what = what, .detail = detail };
	e.n = last_of(db, nr, before) + 1;
	return append(db, nr, before, e);
}

void event_read(struct db_stmt *st, struct case_event *e)
{
	e->n = db_col_int(st, "n");
	e->t = db_col_int(st, "t");
	e->who = db_col_text(st, "who");
	e->what = db_col_text(st, "what");
	e->detail = db_col_text(st, "detail");
	read_hash(st, e->hash);
}

void event_each(struct db *db, int64_t nr, void (*fn)(void *ctx, const struct case_event *e),
		void *ctx)
{
	struct case_event e;
	DB_STMT(st) = db_prepare(db,
		"SELECT n, t, who, what, detail, hash FROM case_event WHERE nr = ? ORDER BY n");
	db_bind_int(st, nr);
	while (db_step(st)) {
		event_read(st, &e);
		fn(ctx, &e);
	}
}
