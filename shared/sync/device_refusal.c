/* What a device does about each verified refusal: one row per code.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "shared/base/log.h"
#include "shared/sync/device_inside.h"

enum remedy {
	DO_WAIT,      /* growing pauses; the queue stays */
	DO_MEND,      /* put right what was wrong, once at once */
	DO_SPLIT,     /* find the item that spoils the batch */
	DO_STOP,      /* out of use; the queue stays */
	DO_NO_NEWS,   /* nothing downstream for now */
	DO_RESTART    /* read everything from the beginning */
};

static const enum remedy REMEDIES[FAULT_MAX] = {
	[FAULT_BAD_ZLIB] = DO_SPLIT,        [FAULT_BAD_JSON] = DO_SPLIT,
	[FAULT_BAD_ENVELOPE] = DO_SPLIT,    [FAULT_TOO_LARGE] = DO_SPLIT,
	[FAULT_CLOCK_SKEW] = DO_MEND,       [FAULT_COUNTER_REPLAYED] = DO_MEND,
	[FAULT_DEVICE_REVOKED] = DO_STOP,   [FAULT_DEVICE_PENDING] = DO_NO_NEWS,
	[FAULT_NOT_FOUND] = DO_NO_NEWS,     [FAULT_CURSOR_RESET] = DO_RESTART,
};

static void mend_clock(struct device *d)
{
	int64_t now;

	if (span_int(walk_get(device_reply(d), "now"), 0, WIRE_INT_MAX, &now))
		d->marks.skew_s = now / SECOND_MS - clock_wall(d->o.clock) / SECOND_MS;
	log_line(LOG_NOTE, "sync.clock_skew", "offset_s=%lld", (long long)d->marks.skew_s);
}

/* Numbers are reserved durably before they are used, so ours is never below one we used ourselves: a
 * higher one at central means that somebody else signs as us, or that our disk went back in time. */
static void mend_counter(struct device *d)
{
	int64_t max;

	if (!span_int(walk_get(device_reply(d), "max"), 0, WIRE_INT_MAX, &max) || d->counter >= max)
		return;
	if (d->o.sparing && max <= d->counter_top) { /* an earlier run that could not write used them */
		d->counter = max;
		return;
	}
	log_line(LOG_ERROR, "sync.twin", "own=%lld max=%lld", (long long)d->counter, (long long)max);
	d->counter = d->counter_top = max;
	device_reincarnate_start(d, "counter");
}

static void mend(struct device *d, enum sync_fault fault, const char *code)
{
	if (fault == FAULT_CLOCK_SKEW)
		mend_clock(d);
	else
		mend_counter(d);
	if (d->retried)
		device_failed(d, code);
	d->retried = !d->retried;
}

static void no_news(struct device *d, const struct device_flight *f, enum sync_fault fault,
		    const char *code)
{
	if (f->kind == KIND_CHANGES)
		d->want_news = false;
	if (f->kind == KIND_CARRIED) /* an older central */
		d->want_carry = false;
	else
		device_site_failed(d);
	if (f->kind == KIND_BATCH)
		device_failed(d, code);
	if (fault == FAULT_DEVICE_PENDING)
		device_save_state(d, "pending");
}

/* A fault of central's own with one thing that is asked of it: only that thing waits. */
static bool failed_apart(struct device *d, const struct device_flight *f, const char *code)
{
	if (f->kind == KIND_BATCH)
		return device_kind_failed(d, f, code);
	if (f->kind != KIND_CHANGES && f->kind != KIND_SITE)
		return false;
	if (f->kind == KIND_CHANGES)
		device_news_failed(d);
	else
		device_site_failed(d);
	return true;
}

void device_refusal(struct device *d, struct device_flight *f, enum sync_fault fault, const char *code)
{
	enum remedy remedy = REMEDIES[fault];
	int64_t wait_s;

	log_line(LOG_WARN, "sync.refused", "code=%s kind=%d items=%d", code, (int)f->kind, f->count);
	text_copy(d->marks.last_error, sizeof d->marks.last_error, code);
	if (f->kind == KIND_ENROL && remedy != DO_MEND) {
		d->enrol_result = fault == FAULT_BAD_CODE ? ERR_CREDENTIALS : ERR_NETWORK;
		device_failed(d, code);
		return;
	}
	if (f->kind == KIND_BATCH && fault == FAULT_DEVICE_FORKED)
		device_batch_lost(d, f);
	if (device_turn_refused(d, f, fault, code))
		return;
	if (f->kind == KIND_BATCH && remedy == DO_SPLIT && f->count > 0) {
		backoff_good(&d->backoff);
		device_batch_refused(d, f, code);
		return;
	}
	if (f->kind == KIND_CARRIED && remedy == DO_SPLIT) {
		backoff_good(&d->backoff);
		device_carry_refused(d, f);
		return;
	}
	if (fault == FAULT_INTERNAL && failed_apart(d, f, code)) {
		backoff_good(&d->backoff);
		return;
	}
	if (f->kind == KIND_CHAIN && device_chain_refused(d, fault, code))
		return;
	if (f->kind == KIND_BATCH)
		device_batch_lost(d, f);
	switch (remedy) {
	case DO_MEND:
		mend(d, fault, code);
		break;
	case DO_STOP:
		d->stopped = true;
		device_save_state(d, "revoked");
		break;
	case DO_NO_NEWS:
		no_news(d, f, fault, code);
		break;
	case DO_RESTART:
		d->o.store->begin(d->o.ctx);
		d->o.store->cursor_reset(d->o.ctx);
		if (d->o.store->commit(d->o.ctx, true) != OK || f->fresh)
			device_failed(d, code);
		d->want_news = true;
		break;
	case DO_SPLIT:
	case DO_WAIT:
	default:
		device_failed(d, code);
		break;
	}
	if (span_int(walk_get(device_reply(d), "wait_s"), 1, 86400, &wait_s))
		backoff_asked(&d->backoff, device_mono(d), wait_s, device_chance(d));
}
