/* A line that begins says which machine it is on: a copy elsewhere can be told from the original.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/sync_world.h"

#define HERE "1111111111111111111111111111111111111111111111111111111111111111"

static void born_with(const char *hint, const char *want)
{
	struct world *w = world_ready();

	text_copy(w->device.o.hw_hint, sizeof w->device.o.hw_hint, hint);
	w->far.devices[0].state = HUB_FORKED;
	world_capture(w);
	world_run(w, HOUR_MS);
	assert_int_equal(w->far.device_count, 2);
	assert_string_equal(w->far.devices[1].hw_hint, want);
	assert_int_equal(w->far.item_count, 1);
	world_close(w);
}

static void a_line_says_which_machine_it_is_on(void **state)
{
	(void)state;
	born_with(HERE, HERE);
	born_with("", "");
	born_with("somewhere", ""); /* no hint at all */
	PROVES("R70");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_says_which_machine_it_is_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
