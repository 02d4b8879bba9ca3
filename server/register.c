/* Rented objects and parties as the feeds carry them.
 *
 * Owns nothing; server/register_store has the rows, server/feed the way out.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/register.h"

#include <string.h>

#include "server/app.h"
#include "server/catalogues.h"
#include "server/civil.h"
#include "server/feed.h"
#include "server/register_party.h"
#include "shared/base/val.h"

/* What kiosks ask a party for: their door "energy or monitoring". */
#define KIOSK_ROLE "monitoring"

static void put_codes(struct val *array, const char *codes)
{
	char copy[200], *save = NULL;
	text_copy(copy, sizeof copy, codes);
	for (char *c = strtok_r(copy, " ", &save); c; c = strtok_r(NULL, " ", &save))
		val_put_str(array, NULL, c);
}

static const struct val *rooms_of_type(struct app *app, const char *type)
{
	const struct catalogue *c = catalogues_current(app);
	VAL_EACH(row, c ? val_get(catalogue_doc(c), "dwelling_types") : NULL)
		if (!strcmp(val_str_of(row, "code", ""), type))
			return val_get(row, "rooms");
	return NULL;
}

struct val *register_rooms(struct app *app, const struct dwelling *d)
{
	struct val *rooms = val_array();
	if (d->rooms[0]) {
		put_codes(rooms, d->rooms);
		return rooms;
	}
	VAL_EACH(code, rooms_of_type(app, d->type))
		val_put_str(rooms, NULL, val_text(code, ""));
	return rooms;
}

struct val *register_unit(struct app *app, const struct dwelling *d)
{
	char label[160];
	struct val *v = val_object();
	dwelling_label(d, label, sizeof label);
	val_put_str(v, "key", d->key);
	val_put_str(v, "kind", d->kind);
	val_put_str(v, "label", label);
	val_put(v, "rooms", register_rooms(app, d));
	return v;
}

void register_publish_dwelling(struct app *app, const struct dwelling *d)
{
	VAL(v) = val_object();
	val_put_str(v, "street", d->street);
	val_put_int(v, "number", d->number);
	val_put_str(v, "suffix", d->suffix);
	val_put_str(v, "postcode", d->postcode);
	val_put_str(v, "city", d->city);
	val_put_str(v, "complex", d->complex);
	val_put_str(v, "riser", d->riser);
	val_put_str(v, "type", d->type);
	val_put_bool(v, "nom", d->nom);
	val_put_str(v, "parent", d->parent[0] ? d->parent : NULL);
	val_put_str(v, "kind", d->kind);
	val_put_str(v, "provider", d->provider[0] ? d->provider : NULL);
	val_put_str(v, "supplier", d->supplier[0] ? d->supplier : NULL);
	val_put(v, "rooms", register_rooms(app, d));
	feed_put_val(app->db, "dwelling", d->key, d->complex, v);
}

/* Of two last days, where "" is never. */
static const char *earlier(const char *a, const char *b)
{
	if (!a[0] || !b[0])
		return a[0] ? a : b;
	return strcmp(a, b) < 0 ? a : b;
}

struct val *register_party(struct app *app, const struct party *p)
{
	char today[CIVIL_TEXT], date[CIVIL_TEXT];
	struct contract contract;
	struct contact contact;
	struct val *v = val_object();
	civil_today(app, today);
	bool agreed = register_contract_for(app->db, p->key, KIOSK_ROLE, today, &contract, date) <=
		      PARTY_CONTRACT_GENERAL;
	bool known = register_contact_for(app->db, p->key, KIOSK_ROLE, today, &contact, date) ==
		     PARTY_CONTRACT;
	val_put_str(v, "name", p->name);
	val_put_str(v, "kind", p->kind);
	val_put_str(v, "phone", known ? contact.phone : "");
	val_put_str(v, "mail", known ? contact.mail : "");
	val_put_str(v, "hours", known ? contact.hours : "");
	val_put_str(v, "first_contact", agreed ? contract.first_contact : p->first_contact);
	val_put_str(v, "valid_from", known ? contact.valid_from : "");
	/* how long a kiosk without a line may say this */
	val_put_str(v, "valid_until", known ? earlier(contact.valid_until, contract.valid_until) : "");
	return v;
}

void register_publish_party(struct app *app, const struct party *p)
{
	VAL(v) = register_party(app, p);
	feed_put_val(app->db, "party", p->key, "", v);
}

void register_withdraw(struct app *app, const char *key)
{
	dwelling_remove(app->db, key);
	feed_del(app->db, "dwelling", key);
}

static bool publish_dwelling(void *ctx, const struct dwelling *d)
{
	register_publish_dwelling(ctx, d);
	return true;
}

static bool publish_party(void *ctx, const struct party *p)
{
	register_publish_party(ctx, p);
	return true;
}

void register_publish_parties(struct app *app)
{
	party_each(app->db, publish_party, app);
}

void register_publish_all(struct app *app)
{
	dwelling_each(app->db, publish_dwelling, app);
	register_publish_parties(app);
}

bool register_phone_good(const char *phone)
{
	return strspn(phone, "+0123456789 -()") == strlen(phone);
}

bool register_mail_good(const char *mail)
{
	const char *at = strchr(mail, '@');
	return !mail[0] || (at && at > mail && at[1] && !strpbrk(mail, " \t\r\n<>,;"));
}
