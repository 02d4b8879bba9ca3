/* When a case is late, and the end of a civil day (R63).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_CASE_TIME_H
#define SERVER_CASE_TIME_H

#include <stdint.h>

#include "shared/model/catalogue.h"

struct app;

/* The norm of an urgency, from capture time: [norms] of the settings. */
int64_t case_norm_due(const struct app *app, int64_t captured, enum urgency u);
/* The last millisecond of a civil date of the office ("2026-11-25", day_valid). */
int64_t case_day_end(const struct app *app, const char *day);

#endif
