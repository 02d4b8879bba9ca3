/* The last alarm per sign: one row each, replaced.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/alarm_store.h"

static const char RECENT[] =
	"SELECT id FROM alarm_last WHERE code = ? AND boot = ? AND t_mono > ?";
static const char REMEMBER[] =
	"INSERT INTO alarm_last (code, id, boot, t_mono) VALUES (?, ?, ?, ?)"
	" ON CONFLICT (code) DO UPDATE SET id = excluded.id, boot = excluded.boot,"
	" t_mono = excluded.t_mono";

bool alarm_recent(struct db *db, const char *code, const char *boot, int64_t mono, int64_t span_ms,
		  char ret_id[UUID_TEXT])
{
	DB_STMT(st) = db_prepare(db, RECENT);
	db_bind_text(st, code);
	db_bind_text(st, boot);
	db_bind_int(st, mono - span_ms);
	if (!db_step(st))
		return false;
	return text_copy(ret_id, UUID_TEXT, db_col_text(st, "id")) == OK;
}

int alarm_remember(struct db *db, const char *code, const char *id, const char *boot, int64_t mono)
{
	DB_STMT(st) = db_prepare(db, REMEMBER);
	db_bind_text(st, code);
	db_bind_text(st, id);
	db_bind_text(st, boot);
	db_bind_int(st, mono);
	return db_run(st);
}
