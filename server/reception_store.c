/* SQL of what central holds but cannot use.
 *
 * Owns item_parked.told; everything else is read only. A void whose item came after all is no gap
 * any more and is left out; a child of several parents stands there once.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "server/ingest.h"
#include "server/reception.h"
#include "shared/io/db.h"

#define GAP \
	"NOT EXISTS (SELECT 1 FROM mark g JOIN item i ON i.id = g.id" \
	" WHERE g.device = v.device AND g.seq = v.seq)"

/* ?1 = most rows of each sort. */
static const char EACH[] =
	"SELECT r.*, d.uuid, d.label FROM ("
	" SELECT * FROM (SELECT 0 AS kind, i.id, i.device, i.seq, NULL AS parent, q.code AS code,"
	"  q.path AS path, i.t_recv AS t, 0 AS told"
	"  FROM quarantine q JOIN item i ON i.n = q.n ORDER BY q.n DESC LIMIT ?1)"
	" UNION ALL"
	" SELECT * FROM (SELECT 1, m.id, v.device, v.seq, NULL, v.why, '', v.t_recv, 0"
	"  FROM item_void v LEFT JOIN mark m ON m.device = v.device AND m.seq = v.seq"
	"  WHERE " GAP " ORDER BY v.t_recv DESC LIMIT ?1)"
	" UNION ALL"
	" SELECT * FROM (SELECT 2, s.id, s.device, s.seq, NULL,"
	"  CASE WHEN EXISTS (SELECT 1 FROM item i WHERE i.id = s.id) THEN 'other_bytes'"
	"  ELSE 'other_number' END, '', s.t_recv, 0"
	"  FROM item_stray s ORDER BY s.t_recv DESC LIMIT ?1)"
	" UNION ALL"
	" SELECT * FROM (SELECT 3, i.id, i.device, i.seq, min(p.parent), '', '', i.t_recv, max(p.told)"
	"  FROM item_parked p JOIN item i ON i.n = p.n GROUP BY p.n ORDER BY i.t_recv LIMIT ?1)"
	") r LEFT JOIN device d ON d.n = r.device"
	" ORDER BY r.told > 0 DESC, r.t DESC, r.kind, r.seq DESC LIMIT ?1";
static const char VOIDS[] =
	"SELECT count(*) AS n FROM (SELECT 1 FROM item_void v WHERE " GAP " LIMIT ?)";
static const char STRAYS[] = "SELECT count(*) AS n FROM (SELECT 1 FROM item_stray LIMIT ?)";
static const char PARKED[] =
	"SELECT count(*) AS n FROM (SELECT DISTINCT n FROM item_parked LIMIT ?)";
static const char OVERDUE[] =
	"SELECT count(*) AS n FROM (SELECT DISTINCT n FROM item_parked WHERE told > 0 LIMIT ?)";
static const char NEXT[] =
	"SELECT p.n, 3 AS kind, i.id, i.device, i.seq, p.parent, '' AS code, '' AS path,"
	" i.t_recv AS t, p.told, d.uuid, d.label FROM item_parked p JOIN item i ON i.n = p.n"
	" LEFT JOIN device d ON d.n = i.device WHERE p.told = 0 AND i.t_recv < ?"
	" ORDER BY i.t_recv, p.n LIMIT 1";
static const char TOLD[] = "UPDATE item_parked SET told = ? WHERE n = ?";

static void read_id(struct db_stmt *st, const char *name, char out[UUID_TEXT])
{
	size_t len;
	const void *id = db_col_blob(st, name, &len);
	out[0] = '\0';
	if (id && len == 16)
		uuid_text(id, out);
}

static void read_row(struct db_stmt *st, struct reception_row *r)
{
	static const char *const kinds[] = { "quarantined", "void", "stray", "parked" };
	memset(r, 0, sizeof *r);
	r->kind = kinds[db_col_int(st, "kind")];
	read_id(st, "id", r->id);
	read_id(st, "parent", r->parent);
	text_copy(r->device, sizeof r->device, db_col_text(st, "uuid"));
	text_copy(r->place, sizeof r->place, db_col_text(st, "label"));
	text_copy(r->code, sizeof r->code, db_col_text(st, "code"));
	text_copy(r->path, sizeof r->path, db_col_text(st, "path"));
	r->seq = db_col_int(st, "seq");
	r->received = db_col_int(st, "t");
	r->told = db_col_int(st, "told");
}

void reception_each(struct db *db, int limit, bool (*fn)(void *ctx, const struct reception_row *r),
		    void *ctx)
{
	DB_STMT(st) = db_prepare(db, EACH);
	struct reception_row r;
	db_bind_int(st, limit);
	while (db_step(st)) {
		read_row(st, &r);
		if (!fn(ctx, &r))
			return;
	}
}

static int64_t count(struct db *db, const char *sql, int64_t cap)
{
	DB_STMT(st) = db_prepare(db, sql);
	db_bind_int(st, cap);
	return db_step(st) ? db_col_int(st, "n") : 0;
}

int64_t reception_count(struct db *db, int64_t cap)
{
	return quarantine_count(db) + count(db, VOIDS, cap) + count(db, STRAYS, cap) +
	       count(db, PARKED, cap);
}

int64_t reception_overdue(struct db *db, int64_t cap)
{
	return count(db, OVERDUE, cap);
}

bool reception_tell_next(struct db *db, int64_t before, int64_t now, struct reception_row *r)
{
	int64_t n;
	{
		DB_STMT(st) = db_prepare(db, NEXT);
		db_bind_int(st, before);
		if (!db_step(st))
			return false;
		n = db_col_int(st, "n");
		read_row(st, r);
	}
	DB_STMT(told) = db_prepare(db, TOLD);
	db_bind_int(told, now);
	db_bind_int(told, n);
	return db_run(told) == OK;
}
