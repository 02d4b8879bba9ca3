/* The kiosk of the sync world: the store of its engine over plain arrays, with a disk that may fail.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_UNIT_SYNC_NEAR_H
#define TESTS_UNIT_SYNC_NEAR_H

#include "tests/unit/sync_far_news.h"

#include "shared/sync/device.h"

struct near_item {
	struct buf text;
	uint8_t id[16], h[32];
	bool urgent, acked, dead, gone; /* gone: its text was dropped */
};

struct near_end {
	struct near_item items[WORLD_ITEMS]; /* by seq - 1 */
	int count;
	int64_t counters;
	int reserved;                        /* times */
	char cursor[128];
	int resets, pages, changes, fresh;
	struct device_marks marks;
	struct sign_key enrol_key;
	bool has_enrol_key;
	char key_name[DEVICE_KEY_NAME];      /* of that key */
	struct device_identity id;
	bool storage_fails;
	bool became_fails;
	int became;                          /* how often the identity changed */
	char site[2000];
	int64_t site_have;
	bool site_wanted;
	struct { int64_t seq; uint8_t c[32]; } chain[64];
	int64_t rolls;
	int chain_count, agains;             /* agains: pieces queued again */
	struct buf carried, carried_reply;   /* a file of another device, and what central said of it */
	int carried_refused;
};

static inline int64_t near_reserve(void *ctx, int64_t above)
{
	struct near_end *n = ctx;

	n->reserved++;
	return n->counters = (above > n->counters ? above : n->counters) + DEVICE_COUNTERS;
}

static inline bool near_give(struct near_item *it, int64_t seq,
			     bool (*take)(void *arg, const struct device_pending *p), void *arg)
{
	struct device_pending p = { seq, it->urgent, buf_text(&it->text), it->text.len };
	BUF(text);

	if (it->dead || it->gone) {
		wire_void_write(&text, seq, it->id, it->h, it->dead ? "refused" : "purged");
		p.text = buf_text(&text);
		p.len = text.len;
	}
	return take(arg, &p);
}

static inline void near_each(void *ctx, bool (*skip)(void *arg, int64_t seq),
			     bool (*take)(void *arg, const struct device_pending *p), void *arg)
{
	struct near_end *n = ctx;

	for (int urgent = 1; urgent >= 0; urgent--)
		for (int i = 0; i < n->count; i++)
			if (!n->items[i].acked && n->items[i].urgent == urgent && !skip(arg, i + 1) &&
			    !near_give(&n->items[i], i + 1, take, arg))
				return;
}

static inline int near_pending(const struct near_end *n)
{
	int pending = 0;

	for (int i = 0; i < n->count; i++)
		pending += !n->items[i].acked;
	return pending;
}

static inline void near_queue(void *ctx, struct wire_queue *ret)
{
	memset(ret, 0, sizeof *ret);
	ret->pending = near_pending(ctx);
}

static inline void near_begin(void *ctx)
{
	(void)ctx;
}

static inline int near_commit(void *ctx, bool keep)
{
	(void)keep;
	return ((struct near_end *)ctx)->storage_fails ? ERR_STORAGE : OK;
}

static inline void near_acked(void *ctx, int64_t from, int64_t to)
{
	struct near_end *n = ctx;

	for (int64_t s = from; s <= to && !n->storage_fails; s++)
		n->items[s - 1].acked = true;
}

static inline void near_bury(void *ctx, int64_t seq, const char *code)
{
	struct near_end *n = ctx;

	(void)code;
	if (n->items[seq - 1].dead)
		n->items[seq - 1].acked = true;
	n->items[seq - 1].dead = true;
}

static inline void near_marks(void *ctx, const struct device_marks *m)
{
	struct near_end *n = ctx;

	if (!n->storage_fails)
		n->marks = *m;
}

static inline void near_cursor(void *ctx, char *out, size_t cap)
{
	text_copy(out, cap, ((struct near_end *)ctx)->cursor);
}

static inline void near_page_begin(void *ctx, bool fresh)
{
	((struct near_end *)ctx)->fresh += fresh;
	((struct near_end *)ctx)->pages++;
}

static inline void near_page_change(void *ctx, const struct device_change *c)
{
	assert_string_equal(c->feed, "config");
	((struct near_end *)ctx)->changes++;
}

static inline void near_page_end(void *ctx, const char *cursor, bool more)
{
	struct near_end *n = ctx;

	(void)more;
	text_copy(n->cursor, sizeof n->cursor, cursor);
}

static inline void near_reset(void *ctx)
{
	struct near_end *n = ctx;

	if (n->storage_fails)
		return;
	n->cursor[0] = '\0';
	n->resets++;
}

static inline bool near_site_wanted(void *ctx, char version[65], int64_t *from)
{
	struct near_end *n = ctx;

	text_copy(version, 65, "v1");
	*from = n->site_have;
	return n->site_wanted;
}

