/* Copies that are put back, by `restore` or by anybody's hand: a new epoch, numbers that jump, revocations
 * that stay; and a damaged database, which is never written to again.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/central/house.h"

#include <sys/resource.h>

#include "server/device_change.h"
#include "shared/base/conf.h"

static void read_witness(struct house *h, struct witness_said *ret)
{
	assert_int_equal(witness_read(h->dir, ret), OK);
}

static void epoch_of(struct house *h, char out[EPOCH_TEXT])
{
	assert_true(db_meta_text(h->app.db, "epoch", out, EPOCH_TEXT));
}

static int64_t witnessed(struct house *h)
{
	struct witness_said said;
	read_witness(h, &said);
	witness_said_free(&said);
	return said.commits;
}

/* Close the office and keep its database as it is, for putting it back by hand. */
static void keep_as(struct house *h, const char *name)
{
	char from[PATH_CAP], to[PATH_CAP];
	app_close(&h->app);
	fs_join(from, h->dir, "portiek.db");
	fs_join(to, h->dir, name);
	assert_int_equal(fs_copy(from, to, 0600), OK);
	assert_int_equal(house_try(h), OK);
}

static void put_by_hand(struct house *h, const char *name)
{
	char from[PATH_CAP], to[PATH_CAP];
	app_close(&h->app);
	fs_join(from, h->dir, name);
	fs_join(to, h->dir, "portiek.db");
	assert_int_equal(fs_copy(from, to, 0600), OK);
	assert_int_equal(house_try(h), OK);
}

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

/* ---- the witness ------------------------------------------------------------------------------- */

static void the_witness_follows_at_most_once_a_second_and_never_exceeds(void **state)
{
	struct house *h = house_open();
	int64_t at;
	(void)state;
	add_device(h, DEVICE_A);
	house_again(h);
	h->mono += SECOND_MS;
	take(h, DEVICE_A);
	witness_turn(&h->app);
	assert_int_equal(witnessed(h), epoch_commits(h->app.db)); /* the first of a run at once */
	at = witnessed(h);
	take(h, DEVICE_A);
	h->mono += 10;
	witness_turn(&h->app);
	assert_int_equal(witnessed(h), at); /* too soon */
	db_event_begin(h->app.db); /* what is not committed is not told */
	db_meta_set_int(h->app.db, "x", 1);
	h->mono += SECOND_MS;
	witness_turn(&h->app);
	assert_int_equal(witnessed(h), at);
	assert_int_equal(db_event_commit(h->app.db, false), OK);
	witness_turn(&h->app);
	assert_true(witnessed(h) > at && witnessed(h) <= epoch_commits(h->app.db));
	at = epoch_commits(h->app.db);
	db_event_begin(h->app.db);
	assert_int_equal(db_event_commit(h->app.db, true), OK);
	assert_int_equal(epoch_commits(h->app.db), at); /* nothing was changed, nothing is counted */
	db_event_begin(h->app.db);
	assert_int_equal(device_ban(&h->app, "-", DEVICE_A), OK);
	assert_int_equal(db_event_commit(h->app.db, true), OK);
	witness_turn(&h->app); /* a revocation does not wait for its second */
	struct witness_said said;
	read_witness(h, &said);
	assert_int_equal(said.revoked, 1);
	assert_string_equal(said.uuids[0], DEVICE_A);
	witness_said_free(&said);
	house_close(h);
	PROVES("R60 R62");
}

static void an_office_that_was_only_stopped_keeps_its_epoch(void **state)
{
	struct house *h = house_open();
	char before[EPOCH_TEXT], after[EPOCH_TEXT];
	(void)state;
	add_device(h, DEVICE_A);
	take(h, DEVICE_A);
	epoch_of(h, before);
	house_again(h);
	house_again(h);
	epoch_of(h, after);
	assert_string_equal(before, after);
	assert_false(epoch_changed(h->app.db, &(int64_t){ 0 }, before, sizeof before));
	house_close(h);
	PROVES("R62");
}

/* Matrix rows 41 and 73. */
static void row_41_73_an_older_file_put_back_by_hand_is_noticed_and_revives_nobody(void **state)
{
	struct house *h = house_open();
	char before[EPOCH_TEXT], after[EPOCH_TEXT], why[16];
	int64_t t, nr;
	(void)state;
	add_device(h, DEVICE_A);
	take(h, DEVICE_A);
	assert_int_equal(add_case(h), 1);
	assert_true(copy_of(h, NULL, NULL).verified);
	assert_int_equal(safe(h, DEVICE_A), 1);
	keep_as(h, "old.db");
	epoch_of(h, before);
	take(h, DEVICE_A);
	nr = add_case(h);
	add_device(h, DEVICE_B); /* enrolled after the copy, and revoked */
	db_event_begin(h->app.db);
	assert_int_equal(device_ban(&h->app, "-", DEVICE_A), OK);
	assert_int_equal(device_ban(&h->app, "-", DEVICE_B), OK);
	assert_int_equal(db_event_commit(h->app.db, true), OK);
	put_by_hand(h, "old.db");
	epoch_of(h, after);
	assert_string_not_equal(before, after);
	assert_true(epoch_changed(h->app.db, &t, why, sizeof why));
	assert_string_equal(why, "older");
	assert_int_equal(safe(h, DEVICE_A), 0);
	assert_int_equal(ask(h, "SELECT count(*) FROM device WHERE state = 'revoked'"), 1);
	assert_true(revoked_has(h->app.db, DEVICE_B)); /* not known here, never taken back all the same */
	assert_int_equal(add_case(h), 1 + EPOCH_JUMP + 1);
	assert_true(1 + EPOCH_JUMP + 1 > nr);
	house_again(h); /* once is enough */
	epoch_of(h, before);
	assert_string_equal(before, after);
	house_close(h);
	PROVES("R60 R62 R70");
}

