/* One step of the chain. Storing and walking marks is the business of whoever owns them.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/model/chain.h"

void chain_next(uint8_t c[HASH_BYTES], const uint8_t id[16], const uint8_t h[HASH_BYTES])
{
	const struct piece pieces[] = { { c, HASH_BYTES }, { id, 16 }, { h, HASH_BYTES } };

	sha256_pieces(pieces, 3, c);
}
