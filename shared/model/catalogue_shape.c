/* What each row of the catalogue looks like: members, kinds, enumerations.
 *
 * One table per kind of row. A member that is missing, of the wrong kind or not in the table is
 * refused with its place, because people write these rows by hand and a typing error in an
 * optional member would otherwise go unseen. References are catalogue_load.c's.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/model/catalogue_inside.h"

#include <stdlib.h>
#include <string.h>

struct member {
	const char *name;
	bool must;
	bool (*ok)(const struct val *v);
	const char *shall; /* "must be …" */
};

/* ---- kinds of value ----------------------------------------------------------------------- */

static bool only_of(const char *s, const char *allowed, size_t max)
{
	size_t n = strlen(s);

	return n > 0 && n <= max && strspn(s, allowed) == n;
}

static bool one_of(const struct val *v, const char *const *names)
{
	for (; *names; names++)
		if (strcmp(val_text(v, ""), *names) == 0)
			return true;
	return false;
}

static bool is_code(const struct val *v)
{
	return only_of(val_text(v, ""), "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-", 24);
}

static bool is_code_or_null(const struct val *v)
{
	return val_is_null(v) || is_code(v);
}

static bool is_slug(const struct val *v)
{
	const char *s = val_text(v, "");

	return only_of(s, "abcdefghijklmnopqrstuvwxyz0123456789-", 40) && s[0] != '-' &&
	       s[strlen(s) - 1] != '-';
}

static bool is_vera(const struct val *v)
{
	const char *s = val_text(v, NULL);

	return s && (!*s || only_of(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 4));
}

static bool is_urgency(const struct val *v)
{
	return urgency_from(val_text(v, NULL)) < URGENCY_MAX;
}

static bool is_urgency_or_null(const struct val *v)
{
	return val_is_null(v) || is_urgency(v);
}

static bool is_payer(const struct val *v)
{
	static const char *const names[] = { "tenant",  "landlord", "provider",
					     "partner", "unknown",  NULL };
	return one_of(v, names);
}

static bool is_ground(const struct val *v)
{
	static const char *const names[] = { "law", "own", "subscription", "contract", NULL };

	return one_of(v, names);
}

static bool is_law(const struct val *v)
{
	const char *s = val_text(v, "");

	return val_is_null(v) || (strlen(s) == 1 && s[0] >= 'a' && s[0] <= 'r');
}

static bool is_plan(const struct val *v)
{
	return val_is_null(v) || strcmp(val_text(v, ""), "landlord") == 0;
}

static bool is_number(const struct val *v)
{
	if (val_is_object(v))
		return val_count(v) == 1 && *val_str_of(v, "setting", "");
	return only_of(val_text(v, ""), "0123456789-+ ", 24);
}

static bool is_version(const struct val *v)
{
	return only_of(val_text(v, ""), "0123456789.abcdefghijklmnopqrstuvwxyz-", 31);
}

static bool is_schema(const struct val *v)
{
	return val_int(v, 0) == 1;
}

static bool is_rows(const struct val *v)
{
	return val_is_array(v) && val_count(v) > 0;
}

static bool is_three(const struct val *v)
{
	return val_is_array(v) && val_count(v) == 3;
}

/* ---- the tables --------------------------------------------------------------------------- */

#define CODE { "code", true, is_code, "1-24 of A-Z 0-9 -" }
#define SLUG { "slug", true, is_slug, "1-40 of a-z 0-9 -, no - at the ends" }
#define ICON { "icon", true, is_slug, "name of an icon file" }
#define VERA(must) { "vera", must, is_vera, "VERA code or empty" }
#define URGENCY { "urgency", true, is_urgency, "planned, normal, urgent or emergency" }
#define ROWS(name) { name, true, is_rows, "a list with rows" }
#define SIGN(must) { "emergency", must, is_code_or_null, "code of a sign or null" }
#define END { NULL, false, NULL, NULL }

