/* The form of a carried file: its first line, its lines of a name and a value, how long each and the whole may be.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/check.h"

#include "shared/base/buf.h"
#include "shared/base/err.h"
#include "shared/sync/carry.h"
#include "shared/sync/sig.h"

static int reads(const char *fmt, ...)
{
	struct carried c;
	char text[4000];
	va_list ap;

	va_start(ap, fmt);
	int n = vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	return carry_read(text, (size_t)n, &c);
}

#define FIRST "POST /sync/v1/batches HTTP/1.1\r\n"
#define LAST "content-length: 0\r\n\r\n"

static void a_value_may_be_as_long_as_its_place(void **state)
{
	static const struct { const char *name; int cap; } ROWS[] = {
		{ "host", 256 }, { "portiek-protocol", 16 }, { "portiek-counter", 24 }, { "content-digest", SIG_DIGEST },
		{ "signature-input", SIG_INPUT }, { "signature", SIG_HEADER }, { "content-type", 64 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		assert_int_equal(reads(FIRST "%s: %0*d\r\n" LAST, ROWS[i].name, ROWS[i].cap - 1, 0), OK);
		assert_int_equal(reads(FIRST "%s: %0*d\r\n" LAST, ROWS[i].name, ROWS[i].cap, 0), ERR_INPUT);
		assert_int_equal(reads(FIRST "%s: x\r\n" LAST, ROWS[i].name), OK);
	}
	assert_int_equal(reads(FIRST "content-length: %015d\r\n\r\n", 0), OK);
	assert_int_equal(reads(FIRST "content-length: %016d\r\n\r\n", 0), ERR_INPUT);
	PROVES("D11");
}

static void a_line_is_a_name_a_colon_a_space_and_a_value(void **state)
{
	static const char *const BAD[] = { "host", "host:", "host: ", "host:x", "host:xx", "hos: x", "hostx: x", ": x", "Host: x", " host: x" };
	struct carried c;
	char text[] = FIRST "host: a?b\r\n" LAST;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(BAD); i++)
		assert_int_equal(reads(FIRST "%s\r\n" LAST, BAD[i]), ERR_INPUT);
	assert_int_equal(carry_read(text, sizeof text - 1, &c), OK);
	assert_string_equal(c.authority, "a?b");
	*strchr(text, '?') = '\0';
	assert_int_equal(carry_read(text, sizeof text - 1, &c), ERR_INPUT);
	PROVES("D11");
}

static void a_status_is_three_digits_of_a_reply(void **state)
{
	static const struct { const char *line; int want; } ROWS[] = {
		{ "HTTP/1.1 100 -", OK }, { "HTTP/1.1 599 -", OK }, { "HTTP/1.1 099 -", ERR_INPUT }, { "HTTP/1.1 600 -", ERR_INPUT },
		{ "HTTP/1.1 20x -", ERR_INPUT }, { "HTTP/1.1 200 +", ERR_INPUT }, { "HTTP/1.1 200x-", ERR_INPUT }, { "HTTP/1.0 200 -", ERR_INPUT },
		{ "HTTP/1.1 200 -x", ERR_INPUT }, { "POST /sync/v1/batchez HTTP/1.1", ERR_INPUT }, { "POST /sync/v1/batches HTTP/1.1 ", ERR_INPUT },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++)
		assert_int_equal(reads("%s\r\n" LAST, ROWS[i].line), ROWS[i].want);
	PROVES("D11");
}

static void a_file_has_a_most(void **state)
{
	struct carried c;
	BUF(file);

	(void)state;
	buf_fmt(&file, FIRST "host: %0255d\r\nportiek-protocol: %015d\r\nportiek-counter: %023d\r\ncontent-digest: %063d\r\n"
		"signature-input: %0511d\r\nsignature: %0103d\r\ncontent-type: %063d\r\n" LAST, 0, 0, 0, 0, 0, 0, 0);
	assert_true(file.len < CARRY_HEAD); /* the longest there is */
	assert_int_equal(carry_read(file.data, file.len, &c), OK);
	for (int over = 0; over < 2; over++) {
		size_t body = CARRY_FILE - strlen(FIRST) - strlen("content-length: 264123\r\n\r\n") + (size_t)over;

		buf_clear(&file);
		buf_fmt(&file, FIRST "content-length: %zu\r\n\r\n", body);
		assert_int_equal(file.len + body, CARRY_FILE + (size_t)over);
		while (file.len < CARRY_FILE + (size_t)over)
			buf_char(&file, 'x');
		assert_int_equal(carry_read(file.data, file.len, &c), over ? ERR_INPUT : OK);
	}
	PROVES("D11");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_value_may_be_as_long_as_its_place),
		cmocka_unit_test(a_line_is_a_name_a_colon_a_space_and_a_value),
		cmocka_unit_test(a_status_is_three_digits_of_a_reply),
		cmocka_unit_test(a_file_has_a_most),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
