/* Items that wait apart from the others: those central asks to send later, the parts of a refused batch, the
 * kinds it fails at. Each for exactly as long as it should, and nothing else with them.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/sync_say.h"

#define RND UINT64_C(0x2b2b2b2b2b2b2b2b) /* what this world's chance always says */

static int64_t pause_after(const struct world *w, int tries)
{
	int64_t span = BACKOFF_BASE_MS << (tries < 9 ? tries : 9);

	span = span > w->device.backoff.cap_ms ? w->device.backoff.cap_ms : span;
	return 1 + (int64_t)(RND % (uint64_t)span);
}

/* The device asks now, for a batch of these numbers in this order, 0 ends them. */
static void asks_batch(struct world *w, struct device_request *rq, const int64_t *seqs)
{
	int n = 0;

	asks(w, rq);
	assert_string_equal(rq->target, "/sync/v1/batches");
	for (; seqs[n]; n++)
		assert_int_equal(w->device.flights[rq->slot].seqs[n], seqs[n]);
	assert_int_equal(w->device.flights[rq->slot].count, n);
}

#define BATCH(w, rq, ...) asks_batch(w, rq, (const int64_t[]){ __VA_ARGS__, 0 })

/* Nothing to do for exactly so long. */
static void rests_for(struct world *w, int64_t ms)
{
	asks_nothing(w);
	assert_int_equal(device_wait(&w->device), ms);
	world_pass(w, ms - 1);
	asks_nothing(w);
	world_pass(w, 1);
	assert_int_equal(device_wait(&w->device), 0);
}

static struct world *with(int n)
{
	struct world *w = world_ready();

	for (int i = 0; i < n; i++)
		world_capture(w);
	return w;
}

/* ---- items ------------------------------------------------------------------------------------------------ */

static void an_item_to_retry_waits_longer_each_time(void **state)
{
	struct world *w = with(2);
	struct device_request rq;

	(void)state;
	BATCH(w, &rq, 1, 2);
	say_batch(w, &rq, 1, "[1,1]", "{\"seq\":2,\"r\":\"retry\",\"code\":\"busy\"}", "");
	assert_true(w->near.items[0].acked);
	for (int tries = 0; tries < 13; tries++) {
		assert_int_equal(w->device.rest_count, 1);
		assert_int_equal(w->device.rests[0].tries, tries + 1);
		rests_for(w, pause_after(w, tries));
		BATCH(w, &rq, 2);
		say_batch(w, &rq, 1, "", "", ""); /* not named at all: the same */
		assert_int_equal(w->device.backoff.failures, 0);
	}
	world_capture(w); /* goes without it */
	BATCH(w, &rq, 3);
	say_batch(w, &rq, 1, "[3,3]", "", "");
	world_run(w, HOUR_MS);
	assert_int_equal(w->device.rest_count, 0); /* taken at last */
	assert_true(w->near.items[1].acked);
	world_close(w);
	PROVES("R62");
}

/* Of several that rest, whoever is due first is what the device waits for. */
static void the_one_that_is_due_first_is_waited_for(void **state)
{
	struct world *w = with(2);
	struct device_request rq;

	(void)state;
	for (int tries = 0; tries < 5; tries++) {
		BATCH(w, &rq, 1, 2);
		say_batch(w, &rq, 0, "", "", "");
		world_pass(w, pause_after(w, tries));
	}
	assert_true(pause_after(w, 5) > pause_after(w, 0));
	BATCH(w, &rq, 1, 2);
	w->near.items[1].acked = true; /* by another road, and 1 alone comes back */
	say_batch(w, &rq, 0, "", "", "");
	world_capture(w);
	BATCH(w, &rq, 3);
	say_batch(w, &rq, 0, "", "", "");
	assert_int_equal(w->device.rest_count, 3);
	rests_for(w, pause_after(w, 0)); /* 3 waits for the first time, 1 for the sixth */
	BATCH(w, &rq, 3);
	no_answer(w, &rq);
	world_pass(w, HOUR_MS);
	BATCH(w, &rq, 1, 3);
	say_batch(w, &rq, 0, "", "", "");
	asks_nothing(w);
	assert_int_equal(w->device.rest_count, 2); /* what is not in the queue any more is forgotten */
	world_close(w);
	PROVES("R62");
}

static void more_than_can_wait_apart_all_wait(void **state)
{
	struct world *w = with(DEVICE_RESTS + 1);
	struct device_request rq;

	(void)state;
	asks(w, &rq);
	say_batch(w, &rq, 0, "", "", "");
	assert_string_equal(w->device.marks.last_error, "many_retries");
	assert_int_equal(w->device.backoff.failures, 1);
	assert_int_equal(w->device.rest_count, DEVICE_RESTS);
	assert_true(w->device.has_pending);
	world_run(w, HOUR_MS);
	world_check_all(w);
	assert_int_equal(w->device.rest_count, 0);
	world_close(w);
	w = with(DEVICE_RESTS); /* one fewer can */
	asks(w, &rq);
	say_batch(w, &rq, 0, "", "", "");
	assert_int_equal(w->device.backoff.failures, 0);
	world_close(w);
	PROVES("R62");
}

