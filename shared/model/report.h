/* One report, one schema, judged by the same code on kiosk, central and in tests (R40, R50).
 *
 *   {"schema":1,"id","receipt","catalogue","channel","lang","actor":{"kind","ref"},"branch","kind",
 *    "unit","place":{"code","text"},"cause","room","object","fault","words",
 *    "suspect":{"code","room","object"}|"unknown","answers":{"<question>":"<answer>"},
 *    "when":{"slots":[["2026-11-25","OCH"]],"call":false},
 *    "contact":{"name","phone","mail","via"},"first_contact":true,
 *    "before":{"party","reason":"not_taken_up|dissatisfied"}|null,"follow","t"}
 *
 * Anything but schema, id, branch and kind may be absent, null or "" when it is read; whether
 * enough is there, report_judge says.
 *
 * report_read takes the JSON a page, tablet or importer sent and either fills a struct report or
 * names the first field that is wrong. report_judge asks the catalogue and the completeness rules.
 * The JSON Schema beside this file (report.schema.json) says the same for outsiders; a test holds
 * the two together.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_MODEL_REPORT_H
#define SHARED_MODEL_REPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/text.h"
#include "shared/base/val.h"
#include "shared/model/catalogue.h"

#define REPORT_SCHEMA 1
#define REPORT_SLOTS 12
#define REPORT_ANSWERS 12
#define REPORT_CAP 16384 /* bytes of a report's JSON over HTTP */

struct report_slot {
	char day[11];  /* civil date, 2026-11-25 */
	char part[4];  /* OCH MID AVO: 8-12, 12-18, 18-24 (R39) */
};

struct report_answer {
	char question[48];
	char answer[48];
};

struct report {
	char id[UUID_TEXT];            /* UUIDv7 made at the first touch */
	char receipt[RECEIPT_TEXT];    /* "" until the kiosk gave one */
	char catalogue[32];
	char channel[8];               /* kiosk phone tablet web */
	char lang[8];
	char actor_kind[12];           /* tenant guest operator caretaker */
	char actor_ref[64];            /* tenant number or staff name, "" for none */
	char branch[16];               /* home surroundings energy alarm */
	char kind[12];                 /* repair question complaint nuisance area alarm */
	char unit[64];                 /* dwelling key, "" for none */
	char place_code[32];           /* surroundings: place of the catalogue */
	char place_text[400];          /* surroundings: where, own words */
	char cause[12];                /* surroundings: people or object (R45) */
	char room[16];
	char object[32];               /* "" = not listed (own words) */
	char fault[32];                /* "" = own words (R36); emergencies: code of the sign */
	char words[2400];
	bool suspect_unknown;          /* "don't know" chosen */
	char suspect_code[32];         /* R37, R38: the tenant's suspicion */
	char suspect_room[16];
	char suspect_object[32];
	int answer_count;
	struct report_answer answers[REPORT_ANSWERS];
	int slot_count;
	struct report_slot slots[REPORT_SLOTS];
	bool call_first;               /* "rather call me" */
	char name[120];
	char phone[24];
	char mail[200];
	char via[6];                   /* mail phone */
	bool first_contact;            /* R5: nobody was told before */
	char before_party[64];         /* else whom: a party key or "corporation"; "" for not said */
	char before_reason[16];        /* and why again: not_taken_up (R12), dissatisfied (R13) */
	char follow[65];               /* salted hash of the follow code, hex: all of it, or its
	                                * first REPORT_FOLLOW digits */
	int64_t t;                     /* capture time, ms since 1970 UTC */
};

/* Where a report is wrong, as a JSON pointer without the leading slash ("contact/phone"). */
struct report_fault {
	char field[64];
	const char *why; /* static English, for logs; people get the sentence of the error code */
};

/* Read the JSON object. Own words are trimmed, telephone numbers brought to +31612345678, answers
 * and slots sorted, so that equal reports are equal bytes. Unknown members are refused on capture
 * (strict) and ignored at central.
 * ERR_INPUT: a member is missing, of the wrong type, over its cap or not of its enumeration. */
int report_read(const struct val *v, bool strict, struct report *ret,
		struct report_fault *fault) MUST_USE;

/* A telephone number as typed ("06-12 34 56 78", "0031 6 …") to +31612345678 (E.164; without
 * country code it is Dutch). false: no number one can call, or out too small. */
bool phone_normalise(const char *typed, char *out, size_t cap) MUST_USE;

/* The same as people read it aloud: "06 1234 5678", "010 123 4567"; of other countries as it stands. */
void phone_spoken(const char *number, char *out, size_t cap);

/* Could mail be sent there? One @, a domain with a dot, ASCII without quotes, at most 199 bytes. */
bool mail_valid(const char *mail) MUST_USE;

/* Judge by catalogue and completeness (R40-R42). What a report needs, by branch and kind
 * (the table of report_needs.h):
 *   home, energy  repair     unit, room; object or words; fault or words; a suspicion or "unknown"
 *                            when the fault offers suspicions; answers to all its questions; slots
 *                            or call; contact
 *                 question   unit; object or words; fault or words; contact
 *   home          complaint  words; contact
 *   energy        complaint  as its question: who told it by pictures need not write
 *   surroundings  nuisance, area   cause, fault (kind) or words, place; contact
 *                 question, complaint   words; contact
 *   alarm         alarm      fault = code of a sign, nothing else
 * and always channel, language, kind of actor and capture time. What was tried before needs its
 * reason and goes with a return contact only (R15).
 * Contact: a name, and phone or mail; via mail needs mail, via phone needs phone; urgent needs a
 * phone and via phone (R42). ERR_CATALOGUE: other version than c; ERR_INPUT: code not in the
 * catalogue, or kind not of this branch; ERR_INCOMPLETE: something the rules ask for is missing. */
int report_judge(const struct report *r, const struct catalogue *c,
		 struct report_fault *fault) MUST_USE;

/* Urgency by the catalogue (R43); own words are normal. */
enum urgency report_urgency(const struct report *r, const struct catalogue *c);
/* The fault it names, in its room or outside; NULL: own words, or not in the catalogue. */
const struct fault *report_find_fault(const struct report *r, const struct catalogue *c);
/* The emergency sign its fault or an answer leads to instead of a form (R51); "" for none. */
const char *report_emergency(const struct report *r, const struct catalogue *c);

/* The canonical JSON object, members in the order of the schema; the caller frees it. Equal
 * reports from tenant, operator and caretaker differ only in channel and actor (R50). */
struct val *report_write(const struct report *r) MUST_USE;

/* What a kiosk sends of the hash of a follow code: 64 bits, far above the 30 of the code itself. Random
 * digits are all a report holds that cannot be packed. */
#define REPORT_FOLLOW 16

/* Follow code: hash of the six characters as typed, salted with the report id (hex into out).
 * Small letters, spaces, I L O make no difference. */
void report_follow_hash(const char *id, const char *code, char out[HEX32_TEXT]);

#endif
