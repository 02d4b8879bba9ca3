/* What a tenant answers on the page that follows a report: solved or not, or a complaint (D8, D10).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_ANSWERS_H
#define FIRMWARE_ANSWERS_H

#include "shared/base/err.h"
#include "shared/model/answer.h"

struct app;
struct followed;
struct reply;
struct request;

/* Take an answer about a report whose receipt and code were proved, in the running event: sealed and
 * queued like a report. a: id, answer, words and lang as read; the rest is set here.
 * ret_known: this id was taken before, nothing was stored now.
 * ERR_CONFLICT: the id is that of something else; ERR_QUEUE_FULL, ERR_SETUP, ERR_STORAGE. */
int answers_accept(struct app *app, const struct followed *f, struct answer *a,
		   bool *ret_known) MUST_USE;

/* POST cases/answer {"id","receipt","code","answer","words","lang"}: 201 once it is durable, 200 for
 * the same id again. A wrong pair costs growing waits, as cases_post. */
int answers_post(struct app *app, const struct request *rq, struct reply *rp);

#endif
