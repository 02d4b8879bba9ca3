/* Machines whose disks are put back to what they were.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/sim/faults_inside.h"
#include "tests/sim/ledger.h"
#include "tests/sim/plot.h"

/* Central's database as it was, put in place of what it is by somebody who says nothing to anybody. */
struct older {
	struct disk *was;
	int fault;
};

static const char *const FILES[] = { "data/portiek.db", "data/portiek.db-wal" };

static bool going_on;

static void give_up(struct older *o)
{
	disk_free(o->was);
	going_on = false;
	free(o);
}

static void start(void *ctx)
{
	struct machine *m = ctx;

	m->held = false;
	machine_start(m);
}

static void put_back(struct machine *m, const struct disk *was)
{
	for (size_t i = 0; i < sizeof FILES / sizeof FILES[0]; i++) {
		size_t n;
		const uint8_t *p = disk_bytes(was, FILES[i], &n);

		if (p)
			disk_put(m->disk, FILES[i], p, n);
		else if (disk_has(m->disk, FILES[i]))
			disk_drop(m->disk, FILES[i]);
	}
}

static void replace(void *ctx)
{
	struct older *o = ctx;
	struct machine *m = &world->machines[CENTRAL];

	if (!m->up || m->held || m->stopping || plot_identities_changed()) {
		give_up(o);
		return;
	}
	m->held = true;
	machine_kill(m);
	disk_boot(m->disk);
	ledger_note_numbers(m->disk);
	put_back(m, o->was);
	world_note("central's database is put back");
	ledger_central_went_back();
	plot_turned_back();
	plot_hit(o->fault);
	world_in(5 * SECOND, start, m);
	give_up(o);
}

void begin_restored(const struct act *a)
{
	struct machine *m = &world->machines[CENTRAL];
	uint64_t dice = a->dice;
	struct older *o;

	if (going_on || !m->up || m->doomed || plot_identities_changed())
		return;
	o = calloc(1, sizeof *o);
	*o = (struct older){ disk_clone(m->disk, "older"), a->fault };
	going_on = true;
	plot_report(a->kiosk, dice);
	world_in(fault_span(&dice, 10 * SECOND, 90 * SECOND), replace, o);
}
