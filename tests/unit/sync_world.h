/* Both ends of the sync protocol in one process: the engine of a device and central's hub over plain
 * arrays, a clock that only moves when told, and a line that may lose, hold or spoil what it carries.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_UNIT_SYNC_WORLD_H
#define TESTS_UNIT_SYNC_WORLD_H

#include "tests/unit/check.h"

#undef skip /* of cmocka */

#include "shared/base/pack.h"
#include "shared/base/text.h"
#include "shared/model/chain.h"
#include "shared/sync/device.h"
#include "shared/sync/hub.h"
#include "shared/sync/proof.h"

#define WORLD_ITEMS 3000
#define WORLD_START INT64_C(1795300000000)
#define WORLD_CODE "B1EMEJQG07MFKKZSG07M"
#define BATCH_TYPE "application/vnd.portiek.batch-z"

/* ---- central ------------------------------------------------------------------------------------ */

struct far_mark {
	int64_t device, seq;
	uint8_t id[16], h[32];
};

struct far_item {
	uint8_t id[16], h[32];
	int64_t device, seq, t;
	enum hub_quality quality;
	char fault[WIRE_CODE];
	bool parked;
};

struct far_end {
	struct hub_device devices[4];
	char cert[4][256], cert_sig[4][SIG_TEXT];
	int device_count;
	struct hub_code code;
	bool has_code;
	struct far_mark marks[WORLD_ITEMS];
	int mark_count;
	struct far_item items[WORLD_ITEMS];
	int item_count;
	int strays, voids, wishes;      /* wishes: calls of chain_put */
	struct { int64_t seq; uint8_t c[32]; } chain[64];
	int chain_count;
	bool full;                      /* no room on disk */
	int last_change;                /* newest feed number */
	int seen;                       /* up to which the device has read */
	bool gone;                      /* cursors are not valid any more */
	char site[2000];
};

static inline bool far_device_get(void *ctx, const char *uuid, struct hub_device *ret)
{
	struct far_end *f = ctx;

	for (int i = 0; i < f->device_count; i++)
		if (strcmp(f->devices[i].uuid, uuid) == 0)
			return *ret = f->devices[i], true;
	return false;
}

static inline int far_device_put(void *ctx, const struct hub_device *d)
{
	struct far_end *f = ctx;

	f->devices[d->n] = *d;
	return f->full ? ERR_STORAGE : OK;
}

static inline int far_heard(void *ctx, const struct hub_device *d, const struct wire_head *h,
			    int64_t offset)
{
	(void)ctx, (void)d, (void)h, (void)offset;
	return OK;
}

static inline bool far_boot(void *ctx, int64_t device, const char *boot, int64_t *ret)
{
	(void)ctx, (void)device;
	*ret = WORLD_START - 7000000;
	return boot[0] == 'e';
}

static inline bool far_code_get(void *ctx, const char *code_id, struct hub_code *ret)
{
	struct far_end *f = ctx;

	*ret = f->code;
	return f->has_code && strcmp(code_id, f->code.code_id) == 0;
}

static inline void far_code_failed(void *ctx, const char *code_id)
{
	(void)code_id;
	((struct far_end *)ctx)->code.failures++;
}

static inline int far_enrol(void *ctx, const struct hub_enrol *e, struct hub_device *d,
			    const char *cert, const char *cert_sig, int64_t now)
{
	struct far_end *f = ctx;

	(void)now;
	d->n = f->device_count++;
	f->devices[d->n] = *d;
	text_copy(f->cert[d->n], 256, cert);
	text_copy(f->cert_sig[d->n], SIG_TEXT, cert_sig);
	f->code.redeemed = true;
	memcpy(f->code.pub, e->pub, 32);
	text_copy(f->code.device, UUID_TEXT, d->uuid);
	return OK;
}

static inline bool far_hint(void *ctx, const char *hint)
{
	(void)ctx;
	return hint[0] == 'f';
}

static inline bool far_cert(void *ctx, const char *uuid, char cert[256], char cert_sig[SIG_TEXT])
{
	struct far_end *f = ctx;

	for (int i = 0; i < f->device_count; i++)
		if (strcmp(f->devices[i].uuid, uuid) == 0) {
			text_copy(cert, 256, f->cert[i]);
			text_copy(cert_sig, SIG_TEXT, f->cert_sig[i]);
		}
	return true;
}

