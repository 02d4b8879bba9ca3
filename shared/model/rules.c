/* The evaluator of routing rules.
 *
 * Owns a set sorted by rank. Whether each rule can be reached is asked in rules_reach.c.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/model/rules_inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One row per dimension: its column name and, when closed, all values it can have. */
static const struct dim_row {
	const char *name;
	const char *closed;
} DIMS[RULE_DIM_MAX] = {
	[RULE_BRANCH] = { "branch", "home|surroundings|energy|alarm" },
	[RULE_KIND] = { "kind", "repair|question|complaint|nuisance|area|alarm" },
	[RULE_CAUSE] = { "cause", "people|object|none" },
	[RULE_AREA] = { "area", NULL },
	[RULE_OBJECT] = { "object", NULL },
	[RULE_FAULT] = { "fault", NULL },
	[RULE_URGENCY] = { "urgency", "planned|normal|urgent|emergency" },
	[RULE_NOM] = { "nom", "yes|no" },
	[RULE_COMPLEX] = { "complex", NULL },
	[RULE_PAYER] = { "payer", "tenant|landlord|provider|partner|unknown" },
	[RULE_PROVIDER] = { "provider", "yes|no" },
	[RULE_SUPPLIER] = { "supplier", "yes|no" },
	[RULE_CHANNEL] = { "channel", "kiosk|phone|tablet|web" },
};

struct rules {
	int count, cap;
	struct rule *rule;
};

const char *rules_dim_name(enum rule_dim dim)
{
	return dim < RULE_DIM_MAX ? DIMS[dim].name : "";
}

struct rules *rules_new(void)
{
	return mem_new(1, sizeof(struct rules));
}

void rules_free(struct rules *r)
{
	if (!r)
		return;
	free(r->rule);
	free(r);
}

void rules_freep(struct rules **r)
{
	rules_free(*r);
}

const char *rules_dim_closed(enum rule_dim dim)
{
	return DIMS[dim].closed;
}

int rules_count(const struct rules *r)
{
	return r->count;
}

const struct rule *rules_at(const struct rules *r, int i)
{
	return i >= 0 && i < r->count ? &r->rule[i] : NULL;
}

bool rules_list_has(const char *list, const char *value, size_t len)
{
	for (const char *p = list; *p;) {
		size_t n = strcspn(p, "|");
		if (n == len && !memcmp(p, value, len))
			return true;
		p += n + (p[n] == '|');
	}
	return false;
}

static int check_dim(const struct rule *rule, int d, char *why, size_t cap)
{
	for (const char *p = rule->when[d]; *p;) {
		size_t n = strcspn(p, "|");
		if (!n || (DIMS[d].closed && !rules_list_has(DIMS[d].closed, p, n))) {
			snprintf(why, cap, "%s: \"%.*s\" is none of %s", DIMS[d].name, (int)n, p,
				 DIMS[d].closed ? DIMS[d].closed : "a non-empty list");
			return ERR_INPUT;
		}
		p += n + (p[n] == '|');
	}
	return OK;
}

static int check_rule(const struct rules *r, const struct rule *rule, char *why, size_t cap)
{
	if (rule->rank < 1 || !rule->name[0] || !rule->party[0] || !rule->reason[0]) {
		snprintf(why, cap, "%s is missing", rule->rank < 1 ? "rank" : !rule->name[0] ? "rule"
			 : !rule->party[0] ? "party" : "reason");
		return ERR_INPUT;
	}
	for (int d = 0; d < RULE_DIM_MAX; d++) {
		int err = check_dim(rule, d, why, cap);
		if (err)
			return err;
	}
	for (int i = 0; i < r->count; i++) {
		const struct rule *other = &r->rule[i];
		if (other->rank != rule->rank && strcmp(other->name, rule->name))
			continue;
		snprintf(why, cap, "%s is that of line %d already",
			 other->rank == rule->rank ? "rank" : "rule", other->line);
		return ERR_CONFLICT;
	}
	return OK;
}

int rules_add(struct rules *r, const struct rule *rule, char *why, size_t cap)
{
	int err = check_rule(r, rule, why, cap);
	if (err)
		return err;
	if (r->count == r->cap) {
		int grown = r->cap ? r->cap * 2 : 32;
		struct rule *all = mem_new((size_t)grown, sizeof *all);
		if (r->count)
			memcpy(all, r->rule, (size_t)r->count * sizeof *all);
		free(r->rule);
		r->rule = all;
		r->cap = grown;
	}
	int at = r->count++;
	for (; at > 0 && r->rule[at - 1].rank > rule->rank; at--)
		r->rule[at] = r->rule[at - 1];
	r->rule[at] = *rule;
	return OK;
}

/* ---- deciding ----------------------------------------------------------------------------- */

/* The first dimension on which the rule does not hold, RULE_DIM_MAX when it holds. */
static int first_failing(const struct rule *rule, const struct rule_facts *facts)
{
	for (int d = 0; d < RULE_DIM_MAX; d++) {
		const char *v = facts->value[d] ? facts->value[d] : "none";
		if (rule->when[d][0] && !rules_list_has(rule->when[d], v, strlen(v)))
			return d;
	}
	return RULE_DIM_MAX;
}

void rules_decide(const struct rules *r, const struct rule_facts *facts,
		  struct rule_decision *ret)
{
	size_t at = 0;
	ret->rule = NULL;
	ret->tried[0] = '\0';
	for (int i = 0; i < r->count && !ret->rule; i++) {
		int failed = first_failing(&r->rule[i], facts);
		if (failed == RULE_DIM_MAX) {
			ret->rule = &r->rule[i];
			continue;
		}
		if (at + 1 < sizeof ret->tried)
			ret->tried[at++] = (char)('a' + failed);
		ret->tried[at] = '\0';
	}
}
