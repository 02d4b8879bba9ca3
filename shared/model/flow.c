/* The table of steps a case can take.
 *
 * Owns nothing. Rows are data; flow_next is the only reader that decides.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/model/flow.h"

#include <stddef.h>

static const struct step {
	enum state from;
	enum action action;
	enum state to;
	unsigned who;
} STEPS[] = {
	{ ST_NONE,      AC_FILE,   ST_NEW,       BY_SYSTEM },
	{ ST_NONE,      AC_STRAND, ST_EXCEPTION, BY_SYSTEM },
	{ ST_NEW,       AC_SEE,    ST_SEEN,      BY_STAFF },
	{ ST_EXCEPTION, AC_ASSIGN, ST_NEW,       BY_PHONE | BY_LEADER | BY_PLANNER | BY_MANAGER },
	{ ST_NEW,       AC_ASSIGN, ST_NEW,       BY_LEADER | BY_PLANNER | BY_MANAGER },
	{ ST_SEEN,      AC_ASSIGN, ST_NEW,       BY_LEADER | BY_PLANNER | BY_MANAGER },
	{ ST_SEEN,      AC_CLOSE,  ST_CLOSED,    BY_LEADER | BY_PLANNER | BY_MANAGER },
};

static const struct state_row {
	const char *name;
	int open;
} STATES[ST_MAX] = {
	[ST_NONE] = { "", 0 },
	[ST_NEW] = { "new", 1 },
	[ST_EXCEPTION] = { "exception", 1 },
	[ST_SEEN] = { "seen", 1 },
	[ST_CLOSED] = { "closed", 0 },
};

static const char *const ACTIONS[AC_MAX] = {
	[AC_FILE] = "file",
	[AC_STRAND] = "strand",
	[AC_SEE] = "see",
	[AC_ASSIGN] = "assign",
	[AC_CLOSE] = "close",
};

int flow_next(enum state from, enum action action, unsigned who, enum state *ret)
{
	for (size_t i = 0; i < COUNT_OF(STEPS); i++) {
		if (STEPS[i].from != from || STEPS[i].action != action)
			continue;
		if (!(STEPS[i].who & who))
			return ERR_ROLE;
		*ret = STEPS[i].to;
		return OK;
	}
	return ERR_CONFLICT;
}

int flow_open(enum state s)
{
	return s > ST_NONE && s < ST_MAX && STATES[s].open;
}

const char *flow_state_name(enum state s)
{
	return s > ST_NONE && s < ST_MAX ? STATES[s].name : "";
}

const char *flow_action_name(enum action a)
{
	return a < AC_MAX ? ACTIONS[a] : "";
}
