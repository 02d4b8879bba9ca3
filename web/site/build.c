/* One build: render all pages, gather the files beside them, name, write and sign. See build.h.
 *
 * The name holds a hash over every row, so a site that differs in one letter has another name, and
 * one that does not differ has the same. Rows are hashed as they go in; the two rows that carry the
 * name themselves (sw.js, manifest.json) come last.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/site/build.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/text.h"
#include "web/site/precache.h"
#include "web/site/site.h"
#include "web/site/storing.h"

#define ASSET_CAP (16u << 20)
#define COMMENT "portiek site "

struct builder {
	struct site *site;
	struct archive_writer *writer;
	struct buf digest;      /* name and hash of every row */
	struct precache *cache; /* what the service worker keeps */
	int pages;
	char *why;
	size_t cap;
};

/* Add a row and its share of the content hash. */
static int add_row(struct builder *b, const char *name, const void *p, size_t n)
{
	uint8_t hash[64];

	blake2b512(p, n, hash);
	buf_add(&b->digest, name, strlen(name) + 1);
	buf_add(&b->digest, hash, sizeof(hash));
	precache_offer(b->cache, name, hash);
	int rc = archive_add(b->writer, name, p, n);
	if (rc < 0)
		snprintf(b->why, b->cap, "%s: two pages at one path", name);
	return rc;
}

static int add_pages(struct builder *b)
{
	struct site *s = b->site;
	int rc = OK;
	BUF(html);

	for (int lang = 0; lang < s->lang_count; lang++)
		for (int i = 0; rc == OK && i < s->tree.count; i++) {
			const struct page *p = s->tree.pages[i];
			char name[PATH_CAP];
			snprintf(name, sizeof(name), "%s/%sindex.html", s->langs[lang].code, p->path);
			buf_clear(&html);
			site_render(s, p, lang, &html);
			rc = add_row(b, name, html.data, html.len);
			b->pages++;
		}
	return rc;
}

/* The page at the very top, which only knows the way to the languages. */
static int add_front(struct builder *b)
{
	struct site *s = b->site;
	VAL(view) = val_object();
	struct val *langs = val_put_array(view, "langs");
	BUF(html);

	if (!render_has(s->render, "index"))
		return OK;
	for (int i = 0; i < s->lang_count; i++) {
		struct val *one = val_put_object(langs, NULL);
		char href[16];
		snprintf(href, sizeof(href), "%s/", s->langs[i].code);
		val_put_str(one, "code", s->langs[i].code);
		val_put_str(one, "name", site_message(s, i, "lang.name"));
		val_put_str(one, "href", href);
	}
	render_page(s->render, "index", s->langs[0].base, view, &html);
	return add_row(b, "index.html", html.data, html.len);
}

/* What the display shows without a daemon. */
static int add_storing(struct builder *b)
{
	BUF(html);

	return storing_render(b->site, &html) ? add_row(b, STORING_ROW, html.data, html.len) : OK;
}

struct asset_folder {
	struct builder *builder;
	const char *path;   /* on disk */
	const char *folder; /* in the archive */
};

static int add_asset(void *ctx, const char *file)
{
	struct asset_folder *f = ctx;
	char path[PATH_CAP], name[PATH_CAP];
	BUF(bytes);

	fs_join(path, f->path, file);
	fs_join(name, f->folder, file);
	int rc = fs_read(path, ASSET_CAP, &bytes);
	if (rc < 0)
		snprintf(f->builder->why, f->builder->cap, "%s: %s", path, err_slug(rc));
	return rc < 0 ? rc : add_row(f->builder, name, bytes.data, bytes.len);
}

static int add_assets(struct builder *b)
{
	static const char *const FOLDERS[] = { "assets", "licences" };
	const char *dir = b->site->options->assets_dir;
	char path[PATH_CAP];
	int rc = OK;

	for (size_t i = 0; dir && rc == OK && i < COUNT_OF(FOLDERS); i++) {
		struct asset_folder f = { b, path, FOLDERS[i] };
		fs_join(path, dir, FOLDERS[i]);
		if (fs_exists(path))
			rc = fs_each(path, add_asset, &f);
	}
	return rc;
}

static int add_messages(struct builder *b)
{
	int rc = OK;

	for (int i = 0; rc == OK && i < b->site->lang_count; i++) {
		const struct index *messages = &b->site->langs[i].messages;
		char name[40];
		BUF(text);
		VAL(flat) = val_object();
		for (int k = 0; k < messages->count; k++)
			val_put_str(flat, messages->rows[k].key, messages->rows[k].text);
		val_print(flat, &text);
		snprintf(name, sizeof(name), "messages.%s.json", b->site->langs[i].code);
		rc = add_row(b, name, text.data, text.len);
	}
	return rc;
}

static int add_catalogue(struct builder *b)
{
	BUF(text);

	val_print(b->site->doc, &text);
	return add_row(b, "catalogue.json", text.data, text.len);
}

/* ---- name, worker, manifest --------------------------------------------------------------- */

