/* Publishing: build and sign the site, keep its catalogue, tell the kiosks (R53).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_PUBLISH_H
#define SERVER_PUBLISH_H

#include <stdbool.h>

#include "shared/base/buf.h"
#include "shared/io/fs.h"

struct app;

/* Build from source (NULL: settings, beside the program, or the tree it was built from) and put it
 * in force. What it did or what is wrong is appended to say. In an event. */
int publish_site(struct app *app, const char *source, struct buf *say) MUST_USE;

/* Path of the archive in force; false before the first publication. */
bool publish_current(struct app *app, char path[PATH_CAP]);

/* Tell the kiosks the corporation's own words and the sign-in parameters. In an event. */
void publish_config(struct app *app);

/* At the start of serve: portiek.conf may have changed since, so kiosks hear of it without a new
 * site; and once per new shape of the register all of it again. In an event of its own.
 * ERR_STORAGE. */
int publish_refresh(struct app *app) MUST_USE;

#endif
