/* `restore FILE`: put a copy back (shared/PROTOCOL.md section 4, R60-R62).
 *
 * Owns the order: prove the copy where it will stand, move the old database aside, put the new one in its
 * place, begin a new epoch. Promises: nothing is deleted; a crash anywhere leaves the old database, or the
 * copy, of which the witness then knows at the next start that it is older.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/app.h"
#include "server/backup.h"
#include "server/backup_inside.h"
#include "server/case_store.h"
#include "server/epoch_store.h"
#include "server/keys.h"
#include "shared/base/conf.h"
#include "shared/base/crash.h"
#include "shared/io/db.h"

#define CACHE_KIB 4096

struct restore {
	const char *dir, *config, *file;
	bool without_seal;
	struct app app;          /* its settings and keys only, until the copy stands in its place */
	struct backup_row row;   /* of the seal */
	struct backup_facts found;
	char ready[PATH_CAP];    /* DIR/portiek.db.restoring: proved, not in its place yet */
	char aside[PATH_CAP];    /* where the old one went, "" for none */
	int files;
};

static int say(int err, const char *text, const char *what)
{
	fprintf(stderr, "%s: %s\n", what, text);
	return err;
}

/* ---- which copies there are ------------------------------------------------------------------- */

struct looking_for {
	const struct app *app;
	const char *folder;
	bool print;
	char newest[PATH_CAP];
};

static int look_at(void *ctx, const char *name)
{
	struct looking_for *l = ctx;
	struct backup_row row;
	char path[PATH_CAP], t[21];
	size_t n = strlen(name);
	if (n < 4 || strcmp(name + n - 3, ".db") != 0)
		return OK;
	fs_join(path, l->folder, name);
	if (backup_seal_read(path, &l->app->keys->server, &row))
		return OK;
	text_copy(l->newest, sizeof l->newest, path); /* names are in order of time */
	clock_rfc3339(row.begun, t);
	if (l->print)
		printf("%s  %s  %" PRId64 " reports, %" PRId64 " cases, %" PRId64 " bytes\n", path, t,
		       row.facts.items, row.facts.cases, row.bytes);
	return OK;
}

static void look(const struct app *app, bool print, char newest[PATH_CAP])
{
	char folder[PATH_CAP];
	struct looking_for l = { app, folder, print, "" };
	if (app->keys && !backup_folder(app, folder))
		(void)!fs_each(folder, look_at, &l);
	text_copy(newest, PATH_CAP, l.newest);
}

void restore_advice(const struct app *app)
{
	char newest[PATH_CAP];
	look(app, false, newest);
	fprintf(stderr,
		"The database of this office is damaged (db_corrupt). Nothing was changed and nothing is stored\n"
		"until a copy is put back. Kiosks keep everything they have not delivered safely and send it again.\n");
	if (newest[0])
		fprintf(stderr, "The newest proved copy is %s. Put it back with:\n"
			"  portiek-central restore --data %s %s\n", newest, app->dir, newest);
	else
		fprintf(stderr, "Find a copy (portiek-*.db with its .seal) and put it back with:\n"
			"  portiek-central restore --data %s FILE\n", app->dir);
}

/* ---- proving ---------------------------------------------------------------------------------- */

static int check_seal(struct restore *r)
{
	uint8_t hash[HASH_BYTES];
	char hex[HEX32_TEXT];
	int err = backup_seal_read(r->file, &r->app.keys->server, &r->row);
	if (err == ERR_NOT_FOUND && r->without_seal)
		return OK;
	if (err == ERR_NOT_FOUND)
		return say(err, "there is no seal beside it (FILE.seal), so nobody can tell whether it was changed."
			   " Add --without-seal to put it back all the same", r->file);
	if (!err && (fs_size(r->file) != r->row.bytes || fs_sha256(r->file, hash)))
		err = ERR_CRYPT;
	if (!err) {
		hex_encode(hash, sizeof hash, hex);
		err = strcmp(hex, r->row.sha256) ? ERR_CRYPT : OK;
	}
	return err ? say(err, "was changed after it was made, or is of another office; not put back", r->file) : OK;
}

