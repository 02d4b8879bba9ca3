/* SQL of what devices are told. A number rises with every change, so "everything after n" is the
 * news and "everything" is the present state; there is no separate snapshot.
 *
 * A cursor is "EPOCH-N" for news and "EPOCH-N-T" while a first reading from the beginning is still
 * under way: T is the newest number when it began. Rows taken back before T are left out of it.
 * A device whose scopes changed holds rows that nobody will take back there; its cursors from before
 * are refused, and its new reading from the beginning replaces all it has.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/feed.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "shared/base/crash.h"
#include "shared/base/log.h"
#include "shared/base/text.h"
#include "shared/io/db.h"

#define EPOCH_DIGITS 32

/* A page ends early when its text passes this, so that a reply stays far below its cap. */
#define PAGE_BYTES (1024 * 1024)

static int64_t next_number(struct db *db)
{
	return db_meta_add(db, "feed.last", 1);
}

int64_t feed_last(struct db *db)
{
	return db_meta_int(db, "feed.last", 0);
}

int64_t feed_mark(struct db *db)
{
	return next_number(db);
}

static void put_row(struct db *db, const char *feed, const char *key, const char *scope, bool gone,
		    const char *body)
{
	DB_STMT(st) = db_prepare(db, "INSERT INTO feed(n,feed,key,scope,gone,body) "
				     "VALUES(?,?,?,?,?,?) ON CONFLICT(feed,key,scope) DO UPDATE SET "
				     "n=excluded.n, gone=excluded.gone, body=excluded.body");
	db_bind_int(st, next_number(db));
	db_bind_text(st, feed);
	db_bind_text(st, key);
	db_bind_text(st, scope);
	db_bind_int(st, gone);
	db_bind_text(st, body);
	if (db_run(st) == ERR_CONFLICT)
		die("feed.number", "feed=%s key=%.60s", feed, key);
	crash_point("central.feed.put");
}

/* Is exactly this published already? */
static bool is_current(struct db *db, const char *feed, const char *key, const char *scope,
		       const char *body)
{
	DB_STMT(st) = db_prepare(db, "SELECT 1 FROM feed WHERE feed=? AND key=? AND scope=? "
				     "AND gone=0 AND body=?");
	db_bind_text(st, feed);
	db_bind_text(st, key);
	db_bind_text(st, scope);
	db_bind_text(st, body);
	return db_step(st);
}

/* Take the thing back under one scope other than keep; false when there is none left. */
static bool take_back_one(struct db *db, const char *feed, const char *key, const char *keep)
{
	char scope[256];
	{
		DB_STMT(st) = db_prepare(db, "SELECT scope FROM feed WHERE feed=? AND key=? "
					     "AND gone=0 AND scope IS NOT ? LIMIT 1");
		db_bind_text(st, feed);
		db_bind_text(st, key);
		db_bind_text(st, keep);
		if (!db_step(st) || text_copy(scope, sizeof scope, db_col_text(st, "scope")))
			return false;
	}
	put_row(db, feed, key, scope, true, "");
	return true;
}

void feed_put(struct db *db, const char *feed, const char *key, const char *scope,
	      const char *body_json)
{
	while (take_back_one(db, feed, key, scope))
		;
	if (!is_current(db, feed, key, scope, body_json))
		put_row(db, feed, key, scope, false, body_json);
}

void feed_add(struct db *db, const char *feed, const char *key, const char *scope,
	      const char *body_json)
{
	put_row(db, feed, key, scope, false, body_json);
}

void feed_put_val(struct db *db, const char *feed, const char *key, const char *scope,
		  const struct val *body)
{
	BUF(text);
	val_print(body, &text);
	feed_put(db, feed, key, scope, buf_text(&text));
}

void feed_del(struct db *db, const char *feed, const char *key)
{
	while (take_back_one(db, feed, key, NULL))
		;
}

/* ---- pages ---------------------------------------------------------------------------------- */

struct cursor {
	int64_t after; /* numbers above this one */
	int64_t first; /* > 0: still the first reading, which began at this number */
};

