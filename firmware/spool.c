/* The spool follows the database: append, fsync in the background, begin a new segment now and then.
 *
 * A capture never waits for any of it: the worker thread calls fsync. `last` is the highest number written, `synced` the highest known durable. After a failed write or
 * fsync `last` falls back to what is certain and a new segment is begun, so the same items are written
 * again; twice the same record is harmless.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/spool.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/device_store.h"
#include "firmware/spool_files.h"
#include "firmware/spool_inside.h"
#include "firmware/spool_store.h"
#include "shared/base/crash.h"
#include "shared/base/log.h"
#include "shared/io/db.h"
#include "shared/io/loop.h"

#define SEGMENT (1 << 20)       /* a new one is begun once all of this is durable */
#define SEGMENT_MOST (8 << 20)  /* in a burst the loop waits for the disk once in so many bytes */
#define PAUSE_MS SECOND_MS      /* half of the two seconds the protocol gives */
#define RETRY_MS (10 * SECOND_MS)
#define ROUND 256               /* items read from the database at a time */

/* ---- segments ------------------------------------------------------------------------------- */

static int open_segment(struct spool *s)
{
	char path[PATH_CAP];
	if (s->fd >= 0)
		return OK;
	int err = fs_mkdir(s->folder);
	spool_path(s->folder, SPOOL_ITEMS, s->number, path);
	if (!err)
		err = fs_log_open(path, &s->fd, &s->size);
	if (err)
		return err;
	s->fresh = true;
	crash_point("kiosk.spool.made");
	return OK;
}

static void end_segment(struct spool *s)
{
	fs_log_close(s->fd);
	s->fd = -1;
	s->number++;
}

/* What was not durable is written again, in a new file. */
static void fall_back(struct spool *s)
{
	end_segment(s);
	s->last = s->synced;
	s->seen = -1;
}

static void behind(struct spool *s)
{
	if (!s->failing)
		log_line(LOG_ERROR, "spool.behind", "last=%" PRId64, s->last);
	s->failing = true;
	s->seen = -1;
	if (s->timer)
		loop_timer_set(s->timer, RETRY_MS);
}

/* ---- writing -------------------------------------------------------------------------------- */

static bool add_item(void *ctx, const struct spool_item *it)
{
	struct spool *s = ctx;
	BUF(record);
	if (spool_item_write(&record, it) || open_segment(s) ||
	    fs_log_add(s->fd, s->size, record.data, record.len)) {
		s->broken = true;
		return false;
	}
	s->size += (int64_t)record.len;
	s->last = it->n > s->last ? it->n : s->last;
	s->waiting++;
	return true;
}

static void add_dead(void *ctx, const struct spool_dead *d)
{
	struct spool *s = ctx;
	BUF(record);
	if (s->broken)
		return;
	spool_dead_write(&record, d);
	if (open_segment(s) || fs_log_add(s->fd, s->size, record.data, record.len)) {
		s->broken = true;
		return;
	}
	s->size += (int64_t)record.len;
	s->waiting++;
}

/* All that the database has more. */
static void write_items(struct spool *s)
{
	int64_t before;
	s->broken = false;
	do {
		before = s->last;
		int64_t at = spool_items_after(s->db, before, ROUND, add_item, s);
		if (!s->broken && at > s->last)
			s->last = at; /* a row that is no item: the check tells about it */
	} while (!s->broken && s->last > before);
}

static void write_dead(struct spool *s)
{
	int64_t dead = db_meta_int(s->db, "outbox.dead", 0);
	if (s->broken || dead == s->dead)
		return;
	spool_dead_each(s->db, add_dead, s);
	if (!s->broken)
		s->dead = dead;
}

/* ---- making it durable ---------------------------------------------------------------------- */

static int sync_files(int fd, const char *folder, bool fresh)
{
	int err = fd < 0 ? OK : fs_log_sync(fd);
	if (!err && fresh)
		err = fs_sync_dir(folder);
	return err;
}

static void synced(struct spool *s, int err, int64_t upto, int64_t count)
{
	if (err) {
		log_line(LOG_ERROR, "spool.unsynced", "file=%" PRId64 " last=%" PRId64, s->number, s->last);
		fall_back(s);
		s->waiting = 0;
		behind(s);
		return;
	}
	crash_point("kiosk.spool.synced");
	s->synced = upto;
	s->waiting -= count;
	s->failing = false;
	if (s->size >= SEGMENT && !s->waiting)
		end_segment(s);
}

int spool_sync(struct spool *s)
{
	if (!s || !s->waiting || s->job.running)
		return OK;
	s->syncs++;
	bool fresh = s->fresh;
	s->fresh = false;
	int err = sync_files(s->fd, s->folder, fresh);
	synced(s, err, s->last, s->waiting);
	return err;
}

static void job_run(void *ctx)
{
	struct spool_job *j = ctx;
	j->err = sync_files(j->fd, j->folder, j->fresh);
}

