/* See forget.h.
 *
 * Owns one timer and row "forget_cursor" of meta. Promises: a case is forgotten whole or not at all; what
 * was deleted is overwritten in the database file; nothing open is touched.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/forget.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "server/app.h"
#include "server/calendar.h"
#include "server/case_view.h"
#include "server/command.h"
#include "server/feed.h"
#include "server/forget_store.h"
#include "shared/base/log.h"
#include "shared/io/db.h"
#include "shared/io/fs.h"
#include "shared/io/loop.h"
#include "shared/model/report.h"

#define EVERY_MS (15 * MINUTE_MS)
#define LOOK 200 /* cases a time */

struct forget {
	struct app *app;
	struct loop_timer *timer;
};

/* ---- one case ------------------------------------------------------------------------------ */

/* What stays of a report. One that cannot be opened leaves what its row says. */
static void what_stays(struct app *app, const struct case_row *c, struct buf *out)
{
	struct report *r = mem_new(1, sizeof *r);
	if (case_open_report(app, c, r)) {
		memset(r, 0, sizeof *r);
		text_copy(r->id, sizeof r->id, c->id);
		text_copy(r->branch, sizeof r->branch, c->branch);
		text_copy(r->kind, sizeof r->kind, c->kind);
	}
	memset(r->actor_ref, 0, sizeof r->actor_ref);
	memset(r->name, 0, sizeof r->name);
	memset(r->phone, 0, sizeof r->phone);
	memset(r->mail, 0, sizeof r->mail);
	memset(r->words, 0, sizeof r->words);
	memset(r->place_text, 0, sizeof r->place_text);
	memset(r->follow, 0, sizeof r->follow);
	if (c->restricted)
		memset(r->unit, 0, sizeof r->unit);
	VAL(v) = report_write(r);
	val_print(v, out);
	free(r);
}

struct saying {
	struct app *app;
	int err;
};

/* What the tenant said later came as an item of its own; the event names it. */
static void forget_said(void *ctx, const struct case_event *e)
{
	struct saying *s = ctx;
	VAL(detail) = NULL;
	if (s->err || strcmp(e->what, "said") || val_parse(e->detail, strlen(e->detail), NULL, &detail, NULL))
		return;
	const char *id = val_str_of(detail, "id", "");
	if (uuid_valid(id))
		s->err = forget_item(s->app->db, id);
}

int forget_case(struct app *app, int64_t nr, const char *who, const char *why)
{
	struct case_row c;
	struct saying said = { .app = app };
	BUF(stays);
	if (!case_find(app->db, nr, &c))
		return ERR_NOT_FOUND;
	if (flow_open(c.state) || c.anonymous)
		return ERR_CONFLICT;
	what_stays(app, &c, &stays);
	event_each(app->db, nr, forget_said, &said);
	int err = said.err ? said.err : forget_rows(app->db, &c, &stays, app_now(app));
	if (!err)
		err = event_forget(app->db, nr, app_now(app), who, why);
	if (!err)
		feed_del(app->db, "case", c.receipt);
	return err;
}

/* ---- those whose time is over --------------------------------------------------------------- */

/* Persons leave a case of a kind so many months after the day of its last event. 0: never. */
static bool is_over(struct app *app, const struct forget_row *row)
{
	int64_t months = settings_retention(&app->settings, row->kind);
	return months > 0 && app_now(app) > calendar_add_months(app->calendar, row->last, (int)months);
}

int forget_some(struct app *app, int look)
{
	struct forget_row row;
	int64_t at = db_meta_int(app->db, "forget_cursor", 0);
	int gone = 0;
	for (; look > 0; look--) {
		if (!forget_next(app->db, at, &row)) {
			at = 0;
			break;
		}
		at = row.nr;
		if (!is_over(app, &row))
			continue;
		int err = forget_case(app, row.nr, "-", "retention");
		gone += err == OK;
		if (err)
			log_line(LOG_ERROR, "forget.failed", "case=%lld err=%s", (long long)row.nr, err_slug(err));
	}
	db_meta_set_int(app->db, "forget_cursor", at);
	if (gone)
		log_line(LOG_NOTE, "forget.retention", "cases=%d", gone);
	return gone;
}

/* ---- files ---------------------------------------------------------------------------------- */

struct sweeping {
	struct app *app;
	const char *folder;
};

static int sweep(void *ctx, const char *name)
{
	const struct sweeping *s = ctx;
	char path[PATH_CAP];
	if (strlen(name) != 64 || forget_file_kept(s->app->db, name))
		return OK;
	fs_join(path, s->folder, name);
	log_line(LOG_NOTE, "forget.file", "sha256=%s", name);
	fs_remove(path);
	return OK;
}

void forget_files(struct app *app)
{
	char folder[PATH_CAP];
	if (!app->dir[0])
		return;
	app_folder(app, "blobs", folder);
	struct sweeping s = { app, folder };
	if (fs_each(folder, sweep, &s))
		log_line(LOG_ERROR, "forget.files", "folder=%s", folder);
}

/* ---- while serving -------------------------------------------------------------------------- */

static void on_timer(void *ctx)
{
	struct forget *f = ctx;
	struct app *app = f->app;
	db_event_begin(app->db);
	int gone = forget_some(app, LOOK);
	if (db_event_commit(app->db, true) == OK && gone)
		forget_files(app);
	loop_timer_set(f->timer, EVERY_MS);
}

struct forget *forget_open(struct app *app)
{
	struct forget *f = mem_new(1, sizeof *f);
	f->app = app;
	f->timer = loop_timer_new(app->loop, on_timer, f);
	loop_timer_set(f->timer, EVERY_MS);
	return f;
}

void forget_close(struct forget *f)
{
	if (!f)
		return;
	loop_timer_free(f->timer);
	free(f);
}

/* ---- by hand -------------------------------------------------------------------------------- */

int forget_verb(struct job *job)
{
	struct forget_row row = { 0 };
	bool run = args_has(job->args, "run");
	int64_t over = 0, kept = 0;
	while (forget_next(job->app->db, row.nr, &row)) {
		bool ends = is_over(job->app, &row);
		int err = ends && run ? forget_case(job->app, row.nr, "-", "retention") : OK;
		if (err)
			return err;
		over += ends;
		kept += !ends;
	}
	buf_fmt(job->out, "%lld cases %s, %lld closed cases still name persons\n", (long long)over,
		run ? "forgotten" : "are over their time", (long long)kept);
	if (run && over)
		app_audit(job->app, "-", "retention.run", "");
	return OK;
}
