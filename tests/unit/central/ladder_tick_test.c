/* Deadlines that run: told in time, once each, whatever restarts and clocks do.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/central/office.h"

#include "server/alarm_store.h"
#include "server/case_act.h"
#include "server/clock_store.h"
#include "server/ladder.h"
#include "server/leader_store.h"
#include "server/live.h"

/* A question handed to leader lea (deputy dirk). */
static int64_t handed(struct office *o)
{
	struct report r;
	struct act_answer answer;
	struct leader l = { .department = "dept:energy", .leader = "lea", .deputy = "dirk" };
	VAL(in) = val_object();
	val_put_str(in, "reason", "other");
	val_put_str(in, "note", "spoed");
	const struct act up = { .action = AC_ESCALATE, .by = BY_PHONE, .who = "kcc", .in = in };
	office_must_import(o, "rules", "rank,rule,party,reason\n10,alles,dept:phone,Alles.\n");
	office_question(&r, 1, "geen meting");
	int64_t nr = office_case(o, &r, 0);
	db_event_begin(o->app.db);
	assert_int_equal(leader_put(o->app.db, &l), OK);
	assert_int_equal(case_act(&o->app, nr, &up, &answer), OK);
	db_event_end(o->app.db, true);
	return nr;
}

static int64_t told(struct office *o, const char *name, const char *role)
{
	return notice_count(o->app.db, name, role, 100);
}

struct counting {
	const char *what;
	int64_t count;
};

static void count_event(void *ctx, const struct case_event *e)
{
	struct counting *c = ctx;
	c->count += !strcmp(e->what, c->what);
}

static int64_t events_of(struct office *o, int64_t nr, const char *what)
{
	struct counting c = { .what = what };
	event_each(o->app.db, nr, count_event, &c);
	return c.count;
}

static void a_leader_has_24_clock_hours_and_every_rung_is_told_once(void **state)
{
	struct office *o = office_open();
	struct case_row c;
	BUF(why);
	(void)state;
	int64_t nr = handed(o), start = o->wall;
	assert_int_equal(ladder_due(&o->app, nr, "first-contact"), start + DAY_MS);
	assert_true(case_find(o->app.db, nr, &c));
	assert_int_equal(c.due, start + DAY_MS);
	ladder_explain(&o->app, &c, &why);
	assert_non_null(strstr(buf_text(&why), "24 klokuren na overdracht op "));
	assert_non_null(strstr(buf_text(&why), "regel 110"));
	assert_int_equal(ladder_tick(&o->app, 100), 0);
	o->wall = start + 20 * HOUR_MS - 1;
	assert_int_equal(ladder_tick(&o->app, 100), 0);
	o->wall++; /* four hours before: who has it is warned */
	assert_int_equal(ladder_tick(&o->app, 100), 1);
	assert_int_equal(told(o, "lea", "leader"), 1);
	assert_int_equal(told(o, "dirk", "leader"), 0);
	assert_int_equal(ladder_tick(&o->app, 100), 0);
	o->wall = start + DAY_MS;
	assert_int_equal(ladder_tick(&o->app, 100), 1);
	assert_int_equal(told(o, "lea", "leader"), 2);
	assert_int_equal(told(o, "dirk", "leader"), 1);
	o->wall = start + 28 * HOUR_MS;
	assert_int_equal(ladder_tick(&o->app, 100), 1);
	assert_int_equal(told(o, "mia", "manager"), 1);
	o->wall += 2 * DAY_MS;
	assert_int_equal(ladder_tick(&o->app, 100), 0);
	assert_int_equal(events_of(o, nr, "warn"), 1);
	assert_int_equal(events_of(o, nr, "late"), 2);
	office_close(o);
	PROVES("R17 D4");
}

static void attempts_in_vain_do_not_stop_the_clock_and_contact_does(void **state)
{
	struct office *o = office_open();
	struct act_answer answer;
	VAL(talk) = val_object();
	(void)state;
	int64_t nr = handed(o);
	val_put_str(talk, "medium", "phone");
	const struct act accept = { .action = AC_ACCEPT, .by = BY_LEADER, .who = "lea" };
	const struct act vain = { .action = AC_ATTEMPT, .by = BY_LEADER, .who = "lea", .in = talk };
	db_event_begin(o->app.db);
	assert_int_equal(case_act(&o->app, nr, &accept, &answer), OK);
	assert_int_equal(case_act(&o->app, nr, &vain, &answer), OK);
	assert_int_not_equal(ladder_due(&o->app, nr, "first-contact"), 0);
	val_put_str(talk, "note", "gesproken");
	const struct act contact = { .action = AC_CONTACT, .by = BY_LEADER, .who = "lea", .in = talk };
	assert_int_equal(case_act(&o->app, nr, &contact, &answer), OK);
	db_event_end(o->app.db, true);
	assert_int_equal(ladder_due(&o->app, nr, "first-contact"), 0);
	o->wall += 5 * DAY_MS;
	assert_int_equal(ladder_tick(&o->app, 100), 0);
	office_close(o);
	PROVES("R17");
}

