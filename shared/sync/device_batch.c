/* Batches: what goes into one, and what its reply means.
 *
 * What does not fit the plain road, refused batches and items that must wait, is in device_poison.c.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/log.h"
#include "shared/base/pack.h"
#include "shared/sync/device_inside.h"

#define ECHO_MS (5 * SECOND_MS) /* after a delivery: by then central knows what became of it */

/* A batch being filled. */
struct filling {
	struct device *d;
	struct device_flight *f;
	const struct device_group *only; /* a part of a refused batch, NULL: the queue */
	int64_t now;
	int most;
	size_t room;
	bool more;                       /* there is more than fitted */
};

static bool in_group(const struct device_group *g, int64_t seq)
{
	for (int i = 0; i < g->count; i++)
		if (g->seqs[i] == seq)
			return true;
	return false;
}

static bool skip_item(void *arg, int64_t seq)
{
	struct filling *x = arg;

	if (x->only)
		return !in_group(x->only, seq);
	if (device_underway(x->d, seq) || device_resting(x->d, seq, x->now))
		return true;
	for (int i = 0; i < x->d->group_count; i++)
		if (in_group(&x->d->groups[i], seq))
			return true;
	return false;
}

static bool take_item(void *arg, const struct device_pending *p)
{
	struct filling *x = arg;
	struct buf *text = &x->d->text;
	uint32_t kind;

	if (x->f->count == x->most || (x->f->count > 0 && text->len + p->len > x->room)) {
		x->more = true;
		return false;
	}
	kind = device_kind_of(p->text, p->len);
	if (device_kind_shut(x->d, kind, x->now))
		return true;
	wire_batch_item(text, p->text, p->len, x->f->count == 0);
	x->f->ends[x->f->count] = (uint32_t)text->len;
	x->f->kinds[x->f->count] = kind;
	x->f->seqs[x->f->count++] = p->seq;
	return true;
}

void device_batch_head(struct device *d)
{
	struct wire_head h = { 0 };

	text_copy(h.device, sizeof h.device, d->id.device);
	text_copy(h.epoch, sizeof h.epoch, d->marks.epoch);
	text_copy(h.clock.boot, sizeof h.clock.boot, d->o.boot);
	text_copy(h.quality, sizeof h.quality, d->o.quality);
	h.clock.wall = clock_wall(d->o.clock);
	h.clock.mono = clock_mono(d->o.clock);
	d->o.store->queue(d->o.ctx, &h.queue);
	wire_batch_begin(&d->text, &h);
}

/* Fill and pack; again with half as many when it came out too large. */
static void fill(struct filling *x, struct buf *out)
{
	struct device *d = x->d;
	size_t cap = (size_t)d->credit_bytes;

	for (;;) {
		x->f->count = 0;
		x->more = false;
		buf_clear(&d->text);
		buf_clear(out);
		device_batch_head(d);
		d->o.store->each_pending(d->o.ctx, skip_item, take_item, x);
		wire_batch_end(&d->text);
		pack_fast(d->text.data, d->text.len, out);
		if (out->len <= cap || x->f->count <= 1)
			return;
		x->most = x->f->count / 2;
	}
}

/* A part of a refused batch that still has pending items, taken off the pile. */
static bool take_group(struct device *d, struct filling *x, struct device_group *g,
		       struct buf *out)
{
	while (d->group_count > 0) {
		*g = d->groups[--d->group_count];
		x->only = g;
		x->most = WIRE_ITEMS;
		fill(x, out);
		if (x->f->count > 0)
			return true;
	}
	x->only = NULL;
	return false;
}

static int free_slot(const struct device *d)
{
	return d->flights[0].kind == KIND_NONE ? 0 : 1;
}

bool device_batch_next(struct device *d, int64_t now, struct device_request *ret)
{
	int slot = free_slot(d);
	struct filling x = { .d = d, .f = &d->flights[slot], .now = now };
	struct device_group group;
	int64_t last;
	bool poll = slot == 0 && ((d->o.poll_ms > 0 && now >= d->poll_at) || device_refill_knocks(d, now)),
	     some = false;

	x.room = (size_t)d->credit_bytes + (size_t)d->credit_bytes / 4;
	x.room = x.room > DEVICE_TEXT ? DEVICE_TEXT : x.room;
	if (d->group_turn)
		some = take_group(d, &x, &group, &ret->body);
	if (!some) {
		x.most = (int)d->credit_items;
		fill(&x, &ret->body);
		some = x.f->count > 0;
		d->has_pending = x.more;
	}
	if (!some && d->group_count > 0)
		some = take_group(d, &x, &group, &ret->body);
	if (!some) { /* what is in a part still waits */
		device_drop_rested(d, now);
		device_kind_drop(d, now);
	}
	d->group_turn = d->group_count > 0 && !x.only;
	if (!some && !poll) {
		buf_clear(&ret->body);
		return false;
	}
	if (!some)
		fill(&x, &ret->body); /* an empty batch: a sign of life with the state of the queue */
	d->poll_at = now + d->o.poll_ms;
	x.f->hwm = d->marks.hwm;
	x.f->mark = d->o.store->upto(d->o.ctx, &last);
	device_sign(d, slot, KIND_BATCH, "POST", "/batches", "application/vnd.portiek.batch-z", ret);
	return true;
}

