/* `portiek-central user …`: accounts from the command line, what it says and what it leaves behind.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/central/verbs.h"

#include "server/audit_store.h"
#include "server/staff_store.h"

#define LONG_ENOUGH "negen koeien"

static struct office *with_two(void)
{
	struct office *o = office_open();

	verb_says(o, "user add baas --role admin", LONG_ENOUGH, OK, "added baas (admin)\n");
	verb_says(o, "user add kees --role phone --departments dept:repair,dept:energy", LONG_ENOUGH, OK,
		  "added kees (phone)\n");
	return o;
}

static struct staff account(struct office *o, const char *name)
{
	struct staff s;

	assert_true(staff_find(o->app.db, name, &s));
	return s;
}

static void log_in(struct office *o, const char *name)
{
	struct staff_session s = { .csrf = "c", .created = o->wall };

	memset(s.token, name[0], sizeof s.token);
	text_copy(s.name, sizeof s.name, name);
	db_event_begin(o->app.db);
	assert_int_equal(session_add(o->app.db, &s), OK);
	db_event_end(o->app.db, true);
}

static int logged_in(struct office *o, const char *name)
{
	return (int)session_count(o->app.db, name, 0);
}

static void an_account_begins_with_what_was_typed(void **state)
{
	struct office *o = with_two();
	struct staff kees = account(o, "kees");

	(void)state;
	assert_string_equal(kees.departments, "dept:energy dept:repair");
	assert_true(password_check(kees.hash, LONG_ENOUGH));
	assert_null(strstr(kees.hash, LONG_ENOUGH));
	assert_false(kees.must_change); /* it was typed by hand, not handed out */
	verb_says(o, "user list", "", OK, "baas                     admin\nkees                     phone\n");
	verb_says(o, "user list --json", "", OK, "[{\"name\":\"baas\",\"role\":\"admin\",\"disabled\":false},"
		  "{\"name\":\"kees\",\"role\":\"phone\",\"disabled\":false}]\n");
	office_close(o);
	PROVES("-");
}

static void what_is_wrong_is_said_and_leaves_nothing(void **state)
{
	struct office *o = with_two();

	(void)state;
	verb_says(o, "user add kees --role planner", LONG_ENOUGH, ERR_CONFLICT, "kees has an account already\n");
	verb_says(o, "user add piet --role phone", "te kort", ERR_INPUT, "a password has at least 10 characters\n");
	verb_says(o, "user add piet --role boss", LONG_ENOUGH, ERR_USAGE,
		  "--role is one of: phone leader planner caretaker manager admin\n");
	verb_says(o, "user add piet --role phone --departments dept:nowhere", LONG_ENOUGH, ERR_INPUT,
		  "departments is not right; see --help\n");
	verb_says(o, "user add a<b --role phone", LONG_ENOUGH, ERR_INPUT, "name is not right; see --help\n");
	verb_says(o, "user role kees --role boss", "", ERR_INPUT, "role is not right; see --help\n");
	verb_says(o, "user passwd kees", "te kort", ERR_INPUT, "a password has at least 10 characters\n");
	assert_true(password_check(account(o, "kees").hash, LONG_ENOUGH));
	assert_string_equal(account(o, "kees").role, "phone");
	verb_says(o, "user list", "", OK, "baas                     admin\nkees                     phone\n");
	office_close(o);
	PROVES("-");
}

static void each_change_asks_for_one_name_and_knows_it(void **state)
{
	static const char *const CHANGES[] = { "passwd", "role", "departments", "block", "unblock", "logout" };
	struct office *o = with_two();

	(void)state;
	verb_says(o, "user add --role phone", LONG_ENOUGH, ERR_USAGE, "give one NAME\n");
	for (size_t i = 0; i < COUNT_OF(CHANGES); i++) {
		char line[60];

		snprintf(line, sizeof line, "user %s", CHANGES[i]);
		verb_says(o, line, LONG_ENOUGH, ERR_USAGE, "give one NAME\n");
		snprintf(line, sizeof line, "user %s kees baas", CHANGES[i]);
		verb_says(o, line, LONG_ENOUGH, ERR_USAGE, "give one NAME\n");
		snprintf(line, sizeof line, "user %s niemand%s", CHANGES[i], strcmp(CHANGES[i], "role") ? "" : " --role phone");
		verb_says(o, line, LONG_ENOUGH, ERR_NOT_FOUND, "no account niemand\n");
	}
	office_close(o);
	PROVES("-");
}

