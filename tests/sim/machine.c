/* One machine: its process begins, looks round, is killed, loses power, sleeps, comes back.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdlib.h>
#include <string.h>

#include "tests/sim/fiber.h"
#include "tests/sim/world.h"

#define TURN_MS 2              /* a look round and its commit take so long */
#define RESTART_MS (3 * SECOND)
#define REBOOT_MS (40 * SECOND)
#define RESTART_MOST (5 * MINUTE)
#define LOOKS_MOST 250

int64_t machine_wall(const struct machine *m)
{
	return world->now + m->wall_off;
}

int64_t machine_mono(const struct machine *m)
{
	return world->now - m->mono_zero;
}

/* ---- looking round -------------------------------------------------------------------------- */

static void finish(struct machine *m);

static void enter(struct machine *m)
{
	struct machine *outer = world->current;

	world->current = m;
	disk_time(machine_wall(m));
	fiber_enter(m->fiber);
	world->current = outer;
	finish(m);
}

/* Nobody has that much to do: it turns round for nothing. */
static void mind_spinning(struct machine *m)
{
	if (world->now / SECOND != m->second) {
		m->second = world->now / SECOND;
		m->looks = 0;
	}
	if (++m->looks > LOOKS_MOST)
		world_fail("%s turns round %d times in a second for nothing", m->name, m->looks);
}

static void look(void *ctx)
{
	struct machine *m = ctx;

	m->called = false;
	mind_spinning(m);
	if (m->up && !m->asleep)
		enter(m);
}

static void call(struct machine *m)
{
	int64_t at = m->rests > world->now ? m->rests : world->now;

	if (m->called || !m->up || m->asleep)
		return;
	m->called = true;
	world_in(at - world->now, look, m);
}

void machine_wake(struct machine *m)
{
	call(m);
}

/* What a timer of the machine asked for; overtaken by a later rest it means nothing. */
struct alarm {
	struct machine *m;
	uint64_t number;
};

static void alarm_due(void *ctx)
{
	struct alarm *a = ctx;

	if (a->m->up && a->number == a->m->wake_number)
		call(a->m);
	free(a);
}

bool machine_rest(struct machine *m, int64_t wake)
{
	m->rests = world->now + TURN_MS;
	if (wake != m->wake || wake <= world->now) {
		m->wake = wake;
		m->wake_number++;
		if (wake != INT64_MAX) {
			struct alarm *a = calloc(1, sizeof *a);

			*a = (struct alarm){ m, m->wake_number };
			world_in(wake - world->now, alarm_due, a);
		}
	}
	if (m->first)
		call(m);
	if (!m->stopping)
		fiber_leave(m->fiber);
	return !m->stopping;
}

bool machine_next_errand(struct machine *m, struct errand *ret)
{
	struct errand *e = m->first;

	if (!e || m->doomed)
		return false;
	m->first = e->next;
	if (!m->first)
		m->last = &m->first;
	*ret = *e;
	free(e);
	return true;
}

void machine_errand(struct machine *m, void (*fn)(void *ctx), void *ctx)
{
	struct errand *e = calloc(1, sizeof *e);

	*e = (struct errand){ NULL, fn, ctx };
	*m->last = e;
	m->last = &e->next;
	call(m);
}

static void forget_errands(struct machine *m)
{
	struct errand e;

	m->doomed = false;
	while (machine_next_errand(m, &e))
		;
}

/* ---- beginning and ending ------------------------------------------------------------------- */

static void run(void *ctx)
{
	struct machine *m = ctx;

	m->result = m->program(m);
	m->up = false;
}

static void again(void *ctx)
{
	struct machine *m = ctx;

	if (!m->up && !m->held)
		machine_start(m);
}

static void down(struct machine *m)
{
	m->up = false;
	m->loop = NULL;
	m->http = NULL;
	m->wake = INT64_MAX;
	m->wake_number++;
	forget_errands(m);
}

