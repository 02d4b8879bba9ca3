/* The hash chain over marks: both sides can prove they hold the same items (PROTOCOL.md section 4).
 *
 * C(0) = 32 zero bytes; C(n) = SHA-256(C(n-1) | id 16 bytes | h 32 bytes).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_MODEL_CHAIN_H
#define SHARED_MODEL_CHAIN_H

#include <stdint.h>

#include "shared/base/crypt.h"

#define CHAIN_EVERY 256 /* stored C(n) lie this many marks apart */

/* Turn c from C(n-1) into C(n). */
void chain_next(uint8_t c[HASH_BYTES], const uint8_t id[16], const uint8_t h[HASH_BYTES]);

#endif
