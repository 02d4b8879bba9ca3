/* One row of each CSV: judged, stored, published.
 *
 * Owns nothing. Promises: a refused row names its column and reason and leaves nothing behind.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/import_inside.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/app.h"
#include "server/catalogues.h"
#include "server/register.h"
#include "server/tenants.h"
#include "shared/base/text.h"
#include "shared/base/val.h"

#define CELL(column, required, member) \
	import_cell(in, row, column, required, member, sizeof(member))

static bool refuse(struct importing *in, const struct csv_row *row, const char *fmt, const char *a)
{
	char why[200];
	snprintf(why, sizeof why, fmt, a);
	import_problem(in, csv_line(row), why);
	return false;
}

/* Keys go into addresses of feeds and pages: printable, no blanks. */
static bool good_key(struct importing *in, const struct csv_row *row, const char *column,
		     const char *key)
{
	for (const char *p = key; *p; p++)
		if (!isalnum((unsigned char)*p) && !strchr("-_.:", *p))
			return refuse(in, row, "%s: only letters, digits, - _ . and :", column);
	return true;
}

/* ---- dwellings ---------------------------------------------------------------------------- */

static bool type_known(struct app *app, const char *type)
{
	const struct catalogue *c = catalogues_current(app);
	if (!c)
		return true; /* nothing published yet: judged by the kiosk's default */
	VAL_EACH(t, val_get(catalogue_doc(c), "dwelling_types"))
		if (!strcmp(val_str_of(t, "code", ""), type))
			return true;
	return false;
}

static bool rooms_known(struct importing *in, const struct csv_row *row, const char *rooms)
{
	char copy[200], *save = NULL;
	const struct catalogue *c = catalogues_current(in->app);
	text_copy(copy, sizeof copy, rooms);
	for (char *r = strtok_r(copy, " ", &save); r && c; r = strtok_r(NULL, " ", &save))
		if (!catalogue_find_area(c, r))
			return refuse(in, row, "rooms: the catalogue has no %s", r);
	return true;
}

static bool party_known(struct importing *in, const struct csv_row *row, const char *column,
			const char *key)
{
	struct party p;
	char why[160];
	if (!key[0] || party_find(in->app->db, key, &p))
		return true;
	snprintf(why, sizeof why, "%s: there is no %.60s; import suppliers first", column, key);
	return refuse(in, row, "%s", why);
}

/* Kind by its own column; else a row with a parent is parking or storage by its type. */
static bool set_kind(struct importing *in, const struct csv_row *row, struct dwelling *d)
{
	const char *kind = csv_get(row, "kind");
	if (!kind[0])
		kind = !d->parent[0] ? "dwelling" : !strcmp(d->type, "PARKEREN") ? "parking" : "storage";
	if (strcmp(kind, "dwelling") && strcmp(kind, "parking") && strcmp(kind, "storage"))
		return refuse(in, row, "kind: \"%.20s\" is none of dwelling parking storage", kind);
	text_copy(d->kind, sizeof d->kind, kind);
	return true;
}

static bool read_number(struct importing *in, const struct csv_row *row, struct dwelling *d)
{
	if (int_parse(csv_get(row, "number"), 1, 99999, &d->number))
		return true;
	return refuse(in, row, "number: \"%.20s\" is no house number", csv_get(row, "number"));
}

static bool read_dwelling(struct importing *in, const struct csv_row *row, struct dwelling *d)
{
	return CELL("key", true, d->key) && good_key(in, row, "key", d->key) &&
	       CELL("street", true, d->street) && read_number(in, row, d) &&
	       CELL("suffix", false, d->suffix) && CELL("postcode", true, d->postcode) &&
	       CELL("city", true, d->city) && CELL("complex", true, d->complex) &&
	       good_key(in, row, "complex", d->complex) && CELL("riser", false, d->riser) &&
	       CELL("type", true, d->type) && import_yes(in, row, "nom", &d->nom) &&
	       CELL("provider", false, d->provider) && CELL("supplier", false, d->supplier) &&
	       CELL("parent", false, d->parent) && CELL("rooms", false, d->rooms) &&
	       set_kind(in, row, d);
}

static bool judge_dwelling(struct importing *in, const struct csv_row *row, const struct dwelling *d)
{
	if (!type_known(in->app, d->type))
		return refuse(in, row, "type: the catalogue has no dwelling type %s", d->type);
	if (!strcmp(d->key, d->parent))
		return refuse(in, row, "parent: %s cannot belong to itself", d->key);
	if (!strcmp(d->kind, "dwelling") && d->parent[0])
		return refuse(in, row, "parent: a dwelling has none (%s)", d->parent);
	return party_known(in, row, "provider", d->provider) &&
	       party_known(in, row, "supplier", d->supplier) && rooms_known(in, row, d->rooms);
}

void import_dwelling_row(void *ctx, const struct csv_row *row)
{
	struct importing *in = ctx;
	struct dwelling d = { .number = 0 };
	bool is_new;
	if (!read_dwelling(in, row, &d) || !judge_dwelling(in, row, &d))
		return;
	if (dwelling_put(in->app->db, &d, &is_new)) {
		refuse(in, row, "%s cannot be stored", d.key);
		return;
	}
	if (d.parent[0])
		import_expect(in, csv_line(row), d.key, d.parent);
	register_publish_dwelling(in->app, &d);
	import_count(in, is_new);
}

