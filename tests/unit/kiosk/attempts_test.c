/* Waits between wrong guesses.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/check.h"

#include "firmware/attempts.h"
#include "shared/base/clock.h"

static void three_tries_then_growing_waits(void **state)
{
	struct attempts a = { 0 };
	int64_t now = 1000;
	(void)state;
	for (int i = 0; i < 3; i++) {
		assert_int_equal(attempts_wait(&a, now), 0);
		attempts_fail(&a, now);
	}
	assert_int_equal(attempts_wait(&a, now), 15);
	now += 15 * SECOND_MS;
	assert_int_equal(attempts_wait(&a, now), 0);
	attempts_fail(&a, now);
	assert_int_equal(attempts_wait(&a, now), 30);
	PROVES("R27");
}

static void a_robot_gets_under_six_tries_an_hour(void **state)
{
	struct attempts a = { 0 };
	int64_t now = 1000, tried = 0;
	(void)state;
	for (int64_t end = now + 24 * HOUR_MS; now < end; now += SECOND_MS)
		if (!attempts_wait(&a, now)) {
			attempts_fail(&a, now);
			tried++;
		}
	assert_true(tried < 24 * 8);
	PROVES("R27");
}

static void time_forgives(void **state)
{
	struct attempts a = { 0 };
	int64_t now = 1000;
	(void)state;
	for (int i = 0; i < 3; i++)
		attempts_fail(&a, now);
	now += 31 * MINUTE_MS;
	assert_int_equal(attempts_wait(&a, now), 0);
	attempts_fail(&a, now);
	attempts_fail(&a, now);
	assert_int_equal(attempts_wait(&a, now), 0);
	PROVES("R27");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(three_tries_then_growing_waits),
		cmocka_unit_test(a_robot_gets_under_six_tries_an_hour),
		cmocka_unit_test(time_forgives),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
