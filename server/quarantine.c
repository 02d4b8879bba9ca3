/* `quarantine list|replay`: items that could not be understood, and trying them again after an
 * upgrade.
 *
 * Owns nothing; server/ingest keeps the items.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/app.h"
#include "server/command.h"
#include "server/ingest.h"
#include "server/keys.h"
#include "shared/base/val.h"

#define LIST_MAX 1000

static bool list_text(void *ctx, const struct quarantine_row *q)
{
	char t[21];
	clock_rfc3339(q->t_recv, t);
	buf_fmt(ctx, "%lld %s %s %s at %s\n", (long long)q->n, t, q->id, q->code,
		q->path[0] ? q->path : "/");
	return true;
}

static bool list_json(void *ctx, const struct quarantine_row *q)
{
	struct val *row = val_object();
	val_put_int(row, "n", q->n);
	val_put_str(row, "id", q->id);
	val_put_str(row, "device", q->device);
	val_put_str(row, "code", q->code);
	val_put_str(row, "path", q->path);
	val_put_int(row, "received", q->t_recv);
	val_put(ctx, NULL, row);
	return true;
}

int quarantine_verb_list(struct job *job)
{
	VAL(list) = val_array();
	if (!args_has(job->args, "json")) {
		quarantine_each(job->app->db, 0, LIST_MAX, list_text, job->out);
		return OK;
	}
	quarantine_each(job->app->db, 0, LIST_MAX, list_json, list);
	val_print(list, job->out);
	buf_char(job->out, '\n');
	return OK;
}

int quarantine_verb_replay(struct job *job)
{
	const char *code = args_get(job->args, "code", "");
	keys_find_intakes(job->app->dir, job->app->keys); /* one that was put back opens its items now */
	int n = quarantine_replay(job->app->ingest, code);
	app_audit(job->app, "-", "quarantine.replay", code);
	buf_fmt(job->out, "%d items are tried again%s\n", n,
		job->app->loop ? "" : " when the office runs");
	return OK;
}
