/* The decision tree of a monitoring question, step by step, and its exceptions (seed A).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/central/flow_road.h"

static void the_whole_decision_tree_to_a_proven_close(void **state)
{
	struct road r = begin();
	struct case_row c;
	(void)state;
	MUST(&r, BY_PHONE, "kcc", AC_SEE, NULL);
	MUST(&r, BY_PHONE, "kcc", AC_REFER, REFER);
	c = now_of(&r);
	assert_int_equal(c.state, ST_REFERRED); /* open: never silently closed (R11) */
	assert_string_equal(c.party, "meet");
	MUST(&r, BY_PHONE, "kcc", AC_RETURN, BACK);
	c = now_of(&r);
	assert_int_equal(c.state, ST_HANDED);
	assert_string_equal(c.department, "dept:energy");
	assert_string_equal(c.owner, "lea");
	assert_int_equal(step(&r, BY_PHONE, "kcc", AC_ACCEPT, NULL), ERR_ROLE);
	MUST(&r, BY_LEADER, "lea", AC_ACCEPT, NULL);
	MUST(&r, BY_LEADER, "lea", AC_ATTEMPT, "{\"medium\":\"phone\"}");
	assert_int_equal(now_of(&r).state, ST_ACCEPTED);
	MUST(&r, BY_LEADER, "lea", AC_CONTACT, TALK);
	MUST(&r, BY_LEADER, "lea", AC_INVESTIGATE, "{\"note\":\"meetgegevens\",\"data_here\":\"no\"}");
	MUST(&r, BY_LEADER, "lea", AC_ASK,
	     "{\"party\":\"meet\",\"text\":\"Stuur de meetgegevens\",\"due\":\"2026-11-30\"}");
	assert_int_equal(step(&r, BY_LEADER, "lea", AC_RESULT, "{\"text\":\"x\"}"), ERR_CONFLICT);
	MUST(&r, BY_SUPPLIER, "meet", AC_ANSWER, "{\"text\":\"uit sinds maandag\"}");
	MUST(&r, BY_LEADER, "lea", AC_RESULT, "{\"text\":\"Het scherm is stuk.\"}");
	assert_int_equal(step(&r, BY_LEADER, "lea", AC_ASK_REPAIR, ASKED), ERR_INCOMPLETE);
	assert_int_equal(r.answer.missing, G_PRESENTED);
	MUST(&r, BY_LEADER, "lea", AC_PRESENT, TALK);
	MUST(&r, BY_LEADER, "lea", AC_ASK_REPAIR, ASKED);
	assert_int_equal(step(&r, BY_LEADER, "lea", AC_CLOSE, NULL), ERR_CONFLICT);
	MUST(&r, BY_SUPPLIER, "zon", AC_READY, PROOF);
	assert_string_equal(now_of(&r).ready_by, "zon");
	assert_int_equal(step(&r, BY_MANAGER, "mia", AC_CLOSE, NULL), ERR_ROLE);
	MUST(&r, BY_LEADER, "lea", AC_CLOSE, NULL);
	assert_int_equal(now_of(&r).state, ST_CLOSED);
	end(&r);
	PROVES("R11 R13 R14 R16 R17 R18 R19 R20 R21 R22");
}

static void not_solved_goes_back_to_the_leader_and_counts(void **state)
{
	struct road r = begin();
	(void)state;
	to_result(&r);
	MUST(&r, BY_LEADER, "lea", AC_PRESENT, TALK);
	MUST(&r, BY_LEADER, "lea", AC_ASK_REPAIR, ASKED);
	MUST(&r, BY_SUPPLIER, "zon", AC_READY, PROOF);
	MUST(&r, BY_LEADER, "lea", AC_CLOSE, NULL);
	MUST(&r, BY_TENANT, "huurder", AC_REOPEN, "{\"note\":\"nog steeds uit\"}");
	struct case_row c = now_of(&r);
	assert_int_equal(c.state, ST_HANDED);
	assert_int_equal(c.reopened, 1);
	assert_string_equal(c.ready_by, "zon");
	assert_int_equal(step(&r, BY_LEADER, "lea", AC_CLOSE, NULL), ERR_CONFLICT); /* old proof is void */
	assert_int_equal(c.facts & (G_EVIDENCE | G_RESULT | G_PRESENTED), 0);
	end(&r);
	PROVES("D8 R25");
}

static void no_fault_waits_for_the_time_to_object(void **state)
{
	struct road r = begin();
	(void)state;
	to_result(&r);
	MUST(&r, BY_LEADER, "lea", AC_PRESENT, TALK);
	MUST(&r, BY_LEADER, "lea", AC_NO_FAULT, NULL);
	assert_int_equal(step(&r, BY_LEADER, "lea", AC_CLOSE, NULL), ERR_INCOMPLETE);
	assert_int_equal(r.answer.missing, G_OBJECTION);
	r.o->wall = now_of(&r).objection - 1;
	assert_int_equal(step(&r, BY_LEADER, "lea", AC_CLOSE, NULL), ERR_INCOMPLETE);
	r.o->wall++;
	MUST(&r, BY_LEADER, "lea", AC_CLOSE, NULL);
	end(&r);
	PROVES("R24");
}

