/* Is the database the one it was? The witness beside it, a new epoch after any copy that was put back by hand,
 * numbers that jump with it, revocations that stay.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/central/house.h"

#include <sys/resource.h>

#include "server/device_change.h"

static void read_witness(struct house *h, struct witness_said *ret)
{
	assert_int_equal(witness_read(h->dir, ret), OK);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_witness_follows_at_most_once_a_second_and_never_exceeds),
		cmocka_unit_test(an_office_that_was_only_stopped_keeps_its_epoch),
		cmocka_unit_test(row_41_73_an_older_file_put_back_by_hand_is_noticed_and_revives_nobody),
		cmocka_unit_test(a_file_of_another_life_and_a_lost_or_damaged_witness_begin_a_new_epoch),
		cmocka_unit_test(an_office_short_of_descriptors_begins_no_epoch),
		cmocka_unit_test(numbers_jump_by_a_thousand_each_time_and_are_still_counted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
