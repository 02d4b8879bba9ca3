/* The catalogue: what can be wrong, where, how urgent, who pays. Versioned data, one loader for
 * site generator, kiosk and central (R32-R37, R43-R46, R53; domain.md 4.4-4.6).
 *
 * Loaded from one merged JSON document (made from web/catalogue/ by web/site/source.c):
 *   {"version","languages":{nl:"complete",…},"areas":[…],"questions":[…],"payers":[…],
 *    "suspects":[…],"people":[…],"things":[…],"places":[…],"emergencies":[…],"dwelling_types":[…],
 *    "texts":{"nl":{key:text},…}}
 * Everything handed out points into the catalogue and lives as long as it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_MODEL_CATALOGUE_H
#define SHARED_MODEL_CATALOGUE_H

#include <stdbool.h>

#include "shared/base/err.h"
#include "shared/base/val.h"

struct catalogue;

enum urgency { URGENCY_PLANNED, URGENCY_NORMAL, URGENCY_URGENT, URGENCY_EMERGENCY, URGENCY_MAX };

/* A fault of an object in an area, or a kind of nuisance, or a thing outside. */
struct fault {
	const char *code;          /* VERA DEFECTSOORT ("LEK") or own, unique within its object */
	const char *slug, *icon;
	const char *vera;          /* DEFECTSOORT it is exported as; outside: ZAAKTYPEDETAILSOORT */
	enum urgency urgency;
	bool restricted;           /* about a person: only roles that need it may see it (R55) */
	const char *payer;         /* code of a payer rule, "" outside */
	const char *emergency;     /* code of the emergency page this fault leads to, or "" */
	const struct val *questions; /* codes, asked in order; may be NULL */
	const struct val *suspects;  /* [{code, room, object}] in order of likelihood; may be NULL */
};

struct object {
	const char *code, *slug, *icon;
	const char *vera;          /* BOUWKUNDIGELEMENTDETAILSOORT or INSTALLATIESOORT, "" if none */
	int fault_count;
	const struct fault *faults;
};

struct area {
	const char *code, *slug, *icon;
	const char *vera;          /* DEFECTLOCATIE */
	bool common;               /* shared part of the building */
	int object_count;
	const struct object *objects;
};

/* ERR_INPUT: document not a valid catalogue; why[] names the place and the reason. */
int catalogue_load(const struct val *doc, struct catalogue **ret, char *why, size_t cap) MUST_USE;
void catalogue_free(struct catalogue *c);
void catalogue_freep(struct catalogue **c);

const char *catalogue_version(const struct catalogue *c);
int catalogue_area_count(const struct catalogue *c);
const struct area *catalogue_area(const struct catalogue *c, int i);
/* Look-ups by code; NULL when there is none. */
const struct area *catalogue_find_area(const struct catalogue *c, const char *code);
const struct object *area_find_object(const struct area *a, const char *code);
const struct fault *object_find_fault(const struct object *o, const char *code);
/* Nuisance by people / things outside, as faults. kind: "people" or "object". */
const struct fault *catalogue_find_outside(const struct catalogue *c, const char *kind,
					   const char *code);
bool catalogue_has_place(const struct catalogue *c, const char *code);
bool catalogue_has_emergency(const struct catalogue *c, const char *code);
/* The row of a question / payer / emergency / suspect as JSON; NULL when there is none. */
const struct val *catalogue_question(const struct catalogue *c, const char *code);
const struct val *catalogue_payer(const struct catalogue *c, const char *code);
const struct val *catalogue_emergency(const struct catalogue *c, const char *code);
const struct val *catalogue_suspect(const struct catalogue *c, const char *code);
/* The row of one answer of a question; NULL when there is none. */
const struct val *catalogue_answer(const struct catalogue *c, const char *question,
				   const char *answer);
const struct val *catalogue_doc(const struct catalogue *c);

/* Has the object a fault that a provider pays (energy, monitoring)? Those stand behind the door of
 * energy and meters (R4). */
bool catalogue_is_energy(const struct catalogue *c, const struct object *o);

/* Text in a language: "home.BAD.DOUCHEKRAAN.LEK". Falls back to Dutch, then to the key. */
const char *catalogue_text(const struct catalogue *c, const char *lang, const char *key);

/* Urgency of a fault after the answers given (R43): the highest of the fault's own and those of
 * its answers; answers to questions the fault does not ask count for nothing.
 * answers: {"<question>":"<answer>"} or NULL. */
enum urgency catalogue_urgency(const struct catalogue *c, const struct fault *f,
			       const struct val *answers);
/* "planned" "normal" "urgent" "emergency", as stored and sent; and back (URGENCY_MAX: none). */
const char *urgency_name(enum urgency u);
enum urgency urgency_from(const char *name);

/* Who pays after a corporation's own settings: "tenant" "landlord" "provider" "partner" "unknown".
 * The law's default, then the override (where the rule allows a setting), then the subscription.
 * overrides: {"<payer rule>":"landlord"} or NULL; subscription: tenant has the service plan. */
const char *catalogue_who_pays(const struct catalogue *c, const struct fault *f,
			       const struct val *overrides, bool subscription);

#endif
