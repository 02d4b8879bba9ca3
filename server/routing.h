/* Which party deals with a report: facts of the report and its address, the rule set in force, the
 * decision with its reason (R3, R8, R9, D5).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_ROUTING_H
#define SERVER_ROUTING_H

#include <stddef.h>
#include <stdint.h>

#include "server/register_store.h"
#include "shared/model/report.h"
#include "shared/model/rules.h"

struct app;
struct buf;

struct route_answer {
	char party[64];      /* "" = no rule matched: exception queue */
	int64_t rule_set;
	int rank;            /* 0 = none */
	char tried[RULE_TRIED_CAP]; /* as struct rule_decision, or "unit:unknown", "rules:none" */
};

/* Decide. home: the dwelling of the report, or NULL when it names none (then r->unit is "" or
 * unknown to the register). */
void routing_decide(struct app *app, const struct report *r, const struct catalogue *c,
		    enum urgency urgency, const struct dwelling *home, struct route_answer *ret);

/* The two halves of it. What rules look at, pointing into the report, its home and the catalogue … */
void routing_facts(struct app *app, const struct report *r, const struct catalogue *c,
		   enum urgency urgency, const struct dwelling *home, struct rule_facts *ret);
/* … and what a set says to that: party, rank and tried of ret. */
void routing_ask(const struct rules *rules, const struct rule_facts *facts,
		 const struct dwelling *home, struct route_answer *ret);

/* The rule set in force, or one by version; NULL when there is none. Valid until the next call. */
const struct rules *routing_rules(struct app *app);
const struct rules *routing_rules_of(struct app *app, int64_t version, struct rules **ret_owned);

/* Read a rule file; problem() per bad line. The caller frees. NULL when anything was wrong. */
struct rules *routing_parse(const char *csv, size_t len,
			    void (*problem)(void *ctx, int line, const char *why), void *ctx) MUST_USE;
/* Put a set in force. In an event. */
int routing_publish(struct app *app, const char *csv, size_t len, const char *who,
		    int64_t *ret_version) MUST_USE;

/* Name of a party for people: departments from the settings ("dept:repair"), others from the
 * register; its key when unknown. */
void routing_party_label(struct app *app, const char *key, char *out, size_t cap);

/* The rule of a rank, NULL when the set has none. */
const struct rule *routing_rule_of(const struct rules *rules, int64_t rank);
/* Read a stored `tried` with the set that decided: per rule its rank, its name and why it did not
 * decide, in Dutch. rules may be NULL: then nothing is told. */
void routing_each_tried(const struct rules *rules, const char *tried,
			void (*fn)(void *ctx, int64_t rank, const char *rule, const char *why_not),
			void *ctx);

#endif
