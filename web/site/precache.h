/* What the service worker keeps for the day the daemon does not answer (R51).
 *
 * Per language the emergency pages and the page that says "storing"; for all the files those pages
 * load. Each entry has a revision, so an unchanged file is not fetched again.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef WEB_SITE_PRECACHE_H
#define WEB_SITE_PRECACHE_H

#include "web/site/site.h"

struct precache;

struct precache *precache_new(struct site *s) MUST_USE;
void precache_free(struct precache *c);
/* A row went into the archive; kept when it is one of those above. */
void precache_offer(struct precache *c, const char *name, const uint8_t hash[64]);
/* "self.PRECACHE = {…};\n" appended to out; once. */
void precache_print(struct precache *c, const char *version, struct buf *out);
/* Source of the worker: the built one (entry: its path below assets_dir, or NULL), else
 * web/kiosk/sw.js. ERR_NOT_FOUND: there is none. */
int precache_source(const struct site_options *o, const char *entry, struct buf *out) MUST_USE;

#endif
