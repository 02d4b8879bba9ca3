/* SQL of alarms: taps on emergency signs, and who deals with them (R52).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_ALARM_STORE_H
#define SERVER_ALARM_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "server/clock_store.h"
#include "shared/base/err.h"
#include "shared/base/text.h"

struct db;

struct alarm {
	int64_t nr;
	char id[UUID_TEXT];
	char sign[32];
	int64_t captured, received, accepted; /* accepted 0 = nobody yet */
	char device[UUID_TEXT];               /* "" = told by phone */
	char who[64], unit[64];                /* by phone: the operator, and the address if known */
	char accepted_by[64];
};

/* ERR_CONFLICT: known already. */
int alarm_add(struct db *db, const struct alarm *a) MUST_USE;
/* ERR_NOT_FOUND; accepting twice keeps the first and is OK (ret_first: it is this one). */
int alarm_accept(struct db *db, int64_t nr, const char *who, int64_t now, bool *ret_first) MUST_USE;
/* Waiting ones first, then newest. */
void alarm_each(struct db *db, int limit, bool (*fn)(void *ctx, const struct alarm *a), void *ctx);
int64_t alarm_waiting(struct db *db);

/* The clocks of an alarm (server/ladder_alarm.c), as clocks_read and clocks_write. */
void alarm_clocks_read(struct db *db, int64_t nr, struct clocks *ret);
int alarm_clocks_write(struct db *db, int64_t nr, const struct clocks *c, int64_t fire) MUST_USE;
bool alarm_clocks_next(struct db *db, int64_t *ret_nr, int64_t *ret_fire);

#endif
