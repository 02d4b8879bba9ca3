/* Both ends of the sync protocol in one process: the engine of a device and central's hub over plain
 * arrays, a clock that only moves when told, and a line that may lose, hold or spoil what it carries.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_UNIT_SYNC_WORLD_H
#define TESTS_UNIT_SYNC_WORLD_H

#include "tests/unit/sync_near.h"

#include "shared/model/chain.h"
#include "shared/sync/proof.h"

#define WORLD_CODE "B1EMEJQG07MFKKZSG07M"
#define BATCH_TYPE "application/vnd.portiek.batch-z"

struct world {
	int64_t wall, mono;             /* central's */
	int64_t off;                    /* the kiosk's wall clock minus central's */
	struct clock far_clock, near_clock;
	struct far_end far;
	struct near_end near;
	struct hub hub;
	struct device device;
	/* the line */
	bool down;                      /* nothing arrives */
	const char *protocol;           /* what the device's version arrives as, NULL: as it is */
	int lose;                       /* replies to lose */
	bool (*spoil)(struct world *w, struct device_answer *a, struct hub_reply *r);
	const char *from, *to;          /* what a spoiled reply says instead (sync_say.h) */
	int served, exchanges;
	enum sync_fault last;           /* what the hub said last */
	int replays;                    /* how often it said counter_replayed */
};

static inline int64_t world_wall(void *ctx)
{
	return ((struct world *)ctx)->wall;
}

static inline int64_t world_near_wall(void *ctx)
{
	return ((struct world *)ctx)->wall + ((struct world *)ctx)->off;
}

static inline int64_t world_mono(void *ctx)
{
	return ((struct world *)ctx)->mono;
}

static inline void world_pass(struct world *w, int64_t ms)
{
	w->wall += ms;
	w->mono += ms;
}

static inline struct device_options world_options(struct world *w)
{
	struct device_options o = { .store = &NEAR_STORE, .ctx = &w->near, .clock = &w->near_clock,
		.authority = "central.test:8080", .boot = "b00b00b00b00b00b00b00b00b00b00bb",
		.quality = "rtc", .software = "test 1" };

	return o;
}

/* Both ends made, a code issued, nobody enrolled. */
static inline struct world *world_open(void)
{
	struct world *w = mem_new(1, sizeof *w);
	struct device_options o;

	assert_int_equal(crypt_start(), OK);
	w->wall = WORLD_START;
	w->mono = 5000000;
	w->far_clock = (struct clock){ world_wall, world_mono, w };
	w->near_clock = (struct clock){ world_near_wall, world_mono, w };
	w->hub = (struct hub){ .store = &FAR_STORE, .ctx = &w->far, .clock = &w->far_clock,
		.epoch = "0123456789abcdef0123456789abcdef", .site_key = "RWQ", .intake_id = "k-1",
		.authorities = "other.test central.test:8080" };
	sign_key_make(&w->hub.key);
	hub_init(&w->hub);
	w->far.has_code = true;
	w->far.code = (struct hub_code){ .code_id = "B1EM", .secret = "EJQG07MFKKZSG07M",
		.kind = "kiosk", .expires = WORLD_START + 48 * HOUR_MS };
	o = world_options(w);
	device_init(&w->device, &o, NULL, NULL, 0);
	return w;
}

static inline void world_close(struct world *w)
{
	for (int i = 0; i < w->near.count; i++)
		buf_free(&w->near.items[i].text);
	buf_free(&w->near.carried);
	buf_free(&w->near.carried_reply);
	hub_free(&w->hub);
	device_free(&w->device);
	free(w);
}

/* Value of a header line of a request, "" when absent. */
static inline void world_header(const struct buf *headers, const char *name, char *out, size_t cap)
{
	const char *p = buf_text(headers);
	size_t n, len = strlen(name);

	out[0] = '\0';
	while (*p && (strncmp(p, name, len) != 0 || p[len] != ':'))
		p += strcspn(p, "\n") + 1;
	if (!*p)
		return;
	p += len + 2;
	n = strcspn(p, "\r");
	assert_true(n < cap);
	memcpy(out, p, n);
	out[n] = '\0';
}

