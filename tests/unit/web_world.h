/* A server in a thread of the test and a raw socket client: what the suites of shared/io/http share.
 *
 * world_start() serves ROUTES of the suite on 127.0.0.1 with a database in memory; ask() sends bytes
 * exactly as given and collects what comes back until the peer closes or falls silent.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_UNIT_WEB_WORLD_H
#define TESTS_UNIT_WEB_WORLD_H

#include "tests/unit/check.h"

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "shared/base/buf.h"
#include "shared/io/db.h"
#include "shared/io/http.h"
#include "shared/io/loop.h"

struct app {
	struct loop *loop;
	struct http *http;
	struct db *db;
	pthread_t thread;
	int port;
	atomic_int runs;      /* handlers run */
	atomic_int last_len;  /* body of the last one */
	atomic_int commits;   /* turns that committed something */
	atomic_int turn_error; /* what the next commit says */
	atomic_int watched;   /* socket of a client that must not hear before the commit, 0: none */
	atomic_int early;     /* commits at which it had heard already */
	atomic_uint grant;    /* bits the who hook gives */
	uint64_t later;       /* id of a request that is answered later */
	struct loop_timer *timer;
};

static inline int world_turn_end(void *ctx)
{
	struct app *app = ctx;
	int err = atomic_load(&app->turn_error);

	if (!db_turn_open(app->db))
		return OK;
	atomic_fetch_add(&app->commits, 1);
	struct pollfd client = { .fd = atomic_load(&app->watched), .events = POLLIN };
	if (client.fd && poll(&client, 1, 0) > 0)
		atomic_fetch_add(&app->early, 1);
	if (db_turn_commit(app->db) != OK)
		return ERR_STORAGE;
	return err;
}

static inline unsigned world_who(struct app *app, const struct request *rq)
{
	(void)rq;
	return atomic_load(&app->grant);
}

static inline void *world_main(void *ctx)
{
	loop_run(((struct app *)ctx)->loop);
	return NULL;
}

/* o may be NULL; its routes, app, db and listen are filled in. */
static inline struct app *world_start(const struct route *routes, const struct http_options *o)
{
	struct app *app = mem_new(1, sizeof(*app));
	struct loop_options lo = { .turn_end = world_turn_end, .ctx = app };
	struct http_options ho = o ? *o : (struct http_options){0};

	assert_int_equal(db_open(NULL, DB_MEMORY, 256, &app->db), OK);
	assert_int_equal(db_exec(app->db, "CREATE TABLE mark(n INTEGER) STRICT"), OK);
	assert_int_equal(loop_open(&lo, &app->loop), OK);
	ho.app = app;
	ho.routes = routes;
	ho.db = app->db;
	ho.listen = "127.0.0.1:0";
	ho.who = world_who;
	assert_int_equal(http_open(app->loop, &ho, &app->http), OK);
	app->port = http_port(app->http);
	assert_int_equal(pthread_create(&app->thread, NULL, world_main, app), 0);
	return app;
}

static inline void world_stop(struct app *app)
{
	loop_stop(app->loop);
	pthread_join(app->thread, NULL);
	http_close(app->http);
	loop_timer_free(app->timer);
	loop_close(app->loop);
	db_close(app->db);
	free(app);
}

static inline int world_connect(int port)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof(to)), 0);
	return fd;
}

static inline void world_send(int fd, const char *bytes, size_t n)
{
	while (n > 0) {
		ssize_t sent = send(fd, bytes, n, MSG_NOSIGNAL);

		if (sent <= 0)
			return;
		bytes += sent;
		n -= (size_t)sent;
	}
}

static inline ssize_t take_some(int fd, struct buf *out)
{
	ssize_t n = recv(fd, buf_room(out, 65536), 65536, 0);

	if (n > 0)
		out->len += (size_t)n;
	out->data[out->len] = '\0';
	return n;
}

/* Collect until the peer closes (true) or nothing came for quiet_ms (false). */
static inline bool world_collect(int fd, int quiet_ms, struct buf *out)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	for (;;) {
		ssize_t n;

		if (poll(&p, 1, quiet_ms) <= 0)
			return false;
		n = take_some(fd, out);
		if (n <= 0)
			return true;
	}
}

/* Is a whole reply, head and announced body, in here? */
static inline bool is_whole(const struct buf *out)
{
	const char *end = strstr(buf_text(out), "\r\n\r\n");
	const char *length = strstr(buf_text(out), "Content-Length: ");

	if (!end)
		return false;
	if (!length || length > end)
		return true;
	return out->len >= (size_t)(end + 4 - out->data) + (size_t)atol(length + 16);
}

/* Wait up to five seconds for a whole reply, then as collect. */
static inline bool world_reply(int fd, int quiet_ms, struct buf *out)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	while (!is_whole(out)) {
		ssize_t n;

		if (poll(&p, 1, 5000) <= 0)
			return false;
		n = take_some(fd, out);
		if (n <= 0)
			return true;
	}
	return world_collect(fd, quiet_ms, out);
}

/* One connection, these bytes, everything that came back. true: the server closed. */
static inline bool ask_bytes(struct app *app, const char *bytes, size_t n, int quiet_ms,
			     struct buf *out)
{
	int fd = world_connect(app->port);
	bool closed;

	buf_clear(out);
	world_send(fd, bytes, n);
	closed = world_reply(fd, quiet_ms, out);
	close(fd);
	return closed;
}

static inline bool ask(struct app *app, const char *bytes, struct buf *out)
{
	return ask_bytes(app, bytes, strlen(bytes), 300, out);
}

/* Status of the first reply, 0 for none. */
static inline int status_of(const struct buf *out)
{
	return strncmp(buf_text(out), "HTTP/1.1 ", 9) == 0 ? atoi(out->data + 9) : 0;
}

static inline int count_of(const struct buf *out, const char *what)
{
	int n = 0;

	for (const char *p = buf_text(out); (p = strstr(p, what)); p += strlen(what))
		n++;
	return n;
}

/* The server is alive: a plain request on a new connection is answered at once. */
static inline void still_serves(struct app *app)
{
	static const char PLAIN[] =
		"GET /plain HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
	int runs = atomic_load(&app->runs);
	BUF(out);

	ask_bytes(app, PLAIN, sizeof(PLAIN) - 1, 2000, &out);
	assert_int_equal(status_of(&out), 200);
	assert_int_equal(atomic_load(&app->runs), runs + 1);
	atomic_store(&app->runs, runs);
}

#endif
