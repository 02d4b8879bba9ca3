/* Central's side: its `serve` as it is, its first fill, and an administrator who needs no socket.
 *
 * Takes the place of server/admin.c, whose thread and socket carry commands into the loop.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "server/admin.h"
#include "server/app.h"
#include "server/backup.h"
#include "server/catalogues.h"
#include "server/command.h"
#include "server/device_store.h"
#include "server/epoch_store.h"
#include "server/feed.h"
#include "server/import.h"
#include "server/init.h"
#include "server/publish.h"
#include "shared/base/log.h"
#include "shared/base/val.h"
#include "shared/io/db.h"
#include "tests/sim/sides.h"

#define CATALOGUE "tests/unit/kiosk/catalogue.json"

static const char DWELLINGS[] =
	"key,street,number,suffix,postcode,city,complex,riser,type,nom,provider,supplier,parent\n"
	"A-1,Lindenhof,1,,8299 LA,Lindehaven,LINDE,LINDE-A,APP,no,,,\n"
	"A-2,Lindenhof,2,,8299 LA,Lindehaven,LINDE,LINDE-A,APP,no,,,\n"
	"A-3,Lindenhof,3,,8299 LA,Lindehaven,LINDE,LINDE-A,APP,no,,,\n";

/* ---- the first fill --------------------------------------------------------------------------- */

static int import(struct app *app, const char *what, const char *csv)
{
	BUF(say);
	const struct import im = { .what = what, .csv = csv, .len = strlen(csv), .who = "init", .out = &say };

	return import_run(app, &im);
}

static int add_catalogue(struct app *app)
{
	BUF(text);
	VAL(doc) = NULL;
	char why[200] = "";
	int err = fs_read(CATALOGUE, 65536, &text);

	if (!err)
		err = val_parse(text.data, text.len, NULL, &doc, NULL);
	if (!err)
		err = catalogues_add(app, doc, why, sizeof why);
	if (err)
		return err;
	feed_put_val(app->db, "catalogue", val_str_of(doc, "version", ""), "", doc);
	feed_put_intake(app->db, app->keys);
	return OK;
}

static int fill(struct app *app)
{
	char epoch[EPOCH_TEXT];
	int err;

	epoch_first(app->db, app_now(app), epoch);
	err = import(app, "rules", RULES_DEFAULT);
	if (!err)
		err = import(app, "dwellings", DWELLINGS);
	if (!err)
		err = add_catalogue(app);
	if (!err)
		publish_config(app);
	return err;
}

int simc_init(const char *dir)
{
	struct app *app = mem_new(1, sizeof *app);
	int err = app_create(dir), stored;

	if (!err)
		err = app_open(app, dir, APP_WRITE, NULL, NULL);
	if (err)
		return err;
	db_event_begin(app->db);
	err = fill(app);
	stored = db_event_commit(app->db, !err);
	app_close(app);
	return err ? err : stored;
}

/* ---- serving ------------------------------------------------------------------------------------ */

static const struct flag FLAGS[] = { { "data", true, "DIR", "" }, { 0 } };

int simc_serve(const char *dir)
{
	const struct args a = { .flags = FLAGS, .values = { dir } };

	return serve_run(&a);
}

int simc_restore(const char *dir, const char *file)
{
	const struct args a = { .flags = FLAGS, .values = { dir }, .rest = { file }, .rest_count = 1 };

	return restore_run(&a);
}

static struct app *serving;

int admin_ask(const char *dir, const struct verb *v, const struct args *a, const struct buf *input, struct buf *out)
{
	(void)dir, (void)v, (void)a, (void)input, (void)out;
	return ERR_LOCKED;
}

int admin_open(struct app *app, struct admin **ret)
{
	serving = app;
	*ret = (struct admin *)(void *)&serving; /* not NULL is all that counts */
	return OK;
}

bool admin_turn(struct admin *ad)
{
	(void)ad;
	return false;
}

void admin_answer(struct admin *ad, int stored)
{
	(void)ad, (void)stored;
}

void admin_close(struct admin *ad)
{
	(void)ad;
}

/* ---- the administrator --------------------------------------------------------------------------- */

void simc_code(char code[32])
{
	static const char *const COMPLEXES[] = { "LINDE" };
	const struct device_new kiosk = { "kiosk", "Hal", COMPLEXES, 1 };

	db_event_begin(serving->db);
	int err = device_code_make(serving->db, serving->keys, &serving->clock, &kiosk, code);
	db_event_end(serving->db, !err);
}

int simc_command(const char *name, const char *word)
{
	struct args a = { .rest = { word }, .rest_count = *word ? 1 : 0 };
	BUF(out);

	for (const struct verb *v = VERBS; v->name; v++)
		if (!strcmp(v->name, name))
			return command_inside(serving, v, &a, "", 0, &out);
	return ERR_USAGE;
}

void simc_intake_secret(unsigned char out[32])
{
	memcpy(out, serving->keys->intake.secret, 32);
}
