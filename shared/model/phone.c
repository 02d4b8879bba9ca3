/* Telephone numbers: as typed, as kept (E.164), as read aloud.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "shared/model/report.h"

#define DIGITS "0123456789"

/* Digits only, with a leading + for an international prefix. false: another character. */
static bool phone_strip(const char *typed, char *out, size_t cap)
{
	size_t n = 0;

	typed += strspn(typed, " ");
	if (*typed == '+')
		out[n++] = *typed++;
	for (; *typed; typed++) {
		if (strchr(" -.()/", *typed))
			continue;
		if (!strchr(DIGITS, *typed) || n + 1 >= cap)
			return false;
		out[n++] = *typed;
	}
	out[n] = '\0';
	return true;
}

/* 0031… and 06… to +31…; the national 0 behind +31 goes. */
static bool phone_country(const char *digits, char *out, size_t cap)
{
	bool dutch = digits[0] == '0' && digits[1] != '0';
	const char *rest = digits + (strncmp(digits, "00", 2) == 0 ? 2 : 1);

	if (digits[0] != '0' && digits[0] != '+')
		return false;
	text_copy(out, cap, dutch ? "31" : "");
	size_t n = strlen(out);
	if (text_copy(out + n, cap - n, rest) != OK)
		return false;
	if (strncmp(out, "310", 3) == 0)
		memmove(out + 2, out + 3, strlen(out + 3) + 1);
	return true;
}

bool phone_normalise(const char *typed, char *out, size_t cap)
{
	char digits[24], number[24];

	if (!phone_strip(typed, digits, sizeof(digits)) ||
	    !phone_country(digits, number, sizeof(number)))
		return false;
	size_t n = strlen(number);
	if (n < 8 || n > 15 || number[0] == '0' || n + 2 > cap)
		return false;
	if (strncmp(number, "31", 2) == 0 && (n != 11 || number[2] == '0'))
		return false;
	out[0] = '+';
	memcpy(out + 1, number, n + 1);
	return true;
}

void phone_spoken(const char *number, char *out, size_t cap)
{
	bool dutch = !strncmp(number, "+31", 3) && strlen(number) == 12;
	const char *n = dutch ? number + 3 : number;

	if (dutch && n[0] == '6')
		snprintf(out, cap, "06 %.4s %s", n + 1, n + 5);
	else if (dutch)
		snprintf(out, cap, "0%.2s %.3s %s", n, n + 2, n + 5);
	else
		text_copy(out, cap, number);
}
