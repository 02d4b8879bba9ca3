/* SQL that takes persons out of a case and finds the cases that are old enough for it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_FORGET_STORE_H
#define SERVER_FORGET_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"

struct db;
struct case_row;

/* A closed case that still names persons. */
struct forget_row {
	int64_t nr, last; /* last: time of its newest event, ms */
	char kind[12];
};

/* The first of them behind nr. false: none left. */
bool forget_next(struct db *db, int64_t nr, struct forget_row *ret);
/* The first case behind nr, open or closed, that still names somebody. false: none left. */
bool forget_named(struct db *db, int64_t nr, int64_t *ret);

/* Take persons out of everything that is kept of c: the report as it came in, letters, referral, tasks,
 * questions of links, rows of files, and the address when the case is restricted; and mark it. body: what
 * stays of the report, JSON. In an event. */
int forget_rows(struct db *db, const struct case_row *c, const struct buf *body, int64_t now) MUST_USE;
/* What a tenant said later came as an item of its own. Unknown ids are no error. In an event. */
int forget_item(struct db *db, const char *id) MUST_USE;

/* Does any case still keep a file of this content? */
bool forget_file_kept(struct db *db, const char *sha256);

#endif
