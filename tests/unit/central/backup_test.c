/* Copies of the office: proved after they were written, and only then anything counts as safe.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/central/house.h"

static int turn_end(void *ctx)
{
	struct app *app = ctx;
	int err = db_turn_end(app->db);
	if (!err)
		witness_turn(app);
	backup_turn(app->backup);
	return err;
}

/* Matrix row 74: the copy is made in steps while reports come in between them. */
static void row_74_a_copy_made_under_write_load_is_proved_and_only_then_marks_are_safe(void **state)
{
	struct house *h = house_open();
	struct loop_options o = { .turn_end = turn_end, .ctx = &h->app };
	struct backup_row row = { 0 };
	char file[PATH_CAP];
	int written = 300;
	(void)state;
	add_device(h, DEVICE_A);
	for (int i = 0; i < 300; i++)
		take(h, DEVICE_A);
	for (int i = 0; i < 20; i++)
		add_case(h);
	sql(h, "CREATE TABLE ballast AS WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n"
	       " WHERE i < 3000) SELECT i, randomblob(1500) AS b FROM n"); /* so that it takes steps */
	assert_int_equal(loop_open(&o, &h->app.loop), OK);
	h->app.backup = backup_open(&h->app);
	assert_int_equal(backup_start(&h->app, NULL, "-"), OK);
	assert_int_equal(backup_start(&h->app, NULL, "-"), ERR_BUSY);
	text_copy(file, sizeof file, backup_under_way(&h->app));
	while (backup_under_way(&h->app)) {
		take(h, DEVICE_A);
		written++;
		assert_int_equal(safe(h, DEVICE_A) > 0 && backup_under_way(&h->app), 0);
		h->mono += 10;
		assert_int_equal(turn_end(&h->app), OK);
		usleep(500); /* the thread that proves has to run on two cores too */
	}
	assert_true(backup_find(h->app.db, file, &row));
	assert_string_equal(row.why, "");
	assert_true(row.verified);
	assert_true(row.facts.items > 300 && row.facts.items < written); /* it was written to meanwhile */
	assert_int_equal(row.facts.cases, 20);
	assert_int_equal(row.facts.events, 40);
	assert_int_equal(safe(h, DEVICE_A), row.facts.marks);
	assert_int_equal(ask(h, "SELECT hwm FROM device"), written);
	backup_close(h->app.backup);
	struct loop *loop = h->app.loop;
	h->app.backup = NULL;
	app_close(&h->app);
	loop_close(loop);
	assert_int_equal(fs_remove_tree(h->dir), OK);
	free(h);
	PROVES("R60 R62");
}

/* ---- copies that do not hold -------------------------------------------------------------------- */

static void in_copy(const char *part, const char *text)
{
	DB(db);
	assert_int_equal(db_open(part, DB_ARCHIVE, 256, &db), OK);
	assert_int_equal(db_exec(db, "PRAGMA foreign_keys=OFF"), OK);
	assert_int_equal(db_exec(db, text), OK);
}

static void lose_mark(const char *part)
{
	in_copy(part, "DELETE FROM mark WHERE seq = 4");
}

static void change_mark(const char *part)
{
	in_copy(part, "UPDATE mark SET h = zeroblob(32) WHERE seq = 4");
}

static void change_chain(const char *part)
{
	in_copy(part, "UPDATE device SET chain = zeroblob(32)");
}

static void lose_item(const char *part)
{
	in_copy(part, "DELETE FROM item WHERE seq = 3");
}

static void change_item(const char *part)
{
	scratch(part, "bytes of", "BYTES OF");
}

static void lose_event(const char *part)
{
	in_copy(part, "DELETE FROM case_event WHERE n = 2");
}

static void change_event(const char *part)
{
	in_copy(part, "UPDATE case_event SET detail = '{\"x\":1}' WHERE n = 1");
}

static void lose_case(const char *part)
{
	in_copy(part, "DELETE FROM case_event; DELETE FROM case_file");
}

static void older(const char *part)
{
	in_copy(part, "UPDATE meta SET value = value - 1 WHERE key = 'commits'");
}

static void orphan(const char *part)
{
	in_copy(part, "INSERT INTO item_again (n) VALUES (4711)");
}

static void cut(const char *part)
{
	assert_int_equal(truncate(part, fs_size(part) / 2), 0);
}

static void garbage(const char *part)
{
	BUF(junk);
	for (int i = 0; i < 9000; i++)
		buf_char(&junk, 'x');
	assert_int_equal(fs_write(part, junk.data, junk.len, 0600), OK);
}

