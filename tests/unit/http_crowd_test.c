/* Caps at the door: who goes when a cap is reached, who is sent away, and that room comes back.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/web_world.h"

#define MOST 8
#define GET(target) "GET " target " HTTP/1.1\r\nHost: localhost\r\n\r\n"
#define HEAD_OF(n) "POST /take HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" \
	"Content-Length: " n "\r\n\r\n"

static int plain(struct app *app, const struct request *rq, struct reply *rp)
{
	(void)rq;
	atomic_fetch_add(&app->runs, 1);
	buf_str(&rp->body, "plain");
	return OK;
}

static int take(struct app *app, const struct request *rq, struct reply *rp)
{
	(void)app;
	for (size_t i = 0; i < rq->body_len; i++)
		assert_int_equal(rq->body[i], (int)('a' + i % 26));
	buf_fmt(&rp->body, "len=%zu", rq->body_len);
	return OK;
}

static int load(struct app *app, const struct request *rq, struct reply *rp)
{
	struct http_load l;

	(void)rq;
	http_load(app->http, &l);
	buf_fmt(&rp->body, "held=%d dropped=%d refused=%d connections=%d;", (int)l.held, (int)l.dropped,
		(int)l.refused, l.connections);
	return OK;
}

static int of_a_device(struct app *app, const struct request *rq, struct reply *rp)
{
	http_owner(rq, rq->rest);
	return plain(app, rq, rp);
}

static int fill_late(struct app *app, void *ctx, struct reply *rp)
{
	(void)app;
	(void)ctx;
	buf_str(&rp->body, "late");
	return OK;
}

static uint64_t waiting[MOST];
static int waiting_count;

static int wait_here(struct app *app, const struct request *rq, struct reply *rp)
{
	(void)rp;
	waiting[waiting_count++ % MOST] = rq->id;
	atomic_fetch_add(&app->runs, 1);
	return OK_LATER;
}

static void free_them(void *ctx)
{
	struct app *app = ctx;

	while (waiting_count > 0)
		http_answer(app->http, waiting[--waiting_count], fill_late, NULL);
}

static int let_go(struct app *app, const struct request *rq, struct reply *rp)
{
	(void)rq;
	(void)rp;
	free_them(app);
	return OK_NO_CONTENT;
}

static const struct route ROUTES[] = {
	{ HTTP_GET, "/plain", WHO_ANYONE, 0, TX_NONE, plain, "plain" },
	{ HTTP_GET, "/load", WHO_ANYONE, 0, TX_NONE, load, "what is under way" },
	{ HTTP_GET, "/device/*", WHO_ANYONE, 0, TX_NONE, of_a_device, "a device" },
	{ HTTP_GET, "/wait", WHO_ANYONE, 0, TX_NONE, wait_here, "answered when told" },
	{ HTTP_GET, "/go", WHO_ANYONE, 0, TX_NONE, let_go, "tell" },
	{ HTTP_POST, "/take", WHO_ANYONE, 1000000, TX_NONE, take, "take a body" },
	{ HTTP_GET, NULL, 0, 0, TX_NONE, NULL, NULL },
};

static struct app *open_world(struct http_options o)
{
	waiting_count = 0;
	return world_start(ROUTES, &o);
}

static int say(int fd, const char *text, struct buf *out)
{
	buf_clear(out);
	world_send(fd, text, strlen(text));
	world_reply(fd, 0, out);
	return status_of(out);
}

/* Waits for the other side to close; only a broken server lets five seconds pass. */
static bool is_closed(int fd)
{
	BUF(out);

	return world_collect(fd, 5000, &out);
}

static void close_all(int *fds, int n)
{
	for (int i = 0; i < n; i++)
		close(fds[i]);
}

static void the_longest_idle_makes_room(void **state)
{
	struct app *app = open_world((struct http_options){ .connections = MOST });
	int fds[MOST];
	BUF(out);

	(void)state;
	for (int i = 0; i < MOST; i++) {
		fds[i] = world_connect(app->port);
		assert_int_equal(say(fds[i], GET("/plain"), &out), 200);
	}
	assert_int_equal(say(fds[0], GET("/plain"), &out), 200); /* the second is idle longest now */
	still_serves(app);
	assert_true(is_closed(fds[1]));
	for (int i = 0; i < MOST; i++) {
		if (i != 1)
			assert_int_equal(say(fds[i], GET("/plain"), &out), 200);
	}
	close_all(fds, MOST);
	world_stop(app);
	PROVES("R62 R70");
}

static void who_logged_in_stays_longer_than_a_stranger(void **state)
{
	struct app *app = open_world((struct http_options){ .connections = MOST });
	int fds[MOST];
	BUF(out);

	(void)state;
	atomic_store(&app->grant, WHO_PHONE);
	fds[0] = world_connect(app->port);
	assert_int_equal(say(fds[0], GET("/plain"), &out), 200);
	atomic_store(&app->grant, 0);
	for (int i = 1; i < MOST; i++) {
		fds[i] = world_connect(app->port);
		assert_int_equal(say(fds[i], GET("/plain"), &out), 200);
	}
	still_serves(app);
	assert_true(is_closed(fds[1]));
	assert_int_equal(say(fds[0], GET("/plain"), &out), 200);
	close_all(fds, MOST);
	world_stop(app);
	PROVES("R70");
}

