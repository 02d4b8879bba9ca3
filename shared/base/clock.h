/* The only door to time. Instants are int64 milliseconds since 1970 UTC; spans are milliseconds.
 *
 * A struct clock is passed to whoever needs it, so tests and the simulator bring their own.
 * Civil time (days, time zones) is not here: it lives in server/calendar and in the browser.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_BASE_CLOCK_H
#define SHARED_BASE_CLOCK_H

#include <stdint.h>

#define SECOND_MS INT64_C(1000)
#define MINUTE_MS (60 * SECOND_MS)
#define HOUR_MS (60 * MINUTE_MS)
#define DAY_MS (24 * HOUR_MS)

struct clock {
	int64_t (*wall)(void *ctx); /* ms since 1970 UTC, may jump */
	int64_t (*mono)(void *ctx); /* ms since an arbitrary start, never goes back */
	void *ctx;
};

/* The machine's clock. Honours PORTIEK_CLOCK_OFFSET_MS (tests) added to the wall. */
struct clock clock_system(void);

int64_t clock_wall(const struct clock *c);
int64_t clock_mono(const struct clock *c);

/* "2026-11-21T22:33:00Z" into out[21]. */
void clock_rfc3339(int64_t wall_ms, char out[21]);

#endif
