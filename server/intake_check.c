/* What the judge says of a report that is being filled in.
 *
 * Owns nothing, stores nothing. Promises: the verdict of report_judge, with the channel and actor the
 * phone desk would give it; who pays as on the kiosk's page.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/intake.h"

#include <stdio.h>
#include <string.h>

#include "server/app.h"
#include "server/catalogues.h"
#include "server/phone.h"
#include "server/register_store.h"
#include "server/words.h"
#include "shared/base/val.h"
#include "shared/io/http.h"
#include "shared/model/report.h"
#include "shared/model/report_needs.h"

/* Own words name no fault, so nobody can say yet who pays; the rule of this name says it honestly. */
#define PAYER_OWN_WORDS "ONBEKEND"

static void put_payer(struct val *v, const char *who, const char *sentence, const char *ground)
{
	struct val *payer = val_put_object(v, "payer");
	val_put_str(payer, "who", who);
	val_put_str(payer, "sentence", sentence);
	val_put_str(payer, "ground", ground);
}

/* Sentence and ground of a payer rule of the catalogue. */
static void put_rule(const struct catalogue *c, const char *rule, const char *who, struct val *v)
{
	char key[80], ground[80];
	snprintf(key, sizeof key, "payer.%s", rule);
	snprintf(ground, sizeof ground, "payer.%s.ground", rule);
	const char *why = catalogue_text(c, "nl", ground);
	put_payer(v, who, catalogue_text(c, "nl", key), why == ground ? "" : why);
}

/* R34: the law's rule, the corporation's own, or the service plan; as on the kiosk's page. */
static void put_who_pays(struct app *app, const struct catalogue *c, const struct fault *f,
			 bool subscribed, struct val *v)
{
	if (!f && !catalogue_payer(c, PAYER_OWN_WORDS)) {
		put_payer(v, "unknown", words_get("payer", "unknown"), "");
		return;
	}
	if (!f) {
		put_rule(c, PAYER_OWN_WORDS, "unknown", v);
		return;
	}
	const char *law = val_str_of(catalogue_payer(c, f->payer), "payer", "");
	const char *plain = catalogue_who_pays(c, f, app->payers, false);
	const char *with = catalogue_who_pays(c, f, app->payers, true);
	if (subscribed && strcmp(with, plain))
		put_payer(v, with, words_get("payer", "subscription"), "");
	else if (strcmp(plain, law))
		put_payer(v, plain, words_get("payer", plain), words_get("payer", "own"));
	else
		put_rule(c, f->payer, plain, v);
}

static bool is_subscribed(struct app *app, const struct request *rq)
{
	char number[KEY_CAP];
	struct tenant t;
	return http_arg(rq, "tenant", number, sizeof number) && number[0] &&
	       tenant_find(app->db, number, &t) && t.subscription;
}

static void put_verdict(struct app *app, const struct request *rq, const struct report *r,
			const struct catalogue *c, struct val *v)
{
	enum urgency urgency = report_urgency(r, c);
	const char *sign = report_emergency(r, c);
	const struct report_need *need = report_need(r->branch, r->kind);
	val_put_str(v, "urgency", urgency_name(urgency));
	val_put_str(v, "urgency_label", words_get("urgency", urgency_name(urgency)));
	val_put_bool(v, "urgent", urgency >= URGENCY_URGENT);
	if (*sign)
		val_put_str(v, "emergency", sign);
	else
		val_put_null(v, "emergency");
	if (need && need->asks & ASK_WHEN && (*r->fault || *r->words))
		put_who_pays(app, c, report_find_fault(r, c), is_subscribed(app, rq), v);
	else
		val_put_null(v, "payer");
}

static void put_missing(struct val *v, int err, const struct report_fault *fault)
{
	if (err)
		val_put_str(v, "missing", fault->field);
	else
		val_put_null(v, "missing");
	val_put_bool(v, "wrong", err && err != ERR_INCOMPLETE);
}

int intake_check(struct app *app, const struct request *rq, struct reply *rp)
{
	struct report r;
	struct login who;
	struct report_fault fault = { 0 };
	VAL(body) = NULL;
	VAL(v) = val_object();
	if (!login_current(app, rq, &who))
		return ERR_AUTH;
	int err = val_parse(rq->body, rq->body_len, NULL, &body, NULL);
	if (err)
		return err;
	err = report_read(body, true, &r, &fault);
	if (!err) {
		phone_speaker(app, &who, &r);
		const struct catalogue *c = catalogues_get(app, r.catalogue);
		if (!c)
			return ERR_CATALOGUE;
		err = report_judge(&r, c, &fault);
		put_verdict(app, rq, &r, c, v);
	}
	put_missing(v, err, &fault);
	val_print(v, &rp->body);
	return OK;
}
