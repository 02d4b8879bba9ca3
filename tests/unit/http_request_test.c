/* The HTTP server behind the gate: routing, roles, hosts, and what handlers see of a request.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/http_doors.h"

/* ---- routing and roles -------------------------------------------------------------------- */

static void finds_routes(void **state)
{
	struct app *app = *state;
	BUF(out);

	assert_int_equal(status(app, GET("/nothing") "\r\n", &out), 404);
	assert_true(has(&out, "\"code\":\"not_found\""));
	assert_true(has(&out, "application/problem+json"));
	assert_true(has(&out, "said: not_found"));
	assert_int_equal(status(app, GET("/any/") "\r\n", &out), 404);
	assert_int_equal(status(app, GET("/any/one/two") "\r\n", &out), 200);
	assert_true(has(&out, "|rest=one/two|"));
	assert_int_equal(status(app, GET("/any/deep/two") "\r\n", &out), 200);
	assert_true(has(&out, "|rest=two|"));
	assert_int_equal(status(app, GET("/any/exact") "\r\n", &out), 200);
	assert_true(has(&out, "\r\n\r\nplain"));
	assert_int_equal(status(app, POST("/plain", "0"), &out), 405);
	assert_true(has(&out, "Allow: GET, HEAD, OPTIONS\r\n"));
	assert_int_equal(status(app, "OPTIONS /echo HTTP/1.1\r\n" HOST "\r\n", &out), 204);
	assert_true(has(&out, "Allow: GET, HEAD, POST, OPTIONS\r\n"));
	assert_int_equal(status(app, GET("/any/../echo?q=1") "\r\n", &out), 200);
	assert_true(has(&out, "path=/echo|"));
	PROVES("-");
}

static void head_has_no_body(void **state)
{
	struct app *app = *state;
	BUF(out);

	assert_int_equal(status(app, "HEAD /plain HTTP/1.1\r\n" HOST "\r\n", &out), 200);
	assert_true(has(&out, "Content-Length: 5\r\n"));
	assert_string_equal(strstr(buf_text(&out), "\r\n\r\n"), "\r\n\r\n");
	PROVES("-");
}

static void security_headers(void **state)
{
	static const char *const WANTED[] = {
		"X-Content-Type-Options: nosniff", "Referrer-Policy: no-referrer",
		"Cross-Origin-Opener-Policy: same-origin", "Cache-Control: no-store",
		"Cross-Origin-Resource-Policy: same-origin", "Permissions-Policy: ", "\r\nDate: ",
	};
	struct app *app = *state;
	BUF(out);
	BUF(none);

	status(app, GET("/plain") "\r\n", &out);
	status(app, GET("/nothing") "\r\n", &none);
	for (size_t i = 0; i < COUNT_OF(WANTED); i++) {
		assert_true(has(&out, WANTED[i]));
		assert_true(has(&none, WANTED[i]));
	}
	assert_true(has(&out, "Content-Security-Policy: default-src 'self'\r\n"));
	assert_true(has(&none, "Content-Security-Policy: default-src 'none'"));
	PROVES("-");
}

static void roles(void **state)
{
	struct app *app = *state;
	BUF(out);

	assert_int_equal(status(app, GET("/staff") "\r\n", &out), 401);
	assert_true(has(&out, "login_required"));
	atomic_store(&app->grant, WHO_PLANNER);
	assert_int_equal(status(app, GET("/staff") "\r\n", &out), 200);
	assert_int_equal(status(app, POST("/admin", "2") "{}", &out), 403);
	atomic_store(&app->grant, WHO_ADMIN);
	assert_int_equal(status(app, POST("/admin", "2") "{}", &out), 200);
	assert_int_equal(status(app, GET("/local") "\r\n", &out), 200);
	assert_int_equal(status(app, GET("/local") "X-Forwarded-For: 1.2.3.4\r\n\r\n", &out), 421);
	assert_int_equal(status(app, "GET /local HTTP/1.1\r\nHost: other\r\n"
				"X-Forwarded-For: 1.2.3.4\r\n\r\n", &out), 403);
	PROVES("-");
}

/* A page elsewhere whose name was bent to this machine gets nothing. */
static void hosts(void **state)
{
	struct app *app = *state;
	BUF(out);

	assert_int_equal(status(app, "GET /plain HTTP/1.1\r\nHost: evil.example\r\n\r\n", &out), 421);
	assert_int_equal(status(app, "GET /plain HTTP/1.1\r\nHost: other:8081\r\n\r\n", &out), 200);
	assert_int_equal(status(app, "GET /plain HTTP/1.1\r\nHost: PORTIEK.example\r\n\r\n", &out), 200);
	assert_int_equal(status(app, "GET /plain HTTP/1.1\r\nHost: [::1]:1\r\n\r\n", &out), 200);
	assert_int_equal(status(app, "GET /plain HTTP/1.1\r\nHost: other:x\r\n\r\n", &out), 421);
	assert_int_equal(status(app, "GET /plain HTTP/1.1\r\nHost: othe\r\n\r\n", &out), 421);
	PROVES("-");
}

