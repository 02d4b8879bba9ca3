/* The kiosk's SQL under the device engine: outbox, identity, mirror and site files, against a hub over
 * plain arrays. The loop and the network stay outside.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
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

static void on_news(void *ctx, unsigned feeds)
{
	((struct lobby *)ctx)->news |= feeds;
}

static void on_site(void *ctx, const char *path, const char *version)
{
	struct lobby *l = ctx;

	assert_true(fs_exists(path));
	text_copy(l->site, sizeof l->site, version);
}

/* A database and a data folder with the task's store over them; the world's device uses it. */
static struct lobby *lobby_open(void)
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

static int remove_file(void *ctx, const char *name)
{
	char path[PATH_CAP];

	fs_join(path, ctx, name);
	return fs_remove(path);
}

static void remove_folder(const char *dir, const char *name)
{
	char path[PATH_CAP];

	fs_join(path, dir, name);
	if (fs_exists(path))
		assert_int_equal(fs_each(path, remove_file, path), OK);
	rmdir(path);
}

static void lobby_close(struct lobby *l)
{
	remove_folder(l->dir, "keys");
	remove_folder(l->dir, "site");
	rmdir(l->dir);
	world_close(l->w);
	db_close(l->db);
	free(l);
}

static struct lobby *lobby_ready(void)
{
	struct lobby *l = lobby_open();

	world_enrol(l->w);
	return l;
}

static int capture_id(struct lobby *l, const char *id, const char *receipt, bool urgent)
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
static void capture(struct lobby *l, int n, bool urgent)
{
	char id[UUID_TEXT], receipt[RECEIPT_TEXT];

	snprintf(id, sizeof id, "01a20074-%04x-7619-88bb-3ef1028ccf8f", (unsigned)n & 0xffff);
	snprintf(receipt, sizeof receipt, "K7QD-%05u-0", (unsigned)n % 100000);
	assert_int_equal(capture_id(l, id, urgent ? "" : receipt, urgent), OK);
}

static int64_t pending(struct lobby *l)
{
	struct outbox_totals t;

	outbox_totals(l->db, &t);
	assert_int_equal(t.pending, db_ask_int(l->db, "SELECT count(*) FROM outbox_queue", -1));
	assert_int_equal(t.bytes, db_ask_int(l->db, "SELECT coalesce(sum(bytes), 0) FROM outbox_queue", -1));
	return t.pending;
}

/* ---- identity --------------------------------------------------------------------------------------- */

static void nothing_is_captured_before_enrolment(void **state)
{
	struct lobby *l = lobby_open();
	char prefix[5];

	(void)state;
	assert_false(device_enrolled(l->db));
	assert_int_equal(device_receipt_prefix(l->db, prefix), ERR_SETUP);
	assert_int_equal(capture_id(l, "01a20074-0001-7619-88bb-3ef1028ccf8f", "K7QD-00001-0", false),
			 ERR_SETUP);
	world_enrol(l->w);
	assert_true(device_enrolled(l->db));
	assert_int_equal(device_receipt_prefix(l->db, prefix), OK);
	assert_string_equal(prefix, l->w->far.devices[0].prefix);
	capture(l, 1, false);
	lobby_close(l);
	PROVES("R70 D2");
}

static void the_identity_is_read_back_whole(void **state)
{
	struct lobby *l = lobby_ready();
	struct device_identity id;
	struct device_marks m;
	char origin[128];

	(void)state;
	assert_int_equal(device_load(l->db, l->dir, &id), OK);
	assert_memory_equal(&id.key, &l->w->device.id.key, sizeof id.key);
	assert_memory_equal(id.server_key, l->w->hub.key.pub, 32);
	assert_memory_equal(id.intake_pub, l->intake.pub, 32);
	assert_string_equal(id.device, l->w->far.devices[0].uuid);
	assert_string_equal(id.cert, l->w->far.cert[0]);
	assert_string_equal(id.cert_sig, l->w->far.cert_sig[0]);
	device_origin(l->db, origin, sizeof origin);
	assert_string_equal(origin, "http://central.test:8080");
	device_load_marks(l->db, &m);
	assert_string_equal(m.epoch, l->w->hub.epoch);
	assert_int_equal(strlen(m.chain), 64);
	remove_folder(l->dir, "keys");
	assert_int_equal(device_load(l->db, l->dir, &id), ERR_SETUP);
	lobby_close(l);
	PROVES("R70");
}

