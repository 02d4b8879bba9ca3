/* The device's own chain over everything it ever numbered, delivered or not (section 4).
 *
 * A C(n) is kept at every CHAIN_EVERY-th number, in the transaction of the reply that first needs it;
 * a capture costs nothing. What lies between is computed again from the marks.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "shared/model/chain.h"
#include "shared/sync/device_inside.h"

enum own_chain device_chain_at(struct device *d, int64_t seq, uint8_t c[HASH_BYTES])
{
	struct device_refill *r = &d->refill;
	uint8_t id[16], h[HASH_BYTES];
	int64_t at = d->o.store->chain_get(d->o.ctx, seq, c);

	if (r->own_n <= seq && r->own_n > at) {
		at = r->own_n;
		memcpy(c, r->own, HASH_BYTES);
	}
	for (int steps = 0; at < seq && steps < CHAIN_STEPS; steps++) {
		if (!d->o.store->mark(d->o.ctx, at + 1, id, h))
			return OWN_NEVER;
		chain_next(c, id, h);
		if (++at % CHAIN_EVERY == 0)
			d->o.store->chain_put(d->o.ctx, at, c);
	}
	r->own_n = at;
	memcpy(r->own, c, HASH_BYTES);
	return at == seq ? OWN_KNOWN : OWN_LATER;
}

enum own_chain device_chain_compare(struct device *d, int64_t seq, const char *chain, bool *ret_same)
{
	uint8_t own[HASH_BYTES];
	char hex[HEX32_TEXT];
	enum own_chain known = device_chain_at(d, seq, own);

	hex_encode(own, sizeof own, hex);
	*ret_same = known == OWN_KNOWN && strcmp(hex, chain) == 0;
	return known;
}
