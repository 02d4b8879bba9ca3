/* A workload with one fault in it: the step it meets is refused, and then succeeds; or the process
 * ends, and the next start goes on. Either way nothing confirmed is gone.
 *
 * Runs in a process of its own: who was ended in the middle leaves its memory behind.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/faults/errors.h"

#include <inttypes.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/err.h"

/* ---- the end of a process ----------------------------------------------------------------------- */

struct ending {
	sigjmp_buf to;
	bool armed;
};

static struct ending *ending(void)
{
	static struct ending e;

	return &e;
}

static void on_abort(int signal)
{
	(void)signal;
	if (ending()->armed)
		siglongjmp(ending()->to, 1);
}

/* ---- a run -------------------------------------------------------------------------------------- */

struct run {
	const struct work *w;
	struct disk *d;
	struct house *h;
	char dir[64];
	int confirmed;
	int err;     /* of the step or the opening that failed */
	bool opened;
	bool died;
};

static void begin(struct run *r, const struct course *c)
{
	memset(r, 0, sizeof(*r));
	r->w = c->w;
	r->d = disk_clone(c->from, "one");
	snprintf(r->dir, sizeof(r->dir), "%s/" WORKS_DIR, disk_root(r->d));
	works_seed(3);
}

static void end(struct run *r)
{
	if (r->h)
		house_free(r->h);
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

static void go_guarded(struct run *r)
{
	if (!sigsetjmp(ending()->to, 1)) {
		ending()->armed = true;
		go(r);
	} else {
		r->died = true;
	}
	ending()->armed = false;
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

	signal(SIGABRT, on_abort);
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

static bool complain(struct course *c, const struct run *r, int64_t n, const char *why)
{
	snprintf(c->wrong, sizeof(c->wrong), "place %" PRId64 ", %d confirmed, %s: %s", n, r->confirmed,
		 r->died ? "ended" : r->err ? err_slug(r->err) : "no error", why);
	return false;
}

/* Is what is there what was confirmed, or that and the step under way? */
static bool stands(struct course *c, const struct run *r, const struct finding *f)
{
	int next = r->confirmed < r->w->steps ? r->confirmed + 1 : r->confirmed;

	return r->w->states > 1 || f->rows == c->state[r->confirmed].rows || f->rows == c->state[next].rows;
}

/* The machine starts again: everything confirmed is there, and the rest can be done. */
static bool again(struct course *c, struct run *r, int64_t n)
{
	struct finding f;
	uint64_t dice = (uint64_t)n;

	if (n % 2)
		disk_kill(r->d);
	else
		disk_cut(r->d, DISK_LOSE_ANY, &dice);
	if (r->h && !r->died)
		house_free(r->h);
	r->h = NULL; /* of who was ended it stays */
	disk_boot(r->d);
	works_find(r->d, r->w, r->confirmed, &f);
	if (*f.why)
		return complain(c, r, n, f.why);
	if (!stands(c, r, &f))
		return complain(c, r, n, "a state nobody committed");
	if (r->w->states <= 1 && f.rows != c->state[r->confirmed].rows)
		r->confirmed++; /* it was stored after all */
	r->died = r->opened = false;
	r->err = 0;
	return true;
}

/* After the fault everything ends as without it. */
static bool ends_well(struct course *c, struct run *r, int64_t n)
{
	struct finding f;

	go_guarded(r);
	if (r->died || r->err)
		return complain(c, r, n, "it does not go on after the fault");
	house_free(r->h);
	r->h = NULL;
	works_find(r->d, r->w, r->confirmed, &f);
	if (*f.why)
		return complain(c, r, n, f.why);
	if (f.counts != c->state[r->w->steps].counts)
		return complain(c, r, n, "it ends with other rows than without the fault");
	return true;
}

bool course_fault(struct course *c, const struct fault_kind *k, int64_t n, struct course_counts *ret)
{
	struct run r;
	bool good = true;

	begin(&r, c);
	put(&r, k, n);
	go_guarded(&r);
	lift(&r, k);
	ret->runs++;
	ret->died += r.died;
	ret->refused += !r.died && r.err;
	ret->unmet += !k->put && !disk_failed(r.d);
	if ((r.died || r.err) && k->unfelt)
		good = complain(c, &r, n, "it was felt");
	else if (r.died && k->polite)
		good = complain(c, &r, n, "it ended the process");
	else if (r.died || ((r.err || k->times) && c->w->once) || (r.err && n % 3 == 0))
		good = again(c, &r, n);
	if (good && r.err && !r.died && !r.opened && r.h) { /* a start that failed is made again */
		house_free(r.h);
		r.h = NULL;
	}
	r.err = 0;
	good = good && (c->w->once || ends_well(c, &r, n));
	end(&r);
	return good;
}
