/* Status as JSON and as Prometheus text, from the same few numbers.
 *
 * No scan of a table anywhere: totals come from counter rows.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/health.h"

#include <inttypes.h>

#include "firmware/app.h"
#include "firmware/corporation.h"
#include "firmware/mirror_store.h"
#include "firmware/pages.h"
#include "firmware/rebuild.h"
#include "firmware/reference_store.h"
#include "firmware/room.h"
#include "firmware/spool.h"
#include "firmware/sync_task.h"
#include "shared/io/http.h"
#include "shared/model/report.h"

static void read_sync(struct app *app, struct sync_status *s)
{
	if (app->sync)
		sync_task_status(app->sync, s);
	else
		sync_status_read(app->db, s);
}

static int64_t oldest_s(struct app *app, const struct outbox_totals *q)
{
	int64_t age = q->oldest ? clock_wall(&app->clock) - q->oldest : 0;
	return age > 0 ? age / SECOND_MS : 0;
}

static int64_t disk_free(struct app *app)
{
	return *app->dir ? fs_free(app->dir) : -1;
}

static void put_queue(struct app *app, const struct outbox_totals *q, struct val *into)
{
	val_put_int(into, "pending", q->pending);
	val_put_int(into, "bytes", q->bytes);
	val_put_int(into, "oldest_s", oldest_s(app, q));
	val_put_int(into, "dead", q->dead);
	val_put_int(into, "again", q->again);
}

/* How far central is: acknowledged is in its database, safe in a proved backup of it. */
static void put_marks(const struct outbox_totals *q, const struct sync_status *s, struct val *into)
{
	val_put_str(into, "epoch", s->epoch);
	val_put_int(into, "last", q->last_seq);
	val_put_int(into, "acked", q->acked);
	val_put_int(into, "hwm", s->hwm);
	val_put_int(into, "safe_hwm", s->safe_hwm);
	val_put_str(into, "chain", s->chain);
}

static void put_sync(const struct sync_status *s, struct val *into)
{
	val_put_bool(into, "online", s->online);
	val_put_int(into, "last_contact", s->last_contact);
	val_put_str(into, "last_error", s->last_error);
	val_put_int(into, "attempts", s->attempts);
	val_put_int(into, "next_ms", s->next_ms);
	val_put_int(into, "wire_bytes", s->wire_bytes);
	val_put_bool(into, "stopped", s->stopped);
}

static void put_versions(struct app *app, struct val *into)
{
	char catalogue[32], site[65], previous[65];
	reference_catalogue_current(app->db, catalogue, sizeof catalogue);
	mirror_site_current(app->db, site, previous, sizeof site);
	val_put_str(into, "program", PORTIEK_VERSION);
	val_put_str(into, "site", *pages_version(app->pages) ? pages_version(app->pages) : site);
	val_put_str(into, "catalogue", catalogue);
	val_put_int(into, "schema", REPORT_SCHEMA);
}

/* How the second copy of every report stands, and what the last rebuild found. */
static void put_copies(struct app *app, struct val *into)
{
	struct spool_state s = { 0 };
	struct rebuild_note note;
	if (*app->dir)
		spool_state(app->dir, app->db, app->spool, &s);
	rebuild_read_note(app->db, &note);
	val_put_int(into, "files", s.files);
	val_put_int(into, "bytes", s.bytes);
	val_put_int(into, "behind", s.behind);
	if (!note.t) {
		val_put_null(into, "rebuilt");
		return;
	}
	struct val *v = val_put_object(into, "rebuilt");
	val_put_int(v, "t", note.t);
	val_put_str(v, "why", note.why);
	val_put_int(v, "items", note.items);
	val_put_int(v, "lost", note.lost);
	val_put_str(v, "lost_numbers", note.list);
	val_put_int(v, "unsure", note.unsure);
	val_put_str(v, "aside", note.aside);
}

