/* What statements cost and how the engine means to run them, for tests of bounded work.
 *
 * Owns nothing. The engine counts anyway; kept statements keep their counts, the others are added up
 * when they go.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <sqlite3.h>

#include "shared/io/db.h"
#include "shared/io/db_inside.h"

void db_cost_add(struct db_cost *cost, sqlite3_stmt *lite)
{
	if (!lite)
		return;
	cost->steps += sqlite3_stmt_status(lite, SQLITE_STMTSTATUS_VM_STEP, 0);
	cost->scans += sqlite3_stmt_status(lite, SQLITE_STMTSTATUS_FULLSCAN_STEP, 0);
	cost->sorts += sqlite3_stmt_status(lite, SQLITE_STMTSTATUS_SORT, 0);
	cost->autoindex += sqlite3_stmt_status(lite, SQLITE_STMTSTATUS_AUTOINDEX, 0);
}

void db_cost(struct db *db, struct db_cost *ret)
{
	*ret = db->gone;
	for (int i = 0; i < db->kept_count; i++)
		db_cost_add(ret, db->kept[i].lite);
}

void db_plan_each(struct db *db, void (*fn)(void *ctx, const char *sql, const char *plan),
		  void *ctx)
{
	for (int i = 0; i < db->kept_count; i++) {
		BUF(text);
		sqlite3_stmt *lite = NULL;
		buf_fmt(&text, "EXPLAIN QUERY PLAN %s", db->kept[i].sql);
		if (sqlite3_prepare_v2(db->lite, buf_text(&text), -1, &lite, NULL))
			continue; /* a PRAGMA has no plan */
		while (sqlite3_step(lite) == SQLITE_ROW)
			fn(ctx, db->kept[i].sql, (const char *)sqlite3_column_text(lite, 3));
		sqlite3_finalize(lite);
	}
}