static void counters_are_reserved_before_they_are_used(void **state)
{
	struct lobby *l = lobby_ready();

	(void)state;
	assert_true(device_counters(l->db) >= l->w->device.counter);
	for (int i = 1; i <= 3; i++) {
		capture(l, i, false);
		world_run(l->w, SECOND_MS);
		assert_true(device_counters(l->db) >= l->w->device.counter);
		assert_true(device_counters(l->db) <= l->w->device.counter + DEVICE_COUNTERS);
	}
	lobby_close(l);
	PROVES("R62");
}

/* ---- outbox ------------------------------------------------------------------------------------------- */

/* The body of the newest item as it stands on disk. */
static void stored_body(struct lobby *l, struct buf *out)
{
	DB_STMT(st) = db_prepare(l->db, "SELECT text FROM outbox_item ORDER BY n DESC LIMIT 1");
	size_t n;
	const char *text;
	BUF(b64);

	assert_true(db_step(st));
	text = db_col_blob(st, "text", &n);
	assert_true(span_append(walk_get(walk_text(text, n), "body"), &b64));
	assert_int_equal(base64_decode(b64.data, b64.len, out), OK);
}

static void only_central_can_open_what_was_captured(void **state)
{
	struct lobby *l = lobby_ready();
	struct seal_key other;
	BUF(body);
	BUF(opened);
	BUF(plain);

	(void)state;
	capture(l, 1, false);
	stored_body(l, &body);
	seal_key_make(&other);
	assert_int_equal(pack_inflate(body.data, body.len, 65536, NULL, 0, &plain), ERR_PACK);
	assert_int_equal(seal_open(&other, body.data, body.len, &opened), ERR_CRYPT);
	assert_int_equal(seal_open(&l->intake, body.data, body.len, &opened), OK);
	assert_int_equal(pack_inflate(opened.data, opened.len, 65536, NULL, 0, &plain), OK);
	assert_non_null(strstr(buf_text(&plain), "secret words of a tenant"));
	lobby_close(l);
	PROVES("D1");
}

static void captured_is_sealed_numbered_and_delivered(void **state)
{
	struct lobby *l = lobby_ready();
	struct outbox_entry e;

	(void)state;
	capture(l, 1, false);
	capture(l, 2, false);
	assert_int_equal(pending(l), 2);
	assert_int_equal(db_ask_int(l->db, "SELECT count(*) FROM outbox_item WHERE"
				    " instr(text, 'secret words') > 0", -1), 0);
	assert_int_equal(outbox_find_receipt(l->db, "K7QD-00002-0", &e), OK);
	assert_int_equal(e.state, OUTBOX_KIOSK);
	assert_int_equal(outbox_entry_seq(&e), 2);
	world_run(l->w, MINUTE_MS);
	assert_int_equal(pending(l), 0);
	assert_int_equal(l->w->far.item_count, 2);
	assert_int_equal(l->w->far.devices[0].hwm, 2);
	assert_int_equal(outbox_find_id(l->db, "01a20074-0001-7619-88bb-3ef1028ccf8f", &e), OK);
	assert_int_equal(e.state, OUTBOX_OFFICE);
	assert_string_equal(e.receipt, "K7QD-00001-0");
	assert_int_equal(outbox_find_receipt(l->db, "K7QD-00003-0", &e), ERR_NOT_FOUND);
	lobby_close(l);
	PROVES("R62 D1");
}

