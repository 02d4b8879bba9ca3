/* Standard texts: short texts per subject, put into the fields of a step. A hole such as {kenmerk} is
 * filled with what the case knows; which holes there are is a table (phrases.c), their names are words.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_PHRASES_H
#define SERVER_PHRASES_H

#include "shared/base/buf.h"
#include "shared/base/err.h"
#include "shared/base/val.h"

struct app;
struct case_row;
struct request;
struct reply;

/* Are all holes of a text known? ERR_INPUT: one is not, or is not closed. */
int phrases_judge(const char *text) MUST_USE;
/* The text with its holes filled for a case, appended; what is not known is said so in words. */
void phrases_fill(struct app *app, const struct case_row *c, const char *text, struct buf *out);

/* GET /api/v1/phrases: {"texts":[{"id","subject","subject_label","title","text","changed","by"}],
 * "subjects":[{"value","label"}],"holes":[{"name","label"}]}. */
int phrases_list(struct app *app, const struct request *rq, struct reply *rp);
/* GET /api/v1/phrases/NR: {"texts":[{"id","subject","title","text"}]} filled for a case. */
int phrases_of_case(struct app *app, const struct request *rq, struct reply *rp);
/* POST /api/v1/phrases {"id","subject","title","text"}; without id a new one. ERR_INPUT: field. */
int phrases_put(struct app *app, const struct request *rq, struct reply *rp);
/* POST /api/v1/phrases/N/remove. */
int phrases_remove(struct app *app, const struct request *rq, struct reply *rp);

#endif
