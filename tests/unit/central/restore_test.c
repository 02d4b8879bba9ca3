/* Copies that are put back by `restore`; and a damaged or foreign database, which is never written to again.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/central/house.h"

#include "shared/base/conf.h"

static int restore(struct house *h, const char *file, bool without_seal)
{
	static const struct flag FLAGS[] = { { "data", true, "", "" }, { "without-seal", false, "", "" }, { 0 } };
	struct args a = { .flags = FLAGS, .values = { h->dir, without_seal ? "" : NULL },
			  .rest = { file }, .rest_count = 1 };
	return restore_run(&a);
}

static int asides(struct house *h)
{
	char pattern[200];
	int n = 0;
	snprintf(pattern, sizeof pattern, "ls -d %s/portiek.db.before-restore-* 2>/dev/null | wc -l", h->dir);
	FILE *p = popen(pattern, "r");
	assert_int_equal(fscanf(p, "%d", &n), 1);
	pclose(p);
	return n;
}

/* ---- the command ------------------------------------------------------------------------------- */

static void a_copy_is_put_back_and_the_old_database_kept(void **state)
{
	struct house *h = house_open();
	char before[EPOCH_TEXT], after[EPOCH_TEXT], why[16];
	int64_t t;
	struct backup_row row;
	(void)state;
	add_device(h, DEVICE_A);
	take(h, DEVICE_A);
	row = copy_of(h, NULL, NULL);
	h->wall += MINUTE_MS;
	take(h, DEVICE_A);
	struct backup_row later = copy_of(h, NULL, NULL);
	epoch_of(h, before);
	assert_int_equal(restore(h, row.file, false), ERR_LOCKED); /* the office is open */
	app_close(&h->app);
	assert_int_equal(restore(h, row.file, false), OK);
	assert_int_equal(asides(h), 1);
	assert_int_equal(house_try(h), OK);
	epoch_of(h, after);
	assert_string_not_equal(before, after);
	assert_true(epoch_changed(h->app.db, &t, why, sizeof why));
	assert_string_equal(why, "restore");
	assert_int_equal(ask(h, "SELECT hwm FROM device"), 1);
	assert_int_equal(safe(h, DEVICE_A), 0);
	assert_true(backup_find(h->app.db, later.file, &row)); /* younger than what was put back, and not forgotten */
	assert_true(row.verified);
	house_close(h);
	PROVES("R60 R62 R70");
}

static void a_copy_that_was_changed_is_not_put_back(void **state)
{
	struct house *h = house_open();
	char own[PATH_CAP], seal[PATH_CAP];
	(void)state;
	add_device(h, DEVICE_A);
	take(h, DEVICE_A);
	struct backup_row row = copy_of(h, NULL, NULL);
	app_close(&h->app);
	int64_t at = fs_size(row.file);
	fs_join(own, h->dir, "own.db");
	assert_int_equal(fs_copy(row.file, own, 0600), OK);
	scratch(row.file, "Hal", "HAL"); /* a label: no chain covers it, the seal does */
	assert_int_equal(restore(h, row.file, false), ERR_CRYPT);
	assert_int_equal(restore(h, row.file, true), ERR_CRYPT); /* a seal that is there must hold */
	assert_int_equal(fs_size(row.file), at);
	snprintf(seal, sizeof seal, "%.900s.seal", row.file);
	scratch(seal, "items 1", "items 9");
	assert_int_equal(restore(h, row.file, false), ERR_CRYPT);
	assert_int_equal(restore(h, own, false), ERR_NOT_FOUND); /* no seal beside it */
	assert_int_equal(restore(h, "/nonexistent.db", true), ERR_NOT_FOUND);
	assert_int_equal(restore(h, seal, true), ERR_DAMAGED);
	assert_int_equal(asides(h), 0);
	assert_int_equal(house_try(h), OK); /* all as it was */
	assert_int_equal(ask(h, "SELECT hwm FROM device"), 1);
	app_close(&h->app);
	scratch(own, "bytes of", "BYTES OF"); /* without a seal its own chains must hold */
	assert_int_equal(restore(h, own, true), ERR_DAMAGED);
	scratch(own, "BYTES OF", "bytes of");
	assert_int_equal(restore(h, own, true), OK);
	assert_int_equal(asides(h), 1);
	assert_int_equal(house_try(h), OK);
	house_close(h);
	PROVES("R60 R62");
}

