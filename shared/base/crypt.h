/* The few cryptographic verbs of the product, without naming the library.
 *
 * Implemented in shared/io/seal.c over libsodium. crypt_start() must have succeeded once per
 * process before anything else here is called.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_BASE_CRYPT_H
#define SHARED_BASE_CRYPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/buf.h"

#define HASH_BYTES 32
#define SIG_BYTES 64
#define PUBKEY_BYTES 32
#define SEED_BYTES 32

/* An Ed25519 key pair; secret never leaves keys/ (0600) or the device row. */
struct sign_key {
	uint8_t pub[PUBKEY_BYTES];
	uint8_t secret[64];
};

/* An X25519 key pair for sealed boxes. */
struct seal_key {
	uint8_t pub[32];
	uint8_t secret[32];
};

int crypt_start(void) MUST_USE; /* ERR_INTERNAL: no usable random source */
void crypt_random(void *out, size_t n);
bool crypt_equal(const void *a, const void *b, size_t n); /* constant time */
void crypt_wipe(void *p, size_t n);

void sha256(const void *p, size_t n, uint8_t out[HASH_BYTES]);
/* SHA-256 over several pieces in order. */
struct piece {
	const void *p;
	size_t n;
};
/* Numbers as eight bytes each, the highest first, as hashed histories have them; out: 8 * count bytes. */
static inline void numbers_bytes(const int64_t *n, int count, uint8_t *out)
{
	for (int i = 0; i < count; i++)
		for (int b = 0; b < 8; b++)
			out[8 * i + b] = (uint8_t)((uint64_t)n[i] >> (56 - 8 * b));
}
void sha256_pieces(const struct piece *pieces, int count, uint8_t out[HASH_BYTES]);
void hmac_sha256(const void *key, size_t keylen, const struct piece *pieces, int count,
		 uint8_t out[HASH_BYTES]);
/* BLAKE2b-512 (minisign's prehash). */
void blake2b512(const void *p, size_t n, uint8_t out[64]);

void sign_key_make(struct sign_key *ret);
void sign_key_from_seed(const uint8_t seed[SEED_BYTES], struct sign_key *ret);
void sign_make(const struct sign_key *k, const void *msg, size_t n, uint8_t sig[SIG_BYTES]);
bool sign_check(const uint8_t pub[PUBKEY_BYTES], const void *msg, size_t n,
		const uint8_t sig[SIG_BYTES]) MUST_USE;

void seal_key_make(struct seal_key *ret);
/* Fill the public half from the secret one. */
void seal_key_public(struct seal_key *k);
/* Anonymous sealed box (libsodium crypto_box_seal): only the holder of the secret can open it. */
void seal_close(const uint8_t pub[32], const void *p, size_t n, struct buf *out);
/* Half of a seal, made ahead: two thirds of what sealing costs. Used once, then wiped. */
struct seal_ready {
	bool made;
	uint8_t to[32];        /* the key it is for */
	uint8_t ephemeral[32]; /* public half of the pair made for this one box */
	uint8_t shared[32];
};
void seal_ready_make(const uint8_t pub[32], struct seal_ready *ret);
/* seal_close with it, when it was made for this key; without it else. Wiped in any case. */
void seal_close_ready(struct seal_ready *r, const uint8_t pub[32], const void *p, size_t n,
		      struct buf *out);
/* ERR_CRYPT: not sealed to this key, or damaged. */
int seal_open(const struct seal_key *k, const void *p, size_t n, struct buf *out) MUST_USE;

/* Argon2id (RFC 9106): out n bytes from a secret and a 16 byte salt. ERR_INTERNAL: no memory. */
int argon2id(const char *secret, size_t len, const uint8_t salt[16], uint64_t passes,
	     size_t memory, uint8_t *out, size_t n) MUST_USE;
/* Password hash as a self-describing string (crypto_pwhash_str), and its check. */
int password_hash(const char *password, char out[128]) MUST_USE;
bool password_check(const char *hash, const char *password) MUST_USE;

/* Authenticated secret box with a 32 byte key (XSalsa20-Poly1305), random nonce in front. */
void box_close(const uint8_t key[32], const void *p, size_t n, struct buf *out);
int box_open(const uint8_t key[32], const void *p, size_t n, struct buf *out) MUST_USE;

#endif
