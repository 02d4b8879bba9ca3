/* The page for a stopped daemon, as a file.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/storing.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "firmware/app.h"
#include "firmware/mirror_store.h"
#include "firmware/pages.h"
#include "shared/base/log.h"
#include "shared/io/archive.h"

#define ROW "storing.html"
#define FILE_CAP (1u << 20)

/* From the newest site, which is not served yet while somebody is in a form. */
static int from_site(struct app *app, struct buf *out)
{
	char current[65], previous[65], name[96], path[PATH_CAP];
	struct archive *site;
	mirror_site_current(app->db, current, previous, sizeof current);
	if (!*current)
		return ERR_NOT_FOUND;
	if (!strcmp(current, pages_version(app->pages)))
		return pages_read(app->pages, ROW, out);
	snprintf(name, sizeof name, "site/site-%s.sqlar", current);
	fs_join(path, app->dir, name);
	int err = archive_open(path, &site);
	if (err)
		return err;
	err = archive_read(site, ROW, out);
	archive_close(site);
	return err;
}

static bool stands_there(const char *path, const struct buf *html)
{
	BUF(now);
	return !fs_read(path, FILE_CAP, &now) && now.len == html->len &&
	       !memcmp(now.data, html->data, html->len);
}

void storing_refresh(struct app *app)
{
	char path[PATH_CAP];
	BUF(html);
	if (!*app->dir)
		return;
	if (from_site(app, &html)) {
		buf_clear(&html);
		pages_built_in_file(app, &html);
	}
	fs_join(path, app->dir, ROW);
	if (stands_there(path, &html))
		return;
	/* The display has another user than this daemon, whose umask hides everything else. */
	if (fs_write(path, html.data, html.len, 0644) || chmod(path, 0644))
		log_line(LOG_ERROR, "storing.unwritten", "path=%s", path);
}
