/* What kiosks show: which version of the site, put in force and put back over HTTP (R53).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_SITE_API_H
#define SERVER_SITE_API_H

struct app;
struct reply;
struct request;

/* GET /api/v1/site: {"current","kiosks","sites":[{"version","catalogue","published","size","kiosks",
 * "current"}]}, the one in force first. */
int site_get(struct app *app, const struct request *rq, struct reply *rp);
/* POST /api/v1/site/publish: build from the catalogue on this machine: {"version"}.
 * ERR_INPUT field "source": it cannot be built; the log says why. */
int site_publish(struct app *app, const struct request *rq, struct reply *rp);
/* POST /api/v1/site/back {"version"}: 204. */
int site_back(struct app *app, const struct request *rq, struct reply *rp);

#endif