static void the_three_states_of_an_item(void **state)
{
	struct lobby *l = lobby_ready();
	struct device_request rq = { 0 };
	struct outbox_entry e;

	(void)state;
	capture(l, 1, false);
	l->t.device = l->w->device; /* the task's view of the same engine */
	assert_int_equal(sync_task_where(&l->t, "K7QD-00001-0", &e), OK);
	assert_string_equal(outbox_state_name(e.state), "kiosk");
	assert_true(device_next(&l->w->device, &rq));
	l->t.device = l->w->device;
	assert_int_equal(sync_task_where(&l->t, "K7QD-00001-0", &e), OK);
	assert_string_equal(outbox_state_name(e.state), "underway");
	device_answer(&l->w->device, rq.slot, &(struct device_answer){ .err = ERR_NETWORK, .why = "x" });
	world_run(l->w, HOUR_MS);
	l->t.device = l->w->device;
	assert_int_equal(sync_task_where(&l->t, "K7QD-00001-0", &e), OK);
	assert_string_equal(outbox_state_name(e.state), "office");
	buf_free(&rq.headers);
	buf_free(&rq.body);
	lobby_close(l);
	PROVES("R62");
}

static void the_same_id_or_receipt_changes_nothing(void **state)
{
	struct lobby *l = lobby_ready();

	(void)state;
	capture(l, 1, false);
	assert_int_equal(capture_id(l, "01a20074-0001-7619-88bb-3ef1028ccf8f", "K7QD-00009-0", false),
			 ERR_CONFLICT);
	assert_int_equal(capture_id(l, "01a20074-0009-7619-88bb-3ef1028ccf8f", "K7QD-00001-0", false),
			 ERR_CONFLICT);
	assert_int_equal(pending(l), 1);
	capture(l, 2, false);
	world_run(l->w, MINUTE_MS);
	assert_int_equal(l->w->far.devices[0].hwm, 2); /* no number was lost */
	lobby_close(l);
	PROVES("R62 D2");
}

static void alarms_pass_the_queue(void **state)
{
	struct lobby *l = lobby_ready();

	(void)state;
	for (int i = 1; i <= 300; i++)
		capture(l, i, false);
	capture(l, 301, true);
	assert_true(world_exchange(l->w));
	assert_int_equal(pending(l), 301 - 256);
	assert_int_equal(db_ask_int(l->db, "SELECT count(*) FROM outbox_queue WHERE rank = 0", -1), 0);
	world_run(l->w, MINUTE_MS);
	assert_int_equal(pending(l), 0);
	lobby_close(l);
	PROVES("R52 R62");
}

static void the_queue_has_an_end_and_says_so(void **state)
{
	struct lobby *l = lobby_ready();

	(void)state;
	db_event_begin(l->db);
	db_meta_set_int(l->db, "outbox.pending", OUTBOX_MAX_ITEMS);
	assert_int_equal(db_event_commit(l->db, true), OK);
	assert_int_equal(capture_id(l, "01a20074-0001-7619-88bb-3ef1028ccf8f", "K7QD-00001-0", false),
			 ERR_QUEUE_FULL);
	lobby_close(l);
	PROVES("R62");
}

static void a_refused_item_stays_here_as_a_dead_letter(void **state)
{
	struct lobby *l = lobby_ready();
	struct outbox_totals t;
	struct outbox_entry e;

	(void)state;
	capture(l, 1, false);
	capture(l, 2, false);
	db_event_begin(l->db);
	outbox_bury(l->db, 1, "too_large");
	assert_int_equal(db_event_commit(l->db, true), OK);
	assert_int_equal(outbox_find_receipt(l->db, "K7QD-00001-0", &e), OK);
	assert_int_equal(e.state, OUTBOX_DEAD);
	world_run(l->w, MINUTE_MS);
	outbox_totals(l->db, &t);
	assert_int_equal(t.pending, 0);
	assert_int_equal(t.dead, 1);
	assert_int_equal(l->w->far.item_count, 1);
	assert_int_equal(l->w->far.voids, 1);
	assert_int_equal(l->w->far.devices[0].hwm, 2);
	assert_int_equal(db_ask_int(l->db, "SELECT count(*) FROM outbox_item WHERE text IS NOT NULL", 0), 2);
	lobby_close(l);
	PROVES("R62");
}

