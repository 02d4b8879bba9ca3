/* What stands beside the database in a copy: files of cases, the published sites, own letters, settings.
 *
 * Keys are never in it: they lie apart (DIR/keys) and are never put back to older ones. Neither is the
 * witness, whose use is to know more than a copy. A file named by its content is shared with the copy before
 * it (a hard link), so that a hundred copies of a photo take the room of one.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "server/backup_inside.h"
#include "shared/base/log.h"

static const struct {
	const char *name;
	bool fixed;    /* a file of that name never changes */
	bool hashed;   /* and the name is the SHA-256 of its content */
} FOLDERS[] = {
	{ "blobs", true, true },
	{ "site", true, false },
	{ "letters/nl", false, false },
	{ "letters/en", false, false },
};
static const char SETTINGS_FILE[] = "portiek.conf";

struct keeping {
	const char *from, *to, *like;
	bool fixed, hashed;
	int count;
};

static bool is_named_by_content(const char *path, const char *name)
{
	uint8_t hash[HASH_BYTES];
	char hex[HEX32_TEXT];
	if (fs_sha256(path, hash))
		return false;
	hex_encode(hash, sizeof hash, hex);
	return !strcmp(hex, name);
}

static int keep(void *ctx, const char *name)
{
	const struct keeping *k = ctx;
	char from[PATH_CAP], to[PATH_CAP], like[PATH_CAP];
	size_t n = strlen(name);
	if (n > 5 && !strcmp(name + n - 5, ".part"))
		return OK; /* being written */
	fs_join(from, k->from, name);
	fs_join(to, k->to, name);
	if (k->like[0])
		fs_join(like, k->like, name);
	if (k->like[0] && k->fixed && fs_exists(like) && fs_size(like) == fs_size(from))
		return fs_share(like, to);
	int err = fs_copy(from, to, 0600);
	if (!err && k->hashed && !is_named_by_content(to, name)) {
		log_line(LOG_ERROR, "backup.file", "name=%s", name);
		return ERR_NOT_FOUND;
	}
	return err == ERR_NOT_FOUND ? OK : err; /* went meanwhile; if a case names it, that shows below */
}

static int keep_folder(size_t i, const char *dir, const char *like, const char *to)
{
	char from[PATH_CAP], into[PATH_CAP], before[PATH_CAP] = "";
	fs_join(from, dir, FOLDERS[i].name);
	if (!fs_exists(from))
		return OK;
	fs_join(into, to, FOLDERS[i].name);
	if (like[0])
		fs_join(before, like, FOLDERS[i].name);
	struct keeping k = { .from = from, .to = into, .like = before, .fixed = FOLDERS[i].fixed,
			     .hashed = FOLDERS[i].hashed };
	int err = fs_mkdir(into);
	return err ? err : fs_each(from, keep, &k);
}

struct wanting {
	const char *to;
	bool all;
};

static bool want(void *ctx, const char *sha256)
{
	struct wanting *w = ctx;
	char folder[PATH_CAP], path[PATH_CAP];
	fs_join(folder, w->to, "blobs");
	fs_join(path, folder, sha256);
	if (!fs_exists(path))
		log_line(LOG_ERROR, "backup.missing", "sha256=%s", sha256);
	w->all &= fs_exists(path);
	return w->all;
}

int backup_files_keep(struct db *copy, const char *dir, const char *like, const char *to)
{
	char from[PATH_CAP], into[PATH_CAP];
	struct wanting w = { to, true };
	int err = fs_remove_tree(to);
	if (!err)
		err = fs_mkdir(to);
	for (size_t i = 0; i < COUNT_OF(FOLDERS) && !err; i++)
		err = keep_folder(i, dir, like, to);
	fs_join(from, dir, SETTINGS_FILE);
	fs_join(into, to, SETTINGS_FILE);
	if (!err && fs_exists(from))
		err = fs_copy(from, into, 0600);
	if (!err)
		backup_each_file(copy, want, &w);
	return err ? err : w.all ? OK : ERR_NOT_FOUND;
}

/* ---- back again ------------------------------------------------------------------------------ */

static int give(void *ctx, const char *name)
{
	struct keeping *k = ctx;
	char from[PATH_CAP], to[PATH_CAP];
	fs_join(from, k->from, name);
	fs_join(to, k->to, name);
	if (k->hashed && !is_named_by_content(from, name)) {
		log_line(LOG_ERROR, "backup.file", "name=%s", name);
		return OK; /* better none than a wrong one */
	}
	if (fs_exists(to))
		return OK;
	k->count++;
	return fs_copy(from, to, 0600);
}

int backup_files_return(const char *from, const char *dir, int *ret_count)
{
	char have[PATH_CAP], into[PATH_CAP];
	struct keeping k = { .count = 0 };
	int err = OK;
	for (size_t i = 0; i < COUNT_OF(FOLDERS) && !err; i++) {
		fs_join(have, from, FOLDERS[i].name);
		fs_join(into, dir, FOLDERS[i].name);
		k.from = have;
		k.to = into;
		k.hashed = FOLDERS[i].hashed;
		if (!fs_exists(have))
			continue;
		err = fs_mkdir(into);
		err = err ? err : fs_each(have, give, &k);
	}
	fs_join(have, from, SETTINGS_FILE);
	fs_join(into, dir, SETTINGS_FILE);
	if (!err && fs_exists(have) && !fs_exists(into)) {
		err = fs_copy(have, into, 0600);
		k.count++;
	}
	*ret_count = k.count;
	return err;
}
