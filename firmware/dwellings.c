/* Searching the homes of this kiosk's own complexes and telling their rooms.
 *
 * Rooms are those of this very object; where unknown, the default set of its dwelling type in the
 * current catalogue; where that is unknown too, the list is empty and the page shows every room.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/dwellings.h"

#include <stdio.h>
#include <string.h>

#include "firmware/app.h"
#include "firmware/reference_store.h"
#include "firmware/shelf.h"
#include "shared/io/http.h"

#define MOST 8
#define STREETS_MOST 12

static const struct val *default_rooms(struct app *app, const char *type)
{
	const struct catalogue *c;
	if (shelf_get(app->shelf, "", &c))
		return NULL;
	VAL_EACH(row, val_get(catalogue_doc(c), "dwelling_types"))
		if (!strcmp(val_str_of(row, "code", ""), type))
			return val_get(row, "rooms");
	return NULL;
}

static void put_rooms(struct app *app, const struct dwelling *d, struct val *into)
{
	VAL(own) = NULL;
	const struct val *rooms = NULL;
	if (!val_parse(d->rooms, strlen(d->rooms), NULL, &own, NULL))
		rooms = own;
	if (!val_count(rooms))
		rooms = default_rooms(app, *d->type ? d->type : d->kind);
	struct val *list = val_put_array(into, "rooms");
	VAL_EACH(room, rooms)
		val_put_str(list, NULL, val_text(room, ""));
}

static void put_label(const struct dwelling *d, struct val *into)
{
	char label[200];
	snprintf(label, sizeof label, "%s %s%s%s", d->street, d->number, *d->suffix ? "-" : "",
		 d->suffix);
	val_put_str(into, "label", label);
}

static void put_dwelling(struct app *app, const struct dwelling *d, struct val *into)
{
	val_put_str(into, "key", d->key);
	val_put_str(into, "kind", d->kind);
	put_label(d, into);
	val_put_str(into, "postcode", d->postcode);
	val_put_str(into, "city", d->city);
	put_rooms(app, d, into);
}

void dwellings_put_unit(struct app *app, const struct val *unit, struct val *into)
{
	struct dwelling d;
	const char *key = val_str_of(unit, "key", "");
	if (!reference_dwelling(app->db, key, &d)) {
		val_put_str(into, "key", key);
		val_put_str(into, "kind", val_str_of(unit, "kind", "dwelling"));
		val_put_str(into, "label", val_str_of(unit, "label", ""));
		val_put_array(into, "rooms");
		return;
	}
	put_dwelling(app, &d, into);
}

struct search {
	struct app *app;
	struct val *into;
	int found;
};

static bool take_unit(void *ctx, const struct dwelling *d)
{
	struct search *s = ctx;
	put_dwelling(s->app, d, val_put_object(s->into, NULL));
	return ++s->found < MOST;
}

static bool take_dwelling(void *ctx, const struct dwelling *d)
{
	struct search *s = ctx;
	struct val *one = val_put_object(s->into, NULL);
	put_dwelling(s->app, d, one);
	struct search units = { .app = s->app, .into = val_put_array(one, "units") };
	put_dwelling(s->app, d, val_put_object(units.into, NULL));
	reference_units(s->app->db, d->key, take_unit, &units);
	return ++s->found < MOST;
}

int dwellings_get(struct app *app, const struct request *rq, struct reply *rp)
{
	char street[100] = "", number[24] = "";
	if (!http_arg(rq, "street", street, sizeof street) || !*street)
		return reply_field(rp, ERR_INPUT, "street");
	http_arg(rq, "number", number, sizeof number);
	VAL(v) = val_object();
	struct search s = { .app = app, .into = val_put_array(v, "dwellings") };
	if (*number)
		reference_dwellings(app->db, street, number, take_dwelling, &s);
	else
		reference_streets(app->db, street, STREETS_MOST, val_put_array(v, "streets"));
	val_print(v, &rp->body);
	return OK;
}
