/* Routing the past again.
 *
 * Owns what is gathered while it walks. Promises: both sets see the same facts of each case, gathered by
 * the code that routes a new one (server/routing.c); nothing is written.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/rules_sim.h"

#include <stdlib.h>
#include <string.h>

#include "server/app.h"
#include "server/case_view.h"
#include "server/catalogues.h"
#include "server/rules_sim_inside.h"
#include "server/sets.h"
#include "server/words.h"
#include "shared/io/db.h"

struct routing_again {
	struct app *app;
	const struct rules *active;
	struct rules *changed;
	struct report report; /* the one being looked at */
	struct moves *moves;
	int64_t *by_rule; /* cases each changed rule decides, beside rules_at */
	int64_t cases, unread, skipped, since;
};

/* What the case itself kept of its report. */
static void report_of_case(const struct case_row *c, struct report *r)
{
	bool outside = !strcmp(c->branch, "surroundings");
	memset(r, 0, sizeof *r);
	text_copy(r->branch, sizeof r->branch, c->branch);
	text_copy(r->kind, sizeof r->kind, c->kind_first[0] ? c->kind_first : c->kind);
	text_copy(r->channel, sizeof r->channel, c->channel);
	text_copy(r->unit, sizeof r->unit, c->unit);
	text_copy(outside ? r->place_code : r->room,
		  outside ? sizeof r->place_code : sizeof r->room, c->room);
	text_copy(outside ? r->cause : r->object, outside ? sizeof r->cause : sizeof r->object,
		  c->object);
	text_copy(r->fault, sizeof r->fault, c->fault);
}

static void party_then(const char *first, char out[64])
{
	VAL(detail) = NULL;
	if (val_parse(first, strlen(first), NULL, &detail, NULL))
		detail = NULL;
	text_copy(out, 64, val_str_of(detail, "party", ""));
}

/* An address the register does not know is decided by no rule (routing_decide). */
static bool facts_of(struct routing_again *a, const struct catalogue *cat, enum urgency u,
		     struct dwelling *home, const struct dwelling **ret_home, struct rule_facts *f)
{
	const struct report *r = &a->report;
	bool known = r->unit[0] && dwelling_find(a->app->db, r->unit, home);
	*ret_home = known ? home : NULL;
	if (r->unit[0] && !known)
		return false;
	routing_facts(a->app, r, cat, u, *ret_home, f);
	return true;
}

static void count_rule(struct routing_again *a, int rank)
{
	for (int i = 0; i < rules_count(a->changed); i++)
		a->by_rule[i] += rules_at(a->changed, i)->rank == rank;
}

static bool take_case(void *ctx, const struct case_row *c, const char *first)
{
	struct routing_again *a = ctx;
	struct route_answer was = { .rank = 0 }, now = { .rank = 0 };
	struct dwelling home;
	const struct dwelling *at;
	struct rule_facts facts;
	char then[64];
	const struct catalogue *cat = catalogues_get(a->app, c->catalogue);
	a->cases++;
	if (!cat) {
		a->skipped++;
		return !db_stopped(a->app->db);
	}
	bool read = !case_open_report(a->app, c, &a->report);
	if (!read) {
		report_of_case(c, &a->report);
		a->unread++;
	}
	enum urgency u = read ? report_urgency(&a->report, cat) : c->urgency;
	if (facts_of(a, cat, u, &home, &at, &facts)) {
		routing_ask(a->active, &facts, at, &was);
		routing_ask(a->changed, &facts, at, &now);
	}
	party_then(first, then);
	a->since += !c->anonymous && strcmp(was.party, then) != 0; /* else nobody knows any more */
	count_rule(a, now.rank);
	const struct moved_case moved = { c->nr, c->receipt, then };
	if (strcmp(was.party, now.party))
		moves_add(a->app, a->moves, &was, &now, &moved);
	return !db_stopped(a->app->db);
}

static void put_rules(struct routing_again *a, struct val *ret)
{
	char label[120];
	struct val *list = val_put_array(ret, "rules");
	for (int i = 0; i < rules_count(a->changed); i++) {
		const struct rule *rule = rules_at(a->changed, i);
		struct val *v = val_object();
		bool own = rule->party[0] == '@'; /* that of the address */
		routing_party_label(a->app, rule->party, label, sizeof label);
		val_put_int(v, "rank", rule->rank);
		val_put_str(v, "rule", rule->name);
		val_put_str(v, "party", rule->party);
		val_put_str(v, "party_label", own ? words_get("rule-party", rule->party) : label);
		val_put_int(v, "cases", a->by_rule[i]);
		val_put(list, NULL, v);
	}
}

static int walk(struct routing_again *a, const struct replay_period *period, struct val *ret)
{
	a->moves = mem_new(1, sizeof *a->moves);
	a->by_rule = mem_new((size_t)rules_count(a->changed), sizeof *a->by_rule);
	replay_each_case(a->app->db, period, take_case, a);
	val_put_int(ret, "from", period->from);
	val_put_int(ret, "until", period->until);
	val_put_int(ret, "now", app_now(a->app));
	val_put_int(ret, "active_version", a->app->rule_set);
	val_put_int(ret, "cases", a->cases);
	val_put_int(ret, "unread", a->unread);
	val_put_int(ret, "skipped", a->skipped);
	val_put_int(ret, "since", a->since);
	moves_put(a->app, a->moves, a->active, a->changed, ret);
	put_rules(a, ret);
	moves_close(a->moves);
	free(a->moves);
	free(a->by_rule);
	return db_stopped(a->app->db) ? ERR_BUSY : OK;
}

int rules_sim(struct app *app, const struct rules_try *t, struct val *ret)
{
	struct replay_period period = t->period;
	VAL(problems) = val_array();
	struct rules *changed = routing_parse(t->csv, t->len, set_put_problem, problems);
	if (!changed) {
		val_put(ret, "problems", val_copy(problems));
		return ERR_INPUT;
	}
	if (period.until < 0)
		period.until = app_now(app);
	struct routing_again *a = mem_new(1, sizeof *a);
	a->app = app;
	a->active = routing_rules(app);
	a->changed = changed;
	int err = a->active ? walk(a, &period, ret) : ERR_NOT_FOUND;
	free(a);
	rules_free(changed);
	return err;
}
