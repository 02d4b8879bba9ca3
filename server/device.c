/* `device add|list|revoke`: kiosks from the command line (R70).
 *
 * Owns nothing; server/device_store has the rows.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <inttypes.h>
#include <string.h>

#include "server/app.h"
#include "server/command.h"
#include "server/device_store.h"
#include "server/register_store.h"
#include "shared/base/val.h"

#define COMPLEXES_MAX 16

struct complexes {
	char text[COMPLEXES_MAX][KEY_CAP];
	const char *key[COMPLEXES_MAX];
	int count;
};

static bool add_complex(void *ctx, const char *key)
{
	struct complexes *c = ctx;
	if (c->count == COMPLEXES_MAX)
		return false;
	text_copy(c->text[c->count], KEY_CAP, key);
	c->key[c->count] = c->text[c->count];
	c->count++;
	return true;
}

/* "A,B" of --complex; without it, all complexes when there are few. */
static int read_complexes(struct job *job, struct complexes *c)
{
	char copy[1024], *save = NULL;
	const char *given = args_get(job->args, "complex", NULL);
	if (!given) {
		complex_each(job->app->db, add_complex, c);
		return OK;
	}
	if (text_copy(copy, sizeof copy, given))
		return ERR_USAGE;
	for (char *k = strtok_r(copy, ", ", &save); k; k = strtok_r(NULL, ", ", &save))
		if (!add_complex(c, k))
			return ERR_USAGE;
	return OK;
}

static bool complex_exists(struct app *app, const char *key)
{
	struct complexes all = { .count = 0 };
	complex_each(app->db, add_complex, &all);
	for (int i = 0; i < all.count; i++)
		if (!strcmp(all.key[i], key))
			return true;
	return all.count == COMPLEXES_MAX;
}

static int check_complexes(struct job *job, const struct complexes *c)
{
	for (int i = 0; i < c->count; i++) {
		if (complex_exists(job->app, c->key[i]))
			continue;
		buf_fmt(job->out, "no home has complex %s; import dwellings first\n", c->key[i]);
		return ERR_INPUT;
	}
	return OK;
}

int device_verb_add(struct job *job)
{
	char code[DEVICE_CODE_TEXT];
	struct complexes c = { .count = 0 };
	const char *name = args_get(job->args, "name", "Zuil");
	int err = read_complexes(job, &c);
	if (!err)
		err = check_complexes(job, &c);
	if (err)
		return err;
	struct device_new d = {
		.kind = args_get(job->args, "kind", "kiosk"), .label = args_get(job->args, "place", name),
		.complexes = c.key, .complex_count = c.count,
	};
	err = device_code_make(job->app->db, job->app->keys, &job->app->clock, &d, code);
	if (err == ERR_INPUT)
		buf_str(job->out, "--kind is kiosk or tablet, and a kiosk needs --complex KEYS\n");
	if (err)
		return err;
	app_audit(job->app, "-", "device.add", d.label);
	if (args_has(job->args, "quiet"))
		buf_fmt(job->out, "%s\n", code);
	else
		buf_fmt(job->out, "enrolment code for %s: %s\nuse it within 48 hours: portiek-kiosk enrol "
			"--data DIR --central URL --code %s\n", d.label, code, code);
	return OK;
}

static bool list_text(void *ctx, const struct device_row *d)
{
	buf_fmt(ctx, "%s %s %-8s %-8s %s (to send: %" PRId64 ")\n", d->device, d->prefix, d->kind,
		d->state, d->label, d->pending);
	return true;
}

static bool list_json(void *ctx, const struct device_row *d)
{
	struct val *row = val_object();
	val_put_str(row, "device", d->device);
	val_put_str(row, "prefix", d->prefix);
	val_put_str(row, "kind", d->kind);
	val_put_str(row, "state", d->state);
	val_put_str(row, "label", d->label);
	val_put_int(row, "last_contact", d->last_contact);
	val_put_int(row, "pending", d->pending);
	val_put(ctx, NULL, row);
	return true;
}

int device_verb_list(struct job *job)
{
	VAL(list) = val_array();
	if (!args_has(job->args, "json")) {
		device_each(job->app->db, list_text, job->out);
		return OK;
	}
	device_each(job->app->db, list_json, list);
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

static int act(struct job *job, int (*fn)(struct db *db, const char *name), const char *audit,
	       const char *said)
{
	const char *name = device_named(job);
	if (!name)
		return ERR_USAGE;
	int err = fn(job->app->db, name);
	if (err == ERR_NOT_FOUND)
		buf_fmt(job->out, "no device %s\n", name);
	if (err == ERR_CONFLICT)
		buf_fmt(job->out, "%s does not wait for this\n", name);
	if (err)
		return err;
	app_audit(job->app, "-", audit, name);
	buf_fmt(job->out, "%s %s\n", name, said);
	return OK;
}

int device_verb_revoke(struct job *job)
{
	return act(job, device_revoke, "device.revoke",
		   "is revoked; it keeps its queue and shows \"buiten gebruik\"");
}

int device_verb_approve(struct job *job)
{
	return act(job, device_approve, "device.approve", "takes part");
}
