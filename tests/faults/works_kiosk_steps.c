/* Workloads of the kiosk's schema: a first start in an empty folder, and every step from every older
 * version with items in the queue (matrix 53).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/faults/works_kiosk.h"

extern const struct db_migration firmware_migrations[];

/* The database as a program of an older version made it. */
static void older(struct house *h, int newest)
{
	struct db_migration steps[64] = { 0 };
	char path[PATH_CAP];
	DB(db);

	for (int i = 0, n = 0; firmware_migrations[i].number; i++)
		if (firmware_migrations[i].number <= newest)
			steps[n++] = firmware_migrations[i];
	assert_int_equal(fs_mkdir(h->dir), OK);
	fs_join(path, h->dir, "portiek.db");
	assert_int_equal(db_open(path, DB_OWNER, 0, &db), OK);
	assert_int_equal(db_migrate(db, steps, NULL), OK);
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
	int64_t newest = 0;

	(void)confirmed;
	for (int i = 0; firmware_migrations[i].number; i++)
		newest = firmware_migrations[i].number;
	return ROW(h->k.app->db, "PRAGMA user_version") == newest &&
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
