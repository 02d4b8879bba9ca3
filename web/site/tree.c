/* See tree.h. The road of a tenant, written once: rooms, objects, faults, suspects, who pays;
 * outside: people or things, kind, place; and every emergency.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/site/tree.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/log.h"
#include "web/site/order.h"

#define PATH_MAX_BYTES 240

static struct page *add_row(struct tree *w, const struct page_row *row, const struct page *parent,
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
	p->row = row;
	p->parent = parent;
	p->path = mem_str(path);
	p->to = INT_MAX;
	if (parent) {
		p->area = parent->area;
		p->object = parent->object;
		p->fault = parent->fault;
		p->source = parent->source;
	}
	w->pages[w->count++] = p;
	return p;
}

static struct page *add(struct tree *w, enum page_type type, const struct page *parent,
			const char *path)
{
	return add_row(w, pages_row(type), parent, path);
}

/* Where a page that begins at row from ends: full, but no last page of a single row. */
static int page_end(int from, int count)
{
	int left = count - from;

	if (left <= TILES_MAX)
		return count;
	return from + TILES_MAX - (left == TILES_MAX + 1);
}

/* A list of count rows that begins on p goes on at "meer/", "meer-2/" … below it. */
static void add_more(struct tree *w, struct page *p, int count)
{
	struct page *at = p;
	char path[PATH_MAX_BYTES];

	for (int n = 1; (at->to = page_end(at->from, count)) < count; n++) {
		snprintf(path, sizeof(path), n > 1 ? "%s" SLUG_MORE "-%d/" : "%s" SLUG_MORE "/", p->path, n);
		struct page *next = add_row(w, p->row, at, path);
		next->item = p->item;
		next->from = at->to;
		at->more = next;
		at = next;
	}
}

const struct page *tree_showing(const struct page *p, int i)
{
	while (p && p->more && i >= p->to)
		p = p->more;
	return p;
}

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

/* ---- at home ------------------------------------------------------------------------------ */

/* faults: the page the object's faults begin on; shown: the one that shows f. */
static void tree_payers(struct tree *w, const struct catalogue *c, const struct page *faults,
			const struct page *shown, const struct fault *f)
{
	char folder[PATH_MAX_BYTES];
	struct page probe = *shown;
	const struct page *before = shown;
	const struct val *list[ORDER_MAX];
	struct page *p;
	int count = order_suspects(w->order, faults->object, f, list);

	snprintf(folder, sizeof(folder), "%s%s/", faults->path, f->slug);
	probe.fault = f;
	if (count) {
		struct page *suspects = add(w, PAGE_SUSPECTS, &probe, folder);
		suspects->parent = shown;
		add_more(w, suspects, count);
		before = suspects;
	}
	for (int i = 0; i < count; i++) {
		const struct val *row = tree_row(c, "suspects", val_str_of(list[i], "code", ""));
		p = add_below(w, PAGE_PAYER, tree_showing(before, i), folder, val_str_of(row, "slug", "?"));
		p->fault = f;
		p->item = list[i];
	}
	p = add_below(w, PAGE_PAYER, before, folder, SLUG_UNKNOWN);
	p->fault = f;
}

static void tree_area(struct tree *w, const struct catalogue *c, const struct page *rooms,
		      const struct area *a)
{
	struct page *objects = add_below(w, PAGE_OBJECTS, rooms, "woning/", a->slug);

	objects->area = a;
	add_more(w, objects, a->object_count);
	add_below(w, PAGE_WORDS, objects, objects->path, SLUG_OTHER);
	for (int i = 0; i < a->object_count; i++) {
		const struct object *o = &a->objects[i];
		struct page *faults = add_below(w, PAGE_FAULTS, tree_showing(objects, i), objects->path,
						o->slug);
		faults->object = o;
		add_more(w, faults, o->fault_count);
		add_below(w, PAGE_WORDS, faults, faults->path, SLUG_OTHER);
		for (int k = 0; k < o->fault_count; k++)
			if (!tree_is_emergency(&o->faults[k]))
				tree_payers(w, c, faults, tree_showing(faults, k), &o->faults[k]);
	}
}

