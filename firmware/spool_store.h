/* What the spool asks of the database: items as records, and back again.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_SPOOL_STORE_H
#define FIRMWARE_SPOOL_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "firmware/spool_record.h"

struct db;
struct db_stmt;

/* Hand items with a number above after to fn, ascending, at most max; fn false stops, that item counts
 * as not given. Returns the number of the last one given, after when none. */
int64_t spool_items_after(struct db *db, int64_t after, int max,
			  bool (*fn)(void *ctx, const struct spool_item *it), void *ctx);
void spool_dead_each(struct db *db, void (*fn)(void *ctx, const struct spool_dead *d), void *ctx);
/* Look an item up by number. text: where its text is copied. ERR_NOT_FOUND. */
int spool_item_find(struct db *db, int64_t n, struct spool_item *ret, struct buf *text) MUST_USE;
/* Read the row a statement stands on: columns of outbox_item and rank; about stays "". */
bool spool_item_row(struct db_stmt *st, struct spool_item *it);
/* Is the item still needed here: its text is kept, or it is queued, or dead? */
bool spool_item_kept(struct db *db, int64_t n);
int64_t spool_count_after(struct db *db, int64_t after);

#endif
