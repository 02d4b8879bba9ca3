/* A kiosk on disk whose copies can be hurt, and a ledger of what a person was shown.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_UNIT_KIOSK_SECOND_COPY_H
#define TESTS_UNIT_KIOSK_SECOND_COPY_H

#include "tests/unit/kiosk/fixture.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "firmware/spool.h"
#include "firmware/spool_files.h"
#include "shared/io/db.h"

#define SHOWN_MAX 1000

struct shown {
	char id[UUID_TEXT], receipt[RECEIPT_TEXT];
	uint8_t h[32];
};

struct copies {
	char dir[64];
	struct kiosk k;
	int count;
	struct shown shown[SHOWN_MAX];
};

static inline void copies_path(struct copies *c, const char *name, char out[PATH_CAP])
{
	fs_join(out, c->dir, name);
}

/* Open, or open again, the kiosk of the folder. */
static inline int copies_open(struct copies *c, enum app_mode mode)
{
	int err = app_open(c->dir, NULL, mode, &c->k.app);
	if (!err)
		c->k.app->clock = (struct clock){ fake_wall, fake_mono, &c->k.time };
	return err;
}

static inline void copies_close(struct copies *c)
{
	app_close(c->k.app);
	c->k.app = NULL;
}

/* An enrolled kiosk in an empty folder, open. */
static inline void copies_new_in(struct copies *c, const char *dir)
{
	struct device_identity id = { .key_no = 1, .prefix = "K7QD", .state = "active",
				      .epoch = "00112233445566778899aabbccddeeff", .intake_id = "k1" };
	memset(c, 0, sizeof *c);
	c->k.time = (struct fake_time){ .wall = INT64_C(1795300000000), .mono = 5000000 };
	text_copy(c->dir, sizeof c->dir, dir);
	assert_int_equal(copies_open(c, APP_OWNER), OK);
	text_copy(id.device, sizeof id.device, "018f4a00-1111-7222-8333-444444444444");
	assert_int_equal(device_enrol_key(c->dir, "ABCD", &id.key), OK);
	seal_key_make(&c->k.intake);
	memcpy(id.intake_pub, c->k.intake.pub, 32);
	db_event_begin(c->k.app->db);
	device_save(c->k.app->db, "http://127.0.0.1:1", "ABCD", &id, clock_wall(&c->k.app->clock));
	assert_int_equal(db_event_commit(c->k.app->db, true), OK);
	put_catalogue(&c->k, "1.0");
}

/* In a new folder; in memory where there is such a one: these tests wait for many fsyncs. */
static inline void copies_new(struct copies *c)
{
	char dir[64];
	text_copy(dir, sizeof dir, access("/dev/shm", W_OK) ? "/tmp/portiek-copies-XXXXXX"
							    : "/dev/shm/portiek-copies-XXXXXX");
	assert_non_null(mkdtemp(dir));
	copies_new_in(c, dir);
}

static inline int rm_name(void *ctx, const char *name)
{
	char path[PATH_CAP];
	fs_join(path, ctx, name);
	return fs_remove(path);
}

static inline void copies_end(struct copies *c)
{
	static const char *const folders[] = { "spool", "keys", "site" };
	char path[PATH_CAP];
	if (c->k.app)
		copies_close(c);
	for (size_t i = 0; i < COUNT_OF(folders); i++) {
		copies_path(c, folders[i], path);
		if (fs_exists(path))
			assert_int_equal(fs_each(path, rm_name, path), OK);
		rmdir(path);
	}
	assert_int_equal(fs_each(c->dir, rm_name, c->dir), OK);
	assert_int_equal(rmdir(c->dir), 0);
}

