/* Crash images (matrix 1, 3, 7-13, 53): before every write, sync and change of a name of every
 * workload the machine dies, in every way the disk knows, and starts again with the real code.
 *
 * What is found must be whole (integrity_check, the daemon's own rules), hold every confirmed step,
 * and be one of the states that were committed, never a mix. The states are learnt on the way: what
 * a kill at each moment leaves. A workload says through how many of them one step may pass.
 *
 *   NAME [--cuts N] [WORD]   N power cuts at each moment (default 2); workloads with WORD in the name
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <inttypes.h>

#include "shared/base/err.h"
#include "tests/faults/works.h"
#include "tests/unit/check.h"

#define STATES_MAX 256

struct trial {
	const struct work *w;
	struct disk *d;
	int cuts;
	uint64_t dice;
	uint64_t state[STATES_MAX];
	int states;
	int floor;      /* the state of what is confirmed */
	int confirmed;  /* steps */
	int64_t moments, images;
	char wrong[400];
};

static int known(const struct trial *t, uint64_t rows)
{
	for (int i = t->states - 1; i >= 0; i--)
		if (t->state[i] == rows)
			return i;
	return -1;
}

static void complain(struct trial *t, const char *how, const char *where, const char *why)
{
	if (!*t->wrong)
		snprintf(t->wrong, sizeof(t->wrong), "moment %" PRId64 " (%s), %s, %d confirmed: %s", t->moments,
			 where, how, t->confirmed, why);
}

/* What a kill leaves: perhaps a state not seen before. */
static void learn(struct trial *t, const char *where)
{
	struct disk *image = disk_clone(t->d, "image");
	struct finding f;

	disk_kill(image);
	disk_boot(image);
	works_find(image, t->w, t->confirmed, &f);
	disk_free(image);
	t->images++;
	if (*f.why)
		complain(t, "a kill", where, f.why);
	if (!t->states || t->state[t->states - 1] != f.rows) {
		if (t->states == STATES_MAX || known(t, f.rows) >= 0)
			complain(t, "a kill", where, "an older state came back");
		else
			t->state[t->states++] = f.rows;
	}
}

static void cut(struct trial *t, const char *where, enum disk_loss loss)
{
	static const char *const HOW[] = { "all unsynced lost", "nothing lost", "a tail lost", "some lost",
					   "torn" };
	struct disk *image = disk_clone(t->d, "image");
	struct finding f;

	if (loss == DISK_LOSE_ANY)
		loss = (enum disk_loss)disk_roll(&t->dice, DISK_LOSE_ANY);
	disk_lose(image, loss, &t->dice);
	works_find(image, t->w, t->confirmed, &f);
	disk_free(image);
	t->images++;
	int found = known(t, f.rows);
	if (*f.why)
		complain(t, HOW[loss], where, f.why);
	else if (found < 0 && !t->w->sparse) /* else it may be one that was not looked at */
		complain(t, HOW[loss], where, "a state nobody committed");
	else if (found >= 0 && found < t->floor)
		complain(t, HOW[loss], where, "something confirmed is gone");
}

static void look(struct trial *t, const char *where)
{
	if (*t->wrong)
		return;
	learn(t, where);
	cut(t, where, DISK_LOSE_ALL);
	for (int i = 1; i < t->cuts; i++)
		cut(t, where, i == 1 ? DISK_LOSE_TORN : DISK_LOSE_ANY);
}

static void at_call(void *ctx, struct disk *d, const struct disk_event *e)
{
	struct trial *t = ctx;
	char where[DISK_PATH + 40];

	(void)d;
	t->moments++;
	if (t->w->sparse && t->moments % t->w->sparse)
		return;
	snprintf(where, sizeof(where), "before %s of %s", disk_call_name(e->call), e->path);
	look(t, where);
}

static void confirm(struct trial *t, int steps)
{
	int before = t->states, most = t->w->states ? t->w->states : 1;

	t->confirmed = steps;
	look(t, "when confirmed");
	if (steps && t->states - t->floor - 1 > most)
		complain(t, "a kill", "in a step", "it passed through more states than it may");
	(void)before;
	t->floor = t->states - 1;
}

static void steps(struct trial *t, struct house *h)
{
	for (int i = 0; i < t->w->steps && !*t->wrong; i++) {
		int err = t->w->step(h, i);

		if (err)
			complain(t, err_slug(err), "in a step", "it failed without any fault");
		else
			confirm(t, i + 1);
	}
}

static void try(const struct work *w, const struct disk *base, int cuts)
{
	struct trial *t = calloc(1, sizeof(*t));
	char dir[64];

	*t = (struct trial){ .w = w, .cuts = cuts, .dice = 3 };
	t->d = works_disk(w, base, "one");
	snprintf(dir, sizeof(dir), "%s/" WORKS_DIR, disk_root(t->d));
	works_seed(3);
	disk_watch(t->d, DISK_CHANGES, at_call, t);
	struct house *h = house_new(dir, w);
	if (!w->closed && house_open(h))
		complain(t, "-", "at the start", "it does not open");
	confirm(t, 0);
	steps(t, h);
	house_free(h);
	look(t, "when closed");
	disk_watch(t->d, 0, NULL, NULL);
	disk_free(t->d);
	printf("# %s, %s (%s): %" PRId64 " moments, %d states, %" PRId64 " images\n", HOUSE_NAME, w->name,
	       w->rows, t->moments, t->states, t->images);
	if (*t->wrong)
		printf("# %s: %s\n", w->name, t->wrong);
	bool good = !*t->wrong;
	free(t);
	assert_true(good);
}

struct given {
	const struct work *w;
	const struct disk *base;
	int cuts;
};

static void crash(void **state)
{
	const struct given *g = *state;

	try(g->w, g->base, g->cuts);
	printf("proves crash_images_of_%s D1 R61\n", HOUSE_NAME);
}

int main(int argc, char **argv)
{
	size_t count, n = 0;
	const struct work *all = house_works(&count);
	struct CMUnitTest *tests = calloc(count, sizeof(*tests));
	struct given *given = calloc(count, sizeof(*given));
	char (*titles)[160] = calloc(count, sizeof(*titles));
	const char *word = "";
	int cuts = 2;

	for (int i = 1; i < argc; i++)
		if (!strcmp(argv[i], "--cuts") && i + 1 < argc)
			cuts = (int)strtol(argv[++i], NULL, 10);
		else
			word = argv[i];
	setenv("PORTIEK_LOG", "error", 1);
	struct disk *base = works_base();
	for (size_t i = 0; i < count; i++) {
		if (!strstr(all[i].name, word))
			continue;
		given[n] = (struct given){ &all[i], base, cuts };
		snprintf(titles[n], sizeof(titles[n]), "%s: a crash anywhere in %s", all[i].rows, all[i].name);
		tests[n] = (struct CMUnitTest){ titles[n], crash, NULL, NULL, &given[n] };
		n++;
	}
	int failed = _cmocka_run_group_tests("crash", tests, n, NULL, NULL);
	disk_free(base);
	free(tests);
	free(given);
	free(titles);
	return failed;
}
