/* The gate: upgrades, prefix headers, large heads, strange targets, noise; one test for each remote
 * bug of Debian's libwebsockets.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/http_gate_doors.h"

/* Rows 8 and 9: unknown upgrades used freed memory, h2c opened the HTTP/2 code. */
static void upgrades(void **state)
{
	static const char *const WORDS[] = {
		"foo", "h2c", "websocket2", "WebSocket", "websocket, h2c", "h2c, websocket", "",
	};
	struct app *app = *state;
	BUF(out);

	for (size_t i = 0; i < COUNT_OF(WORDS); i++) {
		BUF(bytes);

		buf_fmt(&bytes, HEAD("GET", "/plain") "\r\n" HEAD("GET", "/plain")
			"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: %s\r\n"
			"HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n"
			"Sec-WebSocket-Version: 13\r\n"
			"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n", WORDS[i]);
		ask(app, buf_text(&bytes), &out);
		assert_int_equal(count_of(&out, " 101 "), 0);
		still_serves(app);
	}
	assert_true(ask(app, HEAD("GET", "/plain") "Connection: Upgrade\r\nUpgrade: websocket\r\n"
			"Origin: http://a\r\nSec-WebSocket-Version: 13\r\n"
			"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n", &out));
	assert_int_equal(count_of(&out, " 101 "), 0);
	still_serves(app);
	PROVES("-");
}

/* Row 10: CONNECT became a raw connection for ever. */
static void connect_method(void **state)
{
	struct app *app = *state;
	BUF(out);

	assert_true(ask(app, "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", &out));
	assert_true(ask(app, "CONNECT /plain HTTP/1.1\r\nHost: a\r\n\r\n", &out));
	assert_int_equal(runs(app), 0);
	still_serves(app);
	PROVES("-");
}

/* Row 11: a name that begins a known name swallows the next header line. */
static void prefix_headers(void **state)
{
	static const char *const NAMES[] = { "x-a", "d", "up", "content-d", "acc" };
	struct app *app = *state;
	BUF(out);

	for (size_t i = 0; i < COUNT_OF(NAMES); i++) {
		BUF(bytes);

		buf_fmt(&bytes, "POST /take HTTP/1.1\r\nHost: a\r\n" JSON "%s: 1\r\n"
			"Content-Length: %zu\r\n\r\n" SMUGGLED, NAMES[i], strlen(SMUGGLED));
		assert_true(ask(app, buf_text(&bytes), &out));
		assert_int_equal(status_of(&out), 411);
		assert_int_equal(count_of(&out, "HTTP/1.1 "), 1);
		assert_int_equal(runs(app), 0);
		still_serves(app);
	}
	PROVES("-");
}

/* Row 12: a stray byte or a half-close while an answer is pending made the loop spin. */
static void stray_byte_while_pending(void **state)
{
	struct app *app = *state;
	int fd = world_connect(app->port);
	BUF(out);

	world_send(fd, HEAD("GET", "/late") "\r\n", strlen(HEAD("GET", "/late") "\r\n"));
	assert_false(world_collect(fd, 50, &out));
	world_send(fd, "x", 1);
	assert_true(world_collect(fd, 1200, &out));
	close(fd);
	still_serves(app);

	fd = world_connect(app->port);
	world_send(fd, HEAD("GET", "/late") "\r\n", strlen(HEAD("GET", "/late") "\r\n"));
	assert_false(world_collect(fd, 50, &out));
	shutdown(fd, SHUT_WR);
	assert_true(world_collect(fd, 1200, &out));
	close(fd);
	still_serves(app);

	assert_true(ask_bytes(app, HEAD("GET", "/late") "\r\nxxxx",
			      strlen(HEAD("GET", "/late") "\r\nxxxx"), 10, &out));
	assert_int_equal(runs(app), 0);
	assert_int_equal(out.len, 0);
	still_serves(app);
	PROVES("-");
}

/* Row 13: a head over the limit is closed, and nothing of it runs. */
static void large_head(void **state)
{
	struct app *app = *state;
	BUF(bytes);
	BUF(out);

	buf_str(&bytes, HEAD("GET", "/plain") "X-Large: ");
	for (int i = 0; i < 20000; i++)
		buf_char(&bytes, 'a');
	buf_str(&bytes, "\r\n\r\n");
	assert_true(ask(app, buf_text(&bytes), &out));
	buf_clear(&bytes);
	buf_str(&bytes, HEAD("GET", "/plain"));
	for (int i = 0; i < 2000; i++)
		buf_fmt(&bytes, "X-Many-%d: a\r\n", i);
	buf_str(&bytes, "\r\n");
	assert_true(ask(app, buf_text(&bytes), &out));
	assert_int_equal(runs(app), 0);
	still_serves(app);
	PROVES("-");
}

/* Row 14: %00 ended the parsing of the head. Right behind a slash the library drops it, and the
 * request is the one without it: not found here, and nothing after it is lost. */
