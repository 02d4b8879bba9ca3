/* A batch: every item is judged alone, marks and raw items are stored together (section 3).
 *
 * Whole-batch refusals come first, before anything is stored; after that nothing about one item can
 * hold up another.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "shared/base/pack.h"
#include "shared/base/val.h"
#include "shared/model/chain.h"
#include "shared/sync/hub_inside.h"

/* One batch being taken in. */
struct intake {
	struct hub_call *c;
	struct wire_head head;
	int count;
	int64_t offset;              /* our wall clock minus the device's monotonic clock */
	size_t body_at[WIRE_ITEMS];  /* decoded bodies, in hub->bodies */
	size_t body_len[WIRE_ITEMS];
	int64_t acked[WIRE_ITEMS];
	int acked_count;
	int64_t waiting[WIRE_ITEMS]; /* keys of new items that name parents */
	int waiting_item[WIRE_ITEMS];
	int waiting_count;
};

static enum sync_fault unpack(struct hub_call *c)
{
	struct val_limits limits = { .big_key = "body" };
	struct val_fault why;
	struct buf *text = &c->hub->inflated;
	int rc;

	buf_clear(text);
	rc = pack_inflate(c->rq->body, c->rq->body_len, WIRE_INFLATED, NULL, 0, text);
	if (rc != OK)
		return rc == ERR_TOO_LARGE ? FAULT_TOO_LARGE : FAULT_BAD_ZLIB;
	if (val_scan(text->data, text->len, &limits, &why) == OK)
		return FAULT_NONE;
	snprintf(c->detail, sizeof c->detail, ",\"offset\":%zu,\"why\":\"%s\"", why.offset, why.why);
	return FAULT_BAD_JSON;
}

static enum sync_fault envelope(struct hub_call *c, const char *path)
{
	snprintf(c->detail, sizeof c->detail, ",\"path\":\"%s\"", path);
	return FAULT_BAD_ENVELOPE;
}

/* Decode every body once: for its hash, its size and the store. */
static enum sync_fault decode_bodies(struct intake *in)
{
	struct hub *hub = in->c->hub;
	char path[40];

	buf_clear(&hub->bodies);
	for (int i = 0; i < in->count; i++) {
		struct wire_item *it = &hub->items[i];
		if (it->is_void)
			continue;
		const char *b64 = it->body.p + 1;
		size_t len = it->body.n - 2, before = hub->bodies.len;
		if (memchr(b64, '\\', len)) { /* escaped slashes are legal JSON */
			buf_clear(&hub->text);
			span_append(it->body, &hub->text);
			b64 = hub->text.data;
			len = hub->text.len;
			it->cut = 0;
		}
		if (base64_decode(b64, len, &hub->bodies) != OK) {
			snprintf(path, sizeof path, "/items/%d/body", i);
			return envelope(in->c, path);
		}
		in->body_at[i] = before;
		in->body_len[i] = hub->bodies.len - before;
		sha256(hub->bodies.data + before, in->body_len[i], it->h);
	}
	return FAULT_NONE;
}

static enum sync_fault read_batch(struct intake *in)
{
	struct hub *hub = in->c->hub;
	struct wire_fault where = { "" };
	enum sync_fault f = unpack(in->c);
	int rc;

	if (f != FAULT_NONE)
		return f;
	rc = wire_batch_read(hub->inflated.data, hub->inflated.len, &in->head, hub->items, &in->count,
			     &where);
	if (rc == ERR_TOO_LARGE)
		return FAULT_TOO_LARGE;
	if (rc != OK)
		return envelope(in->c, where.path);
	if (strcmp(in->head.device, in->c->dev.uuid) != 0)
		return envelope(in->c, "/device");
	return decode_bodies(in);
}

static void except(struct intake *in, int64_t seq, enum wire_result_kind r, const char *code,
		   const char *path)
{
	struct wire_reply *reply = &in->c->hub->reply;
	struct wire_result *x = &reply->results[reply->result_count++];

	x->seq = seq;
	x->r = r;
	text_copy(x->code, sizeof x->code, code);
	text_copy(x->path, sizeof x->path, path);
}

static void describe(struct intake *in, int i, struct hub_item *it)
{
	struct wire_item *w = &in->c->hub->items[i];

	memset(it, 0, sizeof *it);
	it->device = in->c->dev.n;
	it->seq = w->seq;
	uuid_bytes(w->id, it->id);
	memcpy(it->h, w->h, sizeof it->h);
	it->t_recv = in->c->now;
	it->fault = w->fault;
	it->path = w->path;
	it->text = w->text;
	if (w->is_void)
		return;
	it->cut = w->cut;
	it->body_text = w->body.n - 2;
	it->body = in->c->hub->bodies.data + in->body_at[i];
	it->body_len = in->body_len[i];
	if (w->fault[0]) {
		it->t = in->c->now;
		it->quality = QUALITY_CLAMPED;
	} else {
		hub_estimate(in->c, &in->head.clock, w, it);
	}
	if (in->c->dev.flooded && !w->fault[0])
		it->fault = "too_many_lines";
}

/* The mark moves over everything that follows it without a gap. */
static int step_mark(struct hub_call *c, const uint8_t id[16], const uint8_t h[HASH_BYTES])
{
	c->dev.hwm++;
	chain_next(c->dev.chain, id, h);
	if (c->dev.hwm % CHAIN_EVERY != 0)
		return OK;
	return c->hub->store->chain_put(c->hub->ctx, c->dev.n, c->dev.hwm, c->dev.chain);
}

