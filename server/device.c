/* `device add|scope|list|revoke|approve`: kiosks from the command line (R70).
 *
 * Owns nothing; server/device_store has the rows.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <inttypes.h>
#include <string.h>

#include "server/app.h"
#include "server/command.h"
#include "server/device_change.h"
#include "server/register_store.h"
#include "shared/base/crash.h"
#include "shared/base/val.h"

#define COMPLEXES_MAX DEVICE_COMPLEXES

struct complexes {
	char text[COMPLEXES_MAX][KEY_CAP];
	const char *key[COMPLEXES_MAX];
	int count;
};

static bool add_complex(void *ctx, const char *key)
{
	struct complexes *c = ctx;
	for (int i = 0; i < c->count; i++)
		if (!strcmp(c->key[i], key))
			return true;
	if (c->count == COMPLEXES_MAX)
		return false;
	text_copy(c->text[c->count], KEY_CAP, key);
	c->key[c->count] = c->text[c->count];
	c->count++;
	return true;
}

static bool count_complex(void *ctx, const char *key)
{
	(void)key;
	++*(int *)ctx;
	return true;
}

/* Without --complex: all there are, when they are few. */
static int all_complexes(struct job *job, struct complexes *c)
{
	int count = 0;
	complex_each(job->app->db, count_complex, &count);
	if (count > COMPLEXES_MAX) {
		buf_fmt(job->out, "there are %d complexes: say with --complex which ones it stands for\n", count);
		return ERR_USAGE;
	}
	complex_each(job->app->db, add_complex, c);
	return OK;
}

/* "A,B": complexes that homes have, each once. */
static int read_complexes(struct job *job, const char *given, struct complexes *c)
{
	char copy[1024], *save = NULL;
	int err = text_copy(copy, sizeof copy, given);
	for (char *k = err ? NULL : strtok_r(copy, ", ", &save); k; k = strtok_r(NULL, ", ", &save)) {
		if (!complex_exists(job->app->db, k)) {
			buf_fmt(job->out, "no home has complex %s; import dwellings first\n", k);
			return ERR_INPUT;
		}
		if (!add_complex(c, k))
			err = ERR_INPUT;
	}
	if (err)
		buf_fmt(job->out, "a device stands for at most %d complexes\n", COMPLEXES_MAX);
	return err;
}

int device_verb_add(struct job *job)
{
	char code[DEVICE_CODE_TEXT];
	struct complexes c = { .count = 0 };
	const char *name = args_get(job->args, "name", "Zuil");
	const char *given = args_get(job->args, "complex", NULL);
	int err = given ? read_complexes(job, given, &c) : all_complexes(job, &c);
	if (err)
		return err;
	struct device_new d = {
		.kind = args_get(job->args, "kind", "kiosk"), .label = args_get(job->args, "place", name),
		.complexes = c.key, .complex_count = c.count,
	};
	err = device_invite(job->app, "-", &d, code);
	crash_point("central.device.invited");
	if (err == ERR_INPUT)
		buf_str(job->out, "--kind is kiosk or tablet, and a kiosk needs --complex KEYS\n");
	if (err)
		return err;
	if (args_has(job->args, "quiet"))
		buf_fmt(job->out, "%s\n", code);
	else
		buf_fmt(job->out, "enrolment code for %s: %s\nuse it within 48 hours: portiek-kiosk enrol "
			"--data DIR --central URL --code %s\n", d.label, code, code);
	return OK;
}

int device_verb_scope(struct job *job)
{
	struct complexes c = { .count = 0 };
	const char *const *rest = job->args->rest;
	if (job->args->rest_count != 2) {
		buf_str(job->out, "give DEVICE (its id or the four characters its receipts begin with)"
				  " and the KEYS of its complexes, by commas\n");
		return ERR_USAGE;
	}
	int err = read_complexes(job, rest[1], &c);
	if (!err && !c.count)
		err = ERR_USAGE;
	if (err)
		return err;
	err = device_change_scope(job->app, "-", rest[0], c.key, c.count);
	if (err == ERR_NOT_FOUND)
		buf_fmt(job->out, "no device %s\n", rest[0]);
	if (err)
		return err;
	buf_fmt(job->out, "%s stands for %s\n", rest[0], rest[1]);
	return OK;
}

/* A list being printed. */
struct listing {
	struct db *db;
	struct buf *text;
	struct val *rows;
};

static bool scope_text(void *ctx, const char *key)
{
	buf_fmt(ctx, " %s", key);
	return true;
}

static bool list_text(void *ctx, const struct device_row *d)
{
	struct listing *l = ctx;
	buf_fmt(l->text, "%s %s %-8s %-8s %s (to send: %" PRId64 ") for", d->device, d->prefix, d->kind,
		d->state, d->label, d->pending);
	device_scopes(l->db, d->n, scope_text, l->text);
	buf_char(l->text, '\n');
	return true;
}

static bool scope_json(void *ctx, const char *key)
{
	val_put_str(ctx, NULL, key);
	return true;
}

static bool list_json(void *ctx, const struct device_row *d)
{
	struct listing *l = ctx;
	struct val *row = val_object();
	val_put_str(row, "device", d->device);
	val_put_str(row, "prefix", d->prefix);
	val_put_str(row, "kind", d->kind);
	val_put_str(row, "state", d->state);
	val_put_str(row, "label", d->label);
	val_put_int(row, "last_contact", d->last_contact);
	val_put_int(row, "pending", d->pending);
	device_scopes(l->db, d->n, scope_json, val_put_array(row, "complexes"));
	val_put(l->rows, NULL, row);
	return true;
}

int device_verb_list(struct job *job)
{
	VAL(list) = val_array();
	struct listing l = { .db = job->app->db, .text = job->out, .rows = list };
	if (!args_has(job->args, "json")) {
		device_each(job->app->db, list_text, &l);
		return OK;
	}
	device_each(job->app->db, list_json, &l);
	val_print(list, job->out);
	buf_char(job->out, '\n');
	return OK;
}

/* The one DEVICE of a command, NULL after saying what is missing. */
static const char *device_named(struct job *job)
{
	if (job->args->rest_count == 1)
		return job->args->rest[0];
	buf_str(job->out, "give one DEVICE: its id or the four characters its receipts begin with\n");
	return NULL;
}

static int act(struct job *job, int (*fn)(struct app *app, const char *by, const char *name), const char *said)
{
	const char *name = device_named(job);
	if (!name)
		return ERR_USAGE;
	int err = fn(job->app, "-", name);
	if (err == ERR_NOT_FOUND)
		buf_fmt(job->out, "no device %s\n", name);
	if (err == ERR_CONFLICT)
		buf_fmt(job->out, "%s does not wait for this\n", name);
	if (err)
		return err;
	buf_fmt(job->out, "%s %s\n", name, said);
	return OK;
}

int device_verb_revoke(struct job *job)
{
	return act(job, device_ban, "is revoked; it keeps its queue and shows \"buiten gebruik\"");
}

int device_verb_approve(struct job *job)
{
	return act(job, device_admit, "takes part");
}
