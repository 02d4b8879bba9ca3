/* `user add|list|passwd`: staff accounts from the command line.
 *
 * Owns nothing. The password came with the job and is wiped here.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "server/app.h"
#include "server/command.h"
#include "server/staff_store.h"
#include "shared/base/val.h"

#define PASSWORD_MIN 10

static int hash_input(struct job *job, char hash[128])
{
	if (job->input_len < PASSWORD_MIN) {
		buf_fmt(job->out, "a password has at least %d characters\n", PASSWORD_MIN);
		return ERR_INPUT;
	}
	return password_hash(job->input, hash);
}

static const char *name_of(struct job *job)
{
	if (job->args->rest_count == 1)
		return job->args->rest[0];
	buf_str(job->out, "give one NAME\n");
	return NULL;
}

int user_verb_add(struct job *job)
{
	char hash[128];
	const char *name = name_of(job), *role = args_get(job->args, "role", "");
	if (!name)
		return ERR_USAGE;
	if (!staff_who(role)) {
		buf_str(job->out,
			"--role is one of: phone leader planner caretaker manager admin\n");
		return ERR_USAGE;
	}
	int err = hash_input(job, hash);
	if (err)
		return err;
	err = staff_add(job->app->db, name, role, hash, app_now(job->app));
	if (err == ERR_CONFLICT)
		buf_fmt(job->out, "%s has an account already\n", name);
	if (err)
		return err;
	app_audit(job->app, "-", "user.add", name);
	buf_fmt(job->out, "added %s (%s)\n", name, role);
	return OK;
}

int user_verb_passwd(struct job *job)
{
	char hash[128];
	const char *name = name_of(job);
	if (!name)
		return ERR_USAGE;
	int err = hash_input(job, hash);
	if (!err)
		err = staff_set_hash(job->app->db, name, hash);
	if (err == ERR_NOT_FOUND)
		buf_fmt(job->out, "no account %s\n", name);
	if (err)
		return err;
	app_audit(job->app, "-", "user.passwd", name);
	buf_fmt(job->out, "changed the password of %s; its log-ins ended\n", name);
	return OK;
}

static void list_json(void *ctx, const struct staff *s)
{
	struct val *row = val_object();
	val_put_str(row, "name", s->name);
	val_put_str(row, "role", s->role);
	val_put_bool(row, "disabled", s->disabled);
	val_put(ctx, NULL, row);
}

static void list_text(void *ctx, const struct staff *s)
{
	buf_fmt(ctx, "%-24s %s%s\n", s->name, s->role, s->disabled ? " (disabled)" : "");
}

int user_verb_list(struct job *job)
{
	VAL(list) = val_array();
	if (!args_has(job->args, "json")) {
		staff_each(job->app->db, list_text, job->out);
		return OK;
	}
	staff_each(job->app->db, list_json, list);
	val_print(list, job->out);
	buf_char(job->out, '\n');
	return OK;
}
