/* A machine's place in the network: what its line does, by chance, and how often it tries.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/sim/net_inside.h"
#include "tests/sim/plot.h"
#include "tests/sim/world.h"

static struct side sides[MACHINES];

struct side *net_side(int machine)
{
	return &sides[machine];
}

struct line *net_line(int machine)
{
	return &sides[machine].line;
}

void net_calm(void)
{
	for (int i = 0; i < MACHINES; i++) {
		struct line *l = &sides[i].line;

		*l = (struct line){ .delay_ms = 20, .spread_ms = 10 };
		for (int k = 0; k < LINE_DOES; k++)
			l->fault[k] = -1;
	}
}

int64_t net_requests(int machine)
{
	return sides[machine].requests;
}

int net_busiest(int machine)
{
	return sides[machine].busiest;
}

int net_busiest_of_all(void)
{
	int most = 0;

	for (int i = 0; i < MACHINES; i++)
		if (sides[i].busiest > most)
			most = sides[i].busiest;
	return most;
}

void net_count_from_now(void)
{
	for (int i = 0; i < MACHINES; i++) {
		sides[i].requests = 0;
		sides[i].try_count = sides[i].busiest = 0;
	}
}

void side_count(struct side *s)
{
	int n = 0;

	s->requests++;
	s->tries[s->try_count++ % RATE] = world->now;
	for (int i = 0; i < RATE && i < s->try_count; i++)
		n += world->now - s->tries[i] < MINUTE;
	if (n > s->busiest)
		s->busiest = n;
}

bool line_strikes(struct line *l, enum line_does what)
{
	if (!l->chance[what] || !world_chance(l->chance[what]))
		return false;
	if (l->fault[what] >= 0)
		plot_hit(l->fault[what]);
	l->fault[what] = -1;
	return true;
}

int64_t line_delay(const struct line *l)
{
	return l->delay_ms + (l->spread_ms ? (int64_t)world_roll((uint64_t)l->spread_ms) : 0);
}
