/* Reading a zone out of libical: one look every fortnight, then halving down to the second.
 *
 * Owns nothing; libical keeps its zones for the life of the process. Promises: no two changes less
 * than a fortnight apart are needed (the shortest pair in tzdata is a Ramadan, a month).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/io/ical.h"

#include <libical/ical.h>

#define FIRST_S INT64_C(946684800)  /* 2000-01-01 */
#define LAST_S	INT64_C(4102444800) /* 2100-01-01 */
#define STEP_S	INT64_C(1209600)    /* a fortnight */

static int offset_at(icaltimezone *zone, int64_t s)
{
	struct icaltimetype tt =
	    icaltime_from_timet_with_zone((time_t)s, 0, icaltimezone_get_utc_timezone());
	return icaltimezone_get_utc_offset_of_utc_time(zone, &tt, NULL);
}

/* The first second in (from, to] with another offset than `before` has. */
static int64_t change_between(icaltimezone *zone, int64_t from, int64_t to, int before)
{
	while (to - from > 1) {
		int64_t middle = from + (to - from) / 2;
		if (offset_at(zone, middle) == before)
			from = middle;
		else
			to = middle;
	}
	return to;
}

int ical_zone_read(const char *name, struct ical_zone *ret)
{
	icaltimezone *zone = name[0] ? icaltimezone_get_builtin_timezone(name) : NULL;
	if (!zone)
		return ERR_NOT_FOUND;
	/* The last date first: libical then expands the zone once, not again for every later year. */
	(void)offset_at(zone, LAST_S);
	int offset = offset_at(zone, FIRST_S);
	ret->count = 1;
	ret->span[0] = (struct ical_span){ INT64_MIN, offset * INT64_C(1000) };
	for (int64_t s = FIRST_S; s < LAST_S; s += STEP_S) {
		int next = offset_at(zone, s + STEP_S);
		if (next == offset)
			continue;
		if (ret->count == ICAL_SPANS)
			return ERR_FULL;
		ret->span[ret->count++] =
		    (struct ical_span){ change_between(zone, s, s + STEP_S, offset) * 1000,
					next * INT64_C(1000) };
		offset = next;
	}
	return OK;
}
