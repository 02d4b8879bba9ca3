/* One report, one schema, judged by the same code on kiosk, central and in tests (R40, R50).
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
	bool first_contact;            /* R5 */
	char follow[65];               /* salted hash of the follow code, hex */
	int64_t t;                     /* capture time, ms since 1970 UTC */
};

/* Where a report is wrong, as a JSON pointer without the leading slash ("contact/phone"). */
struct report_fault {
	char field[64];
	const char *why; /* static English, for logs; people get the sentence of the error code */
};

/* Read the JSON object. Unknown members are refused on capture (strict) and ignored at central.
 * ERR_INPUT: a member is missing, of the wrong type, over its cap or not of its enumeration. */
int report_read(const struct val *v, bool strict, struct report *ret,
		struct report_fault *fault) MUST_USE;

/* Judge by catalogue and completeness (R40-R42). Which member when:
 *   home:         unit, room; object or words; fault or words; a suspicion or "unknown" when the
 *                 fault offers suspicions; answers to all its questions; slots or call; contact
 *   surroundings: cause, fault (kind) or words, place; contact
 *   alarm:        fault = an emergency code, nothing else
 * Contact: a name, and phone or mail; via mail needs mail, via phone needs phone; urgent needs a
 * phone and via phone (R42). ERR_CATALOGUE: other version than c; ERR_INPUT: code not in the
 * catalogue; ERR_INCOMPLETE: something the rules ask for is missing. */
int report_judge(const struct report *r, const struct catalogue *c,
		 struct report_fault *fault) MUST_USE;

/* Urgency by the catalogue (R43); own words are normal. */
enum urgency report_urgency(const struct report *r, const struct catalogue *c);

/* The canonical JSON object, members in the order of the schema; the caller frees it. Equal
 * reports from tenant, operator and caretaker differ only in channel and actor (R50). */
struct val *report_write(const struct report *r) MUST_USE;

/* Follow code: hash of the six characters, salted with the report id (hex into out). */
void report_follow_hash(const char *id, const char *code, char out[HEX32_TEXT]);

#endif
