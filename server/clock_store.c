/* SQL of running deadlines and of notices.
 *
 * Owns tables case_clock, notice and notice_seen.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/clock_store.h"

#include <stdio.h>
#include <string.h>

#include "shared/base/log.h"
#include "shared/base/text.h"
#include "shared/base/val.h"
#include "shared/io/db.h"

static void read_clock(const struct val *v, struct clock_row *c)
{
	text_copy(c->clock, sizeof c->clock, val_str_of(v, "clock", ""));
	c->ladder = val_int_of(v, "ladder", 0);
	c->rank = (int)val_int_of(v, "rank", 0);
	c->start = val_int_of(v, "start", 0);
	c->due = val_int_of(v, "due", 0);
	c->step = (int)val_int_of(v, "step", 0);
	text_copy(c->stopped, sizeof c->stopped, val_str_of(v, "stopped", ""));
}

void clocks_parse(const char *text, struct clocks *ret)
{
	VAL(list) = NULL;
	ret->count = 0;
	if (val_parse(text, strlen(text), NULL, &list, NULL)) {
		log_line(LOG_ERROR, "clocks.unreadable", "bytes=%zu", strlen(text));
		return;
	}
	VAL_EACH(v, list)
		if (ret->count < CLOCKS_MAX)
			read_clock(v, &ret->row[ret->count++]);
}

void clocks_read(struct db *db, int64_t nr, struct clocks *ret)
{
	ret->count = 0;
	DB_STMT(st) = db_prepare(db, "SELECT clocks FROM case_clock WHERE nr = ?");
	db_bind_int(st, nr);
	if (db_step(st))
		clocks_parse(db_col_text(st, "clocks"), ret);
}

void clocks_print(const struct clocks *c, struct buf *out)
{
	for (int i = 0; i < c->count; i++) {
		const struct clock_row *k = &c->row[i];
		buf_str(out, i ? ",{\"clock\":\"" : "[{\"clock\":\"");
		buf_str(out, k->clock);
		buf_str(out, "\",\"ladder\":");
		buf_int(out, k->ladder);
		buf_str(out, ",\"rank\":");
		buf_int(out, k->rank);
		buf_str(out, ",\"start\":");
		buf_int(out, k->start);
		buf_str(out, ",\"due\":");
		buf_int(out, k->due);
		buf_str(out, ",\"step\":");
		buf_int(out, k->step);
		if (k->stopped[0])
			buf_fmt(out, ",\"stopped\":\"%s\"", k->stopped);
		buf_char(out, '}');
	}
	buf_str(out, c->count ? "]" : "[]");
}

int clocks_write(struct db *db, int64_t nr, const struct clocks *c, int64_t fire)
{
	BUF(text);
	clocks_print(c, &text);
	DB_STMT(st) = db_prepare(db,
		"INSERT INTO case_clock (nr, fire, clocks) VALUES (?, ?, ?)"
		" ON CONFLICT (nr) DO UPDATE SET fire = excluded.fire, clocks = excluded.clocks");
	db_bind_int(st, nr);
	fire == CLOCK_NEVER ? db_bind_null(st) : db_bind_int(st, fire);
	db_bind_text_n(st, text.data, text.len);
	return db_run(st);
}

bool clocks_next(struct db *db, int64_t *ret_nr, int64_t *ret_fire)
{
	DB_STMT(st) = db_prepare(db,
		"SELECT nr, fire FROM case_clock WHERE fire IS NOT NULL ORDER BY fire LIMIT 1");
	if (!db_step(st))
		return false;
	*ret_nr = db_col_int(st, "nr");
	*ret_fire = db_col_int(st, "fire");
	return true;
}

/* ---- notices ------------------------------------------------------------------------------ */

