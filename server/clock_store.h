/* SQL of running deadlines and of notices to staff (D4, R17).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_CLOCK_STORE_H
#define SERVER_CLOCK_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/err.h"
#include "shared/model/ladder.h"

struct db;

#define CLOCKS_MAX 16
#define CLOCK_NEVER INT64_MAX

/* One clock of a case. */
struct clock_row {
	char clock[LADDER_CLOCK_CAP];
	int64_t ladder;          /* version it was started under */
	int rank;                /* its row there */
	int64_t start, due;
	int step;                /* told already: 0 nothing, 1 the warning, 1 + i rung i-1 */
	char stopped[24];        /* event that stopped it, "" while it runs */
};

struct clocks {
	int count;
	struct clock_row row[CLOCKS_MAX];
};

/* The clocks of a case; none: count 0. */
void clocks_read(struct db *db, int64_t nr, struct clocks *ret);
/* fire: when the next must be told, CLOCK_NEVER for never. */
int clocks_write(struct db *db, int64_t nr, const struct clocks *c, int64_t fire) MUST_USE;
/* The case whose clock fires first. false: none fires ever. */
bool clocks_next(struct db *db, int64_t *ret_nr, int64_t *ret_fire);

/* The clocks of one case or alarm as they are stored: JSON text. What cannot be read is none. */
struct buf;
void clocks_parse(const char *text, struct clocks *ret);
void clocks_print(const struct clocks *c, struct buf *out);

/* ---- notices ------------------------------------------------------------------------------- */

struct notice {
	int64_t n, t, due;
	int64_t nr, alarm; /* the case, else the alarm it is about; the other is 0 */
	char who[64], what[12], clock[LADDER_CLOCK_CAP];
};

int notice_add(struct db *db, const struct notice *n) MUST_USE;
/* Unseen notices for a person with a role, newest first. */
void notice_each(struct db *db, const char *name, const char *role, int limit,
		 void (*fn)(void *ctx, const struct notice *n), void *ctx);
int64_t notice_count(struct db *db, const char *name, const char *role, int64_t cap);
/* What was told to this person about a case is seen, and by this person what was told to the role: for
 * its other people it still stands. ERR_NOT_FOUND: nothing waited. */
int notice_see(struct db *db, int64_t nr, const char *name, const char *role, int64_t now) MUST_USE;
/* A closed case has nothing more to tell a role. */
int notice_close(struct db *db, int64_t nr, int64_t now) MUST_USE;
/* An alarm was taken: nobody needs to be told any more. */
int notice_close_alarm(struct db *db, int64_t alarm, const char *by, int64_t now) MUST_USE;

#endif
