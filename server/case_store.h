/* SQL of cases and their chained history. The only door to a case's state is case_move.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_CASE_STORE_H
#define SERVER_CASE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/buf.h"
#include "shared/base/crypt.h"
#include "shared/base/text.h"
#include "shared/model/catalogue.h"
#include "shared/model/flow.h"

struct db;

#define RECEIPT_STORED 40 /* a clash is kept as "RECEIPT+NR" */

/* One case as stored. Texts are cut to their caps when read. */
struct case_row {
	int64_t nr;
	char id[UUID_TEXT];
	int64_t item;              /* raw item it came in as, 0: body is in case_body */
	char receipt[RECEIPT_STORED];
	enum state state;
	enum urgency urgency;
	int64_t captured, received, due;
	char channel[8], lang[8], branch[16], kind[12];
	char unit[64], complex[64];
	char room[16], object[32], fault[32];
	bool restricted;
	char catalogue[64];
	char party[64];            /* "" = exception queue */
	int64_t rule_set, rule;    /* rule = rank, 0 = none */
	char tried[200];           /* struct rule_decision */
	bool first_contact;
	char name[120];
	char owner[64];
	unsigned facts;            /* stored G_ bits of flow.h */
	char department[64];       /* whose project leader has it, "" = nobody's */
	int64_t reopened;
	char ready_by[64];         /* who reported it ready last */
	char kind_first[12];       /* what it came in as, "" = as kind */
	int64_t objection;         /* end of the time to object, 0 = not running */
	int64_t anonymous;         /* when persons were taken out of it, 0 = not: then no step is taken any more */
};

/* Store a new case; nr is given by the store and written back. A receipt somebody has already is
 * kept as a clash: *ret_other is then that case's nr, the stored receipt differs and staff must look
 * at it (D2).
 * ERR_CONFLICT: this report is a case already: c->nr says which, nothing changed. */
int case_add(struct db *db, struct case_row *c, int64_t *ret_other) MUST_USE;
/* The body of a report that came in here and not from a device. */
int case_add_body(struct db *db, int64_t nr, const char *json, size_t len) MUST_USE;
/* ERR_NOT_FOUND: none kept here. */
int case_body(struct db *db, int64_t nr, struct buf *out) MUST_USE;

bool case_find(struct db *db, int64_t nr, struct case_row *ret);
/* Only reports made here, not items of devices. */
bool case_find_id(struct db *db, const char *id, struct case_row *ret);
bool case_find_receipt(struct db *db, const char *receipt, struct case_row *ret);

/* One step of a case. */
struct case_step {
	const struct case_row *c; /* as it was when the step was judged */
	enum action action;
	unsigned by;         /* BY_ bits of the actor */
	unsigned facts;      /* G_ bits that are true now, beside those stored */
	const char *who;     /* for the history */
	int64_t now;
	const char *detail;  /* JSON object text */
};

/* Ask flow, change state and stored facts, append the event: the only door to a state.
 * Errors as flow_next (ret filled likewise); ERR_CONFLICT also when the case moved meanwhile. */
int case_move(struct db *db, const struct case_step *step, struct flow_answer *ret) MUST_USE;

void case_set_owner(struct db *db, int64_t nr, const char *owner);
void case_set_party(struct db *db, int64_t nr, const char *party);
void case_set_department(struct db *db, int64_t nr, const char *department);
void case_set_ready_by(struct db *db, int64_t nr, const char *who);
void case_set_due(struct db *db, int64_t nr, int64_t due);
void case_set_objection(struct db *db, int64_t nr, int64_t until);
void case_set_urgency(struct db *db, int64_t nr, enum urgency u);
void case_count_reopened(struct db *db, int64_t nr);
/* Another kind and the route that follows from it; the first kind is kept. */
void case_set_kind(struct db *db, int64_t nr, const char *kind);
void case_set_route(struct db *db, int64_t nr, const char *party, int64_t rule_set, int64_t rule,
		    const char *tried);