static int count_energy(const struct catalogue *c)
{
	int count = 0;

	for (int i = 0; i < catalogue_area_count(c); i++) {
		const struct area *a = catalogue_area(c, i);
		for (int k = 0; k < a->object_count; k++)
			count += catalogue_is_energy(c, &a->objects[k]);
	}
	return count;
}

static bool is_energy_page(const struct page_row *row)
{
	return row->branch && strcmp(row->branch, "energy") == 0;
}

/* What can be the matter, per thing a provider looks after. */
static void tree_symptoms(struct tree *w, const struct catalogue *c, const struct page *topics)
{
	int n = 0;

	for (int i = 0; i < catalogue_area_count(c); i++) {
		const struct area *a = catalogue_area(c, i);
		for (int k = 0; k < a->object_count; k++) {
			const struct object *o = &a->objects[k];
			char folder[PATH_MAX_BYTES];
			if (!catalogue_is_energy(c, o))
				continue;
			snprintf(folder, sizeof(folder), "%s%s/", topics->path, a->slug);
			const struct page *topic = tree_showing(topics, n++);
			struct page *p = add_below(w, PAGE_SYMPTOMS, topic, folder, o->slug);
			p->area = a;
			p->object = o;
			add_more(w, p, o->fault_count);
		}
	}
}

/* ---- the rest ----------------------------------------------------------------------------- */

static void tree_kinds(struct tree *w, const struct catalogue *c, const char *source,
		       const char *list, const char *slug)
{
	struct page *kinds = add_below(w, PAGE_KINDS, tree_find(w, "omgeving/"), "omgeving/", slug);
	const struct val *rows = val_get(catalogue_doc(c), list);
	int i = 0;

	kinds->source = source;
	add_more(w, kinds, val_count(rows));
	VAL_EACH(kind, rows) {
		const struct page *before = tree_showing(kinds, i++);
		if (*val_str_of(kind, "emergency", ""))
			continue;
		struct page *places = add_below(w, PAGE_PLACES, before, kinds->path,
						val_str_of(kind, "slug", "?"));
		places->item = kind;
		add_more(w, places, val_count(val_get(catalogue_doc(c), "places")));
	}
}

/* A page per row; the list itself, when it is one, begins on the page before. */
static void tree_list(struct tree *w, const struct catalogue *c, enum page_type type,
		      const char *list, const char *folder)
{
	const struct page *before = tree_find(w, folder);
	int i = 0;

	VAL_EACH(row, val_get(catalogue_doc(c), list)) {
		struct page *p = add_below(w, type, before ? tree_showing(before, i++) : NULL, folder,
					   val_str_of(row, "slug", "?"));
		p->item = row;
		if (type == PAGE_QUESTION)
			add_more(w, p, val_count(val_get(row, "answers")));
	}
}

/* Rows of a list that has its page in PAGES; others are known where they are made. */
static int rows_of(const struct catalogue *c, enum page_type type)
{
	return type == PAGE_ROOMS       ? catalogue_area_count(c)
	       : type == PAGE_BROKEN || type == PAGE_TOPICS ? count_energy(c)
	       : type == PAGE_EMERGENCIES ? val_count(val_get(catalogue_doc(c), "emergencies"))
					  : 0;
}

static void set_parents(struct tree *w)
{
	for (int i = 0; i < w->count; i++) {
		struct page *p = w->pages[i];
		if (!p->parent && p->row->back)
			p->parent = tree_find(w, p->row->back);
	}
}

void tree_catalogue(const struct catalogue *c, const struct val *order, struct tree *ret)
{
	*ret = (struct tree){ .order = order };
	int energy = count_energy(c);
	for (enum page_type t = 0; t < PAGE_MAX; t++) {
		if (!pages_row(t)->path || (!energy && is_energy_page(pages_row(t))))
			continue;
		struct page *p = add(ret, t, NULL, pages_row(t)->path);
		if (rows_of(c, t))
			add_more(ret, p, rows_of(c, t));
	}
	set_parents(ret);
	const struct page *rooms = tree_find(ret, pages_row(PAGE_ROOMS)->path);
	for (int i = 0; i < catalogue_area_count(c); i++)
		tree_area(ret, c, tree_showing(rooms, i), catalogue_area(c, i));
	if (energy)
		tree_symptoms(ret, c, tree_find(ret, pages_row(PAGE_TOPICS)->path));
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
