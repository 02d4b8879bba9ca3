/* Routes of every sort behind a real server, for the suites of shared/io/http.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_UNIT_HTTP_DOORS_H
#define TESTS_UNIT_HTTP_DOORS_H

#include "tests/unit/web_world.h"

#include "shared/base/pack.h"
#include "shared/io/archive.h"

#define LARGE (300 * 1024)

static inline int plain(struct app *app, const struct request *rq, struct reply *rp)
{
	(void)rq;
	atomic_fetch_add(&app->runs, 1);
	rp->html_csp = true;
	rp->type = "text/html; charset=utf-8";
	buf_str(&rp->body, "plain");
	return OK;
}

/* Says what it was asked, a line each. */
static inline int echo(struct app *app, const struct request *rq, struct reply *rp)
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

static inline int store(struct app *app, const struct request *rq, struct reply *rp)
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

static inline int store_badly(struct app *app, const struct request *rq, struct reply *rp)
{
	store(app, rq, rp);
	buf_clear(&rp->body);
	return reply_field(rp, ERR_INPUT, "contact.phone");
}

static inline int marks(struct app *app, const struct request *rq, struct reply *rp)
{
	(void)rq;
	buf_fmt(&rp->body, "marks=%d", (int)db_ask_int(app->db, "SELECT count(*) FROM mark", -1));
	return OK;
}

static inline int large(struct app *app, const struct request *rq, struct reply *rp)
{
	(void)app;
	(void)rq;
	rp->type = "text/plain";
	for (int i = 0; i < LARGE / 8; i++)
		buf_fmt(&rp->body, "%07d\n", i);
	return OK;
}

static inline int fill_late(struct app *app, void *ctx, struct reply *rp)
{
	(void)ctx;
	atomic_fetch_add(&app->runs, 1);
	buf_str(&rp->body, "late");
	return OK;
}

static inline void work_late(void *ctx)
{
	(void)ctx;
}

static inline void done_late(void *ctx)
{
	struct app *app = ctx;

	http_answer(app->http, app->later, fill_late, NULL);
}

static inline int answer_late(struct app *app, const struct request *rq, struct reply *rp)
{
	(void)rp;
	app->later = rq->id;
	loop_work(app->loop, work_late, done_late, app);
	return OK_LATER;
}

static inline void sign_finish(struct app *app, struct reply *rp, void *ctx)
{
	struct buf *note = ctx;

	(void)app;
	reply_header(rp, "Signature", buf_text(note));
	buf_fmt(&rp->body, "+signed%d", rp->status);
	buf_free(note);
	free(note);
}

static inline int signed_reply(struct app *app, const struct request *rq, struct reply *rp)
{
	struct buf *note = mem_new(1, sizeof(*note));

	store(app, rq, rp);
	buf_str(note, "sig1=abc");
	rp->finish = sign_finish;
	rp->finish_ctx = note;
	rp->status = 409;
	return OK;
}

static inline int nudge(struct app *app, const struct request *rq, struct reply *rp)
{
	(void)rp;
	http_live(app->http, rq->body);
	return OK_NO_CONTENT;
}

static inline struct archive_file page_file(void)
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

static inline int page(struct app *app, const struct request *rq, struct reply *rp)
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

static inline void sentence(struct app *app, const struct request *rq, const char *slug, char *out,
			    size_t cap)
{
	(void)app;
	(void)rq;
	snprintf(out, cap, "said: %s", slug);
}

static inline int start(void **state)
{
	struct http_options o = { .live_path = "/live", .hosts = "portiek.example other",
				  .csp = "default-src 'self'", .sentence = sentence };

	*state = world_start(ROUTES, &o);
	return 0;
}

static inline int stop(void **state)
{
	world_stop(*state);
	return 0;
}

#define HOST "Host: localhost\r\n"
#define GET(target) "GET " target " HTTP/1.1\r\n" HOST
#define POST(target, n) "POST " target " HTTP/1.1\r\n" HOST \
	"Content-Type: application/json\r\nContent-Length: " n "\r\n\r\n"

static inline bool has(const struct buf *out, const char *text)
{
	return strstr(buf_text(out), text) != NULL;
}

static inline int status(struct app *app, const char *bytes, struct buf *out)
{
	ask_bytes(app, bytes, strlen(bytes), 10, out);
	return status_of(out);
}

static inline void foreign_pages(void **state)
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

#define CASE(test) cmocka_unit_test_setup_teardown(test, start, stop)

#endif
