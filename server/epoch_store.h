/* SQL of the epoch: which life of central this is, what it jumps over, whom it never takes back
 * (shared/PROTOCOL.md section 4, R60-R62).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_EPOCH_STORE_H
#define SERVER_EPOCH_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/err.h"
#include "shared/base/text.h"

struct db;

#define EPOCH_TEXT 33
#define EPOCH_JUMP 1000 /* numbers made by central are this much higher after a change of epoch */

/* Begin the first epoch; kept as it is when there is one. why: "init". In an event. */
void epoch_first(struct db *db, int64_t now, char out[EPOCH_TEXT]);
/* Begin another: a new random epoch, every number people see jumps, nothing counts as safe until the next
 * verified backup. why: restore, older, other, missing, damaged. In an event. ERR_STORAGE. */
int epoch_next(struct db *db, int64_t now, const char *why, const char *detail,
	       char out[EPOCH_TEXT]) MUST_USE;
/* When and why the present epoch began, unless it is the first. false: the first. */
bool epoch_changed(struct db *db, int64_t *ret_t, char *why, int cap);

/* The commit number: rises with every commit that changed something. */
int64_t epoch_commits(struct db *db);
void epoch_count(struct db *db);

/* Never accept this device again. In an event. */
int revoked_add(struct db *db, const char *uuid, int64_t now) MUST_USE;
bool revoked_has(struct db *db, const char *uuid);
void revoked_each(struct db *db, void (*fn)(void *ctx, const char *uuid), void *ctx);
/* Devices of that list that are here and not revoked become so. Returns how many. In an event. */
int revoked_apply(struct db *db);

#endif
