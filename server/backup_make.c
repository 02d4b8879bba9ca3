/* Making one copy (backup_inside.h).
 *
 * Promises: a file under its own name was proved after it was written, read anew; what did not hold is
 * called FILE.bad and moves nothing; safe_hwm moves in the same transaction as the row of the copy.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/app.h"
#include "server/backup_inside.h"
#include "server/epoch_store.h"
#include "server/keys.h"
#include "shared/base/buf.h"
#include "shared/base/crash.h"
#include "shared/base/log.h"
#include "shared/io/db.h"

#define CACHE_KIB 2048
#define SPARE_BYTES (INT64_C(64) << 20)

extern const struct db_migration server_migrations[];

int64_t backup_newest_schema(void)
{
	int64_t newest = 0;
	for (const struct db_migration *m = server_migrations; m->number; m++)
		newest = m->number > newest ? m->number : newest;
	return newest;
}

int backup_folder(const struct app *app, char out[PATH_CAP])
{
	const char *folder = app->settings.backup_folder;
	char path[PATH_CAP];
	if (folder[0] == '/')
		text_copy(path, sizeof path, folder);
	else
		fs_join(path, app->dir, folder);
	int err = fs_mkdir(path);
	return err ? err : fs_whole(path, out) ? ERR_STORAGE : OK; /* rows name it from wherever it is run */
}

static void new_name(const struct app *app, const char *folder, char out[PATH_CAP])
{
	char day[21], name[64], more[8] = "";
	clock_rfc3339(app_now(app), day);
	for (int n = 2; n < 100; n++) { /* another of the same second gets a number */
		snprintf(name, sizeof name, "portiek-%.4s%.2s%.2sT%.2s%.2s%.2sZ%s.db", day, day + 5, day + 8, day + 11,
			 day + 14, day + 17, more);
		fs_join(out, folder, name);
		if (!fs_exists(out))
			return;
		snprintf(more, sizeof more, "-%d", n);
	}
}

static bool beside(const char *file, const char *what, char out[PATH_CAP])
{
	return snprintf(out, PATH_CAP, "%s%s", file, what) < PATH_CAP;
}

/* A copy must never be what fills the disk reports are stored on. */
static bool has_room(const struct app *app, const char *file)
{
	char folder[PATH_CAP];
	text_copy(folder, sizeof folder, file);
	char *slash = strrchr(folder, '/');
	if (slash)
		*slash = '\0';
	int64_t room = slash ? fs_free(folder) : fs_free(".");
	if (room < 0 || room >= db_bytes(app->db) + SPARE_BYTES)
		return true; /* unknown: writing will tell */
	log_line(LOG_ERROR, "disk.full", "what=backup free=%lld", (long long)room);
	return false;
}

int backup_job_new(struct app *app, const char *file, const char *who, struct backup_job **ret)
{
	struct backup_job *j = mem_new(1, sizeof *j);
	struct backup_row before;
	char folder[PATH_CAP];
	int err = file ? OK : backup_folder(app, folder);
	*ret = j;
	if (err)
		return err;
	if (file)
		err = text_copy(j->row.file, sizeof j->row.file, file);
	else
		new_name(app, folder, j->row.file);
	text_copy(j->dir, sizeof j->dir, app->dir);
	text_copy(j->row.who, sizeof j->row.who, who);
	j->row.begun = app_now(app);
	j->key = &app->keys->server;
	j->newest = backup_newest_schema();
	if (err || !beside(j->row.file, ".part", j->part) || strlen(j->row.file) > PATH_CAP - 200)
		return ERR_INPUT;
	if (fs_exists(j->row.file))
		return ERR_CONFLICT;
	if (!has_room(app, j->row.file))
		return ERR_STORAGE;
	if (backup_newest(app->db, &before))
		err = beside(before.file, ".files", j->like) ? OK : ERR_INPUT;
	return err;
}

void backup_job_free(struct backup_job *j)
{
	if (!j)
		return;
	db_copy_end(j->copy);
	free(j->marks);
	free(j);
}

static bool enough(void *ctx)
{
	struct backup_job *j = ctx;
	return atomic_load(&j->stop);
}

void backup_job_count(struct backup_job *j)
{
	char path[PATH_CAP];
	DB(db);
	fs_join(path, j->dir, "portiek.db");
	if (db_open(path, DB_READER, CACHE_KIB, &db))
		return;
	db_stand(db);
	db_stop_when(db, enough, j);
	if (!db_snapshot_begin(db))
		backup_facts_count(db, &j->floor);
	j->live_damaged = db_damaged(db);
	db_snapshot_end(db);
}

