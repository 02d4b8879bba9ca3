/* See tree.h. The road of a tenant, written once: rooms, objects, faults, suspects, who pays;
 * outside: people or things, kind, place; and every emergency.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/site/tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/log.h"

#define PATH_MAX_BYTES 240

static struct page *add(struct tree *w, enum page_type type, const struct page *parent,
			const char *path)
{
	struct page *p = mem_new(1, sizeof(*p));

	if (w->count == w->cap) {
		w->cap = w->cap ? 2 * w->cap : 256;
		struct page **pages = realloc(w->pages, (size_t)w->cap * sizeof(struct page *));
		if (!pages)
			die("site.no_memory", "pages=%d", w->cap);
		w->pages = pages;
	}
	p->row = pages_row(type);
	p->parent = parent;
	p->path = mem_str(path);
	if (parent) {
		p->area = parent->area;
		p->object = parent->object;
		p->fault = parent->fault;
		p->source = parent->source;
	}
	w->pages[w->count++] = p;
	return p;
}

/* A page one folder below its parent. */
static struct page *add_below(struct tree *w, enum page_type type, const struct page *parent,
			      const char *folder, const char *slug)
{
	char path[PATH_MAX_BYTES];

	if (snprintf(path, sizeof(path), "%s%s/", folder, slug) >= (int)sizeof(path))
		die("site.path", "path too long below %s", folder);
	return add(w, type, parent, path);
}

const struct page *tree_find(const struct tree *w, const char *path)
{
	for (int i = 0; i < w->count; i++)
		if (strcmp(w->pages[i]->path, path) == 0)
			return w->pages[i];
	return NULL;
}

const struct val *tree_row(const struct catalogue *c, const char *list, const char *code)
{
	VAL_EACH(row, val_get(catalogue_doc(c), list))
		if (strcmp(val_str_of(row, "code", ""), code) == 0)
			return row;
	return NULL;
}

bool tree_is_emergency(const struct fault *f)
{
	return f->emergency && *f->emergency;
}

bool tree_is_energy(const struct catalogue *c, const struct object *o)
{
	for (int i = 0; i < o->fault_count; i++) {
		const struct val *payer = catalogue_payer(c, o->faults[i].payer);
		if (strcmp(val_str_of(payer, "payer", ""), "provider") == 0)
			return true;
	}
	return false;
}

/* ---- at home ------------------------------------------------------------------------------ */

static void tree_payers(struct tree *w, const struct catalogue *c, const struct page *faults,
			const struct fault *f)
{
	char folder[PATH_MAX_BYTES];
	struct page probe = *faults;
	const struct page *before = faults;
	struct page *p;

	snprintf(folder, sizeof(folder), "%s%s/", faults->path, f->slug);
	probe.fault = f;
	if (val_count(f->suspects)) {
		struct page *suspects = add(w, PAGE_SUSPECTS, &probe, folder);
		suspects->parent = faults;
		before = suspects;
	}
	VAL_EACH(suspect, f->suspects) {
		const struct val *row = tree_row(c, "suspects", val_str_of(suspect, "code", ""));
		p = add_below(w, PAGE_PAYER, before, folder, val_str_of(row, "slug", "?"));
		p->fault = f;
		p->item = suspect;
	}
	p = add_below(w, PAGE_PAYER, before, folder, SLUG_UNKNOWN);
	p->fault = f;
}

static void tree_area(struct tree *w, const struct catalogue *c, const struct page *rooms,
		      const struct area *a)
{
	struct page *objects = add_below(w, PAGE_OBJECTS, rooms, "woning/", a->slug);

	objects->area = a;
	add_below(w, PAGE_WORDS, objects, objects->path, SLUG_OTHER);
	for (int i = 0; i < a->object_count; i++) {
		const struct object *o = &a->objects[i];
		struct page *faults = add_below(w, PAGE_FAULTS, objects, objects->path, o->slug);
		faults->object = o;
		add_below(w, PAGE_WORDS, faults, faults->path, SLUG_OTHER);
		for (int k = 0; k < o->fault_count; k++)
			if (!tree_is_emergency(&o->faults[k]))
				tree_payers(w, c, faults, &o->faults[k]);
	}
}

