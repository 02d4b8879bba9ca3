/* SQL of the audit.
 *
 * Owns table audit. Promises: a row is never changed (triggers refuse it) and its hash covers the row
 * before it; rows of before the chain began have none and may stand only in front.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/audit_store.h"

#include <string.h>

#include "shared/base/crash.h"
#include "shared/base/crypt.h"
#include "shared/base/log.h"
#include "shared/io/db.h"

/* "KIND" of "KIND.ACT", between blanks, is looked for in a list between blanks. */
#define KIND "' ' || substr(what, 1, instr(what || '.', '.') - 1) || ' '"
static const char EACH[] =
	"SELECT n, t, who, what, about, detail FROM audit"
	" WHERE (?1 = '' OR who = ?1) AND (?2 = '' OR instr(' ' || ?2 || ' ', " KIND ") > 0)"
	" AND (?3 = '' OR instr(' ' || ?3 || ' ', " KIND ") = 0)"
	" AND t >= ?4 AND t < ?5 AND (?6 = 0 OR n < ?6) ORDER BY n DESC LIMIT ?7";

/* Numbers go into the hash as eight bytes, texts with their NUL, as in the history of cases. */
static void chain(const uint8_t before[HASH_BYTES], const struct audit_row *row,
		  uint8_t out[HASH_BYTES])
{
	uint8_t numbers[16];
	const int64_t values[2] = { row->n, row->t };
	numbers_bytes(values, 2, numbers);
	const struct piece pieces[] = {
		{ before, HASH_BYTES },
		{ numbers, sizeof numbers },
		{ row->who, strlen(row->who) + 1 },
		{ row->what, strlen(row->what) + 1 },
		{ row->about, strlen(row->about) + 1 },
		{ row->detail, strlen(row->detail) + 1 },
	};
	sha256_pieces(pieces, COUNT_OF(pieces), out);
}

/* false: the row has none. */
static bool read_hash(struct db_stmt *st, uint8_t out[HASH_BYTES])
{
	size_t n;
	const void *p = db_col_blob(st, "hash", &n);
	memset(out, 0, HASH_BYTES);
	if (!p || n != HASH_BYTES)
		return false;
	memcpy(out, p, n);
	return true;
}

static int64_t newest(struct db *db, uint8_t hash[HASH_BYTES])
{
	memset(hash, 0, HASH_BYTES);
	DB_STMT(st) = db_prepare(db, "SELECT n, hash FROM audit ORDER BY n DESC LIMIT 1");
	if (!db_step(st))
		return 0;
	read_hash(st, hash);
	return db_col_int(st, "n");
}

int audit_add(struct db *db, const struct audit_row *row)
{
	struct audit_row next = *row;
	uint8_t before[HASH_BYTES], hash[HASH_BYTES];
	next.n = newest(db, before) + 1;
	chain(before, &next, hash);
	DB_STMT(st) = db_prepare(db, "INSERT INTO audit (n, t, who, what, about, detail, hash)"
				     " VALUES (?, ?, ?, ?, ?, ?, ?)");
	db_bind_int(st, next.n);
	db_bind_int(st, next.t);
	db_bind_text(st, next.who);
	db_bind_text(st, next.what);
	db_bind_text(st, next.about);
	db_bind_text(st, next.detail);
	db_bind_blob(st, hash, HASH_BYTES);
	int err = db_run(st);
	crash_point("central.audit.added");
	return err;
}

int64_t audit_last(struct db *db, const char *who, const char *what)
{
	DB_STMT(st) = db_prepare(
	    db, "SELECT t FROM audit WHERE who = ? AND what = ? ORDER BY n DESC LIMIT 1");
	db_bind_text(st, who);
	db_bind_text(st, what);
	return db_step(st) ? db_col_int(st, "t") : 0;
}

int64_t audit_last_about(struct db *db, const char *who, const char *what, const char *about)
{
	DB_STMT(st) = db_prepare(db, "SELECT t FROM audit WHERE who = ? AND what = ? AND about = ?"
				     " ORDER BY n DESC LIMIT 1");
	db_bind_text(st, who);
	db_bind_text(st, what);
	db_bind_text(st, about);
	return db_step(st) ? db_col_int(st, "t") : 0;
}

static void read_row(struct db_stmt *st, struct audit_row *row)
{
	row->n = db_col_int(st, "n");
	row->t = db_col_int(st, "t");
	row->who = db_col_text(st, "who");
	row->what = db_col_text(st, "what");
	row->about = db_col_text(st, "about");
	row->detail = db_col_text(st, "detail");
}

bool audit_each(struct db *db, const struct audit_query *q,
		void (*fn)(void *ctx, const struct audit_row *row), void *ctx)
{
	struct audit_row row;
	DB_STMT(st) = db_prepare(db, EACH);
	db_bind_text(st, q->who);
	db_bind_text(st, q->kinds);
	db_bind_text(st, q->hidden);
	db_bind_int(st, q->from);
	db_bind_int(st, q->until);
	db_bind_int(st, q->before);
	db_bind_int(st, q->limit + 1);
	for (int i = 0; db_step(st); i++) {
		if (i == q->limit)
			return true;
		read_row(st, &row);
		fn(ctx, &row);
	}
	return false;
}

int64_t audit_verify(struct db *db, int64_t *ret_checked)
{
	uint8_t before[HASH_BYTES] = { 0 }, now[HASH_BYTES], stored[HASH_BYTES];
	struct audit_row row;
	int64_t broken = 0, last = 0;
	bool begun = false;
	*ret_checked = 0;
	DB_STMT(st) = db_prepare(
	    db, "SELECT n, t, who, what, about, detail, hash FROM audit ORDER BY n");
	while (db_step(st)) {
		read_row(st, &row);
		bool has = read_hash(st, stored);
		begun |= has;
		chain(before, &row, now);
		bool holds = row.n == last + 1 && (!begun || (has && !memcmp(now, stored, HASH_BYTES)));
		if (!holds) {
			log_line(LOG_ERROR, "verify.audit", "row=%lld", (long long)row.n);
			broken++;
		}
		memcpy(before, stored, HASH_BYTES);
		last = row.n;
		++*ret_checked;
	}
	return broken;
}
