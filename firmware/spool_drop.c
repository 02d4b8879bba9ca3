/* What leaves the spool: segments whose items central holds safely, and bytes that are no record.
 *
 * Of a segment that goes, the marks stay: id, number, hash and receipt of every item, so that a rebuilt
 * kiosk still knows whom it gave which receipt. Killed half-way, the marks stand there twice.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "firmware/spool.h"
#include "firmware/spool_files.h"
#include "firmware/spool_inside.h"
#include "firmware/spool_store.h"
#include "shared/base/crash.h"
#include "shared/base/log.h"

#define MARKS_FILE (4 << 20)

/* ---- a file without its bad bytes ----------------------------------------------------------- */

struct mend {
	const char *path;
	struct buf good;
	int64_t bad;
};

static void keep_item(void *ctx, const struct spool_item *it)
{
	struct mend *m = ctx;
	if (spool_item_write(&m->good, it))
		m->bad++;
}

static void keep_dead(void *ctx, const struct spool_dead *d)
{
	spool_dead_write(&((struct mend *)ctx)->good, d);
}

static void note_bad(void *ctx, size_t offset, size_t len)
{
	struct mend *m = ctx;
	m->bad++;
	log_line(LOG_ERROR, "spool.bad", "file=%s offset=%zu bytes=%zu", strrchr(m->path, '/') + 1, offset, len);
}

int spool_mend_file(const char *path)
{
	struct mend m = { .path = path };
	struct spool_sink sink = { keep_item, keep_dead, note_bad, &m };
	BUF(bytes);
	int err = fs_read(path, SPOOL_FILE_CAP, &bytes);
	if (err)
		return ERR_STORAGE;
	spool_read(bytes.data, bytes.len, &sink);
	if (m.bad)
		err = fs_write(path, buf_text(&m.good), m.good.len, 0600);
	buf_free(&m.good);
	return err;
}

/* ---- segments that may go ------------------------------------------------------------------- */

struct going {
	struct db *db;
	int64_t upto;
	bool stays;
	struct buf marks;
};

static void weigh(void *ctx, const struct spool_item *it)
{
	struct going *g = ctx;
	struct spool_item mark = *it;
	if (g->stays || it->n > g->upto || spool_item_kept(g->db, it->n)) {
		g->stays = true;
		return;
	}
	mark.len = 0;
	if (spool_item_write(&g->marks, &mark))
		g->stays = true;
}

static void note_dead(void *ctx, const struct spool_dead *d)
{
	struct going *g = ctx;
	if (spool_item_kept(g->db, d->n))
		g->stays = true;
}

/* Bytes nobody can read are looked at by the check first. */
static void unread(void *ctx, size_t offset, size_t len)
{
	(void)offset, (void)len;
	((struct going *)ctx)->stays = true;
}

static int add_marks(const struct spool *s, const struct buf *marks)
{
	int64_t first, number;
	char path[PATH_CAP];
	spool_bounds(s->folder, SPOOL_MARKS, &first, &number);
	number = number ? number : 1;
	spool_path(s->folder, SPOOL_MARKS, number, path);
	if (fs_size(path) >= MARKS_FILE)
		spool_path(s->folder, SPOOL_MARKS, number + 1, path);
	int err = fs_append(path, buf_text(marks), marks->len, 0600);
	return err ? err : fs_sync_dir(s->folder);
}

static bool drop_one(struct spool *s, int64_t number, int64_t upto)
{
	struct going g = { .db = s->db, .upto = upto };
	struct spool_sink sink = { weigh, note_dead, unread, &g };
	char path[PATH_CAP];
	BUF(bytes);
	spool_path(s->folder, SPOOL_ITEMS, number, path);
	bool gone = fs_read(path, SPOOL_FILE_CAP, &bytes) == OK;
	if (gone)
		spool_read(bytes.data, bytes.len, &sink);
	gone = gone && !g.stays && (!g.marks.len || add_marks(s, &g.marks) == OK);
	crash_point("kiosk.spool.marked");
	gone = gone && fs_remove(path) == OK;
	if (gone)
		log_line(LOG_NOTE, "spool.dropped", "file=%" PRId64 " bytes=%zu", number, bytes.len);
	crash_point("kiosk.spool.dropped");
	buf_free(&g.marks);
	return gone;
}

int spool_drop(struct spool *s, int64_t upto)
{
	int64_t first, last;
	int gone = 0;
	if (!s || upto <= 0)
		return 0;
	spool_bounds(s->folder, SPOOL_ITEMS, &first, &last);
	/* never the newest: it says how far we are */
	for (; first && first < last && drop_one(s, first, upto); first++)
		gone++;
	return gone;
}
