/* A monitoring question on its road, one step an event as a request would take it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_UNIT_CENTRAL_FLOW_ROAD_H
#define TESTS_UNIT_CENTRAL_FLOW_ROAD_H

#include "tests/unit/central/office.h"

#include "server/case_act.h"
#include "server/ladder.h"
#include "server/leader_store.h"
#include "server/referral_store.h"
#include "server/staff_store.h"

struct road {
	struct office *o;
	int64_t nr;
	struct act_answer answer;
};

/* One step in an event of its own, as a request would take it; fields as JSON or NULL. */
static inline int step_seen(struct road *r, unsigned by, const char *who, enum action action,
		     const char *fields, int64_t seen)
{
	VAL(in) = NULL;
	if (fields)
		assert_int_equal(val_parse(fields, strlen(fields), NULL, &in, NULL), OK);
	const struct act act = { .action = action, .by = by, .who = who, .in = in, .seen = seen };
	db_event_begin(r->o->app.db);
	int err = case_act(&r->o->app, r->nr, &act, &r->answer);
	db_event_end(r->o->app.db, !err);
	return err;
}

static inline int step(struct road *r, unsigned by, const char *who, enum action action, const char *fields)
{
	return step_seen(r, by, who, action, fields, 0);
}

#define MUST(r, by, who, action, fields) \
	do { \
		int err_ = step(r, by, who, action, fields); \
		if (err_) \
			fail_msg("%s: %d field=%s missing=%u", flow_action_name(action), err_, \
				 (r)->answer.field, (r)->answer.missing); \
	} while (0)

static inline struct case_row now_of(struct road *r)
{
	struct case_row c;
	assert_true(case_find(r->o->app.db, r->nr, &c));
	return c;
}

static inline void add_staff(struct office *o, const char *name, const char *role)
{
	db_event_begin(o->app.db);
	assert_int_equal(staff_add(o->app.db, name, role, "x", o->wall), OK);
	db_event_end(o->app.db, true);
}

static inline void set_leader(struct office *o, int64_t away_from, int64_t away_until)
{
	struct leader l = { .department = "dept:energy", .leader = "lea", .deputy = "dirk",
			    .away_from = away_from, .away_until = away_until };
	db_event_begin(o->app.db);
	assert_int_equal(leader_put(o->app.db, &l), OK);
	db_event_end(o->app.db, true);
}

static inline int64_t question(struct office *o, int last)
{
	struct report r;
	office_question(&r, last, "het scherm doet niets");
	return office_case(o, &r, 0);
}

static inline struct road begin(void)
{
	struct road r = { .o = office_open() };
	add_staff(r.o, "lea", "leader");
	add_staff(r.o, "dirk", "leader");
	add_staff(r.o, "kcc", "phone");
	set_leader(r.o, 0, 0);
	office_must_import(r.o, "rules", "rank,rule,party,reason\n10,alles,dept:phone,Alles eerst naar de balie.\n");
	r.nr = question(r.o, 1);
	return r;
}

#define REFER "{\"party\":\"meet\",\"medium\":\"print\"}"
#define BACK "{\"reason\":\"dissatisfied\",\"note\":\"belt niet terug\"}"
#define TALK "{\"medium\":\"phone\",\"note\":\"gesproken\"}"
#define ASKED "{\"party\":\"zon\",\"text\":\"Herstel het scherm\",\"due\":\"2026-12-04\"}"
#define PROOF "{\"by\":\"Zonzeker\",\"when\":\"2026-11-28\",\"what\":\"scherm vervangen\"}"

/* Up to the written and told result. */
static inline void to_result(struct road *r)
{
	MUST(r, BY_PHONE, "kcc", AC_SEE, NULL);
	MUST(r, BY_PHONE, "kcc", AC_REFER, REFER);
	MUST(r, BY_PHONE, "kcc", AC_RETURN, BACK);
	MUST(r, BY_LEADER, "lea", AC_ACCEPT, NULL);
	MUST(r, BY_LEADER, "lea", AC_CONTACT, TALK);
	MUST(r, BY_LEADER, "lea", AC_INVESTIGATE, "{\"note\":\"meetgegevens\",\"data_here\":\"no\"}");
	MUST(r, BY_LEADER, "lea", AC_ASK,
	     "{\"party\":\"meet\",\"text\":\"Stuur de meetgegevens\",\"due\":\"2026-11-30\"}");
	MUST(r, BY_SUPPLIER, "meet", AC_ANSWER, "{\"text\":\"het scherm is sinds maandag uit\"}");
	MUST(r, BY_LEADER, "lea", AC_RESULT, "{\"text\":\"Het scherm is stuk.\"}");
}

static inline void end(struct road *r)
{
	office_close(r->o);
}

#endif
