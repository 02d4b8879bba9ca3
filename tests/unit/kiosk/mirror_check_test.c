/* A row of the mirror that rotted is found at the next start, and everything is read anew.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/kiosk/lobby.h"

#define HOME "{\"street\":\"Lindelaan\",\"number\":12,\"suffix\":null,\"postcode\":\"1234AB\",\"city\":\"X\"," \
	     "\"complex\":\"L\",\"riser\":\"A\",\"type\":\"GAL\",\"nom\":true,\"parent\":null,"               \
	     "\"kind\":\"dwelling\",\"rooms\":[\"KEU\"]}"
#define DICT "{\"sha256\":\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\",\"data\":\"YWJj\"}"
#define INDEX "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define NOW WORLD_START

static const struct {
	const char *feed, *key, *body;
	unsigned bit;
	const char *rot;
} ROWS[] = {
	{ "case", "K7QD-4M2XR-0", "{\"state\":\"done\"}", MIRROR_CASE, "UPDATE case_status SET state = 'dome'" },
	{ "catalogue", "2", "{\"version\":\"2\"}", MIRROR_CATALOGUE, "UPDATE catalogue SET doc = doc || ' '" },
	{ "dwelling", "d1", HOME, MIRROR_DWELLING, "UPDATE dwelling SET postcode = '1234AC'" },
	{ "party", "p1", "{\"name\":\"Jan\"}", MIRROR_PARTY, "UPDATE party SET body = replace(body, 'Jan', 'Jam')" },
	{ "directory", INDEX, "{\"record\":\"YWJj\"}", MIRROR_DIRECTORY, "UPDATE directory SET record = x'616264'" },
	{ "directory", INDEX, "{\"record\":\"YWJj\"}", MIRROR_DIRECTORY, "UPDATE directory SET idx = zeroblob(32)" },
	{ "text", "t1", "{\"nl\":\"Hallo\"}", MIRROR_TEXT, "UPDATE text SET body = upper(body)" },
	{ "config", "intake_keys", "{\"keys\":[]}", MIRROR_CONFIG, "UPDATE config SET body = '{\"keys\":[ ]}'" },
	{ "config", "dict.1", DICT, MIRROR_CONFIG, "UPDATE dict SET data = x'616264'" },
	{ "outage", "o1", "{\"what\":\"lift\"}", MIRROR_OUTAGE, "DELETE FROM outage" },
};

static void fill(struct lobby *l, bool fresh)
{
	unsigned feeds = 0;

	db_event_begin(l->db);
	mirror_page_begin(l->db, fresh);
	for (size_t i = 0; i < COUNT_OF(ROWS); i++)
		assert_int_equal(change(l, ROWS[i].feed, ROWS[i].key, 5 + (int64_t)i, ROWS[i].body, &feeds), OK);
	mirror_page_end(l->db, "c1", false, &feeds);
	assert_int_equal(db_event_commit(l->db, true), OK);
}

static void run_sql(struct lobby *l, const char *text)
{
	db_event_begin(l->db);
	assert_int_equal(db_exec(l->db, text), OK);
	assert_true(db_changes(l->db) > 0);
	assert_int_equal(db_event_commit(l->db, true), OK);
}

static void any_row_that_rotted_has_everything_read_anew(void **state)
{
	char cursor[64];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++)
		for (int fresh = 0; fresh < 2; fresh++) {
			struct lobby *l = lobby_open();

			fill(l, fresh);
			assert_int_equal(mirror_check(l->db, NOW, true), 0);
			mirror_cursor(l->db, cursor, sizeof cursor);
			assert_string_equal(cursor, "c1");
			run_sql(l, ROWS[i].rot);
			assert_int_equal(mirror_check(l->db, NOW, true), ROWS[i].bit);
			mirror_cursor(l->db, cursor, sizeof cursor);
			assert_string_equal(cursor, "");
			if (ROWS[i].bit == MIRROR_CONFIG) {
				assert_int_equal(db_ask_int(l->db, "SELECT count(*) FROM dict", -1), 0);
				assert_int_equal(db_ask_int(l->db, "SELECT count(*) FROM config", -1), 0);
			}
			fill(l, true); /* read anew */
			assert_int_equal(mirror_check(l->db, NOW, true), 0);
			lobby_close(l);
		}
	PROVES("R60 R53");
}

/* What changes, goes or stays as it is, is not taken for rot. */
static void what_central_changed_is_no_rot(void **state)
{
	struct lobby *l = lobby_open();
	unsigned feeds = 0;

	(void)state;
	fill(l, true);
	db_event_begin(l->db);
	mirror_page_begin(l->db, false);
	assert_int_equal(change(l, "party", "p1", 30, "{\"name\":\"Piet\"}", &feeds), OK);
	assert_int_equal(change(l, "text", "t1", 31, NULL, &feeds), OK);
	assert_int_equal(change(l, "catalogue", "3", 32, "{\"version\":\"3\"}", &feeds), OK); /* 2 is not current any more */
	mirror_page_end(l->db, "c2", false, &feeds);
	assert_int_equal(db_event_commit(l->db, true), OK);
	assert_int_equal(mirror_check(l->db, NOW, true), 0);
	lobby_close(l);
	PROVES("R60 R53");
}

static void it_looks_once_a_day_or_after_a_fall(void **state)
{
	struct lobby *l = lobby_open();

	(void)state;
	fill(l, true);
	assert_int_equal(mirror_check(l->db, NOW, false), 0);
	run_sql(l, ROWS[0].rot);
	assert_int_equal(mirror_check(l->db, NOW + HOUR_MS, false), 0);
	assert_int_equal(mirror_check(l->db, NOW + DAY_MS, false), MIRROR_CASE);
	fill(l, true);
	run_sql(l, ROWS[0].rot);
	assert_int_equal(mirror_check(l->db, NOW + DAY_MS + 1, true), MIRROR_CASE);
	fill(l, true);
	run_sql(l, ROWS[0].rot);
	assert_int_equal(mirror_check(l->db, NOW, false), MIRROR_CASE); /* the clock fell back: it is not trusted */
	lobby_close(l);
	PROVES("R60");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_row_that_rotted_has_everything_read_anew),
		cmocka_unit_test(what_central_changed_is_no_rot),
		cmocka_unit_test(it_looks_once_a_day_or_after_a_fall),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