int backup_job_copy(struct app *app, struct backup_job *j, int pages, bool *ret_done)
{
	*ret_done = false;
	int err = j->copy ? OK : db_copy_begin(app->db, j->part, &j->copy);
	if (!err)
		err = db_copy_step(j->copy, pages, ret_done);
	if (err || !*ret_done)
		return err;
	backup_facts_said(app->db, &j->said); /* nothing was committed since the last page */
	db_copy_end(j->copy);
	j->copy = NULL;
	crash_point("central.backup.copied");
	return OK;
}

/* ---- the check ------------------------------------------------------------------------------- */

static void keep_mark(void *ctx, int64_t device, int64_t hwm)
{
	struct backup_job *j = ctx;
	if (j->mark_count < j->row.facts.devices)
		j->marks[j->mark_count++] = (struct backup_safe_mark){ device, hwm };
}

static const char *keep_files(struct backup_job *j, struct db *db)
{
	char files[PATH_CAP];
	if (!beside(j->row.file, ".files", files))
		return "copy";
	int err = backup_files_keep(db, j->dir, j->like, files);
	if (err)
		(void)!fs_remove_tree(files);
	return err == ERR_NOT_FOUND ? "files" : err ? "copy" : "";
}

static const char *prove(struct backup_job *j)
{
	DB(db);
	if (db_copy_seal(j->part) || db_open(j->part, DB_READER, CACHE_KIB, &db))
		return "file";
	db_stand(db);
	db_stop_when(db, enough, j);
	if (backup_readable(db, j->newest) || db_snapshot_begin(db))
		return "file";
	const char *why = backup_prove(db, &j->said, &j->floor, &j->row.facts);
	if (!*why) {
		j->marks = mem_new((size_t)j->row.facts.devices + 1, sizeof *j->marks);
		backup_each_device(db, keep_mark, j);
		why = keep_files(j, db);
	}
	db_snapshot_end(db);
	return why;
}

static const char *give_name(struct backup_job *j)
{
	uint8_t hash[HASH_BYTES];
	if (fs_sha256(j->part, hash))
		return "copy";
	hex_encode(hash, sizeof hash, j->row.sha256);
	j->row.bytes = fs_size(j->part);
	if (backup_seal_write(&j->row, j->key) || fs_replace(j->part, j->row.file))
		return "copy";
	crash_point("central.backup.named");
	return "";
}

/* The copy is wrong: is it the database itself? */
static bool live_is_damaged(const struct backup_job *j)
{
	char path[PATH_CAP];
	DB(db);
	fs_join(path, j->dir, "portiek.db");
	if (db_open(path, DB_READER, CACHE_KIB, &db))
		return false;
	db_stand(db);
	return !db_healthy(db) || db_damaged(db);
}

static void set_aside(struct backup_job *j)
{
	char bad[PATH_CAP];
	j->row.bytes = fs_size(j->part);
	if (!strcmp(j->row.why, "copy") || !beside(j->row.file, ".bad", bad) || fs_replace(j->part, bad))
		fs_remove(j->part); /* half a file is no evidence, and its room may be needed */
	else
		text_copy(j->row.file, sizeof j->row.file, bad);
	j->live_damaged = strcmp(j->row.why, "copy") != 0 && live_is_damaged(j);
}

void backup_job_check(struct backup_job *j)
{
	const char *why = prove(j);
	if (!*why && !atomic_load(&j->stop))
		why = give_name(j);
	else if (atomic_load(&j->stop))
		why = "copy"; /* given up half way: nothing is known of it */
	text_copy(j->row.why, sizeof j->row.why, why);
	j->row.verified = !*why;
	if (*why)
		set_aside(j);
}

/* ---- writing it down -------------------------------------------------------------------------- */

static int move_safe(struct app *app, const struct backup_job *j)
{
	char epoch[EPOCH_TEXT];
	int err = OK;
	if (!j->row.verified || !db_meta_text(app->db, "epoch", epoch, sizeof epoch) ||
	    strcmp(epoch, j->row.facts.epoch) != 0)
		return OK;
	for (int i = 0; i < j->mark_count && !err; i++)
		err = backup_safe(app->db, j->marks[i].device, j->marks[i].hwm);
	return err;
}

int backup_job_record(struct app *app, struct backup_job *j)
{
	struct backup_row *row = &j->row;
	row->ended = app_now(app);
	db_event_begin(app->db);
	int err = backup_add(app->db, row);
	if (!err)
		err = move_safe(app, j);
	if (!err && !row->verified)
		app_audit_about(app, row->who[0] ? row->who : "-", "backup.failed", row->why, row->file);
	int stored = db_event_commit(app->db, !err);
	crash_point("central.backup.recorded");
	if (row->verified)
		log_line(LOG_NOTE, "backup.made", "file=%s bytes=%lld commits=%lld", row->file, (long long)row->bytes,
			 (long long)row->facts.commits);
	else
		log_line(LOG_ERROR, "backup.bad", "why=%s file=%s", row->why, row->file);
	return err ? err : stored;
}
