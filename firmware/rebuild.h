/* A damaged database is set aside and made anew from the spool, the identity file and what it still
 * yields itself (PROTOCOL.md section 11, R60).
 *
 * The fresh file grows beside the old one and takes its place only when it is whole, so a plug pulled
 * at any moment leaves the old or the new. The old one keeps its bytes under a name with the time and
 * is never deleted. Numbers of which nothing is left are sent as voids; no number and no counter is
 * given twice.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_REBUILD_H
#define FIRMWARE_REBUILD_H

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/clock.h"
#include "shared/base/err.h"

struct db;
struct val;

struct rebuild_options {
	const char *data_dir;
	const struct clock *clock;
	void (*random)(void *out, size_t n);
};

/* Is a rebuild due? look: read the whole database to find out. NULL: no; else a word for the log:
 * "missing" (though there is a second copy of it), "empty", "damaged", "met" (a statement met it). */
const char *rebuild_due(const char *data_dir, bool look);
/* Finish a swap that was broken off. Called before the database is opened. ERR_STORAGE. */
int rebuild_resume(const char *data_dir, const struct clock *clock) MUST_USE;
/* Rebuild; afterwards the database can be opened. A sentence goes to stderr. ERR_STORAGE. */
int rebuild_run(const struct rebuild_options *o, const char *why) MUST_USE;
/* Remember over a restart that a statement met a damaged page. */
void rebuild_ask(const char *data_dir);

/* What the last rebuild left, for status: t 0 when there was none. */
struct rebuild_note {
	int64_t t, items, lost, unsure;
	char why[16];
	char aside[64];   /* name of the file set aside, "" for none */
	char list[400];   /* sequence numbers that are lost: "12,15-18" */
};
void rebuild_read_note(struct db *db, struct rebuild_note *ret);

#endif
