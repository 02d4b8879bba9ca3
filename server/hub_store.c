/* Devices as the sync hub sees them: keys, counters, marks, clocks; and what it hands out.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/hub_store.h"

#include <stdio.h>
#include <string.h>

#include "server/feed.h"
#include "shared/base/crash.h"
#include "shared/io/db.h"
#include "shared/io/fs.h"

#define SITE_CAP (256 * 1024 * 1024)

static const char DEVICE[] =
	"SELECT n, uuid, prefix, kind, state, key_no, pubkey, counter, seen, hwm, chain, safe_hwm,"
	" contact, drained, next_pub, state = 'pending' AND coalesce((SELECT p.flooded FROM device p"
	" WHERE p.n = d.parent), 0) > 0 AS flooded FROM device d WHERE uuid = ?";
static const char DEVICE_PUT[] =
	"UPDATE device SET state = ?, counter = ?, seen = ?, hwm = ?, chain = ?, contact = ?,"
	" drained = ?, key_no = ?, pubkey = ?, next_pub = ? WHERE n = ?";
static const char HEARD[] =
	"UPDATE device SET pending = ?, dead = ?, oldest_s = ?, disk_free = ? WHERE n = ?";
static const char BOOT_PUT[] =
	"INSERT INTO device_boot (device, boot, offset) VALUES (?, ?, ?)"
	" ON CONFLICT (device, boot) DO UPDATE SET offset = excluded.offset";
static const char BOOT[] = "SELECT offset FROM device_boot WHERE device = ? AND boot = ?";
static const char SEEN[] = "SELECT feed_seen FROM device WHERE n = ?";
static const char SET_SITE[] = "UPDATE device SET site = ?1 WHERE n = ?2 AND site <> ?1";
static const char SET_SEEN[] = "UPDATE device SET feed_seen = ? WHERE n = ?";
static const char PUBLISHED[] =
	"SELECT 1 AS yes FROM feed WHERE feed = 'site' AND gone = 0 AND json_extract(body, '$.version') = ?";

static const char *const STATES[HUB_STATE_MAX] = {
	[HUB_ACTIVE] = "active", [HUB_PENDING] = "pending", [HUB_FORKED] = "forked",
	[HUB_REVOKED] = "revoked",
};

static enum hub_state state_from(const char *name)
{
	for (int s = 0; s < HUB_STATE_MAX; s++)
		if (strcmp(STATES[s], name) == 0)
			return (enum hub_state)s;
	return HUB_REVOKED; /* fails closed */
}

static void copy_blob(struct db_stmt *st, const char *name, void *out, size_t n)
{
	size_t len;
	const void *p = db_col_blob(st, name, &len);

	memset(out, 0, n);
	memcpy(out, p, len < n ? len : n);
}

static bool device_get(void *ctx, const char *uuid, struct hub_device *ret)
{
	const struct hub_files *f = ctx;
	DB_STMT(st) = db_prepare(f->db, DEVICE);

	db_bind_text(st, uuid);
	if (!db_step(st))
		return false;
	memset(ret, 0, sizeof *ret);
	ret->n = db_col_int(st, "n");
	text_copy(ret->uuid, sizeof ret->uuid, db_col_text(st, "uuid"));
	text_copy(ret->prefix, sizeof ret->prefix, db_col_text(st, "prefix"));
	text_copy(ret->kind, sizeof ret->kind, db_col_text(st, "kind"));
	ret->state = state_from(db_col_text(st, "state"));
	ret->key_no = db_col_int(st, "key_no");
	copy_blob(st, "pubkey", ret->pub, sizeof ret->pub);
	ret->counter = db_col_int(st, "counter");
	copy_blob(st, "seen", ret->seen, sizeof ret->seen);
	ret->hwm = db_col_int(st, "hwm");
	copy_blob(st, "chain", ret->chain, sizeof ret->chain);
	ret->safe_hwm = db_col_int(st, "safe_hwm");
	ret->contact = db_col_int(st, "contact");
	ret->drained = db_col_int(st, "drained");
	ret->has_next = !db_col_null(st, "next_pub");
	if (ret->has_next)
		copy_blob(st, "next_pub", ret->next_pub, sizeof ret->next_pub);
	ret->flooded = db_col_int(st, "flooded") != 0;
	return true;
}

static int device_put(void *ctx, const struct hub_device *d)
{
	const struct hub_files *f = ctx;
	DB_STMT(st) = db_prepare(f->db, DEVICE_PUT);

	db_bind_text(st, STATES[d->state]);
	db_bind_int(st, d->counter);
	db_bind_blob(st, d->seen, sizeof d->seen);
	db_bind_int(st, d->hwm);
	db_bind_blob(st, d->chain, sizeof d->chain);
	db_bind_int(st, d->contact);
	db_bind_int(st, d->drained);
	db_bind_int(st, d->key_no);
	db_bind_blob(st, d->pub, sizeof d->pub);
	if (d->has_next)
		db_bind_blob(st, d->next_pub, sizeof d->next_pub);
	else
		db_bind_null(st);
	db_bind_int(st, d->n);
	int err = db_run(st);
	crash_point("central.counter.put");
	return err;
}

