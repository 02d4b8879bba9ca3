/* Handlers of the inbox and of one case; contracts in the route table and openapi.json.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_CASES_API_H
#define SERVER_CASES_API_H

#include "server/case_store.h"

struct app;
struct reply;
struct request;

/* View of a key as pages name it; VIEW_MAX: none with cases. */
enum view cases_view_of(const char *key);

int cases_views(struct app *app, const struct request *rq, struct reply *rp);
int cases_list(struct app *app, const struct request *rq, struct reply *rp);
int cases_exceptions(struct app *app, const struct request *rq, struct reply *rp);
int cases_get(struct app *app, const struct request *rq, struct reply *rp);
/* POST /api/v1/cases/NR/ACTION: seen, assign; the steps of shared/model/flow. */
int cases_act(struct app *app, const struct request *rq, struct reply *rp);

#endif
