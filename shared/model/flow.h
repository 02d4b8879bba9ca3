/* The states of a case, the steps between them, and who may take one: one table, one judge
 * (R25; design.md decision 9; seed A steps 1-6; R11-R24, R39, R47, R48, D8, D10).
 *
 * Server, buttons, forms, API and help all come from these rows. A step names the kinds of case it
 * is for, the states it starts from, who may take it and which facts must be true (guards). What a
 * person fills in with a step is a list of fields (flow_form.c). Several rows may answer one
 * question; the first whose guards hold decides. Pure: facts come in, nothing is looked up.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_MODEL_FLOW_H
#define SHARED_MODEL_FLOW_H

#include <stdbool.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"

/* Stored on disk: a number is never given to another state. */
enum state {
	ST_NONE = 0,
	ST_NEW = 1,               /* routed, nobody looked yet */
	ST_EXCEPTION = 2,         /* no rule matched: staff must choose a party */
	ST_SEEN = 3,              /* somebody of staff opened it */
	ST_CLOSED = 4,
	ST_REFERRED = 5,          /* the tenant was sent on to a party (R11) */
	ST_HANDED = 6,            /* with the project leader, not accepted yet (R14) */
	ST_ACCEPTED = 7,          /* by the leader (R16) */
	ST_CONTACTED = 8,         /* the leader spoke with the customer (R17) */
	ST_WEIGHING = 9,          /* no investigation needed (R18) */
	ST_INVESTIGATING = 10,
	ST_ASKED = 11,            /* data were asked of a party (R19) */
	ST_FOUND = 12,            /* a result is written (R20) */
	ST_NO_FAULT = 13,         /* told so; the time to object runs (R24) */
	ST_REPAIR_ASKED = 14,     /* (R21) */
	ST_ARRANGEMENT_ASKED = 15,
	ST_READY = 16,            /* reported ready or arranged, with evidence (R22, R23) */
	ST_PLANNED = 17,          /* an appointment stands */
	ST_WORKING = 18,          /* somebody of staff works on it */
	ST_FORWARDED = 19,        /* with a partner: municipality, police, mediation (R48) */
	ST_ANSWERED = 20,         /* the partner answered; the reporter must hear it */
	ST_DONE = 21,             /* done, with evidence; the tenant may say otherwise (D8) */
	ST_REOPENED = 22,
	ST_MAX
};

enum action {
	AC_FILE,     /* a report came in and a rule matched */
	AC_STRAND,   /* a report came in and no rule matched */
	AC_SEE,
	AC_ASSIGN,   /* give it a party by hand */
	AC_REFER,    /* step 1: send the customer on to a party */
	AC_RETURN,   /* step 2: the customer comes back from a referral */
	AC_ESCALATE, /* step 2 without a referral in this thread */
	AC_ACCEPT,   /* step 3 */
	AC_ATTEMPT,  /* called in vain: noted, no clock stops */
	AC_CONTACT,
	AC_INVESTIGATE, /* step 4 */
	AC_SKIP,     /* no investigation needed */
	AC_ASK,      /* ask a party for data */
	AC_ANSWER,   /* the party answers */
	AC_RECALL,   /* wait no longer */
	AC_RESULT,   /* step 5: write the result down */
	AC_PRESENT,  /* tell it the customer */
	AC_NO_FAULT,
	AC_ASK_REPAIR,
	AC_ASK_ARRANGEMENT,
	AC_PROPOSE,  /* the party proposes an arrangement */
	AC_ARRANGED, /* an arrangement with the customer is recorded */
	AC_READY,    /* reported ready */
	AC_NOT_READY,
	AC_OBJECT,   /* the customer objects to "no fault" */
	AC_PLAN,
	AC_START,
	AC_FORWARD,
	AC_PARTNER,  /* the partner answered */
	AC_INFORM,   /* the reporter heard it */
	AC_DONE,
	AC_SOLVED,   /* the tenant says so */
	AC_CLOSE,    /* step 6 */
	AC_REOPEN,
	AC_COMPLAIN, /* it becomes a complaint, in the same thread (D10) */
	AC_WITHDRAW,
	AC_NOTE,     /* from here on: the state stays */
	AC_URGENCY,  /* R43 */
	AC_CODE,     /* own words get a place in the catalogue (R36) */
	AC_FINDING,  /* what the fitter found (R38) */
	AC_TASK,     /* somebody must do something by a date (R47) */
	AC_TASK_DONE,
	AC_MAX
};