static void fill_gap(struct hub_call *c)
{
	uint8_t id[16], h[HASH_BYTES];

	while (c->storage == OK &&
	       c->hub->store->mark_get(c->hub->ctx, c->dev.n, c->dev.hwm + 1, id, h))
		c->storage = step_mark(c, id, h);
}

static int keep_stray(struct intake *in, const struct hub_item *it, bool forked)
{
	except(in, it->seq, RESULT_CONFLICT, "", "");
	if (forked)
		in->c->dev.state = HUB_FORKED;
	return in->c->hub->store->stray_put(in->c->hub->ctx, it);
}

static int store_body(struct intake *in, int i, const struct hub_item *it)
{
	struct hub_call *c = in->c;
	struct wire_item *w = &c->hub->items[i];
	enum hub_put put = PUT_SAME;
	int64_t n = 0;
	int rc;

	if (w->is_void)
		return c->hub->store->void_put(c->hub->ctx, c->dev.n, w->seq, w->void_why, c->now);
	rc = c->hub->store->item_put(c->hub->ctx, it, &put, &n);
	if (rc != OK)
		return rc;
	if (put == PUT_OTHER)
		return keep_stray(in, it, false);
	if (it->fault[0])
		except(in, w->seq, RESULT_QUARANTINED, it->fault, it->path);
	if (put == PUT_NEW) {
		c->out->stored++;
		c->out->alarm = c->out->alarm || w->alarm;
		if (w->after.n) {
			in->waiting[in->waiting_count] = n;
			in->waiting_item[in->waiting_count++] = i;
		}
	}
	return OK;
}

/* A rebuilt device knows of this number only that it was given: what is held under it is right. */
static bool hash_unknown(const uint8_t h[HASH_BYTES])
{
	static const uint8_t none[HASH_BYTES];

	return memcmp(h, none, HASH_BYTES) == 0;
}

static int store_item(struct intake *in, int i)
{
	struct hub_call *c = in->c;
	const struct hub_store *s = c->hub->store;
	struct wire_item *w = &c->hub->items[i];
	struct hub_item it;
	enum hub_put put = PUT_SAME;
	int rc;

	if (!w->is_void && in->body_len[i] > WIRE_BODY) {
		except(in, w->seq, RESULT_REFUSED, "too_large", "/body");
		return OK;
	}
	if (w->seq > c->dev.hwm + WIRE_AHEAD) {
		except(in, w->seq, RESULT_RETRY, "seq_ahead", "/seq");
		return OK;
	}
	describe(in, i, &it);
	rc = s->mark_put(c->hub->ctx, c->dev.n, w->seq, it.id, it.h, &put);
	if (rc != OK)
		return rc;
	in->acked[in->acked_count++] = w->seq;
	if (put == PUT_OTHER && w->is_void && hash_unknown(w->h))
		return OK;
	if (put == PUT_OTHER)
		return keep_stray(in, &it, true);
	if (w->seq == c->dev.hwm + 1)
		rc = step_mark(c, it.id, it.h);
	return rc == OK ? store_body(in, i, &it) : rc;
}

/* Items that name a parent nobody has yet. After the whole batch, so order inside it is free. */
static int park_items(struct intake *in)
{
	struct hub *hub = in->c->hub;

	for (int k = 0; k < in->waiting_count; k++) {
		struct wire_item *w = &hub->items[in->waiting_item[k]];
		struct walk walk;
		struct span name, value;
		char text[UUID_TEXT];
		uint8_t id[16];
		bool parked = false;

		walk_begin(&walk, w->after);
		while (walk_next(&walk, &name, &value)) {
			(void)span_copy(value, text, sizeof text); /* an id: it was read before */
			uuid_bytes(text, id);
			if (hub->store->item_known(hub->ctx, id))
				continue;
			parked = true;
			if (hub->store->item_park(hub->ctx, in->waiting[k], id) != OK)
				return ERR_STORAGE;
		}
		if (parked)
			except(in, w->seq, RESULT_PARKED, "", "");
	}
	return OK;
}

static void answer(struct intake *in)
{
	struct hub_call *c = in->c;
	struct wire_reply *r = &c->hub->reply;

	text_copy(r->epoch, sizeof r->epoch, c->hub->epoch);
	r->now = c->now;
	r->hwm = c->dev.hwm;
	r->safe_hwm = c->dev.safe_hwm;
	hex_encode(c->dev.chain, HASH_BYTES, r->chain);
	r->ack_count = wire_ranges(in->acked, in->acked_count, r->ack);
	r->credit_items = WIRE_ITEMS;
	r->credit_bytes = WIRE_PACKED;
	r->pull = c->dev.state == HUB_ACTIVE && c->hub->store->news(c->hub->ctx, &c->dev);
	wire_reply_write(&c->out->body, c->sig_text, r);
}

static void heard(struct intake *in)
{
	struct hub_call *c = in->c;

	if (c->storage == OK)
		c->storage = c->hub->store->device_heard(c->hub->ctx, &c->dev, &in->head, in->offset);
	if (in->head.queue.pending <= in->acked_count)
		c->dev.drained = c->now;
}

enum sync_fault hub_batch(struct hub_call *c)
{
	struct intake in = { .c = c };
	enum sync_fault f = read_batch(&in);

	if (f != FAULT_NONE)
		return f;
	memset(&c->hub->reply, 0, sizeof c->hub->reply);
	in.offset = hub_sent(c) - in.head.clock.mono;
	for (int i = 0; i < in.count && c->storage == OK; i++)
		c->storage = store_item(&in, i);
	fill_gap(c);
	if (c->storage == OK)
		c->storage = park_items(&in);
	if (!c->carried) /* what a file says about its device's queue is old */
		heard(&in);
	if (c->storage == OK)
		answer(&in);
	return FAULT_NONE;
}
