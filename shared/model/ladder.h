/* The escalation ladder: which clocks run for a case, until when, and who is told (R17, D4, D10).
 *
 * A ladder is data with a version, like the routing rules. Every row names a clock, the conditions
 * under which it holds, the events that start and stop it, its norm, a warning point and rungs. Of
 * the rows of one clock the one with the lowest rank whose conditions all hold decides; different
 * clocks run beside each other. What an amount of working time means is the business of whoever has
 * a calendar (server/ladder_time.h): this file is pure and knows no time.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_MODEL_LADDER_H
#define SHARED_MODEL_LADDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"

/* What happens to a case that a clock may start or stop at. One row of EVENTS in ladder_names.c
 * each; numbers are not stored, names are. */
enum ladder_event {
	LADDER_CAPTURED,  /* the report was made; time of capture, however late it came in (R63) */
	LADDER_CONFIRMED, /* the reporter has the confirmation: mail delivered or reached by phone */
	LADDER_REFERRED,  /* sent to provider or supplier with a card */
	LADDER_RETURNED,  /* the reporter came back after a referral */
	LADDER_HANDED,    /* handed over to a project leader */
	LADDER_ACCEPTED,  /* who takes it on said so */
	LADDER_CONTACTED, /* the reporter was reached; an attempt that failed is no event */
	LADDER_ASKED,     /* a question went to provider or supplier */
	LADDER_ANSWERED,  /* their answer is in */
	LADDER_APPOINTED, /* an appointment for the work is made */
	LADDER_PLANNED,   /* an action with an owner and a day was planned; time = the planned day */
	LADDER_ACTED,     /* that action is done */
	LADDER_RESULT,    /* the result was presented to the reporter */
	LADDER_NO_FAULT,  /* … and it was: no fault */
	LADDER_OBJECTED,  /* the reporter does not agree */
	LADDER_READY,     /* the work was reported ready */
	LADDER_FORWARDED, /* handed to an outside partner */
	LADDER_REPLIED,   /* the partner's answer is in */
	LADDER_ALARM,     /* one tap on an emergency sign; time of the tap (R52) */
	LADDER_TAKEN,     /* somebody took that alarm */
	LADDER_REOPENED,
	LADDER_CLOSED,
	LADDER_EVENT_MAX
};

enum ladder_unit {
	LADDER_CLOCK_MINUTES, /* "clock_minutes", 30m */
	LADDER_CLOCK_HOURS,   /* "clock_hours", 24h: 86,400,000 ms, whatever the clocks do */
	LADDER_WORKING_HOURS, /* "working_hours", 4wh */
	LADDER_WORKING_DAYS,  /* "working_days", 5wd: to closing time, the first day does not count */
	LADDER_DAYS,          /* "days", 10d: to the end of the civil day, the first does not count */
	LADDER_WEEKS,         /* "weeks", 6w: likewise */
	LADDER_UNIT_MAX
};

/* Who is told. A rung names a set. */
enum ladder_who {
	TELL_OWNER = 1 << 0,  /* who the case is with; the warning always goes there */
	TELL_DEPUTY = 1 << 1, /* of the owner */
	TELL_PARTY = 1 << 2,  /* the outside party whose answer is awaited: a reminder */
	TELL_PHONE = 1 << 3,
	TELL_LEADER = 1 << 4,
	TELL_PLANNER = 1 << 5,
	TELL_CARETAKER = 1 << 6,
	TELL_MANAGER = 1 << 7,
	TELL_ADMIN = 1 << 8,
};

/* What a row may look at, of the case as it is after the event. Order of the import columns. */
enum ladder_dim {
	LADDER_KIND,    /* repair question complaint nuisance area alarm */
	LADDER_URGENCY, /* planned normal urgent emergency */
	LADDER_PARTY,   /* party key, "none" without a party */
	LADDER_STATE,   /* a state of shared/model/flow; also how long the clock lives */
	LADDER_DIM_MAX
};

struct ladder_span {
	int amount; /* 0 = none, but for a norm in days: the very day */
	enum ladder_unit unit;
};

