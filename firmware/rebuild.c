/* Filling a fresh database, then the swap. Numbers of which nothing is left are rebuild_lost.c.
 *
 * Order of belief: a spool record with the right hash, then a row of the old database whose text gives
 * its hash, then a bare row of what central has acknowledged.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/rebuild.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "firmware/device_copy_store.h"
#include "firmware/outbox_inside.h"
#include "firmware/rebuild_inside.h"
#include "firmware/rebuild_store.h"
#include "firmware/spool.h"
#include "firmware/spool_files.h"
#include "shared/base/crash.h"
#include "shared/base/log.h"
#include "shared/base/text.h"
#include "shared/io/db.h"
#include "shared/io/fs.h"

#define CACHE_KIB 16384

extern const struct db_migration firmware_migrations[];

/* ---- from the spool ------------------------------------------------------------------------- */

static void from_spool(void *ctx, const struct spool_item *it)
{
	struct rebuild *r = ctx;
	r->lines = it->n >> OUTBOX_LINE_SHIFT > r->lines ? it->n >> OUTBOX_LINE_SHIFT : r->lines;
	r->low = !r->low || it->n < r->low ? it->n : r->low;
	r->seen = it->n > r->seen ? it->n : r->seen;
	if (!r->err && strcmp(it->kind, "lost"))
		r->err = rebuild_put(r->db, it, true);
}

static void dead_from_spool(void *ctx, const struct spool_dead *d)
{
	struct rebuild *r = ctx;
	if (!r->err)
		r->err = rebuild_put_dead(r->db, d);
}

static void bad_in_spool(void *ctx, const char *file, size_t offset, size_t len)
{
	struct rebuild *r = ctx;
	if (*file == SPOOL_ITEMS) {
		r->torn += (int64_t)len;
		r->stretches++;
	}
	log_line(LOG_ERROR, "spool.bad", "file=%s offset=%zu bytes=%zu", file, offset, len);
}

static int read_spool(struct rebuild *r)
{
	struct spool_reader reader = { from_spool, dead_from_spool, bad_in_spool, r };
	if (spool_read_all(r->o->data_dir, &reader) == ERR_NOT_FOUND)
		log_line(LOG_WARN, "rebuild.spool", "there=0");
	return r->err;
}

/* ---- from the old file ---------------------------------------------------------------------- */

static void from_old(void *ctx, const struct spool_item *it)
{
	struct rebuild *r = ctx;
	bool bare = !it->len && it->n <= r->acked;
	if (r->err || rebuild_has(r->db, it->n) || (!bare && !rebuild_proven(it)))
		return;
	r->seen = it->n > r->seen ? it->n : r->seen;
	r->err = rebuild_put(r->db, it, !bare);
}

static int read_identity(struct rebuild *r)
{
	BUF(text);
	int64_t counters = db_meta_int(r->db, "sync.counters", 0), known;
	int err = device_copy_read(r->o->data_dir, &text);
	if (err == ERR_CRYPT)
		log_line(LOG_ERROR, "identity.damaged", "dir=%s", r->o->data_dir);
	if (!err)
		err = device_copy_restore(r->db, &text);
	else
		err = OK; /* what the old file said */
	known = db_meta_int(r->db, "sync.counters", 0);
	if (counters > known && counters < known + DEVICE_COPY_JUMP)
		known = counters;
	if (known)
		db_meta_set_int(r->db, "sync.counters", known + DEVICE_COPY_JUMP);
	return err;
}

/* Numbers start above every line the spool knows, whoever we are. */
static void hold_line(struct rebuild *r)
{
	if (db_meta_int(r->db, "sync.line", 0) < r->lines)
		db_meta_set_int(r->db, "sync.line", r->lines);
	r->acked = rebuild_acked(r->db);
}

static int read_old(struct rebuild *r)
{
	if (!r->old)
		return OK;
	rebuild_read_items(r->old, db_meta_int(r->db, "sync.line", 0), from_old, r);
	rebuild_copy_ranks(r->old, r->db);
	return r->err;
}

/* ---- the fresh file ------------------------------------------------------------------------- */