/* ---- tenants ------------------------------------------------------------------------------ */

static bool units_known(struct importing *in, const struct csv_row *row, const char *units)
{
	char copy[400], *save = NULL;
	struct dwelling d;
	text_copy(copy, sizeof copy, units);
	for (char *u = strtok_r(copy, " ", &save); u; u = strtok_r(NULL, " ", &save))
		if (!dwelling_find(in->app->db, u, &d))
			return refuse(in, row, "units: there is no %s; import dwellings first", u);
	return true;
}

static bool good_contact(struct importing *in, const struct csv_row *row, const char *phone,
			 const char *mail)
{
	if (mail[0] && !strchr(mail, '@'))
		return refuse(in, row, "mail: \"%.60s\" is no mail address", mail);
	if (phone[0] && strspn(phone, "+0123456789 -()") != strlen(phone))
		return refuse(in, row, "phone: \"%.40s\" is no phone number", phone);
	return true;
}

void import_tenant_row(void *ctx, const struct csv_row *row)
{
	struct importing *in = ctx;
	struct tenant t = { .subscription = false };
	char code[9];
	bool is_new;
	bool ok = CELL("number", true, t.number) && good_key(in, row, "number", t.number) &&
		  CELL("name", true, t.name) && CELL("phone", false, t.phone) &&
		  CELL("mail", false, t.mail) && import_yes(in, row, "subscription", &t.subscription) &&
		  CELL("units", true, t.units) && units_known(in, row, t.units) &&
		  good_contact(in, row, t.phone, t.mail);
	if (!ok)
		return;
	tenants_code(code);
	if (tenant_put(in->app->db, &t, code, &is_new)) {
		refuse(in, row, "%s names an object twice", t.number);
		return;
	}
	if (is_new && in->im->codes)
		buf_fmt(in->im->codes, "%s,%s\n", t.number, code);
	if (!is_new)
		tenants_publish(in->app, t.number);
	import_count(in, is_new);
}

/* ---- suppliers ---------------------------------------------------------------------------- */

/* "2026-02-29" has the shape of a date and is none. */
static bool day_exists(const char *date)
{
	static const int64_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int64_t year = strtoll(date, NULL, 10), month = strtoll(date + 5, NULL, 10);
	int64_t day = strtoll(date + 8, NULL, 10);
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	return month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1] + (month == 2 && leap);
}

static bool good_date(struct importing *in, const struct csv_row *row, const char *column,
		      const char *date)
{
	static const char shape[] = "dddd-dd-dd";
	bool good = !date[0] || strlen(date) == sizeof shape - 1;
	for (size_t i = 0; good && date[i]; i++)
		good = shape[i] == 'd' ? isdigit((unsigned char)date[i]) != 0 : date[i] == '-';
	good = good && (!date[0] || day_exists(date));
	return good || refuse(in, row, "%s: not a date like 2026-12-31", column);
}

static bool good_choice(struct importing *in, const struct csv_row *row, const char *column,
			const char *value, const char *choices)
{
	char why[160];
	const char *at = strstr(choices, value);
	size_t n = strlen(value);
	if (at && (at == choices || at[-1] == ' ') && (!at[n] || at[n] == ' '))
		return true;
	snprintf(why, sizeof why, "%s: \"%.20s\" is none of %s", column, value, choices);
	return refuse(in, row, "%s", why);
}

void import_supplier_row(void *ctx, const struct csv_row *row)
{
	struct importing *in = ctx;
	struct party p = { .key = "" };
	bool is_new;
	bool ok = CELL("key", true, p.key) && good_key(in, row, "key", p.key) &&
		  CELL("name", true, p.name) && CELL("kind", true, p.kind) &&
		  good_choice(in, row, "kind", p.kind, "provider supplier partner department") &&
		  CELL("contract", false, p.contract) && CELL("sla", false, p.sla) &&
		  CELL("first_contact", false, p.first_contact) &&
		  (!p.first_contact[0] ||
		   good_choice(in, row, "first_contact", p.first_contact, "corporation party")) &&
		  CELL("phone", false, p.phone) && CELL("mail", false, p.mail) &&
		  CELL("hours", false, p.hours) && CELL("valid_from", false, p.valid_from) &&
		  CELL("valid_until", false, p.valid_until) &&
		  good_date(in, row, "valid_from", p.valid_from) &&
		  good_date(in, row, "valid_until", p.valid_until) &&
		  good_contact(in, row, p.phone, p.mail);
	if (ok && p.valid_until[0] && strcmp(p.valid_until, p.valid_from) < 0)
		ok = refuse(in, row, "valid_until: before valid_from", "");
	if (!ok)
		return;
	if (party_put(in->app->db, &p, &is_new)) {
		refuse(in, row, "%s cannot be stored", p.key);
		return;
	}
	register_publish_party(in->app, &p);
	import_count(in, is_new);
}
