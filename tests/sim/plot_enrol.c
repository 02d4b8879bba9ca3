/* Enrolments: the first ones, those after a revocation, and those that go wrong.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/sim/ledger.h"
#include "tests/sim/net.h"
#include "tests/sim/plot.h"
#include "tests/sim/sides.h"
#include "tests/sim/world.h"

#define ORIGIN "http://central"
#define OFFICE_LOOKS (20 * SECOND)

static char codes[MACHINES][32]; /* by machine; "" : none made yet */
static char prefixes[MACHINES][5];
static bool waits[MACHINES]; /* for an administrator, as its status says */
static bool watched[MACHINES]; /* it has a twin: it may come to wait any time */

static int enrol_run(struct machine *m)
{
	return simk_enrol(m->dir, ORIGIN, codes[m->number]);
}

static void make_code(void *ctx)
{
	struct machine *m = ctx;

	simc_code(codes[m->number]);
}

static void ask_code(struct machine *m)
{
	codes[m->number][0] = '\0';
	if (world->machines[CENTRAL].up)
		machine_errand(&world->machines[CENTRAL], make_code, m);
}

static void learn(void *ctx, const struct net_reply *r)
{
	struct machine *m = ctx;
	const char *at = r && r->status == 200 ? strstr(r->body, "\"prefix\":\"") : NULL;

	if (!at)
		return;
	snprintf(prefixes[m->number], sizeof prefixes[0], "%.4s", at + 10);
	waits[m->number] = strstr(at, "\"state\":\"pending\"") != NULL;
}

static void learn_prefix(struct machine *m)
{
	net_visit(m, "GET", "/api/v1/status", "", learn, m);
}

void plot_enrol(int kiosk)
{
	struct machine *m = &world->machines[KIOSK + kiosk];

	ask_code(m);
	world_run(world->now + SECOND);
	plot_run_once(m, enrol_run, "enrolment");
	m->program = plot_kiosk_serve;
	machine_start(m);
	learn_prefix(m);
	world_run(world->now + SECOND);
}

/* ---- enrolled anew ------------------------------------------------------------------------------- */

struct anew {
	bool on;
	bool begun;
	enum { STOPPED, CODE, RUNNING } step;
};

static struct anew anew[MACHINES];

static void step(void *ctx);

static void next(struct machine *m, int64_t ms)
{
	world_in(ms, step, m);
}

/* When the reply to an earlier try was lost there is another active device of this very machine: then the new one
 * waits for the administrator, who knows of it, reads on the display which line it is and approves that one. */
static void vouch(void *ctx);

static void approve(void *ctx)
{
	struct machine *m = ctx;

	if (anew[m->number].on) /* revoked again: nobody vouches for it now */
		return;
	if (waits[m->number] && world->machines[CENTRAL].up)
		plot_command("device approve", prefixes[m->number]);
	if (waits[m->number] || watched[m->number])
		world_in(OFFICE_LOOKS, vouch, m);
}

static void vouch(void *ctx)
{
	learn_prefix(ctx);
	world_in(SECOND, approve, ctx);
}

static bool twins, counted;
static int twin_fault = -1;

void plot_watch(struct machine *m)
{
	twins = watched[m->number] = true;
	world_in(OFFICE_LOOKS, vouch, m);
}

void plot_twins(struct machine *m, int fault)
{
	twin_fault = fault;
	plot_watch(m);
}

void plot_line_begun(void)
{
	if (twin_fault < 0 || counted)
		return;
	plot_hit(twin_fault);
	counted = true;
}

bool plot_has_twins(void)
{
	return twins;
}

static void finish(struct machine *m)
{
	if (m->up) {
		next(m, 2 * SECOND);
		return;
	}
	m->once = false;
	if (m->result < 0) {
		anew[m->number].step = STOPPED;
		next(m, 15 * SECOND);
		return;
	}
	ledger_kiosk_moved(m->number);
	m->program = plot_kiosk_serve;
	m->held = false;
	anew[m->number] = (struct anew){ 0 };
	machine_start(m);
	learn_prefix(m);
	waits[m->number] = true; /* until its display says otherwise */
	world_in(OFFICE_LOOKS, vouch, m);
}

