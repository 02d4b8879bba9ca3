/* Stand-ins for signatures and seals that cost a hash instead of curves: a run judges commits and clocks,
 * not Ed25519. Whoever changes one bit of a message, key or signature is still found out. --real-crypto
 * lets the real ones through.
 *
 * A seal: "SIMSEAL1", 32 bytes of whom it is for, 16 of hash, then what was sealed. The ledger reads it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "tests/sim/wrap.h"
#include "tests/sim/world.h"

#define MARK "SIMSEAL1"
#define MARK_BYTES 8
#define HASH_PART 16
#define HEAD (MARK_BYTES + 32 + HASH_PART)

static void mix(const char *what, const void *a, size_t an, const void *b, size_t bn, uint8_t out[32])
{
	const struct piece pieces[] = { { what, strlen(what) }, { a, an }, { b, bn } };

	sha256_pieces(pieces, 3, out);
}

/* ---- signatures -------------------------------------------------------------------------------- */

void __wrap_sign_key_from_seed(const uint8_t seed[SEED_BYTES], struct sign_key *ret)
{
	if (world->real_crypto) {
		__real_sign_key_from_seed(seed, ret);
		return;
	}
	memset(ret, 0, sizeof *ret);
	memcpy(ret->secret, seed, SEED_BYTES);
	mix("sign", seed, SEED_BYTES, "", 0, ret->pub);
}

void __wrap_sign_key_make(struct sign_key *ret)
{
	uint8_t seed[SEED_BYTES];

	crypt_random(seed, sizeof seed);
	__wrap_sign_key_from_seed(seed, ret);
}

void __wrap_sign_make(const struct sign_key *k, const void *msg, size_t n, uint8_t sig[SIG_BYTES])
{
	if (world->real_crypto) {
		__real_sign_make(k, msg, n, sig);
		return;
	}
	mix("sig", k->pub, sizeof k->pub, msg, n, sig);
	memcpy(sig + 32, sig, 32);
}

bool __wrap_sign_check(const uint8_t pub[PUBKEY_BYTES], const void *msg, size_t n, const uint8_t sig[SIG_BYTES])
{
	uint8_t right[32];

	if (world->real_crypto)
		return __real_sign_check(pub, msg, n, sig);
	mix("sig", pub, PUBKEY_BYTES, msg, n, right);
	return !memcmp(sig, right, 32) && !memcmp(sig + 32, right, 32);
}

/* ---- seals --------------------------------------------------------------------------------------- */

void __wrap_seal_key_public(struct seal_key *k)
{
	if (world->real_crypto)
		__real_seal_key_public(k);
	else
		mix("seal", k->secret, 32, "", 0, k->pub);
}

void __wrap_seal_key_make(struct seal_key *ret)
{
	crypt_random(ret->secret, sizeof ret->secret);
	__wrap_seal_key_public(ret);
}

void __wrap_seal_close(const uint8_t pub[32], const void *p, size_t n, struct buf *out)
{
	uint8_t hash[32];

	if (world->real_crypto) {
		__real_seal_close(pub, p, n, out);
		return;
	}
	mix("box", pub, 32, p, n, hash);
	buf_add(out, MARK, MARK_BYTES);
	buf_add(out, pub, 32);
	buf_add(out, hash, HASH_PART);
	buf_add(out, p, n);
}

void __wrap_seal_ready_make(const uint8_t pub[32], struct seal_ready *ret)
{
	if (world->real_crypto) {
		__real_seal_ready_make(pub, ret);
		return;
	}
	ret->made = true;
	memcpy(ret->to, pub, 32);
}

void __wrap_seal_close_ready(struct seal_ready *r, const uint8_t pub[32], const void *p, size_t n, struct buf *out)
{
	if (world->real_crypto) {
		__real_seal_close_ready(r, pub, p, n, out);
		return;
	}
	memset(r, 0, sizeof *r);
	__wrap_seal_close(pub, p, n, out);
}

int __wrap_seal_open(const struct seal_key *k, const void *p, size_t n, struct buf *out)
{
	const uint8_t *box = p;
	uint8_t hash[32];

	if (world->real_crypto)
		return __real_seal_open(k, p, n, out);
	if (n < HEAD || memcmp(box, MARK, MARK_BYTES) || memcmp(box + MARK_BYTES, k->pub, 32))
		return ERR_CRYPT;
	mix("box", k->pub, 32, box + HEAD, n - HEAD, hash);
	if (memcmp(box + MARK_BYTES + 32, hash, HASH_PART))
		return ERR_CRYPT;
	buf_add(out, box + HEAD, n - HEAD);
	return OK;
}
