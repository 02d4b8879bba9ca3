/* Growing pauses with full jitter on the monotonic clock (PROTOCOL.md section 8).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_SYNC_BACKOFF_H
#define SHARED_SYNC_BACKOFF_H

#include <stdint.h>

#define BACKOFF_BASE_MS INT64_C(2000)
#define BACKOFF_CAP_MS INT64_C(900000)
#define BACKOFF_CALM 5                        /* whoever failed so often in a row … */
#define BACKOFF_CALM_MS INT64_C(20000)        /* … waits so long at least: three knocks a minute */
#define BACKOFF_WAIT_CAP_MS INT64_C(86400000) /* most that central may ask for */

struct backoff {
	int64_t cap_ms;
	int failures;     /* in a row */
	int64_t due;      /* mono ms: not before */
	int64_t asked;    /* mono ms: central asked not to come before */
	int64_t link_up;  /* mono ms of the last reset by the network, 0 for never */
};

void backoff_init(struct backoff *b, int64_t cap_ms);
/* It went well: come again at once. */
void backoff_good(struct backoff *b);
/* It failed: wait random(0, min(cap, base * 2^n)), from the sixth time on 20 s (half of a short cap) at least.
 * rnd: 64 random bits. */
void backoff_bad(struct backoff *b, int64_t now, uint64_t rnd);
/* Central asked for wait_s seconds at least: plus 0-20 % at random. */
void backoff_asked(struct backoff *b, int64_t now, int64_t wait_s, uint64_t rnd);
/* The network came up: start over within 5 s, at most once a minute. Whoever was away for long goes on as after
 * five failures: a town whose lines come up at once does not knock more than thrice a minute each. */
void backoff_link_up(struct backoff *b, int64_t now, uint64_t rnd);
/* Somebody is waiting at the kiosk: try now, but not what central asked to leave. */
void backoff_hurry(struct backoff *b, int64_t now);
/* Milliseconds until the next attempt may start, 0 = now. */
int64_t backoff_wait(const struct backoff *b, int64_t now);

#endif
