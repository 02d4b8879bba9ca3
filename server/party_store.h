/* SQL of what is agreed with a party and whom to reach there: contracts and contacts (R2, R3, R7).
 *
 * Parties themselves are in server/register_store.h. Civil dates are texts like "2026-12-31", "" is
 * open; both ends are within. A row either follows the suppliers file (source "supplier") or is our
 * own: an own row is never overwritten by that file.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_PARTY_STORE_H
#define SERVER_PARTY_STORE_H

#include "server/register_store.h"

#define ROLE_CAP 16
#define ROLE_GENERAL "general" /* whatever has no role of its own */
#define RANK_SUPPLIER 99       /* of a contact that follows the suppliers file */

struct contract {
	char party[KEY_CAP];
	char number[80];
	char role[ROLE_CAP];
	char sla[400];
	char first_contact[12]; /* "" corporation party */
	char valid_from[11], valid_until[11];
	char source[12];        /* own supplier */
};

struct contact {
	char party[KEY_CAP];
	char role[ROLE_CAP];
	char name[120];         /* "" = the party itself */
	char phone[40];
	char mail[200];
	char hours[160];
	char channels[12];      /* "phone mail" or "mail phone": what to try first */
	int64_t rank;           /* of several the lowest */
	char valid_from[11], valid_until[11];
	char source[12];
};

/* Roles a contract or contact can be for; ends with NULL, ROLE_GENERAL is the last. */
extern const char *const PARTY_ROLES[];
bool party_role_known(const char *role);

/* Insert or update by party, number and role; by party, role and name. ret_new: was it new?
 * ERR_CONFLICT: there is no such party, or a value the table refuses. */
int contract_put(struct db *db, const struct contract *c, bool *ret_new) MUST_USE;
int contact_put(struct db *db, const struct contact *c, bool *ret_new) MUST_USE;

/* All of a party in order of role, number; of role, rank, name. fn returns false to stop. */
void contract_each_of(struct db *db, const char *party,
		      bool (*fn)(void *ctx, const struct contract *c), void *ctx);
void contact_each_of(struct db *db, const char *party,
		     bool (*fn)(void *ctx, const struct contact *c), void *ctx);

/* Monthly fee in cents of a contract at a complex: drop all of it, add one, ask one (-1: none). */
int contract_fee_clear(struct db *db, const struct contract *c) MUST_USE;
int contract_fee_add(struct db *db, const struct contract *c, const char *complex, int64_t cents) MUST_USE;
int64_t contract_fee(struct db *db, const struct contract *c, const char *complex);

/* Let the contract and the contact that follow the suppliers file say what p says now. */
int party_follow(struct db *db, const struct party *p) MUST_USE;

#endif
