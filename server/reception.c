/* Looking after what waits too long, and the door staff see it through.
 *
 * Owns one timer. Promises: of every child staff are told once, also when the office was closed on
 * its seventh day; what was told stays marked until its parent comes.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/reception.h"

#include <stdlib.h>

#include "server/app.h"
#include "server/live.h"
#include "server/staff_api.h"
#include "server/words.h"
#include "shared/base/log.h"
#include "shared/base/val.h"
#include "shared/io/db.h"
#include "shared/io/http.h"
#include "shared/io/loop.h"

#define LOOK_MS HOUR_MS
#define LIST_MAX 200
#define COUNT_CAP 1000

struct reception {
	struct app *app;
	struct loop_timer *timer;
};

int reception_look(struct app *app)
{
	struct reception_row r;
	int64_t now = app_now(app);
	int told = 0;
	for (; reception_tell_next(app->db, now - RECEPTION_PATIENCE_MS, now, &r); told++)
		log_line(LOG_WARN, "ingest.parked_long", "device=%s seq=%lld item=%s parent=%s days=%lld",
			 r.device, (long long)r.seq, r.id, r.parent,
			 (long long)((now - r.received) / DAY_MS));
	if (told)
		live_changed(app->live);
	return told;
}

static void on_timer(void *ctx)
{
	struct reception *r = ctx;
	db_event_begin(r->app->db);
	reception_look(r->app);
	db_event_end(r->app->db, true);
	loop_timer_set(r->timer, LOOK_MS);
}

struct reception *reception_open(struct app *app)
{
	struct reception *r = mem_new(1, sizeof *r);
	r->app = app;
	r->timer = loop_timer_new(app->loop, on_timer, r);
	loop_timer_set(r->timer, 0);
	return r;
}

void reception_close(struct reception *r)
{
	if (!r)
		return;
	loop_timer_free(r->timer);
	free(r);
}

/* ---- the door ----------------------------------------------------------------------------- */

static bool put_row(void *ctx, const struct reception_row *r)
{
	struct val *row = val_object();
	val_put_str(row, "kind", r->kind);
	val_put_str(row, "kind_label", words_get("reception", r->kind));
	val_put_str(row, "code", r->code);
	val_put_str(row, "label", words_get(r->kind[0] == 'q' ? "quarantine" : r->kind, r->code));
	val_put_str(row, "path", r->path);
	val_put_str(row, "id", r->id);
	val_put_str(row, "parent", r->parent);
	val_put_str(row, "device", r->device);
	val_put_str(row, "place", r->place);
	val_put_int(row, "number", r->seq);
	val_put_int(row, "received", r->received);
	val_put_int(row, "told", r->told);
	val_put(ctx, NULL, row);
	return true;
}

int staff_reception(struct app *app, const struct request *rq, struct reply *rp)
{
	(void)rq;
	VAL(v) = val_object();
	reception_each(app->db, LIST_MAX, put_row, val_put_array(v, "items"));
	val_put_int(v, "count", reception_count(app->db, COUNT_CAP));
	val_put_int(v, "overdue", reception_overdue(app->db, COUNT_CAP));
	val_print(v, &rp->body);
	return OK;
}
