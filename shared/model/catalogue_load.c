/* Loads the catalogue: shape, unique codes, every reference resolved, texts complete.
 *
 * The document is copied first, so what is handed out lives as long as the catalogue and no longer
 * depends on the caller. A catalogue that loads can be used without asking again: every question,
 * payer rule, suspicion, sign and room that a row names is there.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/model/catalogue.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/model/catalogue_inside.h"

struct list_row {
	const char *name;
	enum shape shape;
	const char *children; /* member holding rows of their own, or NULL */
	enum shape child;
	bool reserved;        /* slugs become folders beside pages of the site */
};

static const struct list_row LISTS[LIST_MAX] = {
	[LIST_QUESTIONS] = { "questions", SHAPE_QUESTION, "answers", SHAPE_ANSWER, false },
	[LIST_PAYERS] = { "payers", SHAPE_PAYER, NULL, SHAPE_MAX, false },
	[LIST_SUSPECTS] = { "suspects", SHAPE_SUSPECT, NULL, SHAPE_MAX, true },
	[LIST_EMERGENCIES] = { "emergencies", SHAPE_EMERGENCY, "commands", SHAPE_COMMAND, false },
	[LIST_PLACES] = { "places", SHAPE_PLACE, NULL, SHAPE_MAX, false },
	[LIST_PEOPLE] = { "people", SHAPE_KIND, NULL, SHAPE_MAX, true },
	[LIST_THINGS] = { "things", SHAPE_KIND, NULL, SHAPE_MAX, true },
	[LIST_DWELLINGS] = { "dwelling_types", SHAPE_DWELLING, NULL, SHAPE_MAX, false },
};

int loader_fail(struct loader *l, const char *fmt, ...)
{
	BUF(text);
	va_list ap;

	va_start(ap, fmt);
	buf_vfmt(&text, fmt, ap);
	va_end(ap);
	snprintf(l->why, l->cap, "%s: %s", l->where, buf_text(&text));
	return ERR_INPUT;
}

void loader_at(struct loader *l, const char *fmt, ...)
{
	BUF(text);
	va_list ap;

	va_start(ap, fmt);
	buf_vfmt(&text, fmt, ap);
	va_end(ap);
	text_copy(l->where, sizeof(l->where), buf_text(&text));
}

static const char *code_of(const struct val *row)
{
	return val_str_of(row, "code", "?");
}

/* Index rows by code. Codes are known to be unique. */
static void index_rows(const struct val *rows, struct names *n)
{
	n->rows = mem_new((size_t)val_count(rows) + 1, sizeof(*n->rows));
	VAL_EACH(row, rows)
		n->rows[n->count++] = (struct name_row){ code_of(row), row };
	(void)names_sort(n);
}

/* ---- lists -------------------------------------------------------------------------------- */

static int load_children(struct loader *l, const struct list_row *list, const struct val *row)
{
	const struct val *children = val_get(row, list->children);
	int rc = list->child == SHAPE_ANSWER ? shape_unique(l, children, false) : OK;

	VAL_EACH(child, children) {
		if (rc < 0)
			return rc;
		loader_at(l, "%s/%s/%s", list->name, code_of(row), code_of(child));
		rc = shape_check(l, child, list->child);
	}
	return rc;
}

static int load_list(struct loader *l, enum list which)
{
	const struct list_row *list = &LISTS[which];
	const struct val *rows = val_get(l->doc, list->name);

	VAL_EACH(row, rows) {
		loader_at(l, "%s/%s", list->name, code_of(row));
		int rc = shape_check(l, row, list->shape);
		if (rc == OK && list->children)
			rc = load_children(l, list, row);
		if (rc < 0)
			return rc;
	}
	loader_at(l, "%s", list->name);
	int rc = shape_unique(l, rows, list->reserved);
	if (rc == OK)
		index_rows(rows, &l->c->lists[which]);
	return rc;
}

/* ---- areas, objects, faults --------------------------------------------------------------- */

static void fill_fault(struct fault *f, const struct val *row)
{
	f->code = code_of(row);
	f->slug = val_str_of(row, "slug", "");
	f->icon = val_str_of(row, "icon", "");
	f->vera = val_str_of(row, "vera", f->code);
	f->urgency = urgency_from(val_str_of(row, "urgency", ""));
	f->restricted = val_bool_of(row, "restricted", false);
	f->payer = val_str_of(row, "payer", "");
	f->emergency = val_str_of(row, "emergency", "");
	f->questions = val_get(row, "questions");
	f->suspects = val_get(row, "suspects");
}

static int load_faults(struct loader *l, const struct val *area, const struct val *row,
		       struct object *o)
{
	const struct val *rows = val_get(row, "faults");
	struct fault *faults = mem_new((size_t)val_count(rows), sizeof(*faults));

	o->faults = faults;
	VAL_EACH(one, rows) {
		loader_at(l, "areas/%s/%s/%s", code_of(area), o->code, code_of(one));
		int rc = shape_check(l, one, SHAPE_FAULT);
		if (rc < 0)
			return rc;
		fill_fault(&faults[o->fault_count++], one);
	}
	loader_at(l, "areas/%s/%s", code_of(area), o->code);
	return shape_unique(l, rows, true);
}

