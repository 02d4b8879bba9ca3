/* Replies that are none: unsigned, spoiled, of another request. Nothing of them is believed.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/sync_spoil.h"

/* matrix 31, 32 */
static void nothing_unsigned_is_an_acknowledgement(void **state)
{
	static bool (*const SPOILS[])(struct world *, struct device_answer *, struct hub_reply *) = {
		portal, unsigned_reply, flipped, other_status,
	};
	static const char *const WHY[] = { "portal", "unsigned", "unsigned", "unsigned" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(SPOILS); i++) {
		struct world *w = world_ready();

		world_capture(w);
		w->spoil = SPOILS[i];
		assert_true(world_exchange(w));
		assert_int_equal(near_pending(&w->near), 1);
		assert_string_equal(w->device.marks.last_error, WHY[i]);
		assert_false(w->device.online);
		world_run(w, HOUR_MS);
		world_check_all(w);
		assert_int_equal(w->far.item_count, 1);
		world_close(w);
	}
	PROVES("R62");
}

/* A reply kept from an earlier request must not pass for the answer to a later one. matrix 31 */
static void a_reply_to_another_request_is_no_reply(void **state)
{
	struct world *w = world_ready();
	struct device_request one = { 0 }, two = { 0 };
	struct hub_reply r1, r2;
	struct wired x1, x2;

	(void)state;
	world_capture(w);
	assert_true(device_next(&w->device, &one));
	wired_from(&x1, &one);
	assert_int_equal(wired_serve(w, &x1, &r1), OK);
	world_capture(w);
	assert_true(device_next(&w->device, &two));
	assert_int_not_equal(one.slot, two.slot);
	wired_from(&x2, &two);
	assert_int_equal(wired_serve(w, &x2, &r2), OK);
	world_deliver(w, two.slot, &r1);
	assert_string_equal(w->device.marks.last_error, "other_request");
	assert_int_equal(near_pending(&w->near), 2);
	world_deliver(w, one.slot, &r1);
	assert_int_equal(near_pending(&w->near), 1);
	world_run(w, HOUR_MS);
	world_check_all(w);
	buf_free(&r1.body), buf_free(&r2.body), buf_free(&x1.body), buf_free(&x2.body);
	buf_free(&one.headers), buf_free(&one.body), buf_free(&two.headers), buf_free(&two.body);
	world_close(w);
	PROVES("R62");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_unsigned_is_an_acknowledgement),
		cmocka_unit_test(a_reply_to_another_request_is_no_reply),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
