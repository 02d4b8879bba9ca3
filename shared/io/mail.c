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

#include "shared/base/text.h"
#include "shared/io/fs.h"

#define CONNECT_S 20L
#define ANSWER_S 25L    /* a server that says nothing, also to the good-bye of an office that stops */
#define TOTAL_S 120L

int mail_start(void)
{
	return curl_global_init(CURL_GLOBAL_DEFAULT) ? ERR_INTERNAL : OK;
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
	char said[160]; /* the server's reason when it refuses */
	const atomic_bool *stop;
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

/* Lines of the server come in as "headers". Its last refusal is kept for staff, without the code:
 * printable ASCII only. */
static size_t listen_to(char *line, size_t size, size_t count, void *ctx)
{
	struct upload *u = ctx;
	size_t n = 0;
	if (size * count < 4 || (line[0] != '4' && line[0] != '5'))
		return size * count;
	for (size_t i = 4; i < size * count && n + 1 < sizeof u->said; i++)
		if (line[i] >= 32 && line[i] < 127)
			u->said[n++] = line[i];
	u->said[n] = '\0';
	return size * count;
}

static int ask_stop(void *ctx, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
	const struct upload *u = ctx;
	(void)a, (void)b, (void)c, (void)d;
	return u->stop && atomic_load(u->stop);
}

static void explain(CURLcode code, long answer, const struct upload *u, char *why, size_t cap)
{
	if (code == CURLE_OK)
		text_copy(why, cap, "");
	else if (answer >= 400)
		snprintf(why, cap, "smtp_%ld %s", answer, u->said);
	else
		snprintf(why, cap, "curl_%d %s", (int)code, curl_easy_strerror(code));
}

static enum mail_outcome judge(CURLcode code, long answer, const struct upload *u)
{
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
	curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, listen_to);
	curl_easy_setopt(curl, CURLOPT_HEADERDATA, u);
	curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, ask_stop);
	curl_easy_setopt(curl, CURLOPT_XFERINFODATA, u);
	curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(curl, CURLOPT_NOPROXY, "*"); /* it honours *_proxy variables */
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, CONNECT_S);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, TOTAL_S);
	curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, ANSWER_S);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
}

bool mail_address(const char *a)
{
	const char *at = strchr(a, '@');
	if (!at || at == a || !at[1] || strlen(a) > 199)
		return false;
	for (const char *p = a; *p; p++)
		if (*p <= ' ' || *p > '~' || strchr("<>()[],;:\\\"", *p))
			return false;
	return true;
}

enum mail_outcome mail_send(const struct mail_server *s, const struct mail *m, char *why, size_t cap)
{
	struct upload u = { .stop = s->stop };
	long answer = 0;
	if (!mail_address(m->to) || !mail_address(m->from)) {
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
	explain(code, answer, &u, why, cap);
	curl_slist_free_all(to);
	curl_easy_cleanup(curl);
	buf_free(&u.text);
	return judge(code, answer, &u);
}