/* Its program left or ended: is it still there? */
static void finish(struct machine *m)
{
	if (m->up && !m->doomed) {
		m->failures = 0;
		return;
	}
	bool killed = m->up || m->doomed;

	down(m);
	m->doomed = false;
	if ((m->stopping || m->once) && !killed) {
		world_note("%s ended: %d", m->name, m->result);
		m->stopping = false;
		return;
	}
	m->stopping = false;
	if (!killed)
		world_note("%s gave up: %d", m->name, m->result);
	int64_t wait = m->dark ? REBOOT_MS : RESTART_MS << (m->failures < 6 ? m->failures : 6);
	m->failures += !killed;
	world_in(wait < RESTART_MOST ? wait : RESTART_MOST, again, m);
}

static void new_boot(struct machine *m)
{
	uint64_t a = disk_dice(&m->dice), b = disk_dice(&m->dice);

	m->machine_boots++;
	m->mono_zero = world->now - 20 * SECOND;
	snprintf(m->boot_id, sizeof m->boot_id, "%08x-%04x-%04x-%04x-%012llx\n", (unsigned)(a >> 32),
		 (unsigned)(a >> 16) & 0xffff, (unsigned)a & 0xffff, (unsigned)(b >> 48),
		 (unsigned long long)(b & 0xffffffffffff));
}

void machine_process(struct machine *m)
{
	struct machine *outer = world->current;

	m->boots++;
	m->up = true;
	m->stopping = m->called = false;
	m->rests = world->now;
	world_note("%s starts", m->name);
	world->current = m;
	disk_time(machine_wall(m));
	fiber_begin(m->fiber, run, m);
	world->current = outer;
	finish(m);
}

void machine_start(struct machine *m)
{
	if (m->up)
		return;
	if (m->dark || !m->machine_boots)
		new_boot(m);
	m->dark = false;
	disk_boot(m->disk);
	if (m->boots && world->restarted)
		world->restarted(m);
	machine_process(m);
}

void machine_stop(struct machine *m)
{
	m->stopping = m->up;
	call(m);
}

/* Outside of its own code a process is gone at once, inside at its next look round. */
static void gone(struct machine *m)
{
	m->doomed = true;
	if (world->current != m)
		finish(m);
}

void machine_kill(struct machine *m)
{
	if (!m->up || m->doomed)
		return;
	world_note("%s is killed", m->name);
	disk_kill(m->disk);
	gone(m);
}

void machine_cut(struct machine *m, enum disk_loss loss)
{
	if (m->doomed)
		return;
	world_note("%s loses power, loss %d", m->name, (int)loss);
	disk_cut(m->disk, loss, &world->dice);
	m->dark = true;
	if (m->up)
		gone(m);
}

void machine_abort(struct machine *m, const char *why)
{
	world_note("%s aborts: %s", m->name, why);
	if (!m->doomed)
		disk_kill(m->disk);
	m->doomed = true;
	fiber_leave(m->fiber);
	abort();
}

void machine_sleep(struct machine *m, bool asleep)
{
	m->asleep = asleep;
	if (!asleep)
		call(m);
}

/* ---- crashes at the disk -------------------------------------------------------------------- */

static void on_change(void *ctx, struct disk *d, const struct disk_event *e)
{
	struct machine *m = ctx;

	(void)d;
	if (!m->crash_in || m->doomed || world->current != m || --m->crash_in)
		return;
	world_note("crash before %s %s", disk_call_name(e->call), e->path);
	if (world->crashed)
		world->crashed(m, m->crash_fault);
	if (m->crash_power)
		machine_cut(m, m->crash_loss);
	else
		machine_kill(m);
}

void machine_disk(struct machine *m, struct disk *d)
{
	m->disk = d;
	snprintf(m->dir, sizeof m->dir, "%s/data", disk_root(d));
	disk_watch(m->disk, DISK_CHANGES, on_change, m);
}

void machine_crash_at(struct machine *m, const char *point, int fault)
{
	m->crash_at = point;
	m->crash_fault = fault;
}

void machine_crash_in(struct machine *m, int64_t nth, bool power, enum disk_loss loss, int fault)
{
	m->crash_fault = fault;
	m->crash_in = nth;
	m->crash_power = power;
	m->crash_loss = loss;
}
