/* See squad.h. One list under one lock; each thread keeps its own libdeflate state between jobs, because
 * setting one up costs as much as deflating a small page.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/io/squad.h"

#include <libdeflate.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "shared/base/log.h"

#define LEVEL 9
#define HELPERS_MAX 3
#define STACK_BYTES (256 * 1024)

struct squad {
	pthread_mutex_t lock;
	pthread_cond_t more; /* a job was given, or the end was called */
	struct squad_job *first, **last;
	bool ending;
	pthread_t helpers[HELPERS_MAX];
	int helper_count;
};

/* Deflate data in place when that makes it shorter. room: scratch of this thread. */
static void deflate_job(struct libdeflate_compressor *c, struct buf *room, struct buf *data)
{
	buf_clear(room);
	size_t bound = libdeflate_zlib_compress_bound(c, data->len);
	size_t n = libdeflate_zlib_compress(c, data->data, data->len, buf_room(room, bound), bound);

	if (n == 0)
		die("deflate.bound", "bytes=%zu", data->len);
	if (n >= data->len)
		return;
	struct buf exact = {0};
	buf_add(&exact, room->data, n);
	buf_free(data);
	*data = exact;
}

/* Next job, waiting for one when wait; NULL: none (any more). */
static struct squad_job *take(struct squad *s, bool wait)
{
	pthread_mutex_lock(&s->lock);
	while (wait && !s->first && !s->ending)
		pthread_cond_wait(&s->more, &s->lock);
	struct squad_job *job = s->first;
	if (job) {
		s->first = job->next;
		if (!s->first)
			s->last = &s->first;
	}
	pthread_mutex_unlock(&s->lock);
	return job;
}

static void work(struct squad *s, bool wait)
{
	struct libdeflate_compressor *c = libdeflate_alloc_compressor(LEVEL);
	BUF(room);

	if (!c)
		die("memory.none", "what=libdeflate");
	for (struct squad_job *job = take(s, wait); job; job = take(s, wait))
		deflate_job(c, &room, &job->data);
	libdeflate_free_compressor(c);
}

static void *helper(void *ctx)
{
	work(ctx, true);
	return NULL;
}

struct squad *squad_start(void)
{
	struct squad *s = mem_new(1, sizeof(*s));
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	pthread_attr_t attr;

	s->last = &s->first;
	pthread_mutex_init(&s->lock, NULL);
	pthread_cond_init(&s->more, NULL);
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK_BYTES);
	while (s->helper_count < HELPERS_MAX && s->helper_count + 1 < processors) {
		if (pthread_create(&s->helpers[s->helper_count], &attr, helper, s) != 0)
			break; /* no thread to be had: the maker does it alone */
		s->helper_count++;
	}
	pthread_attr_destroy(&attr);
	return s;
}

void squad_give(struct squad *s, struct squad_job *job)
{
	job->next = NULL;
	pthread_mutex_lock(&s->lock);
	*s->last = job;
	s->last = &job->next;
	pthread_cond_signal(&s->more);
	pthread_mutex_unlock(&s->lock);
}

void squad_finish(struct squad *s)
{
	if (!s)
		return;
	work(s, false);
	pthread_mutex_lock(&s->lock);
	s->ending = true;
	pthread_cond_broadcast(&s->more);
	pthread_mutex_unlock(&s->lock);
	for (int i = 0; i < s->helper_count; i++)
		pthread_join(s->helpers[i], NULL);
	pthread_cond_destroy(&s->more);
	pthread_mutex_destroy(&s->lock);
	free(s);
}