static void a_copy_that_does_not_hold_is_set_aside_and_moves_nothing(void **state)
{
	static const struct {
		void (*spoil)(const char *part);
		const char *why;
	} ROWS[] = {
		{ lose_mark, "counts" }, { change_mark, "chain" }, { change_chain, "counts" },
		{ lose_item, "counts" }, { change_item, "items" }, { lose_event, "counts" },
		{ change_event, "history" }, { lose_case, "counts" }, { older, "counts" },
		{ orphan, "file" }, { cut, "file" }, { garbage, "file" },
	};
	struct house *h = house_open();
	char bad[PATH_CAP];
	(void)state;
	add_device(h, DEVICE_A);
	for (int i = 0; i < 10; i++)
		take(h, DEVICE_A);
	add_case(h);
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		h->wall += MINUTE_MS;
		struct backup_row row = copy_of(h, NULL, ROWS[i].spoil);
		if (strcmp(row.why, ROWS[i].why))
			fail_msg("row %d: %s, wanted %s", (int)i, row.why, ROWS[i].why);
		assert_false(row.verified);
		assert_int_equal(safe(h, DEVICE_A), 0);
		assert_false(db_damaged(h->app.db)); /* it is the copy, not the office */
		snprintf(bad, sizeof bad, "%.900s", row.file);
		assert_true(strstr(bad, ".db.bad") && fs_exists(bad));
	}
	assert_int_equal(ask(h, "SELECT count(*) FROM audit WHERE what = 'backup.failed'"), COUNT_OF(ROWS));
	assert_false(backup_newest(h->app.db, &(struct backup_row){ 0 }));
	h->wall += MINUTE_MS;
	assert_true(copy_of(h, NULL, NULL).verified);
	assert_int_equal(safe(h, DEVICE_A), 10);
	house_close(h);
	PROVES("R60 R62");
}

static void what_is_safe_never_falls(void **state)
{
	struct house *h = house_open();
	struct backup_job *slow;
	char file[PATH_CAP];
	bool done;
	(void)state;
	add_device(h, DEVICE_A);
	add_device(h, DEVICE_B);
	take(h, DEVICE_A);
	snprintf(file, sizeof file, "%s/slow.db", h->dir);
	assert_int_equal(backup_job_new(&h->app, file, "-", &slow), OK);
	backup_job_count(slow);
	assert_int_equal(backup_job_copy(&h->app, slow, -1, &done), OK);
	backup_job_check(slow);
	take(h, DEVICE_A);
	take(h, DEVICE_B);
	assert_true(copy_of(h, NULL, NULL).verified);
	assert_int_equal(safe(h, DEVICE_A), 2);
	assert_int_equal(backup_job_record(&h->app, slow), OK); /* the older copy is ready only now */
	assert_int_equal(safe(h, DEVICE_A), 2);
	assert_int_equal(safe(h, DEVICE_B), 1);
	/* a copy of another epoch makes nothing safe */
	db_event_begin(h->app.db);
	char epoch[EPOCH_TEXT];
	assert_int_equal(epoch_next(h->app.db, h->wall, "restore", "", epoch), OK);
	assert_int_equal(db_event_commit(h->app.db, true), OK);
	assert_int_equal(safe(h, DEVICE_A), 0);
	assert_int_equal(backup_job_record(&h->app, slow), OK);
	assert_int_equal(safe(h, DEVICE_A), 0);
	backup_job_free(slow);
	house_close(h);
	PROVES("R62");
}

/* ---- files beside it ---------------------------------------------------------------------------- */

static void put_blob(struct house *h, const char *words, char hex[HEX32_TEXT])
{
	uint8_t hash[HASH_BYTES];
	char folder[PATH_CAP], path[PATH_CAP];
	sha256(words, strlen(words), hash);
	hex_encode(hash, sizeof hash, hex);
	app_folder(&h->app, "blobs", folder);
	fs_join(path, folder, hex);
	assert_int_equal(fs_write(path, words, strlen(words), 0600), OK);
}

