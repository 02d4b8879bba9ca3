/* Growable bytes and the allocator that aborts. Doubles its room, never shrinks.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/base/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/log.h"

void *mem_new(size_t count, size_t size)
{
	void *p = calloc(count ? count : 1, size ? size : 1);
	if (!p)
		die("memory.none", "bytes=%zu", count * size);
	return p;
}

char *mem_str(const char *s)
{
	size_t n = strlen(s) + 1;
	char *copy = mem_new(1, n);
	memcpy(copy, s, n);
	return copy;
}

void buf_free(struct buf *b)
{
	free(b->data);
	*b = (struct buf){ 0 };
}

void buf_clear(struct buf *b)
{
	b->len = 0;
	if (b->data)
		b->data[0] = '\0';
}

char *buf_room(struct buf *b, size_t n)
{
	if (b->cap - b->len <= n) {
		size_t cap = b->cap ? b->cap : 64;
		while (cap - b->len <= n) {
			if (cap > SIZE_MAX / 2)
				die("memory.none", "bytes=%zu", n);
			cap *= 2;
		}
		char *data = realloc(b->data, cap);
		if (!data)
			die("memory.none", "bytes=%zu", cap);
		b->data = data;
		b->cap = cap;
	}
	return b->data + b->len;
}

void buf_add(struct buf *b, const void *p, size_t n)
{
	char *to = buf_room(b, n);
	if (n)
		memcpy(to, p, n);
	b->len += n;
	b->data[b->len] = '\0';
}

void buf_str(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void buf_char(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void buf_int(struct buf *b, int64_t n)
{
	char digits[24], *p = digits + sizeof digits;
	uint64_t rest = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;

	do
		*--p = (char)('0' + rest % 10);
	while (rest /= 10);
	if (n < 0)
		*--p = '-';
	buf_add(b, p, (size_t)(digits + sizeof digits - p));
}

/* Mostly there is room: only what did not fit is written a second time. */
void buf_vfmt(struct buf *b, const char *fmt, va_list ap)
{
	size_t room = b->cap - b->len;
	va_list again;
	va_copy(again, ap);
	int n = vsnprintf(room ? b->data + b->len : NULL, room, fmt, again);
	va_end(again);
	if (n < 0)
		die("text.format", "fmt=%s", fmt);
	if ((size_t)n >= room)
		vsnprintf(buf_room(b, (size_t)n), (size_t)n + 1, fmt, ap);
	b->len += (size_t)n;
}

void buf_fmt(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	buf_vfmt(b, fmt, ap);
	va_end(ap);
}

const char *buf_text(const struct buf *b)
{
	return b->data ? b->data : "";
}

char *buf_take(struct buf *b)
{
	buf_room(b, 0);
	b->data[b->len] = '\0';
	char *data = b->data;
	*b = (struct buf){ 0 };
	return data;
}

int text_copy(char *dst, size_t cap, const char *s)
{
	size_t n = strlen(s);
	if (n < cap) {
		memcpy(dst, s, n + 1);
		return OK;
	}
	n = cap ? cap - 1 : 0;
	while (n && ((unsigned char)s[n] & 0xC0) == 0x80)
		n--;
	if (cap) {
		memcpy(dst, s, n);
		dst[n] = '\0';
	}
	return ERR_FULL;
}
