/* The rules of changing accounts.
 *
 * Owns nothing; the rows are server/staff_store's. Promises: what was changed stands in the audit in the
 * same transaction; one administrator who can log in always stays, and nobody locks himself out.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/user_change.h"

#include <stdio.h>
#include <string.h>

#include "server/app.h"
#include "server/people_api.h"
#include "server/staff_store.h"
#include "shared/base/crypt.h"
#include "shared/base/text.h"

static int refuse(int err, const char *why, const char **ret_why)
{
	*ret_why = why;
	return err;
}

static int find(const struct user_change *u, struct staff *s, const char **ret_why)
{
	*ret_why = NULL;
	return staff_find(u->app->db, u->name, s) ? OK : refuse(ERR_NOT_FOUND, "name", ret_why);
}

static void note(const struct user_change *u, const char *what, const char *detail)
{
	app_audit_about(u->app, u->by, what, u->name, detail);
}

/* May this account stop being an administrator who can log in? */
static int may_lose(const struct user_change *u, const struct staff *s, const char **ret_why)
{
	if (!strcmp(u->by, s->name))
		return refuse(ERR_CONFLICT, "self", ret_why);
	if (!strcmp(s->role, "admin") && !s->disabled && staff_admins(u->app->db) < 2)
		return refuse(ERR_CONFLICT, "last", ret_why);
	return OK;
}

/* Letters, digits and what names are written with; no blank at an end, no sign of the audit's own. */
static bool good_name(const char *name)
{
	size_t n = strlen(name);
	if (!n || n > 63 || !strcmp(name, "-") || name[0] == ' ' || name[n - 1] == ' ')
		return false;
	for (const unsigned char *p = (const unsigned char *)name; *p; p++)
		if (*p < ' ' || *p == 127 || strchr("<>\"\\/", *p))
			return false;
	return true;
}

static bool good_departments(const char *list)
{
	struct staff s;
	char copy[sizeof s.departments], *save = NULL;
	if (text_copy(copy, sizeof copy, list))
		return false;
	for (char *k = strtok_r(copy, " ", &save); k; k = strtok_r(NULL, " ", &save))
		if (!people_is_department(k))
			return false;
	return true;
}

int user_add(const struct user_change *u, const char *role, const char *departments,
	     const char *hash, bool start, const char **ret_why)
{
	struct db *db = u->app->db;
	char detail[240];
	*ret_why = NULL;
	if (!good_name(u->name))
		return refuse(ERR_INPUT, "name", ret_why);
	if (!staff_who(role))
		return refuse(ERR_INPUT, "role", ret_why);
	if (!good_departments(departments))
		return refuse(ERR_INPUT, "departments", ret_why);
	int err = staff_add(db, u->name, role, hash, app_now(u->app));
	if (err == ERR_CONFLICT)
		return refuse(err, "taken", ret_why);
	if (!err)
		err = staff_set_departments(db, u->name, departments);
	if (!err && start)
		err = staff_set_start_hash(db, u->name, hash);
	if (err)
		return err;
	snprintf(detail, sizeof detail, "%s%s%s", role, departments[0] ? " " : "", departments);
	note(u, "user.add", detail);
	return OK;
}

int user_password(const struct user_change *u, const char *hash, bool start, const char **ret_why)
{
	struct staff s;
	int err = find(u, &s, ret_why);
	if (!err)
		err = start ? staff_set_start_hash(u->app->db, u->name, hash)
			    : staff_set_hash(u->app->db, u->name, hash);
	if (!err)
		note(u, start ? "user.reset" : "user.passwd", "");
	return err;
}

int user_role(const struct user_change *u, const char *role, const char **ret_why)
{
	struct staff s;
	char detail[64];
	int err = find(u, &s, ret_why);
	if (!err && !staff_who(role))
		err = refuse(ERR_INPUT, "role", ret_why);
	if (err || !strcmp(s.role, role))
		return err;
	if (!strcmp(s.role, "admin"))
		err = may_lose(u, &s, ret_why);
	if (!err)
		err = staff_set_role(u->app->db, u->name, role);
	if (err)
		return err;
	snprintf(detail, sizeof detail, "%s -> %s", s.role, role);
	note(u, "user.role", detail);
	return OK;
}

int user_departments(const struct user_change *u, const char *departments, const char **ret_why)
{
	struct staff s, now;
	char detail[400];
	int err = find(u, &s, ret_why);
	if (!err && !good_departments(departments))
		err = refuse(ERR_INPUT, "departments", ret_why);
	if (!err)
		err = staff_set_departments(u->app->db, u->name, departments);
	if (err || !staff_find(u->app->db, u->name, &now) || !strcmp(now.departments, s.departments))
		return err;
	snprintf(detail, sizeof detail, "%s -> %s", s.departments[0] ? s.departments : "*",
		 now.departments[0] ? now.departments : "*");
	note(u, "user.departments", detail);
	return OK;
}

int user_block(const struct user_change *u, bool block, const char **ret_why)
{
	struct staff s;
	int err = find(u, &s, ret_why);
	if (err || s.disabled == block)
		return err;
	if (block)
		err = may_lose(u, &s, ret_why);
	if (!err)
		err = staff_set_disabled(u->app->db, u->name, block);
	if (!err)
		note(u, block ? "user.block" : "user.unblock", "");
	return err;
}

int user_log_out(const struct user_change *u, const char **ret_why)
{
	struct staff s;
	char detail[24];
	int err = find(u, &s, ret_why);
	if (err)
		return err;
	snprintf(detail, sizeof detail, "%d", session_drop_all(u->app->db, u->name));
	note(u, "user.logout", detail);
	return OK;
}

void user_start_password(char out[PASSWORD_START_TEXT])
{
	uint8_t rnd[20];
	char plain[21];
	crypt_random(rnd, sizeof rnd);
	crockford_make(rnd, sizeof rnd, plain);
	snprintf(out, PASSWORD_START_TEXT, "%.4s-%.4s-%.4s-%.4s-%.4s", plain, plain + 4, plain + 8,
		 plain + 12, plain + 16);
	crypt_wipe(plain, sizeof plain);
	crypt_wipe(rnd, sizeof rnd);
}