/* A request as it lies on the wire, ready to be changed by a test. */
struct wired {
	char method[8], authority[64], path[1200], query[400];
	char protocol[16], counter[24], digest[96], input[SIG_INPUT], signature[128];
	char type[80], offset[24], accept[64], peer[64];
	struct buf body;
};

static inline void wired_from(struct wired *x, const struct device_request *rq)
{
	const char *q = strchr(rq->target, '?');

	memset(x, 0, sizeof *x);
	text_copy(x->method, sizeof x->method, rq->method);
	text_copy(x->authority, sizeof x->authority, "Central.test:8080");
	text_copy(x->path, sizeof x->path, rq->target);
	if (q) {
		x->path[q - rq->target] = '\0';
		text_copy(x->query, sizeof x->query, q + 1);
	}
	text_copy(x->peer, sizeof x->peer, "192.0.2.7");
	world_header(&rq->headers, "portiek-protocol", x->protocol, sizeof x->protocol);
	world_header(&rq->headers, "portiek-counter", x->counter, sizeof x->counter);
	world_header(&rq->headers, "content-digest", x->digest, sizeof x->digest);
	world_header(&rq->headers, "signature-input", x->input, sizeof x->input);
	world_header(&rq->headers, "signature", x->signature, sizeof x->signature);
	world_header(&rq->headers, "content-type", x->type, sizeof x->type);
	world_header(&rq->headers, "accept", x->accept, sizeof x->accept);
	buf_add(&x->body, buf_text(&rq->body), rq->body.len);
}

static inline int wired_serve(struct world *w, const struct wired *x, struct hub_reply *r)
{
	struct hub_request q = { .method = x->method, .authority = x->authority, .path = x->path,
		.query = x->query, .protocol = x->protocol, .counter = x->counter, .digest = x->digest,
		.input = x->input, .signature = x->signature, .type = x->type,
		.upload_offset = x->offset, .accept = x->accept, .peer = x->peer,
		.body = buf_text(&x->body), .body_len = x->body.len };
	int err;

	memset(r, 0, sizeof *r);
	err = hub_serve(&w->hub, &q, r);
	w->served++;
	w->last = r->fault;
	w->replays += r->fault == FAULT_COUNTER_REPLAYED;
	return err;
}

/* Bring a reply (or its absence) back to the device. */
static inline void world_deliver(struct world *w, int slot, struct hub_reply *r)
{
	struct device_answer a = { .err = OK, .why = "", .status = r->status, .body = buf_text(&r->body),
		.len = r->body.len, .type = r->type, .digest = r->digest, .input = r->input,
		.signature = r->signature };

	if (w->lose > 0) {
		w->lose--;
		a.err = ERR_NETWORK;
		a.why = "net_timeout";
	} else if (w->spoil && !w->spoil(w, &a, r)) {
		w->spoil = NULL;
	}
	device_answer(&w->device, slot, &a);
}

/* One request of the device, if it has any now, to its end. */
static inline bool world_exchange(struct world *w)
{
	struct device_request rq = { 0 };
	struct device_answer dead = { .err = ERR_NETWORK, .why = "net_refused", .type = "",
		.digest = "", .input = "", .signature = "", .body = "" };
	struct hub_reply r = { 0 };
	struct wired x;
	bool some = device_next(&w->device, &rq);

	if (some && w->down) {
		device_answer(&w->device, rq.slot, &dead);
	} else if (some) {
		wired_from(&x, &rq);
		if (w->protocol)
			text_copy(x.protocol, sizeof x.protocol, w->protocol);
		(void)!wired_serve(w, &x, &r);
		world_deliver(w, rq.slot, &r);
		buf_free(&x.body);
	}
	w->exchanges += some;
	buf_free(&r.body);
	buf_free(&rq.headers);
	buf_free(&rq.body);
	return some;
}

