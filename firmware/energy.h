/* "Whom does this home call first about its energy?", also without a line (R3, R7, R9).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_ENERGY_H
#define FIRMWARE_ENERGY_H

#include "shared/base/err.h"

struct app;
struct reply;
struct request;

/* GET energy?unit=KEY&object=CODE: the answer of shared/model/referral.h from the mirror.
 * ERR_INPUT: no home of this kiosk. */
int energy_get(struct app *app, const struct request *rq, struct reply *rp);

#endif