static void a_new_identity_sends_the_old_queue(void **state)
{
	struct lobby *l = lobby_ready();
	uint8_t id[16], h[32], was_h[32];

	(void)state;
	capture(l, 1, false);
	world_run(l->w, MINUTE_MS);
	capture(l, 2, false);
	capture(l, 3, true);
	capture(l, 4, false);
	assert_true(outbox_mark(l->db, 2, id, was_h));
	l->w->far.devices[0].state = HUB_REVOKED;
	world_run(l->w, HOUR_MS);
	assert_true(l->w->device.stopped);
	assert_int_equal(pending(l), 3);
	/* A fresh code. */
	l->w->far.code.redeemed = false;
	l->w->far.code.expires = l->w->wall + DAY_MS;
	remove_folder(l->dir, "keys");
	world_enrol(l->w);
	world_run(l->w, HOUR_MS);
	assert_int_equal(pending(l), 0);
	assert_int_equal(l->w->far.device_count, 2);
	assert_int_equal(l->w->far.devices[1].hwm, 3);
	assert_int_equal(l->w->far.item_count, 4);
	assert_true(outbox_mark(l->db, 2, id, h)); /* urgent first: number 2 of the old line is 2 again */
	assert_memory_equal(h, was_h, 32);
	capture(l, 5, false);
	world_run(l->w, HOUR_MS);
	assert_int_equal(l->w->far.devices[1].hwm, 4);
	lobby_close(l);
	PROVES("R62 R70");
}

static void texts_go_only_when_they_may(void **state)
{
	struct lobby *l = lobby_ready();
	int64_t now;

	(void)state;
	for (int i = 1; i <= 6; i++)
		capture(l, i, false);
	world_run(l->w, MINUTE_MS);
	capture(l, 7, false);
	now = l->w->wall;
	db_event_begin(l->db);
	assert_int_equal(outbox_purge(l->db, 0, false, 0, 100), 0);
	assert_int_equal(outbox_purge(l->db, 2, false, 0, 100), 2);
	assert_int_equal(outbox_purge(l->db, 2, true, now - 35 * DAY_MS, 100), 0);
	assert_int_equal(outbox_purge(l->db, 2, true, now + 1, 3), 3);
	assert_int_equal(outbox_purge(l->db, 9, true, now + 1, 100), 1); /* never the pending one */
	assert_int_equal(db_event_commit(l->db, true), OK);
	assert_int_equal(db_ask_int(l->db, "SELECT count(*) FROM outbox_item WHERE text IS NOT NULL", 0), 1);
	lobby_close(l);
	PROVES("R62");
}

