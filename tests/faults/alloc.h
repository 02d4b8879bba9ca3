/* Allocations that fail when a test says so: malloc, calloc, realloc and strdup of the product (caught
 * by the linker), SQLite's, cJSON's and zlib's (their own hooks).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_FAULTS_ALLOC_H
#define TESTS_FAULTS_ALLOC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Hook in. Before SQLite is used for the first time, so first in main. */
void alloc_start(void);
/* From now on count, and let the nth allocation fail; INT64_MAX: none. */
void alloc_fail(int64_t n);
/* Stop counting and failing. */
void alloc_off(void);
/* How many were counted since alloc_fail. */
int64_t alloc_counted(void);

/* From now on remember what is taken and not given back. Once in a process. */
void alloc_watch(void);
/* How many blocks are held that were taken since, and in why which is the first: its place among what was taken,
 * and the code that took it (addr2line -e PROGRAM). Ends the watching. */
int64_t alloc_held(char *why, size_t cap);
/* A block was taken at that code, or given back. */
void alloc_taken(const void *p, size_t size, const void *taker);
void alloc_given(const void *p);

#endif
