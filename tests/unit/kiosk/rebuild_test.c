/* A damaged database is made anew, whatever is wrong with it: what people were shown is there again.
 *
 * Every start runs in a process of its own, as under the supervisor: one that meets a damaged page ends
 * with 75 and is started again.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/kiosk/rebuild_starts.h"

enum pattern { ZEROS, ONES, FLIPS, SWAPPED, PATTERNS };

/* ---- a whole file ---------------------------------------------------------------------------- */

/* Matrix 21: an empty file, one of NULs, none at all: never an empty queue. */
static void a_database_that_is_gone_is_no_empty_queue(void **state)
{
	static struct copies c;
	static char nul[16 * PAGE];
	char path[PATH_CAP];

	(void)state;
	for (int how = 0; how < 3; how++) {
		copies_new(&c);
		copies_capture_many(&c, 1, 30);
		copies_close(&c);
		copies_path(&c, "portiek.db", path);
		if (how == 0)
			file_write(&c, "portiek.db", "", 0);
		else if (how == 1)
			file_write(&c, "portiek.db", nul, sizeof nul);
		else
			assert_int_equal(fs_remove(path), OK);
		assert_int_equal(started(&c, all_there_and_alive), 0);
		if (how < 2)
			aside_is_kept(&c, how ? (int64_t)sizeof nul : 0);
		assert_int_equal(note_of(&c, NOTE("items")), 30);
		assert_int_equal(note_of(&c, NOTE("lost")), 0);
		assert_int_equal(note_of(&c, NOTE("unsure")), 0);
		assert_true(note_of(&c, "SELECT value FROM meta WHERE key = 'sync.counters'") > 1000000);
		copies_end(&c);
	}
	PROVES("R60 R61 R62");
}

/* Matrix 21, 25: copies that cannot be opened for want of descriptors are not copies that are gone. */
static void a_start_without_descriptors_makes_nothing_anew(void **state)
{
	static struct copies c;
	struct rlimit was, few;
	int code = 1, refused = 0;

	(void)state;
	copies_new(&c);
	copies_capture_many(&c, 1, 30);
	copies_close(&c);
	file_write(&c, "portiek.db", "", 0);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &was), 0);
	for (few = (struct rlimit){ 4, was.rlim_max }; code && few.rlim_cur < 64; few.rlim_cur++) {
		assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
		code = started(&c, all_there_and_alive);
		assert_int_equal(setrlimit(RLIMIT_NOFILE, &was), 0);
		refused += code == 1;
		assert_in_range(code, 0, 9);
	}
	assert_int_equal(code, 0);
	assert_true(refused > 0);
	copies_end(&c);
	PROVES("R60 R62");
}

/* A first start that was broken off is no damage. */
static void an_empty_folder_is_a_new_kiosk(void **state)
{
	static struct copies c;

	(void)state;
	copies_new(&c);
	copies_close(&c);
	rm_name(c.dir, "portiek.db");
	rm_name(c.dir, "identity");
	file_write(&c, "portiek.db", "", 0);
	assert_null(rebuild_due(c.dir, true));
	assert_int_equal(copies_open(&c, APP_OWNER), OK);
	assert_int_equal(copies_ask(&c, "SELECT count(*) FROM meta WHERE key = 'rebuild.t'"), 0);
	copies_end(&c);
	PROVES("R60");
}

/* ---- one page -------------------------------------------------------------------------------- */

static void hurt(const struct buf *good, size_t page, enum pattern how, struct buf *out)
{
	size_t pages = good->len / PAGE, other = (page + 1) % pages;
	buf_clear(out);
	buf_add(out, good->data, good->len);
	char *p = out->data + page * PAGE;
	if (how == ZEROS || how == ONES)
		memset(p, how == ZEROS ? 0 : 0xff, PAGE);
	for (unsigned i = 0; how == FLIPS && i < 12; i++)
		p[(page * 131 + i * 997) % PAGE] = (char)(p[(page * 131 + i * 997) % PAGE] ^ (1 << (page + i) % 8));
	if (how == SWAPPED) {
		memcpy(p, good->data + other * PAGE, PAGE);
		memcpy(out->data + other * PAGE, good->data + page * PAGE, PAGE);
	}
}

