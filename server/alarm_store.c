/* SQL of alarms.
 *
 * Owns table alarm.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/alarm_store.h"

#include "server/case_inside.h"
#include "shared/base/text.h"
#include "shared/io/db.h"

int alarm_add(struct db *db, const struct alarm *a)
{
	uint8_t id[16];
	uuid_bytes(a->id, id);
	DB_STMT(st) = db_prepare(db,
		"INSERT INTO alarm (id, sign, captured, received, device, who, unit) VALUES (?, ?, ?, ?, ?, ?, ?)");
	db_bind_blob(st, id, sizeof id);
	db_bind_text(st, a->sign);
	db_bind_int(st, a->captured);
	db_bind_int(st, a->received);
	db_bind_text(st, a->device);
	db_bind_text(st, a->who);
	db_bind_text(st, a->unit);
	return db_run(st);
}

int alarm_accept(struct db *db, int64_t nr, const char *who, int64_t now, bool *ret_first)
{
	*ret_first = false;
	DB_STMT(known) = db_prepare(db, "SELECT nr FROM alarm WHERE nr = ?");
	db_bind_int(known, nr);
	if (!db_step(known))
		return ERR_NOT_FOUND;
	DB_STMT(st) = db_prepare(db,
		"UPDATE alarm SET accepted = ?, accepted_by = ? WHERE nr = ? AND accepted IS NULL");
	db_bind_int(st, now);
	db_bind_text(st, who);
	db_bind_int(st, nr);
	int err = db_run(st);
	*ret_first = !err && db_changes(db);
	return err;
}

void alarm_each(struct db *db, int limit, bool (*fn)(void *ctx, const struct alarm *a), void *ctx)
{
	DB_STMT(st) = db_prepare(db,
		"SELECT nr, id, sign, captured, received, device, who, unit, accepted, accepted_by FROM alarm"
		" ORDER BY accepted IS NOT NULL, nr DESC LIMIT ?");
	db_bind_int(st, limit);
	while (db_step(st)) {
		struct alarm a = { .nr = db_col_int(st, "nr") };
		case_read_id(st, a.id);
		text_copy(a.sign, sizeof a.sign, db_col_text(st, "sign"));
		a.captured = db_col_int(st, "captured");
		a.received = db_col_int(st, "received");
		a.accepted = db_col_int(st, "accepted");
		text_copy(a.device, sizeof a.device, db_col_text(st, "device"));
		text_copy(a.who, sizeof a.who, db_col_text(st, "who"));
		text_copy(a.unit, sizeof a.unit, db_col_text(st, "unit"));
		text_copy(a.accepted_by, sizeof a.accepted_by, db_col_text(st, "accepted_by"));
		if (!fn(ctx, &a))
			return;
	}
}

int64_t alarm_waiting(struct db *db)
{
	return db_ask_int(db, "SELECT count(*) FROM (SELECT 1 FROM alarm WHERE accepted IS NULL LIMIT 1000)", 0);
}

/* ---- clocks ------------------------------------------------------------------------------- */

void alarm_clocks_read(struct db *db, int64_t nr, struct clocks *ret)
{
	ret->count = 0;
	DB_STMT(st) = db_prepare(db, "SELECT clocks FROM alarm WHERE nr = ?");
	db_bind_int(st, nr);
	if (db_step(st) && !db_col_null(st, "clocks"))
		clocks_parse(db_col_text(st, "clocks"), ret);
}

int alarm_clocks_write(struct db *db, int64_t nr, const struct clocks *c, int64_t fire)
{
	BUF(text);
	clocks_print(c, &text);
	DB_STMT(st) = db_prepare(db, "UPDATE alarm SET clocks = ?, fire = ? WHERE nr = ?");
	db_bind_text_n(st, text.data, text.len);
	fire == CLOCK_NEVER ? db_bind_null(st) : db_bind_int(st, fire);
	db_bind_int(st, nr);
	return db_run(st);
}

bool alarm_clocks_next(struct db *db, int64_t *ret_nr, int64_t *ret_fire)
{
	DB_STMT(st) = db_prepare(db,
		"SELECT nr, fire FROM alarm WHERE fire IS NOT NULL ORDER BY fire LIMIT 1");
	if (!db_step(st))
		return false;
	*ret_nr = db_col_int(st, "nr");
	*ret_fire = db_col_int(st, "fire");
	return true;
}
