/* A mail as it goes over the wire: headers, parts, quoted-printable.
 *
 * Owns nothing. Promises: no text of a letter can become a header or a part: control characters in
 * headers become blanks, bodies are quoted-printable, and the boundary can occur in none of them.
 * The same mail gives the same bytes.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/io/mail.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "shared/base/text.h"

#define LINE_MAX_QP 75
#define WORD_BYTES  39 /* of text in one encoded word: 75 characters with "Subject: =?utf-8?B?" */

/* "=_" is no quoted-printable, so neither occurs in a body. */
#define MIXED "=_portiek_mixed"
#define BOTH  "=_portiek_both"

/* ---- headers ------------------------------------------------------------------------------ */

static bool plain(const char *s)
{
	for (const char *p = s; *p; p++)
		if ((unsigned char)*p < 32 || (unsigned char)*p > 126)
			return false;
	return !strstr(s, "=?"); /* would be read as an encoded word */
}

/* What may stand in a header: one line. */
static void clean(const char *s, struct buf *out)
{
	for (; *s; s++)
		buf_char(out, (unsigned char)*s < 32 || *s == 127 ? ' ' : *s);
}

/* Encoded words of whole characters (RFC 2047), folded. */
static void put_words(struct buf *out, const char *text)
{
	for (const char *p = text; *p;) {
		size_t n = strlen(p) < WORD_BYTES ? strlen(p) : WORD_BYTES;
		while (n && ((unsigned char)p[n] & 0xc0) == 0x80)
			n--;
		if (!n)
			return; /* no UTF-8 */
		buf_fmt(out, "%s=?utf-8?B?", p == text ? "" : "\r\n ");
		base64_encode(p, n, out);
		buf_str(out, "?=");
		p += n;
	}
}

static void put_text_header(struct buf *out, const char *name, const char *text)
{
	BUF(line);
	clean(text, &line);
	buf_fmt(out, "%s: ", name);
	if (plain(buf_text(&line)))
		buf_str(out, buf_text(&line));
	else
		put_words(out, buf_text(&line));
	buf_str(out, "\r\n");
}

/* Addresses and ids: printable ASCII, nothing else gets through. */
static void put_ascii(struct buf *out, const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s > 32 && (unsigned char)*s < 127 && *s != '<' && *s != '>')
			buf_char(out, *s);
}

static void put_address(struct buf *out, const char *before, const char *address)
{
	buf_fmt(out, "%s<", before);
	put_ascii(out, address);
	buf_str(out, ">\r\n");
}

/* A name before an address: quoted, or encoded words. */
static void put_from(struct buf *out, const struct mail *m)
{
	BUF(name);
	for (const char *p = m->from_name; *p; p++)
		if ((unsigned char)*p >= 32 && *p != 127 && !strchr("\"\\<>", *p))
			buf_char(&name, *p);
	bool quoted = plain(buf_text(&name));
	buf_str(out, "From: ");
	if (name.len && quoted)
		buf_fmt(out, "\"%s\" ", buf_text(&name));
	if (!quoted)
		put_words(out, buf_text(&name));
	put_address(out, quoted ? "" : "\r\n ", m->from);
}

static void put_date(struct buf *out, int64_t ms)
{
	static const char *const days[] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
					      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	struct tm tm;
	time_t t = (time_t)(ms / 1000);
	gmtime_r(&t, &tm);
	buf_fmt(out, "Date: %s, %02d %s %d %02d:%02d:%02d +0000\r\n", days[tm.tm_wday], tm.tm_mday,
		months[tm.tm_mon], tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

static void put_headers(const struct mail *m, struct buf *out)
{
	put_date(out, m->date);
	put_from(out, m);
	put_address(out, "To: ", m->to);
	put_text_header(out, "Subject", m->subject);
	put_address(out, "Message-ID: ", m->id);
	if (m->thread[0]) {
		put_address(out, "In-Reply-To: ", m->thread);
		put_address(out, "References: ", m->thread);
	}
	buf_str(out, "Auto-Submitted: auto-generated\r\n");
	if (m->lang[0]) {
		buf_str(out, "Content-Language: ");
		put_ascii(out, m->lang);
		buf_str(out, "\r\n");
	}
	buf_str(out, "MIME-Version: 1.0\r\n");
}

/* ---- bodies ------------------------------------------------------------------------------- */

/* Must this byte be written as =XX here? A leading dot or "From " means something to mail servers. */
static bool must_escape(const char *p, int at)
{
	unsigned char c = (unsigned char)*p;
	if (c == ' ')
		return p[1] == '\n' || p[1] == '\r' || !p[1];
	if (at == 0 && (c == '.' || !strncmp(p, "From ", 5)))
		return true;
	return c < 33 || c > 126 || c == '=';
}

/* Quoted-printable; line ends \n and \r\n become CRLF. */
static void put_body(struct buf *out, const char *text)
{
	int at = 0;
	for (const char *p = text; *p; p++) {
		if (*p == '\r' && p[1] == '\n')
			continue;
		if (*p == '\n') {
			buf_str(out, "\r\n");
			at = 0;
			continue;
		}
		int width = must_escape(p, at) ? 3 : 1;
		if (at + width > LINE_MAX_QP) {
			buf_str(out, "=\r\n");
			at = 0;
			width = must_escape(p, at) ? 3 : 1;
		}
		if (width == 1)
			buf_char(out, *p);
		else
			buf_fmt(out, "=%02X", (unsigned char)*p);
		at += width;
	}
}

/* One part: its type with parameters, perhaps a file name, and its body. */
static void put_part(struct buf *out, const char *boundary, const char *type, const char *file,
		     const char *body)
{
	if (boundary)
		buf_fmt(out, "\r\n--%s\r\n", boundary);
	buf_fmt(out, "Content-Type: %s; charset=utf-8", type);
	if (file) {
		buf_str(out, ";\r\n name=\"");
		put_ascii(out, file);
		buf_str(out, "\"\r\nContent-Disposition: attachment; filename=\"");
		put_ascii(out, file);
		buf_char(out, '"');
	}
	buf_str(out, "\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n");
	put_body(out, body);
	buf_str(out, "\r\n");
}

/* Text alone, or text and HTML of the same words. */
static void put_words_of_letter(const struct mail *m, const char *boundary, struct buf *out)
{
	if (!m->html) {
		put_part(out, boundary, "text/plain", NULL, m->text);
		return;
	}
	if (boundary)
		buf_fmt(out, "\r\n--%s\r\n", boundary);
	buf_str(out, "Content-Type: multipart/alternative; boundary=\"" BOTH "\"\r\n");
	put_part(out, BOTH, "text/plain", NULL, m->text);
	put_part(out, BOTH, "text/html", NULL, m->html);
	buf_str(out, "\r\n--" BOTH "--\r\n");
}

void mail_write(const struct mail *m, struct buf *out)
{
	put_headers(m, out);
	if (!m->calendar) {
		put_words_of_letter(m, NULL, out);
		return;
	}
	buf_str(out, "Content-Type: multipart/mixed; boundary=\"" MIXED "\"\r\n");
	put_words_of_letter(m, MIXED, out);
	put_part(out, MIXED, "text/calendar; method=PUBLISH; component=VEVENT",
		 m->calendar_name[0] ? m->calendar_name : "portiek.ics", m->calendar);
	buf_str(out, "\r\n--" MIXED "--\r\n");
}
