/* SQL of rented objects.
 *
 * Owns table dwelling. Parties are in server/party_store.c, tenants in server/tenant_store.c.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/register_store.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "server/finding_store.h"
#include "shared/base/buf.h"
#include "shared/base/log.h"
#include "shared/io/db.h"

#define DWELLING_COLUMNS \
	"SELECT d.key AS key, d.street AS street, d.number AS number, d.suffix AS suffix," \
	" d.postcode AS postcode, d.city AS city, d.complex AS complex, d.riser AS riser," \
	" d.type AS type, d.kind AS kind, d.nom AS nom, d.parent AS parent, d.rooms AS rooms," \
	" d.provider AS provider, d.supplier AS supplier FROM dwelling d "

void dwelling_label(const struct dwelling *d, char *out, size_t cap)
{
	snprintf(out, cap, "%s %lld%s%s", d->street, (long long)d->number, d->suffix[0] ? " " : "",
		 d->suffix);
}

static void read_dwelling(struct db_stmt *st, struct dwelling *d)
{
	DB_COPY(st, d->key, "key");
	DB_COPY(st, d->street, "street");
	d->number = db_col_int(st, "number");
	DB_COPY(st, d->suffix, "suffix");
	DB_COPY(st, d->postcode, "postcode");
	DB_COPY(st, d->city, "city");
	DB_COPY(st, d->complex, "complex");
	DB_COPY(st, d->riser, "riser");
	DB_COPY(st, d->type, "type");
	DB_COPY(st, d->kind, "kind");
	d->nom = db_col_int(st, "nom") != 0;
	DB_COPY(st, d->parent, "parent");
	DB_COPY(st, d->rooms, "rooms");
	DB_COPY(st, d->provider, "provider");
	DB_COPY(st, d->supplier, "supplier");
}

static bool walk(struct db_stmt *st, bool (*fn)(void *ctx, const struct dwelling *d), void *ctx)
{
	struct dwelling d;
	while (db_step(st)) {
		read_dwelling(st, &d);
		if (!fn(ctx, &d))
			return false;
	}
	return true;
}

bool dwelling_find(struct db *db, const char *key, struct dwelling *ret)
{
	DB_STMT(st) = db_prepare(db, DWELLING_COLUMNS "WHERE d.key = ?");
	db_bind_text(st, key);
	if (!db_step(st))
		return false;
	read_dwelling(st, ret);
	return true;
}

void dwelling_children(struct db *db, const char *parent,
		       bool (*fn)(void *ctx, const struct dwelling *d), void *ctx)
{
	DB_STMT(st) = db_prepare(db, DWELLING_COLUMNS "WHERE d.parent = ? ORDER BY d.kind, d.key");
	db_bind_text(st, parent);
	walk(st, fn, ctx);
}

void dwelling_each(struct db *db, bool (*fn)(void *ctx, const struct dwelling *d), void *ctx)
{
	DB_STMT(st) = db_prepare(db, DWELLING_COLUMNS "ORDER BY d.key");
	walk(st, fn, ctx);
}

/* What staff type: lower case, one blank between words. */
static void fold(const char *s, char *out, size_t cap)
{
	size_t n = 0;
	for (; *s && n + 1 < cap; s++) {
		if (isspace((unsigned char)*s) && (!n || out[n - 1] == ' '))
			continue;
		out[n++] = (char)(isspace((unsigned char)*s) ? ' ' : tolower((unsigned char)*s));
	}
	if (n && out[n - 1] == ' ')
		n--;
	out[n] = '\0';
}

/* Small letters and digits without blanks, as find_post has them. */
static void fold_post(const char *postcode, char out[20])
{
	size_t n = 0;
	for (; *postcode && n < 19; postcode++)
		if (!isspace((unsigned char)*postcode))
			out[n++] = (char)tolower((unsigned char)*postcode);
	out[n] = '\0';
}

