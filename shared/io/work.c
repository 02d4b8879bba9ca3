/* The worker threads of a loop: one for short jobs (name look-ups, Argon2id, opening seals), one for
 * long ones (exports, dashboards), so that no short job waits behind a long one.
 *
 * Each is started at its first job, so a program that never needs it stays single-threaded. Jobs of a
 * thread run one at a time in the order given; the loop hears of a finished one by a wake-up and runs
 * its done() in its own thread.
 *
 * When no thread can be had (a limit was reached), jobs run in the loop at its next turn: everything
 * is slower then, but nobody is sent away, and the thread is tried for again each second.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/io/loop.h"

#include <pthread.h>
#include <stdlib.h>

#include "shared/base/buf.h"
#include "shared/base/log.h"
#include "shared/io/lws.h"

#define STACK_BYTES (512 * 1024)
#define AGAIN_MS INT64_C(1000)

struct job {
	void (*job)(void *ctx);
	void (*done)(void *ctx);
	void *ctx;
	struct job *next;
};

struct queue {
	struct job *first;
	struct job **last;
};

struct work {
	struct loop *loop;
	pthread_t thread;
	bool alive;              /* there is a thread */
	struct loop_timer *again; /* NULL: never lacked one */
	pthread_mutex_t lock;
	pthread_cond_t more;
	struct queue todo;
	struct queue finished;
	bool stop;
};

static void put(struct queue *q, struct job *j)
{
	j->next = NULL;
	*q->last = j;
	q->last = &j->next;
}

static struct job *take(struct queue *q)
{
	struct job *j = q->first;

	if (j) {
		q->first = j->next;
		if (!q->first)
			q->last = &q->first;
	}
	return j;
}

static void *thread_main(void *arg)
{
	struct work *w = arg;
	struct job *j;

	pthread_mutex_lock(&w->lock);
	for (;;) {
		while (!w->stop && !w->todo.first)
			pthread_cond_wait(&w->more, &w->lock);
		if (w->stop)
			break;
		j = take(&w->todo);
		pthread_mutex_unlock(&w->lock);
		j->job(j->ctx);
		pthread_mutex_lock(&w->lock);
		put(&w->finished, j);
		if (!w->stop)
			loop_wake(w->loop);
	}
	pthread_mutex_unlock(&w->lock);
	return NULL;
}

static bool start_thread(struct work *w)
{
	pthread_attr_t attr;

	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK_BYTES);
	w->alive = pthread_create(&w->thread, &attr, thread_main, w) == 0;
	pthread_attr_destroy(&attr);
	return w->alive;
}

/* Without a thread: do what may be done here, and try for one again. */
static void do_without(void *ctx)
{
	struct work *w = ctx;
	struct job *j;

	if (w->alive || start_thread(w))
		return;
	log_line(LOG_WARN, "work.thread", "cannot=start");
	while ((j = take(&w->todo))) {
		j->job(j->ctx);
		put(&w->finished, j);
	}
	loop_timer_set(w->again, AGAIN_MS);
	work_finish(w);
}

static struct work *work_open(struct loop *l)
{
	struct work *w = mem_new(1, sizeof(*w));

	w->loop = l;
	w->todo.last = &w->todo.first;
	w->finished.last = &w->finished.first;
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->more, NULL);
	return w;
}

static void give(struct loop *l, struct work **w, const struct job *what)
{
	struct job *j = mem_new(1, sizeof(*j));

	if (!*w)
		*w = work_open(l);
	*j = *what;
	pthread_mutex_lock(&(*w)->lock);
	put(&(*w)->todo, j);
	pthread_cond_signal(&(*w)->more);
	pthread_mutex_unlock(&(*w)->lock);
	if ((*w)->alive || start_thread(*w))
		return;
	if (!(*w)->again)
		(*w)->again = loop_timer_new(l, do_without, *w);
	loop_timer_set((*w)->again, 0);
}

void loop_work(struct loop *l, void (*job)(void *ctx), void (*done)(void *ctx), void *ctx)
{
	const struct job j = { .job = job, .done = done, .ctx = ctx };

	give(l, &l->work, &j);
}

void loop_work_long(struct loop *l, void (*job)(void *ctx), void (*done)(void *ctx), void *ctx)
{
	const struct job j = { .job = job, .done = done, .ctx = ctx };

	give(l, &l->work_long, &j);
}

void loop_work_long_end(struct loop *l)
{
	work_stop(l->work_long);
	l->work_long = NULL;
}

void work_finish(struct work *w)
{
	struct job *j;

	if (!w)
		return;
	for (;;) {
		pthread_mutex_lock(&w->lock);
		j = take(&w->finished);
		pthread_mutex_unlock(&w->lock);
		if (!j)
			return;
		if (j->done)
			j->done(j->ctx);
		free(j);
	}
}

void work_stop(struct work *w)
{
	struct job *j;

	if (!w)
		return;
	pthread_mutex_lock(&w->lock);
	w->stop = true;
	pthread_cond_signal(&w->more);
	pthread_mutex_unlock(&w->lock);
	if (w->alive)
		pthread_join(w->thread, NULL);
	if (w->again)
		loop_timer_free(w->again);
	while ((j = take(&w->todo)) || (j = take(&w->finished)))
		free(j);
	pthread_cond_destroy(&w->more);
	pthread_mutex_destroy(&w->lock);
	free(w);
}
