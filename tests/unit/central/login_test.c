/* Log-in limits, roles, mails of a confirmation.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/login.h"
#include "server/notify.h"
#include "server/routes.h"
#include "server/staff_store.h"
#include "shared/io/mail.h"
#include "tests/unit/central/office.h"

static void wrong_attempts_make_the_next_one_wait_longer(void **state)
{
	struct login_limits l = { .running = 0 };
	int64_t t = 1000;
	(void)state;
	for (int i = 0; i < LOGIN_FREE_TRIES; i++) {
		assert_int_equal(login_wait(&l, "kcc", "10.0.0.1", t), 0);
		login_wrong(&l, "kcc", "10.0.0.1", t);
	}
	assert_int_equal(login_wait(&l, "kcc", "10.0.0.2", t), 2);
	login_wrong(&l, "kcc", "10.0.0.1", t);
	assert_int_equal(login_wait(&l, "kcc", "10.0.0.1", t), 4);
	assert_int_equal(login_wait(&l, "kcc", "10.0.0.1", t + 4000), 0);
	assert_int_equal(login_wait(&l, "planner", "10.0.0.9", t), 0);
	login_right(&l, "kcc");
	assert_int_equal(login_wait(&l, "kcc", "10.0.0.1", t), 0);
	PROVES("-");
}

static void one_address_cannot_try_many_names(void **state)
{
	struct login_limits l = { .running = 0 };
	char name[16];
	(void)state;
	for (int i = 0; i < LOGIN_FREE_TRIES * 6; i++) {
		snprintf(name, sizeof name, "n%d", i);
		login_wrong(&l, name, "10.0.0.1", 0);
	}
	assert_true(login_wait(&l, "fresh", "10.0.0.1", 0) > 0);
	assert_int_equal(login_wait(&l, "fresh", "10.0.0.2", 0), 0);
	assert_int_equal(login_wait(&l, "fresh", "10.0.0.1", LOGIN_WINDOW_MS + 1), 0);
	PROVES("-");
}

/* More names than slots: old rows make room, nothing grows. */
static void the_table_of_attempts_is_bounded(void **state)
{
	struct login_limits l = { .running = 0 };
	char name[16];
	(void)state;
	for (int i = 0; i < LOGIN_SLOTS * 4; i++) {
		snprintf(name, sizeof name, "n%d", i);
		login_wrong(&l, name, name, i);
	}
	for (int i = 0; i < LOGIN_FREE_TRIES; i++)
		login_wrong(&l, "last", "x", LOGIN_SLOTS * 4);
	assert_true(login_wait(&l, "last", "y", LOGIN_SLOTS * 4) > 0);
	PROVES("-");
}

static void every_staff_door_that_changes_something_is_behind_a_role(void **state)
{
	(void)state;
	for (const struct route *r = ROUTES; r->path; r++) {
		bool device = (r->who & WHO_DEVICE) != 0;
		bool login = strstr(r->path, "/login") != NULL;
		if (r->method != HTTP_GET && !device && !login && (r->who & WHO_ANYONE))
			fail_msg("%s is open to anyone", r->path);
		bool noted = strstr(r->help, "noted in the audit") != NULL; /* and nothing else */
		if (r->tx == TX_WRITE && r->method == HTTP_GET && !device && !noted)
			fail_msg("GET %s writes", r->path);
		assert_non_null(r->handler);
		assert_non_null(r->help);
	}
	PROVES("-");
}

static void the_printed_doors_are_the_known_ones(void **state)
{
	BUF(golden);
	BUF(now);
	(void)state;
	assert_int_equal(fs_read("tests/golden/central-routes.txt", 65536, &golden), OK);
	http_print_routes(ROUTES, &now);
	assert_string_equal(buf_text(&now), buf_text(&golden));
	PROVES("-");
}

static void accounts_and_sessions(void **state)
{
	struct office *o = office_open();
	struct staff s;
	struct staff_session in = { .csrf = "c", .created = o->wall }, out;
	char hash[128];
	(void)state;
	db_event_begin(o->app.db);
	assert_int_equal(password_hash("een lang woord", hash), OK);
	assert_int_equal(staff_add(o->app.db, "kcc", "phone", hash, o->wall), OK);
	assert_int_equal(staff_add(o->app.db, "kcc", "phone", hash, o->wall), ERR_CONFLICT);
	assert_int_equal(staff_add(o->app.db, "x", "boss", hash, o->wall), ERR_INPUT);
	assert_true(staff_find(o->app.db, "kcc", &s));
	assert_true(password_check(s.hash, "een lang woord"));
	assert_false(password_check(s.hash, "een ander woord"));
	strcpy(in.name, "kcc");
	memset(in.token, 7, sizeof in.token);
	assert_int_equal(session_add(o->app.db, &in), OK);
	assert_true(session_find(o->app.db, in.token, &out));
	assert_string_equal(out.role, "phone");
	assert_int_equal(staff_set_hash(o->app.db, "kcc", hash), OK);
	assert_false(session_find(o->app.db, in.token, &out)); /* a new password ends log-ins */
	db_event_end(o->app.db, true);
	office_close(o);
	PROVES("-");
}

