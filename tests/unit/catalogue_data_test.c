/* The catalogue people edit: what is in it, its words, who pays, its icons.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/catalogue_world.h"

static const char *const LANGS[] = { "nl", "en" };

static const struct fault *fault_at(const struct catalogue *c, const char *room, const char *object,
				    const char *code)
{
	const struct fault *f =
	    object_find_fault(area_find_object(catalogue_find_area(c, room), object), code);
	if (!f)
		fail_msg("no fault %s/%s/%s", room, object, code);
	return f;
}

/* ---- what is in it ------------------------------------------------------------------------ */

static void test_ten_areas_and_all_objects(void **state)
{
	const struct catalogue *c = ((struct world *)*state)->c;
	static const char *const areas[] = { "WOO", "KEU", "BAD", "TOI", "SLA",
					     "HAL", "ZOL", "BUI", "POR", "TRI" };
	int objects = 0, faults = 0;

	assert_int_equal(catalogue_area_count(c), 10);
	for (size_t i = 0; i < COUNT_OF(areas); i++)
		assert_non_null(catalogue_find_area(c, areas[i]));
	for (int i = 0; i < catalogue_area_count(c); i++) {
		const struct area *a = catalogue_area(c, i);
		objects += a->object_count;
		for (int k = 0; k < a->object_count; k++)
			faults += a->objects[k].fault_count;
	}
	assert_true(objects >= 69);
	assert_true(faults >= 180);
	assert_true(catalogue_find_area(c, "POR")->common);
	assert_null(catalogue_find_area(c, "NIX"));
	assert_null(catalogue_area(c, 10));
	PROVES("R31 R32 R33 R35 R53");
}

static void test_every_fault_is_reachable(void **state)
{
	const struct catalogue *c = ((struct world *)*state)->c;

	for (int i = 0; i < catalogue_area_count(c); i++) {
		const struct area *a = catalogue_area(c, i);
		for (int k = 0; k < a->object_count; k++)
			for (int n = 0; n < a->objects[k].fault_count; n++) {
				const struct fault *f = &a->objects[k].faults[n];
				assert_ptr_equal(fault_at(c, a->code, a->objects[k].code, f->code),
						 f);
				assert_true(strlen(f->vera) == 3);
				assert_non_null(catalogue_payer(c, f->payer));
			}
	}
	PROVES("R35");
}

/* The leak in the living room of the process paper: bathroom above, and further away. */
static void test_suspicions_cross_rooms_and_floors(void **state)
{
	const struct catalogue *c = ((struct world *)*state)->c;
	const struct fault *leak = fault_at(c, "WOO", "PLAFOND", "LEK");
	const struct val *first = val_first(leak->suspects);
	bool neighbours = false, roof = false;

	assert_string_equal(val_str_of(first, "code", ""), "BADKAMER-BOVEN");
	assert_string_equal(val_str_of(first, "room", ""), "BAD");
	VAL_EACH(s, leak->suspects) {
		neighbours |= !strcmp(val_str_of(s, "code", ""), "BOVENBUREN");
		roof |= !strcmp(val_str_of(s, "room", ""), "BUI");
	}
	assert_true(neighbours && roof);
	assert_string_equal(catalogue_text(c, "nl", "suspect.WEET-NIET"), "Weet ik niet");
	PROVES("R37 R38");
}

static void test_neighbourhood_from_day_one(void **state)
{
	const struct catalogue *c = ((struct world *)*state)->c;

	assert_true(catalogue_find_outside(c, "people", "GEL")->restricted);
	assert_string_equal(catalogue_find_outside(c, "people", "GEL")->vera, "GEL");
	assert_int_equal(catalogue_find_outside(c, "object", "RIOOL")->urgency, URGENCY_URGENT);
	assert_false(catalogue_find_outside(c, "object", "VUILNIS")->restricted);
	assert_null(catalogue_find_outside(c, "object", "GEL"));
	assert_null(catalogue_find_outside(c, "weather", "GEL"));
	assert_true(catalogue_has_place(c, "STRAAT"));
	VAL_EACH(row, val_get(catalogue_doc(c), "people"))
		assert_true(val_bool_of(row, "restricted", false));
	PROVES("R44 R45 R46 R55");
}

