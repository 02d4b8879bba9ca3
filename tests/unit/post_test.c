/* Outgoing requests: only a whole, plain reply is a reply.
 *
 * The other side is a thread that accepts one connection, reads what comes and says exactly what the
 * test gave it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/check.h"

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include "shared/base/buf.h"
#include "shared/base/clock.h"
#include "shared/io/http.h"
#include "shared/io/loop.h"
#include "shared/io/post.h"

struct scene {
	struct loop *loop;
	int listener;
	int port;
	pthread_t thread;
	const char *says;  /* NULL: nothing */
	bool hangs_up;     /* after saying it */
	struct buf heard;
	bool done;
	int calls;
	int err;
	int status;
	char why[32];
	char signature[128];
	struct buf body;
};

static void *peer_main(void *ctx)
{
	struct scene *s = ctx;
	int fd = accept(s->listener, NULL, NULL);
	struct pollfd p = { .fd = fd, .events = POLLIN };

	if (fd < 0)
		return NULL;
	while (poll(&p, 1, 50) > 0) {
		ssize_t n = recv(fd, buf_room(&s->heard, 65536), 65536, 0);

		if (n <= 0)
			break;
		s->heard.len += (size_t)n;
	}
	if (s->says)
		send(fd, s->says, strlen(s->says), MSG_NOSIGNAL);
	if (!s->hangs_up)
		recv(fd, buf_room(&s->heard, 16), 1, MSG_WAITALL);
	close(fd);
	return NULL;
}

static int start(void **state)
{
	struct scene *s = mem_new(1, sizeof(*s));
	struct sockaddr_in at = { .sin_family = AF_INET };
	struct loop_options o = {0};
	socklen_t len = sizeof(at);

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	s->listener = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_equal(bind(s->listener, (struct sockaddr *)&at, sizeof(at)), 0);
	assert_int_equal(listen(s->listener, 4), 0);
	assert_int_equal(getsockname(s->listener, (struct sockaddr *)&at, &len), 0);
	s->port = ntohs(at.sin_port);
	assert_int_equal(loop_open(&o, &s->loop), OK);
	*state = s;
	return 0;
}

static int stop(void **state)
{
	struct scene *s = *state;

	loop_close(s->loop);
	shutdown(s->listener, SHUT_RDWR);
	close(s->listener);
	if (s->thread)
		pthread_join(s->thread, NULL);
	buf_free(&s->heard);
	buf_free(&s->body);
	free(s);
	return 0;
}

static void done(void *ctx, const struct post_reply *r)
{
	struct scene *s = ctx;

	s->calls++;
	s->err = r->err;
	s->status = r->status;
	snprintf(s->why, sizeof(s->why), "%s", r->why);
	snprintf(s->signature, sizeof(s->signature), "%s", r->signature);
	buf_add(&s->body, r->body.data, r->body.len);
	s->done = true;
}

static void post_to(struct scene *s, const char *origin, struct post_request q)
{
	q.origin = origin;
	if (!q.method)
		q.method = "POST";
	if (!q.target)
		q.target = "/sync/v1/batches?a=1";
	if (!q.deadline_ms)
		q.deadline_ms = 2000;
	s->done = false;
	post_start(s->loop, &q, done, s);
	assert_false(s->done);
	loop_run_until(s->loop, &s->done);
	assert_int_equal(s->calls, 1);
}

/* One request to the talking peer. */
static void exchange(struct scene *s, const char *says, bool hangs_up, struct post_request q)
{
	char origin[64];

	snprintf(origin, sizeof(origin), "http://127.0.0.1:%d", s->port);
	s->says = says;
	s->hangs_up = hangs_up;
	assert_int_equal(pthread_create(&s->thread, NULL, peer_main, s), 0);
	post_to(s, origin, q);
}

static void refuses(struct scene *s, const char *why)
{
	assert_int_equal(s->err, ERR_NETWORK);
	assert_string_equal(s->why, why);
	buf_free(&s->body);
}

#define BODY { .body = "{}", .body_len = 2 }

