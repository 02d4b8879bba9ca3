/* Administration: accounts and what protects them, the chain of the audit and who reads it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/central/office.h"

#include "server/audit_api.h"
#include "server/audit_store.h"
#include "server/login.h"
#include "server/staff_store.h"
#include "server/user_change.h"
#include "shared/io/http.h"

static struct user_change by(struct office *o, const char *who, const char *name)
{
	return (struct user_change){ &o->app, who, name };
}

static struct office *begin(void)
{
	struct office *o = office_open();
	const char *why;
	struct user_change root = by(o, "-", "baas"), kcc = by(o, "baas", "kees");
	db_event_begin(o->app.db);
	assert_int_equal(user_add(&root, "admin", "", "x", false, &why), OK);
	assert_int_equal(user_add(&kcc, "phone", "dept:repair dept:energy", "x", true, &why), OK);
	return o;
}

static void end(struct office *o)
{
	db_event_end(o->app.db, true);
	office_close(o);
}

static void log_in(struct office *o, const char *name, uint8_t mark)
{
	struct staff_session s = { .csrf = "c", .created = o->wall };
	memset(s.token, mark, sizeof s.token);
	snprintf(s.name, sizeof s.name, "%s", name);
	assert_int_equal(session_add(o->app.db, &s), OK);
}

static void an_account_is_made_and_changed(void **state)
{
	struct office *o = begin();
	struct staff s;
	const char *why;
	struct user_change kees = by(o, "baas", "kees");
	(void)state;
	assert_true(staff_find(o->app.db, "kees", &s));
	assert_string_equal(s.departments, "dept:energy dept:repair");
	assert_true(s.must_change);
	assert_int_equal(user_departments(&kees, "dept:living", &why), OK);
	assert_int_equal(user_departments(&kees, "dept:nowhere", &why), ERR_INPUT);
	assert_string_equal(why, "departments");
	assert_int_equal(user_role(&kees, "planner", &why), OK);
	assert_int_equal(user_role(&kees, "boss", &why), ERR_INPUT);
	assert_string_equal(why, "role");
	assert_int_equal(user_password(&kees, "y", false, &why), OK);
	assert_true(staff_find(o->app.db, "kees", &s));
	assert_string_equal(s.departments, "dept:living");
	assert_string_equal(s.role, "planner");
	assert_false(s.must_change);
	struct user_change again = by(o, "baas", "kees"), bad = by(o, "baas", "a<b"),
			   none = by(o, "baas", "niemand");
	assert_int_equal(user_add(&again, "phone", "", "x", true, &why), ERR_CONFLICT);
	assert_string_equal(why, "taken");
	assert_int_equal(user_add(&bad, "phone", "", "x", true, &why), ERR_INPUT);
	assert_string_equal(why, "name");
	assert_int_equal(user_block(&none, true, &why), ERR_NOT_FOUND);
	end(o);
	PROVES("-");
}

static void nobody_locks_himself_or_everybody_out(void **state)
{
	struct office *o = begin();
	const char *why = NULL;
	struct user_change self = by(o, "baas", "baas"), line = by(o, "-", "baas");
	(void)state;
	assert_int_equal(user_block(&self, true, &why), ERR_CONFLICT);
	assert_string_equal(why, "self");
	assert_int_equal(user_role(&self, "manager", &why), ERR_CONFLICT);
	assert_string_equal(why, "self");
	assert_int_equal(user_block(&line, true, &why), ERR_CONFLICT);
	assert_string_equal(why, "last");
	assert_int_equal(user_role(&line, "manager", &why), ERR_CONFLICT);
	assert_string_equal(why, "last");
	struct user_change second = by(o, "baas", "anna");
	assert_int_equal(user_add(&second, "admin", "", "x", false, &why), OK);
	struct user_change other = by(o, "anna", "baas");
	assert_int_equal(user_block(&other, true, &why), OK);
	struct user_change left = by(o, "-", "anna"); /* a blocked administrator is none */
	assert_int_equal(user_block(&left, true, &why), ERR_CONFLICT);
	assert_string_equal(why, "last");
	end(o);
	PROVES("-");
}

