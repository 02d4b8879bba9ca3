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