struct val *health_report(struct app *app)
{
	struct sync_status s;
	struct outbox_totals q;
	struct val *v = val_object();
	read_sync(app, &s);
	outbox_totals(app->db, &q);
	put_queue(app, &q, val_put_object(v, "queue"));
	put_sync(&s, val_put_object(v, "sync"));
	val_put_int(v, "disk_free", disk_free(app));
	val_put_str(v, "disk", room_state(app));
	put_copies(app, val_put_object(v, "copies"));
	val_put_int(v, "db_bytes", db_bytes(app->db));
	put_versions(app, val_put_object(v, "versions"));
	struct val *device = val_put_object(v, "device");
	val_put_str(device, "id", s.device);
	val_put_str(device, "prefix", s.prefix);
	val_put_str(device, "state", s.state);
	put_marks(&q, &s, val_put_object(v, "marks"));
	val_put_bool(v, "enrolled", s.enrolled);
	return v;
}

int health_live(struct app *app, const struct request *rq, struct reply *rp)
{
	(void)app, (void)rq;
	buf_str(&rp->body, "{\"status\":\"ok\"}");
	return OK;
}

int health_ready(struct app *app, const struct request *rq, struct reply *rp)
{
	struct sync_status s;
	(void)rq;
	read_sync(app, &s);
	if (!s.enrolled || !*pages_version(app->pages))
		return ERR_SETUP;
	buf_str(&rp->body, "{\"status\":\"ready\"}");
	return OK;
}

int health_status(struct app *app, const struct request *rq, struct reply *rp)
{
	(void)rq;
	VAL(v) = health_report(app);
	val_print(v, &rp->body);
	return OK;
}

int health_kiosk(struct app *app, const struct request *rq, struct reply *rp)
{
	struct sync_status s;
	struct corporation c;
	(void)rq;
	read_sync(app, &s);
	corporation_read(app, &c);
	VAL(v) = val_object();
	struct val *corporation = val_put_object(v, "corporation");
	val_put_str(corporation, "name", c.name);
	val_put_str(corporation, "phone", c.phone);
	promises_write(&c.promises, val_put_object(v, "promises"));
	val_put_str(v, "place", c.place);
	val_put_str(v, "channel", "kiosk");
	val_put_bool(v, "online", s.online);
	val_print(v, &rp->body);
	return OK;
}

static void metric(struct buf *out, const char *kind, const char *name, const char *help, int64_t n)
{
	buf_fmt(out, "# HELP portiek_%s %s\n# TYPE portiek_%s %s\nportiek_%s %" PRId64 "\n", name, help,
		name, kind, name, n);
}

int health_metrics(struct app *app, const struct request *rq, struct reply *rp)
{
	struct sync_status s;
	struct outbox_totals q;
	struct rebuild_note note;
	struct spool_state spool;
	struct buf *out = &rp->body;
	(void)rq;
	read_sync(app, &s);
	outbox_totals(app->db, &q);
	rp->type = "text/plain; version=0.0.4; charset=utf-8";
	metric(out, "counter", "http_requests_total", "Requests answered.", http_served(app->http));
	metric(out, "counter", "sync_attempts_total", "Attempts to reach central.", s.attempts);
	metric(out, "counter", "reports_captured_total", "Items ever captured.", q.last_seq);
	metric(out, "gauge", "outbox_items", "Items not acknowledged.", q.pending);
	metric(out, "gauge", "outbox_bytes", "Bytes not acknowledged.", q.bytes);
	metric(out, "gauge", "outbox_oldest_seconds", "Age of the oldest unsent item.",
	       oldest_s(app, &q));
	metric(out, "gauge", "outbox_dead_items", "Items central will not hold.", q.dead);
	metric(out, "gauge", "outbox_acknowledged", "Everything up to this number is at central.", q.acked);
	metric(out, "gauge", "outbox_safe", "Everything up to this number is in a proved backup there.",
	       s.safe_hwm);
	metric(out, "gauge", "sync_online", "1 when the last attempt was answered.", s.online);
	metric(out, "gauge", "sync_last_contact_seconds", "Last verified reply, since 1970.",
	       s.last_contact / SECOND_MS);
	metric(out, "gauge", "database_bytes", "Size of the database.", db_bytes(app->db));
	rebuild_read_note(app->db, &note);
	spool_state(app->dir, app->db, app->spool, &spool);
	metric(out, "gauge", "spool_behind_items", "Items without a second copy yet.", spool.behind);
	metric(out, "gauge", "database_rebuilt_seconds", "When it was last made anew, since 1970; 0 never.",
	       note.t / SECOND_MS);
	metric(out, "gauge", "disk_free_bytes", "Free bytes on its partition.", disk_free(app));
	return OK;
}
