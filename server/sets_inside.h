/* Between the files of the sets only.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_SETS_INSIDE_H
#define SERVER_SETS_INSIDE_H

#include "server/sets.h"

struct db;

/* What a column is to a reader of the table. */
enum part { RANK, NAME, WHEN, THEN, REASON };

struct column {
	const char *name;
	enum part part;
};

struct set_kind {
	const char *word;
	const char *key; /* column that says which row is the same one in another version */
	const struct column *columns;
	int64_t (*newest)(struct db *db);
	int (*find)(struct db *db, int64_t version, struct buf *out);
	void (*each)(struct db *db,
		     void (*fn)(void *ctx, int64_t version, int64_t added, const char *who),
		     void *ctx);
	bool (*judge)(const char *csv, size_t len,
		      void (*problem)(void *ctx, int line, const char *why), void *ctx);
	int (*publish)(struct app *app, const char *csv, size_t len, const char *who,
		       int64_t *ret_version);
};

#endif