/* ---- what handlers see -------------------------------------------------------------------- */

static void arguments_cookies_headers(void **state)
{
	struct app *app = *state;
	BUF(out);

	status(app, GET("/echo?a=1&q=x%26y%3Dz+w%25&b") "Cookie: xsid=no; sid=yes; t=1\r\n"
	       "Portiek-Counter:  12 \r\nUser-Agent: me\r\n\r\n", &out);
	assert_true(has(&out, "|query=a=1&q=x%26y=z w%25&b|"));
	assert_true(has(&out, "|q=x&y=z w%|"));
	assert_true(has(&out, "|sid=yes|"));
	assert_true(has(&out, "|header=12|"));
	assert_true(has(&out, "|agent=me|loopback=1|"));
	assert_true(has(&out, "|peer=127.0.0.1|"));
	status(app, GET("/echo?qq=1&q") "Cookie: sid\r\n\r\n", &out);
	assert_true(has(&out, "|q=|sid=|header=|"));
	PROVES("-");
}

static void bodies(void **state)
{
	struct app *app = *state;
	BUF(out);
	BUF(bytes);
	int fd;

	assert_int_equal(status(app, POST("/echo", "9") "{\"a\":\"b\"}", &out), 200);
	assert_true(has(&out, "|body={\"a\":\"b\"}|type=application/json|"));
	assert_int_equal(status(app, POST("/echo", "300000"), &out), 413);
	assert_true(has(&out, "Connection: close"));
	/* A body in many pieces. */
	fd = world_connect(app->port);
	buf_str(&bytes, POST("/echo", "150000"));
	for (int i = 0; i < 15000; i++)
		buf_str(&bytes, "0123456789");
	for (size_t at = 0; at < bytes.len; at += 10000)
		world_send(fd, bytes.data + at, bytes.len - at < 10000 ? bytes.len - at : 10000);
	buf_clear(&out);
	world_reply(fd, 10, &out);
	close(fd);
	assert_true(out.len > 150000);
	PROVES("-");
}

/* A refused small body is read away, so that the answer arrives and the connection stays. */
static void refused_body_keeps_connection(void **state)
{
	struct app *app = *state;
	int fd = world_connect(app->port);
	BUF(out);

	world_send(fd, POST("/nothing", "5"), strlen(POST("/nothing", "5")));
	assert_false(world_collect(fd, 50, &out));
	assert_int_equal(out.len, 0);
	world_send(fd, "12345", 5);
	assert_false(world_reply(fd, 10, &out));
	assert_int_equal(status_of(&out), 404);
	buf_clear(&out);
	world_send(fd, GET("/plain") "\r\n", strlen(GET("/plain") "\r\n"));
	assert_false(world_reply(fd, 10, &out));
	assert_int_equal(status_of(&out), 200);
	close(fd);
	PROVES("-");
}

static void expect_continue(void **state)
{
	static const char HEAD[] = "POST /echo HTTP/1.1\r\n" HOST "Expect: 100-continue\r\n"
		"Content-Type: application/json\r\nContent-Length: 4\r\n\r\n";
	struct app *app = *state;
	int fd = world_connect(app->port);
	BUF(out);

	world_send(fd, HEAD, sizeof(HEAD) - 1);
	assert_false(world_reply(fd, 10, &out));
	assert_string_equal(buf_text(&out), "HTTP/1.1 100 Continue\r\n\r\n");
	buf_clear(&out);
	world_send(fd, "1234", 4);
	assert_false(world_reply(fd, 10, &out));
	assert_int_equal(status_of(&out), 200);
	assert_true(has(&out, "|body=1234|"));
	close(fd);
	assert_int_equal(status(app, "POST /nothing HTTP/1.1\r\n" HOST "Expect: 100-continue\r\n"
				"Content-Length: 4\r\n\r\n", &out), 404);
	PROVES("-");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(finds_routes),
		CASE(head_has_no_body),
		CASE(security_headers),
		CASE(roles),
		CASE(hosts),
		CASE(foreign_pages),
		CASE(arguments_cookies_headers),
		CASE(bodies),
		CASE(refused_body_keeps_connection),
		CASE(expect_continue),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
