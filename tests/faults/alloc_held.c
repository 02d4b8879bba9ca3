/* Blocks that were taken and not given back: a table by address, on pages of its own. Any thread.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "tests/faults/alloc.h"

#define ROWS  (1 << 16)
#define BLOCKS (1 << 22) /* addresses only; memory as far as it is used */

struct block {
	const void *p, *taker;
	int64_t nth;
	size_t size;
	uint32_t next; /* in its row, or of the idle ones; 0: none */
};

struct table {
	atomic_bool on;
	pthread_mutex_t lock; /* all zeros is an open one */
	int64_t taken, held;
	uint32_t used, idle;
	uint32_t rows[ROWS];
	struct block blocks[BLOCKS]; /* the first is nobody's */
};

static struct table *table(void)
{
	static struct table *t;

	if (!t)
		t = mmap(NULL, sizeof(*t), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (t == MAP_FAILED)
		abort();
	return t;
}

static uint32_t *row_of(struct table *t, const void *p)
{
	return &t->rows[((uintptr_t)p * UINT64_C(0x9e3779b97f4a7c15)) >> 48];
}

static void note(struct table *t, const void *p, size_t size, const void *taker)
{
	uint32_t *row = row_of(t, p), i = t->idle;

	if (i)
		t->idle = t->blocks[i].next;
	else if ((i = ++t->used) >= BLOCKS)
		abort();
	t->blocks[i] = (struct block){ p, taker, ++t->taken, size, *row };
	*row = i;
	t->held++;
}

static void strike(struct table *t, const void *p)
{
	for (uint32_t *at = row_of(t, p); *at; at = &t->blocks[*at].next)
		if (t->blocks[*at].p == p) {
			uint32_t i = *at;

			*at = t->blocks[i].next;
			t->blocks[i].next = t->idle;
			t->blocks[i].p = NULL;
			t->idle = i;
			t->held--;
			return;
		}
}

void alloc_taken(const void *p, size_t size, const void *taker)
{
	struct table *t = table();

	if (!p || !t->on)
		return;
	pthread_mutex_lock(&t->lock);
	note(t, p, size, taker);
	pthread_mutex_unlock(&t->lock);
}

void alloc_given(const void *p)
{
	struct table *t = table();

	if (!p || !t->on)
		return;
	pthread_mutex_lock(&t->lock);
	strike(t, p);
	pthread_mutex_unlock(&t->lock);
}

void alloc_watch(void)
{
	table()->on = true;
}

int64_t alloc_held(char *why, size_t cap)
{
	extern const char __executable_start;
	struct table *t = table();
	const struct block *first = NULL;

	t->on = false;
	for (uint32_t i = 1; i <= t->used; i++)
		if (t->blocks[i].p && (!first || t->blocks[i].nth < first->nth))
			first = &t->blocks[i];
	if (first)
		snprintf(why, cap,
			 "%" PRId64 " blocks are not given back; the first, number %" PRId64 " of all taken, has %zu bytes and was taken at +0x%" PRIxPTR,
			 t->held, first->nth, first->size, (uintptr_t)first->taker - (uintptr_t)&__executable_start);
	return t->held;
}
