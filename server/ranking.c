/* Reckoning the order of suggestions, and publishing it when it changed.
 *
 * Owns the daily look and the rebuild that may follow. The archive is made in the long worker; rows
 * and feeds are written in the loop, in one event, as by `site publish`. Promises: it never publishes
 * another catalogue than the one in force.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/ranking.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/app.h"
#include "server/pages.h"
#include "server/publish.h"
#include "shared/base/log.h"
#include "shared/io/db.h"
#include "shared/io/loop.h"

#define CAUSES_MAX 64

/* ---- reckoning ---------------------------------------------------------------------------------- */

int ranking_steps(int64_t named, int64_t right, int64_t all_named, int64_t all_right)
{
	int64_t average = all_named ? all_right * 1000 / all_named : 0;
	return (int)((right * 1000 + RANKING_WEIGHT * average) / (named + RANKING_WEIGHT) / RANKING_STEP);
}

/* The causes of one fault, until the next fault comes. */
struct reckoning {
	struct val *order;
	char key[160];
	int count;
	int64_t named, right; /* of all of them */
	struct cause {
		char code[32];
		int64_t named, right;
	} cause[CAUSES_MAX];
};

static void finish_fault(struct reckoning *r)
{
	if (r->named >= RANKING_LEAST) {
		struct val *scores = val_put_object(r->order, r->key);
		for (int i = 0; i < r->count; i++)
			val_put_int(scores, r->cause[i].code,
				    ranking_steps(r->cause[i].named, r->cause[i].right, r->named, r->right));
		val_put_int(scores, "", ranking_steps(0, 0, r->named, r->right));
	}
	r->count = 0;
	r->named = r->right = 0;
}

static void add_cause(void *ctx, const char *object, const char *fault, const char *suspect, int64_t named,
		      int64_t right)
{
	struct reckoning *r = ctx;
	char key[160];
	snprintf(key, sizeof key, "%s:%s", object, fault);
	if (strcmp(key, r->key))
		finish_fault(r);
	text_copy(r->key, sizeof r->key, key);
	r->named += named;
	r->right += right;
	if (r->count == CAUSES_MAX)
		return;
	struct cause *c = &r->cause[r->count++];
	text_copy(c->code, sizeof c->code, suspect);
	c->named = named;
	c->right = right;
}

struct val *ranking_order(struct db *db, int64_t now)
{
	struct reckoning *r = mem_new(1, sizeof *r);
	struct val *order = val_object();
	r->order = order;
	ranking_each(db, now - RANKING_DAYS * DAY_MS, add_cause, r);
	finish_fault(r);
	free(r);
	return order;
}

/* ---- publishing it ------------------------------------------------------------------------------ */

struct ranking {
	struct app *app;
	struct loop_timer *timer;
	struct publishing *running; /* the worker's until it is done */
};

static void build(void *ctx)
{
	publish_build(((struct ranking *)ctx)->running);
}

static void built(void *ctx)
{
	struct ranking *r = ctx;
	BUF(say);
	db_event_begin(r->app->db);
	int err = publish_finish(r->app, r->running, "-", &say);
	bool stored = !db_event_commit(r->app->db, !err) && !err;
	publish_drop(r->running);
	r->running = NULL;
	log_line(stored ? LOG_NOTE : LOG_WARN, "ranking.published", "said=%.*s", (int)strcspn(buf_text(&say), "\n"),
		 buf_text(&say));
	if (stored)
		pages_open(r->app);
}

static void look(void *ctx)
{
	struct ranking *r = ctx;
	BUF(say);
	loop_timer_set(r->timer, DAY_MS);
	if (r->running || !publish_order_changed(r->app))
		return;
	if (publish_begin(r->app, NULL, true, &say, &r->running))
		log_line(LOG_WARN, "ranking.build", "said=%.*s", (int)strcspn(buf_text(&say), "\n"), buf_text(&say));
	else
		loop_work_long(r->app->loop, build, built, r);
}

struct ranking *ranking_open(struct app *app)
{
	struct ranking *r = mem_new(1, sizeof *r);
	r->app = app;
	r->timer = loop_timer_new(app->loop, look, r);
	loop_timer_set(r->timer, 0);
	return r;
}

void ranking_close(struct ranking *r)
{
	if (!r)
		return;
	loop_timer_free(r->timer);
	publish_drop(r->running);
	free(r);
}
