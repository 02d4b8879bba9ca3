/* What people decide about messages afterwards, what the history keeps of them, and the queue of older versions.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/central/notify_office.h"

extern const struct db_migration server_migrations[];

static bool count_row(void *ctx, const struct outgoing *o)
{
	(void)o;
	++*(int *)ctx;
	return true;
}

static void only_a_person_lets_an_unsure_mail_go_again(void **state)
{
	struct office *o = office();
	struct db *db = o->app.db;
	struct outgoing row;
	int64_t nr = a_case(o, 0, "nl", false), n = nr * 100 + 1, next;
	int trouble = 0;
	(void)state;
	db_event_begin(db);
	assert_int_equal(notify_retry(&o->app, n, "kcc"), ERR_CONFLICT); /* it waits already */
	assert_int_equal(outgoing_begin(db, n), OK);
	assert_int_equal(notify_retry(&o->app, n, "kcc"), ERR_CONFLICT); /* under way */
	assert_int_equal(notify_drop(&o->app, n, "kcc"), ERR_CONFLICT);
	assert_int_equal(outgoing_recover(db, o->wall), 1);
	outgoing_trouble(db, 10, count_row, &trouble);
	assert_int_equal(trouble, 1);
	assert_int_equal(outgoing_trouble_count(db, 10), 1);
	assert_false(outgoing_next_mail(db, o->wall + 100 * DAY_MS, &row, &next));
	assert_int_equal(notify_retry(&o->app, n, "kcc"), OK);
	assert_true(outgoing_next_mail(db, o->wall, &row, &next));
	assert_int_equal(row.attempts, 0);
	assert_int_equal(outgoing_trouble_count(db, 10), 0);
	assert_int_equal(outgoing_begin(db, n), OK);
	assert_int_equal(outgoing_settle(db, n, "failed", 0, o->wall, "smtp_550"), OK);
	assert_int_equal(notify_drop(&o->app, n, "kcc"), OK);
	assert_int_equal(notify_drop(&o->app, n, "kcc"), ERR_CONFLICT);
	assert_int_equal(notify_retry(&o->app, n, "kcc"), ERR_CONFLICT);
	assert_int_equal(notify_retry(&o->app, 999999, "kcc"), ERR_NOT_FOUND);
	assert_int_equal(events(o, "mail_retried"), 1);
	assert_int_equal(events(o, "message_dropped"), 1);
	db_event_end(db, true);
	office_close(o);
	PROVES("R41");
}

/* Sent, came back, told by telephone: each once, and a confirmation told is confirmed. */
static void a_mail_that_came_back_reaches_its_reader_another_way(void **state)
{
	struct office *o = office();
	struct db *db = o->app.db;
	struct outgoing row;
	int64_t nr = a_case(o, 0, "nl", false), n = nr * 100 + 1, next;
	(void)state;
	db_event_begin(db);
	assert_int_equal(notify_bounced(&o->app, n, "kcc"), ERR_CONFLICT); /* it did not leave */
	assert_int_equal(outgoing_begin(db, n), OK);
	assert_int_equal(notify_handed(&o->app, n, NOTIFY_PHONE, "kcc"), ERR_CONFLICT);
	assert_int_equal(outgoing_settle(db, n, "sent", 0, o->wall, ""), OK);
	assert_int_equal(notify_handed(&o->app, n, NOTIFY_PHONE, "kcc"), ERR_CONFLICT);
	assert_int_equal(notify_bounced(&o->app, n, "kcc"), OK);
	assert_int_equal(notify_bounced(&o->app, n, "kcc"), ERR_CONFLICT);
	assert_int_equal(notify_handed(&o->app, n, NOTIFY_PHONE, "kcc"), OK);
	assert_int_equal(notify_handed(&o->app, n, NOTIFY_PAPER, "kcc"), ERR_CONFLICT);
	assert_int_equal(notify_retry(&o->app, n, "kcc"), ERR_CONFLICT);
	assert_false(outgoing_next_mail(db, o->wall + 100 * DAY_MS, &row, &next));
	assert_true(outgoing_find(db, n, &row));
	assert_string_equal(row.state, "handed");
	assert_string_equal(row.note, "phone");
	assert_int_equal(events(o, "mail_failed"), 1);
	assert_int_equal(events(o, "message_told"), 1);
	db_event_end(db, true);
	office_close(o);
	PROVES("R41");
}

