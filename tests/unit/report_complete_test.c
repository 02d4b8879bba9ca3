/* When a report is complete, and how urgent it is.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/report_world.h"

/* Noise of people nearby. */
#define NUISANCE \
	"{\"schema\":1,\"id\":\"" ID "\",\"catalogue\":\"VERSION\",\"channel\":\"kiosk\",\"lang\":\"tr\"," \
	"\"actor\":{\"kind\":\"guest\"},\"branch\":\"surroundings\",\"kind\":\"nuisance\"," \
	"\"place\":{\"code\":\"PORTIEK\"},\"cause\":\"people\",\"fault\":\"GEL\"," \
	"\"contact\":{\"name\":\"A\",\"phone\":\"010 123 45 67\",\"via\":\"phone\"},\"t\":1795560000000}"

#define ALARM \
	"{\"schema\":1,\"id\":\"" ID "\",\"catalogue\":\"VERSION\",\"channel\":\"kiosk\",\"lang\":\"nl\"," \
	"\"actor\":{\"kind\":\"guest\"},\"branch\":\"alarm\",\"kind\":\"alarm\",\"fault\":\"GAS\"," \
	"\"t\":1795560000000}"

/* ---- completeness ------------------------------------------------------------------------- */

struct judge_case {
	const char *from, *to;
	int rc;
	const char *field;
};

static void judge_all(const struct world *w, const char *text, const struct judge_case *cases,
		      size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct report r;
		struct report_fault fault;
		if (read_changed(w, text, cases[i].from, cases[i].to, &r, &fault))
			fail_msg("%s: not read: %s", cases[i].to, fault.field);
		int rc = report_judge(&r, w->c, &fault);
		if (rc != cases[i].rc || strcmp(fault.field, cases[i].field) != 0)
			fail_msg("%s -> %s: %s at \"%s\"", cases[i].from, cases[i].to,
				 err_slug(rc), fault.field);
	}
}

#define SUSPECT "{\"code\":\"LUCHT\",\"room\":null,\"object\":null}"
#define SLOTS "[[\"2026-11-25\",\"OCH\"],[\"2026-11-25\",\"AVO\"]]"

