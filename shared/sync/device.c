/* What to do next, and what an answer means. The parts: device_batch, device_news, device_enrol, device_refill.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/sync/device.h"

#include <string.h>

#include "shared/base/log.h"
#include "shared/sync/device_inside.h"

#define FLIGHT_MS (5 * MINUTE_MS) /* a driver that never answers is not waited for longer */

int64_t device_mono(const struct device *d)
{
	return clock_mono(d->o.clock);
}

uint64_t device_chance(struct device *d)
{
	uint64_t rnd;

	d->o.store->random(d->o.ctx, &rnd, sizeof rnd);
	return rnd;
}

struct span device_reply(const struct device *d)
{
	return walk_text(buf_text(&d->body), d->body.len);
}

void device_init(struct device *d, const struct device_options *o, const struct device_identity *id,
		 const struct device_marks *m, int64_t counter)
{
	memset(d, 0, sizeof *d);
	d->o = *o;
	if (d->o.poll_ms == 0)
		d->o.poll_ms = DEVICE_POLL_MS;
	backoff_init(&d->backoff, o->cap_ms);
	d->credit_items = WIRE_ITEMS;
	d->credit_bytes = WIRE_PACKED;
	d->enrol_result = 1;
	if (!id)
		return;
	d->enrolled = true;
	d->id = *id;
	d->marks = *m;
	d->counter = d->counter_top = counter;
	if (o->sparing)
		d->counter -= counter > DEVICE_SPARE ? DEVICE_SPARE : 0;
	d->has_pending = d->want_news = d->want_site = true;
	d->stopped = strcmp(m->state, "revoked") == 0;
	d->last_try = device_mono(d);
	d->poll_at = d->last_try + d->o.poll_ms;
}

bool device_spent(const struct device *d)
{
	return d->o.sparing && d->enrolled && d->counter >= d->counter_top;
}

void device_free(struct device *d)
{
	buf_free(&d->text);
	buf_free(&d->body);
	crypt_wipe(&d->id.key, sizeof d->id.key);
	crypt_wipe(&d->next_key, sizeof d->next_key);
}

void device_nudge(struct device *d)
{
	d->has_pending = true;
	backoff_hurry(&d->backoff, device_mono(d));
}

void device_link_up(struct device *d)
{
	backoff_link_up(&d->backoff, device_mono(d), device_chance(d));
}

void device_pull(struct device *d)
{
	d->want_news = true;
}

bool device_busy(const struct device *d)
{
	for (int i = 0; i < DEVICE_SLOTS; i++)
		if (d->flights[i].kind != KIND_NONE)
			return true;
	return false;
}

bool device_underway(const struct device *d, int64_t seq)
{
	for (int s = 0; s < DEVICE_NEWS; s++) {
		const struct device_flight *f = &d->flights[s];

		for (int i = 0; f->kind == KIND_BATCH && i < f->count; i++)
			if (f->seqs[i] == seq)
				return true;
	}
	return false;
}

void device_failed(struct device *d, const char *why)
{
	backoff_bad(&d->backoff, device_mono(d), device_chance(d));
	d->online = false;
	text_copy(d->marks.last_error, sizeof d->marks.last_error, why);
	log_line(LOG_INFO, "sync.failed", "why=%s failures=%d", why, d->backoff.failures);
}

static void release(struct device *d, struct device_flight *f)
{
	if (f->kind == KIND_BATCH)
		device_batch_lost(d, f);
	f->kind = KIND_NONE;
}

/* Progress watchdog: an answer that never comes is a failure like any other. */
static void drop_stale(struct device *d, int64_t now)
{
	for (int i = 0; i < DEVICE_SLOTS; i++) {
		struct device_flight *f = &d->flights[i];

		if (f->kind == KIND_NONE || now - f->started < FLIGHT_MS)
			continue;
		log_line(LOG_WARN, "sync.watchdog", "slot=%d age_ms=%lld", i,
			 (long long)(now - f->started));
		release(d, f);
		device_failed(d, "watchdog");
	}
}

static bool news_ready(const struct device *d, int64_t now)
{
	return ((d->want_news && now >= d->news_at) || (d->want_site && now >= d->site_at)) &&
	       d->flights[DEVICE_NEWS].kind == KIND_NONE;
}

static bool batch_ready(const struct device *d, int64_t now)
{
	if (d->flights[0].kind != KIND_NONE && d->flights[1].kind != KIND_NONE)
		return false;
	if (d->has_pending || d->group_count > 0 || device_refill_knocks(d, now) ||
	    device_kind_event(d) <= now)
		return true;
	if (d->o.poll_ms > 0 && now >= d->poll_at && d->flights[0].kind == KIND_NONE)
		return true;
	for (int i = 0; i < d->rest_count; i++)
		if (now >= d->rests[i].until && !device_underway(d, d->rests[i].seq))
			return true;
	return false;
}

bool device_next(struct device *d, struct device_request *ret)
{
	int64_t now = device_mono(d);
	bool some;

	drop_stale(d, now);
	if (d->stopped || backoff_wait(&d->backoff, now) > 0)
		return false;
	if (d->backoff.failures > 0 && device_busy(d)) /* one knock at a closed door */
		return false;
	if (device_refill_step(d))
		return false;
	if (!d->enrolled)
		some = device_enrol_next(d, ret);
	else if (d->ask_keys || d->turn != TURN_NONE)
		some = !device_busy(d) && device_turn_next(d, ret);
	else
		some = device_refill_next(d, now, ret) ||
		       (batch_ready(d, now) && device_batch_next(d, now, ret)) ||
		       (news_ready(d, now) && device_news_next(d, ret)) || device_carry_next(d, ret);
	if (some) {
		d->attempts++;
		d->last_try = now;
	}
	return some;
}