static int put_boot(struct db *db, int64_t device, const char *boot, int64_t offset)
{
	DB_STMT(st) = db_prepare(db, BOOT_PUT);

	db_bind_int(st, device);
	db_bind_text(st, boot);
	db_bind_int(st, offset);
	return db_run(st);
}

static int device_heard(void *ctx, const struct hub_device *d, const struct wire_head *h,
			int64_t offset)
{
	const struct hub_files *f = ctx;
	DB_STMT(st) = db_prepare(f->db, HEARD);
	int err;

	db_bind_int(st, h->queue.pending);
	db_bind_int(st, h->queue.dead);
	db_bind_int(st, h->queue.oldest_s);
	db_bind_int(st, h->queue.disk_free);
	db_bind_int(st, d->n);
	err = db_run(st);
	return err == OK ? put_boot(f->db, d->n, h->clock.boot, offset) : err;
}

static bool boot_offset(void *ctx, int64_t device, const char *boot, int64_t *ret)
{
	const struct hub_files *f = ctx;
	DB_STMT(st) = db_prepare(f->db, BOOT);

	db_bind_int(st, device);
	db_bind_text(st, boot);
	if (!db_step(st))
		return false;
	*ret = db_col_int(st, "offset");
	return true;
}

/* ---- downstream ------------------------------------------------------------------------------------ */

static int set_seen(struct db *db, int64_t device)
{
	DB_STMT(st) = db_prepare(db, SET_SEEN);

	db_bind_int(st, feed_last(db));
	db_bind_int(st, device);
	return db_run(st);
}

static int changes(void *ctx, const struct hub_device *d, const char *epoch, const char *cursor,
		   int limit, struct buf *out)
{
	const struct hub_files *f = ctx;
	static const char MORE[] = "\"more\":";
	size_t before = out->len;
	int err = feed_page(f->db, d->n, epoch, cursor, limit, out);
	crash_point("central.page.read");
	const char *more = err == OK ? strstr(buf_text(out) + before, MORE) : NULL;

	if (more && more[sizeof MORE - 1] == 'f') /* the last page: nothing is new until the next put */
		err = set_seen(f->db, d->n);
	return err;
}

static bool news(void *ctx, const struct hub_device *d)
{
	const struct hub_files *f = ctx;
	DB_STMT(st) = db_prepare(f->db, SEEN);

	db_bind_int(st, d->n);
	return db_step(st) && db_col_int(st, "feed_seen") < feed_last(f->db);
}

static bool published(struct db *db, const char *version)
{
	DB_STMT(st) = db_prepare(db, PUBLISHED);

	db_bind_text(st, version);
	return db_step(st);
}

/* Only the published site; its name was a row of the feed before it became a file name. */
static int site(void *ctx, const char *version, int64_t from, size_t max, struct buf *out,
		int64_t *ret_size)
{
	const struct hub_files *f = ctx;
	char name[128], path[PATH_CAP];
	size_t len;
	BUF(whole);

	if (!published(f->db, version) || strchr(version, '/'))
		return ERR_NOT_FOUND;
	snprintf(name, sizeof name, "site-%s.sqlar", version);
	fs_join(path, f->site_dir, name);
	if (fs_read(path, SITE_CAP, &whole) != OK || from > (int64_t)whole.len)
		return ERR_NOT_FOUND;
	len = whole.len - (size_t)from;
	buf_add(out, whole.data + from, len < max ? len : max);
	*ret_size = (int64_t)whole.len;
	crash_point("central.site.read");
	return OK;
}

static void site_taken(void *ctx, int64_t device, const char *version)
{
	const struct hub_files *f = ctx;
	DB_STMT(st) = db_prepare(f->db, SET_SITE);

	db_bind_text(st, version);
	db_bind_int(st, device);
	(void)!db_run(st);
}

const struct hub_store HUB_STORE = {
	.device_get = device_get,
	.device_put = device_put,
	.device_heard = device_heard,
	.boot_offset = boot_offset,
	.code_get = hub_code_get,
	.code_failed = hub_code_failed,
	.enrol = hub_enrol_put,
	.hw_hint_active = hub_hint_active,
	.mark_put = hub_mark_put,
	.mark_get = hub_mark_get,
	.chain_put = hub_chain_put,
	.chain_get = hub_chain_get,
	.item_put = hub_item_put,
	.item_known = hub_item_known,
	.item_park = hub_item_park,
	.stray_put = hub_stray_put,
	.void_put = hub_void_put,
	.changes = changes,
	.site = site,
	.site_taken = site_taken,
	.news = news,
	.child_get = hub_child_get,
	.children = hub_children,
	.kin = hub_kin,
	.reincarnate = hub_reincarnate_put,
	.flood = hub_flood,
	.recover = hub_recover_put,
	.revoked = hub_revoked,
	.note = hub_line_note,
};
