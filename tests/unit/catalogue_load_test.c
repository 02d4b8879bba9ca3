/* The loader is shown documents with one thing wrong each, and must name the place.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/catalogue_world.h"

/* Take the printed document, put `to` for the first `from`, load it. */
static void load_changed(const struct val *doc, const char *from, const char *to, const char *place)
{
	BUF(text);
	BUF(changed);
	VAL(v) = NULL;
	struct catalogue *c = NULL;
	char why[300] = "";
	static const struct val_limits wide = { .tokens = 200000, .bytes = 8u << 20 };

	val_print(doc, &text);
	const char *found = strstr(buf_text(&text), from);
	if (!found)
		fail_msg("nothing to change: %s", from);
	buf_add(&changed, text.data, (size_t)(found - text.data));
	buf_str(&changed, to);
	buf_str(&changed, found + strlen(from));
	assert_int_equal(val_parse(buf_text(&changed), changed.len, &wide, &v, NULL), OK);
	assert_int_equal(catalogue_load(v, &c, why, sizeof(why)), ERR_INPUT);
	assert_null(c);
	if (!strstr(why, place))
		fail_msg("%s -> %s: why is \"%s\"", from, to, why);
}

static void test_loader_names_what_is_wrong(void **state)
{
	const struct world *w = *state;
	static const struct {
		const char *from, *to, *place;
	} cases[] = {
		{ "\"schema\":1", "\"schema\":2", "schema: must be 1" },
		{ "\"code\":\"KEU\"", "\"code\":\"keu\"", "code: must be" },
		{ "\"slug\":\"keuken\"", "\"slug\":\"Keuken\"", "areas/KEU: slug" },
		{ "\"slug\":\"keuken\"", "\"slug\":\"badkamer\"", "areas: slug: \"badkamer\" occurs twice" },
		{ "\"slug\":\"keuken\"", "\"slug\":\"nummer\"", "kept for the site" },
		{ "\"code\":\"KRAAN\"", "\"code\":\"GAS\"", "\"GAS\" occurs twice" },
		{ "\"payer\":\"VERHUURDER\"", "\"payer\":\"NIEMAND\"", "no rule \"NIEMAND\"" },
		{ "\"questions\":[\"INSTROOM\"]", "\"questions\":[\"HUH\"]", "no question \"HUH\"" },
		{ "\"questions\":[\"INSTROOM\"]", "\"question\":[\"INSTROOM\"]", "question: unknown member" },
		{ "\"code\":\"BLAD\"", "\"code\":\"BLADEN\"", "no suspect \"BLADEN\"" },
		{ "\"room\":\"BUI\"", "\"room\":\"BUU\"", "no area \"BUU\"" },
		{ "\"object\":\"CV-KETEL\"", "\"object\":\"CV\"", "no object" },
		{ "\"urgency\":\"normal\"", "\"urgency\":\"soon\"", "urgency: must be" },
		{ ",\"emergency\":\"GAS\"", "", "an emergency needs a sign" },
		{ "\"emergency\":\"GAS\"", "\"emergency\":\"GAZ\"", "no sign \"GAZ\"" },
		{ "\"payer\":\"tenant\"", "\"payer\":\"somebody\"", "payers/" },
		{ "\"nl\":\"complete\"", "\"nl\":\"planned\"", "nl: must be complete" },
		{ "\"tr\":\"planned\"", "\"tr\":\"complete\"", "texts/tr" },
		{ "\"home.BAD\":\"Bathroom\"", "\"home.BADD\":\"Bathroom\"", "texts/en" },
		{ "\"home.BAD\":\"Bathroom\"", "\"home.BAD\":\"Bathroom\",\"home.X\":\"x\"", "belongs to no row" },
		{ "\"rooms\":[\"", "\"rooms\":[\"Q", "no area \"Q" },
		{ "\"leave\":true", "\"leave\":\"yes\"", "leave: must be" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		load_changed(w->doc, cases[i].from, cases[i].to, cases[i].place);
	PROVES("R53");
}

static void test_schema_agrees_with_the_loader(void **state)
{
	const struct world *w = *state;
	VAL(schema) = schema_file(FOLDER "/catalogue.schema.json");
	static const char *const broken[] = {
		"{}", "[]", "{\"schema\":1}", "{\"schema\":1,\"version\":\"1\",\"languages\":{}}",
	};

	assert_true(schema_valid(schema, w->doc));
	for (size_t i = 0; i < COUNT_OF(broken); i++) {
		VAL(v) = NULL;
		struct catalogue *c;
		char why[300];
		assert_int_equal(val_parse(broken[i], strlen(broken[i]), NULL, &v, NULL), OK);
		assert_false(schema_valid(schema, v));
		assert_int_equal(catalogue_load(v, &c, why, sizeof(why)), ERR_INPUT);
	}
	PROVES("R53");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_loader_names_what_is_wrong),
		cmocka_unit_test(test_schema_agrees_with_the_loader),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
