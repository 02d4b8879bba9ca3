/* Rules and ladders over HTTP.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_SETS_API_H
#define SERVER_SETS_API_H

struct app;
struct reply;
struct request;

/* GET /api/v1/sets/KIND: the version in force {"kind","version","rows","versions"} (server/sets.h);
 * KIND/VERSION: that one; KIND/VERSION.csv: its file. KIND is rules or ladder. */
int sets_get(struct app *app, const struct request *rq, struct reply *rp);
/* POST /api/v1/sets/check/KIND {"csv"}: {"problems","changes","rows","version"}: what is wrong in it, and
 * what it changes in the version in force. Nothing is kept. */
int sets_check(struct app *app, const struct request *rq, struct reply *rp);
/* POST /api/v1/sets/publish/KIND {"csv","seen"} and /api/v1/sets/back/KIND {"version","seen"}:
 * {"version"}. seen: the version the person compared with. */
int sets_publish(struct app *app, const struct request *rq, struct reply *rp);
int sets_back(struct app *app, const struct request *rq, struct reply *rp);

#endif