static void test_a_repair_is_complete_or_says_what_is_missing(void **state)
{
	static const struct judge_case cases[] = {
		{ "\"schema\":1", "\"schema\":1", OK, "" },
		{ "\"catalogue\":\"VERSION\"", "\"catalogue\":\"2001.1\"", ERR_CATALOGUE, "catalogue" },
		{ "\"catalogue\":\"VERSION\"", "\"catalogue\":null", ERR_CATALOGUE, "catalogue" },
		{ "\"channel\":\"kiosk\"", "\"channel\":null", ERR_INCOMPLETE, "channel" },
		{ "\"kind\":\"tenant\"", "\"kind\":null", ERR_INCOMPLETE, "actor/kind" },
		{ "\"t\":1795560000000", "\"t\":0", ERR_INCOMPLETE, "t" },
		{ "\"kind\":\"repair\"", "\"kind\":\"nuisance\"", ERR_INPUT, "kind" },
		{ "\"unit\":\"D-1\"", "\"unit\":\"  \"", ERR_INCOMPLETE, "unit" },
		{ "\"room\":\"WOO\"", "\"room\":\"TUINHUIS\"", ERR_INPUT, "room" },
		{ "\"room\":\"WOO\"", "\"room\":null", ERR_INPUT, "object" },
		{ "\"object\":\"RADIATOR\"", "\"object\":\"LIFT\"", ERR_INPUT, "object" },
		{ "\"fault\":\"TEM\"", "\"fault\":\"RAT\"", ERR_INPUT, "fault" },
		{ "\"object\":\"RADIATOR\",\"fault\":\"TEM\",\"words\":null,\"suspect\":" SUSPECT
		  ",\"answers\":{\"GEHEEL-KOUD\":\"NEE\",\"KWETSBAAR\":\"NEE\",\"VORST\":\"NEE\"}",
		  "\"object\":null", ERR_INCOMPLETE, "object" },
		{ "\"object\":\"RADIATOR\",\"fault\":\"TEM\",\"words\":null,\"suspect\":" SUSPECT
		  ",\"answers\":{\"GEHEEL-KOUD\":\"NEE\",\"KWETSBAAR\":\"NEE\",\"VORST\":\"NEE\"}",
		  "\"object\":\"RADIATOR\"", ERR_INCOMPLETE, "fault" },
		{ "\"object\":\"RADIATOR\",\"fault\":\"TEM\",\"words\":null,\"suspect\":" SUSPECT
		  ",\"answers\":{\"GEHEEL-KOUD\":\"NEE\",\"KWETSBAAR\":\"NEE\",\"VORST\":\"NEE\"}",
		  "\"words\":\"De gordijnrail valt naar beneden\"", OK, "" },
		{ SUSPECT, "null", ERR_INCOMPLETE, "suspect" },
		{ SUSPECT, "\"unknown\"", OK, "" },
		{ SUSPECT, "{\"code\":\"BLAD\"}", ERR_INPUT, "suspect" },
		{ SUSPECT, "{\"code\":\"LUCHT\",\"room\":\"BUI\"}", ERR_INPUT, "suspect" },
		{ SUSPECT, "{\"room\":\"TRI\",\"object\":\"CV-KETEL\"}", OK, "" },
		{ ",\"VORST\":\"NEE\"", "", ERR_INCOMPLETE, "answers/VORST" },
		{ "\"VORST\":\"NEE\"", "\"VORST\":\"MISSCHIEN\"", ERR_INPUT, "answers/VORST" },
		{ "\"VORST\":\"NEE\"", "\"ENIG-TOILET\":\"NEE\"", ERR_INPUT, "answers/ENIG-TOILET" },
		{ SLOTS, "[]", ERR_INCOMPLETE, "when" },
		{ SLOTS ",\"call\":false", "[],\"call\":true", OK, "" },
		{ "J. de Vries", "   ", ERR_INCOMPLETE, "contact/name" },
		{ "\"via\":\"mail\"", "\"via\":null", ERR_INCOMPLETE, "contact/via" },
		{ "\"mail\":\"j.devries@example.nl\"", "\"mail\":null", ERR_INCOMPLETE, "contact/mail" },
		{ "\"phone\":\"+31612345678\",\"mail\":\"j.devries@example.nl\"", "\"phone\":\"\"",
		  ERR_INCOMPLETE, "contact/phone" },
		{ "\"phone\":\"+31612345678\"", "\"phone\":null", OK, "" },
	};
	judge_all(*state, REPAIR, cases, COUNT_OF(cases));
	PROVES("R36 R38 R39 R40 R41");
}

/* Frost makes it urgent: then the corporation calls, whatever was chosen. */
static void test_urgent_needs_a_telephone(void **state)
{
	static const struct judge_case cases[] = {
		{ "\"VORST\":\"NEE\"", "\"VORST\":\"JA\"", ERR_INCOMPLETE, "contact/via" },
	};
	const struct world *w = *state;
	struct report r;
	struct report_fault fault;

	judge_all(w, REPAIR, cases, COUNT_OF(cases));
	assert_int_equal(
	    read_changed(w, REPAIR, "\"VORST\":\"NEE\"", "\"VORST\":\"JA\"", &r, &fault), OK);
	assert_int_equal(report_urgency(&r, w->c), URGENCY_URGENT);
	text_copy(r.via, sizeof(r.via), "phone");
	assert_int_equal(report_judge(&r, w->c, &fault), OK);
	r.phone[0] = '\0';
	assert_int_equal(report_judge(&r, w->c, &fault), ERR_INCOMPLETE);
	assert_string_equal(fault.field, "contact/phone");
	text_copy(r.via, sizeof(r.via), "mail");
	assert_int_equal(report_judge(&r, w->c, &fault), ERR_INCOMPLETE);
	assert_string_equal(fault.field, "contact/phone");
	PROVES("R42 R43");
}

