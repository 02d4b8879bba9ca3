/* The mirror of what central sends: snapshots swapped whole, every feed in its table.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/kiosk/lobby.h"

#define HOME "{\"street\":\"Lindelaan\",\"number\":12,\"suffix\":null,\"postcode\":\"1234AB\",\"city\":\"X\"," \
	     "\"complex\":\"L\",\"riser\":\"A\",\"type\":\"GAL\",\"nom\":true,\"parent\":null,"               \
	     "\"kind\":\"dwelling\",\"rooms\":[\"KEU\"]}"

/* matrix 10 */
static void a_snapshot_is_swapped_in_whole(void **state)
{
	struct lobby *l = lobby_open();
	unsigned feeds = 0;
	char cursor[64];

	(void)state;
	db_event_begin(l->db);
	mirror_page_begin(l->db, true);
	assert_int_equal(change(l, "dwelling", "d1", 5, HOME, &feeds), OK);
	assert_int_equal(change(l, "catalogue", "2", 9, "{\"version\":\"2\"}", &feeds), OK);
	assert_int_equal(change(l, "catalogue", "1", 3, "{\"version\":\"1\"}", &feeds), OK);
	assert_int_equal(change(l, "hologram", "x", 1, "{}", &feeds), OK);
	mirror_page_end(l->db, "c1", true, &feeds);
	assert_int_equal(feeds, 0);
	assert_false(mirror_ready(l->db));
	assert_int_equal(db_ask_int(l->db, "SELECT count(*) FROM dwelling", -1), 0);
	mirror_cursor(l->db, cursor, sizeof cursor);
	assert_string_equal(cursor, "c1");
	mirror_page_begin(l->db, false);
	assert_int_equal(change(l, "dwelling", "d2", 11, HOME, &feeds), OK);
	assert_int_equal(change(l, "dwelling", "d1", 12, NULL, &feeds), OK);
	mirror_page_end(l->db, "c2", false, &feeds);
	assert_true(mirror_ready(l->db));
	assert_true(feeds & MIRROR_DWELLING && feeds & MIRROR_CATALOGUE);
	assert_int_equal(db_ask_int(l->db, "SELECT count(*) FROM dwelling WHERE key = 'd2' AND number = '12'"
				    " AND suffix = '' AND nom = 1 AND rooms = '[\"KEU\"]'", -1), 1);
	assert_int_equal(db_ask_int(l->db, "SELECT count(*) FROM dwelling", -1), 1);
	assert_int_equal(db_ask_int(l->db, "SELECT count(*) FROM catalogue WHERE current = 1 AND"
				    " version = '2'", -1), 1);
	/* A second snapshot replaces what the first left behind. */
	mirror_page_begin(l->db, true);
	assert_int_equal(change(l, "party", "p", 20, "{\"name\":\"x\"}", &feeds), OK);
	assert_int_equal(db_ask_int(l->db, "SELECT count(*) FROM dwelling", -1), 1);
	mirror_page_end(l->db, "c3", false, &feeds);
	assert_int_equal(db_ask_int(l->db, "SELECT count(*) FROM dwelling", -1), 0);
	assert_int_equal(db_ask_int(l->db, "SELECT count(*) FROM party", -1), 1);
	assert_int_equal(db_event_commit(l->db, true), OK);
	lobby_close(l);
	PROVES("R53 R60");
}

static void page(struct lobby *l, bool fresh, const char *key, const char *cursor, bool more, bool keep)
{
	unsigned feeds = 0;

	db_event_begin(l->db);
	mirror_page_begin(l->db, fresh);
	assert_int_equal(change(l, "dwelling", key, fresh ? 3 : 4, HOME, &feeds), OK);
	mirror_page_end(l->db, cursor, more, &feeds);
	assert_int_equal(db_event_commit(l->db, keep), OK);
}

/* The power goes during a page or a swap: page and cursor stay as they were, both. matrix 10 */
static void a_page_is_in_with_its_cursor_or_not_at_all(void **state)
{
	struct lobby *l = lobby_open();
	char cursor[64];

	(void)state;
	page(l, true, "d1", "c1", true, false);
	mirror_cursor(l->db, cursor, sizeof cursor);
	assert_string_equal(cursor, "");
	page(l, true, "d1", "c1", true, true);
	page(l, false, "d2", "c2", false, false);
	mirror_cursor(l->db, cursor, sizeof cursor);
	assert_string_equal(cursor, "c1");
	assert_false(mirror_ready(l->db));
	assert_int_equal(db_ask_int(l->db, "SELECT count(*) FROM dwelling", -1), 0);
	page(l, false, "d2", "c2", false, true);
	mirror_cursor(l->db, cursor, sizeof cursor);
	assert_string_equal(cursor, "c2");
	assert_int_equal(db_ask_int(l->db, "SELECT count(*) FROM dwelling", -1), 2);
	lobby_close(l);
	PROVES("R53 R60");
}

