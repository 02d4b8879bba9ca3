/* A restored central is first heard of in the answer to a change of keys or to a recovery: its epoch is
 * taken over only after it was found out what it lost.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/sync_world.h"

/* A pair with `count` items at central, all of them safe there. */
static struct world *safe_pair(int count)
{
	struct world *w = world_ready();

	for (int i = 0; i < count; i++)
		world_capture(w);
	world_run(w, MINUTE_MS);
	w->far.devices[0].safe_hwm = count;
	world_capture(w);
	world_run(w, MINUTE_MS);
	world_check_all(w);
	assert_int_equal(w->near.marks.safe_hwm, count);
	return w;
}

/* Put back whole, but what it called safe before may be nowhere any more. */
static void put_back(struct world *w)
{
	w->hub.epoch[31] = 'e';
	w->far.devices[0].safe_hwm = 0;
}

static void check_doubted(const struct world *w)
{
	assert_string_equal(w->near.marks.epoch, w->hub.epoch);
	assert_string_equal(w->device.marks.epoch, w->hub.epoch);
	assert_int_equal(w->near.marks.safe_hwm, 0);
	assert_int_equal(w->near.resets, 1); /* the news is read from the beginning */
	assert_false(device_refilling(&w->device));
}

static void an_epoch_heard_with_a_new_key_is_doubted_like_any(void **state)
{
	struct world *w = safe_pair(30);

	(void)state;
	put_back(w);
	device_rotate_start(&w->device);
	world_run(w, HOUR_MS);
	assert_int_equal(w->near.id.key_no, 2);
	check_doubted(w);
	world_check_all(w);
	world_close(w);
	PROVES("D3 R61 R70");
}

/* Central was put back to before the kiosk's rotation, so it shows its certificate. */
static void an_epoch_heard_with_a_recovery_is_doubted_like_any(void **state)
{
	struct world *w = safe_pair(30);

	(void)state;
	world_unrotate(w);
	put_back(w);
	world_capture(w);
	world_run(w, HOUR_MS);
	check_doubted(w);
	world_check_all(w);
	world_close(w);
	PROVES("D3 R61 R70");
}

/* The program ends between the answer and the question: the question is asked at the next start. */
static void a_crash_before_the_question_forgets_no_doubt(void **state)
{
	struct world *w = safe_pair(30);
	struct device_options o = world_options(w);
	struct device_marks marks;

	(void)state;
	put_back(w);
	device_rotate_start(&w->device);
	assert_true(world_exchange(w));
	assert_int_equal(w->near.id.key_no, 2);
	marks = w->near.marks;
	text_copy(marks.epoch, sizeof marks.epoch, w->near.id.epoch); /* one row on a disk */
	o.poll_ms = MINUTE_MS;
	device_free(&w->device);
	device_init(&w->device, &o, &w->near.id, &marks, w->near.counters);
	world_run(w, HOUR_MS);
	check_doubted(w);
	world_check_all(w);
	world_close(w);
	PROVES("D3 R61 R62");
}

/* The same epoch in the answer raises none. */
static void a_new_key_alone_is_no_doubt(void **state)
{
	struct world *w = safe_pair(30);

	(void)state;
	device_rotate_start(&w->device);
	world_run(w, HOUR_MS);
	assert_int_equal(w->near.id.key_no, 2);
	assert_int_equal(w->near.resets, 0);
	assert_int_equal(w->near.marks.safe_hwm, 30);
	assert_string_equal(w->near.id.epoch, w->hub.epoch);
	world_close(w);
	PROVES("R70");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_epoch_heard_with_a_new_key_is_doubted_like_any),
		cmocka_unit_test(an_epoch_heard_with_a_recovery_is_doubted_like_any),
		cmocka_unit_test(a_crash_before_the_question_forgets_no_doubt),
		cmocka_unit_test(a_new_key_alone_is_no_doubt),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