/* One tap on send. OK: the receipt was shown; an error: it was not. */
static inline int copies_try(struct copies *c, int n)
{
	struct shown *s = &c->shown[c->count++];
	char body[400];
	struct outbox_item it = { .kind = "report.new", .schema = 1, .urgent = n % 7 == 0,
		.t = { c->k.time.wall, c->k.time.mono, "b00b00b00b00b00b00b00b00b00b00bb" } };
	snprintf(body, sizeof body, "{\"n\":%d,\"words\":\"%0*d\"}", n, n % 200, n * 7919);
	it.body = body;
	it.body_len = strlen(body);
	snprintf(s->id, sizeof s->id, "01a20074-%04x-7619-88bb-3ef1028ccf8f", (unsigned)n & 0xffff);
	snprintf(s->receipt, sizeof s->receipt, "K7QD-%05u-0", (unsigned)n % 100000);
	text_copy(it.id, sizeof it.id, s->id);
	text_copy(it.receipt, sizeof it.receipt, s->receipt);
	text_copy(it.follow, sizeof it.follow, "00ff");
	db_event_begin(c->k.app->db);
	int err = outbox_add(c->k.app->db, &it), last = db_event_commit(c->k.app->db, err == OK);
	pass(&c->k.time, 1000);
	err = err ? err : last;
	c->count -= err != OK;
	return err;
}

static inline void copies_capture(struct copies *c, int n)
{
	assert_int_equal(copies_try(c, n), OK);
}

static inline void copies_capture_many(struct copies *c, int from, int to)
{
	for (int n = from; n <= to; n++)
		copies_capture(c, n);
	spool_follow(c->k.app->spool);
}

/* Every receipt shown is found again, its text whole: the sealed bytes fit the hash it was given. */
static inline void text_is_whole(struct copies *c, int64_t n)
{
	static const struct val_limits limits = { .big_key = "body" };
	uint8_t hash[32];
	size_t len, want;
	VAL(item) = NULL;
	BUF(sealed);
	DB_STMT(st) = db_prepare(c->k.app->db, "SELECT text, h FROM outbox_item WHERE n = ?");
	db_bind_int(st, n);
	assert_true(db_step(st));
	const char *text = db_col_blob(st, "text", &len);
	assert_int_equal(val_parse(text, len, &limits, &item, NULL), OK);
	const char *body = val_str_of(item, "body", "");
	assert_int_equal(base64_decode(body, strlen(body), &sealed), OK);
	sha256(sealed.data, sealed.len, hash);
	assert_memory_equal(hash, db_col_blob(st, "h", &want), 32);
	assert_int_equal(val_int_of(item, "seq", 0), n & ((INT64_C(1) << 40) - 1));
}

static inline int copies_missing(struct copies *c)
{
	int missing = 0;
	for (int i = 0; i < c->count; i++) {
		struct outbox_entry e;
		if (outbox_find_receipt(c->k.app->db, c->shown[i].receipt, &e) ||
		    strcmp(e.id, c->shown[i].id)) {
			missing++;
			continue;
		}
		text_is_whole(c, e.n);
	}
	return missing;
}

static inline int64_t copies_ask(struct copies *c, const char *sql)
{
	return db_ask_int(c->k.app->db, sql, -1);
}

/* ---- hurting files -------------------------------------------------------------------------- */

static inline void file_read(struct copies *c, const char *name, struct buf *out)
{
	char path[PATH_CAP];
	copies_path(c, name, path);
	assert_int_equal(fs_read(path, 64 << 20, out), OK);
}

static inline void file_write(struct copies *c, const char *name, const void *p, size_t n)
{
	char path[PATH_CAP];
	copies_path(c, name, path);
	assert_int_equal(fs_write(path, p, n, 0600), OK);
}

static inline void file_flip(struct copies *c, const char *name, size_t at, unsigned bit)
{
	BUF(bytes);
	file_read(c, name, &bytes);
	assert_true(at < bytes.len);
	bytes.data[at] = (char)(bytes.data[at] ^ (1 << bit));
	file_write(c, name, bytes.data, bytes.len);
}

#endif
