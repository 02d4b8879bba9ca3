/* The engine's store: outbox, marks, mirror and counters of this kiosk behind its function table.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "firmware/device_copy_store.h"
#include "firmware/carried.h"
#include "firmware/device_store.h"
#include "firmware/mirror_store.h"
#include "firmware/sync_inside.h"
#include "shared/base/crash.h"
#include "shared/base/log.h"
#include "shared/io/db.h"

#define PRESSURE_BYTES (INT64_C(64) * 1024 * 1024)
#define KEEP_MS (35 * DAY_MS)
#define PURGE_ROWS 256

/* The second copy of who we are, when it may not wait for the next round of chores. Never what is known in
 * memory alone: the database would say another thing beside it once the disk can be written again. */
static void copy_identity(struct sync_task *t)
{
	if (!t->o.memory && !fs_read_only(t->data_dir) && device_copy_write(t->o.db, t->data_dir))
		log_line(LOG_ERROR, "identity.behind", "path=%s/identity", t->data_dir);
}

static int64_t reserve(void *ctx, int64_t above)
{
	struct sync_task *t = ctx;
	int64_t top;

	db_event_begin(t->o.db);
	top = device_reserve_counters(t->o.db, above);
	crash_point("kiosk.counters.before");
	if (db_event_commit(t->o.db, true) != OK) /* signing on without it could use a number twice */
		die("sync.counters", "durable=0");
	crash_point("kiosk.counters.after");
	copy_identity(t);
	return top;
}

static void each_pending(void *ctx, bool (*skip)(void *arg, int64_t seq),
			 bool (*take)(void *arg, const struct device_pending *p), void *arg)
{
	struct sync_task *t = ctx;

	outbox_each(t->o.db, skip, take, arg);
}

static void queue(void *ctx, struct wire_queue *ret)
{
	struct sync_task *t = ctx;
	struct outbox_totals o;
	int64_t age, free_bytes = fs_free(t->data_dir);

	outbox_waiting(t->o.db, &o);
	age = o.oldest ? (clock_wall(t->o.clock) - o.oldest) / SECOND_MS : 0;
	ret->pending = o.pending;
	ret->bytes = o.bytes > 0 ? o.bytes : 0;
	ret->dead = o.dead;
	ret->oldest_s = age > 0 ? age : 0;
	ret->disk_free = free_bytes > 0 ? free_bytes : 0;
}

static void begin(void *ctx)
{
	struct sync_task *t = ctx;

	t->feeds = 0;
	db_event_begin(t->o.db);
}

static int commit(void *ctx, bool keep)
{
	struct sync_task *t = ctx;
	int err = db_event_commit(t->o.db, keep);

	crash_point("kiosk.sync.stored");
	if (err == OK && keep && t->feeds && t->o.on_news)
		t->o.on_news(t->o.ctx, t->feeds);
	t->feeds = 0;
	return err;
}

static void acked(void *ctx, int64_t from, int64_t to)
{
	struct sync_task *t = ctx;

	outbox_acked(t->o.db, from, to);
	crash_point("kiosk.sync.acked");
}

static void bury(void *ctx, int64_t seq, const char *code)
{
	struct sync_task *t = ctx;

	outbox_bury(t->o.db, seq, code);
}

/* Delivered texts go once central holds them in a verified backup, or, with the disk nearly full, when
 * they are old. */
static void make_room(struct sync_task *t, const struct device_marks *m)
{
	int64_t room = fs_free(t->data_dir);
	bool pressure = room >= 0 && room < PRESSURE_BYTES;
	int gone;

	/* while central's memory is in doubt, "delivered" and "safe" say nothing */
	if ((!pressure && m->safe_hwm == 0) || m->refill_next > 0 || device_refilling(&t->device))
		return;
	gone = outbox_purge(t->o.db, m->safe_hwm, pressure, clock_wall(t->o.clock) - KEEP_MS, PURGE_ROWS);
	if (gone > 0)
		log_line(LOG_NOTE, "outbox.purged", "items=%d disk_free=%lld", gone, (long long)room);
}

static void save_marks(void *ctx, const struct device_marks *m)
{
	struct sync_task *t = ctx;

	device_save_marks(t->o.db, m);
	if (t->wire)
		db_meta_add(t->o.db, "sync.wire", t->wire);
	t->wire = 0;
	if (!m->refill_next && !device_refilling(&t->device))
		outbox_chain_adopt(t->o.db, m->hwm, m->chain);
	crash_point("kiosk.sync.marked");
	make_room(t, m);
}

