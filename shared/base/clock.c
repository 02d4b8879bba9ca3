/* The machine's clock behind struct clock.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/base/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static int64_t read_clock(clockid_t id)
{
	struct timespec ts;
	clock_gettime(id, &ts);
	return (int64_t)ts.tv_sec * SECOND_MS + ts.tv_nsec / 1000000;
}

static int64_t system_wall(void *ctx)
{
	(void)ctx;
	const char *offset = getenv("PORTIEK_CLOCK_OFFSET_MS");
	return read_clock(CLOCK_REALTIME) + (offset ? strtoll(offset, NULL, 10) : 0);
}

static int64_t system_mono(void *ctx)
{
	(void)ctx;
	return read_clock(CLOCK_MONOTONIC);
}

struct clock clock_system(void)
{
	return (struct clock){ system_wall, system_mono, NULL };
}

int64_t clock_wall(const struct clock *c)
{
	return c->wall(c->ctx);
}

int64_t clock_mono(const struct clock *c)
{
	return c->mono(c->ctx);
}

void clock_rfc3339(int64_t wall_ms, char out[21])
{
	time_t t = (time_t)(wall_ms / SECOND_MS);
	struct tm tm;
	gmtime_r(&t, &tm);
	strftime(out, 21, "%Y-%m-%dT%H:%M:%SZ", &tm);
}