static void test_surroundings_need_cause_kind_and_place(void **state)
{
	static const struct judge_case cases[] = {
		{ "\"schema\":1", "\"schema\":1", OK, "" },
		{ "\"fault\":\"GEL\"", "\"fault\":\"VUILNIS\"", ERR_INPUT, "fault" },
		{ "\"fault\":\"GEL\"", "\"words\":\"Elke nacht feest\"", OK, "" },
		{ ",\"fault\":\"GEL\"", "", ERR_INCOMPLETE, "fault" },
		{ "\"cause\":\"people\",\"fault\":\"GEL\"", "\"words\":\"x\"", ERR_INCOMPLETE, "cause" },
		{ "\"cause\":\"people\"", "\"cause\":null", ERR_INCOMPLETE, "cause" },
		{ "\"kind\":\"nuisance\"", "\"kind\":\"area\"", ERR_INPUT, "kind" },
		{ "\"kind\":\"nuisance\"", "\"kind\":\"repair\"", ERR_INPUT, "kind" },
		{ "{\"code\":\"PORTIEK\"}", "null", ERR_INCOMPLETE, "place" },
		{ "{\"code\":\"PORTIEK\"}", "{\"code\":\"MAAN\"}", ERR_INPUT, "place/code" },
		{ "{\"code\":\"PORTIEK\"}", "{\"text\":\"Bij de vijver\"}", OK, "" },
		{ "\"cause\":", "\"room\":\"BAD\",\"cause\":", ERR_INPUT, "room" },
		{ "\"name\":\"A\"", "\"name\":null", ERR_INCOMPLETE, "contact/name" },
		{ "\"cause\":\"people\",\"fault\":\"GEL\",\"contact\"",
		  "\"cause\":\"people\",\"fault\":\"GEL\",\"answers\":{\"VORST\":\"JA\"},\"contact\"",
		  ERR_INPUT, "answers/VORST" },
	};
	judge_all(*state, NUISANCE, cases, COUNT_OF(cases));
	PROVES("R40 R44 R45 R46 R54");
}

static void test_an_alarm_needs_its_sign_only(void **state)
{
	static const struct judge_case cases[] = {
		{ "\"schema\":1", "\"schema\":1", OK, "" },
		{ "\"fault\":\"GAS\"", "\"fault\":\"UFO\"", ERR_INPUT, "fault" },
		{ "\"fault\":\"GAS\",", "", ERR_INCOMPLETE, "fault" },
	};
	const struct world *w = *state;
	struct report r;

	judge_all(w, ALARM, cases, COUNT_OF(cases));
	read_good(w, ALARM, &r);
	assert_int_equal(report_urgency(&r, w->c), URGENCY_EMERGENCY);
	PROVES("R51 R52");
}

static void test_questions_and_complaints_are_kinds_of_their_own(void **state)
{
	static const struct judge_case cases[] = {
		{ "\"kind\":\"repair\"", "\"kind\":\"question\"", OK, "" },
		{ "\"branch\":\"home\"", "\"branch\":\"energy\"", OK, "" },
		{ "\"kind\":\"repair\"", "\"kind\":\"complaint\"", ERR_INCOMPLETE, "words" },
		{ "\"kind\":\"repair\"", "\"kind\":\"alarm\"", ERR_INPUT, "kind" },
		{ "\"branch\":\"home\"", "\"branch\":\"alarm\"", ERR_INPUT, "kind" },
	};
	judge_all(*state, REPAIR, cases, COUNT_OF(cases));
	PROVES("R4 R40");
}

