/* Outgoing requests: only a whole, plain reply is a reply.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/post_peer.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(whole_reply),
		CASE(large_body),
		CASE(get_without_body),
		CASE(silent_server),
		CASE(stalled_body),
		CASE(short_body),
		CASE(hangs_up_before_answering),
		CASE(chunked_reply),
		CASE(no_length),
		CASE(continue_is_no_answer),
		CASE(redirect_is_not_followed),
		CASE(portal_page),
		CASE(reply_over_the_cap),
		CASE(noise),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
