/* The dashboards over HTTP: which period, whose words, what the audit keeps.
 *
 * Owns the facts of a question until its answer left (server/heavy.h).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/figures_api.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/app.h"
#include "server/calendar.h"
#include "server/catalogues.h"
#include "server/figures.h"
#include "server/heavy.h"
#include "server/routing.h"
#include "server/words.h"
#include "shared/io/http.h"

static void drop(void *ctx)
{
	struct figures *f = ctx;
	if (f)
		val_free(f->labels);
	free(f);
}

/* ---- words the worker needs ----------------------------------------------------------------- */

static void put_once(struct val *labels, const char *key, const char *text)
{
	if (!val_get(labels, key))
		val_put_str(labels, key, text);
}

/* "object:KRAAN" and "KRAAN:LEK", named as in the first area that has them. */
static void put_object(const struct catalogue *c, const struct area *a, const struct object *o,
		       struct val *labels)
{
	char key[160], text[160];
	snprintf(key, sizeof key, "object:%s", o->code);
	snprintf(text, sizeof text, "home.%s.%s", a->code, o->code);
	put_once(labels, key, catalogue_text(c, "nl", text));
	for (int i = 0; i < o->fault_count; i++) {
		snprintf(key, sizeof key, "%s:%s", o->code, o->faults[i].code);
		snprintf(text, sizeof text, "home.%s.%s.%s", a->code, o->code, o->faults[i].code);
		put_once(labels, key, catalogue_text(c, "nl", text));
	}
}

static struct val *labels_of(struct app *app)
{
	static const char *const departments[] = { "dept:phone", "dept:repair", "dept:living",
						   "dept:energy" };
	struct val *labels = val_object();
	const struct catalogue *c = catalogues_current(app);
	char name[120];
	for (size_t i = 0; i < COUNT_OF(departments); i++) {
		routing_party_label(app, departments[i], name, sizeof name);
		val_put_str(labels, departments[i], name);
	}
	for (int i = 0; c && i < catalogue_area_count(c); i++) {
		const struct area *a = catalogue_area(c, i);
		for (int j = 0; j < a->object_count; j++)
			put_object(c, a, &a->objects[j], labels);
	}
	return labels;
}

static void put_outages(const struct settings *s, char *out, size_t cap)
{
	char words[sizeof s->energy_outages], *rest = words, *word;
	BUF(text);
	VAL(list) = val_array();
	memcpy(words, s->energy_outages, sizeof words);
	while ((word = strsep(&rest, " ")) != NULL)
		if (word[0])
			val_put_str(list, NULL, word);
	val_print(list, &text);
	if (text_copy(out, cap, buf_text(&text)))
		text_copy(out, cap, "[]");
}

/* ---- the question --------------------------------------------------------------------------- */

/* The first day of the month eleven months before today's: twelve months with this one. */
static void a_year_back(struct app *app, char out[CIVIL_TEXT])
{
	struct civil c;
	calendar_date(calendar_day_of(app->calendar, app_now(app)), &c);
	unsigned year = (unsigned)(c.month == 12 ? c.year : c.year - 1) % 10000;
	unsigned month = (unsigned)c.month % 12 + 1;
	snprintf(out, CIVIL_TEXT, "%04u-%02u-01", year, month);
}

static int read_ask(struct app *app, const struct request *rq, struct figures *f, struct reply *rp)
{
	char by[8] = "month";
	civil_today(app, f->today);
	text_copy(f->until, sizeof f->until, f->today);
	a_year_back(app, f->from);
	if (strstr(rq->query, "from=") && !http_arg(rq, "from", f->from, sizeof f->from))
		return reply_field(rp, ERR_INPUT, "from");
	if (strstr(rq->query, "until=") && !http_arg(rq, "until", f->until, sizeof f->until))
		return reply_field(rp, ERR_INPUT, "until");
	if (strstr(rq->query, "by=") &&
	    (!http_arg(rq, "by", by, sizeof by) || (strcmp(by, "month") && strcmp(by, "week"))))
		return reply_field(rp, ERR_INPUT, "by");
	f->weeks = !strcmp(by, "week");
	if (figures_period(app, f))
		return reply_field(rp, ERR_INPUT, "until");
	f->cents = app->settings.energy_fee;
	put_outages(&app->settings, f->outages, sizeof f->outages);
	f->labels = labels_of(app);
	return OK;
}

/* Parsed, with who asks; heavy owns it from then on. */
static int begin(struct app *app, const struct request *rq, struct reply *rp, struct figures **ret)
{
	struct login who;
	struct figures *f = mem_new(1, sizeof *f);
	int err = login_current(app, rq, &who) ? OK : ERR_AUTH;
	if (!err)
		err = read_ask(app, rq, f, rp);
	if (err) {
		drop(f);
		return err;
	}
	text_copy(f->who, sizeof f->who, who.name);
	*ret = f;
	return OK;
}

int figures_get(struct app *app, const struct request *rq, struct reply *rp)
{
	static const struct heavy_read all = { figures_read, NULL, drop };
	struct figures *f;
	int err = begin(app, rq, rp, &f);
	return err ? err : heavy_answer(app, rq, rp, &all, f);
}

static int finish_sheet(struct app *app, void *ctx, struct reply *rp)
{
	const struct figures *f = ctx;
	char text[120];
	snprintf(text, sizeof text, "%s – %s", f->from, f->until);
	app_audit_about(app, f->who, "export.figures", words_get("figures", f->only->key), text);
	snprintf(text, sizeof text, "attachment; filename=\"%s-%s-%s.csv\"", f->only->key, f->from,
		 f->until);
	reply_header(rp, "content-disposition", text);
	rp->type = "text/csv; charset=utf-8";
	return OK;
}

int figures_sheet_get(struct app *app, const struct request *rq, struct reply *rp)
{
	static const struct heavy_read sheet = { figures_read, finish_sheet, drop };
	char key[24] = "";
	struct figures *f;
	const struct figure_table *only =
	    http_arg(rq, "table", key, sizeof key) ? figures_table(key) : NULL;
	if (!only)
		return reply_field(rp, ERR_INPUT, "table");
	int err = begin(app, rq, rp, &f);
	if (err)
		return err;
	f->only = only;
	return heavy_answer(app, rq, rp, &sheet, f);
}
