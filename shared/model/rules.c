/* The evaluator of routing rules, and the proof that each rule can be reached.
 *
 * Owns a set sorted by rank. Reachability is exact: a rule is a box (one set of values per
 * dimension), and a rule is unreachable when the boxes before it cover its own box. Values nobody
 * mentions are one extra value "anything else", unless the dimension is closed.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/model/rules.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ATOM_WORDS 8
#define ATOM_MAX (ATOM_WORDS * 64)
#define COVER_STEPS 200000 /* a set that needs more is taken as reachable */

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

struct bits {
	uint64_t word[ATOM_WORDS];
};

struct box {
	struct bits dim[RULE_DIM_MAX];
};

/* The values that occur per dimension. */
struct atoms {
	int count[RULE_DIM_MAX];
	char *name[RULE_DIM_MAX][ATOM_MAX];
};

const char *rules_dim_name(enum rule_dim dim)
{
	return dim < RULE_DIM_MAX ? DIMS[dim].name : "";
}

enum rule_dim rules_dim_from(const char *name)
{
	for (int d = 0; d < RULE_DIM_MAX; d++)
		if (!strcmp(DIMS[d].name, name))
			return (enum rule_dim)d;
	return RULE_DIM_MAX;
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

int rules_count(const struct rules *r)
{
	return r->count;
}

const struct rule *rules_at(const struct rules *r, int i)
{
	return i >= 0 && i < r->count ? &r->rule[i] : NULL;
}

/* Is value (of len bytes) one of the '|' separated values of list? */
static bool list_has(const char *list, const char *value, size_t len)
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
		if (!n || (DIMS[d].closed && !list_has(DIMS[d].closed, p, n))) {
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
		if (rule->when[d][0] && !list_has(rule->when[d], v, strlen(v)))
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
		if (sizeof ret->tried - at < 32)
			continue; /* very long sets: the first forty rules tell enough */
		at += (size_t)snprintf(ret->tried + at, sizeof ret->tried - at, "%s%d:%s",
				       at ? " " : "", r->rule[i].rank, DIMS[failed].name);
	}
}

/* ---- reachability ------------------------------------------------------------------------- */

static int atom_find(const struct atoms *a, int d, const char *s, size_t n)
{
	for (int i = 0; i < a->count[d]; i++)
		if (strlen(a->name[d][i]) == n && !memcmp(a->name[d][i], s, n))
			return i;
	return -1;
}

static void atoms_add(struct atoms *a, int d, const char *list)
{
	for (const char *p = list; *p;) {
		size_t n = strcspn(p, "|");
		if (atom_find(a, d, p, n) < 0 && a->count[d] < ATOM_MAX - 1)
			a->name[d][a->count[d]++] = strndup(p, n);
		p += n + (p[n] == '|');
	}
}

static struct atoms *atoms_of(const struct rules *r)
{
	struct atoms *a = mem_new(1, sizeof *a);
	for (int d = 0; d < RULE_DIM_MAX; d++) {
		if (DIMS[d].closed)
			atoms_add(a, d, DIMS[d].closed);
		for (int i = 0; i < r->count; i++)
			atoms_add(a, d, r->rule[i].when[d]);
		if (!DIMS[d].closed)
			a->name[d][a->count[d]++] = mem_str("(anything else)");
	}
	return a;
}

static void atoms_free(struct atoms *a)
{
	for (int d = 0; d < RULE_DIM_MAX; d++)
		for (int i = 0; i < a->count[d]; i++)
			free(a->name[d][i]);
	free(a);
}

static void bits_of(const struct atoms *a, int d, const char *list, struct bits *ret)
{
	memset(ret, 0, sizeof *ret);
	for (int i = 0; i < a->count[d]; i++)
		if (!list[0] || list_has(list, a->name[d][i], strlen(a->name[d][i])))
			ret->word[i / 64] |= UINT64_C(1) << (i % 64);
}

static void box_of(const struct atoms *a, const struct rule *rule, struct box *ret)
{
	for (int d = 0; d < RULE_DIM_MAX; d++)
		bits_of(a, d, rule->when[d], &ret->dim[d]);
}

/* keep = x within y, rest = x outside y; true when keep has any value. */
static bool bits_split(const struct bits *x, const struct bits *y, struct bits *keep,
		       struct bits *rest, bool *ret_rest)
{
	uint64_t any = 0, left = 0;
	for (int i = 0; i < ATOM_WORDS; i++) {
		keep->word[i] = x->word[i] & y->word[i];
		rest->word[i] = x->word[i] & ~y->word[i];
		any |= keep->word[i];
		left |= rest->word[i];
	}
	*ret_rest = left != 0;
	return any != 0;
}

/* Do boxes[from..count) together cover x? Cuts x along the first box and asks on for the rest. */
static bool covered(struct box x, const struct box *boxes, int from, int count, int *steps)
{
	if (from == count || ++*steps > COVER_STEPS)
		return false;
	struct box cut = x;
	for (int d = 0; d < RULE_DIM_MAX; d++) {
		struct bits keep, rest;
		bool has_rest;
		if (!bits_split(&cut.dim[d], &boxes[from].dim[d], &keep, &rest, &has_rest))
			return covered(x, boxes, from + 1, count, steps);
		cut.dim[d] = keep;
	}
	for (int d = 0; d < RULE_DIM_MAX; d++) {
		struct box outside = x;
		struct bits keep;
		bool has_rest;
		bits_split(&x.dim[d], &boxes[from].dim[d], &keep, &outside.dim[d], &has_rest);
		x.dim[d] = keep;
		if (has_rest && !covered(outside, boxes, from + 1, count, steps))
			return false;
	}
	return true;
}

int rules_unreachable(const struct rules *r,
		      void (*found)(void *ctx, const struct rule *rule), void *ctx)
{
	struct atoms *a = atoms_of(r);
	struct box *boxes = mem_new((size_t)r->count + 1, sizeof *boxes);
	int bad = 0;
	for (int i = 0; i < r->count; i++) {
		int steps = 0;
		box_of(a, &r->rule[i], &boxes[i]);
		if (!covered(boxes[i], boxes, 0, i, &steps))
			continue;
		bad++;
		found(ctx, &r->rule[i]);
	}
	free(boxes);
	atoms_free(a);
	return bad;
}
