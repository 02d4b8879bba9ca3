/* What follows from a tenant's answer: solved closes, not solved opens again and counts (D8), a complaint
 * turns the kind of the case (D10); and where the flow knows no step, nothing.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/central/acts.h"
#include "server/case_view.h"
#include "server/ladder.h"
#include "tests/unit/central/answers.h"

static void finish(struct office *o, int64_t nr)
{
	must(o, nr, AC_START, NULL);
	must(o, nr, AC_DONE, "{\"by\":\"Piet\",\"when\":\"2026-11-28\",\"what\":\"leertje vervangen\"}");
}

/* The n-th answer about it, which must be taken. */
static void say(struct office *o, const struct report *r, char n, const char *what, const char *words)
{
	char code[INGEST_CODE], path[INGEST_PATH];
	struct answer a = about(r, what);
	a.id[strlen(a.id) - 1] = n;
	text_copy(a.words, sizeof a.words, words);
	int err = apply(o, &a, code, path);
	if (err)
		fail_msg("%s: %d %s %s", what, err, code, path);
}

static struct case_row now_of(struct office *o, int64_t nr)
{
	struct case_row c;
	assert_true(case_find(o->app.db, nr, &c));
	return c;
}

/* What the kiosks hear: -1 for no such question. */
static int asked(struct office *o)
{
	VAL(v) = NULL;
	DB_STMT(st) = db_prepare(o->app.db, "SELECT body FROM feed WHERE feed = 'case' AND gone = 0");
	assert_true(db_step(st));
	const char *body = db_col_text(st, "body");
	assert_int_equal(val_parse(body, strlen(body), NULL, &v, NULL), OK);
	return val_get(v, "ask") ? val_bool_of(v, "ask", false) : -1;
}

static void not_solved_opens_again_and_counts(void **state)
{
	static const struct {
		const char *answer, *words, *note;
	} ROWS[] = {
		{ "not", "Het lekt nog.", "Het lekt nog." },
		{ "half", "", "Huurder zegt: half opgelost" },
		{ "not", "", "Huurder zegt: niet opgelost" },
	};
	struct office *o = *state;
	struct report r;
	int64_t nr = filed(o, &r, 1);
	for (int i = 0; i < (int)COUNT_OF(ROWS); i++) {
		char want[200];
		finish(o, nr);
		if (i == 2)
			must(o, nr, AC_CLOSE, NULL);
		assert_int_equal(asked(o), true);
		say(o, &r, (char)('0' + i), ROWS[i].answer, ROWS[i].words);
		struct case_row c = now_of(o, nr);
		assert_int_equal(c.state, ST_REOPENED);
		assert_int_equal(c.reopened, i + 1);
		assert_int_equal(asked(o), -1);
		struct told t = told(o, nr, "reopen");
		assert_int_equal(t.count, i + 1);
		snprintf(want, sizeof want, "\"note\":\"%s\"", ROWS[i].note);
		assert_non_null(strstr(t.detail, want));
	}
	assert_int_equal(told(o, nr, "said").count, 3);
	PROVES("D8 R64");
}

static void solved_closes_and_nobody_asks_again(void **state)
{
	struct office *o = *state;
	struct report r;
	int64_t nr = filed(o, &r, 1), checked;
	finish(o, nr);
	say(o, &r, '0', "solved", "");
	assert_int_equal(now_of(o, nr).state, ST_CLOSED);
	assert_int_equal(told(o, nr, "solved").count, 1);
	assert_int_equal(asked(o), false);
	say(o, &r, '1', "solved", ""); /* closed already: heard, and that is all */
	assert_int_equal(told(o, nr, "said").count, 2);
	assert_int_equal(told(o, nr, "solved").count, 1);
	assert_int_equal(now_of(o, nr).state, ST_CLOSED);
	assert_int_equal(event_verify(o->app.db, &checked), 0);
	PROVES("D8 D12");
}

