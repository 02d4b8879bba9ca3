/* SQL of staff accounts and their sessions.
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
	bool must_change;       /* the password was given by somebody else */
	int64_t created;
	char departments[160];  /* keys by blanks, "" = all of them */
};

/* false: no such account. */
bool staff_find(struct db *db, const char *name, struct staff *ret);
/* ERR_CONFLICT: the name is taken; ERR_INPUT: unknown role. */
int staff_add(struct db *db, const char *name, const char *role, const char *hash,
	      int64_t now) MUST_USE;
/* New password of one's own; ends all sessions of the account. ERR_NOT_FOUND. */
int staff_set_hash(struct db *db, const char *name, const char *hash) MUST_USE;
/* The same with one that somebody else gave: it must be changed at the first log-in. */
int staff_set_start_hash(struct db *db, const char *name, const char *hash) MUST_USE;
/* Another role, blocked or not (ends all sessions), departments (keys by blanks). ERR_NOT_FOUND. What
 * may be changed by whom is server/user_change. */
int staff_set_role(struct db *db, const char *name, const char *role) MUST_USE;
int staff_set_disabled(struct db *db, const char *name, bool disabled) MUST_USE;
int staff_set_departments(struct db *db, const char *name, const char *departments) MUST_USE;
/* Accounts that may administer now. */
int64_t staff_admins(struct db *db);
void staff_each(struct db *db, void (*fn)(void *ctx, const struct staff *s), void *ctx);

/* The role words, NULL at the end. */
extern const char *const STAFF_ROLES[];
/* WHO_ bit of a role word, 0 for none; BY_ bit for the flow table. */
unsigned staff_who(const char *role);
unsigned staff_by(const char *role);

struct staff_session {
	uint8_t token[HASH_BYTES]; /* SHA-256 of the cookie */
	char name[64];
	char role[16];
	char csrf[33];
	int64_t created;
	bool must_change;
	char departments[160];
};

int session_add(struct db *db, const struct staff_session *s) MUST_USE;
/* false: none, or its account is disabled. */
bool session_find(struct db *db, const uint8_t token[HASH_BYTES], struct staff_session *ret);
/* The tenant an operator has opened below /melden/: number into out, false when none; NULL closes. */
bool session_tenant(struct db *db, const uint8_t token[HASH_BYTES], char *out, size_t cap);
int session_set_tenant(struct db *db, const uint8_t token[HASH_BYTES], const char *number) MUST_USE;
void session_drop(struct db *db, const uint8_t token[HASH_BYTES]);
/* End all log-ins of an account; how many there were. Count those begun since. */
int session_drop_all(struct db *db, const char *name);
int64_t session_count(struct db *db, const char *name, int64_t since);
void session_drop_old(struct db *db, int64_t before);

#endif