static void a_refused_item_is_buried_and_its_void_goes(void **state)
{
	struct world *w = with(3);
	struct device_request rq;

	(void)state;
	BATCH(w, &rq, 1, 2, 3);
	say_batch(w, &rq, 1, "[1,1],[3,3]", "{\"seq\":2,\"r\":\"retry\"}", "");
	rests_for(w, pause_after(w, 0));
	BATCH(w, &rq, 2);
	say_batch(w, &rq, 1, "", "{\"seq\":2,\"r\":\"refused\",\"code\":\"too_large\"}", "");
	assert_true(w->near.items[1].dead);
	assert_int_equal(w->device.rest_count, 0);
	BATCH(w, &rq, 2); /* at once: its void */
	say_batch(w, &rq, 3, "[2,2]", "", "");
	assert_int_equal(near_pending(&w->near), 0);
	assert_int_equal(w->device.marks.hwm, 3);
	world_close(w);
	PROVES("R62");
}

static void a_reply_to_a_batch_that_is_none_acknowledges_nothing(void **state)
{
	struct world *w = with(2);
	struct device_request rq;

	(void)state;
	BATCH(w, &rq, 1, 2);
	say(w, &rq, 200, "\"ack\":[[1,2]]");
	assert_string_equal(w->device.marks.last_error, "bad_reply");
	assert_int_equal(w->device.backoff.failures, 1);
	assert_int_equal(near_pending(&w->near), 2);
	assert_true(w->device.has_pending);
	world_run(w, HOUR_MS);
	world_check_all(w);
	world_close(w);
	PROVES("R62");
}

/* Numbers of this batch only: others that central lists were never sent with it. */
static void runs_of_acknowledged_numbers_leave_together(void **state)
{
	struct world *w = with(9);
	struct device_request rq;

	(void)state;
	w->near.items[8].urgent = true; /* first on the line, last in the run */
	BATCH(w, &rq, 9, 1, 2, 3, 4, 5, 6, 7, 8);
	world_capture(w);
	say_batch(w, &rq, 3, "[1,3],[5,5],[8,12]", "", "");
	for (int i = 0; i < 10; i++)
		assert_int_equal(w->near.items[i].acked, i != 3 && i != 5 && i != 6 && i != 9);
	assert_int_equal(w->device.rest_count, 3);
	assert_int_equal(w->device.marks.hwm, 3);
	world_close(w);
	PROVES("R62");
}

/* ---- refused batches ---------------------------------------------------------------------------------------- */