int notice_add(struct db *db, const struct notice *n)
{
	DB_STMT(st) = db_prepare(db,
		"INSERT INTO notice (t, nr, alarm, who, what, clock, due) VALUES (?, nullif(?, 0), nullif(?, 0),"
		" ?, ?, ?, ?)");
	db_bind_int(st, n->t);
	db_bind_int(st, n->nr);
	db_bind_int(st, n->alarm);
	db_bind_text(st, n->who);
	db_bind_text(st, n->what);
	db_bind_text(st, n->clock);
	db_bind_int(st, n->due);
	return db_run(st);
}

static void role_word(const char *role, char out[64])
{
	snprintf(out, 64, "role:%.50s", role);
}

/* ?1 the person, ?2 the role's word. */
#define WAITING \
	"FROM notice WHERE seen IS NULL AND who IN (?1, ?2)" \
	" AND NOT EXISTS (SELECT 1 FROM notice_seen s WHERE s.n = notice.n AND s.name = ?1) "

void notice_each(struct db *db, const char *name, const char *role, int limit,
		 void (*fn)(void *ctx, const struct notice *n), void *ctx)
{
	char word[64];
	role_word(role, word);
	DB_STMT(st) = db_prepare(db,
		"SELECT n, t, nr, alarm, who, what, clock, due " WAITING "ORDER BY n DESC LIMIT ?3");
	db_bind_text(st, name);
	db_bind_text(st, word);
	db_bind_int(st, limit);
	while (db_step(st)) {
		struct notice n = { .n = db_col_int(st, "n"), .t = db_col_int(st, "t") };
		n.nr = db_col_int(st, "nr");
		n.alarm = db_col_int(st, "alarm");
		n.due = db_col_int(st, "due");
		DB_COPY(st, n.who, "who");
		DB_COPY(st, n.what, "what");
		DB_COPY(st, n.clock, "clock");
		fn(ctx, &n);
	}
}

int64_t notice_count(struct db *db, const char *name, const char *role, int64_t cap)
{
	char word[64];
	role_word(role, word);
	DB_STMT(st) = db_prepare(db, "SELECT count(*) AS c FROM (SELECT 1 " WAITING "LIMIT ?3)");
	db_bind_text(st, name);
	db_bind_text(st, word);
	db_bind_int(st, cap);
	return db_step(st) ? db_col_int(st, "c") : 0;
}

/* What was told to the person alone. */
static int see_own(struct db *db, int64_t nr, const char *name, int64_t now)
{
	DB_STMT(st) = db_prepare(db,
		"UPDATE notice SET seen = ?1, seen_by = ?2 WHERE nr = ?3 AND seen IS NULL AND who = ?2");
	db_bind_int(st, now);
	db_bind_text(st, name);
	db_bind_int(st, nr);
	return db_run(st);
}

int notice_see(struct db *db, int64_t nr, const char *name, const char *role, int64_t now)
{
	char word[64];
	role_word(role, word);
	int err = see_own(db, nr, name, now), own = db_changes(db);
	DB_STMT(st) = db_prepare(db,
		"INSERT OR IGNORE INTO notice_seen (n, name, t) SELECT n, ?1, ?2 FROM notice"
		" WHERE nr = ?3 AND seen IS NULL AND who = ?4");
	db_bind_text(st, name);
	db_bind_int(st, now);
	db_bind_int(st, nr);
	db_bind_text(st, word);
	err = err ? err : db_run(st);
	return err || own || db_changes(db) ? err : ERR_NOT_FOUND;
}

int notice_close(struct db *db, int64_t nr, int64_t now)
{
	DB_STMT(st) = db_prepare(db,
		"UPDATE notice SET seen = ?, seen_by = '-' WHERE nr = ? AND seen IS NULL AND who GLOB 'role:*'");
	db_bind_int(st, now);
	db_bind_int(st, nr);
	return db_run(st);
}

int notice_close_alarm(struct db *db, int64_t alarm, const char *by, int64_t now)
{
	DB_STMT(st) = db_prepare(db,
		"UPDATE notice SET seen = ?, seen_by = ? WHERE alarm = ? AND seen IS NULL");
	db_bind_int(st, now);
	db_bind_text(st, by);
	db_bind_int(st, alarm);
	return db_run(st);
}