static int read_cursor(struct db *db, const char *epoch, const char *text, struct cursor *ret)
{
	char numbers[64];
	int64_t last = feed_last(db);
	*ret = (struct cursor){ 0, last };
	if (!*text)
		return OK;
	if (strlen(text) <= EPOCH_DIGITS || strncmp(text, epoch, EPOCH_DIGITS) ||
	    text[EPOCH_DIGITS] != '-' ||
	    text_copy(numbers, sizeof numbers, text + EPOCH_DIGITS + 1))
		return ERR_GONE;
	char *dash = strchr(numbers, '-');
	if (dash)
		*dash = '\0';
	ret->first = 0;
	if (!int_parse(numbers, 0, last, &ret->after) ||
	    (dash && !int_parse(dash + 1, 1, last, &ret->first)))
		return ERR_GONE;
	return OK;
}

static void write_change(struct db_stmt *st, bool first, struct buf *out)
{
	bool gone = db_col_int(st, "gone");
	buf_str(out, first ? "{\"feed\":" : ",{\"feed\":");
	val_quote(db_col_text(st, "feed"), out);
	buf_str(out, ",\"key\":");
	val_quote(db_col_text(st, "key"), out);
	buf_fmt(out, ",\"rev\":%" PRId64 ",\"op\":\"%s\"", db_col_int(st, "n"), gone ? "del" : "put");
	if (!gone)
		buf_fmt(out, ",\"body\":%s", db_col_text(st, "body"));
	buf_char(out, '}');
}

static struct db_stmt *select_rows(struct db *db, int64_t device_n, const struct cursor *c,
				   int limit)
{
	struct db_stmt *st = db_prepare(db,
		"SELECT n,feed,key,gone,body FROM feed WHERE n>? AND (gone=0 OR n>?) AND (scope='' "
		"OR scope IN (SELECT scope FROM device_scope WHERE device=?) "
		"OR scope=(SELECT 'device:'||uuid FROM device WHERE n=?)) ORDER BY n LIMIT ?");
	db_bind_int(st, c->after);
	db_bind_int(st, c->first);
	db_bind_int(st, device_n);
	db_bind_int(st, device_n);
	db_bind_int(st, limit + 1);
	return st;
}

/* The number at which this device's scopes last changed. */
static int64_t scoped_at(struct db *db, int64_t device_n)
{
	DB_STMT(st) = db_prepare(db, "SELECT scoped FROM device WHERE n=?");
	db_bind_int(st, device_n);
	return db_step(st) ? db_col_int(st, "scoped") : 0;
}

int feed_page(struct db *db, int64_t device_n, const char *epoch, const char *cursor, int limit,
	      struct buf *out)
{
	struct cursor c;
	BUF(changes);
	if (read_cursor(db, epoch, cursor, &c))
		return ERR_GONE;
	if ((c.first ? c.first : c.after) < scoped_at(db, device_n))
		return ERR_GONE;
	int64_t newest = feed_last(db);
	bool more = false;
	DB_STMT(st) = select_rows(db, device_n, &c, limit);
	for (int count = 0; db_step(st); count++) {
		more = count == limit || changes.len > PAGE_BYTES;
		if (more)
			break;
		write_change(st, count == 0, &changes);
		c.after = db_col_int(st, "n");
	}
	/* Nothing more for this device: go on behind everything that was not for it. */
	if (!more)
		c = (struct cursor){ newest, 0 };
	buf_fmt(out, "\"cursor\":\"%s-%" PRId64, epoch, c.after);
	if (c.first)
		buf_fmt(out, "-%" PRId64, c.first);
	buf_fmt(out, "\",\"more\":%s,\"changes\":[%s]", more ? "true" : "false", buf_text(&changes));
	return OK;
}

bool feed_is_new(struct db *db)
{
	return !db_ask_int(db, "SELECT 1 FROM sqlite_master WHERE name = 'feed'", 0) ||
	       !db_ask_int(db, "SELECT 1 FROM feed LIMIT 1", 0);
}
