/* Loads everything a build needs: catalogue, templates, icons, assets, messages. See site.h.
 *
 * Each input is read once, here; a fault is told with the name of its file. What was loaded before
 * the fault is given back.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "shared/io/fs.h"
#include "web/site/views.h"

#define FILE_CAP (1u << 20)

/* ---- folders of files --------------------------------------------------------------------- */

struct folder {
	struct site *site;
	const char *path;
	const char *suffix;
	int (*take)(struct folder *f, const char *name, const char *text);
	char *why;
	size_t cap;
};

static int read_one(void *ctx, const char *file)
{
	struct folder *f = ctx;
	char path[PATH_CAP], name[128];
	BUF(text);
	size_t len = strlen(file), tail = strlen(f->suffix);

	if (len <= tail || len - tail >= sizeof(name) || strcmp(file + len - tail, f->suffix) != 0)
		return OK;
	memcpy(name, file, len - tail);
	name[len - tail] = '\0';
	fs_join(path, f->path, file);
	int rc = fs_read(path, FILE_CAP, &text);
	if (rc < 0) {
		snprintf(f->why, f->cap, "%s: %s", path, err_slug(rc));
		return rc;
	}
	return f->take(f, name, buf_text(&text));
}

static int read_folder(struct folder *f, const char *dir, const char *name)
{
	char path[PATH_CAP];

	fs_join(path, dir, name);
	f->path = path;
	snprintf(f->why, f->cap, "%s: cannot be read", path);
	return fs_each(path, read_one, f);
}

static int take_partial(struct folder *f, const char *name, const char *text)
{
	render_add_partial(f->site->render, name, text);
	return OK;
}

static int take_template(struct folder *f, const char *name, const char *text)
{
	return render_add_template(f->site->render, name, text, f->why, f->cap);
}

/* An icon is inlined without declarations, comments and line ends, and hidden from readers. */
static int take_icon(struct folder *f, const char *name, const char *text)
{
	BUF(svg);

	if (index_row_unsorted(&f->site->icons, name))
		return OK;
	bool hidden = strstr(text, "aria-hidden") != NULL;
	while (*text) {
		const char *end = NULL;
		if (strncmp(text, "<!--", 4) == 0)
			end = strstr(text, "-->");
		else if (strncmp(text, "<?", 2) == 0)
			end = strstr(text, "?>");
		if (end) {
			text = end + (*end == '-' ? 3 : 2);
		} else if (*text == '\n' || *text == '\t' || *text == ' ' || *text == '\r') {
			text += strspn(text, " \t\r\n");
			if (svg.len && svg.data[svg.len - 1] != '>' && *text != '/' && *text != '>')
				buf_char(&svg, ' ');
		} else {
			bool open = strncmp(text, "<svg", 4) == 0;
			buf_add(&svg, text, open ? 4 : 1);
			text += open ? 4 : 1;
			if (open && !hidden)
				buf_str(&svg, " aria-hidden=\"true\"");
		}
	}
	index_add(&f->site->icons, name, buf_text(&svg));
	return OK;
}

static int load_templates(struct site *s, char *why, size_t cap)
{
	const char *dir = s->options->kiosk_dir;
	struct folder f = { .site = s, .suffix = ".mustache", .why = why, .cap = cap };

	s->render = render_set_new();
	f.take = take_partial;
	int rc = read_folder(&f, dir, "templates/partials");
	f.take = take_template;
	if (rc == OK)
		rc = read_folder(&f, dir, "templates");
	for (enum page_type t = 0; rc == OK && t < PAGE_MAX; t++) {
		const char *name = site_template(s, pages_row(t));
		if (render_has(s->render, name))
			continue;
		snprintf(why, cap, "templates: neither %s.mustache nor %s.mustache",
			 pages_row(t)->name, name);
		rc = ERR_NOT_FOUND;
	}
	return rc;
}

/* Prepared by the asset build in web/dist/icons, else own drawings as they are. */
static int load_icons(struct site *s, char *why, size_t cap)
{
	struct folder f = { .site = s, .suffix = ".svg", .take = take_icon, .why = why, .cap = cap };
	char path[PATH_CAP];
	int rc = OK;

	if (s->options->assets_dir) {
		fs_join(path, s->options->assets_dir, "icons");
		if (fs_exists(path))
			rc = read_folder(&f, s->options->assets_dir, "icons");
	}
	if (rc == OK)
		rc = read_folder(&f, s->options->kiosk_dir, "icons");
	index_sort(&s->icons);
	return rc;
}

/* ---- JSON --------------------------------------------------------------------------------- */

static int load_catalogue(struct site *s, char *why, size_t cap)
{
	const char *codes[SITE_LANGS];
	int rc = source_catalogue(s->options->catalogue_dir, &s->doc, why, cap);

	if (rc == OK)
		rc = catalogue_load(s->doc, &s->catalogue, why, cap);
	if (rc < 0)
		return rc;
	s->lang_count = source_languages(s->doc, codes, SITE_LANGS);
	if (s->lang_count == 0) {
		snprintf(why, cap, "catalogue.json: no language is complete");
		return ERR_INPUT;
	}
	for (int i = 0; i < s->lang_count; i++) {
		struct site_lang *l = &s->langs[i];
		l->code = codes[i];
		index_add_all(&l->texts, "", val_get(val_get(s->doc, "texts"), l->code));
		index_sort(&l->texts);
	}
	tree_catalogue(s->catalogue, s->options->order, &s->tree);
	return OK;
}

static int load_assets(struct site *s, char *why, size_t cap)
{
	VAL(manifest) = NULL;

	if (!s->options->assets_dir)
		return OK;
	int rc = source_json(s->options->assets_dir, "manifest.json", &manifest, why, cap);
	index_add_all(&s->assets, "", manifest);
	index_sort(&s->assets);
	return rc;
}

static int load_messages(struct site *s, char *why, size_t cap)
{
	for (int i = 0; i < s->lang_count; i++) {
		struct site_lang *l = &s->langs[i];
		char name[64];
		VAL(messages) = NULL;
		snprintf(name, sizeof(name), "messages.%s.json", l->code);
		int rc = source_json(s->options->kiosk_dir, name, &messages, why, cap);
		if (rc < 0)
			return rc;
		index_add_all(&l->messages, "", messages);
		index_sort(&l->messages);
		VAL(common) = view_common(s, i);
		l->base = render_base_new(messages, common);
	}
	return OK;
}

int site_load(const struct site_options *options, struct site **ret, char *why, size_t cap)
{
	struct site *s = mem_new(1, sizeof(*s));

	*ret = NULL;
	s->options = options;
	int rc = load_catalogue(s, why, cap);
	if (rc == OK)
		rc = load_templates(s, why, cap);
	if (rc == OK)
		rc = load_icons(s, why, cap);
	if (rc == OK)
		rc = load_assets(s, why, cap);
	if (rc == OK)
		rc = load_messages(s, why, cap);
	if (rc < 0) {
		site_free(s);
		return rc;
	}
	why[0] = '\0';
	*ret = s;
	return OK;
}
