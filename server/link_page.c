/* What somebody outside sees of one case: what it needs, nothing more.
 *
 * Owns nothing. Promises: a party reads the address and what is wrong, and for a repair whom to call;
 * about people (R55) it reads nothing of who reported, and every text stays text.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/link_page.h"

#include <stdio.h>
#include <string.h>

#include "server/app.h"
#include "server/calendar.h"
#include "server/case_view.h"
#include "server/letters_inside.h"
#include "server/link.h"
#include "server/register_store.h"
#include "server/words.h"
#include "shared/base/log.h"
#include "shared/model/report.h"
#include "web/site/render.h"

#define PAGE "link-page"

static const struct {
	const char *purpose;
	bool calls; /* the party must reach the tenant */
	enum action steps[3];
} PURPOSES[] = {
	{ "answer", false, { AC_ANSWER, AC_MAX } },
	{ "repair", true, { AC_READY, AC_PROPOSE, AC_MAX } },
	{ "arrange", true, { AC_PROPOSE, AC_MAX } },
	{ "partner", false, { AC_PARTNER, AC_MAX } },
};

static size_t row_of(const char *purpose)
{
	for (size_t i = 0; i < COUNT_OF(PURPOSES); i++)
		if (!strcmp(PURPOSES[i].purpose, purpose))
			return i;
	return 0;
}

const enum action *link_steps(const char *purpose)
{
	return PURPOSES[row_of(purpose)].steps;
}

/* ---- facts -------------------------------------------------------------------------------- */

static void put_fact(struct val *list, const char *name, const char *value)
{
	if (!value[0])
		return;
	struct val *row = val_object();
	val_put_str(row, "name", words_get("link-fact", name));
	val_put_str(row, "value", value);
	val_put(list, NULL, row);
}

static void put_facts(struct app *app, const struct case_row *c, const struct link_row *l,
		      struct val *list)
{
	char text[300], whole[400];
	struct dwelling d;
	struct report r;
	bool calls = PURPOSES[row_of(l->purpose)].calls && !c->restricted;
	case_subject(app, c, text, sizeof text);
	put_fact(list, "receipt", c->receipt);
	put_fact(list, "subject", text);
	if (c->unit[0] && dwelling_find(app->db, c->unit, &d)) {
		dwelling_label(&d, text, sizeof text);
		snprintf(whole, sizeof whole, "%.200s, %s %s", text, d.postcode, d.city);
		put_fact(list, "address", whole);
	}
	if (case_open_report(app, c, &r))
		return;
	put_fact(list, "words", c->restricted ? "" : r.words);
	put_fact(list, "name", calls ? r.name : "");
	phone_spoken(r.phone, text, sizeof text);
	put_fact(list, "phone", calls ? text : "");
	if (calls && r.phone[0])
		val_put_str(val_last(list), "call", r.phone);
}

/* ---- forms -------------------------------------------------------------------------------- */

static void put_field(enum action a, const struct flow_field *f, const struct val *in, struct val *list)
{
	struct val *row = val_object();
	val_put_str(row, "name", f->name);
	val_put_str(row, "label", words_field(flow_action_name(a), f->name));
	val_put_int(row, "cap", f->cap);
	val_put_str(row, "value", val_str_of(in, f->name, ""));
	val_put_bool(row, "long", f->type == FIELD_TEXT && f->cap > 200);
	val_put_bool(row, "short", f->type == FIELD_TEXT && f->cap <= 200);
	val_put_bool(row, "day", f->type == FIELD_DATE);
	val_put(list, NULL, row);
}

static void put_form(const struct link_row *l, enum action a, const struct val *in, struct val *list)
{
	struct val *form = val_object();
	const char *name = flow_action_name(a);
	bool mine = !strcmp(val_str_of(in, "step", name), name);
	(void)l;
	val_put_str(form, "step", name);
	val_put_str(form, "title", words_get("link-form", name));
	val_put_str(form, "button", words_get("link-button", name));
	struct val *fields = val_put_array(form, "fields");
	for (const struct flow_field *f = flow_fields(a); f->name; f++)
		if (f->required)
			put_field(a, f, mine ? in : NULL, fields);
	val_put(list, NULL, form);
}

static void put_forms(struct app *app, const struct case_row *c, const struct link_row *l,
		      const struct val *in, struct val *view)
{
	struct val *forms = val_put_array(view, "forms");
	(void)app;
	for (const enum action *a = link_steps(l->purpose); *a != AC_MAX; a++) {
		const struct flow_ask ask = {
			.kind = flow_kind_bit(c->kind), .from = c->state, .action = *a, .by = BY_SUPPLIER,
			.facts = G_MAX - 1,
		};
		struct flow_answer answer;
		if (!flow_next(&ask, &answer))
			put_form(l, *a, in, forms);
	}
	val_put_bool(view, "upload", val_count(forms) > 0);
}

static void put_file(void *ctx, const struct evidence *e)
{
	struct val *row = val_object();
	val_put_str(row, "name", e->name);
	val_put(ctx, NULL, row);
}

/* ---- the page ----------------------------------------------------------------------------- */

static void render(struct app *app, struct val *view, struct buf *out)
{
	char why[200] = "";
	VAL(nothing) = val_object();
	struct render_set *set = render_set_new();
	struct render_base *base = render_base_new(nothing, nothing);
	const char *page = letters_built_in("", PAGE);
	val_put_str(view, "corporation", app->settings.name);
	val_put_str(view, "phone", app->settings.phone);
	if (!page || render_add_template(set, PAGE, page, why, sizeof why))
		die("link.page", "why=%s", why);
	render_page(set, PAGE, base, view, out);
	render_base_free(base);
	render_set_free(set);
}

void link_page(struct app *app, const struct link_row *l, const struct val *in, const char *fault,
	       struct buf *out)
{
	struct case_row c;
	char token[LINK_TOKEN];
	BUF(due);
	VAL(view) = val_object();
	if (!case_find(app->db, l->nr, &c)) {
		link_page_plain(app, "unknown", out);
		return;
	}
	link_token(app, l, token);
	calendar_say(app->calendar, l->due, SAY_YEAR, &due);
	val_put_str(view, "title", words_get("link-title", l->purpose));
	val_put_str(view, "token", token);
	val_put_str(view, "fault", fault);
	struct val *about = val_put_object(view, "about");
	put_facts(app, &c, l, val_put_array(about, "facts"));
	val_put_str(about, "question_title", words_get("link-question", l->purpose));
	val_put_str(about, "question", l->question);
	val_put_str(about, "due", buf_text(&due));
	put_forms(app, &c, l, in, view);
	if (!val_count(val_get(view, "forms")))
		val_put_str(view, "lead", words_get("link-page", "answered"));
	evidence_each(app->db, l->nr, put_file, val_put_array(view, "files"));
	render(app, view, out);
}

void link_page_plain(struct app *app, const char *what, struct buf *out)
{
	char lead[48];
	VAL(view) = val_object();
	snprintf(lead, sizeof lead, "%s.lead", what);
	val_put_str(view, "title", words_get("link-page", what));
	val_put_str(view, "lead", words_get("link-page", lead));
	render(app, view, out);
}
