/* A workload with one fault in it: the step it meets is refused, and then succeeds; or the process
 * ends, and the next start goes on. Either way nothing confirmed is gone.
 *
 * Each place has a process of its own, which meets the fault and really dies when the daemon would, and
 * one that forked it, which keeps the disk (disk_share) and is the next start.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/faults/errors.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "shared/base/err.h"

#define HANGS 120 /* seconds of computing until a process is taken for one that never ends */

/* ---- a run -------------------------------------------------------------------------------------- */

/* Shared by the processes of a place. */
struct run {
	const struct work *w;
	struct disk *d;
	struct house *h;
	char dir[64];
	int confirmed;
	int err;     /* of the step or the opening that failed */
	bool opened;
	bool lifted; /* whatever comes now comes without the fault */
	bool died;
	bool refused;
	bool good;
	int64_t held; /* blocks not given back */
	char wrong[300];
};

static void begin(struct run *r, const struct course *c)
{
	memset(r, 0, sizeof(*r));
	r->w = c->w;
	r->d = disk_clone(c->from, "one");
	snprintf(r->dir, sizeof(r->dir), "%s/" WORKS_DIR, disk_root(r->d));
	works_seed(3);
}

static void close_house(struct run *r)
{
	if (r->h)
		house_free(r->h);
	r->h = NULL;
}

static void end(struct run *r)
{
	close_house(r);
	disk_free(r->d);
}

/* Go on from where it is, until something fails. */
static void go(struct run *r)
{
	if (!r->h)
		r->h = house_new(r->dir, r->w);
	if (!r->opened && !r->w->closed)
		r->err = house_open(r->h);
	r->opened = !r->err;
	while (!r->err && r->confirmed < r->w->steps) {
		r->err = r->w->step(r->h, r->confirmed);
		r->confirmed += !r->err;
	}
}

static void look(struct run *r, struct finding *ret)
{
	struct disk *image = disk_clone(r->d, "image");

	disk_kill(image);
	disk_boot(image);
	works_find(image, r->w, r->confirmed, ret);
	disk_free(image);
}

bool course_learn(struct course *c)
{
	struct run r;

	begin(&r, c);
	if (!r.w->closed) {
		r.h = house_new(r.dir, r.w);
		r.err = house_open(r.h);
		r.opened = true;
	}
	look(&r, &c->state[0]);
	for (int i = 0; i < r.w->steps && !r.err; i++) {
		if (!r.h)
			r.h = house_new(r.dir, r.w);
		r.err = r.w->step(r.h, i);
		r.confirmed++;
		look(&r, &c->state[i + 1]);
	}
	if (r.err)
		snprintf(c->wrong, sizeof(c->wrong), "it fails without a fault: %s", err_slug(r.err));
	end(&r);
	return !*c->wrong;
}

/* ---- faults ------------------------------------------------------------------------------------- */

static void put(struct run *r, const struct fault_kind *k, int64_t n)
{
	if (k->put)
		k->put(n);
	else
		disk_fail(r->d, &(struct disk_fault){ .mask = k->mask, .nth = n, .times = k->times, .error = k->error });
}

static void lift(struct run *r, const struct fault_kind *k)
{
	if (k->lift)
		k->lift();
	else
		disk_fail(r->d, &(struct disk_fault){ 0 });
}

int64_t course_places(const struct course *c, const struct fault_kind *k)
{
	struct run r;
	struct disk_counts n;
	int64_t places = 0;

	begin(&r, c);
	put(&r, k, INT64_MAX);
	go(&r);
	if (k->places) {
		places = k->places();
	} else {
		disk_counts(r.d, NULL, &n);
		for (int i = 0; i < DISK_CALLS; i++)
			places += k->mask & DISK_BIT(i) ? n.calls[i] : 0;
	}
	lift(&r, k);
	end(&r);
	return places;
}

static bool complain(struct run *r, int64_t n, const char *why)
{
	snprintf(r->wrong, sizeof(r->wrong), "place %" PRId64 ", %d confirmed, %s: %s", n, r->confirmed,
		 r->died ? "ended" : r->err ? err_slug(r->err) : "no error", why);
	return false;
}

/* Is what is there what was confirmed, or that and the step under way? */
static bool stands(const struct course *c, const struct run *r, const struct finding *f)
{
	int next = r->confirmed < r->w->steps ? r->confirmed + 1 : r->confirmed;

	return r->w->states > 1 || f->rows == c->state[r->confirmed].rows || f->rows == c->state[next].rows;
}

