/* Devices in central's database: codes, counters, revoking, and the news they get.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/central/sync_office.h"

#include "server/epoch_store.h"

/* ---- enrolment and devices ------------------------------------------------------------------------- */

static bool count_device(void *ctx, const struct device_row *r)
{
	int *n = ctx;

	assert_string_equal(r->label, "Hal");
	assert_string_equal(r->software, "test 1");
	(*n)++;
	return true;
}

static void a_code_becomes_a_device(void **state)
{
	struct office *o = office_open();
	struct device_row r;
	int n = 0;

	(void)state;
	assert_int_equal(strlen(o->code), 24);
	enrol(o);
	assert_int_equal(device_count(o->db), 1);
	device_each(o->db, count_device, &n);
	assert_int_equal(n, 1);
	assert_int_equal(device_find(o->db, o->w->near.id.prefix, &r), OK);
	assert_string_equal(r.device, o->w->near.id.device);
	assert_string_equal(r.state, "active");
	assert_int_equal(db_ask_int(o->db, "SELECT count(*) FROM device_scope WHERE scope = 'LINDE'", 0), 1);
	assert_int_equal(device_find(o->db, "ZZZZZ", &r), ERR_NOT_FOUND);
	office_close(o);
	PROVES("R70");
}

static void the_secret_of_a_code_is_not_in_the_database(void **state)
{
	struct office *o = office_open();
	DB_STMT(st) = db_prepare(o->db, "SELECT secret FROM enrol_code");
	char normal[PROOF_CODE];
	const void *p;
	size_t n;

	(void)state;
	assert_true(crockford_normalise(o->code, normal, sizeof normal));
	assert_true(db_step(st));
	p = db_col_blob(st, "secret", &n);
	assert_true(n > 16);
	assert_null(memmem(p, n, normal + 4, 16));
	db_release(&st);
	st = NULL;
	office_close(o);
	PROVES("R70");
}

static void a_revoked_device_gets_nothing_in(void **state)
{
	struct office *o = office_open();

	(void)state;
	enrol(o);
	begin(o);
	assert_int_equal(device_revoke(o->db, o->w->near.id.prefix, 1), OK);
	assert_int_equal(device_revoke(o->db, "nobody", 1), ERR_NOT_FOUND);
	commit(o);
	capture(o, "k-1", 0, "{\"words\":\"x\"}", true);
	run(o, HOUR_MS);
	assert_true(o->w->device.stopped);
	assert_int_equal(ingest_stored(o->db), 0);
	begin(o);
	assert_int_equal(device_approve(o->db, o->w->near.id.prefix), ERR_CONFLICT);
	commit(o);
	office_close(o);
	PROVES("R70");
}

static void counters_survive_in_the_database(void **state)
{
	struct office *o = office_open();
	struct hub_device d;

	(void)state;
	enrol(o);
	for (int i = 0; i < 5; i++) {
		capture(o, "k-1", 0, "{}", true);
		run(o, SECOND_MS);
	}
	assert_true(HUB_STORE.device_get(&o->files, o->w->near.id.device, &d));
	assert_int_equal(d.counter, o->w->device.counter);
	assert_int_equal(d.hwm, 5);
	office_close(o);
	PROVES("R62");
}

/* ---- a database from before it came ----------------------------------------------------------------- */

static void forget_the_device(struct office *o)
{
	begin(o);
	assert_int_equal(db_exec(o->db, "DELETE FROM device_boot; DELETE FROM device_scope; DELETE FROM device;"), OK);
	commit(o);
}

static void a_device_the_restored_database_never_met_waits_for_a_word(void **state)
{
	struct office *o = office_open();
	struct device_row r;
	char prefix[8], uuid[UUID_TEXT];

	(void)state;
	enrol(o);
	text_copy(prefix, sizeof prefix, o->w->near.id.prefix);
	text_copy(uuid, sizeof uuid, o->w->near.id.device);
	forget_the_device(o);
	capture(o, "k-1", 0, "{\"words\":\"x\"}", true);
	run(o, HOUR_MS);
	assert_int_equal(device_find(o->db, uuid, &r), OK);
	assert_string_equal(r.state, "pending");
	assert_string_equal(r.prefix, prefix); /* its receipts go on as they began */
	assert_int_equal(db_ask_int(o->db, "SELECT count(*) FROM device_scope", -1), 0);
	begin(o);
	assert_int_equal(device_approve(o->db, prefix), OK);
	commit(o);
	run(o, DAY_MS);
	assert_int_equal(ingest_stored(o->db), 1);
	assert_int_equal(device_find(o->db, uuid, &r), OK);
	assert_string_equal(r.state, "active");
	office_close(o);
	PROVES("R70 R61");
}

