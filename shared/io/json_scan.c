/* The strict pre-scan before cJSON (protocol.md section 9, design.md decision 5).
 *
 * cJSON 1.7.15 cuts strings at \u0000, rounds integers over 2^53, accepts invalid UTF-8, duplicate
 * keys and trailing bytes and costs 40x the input in heap. This scanner walks the bytes once, with
 * a fixed stack and no allocation but the table of keys once there are over thirty, and refuses
 * with the offset and a reason. Duplicate keys are compared after unescaping, by a hash table, so a
 * hostile object costs no more than an honest one of its size.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdlib.h>
#include <string.h>

#include "shared/base/text.h"
#include "shared/base/val.h"

#define DEPTH_MAX 64
#define KEY_CAP 64
#define INT_LIMIT INT64_C(4503599627370495) /* 2^52 - 1 */

#define KEYS_FIRST 64 /* slots before the heap is needed; a power of two */

/* A key seen, for the duplicate check: an open-addressed table over (object, hash). */
struct key {
	uint64_t hash;
	size_t at;       /* offset of its opening quote */
	uint32_t object; /* serial of the object it stands in, 0 = empty slot */
};

struct scan {
	const char *text;
	size_t len;
	size_t at;
	struct val_limits max;
	int tokens;
	int depth;
	const char *why;
	struct key first[KEYS_FIRST];
	struct key *keys; /* first, or grown on the heap */
	size_t key_count, key_slots;
	uint32_t objects;           /* serials given */
	uint32_t object[DEPTH_MAX]; /* serial of the open object at each depth */
	char last_key[KEY_CAP + 1];
};

static bool fail(struct scan *s, const char *why)
{
	if (!s->why)
		s->why = why;
	return false;
}

static int peek(const struct scan *s)
{
	return s->at < s->len ? (unsigned char)s->text[s->at] : -1;
}

static void skip_space(struct scan *s)
{
	for (; s->at < s->len; s->at++) {
		char c = s->text[s->at];
		if (c != ' ' && c != '\n' && c != '\t' && c != '\r')
			return;
	}
}

static int hex4(const char *p)
{
	int n = 0;
	for (int i = 0; i < 4; i++) {
		char c = p[i];
		int d = c >= '0' && c <= '9' ? c - '0'
			: c >= 'a' && c <= 'f' ? c - 'a' + 10
			: c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
		if (d < 0)
			return -1;
		n = n * 16 + d;
	}
	return n;
}

/* Put a code point as UTF-8 into out; returns its bytes. */
static size_t put_utf8(int c, char out[4])
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	static const unsigned char lead[] = { 0, 0, 0xC0, 0xE0, 0xF0 };
	for (size_t i = n - 1; i > 0; i--, c >>= 6)
		out[i] = (char)(0x80 | (c & 0x3F));
	out[0] = (char)(lead[n] | c);
	return n;
}

/* The escape at s->at (on the backslash); its bytes go to out, their number is returned, 0 = bad. */
static size_t escape(struct scan *s, char out[4])
{
	static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
	const char *p = s->text + s->at;
	size_t left = s->len - s->at;
	const char *name = left > 1 && p[1] ? strchr(names, p[1]) : NULL;
	if (name) {
		s->at += 2;
		out[0] = values[name - names];
		return 1;
	}
	int c = left >= 6 && p[1] == 'u' ? hex4(p + 2) : -1;
	if (c <= 0 || (c >= 0xDC00 && c <= 0xDFFF))
		return (size_t)fail(s, c == 0 ? "NUL character" : "bad escape");
	s->at += 6;
	if (c < 0xD800 || c > 0xDBFF)
		return put_utf8(c, out);
	int low = left >= 12 && p[6] == '\\' && p[7] == 'u' ? hex4(p + 8) : -1;
	if (low < 0xDC00 || low > 0xDFFF)
		return (size_t)fail(s, "lone surrogate");
	s->at += 6;
	return put_utf8(0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00), out);
}

/* Bytes at s->at that stand for themselves in a string and are ASCII; maybe not all there are, at most
 * max. Eight at a time: a byte has its top bit set afterwards when it is none of them. */
