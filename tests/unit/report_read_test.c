/* One report as it is read: what is taken, what is refused, what is equal.
 * 
 * The same cases go through the JSON Schema, so schema and code cannot drift apart.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/report_world.h"

static void print_report(const struct report *r, struct buf *out)
{
	VAL(v) = report_write(r);

	val_print(v, out);
}

/* ---- reading ------------------------------------------------------------------------------ */

static void test_canonical_form_comes_back_unchanged(void **state)
{
	const struct world *w = *state;
	struct report r, again;
	struct report_fault fault;
	BUF(first);
	BUF(second);
	VAL(v) = NULL;

	read_good(w, REPAIR, &r);
	assert_string_equal(r.object, "RADIATOR");
	assert_int_equal(r.slot_count, 2);
	assert_int_equal(r.answer_count, 3);
	assert_int_equal(r.t, 1795560000000);
	print_report(&r, &first);
	assert_int_equal(val_parse(buf_text(&first), first.len, NULL, &v, NULL), OK);
	assert_int_equal(report_read(v, true, &again, &fault), OK);
	print_report(&again, &second);
	assert_string_equal(buf_text(&first), buf_text(&second));
	assert_memory_equal(&r, &again, sizeof(r));
	PROVES("R50");
}

static void test_order_of_choices_makes_no_difference(void **state)
{
	const struct world *w = *state;
	struct report a, b;
	struct report_fault fault;
	BUF(x);
	BUF(y);

	read_good(w, REPAIR, &a);
	assert_int_equal(read_changed(w, REPAIR,
				      "[\"2026-11-25\",\"OCH\"],[\"2026-11-25\",\"AVO\"]",
				      "[\"2026-11-25\",\"AVO\"],[\"2026-11-25\",\"OCH\"]", &b, &fault),
			 OK);
	print_report(&a, &x);
	print_report(&b, &y);
	assert_string_equal(buf_text(&x), buf_text(&y));
	assert_string_equal(a.slots[0].part, "OCH");
	assert_int_equal(read_changed(w, REPAIR, "\"GEHEEL-KOUD\":\"NEE\",\"KWETSBAAR\":\"NEE\"",
				      "\"KWETSBAAR\":\"NEE\",\"GEHEEL-KOUD\":\"NEE\"", &b, &fault),
			 OK);
	buf_clear(&y);
	print_report(&b, &y);
	assert_string_equal(buf_text(&x), buf_text(&y));
	PROVES("R39 R50");
}

/* The tenant at the kiosk, the operator on the phone, the caretaker with a tablet. */
static void test_one_record_from_tenant_operator_and_caretaker(void **state)
{
	const struct world *w = *state;
	static const struct {
		const char *channel, *kind, *ref;
	} who[] = {
		{ "kiosk", "tenant", "100234" },
		{ "phone", "operator", "m.jansen" },
		{ "tablet", "caretaker", "b.yilmaz" },
	};
	BUF(expected);

	for (size_t i = 0; i < COUNT_OF(who); i++) {
		struct report r;
		BUF(printed);
		read_good(w, REPAIR, &r);
		text_copy(r.channel, sizeof(r.channel), who[i].channel);
		text_copy(r.actor_kind, sizeof(r.actor_kind), who[i].kind);
		text_copy(r.actor_ref, sizeof(r.actor_ref), who[i].ref);
		struct report_fault fault;
		assert_int_equal(report_judge(&r, w->c, &fault), OK);
		text_copy(r.channel, sizeof(r.channel), "kiosk");
		text_copy(r.actor_kind, sizeof(r.actor_kind), "tenant");
		memset(r.actor_ref, 0, sizeof(r.actor_ref));
		print_report(&r, &printed);
		if (i == 0)
			buf_str(&expected, buf_text(&printed));
		assert_string_equal(buf_text(&printed), buf_text(&expected));
	}
	PROVES("R49 R50");
}

