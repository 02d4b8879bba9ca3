/* Publishing sites and what kiosks know about the corporation.
 *
 * Owns table site and DIR/site. Promises: an archive is whole, signed and durable before its row
 * exists; older archives stay, so a kiosk in the middle of a download can finish.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/publish.h"

#include <stdio.h>
#include <string.h>

#include "server/app.h"
#include "server/catalogues.h"
#include "server/command.h"
#include "server/energy.h"
#include "server/feed.h"
#include "server/keys.h"
#include "server/pages.h"
#include "server/register.h"
#include "server/site_store.h"
#include "server/tenants.h"
#include "shared/base/text.h"
#include "shared/io/db.h"
#include "web/site/build.h"

#define ARCHIVE_CAP (64u << 20)
#define LOGO_CAP 65536

/* ---- where the source lies ---------------------------------------------------------------- */

static bool has_catalogue(const char *dir)
{
	char path[PATH_CAP];
	fs_join(path, dir, "catalogue/catalogue.json");
	return fs_exists(path);
}

static bool find_source(const struct app *app, const char *wanted, char out[PATH_CAP])
{
	char here[PATH_CAP];
	fs_program_dir(here);
	if (wanted || app->settings.site_source[0]) {
		const char *dir = wanted ? wanted : app->settings.site_source;
		return !text_copy(out, PATH_CAP, dir) && has_catalogue(out);
	}
	static const char *const beside[] = { "share/web", "../share/portiek/web", "../web" };
	for (size_t i = 0; i < COUNT_OF(beside); i++) {
		fs_join(out, here, beside[i]);
		if (has_catalogue(out))
			return true;
	}
	return false;
}

/* ---- the corporation's own words ---------------------------------------------------------- */

/* The SVG of the logo, appended; a path that is not absolute lies below DIR. Without a setting
 * nothing. ERR_: it cannot be read, is too large, or no SVG. */
static int read_logo(const struct app *app, struct buf *out)
{
	const char *logo = app->settings.logo;
	char path[PATH_CAP];
	if (!logo[0])
		return OK;
	if (logo[0] == '/')
		text_copy(path, sizeof path, logo);
	else
		fs_join(path, app->dir, logo);
	int err = fs_read(path, LOGO_CAP, out);
	return err || strstr(buf_text(out), "<svg") ? err : ERR_INPUT;
}

static struct val *corporation(const struct app *app)
{
	const struct settings *s = &app->settings;
	struct val *v = val_object();
	BUF(logo);
	if (read_logo(app, &logo))
		buf_clear(&logo);
	val_put_str(v, "name", s->name);
	val_put_str(v, "site_name", s->name);
	val_put_str(v, "phone", s->phone);
	val_put_str(v, "mail", s->mail);
	val_put_str(v, "website", s->website);
	val_put_str(v, "duty_line", s->duty_line);
	val_put_str(v, "water_company", s->water_company);
	val_put_str(v, "logo_svg", buf_text(&logo));
	val_put(v, "payers", settings_payers(s));
	promises_write(&s->promises, val_put_object(v, "promises"));
	return v;
}

void publish_config(struct app *app)
{
	VAL(v) = corporation(app);
	feed_put_val(app->db, "config", "corporation", "", v);
	energy_publish(app);
	tenants_publish_parameters(app);
}

/* Raised when rows of the register get new members: an installation that told its kiosks an older
 * shape tells them once again. */
#define REGISTER_SHAPE 1

int publish_refresh(struct app *app)
{
	db_event_begin(app->db);
	publish_config(app);
	if (db_meta_int(app->db, "feed.register", 0) < REGISTER_SHAPE) {
		register_publish_all(app);
		db_meta_set_int(app->db, "feed.register", REGISTER_SHAPE);
	}
	return db_event_commit(app->db, true);
}

/* ---- building ----------------------------------------------------------------------------- */