static void the_history_holds_no_address(void **state)
{
	struct office *o = office();
	struct outgoing row;
	int64_t nr = a_case(o, 0, "nl", false);
	(void)state;
	db_event_begin(o->app.db);
	assert_true(outgoing_find(o->app.db, nr * 100 + 1, &row));
	assert_int_equal(notify_tell(&o->app, &row, "mail_failed", "-",
				     "smtp_550 5.1.1 <emine@huurder.example> unknown"), OK);
	assert_int_equal(db_ask_int(o->app.db, "SELECT count(*) FROM case_event WHERE detail ="
		" '{\"letter\":\"confirmation\",\"message\":101,\"via\":\"mail\",\"why\":\"smtp_550\"}'", 0), 1);
	db_event_end(o->app.db, true);
	office_close(o);
	PROVES("-");
}

static void a_case_can_have_more_than_a_hundred_messages(void **state)
{
	struct office *o = office();
	int64_t nr = a_case(o, 0, "nl", false), other = a_case(o, 1, "nl", false), n = 0;
	int seen = 0, seen_other = 0;
	(void)state;
	db_event_begin(o->app.db);
	for (int i = 0; i < 150; i++) {
		const struct outgoing_order order = { nr, "sms", "referral", "referral-short", "", "", 5 };
		assert_int_equal(outgoing_queue(o->app.db, &order, &n), OK);
	}
	assert_true(n < INT64_C(1) << 52); /* JSON carries it */
	outgoing_each(o->app.db, NULL, nr, 1000, count_row, &seen);
	outgoing_each(o->app.db, NULL, other, 1000, count_row, &seen_other);
	assert_int_equal(seen, 151);
	assert_int_equal(seen_other, 1);
	db_event_end(o->app.db, true);
	office_close(o);
	PROVES("-");
}

/* An installation of before keeps every message it had. */
static void the_old_queue_is_kept(void **state)
{
	struct db_migration old[8];
	DB(db);
	struct outgoing row;
	int count = 0;
	(void)state;
	for (const struct db_migration *m = server_migrations; m->number; m++)
		if (m->number <= 3)
			old[count++] = *m;
	old[count] = (struct db_migration){ 0, NULL, NULL };
	assert_int_equal(db_open(NULL, DB_MEMORY, 1024, &db), OK);
	assert_int_equal(db_migrate(db, old, NULL), OK);
	assert_int_equal(db_exec(db, "PRAGMA foreign_keys=OFF"), OK);
	assert_int_equal(db_exec(db, "INSERT INTO outgoing VALUES"
		" (101, 1, 'mail', 'confirmation', 'unsure', 5, 2, 6, NULL, 'cut_off'),"
		" (201, 2, 'call', 'planning', 'waiting', 7, 0, NULL, NULL, NULL)"), OK);
	assert_int_equal(db_migrate(db, server_migrations, NULL), OK);
	assert_true(outgoing_find(db, 101, &row));
	assert_string_equal(row.state, "unsure");
	assert_string_equal(row.note, "cut_off");
	assert_string_equal(row.letter, "");
	assert_int_equal(row.attempts, 2);
	assert_int_equal(row.done, 6);
	assert_int_equal(outgoing_call_count(db, 10), 1);
	assert_int_equal(outgoing_trouble_count(db, 10), 1);
	PROVES("-");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_a_person_lets_an_unsure_mail_go_again),
		cmocka_unit_test(a_mail_that_came_back_reaches_its_reader_another_way),
		cmocka_unit_test(the_history_holds_no_address),
		cmocka_unit_test(a_case_can_have_more_than_a_hundred_messages),
		cmocka_unit_test(the_old_queue_is_kept),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
