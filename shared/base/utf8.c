/* UTF-8 and numbers out of text; the other half of text.h.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/text.h"

/* Length of the well-formed sequence at p (RFC 3629 table 3-7), 0 when there is none. */
static size_t sequence(const unsigned char *p, size_t left)
{
	unsigned char c = p[0];
	if (c == 0)
		return 0;
	if (c < 0x80)
		return 1;
	size_t n = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
	if (c < 0xC2 || c > 0xF4 || left < n)
		return 0;
	unsigned char low = c == 0xE0 ? 0xA0 : c == 0xF0 ? 0x90 : 0x80;
	unsigned char high = c == 0xED ? 0x9F : c == 0xF4 ? 0x8F : 0xBF;
	if (p[1] < low || p[1] > high)
		return 0;
	for (size_t i = 2; i < n; i++)
		if ((p[i] & 0xC0) != 0x80)
			return 0;
	return n;
}

/* Eight bytes of ASCII without a NUL at p? */
static bool plain8(const char *p)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones * 0x80;
	uint64_t x;
	memcpy(&x, p, sizeof x);
	return !((x | (x - ones)) & tops);
}

bool utf8_valid(const char *s, size_t len)
{
	for (size_t i = 0; i < len;) {
		while (len - i >= 8 && plain8(s + i))
			i += 8;
		if (i == len)
			break;
		size_t n = sequence((const unsigned char *)s + i, len - i);
		if (!n)
			return false;
		i += n;
	}
	return true;
}

size_t utf8_length(const char *s)
{
	size_t n = 0;
	for (; *s; s++)
		n += ((unsigned char)*s & 0xC0) != 0x80;
	return n;
}

bool int_parse(const char *s, int64_t min, int64_t max, int64_t *ret)
{
	const char *digits = *s == '-' ? s + 1 : s;
	if (!*digits || strspn(digits, "0123456789") != strlen(digits))
		return false;
	errno = 0;
	long long n = strtoll(s, NULL, 10);
	if (errno || n < min || n > max)
		return false;
	*ret = n;
	return true;
}
