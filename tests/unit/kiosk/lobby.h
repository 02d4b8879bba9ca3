/* The kiosk's SQL under the device engine, against a hub over plain arrays. The loop and the network
 * stay outside.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_UNIT_KIOSK_LOBBY_H
#define TESTS_UNIT_KIOSK_LOBBY_H

#include "tests/unit/sync_world.h"

#include <unistd.h>

#include "firmware/device_store.h"
#include "firmware/mirror_store.h"
#include "firmware/outbox.h"
#include "firmware/sync_inside.h"
#include "shared/base/val.h"
#include "shared/io/archive.h"
#include "shared/io/db.h"

extern const struct db_migration firmware_migrations[];

struct lobby {
	struct world *w;
	struct sync_task t;
	struct db *db;
	struct seal_key intake;
	char dir[64];
	unsigned news;
	char site[65];
};

static inline void on_news(void *ctx, unsigned feeds)
{
	((struct lobby *)ctx)->news |= feeds;
}

static inline void on_site(void *ctx, const char *path, const char *version)
{
	struct lobby *l = ctx;

	assert_true(fs_exists(path));
	text_copy(l->site, sizeof l->site, version);
}

/* A database and a data folder with the task's store over them; the world's device uses it. */
static inline struct lobby *lobby_open(void)
{
	struct lobby *l = mem_new(1, sizeof *l);
	struct device_options o;

	l->w = world_open();
	seal_key_make(&l->intake);
	memcpy(l->w->hub.intake_pub, l->intake.pub, 32);
	text_copy(l->dir, sizeof l->dir, "/tmp/portiek-sync-XXXXXX");
	assert_non_null(mkdtemp(l->dir));
	assert_int_equal(db_open(NULL, DB_MEMORY, 1024, &l->db), OK);
	assert_int_equal(db_migrate(l->db, firmware_migrations, NULL), OK);
	l->t.o = (struct sync_options){ .db = l->db, .clock = &l->w->near_clock, .on_news = on_news,
		.on_site = on_site, .ctx = l };
	text_copy(l->t.data_dir, sizeof l->t.data_dir, l->dir);
	text_copy(l->t.next_origin, sizeof l->t.next_origin, "http://central.test:8080");
	o = world_options(l->w);
	o.store = &SYNC_STORE;
	o.ctx = &l->t;
	device_init(&l->w->device, &o, NULL, NULL, 0);
	return l;
}

static inline int remove_file(void *ctx, const char *name)
{
	char path[PATH_CAP];

	fs_join(path, ctx, name);
	return fs_remove(path);
}

static inline void remove_folder(const char *dir, const char *name)
{
	char path[PATH_CAP];

	fs_join(path, dir, name);
	if (fs_exists(path))
		assert_int_equal(fs_each(path, remove_file, path), OK);
	rmdir(path);
}

static inline void lobby_close(struct lobby *l)
{
	char identity[PATH_CAP];

	fs_join(identity, l->dir, "identity");
	assert_int_equal(fs_remove(identity), OK);
	remove_folder(l->dir, "keys");
	remove_folder(l->dir, "site");
	rmdir(l->dir);
	world_close(l->w);
	db_close(l->db);
	free(l);
}

static inline struct lobby *lobby_ready(void)
{
	struct lobby *l = lobby_open();

	world_enrol(l->w);
	return l;
}

/* A fresh process over the same database. */
static inline void lobby_restart(struct lobby *l)
{
	struct device_options o = l->w->device.o;
	struct device_identity id = l->w->device.id;
	struct device_marks marks;

	device_load_marks(l->db, &marks);
	device_free(&l->w->device);
	device_init(&l->w->device, &o, &id, &marks, device_counters(l->db));
}

static inline int capture_id(struct lobby *l, const char *id, const char *receipt, bool urgent)
{
	struct outbox_item it = { .kind = urgent ? "alarm.new" : "report.new", .schema = 1,
		.t = { l->w->wall, l->w->mono, "b00b00b00b00b00b00b00b00b00b00bb" }, .urgent = urgent,
		.body = "{\"words\":\"secret words of a tenant\"}", .body_len = 37 };
	int err;

	it.body_len = strlen(it.body);
	text_copy(it.id, sizeof it.id, id);
	text_copy(it.receipt, sizeof it.receipt, receipt);
	db_event_begin(l->db);
	err = outbox_add(l->db, &it);
	assert_int_equal(db_event_commit(l->db, err == OK), OK);
	if (err == OK)
		device_nudge(&l->w->device);
	return err;
}

/* Capture number n with an id and a receipt made of it. */
static inline void capture(struct lobby *l, int n, bool urgent)
{
	char id[UUID_TEXT], receipt[RECEIPT_TEXT];

	snprintf(id, sizeof id, "01a20074-%04x-7619-88bb-3ef1028ccf8f", (unsigned)n & 0xffff);
	snprintf(receipt, sizeof receipt, "K7QD-%05u-0", (unsigned)n % 100000);
	assert_int_equal(capture_id(l, id, urgent ? "" : receipt, urgent), OK);
}

static inline int64_t pending(struct lobby *l)
{
	struct outbox_totals t;

	outbox_totals(l->db, &t);
	assert_int_equal(t.pending, db_ask_int(l->db, "SELECT count(*) FROM outbox_queue", -1));
	assert_int_equal(t.bytes, db_ask_int(l->db, "SELECT coalesce(sum(bytes), 0) FROM outbox_queue", -1));
	return t.pending;
}

static inline int change(struct lobby *l, const char *feed, const char *key, int64_t rev, const char *body,
			 unsigned *feeds)
{
	struct device_change c = { .rev = rev, .gone = body == NULL };

	text_copy(c.feed, sizeof c.feed, feed);
	text_copy(c.key, sizeof c.key, key);
	if (body)
		c.body = walk_text(body, strlen(body));
	return mirror_page_change(l->db, &c, feeds);
}

#endif
