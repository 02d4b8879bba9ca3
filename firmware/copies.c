/* Walks the spool once against the rows, then the rows against what was seen.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/copies.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/device_copy_store.h"
#include "firmware/outbox.h"
#include "firmware/outbox_inside.h"
#include "firmware/rebuild_inside.h"
#include "firmware/rebuild_store.h"
#include "firmware/spool.h"
#include "firmware/spool_store.h"
#include "shared/base/log.h"
#include "shared/io/db.h"

#define ROUND 512

struct compare {
	struct db *db;
	FILE *out;
	struct copies_report *report;
	struct buf seen;       /* numbers of the records, int64_t */
	int64_t highest;       /* in the database; what came later is not looked at */
	struct buf text;
	bool mend;
	struct spool *spool;
	int err;
};

static void tell(struct compare *c, const char *what, int64_t n)
{
	log_line(LOG_ERROR, "copies.differ", "what=%s line=%" PRId64 " seq=%" PRId64, what, n >> OUTBOX_LINE_SHIFT,
		 n & OUTBOX_SEQ_MASK);
	if (c->out)
		fprintf(c->out, "number %" PRId64 ": %s\n", n & OUTBOX_SEQ_MASK, what);
}

/* ---- records against rows ------------------------------------------------------------------- */

static bool same(const struct spool_item *a, const struct spool_item *row)
{
	bool texts = !a->len || !row->len || (a->len == row->len && !memcmp(a->text, row->text, a->len));
	return texts && a->t == row->t && !memcmp(a->id, row->id, sizeof a->id) &&
	       !memcmp(a->h, row->h, sizeof a->h) && !strcmp(a->kind, row->kind) &&
	       !strcmp(a->receipt, row->receipt) && !strcmp(a->follow, row->follow);
}

/* A new identity gave it another number since. */
static bool moved(struct db *db, const struct spool_item *it)
{
	char id[UUID_TEXT];
	struct outbox_entry e;
	uuid_text(it->id, id);
	return outbox_find_id(db, id, &e) == OK && e.n > it->n;
}

static void on_item(void *ctx, const struct spool_item *it)
{
	struct compare *c = ctx;
	struct spool_item row;
	int err = spool_item_find(c->db, it->n, &row, &c->text);
	c->report->records++;
	buf_add(&c->seen, &it->n, sizeof it->n);
	if (err && (moved(c->db, it) || (!c->mend && it->n > c->highest)))
		return;
	if (err) {
		c->report->absent++;
		tell(c, "in the spool, not in the database", it->n);
		if (c->mend && !c->err)
			c->err = rebuild_put(c->db, it, false);
		return;
	}
	if (same(it, &row) || !strcmp(row.kind, "lost"))
		return;
	c->report->differ++;
	tell(c, "not the same in the database as in the spool", it->n);
	if (c->mend && !c->err)
		c->err = rebuild_restore(c->db, it);
}

static void on_bad(void *ctx, const char *file, size_t offset, size_t len)
{
	struct compare *c = ctx;
	c->report->bad++;
	log_line(LOG_ERROR, "spool.bad", "file=%s offset=%zu bytes=%zu", file, offset, len);
	if (c->out)
		fprintf(c->out, "spool/%s: no record at offset %zu, %zu bytes\n", file, offset, len);
}

/* ---- rows against records ------------------------------------------------------------------- */

static int by_number(const void *a, const void *b)
{
	int64_t x, y;
	memcpy(&x, a, sizeof x);
	memcpy(&y, b, sizeof y);
	return x < y ? -1 : x > y;
}

static bool was_seen(const struct compare *c, int64_t n)
{
	return c->seen.len && bsearch(&n, c->seen.data, c->seen.len / sizeof n, sizeof n, by_number);
}

