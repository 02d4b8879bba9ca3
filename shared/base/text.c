/* Encodings and names. The alphabets are tables; everything else is arithmetic on them.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/base/text.h"

#include <stdlib.h>
#include <string.h>

static const char HEX[] = "0123456789abcdef";
static const char BASE64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char CROCKFORD[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

void hex_encode(const uint8_t *p, size_t n, char *out)
{
	for (size_t i = 0; i < n; i++) {
		*out++ = HEX[p[i] >> 4];
		*out++ = HEX[p[i] & 15];
	}
	*out = '\0';
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool hex_decode(const char *s, uint8_t *out, size_t n)
{
	if (strlen(s) != 2 * n)
		return false;
	for (size_t i = 0; i < n; i++) {
		int high = hex_digit(s[2 * i]), low = hex_digit(s[2 * i + 1]);
		if (high < 0 || low < 0)
			return false;
		out[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}

void base64_encode(const void *p, size_t n, struct buf *out)
{
	const uint8_t *in = p;
	char *to = buf_room(out, (n + 2) / 3 * 4);
	size_t i = 0;
	for (; i + 3 <= n; i += 3) {
		uint32_t w = (uint32_t)in[i] << 16 | (uint32_t)in[i + 1] << 8 | in[i + 2];
		*to++ = BASE64[w >> 18];
		*to++ = BASE64[w >> 12 & 63];
		*to++ = BASE64[w >> 6 & 63];
		*to++ = BASE64[w & 63];
	}
	if (i < n) { /* one or two are left */
		uint32_t w = (uint32_t)in[i] << 16 | (i + 1 < n ? (uint32_t)in[i + 1] << 8 : 0);
		*to++ = BASE64[w >> 18];
		*to++ = BASE64[w >> 12 & 63];
		*to++ = i + 1 < n ? BASE64[w >> 6 & 63] : '=';
		*to++ = '=';
	}
	*to = '\0';
	out->len = (size_t)(to - out->data);
}

/* Value of a character plus one, 0 for one that is none. */
static const uint8_t BASE64_NUMBER[256] = {
	['+'] = 63, ['/'] = 64,
	['0'] = 53, 54, 55, 56, 57, 58, 59, 60, 61, 62,
	['A'] = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26,
	['a'] = 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49,
	50, 51, 52,
};

static int base64_digit(char c)
{
	return BASE64_NUMBER[(unsigned char)c] - 1;
}

/* Whole groups without padding, as many as there are in a row. Returns the characters used. */
static size_t base64_plain(const char *s, size_t len, uint8_t *out)
{
	size_t i = 0;
	for (; i + 4 <= len; i += 4) {
		uint32_t v = (uint32_t)base64_digit(s[i]) << 18 | (uint32_t)base64_digit(s[i + 1]) << 12 |
			     (uint32_t)base64_digit(s[i + 2]) << 6 | (uint32_t)base64_digit(s[i + 3]);
		if (v >> 24) /* one of them is -1 */
			break;
		*out++ = (uint8_t)(v >> 16);
		*out++ = (uint8_t)(v >> 8);
		*out++ = (uint8_t)v;
	}
	return i;
}

/* One group of four characters; returns its bytes (1..3), 0 when not canonical. */
static int base64_group(const char *s, bool last, uint8_t out[3])
{
	unsigned d[4];
	int pad = 0;
	for (int i = 0; i < 4; i++) {
		bool is_pad = last && s[i] == '=' && i >= 2;
		int digit = is_pad ? 0 : base64_digit(s[i]);
		if (digit < 0 || (pad && !is_pad))
			return 0;
		pad += is_pad;
		d[i] = (unsigned)digit;
	}
	if ((pad == 1 && d[2] & 3) || (pad == 2 && d[1] & 15))
		return 0;
	out[0] = (uint8_t)(d[0] << 2 | d[1] >> 4);
	out[1] = (uint8_t)(d[1] << 4 | d[2] >> 2);
	out[2] = (uint8_t)(d[2] << 6 | d[3]);
	return 3 - pad;
}

int base64_decode(const char *s, size_t len, struct buf *out)
{
	size_t before = out->len;
	if (len % 4)
		return ERR_INPUT;
	buf_room(out, len / 4 * 3);
	size_t plain = base64_plain(s, len, (uint8_t *)out->data + out->len);
	out->len += plain / 4 * 3;
	for (size_t i = plain; i < len; i += 4) {
		uint8_t bytes[3];
		int n = base64_group(s + i, i + 4 == len, bytes);
		if (!n) {
			out->len = before;
			out->data[before] = '\0';
			return ERR_INPUT;
		}
		memcpy(out->data + out->len, bytes, (size_t)n);
		out->len += (size_t)n;
	}
	out->data[out->len] = '\0';
	return OK;
}

