/* Opening and closing an installation: lock, keys, settings, database.
 *
 * Owns struct app's members that both commands and `serve` need. What only `serve` needs is opened
 * in server/serve.c. Promises: after app_close nothing is held, whatever failed before.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/app.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/audit_store.h"
#include "server/backup.h"
#include "server/calendar.h"
#include "server/catalogues.h"
#include "server/feed.h"
#include "server/finding_store.h"
#include "server/ingest.h"
#include "server/keys.h"
#include "server/ladder_set.h"
#include "server/projection.h"
#include "server/sync_routes.h"
#include "server/witness.h"
#include "shared/base/log.h"
#include "shared/io/db.h"
#include "shared/model/rules.h"

extern const struct db_migration server_migrations[];

#define CACHE_KIB 4096

int64_t app_now(const struct app *app)
{
	return clock_wall(&app->clock);
}

void app_folder(const struct app *app, const char *name, char out[PATH_CAP])
{
	fs_join(out, app->dir, name);
	if (fs_mkdir(out))
		die("app.folder", "path=%s", out);
}

void app_audit(struct app *app, const char *who, const char *what, const char *detail)
{
	app_audit_about(app, who, what, "", detail);
}

void app_audit_about(struct app *app, const char *who, const char *what, const char *about,
		     const char *detail)
{
	const struct audit_row row = {
		.t = app_now(app), .who = who, .what = what, .about = about, .detail = detail,
	};
	int err = audit_add(app->db, &row);
	if (err && err != ERR_STORAGE && err != ERR_DAMAGED) /* those refuse the whole turn */
		die("app.audit", "what=%s", what);
}

struct sync_desk *app_sync_desk(struct app *app)
{
	return app->desk;
}

/* host[:port] of public_url, "" when it is not set: then kiosks may use any name. */
static const char *authority(const struct app *app)
{
	const char *after = strstr(app->settings.public_url, "://");
	return after ? after + 3 : "";
}

int app_open_desk(struct app *app)
{
	char site_dir[PATH_CAP];
	struct sync_desk_options o = {
		.db = app->db, .keys = app->keys, .clock = &app->clock, .ingest = app->ingest,
		.site_dir = site_dir, .authorities = authority(app),
	};

	app_folder(app, "site", site_dir);
	return sync_desk_open(&o, &app->desk);
}

/* A damaged file must not be written to any further (design.md decision 3). Looked at after an unclean stop only. */
static bool is_whole(struct db *db)
{
	if (db_snapshot_begin(db)) /* reads its first page, without ending the program when that is none */
		return false;
	db_snapshot_end(db);
	if (!db_ask_int(db, "PRAGMA user_version", 0))
		return false; /* empty or something else: never an office without reports */
	if (!db_meta_int(db, "clean_stop", 1) && !db_healthy(db))
		return false;
	return !db_damaged(db);
}

static int open_database(struct app *app)
{
	char path[PATH_CAP], backup[PATH_CAP];
	fs_join(path, app->dir, "portiek.db");
	fs_join(backup, app->dir, "portiek.db.before-upgrade");
	if (app->mode == APP_READ)
		return db_open(path, DB_READER, 2048, &app->db);
	int err = fs_size(path) > 0 ? db_open(path, DB_OWNER, CACHE_KIB, &app->db) : ERR_DAMAGED;
	if (err)
		return err;
	db_stand(app->db);
	err = is_whole(app->db) ? db_migrate(app->db, server_migrations, backup) : ERR_DAMAGED;
	if (!err)
		err = witness_open(app, app->put_back ? "restore" : NULL, app->put_back);
	return err ? err : finding_refresh(app->db);
}

static int open_projection(struct app *app)
{
	struct ingest_options o = {
		.db = app->db, .app = app, .keys = app->keys, .clock = &app->clock,
		.loop = app->loop, .apply = projection_apply, .done = projection_done,
	};
	return ingest_open(&o, &app->ingest);
}

