/* Walking JSON in place. Relies on val_scan: strings end, brackets match, members alternate.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/model/walk.h"

#include <string.h>

#include "shared/base/text.h"

static const char *skip_space(const char *p)
{
	while (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r')
		p++;
	return p;
}

/* p stands on the opening quote; returns behind the closing one: the first with an even number of
 * backslashes before it. */
static const char *skip_string(const char *p)
{
	for (;;) {
		const char *end = rawmemchr(p + 1, '"');
		int slashes = 0;

		while (end[-1 - slashes] == '\\' && end - 1 - slashes > p)
			slashes++;
		if (slashes % 2 == 0)
			return end + 1;
		p = end; /* an escaped quote; what stands before it is settled */
	}
}

static const char *skip_nested(const char *p)
{
	int depth = 0;

	for (;;) {
		if (*p == '"') {
			p = skip_string(p);
			continue;
		}
		if (*p == '{' || *p == '[')
			depth++;
		else if (*p == '}' || *p == ']')
			depth--;
		p++;
		if (depth == 0)
			return p;
	}
}

static const char *skip_value(const char *p)
{
	if (*p == '"')
		return skip_string(p);
	if (*p == '{' || *p == '[')
		return skip_nested(p);
	return p + strcspn(p, ",]} \t\r\n");
}

struct span walk_text(const char *text, size_t len)
{
	const char *start = skip_space(text), *end = text + len;

	while (end > start && strchr(" \t\r\n", end[-1]))
		end--;
	return (struct span){ start, (size_t)(end - start) };
}

bool walk_begin(struct walk *w, struct span v)
{
	if (!span_is_object(v) && !span_is_array(v))
		return false;
	w->object = *v.p == '{';
	w->at = v.p + 1;
	return true;
}

bool walk_array(struct walk *w, struct span v)
{
	return span_is_array(v) && walk_begin(w, v);
}

const char *walk_element(struct walk *w)
{
	const char *p = skip_space(w->at);

	if (*p == ',')
		p = skip_space(p + 1);
	w->at = p;
	return *p == ']' ? NULL : p;
}

bool walk_next(struct walk *w, struct span *ret_name, struct span *ret_value)
{
	const char *p = skip_space(w->at);

	if (*p == ',')
		p = skip_space(p + 1);
	if (*p == '}' || *p == ']') {
		w->at = p;
		return false;
	}
	*ret_name = (struct span){ p, 0 };
	if (w->object) {
		const char *end = skip_string(p);

		ret_name->n = (size_t)(end - p);
		p = skip_space(skip_space(end) + 1);
	}
	ret_value->p = p;
	p = skip_value(p);
	ret_value->n = (size_t)(p - ret_value->p);
	w->at = p;
	return true;
}

struct span walk_get(struct span object, const char *name)
{
	struct walk w;
	struct span key, value;

	if (span_is_object(object) && walk_begin(&w, object))
		while (walk_next(&w, &key, &value))
			if (span_is(key, name))
				return value;
	return (struct span){ NULL, 0 };
}

/* Keep a member that is among the names. Most differ in their first letter. */
static void pick(struct span key, struct span value, const char *const *names, struct span *ret)
{
	for (int i = 0; names[i]; i++)
		if (key.p[1] == names[i][0] && span_is(key, names[i]))
			ret[i] = value;
}

const char *walk_pick_at(const char *text, const char *const *names, struct span *ret)
{
	struct walk w = { .object = true, .at = text + 1 };
	struct span key, value;

	for (int i = 0; names[i]; i++)
		ret[i] = (struct span){ NULL, 0 };
	while (walk_next(&w, &key, &value))
		pick(key, value, names, ret);
	return w.at + 1;
}

bool walk_pick(struct span object, const char *const *names, struct span *ret)
{
	if (span_is_object(object))
		return walk_pick_at(object.p, names, ret) != NULL;
	for (int i = 0; names[i]; i++)
		ret[i] = (struct span){ NULL, 0 };
	return false;
}

