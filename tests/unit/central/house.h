/* An office in a real folder, with devices whose marks are chained as the hub chains them. Its clock moves
 * when told.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_UNIT_CENTRAL_HOUSE_H
#define TESTS_UNIT_CENTRAL_HOUSE_H

#include "tests/unit/check.h"

#include <sys/stat.h>
#include <unistd.h>

#include "server/app.h"
#include "server/backup.h"
#include "server/backup_inside.h"
#include "server/case_store.h"
#include "server/epoch_store.h"
#include "server/hub_store.h"
#include "server/witness.h"
#include "shared/base/crypt.h"
#include "shared/io/db.h"
#include "shared/io/loop.h"
#include "shared/model/chain.h"

#define DEVICE_A "00000000-0000-7000-8000-00000000000a"
#define DEVICE_B "00000000-0000-7000-8000-00000000000b"

struct house {
	struct app app;
	char dir[64];
	int64_t wall, mono;
};

static inline int64_t house_wall(void *ctx)
{
	return ((struct house *)ctx)->wall;
}

static inline int64_t house_mono(void *ctx)
{
	return ((struct house *)ctx)->mono;
}

static inline int house_try(struct house *h)
{
	memset(&h->app, 0, sizeof h->app);
	int err = app_open(&h->app, h->dir, APP_WRITE, NULL, ".");
	h->app.clock = (struct clock){ house_wall, house_mono, h };
	return err;
}

static inline struct house *house_open(void)
{
	char epoch[EPOCH_TEXT];
	struct house *h = mem_new(1, sizeof *h);
	struct clock now = clock_system(); /* an office opens with it */
	assert_int_equal(crypt_start(), OK);
	h->wall = INT64_C(1795560000000);
	text_copy(h->dir, sizeof h->dir, "/tmp/house.XXXXXX");
	assert_non_null(mkdtemp(h->dir));
	assert_int_equal(app_create(h->dir), OK);
	assert_int_equal(house_try(h), OK);
	h->mono = clock_mono(&now);
	db_event_begin(h->app.db);
	epoch_first(h->app.db, h->wall, epoch);
	assert_int_equal(db_event_commit(h->app.db, true), OK);
	return h;
}

static inline void house_close(struct house *h)
{
	app_close(&h->app);
	assert_int_equal(fs_remove_tree(h->dir), OK);
	free(h);
}

static inline void house_again(struct house *h)
{
	app_close(&h->app);
	assert_int_equal(house_try(h), OK);
}

static inline void sql(struct house *h, const char *text)
{
	db_event_begin(h->app.db);
	assert_int_equal(db_exec(h->app.db, text), OK);
	assert_int_equal(db_event_commit(h->app.db, true), OK);
}

static inline int64_t ask(struct house *h, const char *text)
{
	return db_ask_int(h->app.db, text, -1);
}

static inline void add_device(struct house *h, const char *uuid)
{
	char text[600];
	snprintf(text, sizeof text,
		 "INSERT INTO device (uuid, prefix, kind, label, state, key_no, pubkey, hw_hint, software, cert,"
		 " cert_sig, counter, seen, hwm, chain, safe_hwm, enrolled, contact, pending, dead, oldest_s,"
		 " disk_free, drained, feed_seen) VALUES ('%s', '%.4s', 'kiosk', 'Hal', 'active', 1,"
		 " zeroblob(32), '', '', '', '', 0, zeroblob(128), 0, zeroblob(32), 0, 0, 0, 0, 0, 0, 0, 0, 0)",
		 uuid, uuid + 32);
	sql(h, text);
}

static inline void epoch_of(struct house *h, char out[EPOCH_TEXT])
{
	assert_true(db_meta_text(h->app.db, "epoch", out, EPOCH_TEXT));
}

/* One report of a device, stored as the hub stores it; its bytes begin with "bytes of ". */
static inline void take(struct house *h, const char *uuid)
{
	struct hub_files files = { .db = h->app.db };
	struct hub_device d;
	struct hub_item it = { .fault = "", .path = "", .text = { "{}", 2 } };
	enum hub_put put;
	char body[80];
	int64_t n;
	db_event_begin(h->app.db);
	assert_true(HUB_STORE.device_get(&files, uuid, &d));
	it.body_len = (size_t)snprintf(body, sizeof body, "bytes of %s %lld", uuid, (long long)d.hwm);
	it.body = body;
	it.device = d.n;
	it.seq = ++d.hwm;
	crypt_random(it.id, sizeof it.id);
	sha256(it.body, it.body_len, it.h);
	assert_int_equal(hub_mark_put(&files, d.n, it.seq, it.id, it.h, &put), OK);
	chain_next(d.chain, it.id, it.h);
	if (d.hwm % CHAIN_EVERY == 0)
		assert_int_equal(hub_chain_put(&files, d.n, d.hwm, d.chain), OK);
	assert_int_equal(hub_item_put(&files, &it, &put, &n), OK);
	assert_int_equal(HUB_STORE.device_put(&files, &d), OK);
	assert_int_equal(db_event_commit(h->app.db, true), OK);
}

/* A case made here; returns its number. */
static inline int64_t add_case(struct house *h)
{
	static int made;
	struct case_row c = { .state = ST_NEW, .captured = 1, .received = 1, .due = 1 };
	int64_t other;
	uint8_t rnd[10];
	crypt_random(rnd, sizeof rnd);
	uuid7_make(h->wall, rnd, c.id);
	snprintf(c.receipt, sizeof c.receipt, "K7QD-%05d-0", made++);
	db_event_begin(h->app.db);
	assert_int_equal(case_add(h->app.db, &c, &other), OK);
	assert_int_equal(event_first(h->app.db, c.nr, h->wall, "test", "reported", "{}"), OK);
	assert_int_equal(event_add(h->app.db, c.nr, h->wall, "test", "looked", "{}"), OK);
	assert_int_equal(db_event_commit(h->app.db, true), OK);
	return c.nr;
}

static inline int64_t safe(struct house *h, const char *uuid)
{
	struct hub_files files = { .db = h->app.db };
	struct hub_device d;
	assert_true(HUB_STORE.device_get(&files, uuid, &d));
	return d.safe_hwm;
}

/* A copy, all stages at once; spoil: what happens to the file between writing and proving. */
static inline struct backup_row copy_of(struct house *h, const char *file, void (*spoil)(const char *part))
{
	struct backup_job *j;
	struct backup_row row;
	bool done;
	assert_int_equal(backup_job_new(&h->app, file, "-", &j), OK);
	backup_job_count(j);
	assert_int_equal(backup_job_copy(&h->app, j, -1, &done), OK);
	assert_true(done);
	if (spoil)
		spoil(j->part);
	backup_job_check(j);
	assert_int_equal(backup_job_record(&h->app, j), OK);
	row = j->row;
	if (j->live_damaged)
		db_condemn(h->app.db);
	backup_job_free(j);
	return row;
}

/* Overwrite bytes of a file where a text stands. */
static inline void scratch(const char *path, const char *where, const char *with)
{
	BUF(all);
	assert_int_equal(fs_read(path, 64 << 20, &all), OK);
	char *at = memmem(all.data, all.len, where, strlen(where));
	assert_non_null(at);
	memcpy(at, with, strlen(with));
	assert_int_equal(fs_write(path, all.data, all.len, 0600), OK);
}

#endif
