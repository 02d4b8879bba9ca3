/* A kiosk whose disk has become read-only works from memory: pages, what was not sent, and central.
 *
 * The database and its log are copied, since the log cannot be read where nothing can be written. What
 * central acknowledges is remembered until the process ends and sent again afterwards; it is stored
 * there once. Reports are refused (room.c). Requests are counted with what every other run spares of the
 * counters it reserves, so that the run after this one is not taken for a twin.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "firmware/app.h"
#include "firmware/app_inside.h"
#include "shared/base/log.h"

#define DB_CAP (512u << 20)

static int copy_file(const char *from_dir, const char *to_dir, const char *name)
{
	char from[PATH_CAP], to[PATH_CAP];
	BUF(bytes);
	fs_join(from, from_dir, name);
	fs_join(to, to_dir, name);
	int err = fs_read(from, DB_CAP, &bytes);
	if (err == ERR_NOT_FOUND)
		return OK;
	return err ? err : fs_write(to, buf_text(&bytes), bytes.len, 0600);
}

static void remove_copy(const char *dir)
{
	static const char *const names[] = { "portiek.db", "portiek.db-wal", "portiek.db-shm" };
	char path[PATH_CAP];
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		fs_join(path, dir, names[i]);
		if (fs_exists(path) && fs_remove(path))
			log_line(LOG_WARN, "memory.left", "path=%s", path);
	}
	rmdir(dir);
}

int app_open_memory(struct app *app)
{
	char dir[] = "/dev/shm/portiek-XXXXXX", path[PATH_CAP];
	log_line(LOG_ERROR, "disk.read_only", "dir=%s works=from_memory", app->dir);
	fprintf(stderr, "portiek-kiosk: %s is read-only: no report can be saved; what waits is sent from memory\n",
		app->dir);
	if (!mkdtemp(dir))
		return ERR_STORAGE;
	fs_join(path, dir, "portiek.db");
	int err = copy_file(app->dir, dir, "portiek.db");
	if (!err)
		err = copy_file(app->dir, dir, "portiek.db-wal");
	if (!err)
		err = db_open("", DB_MEMORY, 0, &app->db);
	if (!err)
		err = db_load(app->db, path);
	remove_copy(dir);
	return err;
}