static void when_nobody_objects_the_case_closes_by_itself(void **state)
{
	struct road r = begin();
	(void)state;
	to_result(&r);
	MUST(&r, BY_LEADER, "lea", AC_PRESENT, TALK);
	MUST(&r, BY_LEADER, "lea", AC_NO_FAULT, NULL);
	r.o->wall = now_of(&r).objection - 1;
	ladder_tick(&r.o->app, 100);
	assert_int_equal(now_of(&r).state, ST_NO_FAULT);
	r.o->wall++;
	ladder_tick(&r.o->app, 100);
	assert_int_equal(now_of(&r).state, ST_CLOSED);
	assert_int_equal(ladder_tick(&r.o->app, 100), 0);
	int64_t checked;
	assert_int_equal(event_verify(r.o->app.db, &checked), 0);
	end(&r);
	PROVES("R24");
}

static void a_return_contact_in_a_new_case_is_recognised(void **state)
{
	struct road r = begin();
	int64_t first = r.nr;
	struct referral f;
	(void)state;
	MUST(&r, BY_PHONE, "kcc", AC_SEE, NULL);
	MUST(&r, BY_PHONE, "kcc", AC_REFER, REFER);
	r.nr = question(r.o, 2); /* the same person about the same home, weeks later */
	r.o->wall += 20 * DAY_MS;
	MUST(&r, BY_PHONE, "kcc", AC_ESCALATE, "{\"reason\":\"not_taken_up\"}");
	assert_int_equal(now_of(&r).state, ST_HANDED);
	assert_true(referral_of_case(r.o->app.db, first, &f));
	assert_true(f.returned > 0);
	r.nr = question(r.o, 3);
	r.o->wall += REFERRAL_MS; /* long forgotten: a first contact again */
	assert_int_equal(step(&r, BY_PHONE, "kcc", AC_ESCALATE, "{\"reason\":\"not_taken_up\"}"),
			 ERR_INCOMPLETE);
	assert_int_equal(r.answer.missing, G_NOTE);
	MUST(&r, BY_PHONE, "kcc", AC_ESCALATE, "{\"reason\":\"other\",\"note\":\"hoogbejaard\"}");
	end(&r);
	PROVES("R12 R14 R15");
}

static void an_absent_leader_has_a_deputy(void **state)
{
	struct road r = begin();
	(void)state;
	set_leader(r.o, r.o->wall - DAY_MS, r.o->wall + 7 * DAY_MS);
	MUST(&r, BY_PHONE, "kcc", AC_SEE, NULL);
	MUST(&r, BY_PHONE, "kcc", AC_REFER, REFER);
	MUST(&r, BY_PHONE, "kcc", AC_RETURN, BACK);
	assert_string_equal(now_of(&r).owner, "dirk");
	MUST(&r, BY_LEADER, "dirk", AC_ACCEPT, NULL);
	r.o->wall += 8 * DAY_MS; /* back again: the deputy is nobody's leader any more */
	assert_int_equal(step(&r, BY_LEADER, "dirk", AC_CONTACT, TALK), ERR_INCOMPLETE);
	assert_int_equal(r.answer.missing, G_MINE);
	MUST(&r, BY_LEADER, "lea", AC_CONTACT, TALK);
	end(&r);
	PROVES("R14 R16");
}

static void two_people_on_one_case_the_second_is_told(void **state)
{
	struct road r = begin();
	(void)state;
	int64_t seen = event_version(r.o->app.db, r.nr);
	db_event_begin(r.o->app.db); /* what the office does by itself is nobody's conflict */
	assert_int_equal(event_add(r.o->app.db, r.nr, r.o->wall, "-", "confirmed", "{}"), OK);
	db_event_end(r.o->app.db, true);
	assert_int_equal(step_seen(&r, BY_PHONE, "kcc", AC_NOTE, "{\"note\":\"ik bel\"}", seen), OK);
	assert_int_equal(step_seen(&r, BY_PHONE, "kim", AC_NOTE, "{\"note\":\"ik ook\"}", seen), ERR_STALE);
	assert_int_equal(event_version(r.o->app.db, r.nr), seen + 2);
	end(&r);
	PROVES("R25");
}