/* Every step-th page of a kiosk with that many reports, four ways of being wrong. */
static void damaged_pages(int items, size_t step)
{
	static struct copies c;
	int rebuilt = 0, tried = 0;
	BUF(good);
	BUF(bad);
	BUF(spool);

	copies_new(&c);
	copies_capture_many(&c, 1, items);
	copies_close(&c);
	file_read(&c, "portiek.db", &good);
	file_read(&c, "spool/s00000001.seg", &spool);
	assert_int_equal(good.len % PAGE, 0);
	for (size_t page = 0; page < good.len / PAGE; page += step)
		for (int how = 0; how < PATTERNS; how++, tried++) {
			hurt(&good, page, how, &bad);
			file_write(&c, "portiek.db", bad.data, bad.len);
			file_write(&c, "spool/s00000001.seg", spool.data, spool.len);
			int code = started(&c, all_there);
			if (code)
				fprintf(stderr, "page %zu, pattern %d: %d\n", page + 1, how, code);
			assert_int_equal(code, 0);
			rebuilt += note_of(&c, "SELECT count(*) FROM meta WHERE key = 'rebuild.t'") > 0;
		}
	assert_true(rebuilt > tried / PATTERNS);
	copies_end(&c);
}

/* Matrix 18: any page of the database. */
static void any_damaged_page_costs_nothing(void **state)
{
	(void)state;
	damaged_pages(40, 1);
	PROVES("R60 R61 R62");
}

/* Matrix 18, with a whole queue; every page with PORTIEK_EVERY_PAGE set (tests/long.sh). */
static void a_damaged_page_among_five_hundred_reports_costs_nothing(void **state)
{
	(void)state;
	damaged_pages(500, getenv("PORTIEK_EVERY_PAGE") ? 1 : 23);
	PROVES("R60 R61 R62");
}

/* ---- the spool ------------------------------------------------------------------------------- */

/* Matrix 19: the database is right, the spool is written again; the place is told. */
static void a_damaged_spool_is_written_again(void **state)
{
	static struct copies c;
	struct copies_report r;
	char line[400] = "";
	FILE *out = tmpfile();
	BUF(spool);

	(void)state;
	copies_new(&c);
	copies_capture_many(&c, 1, 20);
	copies_close(&c);
	file_read(&c, "spool/s00000001.seg", &spool);
	for (size_t at = 3; at < spool.len; at += spool.len / 23) {
		file_write(&c, "spool/s00000001.seg", spool.data, spool.len);
		file_flip(&c, "spool/s00000001.seg", at, at % 8);
		if (at == 3) {
			assert_int_equal(copies_check(c.dir, out), ERR_INPUT);
			rewind(out);
			assert_non_null(fgets(line, sizeof line, out));
			assert_non_null(strstr(line, "s00000001.seg: no record at offset 0,"));
		}
		assert_int_equal(started(&c, all_there), 0);
		assert_int_equal(copies_open(&c, APP_OWNER), OK);
		assert_int_equal(copies_compare(c.dir, c.k.app->db, NULL, &r), OK);
		assert_int_equal(r.bad + r.differ + r.absent + r.missing + r.unsound, 0);
		assert_int_equal(copies_ask(&c, "SELECT count(*) FROM meta WHERE key = 'rebuild.t'"), 0);
		copies_close(&c);
		assert_int_equal(copies_check(c.dir, out), OK);
		rm_name(c.dir, "spool/s00000002.seg");
	}
	fclose(out);
	copies_end(&c);
	PROVES("R60 R62");
}

/* A row that rotted without the engine noticing is put right from its record. */
static void a_row_that_rotted_is_put_right(void **state)
{
	static struct copies c;

	(void)state;
	copies_new(&c);
	copies_capture_many(&c, 1, 10);
	sql(&c.k, "UPDATE outbox_item SET receipt = 'K7QD-00000-0' WHERE n & 255 = 3");
	sql(&c.k, "UPDATE outbox_item SET text = CAST(replace(CAST(text AS TEXT), 'A', 'B') AS BLOB) WHERE n & 255 = 4");
	sql(&c.k, "DELETE FROM outbox_item WHERE n & 255 = 5");
	sql(&c.k, "DELETE FROM outbox_queue WHERE n & 255 = 6");
	copies_close(&c);
	assert_int_equal(started(&c, all_there_and_alive), 0);
	copies_end(&c);
	PROVES("R60 R62");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_database_that_is_gone_is_no_empty_queue),
		cmocka_unit_test(a_start_without_descriptors_makes_nothing_anew),
		cmocka_unit_test(an_empty_folder_is_a_new_kiosk),
		cmocka_unit_test(any_damaged_page_costs_nothing),
		cmocka_unit_test(a_damaged_page_among_five_hundred_reports_costs_nothing),
		cmocka_unit_test(a_damaged_spool_is_written_again),
		cmocka_unit_test(a_row_that_rotted_is_put_right),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
