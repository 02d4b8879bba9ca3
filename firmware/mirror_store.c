/* Pages of changes into mirror tables. One row of FEEDS per feed; a snapshot gathers in
 * mirror_shadow and replaces everything in the transaction of its last page.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/mirror_store.h"

#include <string.h>

#include "firmware/mirror_inside.h"
#include "shared/base/crash.h"
#include "shared/base/log.h"
#include "shared/io/db.h"

#define SNAPSHOT "mirror.snapshot"   /* 1 while one is on its way in */
#define CURSOR "mirror.cursor"
#define CURSOR_NEXT "mirror.cursor_next"
#define READY "mirror.ready"

static const char REV[] = "SELECT rev FROM mirror_rev WHERE feed = ? AND key = ?";
static const char SET_REV[] =
	"INSERT INTO mirror_rev (feed, key, rev, sum) VALUES (?, ?, ?, " MIRROR_UNTAKEN ")"
	" ON CONFLICT (feed, key) DO UPDATE SET rev = excluded.rev, sum = excluded.sum";
static const char SHADOW_PUT[] =
	"INSERT INTO mirror_shadow (feed, key, rev, body) VALUES (?, ?, ?, ?)"
	" ON CONFLICT (feed, key) DO UPDATE SET rev = excluded.rev, body = excluded.body";
static const char SHADOW_DEL[] = "DELETE FROM mirror_shadow WHERE feed = ? AND key = ?";
static const char SHADOW[] = "SELECT feed, key, rev, body FROM mirror_shadow ORDER BY rev";

static const struct mirror_table *find_table(const char *feed)
{
	for (const struct mirror_table *t = MIRROR_TABLES; t->feed; t++)
		if (strcmp(t->feed, feed) == 0)
			return t;
	return NULL;
}

static void run(struct db *db, const char *sql)
{
	if (db_exec(db, sql) == ERR_CONFLICT)
		die("mirror", "sql=%s", sql);
}

static bool snapshot_running(struct db *db)
{
	return db_meta_int(db, SNAPSHOT, 0) != 0;
}

void mirror_page_begin(struct db *db, bool fresh)
{
	if (!fresh)
		return;
	run(db, "DELETE FROM mirror_shadow");
	db_meta_set_int(db, SNAPSHOT, 1);
	db_meta_set_text(db, CURSOR_NEXT, "");
}

static int shadow_change(struct db *db, const struct device_change *c)
{
	DB_STMT(st) = db_prepare(db, c->gone ? SHADOW_DEL : SHADOW_PUT);

	db_bind_text(st, c->feed);
	db_bind_text(st, c->key);
	if (!c->gone) {
		db_bind_int(st, c->rev);
		db_bind_text_n(st, c->body.p, c->body.n);
	}
	return db_run(st);
}

static int64_t known_rev(struct db *db, const char *feed, const char *key)
{
	DB_STMT(st) = db_prepare(db, REV);

	db_bind_text(st, feed);
	db_bind_text(st, key);
	return db_step(st) ? db_col_int(st, "rev") : 0;
}

static int set_rev(struct db *db, const struct device_change *c)
{
	DB_STMT(st) = db_prepare(db, SET_REV);

	db_bind_text(st, c->feed);
	db_bind_text(st, c->key);
	db_bind_int(st, c->rev);
	return db_run(st);
}

static int drop(struct db *db, const struct mirror_table *t, const char *key)
{
	DB_STMT(st) = db_prepare(db, t->del);

	db_bind_text(st, key);
	return db_run(st);
}

static int apply(struct db *db, const struct mirror_table *t, const struct device_change *c)
{
	int err = set_rev(db, c);

	if (err != OK)
		return err;
	return c->gone ? drop(db, t, c->key) : t->put(db, c->key, c->body);
}

int mirror_page_change(struct db *db, const struct device_change *c, unsigned *feeds)
{
	const struct mirror_table *t = find_table(c->feed);

	if (!t)
		return OK;
	if (snapshot_running(db))
		return shadow_change(db, c);
	if (c->rev <= known_rev(db, c->feed, c->key))
		return OK;
	*feeds |= t->bit;
	return apply(db, t, c);
}

static void apply_shadow_row(struct db *db, struct db_stmt *st, unsigned *feeds)
{
	struct device_change c = { .rev = db_col_int(st, "rev") };
	const struct mirror_table *t;
	const char *body;
	int err;

	text_copy(c.feed, sizeof c.feed, db_col_text(st, "feed"));
	text_copy(c.key, sizeof c.key, db_col_text(st, "key"));
	body = db_col_text(st, "body");
	c.body = walk_text(body, strlen(body));
	t = find_table(c.feed);
	if (!t)
		return;
	*feeds |= t->bit;
	err = apply(db, t, &c);
	if (err != OK)
		log_line(LOG_WARN, "mirror.row", "feed=%s key=%s err=%s", c.feed, c.key, err_slug(err));
}

static void swap_in(struct db *db, unsigned *feeds)
{
	run(db, "DELETE FROM mirror_rev");
	for (const struct mirror_table *t = MIRROR_TABLES; t->feed; t++) {
		if (t->clear)
			run(db, t->clear);
		*feeds |= t->bit;
	}
	crash_point("kiosk.swap.cleared");
	{
		DB_STMT(st) = db_prepare(db, SHADOW);

		while (db_step(st))
			apply_shadow_row(db, st, feeds);
	}
	crash_point("kiosk.swap.filled");
	run(db, "DELETE FROM mirror_shadow");
	mirror_sum_take(db, *feeds);
	db_meta_set_int(db, SNAPSHOT, 0);
	db_meta_set_int(db, READY, 1);
}

void mirror_page_end(struct db *db, const char *cursor, bool more, unsigned *feeds)
{
	if (!snapshot_running(db)) {
		mirror_sum_take(db, *feeds);
		db_meta_set_text(db, CURSOR, cursor);
		return;
	}
	db_meta_set_text(db, CURSOR_NEXT, cursor);
	if (more)
		return;
	swap_in(db, feeds);
	db_meta_set_text(db, CURSOR, cursor);
}

void mirror_cursor(struct db *db, char *out, size_t cap)
{
	if (!db_meta_text(db, snapshot_running(db) ? CURSOR_NEXT : CURSOR, out, cap))
		out[0] = '\0';
}

void mirror_reset(struct db *db)
{
	db_meta_set_int(db, SNAPSHOT, 0);
	db_meta_set_text(db, CURSOR, "");
}

bool mirror_ready(struct db *db)
{
	return db_meta_int(db, READY, 0) != 0;
}
