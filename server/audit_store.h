/* SQL of the audit: who did what to the installation. It only grows, and each row is chained to the
 * one before, so a changed or missing row shows. What happened to a case is its own history.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_AUDIT_STORE_H
#define SERVER_AUDIT_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/err.h"

struct db;

/* One row; texts are valid while it is looked at. who: a staff name, "-" for the command line. what:
 * "KIND.ACT". about: the account, version, device or case it is about, "" for none. */
struct audit_row {
	int64_t n, t;
	const char *who, *what, *about, *detail;
};

/* Append a row; its n is not looked at. In an event. */
int audit_add(struct db *db, const struct audit_row *row) MUST_USE;
/* When somebody last did this; 0 for never. */
int64_t audit_last(struct db *db, const char *who, const char *what);
/* When somebody last did this about this one; 0 for never. */
int64_t audit_last_about(struct db *db, const char *who, const char *what, const char *about);

struct audit_query {
	const char *who;    /* only this person, "" = everybody */
	const char *kinds;  /* only whats that begin so ("user login"), "" = all */
	const char *hidden; /* never these, "" = none */
	int64_t from, until; /* instants: from <= t < until */
	int64_t before;     /* only rows older than this n, 0 = from the newest */
	int limit;
};

/* Newest first. Returns whether there are more than limit. */
bool audit_each(struct db *db, const struct audit_query *q,
		void (*fn)(void *ctx, const struct audit_row *row), void *ctx);
/* Recompute the chain. Returns the number of rows that do not hold; *ret_checked: rows looked at. */
int64_t audit_verify(struct db *db, int64_t *ret_checked);

#endif
