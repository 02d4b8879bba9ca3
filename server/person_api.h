/* Handlers about one person, for the administrator (AVG art. 15, 17).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_PERSON_API_H
#define SERVER_PERSON_API_H

struct app;
struct request;
struct reply;

/* POST {"tenant"} or {"phone"} or {"mail"}: all there is as JSON, to keep as a file (server/person.h). */
int person_api_export(struct app *app, const struct request *rq, struct reply *rp);
/* POST the same: {"cases": forgotten}. ERR_CONFLICT with {"open"}: some are open, nothing was changed. */
int person_api_erase(struct app *app, const struct request *rq, struct reply *rp);

#endif