static int explain(const struct app *app, int err, const char *dir)
{
	static const struct {
		int err;
		const char *text;
	} rows[] = {
		{ ERR_NOT_FOUND, "is no installation; make one with: portiek-central init --data" },
		{ ERR_LOCKED, NULL }, /* the caller tries the running server */
		{ ERR_NEWER, "was written by a newer program; this one leaves it alone:" },
		{ ERR_STORAGE, "cannot be opened:" },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (rows[i].err == err && rows[i].text)
			fprintf(stderr, "this folder %s %s\n", rows[i].text, dir);
	if (err == ERR_DAMAGED)
		restore_advice(app);
	return err;
}

static int open_calendar(struct app *app)
{
	char why[200] = "";
	app->calendar = mem_new(1, sizeof *app->calendar);
	int err = settings_calendar(&app->settings, app->calendar, why, sizeof why);
	if (err)
		fprintf(stderr, "%s\n", why);
	return err;
}

static int open_all(struct app *app, const char *config)
{
	char path[PATH_CAP];
	fs_join(path, app->dir, "portiek.db");
	if (!fs_exists(path))
		return ERR_NOT_FOUND;
	int err = settings_load(&app->settings, app->dir, config);
	if (!err)
		app->payers = settings_payers(&app->settings);
	if (!err)
		err = open_calendar(app);
	if (!err && app->mode == APP_WRITE)
		err = fs_lock(app->dir, &app->lock_fd);
	if (!err)
		err = keys_load(app->dir, app->keys);
	if (!err)
		err = open_database(app);
	if (!err && app->mode == APP_WRITE)
		err = ladder_set_begin(app);
	if (!err && app->mode == APP_WRITE && !app->loop)
		err = open_projection(app);
	return err;
}

int app_open(struct app *app, const char *dir, enum app_mode mode, const char *config,
	     const char *share)
{
	app->lock_fd = -1;
	app->mode = mode;
	app->clock = clock_system();
	app->keys = mem_new(1, sizeof *app->keys);
	app->catalogues = catalogues_new();
	if (text_copy(app->dir, sizeof app->dir, dir))
		return ERR_INPUT;
	if (share && text_copy(app->share, sizeof app->share, share))
		return ERR_INPUT;
	if (!share) {
		char here[PATH_CAP];
		fs_program_dir(here);
		fs_join(app->share, here, "share");
	}
	return explain(app, open_all(app, config), dir);
}

int app_open_memory(struct app *app, const struct clock *clock)
{
	app->lock_fd = -1;
	app->mode = APP_WRITE;
	app->clock = *clock;
	app->keys = mem_new(1, sizeof *app->keys);
	app->catalogues = catalogues_new();
	conf_defaults(SETTINGS, &app->settings);
	keys_fresh(app->keys);
	int err = open_calendar(app);
	if (!err)
		err = db_open(NULL, DB_MEMORY, 2048, &app->db);
	if (!err)
		err = db_migrate(app->db, server_migrations, NULL);
	if (!err)
		err = ladder_set_begin(app);
	if (!err)
		err = finding_refresh(app->db);
	return err ? err : open_projection(app);
}

void app_close(struct app *app)
{
	witness_close(app);
	ingest_free(app->ingest);
	catalogues_free(app->catalogues);
	rules_free(app->rules);
	ladder_free(app->ladder);
	val_free(app->payers);
	free(app->calendar);
	db_close(app->db);
	if (app->keys)
		keys_wipe(app->keys);
	free(app->keys);
	if (app->lock_fd >= 0)
		fs_unlock(app->lock_fd);
}

int app_create(const char *dir)
{
	char path[PATH_CAP];
	int lock = -1;
	DB(db);
	fs_join(path, dir, "portiek.db");
	int err = fs_mkdir(dir);
	if (!err)
		err = fs_lock(dir, &lock);
	bool was_there = fs_exists(path);
	if (!err)
		err = db_open(path, DB_OWNER, CACHE_KIB, &db);
	if (!err && was_there && !feed_is_new(db))
		err = ERR_CONFLICT; /* what an interrupted init left has nothing in it: gone on with */
	if (!err)
		err = keys_make(dir);
	if (!err)
		err = db_migrate(db, server_migrations, NULL);
	if (lock >= 0)
		fs_unlock(lock);
	return err;
}