static void whole_reply(void **state)
{
	struct scene *s = *state;
	struct post_request q = { .body = "{\"v\":1}", .body_len = 7,
				  .headers = "content-type: application/json\r\nportiek-counter: 7\r\n" };

	exchange(s, "HTTP/1.1 201 Created\r\nContent-Length: 5\r\nSignature: sig1=:abc:\r\n\r\nhello",
		 false, q);
	assert_int_equal(s->err, OK);
	assert_int_equal(s->status, 201);
	assert_string_equal(buf_text(&s->body), "hello");
	assert_string_equal(s->signature, "sig1=:abc:");
	buf_char(&s->heard, '\0');
	assert_non_null(strstr(s->heard.data, "POST /sync/v1/batches?a=1 HTTP/1.1\r\n"));
	assert_non_null(strstr(s->heard.data, "content-length: 7\r\n"));
	assert_non_null(strstr(s->heard.data, "portiek-counter: 7\r\n"));
	assert_non_null(strstr(s->heard.data, "\r\n\r\n{\"v\":1}"));
	PROVES("R62");
}

static void large_body(void **state)
{
	struct scene *s = *state;
	struct post_request q = { .body_len = 600000 };
	char *bytes = mem_new(q.body_len, 1);

	memset(bytes, 'x', q.body_len);
	q.body = bytes;
	exchange(s, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", false, q);
	assert_int_equal(s->err, OK);
	assert_true(s->heard.len > 600000);
	free(bytes);
	PROVES("-");
}

static void get_without_body(void **state)
{
	struct scene *s = *state;
	struct post_request q = { .method = "GET", .target = "/hello" };

	exchange(s, "HTTP/1.1 204 No Content\r\n\r\n", false, q);
	assert_int_equal(s->err, OK);
	assert_int_equal(s->status, 204);
	PROVES("-");
}

static void nobody_listens(void **state)
{
	struct scene *s = *state;
	struct post_request q = BODY;

	post_to(s, "http://127.0.0.1:1", q);
	refuses(s, "net_refused");
	PROVES("-");
}

static void names_that_are_none(void **state)
{
	struct scene *s = *state;
	struct post_request q = BODY;

	post_to(s, "http://no such host", q);
	refuses(s, "net_dns");
	s->calls = 0;
	post_to(s, "ftp://127.0.0.1", q);
	refuses(s, "net_dns");
	s->calls = 0;
	post_to(s, "http://name.invalid:1", q);
	assert_int_equal(s->err, ERR_NETWORK);
	PROVES("-");
}

static void silent_server(void **state)
{
	struct scene *s = *state;
	struct post_request q = { .body = "{}", .body_len = 2, .deadline_ms = 300 };
	struct clock c = clock_system();
	int64_t began = clock_mono(&c);

	exchange(s, NULL, false, q);
	refuses(s, "net_timeout");
	assert_true(clock_mono(&c) - began < 1500);
	PROVES("-");
}

/* Headers came, the body never does: the library alone would wait for ever. */
static void stalled_body(void **state)
{
	struct scene *s = *state;
	struct post_request q = { .body = "{}", .body_len = 2, .deadline_ms = 400 };

	exchange(s, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", false, q);
	refuses(s, "net_timeout");
	PROVES("-");
}

static void short_body(void **state)
{
	struct scene *s = *state;
	struct post_request q = BODY;

	exchange(s, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", true, q);
	refuses(s, "net_closed");
	PROVES("-");
}

static void hangs_up_before_answering(void **state)
{
	struct scene *s = *state;
	struct post_request q = BODY;

	exchange(s, NULL, true, q);
	refuses(s, "net_closed");
	PROVES("-");
}

static void chunked_reply(void **state)
{
	struct scene *s = *state;
	struct post_request q = BODY;

	exchange(s, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n", true, q);
	refuses(s, "net_reply");
	PROVES("-");
}

static void no_length(void **state)
{
	struct scene *s = *state;
	struct post_request q = BODY;

	exchange(s, "HTTP/1.1 200 OK\r\n\r\n{}", true, q);
	refuses(s, "net_reply");
	PROVES("-");
}

static void continue_is_no_answer(void **state)
{
	struct scene *s = *state;
	struct post_request q = BODY;

	exchange(s, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", true, q);
	refuses(s, "net_reply");
	PROVES("-");
}

static void redirect_is_not_followed(void **state)
{
	struct scene *s = *state;
	struct post_request q = BODY;

	exchange(s, "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
		 true, q);
	refuses(s, "portal");
	assert_int_equal(s->status, 302);
	PROVES("-");
}

static void portal_page(void **state)
{
	struct scene *s = *state;
	struct post_request q = BODY;

	exchange(s, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>",
		 true, q);
	refuses(s, "portal");
	PROVES("-");
}

static void reply_over_the_cap(void **state)
{
	struct scene *s = *state;
	struct post_request q = { .body = "{}", .body_len = 2, .reply_cap = 4 };

	exchange(s, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", true, q);
	assert_int_equal(s->err, ERR_TOO_LARGE);
	PROVES("-");
}

static void noise(void **state)
{
	struct scene *s = *state;
	struct post_request q = BODY;

	exchange(s, "SSH-2.0-OpenSSH_9.2\r\n", true, q);
	assert_int_equal(s->err, ERR_NETWORK);
	PROVES("-");
}

/* ---- TLS: server and client in one loop --------------------------------------------------- */

struct app {
	int unused;
};

static int echo(struct app *app, const struct request *rq, struct reply *rp)
{
	(void)app;
	buf_fmt(&rp->body, "%zu bytes, tls %d", rq->body_len, rq->tls);
	return OK;
}

static const struct route ROUTES[] = {
	{ HTTP_POST, "/echo", WHO_DEVICE, 1000000, TX_NONE, echo, "count bytes" },
	{ HTTP_GET, NULL, 0, 0, TX_NONE, NULL, NULL },
};

/* Post to a server with certificate NAME, trusting the authority CA, by the given host name. */
static void secure(const char *name, const char *ca, const char *host, size_t bytes,
		   struct scene *ret)
{
	char cert[80];
	char key[80];
	char authority[80];
	char origin[80];
	char *body = mem_new(bytes + 1, 1);
	struct loop_options lo = { .ca_file = authority };
	struct http_options o = { .app = &(struct app){0}, .routes = ROUTES,
				  .listen = "127.0.0.1:0", .tls_cert = cert, .tls_key = key };
	struct post_request q = { .target = "/echo", .body = body, .body_len = bytes,
				  .deadline_ms = 5000 };
	struct http *h;

	snprintf(cert, sizeof(cert), "tests/vectors/tls/%s.crt", name);
	snprintf(key, sizeof(key), "tests/vectors/tls/%s.key", name);
	snprintf(authority, sizeof(authority), "tests/vectors/tls/%s.crt", ca);
	memset(ret, 0, sizeof(*ret));
	assert_int_equal(loop_open(&lo, &ret->loop), OK);
	assert_int_equal(http_open(ret->loop, &o, &h), OK);
	snprintf(origin, sizeof(origin), "https://%s:%d", host, http_port(h));
	post_to(ret, origin, q);
	http_close(h);
	loop_close(ret->loop);
	free(body);
}

static void tls(void **state)
{
	struct scene s;

	(void)state;
	secure("good", "good", "localhost", 10, &s);
	assert_int_equal(s.err, OK);
	assert_string_equal(buf_text(&s.body), "10 bytes, tls 1");
	buf_free(&s.body);
	secure("good", "good", "localhost", 300000, &s);
	assert_string_equal(buf_text(&s.body), "300000 bytes, tls 1");
	buf_free(&s.body);
	secure("good", "other", "localhost", 10, &s);
	refuses(&s, "tls_self_signed");
	secure("good", "good", "127.0.0.1", 10, &s);
	refuses(&s, "tls_host");
	secure("expired", "expired", "localhost", 10, &s);
	refuses(&s, "tls_expired");
	secure("future", "future", "localhost", 10, &s);
	refuses(&s, "tls_clock");
	PROVES("-");
}

/* The loop closes under a request: no callback, no leak. */
static void close_underway(void **state)
{
	struct scene *s = *state;
	struct post_request q = { .origin = "http://127.0.0.1:1", .method = "GET", .target = "/",
				  .deadline_ms = 1000 };

	post_start(s->loop, &q, done, s);
	assert_int_equal(s->calls, 0);
	PROVES("-");
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(whole_reply), CASE(large_body), CASE(get_without_body),
		CASE(nobody_listens), CASE(names_that_are_none), CASE(silent_server),
		CASE(stalled_body), CASE(short_body), CASE(hangs_up_before_answering),
		CASE(chunked_reply), CASE(no_length), CASE(continue_is_no_answer),
		CASE(redirect_is_not_followed), CASE(portal_page), CASE(reply_over_the_cap),
		CASE(noise), CASE(close_underway), cmocka_unit_test(tls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
