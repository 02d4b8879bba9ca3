/* Text as people look for it: small letters and digits, without accents, one blank between words.
 *
 * Owns nothing. Latin letters with a mark become their plain letter; letters of other scripts are
 * only made small (Cyrillic) or stay as they are; everything else parts words.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "shared/base/text.h"

/* U+00C0..U+017F: what each is without its mark; a capital means two letters, see PAIRS. */
static const char PLAIN[] = "aaaaaaAceeeeiiii"	/* 00C0 */
			    "dnooooo ouuuuyTS"	/* 00D0 */
			    "aaaaaaAceeeeiiii"	/* 00E0 */
			    "dnooooo ouuuuyTy"	/* 00F0 */
			    "aaaaaaccccccccdd"	/* 0100 */
			    "ddeeeeeeeeeegggg"	/* 0110 */
			    "gggghhhhiiiiiiii"	/* 0120 */
			    "iiIIjjkkklllllll"	/* 0130 */
			    "lllnnnnnnnnnoooo"	/* 0140 */
			    "ooOOrrrrrrssssss"	/* 0150 */
			    "ssttttttuuuuuuuu"	/* 0160 */
			    "uuuuwwyyyzzzzzzs"; /* 0170 */

static const struct {
	char sign;
	const char *text;
} PAIRS[] = { { 'A', "ae" }, { 'T', "th" }, { 'S', "ss" }, { 'I', "ij" }, { 'O', "oe" } };

/* The next code point of valid UTF-8. */
static uint32_t next(const char **p)
{
	const unsigned char *s = (const unsigned char *)*p;
	size_t n = s[0] < 0x80 ? 1 : s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;
	uint32_t c = n == 1 ? s[0] : s[0] & (0xFFu >> (n + 1));
	for (size_t i = 1; i < n && s[i]; i++)
		c = c << 6 | (s[i] & 0x3Fu);
	*p += strnlen(*p, n);
	return c;
}

/* A small letter of Cyrillic, or the code point itself. */
static uint32_t small(uint32_t c)
{
	if (c >= 0x410 && c <= 0x42F)
		return c + 0x20;
	return c >= 0x400 && c <= 0x40F ? c + 0x50 : c;
}

/* What a code point becomes: its bytes into out, "" drops it, " " parts words. */
static void plain(uint32_t c, const char *from, size_t bytes, char out[5])
{
	out[1] = '\0';
	if (c < 0x80) {
		out[0] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
		if (!((out[0] >= 'a' && out[0] <= 'z') || (out[0] >= '0' && out[0] <= '9')))
			out[0] = ' ';
	} else if (c >= 0xC0 && c < 0x180) {
		out[0] = PLAIN[c - 0xC0];
		for (size_t i = 0; i < COUNT_OF(PAIRS); i++)
			if (PAIRS[i].sign == out[0])
				strncpy(out, PAIRS[i].text, 4);
	} else if (c >= 0x300 && c < 0x370) {
		out[0] = '\0';
	} else if (c < 0xC0 || (c >= 0x2000 && c < 0x3000)) {
		out[0] = ' ';
	} else if (small(c) != c) {
		out[0] = (char)(0xC0 | small(c) >> 6);
		out[1] = (char)(0x80 | (small(c) & 0x3F));
		out[2] = '\0';
	} else {
		memcpy(out, from, bytes);
		out[bytes] = '\0';
	}
}

void text_fold(const char *s, char *out, size_t cap)
{
	size_t n = 0;
	bool gap = false;
	while (*s) {
		char one[5] = "";
		const char *from = s;
		uint32_t c = next(&s);
		plain(c, from, (size_t)(s - from), one);
		if (one[0] == ' ') {
			gap = n > 0;
			continue;
		}
		size_t len = strlen(one);
		if (n + len + gap + 1 > cap)
			break;
		if (gap && len)
			out[n++] = ' ';
		gap = gap && !len;
		memcpy(out + n, one, len);
		n += len;
	}
	out[n] = '\0';
}
