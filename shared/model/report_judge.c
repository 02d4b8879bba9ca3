/* Is a report complete, and does the catalogue know what it names?
 *
 * The rules are the table of report_needs.c: one row per branch and kind, one bit per thing asked for.
 * The first thing missing is named, so a page can go straight to the screen that asks for it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "shared/model/report_inside.h"
#include "shared/model/report_needs.h"

struct judge {
	const struct report *r;
	const struct catalogue *c;
	const struct area *area;
	const struct object *object;
	const struct fault *fault;
	struct report_fault *said;
};

static int say(struct judge *j, int err, const char *field, const char *why)
{
	text_copy(j->said->field, sizeof(j->said->field), field);
	j->said->why = why;
	return err;
}

static int unknown(struct judge *j, const char *field)
{
	return say(j, ERR_INPUT, field, "not in the catalogue");
}

static int missing(struct judge *j, const char *field)
{
	return say(j, ERR_INCOMPLETE, field, "missing");
}

/* ---- codes against the catalogue ---------------------------------------------------------- */

static int find_outside(struct judge *j)
{
	const struct report *r = j->r;

	if (*r->place_code && !catalogue_has_place(j->c, r->place_code))
		return unknown(j, "place/code");
	if (*r->room || *r->object)
		return say(j, ERR_INPUT, *r->room ? "room" : "object", "not outside");
	if (!*r->fault)
		return OK;
	if (!*r->cause)
		return missing(j, "cause");
	j->fault = catalogue_find_outside(j->c, r->cause, r->fault);
	return j->fault ? OK : unknown(j, "fault");
}

static int find_home(struct judge *j)
{
	const struct report *r = j->r;

	if (*r->room) {
		j->area = catalogue_find_area(j->c, r->room);
		if (!j->area)
			return unknown(j, "room");
	}
	if (*r->object) {
		j->object = area_find_object(j->area, r->object);
		if (!j->object)
			return unknown(j, "object");
	}
	if (*r->fault) {
		j->fault = object_find_fault(j->object, r->fault);
		if (!j->fault)
			return unknown(j, "fault");
	}
	return OK;
}

/* Same code, or none, and the same room and object, or none. */
static bool is_suspicion(const struct report *r, const struct val *row)
{
	const char *code = val_str_of(row, "code", "");

	if (*r->suspect_code && strcmp(r->suspect_code, code) != 0)
		return false;
	if (*r->suspect_room && strcmp(r->suspect_room, val_str_of(row, "room", "")) != 0)
		return false;
	return !*r->suspect_object ||
	       strcmp(r->suspect_object, val_str_of(row, "object", "")) == 0;
}

static int check_suspect(struct judge *j)
{
	const struct report *r = j->r;

	if (!*r->suspect_code && !*r->suspect_room)
		return OK;
	if (!j->fault)
		return say(j, ERR_INPUT, "suspect", "a suspicion needs a fault");
	VAL_EACH(row, j->fault->suspects)
		if (is_suspicion(r, row))
			return OK;
	return unknown(j, "suspect");
}

static int check_answers(struct judge *j)
{
	for (int i = 0; i < j->r->answer_count; i++) {
		const struct report_answer *a = &j->r->answers[i];
		char field[64];
		snprintf(field, sizeof(field), "answers/%s", a->question);
		if (!fault_asks(j->fault, a->question) || !catalogue_answer(j->c, a->question, a->answer))
			return unknown(j, field);
	}
	return OK;
}

/* ---- completeness ------------------------------------------------------------------------- */

static bool has_answer(const struct report *r, const char *question)
{
	for (int i = 0; i < r->answer_count; i++)
		if (strcmp(r->answers[i].question, question) == 0)
			return true;
	return false;
}

static int ask_subject(struct judge *j, unsigned asked)
{
	const struct report *r = j->r;

	if (!*r->object && !*r->words)
		return missing(j, "object");
	if (!*r->fault && !*r->words)
		return missing(j, "fault");
	if ((asked & ASK_SUSPECT) && j->fault && val_count(j->fault->suspects) &&
	    !r->suspect_unknown && !*r->suspect_code && !*r->suspect_room)
		return missing(j, "suspect");
	if (!(asked & ASK_ANSWERS) || !j->fault)
		return OK;
	VAL_EACH(code, j->fault->questions)
		if (!has_answer(r, val_text(code, ""))) {
			char field[64];
			snprintf(field, sizeof(field), "answers/%s", val_text(code, ""));
			return missing(j, field);
		}
	return OK;
}

