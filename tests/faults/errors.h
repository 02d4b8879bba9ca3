/* One fault in a workload: where it is put, what the daemon made of it, and whether that will do.
 * errors_test.c puts faults into calls of the disk, alloc_test.c into allocations.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_FAULTS_ERRORS_H
#define TESTS_FAULTS_ERRORS_H

#include "tests/faults/works.h"

#define STEPS_MAX 16

/* A workload without faults, by steps. */
struct course {
	const struct work *w;
	const struct disk *from; /* prepared */
	struct finding state[STEPS_MAX + 1];
	char wrong[300];
};

/* A kind of fault. */
struct fault_kind {
	const char *name;
	const char *rows;   /* of the fault matrix, with its word */
	unsigned mask;
	int error;
	int64_t times;
	bool unfelt;        /* nothing at all may come of it */
	bool polite;        /* it may never end the process */
	/* Other faults than the disk's: put the nth, take it away, how many places there are. */
	void (*put)(int64_t n);
	void (*lift)(void);
	int64_t (*places)(void);
	/* Where a process that was not ended must have given back what it took: from now on that is watched; how
	 * many blocks it holds, and which is the first. */
	void (*watch)(void);
	int64_t (*held)(char *why, size_t cap);
};

/* Walk through once and remember the states. false: c->wrong. */
bool course_learn(struct course *c);
/* Calls (or places) a fault of this kind can meet. */
int64_t course_places(const struct course *c, const struct fault_kind *k);
struct course_counts {
	int64_t runs, refused, died; /* the others went on as if nothing had been */
	int64_t held;                /* blocks not given back, in all */
	int64_t places;              /* there were */
};
/* The fault at place n. false: c->wrong. */
bool course_fault(struct course *c, const struct fault_kind *k, int64_t n, struct course_counts *ret);

/* The whole program: each workload with each kind, in a process of its own.
 *   NAME [--most N] [--at PLACE] [WORD]   at most N places of each kind in each workload (default most), all: 0 */
int errors_main(int argc, char **argv, const struct fault_kind *kinds, int64_t most);

#endif