/* What the reader must make of one change, and whether the schema says the same. */
struct read_case {
	const char *from, *to, *field; /* field NULL: accepted */
	bool schema_looser;            /* only the code can see it */
};

static const struct read_case READ_CASES[] = {
	{ "\"schema\":1", "\"schema\":2", "schema", false },
	{ "\"schema\":1,", "", "schema", false },
	{ "\"id\":\"" ID "\"", "\"id\":null", "id", false },
	{ ID, "019303f2-7c10-4abc-8def-0123456789ab", "id", false },
	{ ID, "019303f2-7c10-7abc-7def-0123456789ab", "id", false },
	{ ID, "019303F2-7c10-7abc-8def-0123456789ab", "id", false },
	{ "\"receipt\":null", "\"receipt\":\"K7QD-4M2XR-0\"", NULL, false },
	{ "\"receipt\":null", "\"receipt\":\"K7QD-4M2XR-1\"", "receipt", true },
	{ "\"receipt\":null", "\"receipt\":\"k7qd\"", "receipt", false },
	{ "\"channel\":\"kiosk\"", "\"channel\":\"fax\"", "channel", false },
	{ "\"channel\":\"kiosk\"", "\"channel\":null", NULL, false },
	{ "\"lang\":\"nl\"", "\"lang\":\"NL\"", "lang", false },
	{ "\"lang\":\"nl\"", "\"lang\":\"\"", NULL, false },
	{ "\"kind\":\"tenant\"", "\"kind\":\"robot\"", "actor/kind", false },
	{ "\"ref\":\"100234\"", "\"rev\":\"100234\"", "actor/rev", false },
	{ "\"actor\":{", "\"actor\":[],\"x\":{", "actor", false },
	{ "\"branch\":\"home\"", "\"branch\":\"garden\"", "branch", false },
	{ "\"branch\":\"home\",", "", "branch", false },
	{ "\"kind\":\"repair\"", "\"kind\":\"\"", "kind", false },
	{ "\"unit\":\"D-1\"", "\"unit\":17", "unit", false },
	{ "\"unit\":\"D-1\"", "\"unit\":\"D\\n1\"", "unit", false },
	{ "\"place\":null", "\"place\":{\"code\":\"a b\"}", "place/code", false },
	{ "\"place\":null", "\"place\":{\"text\":\"bij de vijver\"}", NULL, false },
	{ "\"cause\":null", "\"cause\":\"ghosts\"", "cause", false },
	{ "\"room\":\"WOO\"", "\"room\":\"../etc\"", "room", false },
	{ "\"room\":\"WOO\"", "\"room\":\"WOONKAMERWOONKAMER\"", "room", false },
	{ "\"fault\":\"TEM\"", "\"fault\":\"tem\"", "fault", false },
	{ "\"fault\":\"TEM\"", "\"fault\":\"ABCDEFGHIJKLMNOPQRSTUVWXY\"", "fault", false },
	{ "\"words\":null", "\"words\":\"Het lekt.\\nAl lang.\"", NULL, false },
	{ "\"words\":null", "\"words\":\"\\u001b[2J\"", "words", true },
	{ "\"words\":null", "\"words\":\"\\u009b2J\"", "words", true },
	{ "\"words\":null", "\"words\":[\"x\"]", "words", false },
	{ "{\"code\":\"LUCHT\",\"room\":null,\"object\":null}", "\"unknown\"", NULL, false },
	{ "{\"code\":\"LUCHT\",\"room\":null,\"object\":null}", "\"WEET-NIET\"", NULL, false },
	{ "{\"code\":\"LUCHT\",\"room\":null,\"object\":null}", "\"ghosts\"", "suspect", false },
	{ "{\"code\":\"LUCHT\",\"room\":null,\"object\":null}", "{\"object\":\"KIT\"}", "suspect", false },
	{ "{\"code\":\"LUCHT\",\"room\":null,\"object\":null}", "{\"code\":\"x\"}", "suspect", false },
	{ "{\"code\":\"LUCHT\",\"room\":null,\"object\":null}", "{\"code\":\"X\",\"q\":1}", "suspect", false },
	{ "\"VORST\":\"NEE\"", "\"VORST\":true", "answers", false },
	{ "\"VORST\":\"NEE\"", "\"vorst\":\"NEE\"", "answers", false },
	{ "\"VORST\":\"NEE\"", "\"VORST\":\"\"", "answers", false },
	{ "{\"GEHEEL-KOUD\":\"NEE\",", "{\"A1\":\"J\",\"A2\":\"J\",\"A3\":\"J\",\"A4\":\"J\",\"A5\":\"J\","
	  "\"A6\":\"J\",\"A7\":\"J\",\"A8\":\"J\",\"A9\":\"J\",\"B1\":\"J\",\"B2\":\"J\",", "answers", false },
	{ "\"2026-11-25\",\"OCH\"", "\"2026-11-31\",\"OCH\"", "when/slots", true },
	{ "\"2026-11-25\",\"OCH\"", "\"2027-02-29\",\"OCH\"", "when/slots", true },
	{ "\"2026-11-25\",\"OCH\"", "\"2028-02-29\",\"OCH\"", NULL, false },
	{ "\"2026-11-25\",\"OCH\"", "\"2026-13-01\",\"OCH\"", "when/slots", false },
	{ "\"2026-11-25\",\"OCH\"", "\"25-11-2026\",\"OCH\"", "when/slots", false },
	{ "\"2026-11-25\",\"OCH\"", "\"2026-11-25\",\"NAC\"", "when/slots", false },
	{ "\"2026-11-25\",\"OCH\"", "\"2026-11-25\",\"AVO\"", "when/slots", false }, /* twice */
	{ "\"2026-11-25\",\"OCH\"", "\"2026-11-25\"", "when/slots", false },
	{ "\"call\":false", "\"call\":0", "when/call", false },
	{ "\"J. de Vries\"", "\"J.\\u0007\"", "contact/name", false },
	{ "+31612345678", "06-1234", "contact/phone", false },
	{ "+31612345678", "06 12 34 56 78", NULL, false },
	{ "+31612345678", "0031 (0)6 12345678", NULL, false },
	{ "+31612345678", "112; rm -rf", "contact/phone", false },
	{ "+31612345678", "+90 532 123 45 67", NULL, false },
	{ "+31612345678", "+316123456789", "contact/phone", true },
	{ "j.devries@example.nl", "j.devries@example", "contact/mail", false },
	{ "j.devries@example.nl", "a@b.nl\\nBcc: c@d.nl", "contact/mail", false },
	{ "j.devries@example.nl", "a b@c.nl", "contact/mail", false },
	{ "j.devries@example.nl", "a@-c.nl", "contact/mail", false },
	{ "\"via\":\"mail\"", "\"via\":\"pigeon\"", "contact/via", false },
	{ "\"first_contact\":true", "\"first_contact\":\"yes\"", "first_contact", false },
	{ "\"before\":null", "\"before\":{\"party\":\"zon\",\"reason\":\"dissatisfied\"}", NULL, false },
	{ "\"before\":null", "\"before\":{\"party\":null,\"reason\":\"not_taken_up\"}", NULL, false },
	{ "\"before\":null", "\"before\":{\"reason\":\"angry\"}", "before/reason", false },
	{ "\"before\":null", "\"before\":{\"who\":\"zon\"}", "before/who", false },
	{ "\"before\":null", "\"before\":\"zon\"", "before", false },
	{ "\"follow\":null", "\"follow\":\"AB\"", "follow", false },
	{ "\"t\":1795560000000", "\"t\":-1", "t", false },
	{ "\"t\":1795560000000", "\"t\":\"now\"", "t", false },
	{ "\"t\":1795560000000", "\"t\":1795560000000,\"admin\":true", "admin", false },
};

