/* One row per command; each opens what it needs, says what went wrong in a sentence, and closes.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/commands.h"

#include <stdio.h>

#include "firmware/app.h"
#include "firmware/capture.h"
#include "firmware/carried.h"
#include "firmware/copies.h"
#include "firmware/enrol.h"
#include "firmware/health.h"
#include "firmware/routes.h"
#include "firmware/serve.h"
#include "firmware/status.h"
#include "firmware/storing.h"
#include "firmware/sync_inside.h"
#include "shared/base/crypt.h"

#define DATA_FLAGS { "data", true, "DIR", "data folder" }, { "config", true, "FILE", "instead of DIR/portiek.conf" }
#define CENTRAL_FLAG { "central", true, "URL", "origin of central; else as enrolled" }

static const struct flag DATA_ONLY[] = { DATA_FLAGS, { 0 } };
static const struct flag SYNC[] = { DATA_FLAGS, CENTRAL_FLAG,
				    { "once", false, "", "deliver the queue now and stop" }, { 0 } };
static const struct flag ROTATE[] = { DATA_FLAGS, CENTRAL_FLAG, { 0 } };
static const struct flag ENROL[] = { DATA_FLAGS, CENTRAL_FLAG,
				     { "code", true, "CODE", "one-time code of 20 characters" }, { 0 } };
static const struct flag SERVE[] = { DATA_FLAGS, CENTRAL_FLAG,
				     { "listen", true, "ADDR:PORT", "port 0 picks a free one" }, { 0 } };
static const struct flag EXPORT[] = { DATA_FLAGS, { "to", true, "FOLDER", "where the files go: a stick" }, { 0 } };
static const struct flag STATUS[] = { DATA_FLAGS, { "json", false, "", "as JSON" }, { 0 } };

static int open_app(const struct args *a, enum app_mode mode, struct app **ret)
{
	const char *dir = args_get(a, "data", NULL);
	if (!dir || !*dir) {
		fprintf(stderr, "portiek-kiosk: --data DIR is missing\n");
		return ERR_USAGE;
	}
	return app_open(dir, args_get(a, "config", NULL), mode, ret);
}

static int run_serve(const struct args *a)
{
	APP(app);
	int err = open_app(a, APP_SERVE, &app);
	return err ? err : serve_run(app, args_get(a, "listen", NULL), args_get(a, "central", NULL));
}

static int run_capture(const struct args *a)
{
	APP(app);
	int err = open_app(a, APP_OWNER, &app);
	return err ? err : capture_run(app, stdin, stdout);
}

/* A command that talks to central: loop around work, its sentence on stderr when it failed. */
static int with_loop(const struct args *a, enum app_mode mode,
		     int (*work)(const struct args *a, struct sync_options *o, char *why, size_t cap))
{
	char why[300] = "";
	struct sync_options o;
	APP(app);
	int err = open_app(a, mode, &app);
	if (!err)
		err = serve_open_loop(app);
	if (err)
		return err;
	serve_sync_options(app, args_get(a, "central", NULL), &o);
	o.on_site = NULL;
	storing_refresh(app);
	err = work(a, &o, why, sizeof why);
	int last = db_turn_commit(app->db);
	storing_refresh(app);
	serve_close_loop(app);
	if (err || last)
		fprintf(stderr, "portiek-kiosk: %s\n", *why ? why : err_slug(err ? err : last));
	return err ? err : last;
}

static int work_enrol(const struct args *a, struct sync_options *o, char *why, size_t cap)
{
	return enrol_run(o, args_get(a, "code", NULL), why, cap);
}

static int work_rotate(const struct args *a, struct sync_options *o, char *why, size_t cap)
{
	(void)a;
	return sync_rotate_once(o, why, cap);
}

/* Beside a running daemon: it does it within its next round of chores. */
static int run_rotate(const struct args *a)
{
	const char *dir = args_get(a, "data", "");
	int lock = -1, err = *dir ? fs_lock(dir, &lock) : OK;
	if (err == ERR_LOCKED && !sync_rotate_ask(dir)) {
		printf("the running kiosk makes a new key within half a minute\n");
		return OK;
	}
	if (lock >= 0)
		fs_unlock(lock);
	err = with_loop(a, APP_OWNER, work_rotate);
	if (!err)
		printf("this kiosk signs with a new key\n");
	return err;
}

static int work_sync(const struct args *a, struct sync_options *o, char *why, size_t cap)
{
	(void)a;
	return sync_run_once(o, why, cap);
}

static int run_enrol(const struct args *a)
{
	int err = with_loop(a, APP_ENROL, work_enrol);
	if (!err)
		printf("enrolled\n");
	return err;
}

static int run_sync(const struct args *a)
{
	if (args_has(a, "once"))
		return with_loop(a, APP_OWNER, work_sync);
	fprintf(stderr, "portiek-kiosk: sync needs --once (serve syncs by itself)\n");
	return ERR_USAGE;
}

static int run_status(const struct args *a)
{
	APP(app);
	int err = open_app(a, APP_READER, &app);
	return err ? err : status_print(app, args_has(a, "json"), stdout);
}

static int run_check(const struct args *a)
{
	const char *dir = args_get(a, "data", NULL);
	if (!dir || !*dir) {
		fprintf(stderr, "portiek-kiosk: --data DIR is missing\n");
		return ERR_USAGE;
	}
	int err = crypt_start();
	return err ? err : copies_check(dir, stdout);
}

/* ---- by hand (D11) --------------------------------------------------------------------------- */