static void what_fell_due_while_down_is_told_in_order_and_a_clock_that_jumps_back_tells_nothing_again(void **state)
{
	struct office *o = office_open();
	(void)state;
	int64_t nr = handed(o), start = o->wall;
	o->wall = start + 5 * DAY_MS; /* central was off */
	assert_int_equal(ladder_tick(&o->app, 2), 2);
	assert_int_equal(ladder_tick(&o->app, 100), 1);
	o->wall = start + HOUR_MS; /* and the clock is set back */
	assert_int_equal(ladder_tick(&o->app, 100), 0);
	o->wall = start + 6 * DAY_MS;
	assert_int_equal(ladder_tick(&o->app, 100), 0);
	assert_int_equal(events_of(o, nr, "late"), 2);
	office_close(o);
	PROVES("D4");
}

static void an_event_that_is_taken_back_is_told_again(void **state)
{
	struct office *o = office_open();
	(void)state;
	int64_t nr = handed(o);
	o->wall += DAY_MS;
	db_event_begin(o->app.db);
	ladder_tick(&o->app, 1); /* its commit fails */
	db_event_end(o->app.db, false);
	assert_int_equal(told(o, "lea", "leader"), 0);
	assert_int_equal(events_of(o, nr, "warn"), 0);
	assert_int_equal(ladder_tick(&o->app, 100), 2);
	assert_int_equal(told(o, "lea", "leader"), 2);
	office_close(o);
	PROVES("D4");
}

static void the_legal_clock_runs_from_the_first_report_through_close_and_reopening(void **state)
{
	struct office *o = office_open();
	struct report r;
	struct act_answer answer;
	VAL(proof) = val_object();
	VAL(again) = val_object();
	(void)state;
	val_put_str(proof, "by", "monteur");
	val_put_str(proof, "when", "2026-11-28");
	val_put_str(proof, "what", "leertje");
	val_put_str(again, "note", "druppelt weer");
	office_must_import(o, "rules", "rank,rule,party,reason\n10,alles,dept:repair,Alles.\n");
	office_report(&r, 1);
	int64_t nr = office_case(o, &r, 0), legal = ladder_due(&o->app, nr, "legal-six-weeks");
	assert_true(legal > r.t + 41 * DAY_MS && legal < r.t + 44 * DAY_MS);
	const struct act steps[] = {
		{ .action = AC_START, .by = BY_PLANNER, .who = "pim" },
		{ .action = AC_DONE, .by = BY_PLANNER, .who = "pim", .in = proof },
		{ .action = AC_CLOSE, .by = BY_PLANNER, .who = "pim" },
		{ .action = AC_REOPEN, .by = BY_TENANT, .who = "huurder", .in = again },
	};
	for (size_t i = 0; i < COUNT_OF(steps); i++) {
		db_event_begin(o->app.db);
		assert_int_equal(case_act(&o->app, nr, &steps[i], &answer), OK);
		db_event_end(o->app.db, true);
		o->wall += DAY_MS;
		assert_int_equal(ladder_due(&o->app, nr, "legal-six-weeks"),
				 steps[i].action == AC_CLOSE ? 0 : legal);
	}
	assert_true(ladder_due(&o->app, nr, "done") > o->wall);
	office_close(o);
	PROVES("D10");
}

static void a_notice_is_seen_by_whom_it_was_for(void **state)
{
	struct office *o = office_open();
	(void)state;
	int64_t nr = handed(o);
	o->wall += DAY_MS;
	ladder_tick(&o->app, 100);
	db_event_begin(o->app.db);
	assert_int_equal(notice_see(o->app.db, nr, "kcc", "phone", o->wall), ERR_NOT_FOUND);
	assert_int_equal(notice_see(o->app.db, nr, "lea", "leader", o->wall), OK);
	assert_int_equal(notice_see(o->app.db, nr, "lea", "leader", o->wall), ERR_NOT_FOUND);
	db_event_end(o->app.db, true);
	assert_int_equal(told(o, "lea", "leader"), 0);
	assert_int_equal(told(o, "dirk", "leader"), 1);
	office_close(o);
}

/* ---- alarms ------------------------------------------------------------------------------- */

static int tapped(struct office *o, const char *id, const char *sign, int64_t captured)
{
	struct alarm a = { .captured = captured };
	text_copy(a.id, sizeof a.id, id);
	text_copy(a.sign, sizeof a.sign, sign);
	return projection_alarm(&o->app, &a);
}

static void count_notice(void *ctx, const struct notice *n)
{
	*(int *)ctx += n->alarm == 1 && !n->nr;
}

