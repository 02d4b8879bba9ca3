/* What both ends prove to each other at enrolment, and signed texts of identities.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_SYNC_PROOF_H
#define SHARED_SYNC_PROOF_H

#include "shared/base/crypt.h"
#include "shared/base/text.h"
#include "shared/sync/sig.h"

#define PROOF_CODE 21     /* 20 Crockford characters and NUL */
#define PROOF_CODE_ID 4
#define PROOF_CERT 256

/* HMAC-SHA-256(secret, "portiek-device" | pubkey | SHA-256(server key)). secret: 16 characters. */
void proof_device(const char *secret, const uint8_t pub[PUBKEY_BYTES],
		  const uint8_t server[PUBKEY_BYTES], uint8_t out[HASH_BYTES]);
/* HMAC-SHA-256(secret, "portiek-server" | server key | device uuid | pubkey). */
void proof_server(const char *secret, const uint8_t server[PUBKEY_BYTES], const char *device,
		  const uint8_t pub[PUBKEY_BYTES], uint8_t out[HASH_BYTES]);
/* "portiek-cert-1 <device> <key_no> <pubkey> <kind>" */
void proof_cert(char out[PROOF_CERT], const char *device, int64_t key_no,
		const uint8_t pub[PUBKEY_BYTES], const char *kind);
/* "portiek-key-1 <keyid> <pubkey>": what a device's new key signs for the key that comes before it. */
void proof_new_key(char out[PROOF_CERT], const char *keyid, const uint8_t pub[PUBKEY_BYTES]);
/* "portiek-server-key-1 <pubkey>": what a server key signs for the one that follows it. */
void proof_server_key(char out[PROOF_CERT], const uint8_t pub[PUBKEY_BYTES]);
/* Signature over such a text, in base64 (88 characters); and is it one by this key? */
void proof_sign(const struct sign_key *k, const char *text, char out[SIG_TEXT]);
bool proof_signed(const uint8_t pub[PUBKEY_BYTES], const char *text, const char *sig);

#endif
