/* The moves of a "what if": gathered by kind, told by number of cases.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdlib.h>
#include <string.h>

#include "server/rules_sim_inside.h"
#include "server/words.h"

static struct move *find(struct moves *m, const struct route_answer *was,
			 const struct route_answer *now)
{
	for (int i = 0; i < m->count; i++) {
		struct move *v = &m->row[i];
		if (v->rank_was == was->rank && v->rank_now == now->rank &&
		    !strcmp(v->from, was->party) && !strcmp(v->to, now->party))
			return v;
	}
	if (m->count == RULES_SIM_MOVES)
		return NULL;
	struct move *v = &m->row[m->count++];
	text_copy(v->from, sizeof v->from, was->party);
	text_copy(v->to, sizeof v->to, now->party);
	v->rank_was = was->rank;
	v->rank_now = now->rank;
	v->shown = val_array();
	return v;
}

/* Name of a party; of nobody: the queue where staff choose one. */
static void put_party(struct app *app, struct val *into, const char *name, const char *label,
		      const char *key)
{
	char text[120];
	routing_party_label(app, key, text, sizeof text);
	val_put_str(into, name, key);
	val_put_str(into, label, key[0] ? text : words_get("state", "exception"));
}

void moves_add(struct app *app, struct moves *m, const struct route_answer *was,
	       const struct route_answer *now, const struct moved_case *c)
{
	struct move *v = find(m, was, now);
	m->total++;
	if (!v) {
		m->more++;
		return;
	}
	if (v->cases++ >= RULES_SIM_SHOWN)
		return;
	struct val *one = val_object();
	val_put_int(one, "nr", c->nr);
	val_put_str(one, "receipt", c->receipt);
	put_party(app, one, "then", "then_label", c->then);
	val_put(v->shown, NULL, one);
}

static int most_first(const void *a, const void *b)
{
	const struct move *x = a, *y = b;
	if (x->cases != y->cases)
		return x->cases < y->cases ? 1 : -1;
	return x->rank_was != y->rank_was ? x->rank_was - y->rank_was : x->rank_now - y->rank_now;
}

static void put_rule(const struct rules *rules, int rank, const char *name, struct val *into)
{
	const struct rule *rule = routing_rule_of(rules, rank);
	struct val *v = val_put_object(into, name);
	val_put_int(v, "rank", rank);
	val_put_str(v, "rule", rule ? rule->name : "");
}

void moves_put(struct app *app, struct moves *m, const struct rules *was, const struct rules *now,
	       struct val *ret)
{
	qsort(m->row, (size_t)m->count, sizeof m->row[0], most_first);
	val_put_int(ret, "moved", m->total);
	struct val *list = val_put_array(ret, "moves");
	for (int i = 0; i < m->count; i++) {
		struct move *v = &m->row[i];
		struct val *one = val_object();
		val_put_int(one, "cases", v->cases);
		put_party(app, one, "from", "from_label", v->from);
		put_party(app, one, "to", "to_label", v->to);
		put_rule(was, v->rank_was, "was", one);
		put_rule(now, v->rank_now, "now", one);
		val_put(one, "shown", v->shown);
		v->shown = NULL;
		val_put(list, NULL, one);
	}
	val_put_int(ret, "more", m->more);
}

void moves_close(struct moves *m)
{
	for (int i = 0; i < m->count; i++)
		val_free(m->row[i].shown);
}
