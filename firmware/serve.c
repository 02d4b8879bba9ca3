/* Serving: everything that only exists while the daemon runs is opened and closed here.
 *
 * One turn of the loop is one commit; replies of writing routes leave after it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/serve.h"

#include <stdio.h>
#include <string.h>

#include "firmware/app.h"
#include "firmware/carried.h"
#include "firmware/copies.h"
#include "firmware/device_copy_store.h"
#include "firmware/hardware.h"
#include "firmware/mirror_store.h"
#include "firmware/notify.h"
#include "firmware/outbox.h"
#include "firmware/pages.h"
#include "firmware/room.h"
#include "firmware/routes.h"
#include "firmware/sealer.h"
#include "firmware/sentences.h"
#include "firmware/sessions.h"
#include "firmware/spool.h"
#include "firmware/storing.h"
#include "firmware/sync_task.h"
#include "firmware/witness.h"
#include "shared/base/crash.h"
#include "shared/base/log.h"
#include "shared/io/http.h"
#include "shared/io/loop.h"

#define CHORES_MS (30 * SECOND_MS)
#define SPOOL_PRESSURE (INT64_C(64) << 20)

static int commit_turn(void *ctx)
{
	struct app *app = ctx;
	bool open = db_turn_open(app->db);

	if (open)
		crash_point("kiosk.commit.before");
	int err = db_turn_end(app->db);
	if (open)
		crash_point("kiosk.commit.after");
	spool_follow(app->spool);
	if (err)
		room_keep(app);
	if (db_suspect(app->db))
		loop_stop(app->loop); /* serve_run tells why */
	return err;
}

int serve_open_loop(struct app *app)
{
	struct loop_options o = {
		.ca_file = *app->set.ca_file ? app->set.ca_file : NULL,
		.max_connections = 256, .turn_end = commit_turn, .ctx = app,
	};
	return loop_open(&o, &app->loop);
}

void serve_close_loop(struct app *app)
{
	if (app->loop)
		loop_close(app->loop);
	app->loop = NULL;
}

static void on_site(void *ctx, const char *path, const char *version)
{
	(void)path;
	log_line(LOG_NOTE, "site.arrived", "version=%s", version);
	pages_refresh(ctx);
	storing_refresh(ctx);
}

/* What leaves this machine stands in both copies. */
static void on_send(void *ctx)
{
	struct app *app = ctx;
	spool_follow(app->spool);
}

void serve_sync_options(struct app *app, const char *central, struct sync_options *ret)
{
	memset(ret, 0, sizeof *ret);
	ret->loop = app->loop;
	ret->db = app->db;
	ret->clock = &app->clock;
	ret->data_dir = app->dir;
	ret->origin = central && *central ? central : app->set.central;
	ret->software = SOFTWARE;
	ret->memory = app->memory;
	hardware_hint(app->dir, ret->hw_hint);
	ret->on_site = on_site;
	ret->on_send = on_send;
	ret->ctx = app;
}

/* ---- chores: what has to happen now and then even when nobody asks for anything ------------- */

struct chores {
	struct app *app;
	struct loop_timer *timer;
};

/* Room on the disk: segments of what is safe, or, when it is nearly full, of what was dropped. */
static void tidy_spool(struct app *app)
{
	int64_t room = fs_free(app->dir);
	bool pressure = room >= 0 && room < SPOOL_PRESSURE;
	spool_drop(app->spool, pressure ? INT64_MAX : outbox_safe(app->db));
	if (!app->memory && device_copy_write(app->db, app->dir))
		log_line(LOG_ERROR, "identity.behind", "path=%s/identity", app->dir);
}

/* The disk turned read-only, or can be written again: the next start works from memory, or from the disk. */
static bool disk_turned(struct app *app)
{
	if (!*app->dir || fs_read_only(app->dir) == app->memory)
		return false;
	log_line(LOG_ERROR, app->memory ? "disk.writable" : "disk.read_only", "next=restart");
	app->restart = true;
	loop_stop(app->loop);
	return true;
}

static void do_chores(void *ctx)
{
	struct chores *c = ctx;
	if (disk_turned(c->app))
		return;
	sessions_sweep(c->app);
	sync_task_chores(c->app->sync, c->app->set.rotate_days * DAY_MS);
	pages_refresh(c->app);
	tidy_spool(c->app);
	room_keep(c->app);
	carried_take(c->app->sync);
	loop_timer_set(c->timer, CHORES_MS);
}