/* Where a leader had it, as the case stands after the steps of the road. */
static void led_to(struct office *o, int64_t nr, enum state s)
{
	db_event_begin(o->app.db);
	case_set_owner(o->app.db, nr, "lea");
	case_set_department(o->app.db, nr, "dept:repair");
	DB_STMT(st) = db_prepare(o->app.db, "UPDATE case_file SET state = ?, facts = ? WHERE nr = ?");
	db_bind_int(st, s);
	db_bind_int(st, G_LED | G_RESULT | G_PRESENTED | (s == ST_READY ? G_EVIDENCE : 0));
	db_bind_int(st, nr);
	assert_int_equal(db_run(st), OK);
	case_publish_step(&o->app, nr);
	db_event_end(o->app.db, true);
}

/* R24: who does not agree that there is no fault objects by saying so; D8: what was reported ready goes
 * back to the leader, and counts against who said so. */
static void not_solved_goes_back_to_the_leader(void **state)
{
	static const struct {
		enum state from, to;
		const char *answer, *step;
		int64_t reopened;
	} ROWS[] = {
		{ ST_NO_FAULT, ST_CONTACTED, "not", "object", 0 },
		{ ST_NO_FAULT, ST_CONTACTED, "half", "object", 0 },
		{ ST_READY, ST_HANDED, "not", "reopen", 1 },
		{ ST_READY, ST_HANDED, "half", "reopen", 2 },
	};
	struct office *o = *state;
	struct report r;
	int64_t nr = filed(o, &r, 1);
	for (int i = 0; i < (int)COUNT_OF(ROWS); i++) {
		led_to(o, nr, ROWS[i].from);
		assert_int_equal(asked(o), true);
		say(o, &r, (char)('0' + i), ROWS[i].answer, "Het scherm is nog leeg.");
		struct case_row c = now_of(o, nr);
		assert_int_equal(c.state, ROWS[i].to);
		assert_int_equal(c.reopened, ROWS[i].reopened);
		assert_int_equal(c.facts & (G_RESULT | G_PRESENTED | G_EVIDENCE), 0);
		assert_true(c.facts & G_LED);
		assert_int_equal(asked(o), -1);
		assert_non_null(strstr(told(o, nr, ROWS[i].step).detail, "Het scherm is nog leeg."));
	}
	assert_true(ladder_due(&o->app, nr, "first-contact") > 0);
	PROVES("R24 D8");
}

/* Solved is heard; closing what a leader had stays the leader's, with the objection time and the proof
 * (R22, R24). */
static void solved_where_a_leader_has_it_is_heard_and_not_asked_again(void **state)
{
	static const enum state FROM[] = { ST_NO_FAULT, ST_READY };
	struct office *o = *state;
	struct report r;
	int64_t nr = filed(o, &r, 1);
	for (int i = 0; i < (int)COUNT_OF(FROM); i++) {
		led_to(o, nr, FROM[i]);
		say(o, &r, (char)('0' + i), "solved", "");
		assert_int_equal(now_of(o, nr).state, FROM[i]);
		assert_int_equal(asked(o), false);
	}
	assert_int_equal(told(o, nr, "said").count, 2);
	PROVES("R22 R24");
}

static void an_answer_without_a_step_is_heard_all_the_same(void **state)
{
	struct office *o = *state;
	struct report r;
	int64_t nr = filed(o, &r, 1);
	say(o, &r, '0', "not", "Er kwam niemand."); /* nothing was done yet */
	assert_int_equal(now_of(o, nr).state, ST_NEW);
	finish(o, nr);
	must(o, nr, AC_CLOSE, NULL);
	assert_int_equal(asked(o), true);
	say(o, &r, '1', "solved", ""); /* staff closed it before */
	assert_int_equal(now_of(o, nr).state, ST_CLOSED);
	assert_int_equal(asked(o), false);
	assert_int_equal(told(o, nr, "said").count, 2);
	PROVES("D8 R64");
}

