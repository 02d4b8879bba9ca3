/* Downloading a site: pieces are appended durably to one .part file, so a break costs one piece; at
 * the end size, SHA-256 and central's site key decide, and only then the file gets its name.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "firmware/mirror_store.h"
#include "firmware/sync_inside.h"
#include "shared/base/crash.h"
#include "shared/base/log.h"
#include "shared/io/archive.h"
#include "shared/io/db.h"

#define SITE_CAP (256 * 1024 * 1024)

static void site_path(const struct sync_task *t, const char *version, const char *ending,
		      char out[PATH_CAP])
{
	char dir[PATH_CAP], name[128];

	fs_join(dir, t->data_dir, "site");
	snprintf(name, sizeof name, "site-%s.sqlar%s", version, ending);
	fs_join(out, dir, name);
}

bool sync_site_wanted(void *ctx, char version[65], int64_t *from)
{
	struct sync_task *t = ctx;
	struct mirror_site s;
	char path[PATH_CAP];

	if (!mirror_site_wanted(t->o.db, &s))
		return false;
	text_copy(version, 65, s.version);
	site_path(t, s.version, ".part", path);
	*from = fs_size(path);
	if (*from < 0 || *from > s.size) {
		fs_remove(path);
		*from = 0;
	}
	return true;
}

/* ERR_CRYPT: it is another file; ERR_STORAGE: it cannot be read now, which says nothing about it. */
static int check_hash(const char *path, const char *want)
{
	uint8_t hash[HASH_BYTES];
	char hex[HEX32_TEXT];
	BUF(whole);

	if (fs_read(path, SITE_CAP, &whole) != OK)
		return ERR_STORAGE;
	sha256(whole.data, whole.len, hash);
	hex_encode(hash, sizeof hash, hex);
	return strcmp(hex, want) == 0 ? OK : ERR_CRYPT;
}

static void remove_site(const struct sync_task *t, const char *version)
{
	char path[PATH_CAP];

	site_path(t, version, "", path);
	fs_remove(path);
	site_path(t, version, ".minisig", path);
	fs_remove(path);
}

static int install(struct sync_task *t, const struct mirror_site *s, const char *part)
{
	char path[PATH_CAP], sig[PATH_CAP], gone[65];
	int err = check_hash(part, s->sha256);

	err = err ? err : site_verify(t->device.id.site_key, part, s->minisig);
	if (err != OK)
		return err == ERR_STORAGE ? err : ERR_CRYPT;
	crash_point("kiosk.site.verified");
	site_path(t, s->version, "", path);
	site_path(t, s->version, ".minisig", sig);
	err = fs_write(sig, s->minisig, strlen(s->minisig), 0644);
	crash_point("kiosk.site.signed");
	if (err == OK)
		err = fs_replace(part, path);
	crash_point("kiosk.site.renamed");
	if (err != OK)
		return err;
	db_event_begin(t->o.db);
	mirror_site_installed(t->o.db, s->version, gone, sizeof gone);
	err = db_event_commit(t->o.db, true);
	if (err != OK)
		return err;
	crash_point("kiosk.site.installed");
	log_line(LOG_NOTE, "site.installed", "version=%s bytes=%lld", s->version, (long long)s->size);
	if (gone[0] && strcmp(gone, s->version) != 0)
		remove_site(t, gone);
	crash_point("kiosk.site.cleaned");
	if (t->o.on_site)
		t->o.on_site(t->o.ctx, path, s->version);
	return OK;
}

int sync_site_piece(void *ctx, const char *version, int64_t from, int64_t size, const void *data,
		    size_t n)
{
	struct sync_task *t = ctx;
	struct mirror_site s;
	char dir[PATH_CAP], part[PATH_CAP];
	int err;

	if (!mirror_site_wanted(t->o.db, &s) || strcmp(s.version, version) != 0)
		return OK; /* another one is wanted by now */
	site_path(t, version, ".part", part);
	fs_join(dir, t->data_dir, "site");
	if (size != s.size || fs_mkdir(dir) != OK)
		return size != s.size ? ERR_CRYPT : ERR_STORAGE;
	if (n > 0) {
		err = fs_append(part, data, n, 0644);
		if (err != OK)
			return err;
	}
	crash_point("kiosk.site.piece");
	if (from + (int64_t)n < s.size)
		return OK;
	err = install(t, &s, part);
	if (err == ERR_CRYPT)
		fs_remove(part);
	return err;
}
