/* SQL of who leads a department and who stands in (R14), of tasks (R47) and of findings (R38, D7).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_LEADER_STORE_H
#define SERVER_LEADER_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/err.h"

struct db;

/* ---- project leaders ----------------------------------------------------------------------- */

struct leader {
	char department[64];
	char leader[64], deputy[64];      /* staff names, deputy "" for none */
	int64_t away_from, away_until;    /* ms; the leader is away in between; 0 = not */
};

int leader_put(struct db *db, const struct leader *l) MUST_USE;
bool leader_find(struct db *db, const char *department, struct leader *ret);
/* Who a case of this department goes to now: the leader, or the deputy while the leader is away and
 * there is one; "" when nobody was named. */
void leader_now(struct db *db, const char *department, int64_t now, char out[64]);
/* May this person act as its leader now? Who is named, the present deputy, and where nobody was named
 * everybody with the role. */
bool leader_may(struct db *db, const char *department, const char *who, int64_t now);

/* ---- tasks --------------------------------------------------------------------------------- */

struct task {
	int64_t n, nr, due, made, done; /* done 0 = open */
	char what[240], owner[64], made_by[64], done_by[64];
};

int task_add(struct db *db, const struct task *t, int64_t *ret_n) MUST_USE;
/* ERR_NOT_FOUND: no such open task of this case. */
int task_finish(struct db *db, int64_t nr, int64_t n, const char *who, int64_t now) MUST_USE;
bool task_find(struct db *db, int64_t n, struct task *ret);
/* Open tasks of one person, counted up to cap. */
int64_t task_count_open(struct db *db, const char *owner, int64_t cap);
/* Tasks of a case, open ones first, then by date. */
void task_each(struct db *db, int64_t nr, void (*fn)(void *ctx, const struct task *t), void *ctx);
/* Open tasks of one person, "" = of everybody, earliest first. */
void task_each_open(struct db *db, const char *owner, int limit,
		    void (*fn)(void *ctx, const struct task *t), void *ctx);

/* ---- findings ------------------------------------------------------------------------------ */

/* What was found, beside what the tenant suspected ("" = did not know). The last one counts. */
int finding_put(struct db *db, int64_t nr, const char *object, const char *fault,
		const char *suspect, const char *found, int64_t now) MUST_USE;
bool finding_find(struct db *db, int64_t nr, char found[32]);

#endif
