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
	int problems;
	void (*problem)(void *ctx, int line, const char *why);
	void *ctx;
};

static void complain(void *ctx, int line, const char *why)
{
	struct reading *rd = ctx;
	rd->problems++;
	if (rd->problem)
		rd->problem(rd->ctx, line, why);
}

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
		cut |= text_copy(rule.when[d], sizeof rule.when[d], csv_get(row, rules_dim_name(d))) != 0;
	if (!int_parse(csv_get(row, "rank"), 1, 1000000, &rank))
		complain(rd, rule.line, "rank: a number from 1");
	else if (cut)
		complain(rd, rule.line, "a cell is too long");
	else if (missing_condition(&rule))
		complain(rd, rule.line, missing_condition(&rule));
	else {
		rule.rank = (int)rank;
		if (rules_add(rd->rules, &rule, why, sizeof why))
			complain(rd, rule.line, why);
	}
}

static void found_unreachable(void *ctx, const struct rule *rule)
{
	char why[120];
	snprintf(why, sizeof why, "rule %s can never decide: rules of lower rank take all it could",
		 rule->name);
	complain(ctx, rule->line, why);
}

struct rules *routing_parse(const char *csv, size_t len,
			    void (*problem)(void *ctx, int line, const char *why), void *ctx)
{
	struct reading rd = { .rules = rules_new(), .problem = problem, .ctx = ctx };
	const struct csv_options o = {
		.columns = COLUMNS, .required = 4, .row = take_row, .problem = complain, .ctx = &rd,
	};
	csv_read(csv, len, &o);
	if (!rd.problems && !rules_count(rd.rules))
		complain(&rd, 1, "no rule in the file");
	if (!rd.problems)
		rules_unreachable(rd.rules, found_unreachable, &rd);
	if (!rd.problems)
		return rd.rules;
	rules_free(rd.rules);
	return NULL;
}

/* What a failed condition means, by column. */
static const struct {
	const char *dim, *text;
} WHY_NOT[] = {
	{ "branch", "andere tak" },
	{ "kind", "ander soort melding" },
	{ "cause", "andere veroorzaker" },
	{ "area", "andere ruimte" },
	{ "object", "ander onderdeel" },
	{ "fault", "ander gebrek" },
	{ "urgency", "andere spoed" },
	{ "nom", "woning is wel of niet nul-op-de-meter" },
	{ "complex", "ander complex" },
	{ "payer", "andere betaler" },
	{ "provider", "adres heeft wel of geen aanbieder" },
	{ "supplier", "adres heeft wel of geen toeleverancier" },
	{ "channel", "ander kanaal" },
	{ "unknown", "adres staat niet in het register" },
	{ "none", "er zijn nog geen regels" },
};

static const char *why_not(const char *dim)
{
	for (size_t i = 0; i < COUNT_OF(WHY_NOT); i++)
		if (!strcmp(WHY_NOT[i].dim, dim))
			return WHY_NOT[i].text;
	return dim;
}

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
	char copy[512], *save = NULL;
	text_copy(copy, sizeof copy, tried);
	for (char *e = strtok_r(copy, " ", &save); e; e = strtok_r(NULL, " ", &save)) {
		int64_t rank = 0;
		char *colon = strchr(e, ':');
		if (!colon)
			continue;
		*colon = '\0';
		const struct rule *rule = int_parse(e, 1, INT64_MAX, &rank) ? routing_rule_of(rules, rank) : NULL;
		fn(ctx, rank, rule ? rule->name : "", why_not(colon + 1));
	}
}
