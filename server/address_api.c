/* Addresses over HTTP.
 *
 * Owns nothing. Promises: one keystroke costs a bounded number of bounded questions; a case that the
 * role may not see is neither listed nor counted.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/address_api.h"

#include <string.h>

#include "server/address_find.h"
#include "server/address_store.h"
#include "server/app.h"
#include "server/case_view.h"
#include "server/civil.h"
#include "server/login.h"
#include "server/referral_store.h"
#include "server/register.h"
#include "server/register_party.h"
#include "server/routing.h"
#include "shared/base/val.h"
#include "shared/io/http.h"

#define ROWS	      12
#define TENANTS_SHOWN 3
#define TENANTS_MAX   20
#define CASES_SHOWN   12
#define FIRST_ROLE    "monitoring" /* what the parties of a home are asked first */

struct filling {
	struct app *app;
	struct val *list;
	const char *today;
	const char *role; /* of whoever asks */
	const char *sees; /* whose cases */
};

static bool put_tenant(void *ctx, const struct tenant *t)
{
	struct val *v = val_object();
	val_put_str(v, "number", t->number);
	val_put_str(v, "name", t->name);
	val_put_str(v, "phone", t->phone);
	val_put_str(v, "mail", t->mail);
	val_put_bool(v, "subscription", t->subscription);
	val_put(ctx, NULL, v);
	return true;
}

/* The newest referral about an address: who was sent to whom, and whether they came back (R15). */
static void put_referral(struct app *app, const char *dwelling, struct val *row)
{
	struct referral r;
	char party[120];
	if (!referral_of_unit(app->db, dwelling, app_now(app) - REFERRAL_MS, &r)) {
		val_put_null(row, "referral");
		return;
	}
	struct val *v = val_put_object(row, "referral");
	routing_party_label(app, r.party, party, sizeof party);
	val_put_int(v, "nr", r.nr);
	val_put_str(v, "party", party);
	val_put_int(v, "t", r.t);
	val_put_bool(v, "open", !r.returned);
}

/* Provider or supplier as they answer for this home, null when none is named. */
static void put_party(const struct filling *f, const char *as, const char *key, struct val *row)
{
	struct party_answer a;
	if (!key[0]) {
		val_put_null(row, as);
		return;
	}
	register_party_answer(f->app, key, as, FIRST_ROLE, f->today, &a);
	register_put_answer(&a, val_put_object(row, as));
}

static void put_home(const struct filling *f, const struct dwelling *d, int tenants,
		     struct val *row)
{
	char label[160];
	struct party_answer a;
	dwelling_label(d, label, sizeof label);
	val_put_str(row, "key", d->key);
	val_put_str(row, "label", label);
	val_put_str(row, "postcode", d->postcode);
	val_put_str(row, "city", d->city);
	val_put_str(row, "complex", d->complex);
	val_put_str(row, "riser", d->riser);
	val_put_str(row, "type", d->type);
	val_put_bool(row, "nom", d->nom);
	put_party(f, "provider", d->provider, row);
	put_party(f, "supplier", d->supplier, row);
	register_party_of(f->app, d, FIRST_ROLE, f->today, &a);
	register_put_answer(&a, val_put_object(row, "refer"));
	address_tenants(f->app->db, d->key, tenants, put_tenant, val_put_array(row, "tenants"));
	val_put_int(row, "open_cases", address_open_cases(f->app->db, d->key));
	put_referral(f->app, d->key, row);
}

/* ---- as they type ------------------------------------------------------------------------- */

static bool put_hit(void *ctx, const struct address_hit *hit)
{
	struct filling *f = ctx;
	struct val *row = val_object();
	put_home(f, &hit->home, TENANTS_SHOWN, row);
	val_put_str(row, "by", hit->by);
	val_put_str(row, "matched", hit->matched);
	val_put(f->list, NULL, row);
	return true;
}

int address_search(struct app *app, const struct request *rq, struct reply *rp)
{
	char typed[100], today[CIVIL_TEXT];
	VAL(v) = val_object();
	civil_today(app, today);
	struct filling f = { app, val_put_array(v, "dwellings"), today, "", "" };
	if (http_arg(rq, "q", typed, sizeof typed) && utf8_valid(typed, strlen(typed)))
		address_find(app->db, typed, ROWS, put_hit, &f);
	val_print(v, &rp->body);
	return OK;
}

/* ---- one home ----------------------------------------------------------------------------- */

/* Every role somebody has a contract for here; the first role always, it says what lacks. */
static void put_answers(const struct filling *f, const struct dwelling *d, struct val *page)
{
	struct val *list = val_put_array(page, "answers");
	bool nobody = !d->provider[0] && !d->supplier[0];
	for (const char *const *role = PARTY_ROLES; *role && (!nobody || d->nom); role++) {
		struct party_answer a;
		register_party_of(f->app, d, *role, f->today, &a);
		if (strcmp(*role, FIRST_ROLE) && strcmp(*role, a.contract.role))
			continue;
		struct val *v = val_object();
		register_put_answer(&a, v);
		val_put(list, NULL, v);
	}
}

static bool put_case(void *ctx, int64_t nr)
{
	struct filling *f = ctx;
	struct case_row c;
	if (case_find(f->app->db, nr, &c) && case_within(f->sees, &c) && case_may_see(&c, f->role))
		case_put_row(f->app, &c, f->role, app_now(f->app), f->list);
	return true;
}

static bool put_unit(void *ctx, const struct dwelling *d)
{
	struct filling *f = ctx;
	val_put(f->list, NULL, register_unit(f->app, d));
	return true;
}

int address_get(struct app *app, const struct request *rq, struct reply *rp)
{
	char today[CIVIL_TEXT];
	struct dwelling d;
	struct login who;
	VAL(page) = val_object();
	if (!login_current(app, rq, &who))
		return ERR_AUTH;
	if (!dwelling_find(app->db, rq->rest, &d))
		return ERR_NOT_FOUND;
	civil_today(app, today);
	struct filling f = { app, NULL, today, who.role, who.sees };
	put_home(&f, &d, TENANTS_MAX, page);
	val_put_str(page, "kind", d.kind);
	val_put(page, "unit", register_unit(app, &d));
	val_put_str(page, "today", today);
	put_answers(&f, &d, page);
	f.list = val_put_array(page, "units");
	dwelling_children(app->db, d.key, put_unit, &f);
	f.list = val_put_array(page, "cases");
	address_cases(app->db, d.key, CASES_SHOWN, put_case, &f);
	val_print(page, &rp->body);
	return OK;
}
