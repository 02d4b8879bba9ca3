/* The table of steps: printed as agreed, and nothing else is possible.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/check.h"

#include "shared/base/buf.h"
#include "shared/io/fs.h"
#include "shared/model/flow.h"

#define GOLDEN "tests/golden/flow.tsv"
#define ALL_FACTS (G_MAX - 1)

static const char *const KINDS[] = { "question", "repair", "nuisance", "area", "complaint" };
static const struct {
	const char *name;
	unsigned bit;
} ACTORS[] = {
	{ "system", BY_SYSTEM },       { "phone", BY_PHONE },         { "leader", BY_LEADER },
	{ "planner", BY_PLANNER },     { "caretaker", BY_CARETAKER }, { "manager", BY_MANAGER },
	{ "admin", BY_ADMIN },         { "tenant", BY_TENANT },       { "supplier", BY_SUPPLIER },
};

static void the_printed_table_is_the_agreed_one(void **state)
{
	BUF(now);
	BUF(agreed);
	(void)state;
	flow_print(&now);
	if (getenv("GOLDEN_WRITE"))
		assert_int_equal(fs_write(GOLDEN, now.data, now.len, 0644), OK);
	assert_int_equal(fs_read(GOLDEN, 1 << 20, &agreed), OK);
	assert_string_equal(buf_text(&now), buf_text(&agreed));
	PROVES("R25");
}

static bool in_set(const char *set, const char *word, const char *all)
{
	size_t n = strlen(word);
	for (const char *p = set; *p; p += strspn(p, ",")) {
		size_t m = strcspn(p, ",");
		if ((m == n && !memcmp(p, word, n)) || (m == strlen(all) && !memcmp(p, all, m)))
			return true;
		p += m;
	}
	return false;
}

/* Does the agreed table, read as text, allow this step when every fact is true? */
static bool agreed(const char *table, const char *from, const char *action, const char *kind,
		   const char *actor)
{
	bool outside = !strcmp(actor, "system") || !strcmp(actor, "tenant") || !strcmp(actor, "supplier");
	for (const char *line = strchr(table, '\n') + 1; *line; line = strchr(line, '\n') + 1) {
		char cell[6][200] = { "" };
		sscanf(line, "%199[^\t]\t%199[^\t]\t%199[^\t]\t%199[^\t]\t%199[^\t\n]", cell[0], cell[1],
		       cell[2], cell[3], cell[4]);
		if (!strcmp(cell[0], from) && !strcmp(cell[1], action) && in_set(cell[3], kind, "any") &&
		    in_set(cell[4], actor, outside ? "nobody" : "staff"))
			return true;
	}
	return false;
}

static void every_jump_outside_the_table_is_refused(void **state)
{
	BUF(table);
	int tried = 0, allowed = 0;
	(void)state;
	assert_int_equal(fs_read(GOLDEN, 1 << 20, &table), OK);
	for (int from = 0; from < ST_MAX; from++)
		for (int a = 0; a < AC_MAX; a++)
			for (size_t k = 0; k < COUNT_OF(KINDS); k++)
				for (size_t w = 0; w < COUNT_OF(ACTORS); w++) {
					const struct flow_ask ask = {
						.kind = flow_kind_bit(KINDS[k]), .from = (enum state)from,
						.action = (enum action)a, .by = ACTORS[w].bit, .facts = ALL_FACTS,
					};
					struct flow_answer answer;
					const char *name = from ? flow_state_name((enum state)from) : "-";
					bool may = agreed(buf_text(&table), name, flow_action_name((enum action)a),
							  KINDS[k], ACTORS[w].name);
					int err = flow_next(&ask, &answer);
					if (may != (err == OK))
						fail_msg("%s %s %s %s: %d", name, flow_action_name((enum action)a),
							 KINDS[k], ACTORS[w].name, err);
					tried++;
					allowed += may;
				}
	assert_true(allowed > 500 && tried > 10 * allowed / 2);
	PROVES("R25");
}

