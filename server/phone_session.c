/* Whom the operator speaks for: a tenant opened by number, or nobody.
 *
 * Owns nothing; the tenant's number stands in the operator's own log-in.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/phone.h"

#include <stdio.h>
#include <string.h>

#include "server/address_find.h"
#include "server/app.h"
#include "server/register.h"
#include "server/staff_store.h"
#include "shared/base/val.h"
#include "shared/io/http.h"

#define DWELLINGS_MAX 8

static void put_units(struct app *app, const char *keys, struct val *list)
{
	char copy[400], *save = NULL;
	struct dwelling d;
	text_copy(copy, sizeof copy, keys);
	for (char *k = strtok_r(copy, " ", &save); k; k = strtok_r(NULL, " ", &save))
		if (dwelling_find(app->db, k, &d))
			val_put(list, NULL, register_unit(app, &d));
}

static void put_session(struct app *app, const struct tenant *t, struct reply *rp)
{
	VAL(v) = val_object();
	val_put_bool(v, "signed_in", t != NULL);
	if (t) {
		val_put_str(v, "name", t->name);
		val_put_str(v, "phone", t->phone);
		val_put_str(v, "mail", t->mail);
		val_put_str(v, "number", t->number);
		val_put_bool(v, "subscription", t->subscription);
		put_units(app, t->units, val_put_array(v, "units"));
	}
	val_print(v, &rp->body);
}

int phone_session(struct app *app, const struct request *rq, struct reply *rp)
{
	uint8_t token[HASH_BYTES];
	char number[KEY_CAP];
	struct tenant t;
	bool open = login_token(rq, token) &&
		    session_tenant(app->db, token, number, sizeof number) &&
		    tenant_find(app->db, number, &t);
	put_session(app, open ? &t : NULL, rp);
	return OK;
}

/* The operator asked who is calling: the number is enough, the code is the tenant's secret. */
int phone_session_post(struct app *app, const struct request *rq, struct reply *rp)
{
	uint8_t token[HASH_BYTES];
	struct tenant t;
	VAL(body) = NULL;
	int err = val_parse(rq->body, rq->body_len, NULL, &body, NULL);
	if (err)
		return err;
	if (!tenant_find(app->db, val_str_of(body, "number", ""), &t))
		return reply_field(rp, ERR_CREDENTIALS, "number");
	if (!login_token(rq, token))
		return ERR_AUTH;
	err = session_set_tenant(app->db, token, t.number);
	put_session(app, &t, rp);
	return err;
}

int phone_session_delete(struct app *app, const struct request *rq, struct reply *rp)
{
	uint8_t token[HASH_BYTES];
	(void)rp;
	int err = login_token(rq, token) ? session_set_tenant(app->db, token, NULL) : OK;
	return err ? err : OK_NO_CONTENT;
}

/* ---- addresses ---------------------------------------------------------------------------- */

struct filling {
	struct app *app;
	struct val *list;
};

static bool put_child(void *ctx, const struct dwelling *d)
{
	struct filling *f = ctx;
	val_put(f->list, NULL, register_unit(f->app, d));
	return true;
}

static bool put_dwelling(void *ctx, const struct address_hit *hit)
{
	struct filling *f = ctx;
	const struct dwelling *d = &hit->home;
	struct val *row = register_unit(f->app, d);
	struct filling units = { f->app, val_put_array(row, "units") };
	put_child(&units, d);
	dwelling_children(f->app->db, d->key, put_child, &units);
	val_put(f->list, NULL, row);
	return true;
}

int phone_dwellings(struct app *app, const struct request *rq, struct reply *rp)
{
	char street[80] = "", number[16] = "", typed[120];
	VAL(v) = val_object();
	struct filling f = { app, val_put_array(v, "dwellings") };
	if (strstr(rq->query, "number=") && !http_arg(rq, "number", number, sizeof number))
		number[0] = '\0';
	if (http_arg(rq, "street", street, sizeof street)) {
		snprintf(typed, sizeof typed, "%s%s%s", street, number[0] ? " " : "", number);
		address_find(app->db, typed, DWELLINGS_MAX, put_dwelling, &f);
	}
	val_print(v, &rp->body);
	return OK;
}

int phone_kiosk(struct app *app, const struct request *rq, struct reply *rp)
{
	(void)rq;
	VAL(v) = val_object();
	struct val *c = val_put_object(v, "corporation");
	val_put_str(c, "name", app->settings.name);
	val_put_str(c, "phone", app->settings.phone);
	val_put_str(c, "duty_line", app->settings.duty_line);
	promises_write(&app->settings.promises, val_put_object(v, "promises"));
	val_put_str(v, "place", app->settings.dept_phone);
	val_put_str(v, "channel", "phone");
	val_put_bool(v, "online", true);
	val_print(v, &rp->body);
	return OK;
}
