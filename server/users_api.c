/* Accounts for the administrator.
 *
 * Owns nothing. Promises: every change goes through server/user_change, as on the command line.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/users_api.h"

#include <stdio.h>
#include <string.h>

#include "server/app.h"
#include "server/audit_store.h"
#include "server/live.h"
#include "server/password.h"
#include "server/people_api.h"
#include "server/routing.h"
#include "server/staff_store.h"
#include "server/user_change.h"
#include "server/words.h"
#include "shared/base/text.h"
#include "shared/base/val.h"
#include "shared/io/http.h"

/* ---- the list ----------------------------------------------------------------------------- */

struct filling {
	struct app *app;
	struct val *list;
	const char *self;
};

static void put_keys(struct val *row, const char *name, const char *keys)
{
	char copy[sizeof ((struct staff *)0)->departments], *save = NULL;
	struct val *list = val_put_array(row, name);
	text_copy(copy, sizeof copy, keys);
	for (char *k = strtok_r(copy, " ", &save); k; k = strtok_r(NULL, " ", &save))
		val_put_str(list, NULL, k);
}

static void put_user(void *ctx, const struct staff *s)
{
	struct filling *f = ctx;
	struct val *row = val_object();
	val_put_str(row, "name", s->name);
	val_put_str(row, "role", s->role);
	val_put_str(row, "role_label", words_get("role", s->role));
	val_put_bool(row, "disabled", s->disabled);
	val_put_bool(row, "must_change", s->must_change);
	val_put_int(row, "created", s->created);
	val_put_int(row, "last_login", audit_last(f->app->db, s->name, "login"));
	val_put_int(row, "sessions",
		    session_count(f->app->db, s->name, app_now(f->app) - LOGIN_SESSION_MS));
	put_keys(row, "departments", s->departments);
	val_put_bool(row, "self", !strcmp(s->name, f->self));
	val_put(f->list, NULL, row);
}

static void put_choices(struct app *app, struct val *v)
{
	struct val *list = val_put_array(v, "roles");
	for (const char *const *role = STAFF_ROLES; *role; role++) {
		struct val *row = val_object();
		val_put_str(row, "key", *role);
		val_put_str(row, "label", words_get("role", *role));
		val_put(list, NULL, row);
	}
	list = val_put_array(v, "departments");
	for (const char *const *d = PEOPLE_DEPARTMENTS; *d; d++) {
		char label[120];
		struct val *row = val_object();
		routing_party_label(app, *d, label, sizeof label);
		val_put_str(row, "key", *d);
		val_put_str(row, "label", label);
		val_put(list, NULL, row);
	}
}

int users_list(struct app *app, const struct request *rq, struct reply *rp)
{
	struct login who;
	VAL(v) = val_object();
	if (!login_current(app, rq, &who))
		return ERR_AUTH;
	struct filling f = { app, val_put_array(v, "users"), who.name };
	staff_each(app->db, put_user, &f);
	put_choices(app, v);
	val_print(v, &rp->body);
	return OK;
}

/* ---- changes ------------------------------------------------------------------------------ */

/* ["dept:repair", …] to keys by blanks. false: too many, or no list of texts. */
static bool read_departments(const struct val *in, char *out, size_t cap)
{
	size_t n = 0;
	out[0] = '\0';
	VAL_EACH(d, val_get(in, "departments")) {
		const char *key = val_text(d, " ");
		if (!people_is_department(key) || n + strlen(key) + 2 > cap)
			return false;
		n += (size_t)snprintf(out + n, cap - n, "%s%s", n ? " " : "", key);
	}
	return true;
}

int users_add(struct app *app, const struct request *rq, struct reply *rp)
{
	struct login who;
	char departments[160];
	struct staff known;
	VAL(in) = NULL;
	int err = login_body(app, rq, NULL, &who, &in);
	if (err)
		return err;
	const struct password_gift gift = { val_str_of(in, "name", ""), val_str_of(in, "role", ""),
					    departments };
	if (!gift.name[0] || strlen(gift.name) >= sizeof known.name)
		return reply_field(rp, ERR_INPUT, "name");
	if (!staff_who(gift.role))
		return reply_field(rp, ERR_INPUT, "role");
	if (!read_departments(in, departments, sizeof departments))
		return reply_field(rp, ERR_INPUT, "departments");
	if (staff_find(app->db, gift.name, &known))
		return reply_field(rp, ERR_CONFLICT, "taken");
	return password_give(app, rq, &who, &gift);
}

static int act_role(const struct user_change *u, const struct val *in, const char **ret_why)
{
	return user_role(u, val_str_of(in, "role", ""), ret_why);
}

static int act_departments(const struct user_change *u, const struct val *in, const char **ret_why)
{
	char departments[160];
	*ret_why = "departments";
	return read_departments(in, departments, sizeof departments)
		       ? user_departments(u, departments, ret_why)
		       : ERR_INPUT;
}

static int act_block(const struct user_change *u, const struct val *in, const char **ret_why)
{
	(void)in;
	return user_block(u, true, ret_why);
}

static int act_unblock(const struct user_change *u, const struct val *in, const char **ret_why)
{
	(void)in;
	return user_block(u, false, ret_why);
}

static int act_logout(const struct user_change *u, const struct val *in, const char **ret_why)
{
	(void)in;
	return user_log_out(u, ret_why);
}

static const struct user_act {
	const char *word;
	int (*run)(const struct user_change *u, const struct val *in, const char **ret_why);
} ACTS[] = {
	{ "role", act_role },       { "departments", act_departments }, { "block", act_block },
	{ "unblock", act_unblock }, { "logout", act_logout },
};

int users_act(struct app *app, const struct request *rq, struct reply *rp)
{
	struct login who;
	struct staff known;
	const char *why = NULL;
	VAL(in) = NULL;
	int err = login_body(app, rq, NULL, &who, &in);
	if (err)
		return err;
	const struct user_change u = { app, who.name, val_str_of(in, "name", "") };
	if (!strcmp(rq->rest, "password")) {
		const struct password_gift gift = { u.name, NULL, NULL };
		return staff_find(app->db, u.name, &known) ? password_give(app, rq, &who, &gift)
							   : ERR_NOT_FOUND;
	}
	err = ERR_NOT_FOUND;
	for (size_t i = 0; i < COUNT_OF(ACTS); i++)
		if (!strcmp(ACTS[i].word, rq->rest))
			err = ACTS[i].run(&u, in, &why);
	if (err)
		return why ? reply_field(rp, err, why) : err;
	live_changed(app->live);
	return OK_NO_CONTENT;
}
