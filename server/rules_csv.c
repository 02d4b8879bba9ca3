/* A rule file: CSV rows to a checked set, and the words that explain a decision.
 *
 * Owns nothing. Promises: a set it returns has no equal ranks and no unreachable rule, and never
 * sends a report to the provider or supplier of an address that may have none.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/routing.h"

#include <stdio.h>
#include <string.h>

#include "shared/base/buf.h"
#include "shared/base/text.h"
#include "shared/io/csv.h"

static const char *const COLUMNS[] = {
	"rank", "rule", "party", "reason", "branch", "kind", "cause", "area", "object", "fault",
	"urgency", "nom", "complex", "payer", "provider", "supplier", "channel", NULL,
};

struct reading {
	struct rules *rules;
	struct csv_problems problems;
};

/* "@provider" needs the condition provider = yes, "@supplier" likewise. */
static const char *missing_condition(const struct rule *rule)
{
	if (!strcmp(rule->party, "@provider") && strcmp(rule->when[RULE_PROVIDER], "yes"))
		return "party @provider needs provider = yes";
	if (!strcmp(rule->party, "@supplier") && strcmp(rule->when[RULE_SUPPLIER], "yes"))
		return "party @supplier needs supplier = yes";
	return NULL;
}

static void take_row(void *ctx, const struct csv_row *row)
{
	struct reading *rd = ctx;
	struct rule rule = { .line = csv_line(row) };
	char why[200] = "";
	int64_t rank = 0;
	bool cut = text_copy(rule.name, sizeof rule.name, csv_get(row, "rule")) ||
		   text_copy(rule.party, sizeof rule.party, csv_get(row, "party")) ||
		   text_copy(rule.reason, sizeof rule.reason, csv_get(row, "reason"));
	for (int d = 0; d < RULE_DIM_MAX; d++)
		cut |= text_copy(rule.when[d], sizeof rule.when[d],
				 csv_get(row, rules_dim_name(d))) != 0;
	if (!int_parse(csv_get(row, "rank"), 1, 1000000, &rank))
		csv_problem(&rd->problems, rule.line, "rank: a number from 1");
	else if (cut)
		csv_problem(&rd->problems, rule.line, "a cell is too long");
	else if (missing_condition(&rule))
		csv_problem(&rd->problems, rule.line, missing_condition(&rule));
	else {
		rule.rank = (int)rank;
		if (rules_add(rd->rules, &rule, why, sizeof why))
			csv_problem(&rd->problems, rule.line, why);
	}
}

static void found_unreachable(void *ctx, const struct rule *rule)
{
	char why[120];
	snprintf(why, sizeof why, "rule %s can never decide: rules of lower rank take all it could",
		 rule->name);
	csv_problem(ctx, rule->line, why);
}

struct rules *routing_parse(const char *csv, size_t len,
			    void (*problem)(void *ctx, int line, const char *why), void *ctx)
{
	struct reading rd = { rules_new(), { .tell = problem, .ctx = ctx } };
	const struct csv_options o = {
		.columns = COLUMNS, .required = 4, .row = take_row, .ctx = &rd, .problems = &rd.problems,
	};
	csv_read(csv, len, &o);
	if (!rd.problems.count && !rules_count(rd.rules))
		csv_problem(&rd.problems, 1, "no rule in the file");
	if (!rd.problems.count)
		rules_unreachable(rd.rules, found_unreachable, &rd.problems);
	if (!rd.problems.count)
		return rd.rules;
	rules_free(rd.rules);
	return NULL;
}

/* What a failed condition means. */
static const char *const WHY_NOT[RULE_DIM_MAX] = {
	[RULE_BRANCH] = "andere tak",
	[RULE_KIND] = "ander soort melding",
	[RULE_CAUSE] = "andere veroorzaker",
	[RULE_AREA] = "andere ruimte",
	[RULE_OBJECT] = "ander onderdeel",
	[RULE_FAULT] = "ander gebrek",
	[RULE_URGENCY] = "andere spoed",
	[RULE_NOM] = "woning is wel of niet nul-op-de-meter",
	[RULE_COMPLEX] = "ander complex",
	[RULE_PAYER] = "andere betaler",
	[RULE_PROVIDER] = "adres heeft wel of geen aanbieder",
	[RULE_SUPPLIER] = "adres heeft wel of geen toeleverancier",
	[RULE_CHANNEL] = "ander kanaal",
};

const struct rule *routing_rule_of(const struct rules *rules, int64_t rank)
{
	for (int i = 0; rules && i < rules_count(rules); i++)
		if (rules_at(rules, i)->rank == rank)
			return rules_at(rules, i);
	return NULL;
}

void routing_each_tried(const struct rules *rules, const char *tried,
			void (*fn)(void *ctx, int64_t rank, const char *rule, const char *why_not),
			void *ctx)
{
	if (!rules || strchr(tried, ':'))
		return;
	for (int i = 0; i < rules_count(rules) && tried[i]; i++) {
		const struct rule *rule = rules_at(rules, i);
		int dim = tried[i] - 'a';
		fn(ctx, rule->rank, rule->name, dim >= 0 && dim < RULE_DIM_MAX ? WHY_NOT[dim] : "");
	}
}
