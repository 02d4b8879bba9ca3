/* `rules explain CASE`: which rule decided, why, and what was tried before it (D5).
 *
 * Owns nothing; the set that decided is read by its version, not the one in force today.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdlib.h>
#include <string.h>

#include "server/app.h"
#include "server/case_store.h"
#include "server/case_view.h"
#include "server/command.h"
#include "server/routing.h"
#include "shared/base/text.h"

static bool find_case(struct app *app, const char *name, struct case_row *c)
{
	char receipt[RECEIPT_TEXT];
	int64_t nr;
	if (int_parse(name, 1, INT64_MAX, &nr))
		return case_find(app->db, nr, c);
	return receipt_normalise(name, receipt) && case_find_receipt(app->db, receipt, c);
}

static const struct rule *rule_of_rank(const struct rules *rules, int64_t rank)
{
	for (int i = 0; rules && i < rules_count(rules); i++)
		if (rules_at(rules, i)->rank == rank)
			return rules_at(rules, i);
	return NULL;
}

static void put_tried(const struct rules *rules, const char *tried, struct buf *out)
{
	char copy[512], text[120], *save = NULL;
	text_copy(copy, sizeof copy, tried);
	for (char *e = strtok_r(copy, " ", &save); e; e = strtok_r(NULL, " ", &save)) {
		const struct rule *rule = rule_of_rank(rules, atoi(e));
		routing_tried_text(rules, e, text, sizeof text);
		buf_fmt(out, "  %5d %-24s no: %s\n", atoi(e), rule ? rule->name : "-", text);
	}
}

int routing_verb_explain(struct job *job)
{
	struct case_row c;
	char label[120];
	struct rules *owned = NULL;
	if (job->args->rest_count != 1 || !find_case(job->app, job->args->rest[0], &c)) {
		buf_str(job->out, "give the number or the receipt of a case\n");
		return job->args->rest_count == 1 ? ERR_NOT_FOUND : ERR_USAGE;
	}
	const struct rules *rules = routing_rules_of(job->app, c.rule_set, &owned);
	const struct rule *rule = rule_of_rank(rules, c.rule);
	routing_party_label(job->app, c.party, label, sizeof label);
	buf_fmt(job->out, "case %lld, receipt %s, rules version %lld\n", (long long)c.nr, c.receipt,
		(long long)c.rule_set);
	put_tried(rules, c.tried, job->out);
	if (rule)
		buf_fmt(job->out, "  %5d %-24s yes -> %s (%s)\n%s\n", rule->rank, rule->name, label, c.party,
			rule->reason);
	else
		buf_str(job->out, "no rule matched: the case is in the exception queue\n");
	rules_free(owned);
	return OK;
}
