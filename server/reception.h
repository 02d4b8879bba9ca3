/* "Ontvangst": everything central holds but cannot use, for staff (R62; shared/PROTOCOL.md section 3).
 *
 * Four sorts: items that could not be understood, numbers a device used up without an item (voids),
 * bytes that contradict what is stored (strays), and items that wait for another one (parked). Of
 * the last, staff are told when one waits longer than RECEPTION_PATIENCE_MS: a line in the log, a
 * mark on the row that stays, and a ping to open pages.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_RECEPTION_H
#define SERVER_RECEPTION_H

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/clock.h"
#include "shared/base/err.h"
#include "shared/base/text.h"

struct app;
struct db;
struct reception;

/* How long a child may wait for its parent before staff hear of it. */
#define RECEPTION_PATIENCE_MS (7 * DAY_MS)

/* One thing central cannot use. */
struct reception_row {
	const char *kind;        /* "quarantined" "void" "stray" "parked" */
	char id[UUID_TEXT];      /* of the item; of the mark for a void */
	char device[UUID_TEXT], place[120]; /* "" when the device is unknown */
	char parent[UUID_TEXT];  /* parked: the first one it waits for, else "" */
	char code[32];           /* why: quarantine code; refused purged lost; other_bytes other_number */
	char path[96];           /* quarantined: member the code is about */
	int64_t seq;             /* number within its device */
	int64_t received;
	int64_t told;            /* parked: when staff were told, 0 for not (yet) */
};

/* What wants attention first: told ones, then newest first; at most limit. fn returns false to stop. */
void reception_each(struct db *db, int limit, bool (*fn)(void *ctx, const struct reception_row *r),
		    void *ctx);
/* How many there are, each sort counted up to cap. */
int64_t reception_count(struct db *db, int64_t cap);
/* Parked ones of which staff were told, up to cap. */
int64_t reception_overdue(struct db *db, int64_t cap);
/* A child received before `before` of which staff do not know yet, oldest first: r is filled and the
 * row marked with now. false: none left. In an event. */
bool reception_tell_next(struct db *db, int64_t before, int64_t now, struct reception_row *r);

/* Look now at what waits too long. In an event. Returns how many were told of. */
int reception_look(struct app *app);

/* While serving: look at the start and every hour. */
struct reception *reception_open(struct app *app);
void reception_close(struct reception *r);

#endif
