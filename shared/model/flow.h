/* The states of a case and who may move it: one table, one judge (R25; design.md decision 9).
 *
 * Server, buttons, API and help all come from these rows. This table holds the states that intake
 * and routing need; each later step of handling adds rows, never a second judge.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_MODEL_FLOW_H
#define SHARED_MODEL_FLOW_H

#include "shared/base/err.h"

/* Stored on disk: a number is never given to another state. */
enum state {
	ST_NONE = 0,
	ST_NEW = 1,       /* routed, nobody looked yet */
	ST_EXCEPTION = 2, /* no rule matched: staff must choose a party */
	ST_SEEN = 3,      /* somebody of staff opened it */
	ST_CLOSED = 4,
	ST_MAX
};

enum action {
	AC_FILE,   /* a report came in and a rule matched */
	AC_STRAND, /* a report came in and no rule matched */
	AC_SEE,
	AC_ASSIGN, /* give it a party by hand */
	AC_CLOSE,
	AC_MAX
};

/* Who acts: roles of staff, and the system itself. A row names a set. */
enum flow_who {
	BY_SYSTEM = 1 << 0,
	BY_PHONE = 1 << 1,
	BY_LEADER = 1 << 2,
	BY_PLANNER = 1 << 3,
	BY_CARETAKER = 1 << 4,
	BY_MANAGER = 1 << 5,
	BY_ADMIN = 1 << 6,
	BY_STAFF = BY_PHONE | BY_LEADER | BY_PLANNER | BY_CARETAKER | BY_MANAGER | BY_ADMIN
};

/* May `who` do this to a case in state `from`? ret: the state it goes to.
 * ERR_ROLE: the step exists, but not for this role; ERR_CONFLICT: no such step from here. */
int flow_next(enum state from, enum action action, unsigned who, enum state *ret) MUST_USE;

/* Is the case still to be worked on (does its deadline count)? */
int flow_open(enum state s);

/* "new", as stored in events and sent to pages; "" for none. */
const char *flow_state_name(enum state s);
const char *flow_action_name(enum action a);

#endif