static int run_export(const struct args *a)
{
	const char *to = args_get(a, "to", NULL);
	APP(app);
	if (!to || !*to) {
		fprintf(stderr, "portiek-kiosk: --to FOLDER is missing\n");
		return ERR_USAGE;
	}
	int err = open_app(a, APP_READER, &app);
	if (err)
		return err;
	err = carried_export(app, to, stdout);
	if (err)
		fprintf(stderr, "portiek-kiosk: %s\n", err == ERR_SETUP ? "this kiosk is not enrolled"
							 : "the files cannot be written there; nothing was lost");
	return err;
}

/* Nobody serves: what came in is taken in at once. */
static int take_now(const struct args *a)
{
	APP(app);
	struct sync_options o;
	struct sync_task *t;
	int err = open_app(a, APP_OWNER, &app);
	if (err)
		return err;
	serve_sync_options(app, NULL, &o);
	o.on_site = NULL;
	err = sync_task_still(&o, &t);
	if (err)
		return err == ERR_SETUP ? OK : err; /* kept until this kiosk is enrolled */
	carried_take(t);
	sync_task_free(t);
	return db_turn_commit(app->db);
}

static int run_import_batch(const struct args *a)
{
	const char *dir = args_get(a, "data", NULL);
	int lock = -1;
	if (!dir || !*dir || a->rest_count < 1) {
		fprintf(stderr, "portiek-kiosk: --data DIR or the FILE is missing\n");
		return ERR_USAGE;
	}
	for (int i = 0; i < a->rest_count; i++) {
		int err = carried_bring(dir, a->rest[i], stdout);
		if (err)
			fprintf(stderr, "portiek-kiosk: %s: %s\n", a->rest[i],
				err == ERR_INPUT ? "not a batch or a reply to one"
				: err == ERR_NOT_FOUND ? "not there; a reply needs its batch beside it" : err_slug(err));
		if (err)
			return err;
	}
	if (fs_lock(dir, &lock) != OK) {
		printf("the running kiosk takes it in within a minute\n");
		return OK;
	}
	fs_unlock(lock);
	return take_now(a);
}

/* ---- the folder's settings and the table of routes ------------------------------------------ */

static int read_settings(const struct args *a, struct settings *s)
{
	char why[300] = "";
	int err = settings_read(s, args_get(a, "data", "."), args_get(a, "config", NULL), why, sizeof why);
	if (err)
		fprintf(stderr, "portiek-kiosk: %s\n", why);
	return err;
}

static int run_print_config(const struct args *a)
{
	struct settings s;
	BUF(out);
	int err = read_settings(a, &s);
	conf_print(SETTINGS, &s, &out);
	if (!err)
		fputs(buf_text(&out), stdout);
	return err;
}

static int run_check_config(const struct args *a)
{
	struct settings s;
	int err = read_settings(a, &s);
	if (!err)
		printf("settings are good\n");
	return err;
}

static int run_print_routes(const struct args *a)
{
	BUF(out);
	(void)a;
	http_print_routes(ROUTES, &out);
	fputs(buf_text(&out), stdout);
	return OK;
}

static const char ENROL_HELP[] =
	"make this machine a kiosk of a central, with a one-time code\n\n"
	"Goes on where a break stopped it, then without a code. A damaged database is made anew first, as `serve` does.";

static const char SERVE_HELP[] =
	"show the pages, take reports, deliver them\n\n"
	"DIR/storing.html is kept up to date for the display: a page with the telephone numbers for\n"
	"emergencies, to open as file://DIR/storing.html when this daemon does not run. It needs nothing\n"
	"beside it; the display's user must be able to pass through DIR (mode 0711).";

static const char CHECK_HELP[] =
	"compare the database with its second copy\n\n"
	"Every report is kept twice: in DIR/portiek.db and in DIR/spool. Prints what differs and ends with 65\n"
	"when something does, 74 when the database is damaged. Changes nothing; `serve` mends at its start.";

static const char EXPORT_HELP[] =
	"write the queue onto a stick, to be delivered by hand\n\n"
	"One file NAME.batch per batch, signed and sealed: whoever carries it can read nothing in it. The queue stays\n"
	"as it is until the reply comes back. Central takes the files with `portiek-central import-batch`, another kiosk\n"
	"that has a line with `portiek-kiosk import-batch`. Replies that wait here for other kiosks are written as well.\n"
	"Works beside a running serve.";
static const char IMPORT_BATCH_HELP[] =
	"take in what came on a stick\n\n"
	"NAME.batch.reply, with NAME.batch beside it: what central says it has leaves the queue.\n"
	"NAME.batch of another kiosk: it is handed in when there is a line; `export` fetches the reply.\n"
	"The same file twice does no harm.";

static const struct command COMMANDS[] = {
	{ "enrol", ENROL, "", ENROL_HELP, run_enrol },
	{ "serve", SERVE, "", SERVE_HELP, run_serve },
	{ "capture", DATA_ONLY, "", "take reports from standard input, one JSON per line", run_capture },
	{ "sync", SYNC, "", "deliver the queue now", run_sync },
	{ "rotate-key", ROTATE, "", "make a new key for this kiosk now (it does so every year by itself)", run_rotate },
	{ "export", EXPORT, "", EXPORT_HELP, run_export },
	{ "import-batch", DATA_ONLY, "FILE…", IMPORT_BATCH_HELP, run_import_batch },
	{ "status", STATUS, "", "queue, last contact, versions", run_status },
	{ "check", DATA_ONLY, "", CHECK_HELP, run_check },
	{ "--check-config", DATA_ONLY, "", "are the settings good?", run_check_config },
	{ "--print-config", DATA_ONLY, "", "all settings as they stand", run_print_config },
	{ "--print-routes", NULL, "", "the HTTP calls", run_print_routes },
	{ 0 },
};

const struct program KIOSK = {
	"portiek-kiosk", "the lobby kiosk of Portiek: works without a line, delivers when there is one", COMMANDS,
};
