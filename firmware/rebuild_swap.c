/* Files of a rebuild: when one is due, the swap, and the site that is on the disk.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "firmware/device_copy_store.h"
#include "firmware/rebuild.h"
#include "firmware/rebuild_inside.h"
#include "firmware/rebuild_store.h"
#include "firmware/spool.h"
#include "shared/base/crash.h"
#include "shared/base/crypt.h"
#include "shared/base/log.h"
#include "shared/base/text.h"
#include "shared/io/archive.h"
#include "shared/io/db.h"

#define SITE_CAP (256u << 20)
#define SIG_CAP 4096

static const char MET[] = "damaged"; /* file: a statement met it */

void rebuild_path(const char *data_dir, const char *ending, char out[PATH_CAP])
{
	char name[80];
	snprintf(name, sizeof name, "portiek.db%s", ending);
	fs_join(out, data_dir, name);
}

void rebuild_aside_name(const struct clock *clock, char *out, size_t cap)
{
	char at[21], packed[21];
	size_t n = 0;
	clock_rfc3339(clock_wall(clock), at);
	for (const char *p = at; *p; p++)
		if (*p != '-' && *p != ':')
			packed[n++] = *p;
	packed[n] = '\0';
	snprintf(out, cap, "portiek.db.damaged-%s", packed);
}

/* ---- when ----------------------------------------------------------------------------------- */

void rebuild_ask(const char *data_dir)
{
	char path[PATH_CAP];
	fs_join(path, data_dir, MET);
	if (fs_write(path, MET, strlen(MET), 0600))
		log_line(LOG_ERROR, "rebuild.unasked", "path=%s", path);
}

static bool has_file(const char *data_dir, const char *name)
{
	char path[PATH_CAP];
	fs_join(path, data_dir, name);
	return fs_exists(path);
}

const char *rebuild_due(const char *data_dir, bool look)
{
	char path[PATH_CAP];
	rebuild_path(data_dir, "", path);
	bool had_one = spool_exists(data_dir) || has_file(data_dir, "identity");
	int64_t size = fs_size(path);
	if (size < 0)
		return had_one ? "missing" : NULL;
	if (size == 0) /* also what a first start leaves that was broken off */
		return had_one ? "empty" : NULL;
	if (has_file(data_dir, MET))
		return "met";
	return look && db_file_damaged(path) ? "damaged" : NULL;
}

/* ---- the swap ------------------------------------------------------------------------------- */

void rebuild_sweep(const char *data_dir)
{
	static const char *const endings[] = { REBUILD_FRESH, REBUILD_FRESH "-journal", REBUILD_FRESH "-wal",
					       REBUILD_FRESH "-shm" };
	char path[PATH_CAP];
	for (size_t i = 0; i < COUNT_OF(endings); i++) {
		rebuild_path(data_dir, endings[i], path);
		if (fs_exists(path) && fs_remove(path))
			log_line(LOG_WARN, "rebuild.left", "path=%s", path);
	}
}

static int move(const char *data_dir, const char *ending, const char *aside, const char *aside_ending)
{
	char from[PATH_CAP], to[PATH_CAP], name[96];
	rebuild_path(data_dir, ending, from);
	snprintf(name, sizeof name, "%s%s", aside, aside_ending);
	fs_join(to, data_dir, name);
	return fs_exists(from) ? fs_replace(from, to) : OK;
}

static int finish(const char *data_dir, const char *aside)
{
	char path[PATH_CAP], done[PATH_CAP], shm[PATH_CAP], met[PATH_CAP];
	rebuild_path(data_dir, "", path);
	rebuild_path(data_dir, REBUILD_DONE, done);
	rebuild_path(data_dir, "-shm", shm);
	fs_join(met, data_dir, MET);
	int err = fs_remove(met);
	if (!err && *aside)
		err = move(data_dir, "-wal", aside, "-wal");
	if (!err && *aside)
		err = move(data_dir, "", aside, "");
	crash_point("kiosk.rebuild.aside");
	if (!err)
		err = fs_remove(shm);
	if (!err)
		err = fs_replace(done, path);
	crash_point("kiosk.rebuild.swapped");
	return err;
}

