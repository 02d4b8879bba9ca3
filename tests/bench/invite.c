/* invite DIR COUNT: enrolment codes of so many kiosks, one a line, each of a complex of its own: T0, T1, …; central
 * is stopped.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <stdlib.h>

#include "server/app.h"
#include "server/device_change.h"
#include "shared/io/db.h"

int main(int argc, char **argv)
{
	struct app *app = mem_new(1, sizeof *app);
	if (argc != 3 || app_open(app, argv[1], APP_WRITE, NULL, NULL))
		return 66;
	int err = OK;
	db_event_begin(app->db);
	for (int i = 0; i < atoi(argv[2]) && !err; i++) {
		char code[DEVICE_CODE_TEXT], key[16];
		const char *const complex[] = { key };
		const struct device_new d = { .kind = "kiosk", .label = key, .complexes = complex, .complex_count = 1 };
		snprintf(key, sizeof key, "T%d", i);
		err = device_invite(app, "-", &d, code);
		printf("%s\n", code);
	}
	err = db_event_commit(app->db, !err);
	app_close(app);
	free(app);
	return err ? 70 : 0;
}
