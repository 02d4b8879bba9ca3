/* `serve`: everything of the office on one loop.
 *
 * Owns the opening order and the end of a turn: admin question, commit, then answers and pings.
 * Promises: nothing is told to anybody before it is durable.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/admin.h"
#include "server/app.h"
#include "server/backup.h"
#include "server/command.h"
#include "server/forget.h"
#include "server/heavy.h"
#include "server/ingest.h"
#include "server/ladder.h"
#include "server/live.h"
#include "server/login.h"
#include "server/midnight.h"
#include "server/notify.h"
#include "server/pages.h"
#include "server/projection.h"
#include "server/publish.h"
#include "server/ranking.h"
#include "server/reception.h"
#include "server/routes.h"
#include "server/sync_routes.h"
#include "server/tenants.h"
#include "server/witness.h"
#include "server/words.h"
#include "shared/base/crash.h"
#include "shared/base/log.h"
#include "shared/io/db.h"
#include "shared/io/http.h"
#include "shared/io/loop.h"
#include "shared/io/mail.h"

#define DEFAULT_LISTEN "127.0.0.1:8080"

static const char CSP[] =
	"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
	" font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self';"
	" base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

static int turn_end(void *ctx)
{
	struct app *app = ctx;
	if (!app->http)
		return OK;
	bool asked = app->admin && admin_turn(app->admin);
	bool open = db_turn_open(app->db);
	if (open)
		crash_point("central.commit.before");
	int err = db_turn_end(app->db);
	if (open)
		crash_point("central.commit.after");
	if (!err)
		witness_turn(app);
	if (asked)
		admin_answer(app->admin, err);
	backup_turn(app->backup);
	if (!err)
		live_committed(app->live);
	return err;
}

static unsigned who(struct app *app, const struct request *rq)
{
	return WHO_ANYONE | (rq->loopback ? WHO_LOCAL : 0) | login_who(app, rq);
}

static void sentence(struct app *app, const struct request *rq, const char *slug, char *out,
		     size_t cap)
{
	(void)app;
	(void)rq;
	text_copy(out, cap, words_error(slug));
}

static bool loopback_only(const char *listen)
{
	return !strncmp(listen, "127.", 4) || !strncmp(listen, "[::1]", 5) ||
	       !strncmp(listen, "localhost:", 10);
}

static int open_http(struct app *app, const struct args *a, const char *listen)
{
	const struct http_options o = {
		.app = app,
		.routes = ROUTES,
		.listen = listen,
		.tls_cert = args_get(a, "tls-cert", NULL),
		.tls_key = args_get(a, "tls-key", NULL),
		.hosts =
		    app->settings.hosts[0] || loopback_only(listen) ? app->settings.hosts : NULL,
		.csp = CSP,
		.live_path = LIVE_PATH,
		.who = who,
		.sentence = sentence,
		.db = app->db,
		.connections = (int)app->settings.max_connections,
		.per_address = (int)app->settings.max_per_address,
		.strangers = (int)app->settings.max_strangers,
		.count_loopback = app->settings.count_loopback,
	};
	if (!loopback_only(listen) && !o.tls_cert && !args_has(a, "plain-http")) {
		fprintf(stderr,
			"%s is not loopback: give --tls-cert and --tls-key, or --plain-http "
			"behind a proxy\n",
			listen);
		return ERR_USAGE;
	}
	int err = http_open(app->loop, &o, &app->http);
	if (err)
		fprintf(stderr, "cannot listen on %s\n", listen);
	return err;
}

static int open_sync(struct app *app)
{
	struct ingest_options in = {
		.db = app->db,
		.app = app,
		.keys = app->keys,
		.clock = &app->clock,
		.loop = app->loop,
		.apply = projection_apply,
		.done = projection_done,
	};
	int err = ingest_open(&in, &app->ingest);
	if (err)
		return err;
	db_event_begin(app->db);
	if (quarantine_count(app->db) > 0) /* a key that was put back opens its items now */
		(void)quarantine_replay(app->ingest, "unknown_key");
	err = db_event_commit(app->db, true);
	return err ? err : app_open_desk(app);
}

