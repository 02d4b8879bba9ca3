/* Workloads of a daemon on the disk in memory, and how what they leave behind is judged.
 *
 * A house is one daemon's installation, opened with its real code; works_kiosk.c and works_central.c
 * each give a table of workloads over it. A workload is a row of steps; a step that returned OK is
 * confirmed: whatever happens to the machine afterwards, its effect must be found. A step that did
 * not is found wholly or not at all.
 *
 * Clock and chance are fixed (works.c catches clock_gettime and libsodium's random source), so a
 * workload repeats itself bit by bit.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_FAULTS_WORKS_H
#define TESTS_FAULTS_WORKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tests/faults/disk.h"

struct db;
struct db_migration;
struct house;

struct work {
	const char *name;
	const char *rows;                  /* of the fault matrix: its word and numbers */
	void (*prepare)(struct house *h);  /* before anything is watched; NULL: nothing */
	int steps;
	int (*step)(struct house *h, int i);
	/* What must hold of an installation found after confirmed steps, besides that its rows are one of
	 * the states passed through. NULL: nothing more. */
	bool (*holds)(struct house *h, int confirmed);
	int states;    /* committed states one step may pass through; 0 = 1 */
	bool bare;     /* prepare meets an empty disk, and the house closed */
	bool once;     /* a conversation: after a fault it is not gone on with, only looked at */
	bool closed;   /* the house is not opened for the steps */
	int arg;       /* for the functions: house_work(h)->arg */
	int sparse;    /* many calls: only every so many is looked at; 0 = all */
};

/* ---- given by works_kiosk.c or works_central.c -------------------------------------------- */

extern const char HOUSE_NAME[];
const struct work *house_works(size_t *ret_count);
/* A house at dir (not opened) for a workload, freed with house_free, which also closes it. */
struct house *house_new(const char *dir, const struct work *w);
void house_free(struct house *h);
/* Open with the daemon's own code, as its start would. ERR_NOT_FOUND: nothing is there yet. */
int house_open(struct house *h);
void house_close(struct house *h);
struct db *house_db(struct house *h);
const struct work *house_work(const struct house *h);
/* The installation most workloads begin with, at an empty dir. */
void house_base(const char *dir);
/* What always holds of this daemon's rows. */
bool house_sane(struct house *h);

/* ---- works.c ------------------------------------------------------------------------------ */

#define WORKS_DIR "data" /* within the disk */
#define WORKS_WALL INT64_C(1795300000000)

/* The workloads of all parts one after the other, into `all`, which has the room; returns it. */
const struct work *works_join(const struct work *const parts[], size_t part_count, struct work *all, size_t *ret_count);

/* The database of a program of an older version, opened as *ret (also after an error): the steps of its schema up to
 * this number. dir is there. */
int works_older(const char *dir, const struct db_migration *all, int upto, struct db **ret);
/* The number of the newest of them. */
int64_t works_newest(const struct db_migration *all);

/* Chance begins again here. */
void works_seed(uint64_t seed);
/* Where chance stands, to go back to after looking at an image. */
uint64_t works_chance(void);

/* A disk with the workload prepared and everything durable. base: made by works_base. */
struct disk *works_base(void);
struct disk *works_disk(const struct work *w, const struct disk *base, const char *name);

/* What a start finds on a disk. */
struct finding {
	int err;         /* of opening; OK, or ERR_NOT_FOUND: nothing there yet */
	uint64_t rows;   /* a number for all rows of all tables; 0: no database */
	uint64_t counts; /* the same for the number of rows of each table */
	char why[200];   /* "" or what is wrong: integrity, the daemon's own rules, holds() */
};
/* Open the house on the disk and look. confirmed: for holds(). Closes it again. */
void works_find(struct disk *d, const struct work *w, int confirmed, struct finding *ret);
/* Rows of a house that is open. */
void works_rows(const char *dir, struct finding *ret);

#endif
