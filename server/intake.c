/* The catalogue in force and the table of what a report is asked, as one form.
 *
 * Owns nothing; words are the catalogue's own, doors' and day-parts' those of server/words.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/intake.h"

#include <stdio.h>
#include <string.h>

#include "server/app.h"
#include "server/catalogues.h"
#include "server/words.h"
#include "shared/base/val.h"
#include "shared/io/http.h"
#include "shared/model/report_needs.h"

#define KEY_TEXT 200

/* {"code","label"} with the catalogue's text of prefix.code. */
static struct val *add_code(struct val *list, const struct catalogue *c, const char *prefix,
			    const char *code)
{
	char key[KEY_TEXT];
	struct val *row = val_put_object(list, NULL);
	snprintf(key, sizeof key, "%s.%s", prefix, code);
	val_put_str(row, "code", code);
	val_put_str(row, "label", catalogue_text(c, "nl", key));
	return row;
}

/* ---- faults ------------------------------------------------------------------------------- */

static void put_fault(const struct catalogue *c, const char *prefix, const struct fault *f,
		      struct val *list)
{
	struct val *row = add_code(list, c, prefix, f->code);
	const char *urgency = urgency_name(f->urgency);
	val_put_str(row, "urgency", urgency);
	val_put_str(row, "urgency_label", words_get("urgency", urgency));
	val_put_str(row, "emergency", f->emergency);
	struct val *questions = val_put_array(row, "questions");
	VAL_EACH(code, f->questions)
		val_put_str(questions, NULL, val_text(code, ""));
	struct val *suspects = val_put_array(row, "suspects");
	VAL_EACH(s, f->suspects)
		add_code(suspects, c, "suspect", val_str_of(s, "code", ""));
}

static void put_areas(const struct catalogue *c, struct val *list)
{
	char prefix[KEY_TEXT];
	for (int i = 0; i < catalogue_area_count(c); i++) {
		const struct area *a = catalogue_area(c, i);
		struct val *area = add_code(list, c, "home", a->code);
		val_put_bool(area, "common", a->common);
		struct val *objects = val_put_array(area, "objects");
		for (int k = 0; k < a->object_count; k++) {
			const struct object *o = &a->objects[k];
			snprintf(prefix, sizeof prefix, "home.%s", a->code);
			struct val *object = add_code(objects, c, prefix, o->code);
			val_put_bool(object, "energy", catalogue_is_energy(c, o));
			struct val *faults = val_put_array(object, "faults");
			snprintf(prefix, sizeof prefix, "home.%s.%s", a->code, o->code);
			for (int n = 0; n < o->fault_count; n++)
				put_fault(c, prefix, &o->faults[n], faults);
		}
	}
}

static void put_outside(const struct catalogue *c, const char *list, const char *cause,
			const char *prefix, struct val *form)
{
	struct val *rows = val_put_array(form, list);
	VAL_EACH(row, val_get(catalogue_doc(c), list)) {
		const struct fault *f =
		    catalogue_find_outside(c, cause, val_str_of(row, "code", ""));
		if (f)
			put_fault(c, prefix, f, rows);
	}
}

/* ---- doors, questions, places ------------------------------------------------------------- */

static void put_asks(unsigned asks, struct val *list)
{
	const char *name;
	for (int n = 0; (name = report_ask_name(n)); n++)
		if (asks & (1u << n))
			val_put_str(list, NULL, name);
}

/* What is broken about energy goes by the door of repairs; an alarm by none. */
static bool is_door(const struct report_need *n)
{
	return !(n->asks & ASK_SIGN) && !(!strcmp(n->branch, "energy") && n->asks & ASK_WHEN);
}

