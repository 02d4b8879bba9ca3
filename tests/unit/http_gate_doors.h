/* Routes that count what reached them, for the suites of the gate before libwebsockets 4.1.6.
 * 
 * Each test sends the hostile bytes, then proves that no handler ran twice or on smuggled bytes and
 * that the next visitor is served.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_UNIT_HTTP_GATE_DOORS_H
#define TESTS_UNIT_HTTP_GATE_DOORS_H

#include "tests/unit/web_world.h"

static inline int take(struct app *app, const struct request *rq, struct reply *rp)
{
	atomic_fetch_add(&app->runs, 1);
	atomic_store(&app->last_len, (int)rq->body_len);
	buf_fmt(&rp->body, "{\"len\":%zu}", rq->body_len);
	return OK;
}

static inline int write_mark(struct app *app, const struct request *rq, struct reply *rp)
{
	DB_STMT(st) = db_prepare(app->db, "INSERT INTO mark(n) VALUES(?)");

	db_bind_int(st, (int64_t)rq->body_len);
	assert_int_equal(db_run(st), OK);
	return take(app, rq, rp);
}

static inline int fill_late(struct app *app, void *ctx, struct reply *rp)
{
	(void)ctx;
	atomic_fetch_add(&app->runs, 1);
	buf_str(&rp->body, "{\"late\":true}");
	return OK;
}

static inline void late_due(void *ctx)
{
	struct app *app = ctx;

	http_answer(app->http, app->later, fill_late, NULL);
}

static inline int answer_late(struct app *app, const struct request *rq, struct reply *rp)
{
	(void)rp;
	app->later = rq->id;
	if (!app->timer)
		app->timer = loop_timer_new(app->loop, late_due, app);
	loop_timer_set(app->timer, 1500);
	return OK_LATER;
}

static const struct route ROUTES[] = {
	{ HTTP_GET, "/plain", WHO_ANYONE, 0, TX_NONE, take, "plain" },
	{ HTTP_POST, "/take", WHO_ANYONE, 100000, TX_NONE, take, "take a body" },
	{ HTTP_PUT, "/take", WHO_ANYONE, 100000, TX_NONE, take, "take a body" },
	{ HTTP_PATCH, "/take", WHO_ANYONE, 100000, TX_NONE, take, "take a body" },
	{ HTTP_DELETE, "/take", WHO_ANYONE, 0, TX_NONE, take, "no body" },
	{ HTTP_POST, "/write", WHO_ANYONE, 100000, TX_WRITE, write_mark, "store" },
	{ HTTP_GET, "/late", WHO_ANYONE, 0, TX_NONE, answer_late, "answer later" },
	{ HTTP_POST, "/late", WHO_ANYONE, 1000, TX_NONE, answer_late, "answer later" },
	{ HTTP_GET, NULL, 0, 0, TX_NONE, NULL, NULL },
};

#define HEAD(method, path) method " " path " HTTP/1.1\r\nHost: a\r\n"
#define JSON "Content-Type: application/json\r\n"
#define SMUGGLED "GET /plain HTTP/1.1\r\nHost: a\r\n\r\n"

static inline int start(void **state)
{
	struct http_options o = { .live_path = "/live" };

	*state = world_start(ROUTES, &o);
	return 0;
}

static inline int stop(void **state)
{
	world_stop(*state);
	return 0;
}

static inline int runs(struct app *app)
{
	return atomic_load(&app->runs);
}

#endif