static void the_newest_key_and_dictionary_are_used(void **state)
{
	static const char DICT[] = "{\"id\":\"01a20074-\",\"kind\":\"report.new\",\"schema\":1,\"t\":"
				   "{\"wall\":1795,\"mono\":,\"boot\":\"\"},\"body\":{\"words\":\"secret "
				   "words of a tenant\"}";
	struct lobby *l = lobby_ready();
	struct device_change c = { "config", "dict.3", 1, false, { 0 } };
	unsigned feeds = 0;
	uint8_t hash[32];
	char hex[HEX32_TEXT], key[HEX32_TEXT];
	BUF(body);
	BUF(keys);

	(void)state;
	capture(l, 1, false);
	sha256(DICT, sizeof DICT - 1, hash);
	hex_encode(hash, 32, hex);
	buf_fmt(&body, "{\"sha256\":\"%s\",\"data\":\"", hex);
	base64_encode(DICT, sizeof DICT - 1, &body);
	buf_str(&body, "\"}");
	c.body = walk_text(body.data, body.len);
	db_event_begin(l->db);
	mirror_page_begin(l->db, false);
	assert_int_equal(mirror_page_change(l->db, &c, &feeds), OK);
	hex_encode(l->intake.pub, 32, key);
	buf_fmt(&keys, "{\"keys\":[{\"id\":\"k-new\",\"x25519\":\"%s\"}]}", key);
	text_copy(c.key, sizeof c.key, "intake_keys");
	c.body = walk_text(keys.data, keys.len);
	assert_int_equal(mirror_page_change(l->db, &c, &feeds), OK);
	assert_int_equal(db_event_commit(l->db, true), OK);
	capture(l, 2, false);
	assert_int_equal(db_ask_int(l->db, "SELECT instr(text, '\"key\":\"k-new\",\"dict\":3') > 0 FROM"
				    " outbox_item ORDER BY n DESC LIMIT 1", 0), 1);
	assert_true(db_ask_int(l->db, "SELECT max(length(text)) - min(length(text)) FROM outbox_item", 0) > 60);
	body.data[20] ^= 1; /* another hash: not taken */
	text_copy(c.key, sizeof c.key, "dict.4");
	c.body = walk_text(body.data, body.len);
	db_event_begin(l->db);
	assert_int_equal(mirror_page_change(l->db, &c, &feeds), ERR_INPUT);
	assert_int_equal(db_event_commit(l->db, true), OK);
	lobby_close(l);
	PROVES("D1");
}

/* ---- mirror ------------------------------------------------------------------------------------------------ */

static int change(struct lobby *l, const char *feed, const char *key, int64_t rev, const char *body,
		  unsigned *feeds)
{
	struct device_change c = { .rev = rev, .gone = body == NULL };

	text_copy(c.feed, sizeof c.feed, feed);
	text_copy(c.key, sizeof c.key, key);
	if (body)
		c.body = walk_text(body, strlen(body));
	return mirror_page_change(l->db, &c, feeds);
}

#define HOME "{\"street\":\"Lindelaan\",\"number\":12,\"suffix\":null,\"postcode\":\"1234AB\",\"city\":\"X\"," \
	     "\"complex\":\"L\",\"riser\":\"A\",\"type\":\"GAL\",\"nom\":true,\"parent\":null,"               \
	     "\"kind\":\"dwelling\",\"rooms\":[\"KEU\"]}"

static void a_snapshot_is_swapped_in_whole(void **state)
{
	struct lobby *l = lobby_open();
	unsigned feeds = 0;
	char cursor[64];

	(void)state;
	db_event_begin(l->db);
	mirror_page_begin(l->db, true);
	assert_int_equal(change(l, "dwelling", "d1", 5, HOME, &feeds), OK);
	assert_int_equal(change(l, "catalogue", "2", 9, "{\"version\":\"2\"}", &feeds), OK);
	assert_int_equal(change(l, "catalogue", "1", 3, "{\"version\":\"1\"}", &feeds), OK);
	assert_int_equal(change(l, "hologram", "x", 1, "{}", &feeds), OK);
	mirror_page_end(l->db, "c1", true, &feeds);
	assert_int_equal(feeds, 0);
	assert_false(mirror_ready(l->db));
	assert_int_equal(db_ask_int(l->db, "SELECT count(*) FROM dwelling", -1), 0);
	mirror_cursor(l->db, cursor, sizeof cursor);
	assert_string_equal(cursor, "c1");
	mirror_page_begin(l->db, false);
	assert_int_equal(change(l, "dwelling", "d2", 11, HOME, &feeds), OK);
	assert_int_equal(change(l, "dwelling", "d1", 12, NULL, &feeds), OK);
	mirror_page_end(l->db, "c2", false, &feeds);
	assert_true(mirror_ready(l->db));
	assert_true(feeds & MIRROR_DWELLING && feeds & MIRROR_CATALOGUE);
	assert_int_equal(db_ask_int(l->db, "SELECT count(*) FROM dwelling WHERE key = 'd2' AND number = '12'"
				    " AND suffix = '' AND nom = 1 AND rooms = '[\"KEU\"]'", -1), 1);
	assert_int_equal(db_ask_int(l->db, "SELECT count(*) FROM dwelling", -1), 1);
	assert_int_equal(db_ask_int(l->db, "SELECT count(*) FROM catalogue WHERE current = 1 AND"
				    " version = '2'", -1), 1);
	/* A second snapshot replaces what the first left behind. */
	mirror_page_begin(l->db, true);
	assert_int_equal(change(l, "party", "p", 20, "{\"name\":\"x\"}", &feeds), OK);
	assert_int_equal(db_ask_int(l->db, "SELECT count(*) FROM dwelling", -1), 1);
	mirror_page_end(l->db, "c3", false, &feeds);
	assert_int_equal(db_ask_int(l->db, "SELECT count(*) FROM dwelling", -1), 0);
	assert_int_equal(db_ask_int(l->db, "SELECT count(*) FROM party", -1), 1);
	assert_int_equal(db_event_commit(l->db, true), OK);
	lobby_close(l);
	PROVES("R53 R60");
}

