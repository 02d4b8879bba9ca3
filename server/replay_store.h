/* SQL of a "what if": the cases of a period with what happened to them, read once, in order (D4, D5).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_REPLAY_STORE_H
#define SERVER_REPLAY_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "server/case_store.h"

struct db;

/* Cases captured in [from, until). */
struct replay_period {
	int64_t from, until;
};

/* One event beside its case. Texts are the statement's: valid during the call. */
struct replay_row {
	int64_t nr, captured;
	const char *receipt;
	const char *kind, *kind_first; /* as it is now, and as it came in ("" = the same) */
	enum urgency urgency;	       /* as it is now */
	const char *party;	       /* likewise, "" = nobody */
	bool anonymous;		       /* persons were taken out, and with them all details */
	int64_t t;
	const char *what, *detail;
};

/* Every event of those cases, by case and then in order. fn returns false to stop. */
void replay_each_event(struct db *db, const struct replay_period *p,
		       bool (*fn)(void *ctx, const struct replay_row *row), void *ctx);

/* Every case of the period by number, with the detail of its first event: who was it given to.
 * fn returns false to stop. */
void replay_each_case(struct db *db, const struct replay_period *p,
		      bool (*fn)(void *ctx, const struct case_row *c, const char *first),
		      void *ctx);

#endif
