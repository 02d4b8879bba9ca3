/* The keyboard form of the phone desk: what it is made of, and what holds for what is filled in so far.
 * Both come from the same table and catalogue as the wizard's pages and the judge (R49, R50).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_INTAKE_H
#define SERVER_INTAKE_H

struct app;
struct reply;
struct request;

/* GET /api/v1/intake: the catalogue in force as a form, in Dutch:
 *   {"version","doors":[{"branch","kind","label","cause","energy","asks":["unit",…]}],
 *    "areas":[{"code","label","common","objects":[{"code","label","energy","faults":[FAULT]}]}],
 *    "people":[FAULT],"things":[FAULT],"places":[{"code","label"}],
 *    "questions":[{"code","label","answers":[{"code","label"}]}],"parts":[{"code","label"}]}
 *   FAULT = {"code","label","urgency","urgency_label","emergency","questions":[code],
 *            "suspects":[{"code","label"}]}
 * A door is a row of report_needs.h a person chooses; something broken about energy is told by its
 * object and has none of its own. "energy": only objects of a provider go through it. ERR_NOT_FOUND:
 * nothing was published yet. */
int intake_get(struct app *app, const struct request *rq, struct reply *rp);

/* POST /melden/api/v1/reports/check?tenant=NUMBER with a report that need not be complete: what the
 * judge would say, nothing is stored.
 *   {"missing":field|null,"wrong":bool,"urgency","urgency_label","urgent":bool,"emergency":sign|null,
 *    "payer":{"who","sentence","ground"}|null}
 * urgent: it is confirmed by phone and no day is asked (R42). payer: of repairs only, with the service
 * plan of that tenant (R34). Unreadable as a report: missing and wrong alone. */
int intake_check(struct app *app, const struct request *rq, struct reply *rp);

/* GET /api/v1/emergencies: the script of the emergency signs (R51), for anybody, also before log-in:
 *   {"emergencies":[{"code","label","number","who","leave","say":[three sentences]}]} */
int intake_emergencies(struct app *app, const struct request *rq, struct reply *rp);

#endif
