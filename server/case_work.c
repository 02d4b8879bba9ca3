/* The part of a case's page that is about working on it.
 *
 * Owns nothing. What a person may do comes from flow, never from the page.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "server/app.h"
#include "server/case_act.h"
#include "server/case_view.h"
#include "server/catalogues.h"
#include "server/leader_store.h"
#include "server/link.h"
#include "server/referral_store.h"
#include "server/register_store.h"
#include "server/routing.h"
#include "server/staff_store.h"
#include "server/words.h"
#include "shared/model/report.h"

#define EARLIER 20

static void put_task(void *ctx, const struct task *t)
{
	struct val *row = val_object();
	val_put_int(row, "id", t->n);
	val_put_str(row, "what", t->what);
	val_put_str(row, "owner", t->owner);
	val_put_int(row, "due", t->due);
	val_put_str(row, "made_by", t->made_by);
	val_put_int(row, "done", t->done);
	val_put_str(row, "done_by", t->done_by);
	val_put(ctx, NULL, row);
}

/* How a customer reaches the party, for the card (R11). */
static void put_phone(struct app *app, const char *key, struct val *v)
{
	struct party p = { .key = "" };
	(void)party_find(app->db, key, &p);
	val_put_str(v, "phone", p.phone);
	val_put_str(v, "mail", p.mail);
	val_put_str(v, "hours", p.hours);
}

/* The cause found, as code and in words of the catalogue (R38). */
static void put_found(struct app *app, const struct case_row *c, struct val *page)
{
	char found[32], key[64];
	const struct catalogue *cat = catalogues_get(app, c->catalogue);
	bool known = finding_find(app->db, c->nr, found);
	snprintf(key, sizeof key, "suspect.%s", found);
	val_put_str(page, "found", known ? found : "");
	val_put_str(page, "found_label", !known ? "" : cat ? catalogue_text(cat, "nl", key) : found);
}

static void put_referral(struct app *app, const struct case_row *c, struct val *page)
{
	struct referral f;
	char label[120];
	if (!referral_of_case(app->db, c->nr, &f) &&
	    !referral_of_unit(app->db, c->unit, app_now(app) - REFERRAL_MS, &f))
		return;
	struct val *v = val_put_object(page, "referral");
	routing_party_label(app, f.party, label, sizeof label);
	val_put_int(v, "nr", f.nr);
	val_put_int(v, "t", f.t);
	val_put_str(v, "party", f.party);
	val_put_str(v, "party_label", label);
	val_put_str(v, "medium", f.medium);
	val_put_str(v, "medium_label", words_get("medium", f.medium));
	val_put_str(v, "why", f.why);
	val_put_str(v, "who", f.who);
	val_put_int(v, "returned", f.returned);
	put_phone(app, f.party, v);
}

void case_put_before(struct app *app, const struct case_row *c, const struct report *r,
		     struct val *page)
{
	struct referral f;
	char label[120] = "";
	if (!r->before_reason[0])
		return;
	struct val *v = val_put_object(page, "before");
	if (!strcmp(r->before_party, "corporation"))
		text_copy(label, sizeof label, app->settings.name);
	else if (r->before_party[0])
		routing_party_label(app, r->before_party, label, sizeof label);
	val_put_str(v, "party", r->before_party);
	val_put_str(v, "party_label", label);
	val_put_str(v, "reason", r->before_reason);
	val_put_str(v, "reason_label", words_get("reason", r->before_reason));
	if (!case_earlier_referral(app, c, &f))
		return;
	struct val *earlier = val_put_object(v, "referral");
	routing_party_label(app, f.party, label, sizeof label);
	val_put_int(earlier, "nr", f.nr);
	val_put_int(earlier, "t", f.t);
	val_put_str(earlier, "party_label", label);
}

struct outside {
	struct app *app;
	struct val *list;
};

static void put_outside(void *ctx, const struct link_row *l)
{
	struct outside *o = ctx;
	char text[300];
	struct val *row = val_object();
	val_put_int(row, "id", l->n);
	val_put_str(row, "party", l->party);
	routing_party_label(o->app, l->party, text, sizeof text);
	val_put_str(row, "party_label", text);
	val_put_str(row, "purpose", l->purpose);
	val_put_str(row, "purpose_label", words_get("link-title", l->purpose));
	val_put_str(row, "question", l->question);
	link_url(o->app, l, text, sizeof text);
	val_put_str(row, "url", text);
	val_put_int(row, "made", l->made);
	val_put_int(row, "due", l->due);
	val_put_int(row, "expires", l->expires);
	val_put_int(row, "answered", l->answered);
	val_put_int(row, "revoked", l->revoked);
	val_put(o->list, NULL, row);
}

static void put_evidence(void *ctx, const struct evidence *e)
{
	struct val *row = val_object();
	val_put_int(row, "id", e->n);
	val_put_str(row, "name", e->name);
	val_put_str(row, "type", e->type);
	val_put_int(row, "size", e->size);
	val_put_str(row, "who", e->who);
	val_put_int(row, "t", e->t);
	val_put(ctx, NULL, row);
}

struct listing {
	struct app *app;
	const char *role, *sees;
	struct val *list;
};

static void put_other(struct listing *l, const struct case_row *c, const char *why)
{
	struct val *row;
	if (!case_within(l->sees, c))
		return;
	case_put_row(l->app, c, l->role, app_now(l->app), l->list);
	row = val_last(l->list);
	val_put_str(row, "why", why);
}

static bool put_earlier(void *ctx, const struct case_row *c)
{
	put_other(ctx, c, "");
	return true;
}

static void put_link(void *ctx, int64_t other, const char *why)
{
	struct listing *l = ctx;
	struct case_row c;
	if (case_find(l->app->db, other, &c))
		put_other(l, &c, words_get("link", why));
}

void case_put_work(struct app *app, const struct case_row *c, const struct login *who,
		   struct val *page)
{
	struct listing l = { .app = app, .role = who->role, .sees = who->sees };
	char department[120] = "";
	if (c->department[0])
		routing_party_label(app, c->department, department, sizeof department);
	val_put_int(page, "version", event_version(app->db, c->nr));
	val_put_str(page, "kind", c->kind);
	val_put_str(page, "kind_label", words_get("kind", c->kind));
	val_put_str(page, "kind_first", c->kind_first);
	val_put_str(page, "department", c->department);
	val_put_str(page, "department_label", department);
	val_put_str(page, "kind_first_label", c->kind_first[0] ? words_get("kind", c->kind_first) : "");
	val_put_int(page, "reopened", c->reopened);
	val_put_int(page, "objection", c->objection);
	put_found(app, c, page);
	case_offers(app, c, who->name, staff_by(who->role), val_put_array(page, "steps"));
	task_each(app->db, c->nr, put_task, val_put_array(page, "tasks"));
	put_referral(app, c, page);
	struct outside outside = { app, val_put_array(page, "outside") };
	link_each(app->db, c->nr, put_outside, &outside);
	evidence_each(app->db, c->nr, put_evidence, val_put_array(page, "evidence"));
	l.list = val_put_array(page, "links");
	case_link_each(app->db, c->nr, put_link, &l);
	l.list = val_put_array(page, "earlier");
	if (c->unit[0])
		case_each_of_unit(app->db, c->unit, c->nr, EARLIER, put_earlier, &l);
}
