/* Does a reply to a batch show that central still holds what it acknowledged (section 4)?
 *
 *   a search is on         it says nothing new
 *   more than was given    the line of numbers is in doubt
 *   kept                   the marks follow
 *   lost                   the search begins for the last number both have in common
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "shared/base/log.h"
#include "shared/sync/device_inside.h"

/* While the line is in doubt central's numbers may be another's: a rebuild would take ours for delivered. */
static void take_marks(struct device *d, const struct wire_reply *r, bool sure)
{
	struct device_marks *m = &d->marks;

	text_copy(m->epoch, sizeof m->epoch, r->epoch);
	if (d->refill.doubt != DOUBT_NONE)
		return;
	text_copy(m->chain, sizeof m->chain, r->chain);
	m->hwm = r->hwm;
	if (sure && r->safe_hwm > m->safe_hwm)
		m->safe_hwm = r->safe_hwm < r->hwm ? r->safe_hwm : r->hwm;
}

static bool same_epoch(const struct device *d, const struct wire_reply *r)
{
	return !d->marks.epoch[0] || strcmp(d->marks.epoch, r->epoch) == 0;
}

/* Central has numbers that were never given here. */
static void judge_ahead(struct device *d, const struct wire_reply *r)
{
	if (!same_epoch(d, r))
		d->marks.safe_hwm = 0;
	d->refill.hwm = r->hwm;
	device_refill_doubt(d, DOUBT_BEHIND);
	take_marks(d, r, false);
}

/* Nothing was lost since, or nothing that is not known already. */
static bool is_kept(const struct device *d, const struct device_flight *f, const struct wire_reply *r,
		    enum own_chain known, bool same)
{
	bool fallen = r->hwm < f->mark;                /* below what it had acknowledged */
	bool foreign = known == OWN_KNOWN && !same;    /* it holds something else under our numbers */
	bool doubted = d->refill.doubt != DOUBT_NONE;  /* that the line is bad was found out before … */
	bool told = doubted && !same && r->hwm >= d->refill.hwm; /* … and this is that again */

	return same_epoch(d, r) && (told || (!fallen && !foreign));
}

static void judge_kept(struct device *d, const struct device_flight *f, const struct wire_reply *r,
		       bool same)
{
	d->refill.phase = REFILL_NONE;
	if (same)
		d->refill.doubt = DOUBT_NONE;
	if (r->hwm >= d->marks.hwm || r->hwm < f->hwm) /* else the reply to an earlier batch came later */
		take_marks(d, r, same);
}

void device_refill_judge(struct device *d, const struct device_flight *f, const struct wire_reply *r)
{
	struct device_marks *m = &d->marks;
	enum own_chain known;
	int64_t last;
	bool same;

	if (strcmp(m->state, "pending") == 0 && r->pull)
		text_copy(m->state, sizeof m->state, "active");
	if (d->refill.phase == REFILL_PROBE && strcmp(d->refill.epoch, r->epoch) == 0)
		return;
	d->o.store->upto(d->o.ctx, &last);
	if (r->hwm > last) {
		judge_ahead(d, r);
		return;
	}
	known = device_chain_compare(d, r->hwm, r->chain, &same);
	if (is_kept(d, f, r, known, same)) {
		judge_kept(d, f, r, same);
		return;
	}
	log_line(LOG_WARN, "sync.lost", "was=%s is=%s mark=%lld hwm=%lld same=%d", m->epoch, r->epoch,
		 (long long)f->mark, (long long)r->hwm, same);
	device_refill_begin(d, r, known, same);
}