void device_batch_lost(struct device *d, struct device_flight *f)
{
	if (f->count > 0)
		d->has_pending = true;
}

static const struct wire_result *result_of(const struct wire_reply *r, int64_t seq)
{
	for (int i = 0; i < r->result_count; i++)
		if (r->results[i].seq == seq)
			return &r->results[i];
	return NULL;
}

static int by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

/* Acknowledged numbers of this batch leave the queue, in runs. */
static void take_acks(struct device *d, struct device_flight *f, const struct wire_reply *r)
{
	int64_t from = 0, to = 0;

	qsort(f->seqs, (size_t)f->count, sizeof f->seqs[0], by_number);
	for (int i = 0; i < f->count; i++) {
		if (!wire_in_ranges(r->ack, r->ack_count, f->seqs[i]))
			continue;
		device_forget_rest(d, f->seqs[i]);
		if (from && f->seqs[i] == to + 1) {
			to++;
			continue;
		}
		if (from)
			d->o.store->acked(d->o.ctx, from, to);
		from = to = f->seqs[i];
	}
	if (from)
		d->o.store->acked(d->o.ctx, from, to);
}

/* false: more items must wait than can wait apart. */
static bool take_exceptions(struct device *d, const struct device_flight *f,
			    const struct wire_reply *r)
{
	bool room = true;

	for (int i = 0; i < f->count; i++) {
		const struct wire_result *x = result_of(r, f->seqs[i]);

		if (x)
			log_line(x->r == RESULT_CONFLICT ? LOG_ERROR : LOG_NOTE, "sync.result",
				 "seq=%lld r=%s code=%s path=%s", (long long)x->seq,
				 wire_result_name(x->r), x->code, x->path);
		if (wire_in_ranges(r->ack, r->ack_count, f->seqs[i]))
			continue;
		if (x && x->r == RESULT_REFUSED) {
			device_forget_rest(d, f->seqs[i]);
			d->o.store->bury(d->o.ctx, f->seqs[i], x->code);
			d->has_pending = true; /* its void */
		} else {
			room = device_rest_item(d, f->seqs[i]) && room;
		}
	}
	return room;
}

bool device_batch_take(struct device *d, struct device_flight *f, const struct wire_reply *r, bool judge, bool *ret_room)
{
	struct device_marks marks = d->marks;
	struct device_refill refill = d->refill;

	d->o.store->begin(d->o.ctx);
	take_acks(d, f, r);
	*ret_room = take_exceptions(d, f, r);
	if (judge)
		device_refill_judge(d, f, r);
	d->o.store->save_marks(d->o.ctx, &d->marks);
	if (d->o.store->commit(d->o.ctx, true) == OK)
		return true;
	d->marks = marks;
	d->refill = refill;
	return false;
}

bool device_batch_answer(struct device *d, struct device_flight *f)
{
	struct wire_reply r;
	bool room;

	if (wire_reply_read(d->body.data, d->body.len, &r) != OK) {
		device_batch_lost(d, f);
		device_failed(d, "bad_reply");
		return false;
	}
	if (!device_batch_take(d, f, &r, true, &room)) {
		device_batch_lost(d, f);
		device_failed(d, "storage");
		return false;
	}
	if (!room) { /* so all of them wait */
		device_batch_lost(d, f);
		device_failed(d, "many_retries");
		return false;
	}
	device_kind_good(d, f);
	d->credit_items = r.credit_items;
	d->credit_bytes = r.credit_bytes;
	backoff_asked(&d->backoff, device_mono(d), r.wait_s, device_chance(d));
	d->want_news = d->want_news || r.pull;
	if (f->count > 0 && d->o.poll_ms > ECHO_MS)
		d->poll_at = device_mono(d) + ECHO_MS;
	return true;
}
