/* A ladder: its rows by rank, and which of them decide.
 *
 * Owns the set. How a cell is read stands in ladder_cells.c.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/model/ladder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/model/flow.h"
#include "shared/model/rules_inside.h"

struct ladder {
	int count, cap;
	struct ladder_row *row;
};

struct ladder *ladder_new(void)
{
	return mem_new(1, sizeof(struct ladder));
}

void ladder_free(struct ladder *l)
{
	if (!l)
		return;
	free(l->row);
	free(l);
}

void ladder_freep(struct ladder **l)
{
	ladder_free(*l);
}

int ladder_count(const struct ladder *l)
{
	return l->count;
}

const struct ladder_row *ladder_at(const struct ladder *l, int i)
{
	return i >= 0 && i < l->count ? &l->row[i] : NULL;
}

const struct ladder_row *ladder_of_rank(const struct ladder *l, int rank)
{
	for (int i = 0; i < l->count; i++)
		if (l->row[i].rank == rank)
			return &l->row[i];
	return NULL;
}

/* ---- adding ----------------------------------------------------------------------------------- */

static const char *missing(const struct ladder_row *row)
{
	if (row->rank < 1)
		return "rank is missing";
	if (!row->clock[0])
		return "clock is missing";
	if (!row->starts)
		return "starts is missing: no event ever starts this clock";
	if (!row->rung_count)
		return "rungs is missing: nobody is told";
	return row->reason[0] ? NULL : "reason is missing";
}

/* A norm of nothing makes sense only as "the very day". */
static const char *senseless(const struct ladder_row *row)
{
	bool in_days = row->norm.unit >= LADDER_WORKING_DAYS;
	if (!row->norm.amount && !in_days)
		return "amount: 0 is for working_days, days and weeks (the very day) only";
	if (row->starts & row->stops)
		return "stops: an event cannot start and stop the same clock";
	for (int i = 1; i < row->rung_count; i++) {
		const struct ladder_span *before = &row->rung[i - 1].after,
					 *after = &row->rung[i].after;
		if (before->unit == after->unit && before->amount >= after->amount)
			return "rungs: a later rung comes later";
	}
	return NULL;
}

static void insert(struct ladder *l, const struct ladder_row *row)
{
	if (l->count == l->cap) {
		int grown = l->cap ? l->cap * 2 : 32;
		struct ladder_row *all = mem_new((size_t)grown, sizeof *all);
		if (l->count)
			memcpy(all, l->row, (size_t)l->count * sizeof *all);
		free(l->row);
		l->row = all;
		l->cap = grown;
	}
	int at = l->count++;
	for (; at > 0 && l->row[at - 1].rank > row->rank; at--)
		l->row[at] = l->row[at - 1];
	l->row[at] = *row;
}

int ladder_add(struct ladder *l, const struct ladder_row *row, char *why, size_t cap)
{
	const char *wrong = missing(row);
	const struct ladder_row *other = ladder_of_rank(l, row->rank);
	if (!wrong)
		wrong = senseless(row);
	if (wrong) {
		snprintf(why, cap, "%s", wrong);
		return ERR_INPUT;
	}
	if (other) {
		snprintf(why, cap, "rank is that of line %d already", other->line);
		return ERR_CONFLICT;
	}
	insert(l, row);
	return OK;
}

/* Does the list of one row take every value another's may have? */
static bool list_covers(const char *wide, const char *narrow)
{
	if (!wide[0])
		return true;
	for (const char *p = narrow; *p;) {
		size_t n = strcspn(p, "|");
		if (!rules_list_has(wide, p, n))
			return false;
		p += n + (p[n] == '|');
	}
	return narrow[0] != '\0';
}

static bool covers(const struct ladder_row *wide, const struct ladder_row *narrow)
{
	if (strcmp(wide->clock, narrow->clock) || (narrow->starts & ~wide->starts))
		return false;
	for (int d = 0; d < LADDER_DIM_MAX; d++)
		if (!list_covers(wide->when[d], narrow->when[d]))
			return false;
	return true;
}

int ladder_unreachable(const struct ladder *l,
		       void (*found)(void *ctx, const struct ladder_row *row), void *ctx)
{
	int bad = 0;
	for (int i = 1; i < l->count; i++) {
		int before = 0;
		while (before < i && !covers(&l->row[before], &l->row[i]))
			before++;
		if (before == i)
			continue;
		bad++;
		found(ctx, &l->row[i]);
	}
	return bad;
}

/* ---- deciding --------------------------------------------------------------------------------- */

static bool holds(const struct ladder_row *row, enum ladder_event event,
		  const struct ladder_facts *facts)
{
	if (!(row->starts & (UINT32_C(1) << event)))
		return false;
	for (int d = 0; d < LADDER_DIM_MAX; d++) {
		const char *v = facts->value[d] ? facts->value[d] : "none";
		if (row->when[d][0] && !rules_list_has(row->when[d], v, strlen(v)))
			return false;
	}
	return true;
}

/* It holds, and no row of its clock before it does. */
static bool decides(const struct ladder *l, int at, enum ladder_event event,
		    const struct ladder_facts *facts)
{
	if (!holds(&l->row[at], event, facts))
		return false;
	for (int i = 0; i < at; i++)
		if (!strcmp(l->row[i].clock, l->row[at].clock) && holds(&l->row[i], event, facts))
			return false;
	return true;
}

const struct ladder_row *ladder_starting(const struct ladder *l, enum ladder_event event,
					 const struct ladder_facts *facts,
					 const struct ladder_row *after)
{
	for (int i = after ? (int)(after - l->row) + 1 : 0; i < l->count; i++)
		if (decides(l, i, event, facts))
			return &l->row[i];
	return NULL;
}

bool ladder_stops(const struct ladder_row *row, enum ladder_event event)
{
	return (row->stops & (UINT32_C(1) << event)) != 0;
}

static bool is_open(const char *state)
{
	for (int s = ST_NONE + 1; s < ST_MAX; s++)
		if (!strcmp(flow_state_name((enum state)s), state))
			return flow_open((enum state)s) != 0;
	return false;
}

bool ladder_lives(const struct ladder_row *row, const char *state)
{
	const char *list = row->when[LADDER_STATE];
	return list[0] ? rules_list_has(list, state, strlen(state)) : is_open(state);
}
