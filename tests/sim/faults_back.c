/* Machines whose disks are put back to what they were.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/sim/faults_inside.h"
#include "tests/sim/ledger.h"
#include "tests/sim/plot.h"
#include "tests/sim/sides.h"

/* Central's database as it was, put in place of what it is by somebody who says nothing to anybody. */
struct older {
	struct disk *was;
	const struct act *act;
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

static void revoke(void *ctx)
{
	const struct act *a = ctx;

	if (plot_revoke_unnoticed(a->kiosk))
		plot_hit(a->fault);
}

/* Central comes back in ms; the first thing that is asked of it may be a revocation. */
static void back_in(int64_t ms, const struct act *a)
{
	world_in(ms, start, &world->machines[CENTRAL]);
	if (!strncmp(FAULTS[a->fault].name, "revoked", 7))
		world_in(ms, revoke, (void *)(uintptr_t)a);
	else
		plot_hit(a->fault);
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

/* Did the witness see a commit since then? It cannot when it cannot be written; nobody can notice then. */
static bool witness_moved(const struct disk *was, const struct disk *now)
{
	size_t n, m;
	const uint8_t *a = disk_bytes(was, "data/witness", &n), *b = disk_bytes(now, "data/witness", &m);

	return !a || !b || n != m || memcmp(a, b, n) != 0;
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
	if (witness_moved(o->was, m->disk))
		ledger_note_numbers(m->disk);
	put_back(m, o->was);
	world_note("central's database is put back");
	ledger_central_went_back(true);
	plot_turned_back();
	back_in(5 * SECOND, o->act);
	give_up(o);
}

void begin_put_back(const struct act *a)
{
	struct machine *m = &world->machines[CENTRAL];
	uint64_t dice = a->dice;
	struct older *o;

	if (going_on || !m->up || m->doomed || plot_identities_changed())
		return;
	o = calloc(1, sizeof *o);
	*o = (struct older){ disk_clone(m->disk, "older"), a };
	going_on = true;
	plot_report(a->kiosk, dice);
	int64_t ms = fault_span(&dice, 10 * SECOND, 90 * SECOND);

	plot_linger(ms + 10 * SECOND);
	world_in(ms, replace, o);
}

/* ---- by the command that is there for it ----------------------------------------------------- */

struct restore {
	const struct act *act;
	char before[DISK_PATH]; /* the newest copy when it began */
	int (*serve)(struct machine *m);
};

static char copy[DISK_PATH + 64];

/* The newest copy on central's disk; names are in order of time. */
static void newest(void *ctx, const char *name, int64_t size)
{
	size_t n = strlen(name);

	(void)size;
	if (!strncmp(name, "data/backup/", 12) && n > 3 && !strcmp(name + n - 3, ".db"))
		snprintf(ctx, DISK_PATH, "%s", name);
}

static int restore_run(struct machine *m)
{
	return simc_restore(m->dir, copy);
}

static void run_restore(void *ctx)
{
	struct restore *r = ctx;
	struct machine *m = &world->machines[CENTRAL];
	bool done = false;

	if (!m->up) {
		disk_boot(m->disk);
		ledger_note_numbers(m->disk);
		ledger_central_went_back(false); /* also when it is killed on the way: then the witness knows */
		plot_turned_back();
		m->program = restore_run;
		m->once = true;
		m->result = -1;
		machine_start(m);
		m->once = false;
		m->program = r->serve;
		world_note("restore of %s: %d", copy, m->result);
		done = !m->result;
	}
	going_on = false;
	if (done)
		back_in(2 * SECOND, r->act);
	else
		world_in(2 * SECOND, start, m);
	free(r);
}

static void stop_for_restore(void *ctx)
{
	struct restore *r = ctx;
	struct machine *m = &world->machines[CENTRAL];
	char found[DISK_PATH] = "";

	disk_each(m->disk, newest, found);
	if (!m->up || m->held || m->asleep || m->stopping || plot_identities_changed() || !strcmp(found, r->before)) {
		going_on = false;
		free(r);
		return;
	}
	snprintf(copy, sizeof copy, "%s%s", m->dir, found + strlen("data"));
	m->held = true;
	machine_stop(m);
	world_in(3 * SECOND, run_restore, r);
}

/* A copy is made now and put back later, whatever came in between. */
void begin_restore(const struct act *a)
{
	struct machine *m = &world->machines[CENTRAL];
	uint64_t dice = a->dice;
	int64_t ms = fault_span(&dice, 10 * SECOND, 90 * SECOND);
	struct restore *r;

	if (going_on || !m->up || m->doomed || m->held || plot_identities_changed())
		return;
	r = calloc(1, sizeof *r);
	*r = (struct restore){ .act = a, .serve = m->program };
	disk_each(m->disk, newest, r->before);
	going_on = true;
	plot_command("backup", "");
	plot_report(a->kiosk, dice);
	plot_linger(ms + 10 * SECOND);
	world_in(ms, stop_for_restore, r);
}

void begin_revoked_after(const struct act *a)
{
	if (a->dice & 1)
		begin_restore(a);
	else
		begin_put_back(a);
}
