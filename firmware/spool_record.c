/* Writing a record, and finding whole ones in bytes that may have rotted.
 *
 * The mark holds a byte that no UTF-8 text has, so inside a text nothing looks like a record.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/spool_record.h"

#include <stdbool.h>
#include <string.h>

#include "shared/base/crypt.h"

#define ITEM 'I'
#define DEAD 'D'
#define WORK_FACTOR 64 /* bytes hashed in vain per byte read */

static const uint8_t MARK[4] = { 0xf5, 'P', 'S', '\n' };

/* ---- writing -------------------------------------------------------------------------------- */

static void put_number(struct buf *out, uint64_t n, int bytes)
{
	for (int i = bytes - 1; i >= 0; i--)
		buf_char(out, (char)(n >> (8 * i)));
}

static void put_short(struct buf *out, const char *s)
{
	size_t n = strlen(s);
	put_number(out, n, 1);
	buf_add(out, s, n);
}

/* Fill in the head of the payload that was appended after it. */
static void close_record(struct buf *out, size_t at)
{
	uint8_t *head = (uint8_t *)out->data + at;
	size_t n = out->len - at - SPOOL_HEAD;
	memcpy(head, MARK, sizeof MARK);
	for (int i = 0; i < 4; i++)
		head[4 + i] = (uint8_t)(n >> (24 - 8 * i));
	sha256(head + SPOOL_HEAD, n, head + 8);
}

static size_t open_record(struct buf *out, char kind)
{
	static const char none[SPOOL_HEAD];
	size_t at = out->len;
	buf_add(out, none, sizeof none);
	buf_char(out, kind);
	return at;
}

int spool_item_write(struct buf *out, const struct spool_item *it)
{
	if (it->len > SPOOL_TEXT)
		return ERR_TOO_LARGE;
	size_t at = open_record(out, ITEM);
	put_number(out, (uint64_t)it->n, 8);
	put_number(out, (uint64_t)it->t, 8);
	put_number(out, (uint64_t)it->rank, 1);
	buf_add(out, it->id, sizeof it->id);
	buf_add(out, it->h, sizeof it->h);
	put_short(out, it->kind);
	put_short(out, it->receipt);
	put_short(out, it->follow);
	put_short(out, it->about);
	put_number(out, it->len, 4);
	if (it->len)
		buf_add(out, it->text, it->len);
	close_record(out, at);
	return OK;
}

void spool_dead_write(struct buf *out, const struct spool_dead *d)
{
	size_t at = open_record(out, DEAD);
	put_number(out, (uint64_t)d->n, 8);
	put_number(out, (uint64_t)d->t, 8);
	put_short(out, d->code);
	close_record(out, at);
}

/* ---- reading -------------------------------------------------------------------------------- */

/* What is left of a payload; short once something did not fit. */
struct rest {
	const uint8_t *p;
	size_t n;
	bool wrong;
};

static const uint8_t *take(struct rest *r, size_t n)
{
	const uint8_t *p = r->p;
	if (r->wrong || n > r->n) {
		r->wrong = true;
		return NULL;
	}
	r->p += n;
	r->n -= n;
	return p;
}

static uint64_t take_number(struct rest *r, size_t bytes)
{
	const uint8_t *p = take(r, bytes);
	uint64_t n = 0;
	for (size_t i = 0; p && i < bytes; i++)
		n = n << 8 | p[i];
	return n;
}

static void take_bytes(struct rest *r, void *out, size_t n)
{
	const uint8_t *p = take(r, n);
	if (p)
		memcpy(out, p, n);
}

static void take_short(struct rest *r, char *out, size_t cap)
{
	size_t n = (size_t)take_number(r, 1);
	const uint8_t *p = take(r, n);
	if (!p || n >= cap || memchr(p, '\0', n)) {
		r->wrong = true;
		return;
	}
	memcpy(out, p, n);
	out[n] = '\0';
}

static bool read_item(struct rest r, struct spool_item *it)
{
	memset(it, 0, sizeof *it);
	it->n = (int64_t)take_number(&r, 8);
	it->t = (int64_t)take_number(&r, 8);
	it->rank = take_number(&r, 1) ? 1 : 0;
	take_bytes(&r, it->id, sizeof it->id);
	take_bytes(&r, it->h, sizeof it->h);
	take_short(&r, it->kind, sizeof it->kind);
	take_short(&r, it->receipt, sizeof it->receipt);
	take_short(&r, it->follow, sizeof it->follow);
	take_short(&r, it->about, sizeof it->about);
	it->len = (size_t)take_number(&r, 4);
	it->text = (const char *)take(&r, it->len);
	return !r.wrong && r.n == 0 && it->n > 0 && it->len <= SPOOL_TEXT;
}

static bool read_dead(struct rest r, struct spool_dead *d)
{
	memset(d, 0, sizeof *d);
	d->n = (int64_t)take_number(&r, 8);
	d->t = (int64_t)take_number(&r, 8);
	take_short(&r, d->code, sizeof d->code);
	return !r.wrong && r.n == 0 && d->n > 0;
}

/* Tell what the payload says. false: its hash is right, but it says nothing we know. */
static bool tell(struct rest payload, const struct spool_sink *sink)
{
	struct spool_item it;
	struct spool_dead d;
	uint64_t kind = take_number(&payload, 1);
	if (kind == ITEM && read_item(payload, &it)) {
		if (sink->item)
			sink->item(sink->ctx, &it);
		return true;
	}
	if (kind == DEAD && read_dead(payload, &d)) {
		if (sink->dead)
			sink->dead(sink->ctx, &d);
		return true;
	}
	return false;
}

/* Length of the whole record at p, 0 for none. budget: bytes that may still be hashed in vain. */
static size_t record_at(const uint8_t *p, size_t n, size_t *budget)
{
	uint8_t hash[HASH_BYTES];
	if (n < SPOOL_HEAD || memcmp(p, MARK, sizeof MARK))
		return 0;
	struct rest head = { .p = p + sizeof MARK, .n = 4 };
	size_t len = (size_t)take_number(&head, 4);
	if (len == 0 || len > SPOOL_PAYLOAD || len > n - SPOOL_HEAD || len > *budget)
		return 0;
	sha256(p + SPOOL_HEAD, len, hash);
	if (!memcmp(hash, p + 8, sizeof hash))
		return SPOOL_HEAD + len;
	*budget -= len;
	return 0;
}

/* Where the next record might begin after p, n for nowhere. */
static size_t next_mark(const uint8_t *p, size_t n)
{
	const uint8_t *at = n > 1 ? memchr(p + 1, MARK[0], n - 1) : NULL;
	return at ? (size_t)(at - p) : n;
}

static void tell_bad(const struct spool_sink *sink, size_t from, size_t to)
{
	if (from < to && sink->bad)
		sink->bad(sink->ctx, from, to - from);
}

void spool_read(const void *bytes, size_t n, const struct spool_sink *sink)
{
	const uint8_t *p = bytes;
	size_t budget = n > SIZE_MAX / WORK_FACTOR ? n : n * WORK_FACTOR, good = 0;
	for (size_t at = 0; at < n;) {
		size_t len = record_at(p + at, n - at, &budget);
		struct rest payload = { .p = p + at + SPOOL_HEAD, .n = len ? len - SPOOL_HEAD : 0 };
		if (!len) {
			at += next_mark(p + at, n - at);
			continue;
		}
		tell_bad(sink, good, at);
		good = at + len;
		if (!tell(payload, sink))
			tell_bad(sink, at, good);
		at = good;
	}
	tell_bad(sink, good, n);
}