static bool on_row(void *ctx, const struct spool_item *it)
{
	struct compare *c = ctx;
	if (was_seen(c, it->n) || !strcmp(it->kind, "lost"))
		return true;
	c->report->missing++;
	if (it->len && !rebuild_proven(it)) {
		c->report->unsound++;
		tell(c, "not what was captured, and nobody has it", it->n);
		if (c->mend && !c->err)
			c->err = rebuild_void(c->db, it->n);
		return true;
	}
	tell(c, "in the database, not in the spool", it->n);
	if (c->mend)
		spool_add(c->spool, it);
	return true;
}

static void compare_rows(struct compare *c)
{
	int64_t at = 0, before;
	if (c->seen.len)
		qsort(c->seen.data, c->seen.len / sizeof at, sizeof at, by_number);
	do {
		before = at;
		at = spool_items_after(c->db, before, ROUND, on_row, c);
	} while (at > before);
}

static void compare_identity(struct compare *c, const char *data_dir)
{
	BUF(there);
	BUF(here);
	if (!*data_dir || device_copy_read(data_dir, &there) == ERR_NOT_FOUND)
		return;
	device_copy_text(c->db, &here);
	c->report->identity = here.len != there.len || memcmp(here.data, there.data, here.len);
	if (c->report->identity && c->out)
		fprintf(c->out, "identity: not the same as in the database (a running serve writes it twice a minute)\n");
}

static int compare(struct compare *c, const char *data_dir)
{
	struct spool_reader reader = { .item = on_item, .bad = on_bad, .ctx = c };
	int err = spool_read_all(data_dir, &reader);
	if (err == ERR_NOT_FOUND)
		err = OK;
	if (!err)
		compare_rows(c);
	buf_free(&c->seen);
	buf_free(&c->text);
	return err ? err : c->err;
}

int copies_compare(const char *data_dir, struct db *db, FILE *out, struct copies_report *ret)
{
	struct compare c = { .db = db, .out = out, .report = ret, .highest = rebuild_highest(db) };
	memset(ret, 0, sizeof *ret);
	compare_identity(&c, data_dir);
	return compare(&c, data_dir);
}

int copies_mend(const char *data_dir, struct db *db, struct spool *s, bool unclean)
{
	struct copies_report r = { 0 };
	struct compare c = { .db = db, .report = &r, .mend = true, .spool = s };
	db_event_begin(db);
	int err = compare(&c, data_dir);
	if (!err && (unclean || r.absent || r.differ))
		err = rebuild_requeue(db);
	if (!err && (unclean || r.absent || r.differ || r.unsound))
		err = rebuild_recount(db);
	int last = db_event_commit(db, err == OK);
	err = err ? err : last;
	if (r.bad && !err)
		err = spool_mend(s);
	if (r.bad || r.absent || r.differ || r.missing)
		log_line(LOG_ERROR, "copies.mended",
			 "bad=%" PRId64 " absent=%" PRId64 " differ=%" PRId64 " missing=%" PRId64 " unsound=%" PRId64
			 " err=%s", r.bad, r.absent, r.differ, r.missing, r.unsound, err_slug(err));
	return err;
}

int copies_check(const char *data_dir, FILE *out)
{
	struct copies_report r;
	char path[PATH_CAP];
	DB(db);
	rebuild_path(data_dir, "", path);
	if (fs_size(path) <= 0 || db_file_damaged(path)) {
		fprintf(out, "database: damaged or not there; `serve` makes it anew\n");
		return ERR_STORAGE;
	}
	int err = db_open(path, DB_READER, 4096, &db);
	if (!err)
		err = db_snapshot_begin(db);
	if (!err)
		err = copies_compare(data_dir, db, out, &r);
	if (err)
		return err;
	bool good = !r.bad && !r.differ && !r.absent && !r.missing && !r.unsound;
	fprintf(out, "%s: %" PRId64 " records, %" PRId64 " bad places, %" PRId64 " different, %" PRId64
		     " not in the database, %" PRId64 " not in the spool\n",
		good ? "both copies agree" : "the copies differ", r.records, r.bad, r.differ, r.absent, r.missing);
	return good ? OK : ERR_INPUT;
}
