/* SQL of outgoing mails and call tasks.
 *
 * Owns table outgoing. Promises: 'sending' is durable before a mail leaves, so a power cut never
 * makes it leave twice.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/outgoing_store.h"

#include "shared/io/db.h"

#define COLUMNS "SELECT n, nr, kind, why, state, due, attempts, done, by, note FROM outgoing "
static void read_row(struct db_stmt *st, struct outgoing *o)
{
	o->n = db_col_int(st, "n");
	o->nr = db_col_int(st, "nr");
	DB_COPY(st, o->kind, "kind");
	DB_COPY(st, o->why, "why");
	DB_COPY(st, o->state, "state");
	o->due = db_col_int(st, "due");
	o->attempts = db_col_int(st, "attempts");
	o->done = db_col_int(st, "done");
	DB_COPY(st, o->by, "by");
	DB_COPY(st, o->note, "note");
}

int outgoing_add(struct db *db, int64_t nr, const char *kind, const char *why, int64_t due)
{
	DB_STMT(st) = db_prepare(db,
		"INSERT INTO outgoing (n, nr, kind, why, state, due) VALUES (coalesce((SELECT max(n) FROM"
		" outgoing WHERE n BETWEEN ?1 * 100 AND ?1 * 100 + 98), ?1 * 100) + 1, ?1, ?2, ?3, 'waiting', ?4)");
	db_bind_int(st, nr);
	db_bind_text(st, kind);
	db_bind_text(st, why);
	db_bind_int(st, due);
	return db_run(st);
}

bool outgoing_find(struct db *db, int64_t n, struct outgoing *ret)
{
	DB_STMT(st) = db_prepare(db, COLUMNS "WHERE n = ?");
	db_bind_int(st, n);
	if (!db_step(st))
		return false;
	read_row(st, ret);
	return true;
}

static void walk(struct db_stmt *st, bool (*fn)(void *ctx, const struct outgoing *o), void *ctx)
{
	struct outgoing o;
	while (db_step(st)) {
		read_row(st, &o);
		if (!fn(ctx, &o))
			return;
	}
}

void outgoing_each(struct db *db, const char *kind, int64_t nr, int limit,
		   bool (*fn)(void *ctx, const struct outgoing *o), void *ctx)
{
	DB_STMT(st) = nr
		? db_prepare(db, COLUMNS "WHERE n BETWEEN ?2 * 100 AND ?2 * 100 + 99 AND (?1 IS NULL OR kind = ?1)"
			" ORDER BY n DESC LIMIT ?3")
		: db_prepare(db, COLUMNS "WHERE ?2 = 0 AND (?1 IS NULL OR kind = ?1) ORDER BY n DESC LIMIT ?3");
	db_bind_text(st, kind);
	db_bind_int(st, nr);
	db_bind_int(st, limit);
	walk(st, fn, ctx);
}

void outgoing_calls(struct db *db, int limit,
		    bool (*fn)(void *ctx, const struct outgoing *o), void *ctx)
{
	DB_STMT(st) = db_prepare(db, COLUMNS
		"WHERE kind = 'call' AND state IN ('waiting', 'not_reached') ORDER BY due, n LIMIT ?");
	db_bind_int(st, limit);
	walk(st, fn, ctx);
}

int64_t outgoing_call_count(struct db *db, int64_t cap)
{
	DB_STMT(st) = db_prepare(db,
		"SELECT count(*) AS c FROM (SELECT 1 FROM outgoing WHERE kind = 'call'"
		" AND state IN ('waiting', 'not_reached') LIMIT ?)");
	db_bind_int(st, cap);
	return db_step(st) ? db_col_int(st, "c") : 0;
}

bool outgoing_next_mail(struct db *db, int64_t now, struct outgoing *ret, int64_t *ret_next)
{
	*ret_next = 0;
	DB_STMT(st) = db_prepare(db, COLUMNS
		"WHERE kind = 'mail' AND state = 'waiting' ORDER BY due, n LIMIT 1");
	if (!db_step(st))
		return false;
	*ret_next = db_col_int(st, "due");
	if (*ret_next > now)
		return false;
	read_row(st, ret);
	return true;
}

int outgoing_begin(struct db *db, int64_t n)
{
	DB_STMT(st) = db_prepare(db,
		"UPDATE outgoing SET state = 'sending', attempts = attempts + 1 WHERE n = ? AND state = 'waiting'");
	db_bind_int(st, n);
	int err = db_run(st);
	return err || db_changes(db) ? err : ERR_CONFLICT;
}

int outgoing_settle(struct db *db, int64_t n, const char *state, int64_t due, int64_t now,
		    const char *note)
{
	DB_STMT(st) = db_prepare(db,
		"UPDATE outgoing SET state = ?1, due = ?2, done = CASE WHEN ?1 = 'waiting' THEN NULL ELSE ?3 END,"
		" note = ?4 WHERE n = ?5 AND state = 'sending'");
	db_bind_text(st, state);
	db_bind_int(st, due);
	db_bind_int(st, now);
	db_bind_text(st, note);
	db_bind_int(st, n);
	return db_run(st);
}

int outgoing_recover(struct db *db, int64_t now)
{
	DB_STMT(st) = db_prepare(db,
		"UPDATE outgoing SET state = 'unsure', done = ?, note = 'cut_off' WHERE state = 'sending'");
	db_bind_int(st, now);
	return db_run(st) ? 0 : db_changes(db);
}

int outgoing_called(struct db *db, int64_t n, bool reached, const char *by, const char *note,
		    int64_t now)
{
	DB_STMT(st) = db_prepare(db,
		"UPDATE outgoing SET state = ?, done = ?, by = ?, note = ?, attempts = attempts + 1"
		" WHERE n = ? AND kind = 'call' AND state IN ('waiting', 'not_reached')");
	db_bind_text(st, reached ? "reached" : "not_reached");
	reached ? db_bind_int(st, now) : db_bind_null(st);
	db_bind_text(st, by);
	db_bind_text(st, note);
	db_bind_int(st, n);
	int err = db_run(st);
	return err || db_changes(db) ? err : ERR_CONFLICT;
}
