/* Notices of the ladder over HTTP (R17, D4).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_NOTICES_API_H
#define SERVER_NOTICES_API_H

struct app;
struct request;
struct reply;

int notices_list(struct app *app, const struct request *rq, struct reply *rp);
int notices_see(struct app *app, const struct request *rq, struct reply *rp);

#endif
