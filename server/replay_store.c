/* SQL of a "what if".
 *
 * Owns nothing and writes nothing. One walk over the cases by number with the history beside it: both
 * are stored in that order, so nothing is sorted and nothing is asked per case.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/replay_store.h"

#include "server/case_inside.h"
#include "shared/io/db.h"

#define CLOCK_JUMP_MS INT64_C(86400000) /* so far the office's own clock may have gone back */

/* Cases are numbered in the order they came in, and none was captured after that: so an old office is not
 * walked from its beginning. */
static int64_t first_nr(struct db *db, int64_t from)
{
	int64_t low = 1, high = case_newest(db) + 1;
	while (low < high) {
		int64_t middle = low + (high - low) / 2;
		DB_STMT(st) = db_prepare(db,
			"SELECT received FROM case_file WHERE nr >= ? ORDER BY nr LIMIT 1");
		db_bind_int(st, middle);
		if (db_step(st) && db_col_int(st, "received") < from - CLOCK_JUMP_MS)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void replay_each_event(struct db *db, const struct replay_period *p,
		       bool (*fn)(void *ctx, const struct replay_row *row), void *ctx)
{
	DB_STMT(st) = db_prepare(db,
		"SELECT c.nr AS nr, c.receipt AS receipt, c.captured AS captured, c.kind AS kind,"
		" c.kind_first AS kind_first, c.urgency AS urgency, c.party AS party,"
		" c.anonymous <> 0 AS anonymous, e.t AS t, e.what AS what, e.detail AS detail"
		" FROM case_file c CROSS JOIN case_event e ON e.nr = c.nr"
		" WHERE c.nr >= ? AND c.captured >= ? AND c.captured < ? ORDER BY c.nr, e.n");
	db_bind_int(st, first_nr(db, p->from));
	db_bind_int(st, p->from);
	db_bind_int(st, p->until);
	while (db_step(st)) {
		const struct replay_row row = {
			.nr = db_col_int(st, "nr"),
			.captured = db_col_int(st, "captured"),
			.receipt = db_col_text(st, "receipt"),
			.kind = db_col_text(st, "kind"),
			.kind_first = db_col_text(st, "kind_first"),
			.urgency = (enum urgency)db_col_int(st, "urgency"),
			.party = db_col_text(st, "party"),
			.anonymous = db_col_int(st, "anonymous") != 0,
			.t = db_col_int(st, "t"),
			.what = db_col_text(st, "what"),
			.detail = db_col_text(st, "detail"),
		};
		if (!fn(ctx, &row))
			return;
	}
}

void replay_each_case(struct db *db, const struct replay_period *p,
		      bool (*fn)(void *ctx, const struct case_row *c, const char *first), void *ctx)
{
	struct case_row c;
	DB_STMT(st) = db_prepare(db,
		"SELECT c.*, e.detail AS first FROM case_file c CROSS JOIN case_event e ON e.nr = c.nr AND e.n = 1"
		" WHERE c.nr >= ? AND c.captured >= ? AND c.captured < ? ORDER BY c.nr");
	db_bind_int(st, first_nr(db, p->from));
	db_bind_int(st, p->from);
	db_bind_int(st, p->until);
	while (db_step(st)) {
		case_read(st, &c);
		if (!fn(ctx, &c, db_col_text(st, "first")))
			return;
	}
}
