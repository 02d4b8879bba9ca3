/* Keys that take the place of others: how far the change got is readable from the files alone, so one that
 * was cut short is ended at the next load and never leaves the office without a key devices can follow.
 *
 * Owns server.list, server.next, root.key and intake-ID.key in DIR/keys. Order of a new signing key: the
 * seed (server.next), the list that vouches for it, the rename over server.key.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "server/keys_inside.h"
#include "shared/base/crash.h"
#include "shared/base/log.h"
#include "shared/base/text.h"
#include "shared/sync/proof.h"

#define LIST_CAP (KEYS_MOST * 320)

/* ---- signing keys --------------------------------------------------------------------------- */

/* One line "KEY BY SIG" into the list of /hello. false: damaged. */
static bool take_step(struct keys *k, const char *line, char last[HEX32_TEXT])
{
	char key[HEX32_TEXT], by[HEX32_TEXT], sig[SIG_TEXT];
	size_t n = strlen(k->server_keys);
	if (k->former_count == KEYS_MOST || sscanf(line, "%64s %64s %88s", key, by, sig) != 3 ||
	    !hex_decode(by, k->former[k->former_count], PUBKEY_BYTES))
		return false;
	k->former_count++;
	snprintf(k->server_keys + n, sizeof k->server_keys - n, "%s{\"key\":\"%s\",\"by\":\"%s\",\"sig\":\"%s\"}",
		 n ? "," : "", key, by, sig);
	memcpy(last, key, HEX32_TEXT);
	return true;
}

static int read_list(const char *data_dir, struct keys *k, char last[HEX32_TEXT])
{
	char path[PATH_CAP];
	BUF(text);
	k->former_count = 0;
	k->server_keys[0] = last[0] = '\0';
	keys_path(data_dir, "server.list", path);
	if (!fs_exists(path))
		return OK;
	int err = fs_read(path, LIST_CAP, &text);
	for (const char *p = buf_text(&text); !err && *p; p += strcspn(p, "\n"), p += *p == '\n')
		err = take_step(k, p, last) ? OK : ERR_INPUT;
	return err;
}

static int read_sign(const char *data_dir, const char *name, struct sign_key *ret)
{
	uint8_t seed[SEED_BYTES];
	int err = keys_read(data_dir, name, seed);
	if (!err)
		sign_key_from_seed(seed, ret);
	crypt_wipe(seed, sizeof seed);
	return err;
}

/* The list names another key than server.key: the rename is what was missing. */
static int end_change(const char *data_dir, struct keys *k, const char *last)
{
	char from[PATH_CAP], to[PATH_CAP], hex[HEX32_TEXT];
	struct sign_key next;
	hex_encode(k->server.pub, PUBKEY_BYTES, hex);
	if (!last[0] || !strcmp(last, hex))
		return OK;
	int err = read_sign(data_dir, "server.next", &next);
	if (err)
		return ERR_INPUT; /* nobody vouched for server.key */
	hex_encode(next.pub, PUBKEY_BYTES, hex);
	if (strcmp(last, hex) != 0)
		return ERR_INPUT;
	keys_path(data_dir, "server.next", from);
	keys_path(data_dir, "server.key", to);
	err = fs_replace(from, to);
	if (!err)
		k->server = next;
	crypt_wipe(&next, sizeof next);
	return err;
}

int keys_load_server(const char *data_dir, struct keys *k)
{
	char last[HEX32_TEXT], path[PATH_CAP];
	int err = read_sign(data_dir, "server.key", &k->server);
	if (!err)
		err = read_list(data_dir, k, last);
	if (!err)
		err = end_change(data_dir, k, last);
	if (err)
		return err;
	keys_path(data_dir, "root.key", path);
	if (fs_exists(path))
		return read_sign(data_dir, "root.key", &k->root);
	k->root = k->server;
	return OK;
}

/* A copy of a key file under another name, unless it is there. */
static int keep_copy(const char *data_dir, const char *name, const char *as)
{
	char path[PATH_CAP];
	uint8_t secret[32];
	keys_path(data_dir, as, path);
	if (fs_exists(path))
		return OK;
	int err = keys_read(data_dir, name, secret);
	if (!err)
		err = keys_save(path, secret);
	crypt_wipe(secret, sizeof secret);
	return err;
}

static int make_next(const char *data_dir, struct sign_key *ret)
{
	char path[PATH_CAP];
	uint8_t seed[SEED_BYTES];
	keys_path(data_dir, "server.next", path);
	crypt_random(seed, sizeof seed);
	int err = keys_save(path, seed);
	sign_key_from_seed(seed, ret);
	crypt_wipe(seed, sizeof seed);
	return err;
}