static void a_revoked_device_is_not_made_again_by_its_certificate(void **state)
{
	struct office *o = office_open();
	struct device_row r;

	(void)state;
	enrol(o);
	forget_the_device(o);
	begin(o);
	assert_int_equal(revoked_add(o->db, o->w->near.id.device, 1), OK);
	commit(o);
	capture(o, "k-1", 0, "{\"words\":\"x\"}", true);
	run(o, HOUR_MS);
	assert_true(o->w->device.stopped);
	assert_int_equal(device_find(o->db, o->w->near.id.device, &r), ERR_NOT_FOUND);
	assert_int_equal(ingest_stored(o->db), 0);
	office_close(o);
	PROVES("R70");
}

/* ---- news ---------------------------------------------------------------------------------------------------- */

static void news_reaches_only_devices_of_its_scope(void **state)
{
	struct office *o = office_open();
	char scope[64];
	int before;

	(void)state;
	enrol(o);
	begin(o);
	feed_put(o->db, "config", "a", "", "{}");
	feed_put(o->db, "config", "b", "LINDE", "{}");
	feed_put(o->db, "config", "c", "EIK", "{}");
	snprintf(scope, sizeof scope, "device:%s", o->w->near.id.device);
	feed_put(o->db, "config", "d", scope, "{}");
	commit(o);
	before = o->w->near.changes;
	device_pull(&o->w->device);
	run(o, MINUTE_MS);
	assert_int_equal(o->w->near.changes, before + 3);
	/* A batch's reply tells of later news. */
	begin(o);
	feed_del(o->db, "config", "a");
	commit(o);
	capture(o, "k-1", 0, "{}", true);
	run(o, MINUTE_MS);
	assert_int_equal(o->w->near.changes, before + 4);
	office_close(o);
	PROVES("R53 R64");
}

/* Other complexes: the device reads everything again, once, and nothing of the old scope. */
static void changed_scopes_make_the_device_read_again(void **state)
{
	static const char *const EIK[] = { "EIK" }, *const BOTH[] = { "LINDE", "EIK" };
	struct office *o = office_open();
	const char *name = o->w->near.id.prefix;
	int before;

	(void)state;
	enrol(o);
	begin(o);
	feed_put(o->db, "config", "a", "", "{}");
	feed_put(o->db, "config", "L-1", "LINDE", "{}");
	feed_put(o->db, "config", "L-2", "LINDE", "{}");
	feed_put(o->db, "config", "E-1", "EIK", "{}");
	commit(o);
	device_pull(&o->w->device);
	run(o, MINUTE_MS);
	before = o->w->near.changes;
	begin(o);
	assert_int_equal(device_scope(o->db, "ZZZZ", EIK, 1), ERR_NOT_FOUND);
	assert_int_equal(device_scope(o->db, name, EIK, 1), OK);
	commit(o);
	device_pull(&o->w->device);
	run(o, MINUTE_MS);
	assert_int_equal(o->w->near.resets, 1);
	assert_int_equal(o->w->near.changes, before + before - 1); /* two homes less, one more */
	before = o->w->near.changes;
	begin(o);
	assert_int_equal(device_scope(o->db, name, EIK, 1), OK); /* the same: nothing happens */
	commit(o);
	device_pull(&o->w->device);
	run(o, MINUTE_MS);
	assert_int_equal(o->w->near.resets, 1);
	assert_int_equal(o->w->near.changes, before);
	begin(o);
	assert_int_equal(device_scope(o->db, name, BOTH, 2), OK);
	feed_put(o->db, "config", "L-3", "LINDE", "{}"); /* after it: no part of the old reading */
	commit(o);
	capture(o, "k-1", 0, "{}", true); /* a batch's reply tells of it */
	run(o, MINUTE_MS);
	assert_int_equal(o->w->near.resets, 2);
	office_close(o);
	PROVES("R53 R70");
}

/* matrix 66 */
static void a_cursor_of_another_epoch_is_refused(void **state)
{
	struct office *o = office_open();
	int before;

	(void)state;
	enrol(o);
	begin(o);
	feed_put(o->db, "config", "a", "", "{}");
	commit(o);
	device_pull(&o->w->device);
	run(o, MINUTE_MS);
	before = o->w->near.changes;
	text_copy(o->w->hub.epoch, sizeof o->w->hub.epoch, "ffffffffffffffffffffffffffffffff");
	device_pull(&o->w->device);
	run(o, MINUTE_MS);
	assert_int_equal(o->w->near.resets, 1);
	assert_int_equal(o->w->near.changes, before + before);
	office_close(o);
	PROVES("R53");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_code_becomes_a_device),
		cmocka_unit_test(the_secret_of_a_code_is_not_in_the_database),
		cmocka_unit_test(a_revoked_device_gets_nothing_in),
		cmocka_unit_test(counters_survive_in_the_database),
		cmocka_unit_test(a_device_the_restored_database_never_met_waits_for_a_word),
		cmocka_unit_test(a_revoked_device_is_not_made_again_by_its_certificate),
		cmocka_unit_test(news_reaches_only_devices_of_its_scope),
		cmocka_unit_test(changed_scopes_make_the_device_read_again),
		cmocka_unit_test(a_cursor_of_another_epoch_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
