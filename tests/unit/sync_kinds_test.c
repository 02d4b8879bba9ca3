/* Kinds of items central fails at: each waits apart, exactly as long as it should, and nothing else with it.
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

/* A pair with items of kinds k0, k1, …, one each, then again. */
static struct world *with_kinds(int kinds, int items)
{
	struct world *w = world_ready();
	char kind[16];

	for (int i = 0; i < items; i++) {
		snprintf(kind, sizeof kind, "k.%d", i % kinds);
		world_capture_kind(w, kind);
	}
	return w;
}

static int asks_count(struct world *w, struct device_request *rq)
{
	asks(w, rq);
	assert_string_equal(rq->target, "/sync/v1/batches");
	return w->device.flights[rq->slot].count;
}

static void one_kind_waits_longer_each_time(void **state)
{
	struct world *w = with_kinds(1, 2);
	struct device_request rq;

	(void)state;
	for (int tries = 0; tries < 12; tries++) {
		assert_int_equal(asks_count(w, &rq), 2);
		say_fault(w, &rq, FAULT_INTERNAL, "");
		assert_int_equal(device_kind_tries(&w->device), tries + 1);
		assert_int_equal(w->device.backoff.failures, 0); /* the line is not at fault */
		asks_nothing(w);
		assert_int_equal(device_wait(&w->device), pause_after(w, tries));
		world_pass(w, pause_after(w, tries) - 1);
		asks_nothing(w);
		world_pass(w, 1);
		assert_int_equal(device_wait(&w->device), 0);
	}
	world_capture_kind(w, "other");
	assert_int_equal(asks_count(w, &rq), 3); /* it is being tried again, and with it what is new */
	say_fault(w, &rq, FAULT_INTERNAL, "");
	assert_int_equal(asks_count(w, &rq), 1); /* kind by kind */
	say_batch(w, &rq, 0, "[3,3]", "", "");
	assert_int_equal(device_kind_tries(&w->device), 12); /* the other one says nothing of this one */
	assert_int_equal(asks_count(w, &rq), 2);
	say_fault(w, &rq, FAULT_INTERNAL, "");
	assert_int_equal(device_kind_tries(&w->device), 13);
	world_run(w, HOUR_MS);
	assert_int_equal(near_pending(&w->near), 0);
	assert_int_equal(device_kind_tries(&w->device), 0);
	world_close(w);
	PROVES("R62");
}

static void several_kinds_are_sent_kind_by_kind(void **state)
{
	struct world *w = with_kinds(3, 7);
	struct device_request rq;
	int counts[3] = { 0 };

	(void)state;
	assert_int_equal(asks_count(w, &rq), 7);
	say_fault(w, &rq, FAULT_INTERNAL, "");
	assert_int_equal(w->device.shut_count, 0);
	for (int i = 0; i < 3; i++) {
		counts[i] = asks_count(w, &rq);
		for (int k = 1; k < counts[i]; k++)
			assert_int_equal(w->device.flights[rq.slot].seqs[k], w->device.flights[rq.slot].seqs[k - 1] + 3);
		say_fault(w, &rq, FAULT_INTERNAL, "");
		assert_int_equal(w->device.shut_count, i + 1);
	}
	assert_int_equal(counts[0] + counts[1] + counts[2], 7);
	asks_nothing(w);
	assert_int_equal(device_wait(&w->device), pause_after(w, 0));
	world_run(w, HOUR_MS);
	world_check_all(w);
	assert_int_equal(w->device.shut_count, 0);
	world_close(w);
	PROVES("R62");
}

/* With four kinds apart already, a fifth is the line's fault like any other. */
static void a_fifth_kind_makes_the_line_wait(void **state)
{
	struct world *w = with_kinds(DEVICE_SHUTS + 1, DEVICE_SHUTS + 1);
	struct device_request rq;

	(void)state;
	asks_count(w, &rq);
	say_fault(w, &rq, FAULT_INTERNAL, "");
	for (int i = 0; i <= DEVICE_SHUTS; i++) {
		assert_int_equal(asks_count(w, &rq), 1);
		assert_int_equal(w->device.backoff.failures, 0);
		say_fault(w, &rq, FAULT_INTERNAL, "");
	}
	assert_int_equal(w->device.shut_count, DEVICE_SHUTS);
	assert_int_equal(w->device.backoff.failures, 1);
	assert_string_equal(w->device.marks.last_error, "internal");
	world_run(w, DAY_MS);
	world_check_all(w);
	world_close(w);
	PROVES("R62");
}

static void more_kinds_than_parts_make_the_line_wait(void **state)
{
	(void)state;
	for (int extra = 0; extra < 2; extra++) {
		struct world *w = with_kinds(DEVICE_GROUPS - 1 + extra, 40);
		struct device_request rq;

		assert_int_equal(asks_count(w, &rq), 40);
		w->device.group_count = 1; /* a part of before, nothing of which is left */
		w->device.groups[0].count = 0;
		say_fault(w, &rq, FAULT_INTERNAL, "");
		assert_int_equal(w->device.backoff.failures, extra);
		assert_int_equal(w->device.group_count, extra ? 1 : DEVICE_GROUPS);
		world_run(w, DAY_MS);
		world_check_all(w);
		world_close(w);
	}
	PROVES("R62");
}

