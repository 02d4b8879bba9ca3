/* The order of a schedule: acts until the horizon, then everything is mended and must come to rest.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/sim/plot.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/sim/ledger.h"
#include "tests/sim/net.h"
#include "tests/sim/sides.h"
#include "tests/sim/world.h"
#include "tests/sim/wrap.h"

#define REST_MOST (75 * MINUTE)  /* 2 x the longest pause, with its time limits and restarts */
#define LOOK_MS (20 * SECOND)
#define LONGEST (2 * MINUTE)     /* of a request: one that was lost while faults were on fails as late as this */
#define SETTLE MINUTE            /* central's projection, and what polls say */
#define BUSIEST 80               /* attempts of one kiosk in a minute, after faults: people press again as well */
#define IN_NO_TIME (8 * SECOND)  /* from a display to central's case, when nothing is wrong */
#define LAST_MOST (20 * MINUTE)
#define REQUESTS_MOST 200        /* of all kiosks, after faults */

static struct outcome *out;
static int64_t excused[MACHINES], refuses[MACHINES];
static int pardons[MACHINES];
static bool turned_back; /* something was put back to an older state */

void plot_hit(int fault)
{
	out->hits[fault]++;
}

void plot_excuse(struct machine *m, int64_t ms)
{
	if (excused[m->number] < world->now + ms)
		excused[m->number] = world->now + ms;
}

bool plot_excused(const struct machine *m)
{
	return world->now <= excused[m->number];
}

void plot_pardon(struct machine *m, int64_t ms)
{
	pardons[m->number]++;
	if (refuses[m->number] < world->now + ms)
		refuses[m->number] = world->now + ms;
}

bool plot_may_refuse(const struct machine *m)
{
	return plot_excused(m) || world->now <= refuses[m->number];
}

/* What a log says only when something is wrong that nobody here did: by whom, and which fault may say it. */
static const struct {
	const char *event;
	bool *excuse;
} ALARMS[] = {
	{ "sync.twin", &turned_back },  { "sync.lost", &turned_back },    { "sync.chain", &turned_back },
	{ "sync.change", &turned_back }, { "sync.dead_letter", &turned_back }, { "sync.line", &turned_back },
	{ "intake.receipts", NULL },    { "catalogue.bad", NULL },
};

void plot_heard(struct machine *m, const char *event)
{
	if (!strcmp(event, "device.line"))
		plot_line_begun();
	for (size_t i = 0; m && i < sizeof ALARMS / sizeof ALARMS[0]; i++)
		if (!strcmp(ALARMS[i].event, event) && !(ALARMS[i].excuse && *ALARMS[i].excuse))
			world_fail("%s logs %s, and nobody gave it reason to", m->name, event);
}

void plot_turned_back(void)
{
	turned_back = true;
}

bool plot_is_turned_back(void)
{
	return turned_back;
}

void plot_died(struct machine *m, const char *event, const char *line)
{
	if (plot_excused(m) || m->doomed)
		return;
	if (--pardons[m->number] < 0)
		world_fail("%s ended itself: %s %s", m->name, event, line);
}

/* ---- the first fill ------------------------------------------------------------------------------ */

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

/* ---- playing -------------------------------------------------------------------------------------- */

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

/* ---- a copy that takes part ------------------------------------------------------------------------ */

static bool cloned;

void plot_clone_of(const struct machine *m)
{
	cloned = true;
	excused[SPARE] = excused[m->number];
	refuses[SPARE] = refuses[m->number];
	pardons[SPARE] = pardons[m->number];
}

/* The kiosks that take part, one after the other, NULL. */
static struct machine *taking_part(int i)
{
	return i < world->kiosks ? &world->machines[KIOSK + i] : i == world->kiosks && cloned ? &world->machines[SPARE] : NULL;
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

/* ---- what faults may ask for ----------------------------------------------------------------------- */

struct order {
	char verb[32], word[40];
	int boots;
};

static void carry_out(void *ctx)
{
	struct order *o = ctx;

	world_note("administrator: %s %s: %d", o->verb, o->word, simc_command(o->verb, o->word));
	free(o);
}

/* Central went on with a disk that had no troubles: what it committed holds. */
static void note_revoked(void *ctx)
{
	struct order *o = ctx;
	struct machine *m = &world->machines[CENTRAL];

	if (m->up && !m->doomed && m->boots == o->boots && !plot_excused(m))
		ledger_note_revoked(m->disk);
	free(o);
}

static void revoke(void *ctx)
{
	struct order *o = ctx;
	bool done = simc_command("device revoke", o->word) >= 0;

	world_note("administrator: device revoke %s: %d", o->word, done);
	if (done && simc_command("device approve", o->word) >= 0)
		world_fail("%s was revoked and could be approved", o->word);
	o->boots = world->machines[CENTRAL].boots;
	world_in(10 * SECOND, note_revoked, o);
}

static void give(void (*fn)(void *ctx), const char *verb, const char *word)
{
	struct order *o = calloc(1, sizeof *o);

	snprintf(o->verb, sizeof o->verb, "%s", verb);
	snprintf(o->word, sizeof o->word, "%s", word);
	machine_errand(&world->machines[CENTRAL], fn, o);
}

void plot_command(const char *verb, const char *word)
{
	give(carry_out, verb, word);
}

void plot_revoke_device(const char *prefix)
{
	give(revoke, "", prefix);
}
