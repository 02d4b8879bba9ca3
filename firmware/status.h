/* What `portiek-kiosk status` prints.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_STATUS_H
#define FIRMWARE_STATUS_H

#include <stdbool.h>
#include <stdio.h>

#include "shared/base/err.h"

struct app;

/* The health report as JSON, or as lines for a person. */
int status_print(struct app *app, bool json, FILE *out) MUST_USE;

#endif
