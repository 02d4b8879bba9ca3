/* The catalogue once loaded: look-ups, urgency, who pays.
 *
 * Everything is found by binary search in names sorted at load; the few rows inside one object are
 * walked. Nothing here allocates, so central may ask it for every report of a batch. Loading and
 * judging the document is catalogue_load.c.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/model/catalogue.h"

#include <stdlib.h>
#include <string.h>

#include "shared/model/catalogue_inside.h"

static const char *const URGENCIES[URGENCY_MAX] = {
	[URGENCY_PLANNED] = "planned",
	[URGENCY_NORMAL] = "normal",
	[URGENCY_URGENT] = "urgent",
	[URGENCY_EMERGENCY] = "emergency",
};

static const char *const PAYERS[] = { "tenant", "landlord", "provider", "partner", "unknown" };

/* ---- sorted names ------------------------------------------------------------------------- */

static int compare_names(const void *a, const void *b)
{
	const struct name_row *x = a, *y = b;

	return strcmp(x->name, y->name);
}

const char *names_sort(struct names *n)
{
	if (n->count > 1)
		qsort(n->rows, (size_t)n->count, sizeof(*n->rows), compare_names);
	for (int i = 1; i < n->count; i++)
		if (strcmp(n->rows[i - 1].name, n->rows[i].name) == 0)
			return n->rows[i].name;
	return NULL;
}

const void *names_find(const struct names *n, const char *name)
{
	struct name_row key = { .name = name };

	if (!n->count || !name)
		return NULL;
	const struct name_row *row =
	    bsearch(&key, n->rows, (size_t)n->count, sizeof(*n->rows), compare_names);
	return row ? row->what : NULL;
}

/* ---- look-ups ----------------------------------------------------------------------------- */

const char *catalogue_version(const struct catalogue *c)
{
	return val_str_of(c->doc, "version", "");
}

int catalogue_area_count(const struct catalogue *c)
{
	return c->room_count;
}

const struct area *catalogue_area(const struct catalogue *c, int i)
{
	return i >= 0 && i < c->room_count ? &c->rooms[i] : NULL;
}

const struct area *catalogue_find_area(const struct catalogue *c, const char *code)
{
	return names_find(&c->areas, code);
}

const struct object *area_find_object(const struct area *a, const char *code)
{
	for (int i = 0; a && i < a->object_count; i++)
		if (strcmp(a->objects[i].code, code) == 0)
			return &a->objects[i];
	return NULL;
}

const struct fault *object_find_fault(const struct object *o, const char *code)
{
	for (int i = 0; o && i < o->fault_count; i++)
		if (strcmp(o->faults[i].code, code) == 0)
			return &o->faults[i];
	return NULL;
}

const struct fault *catalogue_find_outside(const struct catalogue *c, const char *kind,
					   const char *code)
{
	if (strcmp(kind, "people") == 0)
		return names_find(&c->outside[0], code);
	if (strcmp(kind, "object") == 0)
		return names_find(&c->outside[1], code);
	return NULL;
}

bool catalogue_has_place(const struct catalogue *c, const char *code)
{
	return names_find(&c->lists[LIST_PLACES], code);
}

bool catalogue_has_emergency(const struct catalogue *c, const char *code)
{
	return names_find(&c->lists[LIST_EMERGENCIES], code);
}

const struct val *catalogue_question(const struct catalogue *c, const char *code)
{
	return names_find(&c->lists[LIST_QUESTIONS], code);
}

const struct val *catalogue_payer(const struct catalogue *c, const char *code)
{
	return names_find(&c->lists[LIST_PAYERS], code);
}

const struct val *catalogue_emergency(const struct catalogue *c, const char *code)
{
	return names_find(&c->lists[LIST_EMERGENCIES], code);
}

const struct val *catalogue_suspect(const struct catalogue *c, const char *code)
{
	return names_find(&c->lists[LIST_SUSPECTS], code);
}

const struct val *catalogue_answer(const struct catalogue *c, const char *question,
				   const char *answer)
{
	VAL_EACH(row, val_get(catalogue_question(c, question), "answers"))
		if (strcmp(val_str_of(row, "code", ""), answer) == 0)
			return row;
	return NULL;
}

const struct val *catalogue_doc(const struct catalogue *c)
{
	return c->doc;
}

/* ---- urgency and payer -------------------------------------------------------------------- */

const char *urgency_name(enum urgency u)
{
	return u < URGENCY_MAX ? URGENCIES[u] : "";
}

enum urgency urgency_from(const char *name)
{
	for (int i = 0; i < URGENCY_MAX; i++)
		if (name && strcmp(URGENCIES[i], name) == 0)
			return (enum urgency)i;
	return URGENCY_MAX;
}

enum urgency catalogue_urgency(const struct catalogue *c, const struct fault *f,
			       const struct val *answers)
{
	enum urgency highest = f->urgency;

	VAL_EACH(question, f->questions) {
		const char *code = val_text(question, "");
		const char *given = val_str_of(answers, code, "");
		const struct val *row = catalogue_answer(c, code, given);
		enum urgency u = urgency_from(val_str_of(row, "urgency", NULL));
		if (u < URGENCY_MAX && u > highest)
			highest = u;
	}
	return highest;
}

static const char *payer_name(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(PAYERS); i++)
		if (name && strcmp(PAYERS[i], name) == 0)
			return PAYERS[i];
	return NULL;
}

const char *catalogue_who_pays(const struct catalogue *c, const struct fault *f,
			       const struct val *overrides, bool subscription)
{
	const struct val *rule = catalogue_payer(c, f->payer);
	const char *payer = payer_name(val_str_of(rule, "payer", NULL));
	const char *set = payer_name(val_str_of(overrides, f->payer, NULL));
	const char *plan = payer_name(val_str_of(rule, "subscription", NULL));

	if (set && val_bool_of(rule, "setting", false))
		payer = set;
	if (subscription && plan)
		payer = plan;
	return payer ? payer : "unknown";
}

bool catalogue_is_energy(const struct catalogue *c, const struct object *o)
{
	for (int i = 0; i < o->fault_count; i++) {
		const struct val *payer = catalogue_payer(c, o->faults[i].payer);
		if (strcmp(val_str_of(payer, "payer", ""), "provider") == 0)
			return true;
	}
	return false;
}
