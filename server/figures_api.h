/* Handlers of the dashboards; contracts in the route table.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_FIGURES_API_H
#define SERVER_FIGURES_API_H

struct app;
struct reply;
struct request;

/* ?from=2026-01-01&until=2026-12-31&by=month|week: all tables; without from the last twelve months. */
int figures_get(struct app *app, const struct request *rq, struct reply *rp);
/* The same with table=KEY: one of them as a spreadsheet, which the audit keeps. */
int figures_sheet_get(struct app *app, const struct request *rq, struct reply *rp);

#endif
