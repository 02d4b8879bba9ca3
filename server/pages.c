/* Archive pages of the office.
 *
 * Owns app->staff and app->site. Promises: no path reaches a file system; a folder answers with its
 * index.html; unknown paths of the staff app answer with its start page, which routes by itself.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/pages.h"

#include <stdio.h>
#include <string.h>

#include "server/app.h"
#include "server/publish.h"
#include "shared/base/log.h"
#include "shared/io/archive.h"
#include "shared/io/http.h"

static const char NOT_BUILT[] =
	"<!doctype html><html lang=\"nl\"><meta charset=\"utf-8\"><title>Portiek</title>"
	"<p>De schermen van het kantoor staan hier nog niet (share/staff.sqlar ontbreekt).";

/* "nl/" -> "nl/index.html", "" -> "index.html"; false: too long. */
static bool name_of(const char *rest, char *out, size_t cap)
{
	size_t n = strlen(rest);
	bool folder = !n || rest[n - 1] == '/';
	int len = snprintf(out, cap, "%s%s", rest, folder ? "index.html" : "");
	return len > 0 && (size_t)len < cap;
}

static int serve_file(const struct archive *a, const char *name, const struct request *rq,
		      struct reply *rp)
{
	struct archive_file file;
	if (!archive_find(a, name, &file))
		return ERR_NOT_FOUND;
	/* a worker obeys the policy of its own reply */
	rp->html_csp = !strncmp(file.type, "text/html", 9) || !strcmp(name, "sw.js");
	rp->cache =
	    strncmp(name, "assets/", 7) ? "no-cache" : "public, max-age=31536000, immutable";
	return reply_archive(rq, rp, &file);
}

int pages_staff(struct app *app, const struct request *rq, struct reply *rp)
{
	char name[300];
	if (!app->staff) {
		buf_str(&rp->body, NOT_BUILT);
		rp->type = "text/html; charset=utf-8";
		rp->html_csp = true;
		return OK;
	}
	if (!name_of(rq->path + 1, name, sizeof name))
		return ERR_NOT_FOUND;
	int err = serve_file(app->staff, name, rq, rp);
	bool page = !strrchr(name, '.') || strstr(name, "index.html");
	return err == ERR_NOT_FOUND && page ? serve_file(app->staff, "index.html", rq, rp) : err;
}

int pages_none(struct app *app, const struct request *rq, struct reply *rp)
{
	(void)app;
	(void)rq;
	(void)rp;
	return ERR_NOT_FOUND;
}

int pages_melden(struct app *app, const struct request *rq, struct reply *rp)
{
	char name[300];
	if (!app->site || !name_of(rq->rest, name, sizeof name))
		return ERR_NOT_FOUND;
	if (!rq->rest[0]) {
		reply_header(rp, "location", "/melden/nl/");
		return OK_FOUND;
	}
	return serve_file(app->site, name, rq, rp);
}

/* before: where the old archive waits, because replies under way still point into it. */
static void open_one(struct archive **a, struct archive **before, const char *path)
{
	struct archive *fresh = NULL;
	int err = archive_open(path, &fresh);
	if (err) {
		log_line(err == ERR_NOT_FOUND ? LOG_NOTE : LOG_ERROR, "pages.archive",
			 "file=%s err=%s", path, err_slug(err));
		return;
	}
	archive_close(*before);
	*before = *a;
	*a = fresh;
}

void pages_open(struct app *app)
{
	char path[PATH_CAP];
	struct archive *none = NULL;
	fs_join(path, app->share, "staff.sqlar");
	if (!app->staff)
		open_one(&app->staff, &none, path);
	if (publish_current(app, path))
		open_one(&app->site, &app->site_before, path);
}

void pages_close(struct app *app)
{
	archive_close(app->staff);
	archive_close(app->site);
	archive_close(app->site_before);
}
