/* Allocations that fail: one counter for all of them, off unless a test says so. What is taken and given back
 * is told to alloc_held.c.
 *
 * What the disk in memory and the tests themselves allocate is not counted: disk_mem and friends go
 * past it, and a test turns it on only around the product's own code.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/faults/alloc.h"

#include <cjson/cJSON.h>
#include <libdeflate.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

void *__real_malloc(size_t n);
void *__real_calloc(size_t count, size_t n);
void *__real_realloc(void *p, size_t n);
void __real_free(void *p);
char *__real_strdup(const char *s);
int __real_deflateInit2_(z_streamp s, int level, int method, int bits, int mem, int strategy,
			 const char *version, int size);
int __real_inflateInit_(z_streamp s, const char *version, int size);
void *__wrap_malloc(size_t n);
void *__wrap_calloc(size_t count, size_t n);
void *__wrap_realloc(void *p, size_t n);
void __wrap_free(void *p);
char *__wrap_strdup(const char *s);
int __wrap_deflateInit2_(z_streamp s, int level, int method, int bits, int mem, int strategy,
			 const char *version, int size);
int __wrap_inflateInit_(z_streamp s, const char *version, int size);

/* Read by several threads where a site is built. */
struct counter {
	atomic_bool on;
	_Atomic int64_t seen, fail;
};

static struct counter *counter(void)
{
	static struct counter c;

	return &c;
}

static bool fails(void)
{
	struct counter *c = counter();

	return c->on && ++c->seen == c->fail;
}

void alloc_fail(int64_t n)
{
	counter()->fail = n;
	counter()->seen = 0;
	counter()->on = true;
}

void alloc_off(void)
{
	counter()->on = false;
}

int64_t alloc_counted(void)
{
	return counter()->seen;
}

/* ---- the product's own -------------------------------------------------------------------------- */

#define TAKER __builtin_return_address(0)

static void *took(void *p, size_t n, const void *taker)
{
	alloc_taken(p, n, taker);
	return p;
}

void *__wrap_malloc(size_t n)
{
	return fails() ? NULL : took(__real_malloc(n), n, TAKER);
}

void *__wrap_calloc(size_t count, size_t n)
{
	return fails() ? NULL : took(__real_calloc(count, n), count * n, TAKER);
}

void *__wrap_realloc(void *p, size_t n)
{
	void *q = fails() ? NULL : __real_realloc(p, n);

	if (q)
		alloc_given(p);
	return took(q, n, TAKER);
}

char *__wrap_strdup(const char *s)
{
	return fails() ? NULL : took(__real_strdup(s), strlen(s) + 1, TAKER);
}

void __wrap_free(void *p)
{
	alloc_given(p);
	__real_free(p);
}

/* ---- SQLite ------------------------------------------------------------------------------------- */

#define HEAD 16 /* the size stands before the block, which stays aligned */

static void *lite_malloc(int n)
{
	char *p = fails() ? NULL : __real_malloc((size_t)n + HEAD);

	if (!p)
		return NULL;
	memcpy(p, &n, sizeof(n));
	return took(p + HEAD, (size_t)n, TAKER);
}

static void lite_free(void *p)
{
	alloc_given(p);
	__real_free((char *)p - HEAD);
}

static int lite_size(void *p)
{
	int n = 0;

	if (p)
		memcpy(&n, (char *)p - HEAD, sizeof(n));
	return n;
}

static void *lite_realloc(void *p, int n)
{
	char *q = fails() ? NULL : __real_realloc((char *)p - HEAD, (size_t)n + HEAD);

	if (!q)
		return NULL;
	memcpy(q, &n, sizeof(n));
	alloc_given(p);
	return took(q + HEAD, (size_t)n, TAKER);
}

static int lite_round(int n)
{
	return (n + 7) & ~7;
}

static int lite_start(void *ctx)
{
	(void)ctx;
	return SQLITE_OK;
}

static void lite_stop(void *ctx)
{
	(void)ctx;
}

/* ---- zlib --------------------------------------------------------------------------------------- */

static voidpf zip_malloc(voidpf ctx, uInt count, uInt n)
{
	(void)ctx;
	return fails() ? NULL : took(__real_calloc(count, n), (size_t)count * n, TAKER);
}

static void zip_free(voidpf ctx, voidpf p)
{
	(void)ctx;
	__wrap_free(p);
}

int __wrap_deflateInit2_(z_streamp s, int level, int method, int bits, int mem, int strategy,
			 const char *version, int size)
{
	s->zalloc = zip_malloc;
	s->zfree = zip_free;
	return __real_deflateInit2_(s, level, method, bits, mem, strategy, version, size);
}

int __wrap_inflateInit_(z_streamp s, const char *version, int size)
{
	s->zalloc = zip_malloc;
	s->zfree = zip_free;
	return __real_inflateInit_(s, version, size);
}

/* ---- hooking in --------------------------------------------------------------------------------- */

void alloc_start(void)
{
	static sqlite3_mem_methods lite = { lite_malloc, lite_free, lite_realloc, lite_size,
					    lite_round, lite_start, lite_stop, NULL };
	static cJSON_Hooks json = { __wrap_malloc, __wrap_free };

	if (sqlite3_config(SQLITE_CONFIG_MALLOC, &lite))
		abort();
	cJSON_InitHooks(&json);
	libdeflate_set_memory_allocator(__wrap_malloc, __wrap_free);
}
