/* Handlers that mend the register where a fault is shown: one party with all that is agreed with it,
 * a contract, a contact, the parties of a home (R2, R6, R7).
 *
 * Everybody on the staff may look; managers and administrators may change. Every change is judged like
 * a line of an import, told to the kiosks and written into the audit.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_REGISTER_EDIT_H
#define SERVER_REGISTER_EDIT_H

struct app;
struct reply;
struct request;

int register_edit_party(struct app *app, const struct request *rq, struct reply *rp);
int register_edit_contract(struct app *app, const struct request *rq, struct reply *rp);
int register_edit_contact(struct app *app, const struct request *rq, struct reply *rp);
int register_edit_home(struct app *app, const struct request *rq, struct reply *rp);

#endif
