/* Name and number, from the feed or from the settings.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/corporation.h"

#include "firmware/app.h"
#include "firmware/reference_store.h"

static void take(const struct val *v, const char *name, const char *dflt, char *out, size_t cap)
{
	const char *text = val_str_of(v, name, "");
	text_copy(out, cap, *text ? text : dflt);
}

void corporation_read(struct app *app, struct corporation *ret)
{
	VAL(v) = reference_config(app->db, "corporation");
	VAL(own) = reference_config(app->db, "kiosk");
	take(v, "name", app->set.corporation, ret->name, sizeof ret->name);
	take(v, "phone", app->set.phone, ret->phone, sizeof ret->phone);
	take(own, "place", app->set.place, ret->place, sizeof ret->place);
}