static void when_all_are_at_work_a_newcomer_is_told_to_come_back(void **state)
{
	struct app *app = open_world((struct http_options){ .connections = MOST });
	int fds[MOST], late;
	BUF(out);

	(void)state;
	for (int i = 0; i < MOST - 1; i++) {
		fds[i] = world_connect(app->port);
		world_send(fds[i], GET("/wait"), strlen(GET("/wait")));
	}
	fds[MOST - 1] = world_connect(app->port);
	while (atomic_load(&app->runs) < MOST - 1)
		assert_int_equal(say(fds[MOST - 1], GET("/load"), &out), 200);
	world_send(fds[MOST - 1], GET("/wait"), strlen(GET("/wait")));
	while (atomic_load(&app->runs) < MOST)
		sched_yield();
	late = world_connect(app->port);
	world_collect(late, 5000, &out);
	assert_non_null(strstr(buf_text(&out), "HTTP/1.1 503"));
	assert_non_null(strstr(buf_text(&out), "Retry-After"));
	close(late);
	close(fds[0]); /* one leaves, one comes */
	do {
		close(late);
		late = world_connect(app->port);
	} while (say(late, GET("/go"), &out) != 204);
	for (int i = 1; i < MOST; i++) {
		buf_clear(&out);
		world_reply(fds[i], 0, &out);
		assert_int_equal(status_of(&out), 200);
		close(fds[i]);
	}
	close(late);
	world_stop(app);
	PROVES("R70");
}

static void strangers_of_one_address_are_few(void **state)
{
	struct app *app = open_world((struct http_options){ .count_loopback = true, .strangers = 3, .per_address = 6 });
	int fds[7];
	BUF(out);

	(void)state;
	atomic_store(&app->grant, WHO_PHONE);
	for (int i = 0; i < 3; i++) {
		fds[i] = world_connect(app->port);
		assert_int_equal(say(fds[i], GET("/plain"), &out), 200);
	}
	atomic_store(&app->grant, 0);
	for (int i = 3; i < 7; i++) {
		fds[i] = world_connect(app->port);
		if (i < 6)
			assert_int_equal(say(fds[i], GET("/plain"), &out), 200);
	}
	assert_true(is_closed(fds[3]));
	assert_int_equal(say(fds[6], GET("/plain"), &out), 200);
	assert_int_equal(say(fds[0], GET("/plain"), &out), 200);
	assert_int_equal(say(fds[6], GET("/load"), &out), 200);
	assert_non_null(strstr(buf_text(&out), "dropped=1 refused=0 connections=6;"));
	close_all(fds, 7);
	world_stop(app);
	PROVES("R70");
}

static void a_device_has_four_connections(void **state)
{
	struct app *app = open_world((struct http_options){ 0 });
	int fds[6];
	BUF(out);

	(void)state;
	for (int i = 0; i < 6; i++)
		fds[i] = world_connect(app->port);
	for (int i = 0; i < 5; i++)
		assert_int_equal(say(fds[i], GET("/device/one"), &out), 200);
	assert_int_equal(say(fds[5], GET("/device/two"), &out), 200);
	assert_true(is_closed(fds[0]));
	for (int i = 1; i < 5; i++)
		assert_int_equal(say(fds[i], GET("/device/one"), &out), 200);
	close_all(fds, 6);
	world_stop(app);
	PROVES("R62 R70");
}

static void send_letters(int fd, size_t from, size_t to)
{
	char *text = mem_new(to - from, 1);

	for (size_t i = from; i < to; i++)
		text[i - from] = (char)('a' + i % 26);
	world_send(fd, text, to - from);
	free(text);
}

static void until(struct app *app, const char *what)
{
	BUF(out);

	for (int i = 0; i < 3000 && !strstr(buf_text(&out), what); i++)
		ask_bytes(app, GET("/load"), strlen(GET("/load")), 0, &out);
	assert_non_null(strstr(buf_text(&out), what));
}

static void bodies_share_one_room(void **state)
{
	struct app *app = open_world((struct http_options){ .bodies = 100000 });
	int first = world_connect(app->port), second = world_connect(app->port);
	BUF(out);

	(void)state;
	world_send(first, HEAD_OF("90000"), strlen(HEAD_OF("90000")));
	send_letters(first, 0, 70000);
	until(app, "held=90000"); /* never more than was announced */
	world_send(second, HEAD_OF("50000"), strlen(HEAD_OF("50000")));
	send_letters(second, 0, 50000);
	world_reply(second, 0, &out);
	assert_int_equal(status_of(&out), 503);
	assert_non_null(strstr(buf_text(&out), "Retry-After"));
	close(second);
	send_letters(first, 70000, 90000);
	buf_clear(&out);
	world_reply(first, 0, &out);
	assert_non_null(strstr(buf_text(&out), "len=90000"));
	until(app, "held=0 ");
	second = world_connect(app->port);
	world_send(second, HEAD_OF("100000"), strlen(HEAD_OF("100000")));
	send_letters(second, 0, 40000);
	until(app, "held=65536 ");
	close(second); /* the client goes, so does what it held */
	until(app, "held=0 ");
	close(first);
	world_stop(app);
	PROVES("R62 R70");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_longest_idle_makes_room),
		cmocka_unit_test(who_logged_in_stays_longer_than_a_stranger),
		cmocka_unit_test(when_all_are_at_work_a_newcomer_is_told_to_come_back),
		cmocka_unit_test(strangers_of_one_address_are_few),
		cmocka_unit_test(a_device_has_four_connections),
		cmocka_unit_test(bodies_share_one_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
