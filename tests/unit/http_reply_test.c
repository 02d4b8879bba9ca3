/* The HTTP server behind the gate: commits, late answers, archived pages, live pages.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/http_doors.h"

/* ---- commits ------------------------------------------------------------------------------ */

static void reply_waits_for_commit(void **state)
{
	static const char ASK[] = POST("/store", "2") "{}";
	struct app *app = *state;
	int fd = world_connect(app->port);
	BUF(out);

	atomic_store(&app->watched, fd);
	world_send(fd, ASK, sizeof(ASK) - 1);
	world_reply(fd, 10, &out);
	atomic_store(&app->watched, 0);
	close(fd);
	assert_int_equal(status_of(&out), 201);
	assert_true(has(&out, "{\"commits_before\":0}"));
	assert_int_equal(atomic_load(&app->commits), 1);
	assert_int_equal(atomic_load(&app->early), 0);
	assert_int_equal(status(app, GET("/marks") "\r\n", &out), 200);
	assert_true(has(&out, "marks=1"));
	PROVES("R61");
}

/* "Saved" must never be said of something that is not stored. */
static void failed_commit_is_told(void **state)
{
	struct app *app = *state;
	BUF(out);

	atomic_store(&app->turn_error, ERR_STORAGE);
	assert_int_equal(status(app, POST("/store", "2") "{}", &out), 503);
	assert_true(has(&out, "\"code\":\"storage\""));
	assert_false(has(&out, "commits_before"));
	assert_false(has(&out, "secret"));
	PROVES("R61");
}

static void error_takes_back_what_was_written(void **state)
{
	struct app *app = *state;
	BUF(out);

	assert_int_equal(status(app, POST("/bad", "2") "{}", &out), 422);
	assert_true(has(&out, "\"field\":\"contact.phone\""));
	assert_int_equal(status(app, GET("/marks") "\r\n", &out), 200);
	assert_true(has(&out, "marks=0"));
	PROVES("-");
}

static void finish_sees_the_end(void **state)
{
	struct app *app = *state;
	BUF(out);

	assert_int_equal(status(app, POST("/signed", "2") "{}", &out), 409);
	assert_true(has(&out, "Signature: sig1=abc\r\n"));
	assert_true(has(&out, "+signed409"));
	atomic_store(&app->turn_error, ERR_STORAGE);
	assert_int_equal(status(app, POST("/signed", "2") "{}", &out), 503);
	assert_true(has(&out, "+signed503"));
	PROVES("-");
}

/* ---- large, late, archived ---------------------------------------------------------------- */

static void large_reply_is_whole(void **state)
{
	struct app *app = *state;
	int fd = world_connect(app->port);
	const char *body;
	BUF(out);

	world_send(fd, GET("/large") "\r\n", strlen(GET("/large") "\r\n"));
	world_reply(fd, 10, &out);
	body = strstr(buf_text(&out), "\r\n\r\n") + 4;
	assert_int_equal(out.len - (size_t)(body - out.data), LARGE);
	assert_memory_equal(body + LARGE - 8, "0038399\n", 8);
	buf_clear(&out);
	world_send(fd, GET("/plain") "\r\n", strlen(GET("/plain") "\r\n"));
	world_reply(fd, 10, &out);
	assert_int_equal(status_of(&out), 200);
	close(fd);
	PROVES("-");
}

static void late_answer(void **state)
{
	struct app *app = *state;
	BUF(out);
	int fd;

	assert_int_equal(status(app, GET("/late") "\r\n", &out), 200);
	assert_true(has(&out, "\r\n\r\nlate"));
	fd = world_connect(app->port);
	world_send(fd, GET("/late") "\r\n", strlen(GET("/late") "\r\n"));
	close(fd);
	assert_int_equal(status(app, GET("/plain") "\r\n", &out), 200);
	PROVES("-");
}

