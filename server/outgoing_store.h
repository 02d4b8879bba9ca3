/* SQL of what must leave the office: confirmations by mail, call tasks (R41, R42, R54).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_OUTGOING_STORE_H
#define SERVER_OUTGOING_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"

struct db;

struct outgoing {
	int64_t n, nr;
	char kind[8];   /* mail call */
	char why[24];   /* confirmation */
	char state[16]; /* waiting sending sent unsure failed reached not_reached */
	int64_t due;    /* next attempt of a mail, deadline of a call */
	int64_t attempts;
	int64_t done;
	char by[64];
	char note[300];
};

int outgoing_add(struct db *db, int64_t nr, const char *kind, const char *why, int64_t due) MUST_USE;
bool outgoing_find(struct db *db, int64_t n, struct outgoing *ret);
/* Newest first; kind NULL = both; only of case nr when not 0. fn returns false to stop. */
void outgoing_each(struct db *db, const char *kind, int64_t nr, int limit,
		   bool (*fn)(void *ctx, const struct outgoing *o), void *ctx);
/* Calls still to be made, earliest deadline first. */
void outgoing_calls(struct db *db, int limit,
		    bool (*fn)(void *ctx, const struct outgoing *o), void *ctx);
int64_t outgoing_call_count(struct db *db, int64_t cap);

/* The next mail whose attempt is due; false when none. ret_next: when the next one is due, 0 = never. */
bool outgoing_next_mail(struct db *db, int64_t now, struct outgoing *ret, int64_t *ret_next);
/* Durable before the first byte leaves: a mail is 'sending'. */
int outgoing_begin(struct db *db, int64_t n) MUST_USE;
/* What became of it: sent; waiting again from `due` on; unsure (accepted or not, nobody knows: not
 * sent again by itself); failed. */
int outgoing_settle(struct db *db, int64_t n, const char *state, int64_t due, int64_t now,
		    const char *note) MUST_USE;
/* At start: a mail found 'sending' was cut off in between: unsure. Returns how many. */
int outgoing_recover(struct db *db, int64_t now);
/* A call was tried. */
int outgoing_called(struct db *db, int64_t n, bool reached, const char *by, const char *note,
		    int64_t now) MUST_USE;

#endif