static const struct member DOC[] = {
	{ "schema", true, is_schema, "1" },
	{ "version", true, is_version, "digits, dots and small letters" },
	{ "languages", true, val_is_object, "an object" },
	ROWS("areas"), ROWS("questions"), ROWS("payers"), ROWS("suspects"), ROWS("people"),
	ROWS("things"), ROWS("places"), ROWS("emergencies"), ROWS("dwelling_types"),
	{ "texts", true, val_is_object, "an object" },
	END
};
static const struct member AREA[] = {
	CODE, SLUG, ICON, VERA(true), { "common", true, val_is_bool, "true or false" },
	ROWS("objects"), END
};
static const struct member OBJECT[] = { CODE, SLUG, ICON, VERA(true), ROWS("faults"), END };
static const struct member FAULT[] = {
	CODE, SLUG, ICON, VERA(false), URGENCY,
	{ "payer", true, is_code, "code of a payer rule" },
	{ "questions", false, is_rows, "a list of question codes" },
	{ "suspects", false, is_rows, "a list with rows" },
	SIGN(false), END
};
static const struct member SUSPICION[] = {
	CODE,
	{ "room", false, is_code, "code of an area" },
	{ "object", false, is_code, "code of an object in that area" },
	END
};
static const struct member QUESTION[] = { CODE, SLUG, ICON, ROWS("answers"), END };
static const struct member ANSWER[] = {
	CODE, SLUG, ICON,
	{ "urgency", true, is_urgency_or_null, "planned, normal, urgent, emergency or null" },
	SIGN(true), END
};
static const struct member PAYER[] = {
	CODE,
	{ "payer", true, is_payer, "tenant, landlord, provider, partner or unknown" },
	{ "law", true, is_law, "a letter of the decree or null" },
	{ "ground", true, is_ground, "law, own, subscription or contract" },
	{ "subscription", true, is_plan, "landlord or null" },
	{ "setting", true, val_is_bool, "true or false" },
	END
};
static const struct member SUSPECT[] = { CODE, SLUG, ICON, END };
static const struct member EMERGENCY[] = {
	CODE, SLUG, ICON,
	{ "number", true, is_number, "a telephone number or {\"setting\": name}" },
	{ "leave", true, val_is_bool, "true or false" },
	{ "commands", true, is_three, "three rows" },
	END
};
static const struct member COMMAND[] = { ICON, END };
static const struct member KIND[] = {
	CODE, SLUG, ICON, VERA(true), URGENCY, SIGN(true),
	{ "restricted", true, val_is_bool, "true or false" },
	END
};
static const struct member DWELLING[] = { CODE, ROWS("rooms"), END };

static const struct member *const SHAPES[SHAPE_MAX] = {
	[SHAPE_DOC] = DOC,
	[SHAPE_AREA] = AREA,
	[SHAPE_OBJECT] = OBJECT,
	[SHAPE_FAULT] = FAULT,
	[SHAPE_SUSPICION] = SUSPICION,
	[SHAPE_QUESTION] = QUESTION,
	[SHAPE_ANSWER] = ANSWER,
	[SHAPE_PAYER] = PAYER,
	[SHAPE_SUSPECT] = SUSPECT,
	[SHAPE_EMERGENCY] = EMERGENCY,
	[SHAPE_COMMAND] = COMMAND,
	[SHAPE_PLACE] = SUSPECT,
	[SHAPE_KIND] = KIND,
	[SHAPE_DWELLING] = DWELLING,
};

static bool in_shape(const struct member *members, const char *name)
{
	for (; members->name; members++)
		if (strcmp(members->name, name) == 0)
			return true;
	return false;
}

int shape_check(struct loader *l, const struct val *row, enum shape shape)
{
	const struct member *members = SHAPES[shape];

	if (!val_is_object(row))
		return loader_fail(l, "must be an object");
	for (const struct member *m = members; m->name; m++) {
		const struct val *v = val_get(row, m->name);
		if (!v && m->must)
			return loader_fail(l, "%s: missing", m->name);
		if (v && !m->ok(v))
			return loader_fail(l, "%s: must be %s", m->name, m->shall);
	}
	VAL_EACH(child, row)
		if (!in_shape(members, val_name(child)))
			return loader_fail(l, "%s: unknown member", val_name(child));
	return OK;
}

/* Path words the site uses itself beside the rows of a list. */
static const char *const RESERVED[] = { "anders", "nummer", "code", "adres",
					"object", "ruimte", "plek", "woorden", "meer",
					"meer-2", "meer-3", "meer-4" };

static int check_reserved(struct loader *l, const char *slug)
{
	for (size_t i = 0; i < COUNT_OF(RESERVED); i++)
		if (strcmp(RESERVED[i], slug) == 0)
			return loader_fail(l, "slug: \"%s\" is kept for the site", slug);
	return OK;
}

static int check_once(struct loader *l, const struct val *rows, const char *member)
{
	struct names n = { .rows = mem_new((size_t)val_count(rows) + 1, sizeof(*n.rows)) };

	VAL_EACH(row, rows) {
		const char *name = val_str_of(row, member, NULL);
		if (name)
			n.rows[n.count++].name = name;
	}
	const char *twice = names_sort(&n);
	free(n.rows);
	return twice ? loader_fail(l, "%s: \"%s\" occurs twice", member, twice) : OK;
}

int shape_unique(struct loader *l, const struct val *rows, bool reserved)
{
	int rc = check_once(l, rows, "code");

	if (rc == OK)
		rc = check_once(l, rows, "slug");
	if (!reserved)
		return rc;
	VAL_EACH(row, rows)
		if (rc == OK)
			rc = check_reserved(l, val_str_of(row, "slug", ""));
	return rc;
}
