/* Mail by libcurl, or as files in a folder.
 *
 * Owns nothing between calls. Promises: an outcome says whether the mail can have arrived: LATER
 * only when the server surely did not take it, UNSURE when the line broke after the text had gone.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/io/mail.h"

#include <curl/curl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "shared/base/text.h"
#include "shared/io/fs.h"

#define CONNECT_S 20L
#define TOTAL_S 120L
#define LINE_MAX_QP 75

int mail_start(void)
{
	return curl_global_init(CURL_GLOBAL_DEFAULT) ? ERR_INTERNAL : OK;
}

/* ---- writing the message ------------------------------------------------------------------ */

static bool plain(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < 32 || (unsigned char)*s > 126)
			return false;
	return true;
}

/* A header text: as it is, or as encoded words of whole characters (RFC 2047). */
static void put_header(struct buf *out, const char *name, const char *text)
{
	buf_fmt(out, "%s: ", name);
	if (plain(text)) {
		buf_fmt(out, "%s\r\n", text);
		return;
	}
	for (const char *p = text; *p;) {
		size_t n = strlen(p) < 39 ? strlen(p) : 39;
		while (n && ((unsigned char)p[n] & 0xc0) == 0x80)
			n--;
		buf_fmt(out, "%s=?utf-8?B?", p == text ? "" : "\r\n ");
		base64_encode(p, n, out);
		buf_str(out, "?=");
		p += n;
	}
	buf_str(out, "\r\n");
}

/* A name before an address: quoted, or an encoded word. */
static void put_from(struct buf *out, const struct mail *m)
{
	BUF(name);
	for (const char *p = m->from_name; *p; p++)
		if ((unsigned char)*p >= 32 && !strchr("\"\\<>", *p))
			buf_char(&name, *p);
	if (!plain(buf_text(&name))) {
		buf_str(out, "From: =?utf-8?B?");
		base64_encode(name.data, name.len < 39 ? name.len : 39, out);
		buf_fmt(out, "?= <%s>\r\n", m->from);
		return;
	}
	buf_fmt(out, "From: \"%s\" <%s>\r\n", buf_text(&name), m->from);
}

static void put_date(struct buf *out, int64_t ms)
{
	static const char *const days[] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug",
		"Sep", "Oct", "Nov", "Dec" };
	struct tm tm;
	time_t t = (time_t)(ms / 1000);
	gmtime_r(&t, &tm);
	buf_fmt(out, "Date: %s, %02d %s %d %02d:%02d:%02d +0000\r\n", days[tm.tm_wday], tm.tm_mday,
		months[tm.tm_mon], tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

static void put_body(struct buf *out, const char *text)
{
	int at = 0;
	for (const char *p = text; *p; p++) {
		unsigned char c = (unsigned char)*p;
		bool ends_line = p[1] == '\n' || !p[1];
		bool literal = (c >= 33 && c <= 126 && c != '=') || (c == ' ' && !ends_line);
		if (c == '\n') {
			buf_str(out, "\r\n");
			at = 0;
			continue;
		}
		if (at + (literal ? 1 : 3) > LINE_MAX_QP) {
			buf_str(out, "=\r\n");
			at = 0;
		}
		if (literal && !(at == 0 && c == '.'))
			buf_char(out, (char)c);
		else
			buf_fmt(out, "=%02X", c);
		at += literal ? 1 : 3;
	}
}

void mail_write(const struct mail *m, struct buf *out)
{
	put_date(out, m->date);
	put_from(out, m);
	buf_fmt(out, "To: <%s>\r\n", m->to);
	put_header(out, "Subject", m->subject);
	buf_fmt(out, "Message-ID: <%s>\r\n", m->id);
	buf_fmt(out, "Auto-Submitted: auto-generated\r\nContent-Language: %s\r\n", m->lang);
	buf_str(out, "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
		"Content-Transfer-Encoding: quoted-printable\r\n\r\n");
	put_body(out, m->text);
	buf_str(out, "\r\n");
}

/* ---- into a folder ------------------------------------------------------------------------ */

static enum mail_outcome write_file(const char *dir, const struct mail *m, char *why, size_t cap)
{
	char path[PATH_CAP], name[140];
	BUF(text);
	snprintf(name, sizeof name, "%.100s.eml", m->id);
	for (char *p = name; *p; p++)
		if (*p == '/')
			*p = '_';
	fs_join(path, dir, name);
	mail_write(m, &text);
	bool ok = !fs_mkdir(dir) && !fs_write(path, text.data, text.len, 0600);
	snprintf(why, cap, "%s", ok ? "" : "folder");
	return ok ? MAIL_SENT : MAIL_LATER;
}

/* ---- over SMTP ---------------------------------------------------------------------------- */

struct upload {
	struct buf text;
	size_t at;
	bool began; /* libcurl asked for the text: the server said go ahead to DATA */
};

static size_t give(char *to, size_t size, size_t count, void *ctx)
{
	struct upload *u = ctx;
	size_t n = u->text.len - u->at;
	u->began = true;
	if (n > size * count)
		n = size * count;
	memcpy(to, u->text.data + u->at, n);
	u->at += n;
	return n;
}

static enum mail_outcome judge(CURLcode code, long answer, const struct upload *u, char *why,
			       size_t cap)
{
	snprintf(why, cap, "%s%ld %s", answer ? "smtp_" : "curl_", answer ? answer : (long)code,
		 code ? curl_easy_strerror(code) : "");
	if (code == CURLE_OK)
		return MAIL_SENT;
	if (answer >= 500 && answer < 600)
		return MAIL_NEVER;
	if (answer >= 400 && answer < 500)
		return MAIL_LATER;
	return u->began ? MAIL_UNSURE : MAIL_LATER;
}

static void prepare(CURL *curl, const struct mail_server *s, const struct mail *m,
		    struct curl_slist *to, struct upload *u)
{
	curl_easy_setopt(curl, CURLOPT_URL, s->url);
	if (s->user[0]) {
		curl_easy_setopt(curl, CURLOPT_USERNAME, s->user);
		curl_easy_setopt(curl, CURLOPT_PASSWORD, s->password);
		curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
	} else {
		curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)CURLUSESSL_TRY);
	}
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(curl, CURLOPT_MAIL_FROM, m->from);
	curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
	curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
	curl_easy_setopt(curl, CURLOPT_READDATA, u);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, CONNECT_S);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, TOTAL_S);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
}

static bool good_address(const char *a)
{
	return strchr(a, '@') && plain(a) && !strpbrk(a, "<> \"");
}

enum mail_outcome mail_send(const struct mail_server *s, const struct mail *m, char *why, size_t cap)
{
	struct upload u = { .at = 0 };
	long answer = 0;
	if (!good_address(m->to) || !good_address(m->from)) {
		snprintf(why, cap, "bad_address");
		return MAIL_NEVER;
	}
	if (!strncmp(s->url, "dir:", 4))
		return write_file(s->url + 4, m, why, cap);
	CURL *curl = curl_easy_init();
	if (!curl)
		return MAIL_LATER;
	struct curl_slist *to = curl_slist_append(NULL, m->to);
	mail_write(m, &u.text);
	prepare(curl, s, m, to, &u);
	CURLcode code = curl_easy_perform(curl);
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer);
	enum mail_outcome outcome = judge(code, answer, &u, why, cap);
	curl_slist_free_all(to);
	curl_easy_cleanup(curl);
	buf_free(&u.text);
	return outcome;
}
