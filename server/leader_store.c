/* SQL of leaders, tasks and findings.
 *
 * Owns tables leader, task and found_cause.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/leader_store.h"

#include <string.h>

#include "shared/base/text.h"
#include "shared/io/db.h"

int leader_put(struct db *db, const struct leader *l)
{
	DB_STMT(st) = db_prepare(db,
		"INSERT INTO leader (department, leader, deputy, away_from, away_until) VALUES (?, ?, ?, ?, ?)"
		" ON CONFLICT (department) DO UPDATE SET leader = excluded.leader, deputy = excluded.deputy,"
		" away_from = excluded.away_from, away_until = excluded.away_until");
	db_bind_text(st, l->department);
	db_bind_text(st, l->leader);
	db_bind_text(st, l->deputy);
	db_bind_int(st, l->away_from);
	db_bind_int(st, l->away_until);
	return db_run(st);
}

static void read_leader(struct db_stmt *st, struct leader *l)
{
	DB_COPY(st, l->department, "department");
	DB_COPY(st, l->leader, "leader");
	DB_COPY(st, l->deputy, "deputy");
	l->away_from = db_col_int(st, "away_from");
	l->away_until = db_col_int(st, "away_until");
}

bool leader_find(struct db *db, const char *department, struct leader *ret)
{
	DB_STMT(st) = db_prepare(db, "SELECT * FROM leader WHERE department = ?");
	db_bind_text(st, department);
	if (!db_step(st))
		return false;
	read_leader(st, ret);
	return true;
}

static bool away(const struct leader *l, int64_t now)
{
	return l->away_from && now >= l->away_from && (!l->away_until || now < l->away_until);
}

void leader_now(struct db *db, const char *department, int64_t now, char out[64])
{
	struct leader l;
	out[0] = '\0';
	if (leader_find(db, department, &l))
		text_copy(out, 64, away(&l, now) && l.deputy[0] ? l.deputy : l.leader);
}

bool leader_may(struct db *db, const char *department, const char *who, int64_t now)
{
	struct leader l;
	if (!leader_find(db, department, &l))
		return true;
	return !strcmp(l.leader, who) || (away(&l, now) && !strcmp(l.deputy, who));
}

/* ---- tasks --------------------------------------------------------------------------------- */

int task_add(struct db *db, const struct task *t, int64_t *ret_n)
{
	DB_STMT(st) = db_prepare(db,
		"INSERT INTO task (nr, what, owner, due, made, made_by) VALUES (?, ?, ?, ?, ?, ?)");
	db_bind_int(st, t->nr);
	db_bind_text(st, t->what);
	db_bind_text(st, t->owner);
	db_bind_int(st, t->due);
	db_bind_int(st, t->made);
	db_bind_text(st, t->made_by);
	int err = db_run(st);
	*ret_n = err ? 0 : db_last_id(db);
	return err;
}

int task_finish(struct db *db, int64_t nr, int64_t n, const char *who, int64_t now)
{
	DB_STMT(st) = db_prepare(db,
		"UPDATE task SET done = ?, done_by = ? WHERE n = ? AND nr = ? AND done IS NULL");
	db_bind_int(st, now);
	db_bind_text(st, who);
	db_bind_int(st, n);
	db_bind_int(st, nr);
	int err = db_run(st);
	return err || db_changes(db) ? err : ERR_NOT_FOUND;
}

static void read_task(struct db_stmt *st, struct task *t)
{
	memset(t, 0, sizeof *t);
	t->n = db_col_int(st, "n");
	t->nr = db_col_int(st, "nr");
	t->due = db_col_int(st, "due");
	t->made = db_col_int(st, "made");
	t->done = db_col_int(st, "done");
	DB_COPY(st, t->what, "what");
	DB_COPY(st, t->owner, "owner");
	DB_COPY(st, t->made_by, "made_by");
	DB_COPY(st, t->done_by, "done_by");
}

bool task_find(struct db *db, int64_t n, struct task *ret)
{
	DB_STMT(st) = db_prepare(db, "SELECT * FROM task WHERE n = ?");
	db_bind_int(st, n);
	if (!db_step(st))
		return false;
	read_task(st, ret);
	return true;
}

int64_t task_count_open(struct db *db, const char *owner, int64_t cap)
{
	DB_STMT(st) = db_prepare(db, "SELECT count(*) AS n FROM (SELECT 1 FROM task WHERE owner = ?"
				     " AND done IS NULL LIMIT ?)");
	db_bind_text(st, owner);
	db_bind_int(st, cap);
	return db_step(st) ? db_col_int(st, "n") : 0;
}

static void walk(struct db_stmt *st, void (*fn)(void *ctx, const struct task *t), void *ctx)
{
	struct task t;
	while (db_step(st)) {
		read_task(st, &t);
		fn(ctx, &t);
	}
}

void task_each(struct db *db, int64_t nr, void (*fn)(void *ctx, const struct task *t), void *ctx)
{
	DB_STMT(st) = db_prepare(db,
		"SELECT * FROM task WHERE nr = ? ORDER BY done IS NOT NULL, due, n LIMIT 100");
	db_bind_int(st, nr);
	walk(st, fn, ctx);
}

void task_each_open(struct db *db, const char *owner, int limit,
		    void (*fn)(void *ctx, const struct task *t), void *ctx)
{
	DB_STMT(st) = owner[0]
		? db_prepare(db, "SELECT * FROM task WHERE owner = ?1 AND done IS NULL ORDER BY due LIMIT ?2")
		: db_prepare(db, "SELECT * FROM task WHERE ?1 = '' AND done IS NULL ORDER BY due LIMIT ?2");
	db_bind_text(st, owner);
	db_bind_int(st, limit);
	walk(st, fn, ctx);
}

/* ---- findings ------------------------------------------------------------------------------ */

int finding_put(struct db *db, int64_t nr, const char *object, const char *fault,
		const char *suspect, const char *found, int64_t now)
{
	DB_STMT(st) = db_prepare(db,
		"INSERT INTO found_cause (nr, t, object, fault, suspect, found) VALUES (?, ?, ?, ?, ?, ?)"
		" ON CONFLICT (nr) DO UPDATE SET t = excluded.t, object = excluded.object,"
		" fault = excluded.fault, suspect = excluded.suspect, found = excluded.found");
	db_bind_int(st, nr);
	db_bind_int(st, now);
	db_bind_text(st, object);
	db_bind_text(st, fault);
	db_bind_text(st, suspect);
	db_bind_text(st, found);
	return db_run(st);
}

bool finding_find(struct db *db, int64_t nr, char found[32])
{
	DB_STMT(st) = db_prepare(db, "SELECT found FROM found_cause WHERE nr = ?");
	db_bind_int(st, nr);
	found[0] = '\0';
	if (!db_step(st))
		return false;
	text_copy(found, 32, db_col_text(st, "found"));
	return true;
}
