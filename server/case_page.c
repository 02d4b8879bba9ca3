/* The page of one case: every answer in Dutch beside the reporter's own words, why it went where it
 * went, what happened since.
 *
 * Owns nothing; reads the report from its sealed item.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/case_view.h"

#include <stdio.h>
#include <string.h>

#include "server/app.h"
#include "server/catalogues.h"
#include "server/device_store.h"
#include "server/ladder.h"
#include "server/routing.h"
#include "server/words.h"
#include "shared/model/report.h"

/* ---- the other parts ---------------------------------------------------------------------- */

static void put_contact(const struct report *r, struct val *page)
{
	struct val *v = val_put_object(page, "contact");
	val_put_str(v, "name", r->name);
	val_put_str(v, "phone", r->phone);
	val_put_str(v, "mail", r->mail);
	val_put_str(v, "via", r->via);
	val_put_str(v, "via_label", r->via[0] ? words_get("via", r->via) : "");
	val_put_str(v, "actor", r->actor_kind);
	val_put_str(v, "actor_label", words_get("actor", r->actor_kind));
	val_put_str(v, "actor_ref", r->actor_ref);
}

static void put_address(struct app *app, const struct case_row *c, struct val *page)
{
	struct dwelling d;
	char text[160];
	struct val *v = val_put_object(page, "address");
	val_put_str(v, "key", c->unit);
	if (!c->unit[0] || !dwelling_find(app->db, c->unit, &d))
		return;
	dwelling_label(&d, text, sizeof text);
	val_put_str(v, "label", text);
	val_put_str(v, "postcode", d.postcode);
	val_put_str(v, "city", d.city);
	val_put_str(v, "complex", d.complex);
	val_put_str(v, "riser", d.riser);
	val_put_str(v, "kind", d.kind);
	val_put_bool(v, "nom", d.nom);
	routing_party_label(app, d.provider, text, sizeof text);
	val_put_str(v, "provider", text);
	routing_party_label(app, d.supplier, text, sizeof text);
	val_put_str(v, "supplier", text);
}

static void put_tried(void *ctx, int64_t rank, const char *rule, const char *why_not)
{
	struct val *row = val_object();
	val_put_int(row, "rank", rank);
	val_put_str(row, "rule", rule);
	val_put_str(row, "why_not", why_not);
	val_put(ctx, NULL, row);
}

static void put_party_contact(struct app *app, const char *key, struct val *route)
{
	struct party p = { .key = "" };
	if (key[0])
		party_find(app->db, key, &p);
	val_put_str(route, "party_phone", p.phone);
	val_put_str(route, "party_mail", p.mail);
	val_put_str(route, "party_hours", p.hours);
	val_put_str(route, "party_contract", p.contract);
	val_put_str(route, "party_sla", p.sla);
	val_put_str(route, "party_until", p.valid_until);
}

static void put_route(struct app *app, const struct case_row *c, struct val *page)
{
	struct rules *owned = NULL;
	char label[120];
	const struct rules *rules = routing_rules_of(app, c->rule_set, &owned);
	const struct rule *rule = routing_rule_of(rules, c->rule);
	struct val *v = val_put_object(page, "route");
	routing_party_label(app, c->party, label, sizeof label);
	val_put_int(v, "rules", c->rule_set);
	val_put_str(v, "rule", rule ? rule->name : NULL);
	val_put_int(v, "rank", c->rule);
	val_put_str(v, "party", c->party);
	val_put_str(v, "party_label", label);
	put_party_contact(app, c->party, v);
	val_put_str(v, "reason",
		    rule ? rule->reason : "Geen regel past; een medewerker kiest de partij.");
	routing_each_tried(rules, c->tried, put_tried, val_put_array(v, "tried"));
	rules_free(owned);
}

/* What the tenant thought it was, in words of the catalogue; nothing when nobody was asked (R37). */
static void put_suspicion(struct app *app, const struct case_row *c, const struct report *r,
			  struct val *page)
{
	char key[64];
	const struct catalogue *cat = catalogues_get(app, c->catalogue);
	snprintf(key, sizeof key, "suspect.%s", r->suspect_code);
	if (r->suspect_unknown)
		val_put_str(page, "suspicion", "Weet ik niet");
	else if (r->suspect_code[0])
		val_put_str(page, "suspicion", cat ? catalogue_text(cat, "nl", key) : r->suspect_code);
}

static void put_report(struct app *app, const struct case_row *c, struct val *page)
{
	BUF(json);
	struct report r;
	int err = case_open_report_json(app, c, &json, &r);
	if (!err) {
		val_put(page, "answers", case_answers(catalogues_get(app, c->catalogue), &r));
		put_contact(&r, page);
		val_put_raw(page, "report", json.data);
		val_put_str(page, "words", r.words);
		put_suspicion(app, c, &r, page);
		case_put_before(app, c, &r, page);
	} else {
		val_put_array(page, "answers");
		val_put_null(page, "report");
		val_put_str(page, "unreadable", err_slug(err));
	}
}

int case_put_page(struct app *app, const struct case_row *c, const struct login *who,
		  int64_t now, struct val *page)
{
	char subject[300];
	BUF(why);
	if (!case_may_see(c, who->role))
		return ERR_ROLE;
	case_subject(app, c, subject, sizeof subject);
	val_put_int(page, "nr", c->nr);
	val_put_str(page, "receipt", c->receipt);
	val_put_str(page, "state", flow_state_name(c->state));
	val_put_str(page, "state_label", case_state_label(c->state));
	val_put_str(page, "subject", subject);
	val_put_str(page, "urgency", urgency_name(c->urgency));
	val_put_str(page, "urgency_label", case_urgency_label(c->urgency));
	val_put_int(page, "due", c->due < LADDER_NO_DUE ? c->due : 0);
	val_put_int(page, "late_s",
		    flow_open(c->state) && now > c->due ? (now - c->due) / SECOND_MS : 0);
	ladder_explain(app, c, &why);
	val_put_str(page, "due_reason", buf_text(&why));
	ladder_put(app, c->nr, now, val_put_array(page, "clocks"));
	val_put_int(page, "captured", c->captured);
	val_put_int(page, "received", c->received);
	val_put_str(page, "channel", c->channel);
	val_put_str(page, "channel_label", words_get("channel", c->channel));
	val_put_str(page, "lang", c->lang);
	val_put_str(page, "lang_label", words_get("lang", c->lang));
	val_put_str(page, "catalogue", c->catalogue);
	val_put_str(page, "owner", c->owner);
	val_put_bool(page, "restricted", c->restricted);
	put_report(app, c, page);
	put_address(app, c, page);
	case_put_work(app, c, who, page);
	put_route(app, c, page);
	case_put_history(app, c, val_put_array(page, "events"));
	case_put_messages(app, c, page);
	return OK;
}
