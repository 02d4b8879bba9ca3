/* Whom does a tenant of this address turn to, for this role, today: one answer with its reason, or
 * none with the reason (R3, R7, R8).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_REGISTER_PARTY_H
#define SERVER_REGISTER_PARTY_H

#include "server/party_store.h"

struct app;
struct val;

enum party_why {
	PARTY_CONTRACT,          /* found, by its own contract for the role */
	PARTY_CONTRACT_GENERAL,  /* found, by a contract for everything */
	PARTY_NOT_NAMED,         /* neither provider nor supplier at this address */
	PARTY_UNKNOWN,           /* no such party in the register */
	PARTY_NO_CONTRACT,
	PARTY_CONTRACT_EXPIRED,  /* on `date` */
	PARTY_CONTRACT_FUTURE,   /* begins on `date` */
	PARTY_NO_CONTACT,
	PARTY_CONTACT_EMPTY,     /* no phone and no mail */
	PARTY_CONTACT_EXPIRED,   /* on `date` */
	PARTY_WHY_MAX
};

struct party_answer {
	bool found;              /* contract and contact are both good today */
	enum party_why why;
	enum party_why contact_why; /* of the contact alone: PARTY_CONTRACT when it is good today */
	char date[11];           /* the civil date `why` is about, "" for none */
	const char *as;          /* "provider", "supplier": what the party is at the address, "" else */
	const char *role;        /* as asked */
	struct party party;      /* key "" when there is none */
	struct contract contract;/* in force today, else the one `why` is about; number "" for none */
	struct contact contact;  /* likewise; party "" for none */
};

/* The party of an address for a role of PARTY_ROLES. Provider and supplier are asked; a contract for
 * the very role goes before a general one, then the provider before the supplier. today: civil date.
 * d and role must outlive ret. Returns ret->found. */
bool register_party_of(struct app *app, const struct dwelling *d, const char *role, const char *today,
		       struct party_answer *ret);
/* The same of a party by its key, whatever the address. as: "provider", "supplier" or "". */
bool register_party_answer(struct app *app, const char *key, const char *as, const char *role,
			   const char *today, struct party_answer *ret);

/* The reason as a Dutch sentence. */
void register_party_sentence(const struct party_answer *a, char *out, size_t cap);
/* Slug of a reason, as the API says it. */
const char *register_party_slug(enum party_why why);

/* Put the answer into an object as staff pages read it:
 * {found, why, reason, as, role, role_label, key, name, phone, mail, hours, contact, channels, number,
 *  sla, first_contact, valid_until}. */
void register_put_answer(const struct party_answer *a, struct val *v);

/* ---- the parts the faults of the register are made of ---------------------------------------- */

/* Best contract, best contact of a party for a role today into ret, with why: PARTY_CONTRACT when it
 * is good. Both look at the rows of the role and at the general ones. */
enum party_why register_contract_for(struct db *db, const char *party, const char *role,
				     const char *today, struct contract *ret, char date[11]);
enum party_why register_contact_for(struct db *db, const char *party, const char *role,
				    const char *today, struct contact *ret, char date[11]);

#endif
