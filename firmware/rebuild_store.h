/* Rows of a rebuild: what a damaged database still yields, and how a fresh one is filled.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_REBUILD_STORE_H
#define FIRMWARE_REBUILD_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "firmware/spool_record.h"

struct db;

/* ---- the old file (rebuild_old_store.c) ------------------------------------------------------- */

/* Does the text hold the sealed bytes that h was made of, and name the same id and number? */
bool rebuild_proven(const struct spool_item *it);

/* Hand every item that can still be read to fn, walking around what is broken. lines: highest line of
 * numbers (n / 2^40) there can be. */
void rebuild_read_items(struct db *old, int64_t lines, void (*fn)(void *ctx, const struct spool_item *it),
			void *ctx);
/* Highest number it ever held, by its table or by an index of it. 0: none. -1: nobody can say. */
int64_t rebuild_read_highest(struct db *old);

/* Copy what can be read of the tables central filled, of dead letters and of identity rows, into the new one. ERR_STORAGE. */
int rebuild_copy_tables(struct db *old, struct db *db) MUST_USE;
/* Which items were urgent says only the queue. After the items are in. */
void rebuild_copy_ranks(struct db *old, struct db *db);

/* ---- the new one; all inside one event ------------------------------------------------------ */

/* Put one item in, queued for now when it has a text. over: it replaces what stands under its number,
 * id or receipt; else it is left out when one of them is known. ERR_STORAGE. */
int rebuild_put(struct db *db, const struct spool_item *it, bool over) MUST_USE;
int rebuild_put_dead(struct db *db, const struct spool_dead *d) MUST_USE;
/* Nothing is left under this number: a void takes its place in the queue. id: made up. */
int rebuild_put_lost(struct db *db, int64_t n, const uint8_t id[16], int64_t t) MUST_USE;
bool rebuild_has(struct db *db, int64_t n);
int64_t rebuild_highest(struct db *db);
/* How many items there are with a number above from, up to and with upto. */
int64_t rebuild_count(struct db *db, int64_t from, int64_t upto);
/* Highest number of which central said that it and all below are stored there. */
int64_t rebuild_acked(struct db *db);
/* Acknowledged items leave the queue, dead ones are sent as voids; counters are counted. */
int rebuild_settle(struct db *db) MUST_USE;
/* The counting alone, and what hangs on items that are not there. */
int rebuild_recount(struct db *db) MUST_USE;
/* Write the row of an item as the record says; the queue stays as it is. ERR_STORAGE. */
int rebuild_restore(struct db *db, const struct spool_item *it) MUST_USE;
/* The item's text is not what was captured and nobody has it: a void goes in its place. ERR_STORAGE. */
int rebuild_void(struct db *db, int64_t n) MUST_USE;
/* Queue every item above the acknowledged ones that is neither queued nor dead: at most sent twice. */
int rebuild_requeue(struct db *db) MUST_USE;
/* A site file that was verified is the one in use, unless one is known. */
int rebuild_put_site(struct db *db, const char *version, int64_t size, const char *sha256_hex,
		     const char *minisig) MUST_USE;

#endif
