/* shared/io/loop.h in the world: the same turns, timers and jobs, without sockets, threads or waiting.
 *
 * Takes the place of shared/io/loop.c, timer.c and work.c. A turn = what waited for this machine, timers
 * that are due, then the end-of-turn hook and the replies that waited for it, as in loop.c. A job of a
 * worker runs whole between two turns.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/io/loop.h"

#include <stdlib.h>

#include "shared/base/buf.h"
#include "shared/io/lws.h"
#include "tests/sim/net.h"
#include "tests/sim/world.h"

#define JOB_MS 3

struct loop_timer {
	struct loop *loop;
	struct loop_timer *next;
	int64_t due; /* true time, INT64_MAX: not set */
	void (*fn)(void *ctx);
	void *ctx;
};

int loop_open(const struct loop_options *o, struct loop **ret)
{
	struct loop *l = mem_new(1, sizeof *l);

	l->options = *o;
	world->current->loop = l;
	*ret = l;
	return OK;
}

void loop_close(struct loop *l)
{
	if (!l)
		return;
	for (struct loop_timer *t = l->timers; t; t = t->next)
		t->loop = NULL;
	net_forget(world->current);
	if (world->current->loop == l)
		world->current->loop = NULL;
	free(l);
}

/* ---- timers --------------------------------------------------------------------------------- */

struct loop_timer *loop_timer_new(struct loop *l, void (*fn)(void *ctx), void *ctx)
{
	struct loop_timer *t = mem_new(1, sizeof *t);

	*t = (struct loop_timer){ .loop = l, .due = INT64_MAX, .fn = fn, .ctx = ctx };
	t->next = l->timers;
	l->timers = t;
	return t;
}

void loop_timer_set(struct loop_timer *t, int64_t delay_ms)
{
	t->due = world->now + (delay_ms > 0 ? delay_ms : 0);
}

void loop_timer_stop(struct loop_timer *t)
{
	t->due = INT64_MAX;
}

void loop_timer_free(struct loop_timer *t)
{
	if (!t)
		return;
	for (struct loop_timer **at = t->loop ? &t->loop->timers : NULL; at && *at; at = &(*at)->next)
		if (*at == t) {
			*at = t->next;
			break;
		}
	free(t);
}

static struct loop_timer *first_timer(const struct loop *l)
{
	struct loop_timer *first = NULL;

	for (struct loop_timer *t = l->timers; t; t = t->next)
		if (t->due != INT64_MAX && (!first || t->due < first->due))
			first = t;
	return first;
}

static void timers_run(struct loop *l)
{
	int64_t now = world->now;

	for (int i = 0; i < 64; i++) {
		struct loop_timer *t = first_timer(l);

		if (!t || t->due > now)
			return;
		t->due = INT64_MAX;
		t->fn(t->ctx);
	}
}

/* ---- jobs of workers ------------------------------------------------------------------------- */

struct job {
	struct machine *m;
	int boots;
	void (*job)(void *ctx);
	void (*done)(void *ctx);
	void *ctx;
};

static void job_run(void *ctx)
{
	struct job j = *(struct job *)ctx;

	free(ctx);
	j.job(j.ctx);
	if (j.done)
		j.done(j.ctx);
}

static void job_due(void *ctx)
{
	struct job *j = ctx;

	if (j->m->up && j->m->boots == j->boots)
		machine_errand(j->m, job_run, j);
	else
		free(j);
}

void loop_work(struct loop *l, void (*job)(void *ctx), void (*done)(void *ctx), void *ctx)
{
	struct job *j = mem_new(1, sizeof *j);

	(void)l;
	*j = (struct job){ world->current, world->current->boots, job, done, ctx };
	world_in(JOB_MS, job_due, j);
}

void loop_work_long(struct loop *l, void (*job)(void *ctx), void (*done)(void *ctx), void *ctx)
{
	loop_work(l, job, done, ctx);
}

void loop_work_long_end(struct loop *l)
{
	(void)l;
}

/* ---- turns ---------------------------------------------------------------------------------- */

static void end_turn(struct loop *l)
{
	int outcome = l->options.turn_end ? l->options.turn_end(l->options.ctx) : OK;

	for (struct loop_hook *h = l->hooks, *next; h; h = next) {
		next = h->next;
		h->fn(h->ctx, outcome);
	}
	net_writeable(world->current);
}

static void turns(struct loop *l, const bool *done)
{
	struct machine *m = world->current;
	struct errand e;

	l->stop = false;
	m->loop = l;
	end_turn(l);
	while (!l->stop && !(done && *done)) {
		struct loop_timer *t = first_timer(l);

		if (!machine_rest(m, t ? t->due : INT64_MAX))
			break;
		while (machine_next_errand(m, &e))
			e.fn(e.ctx);
		timers_run(l);
		end_turn(l);
	}
	end_turn(l);
}

void loop_run(struct loop *l)
{
	turns(l, NULL);
}

void loop_run_until(struct loop *l, const bool *done)
{
	turns(l, done);
}

void loop_stop(struct loop *l)
{
	l->stop = true;
}

void loop_on_reload(struct loop *l, void (*fn)(void *ctx), void *ctx)
{
	l->reload = fn;
	l->reload_ctx = ctx;
}

void loop_wake(struct loop *l)
{
	(void)l;
	machine_wake(world->current);
}

void loop_hook_add(struct loop *l, struct loop_hook *h)
{
	h->next = l->hooks;
	l->hooks = h;
}

void loop_hook_remove(struct loop *l, struct loop_hook *h)
{
	for (struct loop_hook **at = &l->hooks; *at; at = &(*at)->next)
		if (*at == h) {
			*at = h->next;
			return;
		}
}
