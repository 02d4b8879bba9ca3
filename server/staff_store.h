/* SQL of staff accounts, their sessions, and the audit.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_STAFF_STORE_H
#define SERVER_STAFF_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/crypt.h"
#include "shared/base/err.h"

struct db;

struct staff {
	char name[64];
	char role[16];
	char hash[128];
	bool disabled;
};

/* false: no such account. */
bool staff_find(struct db *db, const char *name, struct staff *ret);
/* ERR_CONFLICT: the name is taken; ERR_INPUT: unknown role. */
int staff_add(struct db *db, const char *name, const char *role, const char *hash,
	      int64_t now) MUST_USE;
/* New password; ends all sessions of the account. ERR_NOT_FOUND. */
int staff_set_hash(struct db *db, const char *name, const char *hash) MUST_USE;
void staff_each(struct db *db, void (*fn)(void *ctx, const struct staff *s), void *ctx);

/* WHO_ bit of a role word, 0 for none; BY_ bit for the flow table. */
unsigned staff_who(const char *role);
unsigned staff_by(const char *role);

struct staff_session {
	uint8_t token[HASH_BYTES]; /* SHA-256 of the cookie */
	char name[64];
	char role[16];
	char csrf[33];
	int64_t created;
};

/* One row of the audit: who did what to the installation. */
int audit_add(struct db *db, int64_t t, const char *who, const char *what, const char *detail) MUST_USE;

int session_add(struct db *db, const struct staff_session *s) MUST_USE;
/* false: none, or its account is disabled. */
bool session_find(struct db *db, const uint8_t token[HASH_BYTES], struct staff_session *ret);
/* The tenant an operator has opened below /melden/: number into out, false when none; NULL closes. */
bool session_tenant(struct db *db, const uint8_t token[HASH_BYTES], char *out, size_t cap);
int session_set_tenant(struct db *db, const uint8_t token[HASH_BYTES], const char *number) MUST_USE;
void session_drop(struct db *db, const uint8_t token[HASH_BYTES]);
void session_drop_old(struct db *db, int64_t before);

#endif
