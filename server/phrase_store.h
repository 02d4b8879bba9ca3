/* SQL of standard texts.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_PHRASE_STORE_H
#define SERVER_PHRASE_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/err.h"

struct db;

#define PHRASE_MOST 500

struct phrase {
	int64_t n, changed; /* n 0 = a new one */
	char subject[16], title[81], text[2001], by[64];
};

/* Add (n 0) or change. ERR_CONFLICT: another one has this title; ERR_NOT_FOUND: n is gone;
 * ERR_FULL: there are PHRASE_MOST. */
int phrase_put(struct db *db, const struct phrase *p) MUST_USE;
/* ERR_NOT_FOUND. */
int phrase_remove(struct db *db, int64_t n) MUST_USE;
/* By subject and title. */
void phrase_each(struct db *db, void (*fn)(void *ctx, const struct phrase *p), void *ctx);

#endif