static void write_note(struct rebuild *r)
{
	struct db *db = r->db;
	db_meta_set_int(db, "rebuild.t", clock_wall(r->o->clock));
	db_meta_set_int(db, "rebuild.items", r->note.items);
	db_meta_set_int(db, "rebuild.lost", r->note.lost);
	db_meta_set_int(db, "rebuild.unsure", r->note.unsure);
	db_meta_set_int(db, OUTBOX_UNCHAINED, r->unchained);
	db_meta_set_text(db, "rebuild.list", r->note.list);
	db_meta_set_text(db, "rebuild.why", r->note.why);
	db_meta_set_text(db, "rebuild.aside", r->note.aside);
}

/* A copy that could not be read is done without, but not because there was no descriptor left: the next start,
 * which has some, would find the database made anew already. Asked last: whoever has them now had them before. */
static int unless_starved(const struct rebuild *r)
{
	int fd[2]; /* a folder and a file in it */
	bool starved = false;
	for (int i = 0; i < 2; i++) {
		fd[i] = open(r->o->data_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		starved |= fd[i] < 0 && (errno == EMFILE || errno == ENFILE);
	}
	for (int i = 0; i < 2; i++)
		if (fd[i] >= 0)
			close(fd[i]);
	if (starved)
		log_line(LOG_ERROR, "rebuild.waits", "why=descriptors");
	return starved ? ERR_STORAGE : OK;
}

static int fill(struct rebuild *r)
{
	int err = r->old ? rebuild_copy_tables(r->old, r->db) : OK;
	if (!err)
		err = read_identity(r);
	if (!err)
		err = read_spool(r);
	if (err)
		return err;
	hold_line(r);
	err = read_old(r);
	r->note.items = rebuild_count(r->db, 0, INT64_MAX);
	if (!err)
		err = rebuild_fill_holes(r);
	if (!err)
		err = rebuild_settle(r->db);
	if (!err)
		err = rebuild_find_site(r->db, r->o->data_dir);
	if (!err)
		write_note(r);
	return err ? err : unless_starved(r);
}

static int make(struct rebuild *r, const char *fresh)
{
	int err = db_open(fresh, DB_ARCHIVE, CACHE_KIB, &r->db);
	if (!err)
		err = db_migrate(r->db, firmware_migrations, NULL);
	if (err)
		return err;
	db_event_begin(r->db);
	err = fill(r);
	int last = db_event_commit(r->db, err == OK);
	crash_point("kiosk.rebuild.filled");
	return err ? err : last;
}

static void say(const struct rebuild *r)
{
	const struct rebuild_note *n = &r->note;
	log_line(LOG_ERROR, "db_rebuilt", "why=%s items=%" PRId64 " lost=%" PRId64 " unsure=%" PRId64 " aside=%s",
		 n->why, n->items, n->lost, n->unsure, n->aside);
	fprintf(stderr, "portiek-kiosk: the database was damaged (%s) and was made anew: %" PRId64 " reports are there, ",
		n->why, n->items);
	if (n->lost)
		fprintf(stderr, "%" PRId64 " are lost (numbers %s; the office is told). ", n->lost, n->list);
	else
		fprintf(stderr, "none is lost. ");
	fprintf(stderr, "The damaged file was kept%s%s.\n", *n->aside ? " as " : "", n->aside);
}

int rebuild_run(const struct rebuild_options *o, const char *why)
{
	struct rebuild r = { .o = o };
	char path[PATH_CAP], fresh[PATH_CAP];
	rebuild_path(o->data_dir, "", path);
	rebuild_path(o->data_dir, REBUILD_FRESH, fresh);
	text_copy(r.note.why, sizeof r.note.why, why);
	if (fs_exists(path))
		rebuild_aside_name(o->clock, r.note.aside, sizeof r.note.aside);
	log_line(LOG_ERROR, "db.rebuild", "why=%s", why);
	rebuild_sweep(o->data_dir);
	if (fs_size(path) > 0 && db_open_damaged(path, &r.old))
		r.old = NULL;
	int err = make(&r, fresh);
	db_close(r.old);
	db_close(r.db);
	if (!err)
		err = rebuild_swap(o->data_dir, r.note.aside);
	if (!err)
		say(&r);
	else
		fprintf(stderr, "portiek-kiosk: the database is damaged (%s) and could not be made anew\n", why);
	return err;
}
