/* Between the files of the app only.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_APP_INSIDE_H
#define FIRMWARE_APP_INSIDE_H

#include "shared/base/err.h"

struct app;

/* Open the database of a read-only folder as a copy in memory. ERR_STORAGE. */
int app_open_memory(struct app *app) MUST_USE;

#endif
