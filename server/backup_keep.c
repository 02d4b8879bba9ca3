/* Which copies stay, and which there are (backup_inside.h).
 *
 * The folder is the truth about files, the table about what was proved; after a database was put back the
 * two differ, and then both are brought together again.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/app.h"
#include "server/backup.h"
#include "server/backup_inside.h"
#include "server/epoch_store.h"
#include "server/keys.h"
#include "server/words.h"
#include "shared/base/log.h"
#include "shared/base/val.h"
#include "shared/io/db.h"

/* ---- bringing together ------------------------------------------------------------------------ */

struct adopting {
	struct app *app;
	const char *folder;
	int count;
};

static int adopt(void *ctx, const char *name)
{
	struct adopting *a = ctx;
	struct backup_row row, known;
	char path[PATH_CAP];
	size_t n = strlen(name);
	fs_join(path, a->folder, name);
	if (n > 5 && !strcmp(name + n - 5, ".part")) {
		fs_remove(path); /* of a server that stopped in the middle */
		return OK;
	}
	if (n < 4 || strcmp(name + n - 3, ".db") != 0 || backup_find(a->app->db, path, &known) ||
	    backup_seal_read(path, &a->app->keys->server, &row) || fs_size(path) != row.bytes)
		return OK;
	text_copy(row.who, sizeof row.who, "");
	if (!backup_add(a->app->db, &row))
		a->count++;
	return OK;
}

static bool look(void *ctx, const struct backup_row *row)
{
	struct app *app = ctx;
	bool there = fs_exists(row->file);
	if (there == (row->gone != 0))
		backup_set_gone(app->db, row->n, there ? 0 : app_now(app));
	return true;
}

void backup_adopt(struct app *app)
{
	char folder[PATH_CAP];
	struct adopting a = { app, folder, 0 };
	if (backup_folder(app, folder))
		return;
	db_event_begin(app->db);
	backup_each(app->db, true, look, app);
	int err = fs_each(folder, adopt, &a);
	if (db_event_commit(app->db, !err))
		log_line(LOG_ERROR, "backup.adopt", "err=storage");
	if (a.count)
		log_line(LOG_NOTE, "backup.found", "files=%d", a.count);
}

/* ---- retention -------------------------------------------------------------------------------- */

struct retiring {
	struct app *app;
	char folder[PATH_CAP];
	int seen;
	bool newest_passed;  /* the newest verified one stays, whatever its age */
	struct backup_row *over;
	int count, room;
};

/* Only what the timetable and the button put there; a file somebody named elsewhere is his. */
static bool is_ours(const struct retiring *r, const char *file)
{
	size_t n = strlen(r->folder);
	return !strncmp(file, r->folder, n) && file[n] == '/' && !strchr(file + n + 1, '/');
}

static bool judge(void *ctx, const struct backup_row *row)
{
	struct retiring *r = ctx;
	const struct settings *s = &r->app->settings;
	bool newest = row->verified && !r->newest_passed;
	r->newest_passed |= row->verified;
	if (!is_ours(r, row->file))
		return true;
	bool over = ++r->seen > s->backup_keep || app_now(r->app) - row->begun > s->backup_keep_days * DAY_MS;
	if (over && !newest && r->count < r->room)
		r->over[r->count++] = *row;
	return true;
}

static void take_away(const char *file, const char *what)
{
	char path[PATH_CAP];
	if (snprintf(path, sizeof path, "%s%s", file, what) < PATH_CAP)
		(void)!fs_remove_tree(path);
}

void backup_retire(struct app *app)
{
	struct retiring r = { .app = app, .room = 64 };
	if (backup_folder(app, r.folder))
		return;
	r.over = mem_new((size_t)r.room, sizeof *r.over);
	backup_each(app->db, false, judge, &r);
	db_event_begin(app->db);
	for (int i = 0; i < r.count; i++) {
		fs_remove(r.over[i].file);
		take_away(r.over[i].file, ".seal");
		take_away(r.over[i].file, ".files");
		backup_set_gone(app->db, r.over[i].n, app_now(app));
	}
	if (db_event_commit(app->db, true))
		log_line(LOG_ERROR, "backup.retire", "err=storage");
	if (r.count)
		log_line(LOG_NOTE, "backup.retired", "files=%d", r.count);
	free(r.over);
}

/* ---- ages ------------------------------------------------------------------------------------- */

bool backup_late(struct app *app)
{
	struct backup_row row;
	int64_t patience = app->settings.backup_warn * HOUR_MS;
	if (!backup_newest(app->db, &row))
		return !app->started || app_now(app) - app->started > 2 * HOUR_MS;
	return app_now(app) - row.begun > patience;
}

void backup_put_view(struct app *app, struct val *list)
{
	if (!app->started || !backup_late(app))
		return;
	struct val *row = val_put_object(list, NULL);
	val_put_str(row, "key", "backups");
	val_put_str(row, "label", words_get("view", "backups"));
	val_put_int(row, "count", 1);
	val_put_bool(row, "more", false);
}

void backup_put_stats(struct app *app, struct val *into)
{
	struct backup_row row;
	char why[16];
	int64_t t;
	bool some = backup_newest(app->db, &row);
	val_put_int(into, "backup_age_s", some ? (app_now(app) - row.begun) / SECOND_MS : -1);
	val_put_int(into, "backup_late", backup_late(app));
	val_put_int(into, "restore_age_s",
		    epoch_changed(app->db, &t, why, sizeof why) ? (app_now(app) - t) / SECOND_MS : -1);
}
