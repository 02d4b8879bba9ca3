/* Renders the whole site in memory and follows every link of it.
 *
 * A link counts when it stands in the finished page, so a template that forgets its tiles is found
 * as well as a catalogue row that leads nowhere. Only the first language is walked for reachability
 * (paths are the same in all); links are resolved in every one.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "web/site/check.h"
#include "web/site/views.h"

/* Attributes that hold a link. */
static const char *const LINKS[] = { " href=\"", " src=\"", " action=\"" };
/* Rows every archive has beside pages and assets. */
static const char *const ROWS[] = { "sw.js", "manifest.json", "catalogue.json" };

struct edges {
	int *to;
	int count;
	int cap;
};

struct graph {
	struct check *check;
	struct index paths; /* path -> page number */
	struct edges *from; /* by page number */
};

static void add_edge(struct edges *e, int to)
{
	if (e->count == e->cap) {
		int cap = e->cap ? 2 * e->cap : 16;
		int *grown = mem_new((size_t)cap, sizeof(int));
		if (e->count)
			memcpy(grown, e->to, (size_t)e->count * sizeof(int));
		free(e->to);
		e->to = grown;
		e->cap = cap;
	}
	e->to[e->count++] = to;
}

/* Number of the page at a path below the language, -1 when there is none. */
static int page_at(struct graph *g, const char *path)
{
	const char *number = index_find(&g->paths, path);

	return number ? (int)strtol(number, NULL, 10) : -1;
}

/* Resolve a relative link against "<lang>/<path>"; false when it climbs out of the archive. */
static bool resolve(const char *base, const char *link, char *out, size_t cap)
{
	size_t len = strlen(base);

	snprintf(out, cap, "%s", base);
	for (;;) {
		if (strncmp(link, "./", 2) == 0) {
			link += 2;
		} else if (strncmp(link, "../", 3) == 0) {
			if (len == 0)
				return false;
			for (len--; len > 0 && out[len - 1] != '/'; len--)
				;
			out[len] = '\0';
			link += 3;
		} else {
			break;
		}
	}
	return snprintf(out + len, cap - len, "%s", link) < (int)(cap - len);
}

static bool is_row(struct graph *g, const char *name)
{
	struct site *s = g->check->site;
	char path[PATH_CAP];

	for (size_t i = 0; i < COUNT_OF(ROWS); i++)
		if (strcmp(name, ROWS[i]) == 0)
			return true;
	if (strncmp(name, "api/", 4) == 0 || strncmp(name, "messages.", 9) == 0)
		return true;
	if (strncmp(name, "assets/", 7) != 0 || !s->options->assets_dir)
		return strncmp(name, "assets/", 7) == 0; /* built apart, not given here */
	fs_join(path, s->options->assets_dir, name);
	return fs_exists(path);
}

/* Where a resolved link leads: page number, -1 for another row, -2 for nowhere. */
static int target_of(struct graph *g, const char *name)
{
	struct site *s = g->check->site;

	for (int i = 0; i < s->lang_count; i++) {
		size_t n = strlen(s->langs[i].code);
		if (strncmp(name, s->langs[i].code, n) == 0 && name[n] == '/') {
			int at = page_at(g, name + n + 1);
			return at < 0 ? -2 : at;
		}
	}
	return is_row(g, name) ? -1 : -2;
}

static void check_link(struct graph *g, int from, int lang, const char *link)
{
	struct site *s = g->check->site;
	char base[LINK_CAP], name[2 * LINK_CAP];

	snprintf(base, sizeof(base), "%s/%s", s->langs[lang].code, s->tree.pages[from]->path);
	if (link[0] == '#' || strncmp(link, "tel:", 4) == 0)
		return;
	if (link[0] == '/' || strchr(link, ':')) {
		check_say(g->check, base, "link \"%s\" is not relative", link);
		return;
	}
	bool inside = resolve(base, link, name, sizeof(name));
	name[strcspn(name, "?#")] = '\0';
	int to = inside ? target_of(g, name) : -2;
	if (to == -2)
		check_say(g->check, base, "link \"%s\" leads nowhere", link);
	else if (to >= 0 && lang == 0 && to != from)
		add_edge(&g->from[from], to);
}

/* Every link of a finished page. */
static void check_html(struct graph *g, int from, int lang, const char *html)
{
	char link[LINK_CAP];

	for (size_t i = 0; i < COUNT_OF(LINKS); i++)
		for (const char *at = strstr(html, LINKS[i]); at; at = strstr(at, LINKS[i])) {
			at += strlen(LINKS[i]);
			size_t n = strcspn(at, "\"");
			snprintf(link, sizeof(link), "%.*s", (int)n, at);
			check_link(g, from, lang, link);
		}
}

/* Links a page's module follows without a link in the page: questions, and where it goes next. */
static void check_view(struct graph *g, int from, const struct val *view)
{
	const char *next = val_str_of(view, "next", "");

	VAL_EACH(question, val_get(view, "question_links"))
		check_link(g, from, 0, val_str_of(question, "href", ""));
	if (*next)
		check_link(g, from, 0, next);
}

