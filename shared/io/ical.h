/* Time zones of this machine, as plain numbers (libical, reading the system's tzdata).
 *
 * A zone is read once into a value; after that nobody asks the library, so civil time can be pure
 * arithmetic. The zone of the process (TZ) plays no part.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_IO_ICAL_H
#define SHARED_IO_ICAL_H

#include <stdint.h>

#include "shared/base/err.h"

#define ICAL_SPANS 320

/* From this instant on the clocks stand this far ahead of UTC, until the next span. */
struct ical_span {
	int64_t from;   /* ms since 1970 UTC; INT64_MIN for the first */
	int64_t offset; /* ms to add to UTC */
};

/* Every change of the clocks in 2000-2099, in order; outside of it the nearest span holds. */
struct ical_zone {
	int count; /* at least 1 */
	struct ical_span span[ICAL_SPANS];
};

/* Read a zone by name ("Europe/Amsterdam").
 * ERR_NOT_FOUND: the system has none of that name; ERR_FULL: it changes more often than fits. */
int ical_zone_read(const char *name, struct ical_zone *ret) MUST_USE;

#endif
