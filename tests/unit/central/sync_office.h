/* Central's SQL under the sync hub over a database in memory, driven by a real device engine.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_UNIT_CENTRAL_SYNC_OFFICE_H
#define TESTS_UNIT_CENTRAL_SYNC_OFFICE_H

#include "tests/unit/sync_world.h"

#include "server/device_store.h"
#include "server/feed.h"
#include "server/hub_store.h"
#include "server/ingest.h"
#include "server/keys.h"
#include "server/sync_routes.h"
#include "shared/io/db.h"

extern const struct db_migration server_migrations[];

struct office {
	struct world *w;
	struct db *db;
	struct keys keys;
	struct hub_files files;
	struct ingest *ingest;
	int applied;
	struct raw_item last;
	char last_plain[256];
	const char *refuse;       /* code to refuse the next item with */
	int64_t refuse_seq;       /* refuse this one alone */
	char code[DEVICE_CODE_TEXT];
};

static inline int apply(struct app *app, const struct raw_item *it, char code[INGEST_CODE],
			char path[INGEST_PATH])
{
	struct office *o = (struct office *)app;

	db_meta_add(o->db, "test.applied", 1);
	if (o->refuse || (o->refuse_seq && it->seq == o->refuse_seq)) {
		text_copy(code, INGEST_CODE, o->refuse ? o->refuse : "bad_field");
		text_copy(path, INGEST_PATH, "/words");
		return ERR_INPUT;
	}
	o->applied++;
	o->last = *it;
	assert_true(it->plain_len < sizeof o->last_plain);
	memcpy(o->last_plain, it->plain, it->plain_len);
	o->last_plain[it->plain_len] = '\0';
	assert_true(val_is_object(it->body));
	return OK;
}

static inline void begin(struct office *o)
{
	db_event_begin(o->db);
}

static inline void commit(struct office *o)
{
	assert_int_equal(db_event_commit(o->db, true), OK);
}

static inline struct office *office_open(void)
{
	static const char *const COMPLEXES[] = { "LINDE" };
	struct device_new kiosk = { "kiosk", "Hal", COMPLEXES, 1 };
	struct office *o = mem_new(1, sizeof *o);
	struct ingest_options io = { .app = (struct app *)o, .apply = apply };

	o->w = world_open();
	assert_int_equal(db_open(NULL, DB_MEMORY, 1024, &o->db), OK);
	assert_int_equal(db_migrate(o->db, server_migrations, NULL), OK);
	keys_fresh(&o->keys);
	text_copy(o->keys.intakes[0].id, sizeof o->keys.intakes[0].id, "k-1");
	text_copy(o->keys.intake_id, sizeof o->keys.intake_id, "k-1");
	o->files = (struct hub_files){ .db = o->db, .keys = &o->keys, .site_dir = "/nonexistent" };
	o->w->hub.store = &HUB_STORE;
	o->w->hub.ctx = &o->files;
	o->w->hub.key = o->keys.server;
	memcpy(o->w->hub.intake_pub, o->keys.intake.pub, 32);
	io.db = o->db;
	io.keys = &o->keys;
	io.clock = &o->w->far_clock;
	assert_int_equal(ingest_open(&io, &o->ingest), OK);
	begin(o);
	assert_int_equal(device_code_make(o->db, &o->keys, &o->w->far_clock, &kiosk, o->code), OK);
	commit(o);
	return o;
}

static inline void office_close(struct office *o)
{
	ingest_free(o->ingest);
	world_close(o->w);
	db_close(o->db);
	free(o);
}

/* Each exchange of the device is one event and one turn of central's. */
static inline void run(struct office *o, int64_t ms)
{
	int64_t end = o->w->mono + ms;

	for (;;) {
		int64_t wait;
		bool some;

		do {
			begin(o);
			some = world_exchange(o->w);
			commit(o);
		} while (some);
		wait = device_wait(&o->w->device);
		if (wait < 0 || o->w->mono + wait > end)
			return;
		world_pass(o->w, wait > 0 ? wait : 1);
	}
}

static inline void enrol(struct office *o)
{
	char normal[PROOF_CODE];

	assert_true(crockford_normalise(o->code, normal, sizeof normal));
	device_enrol(&o->w->device, normal, "");
	o->w->device.o.poll_ms = -1;
	run(o, MINUTE_MS);
	assert_int_equal(o->w->device.enrol_result, OK);
}

/* Seal a plaintext to central and capture it; the parts may be made wrong by the caller. */
static inline void capture(struct office *o, const char *key_id, int64_t dict, const char *plain, bool seal)
{
	struct wire_detail d = { .kind = "report.new", .schema = 1, .dict = dict,
		.t = { o->w->wall, o->w->mono, "b00b00b00b00b00b00b00b00b00b00bb" } };
	struct near_item *it = &o->w->near.items[o->w->near.count++];
	uint8_t rnd[10];
	char id[UUID_TEXT];
	BUF(wrapped);
	BUF(packed);
	BUF(sealed);

	text_copy(d.key, sizeof d.key, key_id);
	crypt_random(rnd, sizeof rnd);
	uuid7_make(o->w->wall, rnd, id);
	uuid_bytes(id, it->id);
	wire_plain_write(&wrapped, id, &d, plain, strlen(plain));
	pack_deflate(wrapped.data, wrapped.len, 6, NULL, 0, &packed);
	if (seal)
		seal_close(o->keys.intake.pub, packed.data, packed.len, &sealed);
	else
		buf_add(&sealed, packed.data, packed.len);
	sha256(sealed.data, sealed.len, it->h);
	wire_item_write(&it->text, o->w->near.count, id, &d, sealed.data, sealed.len);
	device_nudge(&o->w->device);
}

#endif
