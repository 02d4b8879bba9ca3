/* One row per answer, never changed.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/answer_store.h"

static const char REMEMBER[] = "INSERT INTO case_answer (id, receipt, t) VALUES (?, ?, ?)";
static const char LAST[] =
	"SELECT id FROM case_answer WHERE receipt = ? ORDER BY t DESC, id DESC LIMIT 1";

int answer_remember(struct db *db, const char *id, const char *receipt, int64_t t)
{
	DB_STMT(st) = db_prepare(db, REMEMBER);
	db_bind_text(st, id);
	db_bind_text(st, receipt);
	db_bind_int(st, t);
	return db_run(st);
}

bool answer_last(struct db *db, const char *receipt, char ret_id[UUID_TEXT])
{
	DB_STMT(st) = db_prepare(db, LAST);
	db_bind_text(st, receipt);
	return db_step(st) && text_copy(ret_id, UUID_TEXT, db_col_text(st, "id")) == OK;
}