static void put_doors(struct val *list)
{
	char code[KEY_TEXT];
	for (const struct report_need *n = REPORT_NEEDS; n->branch; n++) {
		if (!is_door(n))
			continue;
		struct val *door = val_put_object(list, NULL);
		snprintf(code, sizeof code, "%s/%s", n->branch, n->kind);
		val_put_str(door, "branch", n->branch);
		val_put_str(door, "kind", n->kind);
		val_put_str(door, "label", words_get("door", code));
		val_put_bool(door, "energy", !strcmp(n->branch, "energy"));
		val_put_str(door, "cause",
			    !(n->asks & ASK_CAUSE)	    ? ""
			    : !strcmp(n->kind, "nuisance") ? "people"
							   : "object");
		put_asks(n->asks, val_put_array(door, "asks"));
	}
}

static void put_questions(const struct catalogue *c, struct val *list)
{
	char prefix[KEY_TEXT];
	VAL_EACH(row, val_get(catalogue_doc(c), "questions")) {
		const char *code = val_str_of(row, "code", "");
		struct val *answers = val_put_array(add_code(list, c, "question", code), "answers");
		snprintf(prefix, sizeof prefix, "question.%s", code);
		VAL_EACH(answer, val_get(row, "answers"))
			add_code(answers, c, prefix, val_str_of(answer, "code", ""));
	}
}

static void put_parts(struct val *list)
{
	static const char *const PARTS[] = { "OCH", "MID", "AVO" };
	for (size_t i = 0; i < COUNT_OF(PARTS); i++) {
		struct val *row = val_put_object(list, NULL);
		val_put_str(row, "code", PARTS[i]);
		val_put_str(row, "label", words_get("part", PARTS[i]));
	}
}

int intake_get(struct app *app, const struct request *rq, struct reply *rp)
{
	const struct catalogue *c = catalogues_current(app);
	VAL(form) = val_object();
	(void)rq;
	if (!c)
		return ERR_NOT_FOUND;
	val_put_str(form, "version", catalogue_version(c));
	put_doors(val_put_array(form, "doors"));
	put_areas(c, val_put_array(form, "areas"));
	put_outside(c, "people", "people", "people", form);
	put_outside(c, "things", "object", "thing", form);
	struct val *places = val_put_array(form, "places");
	VAL_EACH(row, val_get(catalogue_doc(c), "places"))
		add_code(places, c, "place", val_str_of(row, "code", ""));
	put_questions(c, val_put_array(form, "questions"));
	put_parts(val_put_array(form, "parts"));
	val_print(form, &rp->body);
	return OK;
}

/* ---- emergencies -------------------------------------------------------------------------- */

/* A number, or the corporation's own: the duty line, the water company; else its telephone. */
static const char *number_of(const struct settings *s, const struct val *row)
{
	const struct val *number = val_get(row, "number");
	if (val_is_string(number))
		return val_text(number, "");
	const char *setting = val_str_of(number, "setting", "");
	const char *own = !strcmp(setting, "duty_line")	     ? s->duty_line
			  : !strcmp(setting, "water_company") ? s->water_company
							      : "";
	return own[0] ? own : s->phone;
}

int intake_emergencies(struct app *app, const struct request *rq, struct reply *rp)
{
	const struct catalogue *c = catalogues_current(app);
	VAL(v) = val_object();
	struct val *list = val_put_array(v, "emergencies");
	(void)rq;
	VAL_EACH(row, c ? val_get(catalogue_doc(c), "emergencies") : NULL) {
		const char *code = val_str_of(row, "code", "");
		char key[KEY_TEXT];
		struct val *sign = add_code(list, c, "emergency", code);
		val_put_str(sign, "number", number_of(&app->settings, row));
		val_put_bool(sign, "leave", val_bool_of(row, "leave", false));
		snprintf(key, sizeof key, "emergency.%s.who", code);
		val_put_str(sign, "who", catalogue_text(c, "nl", key));
		struct val *say = val_put_array(sign, "say");
		for (int n = 1; n <= val_count(val_get(row, "commands")); n++) {
			snprintf(key, sizeof key, "emergency.%s.%d", code, n);
			val_put_str(say, NULL, catalogue_text(c, "nl", key));
		}
	}
	val_print(v, &rp->body);
	return OK;
}
