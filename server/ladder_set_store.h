/* SQL of ladder sets: every ladder ever in force, by version (D4).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_LADDER_SET_STORE_H
#define SERVER_LADDER_SET_STORE_H

#include <stddef.h>
#include <stdint.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"

struct db;

/* Every version, newest first; who is valid while it is looked at. */
void ladder_set_each(struct db *db,
	     void (*fn)(void *ctx, int64_t version, int64_t added, const char *who), void *ctx);
/* The text of a set, appended. ERR_NOT_FOUND. */
int ladder_set_find(struct db *db, int64_t version, struct buf *out) MUST_USE;
/* Version in force, 0 = none yet. */
int64_t ladder_set_newest(struct db *db);
/* A set equal to the one in force is not stored again. In an event. */
int ladder_set_add(struct db *db, const char *csv, size_t len, const char *who, int64_t now,
		   int64_t *ret_version) MUST_USE;

#endif
