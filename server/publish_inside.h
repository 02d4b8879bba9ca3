/* Between the files of publish only.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_PUBLISH_INSIDE_H
#define SERVER_PUBLISH_INSIDE_H

#include "server/publish.h"
#include "web/site/build.h"

/* All a build needs, so that it can run beside the loop. */
struct publishing {
	char catalogue[PATH_CAP], kiosk[PATH_CAP], dist[PATH_CAP], out[PATH_CAP];
	struct val *corporation, *order;
	struct site_key key;
	bool same; /* only the catalogue that is in force */
	struct site_result result;
	int err;
};

/* Fill p; errors with a sentence in say. */
int publish_prepare(struct app *app, const char *source, const char *out_dir, struct publishing *p,
		    struct buf *say) MUST_USE;
/* What pages and kiosks say of the corporation. */
struct val *publish_corporation(const struct app *app) MUST_USE;

#endif
