/* Decoding what a plain HTML form sends.
 *
 * Owns nothing. Strict: a percent sign not followed by two hex digits is refused, not passed on.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/base/form.h"

#include <stdbool.h>
#include <string.h>

#include "shared/base/text.h"

static int hex_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool allowed(unsigned char c)
{
	return c >= 0x20 ? c != 0x7f : c == '\t' || c == '\n' || c == '\r';
}

/* One part, decoded and appended. */
static bool decode(const char *p, size_t n, struct buf *out)
{
	for (size_t i = 0; i < n; i++) {
		char c = p[i] == '+' ? ' ' : p[i];
		if (c == '%') {
			int high = i + 2 < n ? hex_of(p[i + 1]) : -1;
			int low = high >= 0 ? hex_of(p[i + 2]) : -1;
			if (low < 0)
				return false;
			c = (char)(high << 4 | low);
			i += 2;
		}
		if (!allowed((unsigned char)c))
			return false;
		buf_char(out, c);
	}
	return utf8_valid(out->len ? out->data : "", out->len);
}

int form_read(const char *body, size_t len, void (*field)(void *ctx, const char *name, const char *value),
	      void *ctx)
{
	int count = 0;
	for (size_t at = 0; at < len;) {
		const char *end = memchr(body + at, '&', len - at);
		size_t part = end ? (size_t)(end - body) - at : len - at;
		const char *equal = memchr(body + at, '=', part);
		size_t name_len = equal ? (size_t)(equal - body) - at : part;
		BUF(name);
		BUF(value);
		if (++count > FORM_FIELDS || !decode(body + at, name_len, &name) ||
		    (equal && !decode(equal + 1, part - name_len - 1, &value)))
			return ERR_INPUT;
		field(ctx, buf_text(&name), buf_text(&value));
		at += part + 1;
	}
	return OK;
}
