/* What leaves the house with a step, and what comes back from outside.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/central/flow_road.h"

static void a_partner_takes_over_and_the_answer_comes_back(void **state)
{
	struct road r = begin();
	(void)state;
	MUST(&r, BY_CARETAKER, "wim", AC_FORWARD, "{\"party\":\"zon\",\"text\":\"Kapotte lantaarn\"}");
	assert_int_equal(step(&r, BY_CARETAKER, "wim", AC_DONE, PROOF), ERR_CONFLICT);
	MUST(&r, BY_CARETAKER, "wim", AC_PARTNER, "{\"text\":\"Morgen gerepareerd\"}");
	assert_int_equal(step(&r, BY_CARETAKER, "wim", AC_CLOSE, NULL), ERR_CONFLICT);
	MUST(&r, BY_CARETAKER, "wim", AC_INFORM, TALK);
	MUST(&r, BY_CARETAKER, "wim", AC_CLOSE, NULL);
	end(&r);
	PROVES("R48");
}

static void nobody_is_sent_to_a_party_that_cannot_be_reached(void **state)
{
	struct road r = begin();
	(void)state;
	office_must_import(r.o, "suppliers", SUPPLIERS_HEAD
		"oud,Oud,supplier,C9,,,088 9,,,2020-01-01,2021-01-01\nstil,Stil,supplier,C8,,,,,,,\n");
	assert_int_equal(step(&r, BY_PHONE, "kcc", AC_REFER, "{\"party\":\"oud\",\"medium\":\"print\"}"), ERR_INCOMPLETE);
	assert_int_equal(r.answer.missing, G_PARTY);
	assert_int_equal(step(&r, BY_PHONE, "kcc", AC_REFER, "{\"party\":\"stil\",\"medium\":\"mail\"}"), ERR_INCOMPLETE);
	MUST(&r, BY_PHONE, "kcc", AC_REFER, REFER);
	end(&r);
	PROVES("R7");
}

struct letters {
	char seen[600];
};

static bool gather_letters(void *ctx, const struct outgoing *o)
{
	struct letters *l = ctx;
	size_t n = strlen(l->seen);
	snprintf(l->seen + n, sizeof l->seen - n, "%s:%s:%s ", o->kind,
		 o->letter[0] ? o->letter : o->why, o->address);
	return true;
}

static void each_step_sends_its_letter_or_asks_for_a_call(void **state)
{
	struct road r = begin();
	struct letters l = { "" };
	(void)state;
	strcpy(r.o->app.settings.mail, "info@proef.example");
	strcpy(r.o->app.settings.public_url, "https://proef.example");
	to_result(&r);
	MUST(&r, BY_LEADER, "lea", AC_PRESENT, TALK);
	MUST(&r, BY_LEADER, "lea", AC_ASK_REPAIR, ASKED);
	outgoing_each(r.o->app.db, NULL, r.nr, 20, gather_letters, &l);
	assert_non_null(strstr(l.seen, "print:referral:"));
	assert_non_null(strstr(l.seen, "call:information:")); /* Meetgoed has a telephone only */
	assert_non_null(strstr(l.seen, "mail:handover-repair:z@x.example"));
	assert_non_null(strstr(l.seen, "mail:result-repair:j@x.example"));
	end(&r);
	PROVES("R11 R19 R21");
}

static void what_names_the_reporter_does_not_leave(void **state)
{
	struct road r = begin();
	struct report rep;
	(void)state;
	strcpy(r.o->app.settings.mail, "info@proef.example");
	office_about_people(&rep, 7);
	r.nr = office_case(r.o, &rep, 0);
	assert_int_equal(step(&r, BY_PHONE, "kcc", AC_FORWARD,
			      "{\"party\":\"zon\",\"text\":\"Mevrouw J. de Vries klaagt over lawaai\"}"), ERR_INPUT);
	assert_string_equal(r.answer.field, "text");
	assert_int_equal(now_of(&r).state, ST_NEW);
	MUST(&r, BY_PHONE, "kcc", AC_FORWARD, "{\"party\":\"zon\",\"text\":\"Lawaai in de straat\"}");
	end(&r);
	PROVES("R48 R55");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_partner_takes_over_and_the_answer_comes_back),
		cmocka_unit_test(nobody_is_sent_to_a_party_that_cannot_be_reached),
		cmocka_unit_test(each_step_sends_its_letter_or_asks_for_a_call),
		cmocka_unit_test(what_names_the_reporter_does_not_leave),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
