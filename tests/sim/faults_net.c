/* The line between a kiosk and central, and those who sit on it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdlib.h>
#include <string.h>

#include "tests/sim/faults_inside.h"
#include "tests/sim/net.h"
#include "tests/sim/plot.h"

#define LEAST (20 * SECOND)
#define MOST (100 * SECOND)

void begin_report(const struct act *a)
{
	plot_report(a->kiosk, a->dice);
	plot_hit(a->fault);
}

/* ---- by chance, for a while -------------------------------------------------------------------- */

static const struct {
	const char *name;
	enum line_does does;
	int chance;
} LINES[] = {
	{ "line-down", LINE_DOWN, 1000 },
	{ "line-certificate", LINE_TLS, 1000 },
	{ "line-no-name", LINE_NAME, 1000 },
	{ "line-one-kind", LINE_KIND, 1000 },
	{ "line-loss-30", LINE_LOSE, 300 },
	{ "line-loss-95", LINE_LOSE, 950 },
	{ "line-deaf", LINE_DEAF, 1000 },
	{ "line-portal", LINE_PORTAL, 1000 },
	{ "line-repeat", LINE_REPEAT, 700 },
	{ "line-spoil-request", LINE_SPOIL_REQUEST, 700 },
	{ "line-spoil-reply", LINE_SPOIL_REPLY, 700 },
	{ "line-cut-request", LINE_CUT_REQUEST, 700 },
	{ "line-cut-reply", LINE_CUT_REPLY, 700 },
	{ "line-swap-reply", LINE_SWAP_REPLY, 700 },
	{ "line-late", LINE_LATE, 500 },
};

/* Something that ends by itself; the last one of its kind decides. */
struct spell {
	struct line *l;
	int does;
	uint64_t number;
};

static uint64_t latest[MACHINES][LINE_DOES + 1], spells;

static void over(void *ctx)
{
	struct spell *s = ctx;
	uint64_t *last = NULL;

	for (int i = 0; i < MACHINES; i++)
		if (net_line(i) == s->l)
			last = &latest[i][s->does];
	if (last && *last == s->number) {
		if (s->does == LINE_DOES) {
			s->l->delay_ms = 20;
			s->l->spread_ms = 10;
		} else {
			s->l->chance[s->does] = 0;
			s->l->fault[s->does] = -1;
		}
	}
	free(s);
}

static void for_a_while(int machine, int does, int64_t ms)
{
	struct spell *s = calloc(1, sizeof *s);

	*s = (struct spell){ net_line(machine), does, ++spells };
	latest[machine][does] = s->number;
	world_in(ms, over, s);
}

void begin_line(const struct act *a)
{
	struct line *l = net_line(KIOSK + a->kiosk);
	uint64_t dice = a->dice;

	for (size_t i = 0; i < sizeof LINES / sizeof LINES[0]; i++) {
		if (strcmp(LINES[i].name, FAULTS[a->fault].name))
			continue;
		l->chance[LINES[i].does] = LINES[i].chance;
		l->fault[LINES[i].does] = a->fault;
		if (LINES[i].does == LINE_KIND)
			l->kind = disk_roll(&dice, 2) ? "/changes" : "/batches";
		for_a_while(KIOSK + a->kiosk, LINES[i].does, fault_span(&dice, LEAST, MOST));
	}
}

void begin_slow(const struct act *a)
{
	struct line *l = net_line(KIOSK + a->kiosk);
	uint64_t dice = a->dice;
	bool mixed = !strcmp(FAULTS[a->fault].name, "line-mixed");

	l->delay_ms = mixed ? 20 : 15000;
	l->spread_ms = mixed ? 8000 : 15000;
	for_a_while(KIOSK + a->kiosk, LINE_DOES, fault_span(&dice, LEAST, MOST));
	plot_hit(a->fault);
}

/* ---- flapping and absence ------------------------------------------------------------------------ */

static bool ended;

struct flap {
	int machine;
	int left;
};

static void flap(void *ctx)
{
	struct flap *f = ctx;
	struct line *l = net_line(f->machine);
	bool up = f->left % 2;

	if (ended) { /* the line is mended for good */
		free(f);
		return;
	}
	l->chance[LINE_DOWN] = up ? 0 : 1000;
	if (--f->left > 0) {
		world_in(up ? SECOND : 9 * SECOND, flap, f);
		return;
	}
	l->chance[LINE_DOWN] = 0;
	free(f);
}

void begin_flap(const struct act *a)
{
	struct flap *f = calloc(1, sizeof *f);

	*f = (struct flap){ KIOSK + a->kiosk, 12 };
	flap(f);
	plot_hit(a->fault);
}

/* Every line is down for long; then all come back at once. */
void begin_absence(const struct act *a)
{
	uint64_t dice = a->dice;
	int64_t ms = fault_span(&dice, 20 * MINUTE, disk_roll(&dice, 8) ? 45 * MINUTE : 3 * HOUR);

	for (int i = 0; i < world->kiosks; i++) {
		net_line(KIOSK + i)->chance[LINE_DOWN] = 1000;
		for_a_while(KIOSK + i, LINE_DOWN, ms);
	}
	plot_linger(ms);
	plot_hit(a->fault);
}

/* ---- others on the line ---------------------------------------------------------------------------- */

void begin_replay(const struct act *a)
{
	uint64_t dice = a->dice;

	if (net_replay(KIOSK + a->kiosk, 1 + (int)disk_roll(&dice, 20)))
		plot_hit(a->fault);
}

void begin_forge(const struct act *a)
{
	if (net_forge(KIOSK + a->kiosk))
		plot_hit(a->fault);
}

void begin_hostile(const struct act *a)
{
	net_hostile(KIOSK + a->kiosk, a->dice);
	plot_hit(a->fault);
}

/* A kill at one of the writes after the next reply of its kind. */
void begin_line_kill(const struct act *a)
{
	struct line *l = net_line(KIOSK + a->kiosk);
	uint64_t dice = a->dice;
	int nth = 1 + (int)disk_roll(&dice, 6);

	if (strcmp(FAULTS[a->fault].name, "kiosk-killed-at-page"))
		l->ack_kill = nth;
	else
		l->news_kill = nth;
	l->kill_fault = a->fault;
	plot_report(a->kiosk, dice);
}

void faults_net_end(void)
{
	spells++;
	ended = true;
	memset(latest, 0, sizeof latest);
	net_calm();
}
