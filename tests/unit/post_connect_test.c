/* Outgoing requests: how a connection comes about: names, nobody there, a loop that closes, TLS.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/post_peer.h"

static void nobody_listens(void **state)
{
	struct scene *s = *state;
	struct post_request q = BODY;

	post_to(s, "http://127.0.0.1:1", q);
	refuses(s, "net_refused");
	PROVES("-");
}

/* matrix 58 */
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
static void secure_at(const char *name, const char *ca, const char *host, size_t bytes,
		      int64_t floor_s, struct scene *ret)
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
				  .deadline_ms = 5000, .floor_s = floor_s };
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

static void secure(const char *name, const char *ca, const char *host, size_t bytes,
		   struct scene *ret)
{
	secure_at(name, ca, host, bytes, 0, ret);
}

/* A clock that is behind the floor does not judge certificates. Matrix 47. */
static void a_dead_clock_does_not_judge_certificates(void **state)
{
	static const int64_t IN_FUTURE = 4102531200; /* 2100-01-02 */
	static const int64_t IN_2020 = 1577923200;   /* 2020-01-02: the clock is later, so it decides */
	struct scene s;

	(void)state;
	secure_at("future", "future", "localhost", 10, IN_FUTURE, &s);
	assert_int_equal(s.err, OK);
	buf_free(&s.body);
	secure_at("future", "future", "127.0.0.1", 10, IN_FUTURE, &s);
	refuses(&s, "tls_host");
	secure_at("future", "future", "localhost", 10, IN_FUTURE + 7 * 86400, &s);
	refuses(&s, "tls_expired");
	secure_at("future", "future", "localhost", 10, IN_FUTURE - 7 * 86400, &s);
	refuses(&s, "tls_clock");
	secure_at("future", "good", "localhost", 10, IN_FUTURE, &s);
	refuses(&s, "tls_self_signed");
	secure_at("good", "good", "localhost", 10, 4986000000, &s); /* 2127 */
	refuses(&s, "tls_expired");
	secure_at("expired", "expired", "localhost", 10, IN_2020, &s);
	refuses(&s, "tls_expired");
	PROVES("R62");
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

/* The loop closes under a request: told like any other failure, or who waits would keep what it made for it. */
static void close_underway(void **state)
{
	struct scene *s = *state;
	struct post_request q = { .origin = "http://127.0.0.1:1", .method = "GET", .target = "/",
				  .deadline_ms = 1000 };

	post_start(s->loop, &q, done, s);
	assert_int_equal(s->calls, 0);
	loop_close(s->loop);
	s->loop = NULL;
	assert_int_equal(s->calls, 1);
	assert_int_equal(s->err, ERR_NETWORK);
	PROVES("-");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(nobody_listens),
		CASE(names_that_are_none),
		CASE(close_underway),
		cmocka_unit_test(tls),
		cmocka_unit_test(a_dead_clock_does_not_judge_certificates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
