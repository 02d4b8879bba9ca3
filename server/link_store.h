/* SQL of personal links and of files that prove something (R22, R23).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_LINK_STORE_H
#define SERVER_LINK_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/err.h"

struct db;

struct link_row {
	int64_t n, nr;
	char party[64], purpose[12], question[4001];
	int64_t due, made, expires;
	int64_t revoked, answered;   /* 0 = not */
	char made_by[64];
};

int link_add(struct db *db, const struct link_row *l, int64_t *ret_n) MUST_USE;
bool link_find(struct db *db, int64_t n, struct link_row *ret);
/* Links of a case, newest first. */
void link_each(struct db *db, int64_t nr, void (*fn)(void *ctx, const struct link_row *l), void *ctx);
/* Its step was taken; the first time counts. */
int link_answered(struct db *db, int64_t n, int64_t now) MUST_USE;
/* Revoking twice keeps the first moment. ERR_NOT_FOUND: not of this case. */
int link_revoke(struct db *db, int64_t nr, int64_t n, int64_t now) MUST_USE;

struct evidence {
	int64_t n, nr, t, size;
	char who[120], name[120], type[40], sha256[65];
};

int evidence_add(struct db *db, const struct evidence *e) MUST_USE;
bool evidence_find(struct db *db, int64_t n, struct evidence *ret);
void evidence_each(struct db *db, int64_t nr, void (*fn)(void *ctx, const struct evidence *e), void *ctx);
int64_t evidence_count(struct db *db, int64_t nr);

#endif