static void job_done(void *ctx)
{
	struct spool *s = ctx;
	s->job.running = false;
	synced(s, s->job.err, s->job.upto, s->job.count);
	if (s->waiting && s->timer)
		loop_timer_set(s->timer, s->waiting > SPOOL_AHEAD ? 0 : PAUSE_MS);
}

static void run_in_worker(void *ctx)
{
	struct spool *s = ctx;
	job_run(&s->job);
}

static void follow(struct spool *s)
{
	if (s->timer)
		crash_point("kiosk.spool.before");
	write_items(s);
	write_dead(s);
	if (s->broken)
		behind(s);
	else if (s->waiting)
		crash_point("kiosk.spool.written");
}

static void on_timer(void *ctx)
{
	struct spool *s = ctx;
	if (s->failing)
		follow(s);
	if (!s->waiting || s->job.running)
		return;
	s->job = (struct spool_job){ .running = true, .fd = s->fd, .fresh = s->fresh, .upto = s->last,
				     .count = s->waiting, .folder = s->folder };
	s->fresh = false;
	s->syncs++;
	loop_work(s->loop, run_in_worker, job_done, s);
}

/* ---- following ------------------------------------------------------------------------------ */

void spool_follow(struct spool *s)
{
	int64_t changes = s ? db_total_changes(s->db) : 0;
	if (!s || changes == s->seen || (s->failing && s->timer))
		return;
	int64_t before = s->waiting;
	s->seen = changes;
	follow(s);
	if (s->broken || !s->waiting)
		return;
	if (!s->timer || (s->size > SEGMENT_MOST && !s->job.running)) {
		if (spool_sync(s))
			log_line(LOG_WARN, "spool.late", "waiting=%" PRId64, s->waiting);
	} else if (!before) {
		loop_timer_set(s->timer, PAUSE_MS);
	} else if (s->waiting > SPOOL_AHEAD && before <= SPOOL_AHEAD) {
		loop_timer_set(s->timer, 0);
	}
}

/* The newest file may end torn: only its whole records stay. */
static void mend_newest(struct spool *s)
{
	char path[PATH_CAP];
	int64_t first;
	spool_bounds(s->folder, SPOOL_ITEMS, &first, &s->number);
	if (!s->number) {
		s->number = 1;
		return;
	}
	spool_path(s->folder, SPOOL_ITEMS, s->number, path);
	if (spool_mend_file(path) || fs_size(path) >= SEGMENT)
		s->number++; /* leave it alone */
}

struct spool *spool_open(const char *data_dir, struct db *db)
{
	struct spool *s = mem_new(1, sizeof *s);
	char boot[WIRE_BOOT];
	s->db = db;
	s->fd = -1;
	s->seen = -1;
	spool_folder(data_dir, s->folder);
	mend_newest(s);
	s->last = s->synced = spool_last(s->folder);
	device_boot(boot);
	spool_mark(s->folder, boot);
	spool_follow(s);
	return s;
}

void spool_add(struct spool *s, const struct spool_item *it)
{
	if (s && !add_item(s, it))
		behind(s);
}

static int mend_one(void *ctx, int64_t number)
{
	char path[PATH_CAP];
	spool_path(((struct spool *)ctx)->folder, SPOOL_ITEMS, number, path);
	return spool_mend_file(path);
}

static int mend_marks(void *ctx, int64_t number)
{
	char path[PATH_CAP];
	spool_path(((struct spool *)ctx)->folder, SPOOL_MARKS, number, path);
	return spool_mend_file(path);
}

int spool_mend(struct spool *s)
{
	int err = spool_sync(s);
	if (err)
		return err;
	if (s->fd >= 0)
		end_segment(s);
	err = spool_each_file(s->folder, SPOOL_ITEMS, mend_one, s);
	return err ? err : spool_each_file(s->folder, SPOOL_MARKS, mend_marks, s);
}

void spool_close(struct spool *s)
{
	if (!s)
		return;
	s->fresh = s->fresh || (s->job.running && s->job.fresh);
	s->job.running = false;
	spool_follow(s);
	if (spool_sync(s) || s->failing)
		log_line(LOG_ERROR, "spool.behind", "last=%" PRId64, s->last);
	else
		spool_mark(s->folder, "closed");
	fs_log_close(s->fd);
	free(s);
}

void spool_serve(struct spool *s, struct loop *loop)
{
	if (!s)
		return;
	s->loop = loop;
	s->timer = loop_timer_new(loop, on_timer, s);
	if (s->failing || s->waiting)
		loop_timer_set(s->timer, PAUSE_MS);
}

void spool_idle(struct spool *s)
{
	if (!s || !s->timer)
		return;
	loop_timer_free(s->timer);
	s->timer = NULL;
	s->loop = NULL;
}

int64_t spool_syncs(const struct spool *s)
{
	return s->syncs;
}
