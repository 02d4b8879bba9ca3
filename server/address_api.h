/* Handlers of addresses for staff: finding one as they type, and everything about one (R3, R10).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_ADDRESS_API_H
#define SERVER_ADDRESS_API_H

#include <stdbool.h>
#include <stdint.h>

struct app;
struct reply;
struct request;

/* The newest referral of an address, as the phone desk shows it. The case flow, which owns referrals,
 * gives app->referral_of; without it no address shows one. */
struct referral_hint {
	int64_t nr;        /* its case */
	char party[120];   /* name of whom the tenant was sent to */
	int64_t t;         /* when */
	bool open;         /* not answered yet */
};

int address_search(struct app *app, const struct request *rq, struct reply *rp);
int address_get(struct app *app, const struct request *rq, struct reply *rp);

#endif