static size_t plain_run(const struct scan *s, size_t max)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones * 0x80;
	size_t left = s->len - s->at < max ? s->len - s->at : max, n = 0;
	for (; n + 8 <= left; n += 8) {
		uint64_t x, quote, slash;
		memcpy(&x, s->text + s->at + n, sizeof x);
		quote = x ^ ones * '"';
		slash = x ^ ones * '\\';
		if ((x | ((x - ones * 0x20) & ~x) | ((quote - ones) & ~quote) | ((slash - ones) & ~slash)) & tops)
			break;
	}
	return n;
}

/* The string at s->at (on its quote). Up to KEY_CAP unescaped bytes are copied to key when not NULL.
 * ret_len: its length after unescaping. */
static bool string(struct scan *s, size_t cap, char *key, size_t *ret_len)
{
	size_t n = 0, start = ++s->at, plain = start;
	for (;;) {
		size_t run = key ? 0 : plain_run(s, cap - n);
		s->at += run;
		n += run;
		int c = peek(s);
		if (c < 0)
			return fail(s, "string not closed");
		if (c < 0x20)
			return fail(s, "control character");
		if (c == '"' || c == '\\') {
			if (!utf8_valid(s->text + plain, s->at - plain))
				return fail(s, "not UTF-8");
			if (c == '"')
				break;
			char bytes[4];
			size_t m = escape(s, bytes);
			if (!m)
				return false;
			for (size_t i = 0; i < m; i++, n++)
				if (key && n < KEY_CAP)
					key[n] = bytes[i];
			plain = s->at;
		} else {
			if (key && n < KEY_CAP)
				key[n] = (char)c;
			n++;
			s->at++;
		}
		if (n > cap)
			return fail(s, key ? "key too long" : "string too long");
	}
	s->at++;
	if (key)
		key[n] = '\0';
	*ret_len = n;
	return true;
}

static bool number(struct scan *s)
{
	size_t from = s->at;
	s->at += peek(s) == '-';
	size_t digits = s->at;
	while (peek(s) >= '0' && peek(s) <= '9')
		s->at++;
	size_t n = s->at - digits;
	int c = peek(s);
	if (n == 0 || c == '.' || c == 'e' || c == 'E')
		return fail(s, "number is not a whole number");
	if (n > 1 && s->text[digits] == '0')
		return fail(s, "number with leading zero");
	if (digits > from && s->text[digits] == '0')
		return fail(s, "minus zero");
	int64_t value = 0;
	for (size_t i = 0; i < n && i < 17; i++)
		value = value * 10 + (s->text[digits + i] - '0');
	if (n > 16 || value > INT_LIMIT)
		return fail(s, "number out of range");
	return true;
}

static bool literal(struct scan *s)
{
	static const char *const words[] = { "true", "false", "null" };
	for (size_t i = 0; i < COUNT_OF(words); i++) {
		size_t n = strlen(words[i]);
		if (s->len - s->at >= n && !memcmp(s->text + s->at, words[i], n)) {
			s->at += n;
			return true;
		}
	}
	return fail(s, "unexpected character");
}

static uint64_t hash_key(const char *key)
{
	uint64_t h = 1469598103934665603u;
	for (; *key; key++)
		h = (h ^ (unsigned char)*key) * 1099511628211u;
	return h;
}

/* Read the key at offset `at` again, unescaped, into out. */
static void key_at(const struct scan *s, size_t at, char out[KEY_CAP + 1])
{
	struct scan again;
	size_t n;
	again.text = s->text;
	again.len = s->len;
	again.at = at;
	again.why = NULL;
	if (!string(&again, KEY_CAP, out, &n))
		out[0] = '\0';
}

static size_t slot_of(const struct key *k, size_t slots)
{
	return (size_t)(k->hash ^ k->object * UINT64_C(0x9E3779B97F4A7C15)) & (slots - 1);
}

static void put_key(struct key *keys, size_t slots, struct key k)
{
	size_t i = slot_of(&k, slots);
	while (keys[i].object)
		i = (i + 1) & (slots - 1);
	keys[i] = k;
}

/* Twice the slots once half of them are taken. */
static bool grow_keys(struct scan *s)
{
	size_t slots = s->key_slots * 2;
	struct key *keys = calloc(slots, sizeof *keys);
	if (!keys)
		return fail(s, "no memory");
	for (size_t i = 0; i < s->key_slots; i++)
		if (s->keys[i].object)
			put_key(keys, slots, s->keys[i]);
	if (s->keys != s->first)
		free(s->keys);
	s->keys = keys;
	s->key_slots = slots;
	return true;
}

