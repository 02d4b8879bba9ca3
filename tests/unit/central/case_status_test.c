/* What kiosks hear of a case: with whom it is, the appointment, and whether its tenant is to be asked.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/central/acts.h"
#include "server/case_view.h"
#include "tests/unit/central/office.h"

#define PROOF "{\"by\":\"Zonzeker\",\"when\":\"2026-11-28\",\"what\":\"scherm vervangen\"}"

static int set_up(void **state)
{
	struct office *o = office_open();
	office_must_import(o, "rules", "rank,rule,party,reason\n10,alles,zon,Gewoon\n");
	*state = o;
	return 0;
}

static int tear_down(void **state)
{
	office_close(*state);
	return 0;
}

static int64_t filed(struct office *o)
{
	struct report r;
	office_report(&r, 0);
	strcpy(r.unit, "N-1");
	return office_case(o, &r, 0);
}

/* What the feed says now. */
static struct val *told(struct office *o)
{
	struct val *v = NULL;
	DB_STMT(st) = db_prepare(o->app.db, "SELECT body FROM feed WHERE feed = 'case' AND gone = 0");
	assert_true(db_step(st));
	const char *body = db_col_text(st, "body");
	assert_int_equal(val_parse(body, strlen(body), NULL, &v, NULL), OK);
	assert_false(db_step(st));
	return v;
}

static void a_kiosk_hears_with_whom_a_case_is(void **state)
{
	struct office *o = *state;
	filed(o);
	VAL(v) = told(o);
	assert_string_equal(val_str_of(v, "state", ""), "new");
	assert_string_equal(val_str_of(v, "party", ""), "Zonzeker");
	assert_string_equal(val_str_of(v, "party_key", ""), "zon");
	assert_null(val_get(v, "ask"));
	assert_null(val_get(v, "when"));
	PROVES("R64");
}

static void the_newest_appointment_stands_while_it_is_planned(void **state)
{
	struct office *o = *state;
	int64_t nr = filed(o);
	must(o, nr, AC_PLAN, "{\"day\":\"2026-11-30\",\"part\":\"OCH\"}");
	must(o, nr, AC_PLAN, "{\"day\":\"2026-12-01\",\"part\":\"MID\"}");
	VAL(planned) = told(o);
	const struct val *when = val_get(planned, "when");
	assert_string_equal(val_str_of(when, "day", ""), "2026-12-01");
	assert_string_equal(val_str_of(when, "part", ""), "MID");
	must(o, nr, AC_DONE, PROOF);
	VAL(done) = told(o);
	assert_null(val_get(done, "when"));
	PROVES("R64");
}

static void say(struct office *o, int64_t nr, const char *detail)
{
	db_event_begin(o->app.db);
	assert_int_equal(event_add(o->app.db, nr, o->wall, "K7QD", "said", detail), OK);
	case_publish_step(&o->app, nr);
	db_event_end(o->app.db, true);
}

static void must_ask(struct office *o, bool wanted)
{
	VAL(v) = told(o);
	assert_non_null(val_get(v, "ask"));
	assert_int_equal(val_bool_of(v, "ask", !wanted), wanted);
}

static void a_tenant_is_asked_once_per_ending(void **state)
{
	struct office *o = *state;
	int64_t nr = filed(o);
	say(o, nr, "{\"answer\":\"solved\"}"); /* before it was done: says nothing of that */
	must(o, nr, AC_START, NULL);
	must(o, nr, AC_DONE, PROOF);
	must_ask(o, true);
	must(o, nr, AC_NOTE, "{\"note\":\"gebeld\"}");
	say(o, nr, "{\"answer\":\"complaint\"}");
	must_ask(o, true);
	say(o, nr, "{\"answer\":\"half\"}");
	must_ask(o, false);
	must(o, nr, AC_NOTE, "{\"note\":\"gebeld\"}");
	must_ask(o, false);
	must(o, nr, AC_REOPEN, "{\"note\":\"half\"}");
	must(o, nr, AC_START, NULL);
	must(o, nr, AC_DONE, PROOF);
	must_ask(o, true);
	must(o, nr, AC_CLOSE, NULL);
	must_ask(o, true);
	PROVES("D8 R64");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_kiosk_hears_with_whom_a_case_is, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_newest_appointment_stands_while_it_is_planned, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_tenant_is_asked_once_per_ending, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