/* A copy somebody made by hand may have its newest commits beside it. */
static int bring(struct restore *r)
{
	char wal[PATH_CAP], ready_wal[PATH_CAP];
	int err = fs_copy(r->file, r->ready, 0600);
	if (err || snprintf(wal, sizeof wal, "%s-wal", r->file) >= (int)sizeof wal ||
	    snprintf(ready_wal, sizeof ready_wal, "%s-wal", r->ready) >= (int)sizeof ready_wal)
		return err;
	fs_remove(ready_wal);
	if (r->row.verified || !fs_exists(wal))
		return OK;
	return fs_copy(wal, ready_wal, 0600);
}

static int prove(struct restore *r)
{
	DB(db);
	int err = bring(r);
	if (err)
		return say(err, err == ERR_NOT_FOUND ? "is not there" : "cannot be copied here", r->file);
	if (db_copy_seal(r->ready) || db_open(r->ready, DB_READER, CACHE_KIB, &db))
		return say(ERR_DAMAGED, "is no database, or a damaged one; not put back", r->file);
	db_stand(db);
	err = backup_readable(db, backup_newest_schema());
	if (err == ERR_NEWER)
		return say(err, "was written by a newer program; not put back", r->file);
	if (err)
		return say(ERR_DAMAGED, "is no copy of an office; not put back", r->file);
	if (db_snapshot_begin(db))
		return ERR_STORAGE;
	const char *why = backup_prove(db, NULL, NULL, &r->found);
	db_snapshot_end(db);
	return *why ? say(ERR_DAMAGED, why, "this copy does not hold; not put back") : OK;
}

/* ---- putting ---------------------------------------------------------------------------------- */

static int move(const char *from, const char *to)
{
	return fs_exists(from) ? fs_replace(from, to) : OK;
}

/* A name nobody has, also for two restores within a second. */
static int name_aside(struct restore *r)
{
	char name[80], t[21];
	struct clock clock = clock_system();
	clock_rfc3339(clock_wall(&clock), t);
	for (int i = 1; i < 100; i++) {
		snprintf(name, sizeof name, "portiek.db.before-restore-%.10sT%.2s%.2s%.2sZ", t, t + 11, t + 14, t + 17);
		if (i > 1)
			snprintf(name + strlen(name), sizeof name - strlen(name), "-%d", i);
		fs_join(r->aside, r->dir, name);
		if (!fs_exists(r->aside))
			return OK;
	}
	return say(ERR_CONFLICT, "is there already", r->aside);
}

/* The old log first: in no state may it lie beside another database. Its content goes with the old file. */
static int put_aside(struct restore *r)
{
	char db[PATH_CAP], wal[PATH_CAP], shm[PATH_CAP], aside_wal[PATH_CAP];
	int err = name_aside(r);
	if (err)
		return err;
	fs_join(db, r->dir, "portiek.db");
	fs_join(wal, r->dir, "portiek.db-wal");
	fs_join(shm, r->dir, "portiek.db-shm");
	if (snprintf(aside_wal, sizeof aside_wal, "%s-wal", r->aside) >= (int)sizeof aside_wal)
		return ERR_INPUT;
	bool some = fs_exists(db);
	err = some ? fs_share(db, r->aside) : OK;
	err = err ? err : move(wal, aside_wal);
	fs_remove(shm);
	if (!some)
		r->aside[0] = '\0';
	crash_point("central.restore.aside");
	return err;
}

static int put_in_place(struct restore *r)
{
	char db[PATH_CAP], files[PATH_CAP];
	fs_join(db, r->dir, "portiek.db");
	int err = put_aside(r);
	err = err ? err : fs_replace(r->ready, db);
	crash_point("central.restore.placed");
	if (!err && snprintf(files, sizeof files, "%s.files", r->file) < (int)sizeof files && fs_exists(files))
		err = backup_files_return(files, r->dir, &r->files);
	return err;
}

