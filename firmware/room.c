/* Asks the file system; owns DIR/ballast.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/room.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/app.h"
#include "shared/base/log.h"
#include "shared/io/fs.h"

#define LEAST (INT64_C(1) << 20)   /* no report below it: the rest is for delivering */
#define BALLAST (1 << 20)
#define LITTLE (INT64_C(1) << 18)  /* so little is left: throw it off */
#define PLENTY (INT64_C(8) << 20)  /* so much is left: lay it down again */

const char *room_state(struct app *app)
{
	if (!*app->dir)
		return "ok";
	if (app->memory || fs_read_only(app->dir)) /* what is kept in memory is gone with the next start */
		return "read_only";
	int64_t room = fs_free(app->dir);
	return room >= 0 && room < LEAST ? "full" : "ok";
}

int room_for_report(struct app *app)
{
	const char *state = room_state(app);
	if (!strcmp(state, "ok"))
		return OK;
	log_line(LOG_ERROR, !strcmp(state, "full") ? "disk.full" : "disk.read_only", "what=report free=%" PRId64,
		 fs_free(app->dir));
	return ERR_STORAGE;
}

static void lay_down(const char *path)
{
	char *bytes = mem_new(1, BALLAST);
	if (fs_write(path, bytes, BALLAST, 0600))
		log_line(LOG_WARN, "disk.ballast", "laid=0");
	free(bytes);
}

void room_keep(struct app *app)
{
	char path[PATH_CAP];
	int64_t room = *app->dir ? fs_free(app->dir) : -1;
	if (room < 0)
		return;
	fs_join(path, app->dir, "ballast");
	if (fs_exists(path)) {
		if (room < LITTLE && fs_remove(path) == OK)
			log_line(LOG_ERROR, "disk.full", "what=ballast free=%" PRId64, room);
	} else if (room > PLENTY && !fs_read_only(app->dir)) {
		lay_down(path);
	}
}