static void test_every_sign_has_three_commands_and_a_number(void **state)
{
	const struct catalogue *c = ((struct world *)*state)->c;
	const struct val *gas = catalogue_emergency(c, "GAS");
	static const char *const needed[] = { "GAS",   "BRAND", "CO",	  "GEWOND",	"GEWELD",
					      "LIFT",  "WATER", "VONKEN", "INSTORTING", "GEEN-WATER",
					      "POLITIE" };

	for (size_t i = 0; i < COUNT_OF(needed); i++)
		assert_true(catalogue_has_emergency(c, needed[i]));
	assert_string_equal(val_str_of(gas, "number", ""), "0800-9009");
	assert_true(val_bool_of(gas, "leave", false));
	VAL_EACH(sign, val_get(catalogue_doc(c), "emergencies"))
		assert_int_equal(val_count(val_get(sign, "commands")), 3);
	assert_int_equal(fault_at(c, "KEU", "GAS", "GAS")->urgency, URGENCY_EMERGENCY);
	assert_string_equal(fault_at(c, "KEU", "GAS", "GAS")->emergency, "GAS");
	PROVES("R51");
}

static void test_rooms_by_dwelling_type(void **state)
{
	const struct catalogue *c = ((struct world *)*state)->c;
	int types = 0;

	VAL_EACH(type, val_get(catalogue_doc(c), "dwelling_types"))
		types += val_count(val_get(type, "rooms")) > 0;
	assert_true(types >= 10);
	PROVES("R31");
}

/* ---- words -------------------------------------------------------------------------------- */

static int count_words(const char *s, size_t len)
{
	int words = 0;
	bool inside = false;

	for (size_t i = 0; i < len; i++) {
		bool letter = s[i] != ' ';
		words += letter && !inside;
		inside = letter;
	}
	return words;
}

static void check_sentences(const char *key, const char *text)
{
	while (*text) {
		size_t len = strcspn(text, ".!?");
		if (count_words(text, len) > 12)
			fail_msg("%s: sentence over 12 words", key);
		text += len + (text[len] != '\0');
	}
}

static bool is_label(const char *key)
{
	if (strstr(key, ".help") || strncmp(key, "payer.", 6) == 0)
		return false;
	return strncmp(key, "emergency.", 10) != 0 || strchr(key + 10, '.') == NULL;
}

static void test_texts_are_short_and_complete(void **state)
{
	const struct world *w = *state;
	const struct val *dutch = val_get(val_get(w->doc, "texts"), "nl");

	for (size_t i = 0; i < COUNT_OF(LANGS); i++)
		VAL_EACH(row, dutch) {
			const char *text = catalogue_text(w->c, LANGS[i], val_name(row));
			if (strcmp(text, val_name(row)) == 0)
				fail_msg("%s: no text in %s", val_name(row), LANGS[i]);
			if (is_label(val_name(row)) && count_words(text, strlen(text)) > 8)
				fail_msg("%s: label over 8 words", val_name(row));
			check_sentences(val_name(row), text);
		}
	assert_string_equal(catalogue_text(w->c, "en", "home.BAD"), "Bathroom");
	assert_string_equal(catalogue_text(w->c, "xx", "home.BAD"), "Badkamer");
	assert_string_equal(catalogue_text(w->c, "nl", "home.NONE"), "home.NONE");
	PROVES("R67 R68");
}

/* ---- urgency and payer -------------------------------------------------------------------- */