bool span_is(struct span name, const char *plain)
{
	size_t n = strlen(plain);

	return name.n == n + 2 && memcmp(name.p + 1, plain, n) == 0;
}

bool span_is_object(struct span v)
{
	return v.n && *v.p == '{';
}

bool span_is_array(struct span v)
{
	return v.n && *v.p == '[';
}

bool span_is_string(struct span v)
{
	return v.n >= 2 && *v.p == '"';
}

bool span_bool(struct span v, bool dflt)
{
	return v.n == 0 ? dflt : *v.p == 't' ? true : *v.p == 'f' ? false : dflt;
}

static unsigned hex4(const char *p)
{
	unsigned u = 0;

	for (int i = 0; i < 4; i++) {
		unsigned c = (unsigned char)p[i];

		u = u << 4 | (c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
	}
	return u;
}

static size_t put_utf8(unsigned u, char out[4])
{
	if (u < 0x80)
		return out[0] = (char)u, 1;
	if (u < 0x800) {
		out[0] = (char)(0xc0 | u >> 6);
		out[1] = (char)(0x80 | (u & 63));
		return 2;
	}
	if (u < 0x10000) {
		out[0] = (char)(0xe0 | u >> 12);
		out[1] = (char)(0x80 | (u >> 6 & 63));
		out[2] = (char)(0x80 | (u & 63));
		return 3;
	}
	out[0] = (char)(0xf0 | u >> 18);
	out[1] = (char)(0x80 | (u >> 12 & 63));
	out[2] = (char)(0x80 | (u >> 6 & 63));
	out[3] = (char)(0x80 | (u & 63));
	return 4;
}

/* One escape at *p (on the backslash) into out[4]; returns its bytes and moves *p behind it. */
static size_t unescape(const char **p, char out[4])
{
	static const char FROM[] = "bfnrt", TO[] = "\b\f\n\r\t";
	char c = (*p)[1];
	const char *known = strchr(FROM, c);
	unsigned u;

	if (c != 'u') {
		out[0] = known ? TO[known - FROM] : c;
		*p += 2;
		return 1;
	}
	u = hex4(*p + 2);
	*p += 6;
	if (u >= 0xd800 && u < 0xdc00) {
		u = 0x10000 + ((u - 0xd800) << 10) + (hex4(*p + 2) - 0xdc00);
		*p += 6;
	}
	return put_utf8(u, out);
}

/* A string with escapes. */
static bool copy_escaped(struct span v, char *out, size_t cap)
{
	const char *p, *end;
	size_t n = 0;
	char piece[4];

	for (p = v.p + 1, end = v.p + v.n - 1; p < end;) {
		size_t m = 1;

		piece[0] = *p;
		if (*p == '\\')
			m = unescape(&p, piece);
		else
			p++;
		if (n + m >= cap)
			return false;
		memcpy(out + n, piece, m);
		n += m;
	}
	out[n] = '\0';
	return true;
}

bool span_copy(struct span v, char *out, size_t cap)
{
	size_t n = v.n - 2;

	if (!span_is_string(v))
		return false;
	if (memchr(v.p + 1, '\\', n))
		return copy_escaped(v, out, cap);
	if (n >= cap)
		return false;
	memcpy(out, v.p + 1, n);
	out[n] = '\0';
	return true;
}

bool span_append(struct span v, struct buf *out)
{
	if (!span_is_string(v))
		return false;
	if (!memchr(v.p, '\\', v.n)) {
		buf_add(out, v.p + 1, v.n - 2);
		return true;
	}
	/* Unescaping never makes text longer. */
	if (!span_copy(v, buf_room(out, v.n), v.n))
		return false;
	out->len += strlen(out->data + out->len);
	return true;
}

bool span_int(struct span v, int64_t min, int64_t max, int64_t *ret)
{
	char text[24];

	if (v.n == 0 || v.n >= sizeof text || *v.p == '"')
		return false;
	memcpy(text, v.p, v.n);
	text[v.n] = '\0';
	return int_parse(text, min, max, ret);
}
