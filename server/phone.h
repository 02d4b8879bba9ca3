/* The phone desk: the kiosk's own API for the published pages under /melden/ (R49, design.md
 * decision 14). The same judge and the same projection; channel phone, actor operator.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_PHONE_H
#define SERVER_PHONE_H

struct app;
struct login;
struct reply;
struct report;
struct request;

/* Who speaks, whatever the page sent: channel, actor and capture time of a report by this person. A
 * caretaker is a caretaker at whichever door (R50). */
void phone_speaker(struct app *app, const struct login *who, struct report *r);

int phone_report(struct app *app, const struct request *rq, struct reply *rp);
int phone_alarm(struct app *app, const struct request *rq, struct reply *rp);
int phone_session(struct app *app, const struct request *rq, struct reply *rp);
int phone_session_post(struct app *app, const struct request *rq, struct reply *rp);
int phone_session_delete(struct app *app, const struct request *rq, struct reply *rp);
int phone_dwellings(struct app *app, const struct request *rq, struct reply *rp);
int phone_case(struct app *app, const struct request *rq, struct reply *rp);
int phone_kiosk(struct app *app, const struct request *rq, struct reply *rp);

#endif
