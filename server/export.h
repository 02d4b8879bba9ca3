/* A selection of the inbox as a spreadsheet.
 *
 * Promises: what a role may not see of a report about a person is not in it (R55), names of reporters
 * never are, and whoever takes it stands in the audit. Read in the worker of server/heavy.h.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_EXPORT_H
#define SERVER_EXPORT_H

#include "server/case_store.h"
#include "shared/base/val.h"

struct app;
struct reply;
struct request;

#define EXPORT_ROWS 20000

/* What is asked, and all the worker needs for it. */
struct export
{
	struct case_query query; /* its texts point into this struct */
	char view[16], text[80], who[64], role[16];
	char sees[176]; /* whose cases: struct case_query */
	char urgency[12], channel[8]; /* "" = all */
	bool unread;
	struct val *labels;		 /* names of the departments */
	const struct calendar *calendar; /* of the office: a value that never changes */
	int64_t rows;			 /* written; for the audit */
};

/* heavy_read.read */
int export_read(struct db *db, void *export, struct buf *out);

/* GET /api/v1/cases.csv?view=late&q=…&urgency=…&channel=…&unread=1 */
int export_cases(struct app *app, const struct request *rq, struct reply *rp);

#endif