static void an_older_or_equal_revision_changes_nothing(void **state)
{
	struct lobby *l = lobby_open();
	unsigned feeds = 0;

	(void)state;
	db_event_begin(l->db);
	mirror_page_begin(l->db, false);
	assert_int_equal(change(l, "text", "t", 5, "{\"n\":5}", &feeds), OK);
	assert_int_equal(feeds, MIRROR_TEXT);
	feeds = 0;
	assert_int_equal(change(l, "text", "t", 5, "{\"n\":6}", &feeds), OK);
	assert_int_equal(change(l, "text", "t", 4, NULL, &feeds), OK);
	assert_int_equal(feeds, 0);
	assert_int_equal(db_ask_int(l->db, "SELECT count(*) FROM text WHERE body = '{\"n\":5}'", -1), 1);
	assert_int_equal(change(l, "text", "t", 8, NULL, &feeds), OK);
	assert_int_equal(change(l, "text", "t", 7, "{\"n\":7}", &feeds), OK); /* came late */
	assert_int_equal(db_ask_int(l->db, "SELECT count(*) FROM text", -1), 0);
	assert_int_equal(db_event_commit(l->db, true), OK);
	lobby_close(l);
	PROVES("R53");
}

static void every_feed_finds_its_table(void **state)
{
	static const char IDX[] = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
	struct lobby *l = lobby_open();
	unsigned feeds = 0;

	(void)state;
	db_event_begin(l->db);
	mirror_page_begin(l->db, false);
	assert_int_equal(change(l, "directory", IDX, 1, "{\"record\":\"AAEC\"}", &feeds), OK);
	assert_int_equal(change(l, "case", "K7QD-00001-0", 2, "{\"state\":\"new\"}", &feeds), OK);
	assert_int_equal(change(l, "outage", "o", 3, "{}", &feeds), OK);
	assert_int_equal(change(l, "config", "corporation", 4, "{\"name\":\"x\"}", &feeds), OK);
	assert_int_equal(db_ask_int(l->db, "SELECT length(idx) + length(record) FROM directory", 0), 35);
	assert_int_equal(db_ask_int(l->db, "SELECT count(*) FROM case_status WHERE state = 'new'", 0), 1);
	assert_int_equal(change(l, "directory", IDX, 5, NULL, &feeds), OK);
	assert_int_equal(change(l, "case", "K7QD-00001-0", 6, NULL, &feeds), OK);
	assert_int_equal(db_ask_int(l->db, "SELECT (SELECT count(*) FROM directory) +"
				    " (SELECT count(*) FROM case_status)", -1), 0);
	assert_int_equal(change(l, "directory", "short", 7, "{\"record\":\"AAEC\"}", &feeds), ERR_INPUT);
	assert_int_equal(change(l, "dwelling", "d", 8, "{}", &feeds), ERR_INPUT);
	assert_int_equal(change(l, "case", "r", 9, "{}", &feeds), ERR_INPUT);
	assert_int_equal(db_event_commit(l->db, true), OK);
	lobby_close(l);
	PROVES("R53 R64");
}