/* What was shut and has gone from the queue by another road is forgotten, unless it is just being tried. */
static void a_kind_of_which_nothing_is_left_is_forgotten(void **state)
{
	struct world *w = with_kinds(1, 1);
	struct device_request rq;

	(void)state;
	asks_count(w, &rq);
	say_fault(w, &rq, FAULT_INTERNAL, "");
	world_pass(w, HOUR_MS);
	asks_count(w, &rq);
	device_nudge(&w->device);
	asks_nothing(w); /* under way */
	assert_int_equal(device_kind_tries(&w->device), 1);
	assert_int_equal(device_wait(&w->device), 5 * MINUTE_MS);
	no_answer(w, &rq);
	w->near.items[0].acked = true;
	world_pass(w, HOUR_MS);
	asks_nothing(w);
	assert_int_equal(device_kind_tries(&w->device), 0);
	assert_int_equal(device_wait(&w->device), -1);
	world_close(w);
	PROVES("R62");
}

/* An empty batch has no kind: a failing central is knocked at like any other. */
static void a_sign_of_life_that_fails_is_the_lines_fault(void **state)
{
	struct world *w = world_ready();
	struct device_request rq;

	(void)state;
	w->device.o.poll_ms = MINUTE_MS;
	w->device.poll_at = w->mono;
	assert_int_equal(asks_count(w, &rq), 0);
	say_fault(w, &rq, FAULT_INTERNAL, "");
	assert_int_equal(w->device.backoff.failures, 1);
	assert_int_equal(device_kind_tries(&w->device), 0);
	world_close(w);
	PROVES("R62");
}

static void a_kind_is_what_stands_at_the_head_of_an_item(void **state)
{
	static const char *const SAME[] = { "{\"kind\":\"a.b\"}", "{\"seq\":1,\"kind\":\"a.b\",\"x\":\"kind\"}", "{\"kind\":\"a.b" };
	static const char *const OTHER[] = { "{\"kind\":\"a.c\"}", "{\"kind\":\"b.a\"}", "{\"kind\":\"a\"}", "{\"kind\":\"\"}" };
	char far[300];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(SAME); i++)
		assert_int_equal(device_kind_of(SAME[i], strlen(SAME[i])), device_kind_of(SAME[0], strlen(SAME[0])));
	for (size_t i = 0; i < COUNT_OF(OTHER); i++)
		for (size_t k = 0; k < i; k++)
			assert_int_not_equal(device_kind_of(OTHER[i], strlen(OTHER[i])), device_kind_of(OTHER[k], strlen(OTHER[k])));
	assert_int_equal(device_kind_of("{\"void\":\"purged\"}", 17), 0);
	for (size_t pad = 150; pad <= 153; pad++) { /* within 160 bytes, or not at all */
		memset(far, ' ', sizeof far);
		memcpy(far + pad, "\"kind\":\"a\"", 10);
		assert_int_equal(device_kind_of(far, pad + 10) != 0, pad <= 152);
	}
	assert_int_equal(device_kind_of("{\"kind\":\"a\"}", 8), 0); /* of what is there only */
	PROVES("R62");
}

/* Two kinds that wait, one of which is just being tried: the other one keeps its own count. */
static void kinds_are_counted_each_for_itself(void **state)
{
	struct world *w = with_kinds(2, 2);
	struct device_request rq;

	(void)state;
	for (int tries = 1; tries <= 3; tries++) {
		assert_int_equal(asks_count(w, &rq), 2);
		say_fault(w, &rq, FAULT_INTERNAL, "");
		for (int i = 0; i < 2; i++) {
			assert_int_equal(asks_count(w, &rq), 1);
			assert_true(device_wait(&w->device) >= 0);
			say_fault(w, &rq, FAULT_INTERNAL, "");
		}
		assert_int_equal(w->device.shut_count, 2);
		assert_int_equal(w->device.shuts[0].tries, tries);
		assert_int_equal(w->device.shuts[1].tries, tries);
		asks_nothing(w);
		world_pass(w, HOUR_MS);
	}
	world_run(w, HOUR_MS);
	world_check_all(w);
	world_close(w);
	PROVES("R62");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_kind_waits_longer_each_time),
		cmocka_unit_test(several_kinds_are_sent_kind_by_kind),
		cmocka_unit_test(a_fifth_kind_makes_the_line_wait),
		cmocka_unit_test(more_kinds_than_parts_make_the_line_wait),
		cmocka_unit_test(a_kind_of_which_nothing_is_left_is_forgotten),
		cmocka_unit_test(a_sign_of_life_that_fails_is_the_lines_fault),
		cmocka_unit_test(a_kind_is_what_stands_at_the_head_of_an_item),
		cmocka_unit_test(kinds_are_counted_each_for_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