static void count_one(void *ctx, const char *uuid)
{
	(void)uuid;
	++*(int *)ctx;
}

/* Open what stands there now: that begins the new epoch. */
static int begin_again(struct restore *r, struct buf *out)
{
	char t[21] = "?";
	int revoked = 0;
	struct app *app = mem_new(1, sizeof *app);
	app->put_back = r->file;
	int err = app_open(app, r->dir, APP_WRITE, r->config, NULL);
	if (!err) {
		backup_adopt(app);
		revoked_each(app->db, count_one, &revoked);
		clock_rfc3339(r->row.begun, t);
		buf_fmt(out, "put back: %s\n", r->file);
		if (r->row.verified)
			buf_fmt(out, "  made %s, sealed by this office\n", t);
		buf_fmt(out, "  %" PRId64 " reports, %" PRId64 " cases, %" PRId64 " devices, every chain recomputed\n",
			r->found.items, r->found.cases, r->found.devices);
		if (r->aside[0])
			buf_fmt(out, "the database that was here: %s (kept)\n", r->aside);
		buf_fmt(out, "files put back: %d\nrevoked devices, still revoked: %d\nthe next case gets number %" PRId64
			" or higher\n", r->files, revoked,
			(int64_t)db_meta_int(app->db, "case_floor", 0) + 1);
	}
	app_close(app);
	free(app);
	return err;
}

static const char NEXT[] =
	"\nnow start the office: portiek-central serve --data %s\n"
	"Kiosks see by themselves that this office knows less than before and send again what it misses.\n"
	"Kiosks enrolled after the copy was made ask to be approved (staff app, Zuilen).\n"
	"What staff did after the copy was made is not in it and must be done again.\n";

static int restore(struct restore *r)
{
	int lock = -1;
	BUF(out);
	int err = settings_load(&r->app.settings, r->dir, r->config);
	err = err ? err : fs_lock(r->dir, &lock);
	if (err == ERR_LOCKED)
		return say(err, "stop portiek-central first; a copy is never put back under a running office", r->dir);
	if (!err && keys_load(r->dir, r->app.keys))
		err = say(ERR_SETUP, "the keys of this office (DIR/keys) must be there first; they are not in a copy", r->dir);
	err = err ? err : check_seal(r);
	err = err ? err : prove(r);
	err = err ? err : put_in_place(r);
	if (err)
		fs_remove(r->ready);
	if (lock >= 0)
		fs_unlock(lock);
	err = err ? err : begin_again(r, &out);
	if (err)
		return err;
	fputs(buf_text(&out), stdout);
	printf(NEXT, r->dir);
	return OK;
}

/* `restore` without FILE: what there is. */
static int list(struct restore *r)
{
	char newest[PATH_CAP];
	int err = settings_load(&r->app.settings, r->dir, r->config);
	err = err ? err : keys_load(r->dir, r->app.keys);
	if (err)
		return err;
	look(&r->app, true, newest);
	if (!newest[0])
		fprintf(stderr, "no proved copies in the folder of [backup]\n");
	return newest[0] ? OK : ERR_NOT_FOUND;
}

int restore_run(const struct args *a)
{
	struct restore *r = mem_new(1, sizeof *r);
	r->dir = args_get(a, "data", NULL);
	r->config = args_get(a, "config", NULL);
	r->file = a->rest_count ? a->rest[0] : NULL;
	r->without_seal = args_has(a, "without-seal");
	int err = ERR_USAGE;
	if (!r->dir || a->rest_count > 1) {
		fprintf(stderr, "restore --data DIR FILE\n");
	} else {
		text_copy(r->app.dir, sizeof r->app.dir, r->dir);
		r->app.keys = mem_new(1, sizeof *r->app.keys);
		fs_join(r->ready, r->dir, "portiek.db.restoring");
		err = r->file ? restore(r) : list(r);
		keys_wipe(r->app.keys);
		free(r->app.keys);
	}
	free(r);
	return err;
}