static void nul_in_target(void **state)
{
	static const char *const TARGETS[] = {
		"/%00", "/plain%00", "/plain%00x", "/plain?a=%00", "/plain?a=b%00c", "/%00plain",
		"/plain/..%00", "/plain%0d%0aX: y", "/plain%zz",
	};
	static const char *const REFUSED[] = {
		"/%00plain", "/plain%ff", "/plain%7f", "/plain%01", "/pl%c0%aein", "/plain?a=%ff",
	};
	struct app *app = *state;
	BUF(out);

	for (size_t i = 0; i < COUNT_OF(TARGETS); i++) {
		BUF(bytes);

		buf_fmt(&bytes, "GET %s HTTP/1.1\r\nHost: a\r\n\r\n", TARGETS[i]);
		ask(app, buf_text(&bytes), &out);
		assert_int_equal(count_of(&out, "HTTP/1.1 200"), 0);
		assert_int_equal(runs(app), 0);
		still_serves(app);
	}
	for (size_t i = 0; i < COUNT_OF(REFUSED); i++) {
		BUF(bytes);

		buf_fmt(&bytes, "GET %s HTTP/1.1\r\nHost: a\r\n\r\n", REFUSED[i]);
		assert_true(ask(app, buf_text(&bytes), &out));
		assert_int_equal(status_of(&out), 400);
	}
	PROVES("-");
}

/* Row 15: multipart and plain forms never reach a route. */
static void multipart(void **state)
{
	static const char *const TYPES[] = {
		"multipart/form-data; boundary=x", "application/x-www-form-urlencoded",
		"text/plain", "application/jsonp", "APPLICATION/XML",
	};
	struct app *app = *state;
	BUF(out);

	for (size_t i = 0; i < COUNT_OF(TYPES); i++) {
		BUF(bytes);

		buf_fmt(&bytes, HEAD("POST", "/take") "Content-Type: %s\r\n"
			"Content-Length: 7\r\n\r\n--x--\r\n", TYPES[i]);
		ask(app, buf_text(&bytes), &out);
		assert_int_equal(status_of(&out), 415);
	}
	assert_int_equal(runs(app), 0);
	ask(app, HEAD("POST", "/take") "Content-Type: Application/JSON; charset=utf-8\r\n"
	    "Content-Length: 2\r\n\r\n{}", &out);
	assert_int_equal(status_of(&out), 200);
	still_serves(app);
	PROVES("-");
}

/* Versions, targets and hosts that are none. */
static void malformed(void **state)
{
	static const char *const HEADS[] = {
		"GET /plain HTTP/2.0\r\nHost: a\r\n\r\n", "GET /plain HTTP/1.1\r\n\r\n",
		"GET /plain HTTP/1.1\r\nHost: a, b\r\n\r\n", "GET /plain\r\n\r\n",
		"GET /plain HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "\r\n\r\n\r\n",
		"GET /plain HTTP/1.1\r\nHost: a/b\r\n\r\n", "GET plain HTTP/1.1\r\nHost: a\r\n\r\n",
		"GET http://a/plain HTTP/1.1\r\nHost: a\r\n\r\n", "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n",
	};
	struct app *app = *state;
	BUF(out);

	for (size_t i = 0; i < COUNT_OF(HEADS); i++) {
		ask(app, HEADS[i], &out);
		assert_int_equal(count_of(&out, "HTTP/1.1 200"), 0);
	}
	assert_int_equal(runs(app), 0);
	still_serves(app);
	PROVES("-");
}

/* Pseudo-random damage: whatever comes, the next visitor is served and nothing runs twice. */
static void mutated_bursts(void **state)
{
	static const char SEED[] = HEAD("POST", "/write") JSON "Content-Length: 12\r\n\r\n"
		"{\"a\":\"bcde\"}" HEAD("GET", "/plain") "Upgrade: foo\r\n\r\n"
		HEAD("DELETE", "/take") "Content-Length: 0\r\n\r\n";
	static const char NOISE[] = "\r\n :/%?&=0xGPhH\0\xff,;-";
	struct app *app = *state;
	uint32_t r = 12345;

	for (int round = 0; round < 400; round++) {
		char bytes[sizeof(SEED)];
		size_t n = sizeof(SEED) - 1;
		int fd = world_connect(app->port);
		BUF(out);

		memcpy(bytes, SEED, sizeof(SEED));
		for (int k = 0; k < 1 + round % 4; k++) {
			r = r * 1664525 + 1013904223;
			bytes[(r >> 8) % n] = NOISE[(r >> 3) % (sizeof(NOISE) - 1)];
		}
		world_send(fd, bytes, n);
		world_collect(fd, 2, &out);
		close(fd);
	}
	still_serves(app);
	PROVES("R60");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(upgrades, start, stop),
		cmocka_unit_test_setup_teardown(connect_method, start, stop),
		cmocka_unit_test_setup_teardown(prefix_headers, start, stop),
		cmocka_unit_test_setup_teardown(stray_byte_while_pending, start, stop),
		cmocka_unit_test_setup_teardown(large_head, start, stop),
		cmocka_unit_test_setup_teardown(nul_in_target, start, stop),
		cmocka_unit_test_setup_teardown(multipart, start, stop),
		cmocka_unit_test_setup_teardown(malformed, start, stop),
		cmocka_unit_test_setup_teardown(mutated_bursts, start, stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
