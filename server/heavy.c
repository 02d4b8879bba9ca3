/* Long reads, one at a time, beside the loop.
 *
 * Owns the queue and the read that is under way. The queue is kept here and not in the loop, so that
 * a request whose client left is never begun. Promises: every request taken over is answered once or
 * forgotten with its client; nothing runs on after heavy_close.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/heavy.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

#include "server/app.h"
#include "server/words.h"
#include "shared/base/log.h"
#include "shared/io/db.h"
#include "shared/io/http.h"
#include "shared/io/loop.h"

#define WAITING_MAX 4
#define CACHE_KIB   8192
#define RETRY_S	    5

struct task {
	struct heavy *desk;
	uint64_t request;
	const struct heavy_read *how;
	void *facts;
	struct task *next;
	/* while it runs: */
	int64_t until; /* monotonic */
	atomic_bool stop;
	struct buf out;
	int err;
};

struct heavy {
	struct app *app;
	struct clock clock;
	char path[PATH_CAP];
	int64_t patience_ms;
	struct task *running;
	struct task *first; /* waiting, in order */
	int waiting;
	pthread_mutex_t lock; /* for the end of the program only: guards finished */
	pthread_cond_t end;
	bool finished;
};

static void task_free(struct task *t)
{
	void (*drop)(void *facts) = t->how->drop ? t->how->drop : free;

	drop(t->facts);
	buf_free(&t->out);
	free(t);
}

/* ---- in the worker ------------------------------------------------------------------------------- */

static bool enough(void *ctx)
{
	const struct task *t = ctx;

	return atomic_load(&t->stop) || clock_mono(&t->desk->clock) >= t->until;
}

static int read_all(struct task *t)
{
	DB(db);
	int err = db_open(t->desk->path, DB_READER, CACHE_KIB, &db);

	if (!err)
		err = db_snapshot_begin(db);
	if (err)
		return err;
	db_stand(db);
	db_stop_when(db, enough, t);
	err = t->how->read(db, t->facts, &t->out);
	if (db_stopped(db))
		err = ERR_BUSY;
	if (db_damaged(db))
		err = ERR_DAMAGED;
	db_snapshot_end(db);
	return err;
}

static void run(void *ctx)
{
	struct task *t = ctx;
	struct heavy *h = t->desk;

	t->err = read_all(t);
	pthread_mutex_lock(&h->lock);
	h->finished = true;
	pthread_cond_signal(&h->end);
	pthread_mutex_unlock(&h->lock);
}

/* ---- in the loop --------------------------------------------------------------------------------- */

static int fill(struct app *app, void *ctx, struct reply *rp)
{
	struct task *t = ctx;
	int err = t->err;

	if (err == ERR_BUSY)
		rp->sentence = words_get("heavy", "too_long");
	if (err < 0)
		return err;
	rp->body = t->out;
	t->out = (struct buf){ 0 };
	if (t->how->finish)
		err = t->how->finish(app, t->facts, rp);
	if (err < 0)
		buf_free(&rp->body); /* half an answer is none */
	return err;
}

/* Also for a task whose client has gone: then nothing is filled. */
static void answer(struct task *t)
{
	http_answer(t->desk->app->http, t->request, fill, t);
	task_free(t);
}

static bool gone(const struct task *t)
{
	return !http_waits(t->desk->app->http, t->request);
}

/* Forget those nobody waits for any more; the one under way ends soon. */
static void sweep(struct heavy *h)
{
	if (h->running && gone(h->running))
		atomic_store(&h->running->stop, true);
	for (struct task **at = &h->first; *at;) {
		struct task *t = *at;

		if (!gone(t)) {
			at = &t->next;
			continue;
		}
		*at = t->next;
		h->waiting--;
		answer(t);
	}
}

static void start(struct heavy *h);

static void done(void *ctx)
{
	struct task *t = ctx;
	struct heavy *h = t->desk;

	h->running = NULL;
	answer(t);
	sweep(h);
	start(h);
}

static void start(struct heavy *h)
{
	struct task *t = h->first;

	if (!t || h->running)
		return;
	h->first = t->next;
	h->waiting--;
	h->running = t;
	h->finished = false; /* the worker does not hold the lock between two reads */
	t->until = clock_mono(&h->clock) + h->patience_ms;
	loop_work_long(h->app->loop, run, done, t);
}

int heavy_answer(struct app *app, const struct request *rq, struct reply *rp,
		 const struct heavy_read *how, void *facts)
{
	struct heavy *h = app->heavy;
	struct task *t = mem_new(1, sizeof *t);

	t->desk = h;
	t->request = rq->id;
	t->how = how;
	t->facts = facts;
	sweep(h);
	if (h->waiting >= WAITING_MAX) {
		rp->wait_s = RETRY_S;
		task_free(t);
		return ERR_BUSY;
	}
	struct task **last = &h->first;
	while (*last)
		last = &(*last)->next;
	*last = t;
	h->waiting++;
	start(h);
	return OK_LATER;
}

/* ---- life ---------------------------------------------------------------------------------------- */

struct heavy *heavy_open(struct app *app, int64_t patience_ms)
{
	struct heavy *h = mem_new(1, sizeof *h);

	h->app = app;
	h->clock = clock_system(); /* patience is real time, whatever clock the office has */
	h->patience_ms = patience_ms;
	fs_join(h->path, app->dir, "portiek.db");
	pthread_mutex_init(&h->lock, NULL);
	pthread_cond_init(&h->end, NULL);
	return h;
}

void heavy_close(struct heavy *h)
{
	if (!h)
		return;
	if (h->running)
		atomic_store(&h->running->stop, true);
	pthread_mutex_lock(&h->lock);
	while (h->running && !h->finished)
		pthread_cond_wait(&h->end, &h->lock);
	pthread_mutex_unlock(&h->lock);
	if (h->running)
		task_free(h->running);
	while (h->first) {
		struct task *t = h->first;

		h->first = t->next;
		task_free(t);
	}
	pthread_cond_destroy(&h->end);
	pthread_mutex_destroy(&h->lock);
	free(h);
}
