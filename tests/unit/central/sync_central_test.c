/* Central's SQL under the sync hub: enrolment, marks, raw items and their projection over a database in
 * memory, driven by a real device engine.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
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
	char code[DEVICE_CODE_TEXT];
};

static int apply(struct app *app, const struct raw_item *it, char code[INGEST_CODE],
		 char path[INGEST_PATH])
{
	struct office *o = (struct office *)app;

	db_meta_add(o->db, "test.applied", 1);
	if (o->refuse) {
		text_copy(code, INGEST_CODE, o->refuse);
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

static void keep(struct office *o)
{
	if (db_turn_open(o->db))
		assert_int_equal(db_turn_commit(o->db), OK);
}

static void begin(struct office *o)
{
	db_event_begin(o->db);
}

static void commit(struct office *o)
{
	assert_int_equal(db_event_commit(o->db, true), OK);
}

static struct office *office_open(void)
{
	static const char *const COMPLEXES[] = { "LINDE" };
	struct device_new kiosk = { "kiosk", "Hal", COMPLEXES, 1 };
	struct office *o = mem_new(1, sizeof *o);
	struct ingest_options io = { .app = (struct app *)o, .apply = apply };

	o->w = world_open();
	assert_int_equal(db_open(NULL, DB_MEMORY, 1024, &o->db), OK);
	assert_int_equal(db_migrate(o->db, server_migrations, NULL), OK);
	sign_key_make(&o->keys.server);
	seal_key_make(&o->keys.intake);
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

static void office_close(struct office *o)
{
	ingest_free(o->ingest);
	world_close(o->w);
	db_close(o->db);
	free(o);
}

/* Each exchange of the device is one event and one turn of central's. */
static void run(struct office *o, int64_t ms)
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

static void enrol(struct office *o)
{
	char normal[PROOF_CODE];

	assert_true(crockford_normalise(o->code, normal, sizeof normal));
	device_enrol(&o->w->device, normal, "");
	o->w->device.o.poll_ms = -1;
	run(o, MINUTE_MS);
	assert_int_equal(o->w->device.enrol_result, OK);
}

/* Seal a plaintext to central and capture it; the parts may be made wrong by the caller. */
static void capture(struct office *o, const char *key_id, int64_t dict, const char *plain, bool seal)
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

static int project(struct office *o)
{
	int n = ingest_run(o->ingest, 1000);

	keep(o);
	return n;
}

/* ---- enrolment and devices ------------------------------------------------------------------------- */

static bool count_device(void *ctx, const struct device_row *r)
{
	int *n = ctx;

	assert_string_equal(r->label, "Hal");
	assert_string_equal(r->software, "test 1");
	(*n)++;
	return true;
}

static void a_code_becomes_a_device(void **state)
{
	struct office *o = office_open();
	struct device_row r;
	int n = 0;

	(void)state;
	assert_int_equal(strlen(o->code), 24);
	enrol(o);
	assert_int_equal(device_count(o->db), 1);
	device_each(o->db, count_device, &n);
	assert_int_equal(n, 1);
	assert_int_equal(device_find(o->db, o->w->near.id.prefix, &r), OK);
	assert_string_equal(r.device, o->w->near.id.device);
	assert_string_equal(r.state, "active");
	assert_int_equal(db_ask_int(o->db, "SELECT count(*) FROM device_scope WHERE scope = 'LINDE'", 0), 1);
	assert_int_equal(device_find(o->db, "ZZZZZ", &r), ERR_NOT_FOUND);
	office_close(o);
	PROVES("R70");
}

static void the_secret_of_a_code_is_not_in_the_database(void **state)
{
	struct office *o = office_open();
	DB_STMT(st) = db_prepare(o->db, "SELECT secret FROM enrol_code");
	char normal[PROOF_CODE];
	const void *p;
	size_t n;

	(void)state;
	assert_true(crockford_normalise(o->code, normal, sizeof normal));
	assert_true(db_step(st));
	p = db_col_blob(st, "secret", &n);
	assert_true(n > 16);
	assert_null(memmem(p, n, normal + 4, 16));
	db_release(&st);
	st = NULL;
	office_close(o);
	PROVES("R70");
}

static void a_revoked_device_gets_nothing_in(void **state)
{
	struct office *o = office_open();

	(void)state;
	enrol(o);
	begin(o);
	assert_int_equal(device_revoke(o->db, o->w->near.id.prefix), OK);
	assert_int_equal(device_revoke(o->db, "nobody"), ERR_NOT_FOUND);
	commit(o);
	capture(o, "k-1", 0, "{\"words\":\"x\"}", true);
	run(o, HOUR_MS);
	assert_true(o->w->device.stopped);
	assert_int_equal(ingest_stored(o->db), 0);
	begin(o);
	assert_int_equal(device_approve(o->db, o->w->near.id.prefix), ERR_CONFLICT);
	commit(o);
	office_close(o);
	PROVES("R70");
}

