/* Keys as files in DIR/keys: one line of hex for server and intake, the generator's own form for the
 * site key. How they are replaced: server/keys_change.c.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/keys_inside.h"

#include <string.h>

#include "shared/base/text.h"
#include "shared/io/fs.h"
#include "web/site/build.h"

#define KEY_CAP 256

void keys_path(const char *data_dir, const char *name, char out[PATH_CAP])
{
	char dir[PATH_CAP];
	fs_join(dir, data_dir, "keys");
	fs_join(out, dir, name);
}

int keys_save(const char *path, const uint8_t secret[32])
{
	char line[HEX32_TEXT + 1];
	hex_encode(secret, 32, line);
	line[64] = '\n';
	int err = fs_write(path, line, 65, 0600);
	crypt_wipe(line, sizeof line);
	return err;
}

int keys_read(const char *data_dir, const char *name, uint8_t secret[32])
{
	char path[PATH_CAP];
	BUF(text);
	keys_path(data_dir, name, path);
	int err = fs_read(path, KEY_CAP, &text);
	if (err)
		return err;
	if (text.len && text.data[text.len - 1] == '\n')
		text.data[--text.len] = '\0';
	bool good = hex_decode(buf_text(&text), secret, 32);
	crypt_wipe(text.data, text.len);
	return good ? OK : ERR_INPUT;
}

/* Make one key file unless it is there. */
static int make(const char *data_dir, const char *name)
{
	char path[PATH_CAP];
	uint8_t secret[32];
	keys_path(data_dir, name, path);
	if (fs_exists(path))
		return OK;
	crypt_random(secret, sizeof secret);
	int err = keys_save(path, secret);
	crypt_wipe(secret, sizeof secret);
	return err;
}

int keys_make(const char *data_dir)
{
	char path[PATH_CAP];
	struct site_key site;
	fs_join(path, data_dir, "keys");
	int err = fs_mkdir(path);
	err = err ? err : make(data_dir, "server.key");
	err = err ? err : make(data_dir, "intake.key");
	keys_path(data_dir, "site.key", path);
	if (err || fs_exists(path))
		return err;
	site_key_make(&site);
	err = site_key_save(&site, path);
	crypt_wipe(&site, sizeof site);
	return err;
}

int keys_load(const char *data_dir, struct keys *ret)
{
	char path[PATH_CAP];
	int err = keys_load_server(data_dir, ret);
	if (!err)
		err = keys_load_intakes(data_dir, ret);
	if (err)
		return err;
	keys_path(data_dir, "site.key", path);
	return site_key_load(path, &ret->site) ? ERR_INPUT : OK;
}

void keys_fresh(struct keys *k)
{
	struct intake_key in = { .id = "k-fresh" };
	sign_key_make(&k->server);
	k->root = k->server;
	seal_key_make(&in.key);
	keys_use_intake(k, &in);
}

void keys_wipe(struct keys *k)
{
	crypt_wipe(k, sizeof *k);
}
