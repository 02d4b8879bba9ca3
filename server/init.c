/* `init`: a new installation.
 *
 * Owns the order: folder and keys, settings, rules, first site, then the demo. Promises: when it
 * fails there is no half installation in the way of the next try (keys stay).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/init.h"

#include <stdio.h>
#include <stdlib.h>

#include "server/app.h"
#include "server/command.h"
#include "server/epoch_store.h"
#include "server/import.h"
#include "server/publish.h"
#include "shared/base/crash.h"
#include "shared/io/db.h"

static int write_settings(const char *dir, bool demo)
{
	char path[PATH_CAP];
	BUF(text);
	fs_join(path, dir, "portiek.conf");
	if (fs_exists(path))
		return OK;
	if (demo) {
		buf_str(&text, DEMO_SETTINGS);
	} else {
		struct settings *s = mem_new(1, sizeof *s);
		conf_defaults(SETTINGS, s);
		conf_print(SETTINGS, s, &text);
		free(s);
	}
	return fs_write(path, text.data, text.len, 0600);
}

static int fill(struct app *app, const struct args *a, struct buf *say)
{
	char epoch[EPOCH_TEXT];
	BUF(rules);
	buf_str(&rules, RULES_DEFAULT);
	const struct import im = {
		.what = "rules", .csv = rules.data, .len = rules.len, .who = "init", .out = say,
	};
	epoch_first(app->db, app_now(app), epoch);
	int err = import_run(app, &im);
	if (!err && !args_has(a, "no-site"))
		err = publish_site(app, args_get(a, "source", NULL), "init", say);
	if (!err)
		publish_config(app);
	if (!err && args_has(a, "demo"))
		err = demo_fill(app, say);
	return err;
}

static void clear_away(const char *dir)
{
	static const char *const names[] = { "portiek.db", "portiek.db-wal", "portiek.db-shm" };
	char path[PATH_CAP];
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		fs_join(path, dir, names[i]);
		fs_remove(path);
	}
}

static int open_and_fill(const char *dir, const struct args *a, struct buf *say)
{
	struct app *app = mem_new(1, sizeof *app);
	int err = app_open(app, dir, APP_WRITE, args_get(a, "config", NULL), NULL);
	if (!err) {
		db_event_begin(app->db);
		err = fill(app, a, say);
		crash_point("central.init.filled");
		int stored = db_event_commit(app->db, !err);
		crash_point("central.init.stored");
		err = err ? err : stored;
	}
	app_close(app);
	free(app);
	return err;
}

int init_run(const struct args *a)
{
	const char *dir = args_get(a, "data", NULL);
	BUF(say);
	if (!dir) {
		fprintf(stderr, "--data DIR is missing\n");
		return ERR_USAGE;
	}
	int err = app_create(dir);
	if (err == ERR_CONFLICT)
		fprintf(stderr, "%s is an installation already; nothing was changed\n", dir);
	if (err == ERR_LOCKED)
		fprintf(stderr, "another portiek-central uses this folder\n");
	if (err)
		return err;
	err = write_settings(dir, args_has(a, "demo"));
	if (!err)
		err = open_and_fill(dir, a, &say);
	if (err)
		clear_away(dir);
	fputs(buf_text(&say), err ? stderr : stdout);
	if (!err)
		printf("ready to serve: portiek-central serve --data %s\n", dir);
	return err;
}