static void test_reader_and_schema_agree(void **state)
{
	const struct world *w = *state;
	VAL(schema) = schema_file("shared/model/report.schema.json");

	for (size_t i = 0; i < COUNT_OF(READ_CASES); i++) {
		const struct read_case *k = &READ_CASES[i];
		struct report r;
		struct report_fault fault;
		VAL(v) = parse(w, REPAIR, k->from, k->to);
		int rc = report_read(v, true, &r, &fault);
		if (rc != (k->field ? ERR_INPUT : OK) ||
		    (k->field && strcmp(fault.field, k->field) != 0))
			fail_msg("%s: rc %d, field \"%s\"", k->to, rc, fault.field);
		if (schema_valid(schema, v) != (!k->field || k->schema_looser))
			fail_msg("%s: the schema says otherwise", k->to);
	}
	PROVES("R40 R50");
}

static void test_caps_hold(void **state)
{
	const struct world *w = *state;
	static const struct {
		const char *from, *open, *field;
		size_t cap;
	} caps[] = {
		{ "\"words\":null", "\"words\":\"", "words", 2399 },
		{ "\"unit\":\"D-1\"", "\"unit\":\"", "unit", 63 },
		{ "\"name\":\"J. de Vries\"", "\"name\":\"", "contact/name", 119 },
	};

	for (size_t i = 0; i < COUNT_OF(caps); i++)
		for (size_t over = 0; over < 2; over++) {
			struct report r;
			struct report_fault fault;
			BUF(to);
			buf_str(&to, caps[i].open);
			for (size_t n = 0; n < caps[i].cap + over; n++)
				buf_char(&to, 'x');
			buf_char(&to, '"');
			int rc = read_changed(w, REPAIR, caps[i].from, buf_text(&to), &r, &fault);
			assert_int_equal(rc, over ? ERR_INPUT : OK);
			if (over)
				assert_string_equal(fault.field, caps[i].field);
		}
	PROVES("R40");
}

