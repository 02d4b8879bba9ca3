/* Starting and stopping the clocks of a case.
 *
 * Owns nothing; rows of the ladder decide (shared/model/ladder), the calendar reckons. Promises: the
 * deadline of a case is that of its earliest running clock, always.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/ladder.h"

#include <string.h>

#include "server/app.h"
#include "server/ladder_inside.h"
#include "server/ladder_set.h"
#include "server/ladder_time.h"
#include "server/leader_store.h"
#include "server/words.h"
#include "shared/base/log.h"

const struct ladder_row *ladder_row_of(struct app *app, const struct clock_row *k,
				       struct ladder **ret_owned)
{
	const struct ladder *l = ladder_set_of(app, k->ladder, ret_owned);
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

/* When the next thing of a clock must be told. */
static int64_t fires(const struct ladder_row *row, const struct calendar *cal, const struct clock_row *k)
{
	struct ladder_times t;
	ladder_time_of(row, cal, k->start, &t);
	if (k->step == 0 && t.warn != INT64_MAX)
		return t.warn;
	int rung = k->step ? k->step - 1 : 0;
	return rung < t.rung_count ? t.rung[rung] : CLOCK_NEVER;
}

int64_t ladder_fire(struct app *app, const struct clocks *c)
{
	int64_t first = CLOCK_NEVER;
	for (int i = 0; i < c->count; i++) {
		struct ladder *owned = NULL;
		if (c->row[i].stopped[0])
			continue;
		const struct ladder_row *row = ladder_row_of(app, &c->row[i], &owned);
		int64_t at = row ? fires(row, app->calendar, &c->row[i]) : CLOCK_NEVER;
		first = at < first ? at : first;
		ladder_free(owned);
	}
	return first;
}

static int64_t earliest_due(const struct clocks *c)
{
	int64_t due = LADDER_NO_DUE;
	for (int i = 0; i < c->count; i++)
		if (!c->row[i].stopped[0] && c->row[i].due < due)
			due = c->row[i].due;
	return due;
}

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

static void start(struct app *app, const struct ladder_row *row, int64_t at, struct clocks *c)
{
	struct ladder_times t;
	struct clock_row *k = place_of(c, row->clock);
	if (!k) {
		log_line(LOG_ERROR, "ladder.full", "clock=%s", row->clock);
		return;
	}
	memset(k, 0, sizeof *k);
	ladder_time_of(row, app->calendar, at, &t);
	text_copy(k->clock, sizeof k->clock, row->clock);
	k->ladder = app->ladder_set;
	k->rank = row->rank;
	k->start = at;
	k->due = t.due;
}

static void start_all(struct app *app, const struct case_row *c, enum ladder_event event, int64_t at,
		      struct clocks *clocks)
{
	struct ladder_facts f = facts_of(c);
	const struct ladder *l = ladder_set_in_force(app);
	const struct ladder_row *row = NULL;
	while ((row = ladder_starting(l, event, &f, row)) != NULL)
		start(app, row, at, clocks);
}

/* Stop what the event stops and what does not live in the state the case is in now. A case that comes
 * back goes on with the clocks that only its end had stopped (D10). */
