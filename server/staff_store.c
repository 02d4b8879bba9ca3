/* SQL of staff accounts and sessions, and the table of roles.
 *
 * Owns tables staff, staff_session and audit. Promises: no password and no cookie is ever stored.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/staff_store.h"

#include <string.h>

#include "shared/base/buf.h"
#include "shared/io/db.h"
#include "shared/io/http.h"
#include "shared/model/flow.h"

static const struct role_row {
	const char *name;
	unsigned who, by;
} ROLES[] = {
	{ "phone", WHO_PHONE, BY_PHONE },
	{ "leader", WHO_LEADER, BY_LEADER },
	{ "planner", WHO_PLANNER, BY_PLANNER },
	{ "caretaker", WHO_CARETAKER, BY_CARETAKER },
	{ "manager", WHO_MANAGER, BY_MANAGER },
	{ "admin", WHO_ADMIN, BY_ADMIN },
};

static const struct role_row *role_row(const char *role)
{
	static const struct role_row none = { "", 0, 0 };
	for (size_t i = 0; i < COUNT_OF(ROLES); i++)
		if (!strcmp(ROLES[i].name, role))
			return &ROLES[i];
	return &none;
}

unsigned staff_who(const char *role)
{
	return role_row(role)->who;
}

unsigned staff_by(const char *role)
{
	return role_row(role)->by;
}

static void read_staff(struct db_stmt *st, struct staff *ret)
{
	text_copy(ret->name, sizeof ret->name, db_col_text(st, "name"));
	text_copy(ret->role, sizeof ret->role, db_col_text(st, "role"));
	text_copy(ret->hash, sizeof ret->hash, db_col_text(st, "hash"));
	ret->disabled = db_col_int(st, "disabled") != 0;
}

bool staff_find(struct db *db, const char *name, struct staff *ret)
{
	DB_STMT(st) = db_prepare(db, "SELECT name, role, hash, disabled FROM staff WHERE name = ?");
	db_bind_text(st, name);
	if (!db_step(st))
		return false;
	read_staff(st, ret);
	return true;
}

int staff_add(struct db *db, const char *name, const char *role, const char *hash, int64_t now)
{
	if (!staff_who(role) || !name[0] || strlen(name) > 63)
		return ERR_INPUT;
	DB_STMT(st) = db_prepare(db, "INSERT INTO staff (name, role, hash, created) VALUES (?, ?, ?, ?)");
	db_bind_text(st, name);
	db_bind_text(st, role);
	db_bind_text(st, hash);
	db_bind_int(st, now);
	return db_run(st);
}

static void drop_sessions_of(struct db *db, const char *name)
{
	DB_STMT(st) = db_prepare(db, "DELETE FROM staff_session WHERE name = ?");
	db_bind_text(st, name);
	(void)!db_run(st);
}

int staff_set_hash(struct db *db, const char *name, const char *hash)
{
	DB_STMT(st) = db_prepare(db, "UPDATE staff SET hash = ? WHERE name = ?");
	db_bind_text(st, hash);
	db_bind_text(st, name);
	int err = db_run(st);
	if (!err && !db_changes(db))
		err = ERR_NOT_FOUND;
	if (!err)
		drop_sessions_of(db, name);
	return err;
}

void staff_each(struct db *db, void (*fn)(void *ctx, const struct staff *s), void *ctx)
{
	struct staff s;
	DB_STMT(st) = db_prepare(db, "SELECT name, role, hash, disabled FROM staff ORDER BY name");
	while (db_step(st)) {
		read_staff(st, &s);
		fn(ctx, &s);
	}
}

int audit_add(struct db *db, int64_t t, const char *who, const char *what, const char *detail)
{
	DB_STMT(st) = db_prepare(db, "INSERT INTO audit (t, who, what, detail) VALUES (?, ?, ?, ?)");
	db_bind_int(st, t);
	db_bind_text(st, who);
	db_bind_text(st, what);
	db_bind_text(st, detail);
	return db_run(st);
}

int session_add(struct db *db, const struct staff_session *s)
{
	DB_STMT(st) = db_prepare(db,
		"INSERT INTO staff_session (token, name, csrf, created) VALUES (?, ?, ?, ?)");
	db_bind_blob(st, s->token, HASH_BYTES);
	db_bind_text(st, s->name);
	db_bind_text(st, s->csrf);
	db_bind_int(st, s->created);
	return db_run(st);
}

bool session_find(struct db *db, const uint8_t token[HASH_BYTES], struct staff_session *ret)
{
	DB_STMT(st) = db_prepare(db,
		"SELECT s.name AS name, f.role AS role, s.csrf AS csrf, s.created AS created"
		" FROM staff_session s JOIN staff f ON f.name = s.name"
		" WHERE s.token = ? AND f.disabled = 0");
	db_bind_blob(st, token, HASH_BYTES);
	if (!db_step(st))
		return false;
	memcpy(ret->token, token, HASH_BYTES);
	text_copy(ret->name, sizeof ret->name, db_col_text(st, "name"));
	text_copy(ret->role, sizeof ret->role, db_col_text(st, "role"));
	text_copy(ret->csrf, sizeof ret->csrf, db_col_text(st, "csrf"));
	ret->created = db_col_int(st, "created");
	return true;
}

bool session_tenant(struct db *db, const uint8_t token[HASH_BYTES], char *out, size_t cap)
{
	DB_STMT(st) = db_prepare(db, "SELECT tenant FROM staff_session WHERE token = ? AND tenant IS NOT NULL");
	db_bind_blob(st, token, HASH_BYTES);
	return db_step(st) && !text_copy(out, cap, db_col_text(st, "tenant"));
}

int session_set_tenant(struct db *db, const uint8_t token[HASH_BYTES], const char *number)
{
	DB_STMT(st) = db_prepare(db, "UPDATE staff_session SET tenant = ? WHERE token = ?");
	db_bind_text(st, number);
	db_bind_blob(st, token, HASH_BYTES);
	return db_run(st);
}

void session_drop(struct db *db, const uint8_t token[HASH_BYTES])
{
	DB_STMT(st) = db_prepare(db, "DELETE FROM staff_session WHERE token = ?");
	db_bind_blob(st, token, HASH_BYTES);
	(void)!db_run(st);
}

void session_drop_old(struct db *db, int64_t before)
{
	DB_STMT(st) = db_prepare(db, "DELETE FROM staff_session WHERE created < ?");
	db_bind_int(st, before);
	(void)!db_run(st);
}
