/* What the office does by itself when the disk refuses what it made of a report.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/io/db_inside.h"
#include "shared/io/loop.h"
#include "tests/unit/central/sync_office.h"

struct again {
	struct office *o;
	struct loop *loop;
	int refused; /* commits of projections the disk still refuses */
	bool done;
};

static int turn_end(void *ctx)
{
	struct again *a = ctx;

	if (a->refused > 0 && a->o->applied > 0) {
		a->refused--;
		a->o->applied = 0;
		db_doom(a->o->db);
	}
	int err = db_turn_end(a->o->db);
	a->done = a->done || db_meta_int(a->o->db, "test.applied", 0) > 0;
	return err;
}

static void give_up(void *ctx)
{
	((struct again *)ctx)->done = true;
}

/* Found by the simulator: it waited for the next report, or for a restart. */
static void a_projection_whose_commit_was_refused_is_tried_again_by_itself(void **state)
{
	struct again a = { .o = office_open(), .refused = 2 };
	struct loop_options lo = { .turn_end = turn_end, .ctx = &a };
	struct ingest_options io = { .app = (struct app *)a.o, .apply = apply, .db = a.o->db, .keys = &a.o->keys,
		.again_ms = 20 };
	struct clock clock = clock_system();
	struct ingest *g;

	(void)state;
	enrol(a.o);
	capture(a.o, "k-1", 0, "{\"words\":\"x\"}", true);
	run(a.o, MINUTE_MS);
	assert_int_equal(loop_open(&lo, &a.loop), OK);
	io.loop = a.loop;
	io.clock = &clock;
	assert_int_equal(ingest_open(&io, &g), OK);
	struct loop_timer *late = loop_timer_new(a.loop, give_up, &a);
	loop_timer_set(late, 20 * SECOND_MS);
	ingest_wake(g);
	loop_run_until(a.loop, &a.done);
	assert_int_equal(a.refused, 0);
	assert_int_equal(ingest_waiting(a.o->db), 0);
	assert_int_equal(db_meta_int(a.o->db, "test.applied", 0), 1);
	ingest_free(g);
	loop_timer_free(late);
	loop_close(a.loop);
	office_close(a.o);
	PROVES("R62");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_projection_whose_commit_was_refused_is_tried_again_by_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
