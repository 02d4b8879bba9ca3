/* Whom a tenant calls first: by role, by contract, by what holds today.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/model/referral.h"
#include "tests/unit/check.h"

#define TODAY "2026-11-25"

static const struct {
	const char *key, *json;
} PARTIES[] = {
	{ "zon", "{\"name\":\"Zonzeker\",\"phone\":\"088 1\",\"mail\":\"z@x.example\",\"hours\":\"ma-vr 8-17\","
		 "\"first_contact\":\"party\",\"valid_from\":\"2024-01-01\",\"valid_until\":\"\"}" },
	{ "meet", "{\"name\":\"Meetgoed\",\"phone\":\"088 2\",\"first_contact\":\"corporation\"}" },
	{ "post", "{\"name\":\"Postbus\",\"phone\":\"\",\"mail\":\"p@x.example\",\"first_contact\":\"\"}" },
	{ "leeg", "{\"name\":\"Leeg\",\"phone\":\"\",\"mail\":\"\"}" },
	{ "oud", "{\"name\":\"Oud\",\"phone\":\"088 3\",\"valid_until\":\"2026-11-24\"}" },
	{ "laatste", "{\"name\":\"Laatste\",\"phone\":\"088 4\",\"valid_until\":\"" TODAY "\"}" },
	{ "straks", "{\"name\":\"Straks\",\"phone\":\"088 5\",\"valid_from\":\"2026-11-26\"}" },
};

static struct val *party(void *ctx, const char *key)
{
	struct val *v = NULL;

	(void)ctx;
	for (size_t i = 0; i < COUNT_OF(PARTIES); i++)
		if (!strcmp(PARTIES[i].key, key))
			assert_int_equal(
			    val_parse(PARTIES[i].json, strlen(PARTIES[i].json), NULL, &v, NULL), OK);
	return v;
}

static struct val *answer(bool nom, const char *provider, const char *supplier, const char *object,
			  const char *config_json)
{
	VAL(config) = NULL;

	if (config_json)
		assert_int_equal(val_parse(config_json, strlen(config_json), NULL, &config, NULL), OK);
	const struct referral_ask a = { .nom = nom, .provider = provider, .supplier = supplier,
		.object = object, .today = TODAY, .config = config, .corporation = "Waterkant",
		.phone = "088 0", .party = party };
	return referral_answer(&a);
}

#define CONFIG "{\"supplier_objects\":[\"MONITORING\"],\"other_party\":\"dept:energy\"," \
	"\"other_name\":\"Duurzaamheid\",\"other_text\":{\"nl\":\"Uw meter is van uzelf.\"}}"

static void test_the_role_follows_what_it_is_about(void **state)
{
	static const struct {
		const char *provider, *supplier, *object, *role, *key;
	} cases[] = {
		{ "zon", "meet", "MONITORING", "supplier", "meet" },
		{ "zon", "meet", "WTW", "provider", "zon" },
		{ "zon", "meet", "", "provider", "zon" },
		{ "zon", "", "MONITORING", "provider", "zon" }, /* no such role here: the other */
		{ "", "meet", "WTW", "supplier", "meet" },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		VAL(v) = answer(true, cases[i].provider, cases[i].supplier, cases[i].object, CONFIG);
		assert_string_equal(val_str_of(v, "role", ""), cases[i].role);
		assert_string_equal(val_str_of(val_get(v, "party"), "key", ""), cases[i].key);
		assert_string_equal(val_str_of(v, "why", ""), "sla");
	}
	PROVES("R3 R6 R8");
}

static void test_the_contract_says_who_is_called_first(void **state)
{
	(void)state;
	VAL(own) = answer(true, "zon", "meet", "WTW", CONFIG);
	assert_string_equal(val_str_of(own, "first", ""), "party");
	assert_string_equal(val_str_of(val_get(own, "party"), "hours", ""), "ma-vr 8-17");
	VAL(ours) = answer(true, "zon", "meet", "MONITORING", CONFIG);
	assert_string_equal(val_str_of(ours, "first", ""), "corporation");
	assert_string_equal(val_str_of(val_get(ours, "corporation"), "phone", ""), "088 0");
	VAL(unsaid) = answer(true, "post", "", "WTW", CONFIG);
	assert_string_equal(val_str_of(unsaid, "first", ""), "party");
	assert_string_equal(val_str_of(val_get(unsaid, "party"), "mail", ""), "p@x.example");
	VAL(bare) = answer(true, "zon", "meet", "MONITORING", NULL); /* config did not come yet */
	assert_string_equal(val_str_of(bare, "role", ""), "provider");
	PROVES("R3");
}

static void test_data_that_do_not_hold_are_not_shown(void **state)
{
	static const struct {
		const char *key, *why;
	} cases[] = {
		{ "leeg", "out_of_date" }, { "oud", "out_of_date" },   { "straks", "out_of_date" },
		{ "weg", "no_party" },     { "", "no_party" },         { "laatste", "sla" },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		VAL(v) = answer(true, cases[i].key, "", "WTW", CONFIG);
		bool shown = !strcmp(cases[i].why, "sla");
		assert_string_equal(val_str_of(v, "why", ""), cases[i].why);
		assert_int_equal(val_is_null(val_get(v, "party")), !shown);
		assert_string_equal(val_str_of(v, "first", ""), shown ? "party" : "corporation");
	}
	PROVES("R7");
}

static void test_a_home_that_is_not_zero_energy_goes_another_way(void **state)
{
	(void)state;
	VAL(v) = answer(false, "zon", "meet", "MONITORING", CONFIG);
	const struct val *p = val_get(v, "party");
	assert_string_equal(val_str_of(v, "why", ""), "own_path");
	assert_string_equal(val_str_of(v, "role", ""), "other");
	assert_string_equal(val_str_of(p, "name", ""), "Duurzaamheid");
	assert_string_equal(val_str_of(p, "phone", ""), "088 0");
	assert_true(val_bool_of(p, "department", false));
	assert_string_equal(val_str_of(val_get(v, "text"), "nl", ""), "Uw meter is van uzelf.");
	VAL(named) = answer(false, "", "", "WTW", "{\"other_party\":\"zon\"}");
	assert_string_equal(val_str_of(val_get(named, "party"), "name", ""), "Zonzeker");
	VAL(none) = answer(false, "", "", "WTW", NULL);
	assert_true(val_is_null(val_get(none, "party")));
	assert_string_equal(val_str_of(none, "first", ""), "corporation");
	PROVES("R9");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_role_follows_what_it_is_about),
		cmocka_unit_test(test_the_contract_says_who_is_called_first),
		cmocka_unit_test(test_data_that_do_not_hold_are_not_shown),
		cmocka_unit_test(test_a_home_that_is_not_zero_energy_goes_another_way),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
