/* When a day begins the kiosks hear whom to call from now on.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/central/contracts.h"

#include "server/civil.h"
#include "server/feed.h"
#include "server/midnight.h"

static void kiosks_know(struct office *o, const char *phone, const char *first_contact)
{
	BUF(want);
	DB_STMT(st) = db_prepare(o->app.db, "SELECT body FROM feed WHERE feed = 'party' AND key = 'zon'");
	assert_true(db_step(st));
	buf_fmt(&want, "\"phone\":\"%s\"", phone);
	if (!strstr(db_col_text(st, "body"), buf_text(&want)))
		fail_msg("no %s in %s", buf_text(&want), db_col_text(st, "body"));
	buf_clear(&want);
	buf_fmt(&want, "\"first_contact\":\"%s\"", first_contact);
	if (!strstr(db_col_text(st, "body"), buf_text(&want)))
		fail_msg("no %s in %s", buf_text(&want), db_col_text(st, "body"));
}

static bool day_began(struct office *o)
{
	db_event_begin(o->app.db);
	bool began = midnight_pass(&o->app);
	db_event_end(o->app.db, true);
	return began;
}

/* R3, R7: from tomorrow on another contact and another contract hold. */
static void when_a_day_begins_kiosks_hear_whom_to_call_from_now_on(void **state)
{
	struct office *o = *state;
	char today[CIVIL_TEXT], tomorrow[CIVIL_TEXT];
	BUF(csv);
	civil_today(&o->app, today);
	civil_add(today, 1, tomorrow);
	buf_fmt(&csv, CONTRACTS_HEAD "zon,Z-1,,,party,2024-01-01,%s,\nzon,Z-2,,,corporation,%s,,\n", today, tomorrow);
	office_must_import(o, "contracts", buf_text(&csv));
	buf_clear(&csv);
	buf_fmt(&csv, CONTACTS_HEAD "zon,,Oud,088 11,,,2024-01-01,%s,,1\nzon,,Nieuw,088 22,,,%s,,,2\n", today, tomorrow);
	office_must_import(o, "contacts", buf_text(&csv));
	assert_true(day_began(o)); /* the first time there is no day before */
	assert_false(day_began(o));
	kiosks_know(o, "088 11", "party");
	int64_t last = feed_last(o->app.db);
	o->wall = civil_end(&o->app, today);
	assert_false(day_began(o));
	o->wall++; /* midnight, in the zone of the installation */
	assert_true(day_began(o));
	assert_false(day_began(o));
	kiosks_know(o, "088 22", "corporation");
	assert_int_equal(feed_last(o->app.db), last + 1); /* nobody else changed */
	o->wall += 5 * DAY_MS; /* it was off for days: once */
	assert_true(day_began(o));
	assert_false(day_began(o));
	assert_int_equal(feed_last(o->app.db), last + 1);
	PROVES("R3 R7");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(when_a_day_begins_kiosks_hear_whom_to_call_from_now_on, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
