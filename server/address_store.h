/* SQL of what a phone desk wants to know of a home: who lives there, which cases it had.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_ADDRESS_STORE_H
#define SERVER_ADDRESS_STORE_H

#include "server/register_store.h"

/* Tenants of a home by number, at most limit; their units are left out. fn returns false to stop. */
void address_tenants(struct db *db, const char *dwelling, int limit,
		     bool (*fn)(void *ctx, const struct tenant *t), void *ctx);
/* Open cases among its newest ADDRESS_CASES, but for reports about a person (R55). */
#define ADDRESS_CASES 100
int64_t address_open_cases(struct db *db, const char *dwelling);
/* Numbers of its cases, newest first, at most limit. */
void address_cases(struct db *db, const char *dwelling, int limit, bool (*fn)(void *ctx, int64_t nr),
		   void *ctx);

#endif
