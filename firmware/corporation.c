/* Name and number, from the feed or from the settings.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/corporation.h"

#include <stdio.h>

#include "firmware/app.h"
#include "firmware/reference_store.h"
#include "firmware/sync_task.h"

static void take(const struct val *v, const char *name, const char *dflt, char *out, size_t cap)
{
	const char *text = val_str_of(v, name, "");
	text_copy(out, cap, *text ? text : dflt);
}

void corporation_read(struct app *app, struct corporation *ret)
{
	char key[64];
	struct sync_status line;
	sync_status_read(app->db, &line);
	snprintf(key, sizeof key, "kiosk.%s", line.device);
	VAL(v) = reference_config(app->db, "corporation");
	VAL(own) = reference_config(app->db, key);
	take(v, "name", app->set.corporation, ret->name, sizeof ret->name);
	take(v, "phone", app->set.phone, ret->phone, sizeof ret->phone);
	promises_read(val_get(v, "promises"), &ret->promises);
	take(own, "place", app->set.place, ret->place, sizeof ret->place);
}
