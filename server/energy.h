/* What the office knows for the door "energy and meters": its settings as kiosks get them, and the
 * phone desk's answer to "whom does this home call first?" (R3, R4, R9).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_ENERGY_H
#define SERVER_ENERGY_H

#include "shared/base/err.h"

struct app;
struct reply;
struct request;
struct val;

/* The config row "energy" (server/feed.h); the caller frees it. */
struct val *energy_config(struct app *app) MUST_USE;
/* Tell the kiosks what doors ask for: config rows "energy" and "complaint". In an event. */
void energy_publish(struct app *app);

/* GET energy?unit=KEY&object=CODE: the answer of shared/model/referral.h.
 * ERR_INPUT: no such home. */
int energy_get(struct app *app, const struct request *rq, struct reply *rp);

#endif
