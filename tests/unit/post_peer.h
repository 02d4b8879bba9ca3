/* The other side of an outgoing request: a thread that accepts one connection, reads what comes and
 * says exactly what the test gave it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_UNIT_POST_PEER_H
#define TESTS_UNIT_POST_PEER_H

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

static inline int start(void **state)
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

static inline int stop(void **state)
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

static inline void done(void *ctx, const struct post_reply *r)
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

static inline void post_to(struct scene *s, const char *origin, struct post_request q)
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

static inline void refuses(struct scene *s, const char *why)
{
	assert_int_equal(s->err, ERR_NETWORK);
	assert_string_equal(s->why, why);
	buf_free(&s->body);
}

#define BODY { .body = "{}", .body_len = 2 }

#define CASE(test) cmocka_unit_test_setup_teardown(test, start, stop)

#endif
