/* Long reads beside the loop: one snapshot, a bounded queue, clients that leave, patience, the end.
 *
 * A real office folder, a real server in a thread of the test, clients on sockets. Reads that must
 * last wait for a semaphore of the test, never for time.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/check.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <unistd.h>

#include "server/app.h"
#include "server/heavy.h"
#include "server/staff_store.h"
#include "shared/base/crypt.h"
#include "shared/io/db.h"
#include "shared/io/http.h"
#include "shared/io/loop.h"

#define QUEUE 4 /* that may wait beside the one that is read */

struct house {
	struct app app; /* first: handlers find the house by it */
	char dir[64];
	pthread_t thread;
	sem_t begun, go; /* a read that was begun; let it go on */
	atomic_int reads, drops, finished;
	atomic_bool elsewhere;
	int base; /* rows of the audit when the office opened */
};

struct facts {
	struct house *house;
};

static int turn_end(void *ctx)
{
	return db_turn_end(((struct app *)ctx)->db);
}

static void drop(void *ctx)
{
	struct facts *f = ctx;

	atomic_fetch_add(&f->house->drops, 1);
	free(f);
}

static int count(struct db *db)
{
	return (int)db_ask_int(db, "SELECT count(*) FROM audit", -1);
}

/* Counts, waits for the test, counts again. */
static int read_twice(struct db *db, void *ctx, struct buf *out)
{
	struct house *h = ((struct facts *)ctx)->house;
	int before = count(db) - h->base;

	atomic_fetch_add(&h->reads, 1);
	atomic_store(&h->elsewhere, !pthread_equal(h->thread, pthread_self()));
	sem_post(&h->begun);
	sem_wait(&h->go);
	buf_fmt(out, "{\"before\":%d,\"after\":%d}", before, count(db) - h->base);
	return OK;
}

static int read_for_ever(struct db *db, void *ctx, struct buf *out)
{
	struct house *h = ((struct facts *)ctx)->house;

	atomic_fetch_add(&h->reads, 1);
	sem_post(&h->begun);
	buf_str(out, "half an answer");
	db_ask_int(
	    db,
	    "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT max(n) FROM c",
	    0);
	return OK;
}

static int finish(struct app *app, void *ctx, struct reply *rp)
{
	(void)ctx;
	atomic_fetch_add(&((struct house *)app)->finished, 1);
	app_audit(app, "somebody", "export", "test");
	reply_header(rp, "x-finished", "yes");
	return OK;
}

static int refuse(struct app *app, void *ctx, struct reply *rp)
{
	(void)app;
	(void)ctx;
	(void)rp;
	return ERR_ROLE;
}

static const struct heavy_read TWICE = { read_twice, finish, drop };
static const struct heavy_read FOR_EVER = { read_for_ever, finish, drop };
static const struct heavy_read REFUSED = { read_twice, refuse, drop };

static int ask_for(struct app *app, const struct request *rq, struct reply *rp,
		   const struct heavy_read *how)
{
	struct facts *f = mem_new(1, sizeof *f);

	f->house = (struct house *)app;
	return heavy_answer(app, rq, rp, how, f);
}

static int twice(struct app *app, const struct request *rq, struct reply *rp)
{
	return ask_for(app, rq, rp, &TWICE);
}

static int for_ever(struct app *app, const struct request *rq, struct reply *rp)
{
	return ask_for(app, rq, rp, &FOR_EVER);
}

static int refused(struct app *app, const struct request *rq, struct reply *rp)
{
	return ask_for(app, rq, rp, &REFUSED);
}

static int note(struct app *app, const struct request *rq, struct reply *rp)
{
	(void)rq;
	(void)rp;
	app_audit(app, "somebody", "note", "test");
	return OK_CREATED;
}

static int stop(struct app *app, const struct request *rq, struct reply *rp)
{
	(void)rq;
	(void)rp;
	loop_stop(app->loop);
	return OK;
}

