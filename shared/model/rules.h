/* Routing rules: who deals with a report, and why (R8, R9, D5; design.md decision 10).
 *
 * A set of rules is data with a version. Every rule has a rank, a value list per dimension ("" =
 * any, "A|B" = one of these) and a party. The rule with the lowest rank whose conditions all hold
 * decides. A rule no report can ever reach, or two rules of equal rank, make the set unusable.
 * Pure: the same facts and the same set always give the same decision, so old ones can be replayed.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_MODEL_RULES_H
#define SHARED_MODEL_RULES_H

#include <stddef.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"

/* What a rule may look at. The order is that of the import columns. */
enum rule_dim {
	RULE_BRANCH,   /* home surroundings energy alarm */
	RULE_KIND,     /* repair question complaint nuisance area alarm */
	RULE_CAUSE,    /* people object, "none" outside the surroundings branch */
	RULE_AREA,     /* room code, "none" without a room */
	RULE_OBJECT,   /* object code, "none" when not listed */
	RULE_FAULT,    /* fault code, "none" for own words */
	RULE_URGENCY,  /* planned normal urgent emergency */
	RULE_NOM,      /* yes no */
	RULE_COMPLEX,  /* complex key, "none" without an address */
	RULE_PAYER,    /* tenant landlord provider partner unknown */
	RULE_PROVIDER, /* yes no: the address has a provider (aanbieder) */
	RULE_SUPPLIER, /* yes no: the address has a supplier (toeleverancier) */
	RULE_CHANNEL,  /* kiosk phone tablet web */
	RULE_DIM_MAX
};

#define RULE_LIST_CAP 240
#define RULE_TRIED_CAP 200

struct rule {
	int line;                               /* where it stands in its file, for errors */
	int rank;                               /* 1 first */
	char name[48];                          /* stable name, [a-z0-9-] */
	char when[RULE_DIM_MAX][RULE_LIST_CAP]; /* "" any, else values joined by '|' */
	char party[64];                         /* party key, or @provider @supplier of the address */
	char reason[240];                       /* the sentence staff read */
};

/* Facts of one report, all set (a value that does not apply is "none" or "no"). */
struct rule_facts {
	const char *value[RULE_DIM_MAX];
};

struct rule_decision {
	const struct rule *rule; /* NULL: no rule matched, the case goes to the exception queue */
	/* One letter per rule before it, in order of rank: 'a' + the first dimension that failed. A set
	 * longer than this tells its first rules only. */
	char tried[RULE_TRIED_CAP];
};

struct rules;

/* An empty set; the caller frees it. */
struct rules *rules_new(void) MUST_USE;
void rules_free(struct rules *r);
void rules_freep(struct rules **r);

/* Add a copy of one rule, in any order of rank.
 * ERR_INPUT: why names the column and what is wrong (unknown value of a closed dimension, no party,
 * no reason, rank below 1); ERR_CONFLICT: rank or name is there already. */
int rules_add(struct rules *r, const struct rule *rule, char *why, size_t cap) MUST_USE;

/* Is every rule reachable? Calls found() for each that is not, with the rules before it in force.
 * Exact over all dimensions; returns how many were found. */
int rules_unreachable(const struct rules *r,
		      void (*found)(void *ctx, const struct rule *rule), void *ctx);

/* First match decides. */
void rules_decide(const struct rules *r, const struct rule_facts *facts,
		  struct rule_decision *ret);

int rules_count(const struct rules *r);
/* The i-th rule by rank. */
const struct rule *rules_at(const struct rules *r, int i);

/* Column name of a dimension ("branch"), "" for none. */
const char *rules_dim_name(enum rule_dim dim);

#endif
