/* The gate: bodies pipelined, chunked, smuggled, of odd lengths; one test for each remote bug of
 * Debian's libwebsockets.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/http_gate_doors.h"

/* Row 1: a body pipelined behind another request hung the whole daemon. */
static void pipelined_body(void **state)
{
	struct app *app = *state;
	BUF(out);

	assert_true(ask(app, HEAD("GET", "/plain") "\r\n" HEAD("POST", "/take") JSON
			"Content-Length: 2\r\n\r\n{}", &out));
	assert_int_equal(count_of(&out, "HTTP/1.1 200"), 1);
	assert_int_equal(runs(app), 1);
	still_serves(app);
	assert_true(ask(app, HEAD("POST", "/take") JSON "Content-Length: 2\r\n\r\n{}"
			HEAD("POST", "/take") JSON "Content-Length: 2\r\n\r\n{}", &out));
	assert_true(runs(app) <= 2);
	still_serves(app);
	assert_true(ask(app, HEAD("POST", "/write") JSON "Content-Length: 2\r\n\r\n{}"
			HEAD("POST", "/write") JSON "Content-Length: 2\r\n\r\n{}", &out));
	assert_true(runs(app) <= 3);
	still_serves(app);
	PROVES("R60");
}

/* A whole keep-alive conversation is not taken for pipelining. */
static void keep_alive_bodies(void **state)
{
	struct app *app = *state;
	int fd = world_connect(app->port);

	for (int i = 1; i <= 5; i++) {
		static const char BYTES[] = HEAD("POST", "/take") JSON
			"Content-Length: 2\r\n\r\n{}";
		BUF(out);

		world_send(fd, BYTES, sizeof(BYTES) - 1);
		assert_false(world_reply(fd, 10, &out));
		assert_int_equal(status_of(&out), 200);
		assert_int_equal(runs(app), i);
	}
	close(fd);
	PROVES("-");
}

/* Row 2: bytes after a complete body while the answer is pending. */
static void bytes_after_body(void **state)
{
	struct app *app = *state;
	BUF(out);

	ask(app, HEAD("POST", "/late") JSON "Content-Length: 2\r\n\r\n{}trailing", &out);
	assert_int_equal(runs(app), 0);
	still_serves(app);
	ask(app, HEAD("POST", "/write") JSON "Content-Length: 2\r\n\r\n{}trailing", &out);
	assert_int_equal(runs(app), 1);
	still_serves(app);
	PROVES("-");
}

/* Row 3: POST of length 0 with more bytes ran twice. */
static void empty_post_and_more(void **state)
{
	struct app *app = *state;
	BUF(out);

	ask(app, HEAD("POST", "/take") "Content-Length: 0\r\n\r\nGARBAGE", &out);
	assert_int_equal(runs(app), 1);
	still_serves(app);
	ask(app, HEAD("POST", "/write") "Content-Length: 0\r\n\r\nx", &out);
	assert_int_equal(runs(app), 2);
	still_serves(app);
	ask(app, HEAD("POST", "/late") "Content-Length: 0\r\n\r\n" SMUGGLED, &out);
	assert_int_equal(runs(app), 2);
	still_serves(app);
	PROVES("-");
}

/* Row 4: chunked bodies are not decoded; with a length beside it the length won. */
static void chunked_body(void **state)
{
	struct app *app = *state;
	BUF(out);

	assert_true(ask(app, HEAD("POST", "/take") JSON "Transfer-Encoding: chunked\r\n\r\n"
			"2\r\n{}\r\n0\r\n\r\n", &out));
	assert_int_equal(status_of(&out), 411);
	assert_true(ask(app, HEAD("POST", "/take") JSON "Content-Length: 4\r\n"
			"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" SMUGGLED, &out));
	assert_int_equal(status_of(&out), 411);
	assert_true(ask(app, HEAD("GET", "/plain") "Transfer-Encoding: x\r\n\r\n", &out));
	assert_int_equal(status_of(&out), 411);
	assert_int_equal(runs(app), 0);
	still_serves(app);
	PROVES("-");
}

/* Row 5: a body without any length. */
static void body_without_length(void **state)
{
	static const char *const METHODS[] = { "POST", "PUT", "PATCH" };
	struct app *app = *state;
	BUF(out);

	for (size_t i = 0; i < COUNT_OF(METHODS); i++) {
		BUF(bytes);

		buf_fmt(&bytes, "%s /take HTTP/1.1\r\nHost: a\r\n" JSON "\r\n" SMUGGLED, METHODS[i]);
		assert_true(ask(app, buf_text(&bytes), &out));
		assert_int_equal(status_of(&out), 411);
	}
	assert_int_equal(runs(app), 0);
	still_serves(app);
	PROVES("-");
}

/* Row 6: lengths that atoll() forgives. */
static void odd_lengths(void **state)
{
	static const char *const LENGTHS[] = {
		"+3", "-3", "0x3", "3, 3", "3 3", "3\r\nContent-Length: 4",
		"3\r\nContent-Length: 3", "3abc", "1e1", "9999999999999", "18446744073709551617",
	};
	struct app *app = *state;
	BUF(out);

	for (size_t i = 0; i < COUNT_OF(LENGTHS); i++) {
		BUF(bytes);

		buf_fmt(&bytes, HEAD("POST", "/take") JSON "Content-Length: %s\r\n\r\n{ }" SMUGGLED,
			LENGTHS[i]);
		assert_true(ask(app, buf_text(&bytes), &out));
		assert_int_equal(status_of(&out), 400);
		assert_int_equal(count_of(&out, "HTTP/1.1 "), 1);
	}
	assert_int_equal(runs(app), 0);
	still_serves(app);
	PROVES("-");
}

/* Row 7: the body of a GET was read as the next request. */
static void get_with_body(void **state)
{
	static const char *const METHODS[] = { "GET", "HEAD", "OPTIONS" };
	struct app *app = *state;
	BUF(out);

	for (size_t i = 0; i < COUNT_OF(METHODS); i++) {
		BUF(bytes);

		buf_fmt(&bytes, "%s /plain HTTP/1.1\r\nHost: a\r\nContent-Length: %zu\r\n\r\n"
			SMUGGLED, METHODS[i], strlen(SMUGGLED));
		assert_true(ask(app, buf_text(&bytes), &out));
		assert_int_equal(status_of(&out), 400);
		assert_int_equal(count_of(&out, "HTTP/1.1 "), 1);
	}
	assert_int_equal(runs(app), 0);
	assert_false(ask(app, HEAD("DELETE", "/take") "Content-Length: 2\r\n\r\n{}", &out));
	assert_int_equal(status_of(&out), 413);
	assert_int_equal(runs(app), 0);
	still_serves(app);
	PROVES("-");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(pipelined_body, start, stop),
		cmocka_unit_test_setup_teardown(keep_alive_bodies, start, stop),
		cmocka_unit_test_setup_teardown(bytes_after_body, start, stop),
		cmocka_unit_test_setup_teardown(empty_post_and_more, start, stop),
		cmocka_unit_test_setup_teardown(chunked_body, start, stop),
		cmocka_unit_test_setup_teardown(body_without_length, start, stop),
		cmocka_unit_test_setup_teardown(odd_lengths, start, stop),
		cmocka_unit_test_setup_teardown(get_with_body, start, stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
