/* What nobody holds against a machine: that it ends itself, refuses or complains when a fault gave it reason to.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "tests/sim/plot.h"
#include "tests/sim/world.h"

static int64_t excused[MACHINES], refuses[MACHINES];
static int pardons[MACHINES];
static bool turned_back; /* something was put back to an older state */

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

void plot_excuse_alike(const struct machine *to, const struct machine *from)
{
	excused[to->number] = excused[from->number];
	refuses[to->number] = refuses[from->number];
	pardons[to->number] = pardons[from->number];
}
