/* Kinds of text in a report: how each is checked, brought to one form and written.
 *
 * "" means absent everywhere in struct report and is written as null. Each check says in English
 * why it refuses, for logs; a person gets the sentence of the error code.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "shared/model/report_inside.h"

#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"

static char *place_of(void *r, const struct report_row *row)
{
	return (char *)r + row->offset;
}

static const char *text_of(const void *r, const struct report_row *row)
{
	return (const char *)r + row->offset;
}

static bool made_of(const char *s, const char *allowed)
{
	return s[strspn(s, allowed)] == '\0';
}

static void write_text(struct val *into, const struct report_row *row, const void *r)
{
	const char *s = text_of(r, row);

	val_put_str(into, row->name, *s ? s : NULL);
}

/* Take over a text that needs no change. */
static const char *keep(const char *s, const struct report_row *row, void *r)
{
	return text_copy(place_of(r, row), row->cap, s) == OK ? NULL : "too long";
}

/* ---- codes and names ---------------------------------------------------------------------- */

bool code_valid(const char *s)
{
	return *s && strlen(s) <= 24 && made_of(s, UPPER DIGITS "-");
}

static const char *read_code(const struct val *v, const struct report_row *row, void *r)
{
	const char *s = val_text(v, NULL);

	if (!s || (*s && !code_valid(s)))
		return "must be a code";
	return keep(s, row, r);
}

static const char *read_choice(const struct val *v, const struct report_row *row,
			       void *r)
{
	const char *s = val_text(v, NULL);

	if (s && !*s && !row->must)
		return NULL;
	for (int i = 0; s && row->choices[i]; i++)
		if (strcmp(s, row->choices[i]) == 0)
			return keep(s, row, r);
	return "not one of its values";
}

/* UUIDv7 (RFC 9562): version 7, variant 10. */
static const char *read_id(const struct val *v, const struct report_row *row, void *r)
{
	const char *s = val_text(v, "");

	if (!uuid_valid(s) || s[14] != '7' || !strchr("89ab", s[19]))
		return "must be a UUIDv7";
	return keep(s, row, r);
}

static const char *read_receipt(const struct val *v, const struct report_row *row,
				void *r)
{
	const char *s = val_text(v, NULL);
	char printed[RECEIPT_TEXT];

	if (s && !*s)
		return NULL;
	if (!s || !receipt_normalise(s, printed) || strcmp(s, printed) != 0)
		return "must be a receipt number";
	return keep(s, row, r);
}

static const char *read_version(const struct val *v, const struct report_row *row,
				void *r)
{
	const char *s = val_text(v, NULL);

	return s && made_of(s, LOWER DIGITS ".-") ? keep(s, row, r) : "must be a version";
}

static const char *read_lang(const struct val *v, const struct report_row *row, void *r)
{
	const char *s = val_text(v, NULL);

	if (s && !*s)
		return NULL;
	if (!s || strlen(s) < 2 || strlen(s) > 3 || !made_of(s, LOWER))
		return "must be a language code";
	return keep(s, row, r);
}

static const char *read_hex(const struct val *v, const struct report_row *row, void *r)
{
	const char *s = val_text(v, NULL);
	uint8_t bytes[32];

	if (s && !*s)
		return NULL;
	return s && (hex_decode(s, bytes, REPORT_FOLLOW / 2) || hex_decode(s, bytes, sizeof(bytes)))
		   ? keep(s, row, r) : "must be 16 or 64 hex digits";
}

/* ---- own words ---------------------------------------------------------------------------- */

/* Control characters, C1 ones (U+0080-U+009F) too. */
static bool is_control(const unsigned char *p)
{
	return *p < 0x20 || *p == 0x7f || (*p == 0xc2 && p[1] < 0xa0);
}

static const char *read_own(const char *s, bool lines, const struct report_row *row,
			    void *r)
{
	char *out = place_of(r, row);
	size_t n = 0;

	if (!s || !utf8_valid(s, strlen(s)))
		return "must be text";
	s += strspn(s, " \t\r\n");
	for (const char *p = s; *p; p++) {
		if (lines && *p == '\r')
			continue;
		bool layout = lines && (*p == '\n' || *p == '\t');
		if (!layout && is_control((const unsigned char *)p))
			return "control character";
		if (n + 1 >= row->cap)
			return "too long";
		out[n++] = *p;
	}
	while (n && strchr(" \t\n", out[n - 1]))
		n--;
	memset(out + n, 0, row->cap - n);
	return NULL;
}

static const char *read_line(const struct val *v, const struct report_row *row, void *r)
{
	return read_own(val_text(v, NULL), false, row, r);
}

static const char *read_words(const struct val *v, const struct report_row *row,
			      void *r)
{
	return read_own(val_text(v, NULL), true, row, r);
}

/* ---- telephone and mail ------------------------------------------------------------------- */

static bool mail_domain(const char *s)
{
	size_t label = 0;
	const char *dot = strrchr(s, '.');

	if (!dot || strlen(dot + 1) < 2 || !made_of(dot + 1, UPPER LOWER))
		return false;
	for (const char *p = s; *p; p++) {
		label = *p == '.' ? 0 : label + 1;
		bool edge = p == s || p[-1] == '.' || p[1] == '.';
		if (*p == '.' ? edge : *p == '-' ? edge : !strchr(UPPER LOWER DIGITS, *p))
			return false;
		if (label > 63)
			return false;
	}
	return true;
}

bool mail_valid(const char *mail)
{
	const char *sign = strchr(mail, '@');
	size_t local = sign ? (size_t)(sign - mail) : 0;
	char name[65];

	if (!sign || local < 1 || local > 64 || strlen(mail) > 199)
		return false;
	memcpy(name, mail, local);
	name[local] = '\0';
	if (!made_of(name, UPPER LOWER DIGITS ".!#$%&'*+/=?^_`{|}~-") || name[0] == '.' ||
	    name[local - 1] == '.' || strstr(name, ".."))
		return false;
	return mail_domain(sign + 1);
}

static const char *read_phone(const struct val *v, const struct report_row *row,
			      void *r)
{
	const char *s = val_text(v, NULL);

	if (s && !s[strspn(s, " ")])
		return NULL;
	if (!s || !phone_normalise(s, place_of(r, row), row->cap))
		return "must be a telephone number";
	return NULL;
}

static const char *read_mail(const struct val *v, const struct report_row *row, void *r)
{
	const char *why = read_line(v, row, r);

	if (why)
		return why;
	const char *s = text_of(r, row);
	return !*s || mail_valid(s) ? NULL : "must be a mail address";
}

const struct report_kind KIND_ID = { read_id, write_text };
const struct report_kind KIND_RECEIPT = { read_receipt, write_text };
const struct report_kind KIND_VERSION = { read_version, write_text };
const struct report_kind KIND_LANG = { read_lang, write_text };
const struct report_kind KIND_CHOICE = { read_choice, write_text };
const struct report_kind KIND_LINE = { read_line, write_text };
const struct report_kind KIND_WORDS = { read_words, write_text };
const struct report_kind KIND_CODE = { read_code, write_text };
const struct report_kind KIND_PHONE = { read_phone, write_text };
const struct report_kind KIND_MAIL = { read_mail, write_text };
const struct report_kind KIND_HEX = { read_hex, write_text };