int rebuild_swap(const char *data_dir, const char *aside)
{
	char fresh[PATH_CAP], done[PATH_CAP];
	rebuild_path(data_dir, REBUILD_FRESH, fresh);
	rebuild_path(data_dir, REBUILD_DONE, done);
	int err = fs_sync(fresh);
	if (!err)
		err = fs_replace(fresh, done);
	crash_point("kiosk.rebuild.done");
	return err ? err : finish(data_dir, aside);
}

int rebuild_resume(const char *data_dir, const struct clock *clock)
{
	char done[PATH_CAP], aside[64];
	rebuild_path(data_dir, REBUILD_DONE, done);
	if (!fs_exists(done))
		return OK;
	log_line(LOG_WARN, "rebuild.resumed", "dir=%s", data_dir);
	rebuild_aside_name(clock, aside, sizeof aside);
	return finish(data_dir, aside);
}

/* ---- the site on the disk ------------------------------------------------------------------- */

struct site_search {
	const char *folder;
	char version[65];
	int64_t changed;
};

static int newer_site(void *ctx, const char *name)
{
	struct site_search *s = ctx;
	char path[PATH_CAP];
	size_t n = strlen(name), head = strlen("site-"), tail = strlen(".sqlar");
	if (n <= head + tail || n - head - tail >= sizeof s->version || strncmp(name, "site-", head) ||
	    strcmp(name + n - tail, ".sqlar"))
		return OK;
	fs_join(path, s->folder, name);
	if (fs_changed(path) < s->changed)
		return OK;
	s->changed = fs_changed(path);
	memcpy(s->version, name + head, n - head - tail);
	s->version[n - head - tail] = '\0';
	return OK;
}

int rebuild_find_site(struct db *db, const char *data_dir)
{
	char folder[PATH_CAP], path[PATH_CAP], sig_path[PATH_CAP], name[96], key[64] = "", hex[HEX32_TEXT];
	uint8_t hash[HASH_BYTES];
	BUF(site);
	BUF(sig);
	fs_join(folder, data_dir, "site");
	struct site_search s = { .folder = folder };
	if (!fs_exists(folder) || fs_each(folder, newer_site, &s) || !*s.version)
		return OK;
	snprintf(name, sizeof name, "site-%s.sqlar", s.version);
	fs_join(path, folder, name);
	snprintf(name, sizeof name, "site-%s.sqlar.minisig", s.version);
	fs_join(sig_path, folder, name);
	db_meta_text(db, "sync.site_key", key, sizeof key);
	if (fs_read(sig_path, SIG_CAP, &sig) || site_verify(key, path, buf_text(&sig)) ||
	    fs_read(path, SITE_CAP, &site))
		return OK; /* it is fetched again */
	sha256(site.data, site.len, hash);
	hex_encode(hash, sizeof hash, hex);
	return rebuild_put_site(db, s.version, (int64_t)site.len, hex, buf_text(&sig));
}

/* ---- telling -------------------------------------------------------------------------------- */

void rebuild_read_note(struct db *db, struct rebuild_note *ret)
{
	memset(ret, 0, sizeof *ret);
	ret->t = db_meta_int(db, "rebuild.t", 0);
	ret->items = db_meta_int(db, "rebuild.items", 0);
	ret->lost = db_meta_int(db, "rebuild.lost", 0);
	ret->unsure = db_meta_int(db, "rebuild.unsure", 0);
	db_meta_text(db, "rebuild.why", ret->why, sizeof ret->why);
	db_meta_text(db, "rebuild.list", ret->list, sizeof ret->list);
	db_meta_text(db, "rebuild.aside", ret->aside, sizeof ret->aside);
}