/* Each guard of each row bars the way when it is the only fact not true. */
static void every_guard_bars_the_way(void **state)
{
	static const struct {
		enum state from;
		enum action action;
		unsigned by, guard;
	} rows[] = {
		{ ST_HANDED, AC_ACCEPT, BY_LEADER, G_MINE },
		{ ST_FOUND, AC_PRESENT, BY_LEADER, G_RESULT },
		{ ST_FOUND, AC_NO_FAULT, BY_LEADER, G_RESULT },
		{ ST_FOUND, AC_NO_FAULT, BY_LEADER, G_PRESENTED },
		{ ST_FOUND, AC_ASK_REPAIR, BY_LEADER, G_PARTY },
		{ ST_FOUND, AC_ASK_ARRANGEMENT, BY_LEADER, G_PRESENTED },
		{ ST_READY, AC_CLOSE, BY_LEADER, G_EVIDENCE },
		{ ST_NO_FAULT, AC_CLOSE, BY_LEADER, G_OBJECTION },
		{ ST_DONE, AC_CLOSE, BY_PLANNER, G_EVIDENCE },
		{ ST_SEEN, AC_REFER, BY_PHONE, G_PARTY },
		{ ST_SEEN, AC_FORWARD, BY_CARETAKER, G_PARTY },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct flow_ask ask = {
			.kind = KIND_REPAIR, .from = rows[i].from, .action = rows[i].action, .by = rows[i].by,
			.facts = ALL_FACTS & ~rows[i].guard,
		};
		struct flow_answer answer;
		assert_int_equal(flow_next(&ask, &answer), ERR_INCOMPLETE);
		assert_int_equal(answer.missing, rows[i].guard);
		assert_int_equal(answer.to, rows[i].from);
		ask.facts = ALL_FACTS;
		assert_int_equal(flow_next(&ask, &answer), OK);
	}
	PROVES("R20 R22 R24");
}

static void a_first_contact_needs_a_note_to_reach_the_leader(void **state)
{
	struct flow_ask ask = { .kind = KIND_COMPLAINT, .from = ST_SEEN, .action = AC_ESCALATE, .by = BY_PHONE };
	struct flow_answer answer;
	(void)state;
	assert_int_equal(flow_next(&ask, &answer), ERR_INCOMPLETE);
	assert_int_equal(answer.missing, G_NOTE);
	ask.facts = G_NOTE;
	assert_int_equal(flow_next(&ask, &answer), OK);
	ask.facts = G_REFERRAL;
	assert_int_equal(flow_next(&ask, &answer), OK);
	assert_int_equal(answer.to, ST_HANDED);
	PROVES("R15");
}

static void a_case_the_leader_had_goes_back_to_the_leader(void **state)
{
	struct flow_ask ask = { .kind = KIND_REPAIR, .from = ST_CLOSED, .action = AC_REOPEN, .by = BY_TENANT };
	struct flow_answer answer;
	(void)state;
	assert_int_equal(flow_next(&ask, &answer), OK);
	assert_int_equal(answer.to, ST_REOPENED);
	ask.facts = G_LED;
	assert_int_equal(flow_next(&ask, &answer), OK);
	assert_int_equal(answer.to, ST_HANDED);
	PROVES("D8");
}

static void names_go_both_ways_and_every_action_has_a_form(void **state)
{
	(void)state;
	for (int a = 0; a < AC_MAX; a++) {
		assert_true(flow_action_name((enum action)a)[0]);
		assert_int_equal(flow_action_from(flow_action_name((enum action)a)), a);
		int n = 0;
		for (const struct flow_field *f = flow_fields((enum action)a); f->name; f++, n++)
			assert_true(f->type != FIELD_CHOICE || strchr(f->choices, '|'));
		assert_true(n <= FLOW_FIELDS);
	}
	for (int s = 1; s < ST_MAX; s++)
		assert_true(flow_state_name((enum state)s)[0]);
	for (unsigned g = 1; g < G_MAX; g <<= 1)
		assert_true(flow_guard_name(g)[0]);
	assert_int_equal(flow_action_from("nothing"), AC_MAX);
}

struct told {
	enum action first;
	int count;
	bool twice[AC_MAX];
};

static void hear(void *ctx, enum action action, enum state to, unsigned missing)
{
	struct told *t = ctx;
	(void)to;
	if (!t->count++)
		t->first = action;
	(void)missing;
	assert_false(t->twice[action]);
	t->twice[action] = true;
}

static void offers_are_what_is_possible_in_the_order_of_the_road(void **state)
{
	struct told t = { .first = AC_MAX };
	struct flow_ask ask = { .kind = KIND_QUESTION, .from = ST_REFERRED, .by = BY_PHONE };
	(void)state;
	flow_each(&ask, hear, &t);
	assert_int_equal(t.first, AC_RETURN);
	assert_true(t.twice[AC_REFER] && t.twice[AC_DONE] && !t.twice[AC_ACCEPT]);
	memset(&t, 0, sizeof t);
	ask.from = ST_HANDED;
	flow_each(&ask, hear, &t);
	assert_false(t.twice[AC_ACCEPT]);
	ask.by = BY_LEADER;
	memset(&t, 0, sizeof t);
	flow_each(&ask, hear, &t);
	assert_int_equal(t.first, AC_ACCEPT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_printed_table_is_the_agreed_one),
		cmocka_unit_test(every_jump_outside_the_table_is_refused),
		cmocka_unit_test(every_guard_bars_the_way),
		cmocka_unit_test(a_first_contact_needs_a_note_to_reach_the_leader),
		cmocka_unit_test(a_case_the_leader_had_goes_back_to_the_leader),
		cmocka_unit_test(names_go_both_ways_and_every_action_has_a_form),
		cmocka_unit_test(offers_are_what_is_possible_in_the_order_of_the_road),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
