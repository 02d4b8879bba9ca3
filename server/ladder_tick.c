/* Telling people in time: warnings before, rungs after a deadline passed.
 *
 * Owns one timer. Promises: every warning and every rung is told once, whatever restarts or clocks do:
 * the mark that it was told and the notices stand in one event of the database. What fell due while
 * the program was down is told at once, in order.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/alarm_store.h"
#include "server/app.h"
#include "server/case_act.h"
#include "server/case_letters.h"
#include "server/ladder_inside.h"
#include "server/leader_store.h"
#include "server/live.h"
#include "shared/base/log.h"
#include "shared/io/db.h"
#include "shared/io/loop.h"

#define TICK_MOST 100          /* in one turn of the loop */
#define JUMP_MS MINUTE_MS      /* less is a clock being kept right */
#define LOOK_AGAIN_MS MINUTE_MS /* a wall clock may jump */

struct ladder_desk {
	struct app *app;
	struct loop_timer *timer;
	int64_t apart; /* wall minus monotonic clock when last looked at, 0: never */
};

/* ---- who is told -------------------------------------------------------------------------- */

struct telling {
	struct app *app;
	int64_t alarm; /* 0: about case c */
	const struct case_row *c;
	const char *what;
	const struct clock_row *k;
	struct val *told;
	int err;
};

static void tell(struct telling *t, const char *who)
{
	struct notice n = { .t = app_now(t->app), .alarm = t->alarm, .due = t->k->due };
	n.nr = t->alarm ? 0 : t->c->nr;
	if (!who[0] || t->err)
		return;
	VAL_EACH(one, t->told)
		if (!strcmp(val_text(one, ""), who))
			return;
	text_copy(n.who, sizeof n.who, who);
	text_copy(n.what, sizeof n.what, t->what);
	text_copy(n.clock, sizeof n.clock, t->k->clock);
	t->err = notice_add(t->app->db, &n);
	val_put_str(t->told, NULL, who);
}

/* Whose desk a case is on while nobody owns it. */
static const char *desk_of(const struct case_row *c)
{
	static const struct {
		const char *party, *who;
	} desks[] = {
		{ "dept:repair", "role:planner" },
		{ "dept:living", "role:caretaker" },
		{ "dept:energy", "role:leader" },
	};
	for (size_t i = 0; i < COUNT_OF(desks); i++)
		if (!strcmp(desks[i].party, c->party))
			return desks[i].who;
	return "role:phone";
}

static void tell_deputy(struct telling *t)
{
	struct leader l;
	if (leader_find(t->app->db, t->c->department, &l))
		tell(t, l.deputy);
}

static void tell_leader(struct telling *t)
{
	struct leader l;
	bool known = leader_find(t->app->db, t->c->department, &l);
	tell(t, known ? l.leader : "role:leader");
}

static void tell_set(struct telling *t, unsigned who)
{
	static const unsigned roles[] = { TELL_PHONE, TELL_PLANNER, TELL_CARETAKER, TELL_MANAGER, TELL_ADMIN };
	char word[64];
	if (who & TELL_OWNER)
		tell(t, t->c->owner[0] ? t->c->owner : desk_of(t->c));
	if (who & TELL_LEADER)
		tell_leader(t);
	if (who & TELL_DEPUTY)
		tell_deputy(t);
	for (size_t i = 0; i < COUNT_OF(roles); i++) {
		if (!(who & roles[i]))
			continue;
		snprintf(word, sizeof word, "role:%s", ladder_who_name((enum ladder_who)roles[i]));
		tell(t, word);
	}
	if (who & TELL_PARTY && (t->alarm || !case_letter_reminder(t->app, t->c)))
		tell(t, t->c->owner[0] ? t->c->owner : desk_of(t->c)); /* who asked must call */
}

/* ---- one thing at a time ------------------------------------------------------------------ */

static int note(struct telling *t, int step)
{
	BUF(detail);
	BUF(told);
	if (t->alarm)
		return OK; /* an alarm has no history: its notices and its clock say it */
	val_print(t->told, &told);
	buf_fmt(&detail, "{\"clock\":\"%s\",\"due\":%lld,\"step\":%d,\"told\":%s}", t->k->clock,
		(long long)t->k->due, step, buf_text(&told));
	return event_add(t->app->db, t->c->nr, app_now(t->app), "-", t->what, buf_text(&detail));
}

/* The next thing of this clock: its warning or its next rung. */
static int tell_next(struct app *app, const struct ladder_ground *g, const struct case_row *c,
		     int64_t alarm, struct clock_row *k)
{
	struct ladder_telling next;
	VAL(told) = val_array();
	if (!ladder_core_tell(g, k, &next))
		return ERR_NOT_FOUND;
	struct telling t = { .app = app, .alarm = alarm, .c = c, .what = next.warn ? "warn" : "late", .k = k,
			     .told = told };
	tell_set(&t, next.who);
	return t.err ? t.err : note(&t, k->step);
}

/* The time to object passed and nobody did: the case closes by itself (R24). Whether it may is flow's business; a
 * step that it refuses is for people. */
