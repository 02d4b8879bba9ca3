/* Byte layouts of the proofs; nothing else may know them.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/sync/proof.h"

#include <stdio.h>
#include <string.h>

void proof_device(const char *secret, const uint8_t pub[PUBKEY_BYTES],
		  const uint8_t server[PUBKEY_BYTES], uint8_t out[HASH_BYTES])
{
	static const char LABEL[] = "portiek-device";
	uint8_t hash[HASH_BYTES];
	const struct piece pieces[] = {
		{ LABEL, sizeof LABEL - 1 }, { pub, PUBKEY_BYTES }, { hash, sizeof hash },
	};

	sha256(server, PUBKEY_BYTES, hash);
	hmac_sha256(secret, strlen(secret), pieces, COUNT_OF(pieces), out);
}

void proof_server(const char *secret, const uint8_t server[PUBKEY_BYTES], const char *device,
		  const uint8_t pub[PUBKEY_BYTES], uint8_t out[HASH_BYTES])
{
	static const char LABEL[] = "portiek-server";
	uint8_t uuid[16];
	const struct piece pieces[] = {
		{ LABEL, sizeof LABEL - 1 }, { server, PUBKEY_BYTES }, { uuid, sizeof uuid },
		{ pub, PUBKEY_BYTES },
	};

	uuid_bytes(device, uuid);
	hmac_sha256(secret, strlen(secret), pieces, COUNT_OF(pieces), out);
}

void proof_cert(char out[PROOF_CERT], const char *device, int64_t key_no,
		const uint8_t pub[PUBKEY_BYTES], const char *kind)
{
	char hex[HEX32_TEXT];

	hex_encode(pub, PUBKEY_BYTES, hex);
	snprintf(out, PROOF_CERT, "portiek-cert-1 %s %lld %s %s", device, (long long)key_no, hex, kind);
}

void proof_new_key(char out[PROOF_CERT], const char *keyid, const uint8_t pub[PUBKEY_BYTES])
{
	char hex[HEX32_TEXT];

	hex_encode(pub, PUBKEY_BYTES, hex);
	snprintf(out, PROOF_CERT, "portiek-key-1 %s %s", keyid, hex);
}

void proof_server_key(char out[PROOF_CERT], const uint8_t pub[PUBKEY_BYTES])
{
	char hex[HEX32_TEXT];

	hex_encode(pub, PUBKEY_BYTES, hex);
	snprintf(out, PROOF_CERT, "portiek-server-key-1 %s", hex);
}

void proof_sign(const struct sign_key *k, const char *text, char out[SIG_TEXT])
{
	uint8_t sig[SIG_BYTES];
	char header[SIG_HEADER];

	sign_make(k, text, strlen(text), sig);
	sig_header_make(sig, header, out);
}

bool proof_signed(const uint8_t pub[PUBKEY_BYTES], const char *text, const char *sig)
{
	char header[SIG_HEADER], same[SIG_TEXT];
	uint8_t raw[SIG_BYTES];

	if (strlen(sig) != SIG_TEXT - 1)
		return false;
	snprintf(header, sizeof header, "sig1=:%s:", sig);
	return sig_header_read(header, raw, same) == OK && sign_check(pub, text, strlen(text), raw);
}