static int load_objects(struct loader *l, const struct val *row, struct area *a)
{
	const struct val *rows = val_get(row, "objects");
	struct object *objects = mem_new((size_t)val_count(rows), sizeof(*objects));

	a->objects = objects;
	VAL_EACH(one, rows) {
		struct object *o = &objects[a->object_count];
		loader_at(l, "areas/%s/%s", a->code, code_of(one));
		int rc = shape_check(l, one, SHAPE_OBJECT);
		if (rc < 0)
			return rc;
		*o = (struct object){ .code = code_of(one),
				      .slug = val_str_of(one, "slug", ""),
				      .icon = val_str_of(one, "icon", ""),
				      .vera = val_str_of(one, "vera", "") };
		a->object_count++;
		rc = load_faults(l, row, one, o);
		if (rc < 0)
			return rc;
	}
	loader_at(l, "areas/%s", a->code);
	return shape_unique(l, rows, true);
}

static int load_areas(struct loader *l)
{
	struct catalogue *c = l->c;
	const struct val *rows = val_get(l->doc, "areas");

	c->rooms = mem_new((size_t)val_count(rows), sizeof(*c->rooms));
	c->areas.rows = mem_new((size_t)val_count(rows), sizeof(*c->areas.rows));
	VAL_EACH(row, rows) {
		struct area *a = &c->rooms[c->room_count];
		loader_at(l, "areas/%s", code_of(row));
		int rc = shape_check(l, row, SHAPE_AREA);
		if (rc < 0)
			return rc;
		*a = (struct area){ .code = code_of(row),
				    .slug = val_str_of(row, "slug", ""),
				    .icon = val_str_of(row, "icon", ""),
				    .vera = val_str_of(row, "vera", ""),
				    .common = val_bool_of(row, "common", false) };
		c->areas.rows[c->room_count++] = (struct name_row){ a->code, a };
		rc = load_objects(l, row, a);
		if (rc < 0)
			return rc;
	}
	loader_at(l, "areas");
	int rc = shape_unique(l, rows, true);
	c->areas.count = c->room_count;
	(void)names_sort(&c->areas);
	return rc;
}

static int load_outside(struct loader *l, int which, enum list list)
{
	struct names *n = &l->c->outside[which];
	const struct val *rows = val_get(l->doc, LISTS[list].name);
	struct fault *f = mem_new((size_t)val_count(rows), sizeof(*f));

	l->c->kinds[which] = f;
	n->rows = mem_new((size_t)val_count(rows), sizeof(*n->rows));
	VAL_EACH(row, rows) {
		loader_at(l, "%s/%s", LISTS[list].name, code_of(row));
		fill_fault(f, row);
		n->rows[n->count++] = (struct name_row){ f->code, f };
		int rc = loader_check_sign(l, f->emergency, f->urgency);
		if (rc < 0)
			return rc;
		f++;
	}
	(void)names_sort(n);
	return OK;
}

/* ---- the whole ---------------------------------------------------------------------------- */

static int load(struct loader *l)
{
	loader_at(l, "catalogue");
	int rc = shape_check(l, l->doc, SHAPE_DOC);

	for (int i = 0; rc == OK && i < LIST_MAX; i++)
		rc = load_list(l, (enum list)i);
	if (rc == OK)
		rc = load_areas(l);
	if (rc == OK)
		rc = load_outside(l, 0, LIST_PEOPLE);
	if (rc == OK)
		rc = load_outside(l, 1, LIST_THINGS);
	if (rc == OK)
		rc = references_check(l);
	return rc == OK ? texts_load(l) : rc;
}

int catalogue_load(const struct val *doc, struct catalogue **ret, char *why, size_t cap)
{
	struct catalogue *c = mem_new(1, sizeof(*c));
	struct loader l = { .c = c, .why = why, .cap = cap };

	*ret = NULL;
	c->doc = val_copy(doc);
	l.doc = c->doc;
	if (cap)
		why[0] = '\0';
	int rc = load(&l);
	if (rc < 0)
		catalogue_free(c);
	else
		*ret = c;
	return rc;
}

void catalogue_free(struct catalogue *c)
{
	if (!c)
		return;
	for (int i = 0; i < c->room_count; i++) {
		for (int k = 0; k < c->rooms[i].object_count; k++)
			free((void *)c->rooms[i].objects[k].faults);
		free((void *)c->rooms[i].objects);
	}
	free(c->rooms);
	free(c->areas.rows);
	for (int i = 0; i < 2; i++) {
		free(c->kinds[i]);
		free(c->outside[i].rows);
	}
	for (int i = 0; i < LIST_MAX; i++)
		free(c->lists[i].rows);
	for (int i = 0; i < c->lang_count; i++)
		free(c->langs[i].texts.rows);
	val_free(c->doc);
	free(c);
}

void catalogue_freep(struct catalogue **c)
{
	catalogue_free(*c);
}