static void archive_pages(void **state)
{
	struct app *app = *state;
	BUF(out);

	assert_int_equal(status(app, GET("/page") "Accept-Encoding: gzip, deflate\r\n\r\n", &out), 200);
	assert_true(has(&out, "Content-Encoding: deflate\r\n"));
	assert_true(has(&out, "ETag: \"0123456789abcdef\"\r\n"));
	assert_true(has(&out, "Vary: Accept-Encoding\r\n"));
	assert_true(out.len < 1500);
	status(app, GET("/page") "Accept-Encoding: gzip;q=0.5, deflate;q=0\r\n\r\n", &out);
	assert_true(has(&out, "Content-Encoding: gzip\r\n"));
	assert_true(has(&out, "ETag: \"0123456789abcdef-g\"\r\n"));
	status(app, GET("/page") "\r\n", &out);
	assert_false(has(&out, "Content-Encoding"));
	assert_true(has(&out, "Content-Length: 4000\r\n"));
	assert_int_equal(status(app, GET("/page") "Accept-Encoding: deflate\r\n"
				"If-None-Match: \"x\", W/\"0123456789abcdef\"\r\n\r\n", &out), 304);
	assert_false(has(&out, "Content-Length"));
	assert_int_equal(status(app, GET("/page") "Accept-Encoding: *\r\nIf-None-Match: *\r\n\r\n",
				&out), 304);
	assert_int_equal(status(app, GET("/page") "If-None-Match: \"0123456789abcdef\"\r\n\r\n", &out),
			 200);
	PROVES("-");
}

/* ---- live pages --------------------------------------------------------------------------- */

#define UPGRADE(origin) GET("/live") "Connection: Upgrade\r\nUpgrade: websocket\r\n" \
	"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" \
	"Origin: " origin "\r\n\r\n"

static void live_page(void **state)
{
	static const char TALK[] = "\x81\x82\0\0\0\0hi";
	struct app *app = *state;
	BUF(out);
	int spins = 0;
	int fd;

	assert_int_equal(status(app, UPGRADE("http://localhost"), &out), 0);
	atomic_store(&app->grant, WHO_PHONE);
	assert_int_equal(status(app, UPGRADE("http://evil.example"), &out), 0);
	fd = world_connect(app->port);
	world_send(fd, UPGRADE("http://localhost"), strlen(UPGRADE("http://localhost")));
	assert_false(world_reply(fd, 10, &out));
	assert_int_equal(status_of(&out), 101);
	buf_clear(&out);
	{
		BUF(other);

		assert_int_equal(status(app, POST("/nudge", "11") "{\"newer\":3}", &other), 204);
	}
	while (out.len < 13 && !world_collect(fd, 20, &out) && spins++ < 200)
		continue;
	assert_int_equal(out.len, 13);
	assert_memory_equal(out.data, "\x81\x0b{\"newer\":3}", 13);
	world_send(fd, TALK, sizeof(TALK) - 1);
	buf_clear(&out);
	assert_false(world_collect(fd, 100, &out));
	assert_int_equal(out.len, 0);
	for (int i = 0; i < 30000; i++)
		world_send(fd, TALK, sizeof(TALK) - 1);
	assert_true(world_collect(fd, 5000, &out));
	close(fd);
	still_serves(app);
	PROVES("R66");
}

/* ---- the table ---------------------------------------------------------------------------- */

static void prints_routes(void **state)
{
	BUF(out);

	(void)state;
	http_print_routes(ROUTES, &out);
	assert_true(has(&out, "POST    /store                               anyone"));
	assert_true(has(&out, "staff "));
	assert_int_equal(count_of(&out, "\n"), (int)COUNT_OF(ROUTES));
	PROVES("-");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(reply_waits_for_commit),
		CASE(failed_commit_is_told),
		CASE(error_takes_back_what_was_written),
		CASE(finish_sees_the_end),
		CASE(large_reply_is_whole),
		CASE(late_answer),
		CASE(archive_pages),
		CASE(live_page),
		cmocka_unit_test(prints_routes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
