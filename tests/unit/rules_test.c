/* The evaluator of routing rules: first match, reasons, and sets that must not be accepted.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/model/rules.h"
#include "tests/unit/check.h"

static int dim_of(const char *name)
{
	int d = 0;

	while (strcmp(rules_dim_name((enum rule_dim)d), name) != 0)
		assert_true(++d < RULE_DIM_MAX);
	return d;
}

/* One rule from "dim=list" pairs. */
static int add(struct rules *r, int rank, const char *name, const char *party, const char *when)
{
	struct rule rule = { .line = rank, .rank = rank };
	char copy[400], why[200], *save = NULL;
	strcpy(rule.name, name);
	strcpy(rule.party, party);
	strcpy(rule.reason, "because");
	strcpy(copy, when);
	for (char *w = strtok_r(copy, " ", &save); w; w = strtok_r(NULL, " ", &save)) {
		char *equals = strchr(w, '=');
		*equals = '\0';
		strcpy(rule.when[dim_of(w)], equals + 1);
	}
	return rules_add(r, &rule, why, sizeof why);
}

static void facts(struct rule_facts *f, const char *branch, const char *object, const char *nom)
{
	static const char *const dflt[RULE_DIM_MAX] = {
		"home", "repair", "none", "BAD", "none", "LEK", "normal", "no", "LINDE", "landlord", "no",
		"no", "kiosk",
	};
	memcpy(f->value, dflt, sizeof dflt);
	f->value[RULE_BRANCH] = branch;
	f->value[RULE_OBJECT] = object;
	f->value[RULE_NOM] = nom;
}

static void count(void *ctx, const struct rule *rule)
{
	(void)rule;
	++*(int *)ctx;
}

static int unreachable(const struct rules *r)
{
	int told = 0;
	int n = rules_unreachable(r, count, &told);
	assert_int_equal(n, told);
	return n;
}

static void first_match_decides_and_the_rest_is_told(void **state)
{
	struct rules *r = rules_new();
	struct rule_facts f;
	struct rule_decision d;
	(void)state;
	/* added out of order: rank counts, not the line */
	assert_int_equal(add(r, 30, "rest", "dept:repair", ""), OK);
	assert_int_equal(add(r, 10, "nom", "@provider", "nom=yes"), OK);
	assert_int_equal(add(r, 20, "taps", "dept:phone", "object=KRAAN|DOUCHE"), OK);
	facts(&f, "home", "DOUCHE", "no");
	rules_decide(r, &f, &d);
	assert_string_equal(d.rule->name, "taps");
	assert_string_equal(d.tried, "h");
	facts(&f, "home", "DOUCHE", "yes");
	rules_decide(r, &f, &d);
	assert_string_equal(d.rule->name, "nom");
	assert_string_equal(d.tried, "");
	facts(&f, "surroundings", "DOUCHEPUT", "no");
	rules_decide(r, &f, &d);
	assert_string_equal(d.rule->name, "rest");
	assert_string_equal(d.tried, "he");
	rules_free(r);
	PROVES("R8 D5");
}

static void no_match_is_no_guess(void **state)
{
	struct rules *r = rules_new();
	struct rule_facts f;
	struct rule_decision d;
	(void)state;
	assert_int_equal(add(r, 10, "nom", "@provider", "nom=yes"), OK);
	facts(&f, "home", "KRAAN", "no");
	rules_decide(r, &f, &d);
	assert_null(d.rule);
	assert_string_equal(d.tried, "h");
	rules_free(r);
	PROVES("R8");
}

static void equal_rank_or_name_is_refused(void **state)
{
	struct rules *r = rules_new();
	(void)state;
	assert_int_equal(add(r, 10, "a", "p", "nom=yes"), OK);
	assert_int_equal(add(r, 10, "b", "p", "nom=no"), ERR_CONFLICT);
	assert_int_equal(add(r, 11, "a", "p", "nom=no"), ERR_CONFLICT);
	assert_int_equal(rules_count(r), 1);
	rules_free(r);
	PROVES("D5");
}

static void unknown_values_of_closed_dimensions_are_refused(void **state)
{
	struct rules *r = rules_new();
	(void)state;
	assert_int_equal(add(r, 10, "a", "p", "urgency=soon"), ERR_INPUT);
	assert_int_equal(add(r, 10, "a", "p", "urgency=urgent||normal"), ERR_INPUT);
	assert_int_equal(add(r, 0, "a", "p", ""), ERR_INPUT);
	assert_int_equal(add(r, 10, "a", "", ""), ERR_INPUT);
	assert_int_equal(add(r, 10, "a", "p", "object=WHATEVER"), OK);
	rules_free(r);
	PROVES("-");
}

static void a_rule_behind_a_wider_one_is_unreachable(void **state)
{
	struct rules *r = rules_new();
	(void)state;
	assert_int_equal(add(r, 10, "taps", "p", "object=KRAAN|DOUCHE"), OK);
	assert_int_equal(add(r, 20, "tap", "p", "object=KRAAN fault=LEK"), OK);
	assert_int_equal(add(r, 30, "rest", "p", ""), OK);
	assert_int_equal(unreachable(r), 1);
	assert_int_equal(add(r, 40, "never", "p", "branch=alarm"), OK);
	assert_int_equal(unreachable(r), 2);
	rules_free(r);
	PROVES("D5");
}

/* Two rules that only together take all a third could. */
static void a_rule_covered_by_several_is_unreachable(void **state)
{
	struct rules *r = rules_new();
	(void)state;
	assert_int_equal(add(r, 10, "yes", "p", "nom=yes"), OK);
	assert_int_equal(add(r, 20, "no-a", "p", "nom=no urgency=planned|normal"), OK);
	assert_int_equal(add(r, 25, "open", "p", "object=KRAAN"), OK);
	assert_int_equal(unreachable(r), 0);
	assert_int_equal(add(r, 30, "no-b", "p", "nom=no urgency=urgent|emergency"), OK);
	assert_int_equal(unreachable(r), 0);
	assert_int_equal(add(r, 40, "covered", "p", "fault=LEK"), OK);
	assert_int_equal(unreachable(r), 1);
	rules_free(r);
	PROVES("D5");
}

/* An open dimension always has values nobody named. */
static void naming_many_values_never_covers_an_open_dimension(void **state)
{
	struct rules *r = rules_new();
	(void)state;
	assert_int_equal(add(r, 10, "a", "p", "object=A|B|C"), OK);
	assert_int_equal(add(r, 20, "b", "p", "object=D"), OK);
	assert_int_equal(add(r, 30, "rest", "p", ""), OK);
	assert_int_equal(unreachable(r), 0);
	rules_free(r);
	PROVES("-");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(first_match_decides_and_the_rest_is_told),
		cmocka_unit_test(no_match_is_no_guess),
		cmocka_unit_test(equal_rank_or_name_is_refused),
		cmocka_unit_test(unknown_values_of_closed_dimensions_are_refused),
		cmocka_unit_test(a_rule_behind_a_wider_one_is_unreachable),
		cmocka_unit_test(a_rule_covered_by_several_is_unreachable),
		cmocka_unit_test(naming_many_values_never_covers_an_open_dimension),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
