/* minisign signatures over files: prehashed Ed25519 ("ED"), format of minisign 0.11
 * (https://jedisct1.github.io/minisign/#signature-format), so Debian's own tool can check a site.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "shared/base/text.h"
#include "shared/io/archive.h"
#include "shared/io/fs.h"

#define SIGNED_CAP (64u << 20)
#define PREHASHED "ED"
#define PLAIN "Ed"

void site_key_public(const struct site_key *k, char out[64])
{
	BUF(raw);
	BUF(line);
	buf_add(&raw, PLAIN, 2);
	buf_add(&raw, k->id, sizeof k->id);
	buf_add(&raw, k->sign.pub, PUBKEY_BYTES);
	base64_encode(raw.data, raw.len, &line);
	snprintf(out, 64, "%s", buf_text(&line));
}

static int hash_file(const char *path, uint8_t hash[64])
{
	BUF(bytes);
	int err = fs_read(path, SIGNED_CAP, &bytes);
	if (!err)
		blake2b512(bytes.data, bytes.len, hash);
	return err;
}

int site_sign(const struct site_key *k, const char *path, const char *comment, struct buf *out)
{
	uint8_t hash[64], sig[SIG_BYTES];
	int err = hash_file(path, hash);
	if (err)
		return err;
	BUF(raw);
	sign_make(&k->sign, hash, sizeof hash, sig);
	buf_add(&raw, PREHASHED, 2);
	buf_add(&raw, k->id, sizeof k->id);
	buf_add(&raw, sig, sizeof sig);
	buf_str(out, "untrusted comment: portiek site\n");
	base64_encode(raw.data, raw.len, out);
	buf_fmt(out, "\ntrusted comment: %s\n", comment);
	BUF(global);
	buf_add(&global, sig, sizeof sig);
	buf_str(&global, comment);
	sign_make(&k->sign, global.data, global.len, sig);
	base64_encode(sig, sizeof sig, out);
	buf_char(out, '\n');
	return OK;
}

/* The n-th line of text (0 = first) into out without its end; false when there is none. */
static bool line_of(const char *text, int n, char *out, size_t cap)
{
	while (n-- && text) {
		text = strchr(text, '\n');
		text = text ? text + 1 : NULL;
	}
	size_t len = text ? strcspn(text, "\r\n") : 0;
	if (!len || len >= cap)
		return false;
	memcpy(out, text, len);
	out[len] = '\0';
	return true;
}

static bool decode_line(const char *text, int n, size_t want, struct buf *out)
{
	char line[256];
	return line_of(text, n, line, sizeof line) && !base64_decode(line, strlen(line), out) &&
	       out->len == want;
}

int site_verify(const char *pubkey, const char *path, const char *minisig)
{
	static const char trusted[] = "trusted comment: ";
	uint8_t hash[64];
	char comment[512];
	BUF(key);
	BUF(sig);
	BUF(global);
	if (base64_decode(pubkey, strlen(pubkey), &key) || key.len != 42 ||
	    !decode_line(minisig, 1, 74, &sig) || !decode_line(minisig, 3, SIG_BYTES, &global) ||
	    !line_of(minisig, 2, comment, sizeof comment) ||
	    strncmp(comment, trusted, sizeof trusted - 1))
		return ERR_CRYPT;
	if (memcmp(sig.data, PREHASHED, 2) || memcmp(sig.data + 2, key.data + 2, 8))
		return ERR_CRYPT;
	int err = hash_file(path, hash);
	if (err)
		return err;
	const uint8_t *pub = (const uint8_t *)key.data + 10;
	const uint8_t *file_sig = (const uint8_t *)sig.data + 10;
	BUF(signed_text);
	buf_add(&signed_text, file_sig, SIG_BYTES);
	buf_str(&signed_text, comment + sizeof trusted - 1);
	bool good = sign_check(pub, hash, sizeof hash, file_sig) &&
		    sign_check(pub, signed_text.data, signed_text.len, (const uint8_t *)global.data);
	return good ? OK : ERR_CRYPT;
}
