/* Handlers of the register for staff: what is wrong in it, and mending it there (R2, R6, R7).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_REGISTER_API_H
#define SERVER_REGISTER_API_H

struct app;
struct reply;
struct request;

/* One page of faults with their count; the same as a spreadsheet, at most SHEET_MAX lines. */
int register_api_faults(struct app *app, const struct request *rq, struct reply *rp);
int register_api_sheet(struct app *app, const struct request *rq, struct reply *rp);

#endif
