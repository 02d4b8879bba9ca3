/* The table of faults: what can go wrong here, and which rows of the fault matrix it stands for.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_SIM_FAULTS_H
#define TESTS_SIM_FAULTS_H

#include <stdbool.h>
#include <stdint.h>

struct act;

struct fault {
	const char *name;
	const char *matrix;  /* numbers of the fault matrix, "" for what people do */
	int weight;          /* how often, relative to the others; 0: never by chance */
	void (*begin)(const struct act *a);
	const char *off;     /* why it is not played, NULL: it is */
};

extern const struct fault FAULTS[];
extern const int FAULT_COUNT;
#define FAULT_MOST 128

/* Row of a name, -1. */
int fault_find(const char *name);
/* Everything goes right from now on: lines, disks and clocks are mended, sleepers wake. */
void faults_end(void);

#endif
