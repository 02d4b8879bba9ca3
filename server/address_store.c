/* SQL of the people and the cases of one home.
 *
 * Owns nothing; reads tables of the register and of cases by their indexes.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/address_store.h"

#include "shared/base/buf.h"
#include "shared/io/db.h"

void address_tenants(struct db *db, const char *dwelling, int limit,
		     bool (*fn)(void *ctx, const struct tenant *t), void *ctx)
{
	DB_STMT(st) =
	    db_prepare(db, "SELECT t.number AS number, t.name AS name, t.phone AS phone,"
			   " t.mail AS mail, t.subscription AS subscription FROM tenant_unit u"
			   " CROSS JOIN tenant t ON t.number = u.tenant WHERE u.dwelling = ? ORDER "
			   "BY u.tenant LIMIT ?");
	db_bind_text(st, dwelling);
	db_bind_int(st, limit);
	while (db_step(st)) {
		struct tenant t = { .units = "" };
		DB_COPY(st, t.number, "number");
		DB_COPY(st, t.name, "name");
		DB_COPY(st, t.phone, "phone");
		DB_COPY(st, t.mail, "mail");
		t.subscription = db_col_int(st, "subscription") != 0;
		if (!fn(ctx, &t))
			return;
	}
}

int64_t address_open_cases(struct db *db, const char *dwelling)
{
	DB_STMT(st) = db_prepare(
	    db, "SELECT count(*) AS n FROM (SELECT open, restricted FROM case_file"
		" WHERE unit = ? ORDER BY nr DESC LIMIT ?) WHERE open = 1 AND restricted = 0");
	db_bind_text(st, dwelling);
	db_bind_int(st, ADDRESS_CASES);
	return db_step(st) ? db_col_int(st, "n") : 0;
}

void address_cases(struct db *db, const char *dwelling, int limit,
		   bool (*fn)(void *ctx, int64_t nr), void *ctx)
{
	DB_STMT(st) =
	    db_prepare(db, "SELECT nr FROM case_file WHERE unit = ? ORDER BY nr DESC LIMIT ?");
	db_bind_text(st, dwelling);
	db_bind_int(st, limit);
	while (db_step(st))
		if (!fn(ctx, db_col_int(st, "nr")))
			return;
}
