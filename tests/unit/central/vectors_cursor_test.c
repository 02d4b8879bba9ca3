/* Cursors of /changes against vectors made from the paper (tests/vectors/messages.py).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/vectors.h"

#include "server/feed.h"
#include "shared/io/db.h"

#define NEWEST 40

extern const struct db_migration server_migrations[];

/* A feed whose newest number is NEWEST, each change under its number as key. */
static void fill(struct db *db)
{
	assert_int_equal(db_migrate(db, server_migrations, NULL), OK);
	db_event_begin(db);
	while (feed_last(db) < NEWEST) {
		char key[24];

		snprintf(key, sizeof key, "%lld", (long long)feed_last(db) + 1);
		feed_put(db, "text", key, "", "{}");
	}
	assert_int_equal(db_event_commit(db, true), OK);
}

/* Is the first change of the page the one after this number? */
static bool begins_after(const struct buf *page, int64_t after)
{
	char want[64];

	snprintf(want, sizeof want, "\"changes\":[{\"feed\":\"text\",\"key\":\"%lld\"", (long long)after + 1);
	return strstr(buf_text(page), after < NEWEST ? want : "\"changes\":[]") != NULL;
}

/* matrix 66 */
static void cursors_are_taken_and_refused_as_written(void **state)
{
	struct vectors v = vectors_open("cursor");
	DB(db);

	(void)state;
	assert_int_equal(db_open(NULL, DB_MEMORY, 1024, &db), OK);
	fill(db);
	VAL_EACH(row, val_get(v.tree, "vectors")) {
		bool ok = val_bool_of(row, "ok", false);
		BUF(page);
		int err = feed_page(db, 1, val_str_of(v.tree, "epoch", ""), val_str_of(row, "cursor", "?"), 500, &page);

		holds(&v, row, (err == OK) == ok && (ok || err == ERR_GONE), ok ? "refused" : "taken");
		if (ok && err == OK)
			holds(&v, row, begins_after(&page, val_int_of(row, "after", -1)), buf_text(&page));
	}
	vectors_close(&v, 25);
	PROVES("R70 D1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cursors_are_taken_and_refused_as_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