static void a_refused_batch_is_split_around_the_item_it_points_at(void **state)
{
	static const struct { const char *points; int64_t alone; } ROWS[] = {
		{ "\"path\":\"/items/0/id\"", 1 }, { "\"path\":\"/items/3\"", 4 }, { "\"path\":\"/items/4/body\"", 5 },
		{ "\"offset\":%u", 3 },            { "\"path\":\"/items/x\",\"offset\":%u", 3 },
		{ "\"path\":\"/items/5\",\"offset\":%u", 3 }, { "\"path\":\"/items/-1\",\"offset\":%u", 3 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		struct world *w = with(5);
		struct device_request rq;
		int64_t others[5], n = 0;
		char points[100];

		BATCH(w, &rq, 1, 2, 3, 4, 5);
		snprintf(points, sizeof points, ROWS[i].points, w->device.flights[rq.slot].ends[1]); /* the byte behind 2 */
		say_fault(w, &rq, i < 3 ? FAULT_BAD_ENVELOPE : FAULT_BAD_JSON, points);
		assert_int_equal(w->device.backoff.failures, 0);
		for (int64_t s = 1; s <= 5; s++)
			if (s != ROWS[i].alone)
				others[n++] = s;
		others[n] = 0;
		asks_batch(w, &rq, others);
		no_answer(w, &rq);
		world_pass(w, HOUR_MS);
		world_run(w, HOUR_MS);
		world_check_all(w);
		world_close(w);
	}
	PROVES("R62");
}

static void a_refusal_that_points_at_nothing_is_split_in_halves(void **state)
{
	static const char *const POINTS[] = { "", "\"path\":\"/device\"", "\"offset\":99999999" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(POINTS); i++) {
		struct world *w = with(5);
		struct device_request rq;

		BATCH(w, &rq, 1, 2, 3, 4, 5);
		say_fault(w, &rq, FAULT_TOO_LARGE, POINTS[i]);
		BATCH(w, &rq, 1, 2);
		say_fault(w, &rq, FAULT_TOO_LARGE, POINTS[i]);
		BATCH(w, &rq, 1);
		say_fault(w, &rq, FAULT_TOO_LARGE, POINTS[i]);
		assert_true(w->near.items[0].dead); /* found */
		BATCH(w, &rq, 1); /* the rest of the queue has its turn: the void */
		say_batch(w, &rq, 1, "[1,1]", "", "");
		BATCH(w, &rq, 2);
		say_batch(w, &rq, 2, "[2,2]", "", "");
		BATCH(w, &rq, 3, 4, 5);
		say_batch(w, &rq, 5, "[3,5]", "", "");
		asks_nothing(w);
		assert_int_equal(w->device.group_count, 0);
		world_close(w);
	}
	PROVES("R62");
}

/* The parts take turns with what came meanwhile. */
static void what_is_new_goes_between_the_parts(void **state)
{
	struct world *w = with(4);
	struct device_request rq;

	(void)state;
	BATCH(w, &rq, 1, 2, 3, 4);
	say_fault(w, &rq, FAULT_BAD_ZLIB, "");
	world_capture(w);
	BATCH(w, &rq, 5);
	say_batch(w, &rq, 0, "[5,5]", "", "");
	BATCH(w, &rq, 1, 2);
	world_capture(w);
	say_batch(w, &rq, 2, "[1,2]", "", "");
	BATCH(w, &rq, 6);
	say_batch(w, &rq, 2, "[6,6]", "", "");
	w->near.items[2].acked = w->near.items[3].acked = true;
	asks_nothing(w); /* a part of which nothing is left */
	assert_int_equal(w->device.group_count, 0);
	world_close(w);
	PROVES("R62");
}

static void a_dead_letter_that_cannot_be_kept_is_found_again(void **state)
{
	struct world *w = with(1);
	struct device_request rq;

	(void)state;
	BATCH(w, &rq, 1);
	w->near.storage_fails = true;
	say_fault(w, &rq, FAULT_BAD_JSON, "");
	assert_string_equal(w->device.marks.last_error, "storage");
	assert_int_equal(w->device.backoff.failures, 1);
	assert_true(w->device.has_pending);
	world_close(w);
	PROVES("R62");
}

/* With no place for more parts the whole batch waits like any failure. */
static void too_many_parts_at_once_wait_whole(void **state)
{
	struct world *w = with(4);
	struct device_request rq;

	(void)state;
	for (int spare = 1; spare <= 2; spare++) {
		BATCH(w, &rq, 1, 2, 3, 4);
		w->device.group_count = DEVICE_GROUPS - spare; /* of numbers that are not in the queue any more */
		say_fault(w, &rq, FAULT_BAD_JSON, "");
		assert_int_equal(w->device.backoff.failures, spare == 1);
		assert_int_equal(w->device.group_count, spare == 1 ? DEVICE_GROUPS - 1 : DEVICE_GROUPS);
		if (spare == 1) {
			w->device.group_count = 0;
			world_pass(w, HOUR_MS);
		}
	}
	BATCH(w, &rq, 1, 2);
	no_answer(w, &rq);
	world_close(w);
	PROVES("R62");
}

/* One that waits already has its place, however many others wait. */
static void who_waits_already_keeps_its_place(void **state)
{
	struct world *w = with(DEVICE_RESTS + 2);
	struct device_request rq;

	(void)state;
	w->near.items[DEVICE_RESTS + 1].urgent = true;
	w->device.credit_items = 1;
	BATCH(w, &rq, DEVICE_RESTS + 2);
	say_batch(w, &rq, 0, "", "", "");
	world_pass(w, pause_after(w, 0));
	asks(w, &rq);
	assert_int_equal(w->device.flights[rq.slot].count, DEVICE_RESTS + 2);
	say_batch(w, &rq, 0, "", "", "");
	assert_string_equal(w->device.marks.last_error, "many_retries");
	assert_int_equal(w->device.rest_count, DEVICE_RESTS);
	assert_int_equal(w->device.rests[0].seq, DEVICE_RESTS + 2);
	assert_int_equal(w->device.rests[0].tries, 2);
	world_close(w);
	PROVES("R62");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_item_to_retry_waits_longer_each_time),
		cmocka_unit_test(the_one_that_is_due_first_is_waited_for),
		cmocka_unit_test(more_than_can_wait_apart_all_wait),
		cmocka_unit_test(a_refused_item_is_buried_and_its_void_goes),
		cmocka_unit_test(a_reply_to_a_batch_that_is_none_acknowledges_nothing),
		cmocka_unit_test(runs_of_acknowledged_numbers_leave_together),
		cmocka_unit_test(a_refused_batch_is_split_around_the_item_it_points_at),
		cmocka_unit_test(a_refusal_that_points_at_nothing_is_split_in_halves),
		cmocka_unit_test(what_is_new_goes_between_the_parts),
		cmocka_unit_test(a_dead_letter_that_cannot_be_kept_is_found_again),
		cmocka_unit_test(too_many_parts_at_once_wait_whole),
		cmocka_unit_test(who_waits_already_keeps_its_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