static void what_is_filled_in_is_checked_field_by_field(void **state)
{
	static const struct {
		enum action action;
		const char *in, *field;
	} wrong[] = {
		{ AC_REFER, "{\"medium\":\"print\"}", "party" },
		{ AC_REFER, "{\"party\":\"nobody\",\"medium\":\"print\"}", "party" },
		{ AC_REFER, "{\"party\":\"meet\",\"medium\":\"duif\"}", "medium" },
		{ AC_REFER, "{\"party\":\"meet\",\"medium\":\"print\",\"state\":\"closed\"}", "state" },
		{ AC_REFER, "{\"party\":7,\"medium\":\"print\"}", "party" },
		{ AC_ASSIGN, "{\"party\":\"meet\",\"note\":\"   \"}", "note" },
		{ AC_TASK, "{\"what\":\"bel\",\"owner\":\"kcc\",\"due\":\"2026-02-30\"}", "due" },
		{ AC_TASK, "{\"what\":\"bel\",\"owner\":\"spook\",\"due\":\"2026-12-01\"}", "owner" },
		{ AC_TASK_DONE, "{\"task\":99}", "task" },
		{ AC_TASK_DONE, "{\"task\":\"1\"}", "task" },
		{ AC_CODE, "{\"room\":\"BAD\",\"object\":\"SPOOK\",\"fault\":\"DRP\"}", "object" },
		{ AC_URGENCY, "{\"urgency\":\"urgent\"}", "note" },
	};
	struct road r = begin();
	(void)state;
	MUST(&r, BY_PHONE, "kcc", AC_SEE, NULL);
	int64_t before = event_version(r.o->app.db, r.nr);
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		unsigned by = wrong[i].action == AC_ASSIGN ? BY_MANAGER : BY_PHONE;
		assert_int_equal(step(&r, by, "kcc", wrong[i].action, wrong[i].in), ERR_INPUT);
		assert_string_equal(r.answer.field, wrong[i].field);
	}
	assert_int_equal(event_version(r.o->app.db, r.nr), before);
	end(&r);
}

static void a_request_becomes_a_complaint_in_the_same_thread(void **state)
{
	struct road r = begin();
	(void)state;
	MUST(&r, BY_PHONE, "kcc", AC_SEE, NULL);
	MUST(&r, BY_PHONE, "kcc", AC_DONE, PROOF);
	MUST(&r, BY_TENANT, "huurder", AC_COMPLAIN, "{\"note\":\"duurde veel te lang\"}");
	struct case_row c = now_of(&r);
	assert_string_equal(c.kind, "complaint");
	assert_string_equal(c.kind_first, "question");
	assert_int_equal(c.state, ST_NEW);
	assert_int_equal(step(&r, BY_PHONE, "kcc", AC_COMPLAIN, "{\"note\":\"nog eens\"}"), ERR_CONFLICT);
	end(&r);
	PROVES("D10 R4");
}

static void staff_code_own_words_change_urgency_and_share_work(void **state)
{
	struct road r = begin();
	struct case_row c;
	(void)state;
	MUST(&r, BY_PHONE, "kcc", AC_CODE, "{\"room\":\"BAD\",\"object\":\"KRAAN\",\"fault\":\"DRP\"}");
	MUST(&r, BY_PHONE, "kcc", AC_URGENCY, "{\"urgency\":\"urgent\",\"note\":\"baby in huis\"}");
	MUST(&r, BY_PHONE, "kcc", AC_TASK,
	     "{\"what\":\"Bel de huurder\",\"owner\":\"lea\",\"due\":\"2026-12-01\"}");
	c = now_of(&r);
	assert_string_equal(c.fault, "DRP");
	assert_int_equal(c.urgency, URGENCY_URGENT);
	assert_int_equal(c.due, c.captured + 2 * HOUR_MS); /* the call that urgent asks for */
	assert_int_equal(ladder_due(&r.o->app, r.nr, "done"), c.captured + DAY_MS);
	assert_int_equal(outgoing_call_count(r.o->app.db, 10), 1);
	MUST(&r, BY_PLANNER, "pim", AC_TASK_DONE, "{\"task\":1}");
	assert_int_equal(step(&r, BY_PLANNER, "pim", AC_TASK_DONE, "{\"task\":1}"), ERR_INPUT);
	end(&r);
	PROVES("R36 R42 R43 R47");
}

static void the_history_tells_every_step_and_holds(void **state)
{
	struct road r = begin();
	int64_t checked;
	(void)state;
	to_result(&r);
	assert_int_equal(event_verify(r.o->app.db, &checked), 0);
	assert_int_equal(checked, 10);
	end(&r);
	PROVES("R25 D12");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_whole_decision_tree_to_a_proven_close),
		cmocka_unit_test(not_solved_goes_back_to_the_leader_and_counts),
		cmocka_unit_test(no_fault_waits_for_the_time_to_object),
		cmocka_unit_test(when_nobody_objects_the_case_closes_by_itself),
		cmocka_unit_test(a_return_contact_in_a_new_case_is_recognised),
		cmocka_unit_test(an_absent_leader_has_a_deputy),
		cmocka_unit_test(two_people_on_one_case_the_second_is_told),
		cmocka_unit_test(what_is_filled_in_is_checked_field_by_field),
		cmocka_unit_test(a_request_becomes_a_complaint_in_the_same_thread),
		cmocka_unit_test(staff_code_own_words_change_urgency_and_share_work),
		cmocka_unit_test(the_history_tells_every_step_and_holds),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
