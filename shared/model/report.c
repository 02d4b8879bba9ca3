/* Reads and writes a report by its rows. See report.h for the schema.
 *
 * One table serves reading, writing and (by a test) the JSON Schema. Input comes from a public
 * screen: every member has a cap, an alphabet or an enumeration, and nothing is taken over that
 * no row asked for.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/model/report.h"

#include <stdio.h>
#include <string.h>

#include "shared/base/crypt.h"
#include "shared/model/report_inside.h"

#define AT(field) .offset = offsetof(struct report, field), .cap = sizeof(((struct report *)0)->field)

static const char *const CHANNELS[] = { "kiosk", "phone", "tablet", "web", NULL };
static const char *const ACTORS[] = { "tenant", "guest", "operator", "caretaker", NULL };
static const char *const BRANCHES[] = { "home", "surroundings", "energy", "alarm", NULL };
static const char *const KINDS[] = { "repair", "question", "complaint", "nuisance",
				     "area",   "alarm",	   NULL };
static const char *const CAUSES[] = { "people", "object", NULL };
static const char *const VIAS[] = { "mail", "phone", NULL };
static const char *const REASONS[] = { "not_taken_up", "dissatisfied", NULL };

static const struct report_row ACTOR[] = {
	{ "kind", &KIND_CHOICE, AT(actor_kind), .choices = ACTORS },
	{ "ref", &KIND_LINE, AT(actor_ref) },
	{ 0 },
};
static const struct report_row PLACE[] = {
	{ "code", &KIND_CODE, AT(place_code) },
	{ "text", &KIND_WORDS, AT(place_text) },
	{ 0 },
};
static const struct report_row WHEN[] = {
	{ "slots", &KIND_SLOTS, AT(slots) },
	{ "call", &KIND_BOOL, AT(call_first) },
	{ 0 },
};
static const struct report_row CONTACT[] = {
	{ "name", &KIND_LINE, AT(name) },
	{ "phone", &KIND_PHONE, AT(phone) },
	{ "mail", &KIND_MAIL, AT(mail) },
	{ "via", &KIND_CHOICE, AT(via), .choices = VIAS },
	{ 0 },
};
static const struct report_row BEFORE[] = {
	{ "party", &KIND_LINE, AT(before_party) },
	{ "reason", &KIND_CHOICE, AT(before_reason), .choices = REASONS },
	{ 0 },
};

const struct report_row REPORT_ROWS[] = {
	{ "schema", &KIND_SCHEMA, .must = true },
	{ "id", &KIND_ID, AT(id), .must = true },
	{ "receipt", &KIND_RECEIPT, AT(receipt) },
	{ "catalogue", &KIND_VERSION, AT(catalogue) },
	{ "channel", &KIND_CHOICE, AT(channel), .choices = CHANNELS },
	{ "lang", &KIND_LANG, AT(lang) },
	{ "actor", .members = ACTOR, .always = true },
	{ "branch", &KIND_CHOICE, AT(branch), .choices = BRANCHES, .must = true },
	{ "kind", &KIND_CHOICE, AT(kind), .choices = KINDS, .must = true },
	{ "unit", &KIND_LINE, AT(unit) },
	{ "place", .members = PLACE },
	{ "cause", &KIND_CHOICE, AT(cause), .choices = CAUSES },
	{ "room", &KIND_CODE, AT(room) },
	{ "object", &KIND_CODE, AT(object) },
	{ "fault", &KIND_CODE, AT(fault) },
	{ "words", &KIND_WORDS, AT(words) },
	{ "suspect", &KIND_SUSPECT, AT(suspect_code) },
	{ "answers", &KIND_ANSWERS, AT(answers) },
	{ "when", .members = WHEN },
	{ "contact", .members = CONTACT },
	{ "first_contact", &KIND_BOOL, AT(first_contact) },
	{ "before", .members = BEFORE },
	{ "follow", &KIND_HEX, AT(follow) },
	{ "t", &KIND_TIME, AT(t) },
	{ 0 },
};

/* ---- reading ------------------------------------------------------------------------------ */

struct reader {
	void *r;
	struct report_fault *fault;
	bool strict;
};

static int wrong(struct reader *rd, const char *inside, const char *name, const char *why)
{
	snprintf(rd->fault->field, sizeof(rd->fault->field), "%s%s%.40s", inside,
		 *inside ? "/" : "", name);
	rd->fault->why = why;
	return ERR_INPUT;
}

static bool has_row(const struct report_row *rows, const char *name)
{
	for (; rows->name; rows++)
		if (strcmp(rows->name, name) == 0)
			return true;
	return false;
}

static int read_rows(struct reader *rd, const struct val *v, const struct report_row *rows,
		     const char *inside)
{
	if (!val_is_object(v))
		return wrong(rd, "", inside, "must be an object");
	for (const struct report_row *row = rows; row->name; row++) {
		const struct val *member = val_get(v, row->name);
		if (!member || val_is_null(member)) {
			if (row->must)
				return wrong(rd, inside, row->name, "missing");
			continue;
		}
		if (row->members) {
			int rc = read_rows(rd, member, row->members, row->name);
			if (rc < 0)
				return rc;
			continue;
		}
		const char *why = row->kind->read(member, row, rd->r);
		if (why)
			return wrong(rd, inside, row->name, why);
	}
	VAL_EACH(child, v)
		if (rd->strict && !has_row(rows, val_name(child)))
			return wrong(rd, inside, val_name(child), "unknown member");
	return OK;
}

int report_rows_read(const struct val *v, const struct report_row *rows, bool strict, void *ret,
		     struct report_fault *fault)
{
	struct reader rd = { ret, fault, strict };

	memset(fault, 0, sizeof(*fault));
	return read_rows(&rd, v, rows, "");
}

int report_read(const struct val *v, bool strict, struct report *ret, struct report_fault *fault)
{
	memset(ret, 0, sizeof(*ret));
	text_copy(ret->lang, sizeof(ret->lang), "nl");
	ret->first_contact = true;
	return report_rows_read(v, REPORT_ROWS, strict, ret, fault);
}

/* ---- writing ------------------------------------------------------------------------------ */

static bool is_empty(const struct report_row *rows, const void *r)
{
	const char *base = r;

	for (; rows->name; rows++)
		if (base[rows->offset] != '\0')
			return false;
	return true;
}

void report_rows_write(struct val *into, const struct report_row *rows, const void *r)
{
	for (const struct report_row *row = rows; row->name; row++) {
		if (row->kind)
			row->kind->write(into, row, r);
		else if (row->always || !is_empty(row->members, r))
			report_rows_write(val_put_object(into, row->name), row->members, r);
		else
			val_put_null(into, row->name);
	}
}

struct val *report_write(const struct report *r)
{
	struct val *v = val_object();

	report_rows_write(v, REPORT_ROWS, r);
	return v;
}

/* ---- follow code -------------------------------------------------------------------------- */

void report_follow_hash(const char *id, const char *code, char out[HEX32_TEXT])
{
	uint8_t hash[HASH_BYTES];
	char typed[16];

	if (!crockford_normalise(code, typed, sizeof(typed)))
		typed[0] = '\0';
	struct piece pieces[] = {
		{ "portiek-follow-1 ", 17 },
		{ id, strlen(id) },
		{ " ", 1 },
		{ typed, strlen(typed) },
	};
	sha256_pieces(pieces, COUNT_OF(pieces), hash);
	hex_encode(hash, sizeof(hash), out);
}
