/* The stored clocks of a case: read, let happen what happens (server/ladder_core.c), written back.
 *
 * Owns nothing. Promises: the deadline of a case is that of its earliest running clock, always.
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

static const struct ladder *of_version(void *ctx, int64_t version, struct ladder **ret_owned)
{
	return ladder_set_of(ctx, version, ret_owned);
}

struct ladder_ground ladder_ground(struct app *app)
{
	struct ladder_ground g = { .calendar = app->calendar, .of = of_version, .ctx = app };
	g.ladder = ladder_set_in_force(app);
	g.version = app->ladder_set;
	return g;
}

/* Store the clocks as they are now, and the deadline that follows. */
static int keep(struct app *app, const struct ladder_ground *g, const struct case_row *c,
		const struct clocks *clocks)
{
	int64_t due = ladder_core_due(clocks);
	if (due != c->due)
		case_set_due(app->db, c->nr, due);
	ladder_nudge(app->ladders);
	int err = clocks_write(app->db, c->nr, clocks, ladder_core_fire(g, clocks));
	if (!err && !flow_open(c->state))
		err = notice_close(app->db, c->nr, app_now(app));
	return err;
}

int ladder_happened(struct app *app, const struct case_row *c, enum ladder_event event, int64_t at)
{
	struct clocks clocks;
	const struct ladder_ground g = ladder_ground(app);
	clocks_read(app->db, c->nr, &clocks);
	ladder_core_happened(&g, c, event, at, &clocks);
	return keep(app, &g, c, &clocks);
}

int64_t ladder_of_new(struct app *app, const struct case_row *c, struct clocks *ret, int64_t *ret_fire)
{
	struct ladder_memo memo = { 0 }; /* due and fire ask for the same times */
	struct ladder_ground g = ladder_ground(app);
	g.memo = &memo;
	ladder_core_begin(&g, c, ret);
	*ret_fire = ladder_core_fire(&g, ret);
	return ladder_core_due(ret);
}

int ladder_keep(struct app *app, int64_t nr, const struct clocks *c, int64_t fire)
{
	ladder_nudge(app->ladders);
	return c->count ? clocks_write(app->db, nr, c, fire) : OK;
}

int64_t ladder_due_of(const struct clocks *c, const char *clock)
{
	for (int i = 0; i < c->count; i++)
		if (!strcmp(c->row[i].clock, clock) && !c->row[i].stopped[0])
			return c->row[i].due;
	return 0;
}

int64_t ladder_due(struct app *app, int64_t nr, const char *clock)
{
	struct clocks c;
	clocks_read(app->db, nr, &c);
	return ladder_due_of(&c, clock);
}

/* ---- steps -------------------------------------------------------------------------------- */

static void earlier(void *ctx, const struct task *t)
{
	int64_t *first = ctx;
	if (!t->done && (!*first || t->due < *first))
		*first = t->due;
}

int ladder_step(struct app *app, const struct case_row *c, enum action action, int64_t at)
{
	struct clocks clocks;
	int64_t first_task = 0;
	if (!ladder_core_concerns(action))
		return OK;
	const struct ladder_ground g = ladder_ground(app);
	clocks_read(app->db, c->nr, &clocks);
	if (action == AC_TASK || action == AC_TASK_DONE)
		task_each(app->db, c->nr, earlier, &first_task);
	ladder_core_step(&g, c, action, at, first_task, &clocks);
	return keep(app, &g, c, &clocks);
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
	const struct ladder_ground g = ladder_ground(app);
	const struct ladder_row *row = ladder_core_row(&g, k, &owned);
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

void ladder_put_clocks(struct app *app, const struct clocks *c, int64_t now, struct val *list)
{
	for (int stopped = 0; stopped < 2; stopped++)
		for (int i = 0; i < c->count; i++)
			if ((c->row[i].stopped[0] != '\0') == stopped)
				put_clock(app, &c->row[i], now, list);
}

void ladder_put(struct app *app, int64_t nr, int64_t now, struct val *list)
{
	struct clocks c;
	clocks_read(app->db, nr, &c);
	ladder_put_clocks(app, &c, now, list);
}

void ladder_explain(struct app *app, const struct case_row *c, struct buf *out)
{
	struct clocks all;
	const struct ladder_ground g = ladder_ground(app);
	clocks_read(app->db, c->nr, &all);
	for (int i = 0; i < all.count; i++) {
		struct ladder *owned = NULL;
		const struct clock_row *k = &all.row[i];
		if (k->stopped[0] || k->due != c->due)
			continue;
		const struct ladder_row *row = ladder_core_row(&g, k, &owned);
		if (row)
			ladder_time_explain(row, k->ladder, app->calendar, k->start, out);
		ladder_free(owned);
		return;
	}
}
