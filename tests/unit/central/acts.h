/* Steps a planner takes with a case, each of which must be allowed.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_UNIT_CENTRAL_ACTS_H
#define TESTS_UNIT_CENTRAL_ACTS_H

#include "tests/unit/central/office.h"

#include "server/case_act.h"

/* fields: what the form asks, as JSON, or NULL. */
static inline void must(struct office *o, int64_t nr, enum action action, const char *fields)
{
	struct act_answer answer;
	VAL(in) = NULL;
	if (fields)
		assert_int_equal(val_parse(fields, strlen(fields), NULL, &in, NULL), OK);
	const struct act act = { .action = action, .by = BY_PLANNER, .who = "piet", .in = in };
	db_event_begin(o->app.db);
	int err = case_act(&o->app, nr, &act, &answer);
	db_event_end(o->app.db, !err);
	if (err)
		fail_msg("%s: %d field=%s", flow_action_name(action), err, answer.field);
}

#endif
