/* portiek-sim: plays schedules and says what became of them. TAP.
 *
 *   portiek-sim --schedules N [--from SEED] [--jobs J] [--least HITS] [--enough FAILURES]
 *   portiek-sim --seed S [--diary]         one schedule, with everything that happened
 *   portiek-sim --plan FILE [--diary]      the same from a file (tests/sim/regressions)
 *   portiek-sim --shrink S                 the smallest schedule found that still fails
 *   --regressions DIR                      first every .plan of a folder
 *   --real-crypto                          Ed25519 and sealed boxes instead of their stand-ins
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "tests/sim/many.h"
#include "tests/sim/world.h"

struct options {
	int64_t schedules, least;
	uint64_t from, seed;
	const char *plan, *regressions;
	bool one, diary, shrink, real_crypto;
	int jobs, enough;
};

static struct options options = { .from = 1, .jobs = 2, .enough = 10 };
static FILE *out;
static int test;

static bool prepare(void)
{
	return world || plot_prepare(options.real_crypto, options.diary ? out : NULL);
}

static bool read_options(int argc, char **argv)
{
	struct options *o = &options;

	for (int i = 1; i < argc; i++) {
		const char *value = i + 1 < argc ? argv[i + 1] : "";
		uint64_t n = strtoull(value, NULL, 10);

		if (!strcmp(argv[i], "--diary"))
			o->diary = true;
		else if (!strcmp(argv[i], "--real-crypto"))
			o->real_crypto = true;
		else if (!strcmp(argv[i], "--schedules"))
			o->schedules = (int64_t)n, i++;
		else if (!strcmp(argv[i], "--from"))
			o->from = n, i++;
		else if (!strcmp(argv[i], "--jobs"))
			o->jobs = (int)n, i++;
		else if (!strcmp(argv[i], "--least"))
			o->least = (int64_t)n, i++;
		else if (!strcmp(argv[i], "--enough"))
			o->enough = (int)n, i++;
		else if (!strcmp(argv[i], "--regressions"))
			o->regressions = value, i++;
		else if (!strcmp(argv[i], "--plan"))
			o->plan = value, o->one = true, i++;
		else if (!strcmp(argv[i], "--seed"))
			o->seed = n, o->one = true, i++;
		else if (!strcmp(argv[i], "--shrink"))
			o->seed = n, o->one = o->shrink = true, i++;
		else
			return false;
	}
	return o->one != (o->schedules > 0);
}

static bool tell(bool good, const char *what)
{
	fprintf(out, "%sok %d - %s\n", good ? "" : "not ", ++test, what);
	return good;
}

/* ---- one ------------------------------------------------------------------------------------------ */

static bool read_plan(const char *path, struct plan *p)
{
	FILE *from = fopen(path, "r");
	bool good = from && plan_read(p, from);

	if (from)
		fclose(from);
	return good;
}

static bool play_one(void)
{
	struct outcome o;
	struct plan p;
	char what[700];

	if (!options.plan)
		plan_make(&p, options.seed);
	else if (!read_plan(options.plan, &p))
		return tell(false, "the plan cannot be read");
	if (!prepare())
		return tell(false, world->failure);
	if (options.shrink)
		many_shrink(&p);
	if (options.diary || options.shrink)
		plan_print(&p, out);
	many_play(&p, options.diary ? out : NULL, &o);
	fprintf(out, "# sum %016llx, %lld events, %d shown as saved, at rest after %lld s\n", (unsigned long long)o.sum,
		(long long)o.events, o.shown, (long long)(o.rest_ms / SECOND));
	snprintf(what, sizeof what, "%s %llu%s%s", options.plan ? options.plan : "schedule", (unsigned long long)p.seed,
		 o.failure[0] ? ": " : "", o.failure);
	return tell(!o.failure[0], what);
}

/* ---- what failed once ----------------------------------------------------------------------------- */

static int is_plan(const struct dirent *e)
{
	size_t n = strlen(e->d_name);

	return n > 5 && !strcmp(e->d_name + n - 5, ".plan");
}

