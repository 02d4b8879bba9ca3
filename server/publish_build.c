/* What a site is built from, and the building itself.
 *
 * Owns struct publishing until it is dropped. Promises: publish_build touches nothing of struct app, so
 * it can run beside the loop.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdlib.h>
#include <string.h>

#include "server/app.h"
#include "server/keys.h"
#include "server/publish_inside.h"
#include "server/ranking.h"

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

struct val *publish_corporation(const struct app *app)
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

/* ---- building ----------------------------------------------------------------------------- */

int publish_prepare(struct app *app, const char *source, const char *out_dir, struct publishing *p, struct buf *say)
{
	char root[PATH_CAP];
	BUF(logo);
	if (!find_source(app, source, root)) {
		buf_fmt(say, "no catalogue found; say where with --source DIR (%s)\n",
			source ? source : "looked beside the program");
		return ERR_NOT_FOUND;
	}
	fs_join(p->catalogue, root, "catalogue");
	fs_join(p->kiosk, root, "kiosk");
	fs_join(p->dist, root, "dist");
	text_copy(p->out, sizeof p->out, out_dir);
	if (read_logo(app, &logo)) {
		buf_fmt(say, "[corporation] logo: %s is no SVG file of at most %d KiB\n",
			app->settings.logo, LOGO_CAP / 1024);
		return ERR_INPUT;
	}
	p->corporation = publish_corporation(app);
	p->order = ranking_order(app->db, app_now(app));
	p->key = app->keys->site;
	return OK;
}

void publish_build(struct publishing *p)
{
	const struct site_options o = {
		.catalogue_dir = p->catalogue,
		.kiosk_dir = p->kiosk,
		.corporation = p->corporation,
		.out_dir = p->out,
		.assets_dir = fs_exists(p->dist) ? p->dist : NULL,
		.key = &p->key,
		.order = p->order,
	};
	p->err = site_build(&o, &p->result);
}

void publish_drop(struct publishing *p)
{
	if (!p)
		return;
	val_free(p->corporation);
	val_free(p->order);
	val_free(p->result.catalogue);
	crypt_wipe(&p->key, sizeof p->key);
	free(p);
}

int publish_begin(struct app *app, const char *source, bool same, struct buf *say, struct publishing **ret)
{
	char dir[PATH_CAP];
	struct publishing *p = mem_new(1, sizeof *p);
	app_folder(app, "site", dir);
	p->same = same;
	int err = publish_prepare(app, source, dir, p, say);
	if (err)
		publish_drop(p);
	*ret = err ? NULL : p;
	return err;
}