static void test_central_ignores_what_it_does_not_know(void **state)
{
	const struct world *w = *state;
	struct report r;
	struct report_fault fault;
	VAL(v) = parse(w, REPAIR, "\"schema\":1", "\"schema\":1,\"mood\":\"good\"");

	assert_int_equal(report_read(v, true, &r, &fault), ERR_INPUT);
	assert_string_equal(fault.field, "mood");
	assert_int_equal(report_read(v, false, &r, &fault), OK);
	VAL(list) = val_array();
	assert_int_equal(report_read(list, false, &r, &fault), ERR_INPUT);
	assert_int_equal(report_read(NULL, false, &r, &fault), ERR_INPUT);
	PROVES("R50");
}

static void test_own_words_are_brought_to_one_form(void **state)
{
	const struct world *w = *state;
	struct report r;
	struct report_fault fault;

	assert_int_equal(read_changed(w, REPAIR, "\"words\":null",
				      "\"words\":\" \\r\\n Het lekt.\\r\\nErg. \\n\"", &r, &fault),
			 OK);
	assert_string_equal(r.words, "Het lekt.\nErg.");
	assert_int_equal(
	    read_changed(w, REPAIR, "J. de Vries", "  \xc3\x87i\xc4\x9f""dem  ", &r, &fault), OK);
	assert_string_equal(r.name, "\xc3\x87i\xc4\x9f""dem");
	PROVES("R36");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_canonical_form_comes_back_unchanged),
		cmocka_unit_test(test_order_of_choices_makes_no_difference),
		cmocka_unit_test(test_one_record_from_tenant_operator_and_caretaker),
		cmocka_unit_test(test_reader_and_schema_agree),
		cmocka_unit_test(test_caps_hold),
		cmocka_unit_test(test_central_ignores_what_it_does_not_know),
		cmocka_unit_test(test_own_words_are_brought_to_one_form),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