static void a_new_password_ends_the_log_ins_made_with_the_old_one(void **state)
{
	struct office *o = with_two();

	(void)state;
	log_in(o, "kees");
	log_in(o, "baas");
	verb_says(o, "user passwd kees", "tien paarden", OK, "changed the password of kees; its log-ins ended\n");
	assert_true(password_check(account(o, "kees").hash, "tien paarden"));
	assert_false(password_check(account(o, "kees").hash, LONG_ENOUGH));
	assert_int_equal(logged_in(o, "kees"), 0);
	assert_int_equal(logged_in(o, "baas"), 1);
	office_close(o);
	PROVES("-");
}

static void who_is_blocked_or_logged_out_is_so_at_once(void **state)
{
	struct office *o = with_two();

	(void)state;
	log_in(o, "kees");
	verb_says(o, "user logout kees", "", OK, "all log-ins of kees ended\n");
	assert_int_equal(logged_in(o, "kees"), 0);
	assert_false(account(o, "kees").disabled);
	log_in(o, "kees");
	verb_says(o, "user block kees", "", OK, "kees is blocked; its log-ins ended\n");
	assert_int_equal(logged_in(o, "kees"), 0);
	assert_true(account(o, "kees").disabled);
	verb_says(o, "user list", "", OK, "baas                     admin\nkees                     phone (disabled)\n");
	verb_says(o, "user unblock kees", "", OK, "kees may log in again\n");
	assert_false(account(o, "kees").disabled);
	office_close(o);
	PROVES("-");
}

static void the_command_line_locks_nobody_out_either(void **state)
{
	struct office *o = with_two();

	(void)state;
	verb_says(o, "user role kees --role leader", "", OK, "kees is now leader\n");
	verb_says(o, "user departments kees", "", OK, "kees works for all departments\n");
	verb_says(o, "user departments kees --departments dept:living", "", OK, "kees works for dept:living\n");
	verb_says(o, "user block baas", "", ERR_CONFLICT, "baas is the last administrator who can log in\n");
	verb_says(o, "user role baas --role phone", "", ERR_CONFLICT, "baas is the last administrator who can log in\n");
	verb_says(o, "user role kees --role admin", "", OK, "kees is now admin\n");
	verb_says(o, "user block baas", "", OK, "baas is blocked; its log-ins ended\n");
	office_close(o);
	PROVES("-");
}

struct told {
	int n, plain; /* rows; of them from the command line, about kees, without a password */
};

static void count(void *ctx, const struct audit_row *r)
{
	struct told *t = ctx;

	t->n++;
	t->plain += !strcmp(r->who, "-") && !strcmp(r->about, "kees") && !strstr(r->detail, "koeien");
}

static struct told audited(struct office *o)
{
	const struct audit_query q = { .who = "", .kinds = "user", .hidden = "", .until = INT64_MAX, .limit = 50 };
	struct told t = { 0 };

	audit_each(o->app.db, &q, count, &t);
	return t;
}

static void every_change_stands_in_the_audit(void **state)
{
	struct office *o = with_two();
	struct told before = audited(o), after;

	(void)state;
	verb_says(o, "user role kees --role leader", "", OK, "kees is now leader\n");
	verb_says(o, "user passwd kees", "elf koeien", OK, "changed the password of kees; its log-ins ended\n");
	verb_says(o, "user block kees", "", OK, "kees is blocked; its log-ins ended\n");
	verb_says(o, "user role kees --role boss", "", ERR_INPUT, "role is not right; see --help\n");
	verb_says(o, "user list", "", OK, "baas                     admin\nkees                     leader (disabled)\n");
	after = audited(o);
	assert_int_equal(after.n, before.n + 3);
	assert_int_equal(after.plain, before.plain + 3);
	office_close(o);
	PROVES("D12");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_account_begins_with_what_was_typed),
		cmocka_unit_test(what_is_wrong_is_said_and_leaves_nothing),
		cmocka_unit_test(each_change_asks_for_one_name_and_knows_it),
		cmocka_unit_test(a_new_password_ends_the_log_ins_made_with_the_old_one),
		cmocka_unit_test(who_is_blocked_or_logged_out_is_so_at_once),
		cmocka_unit_test(the_command_line_locks_nobody_out_either),
		cmocka_unit_test(every_change_stands_in_the_audit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
