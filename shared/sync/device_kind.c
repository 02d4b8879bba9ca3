/* Central answers 500 to whatever holds one kind of item: that kind waits apart, the others go on.
 *
 * A batch of several kinds that met it is sent again kind by kind; a kind that met it alone stays in the
 * queue for a pause that grows as between attempts. The line itself is not at fault.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "shared/base/log.h"
#include "shared/sync/device_inside.h"

#define HEAD 160 /* a kind stands within so many bytes of its item's text */
#define DOUBLINGS 9

static const char NAME[] = "\"kind\":\"";

uint32_t device_kind_of(const char *text, size_t len)
{
	const char *p = memmem(text, len < HEAD ? len : HEAD, NAME, sizeof NAME - 1);
	uint32_t hash = UINT32_C(2166136261);

	if (!p)
		return 0;
	for (p += sizeof NAME - 1; p < text + len && *p != '"'; p++)
		hash = (hash ^ (uint8_t)*p) * UINT32_C(16777619);
	return hash;
}

bool device_kind_shut(const struct device *d, uint32_t kind, int64_t now)
{
	for (int i = 0; i < d->shut_count; i++)
		if (d->shuts[i].kind == kind)
			return now < d->shuts[i].until;
	return false;
}

int device_kind_tries(const struct device *d)
{
	int most = 0;

	for (int i = 0; i < d->shut_count; i++)
		most = d->shuts[i].tries > most ? d->shuts[i].tries : most;
	return most;
}

/* Is it being tried again just now? */
static bool underway(const struct device *d, uint32_t kind)
{
	for (int s = 0; s < DEVICE_NEWS; s++)
		for (int i = 0; d->flights[s].kind == KIND_BATCH && i < d->flights[s].count; i++)
			if (d->flights[s].kinds[i] == kind)
				return true;
	return false;
}

int64_t device_kind_event(const struct device *d)
{
	int64_t at = INT64_MAX;

	for (int i = 0; i < d->shut_count; i++)
		if (d->shuts[i].until < at && !underway(d, d->shuts[i].kind))
			at = d->shuts[i].until;
	return at;
}

static void open_kind(struct device *d, uint32_t kind)
{
	for (int i = 0; i < d->shut_count; i++)
		if (d->shuts[i].kind == kind)
			d->shuts[i--] = d->shuts[--d->shut_count];
}

void device_kind_good(struct device *d, const struct device_flight *f)
{
	for (int i = 0; i < f->count && d->shut_count > 0; i++)
		open_kind(d, f->kinds[i]);
}

void device_kind_drop(struct device *d, int64_t now)
{
	for (int i = 0; i < d->shut_count; i++)
		if (now >= d->shuts[i].until && !underway(d, d->shuts[i].kind))
			d->shuts[i--] = d->shuts[--d->shut_count];
}

/* false: no room for one more. */
static bool shut_kind(struct device *d, uint32_t kind)
{
	struct device_shut *s = NULL;
	int64_t span;

	for (int i = 0; i < d->shut_count && !s; i++)
		if (d->shuts[i].kind == kind)
			s = &d->shuts[i];
	if (!s && d->shut_count == DEVICE_SHUTS)
		return false;
	if (!s) {
		s = &d->shuts[d->shut_count++];
		*s = (struct device_shut){ .kind = kind };
	}
	span = BACKOFF_BASE_MS << (s->tries < DOUBLINGS ? s->tries : DOUBLINGS);
	span = span > d->backoff.cap_ms ? d->backoff.cap_ms : span;
	s->tries++;
	s->until = device_mono(d) + 1 + (int64_t)(device_chance(d) % (uint64_t)span);
	return true;
}

/* Parts of one kind each; false: no room. */
static bool part(struct device *d, const struct device_flight *f)
{
	bool done[WIRE_ITEMS] = { false };
	int before = d->group_count;

	for (int i = 0; i < f->count; i++) {
		struct device_group *g = &d->groups[d->group_count];

		if (done[i])
			continue;
		if (d->group_count == DEVICE_GROUPS) {
			d->group_count = before;
			return false;
		}
		g->count = 0;
		for (int k = i; k < f->count; k++)
			if (f->kinds[k] == f->kinds[i]) {
				g->seqs[g->count++] = f->seqs[k];
				done[k] = true;
			}
		d->group_count++;
	}
	return true;
}

bool device_kind_failed(struct device *d, const struct device_flight *f, const char *code)
{
	bool one = true, kept;

	for (int i = 1; i < f->count; i++)
		one = one && f->kinds[i] == f->kinds[0];
	kept = f->count > 0 && (one ? shut_kind(d, f->kinds[0]) : part(d, f));
	log_line(LOG_WARN, "sync.kind", "code=%s items=%d one=%d", code, f->count, one);
	if (kept)
		d->has_pending = true;
	return kept;
}