/* The list with one more line: the present key says which one follows. */
static int vouch(const char *data_dir, const struct keys *k, const struct sign_key *next)
{
	char path[PATH_CAP], text[PROOF_CERT], sig[SIG_TEXT], key[HEX32_TEXT], by[HEX32_TEXT];
	BUF(list);
	keys_path(data_dir, "server.list", path);
	if (fs_exists(path) && fs_read(path, LIST_CAP, &list))
		return ERR_STORAGE;
	proof_server_key(text, next->pub);
	proof_sign(&k->server, text, sig);
	hex_encode(next->pub, PUBKEY_BYTES, key);
	hex_encode(k->server.pub, PUBKEY_BYTES, by);
	buf_fmt(&list, "%s %s %s\n", key, by, sig);
	return fs_write(path, list.data, list.len, 0600);
}

int keys_new_server(const char *data_dir, struct keys *k)
{
	struct sign_key next;
	if (k->former_count + 1 >= KEYS_MOST)
		return ERR_CONFLICT;
	int err = keep_copy(data_dir, "server.key", "root.key");
	if (!err)
		err = make_next(data_dir, &next);
	crash_point("central.key.made");
	if (!err)
		err = vouch(data_dir, k, &next);
	crash_point("central.key.vouched");
	crypt_wipe(&next, sizeof next);
	return err ? err : keys_load_server(data_dir, k);
}

/* ---- intake keys ---------------------------------------------------------------------------- */

static int read_intake(const char *data_dir, const char *name, struct intake_key *ret)
{
	uint8_t hash[HASH_BYTES];
	*ret = (struct intake_key){ 0 };
	int err = keys_read(data_dir, name, ret->key.secret);
	if (err)
		return err;
	seal_key_public(&ret->key);
	sha256(ret->key.pub, sizeof ret->key.pub, hash);
	memcpy(ret->id, "k-", 2);
	hex_encode(hash, 8, ret->id + 2);
	return OK;
}

const struct seal_key *keys_intake(const struct keys *k, const char *id)
{
	for (int i = 0; i < k->intake_count; i++)
		if (!strcmp(k->intakes[i].id, id))
			return &k->intakes[i].key;
	return NULL;
}

static void add_intake(struct keys *k, const struct intake_key *in)
{
	if (!keys_intake(k, in->id) && k->intake_count < KEYS_MOST)
		k->intakes[k->intake_count++] = *in;
}

void keys_use_intake(struct keys *k, const struct intake_key *in)
{
	add_intake(k, in);
	k->intake = in->key;
	text_copy(k->intake_id, sizeof k->intake_id, in->id);
}

struct finding {
	const char *data_dir;
	struct keys *k;
};

static int look_at(void *ctx, const char *name)
{
	struct finding *f = ctx;
	struct intake_key in;
	size_t n = strlen(name);
	if (strncmp(name, "intake-", 7) != 0 || n < 12 || strcmp(name + n - 4, ".key") != 0)
		return OK;
	if (read_intake(f->data_dir, name, &in) == OK)
		add_intake(f->k, &in);
	else
		log_line(LOG_ERROR, "keys.intake", "readable=0 name=%s", name);
	crypt_wipe(&in, sizeof in);
	return OK;
}

int keys_find_intakes(const char *data_dir, struct keys *k)
{
	char dir[PATH_CAP];
	struct finding f = { data_dir, k };
	int before = k->intake_count;
	fs_join(dir, data_dir, "keys");
	if (fs_each(dir, look_at, &f))
		log_line(LOG_ERROR, "keys.intake", "folder=0");
	return k->intake_count - before;
}

int keys_load_intakes(const char *data_dir, struct keys *k)
{
	struct intake_key in;
	k->intake_count = 0;
	int err = read_intake(data_dir, "intake.key", &in);
	if (!err)
		keys_use_intake(k, &in);
	crypt_wipe(&in, sizeof in);
	if (!err)
		keys_find_intakes(data_dir, k);
	return err;
}

int keys_new_intake(const char *data_dir, struct keys *k)
{
	char path[PATH_CAP], as[64];
	uint8_t secret[32];
	struct intake_key in;
	if (k->intake_count == KEYS_MOST)
		return ERR_CONFLICT;
	snprintf(as, sizeof as, "intake-%s.key", k->intake_id);
	int err = keep_copy(data_dir, "intake.key", as);
	keys_path(data_dir, "intake.key", path);
	crypt_random(secret, sizeof secret);
	if (!err)
		err = keys_save(path, secret);
	crypt_wipe(secret, sizeof secret);
	if (!err)
		err = read_intake(data_dir, "intake.key", &in);
	if (!err)
		keys_use_intake(k, &in);
	crypt_wipe(&in, sizeof in);
	return err;
}
