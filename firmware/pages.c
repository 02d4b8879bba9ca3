/* Serving archive pages: a look-up by name, a strong ETag, one write from memory.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/pages.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/app.h"
#include "firmware/mirror_store.h"
#include "firmware/routes.h"
#include "firmware/sync_task.h"
#include "shared/base/log.h"
#include "shared/io/archive.h"

#define IDLE_MS (3 * MINUTE_MS) /* no page asked for so long: nobody is in a form */
#define NAME_CAP 512

struct pages {
	struct archive *now;
	char version[65];
	int64_t asked; /* mono ms of the last page below a start page */
};

struct pages *pages_new(void)
{
	return mem_new(1, sizeof(struct pages));
}

void pages_free(struct pages *p)
{
	if (p)
		archive_close(p->now);
	free(p);
}

int pages_use(struct pages *p, const char *path, const char *version)
{
	struct archive *next;
	int err = archive_open(path, &next);
	if (err)
		return err;
	archive_close(p->now);
	p->now = next;
	text_copy(p->version, sizeof p->version, version);
	malloc_trim(0);
	log_line(LOG_NOTE, "site.serving", "version=%s files=%d", version, archive_count(next));
	return OK;
}

static void swap(struct app *app)
{
	char current[65], previous[65], name[96], path[PATH_CAP];
	mirror_site_current(app->db, current, previous, sizeof current);
	if (!*current || !strcmp(current, app->pages->version) || !*app->dir)
		return;
	snprintf(name, sizeof name, "site/site-%s.sqlar", current);
	fs_join(path, app->dir, name);
	int err = pages_use(app->pages, path, current);
	if (err)
		log_line(LOG_ERROR, "site.bad", "version=%s code=%s", current, err_slug(err));
}

void pages_refresh(struct app *app)
{
	struct pages *p = app->pages;
	if (!p->now || !p->asked || clock_mono(&app->clock) - p->asked >= IDLE_MS)
		swap(app);
}

const char *pages_version(const struct pages *p)
{
	return p->version;
}

int pages_read(const struct pages *p, const char *name, struct buf *out)
{
	return p->now ? archive_read(p->now, name, out) : ERR_NOT_FOUND;
}

int pages_no_api(struct app *app, const struct request *rq, struct reply *rp)
{
	(void)app, (void)rq, (void)rp;
	return ERR_NOT_FOUND;
}

int pages_root(struct app *app, const struct request *rq, struct reply *rp)
{
	char where[16];
	(void)app, (void)rq;
	snprintf(where, sizeof where, PAGE_START, "nl");
	reply_header(rp, "location", where);
	return OK_FOUND;
}

/* "/nl/woning/" -> "nl/woning/index.html". false: too long to be ours. */
static bool file_name(const char *path, char out[NAME_CAP])
{
	size_t n = strlen(path);
	const char *tail = path[n - 1] == '/' ? "index.html" : "";
	return snprintf(out, NAME_CAP, "%s%s", path + 1, tail) < NAME_CAP;
}

static bool is_start(const char *path)
{
	return strlen(path) == strlen("/nl/") && path[3] == '/';
}

static int say_instead(struct app *app, struct reply *rp, int status, const char *slug)
{
	rp->type = "text/html; charset=utf-8";
	rp->status = status;
	rp->html_csp = true;
	pages_built_in(app, slug, &rp->body);
	return OK;
}

static int built_in(struct app *app, struct reply *rp, int err)
{
	return say_instead(app, rp, err_row(err)->status, err_slug(err));
}

/* A folder asked for without its slash: send on, so that relative links of the page hold. */
static bool send_to_folder(struct app *app, const struct request *rq, struct reply *rp)
{
	struct archive_file f;
	char name[NAME_CAP], where[NAME_CAP];
	if (snprintf(where, sizeof where, "%s/", rq->path) >= (int)sizeof where ||
	    !file_name(where, name) || !archive_find(app->pages->now, name, &f))
		return false;
	reply_header(rp, "location", where);
	return true;
}

static int send_file(struct app *app, const struct request *rq, struct reply *rp,
		     const struct archive_file *f)
{
	bool page = !strncmp(f->type, "text/html", 9);
	if (page && app->sync && sync_task_stopped(app->sync)) /* revoked: it takes nothing new */
		return say_instead(app, rp, err_row(ERR_SETUP)->status, "out_of_use");
	rp->html_csp = page || !strcmp(rq->path, "/sw.js"); /* a worker obeys its own reply's policy */
	if (page)
		app->pages->asked = clock_mono(&app->clock);
	rp->cache = strstr(rq->path, "/assets/") ? "public, max-age=31536000, immutable"
						 : "no-cache";
	return reply_archive(rq, rp, f);
}

int pages_get(struct app *app, const struct request *rq, struct reply *rp)
{
	struct archive_file f;
	char name[NAME_CAP];
	if (!app->pages->now || is_start(rq->path))
		swap(app);
	if (!app->pages->now)
		return built_in(app, rp, ERR_SETUP);
	if (file_name(rq->path, name) && archive_find(app->pages->now, name, &f))
		return send_file(app, rq, rp, &f);
	if (send_to_folder(app, rq, rp))
		return OK_FOUND;
	return built_in(app, rp, ERR_NOT_FOUND);
}
