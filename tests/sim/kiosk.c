/* A kiosk's side: its commands as they are.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "firmware/app.h"
#include "firmware/enrol.h"
#include "firmware/mirror_store.h"
#include "firmware/serve.h"
#include "firmware/sync_task.h"
#include "shared/io/db.h"
#include "tests/sim/sides.h"

/* The world's central publishes no site, which is all that may be missing. */
int simk_enrol(const char *dir, const char *origin, const char *code)
{
	struct sync_options o;
	struct app *app;
	char why[300];
	int err = app_open(dir, NULL, APP_ENROL, &app);

	if (!err)
		err = serve_open_loop(app);
	if (err)
		return err;
	serve_sync_options(app, origin, &o);
	o.on_site = NULL;
	err = enrol_run(&o, code, why, sizeof why);
	if (err == ERR_SETUP && mirror_ready(app->db))
		err = OK;
	else if (err == ERR_SETUP && strstr(why, "must approve"))
		err = SIMK_WAITS;
	if (db_turn_commit(app->db))
		err = ERR_STORAGE;
	serve_close_loop(app);
	app_close(app);
	return err;
}

int simk_serve(const char *dir)
{
	struct app *app;
	int err = app_open(dir, NULL, APP_SERVE, &app);

	if (err)
		return err;
	err = serve_run(app, NULL, NULL);
	app_close(app);
	return err;
}

int simk_rotate(const char *dir)
{
	return sync_rotate_ask(dir);
}