static void files_of_cases_are_in_the_copy_and_keys_are_not(void **state)
{
	struct house *h = house_open();
	struct stat one, two;
	char hex[HEX32_TEXT], path[PATH_CAP], add[300];
	(void)state;
	put_blob(h, "a photo", hex);
	snprintf(add, sizeof add, "INSERT INTO evidence (nr, t, who, name, type, size, sha256)"
		 " VALUES (%lld, 1, 'x', 'x', 'image/png', 7, '%s')", (long long)add_case(h), hex);
	sql(h, add);
	struct backup_row first = copy_of(h, NULL, NULL);
	h->wall += MINUTE_MS;
	struct backup_row second = copy_of(h, NULL, NULL);
	assert_true(first.verified && second.verified);
	snprintf(path, sizeof path, "%.800s.files/blobs/%s", first.file, hex);
	assert_int_equal(stat(path, &one), 0);
	snprintf(path, sizeof path, "%.800s.files/blobs/%s", second.file, hex);
	assert_int_equal(stat(path, &two), 0);
	assert_int_equal(one.st_ino, two.st_ino); /* kept once */
	snprintf(path, sizeof path, "%.800s.files/keys", first.file);
	assert_false(fs_exists(path));
	/* without the file the copy is none */
	snprintf(path, sizeof path, "%s/blobs/%s", h->dir, hex);
	fs_remove(path);
	h->wall += MINUTE_MS;
	assert_string_equal(copy_of(h, NULL, NULL).why, "files");
	house_close(h);
	PROVES("R62");
}

/* ---- retention ---------------------------------------------------------------------------------- */

static int on_disk(struct house *h)
{
	int there = 0;
	DB_STMT(st) = db_prepare(h->app.db, "SELECT file, gone FROM backup");
	while (db_step(st)) {
		bool is = fs_exists(db_col_text(st, "file"));
		assert_int_equal(is, db_col_int(st, "gone") == 0);
		there += is;
	}
	return there;
}

static void old_copies_go_but_never_the_newest_that_holds(void **state)
{
	struct house *h = house_open();
	struct backup_row good, own;
	char file[PATH_CAP];
	(void)state;
	h->app.settings.backup_keep = 4;
	h->app.settings.backup_keep_days = 30;
	snprintf(file, sizeof file, "%s/own.db", h->dir);
	own = copy_of(h, file, NULL); /* named by a person: never taken away */
	for (int i = 0; i < 8; i++, h->wall += HOUR_MS) {
		good = copy_of(h, NULL, NULL);
		backup_retire(&h->app);
	}
	assert_int_equal(on_disk(h), 4 + 1);
	for (int i = 0; i < 6; i++, h->wall += HOUR_MS) { /* none of these holds */
		copy_of(h, NULL, cut);
		backup_retire(&h->app);
	}
	assert_true(fs_exists(good.file)); /* six newer ones are bad: this one is all there is */
	h->wall += 60 * DAY_MS;
	backup_retire(&h->app);
	assert_true(fs_exists(good.file) && fs_exists(own.file));
	assert_int_equal(on_disk(h), 2);
	copy_of(h, NULL, NULL);
	backup_retire(&h->app);
	assert_false(fs_exists(good.file));
	house_close(h);
	PROVES("R62");
}

/* The server ended between giving the copy its name and writing it down, or while it copied. */
static void what_a_crash_left_is_taken_up_or_cleared_away(void **state)
{
	struct house *h = house_open();
	struct backup_job *j;
	struct backup_row row;
	char half[PATH_CAP], folder[PATH_CAP], foreign[PATH_CAP];
	bool done;
	(void)state;
	assert_int_equal(backup_job_new(&h->app, NULL, "-", &j), OK);
	backup_job_count(j);
	assert_int_equal(backup_job_copy(&h->app, j, -1, &done), OK);
	backup_job_check(j);
	assert_int_equal(backup_folder(&h->app, folder), OK);
	fs_join(half, folder, "portiek-20200101T000000Z.db.part");
	fs_join(foreign, folder, "portiek-20200101T000000Z.db");
	assert_int_equal(fs_write(half, "x", 1, 0600), OK);
	assert_int_equal(fs_write(foreign, "x", 1, 0600), OK); /* without a seal: somebody's own */
	backup_adopt(&h->app);
	assert_true(backup_find(h->app.db, j->row.file, &row));
	assert_true(row.verified);
	assert_string_equal(row.sha256, j->row.sha256);
	assert_false(fs_exists(half));
	assert_true(fs_exists(foreign));
	assert_false(backup_find(h->app.db, foreign, &row));
	fs_remove(j->row.file); /* taken away by hand: it counts no longer */
	backup_adopt(&h->app);
	assert_false(backup_newest(h->app.db, &row));
	backup_job_free(j);
	house_close(h);
	PROVES("R62");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(row_74_a_copy_made_under_write_load_is_proved_and_only_then_marks_are_safe),
		cmocka_unit_test(a_copy_that_does_not_hold_is_set_aside_and_moves_nothing),
		cmocka_unit_test(what_is_safe_never_falls),
		cmocka_unit_test(files_of_cases_are_in_the_copy_and_keys_are_not),
		cmocka_unit_test(what_a_crash_left_is_taken_up_or_cleared_away),
		cmocka_unit_test(old_copies_go_but_never_the_newest_that_holds),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