static const struct route DOORS[] = {
	{ HTTP_GET, "/twice", WHO_ANYONE, 0, TX_WRITE, twice, "" },
	{ HTTP_GET, "/ever", WHO_ANYONE, 0, TX_READ, for_ever, "" },
	{ HTTP_GET, "/refused", WHO_ANYONE, 0, TX_READ, refused, "" },
	{ HTTP_GET, "/note", WHO_ANYONE, 0, TX_WRITE, note, "" },
	{ HTTP_GET, "/stop", WHO_ANYONE, 0, TX_NONE, stop, "" },
	{ 0 },
};

/* ---- the house ----------------------------------------------------------------------------------- */

static void *live(void *ctx)
{
	loop_run(((struct house *)ctx)->app.loop);
	return NULL;
}

static struct house *house_open(int64_t patience_ms)
{
	struct house *h = mem_new(1, sizeof *h);
	struct loop_options lo = { .turn_end = turn_end, .ctx = &h->app };
	struct http_options ho = { .app = &h->app, .routes = DOORS, .listen = "127.0.0.1:0" };

	sem_init(&h->begun, 0, 0);
	sem_init(&h->go, 0, 0);
	strcpy(h->dir, "/tmp/portiek-heavy-XXXXXX");
	assert_non_null(mkdtemp(h->dir));
	assert_int_equal(crypt_start(), OK);
	assert_int_equal(app_create(h->dir), OK);
	assert_int_equal(loop_open(&lo, &h->app.loop), OK);
	assert_int_equal(app_open(&h->app, h->dir, APP_WRITE, NULL, NULL), OK);
	ho.db = h->app.db;
	h->base = count(h->app.db);
	assert_int_equal(http_open(h->app.loop, &ho, &h->app.http), OK);
	h->app.heavy = heavy_open(&h->app, patience_ms);
	assert_int_equal(pthread_create(&h->thread, NULL, live, h), 0);
	return h;
}

static void house_free(struct house *h)
{
	char rm[96];

	app_close(&h->app);
	loop_close(h->app.loop);
	snprintf(rm, sizeof rm, "rm -rf %s", h->dir);
	assert_int_equal(system(rm), 0);
	free(h);
}

static int begin(struct house *h, const char *path)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
				  .sin_port = htons((uint16_t)http_port(h->app.http)) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	char ask[128];
	int n = snprintf(ask, sizeof ask,
			 "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", path);

	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
	assert_int_equal(send(fd, ask, (size_t)n, MSG_NOSIGNAL), n);
	return fd;
}

static void house_stop(struct house *h)
{
	int fd = begin(h, "/stop");

	pthread_join(h->thread, NULL);
	close(fd);
	http_close(h->app.http);
	h->app.http = NULL;
	heavy_close(h->app.heavy);
}

/* Everything until the server closes; returns the status. */
static int end(int fd, struct buf *out)
{
	ssize_t n;

	buf_clear(out);
	while ((n = recv(fd, buf_room(out, 4096), 4096, 0)) > 0)
		out->len += (size_t)n;
	buf_str(out, "");
	close(fd);
	return strncmp(buf_text(out), "HTTP/1.1 ", 9) ? 0 : atoi(out->data + 9);
}

static int ask(struct house *h, const char *path, struct buf *out)
{
	return end(begin(h, path), out);
}

static bool has(const struct buf *out, const char *what)
{
	return strstr(buf_text(out), what) != NULL;
}

/* ---- tests --------------------------------------------------------------------------------------- */

/* The office goes on writing and answering while somebody reads, and the reader sees none of it. */
static void the_inbox_never_waits(void **state)
{
	struct house *h = house_open(HEAVY_PATIENCE_MS);
	BUF(out);
	(void)state;

	int reader = begin(h, "/twice");
	sem_wait(&h->begun);
	assert_int_equal(ask(h, "/note", &out), 201);
	sem_post(&h->go);
	assert_int_equal(end(reader, &out), 200);
	assert_true(has(&out, "{\"before\":0,\"after\":0}"));
	assert_true(has(&out, "x-finished: yes"));
	assert_true(atomic_load(&h->elsewhere));
	house_stop(h);
	assert_int_equal(count(h->app.db) - h->base, 2); /* the note, and what finish wrote in its event */
	assert_int_equal(atomic_load(&h->drops), 1);
	house_free(h);
	PROVES("R66");
}

