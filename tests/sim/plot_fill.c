/* The first fill: an office is made, its kiosks are enrolled, and all have said what they have to say.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/sim/ledger.h"
#include "tests/sim/net.h"
#include "tests/sim/plot.h"
#include "tests/sim/sides.h"
#include "tests/sim/world.h"
#include "tests/sim/wrap.h"

static int central_init(struct machine *m)
{
	return simc_init(m->dir);
}

static int central_serve(struct machine *m)
{
	return simc_serve(m->dir);
}

int plot_kiosk_serve(struct machine *m)
{
	return simk_serve(m->dir);
}

/* One program from its beginning to its end. */
void plot_run_once(struct machine *m, int (*program)(struct machine *m), const char *what)
{
	m->program = program;
	m->result = -1;
	m->once = true;
	machine_start(m);
	world_run(world->now + MINUTE);
	m->once = false;
	if (m->up || m->result) {
		world_fail("%s of %s: %d", what, m->name, m->result);
	}
}

bool plot_prepare(bool real_crypto, FILE *diary)
{
	struct machine *central;

	world_new();
	world->diary = diary;
	world->real_crypto = real_crypto;
	wrap_start();
	ledger_reset();
	net_calm();
	central = &world->machines[CENTRAL];
	for (int i = 0; i < MACHINES; i++) {
		struct machine *m = &world->machines[i];

		machine_disk(m, disk_new(m->name));
	}
	plot_run_once(central, central_init, "init");
	central->program = central_serve;
	machine_start(central);
	world_run(world->now + SECOND);
	for (int i = 0; i < KIOSKS; i++)
		plot_enrol(i);
	for (int i = 0; i < KIOSKS; i++)
		machine_start(&world->machines[KIOSK + i]);
	world_run(world->now + 5 * SECOND);
	for (int i = 0; i < MACHINES; i++)
		disk_settle(world->machines[i].disk);
	ledger_look_at_central(central->disk);
	ledger_look_at_kiosk(KIOSK, world->machines[KIOSK].disk);
	world->diary = NULL;
	return !world->failure[0];
}
