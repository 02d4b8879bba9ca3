/* Archive files as replies: the stored zlib stream is the reply.
 *
 * A client that takes deflate gets the bytes as they lie in the archive. One that does not gets
 * gzip or plain bytes, made for it, under an ETag of their own (RFC 9110 section 8.8.3).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "shared/base/pack.h"
#include "shared/io/archive.h"
#include "shared/io/http_inside.h"

#define GZIP_LEVEL 4
#define ETAG_BYTES 96

enum coding { AS_STORED, AS_GZIP, AS_PLAIN };

/* Does an entry of Accept-Encoding carry q=0? params starts behind the coding's name. */
static bool is_refused(const char *params, size_t n)
{
	char text[32];
	const char *q;

	if (n >= sizeof(text))
		return false;
	memcpy(text, params, n);
	text[n] = '\0';
	q = strstr(text, "q=");
	return q && strtod(q + 2, NULL) <= 0.0;
}

/* 1 accepted, 0 refused, -1 not named. */
static int names(const char *list, const char *coding)
{
	size_t len = strlen(coding);

	for (const char *p = list; *p;) {
		size_t entry;
		size_t n;

		p += strspn(p, " \t,");
		entry = strcspn(p, ",");
		n = strcspn(p, " \t;,");
		if (n == len && strncasecmp(p, coding, len) == 0)
			return is_refused(p + n, entry - n) ? 0 : 1;
		p += entry;
	}
	return -1;
}

static bool accepts(const char *list, const char *coding)
{
	int said = names(list, coding);

	return said >= 0 ? said == 1 : names(list, "*") == 1;
}

/* If-None-Match: a list of tags, weak comparison (RFC 9110 section 13.1.2). */
static bool is_known(const char *list, const char *etag)
{
	size_t len = strlen(etag);

	for (const char *p = list + strspn(list, " \t,"); *p;) {
		const char *end;

		if (*p == '*')
			return true;
		if (strncmp(p, "W/", 2) == 0)
			p += 2;
		end = *p == '"' ? strchr(p + 1, '"') : NULL;
		if (!end)
			return false;
		if ((size_t)(end + 1 - p) == len && memcmp(p, etag, len) == 0)
			return true;
		p = end + 1;
		p += strspn(p, " \t,");
	}
	return false;
}

static int made_reply(struct reply *rp, const struct archive_file *file, enum coding coding)
{
	BUF(plain);
	int err = pack_inflate(file->data, file->len, file->size, NULL, 0, &plain);

	if (err != OK)
		return ERR_STORAGE;
	if (coding == AS_GZIP) {
		pack_gzip(plain.data, plain.len, GZIP_LEVEL, &rp->body);
		reply_header(rp, "Content-Encoding", "gzip");
	} else {
		buf_add(&rp->body, buf_text(&plain), plain.len);
	}
	return OK;
}

static enum coding coding_for(const struct request *rq, const struct archive_file *file)
{
	if (!file->deflated || accepts(rq->accept_encoding, "deflate"))
		return AS_STORED;
	return accepts(rq->accept_encoding, "gzip") ? AS_GZIP : AS_PLAIN;
}

int reply_archive(const struct request *rq, struct reply *rp, const struct archive_file *file)
{
	static const char *const SUFFIX[] = { "", "-g", "-p" };
	enum coding coding = coding_for(rq, file);
	char etag[ETAG_BYTES];

	snprintf(etag, sizeof(etag), "%.*s%s\"", (int)strlen(file->etag) - 1, file->etag,
		 SUFFIX[coding]);
	reply_header(rp, "ETag", etag);
	if (file->deflated)
		reply_header(rp, "Vary", "Accept-Encoding");
	rp->type = file->type;
	if (!rp->cache)
		rp->cache = "no-cache";
	if (is_known(rq->if_none_match, etag))
		return OK_UNCHANGED;
	if (coding != AS_STORED)
		return made_reply(rp, file, coding);
	rp->fixed = file->data;
	rp->fixed_len = file->len;
	rp->deflated = file->deflated;
	return OK;
}
