/* Workloads of central's schema: every step from every older version (matrix 53, 54).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/faults/works_central.h"

#include "server/keys.h"

extern const struct db_migration server_migrations[];

/* What a program of an older version left. */
static void prepare(struct house *h)
{
	DB(db);

	assert_int_equal(fs_mkdir(h->dir), OK);
	assert_int_equal(keys_make(h->dir), OK);
	assert_int_equal(works_older(h->dir, server_migrations, h->w->arg, &db), OK);
}

static int start(struct house *h, int i)
{
	(void)i;
	return house_open(h);
}

static bool upgraded(struct house *h, int confirmed)
{
	(void)confirmed;
	return ROW(h, "PRAGMA user_version") == works_newest(server_migrations) &&
	       ROW(h, "SELECT count(*) FROM ladder_set") == 1;
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
