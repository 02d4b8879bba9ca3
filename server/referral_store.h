/* SQL of referrals: customers sent on to a party, and cases that belong together (R11, R14, R15).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_REFERRAL_STORE_H
#define SERVER_REFERRAL_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/clock.h"
#include "shared/base/err.h"

struct db;

#define REFERRAL_MS (365 * DAY_MS) /* a return after this is a first contact again */

struct referral {
	int64_t n, nr, t, returned; /* returned 0 = not */
	char party[64], medium[8], why[240], who[64];
	char unit[64], number[64], phone[24], name[120]; /* "" unknown; name in lower case */
};

int referral_add(struct db *db, const struct referral *r) MUST_USE;
/* The newest referral of a case. false: none. */
bool referral_of_case(struct db *db, int64_t nr, struct referral *ret);
/* The newest referral since `since` of this person about this address: tenant number, telephone or
 * name is the same. false: none, or no address. */
bool referral_of_person(struct db *db, const char *unit, const char *number, const char *phone,
			const char *name, int64_t since, struct referral *ret);
/* The newest referral about an address. */
bool referral_of_unit(struct db *db, const char *unit, int64_t since, struct referral *ret);
/* The customer came back. */
int referral_return(struct db *db, int64_t n, int64_t now) MUST_USE;

/* nr belongs with other; saying it twice is harmless. why: referral, duplicate, related. */
int case_link(struct db *db, int64_t nr, int64_t other, const char *why) MUST_USE;
/* Linked cases in both directions. */
void case_link_each(struct db *db, int64_t nr,
		    void (*fn)(void *ctx, int64_t other, const char *why), void *ctx);

#endif
