/* `rules explain CASE`: which rule decided, why, and what was tried before it (D5).
 *
 * Owns nothing; the set that decided is read by its version, not the one in force today.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/app.h"
#include "server/case_store.h"
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

static void put_tried(void *ctx, int64_t rank, const char *rule, const char *why_not)
{
	buf_fmt(ctx, "  %5lld %-24s no: %s\n", (long long)rank, rule[0] ? rule : "-", why_not);
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
	const struct rule *rule = routing_rule_of(rules, c.rule);
	routing_party_label(job->app, c.party, label, sizeof label);
	buf_fmt(job->out, "case %lld, receipt %s, rules version %lld\n", (long long)c.nr, c.receipt,
		(long long)c.rule_set);
	routing_each_tried(rules, c.tried, put_tried, job->out);
	if (rule)
		buf_fmt(job->out, "  %5d %-24s yes -> %s (%s)\n%s\n", rule->rank, rule->name, label, c.party,
			rule->reason);
	else
		buf_str(job->out, "no rule matched: the case is in the exception queue\n");
	rules_free(owned);
	return OK;
}
