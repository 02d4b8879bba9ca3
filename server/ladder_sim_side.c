/* One ladder of a "what if": plays a case, and keeps count.
 *
 * Owns the clocks of the case being played and the figures of all. The core moves the clocks; here it is
 * only watched which of them began and ended.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdlib.h>
#include <string.h>

#include "server/ladder_sim_inside.h"

static const struct ladder *no_other(void *ctx, int64_t version, struct ladder **ret_owned)
{
	(void)ctx;
	(void)version;
	(void)ret_owned;
	return NULL;
}

void sim_side_open(struct sim_side *s, const struct calendar *c, const struct ladder *ladder,
		   int64_t version)
{
	memset(s, 0, sizeof *s);
	s->ground = (struct ladder_ground){
		.calendar = c,
		.ladder = ladder,
		.version = version,
		.of = no_other,
		.memo = mem_new(1, sizeof *s->ground.memo),
	};
	s->row = mem_new((size_t)ladder_count(ladder), sizeof *s->row);
}

void sim_side_close(struct sim_side *s)
{
	for (int i = 0; s->row && i < ladder_count(s->ground.ladder); i++)
		free(s->row[i].spare);
	free(s->ground.memo);
	free(s->row);
	free(s->run);
	memset(s, 0, sizeof *s);
}

static struct sim_figures *figures_of(struct sim_side *s, int rank)
{
	const struct ladder *l = s->ground.ladder;
	int i = 0;
	while (i < ladder_count(l) - 1 && ladder_at(l, i)->rank != rank)
		i++;
	return &s->row[i];
}

/* ---- which clocks began and ended ----------------------------------------------------------- */

static struct sim_run *newest(struct sim_side *s, const char *clock)
{
	for (int i = s->count - 1; i >= 0; i--)
		if (!s->run[i].gone && !strcmp(s->run[i].clock, clock))
			return &s->run[i];
	return NULL;
}

static struct sim_run *another(struct sim_side *s)
{
	if (s->count == s->cap) {
		int grown = s->cap ? s->cap * 2 : 16;
		struct sim_run *all = mem_new((size_t)grown, sizeof *all);
		if (s->count)
			memcpy(all, s->run, (size_t)s->count * sizeof *all);
		free(s->run);
		s->run = all;
		s->cap = grown;
	}
	memset(&s->run[s->count], 0, sizeof s->run[0]);
	return &s->run[s->count++];
}

static void watch(struct sim_side *s, const struct clock_row *k, int64_t at)
{
	struct sim_run *r = newest(s, k->clock);
	if (r && r->start != k->start) {
		if (!r->end)
			r->end = at; /* it began anew */
		r = NULL;
	}
	if (!r) {
		r = another(s);
		text_copy(r->clock, sizeof r->clock, k->clock);
		r->start = k->start;
	}
	r->rank = k->rank;
	r->due = k->due;
	if (!k->stopped[0])
		r->end = 0;
	else if (!r->end)
		r->end = at;
}

static bool has_clock(const struct clocks *c, const char *name)
{
	for (int i = 0; i < c->count; i++)
		if (!strcmp(c->row[i].clock, name))
			return true;
	return false;
}

static void watch_all(struct sim_side *s, int64_t at)
{
	for (int i = 0; i < s->clocks.count; i++)
		watch(s, &s->clocks.row[i], at);
	for (int i = 0; i < s->count; i++)
		if (!s->run[i].end && !has_clock(&s->clocks, s->run[i].clock))
			s->run[i].gone = true;
	s->fire = ladder_core_fire(&s->ground, &s->clocks);
}

/* ---- telling --------------------------------------------------------------------------------- */

static uint64_t mix(uint64_t h, uint64_t more)
{
	h = (h ^ more) * UINT64_C(0x9e3779b97f4a7c15);
	return h ^ h >> 29;
}

static void tell(struct sim_side *s, struct clock_row *k)
{
	struct ladder_telling next;
	struct sim_run *r = newest(s, k->clock);
	struct sim_figures *f = figures_of(s, k->rank);
	if (!ladder_core_tell(&s->ground, k, &next))
		return;
	if (next.warn)
		f->warned++;
	else if (next.rung < LADDER_RUNGS)
		f->rung[next.rung]++;
	if (r)
		r->told = mix(mix(r->told, (uint64_t)s->fire), next.who);
}

static void tell_until(struct sim_side *s, int64_t t)
{
	while (s->fire <= t) {
		struct clock_row *k = ladder_core_firing(&s->ground, &s->clocks, s->fire);
		if (!k)
			return;
		tell(s, k);
		s->fire = ladder_core_fire(&s->ground, &s->clocks);
	}
}

/* ---- one case --------------------------------------------------------------------------------- */

void sim_side_begin(struct sim_side *s, const struct case_row *c)
{
	s->count = 0;
	ladder_core_begin(&s->ground, c, &s->clocks);
	watch_all(s, c->captured);
}

void sim_side_confirmed(struct sim_side *s, const struct case_row *c, int64_t at)
{
	tell_until(s, at);
	ladder_core_happened(&s->ground, c, LADDER_CONFIRMED, at, &s->clocks);
	watch_all(s, at);
}

void sim_side_step(struct sim_side *s, const struct case_row *c, enum action a, int64_t at,
		   int64_t first_task)
{
	tell_until(s, at);
	if (!ladder_core_concerns(a))
		return;
	ladder_core_step(&s->ground, c, a, at, first_task, &s->clocks);
	watch_all(s, at);
}

bool sim_run_late(const struct sim_run *r, int64_t now)
{
	return (r->end ? r->end : now) > r->due;
}

static void keep_spare(struct sim_figures *f, int64_t ms)
{
	if (f->spares == f->spare_cap) {
		size_t grown = f->spare_cap ? f->spare_cap * 2 : 256;
		int64_t *all = mem_new(grown, sizeof *all);
		if (f->spares)
			memcpy(all, f->spare, f->spares * sizeof *all);
		free(f->spare);
		f->spare = all;
		f->spare_cap = grown;
	}
	f->spare[f->spares++] = ms;
}

void sim_side_end(struct sim_side *s, int64_t now)
{
	tell_until(s, now);
	for (int i = 0; i < s->count; i++) {
		const struct sim_run *r = &s->run[i];
		struct sim_figures *f = figures_of(s, r->rank);
		if (r->gone)
			continue;
		f->started++;
		if (sim_run_late(r, now))
			f->late++;
		else if (r->end)
			f->met++;
		else
			f->running++;
		if (r->end)
			keep_spare(f, r->due - r->end);
	}
}
