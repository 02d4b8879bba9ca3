/* `portiek-kiosk serve`: loop, HTTP, sync and timers around one app.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_SERVE_H
#define FIRMWARE_SERVE_H

#include "shared/base/err.h"

struct app;
struct sync_options;

#define SOFTWARE "portiek-kiosk " PORTIEK_VERSION

/* Serve until SIGTERM or SIGINT. listen, central: NULL takes the setting. Prints
 * "ready http://ADDR:PORT" on stdout once it answers. On an error a sentence went to stderr. */
int serve_run(struct app *app, const char *listen, const char *central) MUST_USE;

/* A loop whose turns end in the app's commit, for commands that talk to central. */
int serve_open_loop(struct app *app) MUST_USE;
void serve_close_loop(struct app *app);
/* Sync options of this app; central NULL takes the setting. */
void serve_sync_options(struct app *app, const char *central, struct sync_options *ret);

#endif
