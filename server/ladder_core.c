/* Starting, stopping, firing: what rows of the ladder say, done to clocks in memory.
 *
 * Owns nothing; rows decide (shared/model/ladder), the calendar reckons. Promises: the same clocks,
 * case, event and moment always give the same clocks.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/ladder_core.h"

#include <string.h>

#include "server/ladder.h"
#include "shared/base/log.h"

const struct ladder_row *ladder_core_row(const struct ladder_ground *g, const struct clock_row *k,
					 struct ladder **ret_owned)
{
	*ret_owned = NULL;
	const struct ladder *l =
	    k->ladder == g->version ? g->ladder : g->of(g->ctx, k->ladder, ret_owned);
	return l ? ladder_of_rank(l, k->rank) : NULL;
}

static struct ladder_facts facts_of(const struct case_row *c)
{
	struct ladder_facts f;
	f.value[LADDER_KIND] = c->kind;
	f.value[LADDER_URGENCY] = urgency_name(c->urgency);
	f.value[LADDER_PARTY] = c->party[0] ? c->party : "none";
	f.value[LADDER_STATE] = flow_state_name(c->state);
	return f;
}

static void times_of(const struct ladder_ground *g, const struct ladder_row *row, int64_t start,
		     struct ladder_times *ret)
{
	size_t at = ((uint64_t)start / 1000 + (uint64_t)row->rank) % LADDER_MEMO;
	if (g->memo && g->memo->slot[at].row == row && g->memo->slot[at].start == start) {
		*ret = g->memo->slot[at].times;
		return;
	}
	ladder_time_of(row, g->calendar, start, ret);
	if (!g->memo)
		return;
	g->memo->slot[at].row = row;
	g->memo->slot[at].start = start;
	g->memo->slot[at].times = *ret;
}

/* ---- starting and stopping ---------------------------------------------------------------- */

/* The place of a clock by name; a new one, or that of one that stopped longest ago. */
static struct clock_row *place_of(struct clocks *c, const char *name)
{
	for (int i = 0; i < c->count; i++)
		if (!strcmp(c->row[i].clock, name))
			return &c->row[i];
	if (c->count < CLOCKS_MAX) {
		memset(&c->row[c->count], 0, sizeof c->row[0]);
		return &c->row[c->count++];
	}
	for (int i = 0; i < c->count; i++)
		if (c->row[i].stopped[0])
			return &c->row[i];
	return NULL;
}

static void start(const struct ladder_ground *g, const struct ladder_row *row, int64_t at,
		  struct clocks *c)
{
	struct ladder_times t;
	struct clock_row *k = place_of(c, row->clock);
	if (!k) {
		log_line(LOG_ERROR, "ladder.full", "clock=%s", row->clock);
		return;
	}
	memset(k, 0, sizeof *k);
	times_of(g, row, at, &t);
	text_copy(k->clock, sizeof k->clock, row->clock);
	k->ladder = g->version;
	k->rank = row->rank;
	k->start = at;
	k->due = t.due;
}

static void start_all(const struct ladder_ground *g, const struct case_row *c,
		      enum ladder_event event, int64_t at, struct clocks *clocks)
{
	struct ladder_facts f = facts_of(c);
	const struct ladder_row *row = NULL;
	while ((row = ladder_starting(g->ladder, event, &f, row)) != NULL)
		start(g, row, at, clocks);
}

/* Stop what the event stops and what does not live in the state the case is in now. A case that comes
 * back goes on with the clocks that only its end had stopped (D10). */
static void stop_all(const struct ladder_ground *g, const struct case_row *c,
		     enum ladder_event event, struct clocks *clocks)
{
	const char *closed = ladder_event_name(LADDER_CLOSED);
	for (int i = 0; i < clocks->count; i++) {
		struct clock_row *k = &clocks->row[i];
		struct ladder *owned = NULL;
		const struct ladder_row *row = ladder_core_row(g, k, &owned);
		bool stops = !row || ladder_stops(row, event) ||
			     (flow_open(c->state) && !ladder_lives(row, flow_state_name(c->state)));
		if (!k->stopped[0] && stops)
			text_copy(k->stopped, sizeof k->stopped, ladder_event_name(event));
		else if (event == LADDER_REOPENED && !strcmp(k->stopped, closed) && row &&
			 row->stops == 1u << LADDER_CLOSED)
			k->stopped[0] = '\0';
		ladder_free(owned);
	}
}

void ladder_core_begin(const struct ladder_ground *g, const struct case_row *c, struct clocks *ret)
{
	ret->count = 0;
	start_all(g, c, LADDER_CAPTURED, c->captured, ret);
}

void ladder_core_happened(const struct ladder_ground *g, const struct case_row *c,
			  enum ladder_event event, int64_t at, struct clocks *clocks)
{
	stop_all(g, c, event, clocks);
	start_all(g, c, event, at, clocks);
}

/* ---- steps -------------------------------------------------------------------------------- */

