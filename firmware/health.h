/* How this kiosk is doing: for the maintainer's page, the supervisor, the monitoring and the
 * status command.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_HEALTH_H
#define FIRMWARE_HEALTH_H

#include "shared/base/val.h"

struct app;
struct reply;
struct request;

/* Queue, sync, versions, device, disk as one JSON object; the caller frees it. Works on a reader
 * beside a running serve too, then without what only that process knows. */
struct val *health_report(struct app *app) MUST_USE;

int health_live(struct app *app, const struct request *rq, struct reply *rp);
int health_ready(struct app *app, const struct request *rq, struct reply *rp);
int health_status(struct app *app, const struct request *rq, struct reply *rp);
int health_metrics(struct app *app, const struct request *rq, struct reply *rp);
int health_kiosk(struct app *app, const struct request *rq, struct reply *rp);

#endif
