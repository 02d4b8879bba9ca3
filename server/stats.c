/* Figures: `stats`, /api/v1/stats, /metrics, and `verify`.
 *
 * Owns nothing. Promises: no figure walks a whole table.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/stats.h"

#include "server/alarm_store.h"
#include "server/app.h"
#include "server/audit_store.h"
#include "server/backup.h"
#include "server/case_store.h"
#include "server/command.h"
#include "server/device_store.h"
#include "server/ingest.h"
#include "server/outgoing_store.h"
#include "server/staff_api.h"
#include "shared/base/val.h"
#include "shared/io/db.h"
#include "shared/io/http.h"

#define LATE_CAP 100000

void stats_put(struct app *app, struct val *into)
{
	struct db *db = app->db;
	val_put_int(into, "reports", ingest_stored(db));
	val_put_int(into, "waiting", ingest_waiting(db));
	val_put_int(into, "cases", case_total(db));
	val_put_int(into, "alarms", alarm_waiting(db));
	val_put_int(into, "quarantine", quarantine_count(db));
	val_put_int(into, "devices", device_count(db));
	val_put_int(into, "late", case_count(db, VIEW_LATE, NULL, app_now(app), LATE_CAP));
	val_put_int(into, "calls", outgoing_call_count(db, LATE_CAP));
	val_put_int(into, "db_bytes", db_bytes(db));
	backup_put_stats(app, into);
}

int stats_verb(struct job *job)
{
	VAL(v) = val_object();
	stats_put(job->app, v);
	if (args_has(job->args, "json")) {
		val_print(v, job->out);
		buf_char(job->out, '\n');
		return OK;
	}
	VAL_EACH(row, v)
		buf_fmt(job->out, "%-12s %lld\n", val_name(row), (long long)val_int(row, 0));
	return OK;
}

int verify_verb(struct job *job)
{
	int64_t events;
	if (!db_healthy(job->app->db)) {
		buf_str(job->out, "the database file is damaged\n");
		return ERR_STORAGE;
	}
	int64_t broken = event_verify(job->app->db, &events);
	buf_fmt(job->out, "database sound; %lld events checked, %lld cases with a broken history\n",
		(long long)events, (long long)broken);
	int64_t rows, loose = audit_verify(job->app->db, &rows);
	buf_fmt(job->out, "%lld rows of the audit checked, %lld do not hold\n", (long long)rows,
		(long long)loose);
	return broken || loose ? ERR_CRYPT : OK;
}

int staff_stats(struct app *app, const struct request *rq, struct reply *rp)
{
	(void)rq;
	VAL(v) = val_object();
	stats_put(app, v);
	val_print(v, &rp->body);
	return OK;
}

int health_ok(struct app *app, const struct request *rq, struct reply *rp)
{
	(void)app;
	(void)rq;
	rp->type = "text/plain; charset=utf-8";
	buf_str(&rp->body, "ok\n");
	return OK;
}

int health_ready(struct app *app, const struct request *rq, struct reply *rp)
{
	if (fs_free(app->dir) == 0)
		return ERR_STORAGE;
	return health_ok(app, rq, rp);
}

int health_metrics(struct app *app, const struct request *rq, struct reply *rp)
{
	(void)rq;
	VAL(v) = val_object();
	stats_put(app, v);
	val_put_int(v, "requests", http_served(app->http));
	struct http_load load;
	http_load(app->http, &load);
	val_put_int(v, "connections", load.connections);
	val_put_int(v, "bodies_bytes", load.held);
	val_put_int(v, "connections_dropped", load.dropped);
	val_put_int(v, "connections_refused", load.refused);
	val_put_int(v, "uptime_s", (app_now(app) - app->started) / SECOND_MS);
	rp->type = "text/plain; version=0.0.4; charset=utf-8";
	VAL_EACH(row, v)
		buf_fmt(&rp->body, "portiek_central_%s %lld\n", val_name(row),
			(long long)val_int(row, 0));
	return OK;
}
