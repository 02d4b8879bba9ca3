/* Central of the sync world: the store of its hub over plain arrays, everything accepted kept in sight.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_UNIT_SYNC_FAR_H
#define TESTS_UNIT_SYNC_FAR_H

#include "tests/unit/check.h"

#undef skip /* of cmocka */

#include "shared/base/pack.h"
#include "shared/base/text.h"
#include "shared/sync/hub.h"

#define WORLD_ITEMS 3000
#define FAR_DEVICES 12
#define WORLD_START INT64_C(1795300000000)

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
	struct hub_device devices[FAR_DEVICES];
	char cert[FAR_DEVICES][256], cert_sig[FAR_DEVICES][SIG_TEXT];
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
	int64_t parent[FAR_DEVICES], born_at[FAR_DEVICES];
	uint8_t born[FAR_DEVICES][32];
	char revoked[UUID_TEXT];        /* what the witness remembers */
	char noted[400];                /* of the audit */
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

#endif