static inline struct far_mark *far_find_mark(struct far_end *f, int64_t device, int64_t seq)
{
	for (int i = f->mark_count - 1; i >= 0; i--)
		if (f->marks[i].device == device && f->marks[i].seq == seq)
			return &f->marks[i];
	return NULL;
}

static inline int far_mark_put(void *ctx, int64_t device, int64_t seq, const uint8_t id[16],
			       const uint8_t h[32], enum hub_put *ret)
{
	struct far_end *f = ctx;
	struct far_mark *m = far_find_mark(f, device, seq);

	if (f->full)
		return ERR_STORAGE;
	*ret = PUT_NEW;
	if (m) {
		bool same = memcmp(m->id, id, 16) == 0 && memcmp(m->h, h, 32) == 0;
		return *ret = same ? PUT_SAME : PUT_OTHER, OK;
	}
	assert_true(f->mark_count < WORLD_ITEMS);
	m = &f->marks[f->mark_count++];
	*m = (struct far_mark){ .device = device, .seq = seq };
	memcpy(m->id, id, 16);
	memcpy(m->h, h, 32);
	return OK;
}

static inline bool far_mark_get(void *ctx, int64_t device, int64_t seq, uint8_t id[16],
				uint8_t h[32])
{
	struct far_mark *m = far_find_mark(ctx, device, seq);

	if (!m)
		return false;
	memcpy(id, m->id, 16);
	memcpy(h, m->h, 32);
	return true;
}

static inline int far_chain_put(void *ctx, int64_t device, int64_t seq, const uint8_t c[32])
{
	struct far_end *f = ctx;

	(void)device;
	f->chain[f->chain_count].seq = seq;
	memcpy(f->chain[f->chain_count++].c, c, 32);
	return OK;
}

static inline int64_t far_chain_get(void *ctx, int64_t device, int64_t seq, uint8_t c[32])
{
	struct far_end *f = ctx;
	int64_t best = 0;

	(void)device;
	memset(c, 0, 32);
	for (int i = 0; i < f->chain_count; i++)
		if (f->chain[i].seq <= seq && f->chain[i].seq > best) {
			best = f->chain[i].seq;
			memcpy(c, f->chain[i].c, 32);
		}
	return best;
}

static inline struct far_item *far_find_item(struct far_end *f, const uint8_t id[16])
{
	for (int i = f->item_count - 1; i >= 0; i--)
		if (memcmp(f->items[i].id, id, 16) == 0)
			return &f->items[i];
	return NULL;
}

static inline int far_item_put(void *ctx, const struct hub_item *it, enum hub_put *ret,
			       int64_t *ret_n)
{
	struct far_end *f = ctx;
	struct far_item *x = far_find_item(f, it->id);

	if (x)
		return *ret = memcmp(x->h, it->h, 32) == 0 ? PUT_SAME : PUT_OTHER, OK;
	assert_true(f->item_count < WORLD_ITEMS);
	x = &f->items[f->item_count];
	memset(x, 0, sizeof *x);
	memcpy(x->id, it->id, 16);
	memcpy(x->h, it->h, 32);
	x->device = it->device;
	x->seq = it->seq;
	x->t = it->t;
	x->quality = it->quality;
	text_copy(x->fault, sizeof x->fault, it->fault);
	*ret = PUT_NEW;
	*ret_n = f->item_count++;
	return OK;
}

static inline bool far_item_known(void *ctx, const uint8_t id[16])
{
	return far_find_item(ctx, id) != NULL;
}

static inline int far_park(void *ctx, int64_t n, const uint8_t parent[16])
{
	(void)parent;
	((struct far_end *)ctx)->items[n].parked = true;
	return OK;
}

static inline int far_stray(void *ctx, const struct hub_item *it)
{
	(void)it;
	((struct far_end *)ctx)->strays++;
	return OK;
}

static inline int far_void(void *ctx, int64_t device, int64_t seq, const char *why, int64_t now)
{
	(void)device, (void)seq, (void)why, (void)now;
	((struct far_end *)ctx)->voids++;
	return OK;
}

