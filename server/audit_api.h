/* The audit, to be read.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_AUDIT_API_H
#define SERVER_AUDIT_API_H

struct app;
struct reply;
struct request;

/* GET /api/v1/audit?who=NAME&kind=KEY&from=DAY&until=DAY&before=N: {"rows":[{"n","t","who","what",
 * "label","about","detail"}],"more","kinds":[{"key","label"}]}, newest first. Days are civil, both
 * included. Log-ins and accounts are for administrators only.
 * ERR_INPUT: kind, from or until. */
int audit_list(struct app *app, const struct request *rq, struct reply *rp);

#endif