static void step(void *ctx)
{
	struct machine *m = ctx;
	struct anew *a = &anew[m->number];

	switch (a->step) {
	case STOPPED:
		if (m->up)
			machine_stop(m);
		if (world->machines[CENTRAL].up) /* the first time may have gone with central's power */
			plot_revoke_device(prefixes[m->number]);
		ask_code(m);
		a->step = CODE;
		next(m, 3 * SECOND);
		return;
	case CODE:
		if (m->up || !codes[m->number][0]) {
			a->step = STOPPED;
			next(m, 5 * SECOND);
			return;
		}
		m->program = enrol_run;
		m->once = true;
		m->result = -1;
		a->step = RUNNING;
		machine_start(m);
		next(m, 2 * SECOND);
		return;
	case RUNNING:
		finish(m);
		return;
	}
}

static void begin_anew(void *ctx)
{
	struct machine *m = ctx;
	struct anew *a = &anew[m->number];

	if (!a->on || a->begun)
		return;
	if (m->held || m->asleep) { /* somebody else has it in hand */
		world_in(10 * SECOND, begin_anew, m);
		return;
	}
	a->begun = true;
	m->held = true;
	a->step = STOPPED;
	step(m);
}

static bool changed;

bool plot_identities_changed(void)
{
	return changed;
}

void plot_identity_changes(void)
{
	changed = true;
}

bool plot_revoke(int kiosk)
{
	return !plot_is_turned_back() && plot_revoke_unnoticed(kiosk);
}

bool plot_revoke_unnoticed(int kiosk)
{
	struct machine *m = &world->machines[KIOSK + kiosk];

	if (anew[m->number].on || !world->machines[CENTRAL].up || !prefixes[m->number][0])
		return false;
	plot_revoke_device(prefixes[m->number]);
	anew[m->number].on = changed = true;
	world_in(40 * SECOND + (int64_t)world_roll(60 * SECOND), begin_anew, m);
	return true;
}

void plot_enrol_revoked(void)
{
	for (int i = 0; i < world->kiosks; i++)
		begin_anew(&world->machines[KIOSK + i]);
}

/* ---- a code whose reply was lost, and used again ----------------------------------------------------- */

static int tries;

static void fresh_disk(struct machine *m)
{
	disk_free(m->disk);
	machine_disk(m, disk_new(m->name));
}

static void judge_thief(void *ctx)
{
	struct machine *m = ctx;

	if (!m->up && m->result >= 0)
		world_fail("a code was redeemed twice");
	tries = 0;
}

static void steal(void *ctx)
{
	struct machine *m = ctx;

	net_line(SPARE)->chance[LINE_DEAF] = 0;
	if (m->up) {
		world_in(20 * SECOND, steal, m);
		return;
	}
	if (m->result < 0) { /* central was away for too long: nothing to steal */
		tries = 0;
		return;
	}
	fresh_disk(m);
	m->result = -1;
	machine_start(m);
	world_in(6 * MINUTE, judge_thief, m);
}

static void try_first(void *ctx)
{
	struct machine *m = ctx;

	if (!codes[m->number][0]) {
		tries = 0;
		return;
	}
	fresh_disk(m);
	m->program = enrol_run;
	m->once = true;
	m->result = -1;
	net_line(SPARE)->chance[LINE_DEAF] = 600;
	machine_start(m);
	world_in(15 * SECOND, steal, m);
}

bool plot_take_spare(void)
{
	bool mine = !tries && !world->machines[SPARE].up;

	tries += mine;
	return mine;
}

bool plot_second_try(uint64_t dice)
{
	struct machine *m = &world->machines[SPARE];

	(void)dice;
	if (tries || m->up || !world->machines[CENTRAL].up)
		return false;
	tries = 1;
	changed = true;
	ask_code(m);
	world_in(SECOND, try_first, m);
	return true;
}
