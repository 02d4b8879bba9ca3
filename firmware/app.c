/* Opening and closing a kiosk: folder, lock, settings, database, rooms in memory.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/app.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "firmware/device_copy_store.h"
#include "firmware/device_store.h"
#include "firmware/pages.h"
#include "firmware/sealer.h"
#include "firmware/sessions.h"
#include "firmware/shelf.h"
#include "firmware/spool.h"
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

static int open_database(struct app *app, enum app_mode mode)
{
	static const enum db_mode modes[] = { [APP_OWNER] = DB_OWNER, [APP_SERVE] = DB_OWNER,
					      [APP_READER] = DB_READER,
					      [APP_MEMORY] = DB_MEMORY };
	char path[PATH_CAP] = "", backup[PATH_CAP];
	if (*app->dir)
		fs_join(path, app->dir, "portiek.db");
	if (mode == APP_READER && !fs_exists(path)) {
		fprintf(stderr, "portiek-kiosk: no kiosk in %s\n", app->dir);
		return ERR_NOT_FOUND;
	}
	int err = db_open(path, modes[mode], CACHE_KIB, &app->db);
	if (!err && mode != APP_READER) {
		snprintf(backup, sizeof backup, "%.*s.before", (int)sizeof backup - 8, path);
		err = db_migrate(app->db, firmware_migrations, *path ? backup : NULL);
	}
	if (err == ERR_NEWER)
		fprintf(stderr, "portiek-kiosk: %s was written by a newer program\n", path);
	else if (err)
		fprintf(stderr, "portiek-kiosk: cannot open %s\n", path);
	return err;
}

/* A second copy that cannot be written is no reason not to serve: it is tried again, and told. */
static void open_copies(struct app *app)
{
	app->spool = spool_open(app->dir, app->db);
	if (device_copy_write(app->db, app->dir))
		log_line(LOG_ERROR, "identity.behind", "path=%s/identity", app->dir);
}

static bool owns(enum app_mode mode)
{
	return mode == APP_OWNER || mode == APP_SERVE;
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
	if (owns(mode))
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
