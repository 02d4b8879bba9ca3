/* The HTTP server behind the gate: routes, roles, replies, commits, late answers, live pages.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/web_world.h"

#include "shared/base/pack.h"
#include "shared/io/archive.h"

#define LARGE (300 * 1024)

/* ---- routes ------------------------------------------------------------------------------- */

static int plain(struct app *app, const struct request *rq, struct reply *rp)
{
	(void)rq;
	atomic_fetch_add(&app->runs, 1);
	rp->html_csp = true;
	rp->type = "text/html; charset=utf-8";
	buf_str(&rp->body, "plain");
	return OK;
}

/* Says what it was asked, a line each. */
static int echo(struct app *app, const struct request *rq, struct reply *rp)
{
	char arg[64];
	char cookie[64];
	char header[128];

	atomic_fetch_add(&app->runs, 1);
	http_arg(rq, "q", arg, sizeof(arg));
	http_cookie(rq, "sid", cookie, sizeof(cookie));
	http_header(rq, "portiek-counter:", header, sizeof(header));
	buf_fmt(&rp->body, "path=%s|query=%s|rest=%s|q=%s|sid=%s|header=%s|body=%s|type=%s|peer=%s|",
		rq->path, rq->query, rq->rest, arg, cookie, header, rq->body, rq->type, rq->peer);
	http_header(rq, "user-agent:", header, sizeof(header));
	buf_fmt(&rp->body, "agent=%s|loopback=%d|", header, rq->loopback);
	return OK;
}

static int store(struct app *app, const struct request *rq, struct reply *rp)
{
	DB_STMT(st) = db_prepare(app->db, "INSERT INTO mark(n) VALUES(?)");

	(void)rq;
	db_bind_int(st, 1);
	assert_int_equal(db_run(st), OK);
	atomic_fetch_add(&app->runs, 1);
	/* No reply may have left before the commit: the client tells by the count it gets. */
	buf_fmt(&rp->body, "{\"commits_before\":%d}", atomic_load(&app->commits));
	reply_header(rp, "Set-Cookie", "sid=secret");
	return OK_CREATED;
}

static int store_badly(struct app *app, const struct request *rq, struct reply *rp)
{
	store(app, rq, rp);
	buf_clear(&rp->body);
	return reply_field(rp, ERR_INPUT, "contact.phone");
}

static int marks(struct app *app, const struct request *rq, struct reply *rp)
{
	(void)rq;
	buf_fmt(&rp->body, "marks=%d", (int)db_ask_int(app->db, "SELECT count(*) FROM mark", -1));
	return OK;
}

static int large(struct app *app, const struct request *rq, struct reply *rp)
{
	(void)app;
	(void)rq;
	rp->type = "text/plain";
	for (int i = 0; i < LARGE / 8; i++)
		buf_fmt(&rp->body, "%07d\n", i);
	return OK;
}

static int fill_late(struct app *app, void *ctx, struct reply *rp)
{
	(void)ctx;
	atomic_fetch_add(&app->runs, 1);
	buf_str(&rp->body, "late");
	return OK;
}

static void work_late(void *ctx)
{
	(void)ctx;
}

static void done_late(void *ctx)
{
	struct app *app = ctx;

	http_answer(app->http, app->later, fill_late, NULL);
}

static int answer_late(struct app *app, const struct request *rq, struct reply *rp)
{
	(void)rp;
	app->later = rq->id;
	loop_work(app->loop, work_late, done_late, app);
	return OK_LATER;
}

static void sign_finish(struct app *app, struct reply *rp, void *ctx)
{
	struct buf *note = ctx;

	(void)app;
	reply_header(rp, "Signature", buf_text(note));
	buf_fmt(&rp->body, "+signed%d", rp->status);
	buf_free(note);
	free(note);
}

static int signed_reply(struct app *app, const struct request *rq, struct reply *rp)
{
	struct buf *note = mem_new(1, sizeof(*note));

	store(app, rq, rp);
	buf_str(note, "sig1=abc");
	rp->finish = sign_finish;
	rp->finish_ctx = note;
	rp->status = 409;
	return OK;
}

static int nudge(struct app *app, const struct request *rq, struct reply *rp)
{
	(void)rp;
	http_live(app->http, rq->body);
	return OK_NO_CONTENT;
}

static struct archive_file page_file(void)
{
	static struct buf packed;
	static char text[4000];
	struct archive_file f = { .etag = "\"0123456789abcdef\"", .type = "text/html" };

	memset(text, 'x', sizeof(text));
	buf_clear(&packed);
	pack_deflate(text, sizeof(text), 9, NULL, 0, &packed);
	f.data = packed.data;
	f.len = packed.len;
	f.size = sizeof(text);
	f.deflated = true;
	return f;
}

static int page(struct app *app, const struct request *rq, struct reply *rp)
{
	struct archive_file f = page_file();

	(void)app;
	return reply_archive(rq, rp, &f);
}

