/* Workloads of the kiosk's schema: a first start in an empty folder, and every step from every older
 * version with items in the queue (matrix 53).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/faults/works_kiosk.h"

extern const struct db_migration firmware_migrations[];

/* The database as a program of an older version made it. */
static void older(struct house *h, int newest)
{
	DB(db);

	assert_int_equal(fs_mkdir(h->dir), OK);
	assert_int_equal(works_older(h->dir, firmware_migrations, newest, &db), OK);
	if (newest < 2)
		return;
	assert_int_equal(db_exec(db,
		"INSERT INTO outbox_item SELECT value, randomblob(16), zeroblob(32), 'report.new',"
		" 'K7QD-0000' || value || '-0', '', 1, CAST('{\"seq\":' || value || '}' AS BLOB) FROM json_each('[1,2,3]');"
		"INSERT INTO outbox_queue SELECT 1, n, length(text), '' FROM outbox_item;"
		"INSERT INTO meta SELECT 'outbox.pending', count(*) FROM outbox_queue;"
		"INSERT INTO meta SELECT 'outbox.bytes', sum(bytes) FROM outbox_queue"), OK);
}

static void prepare(struct house *h)
{
	older(h, h->w->arg);
}

static int start(struct house *h, int i)
{
	(void)i;
	return house_open(h);
}

/* Old items are as they were, and the schema is today's. */
static bool upgraded(struct house *h, int confirmed)
{
	(void)confirmed;
	return ROW(h->k.app->db, "PRAGMA user_version") == works_newest(firmware_migrations) &&
	       (h->w->arg < 2 ||
		(ROW(h->k.app->db, "SELECT count(*) FROM outbox_queue") == 3 &&
		 ROW(h->k.app->db, "SELECT count(*) FROM outbox_item WHERE CAST(text AS TEXT) = '{\"seq\":' || n || '}'") == 3));
}

#define FROM(n)                                                                                     \
	{                                                                                           \
		.name = "an upgrade from schema " #n, .rows = "matrix 53", .prepare = prepare, .steps = 1,  \
		.step = start, .holds = upgraded, .states = 60, .bare = true, .closed = true,        \
		.arg = n                                                                            \
	}

const struct work KIOSK_STEPS[] = {
	{ .name = "a first start", .once = true, .rows = "matrix 13", .steps = 1, .step = start, .holds = upgraded, .states = 60,
	  .bare = true, .closed = true },
	FROM(1),
	FROM(2),
	FROM(3),
	FROM(4),
	{ 0 },
};