static void news_come_through_the_engine(void **state)
{
	struct lobby *l = lobby_ready();

	(void)state;
	l->w->far.last_change = 230;
	device_pull(&l->w->device);
	world_run(l->w, MINUTE_MS);
	assert_int_equal(db_ask_int(l->db, "SELECT count(*) FROM config", 0), 230);
	assert_true(l->news & MIRROR_CONFIG);
	l->w->far.gone = true;
	device_pull(&l->w->device);
	world_run(l->w, MINUTE_MS);
	assert_int_equal(db_ask_int(l->db, "SELECT count(*) FROM config", 0), 230);
	lobby_close(l);
	PROVES("R53");
}

/* ---- sites -------------------------------------------------------------------------------------------------- */

struct published {
	struct site_key key;
	char sha256[HEX32_TEXT];
	struct buf minisig;
};

/* central's site is far.site; sign it as `version`. */
static void publish(struct lobby *l, struct published *p, const char *version, int64_t rev)
{
	char path[PATH_CAP], *start;
	uint8_t hash[32];
	unsigned feeds = 0;
	BUF(quoted);
	BUF(body);

	crypt_random(l->w->far.site, sizeof l->w->far.site);
	fs_join(path, l->dir, "to-sign");
	assert_int_equal(fs_write(path, l->w->far.site, sizeof l->w->far.site, 0600), OK);
	buf_clear(&p->minisig);
	assert_int_equal(site_sign(&p->key, path, "test", &p->minisig), OK);
	fs_remove(path);
	sha256(l->w->far.site, sizeof l->w->far.site, hash);
	hex_encode(hash, 32, p->sha256);
	val_quote(buf_text(&p->minisig), &quoted);
	buf_fmt(&body, "{\"version\":\"%s\",\"size\":%zu,\"sha256\":\"%s\",\"minisig\":%s}", version,
		sizeof l->w->far.site, p->sha256, buf_text(&quoted));
	start = body.data;
	db_event_begin(l->db);
	mirror_page_begin(l->db, false);
	assert_int_equal(change(l, "site", "current", rev, start, &feeds), OK);
	assert_int_equal(db_event_commit(l->db, true), OK);
}

static void new_site_key(struct lobby *l, struct published *p)
{
	memset(p, 0, sizeof *p);
	sign_key_make(&p->key.sign);
	memset(p->key.id, 7, sizeof p->key.id);
	site_key_public(&p->key, l->t.device.id.site_key);
}

static void download(struct lobby *l, const char *version)
{
	char wanted[65];
	int64_t from;

	while (sync_site_wanted(&l->t, wanted, &from)) {
		size_t n = sizeof l->w->far.site - (size_t)from;

		assert_string_equal(wanted, version);
		n = n > 700 ? 700 : n;
		if (sync_site_piece(&l->t, version, from, sizeof l->w->far.site,
				    l->w->far.site + from, n) != OK)
			return;
	}
}

static void a_site_is_installed_when_its_signature_holds(void **state)
{
	struct lobby *l = lobby_ready();
	struct published p;
	char current[65], previous[65], wanted[65], dir[PATH_CAP], path[PATH_CAP];
	int64_t from;

	(void)state;
	new_site_key(l, &p);
	publish(l, &p, "v1", 1);
	assert_true(sync_site_wanted(&l->t, wanted, &from));
	assert_int_equal(from, 0);
	assert_int_equal(sync_site_piece(&l->t, "v1", 0, sizeof l->w->far.site, l->w->far.site, 700), OK);
	assert_true(sync_site_wanted(&l->t, wanted, &from)); /* after a restart it goes on there */
	assert_int_equal(from, 700);
	download(l, "v1");
	assert_string_equal(l->site, "v1");
	mirror_site_current(l->db, current, previous, sizeof current);
	assert_string_equal(current, "v1");
	assert_string_equal(previous, "");
	publish(l, &p, "v2", 2);
	download(l, "v2");
	publish(l, &p, "v3", 3);
	download(l, "v3");
	mirror_site_current(l->db, current, previous, sizeof current);
	assert_string_equal(current, "v3");
	assert_string_equal(previous, "v2");
	fs_join(dir, l->dir, "site");
	fs_join(path, dir, "site-v1.sqlar");
	assert_false(fs_exists(path));
	fs_join(path, dir, "site-v2.sqlar");
	assert_true(fs_exists(path));
	fs_join(path, dir, "site-v3.sqlar.minisig");
	assert_true(fs_exists(path));
	buf_free(&p.minisig);
	lobby_close(l);
	PROVES("R53 R60");
}

