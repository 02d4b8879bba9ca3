/* The verbs of crypt.h over libsodium; SHA-256 over OpenSSL, which uses the processor's own instructions
 * for it (six times as fast, and every report is hashed three times on its way).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#define OPENSSL_API_COMPAT 0x10101000L /* SHA256_Init and friends: no look-up, no heap */
#include <openssl/sha.h>
#include <sodium.h>
#include <string.h>

#include "shared/base/crypt.h"
#include "shared/base/log.h"

int crypt_start(void)
{
	return sodium_init() < 0 ? ERR_INTERNAL : OK;
}

void crypt_random(void *out, size_t n)
{
	randombytes_buf(out, n);
}

bool crypt_equal(const void *a, const void *b, size_t n)
{
	return sodium_memcmp(a, b, n) == 0;
}

void crypt_wipe(void *p, size_t n)
{
	sodium_memzero(p, n);
}

void sha256(const void *p, size_t n, uint8_t out[HASH_BYTES])
{
	const struct piece whole = { p, n };
	sha256_pieces(&whole, 1, out);
}

void sha256_pieces(const struct piece *pieces, int count, uint8_t out[HASH_BYTES])
{
	SHA256_CTX st;
	SHA256_Init(&st);
	for (int i = 0; i < count; i++)
		SHA256_Update(&st, pieces[i].p, pieces[i].n);
	SHA256_Final(out, &st);
}

void hmac_sha256(const void *key, size_t keylen, const struct piece *pieces, int count,
		 uint8_t out[HASH_BYTES])
{
	crypto_auth_hmacsha256_state st;
	crypto_auth_hmacsha256_init(&st, key, keylen);
	for (int i = 0; i < count; i++)
		crypto_auth_hmacsha256_update(&st, pieces[i].p, pieces[i].n);
	crypto_auth_hmacsha256_final(&st, out);
}

void blake2b512(const void *p, size_t n, uint8_t out[64])
{
	crypto_generichash(out, 64, p, n, NULL, 0);
}

void sign_key_make(struct sign_key *ret)
{
	crypto_sign_keypair(ret->pub, ret->secret);
}

void sign_key_from_seed(const uint8_t seed[SEED_BYTES], struct sign_key *ret)
{
	crypto_sign_seed_keypair(ret->pub, ret->secret, seed);
}

void sign_make(const struct sign_key *k, const void *msg, size_t n, uint8_t sig[SIG_BYTES])
{
	crypto_sign_detached(sig, NULL, msg, n, k->secret);
}

bool sign_check(const uint8_t pub[PUBKEY_BYTES], const void *msg, size_t n,
		const uint8_t sig[SIG_BYTES])
{
	return crypto_sign_verify_detached(sig, msg, n, pub) == 0;
}

void seal_key_make(struct seal_key *ret)
{
	crypto_box_keypair(ret->pub, ret->secret);
}

void seal_key_public(struct seal_key *k)
{
	crypto_scalarmult_base(k->pub, k->secret);
}

void seal_close(const uint8_t pub[32], const void *p, size_t n, struct buf *out)
{
	uint8_t *to = (uint8_t *)buf_room(out, n + crypto_box_SEALBYTES);
	if (crypto_box_seal(to, p, n, pub))
		die("seal.close", "bytes=%zu", n);
	out->len += n + crypto_box_SEALBYTES;
	out->data[out->len] = '\0';
}

void seal_ready_make(const uint8_t pub[32], struct seal_ready *ret)
{
	uint8_t secret[crypto_box_SECRETKEYBYTES];
	memcpy(ret->to, pub, sizeof ret->to);
	crypto_box_keypair(ret->ephemeral, secret);
	ret->made = crypto_box_beforenm(ret->shared, pub, secret) == 0;
	crypt_wipe(secret, sizeof secret);
}

/* What crypto_box_seal does: the ephemeral key in front, a nonce that follows from both keys. */
static bool close_with(const struct seal_ready *r, const void *p, size_t n, uint8_t *to)
{
	uint8_t nonce[crypto_box_NONCEBYTES];
	crypto_generichash_state st;
	crypto_generichash_init(&st, NULL, 0, sizeof nonce);
	crypto_generichash_update(&st, r->ephemeral, sizeof r->ephemeral);
	crypto_generichash_update(&st, r->to, sizeof r->to);
	crypto_generichash_final(&st, nonce, sizeof nonce);
	memcpy(to, r->ephemeral, sizeof r->ephemeral);
	return crypto_box_easy_afternm(to + sizeof r->ephemeral, p, n, nonce, r->shared) == 0;
}

void seal_close_ready(struct seal_ready *r, const uint8_t pub[32], const void *p, size_t n,
		      struct buf *out)
{
	if (r->made && !memcmp(r->to, pub, sizeof r->to)) {
		if (!close_with(r, p, n, (uint8_t *)buf_room(out, n + crypto_box_SEALBYTES)))
			die("seal.close", "bytes=%zu", n);
		out->len += n + crypto_box_SEALBYTES;
		out->data[out->len] = '\0';
	} else {
		seal_close(pub, p, n, out);
	}
	crypt_wipe(r, sizeof *r);
}

int seal_open(const struct seal_key *k, const void *p, size_t n, struct buf *out)
{
	if (n < crypto_box_SEALBYTES)
		return ERR_CRYPT;
	uint8_t *to = (uint8_t *)buf_room(out, n);
	if (crypto_box_seal_open(to, p, n, k->pub, k->secret))
		return ERR_CRYPT;
	out->len += n - crypto_box_SEALBYTES;
	out->data[out->len] = '\0';
	return OK;
}

int argon2id(const char *secret, size_t len, const uint8_t salt[16], uint64_t passes, size_t memory,
	     uint8_t *out, size_t n)
{
	return crypto_pwhash(out, n, secret, len, salt, passes, memory,
			     crypto_pwhash_ALG_ARGON2ID13)
		   ? ERR_INTERNAL
		   : OK;
}

int password_hash(const char *password, char out[128])
{
	return crypto_pwhash_str(out, password, strlen(password), 2, 19u << 20) ? ERR_INTERNAL : OK;
}

bool password_check(const char *hash, const char *password)
{
	return crypto_pwhash_str_verify(hash, password, strlen(password)) == 0;
}

void box_close(const uint8_t key[32], const void *p, size_t n, struct buf *out)
{
	size_t size = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + n;
	uint8_t *to = (uint8_t *)buf_room(out, size);
	randombytes_buf(to, crypto_secretbox_NONCEBYTES);
	crypto_secretbox_easy(to + crypto_secretbox_NONCEBYTES, p, n, to, key);
	out->len += size;
	out->data[out->len] = '\0';
}

int box_open(const uint8_t key[32], const void *p, size_t n, struct buf *out)
{
	const uint8_t *in = p;
	if (n < crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES)
		return ERR_CRYPT;
	size_t sealed = n - crypto_secretbox_NONCEBYTES;
	uint8_t *to = (uint8_t *)buf_room(out, sealed);
	if (crypto_secretbox_open_easy(to, in + crypto_secretbox_NONCEBYTES, sealed, in, key))
		return ERR_CRYPT;
	out->len += sealed - crypto_secretbox_MACBYTES;
	out->data[out->len] = '\0';
	return OK;
}