struct ladder_rung {
	unsigned who;             /* set of enum ladder_who */
	struct ladder_span after; /* due; 0 = at the breach itself */
};

#define LADDER_CLOCK_CAP 48
#define LADDER_LIST_CAP 240
#define LADDER_RUNGS 6

struct ladder_row {
	int line;                      /* where it stands in its file, for errors */
	int rank;                      /* 1 first; names the row within its version */
	char clock[LADDER_CLOCK_CAP];  /* stable name, [a-z0-9-] */
	char when[LADDER_DIM_MAX][LADDER_LIST_CAP]; /* "" any, else values joined by '|' */
	uint32_t starts, stops;        /* sets of 1 << enum ladder_event */
	struct ladder_span norm;       /* from the event until it is due */
	struct ladder_span warn;       /* so long before due; amount 0: no warning */
	int rung_count;                /* at least 1 */
	struct ladder_rung rung[LADDER_RUNGS];
	char reason[240];              /* "24 klokuren na overdracht": the sentence goes on with "op …" */
};

/* Facts of one case, all set ("none" where there is nothing). */
struct ladder_facts {
	const char *value[LADDER_DIM_MAX];
};

struct ladder;

/* ---- a set ------------------------------------------------------------------------------------ */

/* An empty ladder; the caller frees it. */
struct ladder *ladder_new(void) MUST_USE;
void ladder_free(struct ladder *l);
void ladder_freep(struct ladder **l);

/* Add a copy of one row, in any order of rank.
 * ERR_INPUT: why names the column that is missing or makes no sense; ERR_CONFLICT: the rank is
 * there already. */
int ladder_add(struct ladder *l, const struct ladder_row *row, char *why, size_t cap) MUST_USE;

/* Calls found() for each row that can never decide, because one row of the same clock before it
 * takes all it could; returns how many. */
int ladder_unreachable(const struct ladder *l,
		       void (*found)(void *ctx, const struct ladder_row *row), void *ctx);

int ladder_count(const struct ladder *l);
/* The i-th row by rank; NULL outside. */
const struct ladder_row *ladder_at(const struct ladder *l, int i);
/* The row of a rank, as stored with a running clock; NULL when there is none. */
const struct ladder_row *ladder_of_rank(const struct ladder *l, int rank);

/* ---- what happens at an event --------------------------------------------------------------------- */

/* The rows an event starts for a case with these facts, at most one per clock, by rank: begin with
 * after = NULL, NULL ends.  for (row = NULL; (row = ladder_starting(l, ev, &f, row)) != NULL;) */
const struct ladder_row *ladder_starting(const struct ladder *l, enum ladder_event event,
					 const struct ladder_facts *facts,
					 const struct ladder_row *after);
/* Does this event stop the clock of this row? */
bool ladder_stops(const struct ladder_row *row, enum ladder_event event);
/* Does the clock go on in this state ("seen")? A row that names no state: in every open one. */
bool ladder_lives(const struct ladder_row *row, const char *state);

/* ---- cells (ladder_cells.c) ----------------------------------------------------------------------- */

/* Column names in file order, ends with NULL: rank,clock,kind,… All of them are required. */
const char *const *ladder_columns(void);
/* Set one column of a row from its cell.
 * ERR_INPUT: why says what is wrong, beginning with the name of the column. */
int ladder_cell(struct ladder_row *row, const char *column, const char *cell, char *why,
		size_t cap) MUST_USE;

/* ---- names (ladder_names.c): len bytes of a word; _MAX or 0 when it is none ------------------------ */

const char *ladder_event_name(enum ladder_event event); /* "captured" */
enum ladder_event ladder_event_from(const char *word, size_t len);
const char *ladder_unit_name(enum ladder_unit unit); /* "working_days" */
enum ladder_unit ladder_unit_from(const char *name);
enum ladder_unit ladder_unit_from_brief(const char *word, size_t len); /* "wd" */
/* One role of a set: "leader"; "" for a number that is none. */
const char *ladder_who_name(enum ladder_who one);
unsigned ladder_who_from(const char *word, size_t len);

#endif
