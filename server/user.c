/* `user add|list|passwd|role|departments|block|unblock|logout`: staff accounts from the command line.
 *
 * Owns nothing. The password came with the job and is wiped here.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "server/app.h"
#include "server/command.h"
#include "server/staff_store.h"
#include "server/user_change.h"
#include "shared/base/text.h"
#include "shared/base/val.h"

static int hash_input(struct job *job, char hash[128])
{
	if (job->input_len < PASSWORD_MIN) {
		buf_fmt(job->out, "a password has at least %d characters\n", PASSWORD_MIN);
		return ERR_INPUT;
	}
	return password_hash(job->input, hash);
}

/* --departments A,B as keys by blanks; without it "" = all. */
static int departments_of(struct job *job, char *out, size_t cap)
{
	if (text_copy(out, cap, args_get(job->args, "departments", "")))
		return ERR_INPUT;
	for (char *p = out; *p; p++)
		*p = *p == ',' ? ' ' : *p;
	return OK;
}

static const char *name_of(struct job *job)
{
	if (job->args->rest_count == 1)
		return job->args->rest[0];
	buf_str(job->out, "give one NAME\n");
	return NULL;
}

/* Say why a change was refused, in the words of the command line. */
static void told(struct job *job, const struct user_change *u, int err, const char *why)
{
	if (err == ERR_NOT_FOUND)
		buf_fmt(job->out, "no account %s\n", u->name);
	else if (err && why && !strcmp(why, "taken"))
		buf_fmt(job->out, "%s has an account already\n", u->name);
	else if (err && why && !strcmp(why, "last"))
		buf_fmt(job->out, "%s is the last administrator who can log in\n", u->name);
	else if (err && why)
		buf_fmt(job->out, "%s is not right; see --help\n", why);
}

int user_verb_add(struct job *job)
{
	char hash[128], departments[160];
	const char *why = NULL, *role = args_get(job->args, "role", "");
	const struct user_change u = { job->app, "-", name_of(job) };
	if (!u.name)
		return ERR_USAGE;
	if (!staff_who(role)) {
		buf_str(job->out,
			"--role is one of: phone leader planner caretaker manager admin\n");
		return ERR_USAGE;
	}
	int err = departments_of(job, departments, sizeof departments);
	if (!err)
		err = hash_input(job, hash);
	if (!err) {
		err = user_add(&u, role, departments, hash, false, &why);
		told(job, &u, err, why);
	}
	if (!err)
		buf_fmt(job->out, "added %s (%s)\n", u.name, role);
	return err;
}

int user_verb_passwd(struct job *job)
{
	char hash[128];
	const char *why = NULL;
	const struct user_change u = { job->app, "-", name_of(job) };
	if (!u.name)
		return ERR_USAGE;
	int err = hash_input(job, hash);
	if (!err) {
		err = user_password(&u, hash, false, &why);
		told(job, &u, err, why);
	}
	if (!err)
		buf_fmt(job->out, "changed the password of %s; its log-ins ended\n", u.name);
	return err;
}

int user_verb_role(struct job *job)
{
	const char *why = NULL, *role = args_get(job->args, "role", "");
	const struct user_change u = { job->app, "-", name_of(job) };
	if (!u.name)
		return ERR_USAGE;
	int err = user_role(&u, role, &why);
	told(job, &u, err, why);
	if (!err)
		buf_fmt(job->out, "%s is now %s\n", u.name, role);
	return err;
}

int user_verb_departments(struct job *job)
{
	char departments[160];
	const char *why = NULL;
	const struct user_change u = { job->app, "-", name_of(job) };
	if (!u.name)
		return ERR_USAGE;
	int err = departments_of(job, departments, sizeof departments);
	if (!err) {
		err = user_departments(&u, departments, &why);
		told(job, &u, err, why);
	}
	if (!err)
		buf_fmt(job->out, "%s works for %s\n", u.name, departments[0] ? departments : "all departments");
	return err;
}

static int block(struct job *job, bool on)
{
	const char *why = NULL;
	const struct user_change u = { job->app, "-", name_of(job) };
	if (!u.name)
		return ERR_USAGE;
	int err = user_block(&u, on, &why);
	told(job, &u, err, why);
	if (!err)
		buf_fmt(job->out, "%s %s\n", u.name, on ? "is blocked; its log-ins ended" : "may log in again");
	return err;
}

int user_verb_block(struct job *job)
{
	return block(job, true);
}

int user_verb_unblock(struct job *job)
{
	return block(job, false);
}

int user_verb_logout(struct job *job)
{
	const char *why = NULL;
	const struct user_change u = { job->app, "-", name_of(job) };
	if (!u.name)
		return ERR_USAGE;
	int err = user_log_out(&u, &why);
	told(job, &u, err, why);
	if (!err)
		buf_fmt(job->out, "all log-ins of %s ended\n", u.name);
	return err;
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
