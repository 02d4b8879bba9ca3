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
 * in force; who: for the audit. What it did or what is wrong is appended to say. In an event. */
int publish_site(struct app *app, const char *source, const char *who, struct buf *say) MUST_USE;

/* Put an earlier version in force again, with its catalogue; kiosks fetch it again. In an event.
 * ERR_NOT_FOUND: never published; ERR_CONFLICT: it is in force; ERR_STORAGE: its archive is gone or
 * damaged. */
int publish_back(struct app *app, const char *version, const char *who) MUST_USE;

/* The same in three parts, so that the middle one can run in the worker. */
struct publishing;
/* What a build needs. same: publish_finish refuses another catalogue than the one in force. The caller
 * drops *ret; an error leaves NULL and a sentence in say. */
int publish_begin(struct app *app, const char *source, bool same, struct buf *say, struct publishing **ret) MUST_USE;
/* Makes the archive; touches nothing of struct app. */
void publish_build(struct publishing *p);
/* Puts it in force; who: for the audit. In an event. Errors of the build too; ERR_CONFLICT: see publish_begin. */
int publish_finish(struct app *app, struct publishing *p, const char *who, struct buf *say) MUST_USE;
void publish_drop(struct publishing *p);

/* Would suggestions stand in another order than in the site in force (D7)? */
bool publish_order_changed(struct app *app);

/* Path of the archive in force; false before the first publication. */
bool publish_current(struct app *app, char path[PATH_CAP]);

/* Tell the kiosks the corporation's own words and the sign-in parameters. In an event. */
void publish_config(struct app *app);

/* At the start of serve: portiek.conf may have changed since, so kiosks hear of it without a new
 * site; and once per new shape of the register all of it again. In an event of its own.
 * ERR_STORAGE. */
int publish_refresh(struct app *app) MUST_USE;

#endif
