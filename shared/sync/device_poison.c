/* Items that cannot go with the others: those central asks to send later, and the one that spoils a
 * batch. A refused batch is split around the item the refusal points at, else into halves; its parts
 * take turns with the rest of the queue, so nothing else waits longer than one round trip.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "shared/base/log.h"
#include "shared/sync/device_inside.h"

bool device_resting(const struct device *d, int64_t seq, int64_t now)
{
	for (int i = 0; i < d->rest_count; i++)
		if (d->rests[i].seq == seq)
			return now < d->rests[i].until;
	return false;
}

/* Rested and yet not in the queue any more. */
void device_drop_rested(struct device *d, int64_t now)
{
	for (int i = 0; i < d->rest_count; i++)
		if (now >= d->rests[i].until && !device_underway(d, d->rests[i].seq))
			d->rests[i--] = d->rests[--d->rest_count];
}

/* An item central could not take for now waits apart, longer each time. */
bool device_rest_item(struct device *d, int64_t seq)
{
	struct device_rest *r = NULL;
	int64_t now = device_mono(d), span;

	for (int i = 0; i < d->rest_count && !r; i++)
		if (d->rests[i].seq == seq)
			r = &d->rests[i];
	if (!r && d->rest_count == DEVICE_RESTS)
		return false;
	if (!r) {
		r = &d->rests[d->rest_count++];
		*r = (struct device_rest){ .seq = seq };
	}
	span = BACKOFF_BASE_MS << (r->tries < 9 ? r->tries : 9);
	span = span > d->backoff.cap_ms ? d->backoff.cap_ms : span;
	r->tries++;
	r->until = now + 1 + (int64_t)(device_chance(d) % (uint64_t)span);
	return true;
}

void device_forget_rest(struct device *d, int64_t seq)
{
	for (int i = 0; i < d->rest_count; i++)
		if (d->rests[i].seq == seq)
			d->rests[i--] = d->rests[--d->rest_count];
}

/* ---- refused batches ------------------------------------------------------------------------------- */

/* Which item a refusal points at, -1 when it names none. */
static int suspect(const struct device *d, const struct device_flight *f)
{
	char path[96];
	int64_t offset;
	int i;

	if (span_copy(walk_get(device_reply(d), "path"), path, sizeof path) &&
	    sscanf(path, "/items/%d", &i) == 1 && i >= 0 && i < f->count)
		return i;
	if (!span_int(walk_get(device_reply(d), "offset"), 0, WIRE_INT_MAX, &offset))
		return -1;
	for (i = 0; i < f->count; i++)
		if (offset < f->ends[i])
			return i;
	return -1;
}

static void push(struct device *d, const int64_t *seqs, int count)
{
	struct device_group *g = &d->groups[d->group_count];

	g->count = count;
	memcpy(g->seqs, seqs, (size_t)count * sizeof seqs[0]);
	d->group_count++;
}

static void bury(struct device *d, int64_t seq, const char *code)
{
	device_forget_rest(d, seq);
	log_line(LOG_ERROR, "sync.dead_letter", "seq=%lld code=%s", (long long)seq, code);
	d->o.store->begin(d->o.ctx);
	d->o.store->bury(d->o.ctx, seq, code);
	if (d->o.store->commit(d->o.ctx, true) != OK)
		device_failed(d, "storage");
	d->has_pending = true; /* its void */
}

void device_batch_refused(struct device *d, struct device_flight *f, const char *code)
{
	int bad = suspect(d, f), half = f->count / 2;
	int64_t last;

	if (f->count == 1) {
		bury(d, f->seqs[0], code);
		return;
	}
	if (d->group_count + 2 > DEVICE_GROUPS) {
		device_batch_lost(d, f);
		device_failed(d, code);
		return;
	}
	if (bad < 0) {
		push(d, f->seqs + half, f->count - half);
		push(d, f->seqs, half);
		return;
	}
	last = f->seqs[bad];
	memmove(f->seqs + bad, f->seqs + bad + 1, (size_t)(f->count - bad - 1) * sizeof last);
	push(d, &last, 1);
	push(d, f->seqs, f->count - 1);
}
