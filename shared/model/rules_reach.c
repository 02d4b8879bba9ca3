/* The proof that each rule of a set can be reached.
 *
 * Owns nothing. Exact: a rule is a box (one set of values per dimension), and it is unreachable when
 * the boxes before it cover its own box. Values nobody mentions are one extra value "anything
 * else", unless the dimension is closed.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/model/rules_inside.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define ATOM_WORDS 8
#define ATOM_MAX (ATOM_WORDS * 64)
#define COVER_STEPS 200000 /* a set that needs more is taken as reachable */

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
		if (rules_dim_closed((enum rule_dim)d))
			atoms_add(a, d, rules_dim_closed((enum rule_dim)d));
		for (int i = 0; i < rules_count(r); i++)
			atoms_add(a, d, rules_at(r, i)->when[d]);
		if (!rules_dim_closed((enum rule_dim)d))
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
		if (!list[0] || rules_list_has(list, a->name[d][i], strlen(a->name[d][i])))
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
	struct box *boxes = mem_new((size_t)rules_count(r) + 1, sizeof *boxes);
	int bad = 0;
	for (int i = 0; i < rules_count(r); i++) {
		int steps = 0;
		box_of(a, rules_at(r, i), &boxes[i]);
		if (!covered(boxes[i], boxes, 0, i, &steps))
			continue;
		bad++;
		found(ctx, rules_at(r, i));
	}
	free(boxes);
	atoms_free(a);
	return bad;
}
