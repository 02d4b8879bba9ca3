/* Writing archives: same input, same bytes. Rows sorted by name, mtime 0, fixed page size, no WAL.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/log.h"
#include "shared/io/archive.h"
#include "shared/io/db.h"
#include "shared/io/fs.h"
#include "shared/io/squad.h"

#define FILE_MODE 0100644

struct entry {
	char *name;
	size_t size;
	struct squad_job job; /* deflated when that is shorter */
};

struct archive_writer {
	struct entry **entries;
	size_t count, cap;
	struct squad *squad;
};

struct archive_writer *archive_begin(void)
{
	struct archive_writer *w = mem_new(1, sizeof *w);
	w->squad = squad_start();
	return w;
}

int archive_add(struct archive_writer *w, const char *name, const void *p, size_t n)
{
	if (w->count == w->cap) {
		w->cap = w->cap ? 2 * w->cap : 256;
		w->entries = realloc(w->entries, w->cap * sizeof *w->entries);
		if (!w->entries)
			die("memory.none", "what=archive");
	}
	struct entry *e = mem_new(1, sizeof *e);
	w->entries[w->count++] = e;
	e->name = mem_str(name);
	e->size = n;
	buf_add(&e->job.data, p, n);
	squad_give(w->squad, &e->job);
	return OK;
}

static int by_name(const void *a, const void *b)
{
	const struct entry *const *x = a, *const *y = b;
	return strcmp((*x)->name, (*y)->name);
}

static int write_rows(struct archive_writer *w, struct db *db)
{
	DB_STMT(st) = db_prepare(db, "INSERT INTO sqlar VALUES(?,?,0,?,?)");
	for (size_t i = 0; i < w->count; i++) {
		const struct entry *e = w->entries[i];
		db_again(st);
		db_bind_text(st, e->name);
		db_bind_int(st, FILE_MODE);
		db_bind_int(st, (int64_t)e->size);
		db_bind_blob(st, e->job.data.data ? e->job.data.data : "", e->job.data.len);
		int err = db_run(st);
		if (err)
			return err;
	}
	return OK;
}

static int write_file(struct archive_writer *w, const char *path)
{
	DB(db);
	int err = db_open(path, DB_ARCHIVE, 4096, &db);
	err = err ? err : db_exec(db, "PRAGMA page_size=2048");
	err = err ? err : db_exec(db, "PRAGMA journal_mode=MEMORY");
	err = err ? err : db_exec(db, "PRAGMA synchronous=OFF");
	err = err ? err : db_exec(db, "BEGIN");
	err = err ? err
		  : db_exec(db, "CREATE TABLE sqlar(name TEXT PRIMARY KEY, mode INT, mtime INT, "
				"sz INT, data BLOB) WITHOUT ROWID");
	err = err ? err : write_rows(w, db);
	return err ? err : db_exec(db, "COMMIT");
}

void archive_drop(struct archive_writer *w)
{
	if (!w)
		return;
	squad_finish(w->squad);
	for (size_t i = 0; i < w->count; i++) {
		free(w->entries[i]->name);
		buf_free(&w->entries[i]->job.data);
		free(w->entries[i]);
	}
	free(w->entries);
	free(w);
}

/* Write beside the wanted name and move over it; nothing half-written stays behind. */
static int write_beside(struct archive_writer *w, const char *path)
{
	char part[PATH_CAP];
	if (snprintf(part, sizeof part, "%s.part", path) >= (int)sizeof part)
		return ERR_STORAGE;
	int err = fs_remove(part);
	err = err ? err : write_file(w, part);
	err = err ? err : fs_sync(part);
	err = err ? err : fs_replace(part, path);
	if (err)
		fs_remove(part);
	return err;
}

int archive_finish(struct archive_writer *w, const char *path)
{
	squad_finish(w->squad);
	w->squad = NULL;
	if (w->count)
		qsort(w->entries, w->count, sizeof *w->entries, by_name);
	int err = write_beside(w, path);
	archive_drop(w);
	return err;
}
