/* Reports from a stream: what is printed is durable, what is refused is named.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/kiosk/fixture.h"

#include "firmware/capture.h"

#define LINE(n, fault)                                                                             \
	"{\"schema\":1,\"id\":\"018f4a00-0000-7000-8000-00000000000" n "\",\"catalogue\":\"1.0\"," \
	"\"channel\":\"kiosk\",\"lang\":\"nl\",\"branch\":\"home\",\"kind\":\"repair\","           \
	"\"unit\":\"D1\",\"room\":\"BAD\",\"object\":\"KRAAN\",\"fault\":\"" fault "\","           \
	"\"when\":{\"slots\":[],\"call\":true},\"contact\":{\"name\":\"A\","                       \
	"\"phone\":\"0612345678\",\"via\":\"phone\"}}\n"

static int capture(struct kiosk *k, const char *lines, char **out)
{
	size_t n;
	FILE *in = fmemopen((void *)(uintptr_t)lines, strlen(lines), "r");
	FILE *to = open_memstream(out, &n);
	int err = capture_run(k->app, in, to);
	fclose(in);
	fclose(to);
	return err;
}

static int count_lines(const char *text)
{
	int n = 0;
	for (; *text; text++)
		n += *text == '\n';
	return n;
}

static void good_lines_are_taken_bad_ones_named(void **state)
{
	struct kiosk k;
	char *out;
	(void)state;
	kiosk_enrolled(&k);
	assert_int_equal(capture(&k, LINE("1", "DRP") "not json\n\n" LINE("2", "NIX") LINE("3", "LEK"),
				 &out), ERR_INPUT);
	assert_int_equal(count_lines(out), 2);
	assert_memory_equal(out, "018f4a00-0000-7000-8000-000000000001 K7QD-", 42);
	assert_int_equal(db_ask_int(k.app->db, "SELECT count(*) FROM outbox_item", -1), 2);
	assert_false(db_turn_open(k.app->db));
	free(out);
	kiosk_close(&k);
	PROVES("R40 R61");
}

static void the_same_lines_again_give_the_same_receipts(void **state)
{
	struct kiosk k;
	char *first, *second;
	(void)state;
	kiosk_enrolled(&k);
	assert_int_equal(capture(&k, LINE("1", "DRP") LINE("2", "LEK"), &first), OK);
	assert_int_equal(capture(&k, LINE("1", "DRP") LINE("2", "LEK"), &second), OK);
	assert_string_equal(first, second);
	assert_int_equal(db_ask_int(k.app->db, "SELECT count(*) FROM outbox_item", -1), 2);
	free(first);
	free(second);
	kiosk_close(&k);
	PROVES("R62 D2");
}

static void a_full_queue_stops_it_and_keeps_what_was_printed(void **state)
{
	struct kiosk k;
	char *out;
	(void)state;
	kiosk_enrolled(&k);
	k.app->set.queue_items = 1;
	assert_int_equal(capture(&k, LINE("1", "DRP") LINE("2", "LEK") LINE("3", "LEK"), &out),
			 ERR_QUEUE_FULL);
	assert_int_equal(count_lines(out), 1);
	assert_int_equal(db_ask_int(k.app->db, "SELECT count(*) FROM outbox_item", -1), 1);
	free(out);
	kiosk_close(&k);
	PROVES("R61 R62");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_lines_are_taken_bad_ones_named),
		cmocka_unit_test(the_same_lines_again_give_the_same_receipts),
		cmocka_unit_test(a_full_queue_stops_it_and_keeps_what_was_printed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
