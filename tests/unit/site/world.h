/* A small site in a folder of its own, to be edited and broken by the tests of the generator.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_UNIT_SITE_WORLD_H
#define TESTS_UNIT_SITE_WORLD_H

#include <unistd.h>

#include "shared/base/crypt.h"
#include "shared/io/fs.h"
#include "tests/unit/check.h"
#include "web/site/build.h"
#include "web/site/source.h"

#define SMALL "tests/unit/site/small"
#define WORLD_CAP (1u << 20)

static const char *const WORLD_DIRS[] = {
	"",           "catalogue",   "catalogue/home", "kiosk", "kiosk/templates",
	"kiosk/templates/partials", "kiosk/icons", "kiosk/js", "kiosk/theme", "dist", "dist/assets",
	"out",
};

struct world {
	char dir[PATH_CAP];
	char catalogue[PATH_CAP], kiosk[PATH_CAP], dist[PATH_CAP], out[PATH_CAP];
	struct val *corporation;
	struct site_options o;
};

struct world_copy {
	const char *from, *to;
};

static int world_copy_file(void *ctx, const char *name)
{
	const struct world_copy *c = ctx;
	char from[PATH_CAP], to[PATH_CAP];
	BUF(text);

	fs_join(from, c->from, name);
	assert_int_equal(fs_read(from, WORLD_CAP, &text), OK);
	fs_join(to, c->to, name);
	FILE *f = fopen(to, "wb"); /* not fs_write: nothing here has to survive a power cut */
	assert_non_null(f);
	assert_int_equal(fwrite(buf_text(&text), 1, text.len, f), text.len);
	assert_int_equal(fclose(f), 0);
	return OK;
}

static int world_remove_file(void *ctx, const char *name)
{
	char path[PATH_CAP];

	fs_join(path, ctx, name);
	return fs_remove(path);
}

/* The corporation's settings from JSON text. */
static inline void world_corporation(struct world *w, const char *json)
{
	val_free(w->corporation);
	assert_int_equal(val_parse(json, strlen(json), NULL, &w->corporation, NULL), OK);
	w->o.corporation = w->corporation;
}

static inline void world_open(struct world *w)
{
	char why[SOURCE_WHY], from[PATH_CAP], to[PATH_CAP];
	const char *tmp = getenv("TMPDIR");

	assert_int_equal(crypt_start(), OK);
	memset(w, 0, sizeof(*w));
	snprintf(w->dir, sizeof(w->dir), "%s/portiek-site-XXXXXX", tmp ? tmp : "/tmp");
	assert_non_null(mkdtemp(w->dir));
	for (size_t i = 0; i < COUNT_OF(WORLD_DIRS); i++) {
		fs_join(from, SMALL, WORLD_DIRS[i]);
		fs_join(to, w->dir, WORLD_DIRS[i]);
		assert_int_equal(fs_mkdir(to), OK);
		struct world_copy c = { from, to };
		if (fs_exists(from))
			assert_int_equal(fs_each(from, world_copy_file, &c), OK);
	}
	fs_join(w->catalogue, w->dir, "catalogue");
	fs_join(w->kiosk, w->dir, "kiosk");
	fs_join(w->dist, w->dir, "dist");
	fs_join(w->out, w->dir, "out");
	assert_int_equal(source_json(w->dir, "corporation.json", &w->corporation, why, sizeof(why)),
			 OK);
	w->o = (struct site_options){ .catalogue_dir = w->catalogue, .kiosk_dir = w->kiosk,
				      .assets_dir = w->dist, .out_dir = w->out,
				      .corporation = w->corporation };
}

static inline void world_close(struct world *w)
{
	char path[PATH_CAP];

	for (size_t i = COUNT_OF(WORLD_DIRS); i > 0; i--) {
		fs_join(path, w->dir, WORLD_DIRS[i - 1]);
		assert_int_equal(fs_each(path, world_remove_file, path), OK);
		rmdir(path);
	}
	val_free(w->corporation);
}

/* Write a file of the world anew. */
static inline void world_write(struct world *w, const char *file, const char *text)
{
	char path[PATH_CAP];

	fs_join(path, w->dir, file);
	assert_int_equal(fs_write(path, text, strlen(text), 0644), OK);
}

/* Replace the first `from` in a file; it must be there. */
static inline void world_edit(struct world *w, const char *file, const char *from, const char *to)
{
	char path[PATH_CAP];
	BUF(text);
	BUF(out);

	fs_join(path, w->dir, file);
	assert_int_equal(fs_read(path, WORLD_CAP, &text), OK);
	const char *at = strstr(buf_text(&text), from);
	assert_non_null(at);
	buf_add(&out, text.data, (size_t)(at - text.data));
	buf_str(&out, to);
	buf_str(&out, at + strlen(from));
	world_write(w, file, buf_text(&out));
}

/* Build; the caller frees ret->catalogue through world_forget. */
static inline void world_build(struct world *w, struct site_result *ret)
{
	int rc = site_build(&w->o, ret);

	if (rc < 0)
		fail_msg("build: %s", ret->why);
}

static inline void world_forget(struct site_result *r)
{
	val_free(r->catalogue);
	r->catalogue = NULL;
}

/* One row of the built archive as text, appended to out. */
static inline void world_row(const struct site_result *r, const char *name, struct buf *out)
{
	struct archive *a = NULL;

	assert_int_equal(archive_open(r->path, &a), OK);
	if (archive_read(a, name, out) != OK)
		fail_msg("no row %s", name);
	archive_close(a);
}

#endif
