/* Settings of the energy door and its look-up at the phone desk.
 *
 * Owns nothing. The answer itself is judged by shared/model/referral, as at every kiosk.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/energy.h"

#include <string.h>

#include "server/app.h"
#include "server/feed.h"
#include "server/register.h"
#include "server/routing.h"
#include "shared/base/clock.h"
#include "shared/base/text.h"
#include "shared/base/val.h"
#include "shared/io/http.h"
#include "shared/model/referral.h"

static void put_codes(struct val *list, const char *codes)
{
	char copy[400], *save = NULL;
	text_copy(copy, sizeof copy, codes);
	for (char *c = strtok_r(copy, " ", &save); c; c = strtok_r(NULL, " ", &save))
		val_put_str(list, NULL, c);
}

static void put_text(const struct settings *s, struct val *v)
{
	if (!s->energy_other_text[0] && !s->energy_other_text_en[0]) {
		val_put_null(v, "other_text");
		return;
	}
	struct val *text = val_put_object(v, "other_text");
	if (s->energy_other_text[0])
		val_put_str(text, "nl", s->energy_other_text);
	if (s->energy_other_text_en[0])
		val_put_str(text, "en", s->energy_other_text_en);
}

struct val *energy_config(struct app *app)
{
	const struct settings *s = &app->settings;
	struct val *v = val_object();
	char name[120];
	put_codes(val_put_array(v, "supplier_objects"), s->energy_supplier_objects);
	val_put_str(v, "other_party", s->energy_other_party);
	routing_party_label(app, s->energy_other_party, name, sizeof name);
	val_put_str(v, "other_name", name);
	put_text(s, v);
	return v;
}

void energy_publish(struct app *app)
{
	VAL(energy) = energy_config(app);
	VAL(complaint) = val_object();
	feed_put_val(app->db, "config", "energy", "", energy);
	val_put_int(complaint, "after_days", app->settings.complaint_days);
	feed_put_val(app->db, "config", "complaint", "", complaint);
}

/* ---- phone desk --------------------------------------------------------------------------- */

static struct val *party_of(void *ctx, const char *key)
{
	struct app *app = ctx;
	struct party p;
	return party_find(app->db, key, &p) ? register_party(app, &p) : NULL;
}

int energy_get(struct app *app, const struct request *rq, struct reply *rp)
{
	char unit[KEY_CAP] = "", object[32] = "", today[21];
	struct dwelling d;
	VAL(config) = energy_config(app);
	if (!http_arg(rq, "unit", unit, sizeof unit) || !dwelling_find(app->db, unit, &d))
		return reply_field(rp, ERR_INPUT, "unit");
	http_arg(rq, "object", object, sizeof object);
	clock_rfc3339(app_now(app), today);
	today[10] = '\0';
	const struct referral_ask ask = {
		.nom = d.nom, .provider = d.provider, .supplier = d.supplier, .object = object,
		.today = today, .config = config, .corporation = app->settings.name,
		.phone = app->settings.phone, .party = party_of, .ctx = app,
	};
	VAL(v) = referral_answer(&ask);
	val_print(v, &rp->body);
	return OK;
}
