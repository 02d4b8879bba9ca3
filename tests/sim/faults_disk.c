/* Disks that err, run full, cannot be written, or open no more files.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tests/sim/faults_inside.h"
#include "tests/sim/plot.h"

#define LEAST (15 * SECOND)
#define MOST (70 * SECOND)
#define EXCUSE (3 * MINUTE)
#define WRITES (DISK_BIT(DISK_WRITE) | DISK_BIT(DISK_TRUNCATE))

/* One at a time per disk. */
struct trouble {
	struct machine *m;
	int fault;
	int64_t began;
	bool cut;
};

static int64_t current[MACHINES];

static void mend(struct disk *d)
{
	disk_fail(d, &(struct disk_fault){ 0 });
	disk_limit(d, -1);
	disk_read_only(d, false);
	disk_open_limit(d, -1);
}

static void over(void *ctx)
{
	struct trouble *t = ctx;

	bool failed = disk_failed(t->m->disk) > 0;

	if (failed)
		plot_hit(t->fault);
	if (current[t->m->number] == t->began) {
		mend(t->m->disk);
		current[t->m->number] = 0;
		/* A disk that errs often goes with the power: what was built on the error shows then. */
		if (t->cut && failed)
			machine_cut(t->m, DISK_LOSE_ALL);
	}
	free(t);
}

/* false: the disk has its troubles already. */
static bool begin(const struct act *a, uint64_t *dice)
{
	struct machine *m = fault_machine(a);
	struct trouble *t;

	if (current[m->number])
		return false;
	t = calloc(1, sizeof *t);
	*t = (struct trouble){ m, a->fault, world->now, strstr(FAULTS[a->fault].name, "-eio-sync") && disk_roll(dice, 2) };
	current[m->number] = world->now;
	if (m->number == CENTRAL && strstr(FAULTS[a->fault].name, "few-files"))
		plot_turned_back(); /* a witness that cannot be read begins a new epoch: harmless, and all refill */
	plot_excuse(m, MOST + EXCUSE);
	world_in(fault_span(dice, LEAST, MOST), over, t);
	if (strstr(FAULTS[a->fault].name, "-eio-") || disk_roll(dice, 2))
		plot_report(a->kiosk, *dice);
	return true;
}

/* A process that met a failing fsync is killed; the next one reads what the disk never got, and takes a
 * report on top of it. */
static void next_report(void *ctx)
{
	const struct act *a = ctx;

	plot_report(a->kiosk, a->dice + 1);
}

static void kill_it(void *ctx)
{
	const struct act *a = ctx;
	struct machine *m = fault_machine(a);

	if (!m->up || disk_failed(m->disk) == 0)
		return;
	machine_kill(m);
	world_in(6 * SECOND, next_report, (void *)(uintptr_t)a);
}

void begin_disk_error(const struct act *a)
{
	const char *name = FAULTS[a->fault].name;
	uint64_t dice = a->dice;
	struct disk_fault f = { .nth = 1 + (int64_t)disk_roll(&dice, 6), .times = 1 };

	if (!begin(a, &dice))
		return;
	if (strstr(name, "eio-sync"))
		f.mask = DISK_BIT(DISK_SYNC), f.error = EIO, f.nth = 1 + (int64_t)disk_roll(&dice, 3), f.path = "-wal";
	else if (strstr(name, "eio-write"))
		f.mask = WRITES, f.error = EIO;
	else if (strstr(name, "short"))
		f.mask = DISK_BIT(DISK_READ) | DISK_BIT(DISK_WRITE), f.error = DISK_SHORT, f.times = 20;
	else
		f.mask = DISK_BIT(DISK_READ) | DISK_BIT(DISK_WRITE) | DISK_BIT(DISK_OPEN) | DISK_BIT(DISK_SYNC), f.error = EINTR, f.times = 3;
	disk_fail(fault_machine(a)->disk, &f);
	if (f.path && disk_roll(&dice, 2))
		world_in(fault_span(&dice, SECOND, 5 * SECOND), kill_it, (void *)(uintptr_t)a);
}

void begin_disk_full(const struct act *a)
{
	struct disk *d = fault_machine(a)->disk;
	uint64_t dice = a->dice;

	if (!begin(a, &dice))
		return;
	disk_limit(d, disk_used(d) + (int64_t)disk_roll(&dice, 12000));
	plot_hit(a->fault);
}

void begin_read_only(const struct act *a)
{
	uint64_t dice = a->dice;

	if (!begin(a, &dice))
		return;
	disk_read_only(fault_machine(a)->disk, true);
	plot_hit(a->fault);
}

void begin_few_files(const struct act *a)
{
	struct disk *d = fault_machine(a)->disk;
	uint64_t dice = a->dice;

	if (!begin(a, &dice))
		return;
	disk_open_limit(d, disk_open_count(d) + (int)disk_roll(&dice, 2));
	plot_hit(a->fault);
}

void faults_disk_end(void)
{
	for (int i = 0; i < MACHINES; i++) {
		mend(world->machines[i].disk);
		current[i] = 0;
	}
}
