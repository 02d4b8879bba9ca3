/* What a phone desk types, understood: street, number, postcode, name, tenant number or receipt, in
 * any order and spelling that can be meant (R10).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_ADDRESS_FIND_H
#define SERVER_ADDRESS_FIND_H

#include "server/finding_store.h"

#define ADDRESS_GUESSES 4

/* One way to read what was typed. */
struct address_guess {
	char word[FINDING_WORD];     /* street or postcode begins so, "" = any */
	int64_t number;              /* 0 = none typed */
	char suffix[FINDING_SUFFIX]; /* begins so, "" = any */
	char city[80];               /* folded, begins so, "" = any */
	bool looser;                 /* asked only when the others found nothing */
};

struct address_hit {
	struct dwelling home;
	const char *by;              /* "address" "name" "number" "receipt" "key": what matched */
	char matched[80];            /* tenant number or receipt it was found by, "" else */
};

/* Ways to read it, likeliest first, into guess. Returns how many. Pure. */
int address_guesses(const char *typed, struct address_guess guess[ADDRESS_GUESSES]);

/* Homes for what was typed so far, at most limit, each once. Work per call is bounded by limit alone,
 * whatever is typed and however many homes there are. fn returns false to stop. */
void address_find(struct db *db, const char *typed, int limit,
		  bool (*fn)(void *ctx, const struct address_hit *hit), void *ctx);

#endif
