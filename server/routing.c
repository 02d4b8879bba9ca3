/* Facts of a report, asked of the rules.
 *
 * Owns the rule set in force as app->rules. Promises: exactly one answer with the rule that gave
 * it, or none at all and then the exception queue; never a guess.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/routing.h"

#include <stdio.h>
#include <string.h>

#include "server/app.h"
#include "server/rule_store.h"
#include "shared/base/buf.h"
#include "shared/base/log.h"
#include "shared/io/csv.h"

static const char *or_none(const char *s)
{
	return s[0] ? s : "none";
}

static const struct fault *find_fault(const struct report *r, const struct catalogue *c)
{
	if (!strcmp(r->branch, "surroundings"))
		return r->fault[0] ? catalogue_find_outside(c, r->cause, r->fault) : NULL;
	const struct area *area = catalogue_find_area(c, r->room);
	const struct object *object =
	    area && r->object[0] ? area_find_object(area, r->object) : NULL;
	return object && r->fault[0] ? object_find_fault(object, r->fault) : NULL;
}

/* Has the tenant who reported the corporation's service plan? */
static bool subscribed(struct app *app, const struct report *r)
{
	struct tenant t;
	return r->actor_ref[0] && !strcmp(r->actor_kind, "tenant") &&
	       tenant_find(app->db, r->actor_ref, &t) && t.subscription;
}

void routing_facts(struct app *app, const struct report *r, const struct catalogue *c, enum urgency urgency,
		   const struct dwelling *home, struct rule_facts *f)
{
	const struct fault *fault = find_fault(r, c);
	f->value[RULE_BRANCH] = r->branch;
	f->value[RULE_KIND] = r->kind;
	f->value[RULE_CAUSE] = or_none(r->cause);
	f->value[RULE_AREA] = or_none(r->room);
	f->value[RULE_OBJECT] = or_none(r->object);
	f->value[RULE_FAULT] = or_none(r->fault);
	f->value[RULE_URGENCY] = urgency_name(urgency);
	f->value[RULE_NOM] = home && home->nom ? "yes" : "no";
	f->value[RULE_COMPLEX] = home ? or_none(home->complex) : "none";
	f->value[RULE_PAYER] = fault ? catalogue_who_pays(c, fault, app->payers, subscribed(app, r))
				     : "unknown";
	f->value[RULE_PROVIDER] = home && home->provider[0] ? "yes" : "no";
	f->value[RULE_SUPPLIER] = home && home->supplier[0] ? "yes" : "no";
	f->value[RULE_CHANNEL] = r->channel;
}

/* The party a rule names, with @provider and @supplier filled in from the address. */
static const char *party_of(const struct rule *rule, const struct dwelling *home)
{
	if (!strcmp(rule->party, "@provider"))
		return home ? home->provider : "";
	if (!strcmp(rule->party, "@supplier"))
		return home ? home->supplier : "";
	return rule->party;
}

void routing_ask(const struct rules *rules, const struct rule_facts *facts, const struct dwelling *home,
		 struct route_answer *ret)
{
	struct rule_decision d;
	rules_decide(rules, facts, &d);
	text_copy(ret->tried, sizeof ret->tried, d.tried);
	ret->rank = d.rule ? d.rule->rank : 0;
	text_copy(ret->party, sizeof ret->party, d.rule ? party_of(d.rule, home) : "");
}

void routing_decide(struct app *app, const struct report *r, const struct catalogue *c,
		    enum urgency urgency, const struct dwelling *home, struct route_answer *ret)
{
	struct rule_facts facts;
	const struct rules *rules = routing_rules(app);
	memset(ret, 0, sizeof *ret);
	ret->rule_set = app->rule_set;
	if (!rules) {
		text_copy(ret->tried, sizeof ret->tried, "rules:none");
		return;
	}
	if (r->unit[0] && !home) {
		text_copy(ret->tried, sizeof ret->tried, "unit:unknown");
		return;
	}
	routing_facts(app, r, c, urgency, home, &facts);
	routing_ask(rules, &facts, home, ret);
}

const struct rules *routing_rules_of(struct app *app, int64_t version, struct rules **ret_owned)
{
	BUF(csv);
	*ret_owned = NULL;
	if (app->rules && app->rule_set == version)
		return app->rules;
	if (rule_set_find(app->db, version, &csv))
		return NULL;
	*ret_owned = routing_parse(csv.data, csv.len, NULL, NULL);
	return *ret_owned;
}

const struct rules *routing_rules(struct app *app)
{
	if (app->rules)
		return app->rules;
	int64_t version = rule_set_newest(app->db);
	if (!version)
		return NULL;
	routing_rules_of(app, version, &app->rules);
	app->rule_set = version;
	if (!app->rules)
		log_line(LOG_ERROR, "rules.unreadable", "version=%lld", (long long)version);
	return app->rules;
}

int routing_publish(struct app *app, const char *csv, size_t len, const char *who,
		    int64_t *ret_version)
{
	int64_t before = rule_set_newest(app->db);
	char version[24];
	int err = rule_set_add(app->db, csv, len, who, app_now(app), ret_version);
	snprintf(version, sizeof version, "%lld", (long long)*ret_version);
	if (!err && *ret_version != before)
		app_audit_about(app, who, "rules.publish", version, "");
	if (!err) {
		rules_free(app->rules);
		app->rules = NULL;
	}
	return err;
}

void routing_party_label(struct app *app, const char *key, char *out, size_t cap)
{
	const struct {
		const char *key, *name;
	} departments[] = {
		{ "dept:phone", app->settings.dept_phone },
		{ "dept:repair", app->settings.dept_repair },
		{ "dept:living", app->settings.dept_living },
		{ "dept:energy", app->settings.dept_energy },
	};
	struct party p;
	for (size_t i = 0; i < COUNT_OF(departments); i++) {
		if (strcmp(departments[i].key, key))
			continue;
		text_copy(out, cap, departments[i].name);
		return;
	}
	text_copy(out, cap, key[0] && party_find(app->db, key, &p) ? p.name : key);
}