static void too_many_are_told(void **state)
{
	struct house *h = house_open(HEAVY_PATIENCE_MS);
	int readers[1 + QUEUE];
	BUF(out);
	(void)state;

	readers[0] = begin(h, "/twice");
	sem_wait(&h->begun);
	for (int i = 1; i <= QUEUE; i++)
		readers[i] = begin(h, "/twice");
	/* connections are served in turn: when this is answered, all of those stand in the queue */
	assert_int_equal(ask(h, "/note", &out), 201);
	assert_int_equal(ask(h, "/twice", &out), 503);
	assert_true(has(&out, "\"code\":\"busy\""));
	assert_true(has(&out, "Retry-After: 5"));
	for (int i = 0; i <= QUEUE; i++)
		sem_post(&h->go);
	for (int i = 0; i <= QUEUE; i++)
		assert_int_equal(end(readers[i], &out), 200);
	house_stop(h);
	assert_int_equal(atomic_load(&h->drops), 2 + QUEUE);
	house_free(h);
	PROVES("-");
}

/* Who leaves is not read for, and what is being read for him ends. */
static void who_leaves_is_forgotten(void **state)
{
	struct house *h = house_open(HEAVY_PATIENCE_MS);
	int readers[1 + QUEUE];
	BUF(out);
	(void)state;

	readers[0] = begin(h, "/ever");
	sem_wait(&h->begun);
	for (int i = 1; i <= QUEUE; i++)
		readers[i] = begin(h, "/ever");
	for (int i = 0; i <= QUEUE; i++)
		close(readers[i]);
	/* asking anew makes room as soon as the server has seen them leave */
	sem_post(&h->go);
	int status;
	do
		status = ask(h, "/twice", &out);
	while (status == 503);
	assert_int_equal(status, 200);
	house_stop(h);
	assert_int_equal(atomic_load(&h->finished), 1);
	assert_true(atomic_load(&h->reads) <= 2 + QUEUE);
	house_free(h);
	PROVES("-");
}

static void patience_ends(void **state)
{
	struct house *h = house_open(50);
	BUF(out);
	(void)state;

	assert_int_equal(ask(h, "/ever", &out), 503);
	assert_true(has(&out, "\"code\":\"busy\""));
	assert_true(has(&out, "Kies een kortere periode"));
	assert_false(has(&out, "half an answer"));
	assert_int_equal(atomic_load(&h->finished), 0);
	house_stop(h);
	house_free(h);
	PROVES("-");
}

static void what_finish_refuses_is_not_sent(void **state)
{
	struct house *h = house_open(HEAVY_PATIENCE_MS);
	BUF(out);
	(void)state;

	sem_post(&h->go);
	assert_int_equal(ask(h, "/refused", &out), 403);
	assert_false(has(&out, "before"));
	house_stop(h);
	house_free(h);
	PROVES("-");
}

static void the_end_stops_what_is_read(void **state)
{
	struct house *h = house_open(HEAVY_PATIENCE_MS);
	BUF(out);
	(void)state;

	int first = begin(h, "/ever"), second = begin(h, "/ever");
	sem_wait(&h->begun);
	assert_int_equal(ask(h, "/note", &out), 201);
	house_stop(h);
	close(first);
	close(second);
	assert_int_equal(atomic_load(&h->reads), 1);
	assert_int_equal(atomic_load(&h->drops), 2);
	house_free(h);
	PROVES("-");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_inbox_never_waits),
		cmocka_unit_test(too_many_are_told),
		cmocka_unit_test(who_leaves_is_forgotten),
		cmocka_unit_test(patience_ends),
		cmocka_unit_test(what_finish_refuses_is_not_sent),
		cmocka_unit_test(the_end_stops_what_is_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
