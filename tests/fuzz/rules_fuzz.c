/* A file of routing rules, and what the set decides.
 *
 * First match wins, judged here once more by a loop of its own; a rule that is said never to decide
 * decides for none of the facts tried; the file of the set in force reads to the same decisions.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/routing.h"
#include "tests/fuzz/target.h"

static void complain(void *ctx, int line, const char *why)
{
	MUST(line >= 1 && why[0]);
	++*(int *)ctx;
}

static bool one_of(const char *list, const char *value)
{
	size_t n = strlen(value);
	for (const char *p = list; *p; p += strcspn(p, "|"), p += *p == '|')
		if (strcspn(p, "|") == n && !memcmp(p, value, n))
			return true;
	return !*list;
}

static const struct rule *by_hand(const struct rules *set, const struct rule_facts *f)
{
	for (int i = 0; i < rules_count(set); i++) {
		bool all = true;
		for (int d = 0; d < RULE_DIM_MAX; d++)
			all = all && one_of(rules_at(set, i)->when[d], f->value[d]);
		if (all)
			return rules_at(set, i);
	}
	return NULL;
}

static void told(void *ctx, int64_t rank, const char *rule, const char *why_not)
{
	MUST(rank >= 1 && rule[0] && why_not[0]);
	++*(int *)ctx;
}

static void decide(const struct rules *set, const struct rule_facts *f)
{
	struct rule_decision got;
	int tried = 0, before = 0;

	rules_decide(set, f, &got);
	MUST(got.rule == by_hand(set, f));
	while (before < rules_count(set) && rules_at(set, before) != got.rule)
		before++;
	routing_each_tried(set, got.tried, told, &tried);
	MUST(tried == (before < RULE_TRIED_CAP - 1 ? before : RULE_TRIED_CAP - 1));
	if (got.rule)
		MUST(routing_rule_of(set, got.rule->rank) == got.rule);
}

/* The first value of every condition of one rule, for the rest something nobody names. */
static void facts_of(const struct rule *rule, char room[RULE_DIM_MAX][RULE_LIST_CAP], struct rule_facts *f)
{
	for (int d = 0; d < RULE_DIM_MAX; d++) {
		size_t n = strcspn(rule->when[d], "|");
		snprintf(room[d], RULE_LIST_CAP, "%.*s", (int)n, rule->when[d]);
		f->value[d] = rule->when[d][0] ? room[d] : "none";
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char(*room)[RULE_LIST_CAP] = calloc(RULE_DIM_MAX, RULE_LIST_CAP);
	struct rule_facts f;
	int problems = 0;
	BUF(text);

	buf_add(&text, data, size);
	struct rules *set = routing_parse(buf_text(&text), text.len, complain, &problems);
	MUST((set == NULL) == (problems > 0));
	for (int i = 0; set && i < rules_count(set); i++) {
		const struct rule *rule = rules_at(set, i);
		MUST(rule->party[0] && rule->reason[0] && (!i || rules_at(set, i - 1)->rank < rule->rank));
		facts_of(rule, room, &f);
		decide(set, &f);
		f.value[i % RULE_DIM_MAX] = "elsewhere";
		decide(set, &f);
	}
	rules_free(set);
	free(room);
	return 0;
}