static void a_file_of_another_life_and_a_lost_or_damaged_witness_begin_a_new_epoch(void **state)
{
	struct house *h = house_open();
	char path[PATH_CAP], now[EPOCH_TEXT], next[EPOCH_TEXT], why[16];
	int64_t t;
	(void)state;
	add_device(h, DEVICE_A);
	keep_as(h, "first.db");
	for (int i = 0; i < 5; i++)
		take(h, DEVICE_A);
	keep_as(h, "later.db");
	put_by_hand(h, "first.db");
	epoch_of(h, now);
	put_by_hand(h, "later.db"); /* its commit number is higher than the witness's now, its epoch is old */
	epoch_of(h, next);
	assert_string_not_equal(now, next);
	assert_true(epoch_changed(h->app.db, &t, why, sizeof why));
	assert_string_equal(why, "other");
	fs_join(path, h->dir, "witness");
	scratch(path, "commits", "COMMITS");
	house_again(h);
	epoch_of(h, now);
	assert_string_not_equal(now, next);
	fs_remove(path);
	house_again(h);
	epoch_of(h, next);
	assert_string_not_equal(now, next);
	assert_true(epoch_changed(h->app.db, &t, why, sizeof why));
	assert_string_equal(why, "missing");
	house_close(h);
	PROVES("R60 R62");
}

static int open_with(struct house *h, rlim_t files)
{
	struct rlimit all, few;
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &all), 0);
	few = (struct rlimit){ files, all.rlim_max };
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
	int err = h->app.db ? witness_open(&h->app, NULL, NULL) : house_try(h);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &all), 0);
	return err;
}

/* No descriptor is left for the witness alone, or for ever fewer other things: the office does not open, and
 * then opens as the one it was. */
static void an_office_short_of_descriptors_begins_no_epoch(void **state)
{
	struct house *h = house_open();
	char before[EPOCH_TEXT], after[EPOCH_TEXT];
	int err = ERR_STORAGE, tries = 0;
	(void)state;
	add_device(h, DEVICE_A);
	house_again(h);
	add_device(h, DEVICE_B);
	epoch_of(h, before);
	witness_close(&h->app);
	assert_int_equal(open_with(h, 3), ERR_STORAGE); /* what is open stays open */
	epoch_of(h, after);
	assert_string_equal(before, after);
	app_close(&h->app);
	for (rlim_t n = 3; err && n < 40; n++, tries++) {
		h->app.db = NULL;
		err = open_with(h, n);
		if (err)
			app_close(&h->app);
	}
	assert_int_equal(err, OK);
	assert_true(tries > 2);
	epoch_of(h, after);
	assert_string_equal(before, after);
	assert_int_equal(ask(h, "SELECT count(*) FROM epoch"), 1);
	house_close(h);
	PROVES("R60 R62");
}

static void numbers_jump_by_a_thousand_each_time_and_are_still_counted(void **state)
{
	struct house *h = house_open();
	char epoch[EPOCH_TEXT];
	(void)state;
	assert_int_equal(add_case(h), 1);
	for (int i = 0; i < 2; i++) { /* twice without a case between them */
		db_event_begin(h->app.db);
		assert_int_equal(epoch_next(h->app.db, h->wall, "restore", "", epoch), OK);
		assert_int_equal(db_event_commit(h->app.db, true), OK);
	}
	assert_int_equal(case_total(h->app.db), 1);
	assert_int_equal(add_case(h), 2002);
	assert_int_equal(add_case(h), 2003);
	assert_int_equal(case_total(h->app.db), 3);
	db_event_begin(h->app.db);
	assert_int_equal(epoch_next(h->app.db, h->wall, "restore", "", epoch), OK);
	assert_int_equal(db_event_commit(h->app.db, true), OK);
	assert_int_equal(case_total(h->app.db), 3);
	assert_int_equal(add_case(h), 3004);
	assert_int_equal(case_total(h->app.db), 4);
	assert_true(ask(h, "SELECT value FROM meta WHERE key = 'feed.last'") >= 3000);
	assert_true(copy_of(h, NULL, NULL).verified);
	house_close(h);
	PROVES("R60 R62");
}

/* ---- the command ------------------------------------------------------------------------------- */

static void a_copy_is_put_back_and_the_old_database_kept(void **state)
{
	struct house *h = house_open();
	char before[EPOCH_TEXT], after[EPOCH_TEXT], hex[HEX32_TEXT] = "", path[PATH_CAP], why[16];
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
	snprintf(path, sizeof path, "%s/%s", h->dir, hex);
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
		cmocka_unit_test(the_witness_follows_at_most_once_a_second_and_never_exceeds),
		cmocka_unit_test(an_office_that_was_only_stopped_keeps_its_epoch),
		cmocka_unit_test(row_41_73_an_older_file_put_back_by_hand_is_noticed_and_revives_nobody),
		cmocka_unit_test(a_file_of_another_life_and_a_lost_or_damaged_witness_begin_a_new_epoch),
		cmocka_unit_test(an_office_short_of_descriptors_begins_no_epoch),
		cmocka_unit_test(numbers_jump_by_a_thousand_each_time_and_are_still_counted),
		cmocka_unit_test(a_copy_is_put_back_and_the_old_database_kept),
		cmocka_unit_test(a_copy_that_was_changed_is_not_put_back),
		cmocka_unit_test(row_22_a_damaged_page_stops_all_writing_and_no_commit_says_otherwise),
		cmocka_unit_test(an_empty_or_foreign_file_is_no_office_without_reports),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
