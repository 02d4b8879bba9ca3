/* Every workload with every kind of fault: one process each, one test each.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <fcntl.h>
#include <inttypes.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/faults/errors.h"
#include "tests/unit/check.h"

#define KINDS 32 /* at most, of one program */

struct given {
	const struct work *w;
	const struct fault_kind *k;
	const struct disk *base;
	int64_t most, only;
	struct course_counts *all; /* of all workloads; shared with the children */
};

static void tell(const char *what, const struct fault_kind *k, const struct course_counts *n, int64_t places)
{
	printf("# %s, %s, %s: %" PRId64 " of %" PRId64 " places, %" PRId64 " refused, %" PRId64 " ended and started again, %"
	       PRId64 " went on", HOUSE_NAME, what, k->name, n->runs, places, n->refused, n->died,
	       n->runs - n->refused - n->died);
	if (k->held)
		printf(", %" PRId64 " blocks not given back", n->held);
	printf("\n");
}

/* In the child: the process may be left in any state. */
static bool every_place(const struct given *g)
{
	struct course c = { .w = g->w };
	struct course_counts n = { 0 };
	bool good;

	c.from = works_disk(g->w, g->base, "prepared");
	good = course_learn(&c);
	int64_t places = good ? course_places(&c, g->k) : 0;
	int64_t stride = g->most && places > g->most ? (places + g->most - 1) / g->most : 1;
	int64_t first = g->only ? g->only : 1 + (places / 7) % stride, last = g->only ? g->only : places;
	for (int64_t at = first; at <= last && good; at += stride)
		good = course_fault(&c, g->k, at, &n);
	tell(g->w->name, g->k, &n, places);
	g->all->runs += n.runs;
	g->all->refused += n.refused;
	g->all->died += n.died;
	g->all->held += n.held;
	g->all->places += places;
	if (!good)
		printf("# %s, %s: %s\n", g->w->name, g->k->name, c.wrong);
	fflush(stdout);
	return good;
}

static void faults(void **state)
{
	const struct given *g = *state;
	int status;

	fflush(stdout);
	pid_t child = fork();
	if (child == 0) {
		setenv("CMOCKA_TEST_ABORT", "1", 1); /* a wrong assertion ends it here */
		if (!getenv("FAULTS_LOUD"))
			dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);
		_exit(every_place(g) ? 0 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	if (WIFSIGNALED(status))
		printf("# %s, %s: ended by signal %d\n", g->w->name, g->k->name, WTERMSIG(status));
	assert_int_equal(status, 0);
	printf("proves faults_in_%s D1 R61\n", HOUSE_NAME);
}

static size_t list(struct CMUnitTest *tests, struct given *given, char (*titles)[160], const char *word,
		   const struct fault_kind *kinds, struct given like)
{
	size_t count, n = 0;
	const struct work *all = house_works(&count);

	for (const struct fault_kind *k = kinds; k->name; k++)
		for (size_t i = 0; i < count; i++) {
			snprintf(titles[n], sizeof(titles[n]), "%s: %s in %s", k->rows, k->name, all[i].name);
			if (!strstr(titles[n], word))
				continue;
			given[n] = like;
			given[n].w = &all[i];
			given[n].k = k;
			given[n].all = like.all + (k - kinds);
			tests[n] = (struct CMUnitTest){ titles[n], faults, NULL, NULL, &given[n] };
			n++;
		}
	return n;
}

int errors_main(int argc, char **argv, const struct fault_kind *kinds, int64_t most)
{
	struct CMUnitTest *tests = calloc(2000, sizeof(*tests));
	struct given *given = calloc(2000, sizeof(*given)), like = { .most = most };
	char (*titles)[160] = calloc(2000, sizeof(*titles));
	struct course_counts *all;
	const char *word = "";

	for (int i = 1; i < argc; i++)
		if (!strcmp(argv[i], "--most") && i + 1 < argc)
			like.most = strtol(argv[++i], NULL, 10);
		else if (!strcmp(argv[i], "--at") && i + 1 < argc)
			like.only = strtol(argv[++i], NULL, 10);
		else
			word = argv[i];
	setenv("PORTIEK_LOG", "error", 1);
	all = like.all = mmap(NULL, KINDS * sizeof(*all), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (all == MAP_FAILED)
		abort();
	struct disk *base = works_base();
	like.base = base;
	size_t n = list(tests, given, titles, word, kinds, like);
	int failed = _cmocka_run_group_tests("errors", tests, n, NULL, NULL);
	for (const struct fault_kind *k = kinds; k->name; k++)
		tell("all workloads", k, &all[k - kinds], all[k - kinds].places);
	disk_free(base);
	free(tests);
	free(given);
	free(titles);
	return failed;
}
