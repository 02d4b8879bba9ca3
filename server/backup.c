/* The desk that makes copies while the office serves (backup.h).
 *
 * Owns one timer, one job at a time and the thread that counts and proves for it. Promises: the loop is held
 * up for BACKUP_PAGES at a time; a server that stops drops the copy it was making and nothing else.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/backup.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "server/app.h"
#include "server/backup_inside.h"
#include "server/epoch_store.h"
#include "server/live.h"
#include "shared/base/log.h"
#include "shared/io/db.h"
#include "shared/io/loop.h"

#define FIRST_MS MINUTE_MS        /* after the start, when a copy is due */
#define TICK_MS MINUTE_MS
#define STEP_MS 4
#define AGAIN_MS (15 * MINUTE_MS) /* after one that did not hold */
#define TELL_MS DAY_MS            /* that the newest is too old */

enum stage { IDLE, COUNTING, COPYING, CHECKING };

struct backup_desk {
	struct app *app;
	struct loop_timer *timer;
	enum stage stage;
	struct backup_job *job;
	pthread_t thread;
	atomic_bool finished;  /* the thread is done */
	int64_t due, told, stepped; /* monotonic */
};

/* ---- the thread ------------------------------------------------------------------------------ */

static void *work(void *ctx)
{
	struct backup_desk *d = ctx;
	if (d->stage == COUNTING)
		backup_job_count(d->job);
	else
		backup_job_check(d->job);
	atomic_store(&d->finished, true);
	loop_wake(d->app->loop);
	return NULL;
}

static int begin(struct backup_desk *d, enum stage stage)
{
	d->stage = stage;
	atomic_store(&d->finished, false);
	return pthread_create(&d->thread, NULL, work, d) ? ERR_BUSY : OK;
}

/* ---- the loop -------------------------------------------------------------------------------- */

static void forget_job(struct backup_desk *d)
{
	backup_job_free(d->job);
	d->job = NULL;
	d->stage = IDLE;
	loop_timer_set(d->timer, TICK_MS);
}

/* It could not be made at all. Written down like one that does not hold, so that whoever waits hears of it. */
static void fail(struct backup_desk *d)
{
	fs_remove(d->job->part);
	text_copy(d->job->row.why, sizeof d->job->row.why, "copy");
	if (backup_job_record(d->app, d->job))
		log_line(LOG_ERROR, "backup.record", "err=storage");
	live_changed(d->app->live);
	d->due = clock_mono(&d->app->clock) + AGAIN_MS;
	forget_job(d);
}

static void finish(struct backup_desk *d)
{
	struct app *app = d->app;
	const struct backup_row *row = &d->job->row;
	int64_t every = app->settings.backup_every * HOUR_MS;
	int err = backup_job_record(app, d->job);
	bool again = err || !row->verified;
	d->due = clock_mono(&app->clock) + (again && every > AGAIN_MS ? AGAIN_MS : every);
	if (d->job->live_damaged)
		db_condemn(app->db);
	if (!again)
		backup_retire(app);
	live_changed(app->live);
	forget_job(d);
}

static void step(struct backup_desk *d)
{
	bool done;
	int64_t now = clock_mono(&d->app->clock);
	if (now - d->stepped < STEP_MS)
		return;
	d->stepped = now;
	int err = backup_job_copy(d->app, d->job, BACKUP_PAGES, &done);
	if (err && err != ERR_BUSY)
		fail(d);
	else if (done && begin(d, CHECKING))
		fail(d);
	else if (!done)
		loop_timer_set(d->timer, STEP_MS);
}

void backup_turn(struct backup_desk *d)
{
	if (!d || d->stage == IDLE || db_turn_open(d->app->db))
		return;
	if (d->stage == COPYING) {
		step(d);
		return;
	}
	if (!atomic_load(&d->finished))
		return;
	pthread_join(d->thread, NULL);
	if (d->stage == CHECKING) {
		finish(d);
		return;
	}
	d->stage = COPYING;
	step(d);
	if (d->stage == COPYING)
		loop_timer_set(d->timer, STEP_MS);
}

const char *backup_under_way(const struct app *app)
{
	return app->backup && app->backup->stage != IDLE ? app->backup->job->row.file : NULL;
}

int backup_start(struct app *app, const char *file, const char *who)
{
	struct backup_desk *d = app->backup;
	if (!d || d->stage != IDLE)
		return ERR_BUSY;
	int err = backup_job_new(app, file, who, &d->job);
	if (!err)
		err = begin(d, COUNTING);
	if (err)
		forget_job(d);
	return err;
}

static void tell_when_late(struct backup_desk *d, int64_t now)
{
	if (now - d->told < TELL_MS || !backup_late(d->app))
		return;
	d->told = now;
	log_line(LOG_WARN, "backup.late", "hours=%lld", (long long)d->app->settings.backup_warn);
}

static void on_timer(void *ctx)
{
	struct backup_desk *d = ctx;
	int64_t now = clock_mono(&d->app->clock);
	if (d->stage != IDLE)
		return; /* the end of this turn goes on */
	tell_when_late(d, now);
	if (d->app->settings.backup_scheduled && now >= d->due) {
		d->due = now + AGAIN_MS;
		if (backup_start(d->app, NULL, ""))
			log_line(LOG_ERROR, "backup.start", "folder=%s", d->app->settings.backup_folder);
	}
	if (d->stage == IDLE)
		loop_timer_set(d->timer, TICK_MS);
}

/* When the next is due: [backup] every after the newest, whatever the wall clock did meanwhile. */
static int64_t first_due(const struct app *app)
{
	struct backup_row row;
	int64_t every = app->settings.backup_every * HOUR_MS;
	char epoch[EPOCH_TEXT] = "";
	bool counts = backup_newest(app->db, &row) && db_meta_text(app->db, "epoch", epoch, sizeof epoch) &&
		      !strcmp(epoch, row.facts.epoch); /* one of another epoch makes nothing safe in this one */
	int64_t left = counts ? row.begun + every - app_now(app) : 0;
	if (left > every)
		left = every;
	return clock_mono(&app->clock) + (left > FIRST_MS ? left : FIRST_MS);
}

struct backup_desk *backup_open(struct app *app)
{
	struct backup_desk *d = mem_new(1, sizeof *d);
	d->app = app;
	d->told = clock_mono(&app->clock) - TELL_MS;
	d->timer = loop_timer_new(app->loop, on_timer, d);
	backup_adopt(app);
	d->due = first_due(app);
	loop_timer_set(d->timer, TICK_MS);
	return d;
}

static void give_up(struct backup_desk *d, struct backup_job *j)
{
	atomic_store(&j->stop, true);
	if (d->stage != COPYING)
		pthread_join(d->thread, NULL);
	if (j->row.verified)
		(void)!backup_job_record(d->app, j); /* else it is adopted at the next start */
	else
		fs_remove(j->part);
	backup_job_free(j);
}

void backup_close(struct backup_desk *d)
{
	if (!d)
		return;
	if (d->job)
		give_up(d, d->job);
	loop_timer_free(d->timer);
	free(d);
}
