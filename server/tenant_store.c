/* SQL of tenants and of the secrets their directory records are made with.
 *
 * Owns tables tenant and tenant_unit. A sign-in code lives here only until the two values derived
 * from it are stored.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/register_store.h"

#include <string.h>

#include "server/finding_store.h"
#include "shared/base/buf.h"
#include "shared/io/db.h"

static void read_units(struct db *db, struct tenant *t)
{
	size_t n = 0;
	t->units[0] = '\0';
	DB_STMT(st) = db_prepare(db,
		"SELECT dwelling FROM tenant_unit WHERE tenant = ? ORDER BY dwelling");
	db_bind_text(st, t->number);
	while (db_step(st)) {
		const char *key = db_col_text(st, "dwelling");
		size_t len = strlen(key);
		if (n + len + 2 > sizeof t->units)
			return;
		if (n)
			t->units[n++] = ' ';
		memcpy(t->units + n, key, len + 1);
		n += len;
	}
}

bool tenant_find(struct db *db, const char *number, struct tenant *ret)
{
	DB_STMT(st) = db_prepare(db,
		"SELECT number, name, phone, mail, subscription FROM tenant WHERE number = ?");
	db_bind_text(st, number);
	if (!db_step(st))
		return false;
	DB_COPY(st, ret->number, "number");
	DB_COPY(st, ret->name, "name");
	DB_COPY(st, ret->phone, "phone");
	DB_COPY(st, ret->mail, "mail");
	ret->subscription = db_col_int(st, "subscription") != 0;
	read_units(db, ret);
	return true;
}

static int put_units(struct db *db, const struct tenant *t)
{
	DB_STMT(drop) = db_prepare(db, "DELETE FROM tenant_unit WHERE tenant = ?");
	db_bind_text(drop, t->number);
	int err = db_run(drop);
	for (const char *p = t->units; !err && *p;) {
		size_t n = strcspn(p, " ");
		DB_STMT(st) = db_prepare(db, "INSERT INTO tenant_unit (tenant, dwelling) VALUES (?, ?)");
		db_bind_text(st, t->number);
		db_bind_text_n(st, p, n);
		err = n ? db_run(st) : OK;
		p += n + (p[n] == ' ');
	}
	return err;
}

static int insert_tenant(struct db *db, const struct tenant *t, const char *new_code)
{
	DB_STMT(st) = db_prepare(db,
		"INSERT INTO tenant (number, name, phone, mail, subscription, code) VALUES (?, ?, ?, ?, ?, ?)");
	db_bind_text(st, t->number);
	db_bind_text(st, t->name);
	db_bind_text(st, t->phone);
	db_bind_text(st, t->mail);
	db_bind_int(st, t->subscription);
	db_bind_text(st, new_code);
	return db_run(st);
}

/* The name it has now, "" when there is none. */
static void read_name(struct db *db, const char *number, char name[120])
{
	DB_STMT(st) = db_prepare(db, "SELECT name FROM tenant WHERE number = ?");
	db_bind_text(st, number);
	text_copy(name, 120, db_step(st) ? db_col_text(st, "name") : "");
}

int tenant_put(struct db *db, const struct tenant *t, const char *new_code, bool *ret_new)
{
	char before[120];
	read_name(db, t->number, before);
	DB_STMT(st) = db_prepare(db,
		"UPDATE tenant SET name = ?, phone = ?, mail = ?, subscription = ? WHERE number = ?");
	db_bind_text(st, t->name);
	db_bind_text(st, t->phone);
	db_bind_text(st, t->mail);
	db_bind_int(st, t->subscription);
	db_bind_text(st, t->number);
	int err = db_run(st);
	*ret_new = !err && !db_changes(db);
	if (*ret_new)
		err = insert_tenant(db, t, new_code);
	if (!err)
		err = finding_move_tenant(db, t->number, before, t->name);
	return err ? err : put_units(db, t);
}

bool tenant_next_code(struct db *db, char number[KEY_CAP], char code[16])
{
	DB_STMT(st) = db_prepare(db,
		"SELECT number, code FROM tenant WHERE code IS NOT NULL ORDER BY number LIMIT 1");
	if (!db_step(st))
		return false;
	text_copy(number, KEY_CAP, db_col_text(st, "number"));
	text_copy(code, 16, db_col_text(st, "code"));
	return true;
}

int tenant_set_secret(struct db *db, const char *number, const uint8_t idx[32],
		      const uint8_t box[32])
{
	DB_STMT(st) = db_prepare(db,
		"UPDATE tenant SET code = NULL, idx = ?, box = ? WHERE number = ?");
	db_bind_blob(st, idx, 32);
	db_bind_blob(st, box, 32);
	db_bind_text(st, number);
	return db_run(st);
}

bool tenant_secret(struct db *db, const char *number, uint8_t idx[32], uint8_t box[32])
{
	size_t idx_len, box_len;
	DB_STMT(st) = db_prepare(db, "SELECT idx, box FROM tenant WHERE number = ? AND idx IS NOT NULL");
	db_bind_text(st, number);
	if (!db_step(st))
		return false;
	const void *i = db_col_blob(st, "idx", &idx_len);
	const void *b = db_col_blob(st, "box", &box_len);
	if (idx_len != 32 || box_len != 32)
		return false;
	memcpy(idx, i, 32);
	memcpy(box, b, 32);
	return true;
}
