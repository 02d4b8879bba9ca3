/* Both copies compared: every item of the database against its record in the spool (R60, R62).
 *
 * A record is proven by its SHA-256, a row of the database by the hash of its sealed text, so where they
 * differ it is known who is right. `serve` mends at its start, `check` only tells.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_COPIES_H
#define FIRMWARE_COPIES_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "shared/base/err.h"

struct db;
struct spool;

struct copies_report {
	int64_t records;  /* items and marks in the spool */
	int64_t bad;      /* stretches of the spool that are no record */
	int64_t differ;   /* rows that are not what was captured */
	int64_t absent;   /* records without a row */
	int64_t missing;  /* rows without a record */
	int64_t unsound;  /* rows that are not what was captured, and nobody has it any more */
	bool identity;    /* DIR/identity says something else than the database */
};

/* Compare. out: a line per difference, NULL for the log only. ERR_STORAGE: the spool cannot be read. */
int copies_compare(const char *data_dir, struct db *db, FILE *out, struct copies_report *ret) MUST_USE;
/* Compare and mend both ways: rows from records, records from rows. unclean: after a plug was pulled
 * what is not acknowledged is queued again. Opens its own event and commits it. ERR_STORAGE. */
int copies_mend(const char *data_dir, struct db *db, struct spool *s, bool unclean) MUST_USE;
/* `portiek-kiosk check`: database, spool and identity of a folder, also beside a running serve. Prints
 * what differs. OK: both copies agree; ERR_INPUT: they do not; ERR_STORAGE: the database cannot be read. */
int copies_check(const char *data_dir, FILE *out) MUST_USE;

#endif
