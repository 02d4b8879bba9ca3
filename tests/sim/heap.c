/* Lists of free pieces by size, in steps of an eighth of a power of two; new ones from both ends of one mapping:
 * what is small from the front, whole pages from the back, so that a child that counts something writes to few
 * pages of its parent.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/sim/heap.h"

#include <errno.h>
#include <malloc.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define WHOLE (UINT64_C(4) << 30) /* of addresses; memory is what was touched */
#define LARGE_PAGE (UINT64_C(2) << 20)
#define ALIGN 16
#define SIZES 512
#define MOST (UINT64_C(1) << 31)
#define LARGE 2048

/* In front of each piece. */
struct head {
	uint32_t list;
	uint32_t size; /* that may be used */
	union {
		struct head *next; /* while free */
		void *whole;       /* of an aligned piece: the one it is cut from */
	};
};

static struct {
	char *at, *end;
	char *before, *behind; /* what does not lie between them is from before the fork */
	struct head *free[SIZES];
} heap;

static bool begin(void)
{
	char *p = mmap(NULL, WHOLE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (p == MAP_FAILED)
		return false;
	heap.at = heap.before = p;
	heap.end = heap.behind = p + WHOLE;
	return true;
}

void heap_fork(void)
{
	uintptr_t next = ((uintptr_t)heap.at + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE;

	heap.at = heap.before = (char *)next;
	heap.end = heap.behind = (char *)((uintptr_t)heap.end / LARGE_PAGE * LARGE_PAGE);
	memset(heap.free, 0, sizeof heap.free);
	madvise(heap.at, (size_t)(heap.end - heap.at), MADV_HUGEPAGE);
}

/* The list of a size, and the size of its pieces: 16, 32 … 256, then eight steps to each power of two. */
static unsigned list_of(size_t n, size_t *size)
{
	if (n <= 256) {
		unsigned list = n ? (unsigned)((n - 1) / ALIGN) : 0;

		*size = ((size_t)list + 1) * ALIGN;
		return list;
	}
	unsigned top = 63 - (unsigned)__builtin_clzl(n - 1); /* n is above 1 << top */
	size_t step = (size_t)1 << (top - 3);
	size_t steps = (n - ((size_t)1 << top) + step - 1) / step;

	*size = ((size_t)1 << top) + steps * step;
	return 16 + (top - 8) * 8 + (unsigned)steps;
}

static struct head *head_of(void *p)
{
	return (struct head *)p - 1;
}

/* *ret_fresh: nothing was ever written there. */
static void *take(size_t n, bool *ret_fresh)
{
	size_t size;
	struct head *h;

	if (n > MOST || (!heap.at && !begin()))
		return NULL;
	unsigned list = list_of(n, &size);

	h = heap.free[list];
	*ret_fresh = !h;
	if (h) {
		heap.free[list] = h->next;
		return h + 1;
	}
	if (size + sizeof *h > (size_t)(heap.end - heap.at))
		return NULL;
	if (size < LARGE) {
		h = (struct head *)(void *)heap.at;
		heap.at += sizeof *h + size;
	} else {
		heap.end -= sizeof *h + size;
		h = (struct head *)(void *)heap.end;
	}
	h->list = list;
	h->size = (uint32_t)size;
	return h + 1;
}

void *malloc(size_t n)
{
	bool fresh;

	return take(n, &fresh);
}

void free(void *p)
{
	struct head *h;

	if (!p)
		return;
	h = head_of(p);
	if (h->list == SIZES) {
		free(h->whole);
		return;
	}
	if ((char *)h < heap.before || (char *)h >= heap.behind)
		return;
	h->next = heap.free[h->list];
	heap.free[h->list] = h;
}

void *calloc(size_t count, size_t size)
{
	bool fresh = false;
	void *p = size && count > MOST / size ? NULL : take(count * size, &fresh);

	return p && !fresh ? memset(p, 0, count * size) : p;
}

size_t malloc_usable_size(void *p)
{
	return p ? head_of(p)->size : 0;
}

void *realloc(void *p, size_t n)
{
	size_t had = malloc_usable_size(p);
	void *q;

	if (p && n && n <= had && had <= 2 * n + 256)
		return p;
	q = malloc(n);
	if (q && p) {
		memcpy(q, p, n < had ? n : had);
		free(p);
	}
	return q;
}

void *memalign(size_t align, size_t n)
{
	char *p = malloc(n + align + sizeof(struct head));
	uintptr_t at = ((uintptr_t)p + sizeof(struct head) + align - 1) / align * align;

	if (!p || align <= ALIGN)
		return p;
	struct head *h = head_of((void *)at);
	h->list = SIZES;
	h->size = (uint32_t)n;
	h->whole = p;
	return (void *)at;
}

void *aligned_alloc(size_t align, size_t n)
{
	return memalign(align, n);
}

int posix_memalign(void **ret, size_t align, size_t n)
{
	*ret = memalign(align, n);
	return *ret ? 0 : ENOMEM;
}
