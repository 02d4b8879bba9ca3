/* By receipt as printed, clashes too.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/answer_store.h"

#include "shared/io/db.h"

void answer_cases(struct db *db, const char *receipt, bool (*fn)(void *ctx, int64_t nr), void *ctx)
{
	DB_STMT(st) = db_prepare(db,
		"SELECT nr FROM case_file WHERE receipt = ?1"
		" UNION SELECT nr FROM receipt_clash WHERE receipt = ?1 ORDER BY 1");
	db_bind_text(st, receipt);
	while (db_step(st))
		if (!fn(ctx, db_col_int(st, "nr")))
			return;
}
