/* The memory disks are made of: the heap, or, once asked, an arena that is shared with child processes.
 *
 * With the arena a process can die for real, by its own abort, and the one that forked it finds the disk as the
 * dead left it. Blocks come in powers of two; freed ones wait in a list of their size. Never from an allocator
 * that a test lets fail (alloc.c): reallocarray is nobody's.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "tests/faults/disk_inside.h"

#define ARENA      ((size_t)1 << 31) /* of addresses; memory only as far as it is used */
#define SIZE_LEAST 6                 /* 64 bytes */
#define SIZES      32

struct head {
	size_t size; /* a power of two, this head included */
	struct head *next;
};

/* Lies in front of the arena itself, so that children see each other's changes. */
struct arena {
	uint8_t *at, *end;
	struct head *idle[SIZES];
};

static struct arena **arena(void)
{
	static struct arena *a;

	return &a;
}

void disk_share(void)
{
	struct arena *a = mmap(NULL, ARENA, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (a == MAP_FAILED)
		abort();
	a->at = (uint8_t *)a + (sizeof(*a) + 63) / 64 * 64;
	a->end = (uint8_t *)a + ARENA;
	*arena() = a;
}

static bool shared(const void *p)
{
	const struct arena *a = *arena();

	return a && (const uint8_t *)p > (const uint8_t *)a && (const uint8_t *)p < a->end;
}

static void *take_block(struct arena *a, size_t n)
{
	int class = SIZE_LEAST;
	struct head *h;

	while (((size_t)1 << class) < n + sizeof(*h))
		if (++class == SIZES)
			abort();
	h = a->idle[class];
	if (h) {
		a->idle[class] = h->next;
		return h + 1;
	}
	if ((size_t)(a->end - a->at) < (size_t)1 << class)
		abort();
	h = (struct head *)a->at;
	a->at += (size_t)1 << class;
	h->size = (size_t)1 << class;
	return h + 1;
}

static void *take(struct arena *a, size_t n)
{
	void *p;

	disk_enter();
	p = take_block(a, n);
	disk_leave();
	return p;
}

static void give(struct arena *a, void *p)
{
	struct head *h = (struct head *)p - 1;
	int class = __builtin_ctzl(h->size);

	disk_enter();
	h->next = a->idle[class];
	a->idle[class] = h;
	disk_leave();
}

void *disk_raw(size_t n)
{
	void *p = *arena() ? take(*arena(), n) : reallocarray(NULL, n ? n : 1, 1);

	if (!p)
		abort();
	return p;
}

void disk_give(void *p)
{
	if (shared(p))
		give(*arena(), p);
	else
		free(p);
}

void *disk_mem(size_t count, size_t size)
{
	count = count ? count : 1;
	return memset(disk_raw(count * size), 0, count * size);
}

void *disk_again(void *p, size_t count, size_t size)
{
	size_t had = !p ? 0 : shared(p) ? ((struct head *)p - 1)->size - sizeof(struct head) : malloc_usable_size(p);
	void *q;

	if (!*arena()) {
		p = reallocarray(p, count, size);
		if (!p)
			abort();
		return p;
	}
	if (shared(p) && count * size <= had)
		return p;
	q = disk_raw(count * size);
	if (p)
		memcpy(q, p, had < count * size ? had : count * size);
	disk_give(p);
	return q;
}

char *disk_str(const char *s)
{
	size_t n = strlen(s) + 1;

	return memcpy(disk_mem(n, 1), s, n);
}