/* A feed of `last_change` config rows; the cursor is the number. */
static inline int far_changes(void *ctx, const struct hub_device *d, const char *epoch,
			      const char *cursor, int limit, struct buf *out)
{
	struct far_end *f = ctx;
	int64_t after = 0;
	int count = 0;

	(void)d, (void)epoch;
	if (cursor[0] && (f->gone || !int_parse(cursor, 0, f->last_change, &after)))
		return f->gone = false, ERR_GONE;
	limit = limit > 100 ? 100 : limit;
	buf_str(out, "\"changes\":[");
	for (; after < f->last_change && count < limit; count++) {
		after++;
		buf_fmt(out, "%s{\"feed\":\"config\",\"key\":\"k%lld\",\"rev\":%lld,\"op\":\"put\","
			"\"body\":{\"n\":%lld}}", count ? "," : "", (long long)after, (long long)after,
			(long long)after);
	}
	f->seen = (int)after;
	buf_fmt(out, "],\"cursor\":\"%lld\",\"more\":%s", (long long)after,
		after < f->last_change ? "true" : "false");
	return OK;
}

static inline int far_site(void *ctx, const char *version, int64_t from, size_t max,
			   struct buf *out, int64_t *ret_size)
{
	struct far_end *f = ctx;
	size_t left;

	if (strcmp(version, "v1") != 0 || from > (int64_t)sizeof f->site)
		return ERR_NOT_FOUND;
	left = sizeof f->site - (size_t)from;
	max = max > 700 ? 700 : max;
	buf_add(out, f->site + from, left < max ? left : max);
	*ret_size = sizeof f->site;
	return OK;
}

static inline bool far_news(void *ctx, const struct hub_device *d)
{
	struct far_end *f = ctx;

	(void)d;
	return f->seen < f->last_change;
}

static const struct hub_store FAR_STORE = {
	far_device_get, far_device_put, far_heard, far_boot, far_code_get, far_code_failed, far_enrol,
	far_hint, far_cert, far_mark_put, far_mark_get, far_chain_put, far_chain_get, far_item_put,
	far_item_known, far_park, far_stray, far_void, far_changes, far_site, far_news,
};

/* ---- the kiosk ------------------------------------------------------------------------------------ */

struct near_item {
	struct buf text;
	uint8_t id[16], h[32];
	bool urgent, acked, dead, is_void;
};

struct near_end {
	struct near_item items[WORLD_ITEMS]; /* by seq - 1 */
	int count;
	int64_t counters;
	int reserved;                        /* times */
	char cursor[128];
	int resets, pages, changes, fresh;
	struct device_marks marks;
	struct sign_key enrol_key;
	bool has_enrol_key;
	struct device_identity id;
	bool storage_fails;
	char site[2000];
	int64_t site_have;
	bool site_wanted;
};

static inline int64_t near_reserve(void *ctx, int64_t above)
{
	struct near_end *n = ctx;

	n->reserved++;
	return n->counters = (above > n->counters ? above : n->counters) + DEVICE_COUNTERS;
}

static inline bool near_give(struct near_item *it, int64_t seq,
			     bool (*take)(void *arg, const struct device_pending *p), void *arg)
{
	struct device_pending p = { seq, it->urgent, buf_text(&it->text), it->text.len };
	BUF(text);

	if (it->dead) {
		wire_void_write(&text, seq, it->id, it->h, "refused");
		p.text = buf_text(&text);
		p.len = text.len;
	}
	return take(arg, &p);
}

static inline void near_each(void *ctx, bool (*skip)(void *arg, int64_t seq),
			     bool (*take)(void *arg, const struct device_pending *p), void *arg)
{
	struct near_end *n = ctx;

	for (int urgent = 1; urgent >= 0; urgent--)
		for (int i = 0; i < n->count; i++)
			if (!n->items[i].acked && n->items[i].urgent == urgent && !skip(arg, i + 1) &&
			    !near_give(&n->items[i], i + 1, take, arg))
				return;
}

static inline int near_pending(const struct near_end *n)
{
	int pending = 0;

	for (int i = 0; i < n->count; i++)
		pending += !n->items[i].acked;
	return pending;
}

static inline void near_queue(void *ctx, struct wire_queue *ret)
{
	memset(ret, 0, sizeof *ret);
	ret->pending = near_pending(ctx);
}

