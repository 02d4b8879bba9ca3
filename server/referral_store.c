/* SQL of referrals and of links between cases.
 *
 * Owns tables referral and case_link.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/referral_store.h"

#include <string.h>

#include "shared/base/text.h"
#include "shared/io/db.h"

int referral_add(struct db *db, const struct referral *r)
{
	DB_STMT(st) = db_prepare(db,
		"INSERT INTO referral (nr, t, party, medium, why, who, unit, number, phone, name)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
	db_bind_int(st, r->nr);
	db_bind_int(st, r->t);
	db_bind_text(st, r->party);
	db_bind_text(st, r->medium);
	db_bind_text(st, r->why);
	db_bind_text(st, r->who);
	db_bind_text(st, r->unit);
	db_bind_text(st, r->number);
	db_bind_text(st, r->phone);
	db_bind_text(st, r->name);
	return db_run(st);
}

static bool read_one(struct db_stmt *st, struct referral *r)
{
	memset(r, 0, sizeof *r);
	if (!db_step(st))
		return false;
	r->n = db_col_int(st, "n");
	r->nr = db_col_int(st, "nr");
	r->t = db_col_int(st, "t");
	r->returned = db_col_int(st, "returned");
	DB_COPY(st, r->party, "party");
	DB_COPY(st, r->medium, "medium");
	DB_COPY(st, r->why, "why");
	DB_COPY(st, r->who, "who");
	DB_COPY(st, r->unit, "unit");
	DB_COPY(st, r->number, "number");
	DB_COPY(st, r->phone, "phone");
	DB_COPY(st, r->name, "name");
	return true;
}

bool referral_of_case(struct db *db, int64_t nr, struct referral *ret)
{
	DB_STMT(st) = db_prepare(db, "SELECT * FROM referral WHERE nr = ? ORDER BY n DESC LIMIT 1");
	db_bind_int(st, nr);
	return read_one(st, ret);
}

bool referral_of_person(struct db *db, const char *unit, const char *number, const char *phone,
			const char *name, int64_t since, struct referral *ret)
{
	if (!unit[0])
		return false;
	DB_STMT(st) = db_prepare(db,
		"SELECT * FROM referral WHERE unit = ? AND t >= ? AND ((number <> '' AND number = ?)"
		" OR (phone <> '' AND phone = ?) OR (name <> '' AND name = ?)) ORDER BY t DESC, n DESC LIMIT 1");
	db_bind_text(st, unit);
	db_bind_int(st, since);
	db_bind_text(st, number);
	db_bind_text(st, phone);
	db_bind_text(st, name);
	return read_one(st, ret);
}

bool referral_of_unit(struct db *db, const char *unit, int64_t since, struct referral *ret)
{
	DB_STMT(st) = db_prepare(db,
		"SELECT * FROM referral WHERE unit = ? AND t >= ? ORDER BY t DESC, n DESC LIMIT 1");
	db_bind_text(st, unit);
	db_bind_int(st, since);
	return read_one(st, ret);
}

int referral_return(struct db *db, int64_t n, int64_t now)
{
	DB_STMT(st) = db_prepare(db,
		"UPDATE referral SET returned = coalesce(returned, ?) WHERE n = ?");
	db_bind_int(st, now);
	db_bind_int(st, n);
	return db_run(st);
}

int case_link(struct db *db, int64_t nr, int64_t other, const char *why)
{
	DB_STMT(st) = db_prepare(db,
		"INSERT INTO case_link (nr, other, why) VALUES (?, ?, ?) ON CONFLICT DO NOTHING");
	db_bind_int(st, nr);
	db_bind_int(st, other);
	db_bind_text(st, why);
	return db_run(st);
}

void case_link_each(struct db *db, int64_t nr,
		    void (*fn)(void *ctx, int64_t other, const char *why), void *ctx)
{
	DB_STMT(st) = db_prepare(db,
		"SELECT other, why FROM case_link WHERE nr = ?1 UNION SELECT nr, why FROM case_link"
		" WHERE other = ?1 ORDER BY 1 DESC LIMIT 50");
	db_bind_int(st, nr);
	while (db_step(st))
		fn(ctx, db_col_int(st, "other"), db_col_text(st, "why"));
}
