/* Pages out of archives: the staff app at /, the published wizard below /melden/.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_PAGES_H
#define SERVER_PAGES_H

struct app;
struct reply;
struct request;

int pages_staff(struct app *app, const struct request *rq, struct reply *rp);
/* 404 as problem+json for paths that are no pages. */
int pages_none(struct app *app, const struct request *rq, struct reply *rp);
int pages_melden(struct app *app, const struct request *rq, struct reply *rp);

/* Open what is there: share/staff.sqlar and the site in force. Called at start and after a
 * publication. */
void pages_open(struct app *app);
void pages_close(struct app *app);

#endif
