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

/* ---- projecting -------------------------------------------------------------------------------------- */

/* Judge what was opened. What apply wrote stays only when this returns OK. */
static int judge(struct ingest *g, struct opened *o, char code[INGEST_CODE], char path[INGEST_PATH])
{
	struct raw_item *raw = &o->it.raw;
	int err;

	text_copy(code, INGEST_CODE, o->code);
	text_copy(path, INGEST_PATH, o->path);
	if (o->err != OK)
		return o->err;
	text_copy(raw->kind, sizeof raw->kind, o->d.kind);
	raw->schema = o->d.schema;
	raw->t_wall = o->d.t.wall;
	raw->plain = o->body.p;
	raw->plain_len = o->body.n;
	raw->body = o->tree;
	crash_point("central.item.opened");
	err = g->o.apply(g->o.app, raw, code, path);
	crash_point("central.case.stored");
	if (err != OK && !code[0])
		text_copy(code, INGEST_CODE, err_slug(err));
	return err;
}

static int set_aside(struct ingest *g, int64_t n, const char *code, const char *path)
{
	int err;

	log_line(LOG_WARN, "ingest.quarantined", "item=%lld code=%s path=%s", (long long)n, code, path);
	db_event_begin(g->o.db);
	err = ingest_quarantine(g->o.db, n, code, path, clock_wall(g->o.clock));
	db_event_end(g->o.db, err == OK);
	return err;
}

static int clear_again(struct ingest *g, int64_t n)
{
	int err;

	db_event_begin(g->o.db);
	err = ingest_again_done(g->o.db, n);
	db_event_end(g->o.db, err == OK);
	return err;
}

/* One opened item. OK, ERR_INPUT: quarantined; ERR_STORAGE: nothing happened, stop. */
static int project(struct ingest *g, struct opened *o)
{
	char code[INGEST_CODE] = "", path[INGEST_PATH] = "";
	int err;

	db_event_begin(g->o.db);
	err = judge(g, o, code, path);
	db_event_end(g->o.db, err == OK);
	if (err == OK || err == ERR_STORAGE)
		return err;
	return set_aside(g, o->it.raw.n, code, path) == OK ? ERR_INPUT : ERR_STORAGE;
}

static bool open_now(struct ingest *g, int64_t n, struct opened *o)
{
	if (!ingest_read(g->o.db, n, &o->it))
		return false;
	ingest_prepare(g->o.db, g->o.keys, &g->dicts, o);
	ingest_unseal(o);
	return true;
}

static int project_now(struct ingest *g, int64_t n)
{
	struct opened o = { 0 };
	int err = open_now(g, n, &o) ? project(g, &o) : OK;

	opened_free(&o);
	return err;
}

/* The next of all. ERR_FULL: the worker has it under its hands, and tells when it is open. */
static int project_next(struct ingest *g, int64_t n, bool again)
{
	struct opened *o;

	if (again && clear_again(g, n) != OK)
		return ERR_STORAGE;
	if (ingest_is_parked(g->o.db, n))
		return OK;
	if (again || !g->ahead)
		return project_now(g, n);
	o = ahead_get(g->ahead, n);
	return o ? project(g, o) : ERR_FULL;
}

/* ---- one after the other --------------------------------------------------------------------------- */

static void write_cursor(struct ingest *g, int64_t cursor)
{
	ingest_set_cursor(g->o.db, cursor);
	crash_point("central.cursor.kept");
}

static void keep_cursor(struct ingest *g, int64_t cursor)
{
	db_event_begin(g->o.db);
	write_cursor(g, cursor);
	db_event_end(g->o.db, true);
}

/* The next item as one of several. OK; ERR_FULL: they end before it; else it failed. */
static int join(struct ingest *g, int64_t n)
{
	char code[INGEST_CODE] = "", path[INGEST_PATH] = "";
	struct opened own = { 0 }, *o = &own;
	int err;

	if (ingest_is_parked(g->o.db, n))
		return OK;
	if (g->ahead)
		o = ahead_get(g->ahead, n);
	else if (!open_now(g, n, &own))
		return OK;
	err = o && o->err == OK ? judge(g, o, code, path) : ERR_FULL;
	if (o && o->err == OK && err == ERR_FULL)
		err = ERR_INPUT; /* it wrote something already */
	opened_free(&own);
	return err;
}

/* The next items, as far as all of them become cases, in one event: a savepoint keeps a copy of every page
 * that is written in it, and one for each item copies the ends of the same tables each time. One that fails
 * takes all of them back; then each is done alone, up to that one. Returns how many are done. */
static int together(struct ingest *g, int max, int *ret_err)
{
	int64_t cursor = ingest_cursor(g->o.db), n;
	int count = 0, err = OK;
	bool again;

	*ret_err = OK;
	if (cursor < g->alone || !(n = ingest_next(g->o.db, cursor, &again)) || again)
		return 0;
	db_event_begin(g->o.db);
	while (count < max && n && !again && (err = join(g, n)) == OK) {
		cursor = n;
		count++;
		n = ingest_next(g->o.db, cursor, &again);
	}
	if (err != OK && err != ERR_FULL) {
		db_event_end(g->o.db, false);
		g->alone = n;
		*ret_err = err;
		return 0;
	}
	if (count > 0)
		write_cursor(g, cursor);
	db_event_end(g->o.db, true);
	return count;
}

static int one_by_one(struct ingest *g, int max, int *ret_quarantined)
{
	int64_t was = ingest_cursor(g->o.db), cursor = was, n;
	int applied = 0, quarantined = 0, err;
	bool again;

	while (applied + quarantined < max && (n = ingest_next(g->o.db, cursor, &again)) != 0) {
		err = project_next(g, n, again);
		if (err == ERR_STORAGE || err == ERR_FULL)
			break;
		applied += err == OK;
		quarantined += err != OK;
		if (!again)
			cursor = n;
	}
	if (cursor != was)
		keep_cursor(g, cursor);
	*ret_quarantined = quarantined;
	return applied;
}

int ingest_run(struct ingest *g, int max)
{
	int err, quarantined = 0, applied = together(g, max, &err);

	if (applied < max && err != ERR_STORAGE)
		applied += one_by_one(g, max - applied, &quarantined);
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