static void an_older_or_equal_revision_changes_nothing(void **state)
{
	struct lobby *l = lobby_open();
	unsigned feeds = 0;

	(void)state;
	db_event_begin(l->db);
	mirror_page_begin(l->db, false);
	assert_int_equal(change(l, "text", "t", 5, "{\"n\":5}", &feeds), OK);
	assert_int_equal(feeds, MIRROR_TEXT);
	feeds = 0;
	assert_int_equal(change(l, "text", "t", 5, "{\"n\":6}", &feeds), OK);
	assert_int_equal(change(l, "text", "t", 4, NULL, &feeds), OK);
	assert_int_equal(feeds, 0);
	assert_int_equal(db_ask_int(l->db, "SELECT count(*) FROM text WHERE body = '{\"n\":5}'", -1), 1);
	assert_int_equal(change(l, "text", "t", 8, NULL, &feeds), OK);
	assert_int_equal(change(l, "text", "t", 7, "{\"n\":7}", &feeds), OK); /* came late */
	assert_int_equal(db_ask_int(l->db, "SELECT count(*) FROM text", -1), 0);
	assert_int_equal(db_event_commit(l->db, true), OK);
	lobby_close(l);
	PROVES("R53");
}

static void every_feed_finds_its_table(void **state)
{
	static const char IDX[] = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
	struct lobby *l = lobby_open();
	unsigned feeds = 0;

	(void)state;
	db_event_begin(l->db);
	mirror_page_begin(l->db, false);
	assert_int_equal(change(l, "directory", IDX, 1, "{\"record\":\"AAEC\"}", &feeds), OK);
	assert_int_equal(change(l, "case", "K7QD-00001-0", 2, "{\"state\":\"new\"}", &feeds), OK);
	assert_int_equal(change(l, "outage", "o", 3, "{}", &feeds), OK);
	assert_int_equal(change(l, "config", "corporation", 4, "{\"name\":\"x\"}", &feeds), OK);
	assert_int_equal(db_ask_int(l->db, "SELECT length(idx) + length(record) FROM directory", 0), 35);
	assert_int_equal(db_ask_int(l->db, "SELECT count(*) FROM case_status WHERE state = 'new'", 0), 1);
	assert_int_equal(change(l, "directory", IDX, 5, NULL, &feeds), OK);
	assert_int_equal(change(l, "case", "K7QD-00001-0", 6, NULL, &feeds), OK);
	assert_int_equal(db_ask_int(l->db, "SELECT (SELECT count(*) FROM directory) +"
				    " (SELECT count(*) FROM case_status)", -1), 0);
	assert_int_equal(change(l, "directory", "short", 7, "{\"record\":\"AAEC\"}", &feeds), ERR_INPUT);
	assert_int_equal(change(l, "dwelling", "d", 8, "{}", &feeds), ERR_INPUT);
	assert_int_equal(change(l, "case", "r", 9, "{}", &feeds), ERR_INPUT);
	assert_int_equal(db_event_commit(l->db, true), OK);
	lobby_close(l);
	PROVES("R53 R64");
}

static void news_come_through_the_engine(void **state)
{
	struct lobby *l = lobby_ready();

	(void)state;
	l->w->far.last_change = 230;
	device_pull(&l->w->device);
	world_run(l->w, MINUTE_MS);
	assert_int_equal(db_ask_int(l->db, "SELECT count(*) FROM config", 0), 230);
	assert_true(l->news & MIRROR_CONFIG);
	l->w->far.gone = true;
	device_pull(&l->w->device);
	world_run(l->w, MINUTE_MS);
	assert_int_equal(db_ask_int(l->db, "SELECT count(*) FROM config", 0), 230);
	lobby_close(l);
	PROVES("R53");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_snapshot_is_swapped_in_whole),
		cmocka_unit_test(a_page_is_in_with_its_cursor_or_not_at_all),
		cmocka_unit_test(an_older_or_equal_revision_changes_nothing),
		cmocka_unit_test(every_feed_finds_its_table),
		cmocka_unit_test(news_come_through_the_engine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
