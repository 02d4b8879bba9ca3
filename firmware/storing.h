/* DIR/storing.html: what the display opens by file:// when this daemon does not run (R51).
 *
 * Taken from the site in use; before the first site, or from a site that has none, the built-in
 * page. Needs nothing beside it, and anybody on this machine may read it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_STORING_H
#define FIRMWARE_STORING_H

struct app;

/* Lay it down as it should be now: temporary name, fsync, rename; nothing when it stands there
 * already. A failure is logged: the kiosk works without it. */
void storing_refresh(struct app *app);

#endif