static void blocking_and_logging_out_end_what_is_open(void **state)
{
	struct office *o = begin();
	struct staff_session s;
	const char *why;
	uint8_t token[HASH_BYTES];
	struct user_change kees = by(o, "baas", "kees");
	(void)state;
	log_in(o, "kees", 1);
	log_in(o, "kees", 2);
	log_in(o, "baas", 3);
	assert_int_equal(session_count(o->app.db, "kees", 0), 2);
	assert_int_equal(user_log_out(&kees, &why), OK);
	assert_int_equal(session_count(o->app.db, "kees", 0), 0);
	assert_int_equal(session_count(o->app.db, "baas", 0), 1);
	log_in(o, "kees", 1);
	memset(token, 1, sizeof token);
	assert_true(session_find(o->app.db, token, &s));
	assert_true(s.must_change);
	assert_string_equal(s.departments, "dept:energy dept:repair");
	assert_int_equal(user_block(&kees, true, &why), OK);
	assert_false(session_find(o->app.db, token, &s));
	assert_int_equal(user_block(&kees, false, &why), OK);
	assert_false(session_find(o->app.db, token, &s));
	end(o);
	PROVES("-");
}

/* ---- audit -------------------------------------------------------------------------------- */

struct seen {
	int n;
	char first[64];
};

static void see(void *ctx, const struct audit_row *r)
{
	struct seen *s = ctx;
	if (!s->n++)
		snprintf(s->first, sizeof s->first, "%s %s %s", r->who, r->what, r->about);
}

static int asked(struct office *o, const char *who, const char *kinds, const char *hidden, char *first)
{
	struct seen s = { .first = "" };
	const struct audit_query q = { .who = who, .kinds = kinds, .hidden = hidden,
				       .until = INT64_MAX, .limit = 50 };
	audit_each(o->app.db, &q, see, &s);
	snprintf(first, 64, "%s", s.first);
	return s.n;
}

static void the_audit_is_asked_by_person_and_kind(void **state)
{
	struct office *o = begin();
	char first[64];
	(void)state;
	app_audit(&o->app, "kees", "login", "10.0.0.1");
	app_audit_about(&o->app, "kees", "login.failed", "", "10.0.0.1");
	app_audit_about(&o->app, "baas", "rules.publish", "3", "");
	assert_int_equal(asked(o, "", "", "ladder", first), 5);
	assert_string_equal(first, "baas rules.publish 3");
	assert_int_equal(asked(o, "kees", "", "", first), 2);
	assert_int_equal(asked(o, "", "login", "", first), 2);
	assert_int_equal(asked(o, "", "rules user", "", first), 3);
	assert_int_equal(asked(o, "", "", "login user ladder", first), 1);
	assert_int_equal(asked(o, "", "use", "", first), 0);
	assert_int_equal(audit_last(o->app.db, "kees", "login"), o->wall);
	assert_int_equal(audit_last_about(o->app.db, "baas", "user.add", "kees"), o->wall);
	assert_int_equal(audit_last_about(o->app.db, "baas", "user.add", "anna"), 0);
	end(o);
	PROVES("-");
}

static void the_audit_only_grows_and_shows_a_change(void **state)
{
	struct office *o = begin();
	int64_t rows;
	(void)state;
	app_audit(&o->app, "kees", "login", "10.0.0.1");
	assert_int_equal(audit_verify(o->app.db, &rows), 0);
	assert_int_equal(rows, 4); /* the first ladder stands there too */
	assert_int_not_equal(db_exec(o->app.db, "UPDATE audit SET who = 'x'"), OK);
	assert_int_not_equal(db_exec(o->app.db, "DELETE FROM audit"), OK);
	/* somebody who owns the file takes the triggers away: the chain still tells */
	assert_int_equal(db_exec(o->app.db, "DROP TRIGGER audit_keeps"), OK);
	assert_int_equal(db_exec(o->app.db, "DROP TRIGGER audit_stays"), OK);
	assert_int_equal(db_exec(o->app.db, "UPDATE audit SET who = 'x' WHERE n = 2"), OK);
	assert_int_equal(audit_verify(o->app.db, &rows), 1);
	assert_int_equal(db_exec(o->app.db, "DELETE FROM audit WHERE n = 2"), OK);
	assert_int_equal(audit_verify(o->app.db, &rows), 1);
	end(o);
	PROVES("-");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_account_is_made_and_changed),
		cmocka_unit_test(nobody_locks_himself_or_everybody_out),
		cmocka_unit_test(blocking_and_logging_out_end_what_is_open),
		cmocka_unit_test(the_audit_is_asked_by_person_and_kind),
		cmocka_unit_test(the_audit_only_grows_and_shows_a_change),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
