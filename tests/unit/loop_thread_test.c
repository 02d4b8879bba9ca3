/* What happens when the system has no thread to give: pthread_create(3) stands in for a reached limit.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/check.h"

#include <errno.h>
#include <pthread.h>
#include <sys/resource.h>

#include "shared/base/buf.h"
#include "shared/base/clock.h"
#include "shared/io/loop.h"
#include "shared/io/post.h"
#include "shared/io/lws.h"

static bool exhausted;

int __real_pthread_create(pthread_t *t, const pthread_attr_t *a, void *(*f)(void *), void *ctx);
int __wrap_pthread_create(pthread_t *t, const pthread_attr_t *a, void *(*f)(void *), void *ctx);

int __wrap_pthread_create(pthread_t *t, const pthread_attr_t *a, void *(*f)(void *), void *ctx)
{
	return exhausted ? EAGAIN : __real_pthread_create(t, a, f, ctx);
}

struct work_done {
	struct loop *loop;
	pthread_t ran;
	int runs;
	bool done;
};

static void job(void *ctx)
{
	struct work_done *w = ctx;

	w->ran = pthread_self();
	w->runs++;
}

static void done(void *ctx)
{
	struct work_done *w = ctx;

	w->done = true;
}

static bool ran_here(struct work_done *w, void (*give)(struct loop *, void (*)(void *), void (*)(void *), void *))
{
	w->done = false;
	give(w->loop, job, done, w);
	assert_false(w->done); /* never from inside */
	loop_run_until(w->loop, &w->done);
	return pthread_equal(w->ran, pthread_self());
}

/* Matrix 25. */
static void jobs_go_on_without_a_thread(void **state)
{
	struct loop_options o = { 0 };
	struct work_done w = { 0 };

	(void)state;
	assert_int_equal(loop_open(&o, &w.loop), OK);
	exhausted = true;
	assert_true(ran_here(&w, loop_work));
	assert_true(ran_here(&w, loop_work_long));
	exhausted = false;
	assert_false(ran_here(&w, loop_work)); /* recovered */
	assert_false(ran_here(&w, loop_work_long));
	assert_int_equal(w.runs, 4);
	exhausted = true;
	assert_false(ran_here(&w, loop_work)); /* the one there is stays */
	exhausted = false;
	loop_close(w.loop);
	PROVES("R70");
}

struct asked {
	bool done;
	char why[32];
};

static void answered(void *ctx, const struct post_reply *r)
{
	struct asked *a = ctx;

	snprintf(a->why, sizeof a->why, "%s", r->why);
	a->done = true;
}

static void a_name_that_cannot_be_looked_up_is_a_failed_attempt(void **state)
{
	struct post_request q = { .origin = "http://name.invalid:1", .method = "GET", .target = "/",
				  .deadline_ms = 5000 };
	struct loop_options o = { 0 };
	struct asked a = { 0 };
	struct loop *l;

	(void)state;
	assert_int_equal(loop_open(&o, &l), OK);
	exhausted = true;
	post_start(l, &q, answered, &a);
	loop_run_until(l, &a.done);
	exhausted = false;
	assert_string_equal(a.why, "net_dns");
	loop_close(l);
	PROVES("R70");
}

static void few_descriptors_make_few_connections(void **state)
{
	struct loop_options o = { .max_connections = 1000 };
	struct rlimit before, few;
	struct loop *l;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	few = before;
	few.rlim_cur = few.rlim_max = 1000 + 64;
	if (before.rlim_max < few.rlim_max)
		skip();
	few.rlim_max = before.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
	assert_int_equal(loop_open(&o, &l), OK);
	assert_int_equal(loop_room(l), 1000);
	few.rlim_cur = 200;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
	assert_int_equal(loop_room(l), 200 - 64);
	few.rlim_cur = 60;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
	assert_int_equal(loop_room(l), 30);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
	loop_close(l);
	PROVES("R70");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(jobs_go_on_without_a_thread),
		cmocka_unit_test(a_name_that_cannot_be_looked_up_is_a_failed_attempt),
		cmocka_unit_test(few_descriptors_make_few_connections),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
