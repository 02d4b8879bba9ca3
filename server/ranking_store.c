/* SQL of suspicions and how often they were right.
 *
 * Owns nothing; table found_cause belongs to server/leader_store.c.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/ranking.h"
#include "shared/io/db.h"

void ranking_each(struct db *db, int64_t since,
		  void (*fn)(void *ctx, const char *object, const char *fault, const char *suspect,
			     int64_t named, int64_t right),
		  void *ctx)
{
	DB_STMT(st) = db_prepare(db,
		"SELECT object, fault, suspect, count(*) AS named, sum(suspect = found) AS correct"
		" FROM found_cause WHERE t >= ? AND suspect <> '' AND object <> '' AND fault <> ''"
		" GROUP BY object, fault, suspect ORDER BY object, fault, suspect");
	db_bind_int(st, since);
	while (db_step(st))
		fn(ctx, db_col_text(st, "object"), db_col_text(st, "fault"), db_col_text(st, "suspect"),
		   db_col_int(st, "named"), db_col_int(st, "correct"));
}
