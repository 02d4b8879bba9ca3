/* Standard texts: holes are filled or said to be unknown, and no other stands.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/central/office.h"

#include "server/phrase_store.h"
#include "server/phrases.h"

static void a_hole_we_do_not_know_is_refused(void **state)
{
	static const struct {
		const char *text;
		int err;
	} rows[] = {
		{ "Zonder gaten.", OK },
		{ "{kenmerk} {adres} {partij} {onderwerp} {corporatie} {telefoon}", OK },
		{ "sluit } zonder begin", OK },
		{ "{voornaam}", ERR_INPUT },
		{ "{}", ERR_INPUT },
		{ "{Kenmerk}", ERR_INPUT },
		{ "{ kenmerk}", ERR_INPUT },
		{ "{{kenmerk}}", ERR_INPUT },
		{ "half {kenmerk", ERR_INPUT },
		{ "{kenmerk} en {naam van de buren}", ERR_INPUT },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_int_equal(phrases_judge(rows[i].text), rows[i].err);
	PROVES("-");
}

static void holes_are_filled_with_what_the_case_knows(void **state)
{
	struct office *o = office_open();
	struct case_row c = { .nr = 1 };
	BUF(text);
	(void)state;
	strcpy(c.receipt, "K7QD-4M2XR-0");
	strcpy(c.unit, "A-1");
	strcpy(c.party, "zon");
	strcpy(o->app.settings.name, "Woonstichting Één");
	phrases_fill(&o->app, &c, "{kenmerk}: {adres}, {partij}. Groet, {corporatie} {telefoon}{", &text);
	assert_string_equal(buf_text(&text), "K7QD-4M2XR-0: Lindenhof 1, Zonzeker. Groet, Woonstichting Één"
					     " (telefoonnummer onbekend){");
	buf_clear(&text);
	c.unit[0] = c.party[0] = '\0';
	phrases_fill(&o->app, &c, "{adres} {partij}", &text);
	assert_string_equal(buf_text(&text), "(adres onbekend) (partij onbekend)");
	office_close(o);
	PROVES("-");
}

static void a_title_is_of_one_text(void **state)
{
	struct office *o = office_open();
	struct phrase p = { .subject = "note", .title = "Belt terug", .text = "x", .by = "beheer" };
	(void)state;
	db_event_begin(o->app.db);
	assert_int_equal(phrase_put(o->app.db, &p), OK);
	assert_int_equal(phrase_put(o->app.db, &p), ERR_CONFLICT);
	p.n = 1;
	strcpy(p.text, "y");
	assert_int_equal(phrase_put(o->app.db, &p), OK);
	p.n = 7;
	strcpy(p.title, "Anders");
	assert_int_equal(phrase_put(o->app.db, &p), ERR_NOT_FOUND);
	assert_int_equal(phrase_remove(o->app.db, 1), OK);
	assert_int_equal(phrase_remove(o->app.db, 1), ERR_NOT_FOUND);
	db_event_end(o->app.db, true);
	office_close(o);
	PROVES("-");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_hole_we_do_not_know_is_refused),
		cmocka_unit_test(holes_are_filled_with_what_the_case_knows),
		cmocka_unit_test(a_title_is_of_one_text),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
