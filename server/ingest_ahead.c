/* Opening ahead: while the loop projects one handful of items, the worker opens the next.
 *
 * Opening a seal costs as much as everything else that becomes of a report, and needs neither database
 * nor order. The loop reads the items, the worker opens them, the loop projects them: whatever is
 * written is written by the loop alone, item by item in order of arrival, as if nobody had helped. What
 * was opened and is not projected after all (a full disk) is opened again.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <pthread.h>
#include <stdlib.h>

#include "server/ingest_inside.h"
#include "shared/base/log.h"
#include "shared/io/loop.h"

#define HANDFUL 64

struct handful {
	struct opened items[HANDFUL];
	int count, at; /* items before `at` are done with */
};

struct ingest_ahead {
	struct db *db;
	const struct keys *keys;
	struct loop *loop;
	struct ingest_dicts *dicts;
	void (*tell)(void *ctx);
	void *ctx;
	struct handful hands[2];
	struct handful *ready, *next; /* next: the worker's while busy, and so is spent */
	struct handful spent;         /* done with; the worker frees what the worker made */
	bool busy;
	pthread_mutex_t lock;         /* for the end of the program only: guards finished */
	pthread_cond_t end;
	bool finished;
};

struct ingest_ahead *ahead_new(const struct ingest_options *o, struct ingest_dicts *dicts,
			       void (*tell)(void *ctx), void *ctx)
{
	struct ingest_ahead *a = mem_new(1, sizeof *a);

	*a = (struct ingest_ahead){
		.db = o->db, .keys = o->keys, .loop = o->loop, .dicts = dicts, .tell = tell, .ctx = ctx,
	};
	a->ready = &a->hands[0];
	a->next = &a->hands[1];
	pthread_mutex_init(&a->lock, NULL);
	pthread_cond_init(&a->end, NULL);
	return a;
}

static void drop(struct handful *h)
{
	for (int i = 0; i < h->count; i++)
		opened_free(&h->items[i]);
	h->at = h->count = 0;
}

/* ---- in the worker ------------------------------------------------------------------------------- */

static void open_all(void *ctx)
{
	struct ingest_ahead *a = ctx;

	drop(&a->spent);
	for (int i = 0; i < a->next->count; i++)
		ingest_unseal(&a->next->items[i]);
	pthread_mutex_lock(&a->lock);
	a->finished = true;
	pthread_cond_signal(&a->end);
	pthread_mutex_unlock(&a->lock);
}

/* ---- in the loop --------------------------------------------------------------------------------- */

static void opened_all(void *ctx)
{
	struct ingest_ahead *a = ctx;

	a->busy = false;
	a->tell(a->ctx);
}

/* Give the worker the items from n on. */
static void start(struct ingest_ahead *a, int64_t n)
{
	struct handful *h = a->next;

	drop(&a->spent); /* nothing, but when the last start had nothing to open */
	a->spent = *h;
	h->at = h->count = 0;
	for (; n && h->count < HANDFUL; n = ingest_behind(a->db, n)) {
		struct opened *o = &h->items[h->count];

		*o = (struct opened){ 0 };
		if (!ingest_read(a->db, n, &o->it))
			continue;
		ingest_prepare(a->db, a->keys, a->dicts, o);
		h->count++;
	}
	if (!h->count)
		return;
	a->busy = true;
	a->finished = false;
	loop_work(a->loop, open_all, opened_all, a);
}

/* Item n among those of h; everything before it is done with. */
static struct opened *find(struct handful *h, int64_t n)
{
	while (h->at < h->count && h->items[h->at].it.raw.n < n)
		h->at++;
	return h->at < h->count && h->items[h->at].it.raw.n == n ? &h->items[h->at] : NULL;
}

struct opened *ahead_get(struct ingest_ahead *a, int64_t n)
{
	struct opened *o = find(a->ready, n);

	if (o || a->busy)
		return o;
	struct handful *swap = a->ready;
	a->ready = a->next;
	a->next = swap;
	o = find(a->ready, n);
	if (o)
		start(a, ingest_behind(a->db, a->ready->items[a->ready->count - 1].it.raw.n));
	else
		start(a, n);
	return o;
}

bool ahead_busy(const struct ingest_ahead *a)
{
	return a && a->busy;
}

void ahead_free(struct ingest_ahead *a)
{
	if (!a)
		return;
	pthread_mutex_lock(&a->lock);
	while (a->busy && !a->finished)
		pthread_cond_wait(&a->end, &a->lock);
	pthread_mutex_unlock(&a->lock);
	drop(a->ready);
	drop(a->next);
	drop(&a->spent);
	pthread_cond_destroy(&a->end);
	pthread_mutex_destroy(&a->lock);
	free(a);
}