static void counters_survive_in_the_database(void **state)
{
	struct office *o = office_open();
	struct hub_device d;

	(void)state;
	enrol(o);
	for (int i = 0; i < 5; i++) {
		capture(o, "k-1", 0, "{}", true);
		run(o, SECOND_MS);
	}
	assert_true(HUB_STORE.device_get(&o->files, o->w->near.id.device, &d));
	assert_int_equal(d.counter, o->w->device.counter);
	assert_int_equal(d.hwm, 5);
	office_close(o);
	PROVES("R62");
}

/* ---- items ------------------------------------------------------------------------------------------------ */

static void a_report_is_opened_and_handed_over_once(void **state)
{
	struct office *o = office_open();
	int64_t captured;

	(void)state;
	enrol(o);
	captured = o->w->wall;
	capture(o, "k-1", 0, "{\"words\":\"h\u00e9 \\\"druppel\\\"\"}", true);
	world_pass(o->w, 3 * DAY_MS);
	run(o, MINUTE_MS);
	assert_int_equal(ingest_stored(o->db), 1);
	assert_int_equal(ingest_waiting(o->db), 1);
	assert_int_equal(project(o), 1);
	assert_int_equal(o->applied, 1);
	assert_string_equal(o->last.kind, "report.new");
	assert_string_equal(o->last.device, o->w->near.id.device);
	assert_int_equal(o->last.seq, 1);
	assert_int_equal(o->last.t, captured); /* late, and known to be late */
	assert_true(o->last.t_recv - o->last.t >= 3 * DAY_MS);
	assert_string_equal(o->last.t_quality, "boot");
	assert_string_equal(o->last_plain, "{\"words\":\"h\u00e9 \\\"druppel\\\"\"}");
	assert_int_equal(project(o), 0);
	assert_int_equal(ingest_waiting(o->db), 0);
	office_close(o);
	PROVES("R62 R63 D1");
}

static void the_original_is_kept_byte_for_byte(void **state)
{
	struct office *o = office_open();
	BUF(text);
	BUF(plain);

	(void)state;
	enrol(o);
	capture(o, "k-1", 0, "{\"words\":\"x\"}", true);
	run(o, MINUTE_MS);
	assert_int_equal(ingest_original(o->db, 1, &text), OK);
	assert_string_equal(buf_text(&text), buf_text(&o->w->near.items[0].text));
	assert_int_equal(ingest_plain(o->db, &o->keys, 1, &plain), OK);
	assert_string_equal(buf_text(&plain), "{\"words\":\"x\"}");
	assert_int_equal(ingest_original(o->db, 2, &text), ERR_NOT_FOUND);
	office_close(o);
	PROVES("R62");
}

struct listed {
	int count;
	char codes[8][INGEST_CODE];
};

static bool list_code(void *ctx, const struct quarantine_row *r)
{
	struct listed *l = ctx;

	text_copy(l->codes[l->count++], INGEST_CODE, r->code);
	return true;
}

static void what_cannot_be_understood_is_quarantined_with_its_reason(void **state)
{
	static const char *const WANT[] = { "bad_body", "bad_field", "unknown_dict", "cannot_open",
		"unknown_key" };
	struct office *o = office_open();
	struct listed l = { 0 };
	struct near_item *it;

	(void)state;
	enrol(o);
	capture(o, "k-9", 0, "{}", true);
	capture(o, "k-1", 0, "{}", false);
	capture(o, "k-1", 7, "{}", true);
	capture(o, "k-1", 0, "{}", true);
	it = &o->w->near.items[3];
	strstr(it->text.data, "\"schema\":1")[9] = '2'; /* the envelope says something else */
	capture(o, "k-1", 0, "{\"words\":01}", true);
	capture(o, "k-1", 0, "{\"words\":\"good\"}", true);
	run(o, MINUTE_MS);
	assert_int_equal(near_pending(&o->w->near), 0); /* all are durable, none is refused */
	assert_int_equal(project(o), 6);
	assert_int_equal(o->applied, 1);
	quarantine_each(o->db, 0, 8, list_code, &l);
	assert_int_equal(l.count, 5);
	assert_int_equal(quarantine_count(o->db), 5);
	for (int i = 0; i < 5; i++)
		assert_string_equal(l.codes[i], WANT[i]);
	office_close(o);
	PROVES("R62");
}