/* ---- damage ------------------------------------------------------------------------------------ */

/* Matrix row 22. */
static void row_22_a_damaged_page_stops_all_writing_and_no_commit_says_otherwise(void **state)
{
	struct house *h = house_open();
	char path[PATH_CAP];
	(void)state;
	add_device(h, DEVICE_A);
	for (int i = 0; i < 50; i++)
		take(h, DEVICE_A);
	struct backup_row good = copy_of(h, NULL, NULL);
	assert_int_equal(db_exec(h->app.db, "PRAGMA wal_checkpoint(TRUNCATE)"), OK);
	int64_t root = ask(h, "SELECT rootpage FROM sqlite_schema WHERE name = 'mark'");
	app_close(&h->app);
	fs_join(path, h->dir, "portiek.db");
	BUF(all);
	assert_int_equal(fs_read(path, 64 << 20, &all), OK);
	memset(all.data + (root - 1) * 4096, 0xa5, 4096);
	assert_int_equal(fs_write(path, all.data, all.len, 0600), OK);
	assert_int_equal(house_try(h), OK); /* stopped cleanly: not looked at as a whole */
	db_event_begin(h->app.db);
	db_meta_set_int(h->app.db, "touched", 1);
	assert_int_equal(ask(h, "SELECT count(*) FROM mark"), -1);
	assert_true(db_damaged(h->app.db));
	assert_int_equal(db_event_commit(h->app.db, true), ERR_DAMAGED);
	db_event_begin(h->app.db);
	db_meta_set_int(h->app.db, "touched", 1);
	assert_int_equal(db_event_commit(h->app.db, true), ERR_DAMAGED);
	assert_int_equal(db_meta_int(h->app.db, "touched", 0), 0);
	app_close(&h->app);
	/* a copy of it does not hold, and says where the fault is */
	assert_int_equal(house_try(h), OK);
	h->wall += MINUTE_MS;
	assert_string_equal(copy_of(h, NULL, NULL).why, "file");
	assert_true(db_damaged(h->app.db));
	app_close(&h->app);
	/* after an unclean stop it is found before anything is written */
	assert_int_equal(house_try(h), OK);
	db_event_begin(h->app.db);
	db_meta_set_int(h->app.db, "clean_stop", 0);
	assert_int_equal(db_event_commit(h->app.db, true), OK);
	app_close(&h->app);
	assert_int_equal(house_try(h), ERR_DAMAGED);
	app_close(&h->app);
	assert_int_equal(restore(h, good.file, false), OK);
	assert_int_equal(house_try(h), OK);
	assert_int_equal(ask(h, "SELECT count(*) FROM mark"), 50);
	house_close(h);
	PROVES("R60 R62");
}

static void an_empty_or_foreign_file_is_no_office_without_reports(void **state)
{
	struct house *h = house_open();
	char path[PATH_CAP];
	(void)state;
	app_close(&h->app);
	fs_join(path, h->dir, "portiek.db");
	assert_int_equal(fs_write(path, "", 0, 0600), OK);
	assert_int_equal(house_try(h), ERR_DAMAGED);
	app_close(&h->app);
	assert_int_equal(fs_size(path), 0);
	BUF(zeros);
	for (int i = 0; i < 8192; i++)
		buf_char(&zeros, '\0');
	assert_int_equal(fs_write(path, zeros.data, zeros.len, 0600), OK);
	assert_int_equal(house_try(h), ERR_DAMAGED);
	app_close(&h->app);
	fs_remove(path);
	DB(other);
	assert_int_equal(db_open(path, DB_OWNER, 256, &other), OK);
	assert_int_equal(db_exec(other, "CREATE TABLE recipe (name TEXT)"), OK);
	db_close(other);
	other = NULL;
	assert_int_equal(house_try(h), ERR_DAMAGED);
	house_close(h);
	PROVES("R60");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_copy_is_put_back_and_the_old_database_kept),
		cmocka_unit_test(a_copy_that_was_changed_is_not_put_back),
		cmocka_unit_test(row_22_a_damaged_page_stops_all_writing_and_no_commit_says_otherwise),
		cmocka_unit_test(an_empty_or_foreign_file_is_no_office_without_reports),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
