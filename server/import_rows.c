/* One row of addresses and of tenants: judged, stored, published.
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

bool import_refuse(struct importing *in, const struct csv_row *row, const char *fmt, const char *a)
{
	char why[200];
	snprintf(why, sizeof why, fmt, a);
	import_problem(in, csv_line(row), why);
	return false;
}

bool import_key(struct importing *in, const struct csv_row *row, const char *column, const char *key)
{
	for (const char *p = key; *p; p++)
		if (!isalnum((unsigned char)*p) && !strchr("-_.:", *p))
			return import_refuse(in, row, "%s: only letters, digits, - _ . and :", column);
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
			return import_refuse(in, row, "rooms: the catalogue has no %s", r);
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
	return import_refuse(in, row, "%s", why);
}

/* Kind by its own column; else a row with a parent is parking or storage by its type. */
static bool set_kind(struct importing *in, const struct csv_row *row, struct dwelling *d)
{
	const char *kind = csv_get(row, "kind");
	if (!kind[0])
		kind = !d->parent[0] ? "dwelling" : !strcmp(d->type, "PARKEREN") ? "parking" : "storage";
	if (strcmp(kind, "dwelling") && strcmp(kind, "parking") && strcmp(kind, "storage"))
		return import_refuse(in, row, "kind: \"%.20s\" is none of dwelling parking storage", kind);
	text_copy(d->kind, sizeof d->kind, kind);
	return true;
}

static bool read_number(struct importing *in, const struct csv_row *row, struct dwelling *d)
{
	if (int_parse(csv_get(row, "number"), 1, 99999, &d->number))
		return true;
	return import_refuse(in, row, "number: \"%.20s\" is no house number", csv_get(row, "number"));
}

static bool read_dwelling(struct importing *in, const struct csv_row *row, struct dwelling *d)
{
	return CELL("key", true, d->key) && import_key(in, row, "key", d->key) &&
	       CELL("street", true, d->street) && read_number(in, row, d) &&
	       CELL("suffix", false, d->suffix) && CELL("postcode", true, d->postcode) &&
	       CELL("city", true, d->city) && CELL("complex", true, d->complex) &&
	       import_key(in, row, "complex", d->complex) && CELL("riser", false, d->riser) &&
	       CELL("type", true, d->type) && import_yes(in, row, "nom", &d->nom) &&
	       CELL("provider", false, d->provider) && CELL("supplier", false, d->supplier) &&
	       CELL("parent", false, d->parent) && CELL("rooms", false, d->rooms) &&
	       set_kind(in, row, d);
}

static bool judge_dwelling(struct importing *in, const struct csv_row *row, const struct dwelling *d)
{
	if (!type_known(in->app, d->type))
		return import_refuse(in, row, "type: the catalogue has no dwelling type %s", d->type);
	if (!strcmp(d->key, d->parent))
		return import_refuse(in, row, "parent: %s cannot belong to itself", d->key);
	if (!strcmp(d->kind, "dwelling") && d->parent[0])
		return import_refuse(in, row, "parent: a dwelling has none (%s)", d->parent);
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
		import_refuse(in, row, "%s cannot be stored", d.key);
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
			return import_refuse(in, row, "units: there is no %s; import dwellings first", u);
	return true;
}

bool import_reachable(struct importing *in, const struct csv_row *row, const char *phone, const char *mail)
{
	if (!register_mail_good(mail))
		return import_refuse(in, row, "mail: \"%.60s\" is no mail address", mail);
	if (!register_phone_good(phone))
		return import_refuse(in, row, "phone: \"%.40s\" is no phone number", phone);
	return true;
}

void import_tenant_row(void *ctx, const struct csv_row *row)
{
	struct importing *in = ctx;
	struct tenant t = { .subscription = false };
	char code[9];
	bool is_new;
	bool ok = CELL("number", true, t.number) && import_key(in, row, "number", t.number) &&
		  CELL("name", true, t.name) && CELL("phone", false, t.phone) &&
		  CELL("mail", false, t.mail) && import_yes(in, row, "subscription", &t.subscription) &&
		  CELL("units", true, t.units) && units_known(in, row, t.units) &&
		  import_reachable(in, row, t.phone, t.mail);
	if (!ok)
		return;
	tenants_code(code);
	if (tenant_put(in->app->db, &t, code, &is_new)) {
		import_refuse(in, row, "%s names an object twice", t.number);
		return;
	}
	if (is_new && in->im->codes)
		buf_fmt(in->im->codes, "%s,%s\n", t.number, code);
	if (!is_new)
		tenants_publish(in->app, t.number);
	import_count(in, is_new);
}
