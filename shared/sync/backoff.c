/* Arithmetic only; time and chance come in as numbers.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/sync/backoff.h"

#define LINK_UP_MS INT64_C(60000)
#define LINK_JITTER_MS UINT64_C(5000)
#define DOUBLINGS 20

void backoff_init(struct backoff *b, int64_t cap_ms)
{
	*b = (struct backoff){ .cap_ms = cap_ms > 0 ? cap_ms : BACKOFF_CAP_MS };
}

void backoff_good(struct backoff *b)
{
	b->failures = 0;
	b->due = 0;
}

void backoff_bad(struct backoff *b, int64_t now, uint64_t rnd)
{
	int n = b->failures < DOUBLINGS ? b->failures : DOUBLINGS;
	int64_t span = BACKOFF_BASE_MS << n, least = 0;

	if (span > b->cap_ms)
		span = b->cap_ms;
	if (b->failures >= BACKOFF_CALM)
		least = BACKOFF_CALM_MS < span / 2 ? BACKOFF_CALM_MS : span / 2;
	b->failures++;
	b->due = now + least + (int64_t)(rnd % (uint64_t)(span - least + 1));
}

void backoff_asked(struct backoff *b, int64_t now, int64_t wait_s, uint64_t rnd)
{
	int64_t ms = wait_s * 1000;

	if (wait_s <= 0)
		return;
	if (ms > BACKOFF_WAIT_CAP_MS)
		ms = BACKOFF_WAIT_CAP_MS;
	b->asked = now + ms + (int64_t)(rnd % (uint64_t)(ms / 5 + 1));
}

void backoff_link_up(struct backoff *b, int64_t now, uint64_t rnd)
{
	if (b->link_up && now - b->link_up < LINK_UP_MS)
		return;
	b->link_up = now;
	b->failures = b->failures > BACKOFF_CALM ? BACKOFF_CALM : 0;
	b->due = now + (int64_t)(rnd % (LINK_JITTER_MS + 1));
}

void backoff_hurry(struct backoff *b, int64_t now)
{
	if (b->due > now)
		b->due = now;
}

int64_t backoff_wait(const struct backoff *b, int64_t now)
{
	int64_t until = b->due > b->asked ? b->due : b->asked;

	return until > now ? until - now : 0;
}
