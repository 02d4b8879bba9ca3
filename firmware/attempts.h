/* How often somebody may guess: three tries at once, then waits that double up to a quarter of an
 * hour. Success does not wipe the slate (an owner of one good code could guess on for ever); time
 * does, one failure every ten minutes. One struct per screen and purpose, on the monotonic clock.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_ATTEMPTS_H
#define FIRMWARE_ATTEMPTS_H

#include <stdint.h>

struct attempts {
	int failed;         /* failures not yet forgiven */
	int64_t since;      /* when the last forgiving was counted, mono ms */
	int64_t open_at;    /* no try before this, mono ms */
};

/* Seconds to wait before the next try, 0 when one is allowed now. */
int attempts_wait(struct attempts *a, int64_t mono_ms);
/* Count one failure. */
void attempts_fail(struct attempts *a, int64_t mono_ms);

#endif