void sync_keep_error(struct sync_task *t)
{
	const char *now = t->device.marks.last_error;

	if (!t->device.enrolled || strcmp(t->told, now) == 0)
		return;
	db_event_begin(t->o.db);
	device_save_error(t->o.db, now);
	if (db_event_commit(t->o.db, true) == OK) /* a full disk is told by other means */
		text_copy(t->told, sizeof t->told, now);
}

static void cursor(void *ctx, char *out, size_t cap)
{
	struct sync_task *t = ctx;

	mirror_cursor(t->o.db, out, cap);
}

static void page_begin(void *ctx, bool fresh)
{
	struct sync_task *t = ctx;

	mirror_page_begin(t->o.db, fresh);
	crash_point("kiosk.page.begun");
}

static void page_change(void *ctx, const struct device_change *c)
{
	struct sync_task *t = ctx;
	int err = mirror_page_change(t->o.db, c, &t->feeds);

	crash_point("kiosk.page.changed");
	if (err != OK)
		log_line(LOG_WARN, "mirror.change", "feed=%s key=%s err=%s", c->feed, c->key,
			 err_slug(err));
}

static void page_end(void *ctx, const char *next, bool more)
{
	struct sync_task *t = ctx;

	mirror_page_end(t->o.db, next, more, &t->feeds);
	crash_point("kiosk.page.ended");
}

static void cursor_reset(void *ctx)
{
	struct sync_task *t = ctx;

	mirror_reset(t->o.db);
}

static int enrol_key(void *ctx, const char *name, struct sign_key *ret)
{
	struct sync_task *t = ctx;
	int err;

	if (t->o.memory) /* the next start would not know whose key it is */
		return ERR_STORAGE;
	text_copy(t->code_id, sizeof t->code_id, name);
	err = device_enrol_key(t->data_dir, name, ret);
	crash_point("kiosk.key.made");
	return err;
}

static int enrolled(void *ctx, const struct device_identity *id)
{
	struct sync_task *t = ctx;

	db_event_begin(t->o.db);
	device_save(t->o.db, t->next_origin, t->code_id, id, t->device.said);
	mirror_reset(t->o.db);
	crash_point("kiosk.enrol.before");
	int err = db_event_commit(t->o.db, true);
	crash_point("kiosk.enrol.after");
	copy_identity(t);
	return err;
}

static int became(void *ctx, const struct device_identity *id, const char *name, bool line)
{
	struct sync_task *t = ctx;
	int err;

	db_event_begin(t->o.db);
	device_become(t->o.db, id, name, line, t->device.said);
	if (line)
		mirror_reset(t->o.db);
	err = db_event_commit(t->o.db, true);
	copy_identity(t);
	crash_point("kiosk.key.stored");
	return err;
}

static void random_bytes(void *ctx, void *out, size_t n)
{
	(void)ctx;
	crypt_random(out, n);
}

static int64_t upto(void *ctx, int64_t *ret_last)
{
	struct sync_task *t = ctx;

	return outbox_upto(t->o.db, ret_last);
}

static bool mark(void *ctx, int64_t seq, uint8_t id[16], uint8_t h[HASH_BYTES])
{
	struct sync_task *t = ctx;

	return outbox_mark(t->o.db, seq, id, h);
}

static int64_t chain_get(void *ctx, int64_t seq, uint8_t c[HASH_BYTES])
{
	struct sync_task *t = ctx;

	return outbox_chain_get(t->o.db, seq, c);
}

static void chain_put(void *ctx, int64_t seq, const uint8_t c[HASH_BYTES])
{
	struct sync_task *t = ctx;

	outbox_chain_put(t->o.db, seq, c);
}

static void again(void *ctx, int64_t from, int64_t to)
{
	struct sync_task *t = ctx;

	outbox_again(t->o.db, from, to);
}

const struct device_store SYNC_STORE = {
	.reserve = reserve,
	.each_pending = each_pending,
	.queue = queue,
	.begin = begin,
	.commit = commit,
	.acked = acked,
	.bury = bury,
	.save_marks = save_marks,
	.cursor = cursor,
	.page_begin = page_begin,
	.page_change = page_change,
	.page_end = page_end,
	.cursor_reset = cursor_reset,
	.site_wanted = sync_site_wanted,
	.site_piece = sync_site_piece,
	.enrol_key = enrol_key,
	.enrolled = enrolled,
	.random = random_bytes,
	.upto = upto,
	.mark = mark,
	.chain_get = chain_get,
	.chain_put = chain_put,
	.again = again,
	.became = became,
	.carried = carried_next,
	.carried_answer = carried_answer,
};