/* When the first request under way is given up; INT64_MAX: none is. */
static int64_t stale_at(const struct device *d)
{
	int64_t at = INT64_MAX;

	for (int i = 0; i < DEVICE_SLOTS; i++)
		if (d->flights[i].kind != KIND_NONE && d->flights[i].started + FLIGHT_MS < at)
			at = d->flights[i].started + FLIGHT_MS;
	return at;
}

static int64_t until(int64_t at, int64_t now)
{
	return at == INT64_MAX ? -1 : at > now ? at - now : 0;
}

/* The first moment at which something else than an answer or a nudge gives work. */
static int64_t next_event(const struct device *d, int64_t now)
{
	int64_t at = stale_at(d), kind = device_kind_event(d);
	bool room = d->flights[0].kind == KIND_NONE || d->flights[1].kind == KIND_NONE;

	if (d->o.poll_ms > 0 && d->poll_at < at && d->flights[0].kind == KIND_NONE)
		at = d->poll_at;
	if (room && kind < at)
		at = kind;
	if (d->want_news && d->news_at > now && d->news_at < at)
		at = d->news_at;
	if (d->want_site && d->site_at > now && d->site_at < at)
		at = d->site_at;
	if (d->refill.phase != REFILL_NONE && d->refill.at > now && d->refill.at < at)
		at = d->refill.at;
	for (int i = 0; room && i < d->rest_count; i++)
		if (d->rests[i].until < at && !device_underway(d, d->rests[i].seq))
			at = d->rests[i].until;
	return until(at, now);
}

bool device_stalled(const struct device *d)
{
	int64_t now = device_mono(d);

	return d->enrolled && !d->stopped && !device_busy(d) && now >= d->backoff.asked &&
	       now - d->last_try > 2 * d->backoff.cap_ms;
}

int64_t device_wait(const struct device *d)
{
	int64_t now = device_mono(d), pause = backoff_wait(&d->backoff, now), event;

	if (d->stopped)
		return -1;
	if (!d->enrolled)
		return d->code[0] && d->enrol_result == 1 && !device_busy(d) ? pause : -1;
	if (d->backoff.failures > 0 && device_busy(d)) /* whatever else is due has to wait for that knock */
		return until(stale_at(d), now);
	if (d->ask_keys || d->turn != TURN_NONE) /* alone on the line */
		return device_busy(d) ? until(stale_at(d), now) : pause;
	event = next_event(d, now);
	if (batch_ready(d, now) || news_ready(d, now) || device_refill_ready(d, now) || device_carry_ready(d))
		return pause;
	return event < 0 ? -1 : event > pause ? event : pause;
}

void device_save_state(struct device *d, const char *state)
{
	text_copy(d->marks.state, sizeof d->marks.state, state);
	d->o.store->begin(d->o.ctx);
	d->o.store->save_marks(d->o.ctx, &d->marks);
	if (d->o.store->commit(d->o.ctx, true) != OK)
		log_line(LOG_ERROR, "sync.storage", "what=state");
}

static const char *verify(struct device *d, const struct device_flight *f,
			  const struct device_answer *a)
{
	return device_verify(d, f, a, f->kind == KIND_ENROL ? d->hello_key : d->id.server_key);
}

static bool take_in(struct device *d, struct device_flight *f)
{
	if (f->kind == KIND_BATCH)
		return device_batch_answer(d, f);
	if (f->kind == KIND_CHANGES)
		return device_changes_answer(d, f);
	if (f->kind == KIND_SITE)
		return device_site_answer(d, f);
	if (f->kind == KIND_CHAIN)
		return device_chain_answer(d, f);
	if (f->kind == KIND_CARRIED)
		return device_carry_answer(d, f);
	if (f->kind == KIND_ENROL)
		device_enrol_answer(d);
	else
		return device_turn_answer(d, f);
	return true;
}

static void dispatch(struct device *d, struct device_flight *f)
{
	char code[32] = "";
	enum sync_fault fault;
	int64_t now;

	span_copy(walk_get(device_reply(d), "error"), code, sizeof code);
	if (span_int(walk_get(device_reply(d), "now"), 0, WIRE_INT_MAX, &now))
		d->said = now;
	fault = code[0] ? fault_from(code, 500) : FAULT_NONE;
	d->online = true;
	d->marks.last_contact = clock_wall(d->o.clock);
	if (fault != FAULT_NONE) {
		device_refusal(d, f, fault, code);
		return;
	}
	d->retried = false;
	d->marks.last_error[0] = '\0';
	if (take_in(d, f))
		backoff_good(&d->backoff);
}

void device_answer(struct device *d, int slot, const struct device_answer *a)
{
	struct device_flight *f = &d->flights[slot];
	const char *why;

	if (f->kind == KIND_NONE) /* given up by the watchdog */
		return;
	if (f->kind == KIND_HELLO) {
		f->kind = KIND_NONE;
		if (d->enrolled)
			device_keys_answer(d, a);
		else
			device_hello_answer(d, a);
		return;
	}
	why = a->err == OK ? verify(d, f, a) : a->why;
	if (why) {
		release(d, f);
		device_failed(d, why);
		device_foreign_key(d, a);
		return;
	}
	if (f->doubts == d->refill.doubts)
		dispatch(d, f);
	else
		release(d, f); /* what was true before central lost its memory */
	f->kind = KIND_NONE;
}