int dwelling_put(struct db *db, const struct dwelling *d, bool *ret_new)
{
	char find[120], post[20];
	struct dwelling old;
	fold(d->street, find, sizeof find);
	fold_post(d->postcode, post);
	*ret_new = !dwelling_find(db, d->key, &old);
	int err = finding_move(db, *ret_new ? NULL : &old, d);
	if (err)
		return err;
	DB_STMT(st) = db_prepare(db,
		"INSERT INTO dwelling (key, street, number, suffix, postcode, city, complex, riser, type,"
		" kind, nom, parent, rooms, provider, supplier, find, find_post)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
		" ON CONFLICT (key) DO UPDATE SET street = excluded.street, number = excluded.number,"
		" suffix = excluded.suffix, postcode = excluded.postcode, city = excluded.city,"
		" complex = excluded.complex, riser = excluded.riser, type = excluded.type,"
		" kind = excluded.kind, nom = excluded.nom, parent = excluded.parent,"
		" rooms = excluded.rooms, provider = excluded.provider, supplier = excluded.supplier,"
		" find = excluded.find, find_post = excluded.find_post");
	db_bind_text(st, d->key);
	db_bind_text(st, d->street);
	db_bind_int(st, d->number);
	db_bind_text(st, d->suffix);
	db_bind_text(st, d->postcode);
	db_bind_text(st, d->city);
	db_bind_text(st, d->complex);
	db_bind_text(st, d->riser);
	db_bind_text(st, d->type);
	db_bind_text(st, d->kind);
	db_bind_int(st, d->nom);
	db_bind_text(st, d->parent[0] ? d->parent : NULL);
	db_bind_text(st, d->rooms);
	db_bind_text(st, d->provider[0] ? d->provider : NULL);
	db_bind_text(st, d->supplier[0] ? d->supplier : NULL);
	db_bind_text(st, find);
	db_bind_text(st, post);
	return db_run(st);
}

void dwelling_remove(struct db *db, const char *key)
{
	struct dwelling old;
	if (dwelling_find(db, key, &old) && finding_move(db, &old, NULL))
		die("register.remove", "key=%s", key);
	DB_STMT(st) = db_prepare(db, "DELETE FROM dwelling WHERE key = ?");
	db_bind_text(st, key);
	if (db_run(st))
		die("register.remove", "key=%s", key);
}

void complex_each(struct db *db, bool (*fn)(void *ctx, const char *key), void *ctx)
{
	DB_STMT(st) = db_prepare(db, "SELECT DISTINCT complex FROM dwelling ORDER BY complex");
	while (db_step(st))
		if (!fn(ctx, db_col_text(st, "complex")))
			return;
}

bool complex_exists(struct db *db, const char *key)
{
	DB_STMT(st) = db_prepare(db, "SELECT 1 AS yes FROM dwelling WHERE complex = ? LIMIT 1");
	db_bind_text(st, key);
	return db_step(st);
}

int register_gaps(struct db *db, void (*fn)(void *ctx, const char *key, const char *role), void *ctx)
{
	int gaps = 0;
	DB_STMT(st) = db_prepare(db,
		"SELECT key, 'provider' AS role FROM dwelling WHERE nom = 1 AND kind = 'dwelling' AND provider IS NULL"
		" UNION ALL"
		" SELECT key, 'supplier' FROM dwelling WHERE nom = 1 AND kind = 'dwelling' AND supplier IS NULL"
		" ORDER BY 1, 2");
	for (; db_step(st); gaps++)
		if (fn)
			fn(ctx, db_col_text(st, "key"), db_col_text(st, "role"));
	return gaps;
}

/* Each by the index that holds only such homes. */
#define NO_PROVIDER "d.nom = 1 AND d.kind = 'dwelling' AND d.provider IS NULL"
#define NO_SUPPLIER "d.nom = 1 AND d.kind = 'dwelling' AND d.supplier IS NULL"
#define GAP_PAGE(where) DWELLING_COLUMNS "WHERE " where " AND d.key > ? ORDER BY d.key LIMIT ?"
#define GAP_COUNT(where) \
	"SELECT count(*) AS n FROM (SELECT 1 FROM dwelling d WHERE " where " LIMIT ?)"

void dwelling_gaps(struct db *db, const char *role, const char *after, int limit,
		   bool (*fn)(void *ctx, const struct dwelling *d), void *ctx)
{
	bool provider = !strcmp(role, "provider");
	DB_STMT(st) = db_prepare(db, provider ? GAP_PAGE(NO_PROVIDER) : GAP_PAGE(NO_SUPPLIER));
	db_bind_text(st, after);
	db_bind_int(st, limit);
	walk(st, fn, ctx);
}

int64_t dwelling_gap_count(struct db *db, const char *role, int64_t cap)
{
	bool provider = !strcmp(role, "provider");
	DB_STMT(st) = db_prepare(db, provider ? GAP_COUNT(NO_PROVIDER) : GAP_COUNT(NO_SUPPLIER));
	db_bind_int(st, cap);
	return db_step(st) ? db_col_int(st, "n") : 0;
}
