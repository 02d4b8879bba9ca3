/* `backup [FILE]`: here when nobody serves, by the running server when one does.
 *
 * Owns nothing. The server answers at once; this side then waits until the row of the copy is there, so that
 * the command ends when the copy is proved, and other commands reach the server meanwhile.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "server/admin.h"
#include "server/app.h"
#include "server/backup.h"
#include "server/backup_inside.h"
#include "server/command.h"
#include "server/words.h"
#include "shared/io/db.h"

#define LOOK_MS 100

static int tell(const struct backup_row *row)
{
	if (!row->verified) {
		fprintf(stderr, "this copy cannot be relied on (%s: %s); nothing counts as safe by it: %s\n", row->why,
			words_get("backup", row->why), row->file);
		return ERR_DAMAGED;
	}
	printf("%s\n  %lld bytes, %lld reports, %lld cases, %lld events, %lld marks; proved\n", row->file,
	       (long long)row->bytes, (long long)row->facts.items, (long long)row->facts.cases,
	       (long long)row->facts.events, (long long)row->facts.marks);
	return OK;
}

static int refuse(int err)
{
	static const struct {
		int err;
		const char *text;
	} rows[] = {
		{ ERR_BUSY, "a copy is being made already" },
		{ ERR_CONFLICT, "there is a file of that name; nothing was changed" },
		{ ERR_STORAGE, "the folder cannot be written to, or is full" },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (rows[i].err == err)
			fprintf(stderr, "%s\n", rows[i].text);
	return err;
}

/* ---- here ------------------------------------------------------------------------------------- */

static int make_here(struct app *app, const char *file)
{
	struct backup_job *j = NULL;
	bool done = false;
	int err = backup_job_new(app, file, "-", &j);
	if (!err) {
		backup_job_count(j);
		err = backup_job_copy(app, j, -1, &done);
	}
	if (!err) {
		backup_job_check(j);
		err = backup_job_record(app, j);
	} else if (j && err != ERR_CONFLICT) {
		fs_remove(j->part);
	}
	err = err ? refuse(err) : tell(&j->row);
	if (!err)
		backup_retire(app);
	backup_job_free(j);
	return err;
}

/* ---- there ------------------------------------------------------------------------------------ */

static bool server_ended(const char *dir)
{
	int fd;
	if (fs_lock(dir, &fd))
		return false;
	fs_unlock(fd);
	return true;
}

static int wait_for(const char *dir, const char *file)
{
	const struct timespec pause = { .tv_nsec = LOOK_MS * 1000000 };
	struct backup_row row;
	char path[PATH_CAP], bad[PATH_CAP];
	DB(db);
	fs_join(path, dir, "portiek.db");
	if (db_open(path, DB_READER, 256, &db) || snprintf(bad, sizeof bad, "%s.bad", file) >= (int)sizeof bad)
		return ERR_STORAGE;
	for (int looks = 1; ; looks++) {
		if (backup_find(db, file, &row) || backup_find(db, bad, &row))
			return tell(&row);
		if (looks % 10 == 0 && server_ended(dir)) {
			fprintf(stderr, "the server ended before the copy was ready\n");
			return ERR_BUSY;
		}
		nanosleep(&pause, NULL);
	}
}

static int make_there(const char *dir, const char *file)
{
	static const struct verb verb = { "backup", false, INPUT_NONE, backup_verb };
	struct args a = { .rest = { file }, .rest_count = file ? 1 : 0 };
	BUF(none);
	BUF(out);
	int err = admin_ask(dir, &verb, &a, &none, &out);
	if (err) {
		fputs(buf_text(&out), stderr);
		return refuse(err);
	}
	out.data[strcspn(out.data, "\n")] = '\0';
	return wait_for(dir, out.data);
}

int backup_verb(struct job *job)
{
	int err = backup_start(job->app, job->args->rest_count ? job->args->rest[0] : NULL, "-");
	if (!err)
		buf_fmt(job->out, "%s\n", backup_under_way(job->app));
	return err;
}

/* The server has another working folder. */
static int whole_path(const char *file, char out[PATH_CAP])
{
	char here[PATH_CAP];
	if (file[0] == '/')
		return text_copy(out, PATH_CAP, file);
	if (!getcwd(here, sizeof here))
		return ERR_STORAGE;
	fs_join(out, here, file);
	return OK;
}

int backup_run(const struct args *a)
{
	const char *dir = args_get(a, "data", NULL);
	char file[PATH_CAP] = "";
	if (!dir || a->rest_count > 1) {
		fprintf(stderr, "backup --data DIR [FILE]\n");
		return ERR_USAGE;
	}
	int err = a->rest_count ? whole_path(a->rest[0], file) : OK;
	if (err)
		return err;
	struct app *app = mem_new(1, sizeof *app);
	err = app_open(app, dir, APP_WRITE, args_get(a, "config", NULL), NULL);
	if (!err)
		err = make_here(app, file[0] ? file : NULL);
	else if (err == ERR_LOCKED)
		err = make_there(dir, file[0] ? file : NULL);
	app_close(app);
	free(app);
	return err;
}