static void stop_all(struct app *app, const struct case_row *c, enum ladder_event event,
		     struct clocks *clocks)
{
	const char *closed = ladder_event_name(LADDER_CLOSED);
	for (int i = 0; i < clocks->count; i++) {
		struct clock_row *k = &clocks->row[i];
		struct ladder *owned = NULL;
		const struct ladder_row *row = ladder_row_of(app, k, &owned);
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

int ladder_happened(struct app *app, const struct case_row *c, enum ladder_event event, int64_t at)
{
	struct clocks clocks;
	clocks_read(app->db, c->nr, &clocks);
	stop_all(app, c, event, &clocks);
	start_all(app, c, event, at, &clocks);
	int64_t due = earliest_due(&clocks);
	if (due != c->due)
		case_set_due(app->db, c->nr, due);
	int err = clocks_write(app->db, c->nr, &clocks, ladder_fire(app, &clocks));
	ladder_nudge(app->ladders);
	return err;
}

int64_t ladder_of_new(struct app *app, const struct case_row *c, struct clocks *ret)
{
	ret->count = 0;
	start_all(app, c, LADDER_CAPTURED, c->captured, ret);
	return earliest_due(ret);
}

int ladder_keep(struct app *app, int64_t nr, const struct clocks *c)
{
	ladder_nudge(app->ladders);
	return c->count ? clocks_write(app->db, nr, c, ladder_fire(app, c)) : OK;
}

int64_t ladder_due(struct app *app, int64_t nr, const char *clock)
{
	struct clocks c;
	clocks_read(app->db, nr, &c);
	for (int i = 0; i < c.count; i++)
		if (!strcmp(c.row[i].clock, clock) && !c.row[i].stopped[0])
			return c.row[i].due;
	return 0;
}

/* ---- steps -------------------------------------------------------------------------------- */

static const struct {
	enum action action;
	enum ladder_event event;
} MEANINGS[] = {
	{ AC_REFER, LADDER_REFERRED },     { AC_RETURN, LADDER_RETURNED },
	{ AC_RETURN, LADDER_HANDED },      { AC_ESCALATE, LADDER_HANDED },
	{ AC_ACCEPT, LADDER_ACCEPTED },    { AC_CONTACT, LADDER_CONTACTED },
	{ AC_ASK, LADDER_ASKED },          { AC_ANSWER, LADDER_ANSWERED },
	{ AC_RECALL, LADDER_ANSWERED },    { AC_PRESENT, LADDER_RESULT },
	{ AC_NO_FAULT, LADDER_NO_FAULT },  { AC_OBJECT, LADDER_OBJECTED },
	{ AC_ASK_REPAIR, LADDER_ASKED },   { AC_ASK_ARRANGEMENT, LADDER_ASKED },
	{ AC_PROPOSE, LADDER_ANSWERED },   { AC_ARRANGED, LADDER_ANSWERED },
	{ AC_ARRANGED, LADDER_READY },     { AC_READY, LADDER_ANSWERED },
	{ AC_READY, LADDER_READY },        { AC_NOT_READY, LADDER_ASKED },
	{ AC_PLAN, LADDER_APPOINTED },     { AC_FORWARD, LADDER_FORWARDED },
	{ AC_PARTNER, LADDER_REPLIED },    { AC_RECALL, LADDER_REPLIED },
	{ AC_DONE, LADDER_RETURNED },      { AC_DONE, LADDER_READY },
	{ AC_SOLVED, LADDER_CLOSED },      { AC_CLOSE, LADDER_CLOSED },
	{ AC_WITHDRAW, LADDER_CLOSED },    { AC_REOPEN, LADDER_REOPENED },
	{ AC_COMPLAIN, LADDER_REOPENED },
};

/* The clock of planned actions is about the one that comes first. */
struct first_task {
	int64_t due;
};

static void earlier(void *ctx, const struct task *t)
{
	struct first_task *f = ctx;
	if (!t->done && (!f->due || t->due < f->due))
		f->due = t->due;
}

static int task_changed(struct app *app, const struct case_row *c)
{
	struct first_task f = { 0 };
	task_each(app->db, c->nr, earlier, &f);
	int err = ladder_happened(app, c, LADDER_ACTED, app_now(app));
	return err || !f.due ? err : ladder_happened(app, c, LADDER_PLANNED, f.due);
}

/* Another urgency: the clocks that run since capture follow other norms, from the same start. One that
 * was stopped by what happened stays stopped. */
static int reweigh(struct app *app, const struct case_row *c)
{
	struct clocks old, now;
	clocks_read(app->db, c->nr, &old);
	ladder_of_new(app, c, &now);
	for (int i = 0; i < old.count; i++) {
		struct clock_row *k = place_of(&now, old.row[i].clock);
		struct ladder *owned = NULL;
		const struct ladder_row *row = ladder_row_of(app, &old.row[i], &owned);
		bool since_capture = row && (row->starts & 1u << LADDER_CAPTURED);
		if (k && (!since_capture || old.row[i].stopped[0]))
			*k = old.row[i];
		else if (k && !k->clock[0])
			now.count--; /* the new urgency knows no such clock */
		ladder_free(owned);
	}
	case_set_due(app->db, c->nr, earliest_due(&now));
	int err = clocks_write(app->db, c->nr, &now, ladder_fire(app, &now));
	ladder_nudge(app->ladders);
	return err;
}

int ladder_step(struct app *app, const struct case_row *c, enum action action)
{
	int err = OK;
	int64_t now = app_now(app);
	for (size_t i = 0; i < COUNT_OF(MEANINGS) && !err; i++)
		if (MEANINGS[i].action == action)
			err = ladder_happened(app, c, MEANINGS[i].event, now);
	if (!err && action == AC_REOPEN && c->state == ST_HANDED)
		err = ladder_happened(app, c, LADDER_HANDED, now);
	if (!err && action == AC_URGENCY)
		err = reweigh(app, c);
	if (!err && (action == AC_TASK || action == AC_TASK_DONE))
		err = task_changed(app, c);
	return err;
}

int ladder_confirmed(struct app *app, int64_t nr)
{
	struct case_row c;
	return case_find(app->db, nr, &c) ? ladder_happened(app, &c, LADDER_CONFIRMED, app_now(app)) : OK;
}

/* ---- told to people ----------------------------------------------------------------------- */

static void put_clock(struct app *app, const struct clock_row *k, int64_t now, struct val *list)
{
	BUF(why);
	struct ladder *owned = NULL;
	const struct ladder_row *row = ladder_row_of(app, k, &owned);
	struct val *v = val_object();
	if (row)
		ladder_time_explain(row, k->ladder, app->calendar, k->start, &why);
	val_put_str(v, "clock", k->clock);
	val_put_str(v, "label", words_get("clock", k->clock));
	val_put_int(v, "start", k->start);
	val_put_int(v, "due", k->due);
	val_put_int(v, "late_s", !k->stopped[0] && now > k->due ? (now - k->due) / SECOND_MS : 0);
	val_put_str(v, "stopped", k->stopped);
	val_put_str(v, "explain", buf_text(&why));
	val_put(list, NULL, v);
	ladder_free(owned);
}

void ladder_put(struct app *app, int64_t nr, int64_t now, struct val *list)
{
	struct clocks c;
	clocks_read(app->db, nr, &c);
	for (int stopped = 0; stopped < 2; stopped++)
		for (int i = 0; i < c.count; i++)
			if ((c.row[i].stopped[0] != '\0') == stopped)
				put_clock(app, &c.row[i], now, list);
}

void ladder_explain(struct app *app, const struct case_row *c, struct buf *out)
{
	struct clocks all;
	clocks_read(app->db, c->nr, &all);
	for (int i = 0; i < all.count; i++) {
		struct ladder *owned = NULL;
		const struct clock_row *k = &all.row[i];
		if (k->stopped[0] || k->due != c->due)
			continue;
		const struct ladder_row *row = ladder_row_of(app, k, &owned);
		if (row)
			ladder_time_explain(row, k->ladder, app->calendar, k->start, out);
		ladder_free(owned);
		return;
	}
}
