/* Which homes this kiosk knows, and their rooms (R30, R31).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_DWELLINGS_H
#define FIRMWARE_DWELLINGS_H

#include "shared/base/val.h"

struct app;
struct reply;
struct request;

/* One rented object as the page wants it: key, kind, label, rooms. unit: {"key","kind","label"} of
 * a directory record; what the mirror knows of the key fills in. */
void dwellings_put_unit(struct app *app, const struct val *unit, struct val *into);

/* GET dwellings?street=lin&number=12 (at most 8); without number the streets that match. */
int dwellings_get(struct app *app, const struct request *rq, struct reply *rp);

#endif