/* R52: the desk hears it after two minutes, the manager five later, each once; whoever takes it stops it. */
static void an_alarm_nobody_takes_goes_up_the_ladder_until_it_is_taken(void **state)
{
	struct office *o = office_open();
	int64_t start = o->wall;
	int mine = 0;
	BUF(text);
	VAL(list) = val_array();
	(void)state;
	db_event_begin(o->app.db);
	assert_int_equal(tapped(o, "019303f2-7c10-7abc-8def-012345678901", "GAS", start), OK);
	db_event_end(o->app.db, true);
	ladder_put_alarm(&o->app, 1, o->wall, list);
	val_print(list, &text);
	assert_non_null(strstr(buf_text(&text), "2 minuten na het noodsignaal op "));
	assert_non_null(strstr(buf_text(&text), "regel 10, versie 1"));
	o->wall = start + 2 * MINUTE_MS - 1;
	assert_int_equal(ladder_tick(&o->app, 100), 0);
	o->wall++;
	assert_int_equal(ladder_tick(&o->app, 100), 1);
	assert_int_equal(ladder_tick(&o->app, 100), 0);
	assert_int_equal(told(o, "kcc", "phone"), 1);
	assert_int_equal(told(o, "mira", "manager"), 0);
	notice_each(o->app.db, "kcc", "phone", 10, count_notice, &mine);
	assert_int_equal(mine, 1);
	o->wall = start + 7 * MINUTE_MS;
	assert_int_equal(ladder_tick(&o->app, 100), 1);
	assert_int_equal(told(o, "mira", "manager"), 1);
	o->wall = start + DAY_MS;
	assert_int_equal(ladder_tick(&o->app, 100), 0);
	db_event_begin(o->app.db);
	assert_int_equal(ladder_alarm_taken(&o->app, 1, "kcc"), OK);
	db_event_end(o->app.db, true);
	assert_int_equal(told(o, "kcc", "phone"), 0);
	assert_int_equal(told(o, "mira", "manager"), 0);
	office_close(o);
	PROVES("R52 D4");
}

static void an_alarm_taken_in_time_tells_nobody_and_a_late_one_at_once(void **state)
{
	struct office *o = office_open();
	int64_t start = o->wall;
	(void)state;
	db_event_begin(o->app.db);
	assert_int_equal(tapped(o, "019303f2-7c10-7abc-8def-012345678901", "GAS", start), OK);
	assert_int_equal(ladder_alarm_taken(&o->app, 1, "kcc"), OK);
	/* made while the line was down: it arrives late already, and says so (R63) */
	assert_int_equal(tapped(o, "019303f2-7c10-7abc-8def-012345678902", "CO", start - HOUR_MS), OK);
	db_event_end(o->app.db, true);
	assert_int_equal(ladder_tick(&o->app, 100), 2);
	assert_int_equal(told(o, "kcc", "phone"), 1);
	assert_int_equal(told(o, "mira", "manager"), 1);
	o->wall = start + DAY_MS;
	assert_int_equal(ladder_tick(&o->app, 100), 0);
	office_close(o);
	PROVES("R52 R63");
}

/* ---- who saw it --------------------------------------------------------------------------- */

static void what_a_role_is_told_each_of_its_people_sees_for_themselves(void **state)
{
	struct office *o = office_open();
	struct notice n = { .t = 1, .due = 2, .what = "late", .clock = "done" };
	(void)state;
	int64_t nr = n.nr = handed(o);
	db_event_begin(o->app.db);
	strcpy(n.who, "role:phone");
	assert_int_equal(notice_add(o->app.db, &n), OK);
	strcpy(n.who, "kcc");
	assert_int_equal(notice_add(o->app.db, &n), OK);
	assert_int_equal(told(o, "kcc", "phone"), 2);
	assert_int_equal(told(o, "karel", "phone"), 1);
	assert_int_equal(notice_see(o->app.db, nr, "kcc", "phone", o->wall), OK);
	assert_int_equal(notice_see(o->app.db, nr, "kcc", "phone", o->wall), ERR_NOT_FOUND);
	assert_int_equal(told(o, "kcc", "phone"), 0);
	assert_int_equal(told(o, "karel", "phone"), 1);
	assert_int_equal(notice_see(o->app.db, nr, "lea", "leader", o->wall), ERR_NOT_FOUND);
	assert_int_equal(notice_close(o->app.db, nr, o->wall), OK); /* a closed case tells a role nothing */
	assert_int_equal(told(o, "karel", "phone"), 0);
	db_event_end(o->app.db, true);
	office_close(o);
	PROVES("D4");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_leader_has_24_clock_hours_and_every_rung_is_told_once),
		cmocka_unit_test(attempts_in_vain_do_not_stop_the_clock_and_contact_does),
		cmocka_unit_test(what_fell_due_while_down_is_told_in_order_and_a_clock_that_jumps_back_tells_nothing_again),
		cmocka_unit_test(an_event_that_is_taken_back_is_told_again),
		cmocka_unit_test(the_legal_clock_runs_from_the_first_report_through_close_and_reopening),
		cmocka_unit_test(a_notice_is_seen_by_whom_it_was_for),
		cmocka_unit_test(an_alarm_nobody_takes_goes_up_the_ladder_until_it_is_taken),
		cmocka_unit_test(an_alarm_taken_in_time_tells_nobody_and_a_late_one_at_once),
		cmocka_unit_test(what_a_role_is_told_each_of_its_people_sees_for_themselves),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