/* Who acts: roles of staff, the system, and people outside. A row names a set. */
enum flow_who {
	BY_SYSTEM = 1 << 0,
	BY_PHONE = 1 << 1,
	BY_LEADER = 1 << 2,
	BY_PLANNER = 1 << 3,
	BY_CARETAKER = 1 << 4,
	BY_MANAGER = 1 << 5,
	BY_ADMIN = 1 << 6,
	BY_TENANT = 1 << 7,   /* at the kiosk, with number and code */
	BY_SUPPLIER = 1 << 8, /* through a personal link (R23) */
	BY_STAFF = BY_PHONE | BY_LEADER | BY_PLANNER | BY_CARETAKER | BY_MANAGER | BY_ADMIN
};

/* Kinds of case, as reports name them. */
enum flow_kind {
	KIND_QUESTION = 1 << 0,
	KIND_REPAIR = 1 << 1,
	KIND_NUISANCE = 1 << 2,
	KIND_AREA = 1 << 3,
	KIND_COMPLAINT = 1 << 4,
	KIND_ANY = (1 << 5) - 1
};

/* What must be true before a step. */
enum flow_guard {
	G_PARTY = 1 << 0,     /* the party chosen can be reached: phone or mail, valid today (R7) */
	G_REFERRAL = 1 << 1,  /* this person was referred before about this address (R15) */
	G_NOTE = 1 << 2,      /* a note came with the step */
	G_MINE = 1 << 3,      /* the actor is the department's leader or present deputy (R14) */
	G_RESULT = 1 << 4,    /* a result is written (R20) */
	G_PRESENTED = 1 << 5, /* and was told (R20) */
	G_EVIDENCE = 1 << 6,  /* who, when, what (R22, D8) */
	G_OBJECTION = 1 << 7, /* the time to object is over (R24) */
	G_LED = 1 << 8,       /* a project leader had it: back to the leader */
	G_MAX = 1 << 9
};

struct flow_ask {
	unsigned kind;     /* one KIND_ bit, flow_kind_bit */
	enum state from;
	enum action action;
	unsigned by;       /* BY_ bits of the actor */
	unsigned facts;    /* G_ bits that are true */
};

struct flow_answer {
	enum state to;
	unsigned missing;  /* G_ bits of the last row tried, with ERR_INCOMPLETE */
};

/* May this step be taken? OK: ret->to is the state afterwards (the same for steps that stay).
 * ERR_CONFLICT: no such step from this state for this kind; ERR_ROLE: not for this role;
 * ERR_INCOMPLETE: ret->missing says what must be true first. */
int flow_next(const struct flow_ask *ask, struct flow_answer *ret) MUST_USE;

/* The state after a step that was taken, as its history tells: who took it and what was true at the time
 * is not asked again, but for the facts a case keeps (stored). false: there is no such step from here. */
bool flow_replay(const struct flow_ask *ask, enum state *ret);

/* The facts a case keeps, after a step: some steps make one true, some take it back. Stored on disk,
 * so the bits keep their numbers. */
unsigned flow_facts_after(enum action a, unsigned facts);

/* Every step open to the actor of ask (action ignored), in the order staff should see them: the
 * first that leads on is the next step. missing: guards not true yet. */
void flow_each(const struct flow_ask *ask,
	       void (*fn)(void *ctx, enum action action, enum state to, unsigned missing), void *ctx);

/* Is the case still to be worked on (does its deadline count)? */
bool flow_open(enum state s);
/* Does nobody look at it yet? */
bool flow_unread(enum state s);
/* May its tenant be asked whether it is solved (D8), or object to "no fault" (R24)? */
bool flow_asks_tenant(enum state s);

/* "new", as stored in events and sent to pages; "" for none. */
const char *flow_state_name(enum state s);
const char *flow_action_name(enum action a);
/* AC_MAX: no such action. */
enum action flow_action_from(const char *name);
/* "result" of one G_ bit; "" for none. */
const char *flow_guard_name(unsigned guard);
/* KIND_ bit of a report's kind; 0 for none. */
unsigned flow_kind_bit(const char *kind);

/* The table as text, a row per step: documentation and golden test. */
void flow_print(struct buf *out);

/* ---- what comes with a step (flow_form.c) --------------------------------------------------- */

enum field_type {
	FIELD_TEXT,   /* UTF-8, trimmed */
	FIELD_CHOICE, /* one of choices */
	FIELD_PARTY,  /* key of the register, or dept:… */
	FIELD_DATE,   /* civil date 2026-11-25 */
	FIELD_CODE,   /* code of the catalogue */
	FIELD_STAFF,  /* a staff account */
	FIELD_NUMBER  /* positive */
};

struct flow_field {
	const char *name;
	enum field_type type;
	int cap;             /* bytes of a text */
	const char *choices; /* joined by '|', "" for none */
	bool required;
};

#define FLOW_FIELDS 6

/* The fields of an action, ended by a NULL name. */
const struct flow_field *flow_fields(enum action a);

#endif