static const struct route ROUTES[] = {
	{ HTTP_GET, "/plain", WHO_ANYONE, 0, TX_NONE, plain, "a page" },
	{ HTTP_GET, "/echo", WHO_ANYONE, 0, TX_NONE, echo, "what was asked" },
	{ HTTP_POST, "/echo", WHO_ANYONE, 200000, TX_NONE, echo, "what was sent" },
	{ HTTP_GET, "/any/*", WHO_ANYONE, 0, TX_NONE, echo, "wildcard" },
	{ HTTP_GET, "/any/deep/*", WHO_ANYONE, 0, TX_READ, echo, "longer wildcard" },
	{ HTTP_GET, "/any/exact", WHO_ANYONE, 0, TX_NONE, plain, "exact" },
	{ HTTP_POST, "/store", WHO_ANYONE, 1000, TX_WRITE, store, "store a mark" },
	{ HTTP_POST, "/bad", WHO_ANYONE, 1000, TX_WRITE, store_badly, "store and fail" },
	{ HTTP_POST, "/signed", WHO_DEVICE, 1000, TX_WRITE, signed_reply, "signed reply" },
	{ HTTP_GET, "/marks", WHO_ANYONE, 0, TX_READ, marks, "count marks" },
	{ HTTP_GET, "/large", WHO_ANYONE, 0, TX_NONE, large, "many bytes" },
	{ HTTP_GET, "/late", WHO_ANYONE, 0, TX_NONE, answer_late, "answered later" },
	{ HTTP_GET, "/staff", WHO_STAFF, 0, TX_NONE, plain, "staff only" },
	{ HTTP_POST, "/admin", WHO_ADMIN, 100, TX_NONE, plain, "admin only" },
	{ HTTP_GET, "/local", WHO_LOCAL, 0, TX_NONE, plain, "this machine only" },
	{ HTTP_POST, "/nudge", WHO_ANYONE, 1000, TX_NONE, nudge, "tell live pages" },
	{ HTTP_GET, "/page", WHO_ANYONE, 0, TX_NONE, page, "archive page" },
	{ HTTP_GET, NULL, 0, 0, TX_NONE, NULL, NULL },
};

static void sentence(struct app *app, const struct request *rq, const char *slug, char *out,
		     size_t cap)
{
	(void)app;
	(void)rq;
	snprintf(out, cap, "said: %s", slug);
}

static int start(void **state)
{
	struct http_options o = { .live_path = "/live", .hosts = "portiek.example other",
				  .csp = "default-src 'self'", .sentence = sentence };

	*state = world_start(ROUTES, &o);
	return 0;
}

static int stop(void **state)
{
	world_stop(*state);
	return 0;
}

#define HOST "Host: localhost\r\n"
#define GET(target) "GET " target " HTTP/1.1\r\n" HOST
#define POST(target, n) "POST " target " HTTP/1.1\r\n" HOST \
	"Content-Type: application/json\r\nContent-Length: " n "\r\n\r\n"

static bool has(const struct buf *out, const char *text)
{
	return strstr(buf_text(out), text) != NULL;
}

static int status(struct app *app, const char *bytes, struct buf *out)
{
	ask_bytes(app, bytes, strlen(bytes), 10, out);
	return status_of(out);
}

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

static void foreign_pages(void **state)
{
	struct app *app = *state;
	BUF(out);

#define FROM(line) "POST /echo HTTP/1.1\r\n" HOST line \
	"Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
	assert_int_equal(status(app, FROM("Origin: http://evil.example\r\n"), &out), 403);
	assert_true(has(&out, "foreign_page"));
	assert_int_equal(status(app, FROM("Origin: null\r\n"), &out), 403);
	assert_int_equal(status(app, FROM("Origin: http://localhost\r\n"), &out), 200);
	assert_int_equal(status(app, FROM("Sec-Fetch-Site: cross-site\r\n"), &out), 403);
	assert_int_equal(status(app, FROM("Sec-Fetch-Site: same-origin\r\nOrigin: null\r\n"), &out),
			 200);
	assert_int_equal(status(app, "POST /echo HTTP/1.1\r\n" HOST "Origin: null\r\n"
				"Content-Length: 0\r\n\r\n", &out), 200);
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

/* ---- commits ------------------------------------------------------------------------------ */

static void reply_waits_for_commit(void **state)
{
	struct app *app = *state;
	BUF(out);

	assert_int_equal(status(app, POST("/store", "2") "{}", &out), 201);
	assert_true(has(&out, "{\"commits_before\":0}"));
	assert_int_equal(atomic_load(&app->commits), 1);
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

#define CASE(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(finds_routes), CASE(head_has_no_body), CASE(security_headers), CASE(roles),
		CASE(hosts), CASE(foreign_pages), CASE(arguments_cookies_headers), CASE(bodies),
		CASE(refused_body_keeps_connection), CASE(expect_continue),
		CASE(reply_waits_for_commit), CASE(failed_commit_is_told),
		CASE(error_takes_back_what_was_written), CASE(finish_sees_the_end),
		CASE(large_reply_is_whole), CASE(late_answer), CASE(archive_pages), CASE(live_page),
		cmocka_unit_test(prints_routes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