static void quarantine_is_tried_again_after_the_cause_is_gone(void **state)
{
	struct office *o = office_open();

	(void)state;
	enrol(o);
	o->refuse = "unknown_kind";
	capture(o, "k-1", 0, "{}", true);
	capture(o, "k-1", 0, "{}", true);
	run(o, MINUTE_MS);
	assert_int_equal(project(o), 2);
	assert_int_equal(o->applied, 0);
	assert_int_equal(quarantine_count(o->db), 2);
	assert_int_equal(db_meta_int(o->db, "test.applied", 0), 0); /* what apply wrote was taken back */
	o->refuse = NULL;
	begin(o);
	assert_int_equal(quarantine_replay(o->ingest, "bad_field"), 0);
	assert_int_equal(quarantine_replay(o->ingest, "unknown_kind"), 2);
	commit(o);
	assert_int_equal(project(o), 2);
	assert_int_equal(o->applied, 2);
	assert_int_equal(quarantine_count(o->db), 0);
	assert_int_equal(project(o), 0);
	office_close(o);
	PROVES("R62");
}

static void the_projection_goes_on_where_it_stopped(void **state)
{
	struct office *o = office_open();

	(void)state;
	enrol(o);
	for (int i = 0; i < 10; i++)
		capture(o, "k-1", 0, "{}", true);
	run(o, MINUTE_MS);
	assert_int_equal(ingest_run(o->ingest, 4), 4);
	keep(o);
	assert_int_equal(o->last.seq, 4);
	/* A turn whose commit never happens: everything of it is done again. */
	db_event_begin(o->db);
	assert_int_equal(ingest_run(o->ingest, 3), 3);
	db_event_end(o->db, false);
	keep(o);
	assert_int_equal(ingest_waiting(o->db), 6);
	assert_int_equal(project(o), 6);
	assert_int_equal(db_meta_int(o->db, "test.applied", 0), 10);
	office_close(o);
	PROVES("R62");
}

static void a_child_waits_for_its_parent(void **state)
{
	struct office *o = office_open();
	struct near_item *child;
	char parent[UUID_TEXT], after[80];
	BUF(text);

	(void)state;
	enrol(o);
	capture(o, "k-1", 0, "{\"n\":1}", true);
	capture(o, "k-1", 0, "{\"n\":2}", true);
	memcpy(parent, strstr(o->w->near.items[1].text.data, "\"id\":\"") + 6, 36);
	parent[36] = '\0';
	child = &o->w->near.items[0];
	snprintf(after, sizeof after, "{\"seq\":1,\"after\":[\"%s\"],", parent);
	buf_str(&text, after);
	buf_str(&text, child->text.data + strlen("{\"seq\":1,"));
	buf_clear(&child->text);
	buf_add(&child->text, text.data, text.len);
	o->w->near.items[1].acked = true; /* the child goes alone first */
	run(o, MINUTE_MS);
	assert_int_equal(ingest_stored(o->db), 1);
	project(o);
	assert_int_equal(o->applied, 0);
	o->w->near.items[1].acked = false;
	device_nudge(&o->w->device);
	run(o, MINUTE_MS);
	assert_int_equal(project(o), 2);
	assert_int_equal(o->applied, 2);
	assert_int_equal(project(o), 0);
	office_close(o);
	PROVES("R62");
}

/* Fault matrix 28: the same batch on two connections in one turn. */
static void two_equal_batches_in_one_turn_store_once(void **state)
{
	struct office *o = office_open();
	struct device_request rq = { 0 };
	struct wired x, y;
	struct hub_reply r;

	(void)state;
	enrol(o);
	for (int i = 0; i < 50; i++)
		capture(o, "k-1", 0, "{}", true);
	assert_true(device_next(&o->w->device, &rq));
	wired_from(&x, &rq);
	device_answer(&o->w->device, rq.slot, &(struct device_answer){ .err = ERR_NETWORK, .why = "x" });
	buf_free(&rq.headers);
	buf_free(&rq.body);
	rq = (struct device_request){ 0 };
	world_pass(o->w, HOUR_MS);
	assert_true(device_next(&o->w->device, &rq));
	wired_from(&y, &rq);
	o->w->wall -= HOUR_MS; /* the first one's clock */
	for (int i = 0; i < 2; i++) {
		begin(o);
		o->w->wall += i * HOUR_MS;
		assert_int_equal(wired_serve(o->w, i ? &y : &x, &r), OK);
		assert_int_equal(r.fault, FAULT_NONE);
		assert_non_null(strstr(buf_text(&r.body), "\"ack\":[[1,50]]"));
		assert_non_null(strstr(buf_text(&r.body), "\"hwm\":50"));
		db_event_end(o->db, true);
		buf_free(&r.body);
	}
	keep(o);
	assert_int_equal(ingest_stored(o->db), 50);
	assert_int_equal(db_ask_int(o->db, "SELECT count(*) FROM mark", 0), 50);
	buf_free(&rq.headers), buf_free(&rq.body), buf_free(&x.body), buf_free(&y.body);
	office_close(o);
	PROVES("R62");
}

