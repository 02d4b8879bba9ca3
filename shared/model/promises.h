/* What a corporation promises on the receipt: within how many working days what happens
 * (domain: published norms differ per corporation, so they are its settings; R1, R41, R42, R54).
 *
 * Central sends them with its name (config row "corporation", member "promises"); the receipt page
 * makes dates of them.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_MODEL_PROMISES_H
#define SHARED_MODEL_PROMISES_H

#include <stdint.h>

#include "shared/base/val.h"

struct promises {
	int64_t confirm_days; /* working days until the confirmation */
	int64_t fitter_days;  /* until the fitter comes, normal */
	int64_t planned_days; /* until the visit of planned work is known */
	int64_t outside_days; /* until the reporter hears what was done in the neighbourhood */
	int64_t urgent_hours; /* clock hours until an urgent reporter is called */
};

#define PROMISE_MAX 366 /* the least is 1 */

/* {"confirm_days":2,…} into an object. */
void promises_write(const struct promises *p, struct val *into);
/* What is missing or out of bounds keeps the default; v may be NULL. */
void promises_read(const struct val *v, struct promises *ret);

#endif