void uuid7_make(int64_t wall_ms, const uint8_t rnd[10], char out[UUID_TEXT])
{
	uint8_t b[16];
	for (int i = 0; i < 6; i++)
		b[i] = (uint8_t)((uint64_t)wall_ms >> (40 - 8 * i));
	memcpy(b + 6, rnd, 10);
	b[6] = (b[6] & 0x0f) | 0x70;
	b[8] = (b[8] & 0x3f) | 0x80;
	char hex[33];
	hex_encode(b, 16, hex);
	static const int groups[] = { 8, 4, 4, 4, 12 };
	const char *from = hex;
	for (size_t g = 0; g < COUNT_OF(groups); g++) {
		memcpy(out, from, (size_t)groups[g]);
		out += groups[g];
		from += groups[g];
		*out++ = '-';
	}
	out[-1] = '\0';
}

bool uuid_valid(const char *s)
{
	for (int i = 0; i < 36; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;
		if (dash ? s[i] != '-' : hex_digit(s[i]) < 0)
			return false;
	}
	return s[36] == '\0';
}

void uuid_bytes(const char *s, uint8_t out[16])
{
	for (int i = 0; i < 16; i++) {
		s += *s == '-';
		out[i] = (uint8_t)((unsigned)hex_digit(s[0]) << 4 | (unsigned)hex_digit(s[1]));
		s += 2;
	}
}

void uuid_text(const uint8_t id[16], char out[UUID_TEXT])
{
	for (int i = 0; i < 16; i++) {
		hex_encode(id + i, 1, out);
		out += 2;
		if (i == 3 || i == 5 || i == 7 || i == 9)
			*out++ = '-';
	}
	*out = '\0';
}

void crockford_make(const uint8_t *rnd, size_t n, char *out)
{
	for (size_t i = 0; i < n; i++)
		out[i] = CROCKFORD[rnd[i] & 31];
	out[n] = '\0';
}

static int crockford_digit(char c)
{
	const char *at = c ? strchr(CROCKFORD, c) : NULL;
	return at ? (int)(at - CROCKFORD) : -1;
}

bool crockford_normalise(const char *typed, char *out, size_t cap)
{
	size_t n = 0;
	for (; *typed; typed++) {
		char c = *typed;
		if (c == '-' || c == ' ')
			continue;
		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		c = c == 'I' || c == 'L' ? '1' : c == 'O' ? '0' : c;
		if (crockford_digit(c) < 0 || n + 1 >= cap)
			return false;
		out[n++] = c;
	}
	out[n] = '\0';
	return true;
}

char receipt_check(const char nine[9])
{
	int p = 32;
	for (int i = 0; i < 9; i++) {
		int s = (p + crockford_digit(nine[i])) % 32;
		p = 2 * (s ? s : 32) % 33;
	}
	return CROCKFORD[(1 - p + 64) % 32];
}

void receipt_make(const char prefix[4], const char five[5], char out[RECEIPT_TEXT])
{
	char nine[9];
	memcpy(nine, prefix, 4);
	memcpy(nine + 4, five, 5);
	memcpy(out, prefix, 4);
	out[4] = '-';
	memcpy(out + 5, five, 5);
	out[10] = '-';
	out[11] = receipt_check(nine);
	out[12] = '\0';
}

bool receipt_normalise(const char *typed, char out[RECEIPT_TEXT])
{
	char plain[16] = "";
	if (!crockford_normalise(typed, plain, sizeof plain) || strlen(plain) != 10)
		return false;
	receipt_make(plain, plain + 4, out);
	return out[11] == plain[9];
}

static int days_in_month(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return month == 2 && leap ? 29 : days[month - 1];
}

/* n decimal digits at s; -1: not all are. */
static int digits(const char *s, int n)
{
	int value = 0;

	for (int i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return -1;
		value = 10 * value + s[i] - '0';
	}
	return value;
}

bool day_valid(const char *s)
{
	if (strlen(s) != 10 || s[4] != '-' || s[7] != '-')
		return false;
	int year = digits(s, 4), month = digits(s + 5, 2), day = digits(s + 8, 2);
	return year >= 2000 && year < 2200 && month >= 1 && month <= 12 && day >= 1 &&
	       day <= days_in_month(year, month);
}