/* The same id with other bytes: the first stays as it is, the second is kept apart. */
static void a_known_id_is_never_overwritten(void **state)
{
	struct office *o = office_open();
	BUF(first);
	BUF(now);

	(void)state;
	enrol(o);
	capture(o, "k-1", 0, "{\"n\":1}", true);
	run(o, MINUTE_MS);
	assert_int_equal(ingest_original(o->db, 1, &first), OK);
	capture(o, "k-1", 0, "{\"n\":2}", true);
	memcpy(strstr(o->w->near.items[1].text.data, "\"id\":\"") + 6,
	       strstr(o->w->near.items[0].text.data, "\"id\":\"") + 6, 36);
	run(o, MINUTE_MS);
	assert_int_equal(near_pending(&o->w->near), 0);
	assert_int_equal(ingest_stored(o->db), 1);
	assert_int_equal(ingest_original(o->db, 1, &now), OK);
	assert_string_equal(buf_text(&first), buf_text(&now));
	assert_int_equal(db_ask_int(o->db, "SELECT count(*) FROM item_stray WHERE seq = 2", 0), 1);
	assert_int_equal(db_ask_int(o->db, "SELECT seq FROM item", 0), 1);
	assert_int_equal(project(o), 1);
	assert_int_equal(project(o), 0);
	office_close(o);
	PROVES("R62");
}

/* ---- news ---------------------------------------------------------------------------------------------------- */

static void news_reaches_only_devices_of_its_scope(void **state)
{
	struct office *o = office_open();
	char scope[64];
	int before;

	(void)state;
	enrol(o);
	begin(o);
	feed_put(o->db, "config", "a", "", "{}");
	feed_put(o->db, "config", "b", "LINDE", "{}");
	feed_put(o->db, "config", "c", "EIK", "{}");
	snprintf(scope, sizeof scope, "device:%s", o->w->near.id.device);
	feed_put(o->db, "config", "d", scope, "{}");
	commit(o);
	before = o->w->near.changes;
	device_pull(&o->w->device);
	run(o, MINUTE_MS);
	assert_int_equal(o->w->near.changes, before + 3);
	/* A batch's reply tells of later news. */
	begin(o);
	feed_del(o->db, "config", "a");
	commit(o);
	capture(o, "k-1", 0, "{}", true);
	run(o, MINUTE_MS);
	assert_int_equal(o->w->near.changes, before + 4);
	office_close(o);
	PROVES("R53 R64");
}

static void a_cursor_of_another_epoch_is_refused(void **state)
{
	struct office *o = office_open();
	int before;

	(void)state;
	enrol(o);
	begin(o);
	feed_put(o->db, "config", "a", "", "{}");
	commit(o);
	device_pull(&o->w->device);
	run(o, MINUTE_MS);
	before = o->w->near.changes;
	text_copy(o->w->hub.epoch, sizeof o->w->hub.epoch, "ffffffffffffffffffffffffffffffff");
	device_pull(&o->w->device);
	run(o, MINUTE_MS);
	assert_int_equal(o->w->near.resets, 1);
	assert_int_equal(o->w->near.changes, before + before);
	office_close(o);
	PROVES("R53");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_code_becomes_a_device),
		cmocka_unit_test(the_secret_of_a_code_is_not_in_the_database),
		cmocka_unit_test(a_revoked_device_gets_nothing_in),
		cmocka_unit_test(counters_survive_in_the_database),
		cmocka_unit_test(a_report_is_opened_and_handed_over_once),
		cmocka_unit_test(the_original_is_kept_byte_for_byte),
		cmocka_unit_test(what_cannot_be_understood_is_quarantined_with_its_reason),
		cmocka_unit_test(quarantine_is_tried_again_after_the_cause_is_gone),
		cmocka_unit_test(the_projection_goes_on_where_it_stopped),
		cmocka_unit_test(a_child_waits_for_its_parent),
		cmocka_unit_test(two_equal_batches_in_one_turn_store_once),
		cmocka_unit_test(a_known_id_is_never_overwritten),
		cmocka_unit_test(news_reaches_only_devices_of_its_scope),
		cmocka_unit_test(a_cursor_of_another_epoch_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
