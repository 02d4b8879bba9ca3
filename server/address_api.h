/* Handlers of addresses for staff: finding one as they type, and everything about one (R3, R10).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_ADDRESS_API_H
#define SERVER_ADDRESS_API_H

struct app;
struct reply;
struct request;

int address_search(struct app *app, const struct request *rq, struct reply *rp);
int address_get(struct app *app, const struct request *rq, struct reply *rp);

#endif
