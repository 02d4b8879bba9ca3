/* A kiosk in memory for unit tests: fake clock, decided randomness, an enrolled identity, a small
 * catalogue. Nothing here sleeps or touches a network.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_UNIT_KIOSK_FIXTURE_H
#define TESTS_UNIT_KIOSK_FIXTURE_H

#include "tests/unit/check.h"

#include <unistd.h>

#include "firmware/app.h"
#include "firmware/device_store.h"
#include "firmware/outbox.h"
#include "shared/base/crypt.h"
#include "shared/base/pack.h"
#include "shared/base/val.h"
#include "shared/io/fs.h"
#include "shared/io/http.h"

/* ---- time and chance ------------------------------------------------------------------------ */

struct fake_time {
	int64_t wall, mono;
};

static inline int64_t fake_wall(void *ctx)
{
	return ((struct fake_time *)ctx)->wall;
}

static inline int64_t fake_mono(void *ctx)
{
	return ((struct fake_time *)ctx)->mono;
}

static inline void pass(struct fake_time *t, int64_t ms)
{
	t->wall += ms;
	t->mono += ms;
}

/* ---- data ----------------------------------------------------------------------------------- */

struct kiosk {
	struct app *app;
	struct fake_time time;
	struct seal_key intake; /* central's half: only the tests can open the queue */
};

/* Run fixed SQL and keep it: what central sends down arrives as rows of the mirror. */
static inline void sql(struct kiosk *k, const char *text)
{
	db_event_begin(k->app->db);
	assert_int_equal(db_exec(k->app->db, text), OK);
	assert_int_equal(db_event_commit(k->app->db, true), OK);
}

/* One config row. */
static inline void put_config(struct kiosk *k, const char *key, const char *body)
{
	db_event_begin(k->app->db);
	DB_STMT(st) = db_prepare(k->app->db, "INSERT OR REPLACE INTO config VALUES (?, ?)");
	db_bind_text(st, key);
	db_bind_text(st, body);
	assert_int_equal(db_run(st), OK);
	assert_int_equal(db_event_commit(k->app->db, true), OK);
}

/* The small catalogue beside this file under another version, made the current one. */
static inline void put_catalogue(struct kiosk *k, const char *version)
{
	BUF(doc);
	assert_int_equal(fs_read("tests/unit/kiosk/catalogue.json", 65536, &doc), OK);
	db_event_begin(k->app->db);
	assert_int_equal(db_exec(k->app->db, "UPDATE catalogue SET current = 0"), OK);
	DB_STMT(st) = db_prepare(k->app->db,
		"INSERT INTO catalogue (version, doc, current) VALUES (?, json_set(?, '$.version', ?), 1)");
	db_bind_text(st, version);
	db_bind_text(st, buf_text(&doc));
	db_bind_text(st, version);
	assert_int_equal(db_run(st), OK);
	DB_STMT(rev) = db_prepare(k->app->db,
		"INSERT INTO mirror_rev (feed, key, rev) SELECT 'catalogue', ?, count(*) FROM mirror_rev");
	db_bind_text(rev, version);
	assert_int_equal(db_run(rev), OK);
	assert_int_equal(db_event_commit(k->app->db, true), OK);
}

static inline void kiosk_bare(struct kiosk *k)
{
	memset(k, 0, sizeof *k);
	k->time = (struct fake_time){ .wall = INT64_C(1795300000000), .mono = 5000000 };
	assert_int_equal(app_open("", NULL, APP_MEMORY, &k->app), OK);
	k->app->clock = (struct clock){ fake_wall, fake_mono, &k->time };
}

/* An enrolled kiosk with prefix K7QD and catalogue 1.0. */
static inline void kiosk_enrolled(struct kiosk *k)
{
	struct device_identity id = { .key_no = 1, .prefix = "K7QD", .state = "active",
				      .epoch = "00112233445566778899aabbccddeeff", .intake_id = "k1" };
	kiosk_bare(k);
	text_copy(id.device, sizeof id.device, "018f4a00-1111-7222-8333-444444444444");
	sign_key_make(&id.key);
	seal_key_make(&k->intake);
	memcpy(id.intake_pub, k->intake.pub, 32);
	db_event_begin(k->app->db);
	device_save(k->app->db, "http://127.0.0.1:1", "ABCD", &id, clock_wall(&k->app->clock));
	assert_int_equal(db_event_commit(k->app->db, true), OK);
	put_catalogue(k, "1.0");
}

/* The report central reads in the n-th item; the caller frees it. */
static inline struct val *open_item(struct kiosk *k, int64_t n)
{
	VAL(item) = NULL;
	VAL(plain) = NULL;
	static const struct val_limits limits = { .big_key = "body" };
	BUF(text);
	BUF(sealed);
	BUF(packed);
	BUF(json);
	size_t len;
	DB_STMT(st) = db_prepare(k->app->db,
		"SELECT text FROM outbox_item ORDER BY n LIMIT 1 OFFSET ? - 1");
	db_bind_int(st, n);
	assert_true(db_step(st));
	const void *p = db_col_blob(st, "text", &len);
	buf_add(&text, p, len);
	assert_int_equal(val_parse(text.data, text.len, &limits, &item, NULL), OK);
	const char *body = val_str_of(item, "body", "");
	assert_int_equal(base64_decode(body, strlen(body), &sealed), OK);
	assert_int_equal(seal_open(&k->intake, sealed.data, sealed.len, &packed), OK);
	assert_int_equal(pack_inflate(packed.data, packed.len, 65536, NULL, 0, &json), OK);
	assert_int_equal(val_parse(json.data, json.len, NULL, &plain, NULL), OK);
	assert_string_equal(val_str_of(plain, "id", ""), val_str_of(item, "id", "-"));
	return val_copy(val_get(plain, "body"));
}

static inline void kiosk_close(struct kiosk *k)
{
	app_close(k->app);
}

/* A request as the HTTP room hands it over. */
static inline struct request request_of(enum http_method method, const char *path)
{
	return (struct request){ .method = method, .path = path, .query = "", .rest = "", .body = "",
				 .type = "", .host = "127.0.0.1:8081", .origin = "", .cookie = "",
				 .language = "", .accept = "", .accept_encoding = "",
				 .if_none_match = "", .peer = "127.0.0.1", .loopback = true,
				 .who = WHO_ANYONE | WHO_LOCAL };
}

/* The reply's body as JSON; the caller frees it. */
static inline struct val *reply_json(const struct reply *rp)
{
	struct val *v = NULL;
	assert_int_equal(val_parse(rp->body.data, rp->body.len, NULL, &v, NULL), OK);
	return v;
}

#endif