static inline int near_site_piece(void *ctx, const char *version, int64_t from, int64_t size,
				  const void *data, size_t len)
{
	struct near_end *n = ctx;

	assert_string_equal(version, "v1");
	assert_int_equal(size, sizeof n->site);
	memcpy(n->site + from, data, len);
	n->site_have = from + (int64_t)len;
	n->site_wanted = n->site_have < size;
	return OK;
}

static inline int near_enrol_key(void *ctx, const char *code_id, struct sign_key *ret)
{
	struct near_end *n = ctx;

	if (n->storage_fails)
		return ERR_STORAGE;
	if (!n->has_enrol_key || strcmp(n->key_name, code_id) != 0)
		sign_key_make(&n->enrol_key);
	n->has_enrol_key = true;
	text_copy(n->key_name, sizeof n->key_name, code_id);
	*ret = n->enrol_key;
	return OK;
}

static inline int near_enrolled(void *ctx, const struct device_identity *id)
{
	((struct near_end *)ctx)->id = *id;
	return OK;
}

/* A new line: what is not safe is pending again, 1..n in its old order. */
static inline void near_new_line(struct near_end *n)
{
	int safe = (int)n->marks.safe_hwm, left = 0;

	for (int i = 0; i < n->count; i++) {
		struct near_item *it = &n->items[i];
		BUF(text);

		if (i < safe) {
			buf_free(&it->text);
			continue;
		}
		wire_item_renumber(&text, buf_text(&it->text), it->text.len, left + 1);
		buf_free(&it->text);
		it->text = text;
		text = (struct buf){ 0 };
		it->acked = false;
		n->items[left++] = *it;
	}
	memset(&n->items[left], 0, sizeof n->items[0] * (size_t)(n->count - left));
	n->count = left;
	n->marks.hwm = n->marks.safe_hwm = 0;
	n->chain_count = 0;
}

static inline int near_became(void *ctx, const struct device_identity *id, const char *name, bool line)
{
	struct near_end *n = ctx;

	(void)name;
	if (n->storage_fails || n->became_fails)
		return ERR_STORAGE;
	n->id = *id;
	n->became++;
	if (line) {
		near_new_line(n);
		n->counters = 1;
	}
	return OK;
}

static inline void near_random(void *ctx, void *out, size_t n)
{
	(void)ctx;
	memset(out, 0x2b, n);
}

static inline int64_t near_upto(void *ctx, int64_t *ret_last)
{
	const struct near_end *n = ctx;
	int64_t upto = 0;

	*ret_last = n->count;
	while (upto < n->count && n->items[upto].acked)
		upto++;
	return upto;
}

static inline bool near_mark(void *ctx, int64_t seq, uint8_t id[16], uint8_t h[32])
{
	const struct near_end *n = ctx;

	if (seq < 1 || seq > n->count)
		return false;
	memcpy(id, n->items[seq - 1].id, 16);
	memcpy(h, n->items[seq - 1].h, 32);
	return true;
}

static inline int64_t near_chain_get(void *ctx, int64_t seq, uint8_t c[32])
{
	const struct near_end *n = ctx;
	int64_t best = 0;

	memset(c, 0, 32);
	for (int i = 0; i < n->chain_count; i++)
		if (n->chain[i].seq <= seq && n->chain[i].seq > best) {
			best = n->chain[i].seq;
			memcpy(c, n->chain[i].c, 32);
		}
	return best;
}

static inline void near_chain_put(void *ctx, int64_t seq, const uint8_t c[32])
{
	struct near_end *n = ctx;

	if (n->storage_fails)
		return;
	assert_true(n->chain_count < (int)COUNT_OF(n->chain));
	n->chain[n->chain_count].seq = seq;
	memcpy(n->chain[n->chain_count++].c, c, 32);
}

static inline void near_again(void *ctx, int64_t from, int64_t to)
{
	struct near_end *n = ctx;

	for (int64_t s = from; s <= to && !n->storage_fails; s++)
		n->items[s - 1].acked = false;
	n->agains++;
}

static inline bool near_carried(void *ctx, char name[65], struct buf *out)
{
	struct near_end *n = ctx;

	text_copy(name, 65, "found.batch");
	if (n->carried.len)
		buf_add(out, n->carried.data, n->carried.len);
	return n->carried.len > 0;
}

static inline int near_carried_answer(void *ctx, const char *name, const void *file, size_t len)
{
	struct near_end *n = ctx;

	assert_string_equal(name, "found.batch");
	buf_free(&n->carried);
	buf_add(&n->carried_reply, file, len);
	n->carried_refused += len == 0;
	return OK;
}

static const struct device_store NEAR_STORE = {
	near_reserve, near_each, near_queue, near_begin, near_commit, near_acked, near_bury, near_marks,
	near_cursor, near_page_begin, near_page_change, near_page_end, near_reset, near_site_wanted,
	near_site_piece, near_enrol_key, near_enrolled, near_random, near_upto, near_mark, near_chain_get,
	near_chain_put, near_again, near_became, near_carried, near_carried_answer,
};

#endif
