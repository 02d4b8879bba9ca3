/* Cursors of the feed. Whatever a device sends, it gets a page or is told to begin anew; a page is
 * JSON, its cursor is taken again, pages from the beginning give every row once and come to an end.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/feed.h"
#include "shared/io/db.h"
#include "tests/fuzz/target.h"

extern const struct db_migration server_migrations[];

#define EPOCH "0123456789abcdef0123456789abcdef"

/* Made once: pages only read. */
static struct db *feed_open(void)
{
	static struct db *db;
	char key[24];

	if (db)
		return db;
	MUST(db_open("", DB_MEMORY, 0, &db) == OK && db_migrate(db, server_migrations, NULL) == OK);
	db_event_begin(db);
	for (int i = 0; i < 9; i++) {
		snprintf(key, sizeof key, "k%d", i);
		feed_put(db, i % 3 ? "config" : "texts", key, i == 5 ? "complex:NERGENS" : "", "{\"n\":1}");
	}
	feed_del(db, "config", "k4");
	MUST(db_event_commit(db, true) == OK);
	return db;
}

/* The cursor of a page, and how many changes it holds. */
static int read_page(const struct buf *page, char cursor[128], bool *more)
{
	VAL(v) = NULL;
	BUF(text);

	buf_fmt(&text, "{%s}", buf_text(page));
	MUST(val_parse(text.data, text.len, NULL, &v, NULL) == OK);
	MUST(text_copy(cursor, 128, val_str_of(v, "cursor", "")) == OK && cursor[0]);
	*more = val_bool_of(v, "more", false);
	return val_count(val_get(v, "changes"));
}

static int read_on(struct db *db, const char *from, int limit)
{
	char cursor[128];
	bool more = true;
	int rows = 0;

	text_copy(cursor, sizeof cursor, from);
	for (int pages = 0; more; pages++) {
		BUF(page);
		MUST(pages < 30);
		MUST(feed_page(db, 1, EPOCH, cursor, limit, &page) == OK);
		int got = read_page(&page, cursor, &more);
		MUST(got <= limit);
		rows += got;
	}
	return rows;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, size };
	int limit = 1 + input_byte(&in) % 12;
	struct db *db = feed_open();
	char cursor[140];
	BUF(page);
	bool more;

	input_line(&in, cursor, sizeof cursor);
	int err = feed_page(db, 1, EPOCH, cursor, limit, &page);
	MUST(err == OK || (err == ERR_GONE && page.len == 0));
	if (!err) {
		read_page(&page, cursor, &more);
		MUST(read_on(db, cursor, limit) <= 9);
	}
	MUST(read_on(db, "", limit) == 7); /* nine, without the one of elsewhere and the one taken back */
	return 0;
}