static void name_version(struct builder *b, const char *worker, struct site_result *ret)
{
	uint8_t hash[HASH_BYTES];
	char hex[9];

	buf_str(&b->digest, worker);
	sha256(b->digest.data, b->digest.len, hash);
	hex_encode(hash, 4, hex);
	if (b->site->options->version)
		snprintf(ret->version, sizeof(ret->version), "%s", b->site->options->version);
	else
		snprintf(ret->version, sizeof(ret->version), "%.48s-%s", ret->catalogue_version, hex);
}

static int add_worker(struct builder *b, struct site_result *ret)
{
	BUF(source);
	BUF(text);

	int rc = precache_source(b->site->options, index_find(&b->site->assets, "sw.js"), &source);
	name_version(b, buf_text(&source), ret);
	if (rc < 0)
		return rc == ERR_NOT_FOUND ? OK : rc; /* a site without a worker is a site */
	precache_print(b->cache, ret->version, &text);
	buf_add(&text, source.data, source.len);
	return archive_add(b->writer, "sw.js", text.data, text.len);
}

static int add_manifest(struct builder *b, const struct site_result *ret)
{
	static const char *const SHOWN[] = { "name", "site_name", "phone" };
	VAL(manifest) = val_object();
	BUF(text);

	val_put_str(manifest, "version", ret->version);
	val_put_str(manifest, "catalogue", ret->catalogue_version);
	struct val *corporation = val_put_object(manifest, "corporation");
	for (size_t i = 0; i < COUNT_OF(SHOWN); i++)
		val_put_str(corporation, SHOWN[i],
			    val_str_of(b->site->options->corporation, SHOWN[i], ""));
	struct val *langs = val_put_array(manifest, "languages");
	for (int i = 0; i < b->site->lang_count; i++)
		val_put_str(langs, NULL, b->site->langs[i].code);
	val_put_int(manifest, "pages", b->pages);
	val_print(manifest, &text);
	return archive_add(b->writer, "manifest.json", text.data, text.len);
}

/* ---- the whole ---------------------------------------------------------------------------- */

static int gather(struct builder *b, struct site_result *ret)
{
	int rc = add_pages(b);

	rc = rc < 0 ? rc : add_front(b);
	rc = rc < 0 ? rc : add_storing(b);
	rc = rc < 0 ? rc : add_assets(b);
	rc = rc < 0 ? rc : add_catalogue(b);
	rc = rc < 0 ? rc : add_messages(b);
	rc = rc < 0 ? rc : add_worker(b, ret);
	return rc < 0 ? rc : add_manifest(b, ret);
}

static int sign_site(const struct site_options *options, const struct site_result *r)
{
	char comment[sizeof(COMMENT) + SITE_VERSION_TEXT], path[PATH_CAP + 16];
	BUF(text);

	if (!options->key)
		return OK;
	snprintf(comment, sizeof(comment), COMMENT "%s", r->version);
	snprintf(path, sizeof(path), "%s.minisig", r->path);
	int rc = site_sign(options->key, r->path, comment, &text);
	if (rc == OK)
		rc = fs_write(path, text.data, text.len, 0644);
	if (rc < 0)
		fs_remove(r->path);
	return rc;
}

static int write_site(struct builder *b, struct site_result *ret)
{
	char file[SITE_VERSION_TEXT + 16];
	struct archive_writer *w = b->writer;

	int rc = fs_mkdir(b->site->options->out_dir);
	if (rc < 0) {
		snprintf(ret->why, sizeof(ret->why), "%s: %s", b->site->options->out_dir,
			 err_slug(rc));
		return rc;
	}
	snprintf(file, sizeof(file), "site-%s.sqlar", ret->version);
	fs_join(ret->path, b->site->options->out_dir, file);
	b->writer = NULL;
	rc = archive_finish(w, ret->path);
	if (rc == OK)
		rc = sign_site(b->site->options, ret);
	if (rc < 0)
		snprintf(ret->why, sizeof(ret->why), "%.250s: %s", ret->path, err_slug(rc));
	ret->bytes = fs_size(ret->path);
	return rc;
}

int site_build(const struct site_options *options, struct site_result *ret)
{
	struct builder b = { .why = ret->why, .cap = sizeof(ret->why) };

	memset(ret, 0, sizeof(*ret));
	int rc = site_load(options, &b.site, ret->why, sizeof(ret->why));
	if (rc < 0)
		return rc;
	text_copy(ret->catalogue_version, sizeof(ret->catalogue_version),
		  catalogue_version(b.site->catalogue));
	b.writer = archive_begin();
	b.cache = precache_new(b.site);
	rc = gather(&b, ret);
	if (rc == OK)
		rc = write_site(&b, ret);
	if (rc == OK)
		ret->catalogue = val_copy(b.site->doc);
	ret->pages = b.pages;
	archive_drop(b.writer);
	precache_free(b.cache);
	buf_free(&b.digest);
	site_free(b.site);
	return rc;
}