static int close_unopposed(struct app *app, const struct case_row *c, const struct clock_row *k)
{
	struct act_answer answer;
	const struct act act = { .action = AC_CLOSE, .by = BY_SYSTEM, .who = "-" };
	if (c->state != ST_NO_FAULT || strcmp(k->clock, "objection") || app_now(app) < k->due)
		return OK;
	int err = case_act(app, c->nr, &act, &answer);
	return err == ERR_CONFLICT || err == ERR_INCOMPLETE || err == ERR_ROLE ? OK : err;
}

static int fire_case(struct app *app, int64_t nr, int64_t fire)
{
	struct case_row c;
	struct clocks clocks;
	const struct ladder_ground g = ladder_ground(app);
	if (!case_find(app->db, nr, &c))
		return ERR_NOT_FOUND;
	clocks_read(app->db, nr, &clocks);
	struct clock_row *k = ladder_core_firing(&g, &clocks, fire);
	int err = k ? tell_next(app, &g, &c, 0, k) : OK; /* another ladder says another moment */
	if (!err)
		err = clocks_write(app->db, nr, &clocks, ladder_core_fire(&g, &clocks));
	return err || !k ? err : close_unopposed(app, &c, k);
}

static int fire_alarm(struct app *app, int64_t alarm, int64_t fire)
{
	struct case_row c;
	struct clocks clocks;
	const struct ladder_ground g = ladder_ground(app);
	ladder_alarm_case(alarm, &c);
	alarm_clocks_read(app->db, alarm, &clocks);
	struct clock_row *k = ladder_core_firing(&g, &clocks, fire);
	int err = k ? tell_next(app, &g, &c, alarm, k) : OK;
	return err ? err : alarm_clocks_write(app->db, alarm, &clocks, ladder_core_fire(&g, &clocks));
}

/* What must be told first: of an alarm or of a case. */
struct next {
	bool alarm;
	int64_t nr, fire;
};

static bool next_of_all(struct app *app, struct next *ret)
{
	struct next alarm = { .alarm = true }, other = { .alarm = false };
	bool rings = alarm_clocks_next(app->db, &alarm.nr, &alarm.fire);
	bool runs = clocks_next(app->db, &other.nr, &other.fire);
	*ret = rings && (!runs || alarm.fire <= other.fire) ? alarm : other;
	return rings || runs;
}

int ladder_tick(struct app *app, int most)
{
	struct next next;
	int done = 0;
	while (done < most && next_of_all(app, &next) && next.fire <= app_now(app)) {
		db_event_begin(app->db);
		int err = next.alarm ? fire_alarm(app, next.nr, next.fire)
				     : fire_case(app, next.nr, next.fire);
		db_event_end(app->db, !err);
		if (err) {
			log_line(LOG_ERROR, "ladder.tick", "%s=%lld err=%s", next.alarm ? "alarm" : "nr",
				 (long long)next.nr, err_slug(err));
			break;
		}
		done++;
	}
	if (done)
		live_changed(app->live);
	return done;
}

/* ---- the timer ---------------------------------------------------------------------------- */

static void wait_for_next(struct ladder_desk *d)
{
	struct next next;
	int64_t wait = LOOK_AGAIN_MS;
	if (next_of_all(d->app, &next))
		wait = next.fire - app_now(d->app);
	wait = wait < 0 ? 0 : wait;
	loop_timer_set(d->timer, wait < LOOK_AGAIN_MS ? wait : LOOK_AGAIN_MS);
}

/* The two clocks part only when somebody sets the one of the wall. What was told stays told; deadlines are
 * judged by the new time. */
static void watch_clock(struct ladder_desk *d)
{
	char by[32];
	int64_t apart = app_now(d->app) - clock_mono(&d->app->clock), jump = apart - d->apart;
	bool looked = d->apart != 0;
	d->apart = apart;
	if (!looked || (jump < JUMP_MS && jump > -JUMP_MS))
		return;
	snprintf(by, sizeof by, "%+lld s", (long long)(jump / SECOND_MS));
	log_line(LOG_WARN, "clock.jump", "by_s=%lld", (long long)(jump / SECOND_MS));
	db_event_begin(d->app->db);
	app_audit(d->app, "-", "clock.jump", by);
	db_event_end(d->app->db, true);
}

static void tick(void *ctx)
{
	struct ladder_desk *d = ctx;
	watch_clock(d);
	int done = ladder_tick(d->app, TICK_MOST);
	if (done == TICK_MOST)
		loop_timer_set(d->timer, 0);
	else
		wait_for_next(d);
}

struct ladder_desk *ladder_open(struct app *app)
{
	struct ladder_desk *d = mem_new(1, sizeof *d);
	d->app = app;
	d->timer = loop_timer_new(app->loop, tick, d);
	loop_timer_set(d->timer, 0);
	return d;
}

void ladder_nudge(struct ladder_desk *d)
{
	if (d)
		loop_timer_set(d->timer, 0);
}

void ladder_close(struct ladder_desk *d)
{
	if (!d)
		return;
	loop_timer_free(d->timer);
	free(d);
}
