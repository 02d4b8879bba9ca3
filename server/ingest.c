/* The projection: opens, checks and hands over one item after the other, in slices between requests.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/ingest.h"

#include <stdlib.h>
#include <string.h>

#include "server/ingest_inside.h"
#include "shared/base/crash.h"
#include "shared/base/log.h"
#include "shared/io/db.h"
#include "shared/io/loop.h"

#define SLICE 32                  /* items between two looks at the clock … */
#define SLICE_MS INT64_C(10)      /* … and how long before the sockets have their turn */
#define REST_MS INT64_C(50)       /* batches in a row are taken in first … */
#define LATEST_MS INT64_C(1000)   /* … but not for longer than this */
#define AGAIN_MS (5 * SECOND_MS)  /* and then a look whether anything was left behind */

struct ingest {
	struct ingest_options o;
	struct loop_timer *timer;
	int64_t woken;                /* mono ms of the first wake that was not served, 0 for none */
	bool hurry;                   /* an alarm waits: no resting until nothing is left */
	struct ingest_ahead *ahead;   /* opens what comes next in the worker; NULL without a loop */
	int64_t alone;                /* items up to this number: each in an event of its own */
	struct ingest_dicts dicts;
};

static void on_timer(void *ctx)
{
	struct ingest *g = ctx;
	int64_t end = clock_mono(g->o.clock) + SLICE_MS;
	int handled;

	g->woken = 0;
	do
		handled = ingest_run(g, SLICE);
	while (handled == SLICE && clock_mono(g->o.clock) < end);
	g->hurry = g->hurry && (handled == SLICE || ahead_busy(g->ahead));
	if (handled == SLICE)
		loop_timer_set(g->timer, 0);
	else if (handled > 0 || ingest_waiting(g->o.db) > 0) /* the commit of this turn may be refused */
		loop_timer_set(g->timer, g->o.again_ms ? g->o.again_ms : AGAIN_MS);
}

static void on_opened(void *ctx)
{
	struct ingest *g = ctx;

	loop_timer_set(g->timer, 0);
}

int ingest_open(const struct ingest_options *o, struct ingest **ret)
{
	struct ingest *g = mem_new(1, sizeof *g);

	g->o = *o;
	if (o->loop) {
		g->timer = loop_timer_new(o->loop, on_timer, g);
		g->ahead = ahead_new(o, &g->dicts, on_opened, g);
	}
	*ret = g;
	return OK;
}

void ingest_free(struct ingest *g)
{
	if (!g)
		return;
	ahead_free(g->ahead);
	if (g->timer)
		loop_timer_free(g->timer);
	ingest_dicts_free(&g->dicts);
	free(g);
}

void ingest_wake(struct ingest *g)
{
	int64_t now;

	if (!g->timer || g->hurry)
		return;
	now = clock_mono(g->o.clock);
	if (!g->woken)
		g->woken = now;
	else if (now - g->woken > LATEST_MS - REST_MS)
		return;
	loop_timer_set(g->timer, REST_MS);
}

void ingest_hurry(struct ingest *g)
{
	g->hurry = true;
	if (g->timer)
		loop_timer_set(g->timer, 0);
}

/* ---- one item ---------------------------------------------------------------------------------------- */

/* The item in hand; zeroed: none. */
struct in_hand {
	int64_t n;
	bool again;        /* it stands behind the cursor and is tried once more */
	struct opened *o;  /* the worker's, or own; NULL: it is parked or gone, there is nothing to judge */
	struct opened own;
	char code[INGEST_CODE], path[INGEST_PATH]; /* why it was refused */
};

/* Take the next of all in hand, in place of what is there. false: there is none, or the worker has it and tells when it is open. */
static bool take(struct ingest *g, int64_t cursor, struct in_hand *it)
{
	opened_free(&it->own);
	*it = (struct in_hand){ 0 };
	it->n = ingest_next(g->o.db, cursor, &it->again);
	if (!it->n || ingest_is_parked(g->o.db, it->n))
		return it->n != 0;
	if (g->ahead && !it->again)
		return (it->o = ahead_get(g->ahead, it->n)) != NULL;
	if (!ingest_read(g->o.db, it->n, &it->own.it))
		return true;
	it->o = &it->own;
	ingest_prepare(g->o.db, g->o.keys, &g->dicts, it->o);
	ingest_unseal(it->o);
	return true;
}

