/* What kiosks are told about a home's parties, and the phone desk's own answer.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/energy.h"
#include "server/feed.h"
#include "server/publish.h"
#include "server/register.h"
#include "shared/io/http.h"
#include "tests/unit/central/office.h"

static int set_up(void **state)
{
	*state = office_open();
	return 0;
}

static int tear_down(void **state)
{
	office_close(*state);
	return 0;
}

static struct val *told(struct office *o, const char *feed, const char *key)
{
	struct val *v = NULL;
	DB_STMT(st) = db_prepare(o->app.db, "SELECT body FROM feed WHERE feed = ? AND key = ? AND gone = 0");
	db_bind_text(st, feed);
	db_bind_text(st, key);
	if (db_step(st)) {
		const char *body = db_col_text(st, "body");
		assert_int_equal(val_parse(body, strlen(body), NULL, &v, NULL), OK);
	}
	return v;
}

static struct val *ask(struct office *o, const char *query, int expect)
{
	struct request rq = { .method = HTTP_GET, .path = "/melden/api/v1/energy", .query = query };
	struct reply rp = { 0 };
	struct val *v = NULL;
	assert_int_equal(energy_get(&o->app, &rq, &rp), expect);
	if (!expect)
		assert_int_equal(val_parse(rp.body.data, rp.body.len, NULL, &v, NULL), OK);
	buf_free(&rp.body);
	return v;
}

static void a_home_travels_with_its_parties_and_a_party_with_its_dates(void **state)
{
	struct office *o = *state;
	VAL(home) = told(o, "dwelling", "N-1");
	assert_string_equal(val_str_of(home, "provider", ""), "zon");
	assert_string_equal(val_str_of(home, "supplier", ""), "meet");
	VAL(plain) = told(o, "dwelling", "A-1");
	assert_true(val_is_null(val_get(plain, "provider")));
	VAL(party) = told(o, "party", "zon");
	assert_string_equal(val_str_of(party, "phone", ""), "088 1");
	assert_string_equal(val_str_of(party, "valid_from", ""), "2024-01-01");
	PROVES("R3 R6 R7");
}

static void an_older_office_tells_its_register_once_more(void **state)
{
	struct office *o = *state;
	db_event_begin(o->app.db);
	feed_put(o->app.db, "dwelling", "N-1", "ZON", "{\"street\":\"Zonneweide\"}"); /* an older shape */
	db_event_end(o->app.db, true);
	assert_int_equal(publish_refresh(&o->app), OK);
	VAL(home) = told(o, "dwelling", "N-1");
	assert_string_equal(val_str_of(home, "supplier", ""), "meet");
	VAL(config) = told(o, "config", "energy");
	assert_string_equal(val_str_of(config, "other_party", ""), "dept:energy");
	VAL(complaint) = told(o, "config", "complaint");
	assert_int_equal(val_int_of(complaint, "after_days", 0), 10);
	int64_t last = feed_last(o->app.db);
	assert_int_equal(publish_refresh(&o->app), OK);
	assert_int_equal(feed_last(o->app.db), last); /* and no number is used for nothing */
	PROVES("R3 R9");
}

static void the_phone_desk_gets_the_same_answer(void **state)
{
	struct office *o = *state;
	VAL(meter) = ask(o, "unit=N-1&object=MONITORING", OK);
	assert_string_equal(val_str_of(val_get(meter, "party"), "name", ""), "Meetgoed");
	assert_string_equal(val_str_of(meter, "first", ""), "party");
	VAL(heat) = ask(o, "unit=N-1&object=KRAAN", OK);
	assert_string_equal(val_str_of(val_get(heat, "party"), "name", ""), "Zonzeker");
	VAL(gap) = ask(o, "unit=N-2&object=MONITORING", OK);
	assert_string_equal(val_str_of(gap, "why", ""), "no_party");
	strcpy(o->app.settings.energy_other_text, "Uw meter is van uzelf.");
	VAL(other) = ask(o, "unit=A-1", OK);
	assert_string_equal(val_str_of(val_get(other, "party"), "name", ""), "Duurzaamheid");
	assert_string_equal(val_str_of(val_get(other, "text"), "nl", ""), "Uw meter is van uzelf.");
	office_must_import(o, "suppliers", SUPPLIERS_HEAD "zon,Zonzeker,provider,C1,,party,,,,,\n");
	VAL(empty) = ask(o, "unit=N-1&object=KRAAN", OK);
	assert_string_equal(val_str_of(empty, "why", ""), "out_of_date");
	assert_null(ask(o, "unit=X-9", ERR_INPUT));
	PROVES("R3 R7 R9 R49");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_home_travels_with_its_parties_and_a_party_with_its_dates, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_older_office_tells_its_register_once_more, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_phone_desk_gets_the_same_answer, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
