/* SQL of what changes in a case after it was made.
 *
 * Owns the changing columns of case_file. Promises: a state changes nowhere but in case_move, and
 * only together with an event of its history.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "server/case_inside.h"
#include "shared/base/log.h"
#include "shared/io/db.h"

static int change_state(struct db *db, const struct case_row *c, enum state to, unsigned facts)
{
	DB_STMT(st) = db_prepare(db,
		"UPDATE case_file SET state = ?, open = ?, facts = ? WHERE nr = ? AND state = ?");
	db_bind_int(st, to);
	db_bind_int(st, flow_open(to));
	db_bind_int(st, facts);
	db_bind_int(st, c->nr);
	db_bind_int(st, c->state);
	int err = db_run(st);
	return err || db_changes(db) == 1 ? err : ERR_CONFLICT;
}

int case_move(struct db *db, const struct case_step *step, struct flow_answer *ret)
{
	const struct case_row *c = step->c;
	const struct flow_ask ask = {
		.kind = flow_kind_bit(c->kind), .from = c->state, .action = step->action, .by = step->by,
		.facts = step->facts | c->facts,
	};
	int err = flow_next(&ask, ret);
	if (!err)
		err = change_state(db, c, ret->to, flow_facts_after(step->action, c->facts));
	return err ? err
		   : event_add(db, c->nr, step->now, step->who, flow_action_name(step->action),
			       step->detail);
}

static void run(struct db_stmt *st, int64_t nr)
{
	if (db_run(st))
		die("case.set", "nr=%lld", (long long)nr);
}

static void set_text(struct db *db, const char *sql, int64_t nr, const char *text)
{
	DB_STMT(st) = db_prepare(db, sql);
	db_bind_text(st, text);
	db_bind_int(st, nr);
	run(st, nr);
}

static void set_int(struct db *db, const char *sql, int64_t nr, int64_t value)
{
	DB_STMT(st) = db_prepare(db, sql);
	db_bind_int(st, value);
	db_bind_int(st, nr);
	run(st, nr);
}

void case_set_owner(struct db *db, int64_t nr, const char *owner)
{
	set_text(db, "UPDATE case_file SET owner = ? WHERE nr = ?", nr, owner);
}

void case_set_party(struct db *db, int64_t nr, const char *party)
{
	set_text(db, "UPDATE case_file SET party = ? WHERE nr = ?", nr, party);
}

void case_set_department(struct db *db, int64_t nr, const char *department)
{
	set_text(db, "UPDATE case_file SET department = ? WHERE nr = ?", nr, department);
}

void case_set_ready_by(struct db *db, int64_t nr, const char *who)
{
	set_text(db, "UPDATE case_file SET ready_by = ? WHERE nr = ?", nr, who);
}

void case_set_due(struct db *db, int64_t nr, int64_t due)
{
	set_int(db, "UPDATE case_file SET due = ? WHERE nr = ?", nr, due);
}

void case_set_objection(struct db *db, int64_t nr, int64_t until)
{
	set_int(db, "UPDATE case_file SET objection = ? WHERE nr = ?", nr, until);
}

void case_set_urgency(struct db *db, int64_t nr, enum urgency u)
{
	set_int(db, "UPDATE case_file SET urgency = ? WHERE nr = ?", nr, u);
}

void case_count_reopened(struct db *db, int64_t nr)
{
	set_int(db, "UPDATE case_file SET reopened = reopened + ? WHERE nr = ?", nr, 1);
}

void case_set_kind(struct db *db, int64_t nr, const char *kind)
{
	set_text(db,
		 "UPDATE case_file SET kind_first = CASE WHEN kind_first = '' THEN kind ELSE kind_first END,"
		 " kind = ? WHERE nr = ?",
		 nr, kind);
}

void case_set_route(struct db *db, int64_t nr, const char *party, int64_t rule_set, int64_t rule,
		    const char *tried)
{
	DB_STMT(st) = db_prepare(db,
		"UPDATE case_file SET party = ?, rule_set = ?, rule = ?, tried = ? WHERE nr = ?");
	db_bind_text(st, party[0] ? party : NULL);
	db_bind_int(st, rule_set);
	rule ? db_bind_int(st, rule) : db_bind_null(st);
	db_bind_text(st, tried);
	db_bind_int(st, nr);
	run(st, nr);
}

void case_set_code(struct db *db, int64_t nr, const char *room, const char *object,
		   const char *fault)
{
	DB_STMT(st) = db_prepare(db,
		"UPDATE case_file SET room = ?, object = ?, fault = ? WHERE nr = ?");
	db_bind_text(st, room);
	db_bind_text(st, object);
	db_bind_text(st, fault);
	db_bind_int(st, nr);
	run(st, nr);
}

void case_each_of_unit(struct db *db, const char *unit, int64_t nr, int limit,
		       bool (*fn)(void *ctx, const struct case_row *c), void *ctx)
{
	struct case_row c;
	DB_STMT(st) = db_prepare(db,
		"SELECT * FROM case_file WHERE unit = ? AND nr <> ? ORDER BY nr DESC LIMIT ?");
	db_bind_text(st, unit);
	db_bind_int(st, nr);
	db_bind_int(st, limit);
	while (db_step(st)) {
		case_read(st, &c);
		if (!fn(ctx, &c))
			return;
	}
}
