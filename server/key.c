/* `key rotate server|intake`: new keys of the office, while it runs or not.
 *
 * Owns nothing; server/keys_change.c has the files. Promises: kiosks need no hand (they follow the list
 * of /hello, or hear of the new intake key with the next news), and nothing under way is lost.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "server/app.h"
#include "server/command.h"
#include "server/feed.h"
#include "server/keys.h"
#include "server/sync_routes.h"

static int told(struct job *job, int err)
{
	if (err == ERR_CONFLICT)
		buf_fmt(job->out, "%d keys were made; older ones must go from DIR/keys first\n", KEYS_MOST);
	return err;
}

static int new_server(struct job *job)
{
	struct app *app = job->app;
	int err = keys_new_server(app->dir, app->keys);
	if (err)
		return told(job, err);
	if (app->desk)
		sync_desk_keys(app->desk, app->keys);
	app_audit(app, "-", "keys.server", "");
	buf_str(job->out, "central signs with a new key; kiosks follow by themselves at their next contact\n"
			  "a kiosk that was never in touch since an older key still finds its way; keep DIR/keys\n");
	return OK;
}

static int new_intake(struct job *job)
{
	struct app *app = job->app;
	int err = keys_new_intake(app->dir, app->keys);
	if (err)
		return told(job, err);
	if (app->desk)
		sync_desk_keys(app->desk, app->keys);
	feed_put_intake(app->db, app->keys);
	app_audit_about(app, "-", "keys.intake", app->keys->intake_id, "");
	buf_fmt(job->out, "kiosks seal with %s from their next news on; the key before stays in DIR/keys\n",
		app->keys->intake_id);
	return OK;
}

int key_verb_rotate(struct job *job)
{
	const char *what = job->args->rest_count == 1 ? job->args->rest[0] : "";
	if (!strcmp(what, "server"))
		return new_server(job);
	if (!strcmp(what, "intake"))
		return new_intake(job);
	buf_str(job->out, "say which: server (signs what kiosks hear) or intake (opens what they send)\n");
	return ERR_USAGE;
}