static void a_complaint_turns_the_kind_in_the_same_thread(void **state)
{
	struct office *o = *state;
	struct report r;
	int64_t nr = filed(o, &r, 1);
	finish(o, nr);
	say(o, &r, '0', "complaint", "");
	struct case_row c = now_of(o, nr);
	assert_int_equal(c.state, ST_NEW);
	assert_string_equal(c.kind, "complaint");
	assert_int_equal(told(o, nr, "complain").count, 1);
	assert_non_null(strstr(told(o, nr, "complain").detail, "Huurder is niet tevreden"));
	say(o, &r, '1', "complaint", "Nog steeds niet."); /* it is one already */
	assert_int_equal(told(o, nr, "complain").count, 1);
	assert_int_equal(told(o, nr, "said").count, 2);
	PROVES("D10");
}

static void twice_is_one_effect(void **state)
{
	struct office *o = *state;
	struct report r;
	int64_t nr = filed(o, &r, 1);
	finish(o, nr);
	say(o, &r, '0', "not", "Het lekt nog.");
	finish(o, nr);
	say(o, &r, '0', "not", "Het lekt nog."); /* the same answer, late */
	assert_int_equal(now_of(o, nr).state, ST_DONE);
	assert_int_equal(now_of(o, nr).reopened, 1);
	assert_int_equal(told(o, nr, "said").count, 1);
	say(o, &r, '1', "not", "Het lekt nog.");
	say(o, &r, '2', "not", "Het lekt nog."); /* another, but it is open again already */
	assert_int_equal(now_of(o, nr).state, ST_REOPENED);
	assert_int_equal(now_of(o, nr).reopened, 2);
	assert_int_equal(told(o, nr, "said").count, 3);
	PROVES("D8 R62");
}

static void long_words_are_cut_for_the_note_and_kept_in_the_answer(void **state)
{
	struct office *o = *state;
	struct report r;
	char words[1201] = "";
	for (int i = 0; i < 600; i++)
		strcat(words, "é");
	int64_t nr = filed(o, &r, 1);
	finish(o, nr);
	say(o, &r, '0', "not", words);
	assert_int_equal(now_of(o, nr).state, ST_REOPENED);
	BUF(note);
	BUF(said);
	assert_true(event_detail(o->app.db, nr, "reopen", &note));
	assert_true(event_detail(o->app.db, nr, "said", &said));
	assert_null(strstr(buf_text(&note), words));
	assert_true(note.len > 1000);
	assert_non_null(strstr(buf_text(&said), words));
	PROVES("D8");
}

static void the_phone_desk_vouches_for_its_caller(void **state)
{
	struct office *o = *state;
	struct report r;
	int64_t nr = filed(o, &r, 1);
	struct case_row c = now_of(o, nr);
	struct answer a = about(&r, "solved");
	strcpy(a.channel, "phone");
	a.follow[0] = '\0';
	finish(o, nr);
	db_event_begin(o->app.db);
	assert_int_equal(answers_record(&o->app, &c, &a, BY_PHONE, "kcc"), OK);
	assert_int_equal(answers_record(&o->app, &c, &a, BY_PHONE, "kcc"), ERR_CONFLICT);
	db_event_end(o->app.db, true);
	assert_int_equal(now_of(o, nr).state, ST_CLOSED);
	assert_string_equal(told(o, nr, "solved").who, "kcc");
	PROVES("D8 R49");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(not_solved_opens_again_and_counts, set_up, tear_down),
		cmocka_unit_test_setup_teardown(solved_closes_and_nobody_asks_again, set_up, tear_down),
		cmocka_unit_test_setup_teardown(not_solved_goes_back_to_the_leader, set_up, tear_down),
		cmocka_unit_test_setup_teardown(solved_where_a_leader_has_it_is_heard_and_not_asked_again, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_answer_without_a_step_is_heard_all_the_same, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_complaint_turns_the_kind_in_the_same_thread, set_up, tear_down),
		cmocka_unit_test_setup_teardown(twice_is_one_effect, set_up, tear_down),
		cmocka_unit_test_setup_teardown(long_words_are_cut_for_the_note_and_kept_in_the_answer, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_phone_desk_vouches_for_its_caller, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