/* SIGHUP: settings that can change while serving; a wrong file changes nothing. */
static void reload(void *ctx)
{
	struct app *app = ctx;
	struct settings fresh;
	char why[300] = "";
	if (settings_read(&fresh, app->dir, app->config, why, sizeof why)) {
		log_line(LOG_ERROR, "settings.kept", "why=%s", why);
		return;
	}
	bool restart = strcmp(fresh.listen, app->set.listen) ||
		       strcmp(fresh.hosts, app->set.hosts) ||
		       strcmp(fresh.central, app->set.central) ||
		       strcmp(fresh.ca_file, app->set.ca_file);
	app->set = fresh;
	log_line(LOG_NOTE, "settings.reloaded", "restart_needed=%d", restart);
}

/* ---- start and stop ------------------------------------------------------------------------- */

/* Both copies of every report are compared before anything is served; app_open looked at the database. */
static void check_copies(struct app *app)
{
	/* A full disk must not keep the pages and the emergency numbers from being shown. */
	if (app->memory)
		return;
	if (witness_open(app->dir, &app->unclean))
		log_line(LOG_ERROR, "disk.full", "what=witness");
	if (app->unclean)
		log_line(LOG_NOTE, "start.unclean", "check=copies");
	/* Nor must a second copy that cannot be read or mended. */
	if (copies_mend(app->dir, app->db, app->spool, app->unclean))
		log_line(LOG_ERROR, "copies.unmended", "dir=%s", app->dir);
	mirror_check(app->db, clock_wall(&app->clock), app->unclean);
}

static int open_http(struct app *app, const char *listen)
{
	struct http_options o = {
		.app = app, .routes = ROUTES, .listen = listen,
		.hosts = app->set.hosts, .csp = PAGES_CSP,
		.who = sessions_who, .sentence = sentences_find, .db = app->db, .per_address = 16,
	};
	int err = http_open(app->loop, &o, &app->http);
	if (err)
		fprintf(stderr, "portiek-kiosk: cannot listen on %s\n", listen);
	return err;
}

static int open_parts(struct app *app, const char *listen, const char *central)
{
	struct sync_options sync;
	check_copies(app);
	crash_point("kiosk.start.checked");
	int err = serve_open_loop(app);
	if (!err)
		err = open_http(app, listen);
	if (err)
		return err;
	serve_sync_options(app, central, &sync);
	err = sync_task_start(&sync, &app->sync);
	if (!err)
		sealer_serve(app->sealer, app->loop, app->db);
	if (!err)
		spool_serve(app->spool, app->loop);
	if (err)
		fprintf(stderr, "portiek-kiosk: cannot start the sync\n");
	return err;
}

static void close_parts(struct app *app)
{
	crash_point("kiosk.stop.begun");
	if (app->sync)
		sync_task_free(app->sync);
	app->sync = NULL;
	if (app->http)
		http_close(app->http);
	app->http = NULL;
	spool_idle(app->spool);
	serve_close_loop(app);
	crash_point("kiosk.stop.before");
	if (!app->memory && db_turn_commit(app->db) == OK && !db_suspect(app->db))
		witness_close(app->dir);
	crash_point("kiosk.stop.clean");
}

/* An fsync that failed: what was committed before may not be on the disk. The next start opens everything
 * again and compares both copies (the witness stays). */
static int judge_end(struct app *app)
{
	if (app->restart)
		return ERR_BUSY;
	if (!db_suspect(app->db))
		return OK;
	log_line(LOG_ERROR, "disk.fsync", "next=restart");
	fprintf(stderr, "portiek-kiosk: the disk failed to store; the next start checks what is there\n");
	return ERR_STORAGE;
}

static void say_ready(struct app *app, const char *listen)
{
	const char *colon = strrchr(listen, ':');
	int host = colon ? (int)(colon - listen) : (int)strlen(listen);
	printf("ready http://%.*s:%d\n", host, listen, http_port(app->http));
	fflush(stdout);
	notify_say("READY=1\nSTATUS=serving");
}

int serve_run(struct app *app, const char *listen, const char *central)
{
	listen = listen ? listen : app->set.listen;
	int err = open_parts(app, listen, central);
	if (!err) {
		struct chores chores = { .app = app };
		chores.timer = loop_timer_new(app->loop, do_chores, &chores);
		app->notify = notify_start(app->loop);
		loop_on_reload(app->loop, reload, app);
		pages_refresh(app);
		storing_refresh(app);
		room_keep(app);
		loop_timer_set(chores.timer, CHORES_MS);
		crash_point("kiosk.start.ready");
		say_ready(app, listen);
		loop_run(app->loop);
		notify_say("STOPPING=1");
		notify_free(app->notify);
		app->notify = NULL;
		loop_timer_free(chores.timer);
		err = judge_end(app);
	}
	close_parts(app);
	return err;
}
