/* The page behind a personal link, and revoking one (R19, R23, R48).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_LINK_API_H
#define SERVER_LINK_API_H

struct app;
struct request;
struct reply;

int link_get(struct app *app, const struct request *rq, struct reply *rp);
int link_post(struct app *app, const struct request *rq, struct reply *rp);
int link_revoke_post(struct app *app, const struct request *rq, struct reply *rp);

#endif
