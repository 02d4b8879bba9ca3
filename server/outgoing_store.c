/* SQL of outgoing messages and call tasks.
 *
 * Owns table outgoing. Promises: 'sending' is durable before a mail leaves, so a power cut never
 * makes it leave twice; what was given to write a mail is forgotten when the mail was sent.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/outgoing_store.h"

#include "shared/base/crash.h"
#include "shared/io/db.h"

/* Numbers from here on (2^51) are for what no longer fits in the hundred of its case. */
#define MORE "2251799813685248"

#define COLUMNS \
	"SELECT n, nr, kind, why, state, due, attempts, done, by, note, letter, address FROM outgoing "
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
	DB_COPY(st, o->letter, "letter");
	DB_COPY(st, o->address, "address");
}

/* For a step that can be taken once. */
static int run_once(struct db *db, struct db_stmt *st)
{
	int err = db_run(st);
	return err || db_changes(db) ? err : ERR_CONFLICT;
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
	int err = db_run(st);
	crash_point("central.mail.queued");
	return err;
}

/* The next number within the case, else the next of all that did not fit. */
static int64_t next_number(struct db *db, int64_t nr)
{
	DB_STMT(st) = db_prepare(db,
		"SELECT coalesce((SELECT max(n) FROM outgoing WHERE n BETWEEN ?1 * 100 AND ?1 * 100 + 99),"
		" ?1 * 100) + 1 AS n");
	db_bind_int(st, nr);
	int64_t n = db_step(st) ? db_col_int(st, "n") : 0;
	if (n < nr * 100 + 100)
		return n;
	return db_ask_int(db, "SELECT coalesce(max(n), " MORE ") + 1 FROM outgoing WHERE n >= " MORE, 0);
}

static void bind_text_or_null(struct db_stmt *st, const char *s)
{
	s[0] ? db_bind_text(st, s) : db_bind_null(st);
}

int outgoing_queue(struct db *db, const struct outgoing_order *o, int64_t *ret_n)
{
	*ret_n = next_number(db, o->nr);
	DB_STMT(st) = db_prepare(db,
		"INSERT INTO outgoing (n, nr, kind, why, state, due, letter, address, facts)"
		" VALUES (?, ?, ?, ?, 'waiting', ?, ?, ?, ?)");
	db_bind_int(st, *ret_n);
	db_bind_int(st, o->nr);
	db_bind_text(st, o->kind);
	db_bind_text(st, o->why);
	db_bind_int(st, o->due);
	bind_text_or_null(st, o->letter);
	bind_text_or_null(st, o->address);
	bind_text_or_null(st, o->facts);
	int err = db_run(st);
	crash_point("central.mail.queued");
	return err;
}

void outgoing_facts(struct db *db, int64_t n, struct buf *out)
{
	DB_STMT(st) = db_prepare(db, "SELECT facts FROM outgoing WHERE n = ?");
	db_bind_int(st, n);
	if (db_step(st))
		buf_str(out, db_col_text(st, "facts"));
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
		? db_prepare(db, COLUMNS
			"WHERE n IN (SELECT n FROM outgoing WHERE n BETWEEN ?2 * 100 AND ?2 * 100 + 99"
			" UNION ALL SELECT n FROM outgoing WHERE nr = ?2 AND n >= " MORE ")"
			" AND (?1 IS NULL OR kind = ?1) ORDER BY n DESC LIMIT ?3")
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

void outgoing_trouble(struct db *db, int limit,
		      bool (*fn)(void *ctx, const struct outgoing *o), void *ctx)
{
	DB_STMT(st) = db_prepare(db, COLUMNS
		"WHERE state = 'failed' OR state = 'unsure' ORDER BY n DESC LIMIT ?");
	db_bind_int(st, limit);
	walk(st, fn, ctx);
}

int64_t outgoing_trouble_count(struct db *db, int64_t cap)
{
	DB_STMT(st) = db_prepare(db,
		"SELECT count(*) AS c FROM (SELECT 1 FROM outgoing WHERE state = 'failed' OR state = 'unsure'"
		" LIMIT ?)");
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
	return run_once(db, st);
}

int outgoing_settle(struct db *db, int64_t n, const char *state, int64_t due, int64_t now,
		    const char *note)
{
	DB_STMT(st) = db_prepare(db,
		"UPDATE outgoing SET state = ?1, due = ?2, done = CASE WHEN ?1 = 'waiting' THEN NULL ELSE ?3 END,"
		" note = ?4, facts = CASE WHEN ?1 = 'sent' THEN NULL ELSE facts END"
		" WHERE n = ?5 AND state = 'sending'");
	db_bind_text(st, state);
	db_bind_int(st, due);
	db_bind_int(st, now);
	db_bind_text(st, note);
	db_bind_int(st, n);
	return db_run(st);
}

void outgoing_sending(struct db *db, bool (*fn)(void *ctx, const struct outgoing *o), void *ctx)
{
	DB_STMT(st) = db_prepare(db, COLUMNS "WHERE state = 'sending' ORDER BY n");
	walk(st, fn, ctx);
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
	return run_once(db, st);
}

int outgoing_retry(struct db *db, int64_t n, int64_t now)
{
	DB_STMT(st) = db_prepare(db,
		"UPDATE outgoing SET state = 'waiting', due = ?, attempts = 0, done = NULL"
		" WHERE n = ? AND kind = 'mail' AND (state = 'unsure' OR state = 'failed')");
	db_bind_int(st, now);
	db_bind_int(st, n);
	return run_once(db, st);
}

int outgoing_drop(struct db *db, int64_t n, const char *by, int64_t now)
{
	DB_STMT(st) = db_prepare(db,
		"UPDATE outgoing SET state = 'dropped', done = ?, by = ?, facts = NULL WHERE n = ?"
		" AND kind <> 'call' AND (state = 'waiting' OR state = 'unsure' OR state = 'failed')");
	db_bind_int(st, now);
	db_bind_text(st, by);
	db_bind_int(st, n);
	return run_once(db, st);
}

int outgoing_handed(struct db *db, int64_t n, const char *how, const char *by, int64_t now)
{
	DB_STMT(st) = db_prepare(db,
		"UPDATE outgoing SET state = 'handed', done = ?, by = ?, note = ?, facts = NULL WHERE n = ?"
		" AND (((kind = 'print' OR kind = 'sms') AND state = 'waiting') OR (kind = 'mail'"
		" AND (state = 'waiting' OR state = 'unsure' OR state = 'failed')))");
	db_bind_int(st, now);
	db_bind_text(st, by);
	db_bind_text(st, how);
	db_bind_int(st, n);
	return run_once(db, st);
}

int outgoing_bounced(struct db *db, int64_t n, const char *by, int64_t now)
{
	DB_STMT(st) = db_prepare(db,
		"UPDATE outgoing SET state = 'failed', done = ?, by = ?, note = 'bounced'"
		" WHERE n = ? AND kind = 'mail' AND state = 'sent'");
	db_bind_int(st, now);
	db_bind_text(st, by);
	db_bind_int(st, n);
	return run_once(db, st);
}