static int build(struct app *app, const char *source, const char *out_dir, struct site_result *ret,
		 struct buf *say)
{
	char root[PATH_CAP], catalogue[PATH_CAP], kiosk[PATH_CAP], dist[PATH_CAP];
	if (!find_source(app, source, root)) {
		buf_fmt(say, "no catalogue found; say where with --source DIR (%s)\n",
			source ? source : "looked beside the program");
		return ERR_NOT_FOUND;
	}
	fs_join(catalogue, root, "catalogue");
	fs_join(kiosk, root, "kiosk");
	fs_join(dist, root, "dist");
	BUF(logo);
	if (read_logo(app, &logo)) {
		buf_fmt(say, "[corporation] logo: %s is no SVG file of at most %d KiB\n",
			app->settings.logo, LOGO_CAP / 1024);
		return ERR_INPUT;
	}
	VAL(corp) = corporation(app);
	const struct site_options o = {
		.catalogue_dir = catalogue,
		.kiosk_dir = kiosk,
		.corporation = corp,
		.out_dir = out_dir,
		.assets_dir = fs_exists(dist) ? dist : NULL,
		.key = &app->keys->site,
	};
	int err = site_build(&o, ret);
	if (err)
		buf_fmt(say, "the site cannot be built: %s\n", ret->why);
	return err;
}

static int describe(const struct site_result *built, struct site_row *row, struct buf *minisig)
{
	char path[PATH_CAP + 16];
	uint8_t hash[HASH_BYTES];
	BUF(bytes);
	snprintf(path, sizeof path, "%s.minisig", built->path);
	int err = fs_read(path, 4096, minisig);
	if (!err)
		err = fs_read(built->path, ARCHIVE_CAP, &bytes);
	if (err)
		return err;
	sha256(bytes.data, bytes.len, hash);
	hex_encode(hash, sizeof hash, row->sha256);
	row->size = (int64_t)bytes.len;
	text_copy(row->version, sizeof row->version, built->version);
	text_copy(row->catalogue, sizeof row->catalogue, built->catalogue_version);
	return OK;
}

static void tell_kiosks(struct app *app, const struct site_result *built,
			const struct site_row *row, const char *minisig)
{
	VAL(v) = val_object();
	val_put_str(v, "version", row->version);
	val_put_int(v, "size", row->size);
	val_put_str(v, "sha256", row->sha256);
	val_put_str(v, "minisig", minisig);
	feed_put_val(app->db, "catalogue", row->catalogue, "", built->catalogue);
	feed_put_val(app->db, "site", "current", "", v);
	feed_put_intake(app->db, app->keys);
	publish_config(app);
}

int publish_site(struct app *app, const char *source, struct buf *say)
{
	char dir[PATH_CAP], why[300] = "";
	struct site_result built = { 0 };
	struct site_row row = { .published = app_now(app) };
	BUF(minisig);
	app_folder(app, "site", dir);
	int err = build(app, source, dir, &built, say);
	if (err)
		return err;
	err = describe(&built, &row, &minisig);
	if (!err)
		err = catalogues_add(app, built.catalogue, why, sizeof why);
	if (why[0])
		buf_fmt(say, "catalogue %s: %s\n", built.catalogue_version, why);
	if (!err)
		err = site_add(app->db, &row);
	if (!err) {
		tell_kiosks(app, &built, &row, buf_text(&minisig));
		app_audit(app, "-", "site.publish", row.version);
		buf_fmt(say, "published site %s, catalogue %s: %d pages, %lld bytes\n", row.version,
			row.catalogue, built.pages, (long long)row.size);
	}
	val_free(built.catalogue);
	return err;
}

bool publish_current(struct app *app, char path[PATH_CAP])
{
	char name[SITE_VERSION_TEXT + 32];
	struct site_row row;
	if (!site_newest(app->db, &row))
		return false;
	snprintf(name, sizeof name, "site/site-%s.sqlar", row.version);
	fs_join(path, app->dir, name);
	return true;
}

/* ---- verbs -------------------------------------------------------------------------------- */

int publish_verb_publish(struct job *job)
{
	int err = publish_site(job->app, args_get(job->args, "source", NULL), job->out);
	if (!err && job->app->loop)
		pages_open(job->app);
	return err;
}

int publish_verb_build(struct job *job)
{
	struct site_result built = { 0 };
	const char *out = args_get(job->args, "out", ".");
	int err = build(job->app, args_get(job->args, "source", NULL), out, &built, job->out);
	if (!err)
		buf_fmt(job->out, "%s: %d pages, %lld bytes\n", built.path, built.pages,
			(long long)built.bytes);
	val_free(built.catalogue);
	return err;
}
