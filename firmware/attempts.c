/* Growing waits between wrong guesses.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/attempts.h"

#include "shared/base/clock.h"

#define FREE_TRIES 3
#define FORGIVE_MS (10 * MINUTE_MS)
#define FIRST_WAIT_MS (15 * SECOND_MS)
#define LONGEST_WAIT_MS (15 * MINUTE_MS)

static void forgive(struct attempts *a, int64_t now)
{
	int64_t steps = (now - a->since) / FORGIVE_MS;
	if (steps <= 0)
		return;
	a->failed = steps >= a->failed ? 0 : a->failed - (int)steps;
	a->since += steps * FORGIVE_MS;
}

int attempts_wait(struct attempts *a, int64_t now)
{
	forgive(a, now);
	if (now >= a->open_at)
		return 0;
	return (int)((a->open_at - now + SECOND_MS - 1) / SECOND_MS);
}

void attempts_fail(struct attempts *a, int64_t now)
{
	forgive(a, now);
	if (!a->failed)
		a->since = now;
	a->failed++;
	if (a->failed < FREE_TRIES)
		return;
	int64_t wait = FIRST_WAIT_MS;
	for (int i = FREE_TRIES; i < a->failed && wait < LONGEST_WAIT_MS; i++)
		wait *= 2;
	a->open_at = now + (wait < LONGEST_WAIT_MS ? wait : LONGEST_WAIT_MS);
}
