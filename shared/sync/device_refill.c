/* Central lost what it had acknowledged, because a backup was put back: the device notices by itself,
 * finds the last number both have in common and queues everything after it again (section 4).
 *
 * Nothing is remembered before that number is found: a crash begins the search anew. What is to be
 * queued again stands in the marks, stored together with the new epoch, so a crash goes on with it.
 * An answer to a request of before the doubt counts as none. Central drops what it has already.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "shared/base/log.h"
#include "shared/sync/device_inside.h"

#define CALLS 40           /* questions of one search */
#define PIECE 1024         /* numbers queued again in one transaction */
#define DOUBLINGS 9

static const char *const DOUBTS[] = { "none", "behind", "fork" };

bool device_refilling(const struct device *d)
{
	return d->refill.phase != REFILL_NONE || d->marks.refill_next > 0;
}

void device_refill_reset(struct device *d)
{
	d->refill = (struct device_refill){ .doubts = d->refill.doubts + 1 };
	d->marks.refill_next = d->marks.refill_last = 0;
}

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

void device_refill_doubt(struct device *d, enum device_doubt why)
{
	struct device_refill *r = &d->refill;

	r->phase = REFILL_NONE;
	device_reincarnate_start(d, DOUBTS[why]);
	if (r->doubt == why)
		return;
	r->doubt = why;
	log_line(LOG_ERROR, "sync.line", "doubt=%s low=%lld", DOUBTS[why], (long long)r->low);
}

/* ---- after the search ------------------------------------------------------------------------------ */

/* Everything up to low is at central, in its present epoch. In a transaction. */
static void adopt(struct device *d, int64_t low)
{
	struct device_refill *r = &d->refill;
	struct device_marks *m = &d->marks;
	int64_t last;

	d->o.store->upto(d->o.ctx, &last);
	log_line(LOG_WARN, "sync.refill", "was=%s is=%s hwm=%lld common=%lld last=%lld calls=%d", m->epoch,
		 r->epoch, (long long)r->hwm, (long long)low, (long long)last, r->calls);
	text_copy(m->epoch, sizeof m->epoch, r->epoch);
	text_copy(m->chain, sizeof m->chain, r->chain);
	m->hwm = r->hwm;
	m->safe_hwm = least(r->safe_hwm, low);
	m->refill_next = low < last ? low + 1 : 0;
	m->refill_last = last;
	d->o.store->cursor_reset(d->o.ctx);
	d->want_news = d->has_pending = true;
	r->phase = REFILL_NONE;
	r->tries = 0;
	r->doubts++;
}

/* low is the last common number: was more lost than that, or is there a second line? In a transaction. */
static void conclude(struct device *d, int64_t low)
{
	struct device_refill *r = &d->refill;
	int64_t last;

	d->o.store->upto(d->o.ctx, &last);
	if (strcmp(r->epoch, d->marks.epoch) == 0 && low < least(r->hwm, last)) {
		d->marks.safe_hwm = least(d->marks.safe_hwm, low);
		device_refill_doubt(d, DOUBT_FORK);
		return;
	}
	adopt(d, low);
}

bool device_refill_step(struct device *d)
{
	struct device_marks *m = &d->marks, was = *m;
	int64_t to = least(m->refill_next + PIECE - 1, m->refill_last);

	if (!d->enrolled || m->refill_next == 0)
		return false;
	d->o.store->begin(d->o.ctx);
	d->o.store->again(d->o.ctx, m->refill_next, to);
	m->refill_next = to < m->refill_last ? to + 1 : 0;
	d->o.store->save_marks(d->o.ctx, m);
	if (d->o.store->commit(d->o.ctx, true) != OK) {
		*m = was;
		device_failed(d, "storage");
	}
	d->has_pending = true;
	return true;
}

void device_refill_begin(struct device *d, const struct wire_reply *r, enum own_chain known, bool same)
{
	struct device_refill *x = &d->refill;
	int64_t last;

	d->o.store->upto(d->o.ctx, &last);
	x->doubts++;
	x->doubt = DOUBT_NONE;
	x->calls = 0;
	text_copy(x->epoch, sizeof x->epoch, r->epoch);
	text_copy(x->chain, sizeof x->chain, r->chain);
	x->hwm = r->hwm;
	x->safe_hwm = r->safe_hwm;
	x->low = same ? r->hwm : 0;
	x->high = known == OWN_KNOWN ? r->hwm : least(r->hwm, last) + 1;
	x->phase = REFILL_PROBE;
	if (same || x->high <= 1)
		conclude(d, x->low);
}