/* Does the page itself show a way that goes on? */
static bool goes_on(const struct page *p, const struct val *view, const char *html)
{
	char quoted[LINK_CAP + 4];
	bool on = p->row->is_end || *val_str_of(view, "next", "");

	VAL_EACH(tile, val_get(view, "tiles")) {
		snprintf(quoted, sizeof(quoted), "\"%s\"", val_str_of(tile, "href", ""));
		if (!strstr(html, quoted))
			return false; /* a choice the template does not show */
		on = true;
	}
	return on;
}

/* The frame every page needs: language, direction, way out in an emergency, a heading. */
static void check_frame(struct graph *g, const char *where, const struct val *view, int lang,
			const char *html)
{
	struct site *s = g->check->site;
	char part[LINK_CAP + 40];

	snprintf(part, sizeof(part), "<html lang=\"%s\" dir=\"%s\"", s->langs[lang].code,
		 site_direction(s->langs[lang].code));
	if (!strstr(html, part))
		check_say(g->check, where, "no %s>", part);
	snprintf(part, sizeof(part), " href=\"%s\"", val_str_of(view, "emergency_href", ""));
	if (!strstr(html, part))
		check_say(g->check, where, "no way to the emergency signs");
	if (!strstr(html, "<h1"))
		check_say(g->check, where, "no heading");
}

/* Is the tag at `at` a link of a choice, and not what ends a list? */
static bool is_choice(const char *at)
{
	static const char *const LAST[] = { "-more\"", "-other\"", "-unknown\"" };
	char tag[2 * LINK_CAP];

	snprintf(tag, sizeof(tag), "%.*s", (int)strcspn(at, ">"), at);
	for (size_t i = 0; i < COUNT_OF(LAST); i++)
		if (strstr(tag, LAST[i]))
			return false;
	return strstr(tag, " data-code=\"") != NULL;
}

/* Choices people see at once. What a template element keeps is not seen. */
static int count_choices(const char *html)
{
	const char *kept = strstr(html, "<template");
	int count = 0;

	for (const char *at = strstr(html, "<a "); at; at = strstr(at + 1, "<a ")) {
		while (kept && at > kept) {
			const char *end = strstr(kept, "</template>");
			if (end && at < end)
				break;
			kept = end ? strstr(end, "<template") : NULL;
		}
		if (!kept || at < kept)
			count += is_choice(at);
	}
	return count;
}

static void check_page(struct graph *g, int i, int lang)
{
	struct site *s = g->check->site;
	const struct page *p = s->tree.pages[i];
	char where[LINK_CAP];
	VAL(view) = view_page(s, p, lang);
	BUF(html);

	render_page(s->render, site_template(s, p->row), s->langs[lang].base, view, &html);
	snprintf(where, sizeof(where), "%s/%s", s->langs[lang].code, p->path);
	check_frame(g, where, view, lang, buf_text(&html));
	check_html(g, i, lang, buf_text(&html));
	int choices = count_choices(buf_text(&html));
	if (choices > TILES_MAX)
		check_say(g->check, where, "%d tiles; at most %d before \"more\"", choices, TILES_MAX);
	if (lang > 0)
		return;
	check_view(g, i, view);
	if (!goes_on(p, view, buf_text(&html)))
		check_say(g->check, where, "dead end: no way forward");
}

/* ---- reachability ------------------------------------------------------------------------- */

static void check_reached(struct graph *g)
{
	struct site *s = g->check->site;
	int count = s->tree.count, head = 0, tail = 0;
	int *queue = mem_new((size_t)count, sizeof(int));
	bool *seen = mem_new((size_t)count, sizeof(bool));

	seen[0] = true; /* PAGES begins with start */
	queue[tail++] = 0;
	while (head < tail) {
		const struct edges *e = &g->from[queue[head++]];
		for (int k = 0; k < e->count; k++)
			if (!seen[e->to[k]]) {
				seen[e->to[k]] = true;
				queue[tail++] = e->to[k];
			}
	}
	for (int i = 0; i < count; i++) {
		const struct page *p = s->tree.pages[i];
		/* the worker and the maintainer come here by themselves */
		bool known = page_is(p, PAGE_STORING) || page_is(p, PAGE_STATUS);
		if (!seen[i] && !known)
			check_say(g->check, p->path, "no link leads here");
	}
	free(queue);
	free(seen);
}

static void check_twice(struct graph *g)
{
	for (int i = 1; i < g->paths.count; i++)
		if (strcmp(g->paths.rows[i - 1].key, g->paths.rows[i].key) == 0)
			check_say(g->check, g->paths.rows[i].key, "two pages at one path");
}

void check_pages(struct check *c)
{
	struct site *s = c->site;
	struct graph g = { .check = c };

	g.from = mem_new((size_t)s->tree.count, sizeof(*g.from));
	for (int i = 0; i < s->tree.count; i++) {
		char number[16];
		snprintf(number, sizeof(number), "%d", i);
		index_add(&g.paths, s->tree.pages[i]->path, number);
	}
	index_sort(&g.paths);
	check_twice(&g);
	for (int lang = 0; lang < s->lang_count; lang++)
		for (int i = 0; i < s->tree.count; i++)
			check_page(&g, i, lang);
	check_reached(&g);
	for (int i = 0; i < s->tree.count; i++)
		free(g.from[i].to);
	free(g.from);
	index_free(&g.paths);
}
