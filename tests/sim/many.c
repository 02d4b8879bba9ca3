/* One fork per schedule: nothing of one reaches another, and no start costs more than a copied page.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/sim/many.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/sim/heap.h"
#include "tests/sim/world.h"

#define PATIENCE_S 30    /* of processor time, for one schedule */
#define TWICE 64         /* every so manieth is played twice */

static void *shared(size_t n)
{
	return mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
}

static void child(const struct plan *p, FILE *diary, struct outcome *o)
{
	const struct rlimit limit = { PATIENCE_S, PATIENCE_S };

	setrlimit(RLIMIT_CPU, &limit);
	heap_fork();
	world->diary = diary;
	plot_play(p, o);
	if (diary)
		fflush(diary);
	_exit(0);
}

void many_play(const struct plan *p, FILE *diary, struct outcome *ret)
{
	struct outcome *o = shared(sizeof *o);
	int status;

	if (diary)
		fflush(diary);
	pid_t pid = fork();
	if (pid == 0)
		child(p, diary, o);
	waitpid(pid, &status, 0);
	if (WIFSIGNALED(status) && !o->failure[0])
		snprintf(o->failure, sizeof o->failure, "ended by signal %d (%s)", WTERMSIG(status), strsignal(WTERMSIG(status)));
	if (WIFEXITED(status) && WEXITSTATUS(status) && !o->failure[0])
		snprintf(o->failure, sizeof o->failure, "ended with status %d", WEXITSTATUS(status));
	*ret = *o;
	munmap(o, sizeof *o);
}

/* ---- a share of them ------------------------------------------------------------------------------ */

static void add(struct totals *t, const struct plan *p, const struct outcome *o)
{
	if (o->failure[0]) {
		if (t->failed < FAILURES_KEPT) {
			t->seeds[t->failed] = p->seed;
			snprintf(t->why[t->failed], sizeof t->why[0], "%.159s", o->failure);
		}
		t->failed++;
	}
	t->played++;
	t->events += o->events;
	t->shown += o->shown;
	t->restarts += o->restarts;
	t->requests += o->requests;
	if (o->rest_ms > t->longest_rest)
		t->longest_rest = o->rest_ms;
	if (o->busiest > t->busiest)
		t->busiest = o->busiest;
	for (int i = 0; i < FAULT_COUNT; i++)
		t->hits[i] += o->hits[i];
}

static void again(struct totals *t, const struct plan *p, const struct outcome *before)
{
	struct outcome o;

	many_play(p, NULL, &o);
	t->replayed++;
	if (o.sum != before->sum && t->differed++ == 0)
		t->different = p->seed;
}

static void share(uint64_t first, int64_t count, int step, int enough, struct totals *t)
{
	struct outcome o;
	struct plan p;
	struct rusage used;

	for (int64_t i = 0; i < count && t->failed < enough; i += step) {
		plan_make(&p, first + (uint64_t)i);
		many_play(&p, NULL, &o);
		add(t, &p, &o);
		if (t->played % TWICE == 0)
			again(t, &p, &o);
	}
	getrusage(RUSAGE_CHILDREN, &used);
	t->cpu_ms = used.ru_utime.tv_sec * 1000 + used.ru_utime.tv_usec / 1000 + used.ru_stime.tv_sec * 1000 +
		    used.ru_stime.tv_usec / 1000;
}

static void merge(struct totals *to, const struct totals *from)
{
	for (int i = 0; i < FAILURES_KEPT && i < from->failed; i++)
		if (to->failed + i < FAILURES_KEPT) {
			to->seeds[to->failed + i] = from->seeds[i];
			memcpy(to->why[to->failed + i], from->why[i], sizeof to->why[0]);
		}
	to->played += from->played;
	to->failed += from->failed;
	to->replayed += from->replayed;
	if (from->differed && !to->differed)
		to->different = from->different;
	to->differed += from->differed;
	to->events += from->events;
	to->shown += from->shown;
	to->restarts += from->restarts;
	to->requests += from->requests;
	to->cpu_ms += from->cpu_ms;
	if (from->longest_rest > to->longest_rest)
		to->longest_rest = from->longest_rest;
	if (from->busiest > to->busiest)
		to->busiest = from->busiest;
	for (int i = 0; i < FAULT_COUNT; i++)
		to->hits[i] += from->hits[i];
}

void many_run(uint64_t first, int64_t count, int jobs, int enough, bool (*prepare)(void), struct totals *ret)
{
	struct totals *t = shared((size_t)jobs * sizeof *t);

	for (int j = 0; j < jobs; j++) {
		pid_t pid = fork();

		if (pid)
			continue;
		if (prepare())
			share(first + (uint64_t)j, count - j, jobs, enough, &t[j]);
		else
			snprintf(t[j].why[t[j].failed++], sizeof t[j].why[0], "the first fill: %.100s", world->failure);
		_exit(0);
	}
	for (int j = 0; j < jobs; j++)
		wait(NULL);
	memset(ret, 0, sizeof *ret);
	for (int j = 0; j < jobs; j++)
		merge(ret, &t[j]);
	munmap(t, (size_t)jobs * sizeof *t);
}

/* ---- shrinking -------------------------------------------------------------------------------------- */

/* The plan without acts from … from + n - 1. */
static struct plan without(const struct plan *p, int from, int n)
{
	struct plan q = *p;

	memmove(&q.acts[from], &q.acts[from + n], (size_t)(q.count - from - n) * sizeof q.acts[0]);
	q.count -= n;
	return q;
}

static bool fails(const struct plan *p)
{
	struct outcome o;

	many_play(p, NULL, &o);
	return o.failure[0] != '\0';
}

void many_shrink(struct plan *p)
{
	bool smaller = true;

	for (int n = p->count / 2; n > 0; n = n > 1 ? n / 2 : smaller) {
		smaller = false;
		for (int at = 0; at + n <= p->count;) {
			struct plan q = without(p, at, n);

			if (fails(&q)) {
				*p = q;
				smaller = true;
			} else {
				at += n;
			}
		}
	}
	while (p->horizon > MINUTE) {
		struct plan q = *p;

		q.horizon = p->horizon - 30 * SECOND;
		if (q.count && q.acts[q.count - 1].at > q.horizon)
			return;
		if (!fails(&q))
			return;
		*p = q;
	}
}
