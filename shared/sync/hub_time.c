/* When was it captured, by central's clock? By the device's monotonic clock when it is the same boot or
 * one whose offset is known, else by its word; never later than now, never before the queue was empty.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "shared/sync/hub_inside.h"

#define PAST_SLACK_MS (5 * MINUTE_MS) /* captures while the emptying batch was under way */

static const char *const QUALITIES[QUALITY_MAX] = {
	[QUALITY_BOOT] = "boot", [QUALITY_PAST] = "past", [QUALITY_WALL] = "wall",
	[QUALITY_CLAMPED] = "clamped",
};

const char *hub_quality_name(enum hub_quality q)
{
	return QUALITIES[q];
}

int64_t hub_sent(const struct hub_call *c)
{
	int64_t created = c->params.created * SECOND_MS;

	return c->carried && created < c->now ? created : c->now;
}

void hub_estimate(struct hub_call *c, const struct wire_time *clock, const struct wire_item *w,
		  struct hub_item *it)
{
	const struct hub_device *d = &c->dev;
	int64_t offset, floor = d->drained && !c->carried ? d->drained - PAST_SLACK_MS : 0;

	it->quality = QUALITY_WALL;
	it->t = w->t.wall;
	if (strcmp(w->t.boot, clock->boot) == 0) {
		it->quality = QUALITY_BOOT;
		it->t = hub_sent(c) - clock->mono + w->t.mono;
	} else if (c->hub->store->boot_offset(c->hub->ctx, d->n, w->t.boot, &offset)) {
		it->quality = QUALITY_PAST;
		it->t = offset + w->t.mono;
	}
	if (it->t > c->now || it->t < floor) {
		it->t = it->t < floor ? floor : c->now;
		it->quality = QUALITY_CLAMPED;
	}
}
