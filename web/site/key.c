/* The key that signs sites, as files: FILE (secret, 0600) and FILE.pub (the line for minisign -P).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "shared/base/text.h"
#include "web/site/build.h"

#define KEY_HEAD "untrusted comment: portiek site secret key\n"
#define KEY_BYTES (8 + SEED_BYTES)
#define KEY_FILE_CAP 1024

void site_key_make(struct site_key *ret)
{
	crypt_random(ret->id, sizeof(ret->id));
	sign_key_make(&ret->sign);
}

int site_key_save(const struct site_key *key, const char *path)
{
	char pub_path[PATH_CAP], line[64];
	uint8_t raw[KEY_BYTES];
	BUF(text);
	BUF(pub);

	memcpy(raw, key->id, sizeof(key->id));
	memcpy(raw + sizeof(key->id), key->sign.secret, SEED_BYTES);
	buf_str(&text, KEY_HEAD);
	base64_encode(raw, sizeof(raw), &text);
	buf_char(&text, '\n');
	crypt_wipe(raw, sizeof(raw));
	int rc = fs_write(path, text.data, text.len, 0600);
	crypt_wipe(text.data, text.len);
	if (rc < 0)
		return rc;
	site_key_public(key, line);
	buf_fmt(&pub, "untrusted comment: minisign public key of a portiek site\n%s\n", line);
	if (snprintf(pub_path, sizeof(pub_path), "%s.pub", path) >= (int)sizeof(pub_path))
		return ERR_INPUT;
	return fs_write(pub_path, pub.data, pub.len, 0644);
}

int site_key_load(const char *path, struct site_key *ret)
{
	BUF(text);
	BUF(raw);

	int rc = fs_read(path, KEY_FILE_CAP, &text);
	if (rc < 0)
		return rc;
	size_t head = strlen(KEY_HEAD);
	size_t len = text.len > head ? strcspn(text.data + head, "\r\n") : 0;
	if (len == 0 || strncmp(text.data, KEY_HEAD, head) != 0 ||
	    base64_decode(text.data + head, len, &raw) < 0 || raw.len != KEY_BYTES)
		return ERR_CRYPT;
	memcpy(ret->id, raw.data, sizeof(ret->id));
	sign_key_from_seed((const uint8_t *)raw.data + sizeof(ret->id), &ret->sign);
	crypt_wipe(raw.data, raw.len);
	crypt_wipe(text.data, text.len);
	return OK;
}
