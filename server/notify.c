/* Sending confirmations: one mail at a time, in the worker.
 *
 * Owns one timer and at most one mail under way. Promises: a mail is 'sending' in the database
 * before its first byte leaves; what may have arrived is never sent again by itself (state unsure);
 * every attempt of a mail has the same Message-ID.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/notify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/app.h"
#include "server/case_store.h"
#include "server/ladder.h"
#include "server/live.h"
#include "server/outgoing_store.h"
#include "shared/base/log.h"
#include "shared/io/db.h"
#include "shared/io/loop.h"
#include "shared/io/mail.h"

#define PAUSE_MS 50            /* between two mails */
#define IDLE_MS (10 * MINUTE_MS)

struct notify {
	struct app *app;
	struct loop_timer *timer;
	struct mail_server server;
	bool running, closing;
	/* the one under way */
	struct outgoing row;
	struct mail mail;
	enum mail_outcome outcome;
	char why[200];
};

int64_t notify_backoff(int64_t attempts)
{
	static const int64_t minutes[] = { 1, 5, 15, 60 };
	if (attempts < 1)
		return 0;
	return (attempts <= (int64_t)COUNT_OF(minutes) ? minutes[attempts - 1] : 240) * MINUTE_MS;
}

/* ---- after the worker --------------------------------------------------------------------- */

static int settle(struct notify *n)
{
	struct db *db = n->app->db;
	int64_t now = app_now(n->app), attempts = n->row.attempts + 1;
	const char *state = "sent";
	int64_t due = n->row.due;
	if (n->outcome == MAIL_LATER) {
		state = attempts < NOTIFY_ATTEMPTS ? "waiting" : "failed";
		due = now + notify_backoff(attempts);
	} else if (n->outcome != MAIL_SENT) {
		state = n->outcome == MAIL_NEVER ? "failed" : "unsure";
	}
	int err = outgoing_settle(db, n->row.n, state, due, now, n->why);
	if (!err && n->outcome == MAIL_SENT)
		err = event_add(db, n->row.nr, now, "-", "confirmed", "{\"via\":\"mail\"}");
	if (!err && n->outcome == MAIL_SENT)
		err = ladder_confirmed(n->app, n->row.nr);
	log_line(LOG_NOTE, "mail.done", "n=%lld state=%s why=%s", (long long)n->row.n, state,
		 n->why);
	live_changed(n->app->live);
	return err;
}

static void mail_done(void *ctx)
{
	struct notify *n = ctx;
	n->running = false;
	notify_mail_free(&n->mail);
	if (n->closing) {
		free(n);
		return;
	}
	db_event_begin(n->app->db);
	int err = settle(n);
	db_event_end(n->app->db, !err);
	loop_timer_set(n->timer, PAUSE_MS);
}

static void mail_job(void *ctx)
{
	struct notify *n = ctx;
	n->outcome = mail_send(&n->server, &n->mail, n->why, sizeof n->why);
}

/* ---- taking the next ---------------------------------------------------------------------- */

/* Mark it as leaving, durably, then hand it to the worker. */
static void start(struct notify *n)
{
	struct db *db = n->app->db;
	n->why[0] = '\0';
	db_event_begin(db);
	int err = outgoing_begin(db, n->row.n);
	if (!err && notify_compose(n->app, &n->row, &n->mail)) {
		err = outgoing_settle(db, n->row.n, "failed", n->row.due, app_now(n->app),
				      "no_address");
		db_event_end(db, !err);
		loop_timer_set(n->timer, PAUSE_MS);
		return;
	}
	if (db_event_commit(db, !err) || err) {
		notify_mail_free(&n->mail);
		loop_timer_set(n->timer, MINUTE_MS);
		return;
	}
	n->running = true;
	loop_work(n->app->loop, mail_job, mail_done, n);
}

static void take_next(void *ctx)
{
	struct notify *n = ctx;
	int64_t next;
	if (n->running || !n->server.url[0])
		return;
	if (outgoing_next_mail(n->app->db, app_now(n->app), &n->row, &next)) {
		start(n);
		return;
	}
	if (!next)
		return;
	int64_t wait = next - app_now(n->app);
	loop_timer_set(n->timer, wait < IDLE_MS ? wait : IDLE_MS);
}

void notify_nudge(struct notify *n)
{
	if (n && !n->running)
		loop_timer_set(n->timer, PAUSE_MS);
}

/* "dir:mail" means DIR/mail. */
static void set_server(struct app *app, struct mail_server *server)
{
	const struct settings *s = &app->settings;
	char path[PATH_CAP];
	text_copy(server->url, sizeof server->url, s->mail_server);
	if (!strncmp(s->mail_server, "dir:", 4) && s->mail_server[4] != '/') {
		fs_join(path, app->dir, s->mail_server + 4);
		snprintf(server->url, sizeof server->url, "dir:%.390s", path);
	}
	text_copy(server->user, sizeof server->user, s->mail_user);
	text_copy(server->password, sizeof server->password, s->mail_password);
}

struct notify *notify_open(struct app *app)
{
	struct notify *n = mem_new(1, sizeof *n);
	n->app = app;
	n->timer = loop_timer_new(app->loop, take_next, n);
	set_server(app, &n->server);
	db_event_begin(app->db);
	int cut = outgoing_recover(app->db, app_now(app));
	if (db_event_commit(app->db, true))
		log_line(LOG_ERROR, "mail.recover", "err=storage");
	if (cut)
		log_line(LOG_WARN, "mail.unsure", "count=%d", cut);
	notify_nudge(n);
	return n;
}

void notify_close(struct notify *n)
{
	if (!n)
		return;
	loop_timer_free(n->timer);
	n->closing = true;
	if (!n->running)
		free(n);
}
