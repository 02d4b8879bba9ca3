/* A selection of the inbox, row by row into a spreadsheet.
 *
 * Owns the facts of a question until its answer left. The rows come from the same questions as the
 * inbox itself, so what is exported is what was on screen, further down than a screen goes.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/export.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/app.h"
#include "server/calendar.h"
#include "server/case_view.h"
#include "server/cases_api.h"
#include "server/catalogues.h"
#include "server/heavy.h"
#include "server/ladder.h"
#include "server/register_store.h"
#include "server/routing.h"
#include "server/words.h"
#include "shared/io/csv.h"
#include "shared/io/db.h"
#include "shared/io/http.h"

/* ---- in the worker ------------------------------------------------------------------------------- */

static const char *const COLUMNS[] = { "case",	  "receipt", "urgency", "kind",	   "state",
				       "subject", "address", "party",	"channel", "captured",
				       "due",	  "late",    "owner",	"reopened" };

struct writing {
	struct export *e;
	struct db *db;
	struct catalogues *catalogues;
	struct buf *out;
};

static void put_time(const struct export *e, int64_t t, struct buf *out)
{
	struct civil c;
	char text[32];
	calendar_civil(e->calendar, t, &c);
	snprintf(text, sizeof text, "%04d-%02d-%02d %02d:%02d", c.year, c.month, c.day, c.hour,
		 c.minute);
	csv_sheet_put(out, t ? text : "", false);
}

static void put_number(int64_t n, bool first, struct buf *out)
{
	char text[24];
	snprintf(text, sizeof text, "%lld", (long long)n);
	csv_sheet_put(out, text, first);
}

/* The address of a report about a person is that of the reporter: it stays in the house (R55). */
static void put_address(const struct writing *w, const struct case_row *c)
{
	struct dwelling d;
	char label[160];
	text_copy(label, sizeof label, c->restricted ? "" : c->unit);
	if (label[0] && dwelling_find(w->db, c->unit, &d))
		dwelling_label(&d, label, sizeof label);
	csv_sheet_put(w->out, label, false);
}

static void put_party(const struct writing *w, const struct case_row *c)
{
	struct party p;
	bool known = c->party[0] && party_find(w->db, c->party, &p);
	csv_sheet_put(w->out, known ? p.name : val_str_of(w->e->labels, c->party, c->party), false);
}

static void put_case(const struct writing *w, const struct case_row *c)
{
	const struct export *e = w->e;
	char subject[300];
	bool timed = c->due < LADDER_NO_DUE;
	case_subject_of(catalogues_of(w->db, w->catalogues, c->catalogue), c, subject,
			sizeof subject);
	put_number(c->nr, true, w->out);
	csv_sheet_put(w->out, c->receipt, false);
	csv_sheet_put(w->out, case_urgency_label(c->urgency), false);
	csv_sheet_put(w->out, words_get("kind", c->kind), false);
	csv_sheet_put(w->out, case_state_label(c->state), false);
	csv_sheet_put(w->out, subject, false);
	put_address(w, c);
	put_party(w, c);
	csv_sheet_put(w->out, words_get("channel", c->channel), false);
	put_time(e, c->captured, w->out);
	put_time(e, timed ? c->due : 0, w->out);
	csv_sheet_put(
	    w->out,
	    words_get("figure", flow_open(c->state) && c->due < e->query.now ? "yes" : "no"),
	    false);
	csv_sheet_put(w->out, c->owner, false);
	put_number(c->reopened, false, w->out);
	csv_sheet_end(w->out);
}

static bool wanted(const struct export *e, const struct case_row *c)
{
	return case_may_see(c, e->role) &&
	       (!e->urgency[0] || !strcmp(e->urgency, urgency_name(c->urgency))) &&
	       (!e->channel[0] || !strcmp(e->channel, c->channel)) &&
	       (!e->unread || flow_unread(c->state));
}

static bool one_case(void *ctx, const struct case_row *c)
{
	struct writing *w = ctx;
	if (wanted(w->e, c)) {
		put_case(w, c);
		w->e->rows++;
	}
	return !db_stopped(w->db);
}

