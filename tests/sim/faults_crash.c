/* Ends of processes and of power, at named points, at writes, at boot and anywhere.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "tests/sim/faults_inside.h"
#include "tests/sim/plot.h"
#include "tests/sim/sides.h"

#define ARMED (45 * SECOND)
#define NTH_KIOSK 14
#define NTH_CENTRAL 24
#define ERR_LOCKED (-27)

/* What is armed and did not go off is taken away again, unless something else is armed by then. */
static void disarm(void *ctx)
{
	struct machine *m = ctx;

	if (world->now >= m->armed_until) {
		machine_crash_at(m, NULL, -1);
		machine_crash_in(m, 0, false, DISK_LOSE_NOTHING, -1);
	}
}

static void armed(struct machine *m)
{
	m->armed_until = world->now + ARMED;
	world_in(ARMED, disarm, m);
}

/* "kiosk-at-commit.before" -> "kiosk.commit.before". */
static const char *point_of(const char *name)
{
	static const char *const POINTS[] = {
		"kiosk.commit.before", "kiosk.commit.after", "kiosk.spool.before", "kiosk.spool.written", "kiosk.sync.built", "kiosk.sync.sent",
		"kiosk.sync.replied", "kiosk.sync.stored", "central.commit.before", "central.commit.after",
		"central.sync.taken", "central.case.stored",
	};
	const char *at = strstr(name, "-at-");
	size_t side = (size_t)(at - name);

	for (size_t i = 0; i < sizeof POINTS / sizeof POINTS[0]; i++)
		if (!strncmp(POINTS[i], name, side) && !strcmp(POINTS[i] + side + 1, at + 4))
			return POINTS[i];
	return NULL;
}

void begin_crash_point(const struct act *a)
{
	struct machine *m = fault_machine(a);

	machine_crash_at(m, point_of(FAULTS[a->fault].name), a->fault);
	armed(m);
	plot_report(a->kiosk, a->dice);
}

void begin_crash_write(const struct act *a)
{
	struct machine *m = fault_machine(a);
	const char *name = FAULTS[a->fault].name;
	uint64_t dice = a->dice;
	int64_t nth = 1 + (int64_t)disk_roll(&dice, m->number == CENTRAL ? NTH_CENTRAL : NTH_KIOSK);
	enum disk_loss loss = strstr(name, "-torn") ? DISK_LOSE_TORN : strstr(name, "-some") ? DISK_LOSE_SOME : DISK_LOSE_ALL;

	machine_crash_in(m, nth, strstr(name, "-power-") != NULL, loss, a->fault);
	armed(m);
	plot_report(a->kiosk, dice);
}

void begin_boot_crash(const struct act *a)
{
	struct machine *m = fault_machine(a);
	uint64_t dice = a->dice;

	machine_cut(m, DISK_LOSE_ANY);
	machine_crash_in(m, 1 + (int64_t)disk_roll(&dice, 10), true, DISK_LOSE_ANY, a->fault);
	armed(m);
}

void begin_kill(const struct act *a)
{
	struct machine *m = fault_machine(a);

	if (!m->up)
		return;
	machine_kill(m);
	plot_hit(a->fault);
}

/* ---- asked to end ------------------------------------------------------------------------------- */

/* A sleeper ends when it wakes. */
static void start(void *ctx)
{
	struct machine *m = ctx;

	if (m->up && m->stopping)
		world_in(5 * SECOND, start, m);
	else if (!m->held)
		machine_start(m);
}

void begin_restart(const struct act *a)
{
	struct machine *m = fault_machine(a);

	if (!m->up)
		return;
	machine_stop(m);
	world_in(5 * SECOND, start, m);
	plot_hit(a->fault);
}

void begin_long_stop(const struct act *a)
{
	struct machine *m = fault_machine(a);
	uint64_t dice = a->dice;

	if (!m->up)
		return;
	machine_stop(m);
	world_in(fault_span(&dice, MINUTE, 5 * MINUTE), start, m);
	plot_hit(a->fault);
}

/* ---- a second process on the same folder ----------------------------------------------------------- */

static int serve_second(struct machine *m)
{
	return simk_serve(m->dir);
}

void begin_twice(const struct act *a)
{
	struct machine *m = &world->machines[KIOSK + a->kiosk], *second = &world->machines[SPARE];

	if (!m->up || m->doomed || m->stopping || !m->loop || second->up)
		return;
	struct disk *own = second->disk;
	char dir[sizeof second->dir];

	memcpy(dir, second->dir, sizeof dir);
	memcpy(second->dir, m->dir, sizeof dir);
	second->disk = m->disk;
	second->program = serve_second;
	second->once = true;
	second->result = 0;
	machine_process(second);
	second->disk = own;
	memcpy(second->dir, dir, sizeof dir);
	if (second->up || (second->result != ERR_LOCKED && !plot_excused(m)))
		world_fail("a second process on the folder of %s ended with %d", m->name, second->result);
	plot_hit(a->fault);
}
