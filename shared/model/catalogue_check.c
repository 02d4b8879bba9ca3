/* Does everything a row of the catalogue names exist? Called once all rows are loaded.
 *
 * A suspicion may name any room and object: leaks show far from where they start (R37).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "shared/model/catalogue_inside.h"

static const char *code_of(const struct val *row)
{
	return val_str_of(row, "code", "?");
}

int loader_check_sign(struct loader *l, const char *sign, enum urgency u)
{
	if (*sign && !catalogue_has_emergency(l->c, sign))
		return loader_fail(l, "emergency: no sign \"%s\"", sign);
	if (u == URGENCY_EMERGENCY && !*sign)
		return loader_fail(l, "emergency: an emergency needs a sign");
	return OK;
}

static int check_suspects(struct loader *l, const struct fault *f)
{
	int rc = OK;

	VAL_EACH(s, f->suspects) {
		rc = shape_check(l, s, SHAPE_SUSPICION);
		if (rc < 0)
			return rc;
		const char *room = val_str_of(s, "room", ""), *object = val_str_of(s, "object", "");
		const struct area *a = catalogue_find_area(l->c, room);
		if (!catalogue_suspect(l->c, code_of(s)))
			return loader_fail(l, "suspects: no suspect \"%s\"", code_of(s));
		if ((*room || *object) && !a)
			return loader_fail(l, "suspects: no area \"%s\"", room);
		if (*object && !area_find_object(a, object))
			return loader_fail(l, "suspects: no object \"%s/%s\"", room, object);
	}
	return f->suspects ? shape_unique(l, f->suspects, false) : rc;
}

static int check_fault(struct loader *l, const struct fault *f)
{
	if (!catalogue_payer(l->c, f->payer))
		return loader_fail(l, "payer: no rule \"%s\"", f->payer);
	VAL_EACH(q, f->questions)
		if (!catalogue_question(l->c, val_text(q, "")))
			return loader_fail(l, "questions: no question \"%s\"", val_text(q, "?"));
	int rc = loader_check_sign(l, f->emergency, f->urgency);
	return rc < 0 ? rc : check_suspects(l, f);
}

static int check_object(struct loader *l, const struct area *a, const struct object *o)
{
	for (int i = 0; i < o->fault_count; i++) {
		loader_at(l, "areas/%s/%s/%s", a->code, o->code, o->faults[i].code);
		int rc = check_fault(l, &o->faults[i]);
		if (rc < 0)
			return rc;
	}
	return OK;
}

static int check_answers(struct loader *l, const struct val *question)
{
	VAL_EACH(row, val_get(question, "answers")) {
		loader_at(l, "questions/%s/%s", code_of(question), code_of(row));
		int rc = loader_check_sign(l, val_str_of(row, "emergency", ""),
				    urgency_from(val_str_of(row, "urgency", NULL)));
		if (rc < 0)
			return rc;
	}
	return OK;
}

static int check_rooms(struct loader *l, const struct val *dwelling)
{
	loader_at(l, "dwelling_types/%s", code_of(dwelling));
	VAL_EACH(room, val_get(dwelling, "rooms"))
		if (!catalogue_find_area(l->c, val_text(room, "")))
			return loader_fail(l, "rooms: no area \"%s\"", val_text(room, "?"));
	return OK;
}

int references_check(struct loader *l)
{
	const struct catalogue *c = l->c;
	int rc = OK;

	for (int i = 0; i < c->room_count; i++)
		for (int k = 0; rc == OK && k < c->rooms[i].object_count; k++)
			rc = check_object(l, &c->rooms[i], &c->rooms[i].objects[k]);
	VAL_EACH(question, val_get(l->doc, "questions"))
		if (rc == OK)
			rc = check_answers(l, question);
	VAL_EACH(dwelling, val_get(l->doc, "dwelling_types"))
		if (rc == OK)
			rc = check_rooms(l, dwelling);
	return rc;
}