static const struct {
	enum action action;
	enum ladder_event event;
} MEANINGS[] = {
	{ AC_REFER, LADDER_REFERRED },	  { AC_RETURN, LADDER_RETURNED },
	{ AC_RETURN, LADDER_HANDED },	  { AC_ESCALATE, LADDER_HANDED },
	{ AC_ACCEPT, LADDER_ACCEPTED },	  { AC_CONTACT, LADDER_CONTACTED },
	{ AC_ASK, LADDER_ASKED },	  { AC_ANSWER, LADDER_ANSWERED },
	{ AC_RECALL, LADDER_ANSWERED },	  { AC_PRESENT, LADDER_RESULT },
	{ AC_NO_FAULT, LADDER_NO_FAULT }, { AC_OBJECT, LADDER_OBJECTED },
	{ AC_ASK_REPAIR, LADDER_ASKED },  { AC_ASK_ARRANGEMENT, LADDER_ASKED },
	{ AC_PROPOSE, LADDER_ANSWERED },  { AC_ARRANGED, LADDER_ANSWERED },
	{ AC_ARRANGED, LADDER_READY },	  { AC_READY, LADDER_ANSWERED },
	{ AC_READY, LADDER_READY },	  { AC_NOT_READY, LADDER_ASKED },
	{ AC_PLAN, LADDER_APPOINTED },	  { AC_FORWARD, LADDER_FORWARDED },
	{ AC_PARTNER, LADDER_REPLIED },	  { AC_RECALL, LADDER_REPLIED },
	{ AC_DONE, LADDER_RETURNED },	  { AC_DONE, LADDER_READY },
	{ AC_SOLVED, LADDER_CLOSED },	  { AC_CLOSE, LADDER_CLOSED },
	{ AC_WITHDRAW, LADDER_CLOSED },	  { AC_REOPEN, LADDER_REOPENED },
	{ AC_COMPLAIN, LADDER_REOPENED },
};

bool ladder_core_concerns(enum action a)
{
	for (size_t i = 0; i < COUNT_OF(MEANINGS); i++)
		if (MEANINGS[i].action == a)
			return true;
	return a == AC_URGENCY || a == AC_TASK || a == AC_TASK_DONE;
}

/* Another urgency: the clocks that run since capture follow other norms, from the same start. One that
 * was stopped by what happened stays stopped. */
static void reweigh(const struct ladder_ground *g, const struct case_row *c, struct clocks *clocks)
{
	struct clocks old = *clocks;
	ladder_core_begin(g, c, clocks);
	for (int i = 0; i < old.count; i++) {
		struct clock_row *k = place_of(clocks, old.row[i].clock);
		struct ladder *owned = NULL;
		const struct ladder_row *row = ladder_core_row(g, &old.row[i], &owned);
		bool since_capture = row && (row->starts & 1u << LADDER_CAPTURED);
		if (k && (!since_capture || old.row[i].stopped[0]))
			*k = old.row[i];
		else if (k && !k->clock[0])
			clocks->count--; /* the new urgency knows no such clock */
		ladder_free(owned);
	}
}

void ladder_core_step(const struct ladder_ground *g, const struct case_row *c, enum action action,
		      int64_t at, int64_t first_task, struct clocks *clocks)
{
	for (size_t i = 0; i < COUNT_OF(MEANINGS); i++)
		if (MEANINGS[i].action == action)
			ladder_core_happened(g, c, MEANINGS[i].event, at, clocks);
	if (action == AC_REOPEN && c->state == ST_HANDED)
		ladder_core_happened(g, c, LADDER_HANDED, at, clocks);
	if (action == AC_URGENCY)
		reweigh(g, c, clocks);
	if (action != AC_TASK && action != AC_TASK_DONE)
		return;
	ladder_core_happened(g, c, LADDER_ACTED, at, clocks);
	if (first_task) /* the clock of planned actions is about the one that comes first */
		ladder_core_happened(g, c, LADDER_PLANNED, first_task, clocks);
}

/* ---- firing ------------------------------------------------------------------------------- */

int64_t ladder_core_due(const struct clocks *c)
{
	int64_t due = LADDER_NO_DUE;
	for (int i = 0; i < c->count; i++)
		if (!c->row[i].stopped[0] && c->row[i].due < due)
			due = c->row[i].due;
	return due;
}

/* When the next thing of a clock must be told. */
static int64_t fires(const struct ladder_ground *g, const struct clock_row *k)
{
	struct ladder_times t;
	struct ladder *owned = NULL;
	int64_t at = CLOCK_NEVER;
	const struct ladder_row *row = k->stopped[0] ? NULL : ladder_core_row(g, k, &owned);
	if (row) {
		int rung = k->step ? k->step - 1 : 0;
		times_of(g, row, k->start, &t);
		if (k->step == 0 && t.warn != INT64_MAX)
			at = t.warn;
		else if (rung < t.rung_count)
			at = t.rung[rung];
	}
	ladder_free(owned);
	return at;
}

int64_t ladder_core_fire(const struct ladder_ground *g, const struct clocks *c)
{
	int64_t first = CLOCK_NEVER;
	for (int i = 0; i < c->count; i++) {
		int64_t at = fires(g, &c->row[i]);
		first = at < first ? at : first;
	}
	return first;
}

struct clock_row *ladder_core_firing(const struct ladder_ground *g, struct clocks *c, int64_t fire)
{
	for (int i = 0; i < c->count; i++)
		if (fires(g, &c->row[i]) == fire)
			return &c->row[i];
	return NULL;
}

bool ladder_core_tell(const struct ladder_ground *g, struct clock_row *k,
		      struct ladder_telling *ret)
{
	struct ladder_times times;
	struct ladder *owned = NULL;
	const struct ladder_row *row = ladder_core_row(g, k, &owned);
	if (!row)
		return false;
	times_of(g, row, k->start, &times);
	ret->warn = k->step == 0 && times.warn != INT64_MAX;
	ret->rung = k->step ? k->step - 1 : 0;
	ret->who = ret->warn			 ? TELL_OWNER
		   : ret->rung < row->rung_count ? row->rung[ret->rung].who
						 : 0;
	k->step = ret->warn ? 1 : ret->rung + 2;
	ladder_free(owned);
	return true;
}
