/* Between the files of the rebuild only.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_REBUILD_INSIDE_H
#define FIRMWARE_REBUILD_INSIDE_H

#include <stddef.h>
#include <stdint.h>

#include "firmware/rebuild.h"
#include "shared/base/err.h"
#include "shared/io/fs.h"

#define REBUILD_FRESH ".fresh" /* being filled: worth nothing */
#define REBUILD_DONE ".rebuilt" /* whole: on its way to its place */

struct clock;
struct db;

/* A rebuild under way. */
struct rebuild {
	const struct rebuild_options *o;
	struct db *db, *old;
	struct rebuild_note note;
	int64_t lines;    /* highest line in the spool */
	int64_t seen;     /* highest number in spool or old file */
	int64_t acked;
	int64_t low;      /* lowest number in the spool */
	int64_t torn;     /* bytes of items in the spool that nobody can read, in so many stretches */
	int64_t stretches;
	int64_t unchained; /* highest seq whose mark is not known here any more */
	int err;
};

/* DIR/portiek.db and an ending. */
void rebuild_path(const char *data_dir, const char *ending, char out[PATH_CAP]);
/* "portiek.db.damaged-20261126T181500Z" */
void rebuild_aside_name(const struct clock *clock, char *out, size_t cap);
/* Throw away what an attempt that was broken off left. */
void rebuild_sweep(const char *data_dir);
/* The fresh file, closed, takes the database's place; that goes to aside ("": there was none). */
int rebuild_swap(const char *data_dir, const char *aside) MUST_USE;
/* rebuild_lost.c: voids for every number that must have been given and of which nothing is left; notes which. ERR_STORAGE. */
int rebuild_fill_holes(struct rebuild *r) MUST_USE;
/* The newest verified site on the disk is the one in use. */
int rebuild_find_site(struct db *db, const char *data_dir) MUST_USE;

#endif