static inline void near_begin(void *ctx)
{
	(void)ctx;
}

static inline int near_commit(void *ctx, bool keep)
{
	(void)keep;
	return ((struct near_end *)ctx)->storage_fails ? ERR_STORAGE : OK;
}

static inline void near_acked(void *ctx, int64_t from, int64_t to)
{
	struct near_end *n = ctx;

	for (int64_t s = from; s <= to && !n->storage_fails; s++)
		n->items[s - 1].acked = true;
}

static inline void near_bury(void *ctx, int64_t seq, const char *code)
{
	struct near_end *n = ctx;

	(void)code;
	if (n->items[seq - 1].dead)
		n->items[seq - 1].acked = true;
	n->items[seq - 1].dead = true;
}

static inline void near_marks(void *ctx, const struct device_marks *m)
{
	((struct near_end *)ctx)->marks = *m;
}

static inline void near_cursor(void *ctx, char *out, size_t cap)
{
	text_copy(out, cap, ((struct near_end *)ctx)->cursor);
}

static inline void near_page_begin(void *ctx, bool fresh)
{
	((struct near_end *)ctx)->fresh += fresh;
	((struct near_end *)ctx)->pages++;
}

static inline void near_page_change(void *ctx, const struct device_change *c)
{
	assert_string_equal(c->feed, "config");
	((struct near_end *)ctx)->changes++;
}

static inline void near_page_end(void *ctx, const char *cursor, bool more)
{
	struct near_end *n = ctx;

	(void)more;
	text_copy(n->cursor, sizeof n->cursor, cursor);
}

static inline void near_reset(void *ctx)
{
	((struct near_end *)ctx)->cursor[0] = '\0';
	((struct near_end *)ctx)->resets++;
}

static inline bool near_site_wanted(void *ctx, char version[65], int64_t *from)
{
	struct near_end *n = ctx;

	text_copy(version, 65, "v1");
	*from = n->site_have;
	return n->site_wanted;
}

static inline int near_site_piece(void *ctx, const char *version, int64_t from, int64_t size,
				  const void *data, size_t len)
{
	struct near_end *n = ctx;

	assert_string_equal(version, "v1");
	assert_int_equal(size, sizeof n->site);
	memcpy(n->site + from, data, len);
	n->site_have = from + (int64_t)len;
	n->site_wanted = n->site_have < size;
	return OK;
}

static inline int near_enrol_key(void *ctx, const char *code_id, struct sign_key *ret)
{
	struct near_end *n = ctx;

	(void)code_id;
	if (!n->has_enrol_key)
		sign_key_make(&n->enrol_key);
	n->has_enrol_key = true;
	*ret = n->enrol_key;
	return OK;
}

static inline int near_enrolled(void *ctx, const struct device_identity *id)
{
	((struct near_end *)ctx)->id = *id;
	return OK;
}

static inline void near_random(void *ctx, void *out, size_t n)
{
	(void)ctx;
	memset(out, 0x2b, n);
}

static const struct device_store NEAR_STORE = {
	near_reserve, near_each, near_queue, near_begin, near_commit, near_acked, near_bury, near_marks,
	near_cursor, near_page_begin, near_page_change, near_page_end, near_reset, near_site_wanted,
	near_site_piece, near_enrol_key, near_enrolled, near_random,
};

/* ---- the world ------------------------------------------------------------------------------------- */

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
	int lose;                       /* replies to lose */
	bool (*spoil)(struct world *w, struct device_answer *a, struct hub_reply *r);
	int served, exchanges;
	enum sync_fault last;           /* what the hub said last */
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

/* Everything captured is at central exactly once and the chains agree. */
static inline void world_check_all(struct world *w)
{
	uint8_t c[32] = { 0 };
	char hex[HEX32_TEXT];

	assert_int_equal(near_pending(&w->near), 0);
	for (int i = 0; i < w->near.count; i++) {
		chain_next(c, w->near.items[i].id, w->near.items[i].h);
		if (!w->near.items[i].dead)
			assert_non_null(far_find_item(&w->far, w->near.items[i].id));
	}
	hex_encode(c, 32, hex);
	assert_string_equal(w->device.marks.chain, hex);
	assert_int_equal(w->device.marks.hwm, w->near.count);
}

#endif
