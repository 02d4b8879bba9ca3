/* Deflates many files while their maker makes the next one.
 *
 * One helper thread per spare processor (at most three) takes jobs in the order given; the maker
 * joins in at the end. What a job becomes depends on its bytes alone, so neither the number of
 * threads nor their luck is to be seen in the result.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_IO_SQUAD_H
#define SHARED_IO_SQUAD_H

#include <stddef.h>

#include "shared/base/buf.h"

/* One file: plain bytes in, the shorter of plain and zlib stream (level 9) out. */
struct squad_job {
	struct buf data;
	struct squad_job *next; /* of the squad */
};

struct squad;

struct squad *squad_start(void) MUST_USE;
/* Hand over a job; it and its data belong to the squad until squad_finish. */
void squad_give(struct squad *s, struct squad_job *job);
/* Help until every job is done, end the threads, free s. NULL is fine. */
void squad_finish(struct squad *s);

#endif
