/* Handlers about who works here: names, who leads a department, what each still has to do.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_PEOPLE_API_H
#define SERVER_PEOPLE_API_H

#include <stdbool.h>

#include "shared/base/err.h"

struct app;
struct reply;
struct request;
struct val;

/* Keys of the departments, NULL at the end; their names are settings (R1). */
extern const char *const PEOPLE_DEPARTMENTS[];
bool people_is_department(const char *key);

/* GET /api/v1/staff: {"staff":[{"name","role","role_label"}]} of accounts that can log in. */
int people_staff(struct app *app, const struct request *rq, struct reply *rp);
/* GET /api/v1/tasks: open tasks of who asks, earliest first: rows of cases, each with "task". */
int people_tasks(struct app *app, const struct request *rq, struct reply *rp);
/* GET /api/v1/leaders: {"leaders":[{"department","label","leader","deputy","away_from","away_until",
 * "now"}],"choices":[names]}; dates are civil days, "" for none; "now" is who gets a case today (R14). */
int people_leaders(struct app *app, const struct request *rq, struct reply *rp);
/* Put one row of that in force and note it in the audit. in: {"department","leader","deputy","away_from",
 * "away_until"}. ERR_INPUT: *ret_field names the member; NULL otherwise. In an event. */
int people_lead(struct app *app, const char *who, const struct val *in,
		const char **ret_field) MUST_USE;
/* POST /api/v1/leaders with one row of that. */
int people_leader_set(struct app *app, const struct request *rq, struct reply *rp);

#endif