static int ask_outside(struct judge *j)
{
	const struct report *r = j->r;

	if (!*r->cause)
		return missing(j, "cause");
	if (strcmp(r->kind, strcmp(r->cause, "people") ? "area" : "nuisance") != 0)
		return say(j, ERR_INPUT, "kind", "does not go with its cause");
	return *r->fault || *r->words ? OK : missing(j, "fault");
}

static int ask_contact(struct judge *j)
{
	const struct report *r = j->r;

	if (!*r->name)
		return missing(j, "contact/name");
	if (!*r->phone && !*r->mail)
		return missing(j, "contact/phone");
	if (!*r->via)
		return missing(j, "contact/via");
	if (strcmp(r->via, "mail") == 0 && !*r->mail)
		return missing(j, "contact/mail");
	if (strcmp(r->via, "phone") == 0 && !*r->phone)
		return missing(j, "contact/phone");
	if (report_urgency(r, j->c) < URGENCY_URGENT)
		return OK;
	if (!*r->phone)
		return missing(j, "contact/phone");
	return strcmp(r->via, "phone") == 0
		   ? OK
		   : say(j, ERR_INCOMPLETE, "contact/via", "urgent is confirmed by phone");
}

static int ask_all(struct judge *j, unsigned asked)
{
	const struct report *r = j->r;
	int rc = OK;

	if ((asked & ASK_UNIT) && !*r->unit)
		return missing(j, "unit");
	if ((asked & ASK_ROOM) && !*r->room)
		return missing(j, "room");
	if (asked & ASK_SUBJECT)
		rc = ask_subject(j, asked);
	if (rc == OK && (asked & ASK_CAUSE))
		rc = ask_outside(j);
	if (rc == OK && (asked & ASK_PLACE) && !*r->place_code && !*r->place_text)
		rc = missing(j, "place");
	if (rc == OK && (asked & ASK_WORDS) && !*r->words)
		rc = missing(j, "words");
	if (rc == OK && (asked & ASK_WHEN) && !r->slot_count && !r->call_first)
		rc = missing(j, "when");
	if (rc == OK && (asked & ASK_CONTACT))
		rc = ask_contact(j);
	return rc;
}

/* A return contact says why; a first one has nothing to say (R12, R13, R15). */
static int check_before(struct judge *j)
{
	const struct report *r = j->r;

	if (!*r->before_party && !*r->before_reason)
		return OK;
	if (!*r->before_reason)
		return missing(j, "before/reason");
	return r->first_contact ? say(j, ERR_INPUT, "first_contact", "was told before") : OK;
}

static int check_head(struct judge *j)
{
	const struct report *r = j->r;

	if (strcmp(r->catalogue, catalogue_version(j->c)) != 0)
		return say(j, ERR_CATALOGUE, "catalogue", "another version");
	if (!*r->channel)
		return missing(j, "channel");
	if (!*r->lang)
		return missing(j, "lang");
	if (!*r->actor_kind)
		return missing(j, "actor/kind");
	return r->t > 0 ? check_before(j) : missing(j, "t");
}

static int check_sign(struct judge *j)
{
	if (!*j->r->fault)
		return missing(j, "fault");
	return catalogue_has_emergency(j->c, j->r->fault) ? OK : unknown(j, "fault");
}

int report_judge(const struct report *r, const struct catalogue *c, struct report_fault *fault)
{
	struct judge j = { .r = r, .c = c, .said = fault };

	memset(fault, 0, sizeof(*fault));
	int rc = check_head(&j);
	if (rc != OK)
		return rc;
	const struct report_need *need = report_need(r->branch, r->kind);
	if (!need)
		return say(&j, ERR_INPUT, "kind", "not of this branch");
	if (need->asks & ASK_SIGN)
		return check_sign(&j);
	rc = report_is_outside(r) ? find_outside(&j) : find_home(&j);
	if (rc == OK)
		rc = check_suspect(&j);
	if (rc == OK)
		rc = check_answers(&j);
	return rc == OK ? ask_all(&j, need->asks) : rc;
}
