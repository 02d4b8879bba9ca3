/* Publishing sites and what kiosks know about the corporation.
 *
 * Owns table site and DIR/site. Promises: an archive is whole, signed and durable before its row
 * exists; older archives stay, so a kiosk in the middle of a download can finish.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/publish.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/app.h"
#include "server/catalogues.h"
#include "server/command.h"
#include "server/energy.h"
#include "server/feed.h"
#include "server/keys.h"
#include "server/pages.h"
#include "server/publish_inside.h"
#include "server/ranking.h"
#include "server/register.h"
#include "server/site_store.h"
#include "server/tenants.h"
#include "shared/base/crash.h"
#include "shared/base/text.h"
#include "shared/io/db.h"

#define ARCHIVE_CAP (64u << 20)

void publish_config(struct app *app)
{
	VAL(v) = publish_corporation(app);
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

/* Equal orders print alike: faults and causes come in their own order from the store. */
static void digest_order(const struct val *order, char out[HEX32_TEXT])
{
	uint8_t hash[HASH_BYTES];
	BUF(text);
	val_print(order, &text);
	sha256(buf_text(&text), text.len, hash);
	hex_encode(hash, sizeof hash, out);
}

bool publish_order_changed(struct app *app)
{
	VAL(order) = ranking_order(app->db, app_now(app));
	char version[64], now[HEX32_TEXT], before[HEX32_TEXT];
	if (!db_meta_text(app->db, "catalogue", version, sizeof version))
		return false; /* nothing published yet */
	digest_order(order, now);
	if (!db_meta_text(app->db, "site.order", before, sizeof before))
		return val_count(order) > 0;
	return strcmp(now, before) != 0;
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

/* The last catalogue that is told is the current one, also when they were told it before. */
static void tell_kiosks(struct app *app, const struct val *catalogue, const struct site_row *row,
			const char *minisig)
{
	VAL(v) = val_object();
	val_put_str(v, "version", row->version);
	val_put_int(v, "size", row->size);
	val_put_str(v, "sha256", row->sha256);
	val_put_str(v, "minisig", minisig);
	feed_del(app->db, "catalogue", row->catalogue);
	feed_put_val(app->db, "catalogue", row->catalogue, "", catalogue);
	feed_put_val(app->db, "site", "current", "", v);
	feed_put_intake(app->db, app->keys);
	publish_config(app);
}

/* Is it the catalogue that is in force, to the letter? */
static bool in_force(struct app *app, const struct publishing *p)
{
	char version[64];
	return db_meta_text(app->db, "catalogue", version, sizeof version) &&
	       !strcmp(version, p->result.catalogue_version);
}

static int store(struct app *app, struct publishing *p, struct site_row *row, struct buf *say)
{
	char why[300] = "", order[HEX32_TEXT];
	int err = catalogues_add(app, p->result.catalogue, why, sizeof why);
	if (why[0])
		buf_fmt(say, "catalogue %s: %s\n", p->result.catalogue_version, why);
	if (!err)
		err = site_add(app->db, row);
	digest_order(p->order, order);
	if (!err)
		db_meta_set_text(app->db, "site.order", order);
	return err;
}

int publish_finish(struct app *app, struct publishing *p, const char *who, struct buf *say)
{
	struct site_row row = { .published = app_now(app) };
	BUF(minisig);
	if (p->err)
		buf_fmt(say, "the site cannot be built: %s\n", p->result.why);
	int err = p->err;
	if (!err && p->same && !in_force(app, p)) {
		buf_fmt(say, "catalogue %s is not published yet: use site publish\n", p->result.catalogue_version);
		return ERR_CONFLICT;
	}
	crash_point("central.site.built");
	if (!err)
		err = describe(&p->result, &row, &minisig);
	if (!err)
		err = store(app, p, &row, say);
	if (err)
		return err;
	crash_point("central.site.stored");
	tell_kiosks(app, p->result.catalogue, &row, buf_text(&minisig));
	crash_point("central.site.told");
	app_audit_about(app, who, "site.publish", row.version, row.catalogue);
	buf_fmt(say, "published site %s, catalogue %s: %d pages, %lld bytes\n", row.version, row.catalogue,
		p->result.pages, (long long)row.size);
	return OK;
}

int publish_site(struct app *app, const char *source, const char *who, struct buf *say)
{
	struct publishing *p;
	int err = publish_begin(app, source, false, say, &p);
	if (err)
		return err;
	publish_build(p);
	err = publish_finish(app, p, who, say);
	publish_drop(p);
	return err;
}

/* The archive of a version as it was published, and its signature. */
static int read_archive(struct app *app, const struct site_row *row, struct buf *minisig)
{
	char dir[PATH_CAP], path[PATH_CAP], name[sizeof row->version + 32], text[HEX32_TEXT];
	uint8_t hash[HASH_BYTES];
	BUF(bytes);
	app_folder(app, "site", dir);
	snprintf(name, sizeof name, "site-%s.sqlar", row->version);
	fs_join(path, dir, name);
	if (fs_read(path, ARCHIVE_CAP, &bytes))
		return ERR_STORAGE;
	sha256(bytes.data, bytes.len, hash);
	hex_encode(hash, sizeof hash, text);
	snprintf(name, sizeof name, "site-%s.sqlar.minisig", row->version);
	fs_join(path, dir, name);
	return strcmp(text, row->sha256) || fs_read(path, 4096, minisig) ? ERR_STORAGE : OK;
}

int publish_back(struct app *app, const char *version, const char *who)
{
	char why[200] = "";
	struct site_row row, now;
	BUF(minisig);
	if (!site_find(app->db, version, &row))
		return ERR_NOT_FOUND;
	if (site_newest(app->db, &now) && !strcmp(now.version, version))
		return ERR_CONFLICT;
	const struct catalogue *c = catalogues_get(app, row.catalogue);
	int err = c ? read_archive(app, &row, &minisig) : ERR_STORAGE;
	if (err)
		return err;
	VAL(doc) = val_copy(catalogue_doc(c));
	err = catalogues_add(app, doc, why, sizeof why);
	row.published = app_now(app);
	if (!err)
		err = site_add(app->db, &row);
	if (err)
		return err;
	tell_kiosks(app, doc, &row, buf_text(&minisig));
	app_audit_about(app, who, "site.back", row.version, row.catalogue);
	return OK;
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
	int err = publish_site(job->app, args_get(job->args, "source", NULL), "-", job->out);
	if (!err && job->app->loop)
		pages_open(job->app);
	return err;
}

int publish_verb_build(struct job *job)
{
	struct publishing *p = mem_new(1, sizeof *p);
	int err = publish_prepare(job->app, args_get(job->args, "source", NULL), args_get(job->args, "out", "."), p, job->out);
	if (!err) {
		publish_build(p);
		err = p->err;
		if (err)
			buf_fmt(job->out, "the site cannot be built: %s\n", p->result.why);
		else
			buf_fmt(job->out, "%s: %d pages, %lld bytes\n", p->result.path, p->result.pages,
				(long long)p->result.bytes);
	}
	publish_drop(p);
	return err;
}
