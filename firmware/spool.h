/* The capture spool: a second, append-only copy of every item beside the database (PROTOCOL.md
 * section 11, R60-R62).
 *
 * Files DIR/spool/sNNNNNNNN.seg hold items in the order of their numbers, mNNNNNNNN.seg the marks that
 * are left of items central holds safely. The spool follows the database: whatever was committed and
 * is not written yet is written in the same turn after the commit, and fsynced within two seconds in
 * the worker thread, so a capture still waits for one fsync. A spool that cannot be written never
 * hinders a capture; it catches up by itself.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_SPOOL_H
#define FIRMWARE_SPOOL_H

#include <stdbool.h>
#include <stdint.h>

#include "firmware/spool_record.h"
#include "shared/io/fs.h"

#define SPOOL_AHEAD 64 /* with so many records waiting for the disk nobody waits for the timer */

struct db;
struct loop;
struct spool;

/* Open the spool of a data folder as owner: what the database has more is written now and durable on
 * return. Never fails: a spool that cannot be written is tried again (log: spool.behind). */
struct spool *spool_open(const char *data_dir, struct db *db);
/* Everything written is made durable. NULL is fine. */
void spool_close(struct spool *s);

/* From now on fsync in this loop's worker thread, until spool_idle. */
void spool_serve(struct spool *s, struct loop *loop);
void spool_idle(struct spool *s);

/* After a commit: write what is new. Costs a comparison when nothing changed. NULL is fine. */
void spool_follow(struct spool *s);
/* Make it durable now. ERR_STORAGE: not all of it is. */
int spool_sync(struct spool *s) MUST_USE;
/* fsyncs asked for since open: tests of bounded work count with it. */
int64_t spool_syncs(const struct spool *s);

/* For the check: write an item again that the spool lost; write files again without what is no record
 * in them. ERR_STORAGE. */
void spool_add(struct spool *s, const struct spool_item *it);
int spool_mend(struct spool *s) MUST_USE;

/* Remove the oldest segments whose every item was dropped from the database as safe; their marks go to
 * the marks file first. upto: highest n that is safe, or, with the disk nearly full, INT64_MAX.
 * Returns how many files went. */
int spool_drop(struct spool *s, int64_t upto);

/* ---- all of it ------------------------------------------------------------------------------ */

/* As spool_sink, with the file's name ("s00000001.seg") for what is bad. */
struct spool_reader {
	void (*item)(void *ctx, const struct spool_item *it);
	void (*dead)(void *ctx, const struct spool_dead *d);
	void (*bad)(void *ctx, const char *file, size_t offset, size_t len);
	void *ctx;
};

/* Read every file, marks first, then segments in order; one file in memory at a time.
 * ERR_NOT_FOUND: there is no spool. ERR_STORAGE: a file could not be read, the others were. */
int spool_read_all(const char *data_dir, const struct spool_reader *r) MUST_USE;
/* Is there any file with at least one byte? */
bool spool_exists(const char *data_dir);

/* Was everything that left this machine or was shown to a person written here? True after a clean stop,
 * and as long as the machine did not go down since. */
bool spool_sure(const char *data_dir);

/* What status shows. behind: items of the database that the spool does not have yet. */
struct spool_state {
	int64_t files, bytes, last, behind;
};
/* s: the open spool, which knows how far it is; NULL looks into the newest file. */
void spool_state(const char *data_dir, struct db *db, const struct spool *s, struct spool_state *ret);

#endif