int export_read(struct db *db, void *ctx, struct buf *out)
{
	struct export *e = ctx;
	struct writing w = { e, db, catalogues_new(), out };
	csv_sheet_begin(out);
	for (size_t i = 0; i < COUNT_OF(COLUMNS); i++)
		csv_sheet_put(out, words_get("figure", COLUMNS[i]), i == 0);
	csv_sheet_end(out);
	if (case_list(db, &e->query, one_case, &w)) {
		csv_sheet_put(out, words_get("figure", "more_cases"), true);
		csv_sheet_end(out);
	}
	catalogues_free(w.catalogues);
	return OK;
}

/* ---- in the loop --------------------------------------------------------------------------------- */

static void drop(void *ctx)
{
	struct export *e = ctx;
	val_free(e->labels);
	free(e);
}

/* The audit keeps what was chosen, but no search: somebody may have typed a name. */
static int finish(struct app *app, void *ctx, struct reply *rp)
{
	const struct export *e = ctx;
	char text[160];
	snprintf(text, sizeof text, "%lld %s", (long long)e->rows, words_get("figure", e->rows == 1 ? "line" : "lines"));
	app_audit_about(app, e->who, "export.cases",
			e->text[0] ? words_get("figure", "search") : words_get("view", e->view), text);
	snprintf(text, sizeof text, "attachment; filename=\"zaken-%s.csv\"",
		 e->text[0] ? "zoeken" : e->view);
	reply_header(rp, "content-disposition", text);
	rp->type = "text/csv; charset=utf-8";
	return OK;
}

static struct val *departments(struct app *app)
{
	static const char *const keys[] = { "dept:phone", "dept:repair", "dept:living",
					    "dept:energy" };
	struct val *labels = val_object();
	char name[120];
	for (size_t i = 0; i < COUNT_OF(keys); i++) {
		routing_party_label(app, keys[i], name, sizeof name);
		val_put_str(labels, keys[i], name);
	}
	return labels;
}

static bool arg(const struct request *rq, const char *name, char *out, size_t cap)
{
	char named[16];
	snprintf(named, sizeof named, "%s=", name);
	return !strstr(rq->query, named) || http_arg(rq, name, out, cap);
}

static const char *read_ask(const struct request *rq, struct export *e)
{
	char unread[4] = "";
	text_copy(e->view, sizeof e->view, "all");
	if (!arg(rq, "view", e->view, sizeof e->view) || cases_view_of(e->view) == VIEW_MAX)
		return "view";
	if (!arg(rq, "q", e->text, sizeof e->text))
		return "q";
	if (!arg(rq, "urgency", e->urgency, sizeof e->urgency) ||
	    (e->urgency[0] && urgency_from(e->urgency) == URGENCY_MAX))
		return "urgency";
	if (!arg(rq, "channel", e->channel, sizeof e->channel))
		return "channel";
	if (!arg(rq, "unread", unread, sizeof unread))
		return "unread";
	e->unread = !strcmp(unread, "1");
	return NULL;
}

int export_cases(struct app *app, const struct request *rq, struct reply *rp)
{
	static const struct heavy_read how = { export_read, finish, drop };
	struct login who;
	if (!login_current(app, rq, &who))
		return ERR_AUTH;
	struct export *e = mem_new(1, sizeof *e);
	const char *wrong = read_ask(rq, e);
	if (wrong) {
		drop(e);
		return reply_field(rp, ERR_INPUT, wrong);
	}
	text_copy(e->who, sizeof e->who, who.name);
	text_copy(e->role, sizeof e->role, who.role);
	text_copy(e->sees, sizeof e->sees, who.sees);
	e->labels = departments(app);
	e->calendar = app->calendar;
	e->query = (struct case_query){
		.view = cases_view_of(e->view),
		.text = e->text,
		.limit = EXPORT_ROWS,
		.now = app_now(app),
		.who = e->who,
		.sees = e->sees,
	};
	return heavy_answer(app, rq, rp, &how, e);
}
