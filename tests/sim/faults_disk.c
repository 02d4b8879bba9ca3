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

	if (disk_failed(t->m->disk) > 0)
		plot_hit(t->fault);
	if (current[t->m->number] == t->began) {
		mend(t->m->disk);
		current[t->m->number] = 0;
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
	*t = (struct trouble){ m, a->fault, world->now };
	current[m->number] = world->now;
	if (m->number == CENTRAL)
		plot_turned_back(); /* a witness that cannot be read begins a new epoch: harmless, and all refill */
	plot_excuse(m, MOST + EXCUSE);
	world_in(fault_span(dice, LEAST, MOST), over, t);
	if (disk_roll(dice, 2))
		plot_report(a->kiosk, *dice);
	return true;
}

void begin_disk_error(const struct act *a)
{
	const char *name = FAULTS[a->fault].name;
	uint64_t dice = a->dice;
	struct disk_fault f = { .nth = 1 + (int64_t)disk_roll(&dice, 6), .times = 1 };

	if (!begin(a, &dice))
		return;
	if (strstr(name, "eio-sync"))
		f.mask = DISK_BIT(DISK_SYNC), f.error = EIO, f.nth = 1 + (int64_t)disk_roll(&dice, 3);
	else if (strstr(name, "eio-write"))
		f.mask = WRITES, f.error = EIO;
	else if (strstr(name, "short"))
		f.mask = DISK_BIT(DISK_READ) | DISK_BIT(DISK_WRITE), f.error = DISK_SHORT, f.times = 20;
	else
		f.mask = DISK_BIT(DISK_READ) | DISK_BIT(DISK_WRITE) | DISK_BIT(DISK_OPEN) | DISK_BIT(DISK_SYNC), f.error = EINTR, f.times = 3;
	disk_fail(fault_machine(a)->disk, &f);
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
