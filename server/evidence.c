/* Keeping and showing files.
 *
 * Owns folder DIR/blobs. Promises: a file is named by its content, so keeping it twice is harmless;
 * nothing is served under a type its bytes do not have, nor shown inside a page.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/evidence.h"

#include <stdio.h>
#include <string.h>

#include "server/app.h"
#include "server/case_view.h"
#include "server/link_store.h"
#include "shared/base/text.h"
#include "shared/io/http.h"

static const struct {
	const char *type, *magic;
	size_t n;
} TYPES[] = {
	{ "image/jpeg", "\xff\xd8\xff", 3 },
	{ "image/png", "\x89PNG\r\n\x1a\n", 8 },
	{ "application/pdf", "%PDF-", 5 },
};

static const char *type_of(const char *said, const void *p, size_t n)
{
	for (size_t i = 0; i < COUNT_OF(TYPES); i++)
		if (!strcmp(said, TYPES[i].type))
			return n > TYPES[i].n && !memcmp(p, TYPES[i].magic, TYPES[i].n) ? TYPES[i].type : NULL;
	return NULL;
}

static void path_of(const struct app *app, const char *sha256, char out[PATH_CAP])
{
	char folder[PATH_CAP];
	app_folder(app, "blobs", folder);
	fs_join(out, folder, sha256);
}

/* A name for people: letters, digits, blanks, dots and dashes. */
static void plain_name(const char *name, char *out, size_t cap)
{
	size_t n = 0;
	for (; *name && n + 1 < cap; name++) {
		unsigned char c = (unsigned char)*name;
		bool fine = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
			    strchr(" ._-", c);
		out[n++] = fine ? (char)c : '_';
	}
	out[n] = '\0';
	if (!n)
		text_copy(out, cap, "bestand");
}

int evidence_keep(struct app *app, int64_t nr, const char *who, const char *name, const char *type,
		  const void *p, size_t n)
{
	char path[PATH_CAP];
	uint8_t hash[HASH_BYTES];
	struct evidence e = { .nr = nr, .t = app_now(app), .size = (int64_t)n };
	const char *real = type_of(type, p, n);
	if (n > EVIDENCE_CAP)
		return ERR_TOO_LARGE;
	if (!real)
		return ERR_TYPE;
	if (evidence_count(app->db, nr) >= EVIDENCE_MOST)
		return ERR_FULL;
	sha256(p, n, hash);
	hex_encode(hash, sizeof hash, e.sha256);
	text_copy(e.type, sizeof e.type, real);
	text_copy(e.who, sizeof e.who, who);
	plain_name(name, e.name, sizeof e.name);
	path_of(app, e.sha256, path);
	bool known = fs_exists(path);
	int err = known ? OK : fs_write(path, p, n, 0600);
	if (!err)
		err = evidence_add(app->db, &e);
	if (err && !known)
		fs_remove(path); /* no row will ever name it */
	return err;
}

int evidence_get(struct app *app, const struct request *rq, struct reply *rp)
{
	struct evidence e;
	struct case_row c;
	struct login who;
	char path[PATH_CAP], how[200];
	int64_t n;
	if (!login_current(app, rq, &who))
		return ERR_AUTH;
	if (!int_parse(rq->rest, 1, INT64_MAX, &n) || !evidence_find(app->db, n, &e) ||
	    !case_find(app->db, e.nr, &c) || !case_within(who.sees, &c))
		return ERR_NOT_FOUND;
	if (!case_may_see(&c, who.role))
		return ERR_ROLE;
	path_of(app, e.sha256, path);
	if (fs_read(path, EVIDENCE_CAP, &rp->body))
		return ERR_NOT_FOUND;
	for (size_t i = 0; i < COUNT_OF(TYPES); i++)
		if (!strcmp(TYPES[i].type, e.type))
			rp->type = TYPES[i].type;
	snprintf(how, sizeof how, "attachment; filename=\"%s\"", e.name);
	reply_header(rp, "Content-Disposition", how);
	return OK;
}