static bool add_key(struct scan *s, size_t at)
{
	struct key k = { hash_key(s->last_key), at, s->object[s->depth] };
	for (size_t i = slot_of(&k, s->key_slots); s->keys[i].object; i = (i + 1) & (s->key_slots - 1)) {
		char other[KEY_CAP + 1];
		if (s->keys[i].object != k.object || s->keys[i].hash != k.hash)
			continue;
		key_at(s, s->keys[i].at, other);
		if (!strcmp(other, s->last_key))
			return fail(s, "duplicate key");
	}
	if (++s->key_count * 2 > s->key_slots && !grow_keys(s))
		return false;
	put_key(s->keys, s->key_slots, k);
	return true;
}

static bool read_key(struct scan *s)
{
	size_t at = s->at, n;
	if (peek(s) != '"')
		return fail(s, "key expected");
	if (++s->tokens > s->max.tokens)
		return fail(s, "too many values");
	if (!string(s, KEY_CAP, s->last_key, &n) || !add_key(s, at))
		return false;
	skip_space(s);
	if (peek(s) != ':')
		return fail(s, "colon expected");
	s->at++;
	skip_space(s);
	return true;
}

static bool scalar(struct scan *s, bool named)
{
	int c = peek(s);
	size_t n;
	if (c == '"') {
		bool big = named && s->max.big_key && !strcmp(s->last_key, s->max.big_key);
		return string(s, big ? s->max.big : s->max.string, NULL, &n);
	}
	return c == '-' || (c >= '0' && c <= '9') ? number(s) : literal(s);
}

/* After a value: close what ends here, or stand before the next value. *done: document complete. */
static bool after_value(struct scan *s, char *stack, bool *done)
{
	for (;;) {
		skip_space(s);
		if (!s->depth) {
			*done = true;
			return s->at == s->len || fail(s, "something behind the document");
		}
		int c = peek(s);
		if (c == ',') {
			s->at++;
			skip_space(s);
			return stack[s->depth] == '}' ? read_key(s) : true;
		}
		if (c != stack[s->depth])
			return fail(s, "comma or end expected");
		s->at++;
		s->depth--;
	}
}

/* Stand before a value: open a container (and its first key) or take a scalar. */
static bool value(struct scan *s, char *stack, bool *opened)
{
	int c = peek(s);
	*opened = false;
	if (++s->tokens > s->max.tokens)
		return fail(s, "too many values");
	if (c != '{' && c != '[')
		return scalar(s, s->depth && stack[s->depth] == '}');
	if (s->depth >= s->max.depth || s->depth + 1 >= DEPTH_MAX)
		return fail(s, "too deep");
	stack[++s->depth] = c == '{' ? '}' : ']';
	s->object[s->depth] = ++s->objects;
	s->at++;
	skip_space(s);
	if (peek(s) == stack[s->depth])
		return true; /* empty: after_value closes it */
	*opened = true;
	return c == '{' ? read_key(s) : true;
}

static bool document(struct scan *s)
{
	char stack[DEPTH_MAX];
	bool done = false, opened = false;
	if (s->len > s->max.bytes)
		return fail(s, "document too large");
	skip_space(s);
	while (!done) {
		if (peek(s) < 0)
			return fail(s, "document ends early");
		if (!value(s, stack, &opened))
			return false;
		if (!opened && !after_value(s, stack, &done))
			return false;
	}
	return true;
}

int val_scan(const char *text, size_t len, const struct val_limits *limits, struct val_fault *fault)
{
	static const struct val_limits none = { 0 };
	const struct val_limits *l = limits ? limits : &none;
	struct scan s = {
		.text = text,
		.len = len,
		.max = {
			.bytes = l->bytes ? l->bytes : 2u << 20,
			.depth = l->depth ? l->depth : 12,
			.tokens = l->tokens ? l->tokens : 32768,
			.string = l->string ? l->string : 4096,
			.big = l->big ? l->big : 98304,
			.big_key = l->big_key,
		},
	};
	s.keys = s.first;
	s.key_slots = KEYS_FIRST;
	bool good = document(&s);
	if (s.keys != s.first)
		free(s.keys);
	if (fault)
		*fault = (struct val_fault){ good ? 0 : s.at, good ? "" : s.why };
	return good ? OK : ERR_JSON;
}