static void a_mail_says_who_deals_with_it_and_goes_out_the_same_every_time(void **state)
{
	struct office *o = office_open();
	struct report r;
	struct outgoing out;
	struct mail first, again;
	char why[120];
	BUF(text);
	(void)state;
	strcpy(o->app.settings.name, "Woonstichting Proef");
	strcpy(o->app.settings.mail, "info@proef.example");
	office_must_import(o, "rules", RULES_DEFAULT);
	office_report(&r, 0);
	strcpy(r.name, "Zoë");
	int64_t nr = office_case(o, &r, 0);
	assert_true(outgoing_find(o->app.db, nr * 100 + 1, &out));
	assert_int_equal(out.nr, nr);
	assert_int_equal(notify_compose(&o->app, &out, &first, why, sizeof why), OK);
	o->wall += HOUR_MS;
	assert_int_equal(notify_compose(&o->app, &out, &again, why, sizeof why), OK);
	assert_string_equal(first.id, again.id);
	assert_string_equal(first.to, "j@x.example");
	assert_non_null(strstr(first.text, r.receipt));
	assert_non_null(strstr(first.text, "Reparatie en onderhoud"));
	assert_non_null(strstr(first.text, "Woonstichting Proef"));
	mail_write(&first, &text);
	assert_non_null(strstr(buf_text(&text), "Beste Zo=C3=AB,"));
	assert_non_null(strstr(buf_text(&text), "Auto-Submitted: auto-generated\r\n"));
	for (const char *p = buf_text(&text); *p; p += strcspn(p, "\n") + 1)
		assert_true(strcspn(p, "\n") <= 79);
	notify_mail_free(&first);
	notify_mail_free(&again);
	office_close(o);
	PROVES("R1 R41");
}

/* Somebody else may read it: what is said of people stays at the office. */
static void a_mail_about_people_says_nothing_of_them(void **state)
{
	struct office *o = office_open();
	struct report r;
	struct outgoing out;
	struct mail mail;
	char why[120];
	(void)state;
	strcpy(o->app.settings.mail, "info@proef.example");
	office_must_import(o, "rules", RULES_DEFAULT);
	office_about_people(&r, 0);
	strcpy(r.words, "mijn bovenbuurman Karel schreeuwt");
	int64_t nr = office_case(o, &r, 0);
	assert_true(outgoing_find(o->app.db, nr * 100 + 1, &out));
	assert_int_equal(notify_compose(&o->app, &out, &mail, why, sizeof why), OK);
	assert_null(strstr(mail.text, "Overlast"));
	assert_null(strstr(mail.text, "Geluid"));
	assert_null(strstr(mail.text, "Karel"));
	assert_non_null(strstr(mail.text, "uw melding in vertrouwen"));
	notify_mail_free(&mail);
	office_close(o);
	PROVES("R55");
}

static void a_mail_is_never_sent_twice(void **state)
{
	struct office *o = office_open();
	struct report r;
	struct outgoing out;
	int64_t next;
	(void)state;
	office_report(&r, 0);
	office_case(o, &r, 0);
	struct db *db = o->app.db;
	db_event_begin(db);
	assert_true(outgoing_next_mail(db, o->wall, &out, &next));
	assert_int_equal(outgoing_begin(db, out.n), OK);
	assert_int_equal(outgoing_begin(db, out.n), ERR_CONFLICT);
	assert_false(outgoing_next_mail(db, o->wall, &out, &next));
	assert_int_equal(outgoing_recover(db, o->wall), 1); /* power went while it was leaving */
	assert_false(outgoing_next_mail(db, o->wall + DAY_MS, &out, &next));
	assert_true(outgoing_find(db, 101, &out));
	assert_string_equal(out.state, "unsure");
	db_event_end(db, true);
	assert_int_equal(notify_backoff(1), MINUTE_MS);
	assert_int_equal(notify_backoff(4), HOUR_MS);
	assert_int_equal(notify_backoff(11), 4 * HOUR_MS);
	office_close(o);
	PROVES("R41");
}

static bool count_call(void *ctx, const struct outgoing *o)
{
	(void)o;
	++*(int *)ctx;
	return true;
}

/* What the list of calls shows. */
static int calls_to_make(struct db *db)
{
	int n = 0;
	outgoing_calls(db, 10, count_call, &n);
	return n;
}

static void a_call_task_stays_until_somebody_was_reached(void **state)
{
	struct office *o = office_open();
	struct report r;
	struct outgoing out;
	(void)state;
	office_report(&r, 0);
	strcpy(r.fault, "LEK");
	office_case(o, &r, 0);
	struct db *db = o->app.db;
	db_event_begin(db);
	assert_int_equal(outgoing_call_count(db, 10), 1);
	assert_int_equal(outgoing_called(db, 101, false, "kcc", "voicemail", o->wall), OK);
	assert_int_equal(outgoing_call_count(db, 10), 1);
	assert_int_equal(calls_to_make(db), 1);
	assert_int_equal(outgoing_called(db, 101, true, "kcc", "", o->wall), OK);
	assert_int_equal(outgoing_call_count(db, 10), 0);
	assert_int_equal(calls_to_make(db), 0);
	assert_int_equal(outgoing_called(db, 101, true, "kcc", "", o->wall), ERR_CONFLICT);
	assert_true(outgoing_find(db, 101, &out));
	assert_string_equal(out.state, "reached");
	assert_int_equal(out.attempts, 2);
	db_event_end(db, true);
	office_close(o);
	PROVES("R42");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wrong_attempts_make_the_next_one_wait_longer),
		cmocka_unit_test(one_address_cannot_try_many_names),
		cmocka_unit_test(the_table_of_attempts_is_bounded),
		cmocka_unit_test(every_staff_door_that_changes_something_is_behind_a_role),
		cmocka_unit_test(the_printed_doors_are_the_known_ones),
		cmocka_unit_test(accounts_and_sessions),
		cmocka_unit_test(a_mail_says_who_deals_with_it_and_goes_out_the_same_every_time),
		cmocka_unit_test(a_mail_about_people_says_nothing_of_them),
		cmocka_unit_test(a_mail_is_never_sent_twice),
		cmocka_unit_test(a_call_task_stays_until_somebody_was_reached),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
