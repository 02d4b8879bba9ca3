/* Clocks that are wrong, that jump, and machines that sleep.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdlib.h>
#include <string.h>

#include "tests/sim/faults_inside.h"
#include "tests/sim/ledger.h"
#include "tests/sim/plot.h"

static void right_again(void *ctx)
{
	((struct machine *)ctx)->wall_off = 0;
}

void begin_clock(const struct act *a)
{
	struct machine *m = fault_machine(a);
	const char *name = FAULTS[a->fault].name;
	uint64_t dice = a->dice;

	if (plot_has_twins() && strstr(name, "ahead")) /* it would make a new key, and its twin's would be dead */
		return;
	if (strstr(name, "1970"))
		m->wall_off = -world->now + 60 * DAY;
	else if (strstr(name, "ahead"))
		m->wall_off = 3650 * DAY, ledger_may_purge(m->number);
	else
		m->wall_off = disk_roll(&dice, 2) ? DAY : -DAY;
	if (m->number == CENTRAL || disk_roll(&dice, 2))
		world_in(fault_span(&dice, 30 * SECOND, 4 * MINUTE), right_again, m);
	plot_report(a->kiosk, dice);
	plot_hit(a->fault);
}

/* ---- sleep ------------------------------------------------------------------------------------- */

struct nap {
	struct machine *m;
	bool suspended; /* else stopped: its monotonic clock goes on */
	int boots;
	int64_t began;
};

static void wake(void *ctx)
{
	struct nap *n = ctx;

	if (n->suspended && n->m->asleep && n->boots == n->m->machine_boots)
		n->m->mono_zero += world->now - n->began;
	machine_sleep(n->m, false);
	free(n);
}

void begin_sleep(const struct act *a)
{
	struct machine *m = fault_machine(a);
	struct nap *n;
	uint64_t dice = a->dice;

	if (m->asleep || !m->up)
		return;
	n = calloc(1, sizeof *n);
	*n = (struct nap){ m, disk_roll(&dice, 2), m->machine_boots, world->now };
	machine_sleep(m, true);
	world_in(fault_span(&dice, 10 * SECOND, 3 * MINUTE), wake, n);
	plot_hit(a->fault);
}

void faults_clock_end(void)
{
	for (int i = 0; i < SPARE; i++) {
		struct machine *m = &world->machines[i];

		if (i == CENTRAL) /* kiosks have to live with theirs */
			m->wall_off = 0;
		if (m->asleep && i < KIOSK + world->kiosks)
			machine_sleep(m, false);
	}
}
