/* Handlers of what staff see beside cases: what could not be read, alarms, messages, devices,
 * parties, figures.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_STAFF_API_H
#define SERVER_STAFF_API_H

struct app;
struct reply;
struct request;

int staff_quarantine(struct app *app, const struct request *rq, struct reply *rp);
int staff_reception(struct app *app, const struct request *rq, struct reply *rp);
int staff_alarms(struct app *app, const struct request *rq, struct reply *rp);
int staff_alarm_accept(struct app *app, const struct request *rq, struct reply *rp);
int staff_outgoing(struct app *app, const struct request *rq, struct reply *rp);
int staff_calls(struct app *app, const struct request *rq, struct reply *rp);
int staff_call_done(struct app *app, const struct request *rq, struct reply *rp);
int staff_devices(struct app *app, const struct request *rq, struct reply *rp);
int staff_parties(struct app *app, const struct request *rq, struct reply *rp);
int staff_stats(struct app *app, const struct request *rq, struct reply *rp);
int staff_openapi(struct app *app, const struct request *rq, struct reply *rp);

/* For whoever watches the machine. */
int health_ok(struct app *app, const struct request *rq, struct reply *rp);
int health_ready(struct app *app, const struct request *rq, struct reply *rp);
int health_metrics(struct app *app, const struct request *rq, struct reply *rp);

#endif
