/* Timers of a loop, on one timerfd(2).
 *
 * The library has timers of its own, but runs them *before* it sleeps, so what a timer wrote would
 * wait uncommitted for the next visitor, and it rounds its sleep down to whole milliseconds, so
 * every timer costs up to a millisecond of spinning. A descriptor has neither trait. The list is
 * kept in order of time; a program has some dozens at most.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/io/loop.h"

#include <stdlib.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "shared/base/buf.h"
#include "shared/io/lws.h"

#define NEVER INT64_MAX
#define SECOND_US INT64_C(1000000)

struct loop_timer {
	struct loop *loop; /* NULL after loop_close */
	struct loop_timer *next;
	int64_t due_us;    /* NEVER: not set */
	void (*fn)(void *ctx);
	void *ctx;
};

static void unlink_timer(struct loop_timer *t)
{
	for (struct loop_timer **at = &t->loop->timers; *at; at = &(*at)->next) {
		if (*at == t) {
			*at = t->next;
			return;
		}
	}
}

static void link_timer(struct loop_timer *t)
{
	struct loop_timer **at = &t->loop->timers;

	while (*at && (*at)->due_us <= t->due_us)
		at = &(*at)->next;
	t->next = *at;
	*at = t;
}

/* Have the descriptor wake us for the first timer. One set too early wakes us once for nothing,
 * which is cheaper than a system call for every timer that was stopped in time. */
static void arm(struct loop *l)
{
	int64_t due = l->timers ? l->timers->due_us : NEVER;
	struct itimerspec at = {0};

	if (due == NEVER || (l->armed_us && l->armed_us <= due))
		return;
	l->armed_us = due;
	at.it_value.tv_sec = due / SECOND_US;
	at.it_value.tv_nsec = due % SECOND_US * 1000 + 1;
	timerfd_settime(l->timer_fd, TFD_TIMER_ABSTIME, &at, NULL);
}

void timers_due(struct loop *l)
{
	int64_t now = lws_now_usecs();
	uint64_t times;

	if (read(l->timer_fd, &times, sizeof(times)) < 0)
		return;
	l->armed_us = 0;
	while (l->timers && l->timers->due_us <= now) {
		struct loop_timer *t = l->timers;

		unlink_timer(t);
		t->due_us = NEVER;
		link_timer(t);
		t->fn(t->ctx); /* may free t */
	}
	arm(l);
}

void timers_forget(struct loop *l)
{
	for (struct loop_timer *t = l->timers; t; t = t->next)
		t->loop = NULL;
	l->timers = NULL;
}

struct loop_timer *loop_timer_new(struct loop *l, void (*fn)(void *ctx), void *ctx)
{
	struct loop_timer *t = mem_new(1, sizeof(*t));

	t->loop = l;
	t->fn = fn;
	t->ctx = ctx;
	t->due_us = NEVER;
	link_timer(t);
	return t;
}

void loop_timer_set(struct loop_timer *t, int64_t delay_ms)
{
	if (!t->loop)
		return;
	unlink_timer(t);
	t->due_us = lws_now_usecs() + (delay_ms > 0 ? delay_ms * LWS_US_PER_MS : 1);
	link_timer(t);
	arm(t->loop);
}

void loop_timer_stop(struct loop_timer *t)
{
	if (!t->loop)
		return;
	unlink_timer(t);
	t->due_us = NEVER;
	link_timer(t);
}

void loop_timer_free(struct loop_timer *t)
{
	if (t && t->loop)
		unlink_timer(t);
	free(t);
}
