/* The one event loop of a program: libwebsockets' default poll loop, timers, signals, worker jobs.
 *
 * A turn = wait, handle every ready socket and due timer, then the end-of-turn hook (group commit),
 * then the replies that waited for it. Everything runs in the loop thread except the job function
 * of loop_work.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_IO_LOOP_H
#define SHARED_IO_LOOP_H

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/clock.h"
#include "shared/base/err.h"

struct loop;
struct loop_timer;

struct loop_options {
	const char *ca_file;  /* CA bundle for outgoing TLS, NULL: system default location is NOT used */
	int max_connections;  /* of one server; more are refused. 0: 1024 */
	/* Called at the end of every turn before waiting replies leave. OK: they leave as they are;
	 * an error replaces every reply of a WRITES route of this turn. */
	int (*turn_end)(void *ctx);
	void *ctx;
};

/* ERR_INTERNAL when the library cannot start. The caller frees. Blocks SIGTERM, SIGINT and SIGHUP
 * for this thread and those it starts until loop_close: the loop reads them from a descriptor.
 * Requests of post.c still under way at loop_close are forgotten without a word. */
int loop_open(const struct loop_options *o, struct loop **ret) MUST_USE;
void loop_close(struct loop *l);

/* Run turns until loop_stop or SIGTERM/SIGINT. SIGHUP calls the hook set with loop_on_reload. */
void loop_run(struct loop *l);
/* Run turns until *done is true (commands that wait for an answer). */
void loop_run_until(struct loop *l, const bool *done);
void loop_stop(struct loop *l);
void loop_on_reload(struct loop *l, void (*fn)(void *ctx), void *ctx);

/* A timer on the monotonic clock; fires once in the loop thread after delay_ms. Setting it again
 * replaces it. The struct belongs to the loop until loop_timer_free. */
struct loop_timer *loop_timer_new(struct loop *l, void (*fn)(void *ctx), void *ctx);
void loop_timer_set(struct loop_timer *t, int64_t delay_ms);
void loop_timer_stop(struct loop_timer *t);
void loop_timer_free(struct loop_timer *t);

/* Run job(ctx) in the single worker thread, then done(ctx) in the loop thread. Jobs queue in
 * order. job must not touch anything the loop thread may touch meanwhile. loop_close waits for the
 * running job and forgets the others without calling done. */
void loop_work(struct loop *l, void (*job)(void *ctx), void (*done)(void *ctx), void *ctx);
/* The same in a second thread, for what may take seconds (exports, dashboards, what-if): the short
 * jobs of loop_work, on which log-ins and new reports wait, never queue behind it. */
void loop_work_long(struct loop *l, void (*job)(void *ctx), void (*done)(void *ctx), void *ctx);

/* Wait for the long job that runs and forget the others; none may be given afterwards. For the end of
 * a program, before what the job uses is freed. */
void loop_work_long_end(struct loop *l);

/* Wake a sleeping loop from any thread or signal handler. */
void loop_wake(struct loop *l);

#endif
