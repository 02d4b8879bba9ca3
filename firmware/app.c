/* Opening and closing a kiosk: folder, lock, settings, database, rooms in memory.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/app.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "firmware/app_inside.h"
#include "firmware/device_copy_store.h"
#include "firmware/device_store.h"
#include "firmware/pages.h"
#include "firmware/rebuild.h"
#include "firmware/sealer.h"
#include "firmware/sessions.h"
#include "firmware/shelf.h"
#include "firmware/spool.h"
#include "firmware/witness.h"
#include "shared/base/crypt.h"
#include "shared/base/log.h"

#define CACHE_KIB 1024

extern const struct db_migration firmware_migrations[];

static int open_settings(struct app *app)
{
	char why[300] = "";
	if (!*app->dir) {
		conf_defaults(SETTINGS, &app->set);
		return OK;
	}
	int err = settings_read(&app->set, app->dir, app->config, why, sizeof why);
	if (err)
		fprintf(stderr, "portiek-kiosk: %s\n", why);
	return err;
}

static int lock_folder(struct app *app)
{
	umask(0077);
	int err = fs_mkdir(app->dir);
	if (!err)
		err = fs_lock(app->dir, &app->lock);
	if (err == ERR_LOCKED)
		fprintf(stderr, "portiek-kiosk: another portiek-kiosk is using %s; stop it first\n",
			app->dir);
	else if (err)
		fprintf(stderr, "portiek-kiosk: cannot use the folder %s\n", app->dir);
	return err;
}

static bool owns(enum app_mode mode)
{
	return mode == APP_OWNER || mode == APP_ENROL || mode == APP_SERVE;
}

static int rebuild(struct app *app, const char *why)
{
	struct rebuild_options o = { .data_dir = app->dir, .clock = &app->clock, .random = app->random };
	return rebuild_run(&o, why);
}

/* The daemon and an enrolment always read the whole database first, the other commands when the last run did not
 * end well. */
static int before_database(struct app *app, enum app_mode mode)
{
	int err = rebuild_resume(app->dir, &app->clock);
	const char *why = err ? NULL : rebuild_due(app->dir, mode != APP_OWNER || witness_left(app->dir));
	return why ? rebuild(app, why) : err;
}

static int open_and_migrate(struct app *app, const char *path, enum db_mode mode)
{
	char backup[PATH_CAP];
	int err = db_open(path, mode, CACHE_KIB, &app->db);
	if (err || mode == DB_READER)
		return err;
	snprintf(backup, sizeof backup, "%.*s.before", (int)sizeof backup - 8, path);
	return db_migrate(app->db, firmware_migrations, *path ? backup : NULL);
}

/* A wrong version number makes the file look newer than it is, or makes old migrations run again; the
 * identity file says which version it had. */
static bool is_damage(struct app *app, const char *path, int err)
{
	int64_t newest = 0, had = device_copy_schema(app->dir);
	for (const struct db_migration *m = firmware_migrations; m->number; m++)
		newest = m->number;
	if (err == ERR_NEWER || err == ERR_INTERNAL)
		return had > 0 && had <= newest;
	return (err == ERR_STORAGE || err == ERR_DAMAGED) && db_file_damaged(path);
}

/* A statement met a damaged page: nothing of this turn is kept, the supervisor starts us again and that
 * start makes the database anew. */
static void restart_to_rebuild(void *ctx)
{
	struct app *app = ctx;
	rebuild_ask(app->dir);
	fprintf(stderr, "portiek-kiosk: the database is damaged; the next start makes it anew\n");
	_exit(EX_TEMPFAIL);
}

static void give_up_reading(void *ctx)
{
	(void)ctx;
	fprintf(stderr, "portiek-kiosk: the database is damaged; `serve` makes it anew\n");
	_exit(EX_IOERR);
}

/* What cannot be opened for damage is made anew, and opened. */
static int open_file(struct app *app, const char *path, enum app_mode mode)
{
	if (!owns(mode))
		return open_and_migrate(app, path, mode == APP_READER ? DB_READER : DB_MEMORY);
	int err = before_database(app, mode);
	if (err)
		return err;
	err = open_and_migrate(app, path, DB_OWNER);
	if (!err || !is_damage(app, path, err))
		return err;
	db_close(app->db);
	app->db = NULL;
	err = rebuild(app, "unopened");
	return err ? err : open_and_migrate(app, path, DB_OWNER);
}

static int open_in_memory(struct app *app)
{
	int err = app_open_memory(app);
	return err ? err : db_migrate(app->db, firmware_migrations, NULL);
}

static int open_database(struct app *app, enum app_mode mode)
{
	char path[PATH_CAP] = "";
	if (*app->dir)
		fs_join(path, app->dir, "portiek.db");
	if (mode == APP_READER && !fs_exists(path)) {
		fprintf(stderr, "portiek-kiosk: no kiosk in %s\n", app->dir);
		return ERR_NOT_FOUND;
	}
	app->memory = mode == APP_SERVE && fs_read_only(app->dir);
	int err = app->memory ? open_in_memory(app) : open_file(app, path, mode);
	if (err == ERR_NEWER)
		fprintf(stderr, "portiek-kiosk: %s was written by a newer program\n", path);
	else if (err)
		fprintf(stderr, "portiek-kiosk: cannot open %s\n", path);
	if (!err && mode != APP_MEMORY)
		db_on_damage(app->db, owns(mode) ? restart_to_rebuild : give_up_reading, app);
	return err;
}

/* A second copy that cannot be written is no reason not to serve: it is tried again, and told. */
static void open_copies(struct app *app)
{
	app->spool = spool_open(app->dir, app->db);
	if (device_copy_write(app->db, app->dir))
		log_line(LOG_ERROR, "identity.behind", "path=%s/identity", app->dir);
}

static int open_all(struct app *app, enum app_mode mode)
{
	int err = crypt_start();
	if (!err)
		err = open_settings(app);
	if (!err && owns(mode))
		err = lock_folder(app);
	if (!err)
		err = open_database(app, mode);
	if (err)
		return err;
	device_boot(app->boot);
	app->shelf = shelf_new(app->db);
	app->pages = pages_new();
	app->sessions = sessions_new();
	app->sealer = sealer_new();
	if (owns(mode) && !app->memory)
		open_copies(app);
	return OK;
}

int app_open(const char *dir, const char *config, enum app_mode mode, struct app **ret)
{
	struct app *app = mem_new(1, sizeof *app);
	*ret = NULL;
	app->lock = -1;
	app->config = config;
	app->clock = clock_system();
	app->random = crypt_random;
	int err = ERR_INPUT;
	if (mode == APP_MEMORY || text_copy(app->dir, sizeof app->dir, dir) == OK)
		err = open_all(app, mode);
	if (err) {
		app_close(app);
		return err;
	}
	*ret = app;
	return OK;
}

static void close_copies(struct app *app)
{
	if (!app->spool)
		return;
	spool_close(app->spool);
	if (device_copy_write(app->db, app->dir))
		log_line(LOG_ERROR, "identity.behind", "path=%s/identity", app->dir);
}

void app_close(struct app *app)
{
	if (!app)
		return;
	sessions_free(app->sessions);
	sealer_free(app->sealer);
	pages_free(app->pages);
	shelf_free(app->shelf);
	close_copies(app);
	db_close(app->db);
	if (app->lock >= 0)
		fs_unlock(app->lock);
	free(app);
}

void app_closep(struct app **app)
{
	app_close(*app);
}