/* Judge what is in hand. What this wrote stays only when it returns OK. */
static int judge(struct ingest *g, struct in_hand *it)
{
	struct opened *o = it->o;
	struct raw_item *raw;
	int err;

	if (!o)
		return OK;
	text_copy(it->code, INGEST_CODE, o->code);
	text_copy(it->path, INGEST_PATH, o->path);
	if (o->err != OK)
		return o->err;
	raw = &o->it.raw;
	text_copy(raw->kind, sizeof raw->kind, o->d.kind);
	raw->schema = o->d.schema;
	raw->t_wall = o->d.t.wall;
	raw->plain = o->body.p;
	raw->plain_len = o->body.n;
	raw->body = o->tree;
	crash_point("central.item.opened");
	err = g->o.apply(g->o.app, raw, it->code, it->path);
	crash_point("central.case.stored");
	if (err != OK && !it->code[0])
		text_copy(it->code, INGEST_CODE, err_slug(err));
	return err;
}

/* It was tried and needs no further look. */
static int tick_off(struct ingest *g, int64_t n, bool again)
{
	if (again)
		return ingest_again_done(g->o.db, n) == OK ? OK : ERR_STORAGE;
	ingest_set_cursor(g->o.db, n);
	crash_point("central.cursor.kept");
	return OK;
}

/* What failed on its own, in an event of its own. */
static int set_aside(struct ingest *g, const struct in_hand *it)
{
	int64_t now = clock_wall(g->o.clock);
	int err;

	log_line(LOG_WARN, "ingest.quarantined", "item=%lld code=%s path=%s", (long long)it->n, it->code,
		 it->path);
	db_event_begin(g->o.db);
	err = tick_off(g, it->n, it->again);
	if (err == OK)
		err = ingest_quarantine(g->o.db, it->n, it->code, it->path, now);
	db_event_end(g->o.db, err == OK);
	return err == OK ? OK : ERR_STORAGE;
}

/* ---- several in one event ---------------------------------------------------------------------------- */

/* Judge the item in hand and those behind it, at most max, as long as each of them becomes a case: a savepoint
 * keeps a copy of every page that is written in it, and one for each item copies the ends of the same tables
 * each time. One that cannot even be opened, or is tried again, is left for the next event.
 * Not OK: `it` is the one that failed, and ret_count others came before it. */
static int judge_several(struct ingest *g, struct in_hand *it, int max, int *ret_count)
{
	const bool again = it->again;
	int64_t last;
	int err;

	*ret_count = 0;
	do {
		err = judge(g, it);
		if (err != OK)
			return err;
		last = it->n;
		++*ret_count;
	} while (*ret_count < max && take(g, last, it) && !it->again && (!it->o || it->o->err == OK));
	return tick_off(g, last, again);
}

/* The next event. One that fails takes the others of its event back; then each is done alone, up to that
 * one, and what fails alone is set aside. false: nothing can be done now. */
static bool next_event(struct ingest *g, int max, int *applied, int *quarantined)
{
	struct in_hand it = { 0 };
	int count, err;

	if (!take(g, ingest_cursor(g->o.db), &it))
		return false;
	db_event_begin(g->o.db);
	err = judge_several(g, &it, it.again || it.n <= g->alone ? 1 : max, &count);
	db_event_end(g->o.db, err == OK);
	if (err == OK) {
		*applied += count;
	} else if (count > 0) {
		g->alone = it.n;
	} else if (err != ERR_STORAGE) {
		err = set_aside(g, &it);
		*quarantined += err == OK;
	}
	opened_free(&it.own);
	return err != ERR_STORAGE;
}

int ingest_run(struct ingest *g, int max)
{
	int applied = 0, quarantined = 0;

	while (applied + quarantined < max && next_event(g, max - applied - quarantined, &applied, &quarantined))
		;
	if (applied + quarantined > 0 && g->o.done)
		g->o.done(g->o.app, applied, quarantined);
	return applied + quarantined;
}

int quarantine_replay(struct ingest *g, const char *code)
{
	int count = ingest_queue_again(g->o.db, code);

	if (count > 0)
		ingest_wake(g);
	return count;
}