/* ---- the search ------------------------------------------------------------------------------------ */

bool device_refill_ready(const struct device *d, int64_t now)
{
	bool room = d->flights[0].kind == KIND_NONE || d->flights[1].kind == KIND_NONE;

	for (int i = 0; i < DEVICE_NEWS; i++)
		if (d->flights[i].kind == KIND_CHAIN)
			return false;
	return d->refill.phase == REFILL_PROBE && room && now >= d->refill.at;
}

bool device_refill_knocks(const struct device *d, int64_t now)
{
	return d->refill.phase == REFILL_ASK && now >= d->refill.at &&
	       d->flights[0].kind == KIND_NONE;
}

bool device_refill_next(struct device *d, int64_t now, struct device_request *ret)
{
	struct device_refill *r = &d->refill;
	char target[64];

	if (!device_refill_ready(d, now))
		return false;
	if (d->backoff.failures > 0 && (r->aside = !r->aside))
		return false;
	r->calls++;
	r->asked = r->low + (r->high - r->low) / 2;
	snprintf(target, sizeof target, "/chain?seq=%lld", (long long)r->asked);
	device_sign(d, d->flights[0].kind == KIND_NONE ? 0 : 1, KIND_CHAIN, "GET", target, "", ret);
	return true;
}

/* Central is not where it said it was: how far is it now? */
static void ask_anew(struct device *d)
{
	struct device_refill *r = &d->refill;
	int64_t span = BACKOFF_BASE_MS << (r->tries < DOUBLINGS ? r->tries : DOUBLINGS);

	r->tries++;
	r->phase = REFILL_ASK;
	r->at = device_mono(d) + (int64_t)(device_chance(d) % (uint64_t)least(span, d->backoff.cap_ms));
}

void device_refill_ask(struct device *d)
{
	struct device_refill *r = &d->refill;

	r->doubts++;
	r->phase = REFILL_ASK;
	r->at = device_mono(d);
}

static void narrow(struct device *d, const char *chain)
{
	struct device_refill *r = &d->refill;
	bool same;
	enum own_chain known = device_chain_compare(d, r->asked, chain, &same);

	if (known == OWN_LATER && r->calls < CALLS)
		return;
	if (same)
		r->low = r->asked;
	else
		r->high = r->asked;
	if (r->high - r->low <= 1 || r->calls >= CALLS)
		conclude(d, r->low);
}

bool device_chain_answer(struct device *d, struct device_flight *f)
{
	static const char *const NAMES[] = { "epoch", "seq", "chain", NULL };
	struct device_marks marks = d->marks;
	struct device_refill refill = d->refill;
	struct span part[3];
	char chain[HEX32_TEXT];
	int64_t seq;

	(void)f;
	walk_pick(device_reply(d), NAMES, part);
	if (!span_int(part[1], 0, WIRE_INT_MAX, &seq) ||
	    !span_copy(part[2], chain, sizeof chain)) {
		device_failed(d, "bad_reply");
		return false;
	}
	if (d->refill.phase != REFILL_PROBE || seq != d->refill.asked || !span_is(part[0], d->refill.epoch)) {
		ask_anew(d);
		return true;
	}
	d->o.store->begin(d->o.ctx);
	narrow(d, chain);
	d->o.store->save_marks(d->o.ctx, &d->marks);
	if (d->o.store->commit(d->o.ctx, true) == OK)
		return true;
	d->marks = marks;
	d->refill = refill;
	device_failed(d, "storage");
	return false;
}

bool device_chain_refused(struct device *d, enum sync_fault fault, const char *code)
{
	if (fault != FAULT_NOT_FOUND && fault != FAULT_INTERNAL && fault != FAULT_BAD_REQUEST)
		return false;
	log_line(LOG_WARN, "sync.chain", "asked=%lld code=%s", (long long)d->refill.asked, code);
	ask_anew(d);
	return true;
}
