/* SQL of staff accounts and sessions, and the table of roles.
 *
 * Owns tables staff, staff_department and staff_session. Promises: no password and no cookie is ever stored.
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

const char *const STAFF_ROLES[] = { "phone", "leader", "planner", "caretaker", "manager", "admin", NULL };

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

/* What is known of an account; departments in the order of their keys. */
#define DEPARTMENTS \
	"coalesce((SELECT group_concat(department, ' ') FROM (SELECT department FROM staff_department d" \
	" WHERE d.name = f.name ORDER BY department)), '') AS departments"
#define ACCOUNT "f.name AS name, role, hash, disabled, must_change, created, " DEPARTMENTS

static void read_staff(struct db_stmt *st, struct staff *ret)
{
	text_copy(ret->name, sizeof ret->name, db_col_text(st, "name"));
	text_copy(ret->role, sizeof ret->role, db_col_text(st, "role"));
	text_copy(ret->hash, sizeof ret->hash, db_col_text(st, "hash"));
	ret->disabled = db_col_int(st, "disabled") != 0;
	ret->must_change = db_col_int(st, "must_change") != 0;
	ret->created = db_col_int(st, "created");
	text_copy(ret->departments, sizeof ret->departments, db_col_text(st, "departments"));
}

bool staff_find(struct db *db, const char *name, struct staff *ret)
{
	DB_STMT(st) = db_prepare(db, "SELECT " ACCOUNT " FROM staff f WHERE f.name = ?");
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

int session_drop_all(struct db *db, const char *name)
{
	DB_STMT(st) = db_prepare(db, "DELETE FROM staff_session WHERE name = ?");
	db_bind_text(st, name);
	return db_run(st) ? 0 : db_changes(db);
}

int64_t session_count(struct db *db, const char *name, int64_t since)
{
	DB_STMT(st) = db_prepare(
	    db, "SELECT count(*) AS n FROM staff_session WHERE name = ? AND created > ?");
	db_bind_text(st, name);
	db_bind_int(st, since);
	return db_step(st) ? db_col_int(st, "n") : 0;
}

/* A change of one account: ERR_NOT_FOUND when there is none of this name. */
static int changed(struct db *db, struct db_stmt *st)
{
	int err = db_run(st);
	return err ? err : db_changes(db) ? OK : ERR_NOT_FOUND;
}

static int set_hash(struct db *db, const char *name, const char *hash, bool must_change)
{
	DB_STMT(st) = db_prepare(db, "UPDATE staff SET hash = ?, must_change = ? WHERE name = ?");
	db_bind_text(st, hash);
	db_bind_int(st, must_change);
	db_bind_text(st, name);
	int err = changed(db, st);
	if (!err)
		session_drop_all(db, name);
	return err;
}

int staff_set_hash(struct db *db, const char *name, const char *hash)
{
	return set_hash(db, name, hash, false);
}

int staff_set_start_hash(struct db *db, const char *name, const char *hash)
{
	return set_hash(db, name, hash, true);
}

int staff_set_role(struct db *db, const char *name, const char *role)
{
	DB_STMT(st) = db_prepare(db, "UPDATE staff SET role = ? WHERE name = ?");
	db_bind_text(st, role);
	db_bind_text(st, name);
	return changed(db, st);
}

int staff_set_disabled(struct db *db, const char *name, bool disabled)
{
	DB_STMT(st) = db_prepare(db, "UPDATE staff SET disabled = ? WHERE name = ?");
	db_bind_int(st, disabled);
	db_bind_text(st, name);
	int err = changed(db, st);
	if (!err && disabled)
		session_drop_all(db, name);
	return err;
}

static int add_department(struct db *db, const char *name, const char *key)
{
	DB_STMT(st) = db_prepare(
	    db, "INSERT OR IGNORE INTO staff_department (name, department) VALUES (?, ?)");
	db_bind_text(st, name);
	db_bind_text(st, key);
	return db_run(st);
}

int staff_set_departments(struct db *db, const char *name, const char *departments)
{
	struct staff s;
	char copy[sizeof s.departments], *save = NULL;
	if (!staff_find(db, name, &s))
		return ERR_NOT_FOUND;
	DB_STMT(st) = db_prepare(db, "DELETE FROM staff_department WHERE name = ?");
	db_bind_text(st, name);
	int err = db_run(st);
	if (!err && text_copy(copy, sizeof copy, departments))
		err = ERR_INPUT;
	for (char *k = err ? NULL : strtok_r(copy, " ", &save); k && !err; k = strtok_r(NULL, " ", &save))
		err = add_department(db, name, k);
	return err;
}

int64_t staff_admins(struct db *db)
{
	return db_ask_int(db, "SELECT count(*) FROM staff WHERE role = 'admin' AND disabled = 0", 0);
}

void staff_each(struct db *db, void (*fn)(void *ctx, const struct staff *s), void *ctx)
{
	struct staff s;
	DB_STMT(st) = db_prepare(db, "SELECT " ACCOUNT " FROM staff f ORDER BY f.name");
	while (db_step(st)) {
		read_staff(st, &s);
		fn(ctx, &s);
	}
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
		"SELECT s.name AS name, f.role AS role, s.csrf AS csrf, s.created AS created,"
		" f.must_change AS must_change, " DEPARTMENTS
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
	ret->must_change = db_col_int(st, "must_change") != 0;
	text_copy(ret->departments, sizeof ret->departments, db_col_text(st, "departments"));
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
