/* Workloads of central's schema: every step from every older version (matrix 53, 54).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/faults/works_central.h"

#include "server/keys.h"

extern const struct db_migration server_migrations[];

/* What a program of an older version left. */
static void prepare(struct house *h)
{
	struct db_migration steps[128] = { 0 };
	char path[PATH_CAP];
	DB(db);

	for (int i = 0, n = 0; server_migrations[i].number; i++)
		if (server_migrations[i].number <= h->w->arg)
			steps[n++] = server_migrations[i];
	assert_int_equal(fs_mkdir(h->dir), OK);
	assert_int_equal(keys_make(h->dir), OK);
	fs_join(path, h->dir, "portiek.db");
	assert_int_equal(db_open(path, DB_OWNER, 0, &db), OK);
	assert_int_equal(db_migrate(db, steps, NULL), OK);
}

static int start(struct house *h, int i)
{
	(void)i;
	return house_open(h);
}

static bool upgraded(struct house *h, int confirmed)
{
	int64_t newest = 0;

	(void)confirmed;
	for (int i = 0; server_migrations[i].number; i++)
		if (server_migrations[i].number > newest)
			newest = server_migrations[i].number;
	return ROW(h, "PRAGMA user_version") == newest && ROW(h, "SELECT count(*) FROM ladder_set") == 1;
}

#define FROM(n)                                                                                     \
	{                                                                                           \
		.name = "an upgrade from schema " #n, .rows = "matrix 53, 54", .prepare = prepare, .steps = 1, \
		.step = start, .holds = upgraded, .states = 200, .bare = true, .closed = true,       \
		.arg = n, .sparse = 23                                                               \
	}

const struct work CENTRAL_STEPS[] = {
	FROM(2),  FROM(3),  FROM(4),  FROM(5),  FROM(6),  FROM(7),  FROM(8),  FROM(9),
	FROM(10), FROM(11), FROM(12), FROM(13), FROM(14), FROM(15), FROM(16), FROM(17),
	{ 0 },
};