/* A question about the energy meters, told by pictures. */
#define MONITORING \
	"{\"schema\":1,\"id\":\"" ID "\",\"catalogue\":\"VERSION\",\"channel\":\"kiosk\",\"lang\":\"nl\"," \
	"\"actor\":{\"kind\":\"guest\"},\"branch\":\"energy\",\"kind\":\"question\",\"unit\":\"N-1\"," \
	"\"room\":\"TRI\",\"object\":\"MONITORING\",\"fault\":\"GEEN-DATA\",\"words\":null," \
	"\"contact\":{\"name\":\"A\",\"phone\":\"010 123 45 67\",\"via\":\"phone\"}," \
	"\"first_contact\":true,\"before\":null,\"t\":1795560000000}"
#define FIRST "\"first_contact\":true,\"before\":null"

static void test_a_return_contact_says_why_and_a_first_one_does_not(void **state)
{
	static const struct judge_case cases[] = {
		{ FIRST, FIRST, OK, "" },
		{ "\"kind\":\"question\"", "\"kind\":\"complaint\"", OK, "" },
		{ "\"unit\":\"N-1\"", "\"unit\":null", ERR_INCOMPLETE, "unit" },
		{ "\"fault\":\"GEEN-DATA\"", "\"fault\":null", ERR_INCOMPLETE, "fault" },
		{ FIRST, "\"first_contact\":false,\"before\":{\"party\":\"meet\",\"reason\":\"not_taken_up\"}", OK, "" },
		{ FIRST, "\"first_contact\":false,\"before\":{\"reason\":\"dissatisfied\"}", OK, "" },
		{ FIRST, "\"first_contact\":false", OK, "" },
		{ FIRST, "\"first_contact\":false,\"before\":{\"party\":\"meet\"}", ERR_INCOMPLETE,
		  "before/reason" },
		{ FIRST, "\"first_contact\":true,\"before\":{\"party\":\"meet\",\"reason\":\"dissatisfied\"}", ERR_INPUT,
		  "first_contact" },
	};
	judge_all(*state, MONITORING, cases, COUNT_OF(cases));
	PROVES("R5 R12 R13 R40");
}

/* ---- urgency and follow code -------------------------------------------------------------- */

static void test_urgency_of_a_report(void **state)
{
	const struct world *w = *state;
	static const struct {
		const char *text, *from, *to;
		enum urgency urgency;
	} cases[] = {
		{ REPAIR, "\"VORST\":\"NEE\"", "\"VORST\":\"NEE\"", URGENCY_NORMAL },
		{ REPAIR, "\"KWETSBAAR\":\"NEE\"", "\"KWETSBAAR\":\"JA\"", URGENCY_URGENT },
		{ REPAIR, "\"object\":\"RADIATOR\",\"fault\":\"TEM\"",
		  "\"object\":\"STOPCONTACT\",\"fault\":\"VONKT\"", URGENCY_EMERGENCY },
		{ REPAIR, "\"fault\":\"TEM\"", "\"fault\":null", URGENCY_NORMAL },
		{ NUISANCE, "\"fault\":\"GEL\"", "\"fault\":\"AGR\"", URGENCY_URGENT },
		{ NUISANCE, "\"fault\":\"GEL\"", "\"fault\":null", URGENCY_NORMAL },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct report r;
		struct report_fault fault;
		assert_int_equal(
		    read_changed(w, cases[i].text, cases[i].from, cases[i].to, &r, &fault), OK);
		assert_int_equal(report_urgency(&r, w->c), cases[i].urgency);
	}
	PROVES("R43");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_repair_is_complete_or_says_what_is_missing),
		cmocka_unit_test(test_urgent_needs_a_telephone),
		cmocka_unit_test(test_surroundings_need_cause_kind_and_place),
		cmocka_unit_test(test_an_alarm_needs_its_sign_only),
		cmocka_unit_test(test_questions_and_complaints_are_kinds_of_their_own),
		cmocka_unit_test(test_a_return_contact_says_why_and_a_first_one_does_not),
		cmocka_unit_test(test_urgency_of_a_report),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