static void a_foreign_or_damaged_site_is_thrown_away(void **state)
{
	struct lobby *l = lobby_ready();
	struct published p, thief;
	char current[65], previous[65];

	(void)state;
	new_site_key(l, &thief);
	new_site_key(l, &p); /* this one is pinned */
	publish(l, &thief, "v1", 1);
	download(l, "v1");
	assert_string_equal(l->site, "");
	publish(l, &p, "v2", 2);
	l->w->far.site[1999] ^= 1;
	download(l, "v2");
	assert_string_equal(l->site, "");
	mirror_site_current(l->db, current, previous, sizeof current);
	assert_string_equal(current, "");
	l->w->far.site[1999] ^= 1;
	download(l, "v2"); /* from the beginning, since the bad file is gone */
	assert_string_equal(l->site, "v2");
	buf_free(&p.minisig);
	buf_free(&thief.minisig);
	lobby_close(l);
	PROVES("R53");
}

static void origins_become_authorities(void **state)
{
	static const char *const GOOD[][2] = {
		{ "http://127.0.0.1:8080", "127.0.0.1:8080" }, { "https://Name.NL", "name.nl" },
		{ "https://name:443/", "name" }, { "http://name:80", "name" },
		{ "https://name:80", "name:80" }, { "http://[::1]:8080", "[::1]:8080" },
	};
	static const char *const BAD[] = { "", "name", "ftp://name", "http://", "http://name/path" };
	char out[256];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(GOOD); i++) {
		assert_true(sync_authority(GOOD[i][0], out, sizeof out));
		assert_string_equal(out, GOOD[i][1]);
	}
	for (size_t i = 0; i < COUNT_OF(BAD); i++)
		assert_false(sync_authority(BAD[i], out, sizeof out));
	PROVES("-");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_captured_before_enrolment),
		cmocka_unit_test(the_identity_is_read_back_whole),
		cmocka_unit_test(counters_are_reserved_before_they_are_used),
		cmocka_unit_test(only_central_can_open_what_was_captured),
		cmocka_unit_test(captured_is_sealed_numbered_and_delivered),
		cmocka_unit_test(the_three_states_of_an_item),
		cmocka_unit_test(the_same_id_or_receipt_changes_nothing),
		cmocka_unit_test(alarms_pass_the_queue),
		cmocka_unit_test(the_queue_has_an_end_and_says_so),
		cmocka_unit_test(a_refused_item_stays_here_as_a_dead_letter),
		cmocka_unit_test(a_new_identity_sends_the_old_queue),
		cmocka_unit_test(texts_go_only_when_they_may),
		cmocka_unit_test(the_newest_key_and_dictionary_are_used),
		cmocka_unit_test(a_snapshot_is_swapped_in_whole),
		cmocka_unit_test(an_older_or_equal_revision_changes_nothing),
		cmocka_unit_test(every_feed_finds_its_table),
		cmocka_unit_test(news_come_through_the_engine),
		cmocka_unit_test(a_site_is_installed_when_its_signature_holds),
		cmocka_unit_test(a_foreign_or_damaged_site_is_thrown_away),
		cmocka_unit_test(origins_become_authorities),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
