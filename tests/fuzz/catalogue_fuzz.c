/* A catalogue document. One that loads can be used without asking again: every row it names is
 * there, every fault has an urgency, a payer and texts. One that does not says where.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/model/catalogue.h"
#include "tests/fuzz/target.h"

static const struct val_limits LIMITS = { .tokens = 200000, .bytes = 8u << 20 };

static void use_fault(const struct catalogue *c, const struct fault *f, bool outside)
{
	MUST(f->code[0] && f->urgency < URGENCY_MAX);
	MUST(outside || catalogue_payer(c, f->payer));
	VAL(answers) = val_object();
	VAL(overrides) = val_object();
	val_put_str(answers, "VORST", "JA");
	val_put_str(answers, "NOOIT", "GEVRAAGD");
	val_put_str(overrides, f->payer, "provider");
	MUST(catalogue_urgency(c, f, NULL) == f->urgency);
	MUST(catalogue_urgency(c, f, answers) >= f->urgency);
	MUST(catalogue_who_pays(c, f, overrides, false));
	const char *who = catalogue_who_pays(c, f, NULL, false);
	MUST(who && *who && catalogue_who_pays(c, f, NULL, true));
	MUST(!f->emergency[0] || catalogue_emergency(c, f->emergency));
	VAL_EACH(q, f->questions) {
		const struct val *row = catalogue_question(c, val_text(q, ""));
		MUST(row);
		VAL_EACH(a, val_get(row, "answers"))
			MUST(catalogue_answer(c, val_text(q, ""), val_str_of(a, "code", "")));
	}
	VAL_EACH(s, f->suspects)
		MUST(catalogue_suspect(c, val_str_of(s, "code", "")));
}

static void use(const struct catalogue *c)
{
	MUST(catalogue_version(c)[0] && catalogue_doc(c));
	for (int i = 0; i < catalogue_area_count(c); i++) {
		const struct area *a = catalogue_area(c, i);
		MUST(catalogue_find_area(c, a->code) == a);
		for (int k = 0; k < a->object_count; k++) {
			const struct object *o = &a->objects[k];
			MUST(area_find_object(a, o->code) == o);
			(void)catalogue_is_energy(c, o);
			for (int m = 0; m < o->fault_count; m++) {
				MUST(object_find_fault(o, o->faults[m].code) == &o->faults[m]);
				use_fault(c, &o->faults[m], false);
			}
		}
	}
	VAL_EACH(p, val_get(catalogue_doc(c), "people"))
		use_fault(c, catalogue_find_outside(c, "people", val_str_of(p, "code", "")), true);
	VAL_EACH(t, val_get(catalogue_doc(c), "things"))
		use_fault(c, catalogue_find_outside(c, "object", val_str_of(t, "code", "")), true);
	VAL_EACH(p, val_get(catalogue_doc(c), "places"))
		MUST(catalogue_has_place(c, val_str_of(p, "code", "")));
	MUST(!catalogue_find_area(c, "NERGENS") && !catalogue_find_outside(c, "people", "NIEMAND"));
	MUST(strcmp(catalogue_text(c, "nl", "no.such.key"), "no.such.key") == 0);
	MUST(catalogue_text(c, "xx", "home.BAD")[0] && urgency_name(URGENCY_URGENT)[0]);
	MUST(!catalogue_find_outside(c, "else", "X") && !catalogue_answer(c, "X", "Y"));
	MUST(!catalogue_has_place(c, "NERGENS") && !catalogue_has_emergency(c, "GEEN"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct catalogue *c = NULL;
	char why[300] = "";
	VAL(doc) = NULL;
	BUF(text);

	buf_add(&text, data, size);
	if (val_parse(buf_text(&text), text.len, &LIMITS, &doc, NULL))
		return 0;
	int err = catalogue_load(doc, &c, why, sizeof why);
	MUST(err == OK || err == ERR_INPUT);
	MUST(err ? !c && why[0] && strlen(why) < sizeof why : c != NULL);
	val_free(doc);
	doc = NULL;
	if (c)
		use(c);
	catalogue_free(c);
	return 0;
}
