/* Workloads of the sync's far end: codes, enrolments, batches, what becomes of their items, devices
 * that are approved and revoked (matrix 8, 9, 28, 51, 52). A real device engine is at the other end.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/sync_world.h"

#include "tests/faults/works_central.h"

#include "server/device_store.h"
#include "server/hub_store.h"
#include "server/ingest.h"
#include "server/keys.h"
#include "server/sync_routes.h"

struct line {
	struct world w; /* first: struct house points here */
	struct hub_files files;
	char code[DEVICE_CODE_TEXT];
	unsigned sent;
};

/* ---- the line ----------------------------------------------------------------------------------- */

void central_line_hub(struct house *h)
{
	struct line *l = (struct line *)h->line;

	l->files = (struct hub_files){ .db = h->o.app.db, .keys = h->o.app.keys, .site_dir = "/nonexistent" };
	l->w.hub.ctx = &l->files;
}

void central_line_free(struct house *h)
{
	struct line *l = (struct line *)h->line;

	if (!l)
		return;
	for (int i = 0; i < l->w.near.count; i++)
		buf_free(&l->w.near.items[i].text);
	hub_free(&l->w.hub);
	device_free(&l->w.device);
	free(l);
	h->line = NULL;
}

static struct line *line_of(struct house *h)
{
	struct line *l = (struct line *)h->line;
	struct device_options o;

	if (l)
		return l;
	l = mem_new(1, sizeof(*l));
	h->line = &l->w;
	l->w.wall = START_MS;
	l->w.mono = 5000000;
	l->w.far_clock = (struct clock){ world_wall, world_mono, &l->w };
	l->w.near_clock = (struct clock){ world_near_wall, world_mono, &l->w };
	l->w.hub = (struct hub){ .store = &HUB_STORE, .clock = &l->w.far_clock,
		.epoch = "0123456789abcdef0123456789abcdef", .site_key = "RWQ", .intake_id = "k-1",
		.authorities = "central.test:8080" };
	l->w.hub.key = h->o.app.keys->server;
	memcpy(l->w.hub.intake_pub, h->o.app.keys->intake.pub, 32);
	text_copy(l->w.hub.intake_id, sizeof(l->w.hub.intake_id), h->o.app.keys->intake_id);
	hub_init(&l->w.hub);
	central_line_hub(h);
	o = world_options(&l->w);
	device_init(&l->w.device, &o, NULL, NULL, 0);
	l->w.device.o.poll_ms = -1;
	return l;
}

/* Each exchange is one event and one commit, as a turn of the server. */
static int exchange_all(struct house *h, int64_t ms)
{
	struct line *l = line_of(h);
	int64_t end = l->w.mono + ms;

	for (;;) {
		l->w.device.want_news = l->w.device.want_site = false;
		house_begin(h);
		bool some = world_exchange(&l->w);
		int err = house_done(h, OK);

		if (err)
			return err;
		int64_t wait = some ? 0 : device_wait(&l->w.device);
		if (wait < 0 || l->w.mono + wait > end)
			return OK;
		if (!some)
			world_pass(&l->w, wait > 0 ? wait : 1);
	}
}

/* ---- codes and enrolments ----------------------------------------------------------------------- */

static int make_code(struct house *h, int i)
{
	static const char *const COMPLEXES[] = { "LINDE" };
	struct device_new kiosk = { "kiosk", "Hal", COMPLEXES, 1 };
	struct line *l = line_of(h);

	(void)i;
	house_begin(h);
	return house_done(h, device_code_make(h->o.app.db, h->o.app.keys, &l->w.far_clock, &kiosk, l->code));
}

static int enrol(struct house *h, int i)
{
	struct line *l = line_of(h);
	char normal[PROOF_CODE];

	if (i == 0)
		return make_code(h, 0);
	if (!crockford_normalise(l->code, normal, sizeof(normal)))
		return ERR_INPUT;
	device_enrol(&l->w.device, normal, "");
	int err = exchange_all(h, MINUTE_MS);
	return err ? err : l->w.device.enrol_result;
}

static bool enrolled(struct house *h, int confirmed)
{
	int64_t n = ROW(h, "SELECT count(*) FROM device");

	return (confirmed < 2 ? n <= 1 : n == 1) &&
	       ROW(h, "SELECT count(*) FROM device d WHERE NOT EXISTS"
		      " (SELECT 1 FROM device_scope s WHERE s.device = d.n)") == 0;
}

static char *only_device(struct house *h, char out[UUID_TEXT])
{
	DB_STMT(st) = db_prepare(h->o.app.db, "SELECT uuid FROM device LIMIT 1");

	out[0] = '\0';
	if (db_step(st))
		text_copy(out, UUID_TEXT, db_col_text(st, "uuid"));
	return out;
}

static int govern(struct house *h, int i)
{
	static const char *const KEYS[] = { "LINDE", "ZON" };
	char name[UUID_TEXT];

	only_device(h, name);
	house_begin(h);
	return house_done(h, i == 0 ? device_scope(h->o.app.db, name, KEYS, 2) : device_revoke(h->o.app.db, name, START_MS));
}

static bool governed(struct house *h, int confirmed)
{
	return confirmed < 2 || ROW(h, "SELECT count(*) FROM device WHERE state = 'revoked'") == 1;
}