/* Let the device do all it wants, passing the time it asks for, for at most ms. */
static inline void world_run(struct world *w, int64_t ms)
{
	int64_t end = w->mono + ms;

	for (int turns = 0; turns < 100000; turns++) {
		int64_t wait;

		while (world_exchange(w))
			;
		wait = device_wait(&w->device);
		if (wait < 0 || w->mono + wait > end)
			return;
		world_pass(w, wait > 0 ? wait : 1);
	}
	fail_msg("the device does not come to rest");
}

static inline void world_enrol(struct world *w)
{
	device_enrol(&w->device, WORLD_CODE, "");
	w->device.o.poll_ms = -1;
	world_run(w, MINUTE_MS);
	assert_int_equal(w->device.enrol_result, OK);
}

/* An enrolled pair at rest. */
static inline struct world *world_ready(void)
{
	struct world *w = world_open();

	world_enrol(w);
	return w;
}

/* Capture one item; body: bytes as if sealed. */
static inline int64_t world_capture_body(struct world *w, bool urgent, const void *body, size_t n)
{
	struct near_item *it = &w->near.items[w->near.count++];
	struct wire_detail d = { .kind = "report.new", .schema = 1, .key = "k-1",
		.t = { w->wall + w->off, w->mono, "b00b00b00b00b00b00b00b00b00b00bb" } };
	uint8_t rnd[10];
	char id[UUID_TEXT];

	assert_true(w->near.count <= WORLD_ITEMS);
	crypt_random(rnd, sizeof rnd);
	uuid7_make(w->wall, rnd, id);
	uuid_bytes(id, it->id);
	sha256(body, n, it->h);
	it->urgent = urgent;
	wire_item_write(&it->text, w->near.count, id, &d, body, n);
	device_nudge(&w->device);
	return w->near.count;
}

static inline int64_t world_capture(struct world *w)
{
	char body[64];
	int n = snprintf(body, sizeof body, "sealed body number %d", w->near.count);

	return world_capture_body(w, false, body, (size_t)n);
}

/* An item of another kind; the kind is its body too. */
static inline void world_capture_kind(struct world *w, const char *kind)
{
	struct near_item *it = &w->near.items[world_capture(w) - 1];
	struct wire_detail d = { .schema = 1, .key = "k-1", .t = { w->wall, w->mono, "b00b00b00b00b00b00b00b00b00b00bb" } };
	char id[UUID_TEXT];

	text_copy(d.kind, sizeof d.kind, kind);
	uuid_text(it->id, id);
	buf_clear(&it->text);
	wire_item_write(&it->text, w->near.count, id, &d, kind, strlen(kind));
	sha256(kind, strlen(kind), it->h);
}

/* The kiosk takes a new key, and central is put back to before that: it holds the items, and the old key. */
static inline void world_unrotate(struct world *w)
{
	struct hub_device before = w->far.devices[0];

	device_rotate_start(&w->device);
	world_run(w, MINUTE_MS);
	world_capture(w);
	world_run(w, MINUTE_MS);
	before.hwm = w->far.devices[0].hwm;
	memcpy(before.chain, w->far.devices[0].chain, HASH_BYTES);
	w->far.devices[0] = before;
}

/* Everything captured is at central exactly once and the chains agree. */
static inline void world_check_all(struct world *w)
{
	uint8_t c[32] = { 0 };
	char hex[HEX32_TEXT];

	assert_int_equal(near_pending(&w->near), 0);
	for (int i = 0; i < w->near.count; i++) {
		chain_next(c, w->near.items[i].id, w->near.items[i].h);
		if (!w->near.items[i].dead && !w->near.items[i].gone)
			assert_non_null(far_find_item(&w->far, w->near.items[i].id));
	}
	hex_encode(c, 32, hex);
	assert_string_equal(w->device.marks.chain, hex);
	assert_int_equal(w->device.marks.hwm, w->near.count);
}

#endif
