/* The order of a schedule: acts until the horizon, then everything is mended and must come to rest.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/sim/plot.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/sim/ledger.h"
#include "tests/sim/net.h"
#include "tests/sim/world.h"

#define REST_MOST (75 * MINUTE)  /* 2 x the longest pause, with its time limits and restarts */
#define LOOK_MS (20 * SECOND)
#define LONGEST (2 * MINUTE)     /* of a request: one that was lost while faults were on fails as late as this */
#define SETTLE MINUTE            /* central's projection, and what polls say */
#define BUSIEST 80               /* attempts of one kiosk in a minute, after faults: people press again as well */
#define IN_NO_TIME (8 * SECOND)  /* from a display to central's case, when nothing is wrong */
#define LAST_MOST (20 * MINUTE)
#define REQUESTS_MOST 200        /* of all kiosks, after faults */

static struct outcome *out;

void plot_hit(int fault)
{
	out->hits[fault]++;
}

static int64_t end_of_faults;

void plot_linger(int64_t ms)
{
	if (world->now + ms > end_of_faults)
		end_of_faults = world->now + ms;
}

static void act(void *ctx)
{
	const struct act *a = ctx;

	world_note("act %s %d", FAULTS[a->fault].name, a->kiosk);
	FAULTS[a->fault].begin(a);
}

/* Kiosks that take no part are as if they were not there. */
static void choose(const struct plan *p)
{
	world->kiosks = p->kiosks;
	for (int i = p->kiosks; i < KIOSKS; i++)
		machine_sleep(&world->machines[KIOSK + i], true);
}

/* ---- a copy that takes part ------------------------------------------------------------------------ */

static bool cloned;

void plot_clone_of(const struct machine *m)
{
	cloned = true;
	plot_excuse_alike(&world->machines[SPARE], m);
}

/* The kiosks that take part, one after the other, NULL. */
static struct machine *taking_part(int i)
{
	return i < world->kiosks ? &world->machines[KIOSK + i] : i == world->kiosks && cloned ? &world->machines[SPARE] : NULL;
}

/* ---- coming to rest -------------------------------------------------------------------------------- */

static int waiting, asked;

static void told(void *ctx, const struct net_reply *r)
{
	const char *at = r && r->status == 200 ? strstr(r->body, "\"pending\":") : NULL;

	(void)ctx;
	asked--;
	waiting += at ? (int)strtol(at + 10, NULL, 10) : 1;
	waiting += at && !strstr(r->body, "\"online\":true"); /* its last try came to nothing */
	waiting += at && strstr(r->body, "\"state\":\"pending\""); /* the office has not looked yet */
}

/* Do the kiosks say that nothing waits and nothing fails? */
static bool at_rest(void)
{
	struct machine *m;

	waiting = asked = 0;
	for (int i = 0; (m = taking_part(i)); i++, asked++)
		net_visit(m, "GET", "/api/v1/status", "", told, NULL);
	world_run(world->now + SECOND);
	return !waiting && !asked && world->machines[CENTRAL].up;
}

static void rest(void)
{
	int64_t since = world->now;
	struct machine *m;
	bool quiet = false;

	if (net_busiest_of_all() > BUSIEST)
		world_fail("a kiosk tried %d times in a minute", net_busiest_of_all());
	net_count_from_now();
	while (!world->failure[0] && !quiet && world->now - since < REST_MOST) {
		world_run(world->now + LOOK_MS);
		quiet = at_rest() && world->now - since > LONGEST;
	}
	out->rest_ms = world->now - since;
	if (!quiet)
		world_fail("not at rest %lld minutes after the last fault: %d waiting", (long long)(REST_MOST / MINUTE), waiting);
	world_run(world->now + SETTLE);
	for (int i = 0; (m = taking_part(i)); i++) {
		out->requests += (int)net_requests(m->number);
		if (net_busiest(m->number) > out->busiest)
			out->busiest = net_busiest(m->number);
	}
	if (out->busiest > BUSIEST)
		world_fail("a kiosk tried %d times in a minute", out->busiest);
	if (out->requests > REQUESTS_MOST)
		world_fail("%d requests to come to rest", out->requests);
}

/* When all is quiet a report is at central in no time: the last ones, and those of people who press again
 * just now. */
static void last_reports(void)
{
	int64_t since = world->now;
	struct machine *m;
	int shown;

	for (int i = 0; (m = taking_part(i)); i++) {
		plot_report(m->number - KIOSK, world->seed + (uint64_t)i);
		world_run(world->now + 7 * SECOND);
	}
	do {
		shown = ledger_shown_count();
		world_run(world->now + IN_NO_TIME);
	} while ((shown != ledger_shown_count() || (plot_has_twins() && !at_rest())) && world->now - since < LAST_MOST && !world->failure[0]);
}

static void audit(void)
{
	const struct disk *disks[MACHINES] = { world->machines[CENTRAL].disk };
	struct machine *m;

	for (int i = 0; (m = taking_part(i)); i++)
		disks[m->number] = m->disk;
	ledger_audit(disks);
}

/* ---- playing -------------------------------------------------------------------------------------- */

static void went_off(struct machine *m, int fault)
{
	(void)m;
	if (out && fault >= 0)
		plot_hit(fault);
}

static void see(struct machine *m)
{
	if (m->number == SPARE)
		return;
	if (m->number == CENTRAL)
		ledger_look_at_central(m->disk);
	else
		ledger_look_at_kiosk(m->number, m->disk);
	if (out)
		out->restarts++;
}

void plot_play(const struct plan *p, struct outcome *ret)
{
	int64_t begin = world->now;

	out = ret;
	world->restarted = see;
	world->crashed = went_off;
	world_seed(p->seed);
	choose(p);
	for (int i = 0; i < p->count; i++)
		world_in(p->acts[i].at, act, (void *)(uintptr_t)&p->acts[i]);
	end_of_faults = begin + p->horizon;
	while (world->now < end_of_faults && !world->failure[0])
		world_run(end_of_faults);
	world_note("the faults end");
	faults_end();
	rest();
	if (!world->failure[0])
		last_reports();
	if (!world->failure[0])
		audit();
	out->sum = world->sum;
	out->events = world->events;
	out->shown = ledger_shown_count();
	snprintf(out->failure, sizeof out->failure, "%s", world->failure);
}