static int enrol_and_approve(struct house *h)
{
	char name[UUID_TEXT];
	int err = enrol(h, 0);

	err = err ? err : enrol(h, 1);
	house_begin(h);
	if (!err)
		(void)!device_approve(h->o.app.db, only_device(h, name));
	return house_done(h, err);
}

static void one_kiosk(struct house *h)
{
	assert_int_equal(enrol_and_approve(h), OK);
}

/* ---- batches ------------------------------------------------------------------------------------ */

/* One sealed report of the device; bad: not a report at all. */
static void capture(struct house *h, bool bad)
{
	struct line *l = line_of(h);
	struct wire_detail d = { .kind = "report.new", .schema = 1,
		.t = { l->w.wall, l->w.mono, "b00b00b00b00b00b00b00b00b00b00bb" } };
	struct near_item *it = &l->w.near.items[l->w.near.count++];
	struct report r;
	char id[UUID_TEXT];
	BUF(json);
	BUF(wrapped);
	BUF(packed);
	BUF(sealed);

	text_copy(d.key, sizeof(d.key), h->o.app.keys->intake_id);
	office_report(&r, (int)(l->sent % 10u));
	snprintf(r.id, sizeof(r.id), "019303f2-7c10-7abc-8def-%012d", (int)++l->sent);
	text_copy(id, sizeof(id), r.id);
	uuid_bytes(id, it->id);
	VAL(v) = report_write(&r);
	val_print(v, &json);
	if (bad)
		buf_clear(&json), buf_str(&json, "{\"words\":1}");
	wire_plain_write(&wrapped, id, &d, buf_text(&json), json.len);
	pack_deflate(wrapped.data, wrapped.len, 6, NULL, 0, &packed);
	seal_close(h->o.app.keys->intake.pub, packed.data, packed.len, &sealed);
	sha256(sealed.data, sealed.len, it->h);
	wire_item_write(&it->text, l->w.near.count, id, &d, sealed.data, sealed.len);
	device_nudge(&l->w.device);
}

/* First the kiosk is enrolled; then two reports, one batch. */
static int deliver(struct house *h, int i)
{
	if (i == 0)
		return enrol_and_approve(h);
	capture(h, false);
	capture(h, false);
	return exchange_all(h, SECOND_MS);
}

/* What was acknowledged is there once, and the marks say the same. */
static bool delivered(struct house *h, int confirmed)
{
	int64_t n = ROW(h, "SELECT count(*) FROM item");

	return n >= 2 * (confirmed - 1) && ROW(h, "SELECT coalesce(max(hwm), 0) FROM device") == n &&
	       ROW(h, "SELECT count(*) FROM mark") == n;
}

/* Every batch is sent again, as if its reply was lost. */
static int deliver_twice(struct house *h, int i)
{
	line_of(h)->w.lose = i > 0;
	int err = deliver(h, i);
	return err ? err : exchange_all(h, HOUR_MS);
}

static void four_delivered(struct house *h)
{
	for (int i = 0; i < 3; i++)
		assert_int_equal(deliver(h, i), OK);
}

static void some_bad(struct house *h)
{
	one_kiosk(h);
	capture(h, true);
	capture(h, false);
	capture(h, true);
	assert_int_equal(exchange_all(h, SECOND_MS), OK);
}

static int project(struct house *h, int i)
{
	(void)i;
	ingest_run(h->o.app.ingest, 1);
	return db_turn_end(h->o.app.db);
}

/* The cursor of the projection and what it made go together. */
static bool projected(struct house *h, int confirmed)
{
	int64_t done = ROW(h, "SELECT count(*) FROM item") - ingest_waiting(h->o.app.db);

	return done >= confirmed &&
	       ROW(h, "SELECT count(*) FROM case_file") + quarantine_count(h->o.app.db) == done;
}

static int replay(struct house *h, int i)
{
	if (i < 3)
		return project(h, i);
	house_begin(h);
	quarantine_replay(h->o.app.ingest, "");
	return house_done(h, OK);
}

const struct work CENTRAL_INTAKE[] = {
	{ .name = "enrolment codes", .rows = "matrix 9, 51", .steps = 2, .step = make_code },
	{ .name = "an enrolment", .rows = "matrix 9, 51", .steps = 2, .step = enrol, .holds = enrolled, .states = 8,
	  .once = true },
	{ .name = "devices that are changed", .rows = "matrix 9, 73", .prepare = one_kiosk, .steps = 2, .step = govern,
	  .holds = governed },
	{ .name = "batches", .rows = "matrix 8, 9", .steps = 3, .step = deliver,
	  .holds = delivered, .states = 4, .once = true },
	{ .name = "batches whose replies are lost", .rows = "matrix 8, 9, 28", .steps = 3,
	  .step = deliver_twice, .holds = delivered, .states = 8,
	  .once = true },
	{ .name = "items that become cases", .rows = "matrix 9", .prepare = four_delivered, .steps = 4, .step = project,
	  .holds = projected },
	{ .name = "items that are set aside and tried again", .rows = "matrix 9, 52", .prepare = some_bad, .steps = 4,
	  .step = replay },
	{ 0 },
};
