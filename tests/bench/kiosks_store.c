/* A kiosk's queue in memory, behind the engine's own function table.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/bench/kiosks.h"

#include <string.h>

#include "shared/base/log.h"
#include "shared/base/val.h"

static int64_t reserve(void *ctx, int64_t above)
{
	struct kiosk *k = ctx;
	return k->counters = (above > k->counters ? above : k->counters) + DEVICE_COUNTERS;
}

static void each_pending(void *ctx, bool (*skip)(void *arg, int64_t seq),
			 bool (*take)(void *arg, const struct device_pending *p), void *arg)
{
	struct kiosk *k = ctx;
	for (int i = k->upto; i < k->count; i++) {
		struct item *it = &k->items[i];
		struct device_pending p = { i + 1, false, buf_text(&it->text), it->text.len };
		if (!it->acked && !skip(arg, i + 1) && !take(arg, &p))
			return;
	}
}

static void queue(void *ctx, struct wire_queue *ret)
{
	const struct kiosk *k = ctx;
	*ret = (struct wire_queue){ .pending = k->count - k->acked };
}

static void begin(void *ctx)
{
	(void)ctx;
}

static int commit(void *ctx, bool keep)
{
	(void)ctx;
	(void)keep;
	return OK;
}

static void acked(void *ctx, int64_t from, int64_t to)
{
	struct kiosk *k = ctx;
	for (int64_t s = from; s <= to; s++) {
		k->acked += !k->items[s - 1].acked;
		k->crowd->acked += !k->items[s - 1].acked;
		k->items[s - 1].acked = true;
	}
	while (k->upto < k->count && k->items[k->upto].acked)
		k->upto++;
}

static void bury(void *ctx, int64_t seq, const char *code)
{
	struct kiosk *k = ctx;
	k->crowd->lost++;
	log_line(LOG_ERROR, "bench.refused", "seq=%lld code=%s", (long long)seq, code);
}

static void save_marks(void *ctx, const struct device_marks *m)
{
	(void)ctx;
	(void)m;
}

/* ---- news ----------------------------------------------------------------------------------- */

static void cursor(void *ctx, char *out, size_t cap)
{
	text_copy(out, cap, ((struct kiosk *)ctx)->cursor);
}

static void page_begin(void *ctx, bool fresh)
{
	(void)ctx;
	(void)fresh;
}

static void page_change(void *ctx, const struct device_change *c)
{
	struct kiosk *k = ctx;
	VAL(body) = NULL;
	if (strcmp(c->feed, "config") || strcmp(c->key, "dict.1") || c->gone || k->crowd->dict.len ||
	    val_read(c->body.p, c->body.n, &body))
		return;
	const char *data = val_str_of(body, "data", "");
	if (base64_decode(data, strlen(data), &k->crowd->dict))
		die("bench.dict", "bytes=%zu", strlen(data));
}

static void page_end(void *ctx, const char *at, bool more)
{
	struct kiosk *k = ctx;
	(void)more;
	text_copy(k->cursor, sizeof k->cursor, at);
}

static void cursor_reset(void *ctx)
{
	((struct kiosk *)ctx)->cursor[0] = '\0';
}

static bool site_wanted(void *ctx, char version[65], int64_t *from)
{
	(void)ctx;
	(void)version;
	(void)from;
	return false;
}

static int site_piece(void *ctx, const char *version, int64_t from, int64_t size, const void *data, size_t n)
{
	(void)ctx;
	(void)version;
	(void)from;
	(void)size;
	(void)data;
	(void)n;
	return ERR_CRYPT;
}

/* ---- who it is, and its line of numbers ------------------------------------------------------ */

static int enrol_key(void *ctx, const char *code_id, struct sign_key *ret)
{
	(void)ctx;
	(void)code_id;
	sign_key_make(ret);
	return OK;
}

static int enrolled(void *ctx, const struct device_identity *id)
{
	(void)ctx;
	(void)id;
	return OK;
}

static void chance(void *ctx, void *out, size_t n)
{
	(void)ctx;
	crypt_random(out, n);
}

static int64_t upto(void *ctx, int64_t *ret_last)
{
	const struct kiosk *k = ctx;
	*ret_last = k->count;
	return k->upto;
}

static bool mark(void *ctx, int64_t seq, uint8_t id[16], uint8_t h[HASH_BYTES])
{
	const struct kiosk *k = ctx;
	if (seq < 1 || seq > k->count)
		return false;
	memcpy(id, k->items[seq - 1].id, 16);
	memcpy(h, k->items[seq - 1].h, HASH_BYTES);
	return true;
}

static int64_t chain_get(void *ctx, int64_t seq, uint8_t c[HASH_BYTES])
{
	const struct kiosk *k = ctx;
	bool known = k->chain_n <= seq;
	memset(c, 0, HASH_BYTES);
	if (known)
		memcpy(c, k->chain, HASH_BYTES);
	return known ? k->chain_n : 0;
}

static void chain_put(void *ctx, int64_t seq, const uint8_t c[HASH_BYTES])
{
	struct kiosk *k = ctx;
	k->chain_n = seq;
	memcpy(k->chain, c, HASH_BYTES);
}

static void again(void *ctx, int64_t from, int64_t to)
{
	struct kiosk *k = ctx;
	k->crowd->lost += to - from + 1; /* central forgot nothing: it must never be asked for */
}

static int became(void *ctx, const struct device_identity *id, const char *name, bool line)
{
	(void)ctx;
	(void)id;
	(void)name;
	(void)line;
	return ERR_STORAGE;
}

static bool carried(void *ctx, char name[65], struct buf *out)
{
	(void)ctx;
	(void)name;
	(void)out;
	return false;
}

static int carried_answer(void *ctx, const char *name, const void *file, size_t n)
{
	(void)ctx;
	(void)name;
	(void)file;
	(void)n;
	return ERR_STORAGE;
}

const struct device_store KIOSKS_STORE = {
	reserve, each_pending, queue, begin, commit, acked, bury, save_marks, cursor, page_begin, page_change, page_end,
	cursor_reset, site_wanted, site_piece, enrol_key, enrolled, chance, upto, mark, chain_get, chain_put, again, became,
	carried, carried_answer,
};
