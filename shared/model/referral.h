/* Whom to call first about the energy of this very home (R3, R7, R9; seed A step 1).
 *
 * The register knows, per address, a provider and a supplier; the contract of each says who is
 * called first. Kiosk and office ask the same function, the kiosk from its mirror and so without a
 * line. Contact data that are empty or out of date are never shown: then it is the corporation
 * itself. A home that is not zero-energy has a path of its own, which the corporation chooses.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_MODEL_REFERRAL_H
#define SHARED_MODEL_REFERRAL_H

#include <stdbool.h>

#include "shared/base/err.h"
#include "shared/base/val.h"

struct referral_ask {
	bool nom;                  /* a zero-energy home */
	const char *provider;      /* party keys of this address, "" for none */
	const char *supplier;
	const char *object;        /* code of what it is about, "" when that is not listed */
	const char *today;         /* civil date, 2026-11-25 */
	const struct val *config;  /* config row "energy" as server/feed.h describes it; NULL: none came */
	const char *corporation;   /* name and number of the corporation */
	const char *phone;
	/* The body of a party as the feed carries it, owned by the caller of party; NULL: unknown. */
	struct val *(*party)(void *ctx, const char *key);
	void *ctx;
};

/* The answer, owned by the caller:
 *   {"nom":bool,"role":"provider|supplier|other","why":"sla|own_path|no_party|out_of_date",
 *    "first":"party|corporation","party":{"key","name","phone","mail","hours","department":bool}|null,
 *    "text":{"<lang>":"…"}|null,"corporation":{"name","phone"}}
 * party is null when there is none, or none with contact data that hold today; "first" is then the
 * corporation. A department of the corporation has the corporation's number. */
struct val *referral_answer(const struct referral_ask *a) MUST_USE;

/* May these contact data of a party be shown today: there is a phone or mail, and today lies within
 * the dates (R7)? */
bool referral_holds(const struct val *party, const char *today);

#endif