/* In a process of its own, as every world. */
static bool play_kept(const char *name)
{
	struct outcome o;
	struct plan p;
	char path[400], what[700];

	snprintf(path, sizeof path, "%s/%s", options.regressions, name);
	if (!read_plan(path, &p))
		return tell(false, path);
	many_play(&p, NULL, &o);
	snprintf(what, sizeof what, "%s%s%s", name, o.failure[0] ? ": " : "", o.failure);
	return tell(!o.failure[0], what);
}

static bool play_regressions(void)
{
	struct dirent **list;
	int count = scandir(options.regressions, &list, is_plan, alphasort);
	bool good = count > 0 && prepare();

	for (int i = 0; i < count; i++) {
		good = play_kept(list[i]->d_name) && good;
		free(list[i]);
	}
	return good;
}

/* ---- many ----------------------------------------------------------------------------------------- */

static bool tell_faults(const struct totals *t)
{
	bool good = true;

	fprintf(out, "# %-26s %-12s %9s\n", "fault", "matrix", "hits");
	for (int i = 0; i < FAULT_COUNT; i++) {
		const struct fault *f = &FAULTS[i];
		bool few = !f->off && f->matrix[0] && t->hits[i] < options.least;

		fprintf(out, "# %-26s %-12s %9lld%s%s%s\n", f->name, f->matrix, (long long)t->hits[i], few ? "  too few" : "",
			f->off ? "  off: " : "", f->off ? f->off : "");
		good = good && !few;
	}
	return good;
}

static void tell_failures(const struct totals *t)
{
	for (int i = 0; i < FAILURES_KEPT && i < t->failed; i++)
		fprintf(out, "# seed %llu: %s\n", (unsigned long long)t->seeds[i], t->why[i]);
	if (t->failed)
		fprintf(out, "# replay: build/portiek-sim --seed %llu --diary; shrink: build/portiek-sim --shrink %llu\n",
			(unsigned long long)t->seeds[0], (unsigned long long)t->seeds[0]);
}

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static bool play_many(void)
{
	struct totals t;
	char what[200];
	double since = seconds(), took;
	bool good;

	many_run(options.from, options.schedules, options.jobs, options.enough, prepare, &t);
	took = seconds() - since;
	fprintf(out, "# %lld schedules in %.1f s: %.0f a second, %.1f ms of processor time each\n", (long long)t.played, took,
		(double)t.played / took, (double)t.cpu_ms / (double)(t.played + t.replayed));
	fprintf(out, "# %lld events, %lld reports shown as saved, %lld restarts looked at, rest after at most %lld s,\n"
		"# at most %d attempts of a kiosk in a minute once the faults were over\n", (long long)t.events,
		(long long)t.shown, (long long)t.restarts, (long long)(t.longest_rest / SECOND), t.busiest);
	tell_failures(&t);
	snprintf(what, sizeof what, "%lld schedules: nothing lost, nothing twice, everything comes to rest (%lld failed)",
		 (long long)t.played, (long long)t.failed);
	good = tell(!t.failed && t.played == options.schedules, what);
	snprintf(what, sizeof what, "%lld played twice went the same way to the last bit%s", (long long)t.replayed, t.differed ? ": not so" : "");
	if (t.differed)
		fprintf(out, "# seed %llu went two ways\n", (unsigned long long)t.different);
	good = tell(!t.differed, what) && good;
	if (options.least)
		snprintf(what, sizeof what, "each fault took effect at least %lld times", (long long)options.least);
	bool enough = tell_faults(&t);
	return options.least ? tell(enough, what) && good : good;
}

int main(int argc, char **argv)
{
	int nowhere = open("/dev/null", O_WRONLY);
	bool good;

	if (!read_options(argc, argv)) {
		fprintf(stderr, "usage: portiek-sim --schedules N [--from SEED] [--jobs J] [--least HITS] | --seed S [--diary] |\n"
				"       --plan FILE [--diary] | --shrink S   [--real-crypto]\n");
		return 64;
	}
	out = fdopen(dup(1), "w");
	setvbuf(out, NULL, _IOLBF, 0);
	dup2(nowhere, 1); /* what the daemons say */
	dup2(nowhere, 2);
	good = !options.regressions || play_regressions();
	good = (options.one ? play_one() : play_many()) && good;
	fclose(out);
	return good ? 0 : 1;
}