/* Until close_all says otherwise, this run did not end well: the next start looks at the whole file. */
static int begin_run(struct app *app)
{
	db_event_begin(app->db);
	db_meta_set_int(app->db, "clean_stop", 0);
	return db_event_commit(app->db, true);
}

static int open_all(struct app *app, const struct args *a, const char *listen)
{
	struct loop_options o = { .max_connections = CONNECTIONS_MOST, .turn_end = turn_end, .ctx = app };
	int err = mail_start();
	if (!err)
		err = loop_open(&o, &app->loop);
	if (!err)
		err = app_open(app, args_get(a, "data", ""), APP_WRITE, args_get(a, "config", NULL),
			       args_get(a, "share", NULL));
	if (!err)
		err = begin_run(app);
	crash_point("central.start.checked");
	if (!err)
		err = publish_refresh(app);
	if (!err)
		err = open_sync(app);
	if (!err)
		err = open_http(app, a, listen);
	if (!err)
		err = admin_open(app, &app->admin);
	return err;
}

static void close_all(struct app *app)
{
	crash_point("central.stop.begun");
	admin_close(app->admin);
	http_close(app->http);
	app->http = NULL;
	heavy_close(app->heavy);
	if (app->loop)
		loop_work_long_end(app->loop);
	backup_close(app->backup);
	app->backup = NULL;
	ranking_close(app->ranking);
	notify_close(app->notify); /* settles the mail under way, which moves the deadlines of its case */
	ladder_close(app->ladders);
	reception_close(app->reception);
	forget_close(app->forget);
	midnight_close(app->midnight);
	tenants_close(app->tenants);
	live_close(app->live);
	sync_desk_free(app->desk);
	if (app->db && app->admin) {
		db_event_begin(app->db);
		db_meta_set_int(app->db, "clean_stop", 1);
		crash_point("central.stop.before");
		if (db_event_commit(app->db, true))
			log_line(LOG_ERROR, "serve.stop", "err=storage");
		crash_point("central.stop.clean");
	}
	pages_close(app);
	app_close(app);
	loop_close(app->loop);
}

static int run(struct app *app, const struct args *a)
{
	char host[64];
	const char *listen = args_get(a, "listen", DEFAULT_LISTEN);
	const char *colon = strrchr(listen, ':');
	int err = colon ? open_all(app, a, listen) : ERR_USAGE;
	if (err == ERR_LOCKED)
		fprintf(stderr, "another portiek-central uses this folder\n");
	if (!err) {
		app->started = app_now(app);
		app->live = live_open(app);
		forget_files(app); /* of an event that was not committed when the program ended */
		app->heavy = heavy_open(app, HEAVY_PATIENCE_MS);
		app->notify = notify_open(app);
		app->ladders = ladder_open(app);
		app->reception = reception_open(app);
		app->forget = forget_open(app);
		app->tenants = tenants_open(app);
		app->midnight = midnight_open(app);
		app->backup = backup_open(app);
		pages_open(app);
		app->ranking = ranking_open(app);
		crash_point("central.start.ready");
		ingest_wake(app->ingest);
		snprintf(host, sizeof host, "%.*s", (int)(colon - listen), listen);
		printf("ready %s://%s:%d\n", args_has(a, "tls-cert") ? "https" : "http", host,
		       http_port(app->http));
		fflush(stdout);
		loop_run(app->loop);
	}
	close_all(app);
	return err;
}

int serve_routes(const struct args *a)
{
	(void)a;
	BUF(out);
	http_print_routes(ROUTES, &out);
	fputs(buf_text(&out), stdout);
	return OK;
}

int serve_run(const struct args *a)
{
	if (!args_has(a, "data")) {
		fprintf(stderr, "--data DIR is missing\n");
		return ERR_USAGE;
	}
	struct app *app = mem_new(1, sizeof *app);
	int err = run(app, a);
	free(app);
	return err;
}
