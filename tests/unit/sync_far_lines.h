/* Central of the sync world: devices that change who they are.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_UNIT_SYNC_FAR_LINES_H
#define TESTS_UNIT_SYNC_FAR_LINES_H

#include "tests/unit/sync_far.h"

static inline bool far_child(void *ctx, int64_t parent, const uint8_t pub[32], struct hub_device *ret)
{
	struct far_end *f = ctx;

	for (int i = 0; i < f->device_count; i++)
		if (f->born_at[i] && f->parent[i] == parent && memcmp(f->born[i], pub, 32) == 0)
			return *ret = f->devices[i], true;
	return false;
}

static inline int64_t far_children(void *ctx, int64_t parent, int64_t since)
{
	struct far_end *f = ctx;
	int64_t n = 0;

	for (int i = 0; i < f->device_count; i++)
		n += f->born_at[i] > since && f->parent[i] == parent;
	return n;
}

static inline int64_t far_kin(void *ctx, int64_t parent, int64_t since)
{
	struct far_end *f = ctx;
	int64_t n = 0;

	(void)parent;
	for (int i = 0; i < f->device_count; i++)
		n += f->born_at[i] > since;
	return n;
}

static inline void far_add(struct far_end *f, struct hub_device *d)
{
	assert_true(f->device_count < FAR_DEVICES);
	d->n = f->device_count++;
	f->devices[d->n] = *d;
}

static inline int far_reincarnate(void *ctx, int64_t parent, struct hub_device *d, int64_t now)
{
	struct far_end *f = ctx;

	if (f->full)
		return ERR_STORAGE;
	far_add(f, d);
	f->parent[d->n] = parent;
	f->born_at[d->n] = now;
	memcpy(f->born[d->n], d->pub, 32);
	return OK;
}

static inline int far_flood(void *ctx, const struct hub_device *parent, int64_t now)
{
	struct far_end *f = ctx;

	(void)now;
	for (int i = 0; i < f->device_count; i++)
		if (f->born_at[i] && f->parent[i] == parent->n)
			f->devices[i].flooded = f->devices[i].state == HUB_PENDING;
	return OK;
}

static inline int far_recover(void *ctx, struct hub_device *d, int64_t now)
{
	struct far_end *f = ctx;

	(void)now;
	for (int i = 0; i < f->device_count; i++)
		if (strcmp(f->devices[i].prefix, d->prefix) == 0)
			return ERR_CONFLICT;
	far_add(f, d);
	return OK;
}

static inline bool far_revoked(void *ctx, const char *uuid)
{
	return strcmp(((struct far_end *)ctx)->revoked, uuid) == 0;
}

static inline void far_note(void *ctx, const char *what, const char *uuid, const char *detail, int64_t now)
{
	struct far_end *f = ctx;
	size_t n = strlen(f->noted);

	(void)uuid, (void)detail, (void)now;
	snprintf(f->noted + n, sizeof f->noted - n, "%s ", what);
}

#endif