static void test_answers_raise_urgency(void **state)
{
	const struct catalogue *c = ((struct world *)*state)->c;
	static const struct {
		const char *room, *object, *fault, *question, *answer, *urgency;
	} cases[] = {
		{ "TOI", "AFVOER", "VS0", "ENIG-TOILET", "NEE", "normal" },
		{ "TOI", "AFVOER", "VS0", "ENIG-TOILET", "JA", "urgent" },
		{ "WOO", "PLAFOND", "LEK", "WATER-STROOM", "NEE", "urgent" },
		{ "WOO", "PLAFOND", "LEK", "WATER-STROOM", "JA", "emergency" },
		{ "WOO", "RADIATOR", "TEM", "VORST", "NEE", "normal" },
		{ "WOO", "RADIATOR", "TEM", "VORST", "JA", "urgent" },
		{ "SLA", "BUITENWAND", "SCH", "KWETSBAAR", "NEE", "planned" },
		{ "SLA", "BUITENWAND", "SCH", "KWETSBAAR", "JA", "urgent" },
		{ "HAL", "VOORDEUR", "SDE", "AFSLUITBAAR", "NEE", "urgent" },
		{ "KEU", "GOOTSTEEN", "VS0", "LOOPT-OVER", "JA", "urgent" },
		{ "KEU", "GOOTSTEEN", "VS0", "BUREN-OOK", "JA", "urgent" },
		{ "HAL", "GROEPENKAST", "STO", "VONKEN", "JA", "emergency" },
		{ "KEU", "KRAAN", "DRP", "ENIG-TOILET", "JA", "normal" }, /* not its question */
		{ "KEU", "KRAAN", "LEK", "SPUIT", "NONSENSE", "normal" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		VAL(answers) = val_object();
		val_put_str(answers, cases[i].question, cases[i].answer);
		const struct fault *f =
		    fault_at(c, cases[i].room, cases[i].object, cases[i].fault);
		if (catalogue_urgency(c, f, answers) != urgency_from(cases[i].urgency))
			fail_msg("case %zu: not %s", i, cases[i].urgency);
	}
	assert_int_equal(urgency_from("urgent"), URGENCY_URGENT);
	assert_int_equal(urgency_from("hurry"), URGENCY_MAX);
	assert_string_equal(urgency_name(URGENCY_EMERGENCY), "emergency");
	PROVES("R43");
}

static void test_who_pays(void **state)
{
	const struct catalogue *c = ((struct world *)*state)->c;
	const struct fault *drip = fault_at(c, "KEU", "KRAAN", "DRP");
	const struct fault *leak = fault_at(c, "WOO", "PLAFOND", "LEK");
	const struct fault *panels = fault_at(c, "TRI", "ZONNEPANELEN", "STO");
	const struct fault *glass = fault_at(c, "WOO", "RAAM", "GLA");
	VAL(over) = val_object();

	assert_string_equal(catalogue_who_pays(c, drip, NULL, false), "tenant");
	assert_string_equal(catalogue_who_pays(c, drip, NULL, true), "landlord");
	assert_string_equal(catalogue_who_pays(c, leak, NULL, true), "landlord");
	assert_string_equal(catalogue_who_pays(c, panels, NULL, false), "provider");
	assert_string_equal(catalogue_who_pays(c, glass, NULL, false), "unknown");
	val_put_str(over, "ONDERDEEL", "landlord");
	val_put_str(over, "VERHUURDER", "tenant"); /* the law leaves no room: not a setting */
	val_put_str(over, "GLAS", "nobody");
	assert_string_equal(catalogue_who_pays(c, drip, over, false), "landlord");
	assert_string_equal(catalogue_who_pays(c, leak, over, false), "landlord");
	assert_string_equal(catalogue_who_pays(c, glass, over, false), "unknown");
	assert_string_equal(val_str_of(catalogue_payer(c, drip->payer), "law", ""), "d");
	PROVES("R34");
}

/* ---- a document with one thing wrong ------------------------------------------------------ */

static bool listed(const char *icons, const char *icon)
{
	char line[64];

	snprintf(line, sizeof(line), "%s ", icon);
	for (const char *p = icons; p; p = strchr(p, '\n')) {
		p += *p == '\n';
		if (strncmp(p, line, strlen(line)) == 0)
			return true;
	}
	return false;
}

static void check_icons(const struct val *v, const char *icons)
{
	VAL_EACH(child, v) {
		if (strcmp(val_name(child), "icon") == 0 && !listed(icons, val_text(child, "")))
			fail_msg("icon %s is not in icons.txt", val_text(child, ""));
		check_icons(child, icons);
	}
}

static void test_every_icon_is_listed(void **state)
{
	const struct world *w = *state;
	BUF(icons);

	assert_int_equal(fs_read(FOLDER "/icons.txt", 1u << 20, &icons), OK);
	check_icons(w->doc, buf_text(&icons));
	PROVES("R35 R68");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ten_areas_and_all_objects),
		cmocka_unit_test(test_every_fault_is_reachable),
		cmocka_unit_test(test_suspicions_cross_rooms_and_floors),
		cmocka_unit_test(test_neighbourhood_from_day_one),
		cmocka_unit_test(test_every_sign_has_three_commands_and_a_number),
		cmocka_unit_test(test_rooms_by_dwelling_type),
		cmocka_unit_test(test_texts_are_short_and_complete),
		cmocka_unit_test(test_answers_raise_urgency),
		cmocka_unit_test(test_who_pays),
		cmocka_unit_test(test_every_icon_is_listed),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
