/* Files that carry a batch or its reply by hand.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/check.h"

#include "shared/sync/carry.h"

#define LINES "portiek-protocol: 1.0\r\nportiek-counter: 7\r\ncontent-digest: sha-256=:x:\r\nsignature-input: sig1=()\r\n" \
	      "signature: sig1=:y:\r\ncontent-type: application/vnd.portiek.batch-z\r\n"

static void a_file(struct buf *out)
{
	BUF(headers);
	BUF(body);

	buf_str(&headers, LINES);
	buf_add(&body, "a\0b\r\n\r\nc", 8);
	carry_write_request(out, "central.test:8080", &headers, &body);
}

static void a_request_is_read_as_it_was_written(void **state)
{
	struct carried c;
	BUF(file);

	(void)state;
	a_file(&file);
	assert_int_equal(carry_read(file.data, file.len, &c), OK);
	assert_int_equal(c.status, 0);
	assert_string_equal(c.authority, "central.test:8080");
	assert_string_equal(c.protocol, "1.0");
	assert_string_equal(c.counter, "7");
	assert_string_equal(c.input, "sig1=()");
	assert_string_equal(c.type, "application/vnd.portiek.batch-z");
	assert_int_equal(c.body.n, 8);
	assert_memory_equal(c.body.p, "a\0b\r\n\r\nc", 8);
	PROVES("D11");
}

static void a_reply_is_read_as_it_was_written(void **state)
{
	struct carried c;
	BUF(file);
	BUF(body);

	(void)state;
	buf_str(&body, "{\"v\":1}");
	carry_write_reply(&file, 200, "application/json", "sha-256=:x:", "sig1=()", "sig1=:y:", &body);
	assert_int_equal(carry_read(file.data, file.len, &c), OK);
	assert_int_equal(c.status, 200);
	assert_string_equal(c.signature, "sig1=:y:");
	assert_int_equal(c.body.n, 7);
	PROVES("D11");
}

/* matrix 29, for a file: cut at every byte, and with a byte more */
static void a_file_that_is_not_whole_is_refused(void **state)
{
	struct carried c;
	BUF(file);

	(void)state;
	a_file(&file);
	for (size_t n = 0; n < file.len; n++)
		assert_int_equal(carry_read(file.data, n, &c), ERR_INPUT);
	buf_char(&file, 'x');
	assert_int_equal(carry_read(file.data, file.len, &c), ERR_INPUT);
	PROVES("D11");
}

static void only_the_lines_of_the_protocol_are_taken(void **state)
{
	static const char *const BAD[] = {
		"GET /sync/v1/batches HTTP/1.1\r\ncontent-length: 0\r\n\r\n",
		"POST /sync/v1/enrol HTTP/1.1\r\ncontent-length: 0\r\n\r\n",
		"POST /sync/v1/batches HTTP/1.1\r\ncookie: a\r\ncontent-length: 0\r\n\r\n",
		"POST /sync/v1/batches HTTP/1.1\r\nhost: a\r\nhost: b\r\ncontent-length: 0\r\n\r\n",
		"POST /sync/v1/batches HTTP/1.1\r\nhost:a\r\ncontent-length: 0\r\n\r\n",
		"POST /sync/v1/batches HTTP/1.1\r\nhost: \r\ncontent-length: 0\r\n\r\n",
		"POST /sync/v1/batches HTTP/1.1\r\nhost: a\r\n\r\n",
		"POST /sync/v1/batches HTTP/1.1\r\nhost: a\r\ncontent-length: -1\r\n\r\n",
		"POST /sync/v1/batches HTTP/1.1\r\nhost: a\r\ncontent-length: 99999999\r\n\r\n",
		"POST /sync/v1/batches HTTP/1.1\nhost: a\ncontent-length: 0\n\n",
		"HTTP/1.1 99 -\r\ncontent-length: 0\r\n\r\n", "HTTP/1.1 2", "",
	};
	struct carried c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(BAD); i++)
		if (carry_read(BAD[i], strlen(BAD[i]), &c) != ERR_INPUT)
			fail_msg("taken: %s", BAD[i]);
	PROVES("D11");
}

static void a_value_that_is_too_long_is_refused(void **state)
{
	struct carried c;
	BUF(file);

	(void)state;
	buf_str(&file, "POST /sync/v1/batches HTTP/1.1\r\nportiek-counter: ");
	for (int i = 0; i < 24; i++)
		buf_char(&file, '1');
	buf_str(&file, "\r\ncontent-length: 0\r\n\r\n");
	assert_int_equal(carry_read(file.data, file.len, &c), ERR_INPUT);
	PROVES("D11");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_request_is_read_as_it_was_written),
		cmocka_unit_test(a_reply_is_read_as_it_was_written),
		cmocka_unit_test(a_file_that_is_not_whole_is_refused),
		cmocka_unit_test(only_the_lines_of_the_protocol_are_taken),
		cmocka_unit_test(a_value_that_is_too_long_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