static bool has_energy(const struct catalogue *c)
{
	for (int i = 0; i < catalogue_area_count(c); i++) {
		const struct area *a = catalogue_area(c, i);
		for (int k = 0; k < a->object_count; k++)
			if (tree_is_energy(c, &a->objects[k]))
				return true;
	}
	return false;
}

/* ---- the rest ----------------------------------------------------------------------------- */

static void tree_kinds(struct tree *w, const struct catalogue *c, const char *source,
		       const char *list, const char *slug)
{
	struct page *kinds = add_below(w, PAGE_KINDS, tree_find(w, "omgeving/"), "omgeving/", slug);

	kinds->source = source;
	VAL_EACH(kind, val_get(catalogue_doc(c), list)) {
		if (*val_str_of(kind, "emergency", ""))
			continue;
		struct page *places = add_below(w, PAGE_PLACES, kinds, kinds->path,
						val_str_of(kind, "slug", "?"));
		places->item = kind;
	}
}

static void tree_list(struct tree *w, const struct catalogue *c, enum page_type type,
		      const char *list, const char *folder)
{
	VAL_EACH(row, val_get(catalogue_doc(c), list)) {
		struct page *p = add_below(w, type, NULL, folder, val_str_of(row, "slug", "?"));
		p->item = row;
	}
}

static void set_parents(struct tree *w)
{
	for (int i = 0; i < w->count; i++) {
		struct page *p = w->pages[i];
		if (!p->parent && p->row->back)
			p->parent = tree_find(w, p->row->back);
	}
}

void tree_catalogue(const struct catalogue *c, struct tree *ret)
{
	*ret = (struct tree){0};
	for (enum page_type t = 0; t < PAGE_MAX; t++)
		if (pages_row(t)->path && (t != PAGE_ENERGY || has_energy(c)))
			add(ret, t, NULL, pages_row(t)->path);
	set_parents(ret);
	const struct page *rooms = tree_find(ret, pages_row(PAGE_ROOMS)->path);
	for (int i = 0; i < catalogue_area_count(c); i++)
		tree_area(ret, c, rooms, catalogue_area(c, i));
	tree_kinds(ret, c, "people", "people", "mensen");
	tree_kinds(ret, c, "object", "things", "dingen");
	tree_list(ret, c, PAGE_QUESTION, "questions", "vraag/");
	tree_list(ret, c, PAGE_EMERGENCY, "emergencies", "noodgeval/");
	set_parents(ret);
}

void tree_free(struct tree *w)
{
	for (int i = 0; i < w->count; i++) {
		free(w->pages[i]->path);
		free(w->pages[i]);
	}
	free(w->pages);
	*w = (struct tree){0};
}

/* ---- links -------------------------------------------------------------------------------- */

void tree_up(const char *path, int more, char *out, size_t cap)
{
	int depth = more;
	size_t len = 0;

	for (; *path; path++)
		depth += *path == '/';
	if (depth == 0)
		text_copy(out, cap, "./");
	for (out[0] = depth ? '\0' : out[0]; depth > 0 && len + 4 < cap; depth--, len += 3)
		memcpy(out + len, "../", 4);
}

void tree_link(const char *from, const char *to, char *out, size_t cap)
{
	size_t same = 0;

	for (size_t i = 0; from[i] && from[i] == to[i]; i++)
		if (from[i] == '/')
			same = i + 1;
	tree_up(from + same, 0, out, cap);
	size_t len = strlen(out);
	if (len == 2 && to[same]) /* below the page itself: no "./" needed */
		len = 0;
	if (text_copy(out + len, cap - len, to + same) < 0)
		die("site.link", "link too long to %s", to);
}