/* Own words got a place in the catalogue (R36). */
void case_set_code(struct db *db, int64_t nr, const char *room, const char *object,
		   const char *fault);
/* Open cases and newest closed ones of an address, newest first, without nr itself. */
void case_each_of_unit(struct db *db, const char *unit, int64_t nr, int limit,
		       bool (*fn)(void *ctx, const struct case_row *c), void *ctx);

/* ---- history ------------------------------------------------------------------------------- */

#define EVENT_FORGOTTEN "forgotten"

struct case_event {
	int64_t n, t;
	const char *who, *what, *detail;
	uint8_t hash[HASH_BYTES];
};

/* The version of a case: number of its newest event that is a step, looking at it aside. A mail that
 * went out or a deadline that was told is no reason to stop somebody who is typing. */
int64_t event_version(struct db *db, int64_t nr);
/* The newest event of a name: its detail into out. false: none. */
bool event_detail(struct db *db, int64_t nr, const char *what, struct buf *out);
/* The first event of a new case, without looking for others. */
int event_first(struct db *db, int64_t nr, int64_t t, const char *who, const char *what,
		const char *detail) MUST_USE;
/* Append one event, chained to the one before. */
int event_add(struct db *db, int64_t nr, int64_t t, const char *who, const char *what,
	      const char *detail) MUST_USE;
void event_each(struct db *db, int64_t nr, void (*fn)(void *ctx, const struct case_event *e),
		void *ctx);
/* Take the detail out of every event there is (AVG): order, moments, names of steps and hashes stay. Append one
 * event "forgotten" whose detail holds a digest over all that stays of them, so that the chain still proves the
 * history but for what was taken out. ERR_CONFLICT: done before. In an event. */
int event_forget(struct db *db, int64_t nr, int64_t t, const char *who, const char *why) MUST_USE;
/* Recompute every chain. Returns the number of cases whose history does not hold; *ret_checked:
 * number of events looked at. */
int64_t event_verify(struct db *db, int64_t *ret_checked);

/* ---- lists --------------------------------------------------------------------------------- */

enum view {
	VIEW_LATE,
	VIEW_NEW,
	VIEW_URGENT,
	VIEW_EXCEPTIONS,
	VIEW_MINE,     /* owner is who asks */
	VIEW_LED,      /* with a project leader (R14) */
	VIEW_REFERRED, /* sent on to a party, not come back (R11) */
	VIEW_WAITING,  /* a party or partner must answer (R19, R21, R48) */
	VIEW_TO_PLAN,  /* repairs on a desk without an appointment */
	VIEW_ALL,
	VIEW_MAX
};

struct case_query {
	enum view view;
	const char *text;      /* "" = no search: receipt, number, street + number, name, party */
	int64_t after;         /* nr of the last row of the page before, 0 = first page */
	int limit;
	int64_t now;
	const char *who;       /* staff name of who asks, for VIEW_MINE; NULL: nobody */
	const char *sees;      /* whose cases, as case_within; NULL: all */
};

/* Is it a case of these departments, or of none? sees: "  dept:a dept:b " (two blanks in front: none is
 * one of them), "" = everything. Its department is that of the project leader who has it, else the one a
 * rule sent it to; with a party outside it has none. */
bool case_within(const char *sees, const struct case_row *c);

/* Sorted by deadline, so late first. fn returns false to stop. Returns true when more follow. */
bool case_list(struct db *db, const struct case_query *q,
	       bool (*fn)(void *ctx, const struct case_row *c), void *ctx);
/* Rows of a view as `who` sees it, counted up to cap. */
int64_t case_count(struct db *db, enum view view, const char *who, int64_t now, int64_t cap);
/* Of them those of some departments, as case_within. */
int64_t case_count_seen(struct db *db, enum view view, const char *who, const char *sees, int64_t now,
			int64_t cap);
int64_t case_total(struct db *db);   /* cases ever made, from a counter */
int64_t case_newest(struct db *db);  /* highest nr */

#endif
