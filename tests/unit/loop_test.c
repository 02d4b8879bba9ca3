/* The event loop: timers, turns, the worker thread, signals.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/check.h"

#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include "shared/base/buf.h"
#include "shared/base/clock.h"
#include "shared/io/loop.h"

struct scene {
	struct loop *loop;
	struct loop_timer *timer;
	struct loop_timer *other;
	char order[32];
	int turns;
	int reloads;
	bool open;   /* somebody began a transaction */
	struct clock clock;
	int64_t opened, waited;
	bool done;
	pthread_t worker;
	sem_t started; /* posted by a job that runs */
};

static int turn_end(void *ctx)
{
	struct scene *s = ctx;

	s->turns++;
	if (s->open) {
		strcat(s->order, "C");
		s->waited = clock_mono(&s->clock) - s->opened;
	}
	s->open = false;
	return OK;
}

static int start(void **state)
{
	struct scene *s = mem_new(1, sizeof(*s));
	struct loop_options o = { .turn_end = turn_end, .ctx = s };

	s->clock = clock_system();
	sem_init(&s->started, 0, 0);
	assert_int_equal(loop_open(&o, &s->loop), OK);
	*state = s;
	return 0;
}

static int stop(void **state)
{
	struct scene *s = *state;

	loop_timer_free(s->timer);
	loop_timer_free(s->other);
	loop_close(s->loop);
	free(s);
	return 0;
}

static void mark_a(void *ctx)
{
	strcat(((struct scene *)ctx)->order, "a");
}

static void mark_b_and_stop(void *ctx)
{
	struct scene *s = ctx;

	strcat(s->order, "b");
	s->done = true;
}

static void timers_fire_in_order(void **state)
{
	struct scene *s = *state;

	s->timer = loop_timer_new(s->loop, mark_b_and_stop, s);
	s->other = loop_timer_new(s->loop, mark_a, s);
	loop_timer_set(s->timer, 30);
	loop_timer_set(s->other, 500);
	loop_timer_set(s->other, 5);
	loop_run_until(s->loop, &s->done);
	assert_string_equal(s->order, "ab");
	loop_timer_set(s->other, 5);
	loop_timer_stop(s->other);
	s->done = false;
	loop_timer_set(s->timer, 20);
	loop_run_until(s->loop, &s->done);
	assert_string_equal(s->order, "abb");
	PROVES("-");
}

static void open_transaction(void *ctx)
{
	struct scene *s = ctx;

	strcat(s->order, "a");
	s->open = true;
	s->opened = clock_mono(&s->clock);
	loop_timer_set(s->timer, 400);
}

/* What a timer began is committed before the loop sleeps again. */
static void timer_work_is_committed_at_once(void **state)
{
	struct scene *s = *state;

	s->timer = loop_timer_new(s->loop, mark_b_and_stop, s);
	s->other = loop_timer_new(s->loop, open_transaction, s);
	loop_timer_set(s->other, 50);
	loop_run_until(s->loop, &s->done);
	assert_string_equal(s->order, "aCb");
	assert_true(s->waited < 300);
	PROVES("R61");
}

static void job_a(void *ctx)
{
	struct scene *s = ctx;

	s->worker = pthread_self();
	strcat(s->order, "j");
}

static void job_done(void *ctx)
{
	struct scene *s = ctx;

	assert_false(pthread_equal(s->worker, pthread_self()));
	strcat(s->order, "d");
}

static void last_done(void *ctx)
{
	job_done(ctx);
	((struct scene *)ctx)->done = true;
}

static void jobs_run_in_order_elsewhere(void **state)
{
	struct scene *s = *state;

	loop_work(s->loop, job_a, NULL, s);
	loop_work(s->loop, job_a, last_done, s);
	loop_run_until(s->loop, &s->done);
	assert_string_equal(s->order, "jjd");
	PROVES("-");
}

static void job_waits(void *ctx)
{
	sem_wait(&((struct scene *)ctx)->started);
	job_a(ctx);
}

static void first_done(void *ctx)
{
	struct scene *s = ctx;

	strcat(s->order, "D");
	sem_post(&s->started); /* only now the long one may end */
}

static void short_jobs_never_wait_for_long_ones(void **state)
{
	struct scene *s = *state;

	loop_work_long(s->loop, job_waits, last_done, s);
	loop_work(s->loop, mark_a, first_done, s);
	loop_run_until(s->loop, &s->done);
	assert_string_equal(s->order, "aDjd");
	PROVES("R66");
}

static void job_sleeps(void *ctx)
{
	struct scene *s = ctx;

	sem_post(&s->started);
	usleep(30000);
	strcat(s->order, "j");
}

static void close_waits_for_the_running_job(void **state)
{
	struct scene *s = *state;

	loop_work(s->loop, job_sleeps, last_done, s);
	loop_work(s->loop, job_sleeps, last_done, s);
	sem_wait(&s->started); /* the first is running; the second may start before the close */
	loop_close(s->loop);
	s->loop = NULL;
	int more = sem_trywait(&s->started) == 0;
	assert_string_equal(s->order, more ? "jj" : "j");
	PROVES("-");
}

static void reload(void *ctx)
{
	struct scene *s = ctx;

	s->reloads++;
	kill(getpid(), SIGTERM);
}

static void signals_arrive_in_the_loop(void **state)
{
	struct scene *s = *state;

	loop_on_reload(s->loop, reload, s);
	kill(getpid(), SIGHUP);
	loop_run(s->loop);
	assert_int_equal(s->reloads, 1);
	PROVES("-");
}

/* An idle loop sleeps. */
static void idle_loop_rarely_wakes(void **state)
{
	struct scene *s = *state;

	s->timer = loop_timer_new(s->loop, mark_b_and_stop, s);
	loop_timer_set(s->timer, 1500);
	loop_run_until(s->loop, &s->done);
	assert_true(s->turns <= 3);
	PROVES("-");
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(timers_fire_in_order), CASE(timer_work_is_committed_at_once),
		CASE(jobs_run_in_order_elsewhere), CASE(close_waits_for_the_running_job),
		CASE(short_jobs_never_wait_for_long_ones), CASE(signals_arrive_in_the_loop), CASE(idle_loop_rarely_wakes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
