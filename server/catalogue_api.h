/* The catalogue as pickers need it: rooms, objects, faults and causes with their Dutch words.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_CATALOGUE_API_H
#define SERVER_CATALOGUE_API_H

struct app;
struct reply;
struct request;

/* GET /api/v1/catalogue/VERSION: {"version","areas":[{"code","label","objects":[{"code","label",
 * "faults":[{"code","label"}]}]}],"causes":[{"code","label"}]}. A version never changes, so pages may
 * keep it. ERR_NOT_FOUND: never published. */
int catalogue_get(struct app *app, const struct request *rq, struct reply *rp);

#endif
