/* The energy door's look-up from the mirror: home, parties, the corporation's settings.
 *
 * Owns nothing; shared/model/referral judges, as at the phone desk.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/energy.h"

#include "firmware/app.h"
#include "firmware/corporation.h"
#include "firmware/reference_store.h"
#include "shared/io/http.h"
#include "shared/model/referral.h"

static struct val *party_of(void *ctx, const char *key)
{
	struct app *app = ctx;
	return reference_party(app->db, key);
}

int energy_get(struct app *app, const struct request *rq, struct reply *rp)
{
	char unit[64] = "", object[32] = "", today[21];
	struct dwelling d;
	struct corporation c;
	VAL(config) = reference_config(app->db, "energy");
	if (!http_arg(rq, "unit", unit, sizeof unit) || !reference_dwelling(app->db, unit, &d))
		return reply_field(rp, ERR_INPUT, "unit");
	http_arg(rq, "object", object, sizeof object);
	corporation_read(app, &c);
	clock_rfc3339(clock_wall(&app->clock), today);
	today[10] = '\0';
	const struct referral_ask ask = {
		.nom = d.nom, .provider = d.provider, .supplier = d.supplier, .object = object,
		.today = today, .config = config, .corporation = c.name, .phone = c.phone,
		.party = party_of, .ctx = app,
	};
	VAL(v) = referral_answer(&ask);
	val_print(v, &rp->body);
	return OK;
}
