/* Sending mails: one at a time, in the worker.
 *
 * Owns one timer and at most one mail under way. Promises: a mail is 'sending' in the database
 * before its first byte leaves; what may have arrived is never sent again by itself (state unsure);
 * every attempt of a mail has the same Message-ID; what became of it stands in the case's history.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/notify.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/app.h"
#include "server/case_store.h"
#include "server/ladder.h"
#include "server/live.h"
#include "server/outgoing_store.h"
#include "shared/base/crash.h"
#include "shared/base/log.h"
#include "shared/io/db.h"
#include "shared/io/loop.h"
#include "shared/io/mail.h"

#define PAUSE_MS 50 /* between two mails */
#define IDLE_MS	 (10 * MINUTE_MS)

struct notify {
	struct app *app;
	struct loop_timer *timer;
	struct mail_server server;
	bool running;
	atomic_bool stop;     /* the worker should give up */
	pthread_mutex_t lock; /* of: */
	pthread_cond_t changed;
	bool finished; /* the worker is through with the one under way */
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

/* A confirmation that left has a word of its own: the kiosk and the inbox know it. */
static int tell(struct notify *n, const char *state)
{
	static const struct {
		const char *state, *event;
	} rows[] = {
		{ "sent", "mail_sent" },
		{ "failed", "mail_failed" },
		{ "unsure", "mail_unsure" },
	};
	bool confirmation = !strcmp(n->row.why, "confirmation");
	if (!strcmp(state, "sent") && confirmation) {
		int err = event_add(n->app->db, n->row.nr, app_now(n->app), "-", "confirmed",
				    "{\"via\":\"mail\"}");
		return err ? err : ladder_confirmed(n->app, n->row.nr);
	}
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (!strcmp(rows[i].state, state))
			return notify_tell(n->app, &n->row, rows[i].event, "-", n->why);
	return OK; /* it waits for its next attempt */
}

static int settle(struct notify *n)
{
	int64_t now = app_now(n->app), attempts = n->row.attempts + 1, due = n->row.due;
	const char *state = "sent";
	if (n->outcome == MAIL_LATER) {
		state = attempts < NOTIFY_ATTEMPTS ? "waiting" : "failed";
		due = now + notify_backoff(attempts);
	} else if (n->outcome != MAIL_SENT) {
		state = n->outcome == MAIL_NEVER ? "failed" : "unsure";
	}
	int err = outgoing_settle(n->app->db, n->row.n, state, due, now, n->why);
	if (!err)
		err = tell(n, state);
	log_line(LOG_NOTE, "mail.done", "n=%lld state=%s why=%.*s", (long long)n->row.n, state,
		 (int)strcspn(n->why, " "), n->why);
	live_changed(n->app->live);
	crash_point("notify.settled");
	return err;
}

static void mail_done(void *ctx)
{
	struct notify *n = ctx;
	n->running = false;
	notify_mail_free(&n->mail);
	crash_point("notify.sent.before_settle");
	db_event_begin(n->app->db);
	int err = settle(n);
	db_event_end(n->app->db, !err);
	loop_timer_set(n->timer, PAUSE_MS);
}

static void mail_job(void *ctx)
{
	struct notify *n = ctx;
	n->outcome = mail_send(&n->server, &n->mail, n->why, sizeof n->why);
	pthread_mutex_lock(&n->lock);
	n->finished = true;
	pthread_cond_signal(&n->changed);
	pthread_mutex_unlock(&n->lock);
}

/* ---- taking the next ---------------------------------------------------------------------- */

/* It cannot be written (no address, a fact that is gone): people see it, the next one goes on. */
static void give_up(struct notify *n)
{
	struct db *db = n->app->db;
	int err = outgoing_settle(db, n->row.n, "failed", n->row.due, app_now(n->app), n->why);
	if (!err)
		err = tell(n, "failed");
	db_event_end(db, !err);
	live_changed(n->app->live);
	notify_mail_free(&n->mail);
	loop_timer_set(n->timer, PAUSE_MS);
}

/* Mark it as leaving, durably, then hand it to the worker. */
static void start(struct notify *n)
{
	struct db *db = n->app->db;
	n->why[0] = '\0';
	db_event_begin(db);
	int err = outgoing_begin(db, n->row.n);
	if (!err && notify_compose(n->app, &n->row, &n->mail, n->why, sizeof n->why)) {
		give_up(n);
		return;
	}
	crash_point("notify.begin.before");
	if (db_event_commit(db, !err) || err) {
		notify_mail_free(&n->mail);
		loop_timer_set(n->timer, MINUTE_MS);
		return;
	}
	crash_point("notify.begin.after");
	n->running = true;
	n->finished = false;
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

static bool tell_cut_off(void *ctx, const struct outgoing *o)
{
	return !notify_tell(ctx, o, "mail_unsure", "-", "cut_off");
}

/* Mails that were leaving when the program died: perhaps they arrived. */
static void recover(struct app *app)
{
	db_event_begin(app->db);
	outgoing_sending(app->db, tell_cut_off, app);
	int cut = outgoing_recover(app->db, app_now(app));
	if (db_event_commit(app->db, true))
		log_line(LOG_ERROR, "mail.recover", "err=storage");
	if (cut)
		log_line(LOG_WARN, "mail.unsure", "count=%d", cut);
}

struct notify *notify_open(struct app *app)
{
	struct notify *n = mem_new(1, sizeof *n);
	n->app = app;
	n->timer = loop_timer_new(app->loop, take_next, n);
	set_server(app, &n->server);
	n->server.stop = &n->stop;
	pthread_mutex_init(&n->lock, NULL);
	pthread_cond_init(&n->changed, NULL);
	recover(app);
	notify_nudge(n);
	return n;
}

/* The worker's word still counts: what it sent is 'sent', what it did not is tried at the next start. */
static void end_running(struct notify *n)
{
	atomic_store(&n->stop, true);
	pthread_mutex_lock(&n->lock);
	while (!n->finished)
		pthread_cond_wait(&n->changed, &n->lock);
	pthread_mutex_unlock(&n->lock);
	notify_mail_free(&n->mail);
	db_event_begin(n->app->db);
	int err = settle(n);
	if (db_event_commit(n->app->db, !err))
		log_line(LOG_ERROR, "mail.stop", "err=storage");
}

void notify_close(struct notify *n)
{
	if (!n)
		return;
	loop_timer_free(n->timer);
	if (n->running)
		end_running(n);
	pthread_cond_destroy(&n->changed);
	pthread_mutex_destroy(&n->lock);
	free(n);
}
