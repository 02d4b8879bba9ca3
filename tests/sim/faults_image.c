/* A kiosk's disk put back to an older image, and a copy of it that serves beside it. Both end as lines of their own
 * that wait until the office approves them; what only the newer disk held is gone with it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdlib.h>

#include "tests/sim/faults_inside.h"
#include "tests/sim/ledger.h"
#include "tests/sim/plot.h"

#define AGED (2 * DAY) /* a clock so far ahead makes a new key, and an image from before it has to be enrolled anew */

#define VISITS 12      /* somebody comes with a stick, and comes again when the kiosk is down just then */

struct image {
	struct machine *m;
	int fault;
	uint64_t dice;
	int visits;
	struct disk *was; /* NULL: not taken yet */
};

static bool fit(const struct machine *m)
{
	return m->up && !m->doomed && !m->held && !m->asleep && !m->stopping && m->wall_off < AGED;
}

/* Who this kiosk is for central is as it was, and central has all it ever had. */
static bool plain(void)
{
	return !plot_identities_changed() && !ledger_has_central_gone_back();
}

static void start(void *ctx)
{
	struct machine *m = ctx;

	m->held = false;
	machine_start(m);
}

static void go_home(struct image *i)
{
	if (i->was)
		disk_free(i->was);
	free(i);
}

/* Now, in a while again, or never. */
static bool may(struct image *i, void (*fn)(void *ctx))
{
	if (plain() && fit(i->m))
		return true;
	if (plain() && ++i->visits < VISITS) {
		plot_linger(10 * SECOND);
		world_in(5 * SECOND, fn, i);
	} else {
		go_home(i);
	}
	return false;
}

/* The same bytes on a disk without troubles. */
static struct disk *copied(const struct disk *d, const char *name)
{
	struct disk *copy = disk_clone(d, name);

	disk_limit(copy, -1);
	disk_read_only(copy, false);
	disk_open_limit(copy, -1);
	return copy;
}

/* From here on it may find that it is not alone. */
static void doubt(struct machine *m, int fault)
{
	ledger_kiosk_moved(m->number);
	plot_turned_back();
	plot_identity_changes();
	plot_twins(m, fault);
}

static void roll_back(void *ctx)
{
	struct image *i = ctx;
	struct machine *m = i->m;

	if (!may(i, roll_back))
		return;
	m->held = true;
	machine_kill(m);
	world_note("the disk of %s is put back", m->name);
	ledger_kiosk_rolled_back(m->number, i->was);
	plot_people_leave(m);
	disk_free(m->disk);
	machine_disk(m, copied(i->was, m->name));
	m->dark = true;
	doubt(m, i->fault);
	world_in(10 * SECOND, start, m);
	go_home(i);
}

static void take_image(void *ctx)
{
	struct image *i = ctx;

	if (!may(i, take_image))
		return;
	i->was = disk_clone(i->m->disk, "image");
	plot_report(i->m->number - KIOSK, disk_dice(&i->dice));
	int64_t ms = fault_span(&i->dice, 20 * SECOND, 2 * MINUTE);

	plot_linger(ms + 15 * SECOND);
	world_in(ms, roll_back, i);
}

/* Both go on from the same moment with the same key, numbers and counters. */
static void copy_disk(void *ctx)
{
	struct image *i = ctx;
	struct machine *copy = &world->machines[SPARE];

	if (!may(i, copy_disk))
		return;
	if (plot_take_spare()) {
		disk_free(copy->disk);
		machine_disk(copy, copied(i->m->disk, copy->name));
		copy->program = plot_kiosk_serve;
		copy->once = copy->held = false;
		copy->dark = true;
		doubt(i->m, i->fault);
		doubt(copy, i->fault);
		plot_clone_of(i->m);
		machine_start(copy);
		plot_report(i->m->number - KIOSK, disk_dice(&i->dice));
		plot_report(SPARE - KIOSK, disk_dice(&i->dice));
		plot_linger(30 * SECOND);
	}
	go_home(i);
}

static struct image *somebody(const struct act *a)
{
	struct image *i = calloc(1, sizeof *i);

	*i = (struct image){ fault_machine(a), a->fault, a->dice, 0, NULL };
	return i;
}

void begin_rolled_back(const struct act *a)
{
	take_image(somebody(a));
}

void begin_cloned(const struct act *a)
{
	copy_disk(somebody(a));
}
