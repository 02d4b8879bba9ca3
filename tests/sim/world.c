/* Time, chance and order: a heap of happenings, the first by time and then by number.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/sim/world.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "tests/sim/fiber.h"

#define DIARY_LINE 400

struct happening {
	int64_t at;
	uint64_t number;
	void (*fn)(void *ctx);
	void *ctx;
};

struct world *world;

static const char *const NAMES[MACHINES] = { "central", "kiosk1", "kiosk2", "kiosk3", "spare" };

struct world *world_new(void)
{
	world = calloc(1, sizeof *world);
	world->now = BEGINNING;
	world->sum = 1469598103934665603u;
	world->kiosks = KIOSKS;
	for (int i = 0; i < MACHINES; i++) {
		struct machine *m = &world->machines[i];

		m->number = i;
		snprintf(m->name, sizeof m->name, "%s", NAMES[i]);
		m->last = &m->first;
		m->wake = INT64_MAX;
		m->crash_fault = -1;
		m->mono_zero = BEGINNING - (i + 1) * HOUR;
		m->fiber = fiber_new();
		m->dice = (uint64_t)i + 77;
	}
	return world;
}

void world_seed(uint64_t seed)
{
	world->seed = world->dice = seed;
	disk_dice(&world->dice);
	for (int i = 0; i < MACHINES; i++)
		world->machines[i].dice = disk_dice(&world->dice);
	disk_seed(disk_dice(&world->dice));
}

uint64_t world_roll(uint64_t below)
{
	return disk_roll(&world->dice, below);
}

bool world_chance(int per_mille)
{
	return disk_roll(&world->dice, 1000) < (uint64_t)per_mille;
}

/* ---- diary ---------------------------------------------------------------------------------- */

static void sum_up(const char *p)
{
	for (; *p; p++)
		world->sum = (world->sum ^ (unsigned char)*p) * 1099511628211u;
}

void world_note(const char *fmt, ...)
{
	char line[DIARY_LINE];
	va_list ap;
	int n = snprintf(line, sizeof line, "%10lld %s: ", (long long)(world->now - BEGINNING),
			 world->current ? world->current->name : "-");

	va_start(ap, fmt);
	vsnprintf(line + n, sizeof line - (size_t)n, fmt, ap);
	va_end(ap);
	sum_up(line);
	if (world->diary)
		fprintf(world->diary, "%s\n", line);
}

void world_fail(const char *fmt, ...)
{
	va_list ap;

	if (world->failure[0])
		return;
	va_start(ap, fmt);
	vsnprintf(world->failure, sizeof world->failure, fmt, ap);
	va_end(ap);
	world_note("FAILURE %s", world->failure);
}

/* ---- order ---------------------------------------------------------------------------------- */

static bool before(const struct happening *a, const struct happening *b)
{
	return a->at < b->at || (a->at == b->at && a->number < b->number);
}

static void push(struct happening *h)
{
	int at = world->count++;

	if (world->count > world->room) {
		world->room = world->room ? world->room * 2 : 64;
		world->heap = realloc(world->heap, (size_t)world->room * sizeof *world->heap);
	}
	for (; at > 0 && before(h, world->heap[(at - 1) / 2]); at = (at - 1) / 2)
		world->heap[at] = world->heap[(at - 1) / 2];
	world->heap[at] = h;
}

static struct happening *pop(void)
{
	struct happening *top = world->heap[0], *last = world->heap[--world->count];
	int at = 0, child;

	while ((child = 2 * at + 1) < world->count) {
		if (child + 1 < world->count && before(world->heap[child + 1], world->heap[child]))
			child++;
		if (!before(world->heap[child], last))
			break;
		world->heap[at] = world->heap[child];
		at = child;
	}
	world->heap[at] = last;
	return top;
}

void world_in(int64_t ms, void (*fn)(void *ctx), void *ctx)
{
	struct happening *h = calloc(1, sizeof *h);

	*h = (struct happening){ world->now + (ms > 0 ? ms : 0), ++world->number, fn, ctx };
	push(h);
}

void world_run(int64_t until)
{
	while (world->count && world->heap[0]->at <= until && !world->failure[0]) {
		struct happening *h = pop();

		world->now = h->at;
		world->events++;
		h->fn(h->ctx);
		free(h);
	}
	if (world->now < until && !world->failure[0])
		world->now = until;
}
