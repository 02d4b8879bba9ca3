/* The corporation's own words in letters, over HTTP.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_TEXTS_API_H
#define SERVER_TEXTS_API_H

struct app;
struct reply;
struct request;

/* GET /api/v1/texts: {"texts":[{"name","label","to","langs":[{"lang","own"}]}]}. */
int texts_list(struct app *app, const struct request *rq, struct reply *rp);
/* GET /api/v1/texts/LANG/NAME: {"name","lang","label","to","text","own","facts":[{"name","needed"}],
 * "subject","body"}: the template in force, and how it reads with invented facts. */
int texts_get(struct app *app, const struct request *rq, struct reply *rp);
/* POST /api/v1/texts/preview/LANG/NAME {"text"}: {"problem","subject","body"}; problem "" when it will do. */
int texts_preview(struct app *app, const struct request *rq, struct reply *rp);
/* POST /api/v1/texts/save/LANG/NAME {"text"} (ERR_INPUT field "text": see preview) and
 * /api/v1/texts/reset/LANG/NAME: 204. */
int texts_save(struct app *app, const struct request *rq, struct reply *rp);
int texts_reset(struct app *app, const struct request *rq, struct reply *rp);

#endif