/* The machine starts again: everything confirmed is there, and the rest can be done. */
static bool again(const struct course *c, struct run *r, int64_t n)
{
	struct finding f;
	uint64_t dice = (uint64_t)n;

	if (n % 2)
		disk_kill(r->d);
	else
		disk_cut(r->d, DISK_LOSE_ANY, &dice);
	close_house(r);
	disk_boot(r->d);
	works_find(r->d, r->w, r->confirmed, &f);
	if (*f.why)
		return complain(r, n, f.why);
	if (!stands(c, r, &f))
		return complain(r, n, "a state nobody committed");
	if (r->w->states <= 1 && f.rows != c->state[r->confirmed].rows)
		r->confirmed++; /* it was stored after all */
	r->died = r->opened = false;
	r->err = 0;
	return true;
}

/* After the fault everything ends as without it. */
static bool ends_well(const struct course *c, struct run *r, int64_t n)
{
	struct finding f;

	go(r);
	if (r->err)
		return complain(r, n, "it does not go on after the fault");
	close_house(r);
	works_find(r->d, r->w, r->confirmed, &f);
	if (*f.why)
		return complain(r, n, f.why);
	if (f.counts != c->state[r->w->steps].counts)
		return complain(r, n, "it ends with other rows than without the fault");
	return true;
}

static bool goes_on(const struct course *c, const struct fault_kind *k, struct run *r, int64_t n)
{
	bool good = true;

	if ((r->died || r->err) && k->unfelt)
		return complain(r, n, "it was felt");
	if (r->died && k->polite)
		return complain(r, n, "it ended the process");
	if (r->died || ((r->err || k->times) && c->w->once) || (r->err && n % 3 == 0))
		good = again(c, r, n);
	if (good && r->err && !r->opened) /* a start that failed is made again */
		close_house(r);
	r->err = 0;
	return good && (c->w->once || ends_well(c, r, n));
}

/* Nothing that was taken is still held. */
static bool gave_back(const struct fault_kind *k, struct run *r, int64_t n)
{
	char why[200];

	close_house(r);
	r->held = k->held ? k->held(why, sizeof(why)) : 0;
	return !r->held || complain(r, n, why);
}

/* ---- processes of a place ----------------------------------------------------------------------- */

/* Runs what in a process of its own. 0, or the signal that ended it. */
static int apart(void (*what)(const struct course *c, const struct fault_kind *k, struct run *r, int64_t n),
		 const struct course *c, const struct fault_kind *k, struct run *r, int64_t n)
{
	static const int DEADLY[] = { SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGSYS };
	int status = -1;

	fflush(stdout);
	pid_t child = fork();
	if (child == 0) {
		for (size_t i = 0; i < sizeof(DEADLY) / sizeof(*DEADLY); i++)
			signal(DEADLY[i], SIG_DFL); /* cmocka's are not for here */
		setrlimit(RLIMIT_CPU, &(struct rlimit){ HANGS, HANGS });
		what(c, k, r, n);
		_exit(0);
	}
	if (waitpid(child, &status, 0) != child)
		return -1;
	return WIFSIGNALED(status) ? WTERMSIG(status) : status;
}

/* The daemon gives up, in whichever of its threads: the others leave the disk between two calls, not in one. */
static void on_abort(int signo)
{
	disk_hold();
	signal(signo, SIG_DFL);
}

/* The process that meets the fault. It may die of it. */
static void meets(const struct course *c, const struct fault_kind *k, struct run *r, int64_t n)
{
	signal(SIGABRT, on_abort);
	if (k->watch)
		k->watch();
	put(r, k, n);
	go(r);
	lift(r, k);
	r->lifted = true;
	r->refused = r->err;
	r->good = goes_on(c, k, r, n) && gave_back(k, r, n);
}

/* The machine it runs on; who dies leaves the disk to the next start. */
static void machine(const struct course *c, const struct fault_kind *k, struct run *r, int64_t n)
{
	disk_share();
	begin(r, c);
	int ended = apart(meets, c, k, r, n);
	if (!ended)
		return;
	r->h = NULL;
	if (ended != SIGABRT || r->lifted) {
		complain(r, n, r->lifted ? "it crashes after the fault" : "it crashes");
		return;
	}
	r->died = true;
	lift(r, k);
	disk_orphan(r->d);
	works_seed(4);
	bool good = goes_on(c, k, r, n);
	close_house(r);
	r->good = good;
	r->died = true;
}

bool course_fault(struct course *c, const struct fault_kind *k, int64_t n, struct course_counts *ret)
{
	struct run *r = mmap(NULL, sizeof(*r), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (r == MAP_FAILED)
		abort();
	int ended = apart(machine, c, k, r, n);
	if (ended)
		snprintf(r->wrong, sizeof(r->wrong), "place %" PRId64 ": its next start ends by signal %d", n, ended);
	bool good = r->good && !ended;
	ret->runs++;
	ret->died += r->died;
	ret->refused += r->refused;
	ret->held += r->held;
	memcpy(c->wrong, r->wrong, sizeof(c->wrong));
	munmap(r, sizeof(*r));
	return good;
}
