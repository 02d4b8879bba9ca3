/* Between the files of the mirror only.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_MIRROR_INSIDE_H
#define FIRMWARE_MIRROR_INSIDE_H

#include "firmware/mirror_store.h"

/* Where a feed goes. */
struct mirror_table {
	const char *feed;
	unsigned bit;
	/* Store one row in the running event. ERR_INPUT: body is not what the feed promises. */
	int (*put)(struct db *db, const char *key, struct span body);
	const char *del;   /* SQL with one '?': the key */
	const char *clear; /* SQL that empties the table before a snapshot */
};

/* Stands for a sum that is not taken yet: as long as one, so that the row does not move when it comes. What moves
 * leaves copies in a page's free room, and what is deleted later must be gone from the file (R53). */
#define MIRROR_UNTAKEN "9223372036854775807"

/* Remember what the rows of these feeds are, that came in since the last time (mirror_sum_store.c). */
void mirror_sum_take(struct db *db, unsigned feeds);

extern const struct mirror_table MIRROR_TABLES[]; /* ends with feed NULL */

#endif
